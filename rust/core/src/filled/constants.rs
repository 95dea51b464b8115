//! Constants of a class: the objects of it that its static initialiser makes and keeps in its own static fields.
use super::value::{Reader, Value};
use super::{Cell, Filling, Kept, Kind};
use crate::code::NONE;

/// Fewer than these are no list.
const FEWEST: usize = 2;
const ENUM: u32 = 0x4000;

pub fn of(reader: &mut Reader<'_>) -> Vec<Filling> {
    let code = reader.code();
    let class = code.methods.get(reader.method as usize).map_or(NONE, |m| m.class);
    if reader.named(reader.method).is_none_or(|(_, name)| name != "<clinit>") {
        return Vec::new();
    }
    let parent = code.class(class).map_or(NONE, |c| c.parent);
    let is_enum =
        code.class(class).is_some_and(|c| c.flags & ENUM != 0) || code.type_name(parent) == "Ljava/lang/Enum;";
    let mut items = Vec::new();
    let mut first = None;
    for (index, insn) in (0u32..).zip(&reader.ssa.insns) {
        let field = insn.operand as u32;
        let own = code.fields.get(field as usize).filter(|f| f.class == class && f.kind == class);
        let Some(own) = own.filter(|_| matches!(insn.op, 0x67..=0x6d)) else { continue };
        let (offset, name) = (insn.offset, code.text(own.name));
        let Value::Object(made) = reader.value(reader.ssa.arg(index, 0), code.type_name(class), 0) else {
            if let Some(empty) = named(reader, index, name, offset) {
                items.push(vec![empty]);
            }
            continue;
        };
        first = first.or(Some(offset));
        items.push(cells(made, is_enum, name, offset));
    }
    if items.len() < FEWEST || first.is_none() && !is_enum {
        return Vec::new();
    }
    let form = if is_enum { "enum" } else { "constants" };
    let offset = first.unwrap_or(0);
    let method = reader.method;
    vec![Filling { form, element: class, method, offset, kept: Kept::Local, items, others: 0, subject: None }]
}

/// A constant made without arguments: only its name is known.
fn named(reader: &Reader<'_>, index: u32, name: &str, offset: u32) -> Option<Cell> {
    let made = reader.ssa.def_insn(reader.ssa.arg(index, 0)).is_some_and(|(_, i)| i.op == 0x22);
    made.then(|| Cell {
        kind: Kind::Text,
        text: Some(name.to_owned()),
        number: None,
        named: NONE,
        name: String::new(),
        column: 0,
        offset,
    })
}

/// The name first; of an enum the constructor's own name and ordinal are left out.
fn cells(made: Vec<Cell>, is_enum: bool, name: &str, offset: u32) -> Vec<Cell> {
    let text = made.first().filter(|c| is_enum && c.kind == Kind::Text).and_then(|c| c.text.clone());
    let name = text.clone().unwrap_or_else(|| name.to_owned());
    let first =
        Cell { kind: Kind::Text, text: Some(name), number: None, named: NONE, name: String::new(), column: 0, offset };
    let skipped = if text.is_some() { 2 } else { 0 };
    let mut all = vec![first];
    for mut cell in made.into_iter().skip(skipped) {
        cell.column = all.len() as u32;
        all.push(cell);
    }
    all
}
