//! Collections that code fills with constants: arrays, lists, maps, constants of a class, branches on many constants.
//!
//! Each body is looked at alone, in SSA form. Nothing is run: an element that is computed is counted, not guessed. Rows
//! are ordered by body, then by place, so two runs give the same tables.
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::code::{Code, NONE};
use crate::flow::ssa::Ssa;
use crate::hierarchy::Hierarchy;

mod branches;
mod collect;
mod constants;
mod kept;
mod tables;
mod uses;
mod value;

pub use tables::{FILLED, FILLINGS, LIST_USES, Tables};

/// Rows kept of one collection; the rest is counted.
const MOST_ITEMS: usize = 20_000;
/// Cells kept over all collections.
const MOST_CELLS: usize = 2_000_000;
/// Columns of one item.
const MOST_COLUMNS: usize = 16;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Int,
    Float,
    Class,
    /// A number that is the id of a resource.
    Resource,
    /// A static field whose value is not known here; its name stands for it.
    Field,
    Null,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Int => "int",
            Kind::Float => "float",
            Kind::Class => "class",
            Kind::Resource => "resource",
            Kind::Field => "field",
            Kind::Null => "null",
        }
    }
}

/// One constant of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub kind: Kind,
    pub text: Option<String>,
    pub number: Option<i64>,
    /// Field it was read from, where the constant does not stand in the code itself; or NONE.
    pub named: u32,
    /// Field, setter or parameter that takes it; empty where there is none.
    pub name: String,
    /// Number of the column.
    pub column: u32,
    pub offset: u32,
}

/// Where a collection is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Field number.
    Static(u32),
    Instance(u32),
    Returned,
    /// Method number of the call it is first handed to.
    Passed(u32),
    Local,
}

/// One collection.
#[derive(Clone, Debug)]
pub struct Filling {
    pub form: &'static str,
    /// Type number of what it holds, or NONE.
    pub element: u32,
    pub method: u32,
    pub offset: u32,
    pub kept: Kept,
    pub items: Vec<Vec<Cell>>,
    /// Elements that are no constants.
    pub others: u32,
    /// What a branch looks at: a method, a field, a parameter.
    pub subject: Option<String>,
}

/// A place where a kept collection or an array resource is read, and what is done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListUse {
    /// Number of the filling, where it is kept in no field; or NONE.
    pub filling: u32,
    /// Field number, or NONE.
    pub field: u32,
    /// Resource id, or 0.
    pub resource: u32,
    pub method: u32,
    pub offset: u32,
    pub how: &'static str,
    /// Method or field that takes part, as text.
    pub symbol: String,
    pub against: Option<String>,
    pub hit: Option<String>,
}

/// Classes whose arrays say nothing of the app: tables of resources that the build makes.
fn is_built(name: &str) -> bool {
    name.contains("/R$") || name.ends_with("/R;") || name.ends_with("/BuildConfig;")
}

/// Everything in the bodies of `own` classes (all where None), and what uses it and the array resources `ids`.
pub fn of(hierarchy: &Hierarchy, own: Option<&[u32]>, ids: &[u32]) -> Tables {
    let own: Option<FxHashSet<u32>> = own.map(|own| own.iter().copied().collect());
    let code: &Code = &hierarchy.code;
    let bodies: Vec<u32> = (0u32..)
        .zip(&code.bodies)
        .filter(|(_, body)| {
            let class = code.methods.get(body.method as usize).map_or(NONE, |m| m.class);
            own.as_ref().is_none_or(|own| own.contains(&class)) && !is_built(code.type_name(class))
        })
        .map(|(number, _)| number)
        .collect();
    let found: Vec<Vec<Filling>> =
        bodies.par_iter().filter(|b| collect::worth(code, **b)).map(|b| of_body(hierarchy, *b)).collect();
    let mut cells = 0usize;
    let mut fillings: Vec<Filling> = Vec::new();
    for mut one in found.into_iter().flatten() {
        let more = one.items.len().saturating_sub(MOST_ITEMS);
        one.items.truncate(MOST_ITEMS);
        one.others = one.others.saturating_add(more as u32);
        cells = cells.saturating_add(one.items.iter().map(Vec::len).sum());
        if cells > MOST_CELLS {
            break;
        }
        fillings.push(one);
    }
    let uses = uses::of(hierarchy, &fillings, ids);
    Tables { fillings, uses }
}

fn of_body(hierarchy: &Hierarchy, body: u32) -> Vec<Filling> {
    let ssa = Ssa::of(hierarchy, body);
    if !ssa.whole {
        return Vec::new();
    }
    let mut reader = value::Reader::new(hierarchy, &ssa);
    let mut found = constants::of(&mut reader);
    let constant = !found.is_empty();
    found.extend(collect::of(&mut reader, constant));
    found.extend(branches::of(&mut reader));
    found.sort_by_key(|f| f.offset);
    found
}

#[cfg(test)]
mod tests;
