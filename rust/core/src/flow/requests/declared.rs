//! Requests declared by annotations: interfaces whose methods carry an address and whose parameters carry names.
//!
//! They are known by their shape, so that renamed annotations are found too: a method of an interface, without code,
//! with exactly one annotation that has one text, beside parameters with annotations that have a text.
use std::collections::BTreeMap;

use super::super::terms::Terms;
use super::{Part, Row};
use crate::code::NONE;
use crate::hierarchy::{ABSTRACT, INTERFACE};

const VERBS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
const OF_METHOD: u8 = 2;
const OF_PARAMETER: u8 = 3;
const AT_RUN_TIME: u8 = 1;

/// (type number of the annotation, its text) of each annotation with a text.
type Noted = BTreeMap<(u8, u32), Vec<(u32, String)>>;

fn noted(terms: &Terms<'_>) -> Noted {
    let code = terms.world.code();
    let notes = &code.annotations;
    let mut found = Noted::new();
    for row in 0..notes.owner.len() {
        let (Some(kind), Some(owner)) = (notes.owner_kind.get(row), notes.owner.get(row)) else { continue };
        let text = notes.value.get(row as u32).unwrap_or("");
        let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
        let runtime = notes.visibility.get(row) == Some(&AT_RUN_TIME);
        if let (Some(inner), Some(of), true) =
            (inner, notes.kind.get(row), runtime && matches!(*kind, OF_METHOD | OF_PARAMETER))
        {
            found.entry((*kind, *owner)).or_default().push((*of, inner.to_owned()));
        }
    }
    found
}

fn short(descriptor: &str) -> &str {
    let name = descriptor.trim_end_matches(';');
    name.rsplit_once(['/', '$']).map_or(name, |(_, last)| last)
}

/// Rows of declared requests, numbered from `next`.
pub fn declared(terms: &Terms<'_>, next: u32) -> Vec<Row> {
    let code = terms.world.code();
    let noted = noted(terms);
    let mut rows = Vec::new();
    let mut request = next;
    for class in code.classes.iter().filter(|c| c.flags & INTERFACE != 0) {
        let methods: Vec<u32> = code
            .methods_in(class)
            .iter()
            .filter(|m| m.flags & ABSTRACT != 0 && m.body == NONE)
            .map(|m| m.method)
            .collect();
        // With other names than the usual, only an interface with named parameters is taken for one.
        let shaped = methods.iter().any(|m| noted.contains_key(&(OF_PARAMETER, *m)));
        for method in methods {
            let Some([(kind, address)]) = noted.get(&(OF_METHOD, method)).map(Vec::as_slice) else { continue };
            let name = short(code.type_name(*kind));
            let verb = VERBS.contains(&name);
            if !verb && !(shaped && (address.contains('/') || address.contains('.'))) {
                continue;
            }
            let row = |part: Part, name: &str, value: String, origin: &str| Row {
                request,
                method,
                offset: None,
                part,
                name: name.to_owned(),
                value,
                origin: origin.to_owned(),
                flow: None,
            };
            if verb {
                rows.push(row(Part::Verb, "", format!("\"{name}\""), "constant"));
            }
            rows.push(row(Part::Address, "", format!("\"{address}\""), "constant"));
            for (kind, text) in noted.get(&(OF_PARAMETER, method)).map_or(&[][..], Vec::as_slice) {
                let part = match short(code.type_name(*kind)) {
                    "Header" => Part::Header,
                    "Path" | "Query" => Part::Piece,
                    _ => Part::Body,
                };
                rows.push(row(part, text, "?".to_owned(), "parameter"));
            }
            request += 1;
        }
    }
    rows
}
