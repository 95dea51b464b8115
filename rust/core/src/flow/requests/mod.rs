//! Requests as they are built: verb, address, headers, body parts, and how the answer is checked.
//!
//! A request is found at every call a model says goes over the network, and at every further call the caller names.
//! Calls on one connection or client object are one request.
use rustc_hash::FxHashMap;

use super::models::{Carrier, Effect, KeyPart};
use super::terms::{Term, TermId, Terms};
use super::world::Site;
use crate::code::NONE;
use crate::table::{Column, Kind, Table, TableError, TableSpec, Values};

mod answer;
mod body;
mod declared;
mod origin;

#[cfg(test)]
mod tests;

pub use declared::declared;
pub use origin::Origins;

pub static REQUESTS: TableSpec = TableSpec {
    name: "requests",
    doc: "One row for each part of a request the app may send: what it is, its value as a term, and where that value comes from.",
    columns: &[
        Column::new("request", Kind::U32, "Request number; rows of one request stand together."),
        Column::new(
            "method",
            Kind::U32,
            "Method number: where the part is given, or the declared method of an interface.",
        ),
        Column::maybe(
            "offset",
            Kind::U32,
            "Byte offset of the call in that method's code; none for a declared method.",
        ),
        Column::new(
            "part",
            Kind::Text,
            "verb, address, header, body, part (of the address) or answer (how it is checked).",
        ),
        Column::new("name", Kind::Text, "Header, field, JSON key or query name; empty where there is none."),
        Column::new("value", Kind::Text, "The value as a term; parts not known are `?`."),
        Column::new(
            "origin",
            Kind::Text,
            "Where the value comes from: constant, resource, server, network (the phone's own), user, device, stored, field, parameter, computed, unknown, or the entry of a source; several with `+`.",
        ),
        Column::maybe("flow", Kind::U32, "Number in the table flows of the personal data in this part."),
    ],
};

/// Parts of one request.
const MOST_ROWS: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub request: u32,
    /// Method number.
    pub method: u32,
    pub offset: Option<u32>,
    /// Order of the parts: see [`Part::as_str`].
    pub part: Part,
    pub name: String,
    pub value: String,
    pub origin: String,
    pub flow: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Verb,
    Address,
    /// One part of a composed address.
    Piece,
    Header,
    Body,
    Answer,
}

impl Part {
    /// The word used in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Verb => "verb",
            Part::Address => "address",
            Part::Piece => "part",
            Part::Header => "header",
            Part::Body => "body",
            Part::Answer => "answer",
        }
    }
}

/// Collects the rows of one request.
pub(super) struct Sheet<'a> {
    pub origins: &'a Origins,
    pub rows: Vec<Row>,
    pub request: u32,
    /// Values gone into: (defined method, value).
    pub seen: Vec<(u32, u32)>,
}

impl Sheet<'_> {
    fn add(&mut self, terms: &Terms<'_>, site: (u32, u32), part: Part, name: &str, value: TermId) {
        let origin = self.origins.of(terms, value);
        self.add_text(terms, site, part, name, terms.text(value), origin);
    }

    fn add_text(
        &mut self,
        terms: &Terms<'_>,
        (defined, insn): (u32, u32),
        part: Part,
        name: &str,
        value: String,
        origin: String,
    ) {
        let known = |r: &Row| r.part == part && r.name == name && r.value == value;
        if self.rows.len() >= MOST_ROWS || self.rows.iter().any(known) {
            return;
        }
        let method = terms.world.method(defined);
        let offset = terms.world.ssa(defined).and_then(|s| s.insn(insn)).map(|i| i.offset);
        let name = name.to_owned();
        self.rows.push(Row { request: self.request, method, offset, part, name, value, origin, flow: None });
    }

    /// The address as a whole, and each of its parts where it has several.
    fn address(&mut self, terms: &mut Terms<'_>, site: (u32, u32), value: TermId) {
        let value = match terms.get(value) {
            Term::Named { key, .. } => key.first().copied().unwrap_or(value),
            _ => value,
        };
        if matches!(terms.get(value), Term::New(..)) {
            return;
        }
        self.add(terms, site, Part::Address, "", value);
        if let Term::Concat(parts) = terms.get(value) {
            for part in parts.clone() {
                self.add(terms, site, Part::Piece, "", part);
            }
        }
    }
}

/// The carriers of kind network that a call's model puts to, opens or takes from.
fn carriers<'w>(terms: &Terms<'w>, (defined, insn): (u32, u32)) -> Vec<&'w Carrier> {
    let world = terms.world;
    let method = world.ssa(defined).and_then(|s| s.insn(insn)).map_or(NONE, |i| i.operand as u32);
    let model = world.model(world.model_of_call(method));
    let wanted = |effect: &'w Effect| match effect {
        Effect::Open(carrier, ..) | Effect::Put(carrier, _) | Effect::Take(carrier, _) if carrier.kind == "network" => {
            Some(carrier)
        }
        _ => None,
    };
    model.into_iter().flat_map(|m| &m.effects).filter_map(wanted).collect()
}

/// Every request of the sample: at modelled calls in code that may run, and at `more` calls (defined method,
/// instruction), which are taken to send their arguments.
pub fn requests(terms: &mut Terms<'_>, more: &[Site], origins: &Origins) -> Vec<Row> {
    let world = terms.world;
    let mut sites: Vec<(u32, u32)> = Vec::new();
    for calls in world.modelled_calls.values() {
        for (defined, offset) in calls {
            let insn = world.ssa(*defined).and_then(|s| s.at_offset(*offset));
            sites.extend(insn.map(|i| (*defined, i)).filter(|s| !carriers(terms, *s).is_empty()));
        }
    }
    sites.extend(more);
    sites.sort_unstable();
    sites.dedup();
    let mut groups: Vec<Vec<(u32, u32)>> = Vec::new();
    let mut group_of: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    for site in sites {
        let object = object_of(terms, site);
        let next = groups.len();
        let group = object.map_or(next, |o| *group_of.entry(o).or_insert(next));
        match groups.get_mut(group) {
            Some(list) => list.push(site),
            None => groups.push(vec![site]),
        }
    }
    let mut all = Vec::new();
    for (number, group) in (0u32..).zip(groups) {
        all.extend(one_request(terms, &group, number, origins));
    }
    let next = all.last().map_or(0, |r: &Row| r.request + 1);
    all.extend(declared(terms, next));
    all
}

/// The object a request is sent through: its first known value.
fn object_of(terms: &mut Terms<'_>, (defined, insn): (u32, u32)) -> Option<(u32, u32)> {
    let value = operands(terms, (defined, insn)).into_iter().next()?;
    terms.same_objects(defined, value).into_iter().next()
}

/// The values a call's network carriers are named by.
fn operands(terms: &Terms<'_>, (defined, insn): (u32, u32)) -> Vec<u32> {
    let mut found = Vec::new();
    for carrier in carriers(terms, (defined, insn)) {
        for part in &carrier.key {
            if let KeyPart::Place(place) = part {
                found.push(terms.rooted(defined, insn, place.root));
            }
        }
    }
    found.retain(|v| *v != NONE);
    found
}

fn one_request(terms: &mut Terms<'_>, sites: &[(u32, u32)], request: u32, origins: &Origins) -> Vec<Row> {
    let mut sheet = Sheet { origins, rows: Vec::new(), request, seen: Vec::new() };
    for site in sites {
        let (defined, insn) = *site;
        for carrier in carriers(terms, *site) {
            for key in terms.key(defined, insn, carrier) {
                sheet.address(terms, *site, key);
            }
        }
        let world = terms.world;
        let modelled = operands(terms, *site);
        let values = if modelled.is_empty() {
            world.ssa(defined).map_or(Vec::new(), |s| s.args(insn).to_vec())
        } else {
            modelled
        };
        for value in values {
            sheet.gather(terms, *site, value, "", 0);
        }
        sheet.put(terms, *site);
        sheet.answer(terms, *site);
    }
    // Part by part, as a request is read.
    sheet.rows.sort_by(|a, b| {
        (a.part, &a.name, a.method, a.offset, &a.value).cmp(&(b.part, &b.name, b.method, b.offset, &b.value))
    });
    sheet.rows
}

/// The rows as a table.
pub fn table(rows: Vec<Row>) -> Result<Table, TableError> {
    Table::new(
        &REQUESTS,
        vec![
            Values::U32(rows.iter().map(|r| r.request).collect()),
            Values::U32(rows.iter().map(|r| r.method).collect()),
            Values::MaybeU32(rows.iter().map(|r| r.offset).collect()),
            Values::Text(rows.iter().map(|r| r.part.as_str().to_owned()).collect()),
            Values::Text(rows.iter().map(|r| r.name.clone()).collect()),
            Values::Text(rows.iter().map(|r| r.value.clone()).collect()),
            Values::Text(rows.iter().map(|r| r.origin.clone()).collect()),
            Values::MaybeU32(rows.iter().map(|r| r.flow).collect()),
        ],
    )
}
