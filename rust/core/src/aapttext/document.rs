//! A manifest, layout, menu or other XML resource as the document the binary form gives.
use super::Symbols;
use super::formats::{self, ANY, STRING, Takes};
use super::parse::{Attr, Piece, pieces};
use super::strings;
use super::word;
use crate::arsc::bytes::Notes;
use crate::arsc::{names, value};
use crate::axml::{ANDROID, Attribute, Builder, Document};
use crate::gap::Cause;
use crate::written::Position;

/// Reads one text. Never fails: damage gives a shorter document and a gap. `symbols` gives names numbers.
pub fn parse(text: &str, symbols: &Symbols) -> Document {
    let mut out = Builder::new(text.len());
    let mut notes = Notes::default();
    pieces(text, &mut notes, |piece, _| match piece {
        Piece::Start { name, attributes, at, offset } => start(&mut out, symbols, name, attributes, (at, offset)),
        Piece::Text(text) => out.text(&text, 0),
        Piece::End => {
            out.end(None, 0);
            true
        }
    });
    let mut document = out.finish(text.len());
    if document.elements.is_empty() && notes.gaps.is_empty() {
        super::parse::gap(
            &mut notes,
            Position { line: 1, column: 1 },
            Cause::Malformed,
            "no element stands in this text",
        );
    }
    // Limits are told by offset there; here lines are known.
    document.notes.gaps.append(&mut notes.gaps);
    document.notes.oddities.append(&mut notes.oddities);
    document
}

fn start(
    out: &mut Builder,
    symbols: &Symbols,
    name: &str,
    attributes: Vec<Attr<'_>>,
    (at, offset): (Position, usize),
) -> bool {
    let (_, tag) = name.split_once(':').unwrap_or(("", name));
    if !out.start(tag, None, at.line, offset) {
        return false;
    }
    out.document().element_at.push(at);
    let mut all: Vec<(Attribute, Position)> = attributes.into_iter().map(|a| (attribute(&a, symbols), a.at)).collect();
    // As build tools order them: by id, those without one behind.
    all.sort_by_key(|(a, _)| a.name_id.unwrap_or(u32::MAX));
    for (attribute, at) in all {
        if !out.attribute(attribute) {
            return false;
        }
        out.document().attribute_at.push(at);
    }
    true
}

fn attribute(a: &Attr<'_>, symbols: &Symbols) -> Attribute {
    let any = Takes::plain(ANY);
    let (name_id, takes) = match a.namespace.as_deref() {
        Some(ANDROID) => (names::framework_attribute(a.name), formats::framework(a.name).unwrap_or(&any)),
        Some(_) => (symbols.id(&format!("attr/{}", a.name)), symbols.attributes.get(a.name).unwrap_or(&any)),
        None => (None, &any),
    };
    // Without a namespace only references are more than text, to Android and to aapt2's readers of names.
    let found = match a.namespace {
        None if !a.value.starts_with(['@', '?']) => None,
        _ => word::special(a.value.trim(), takes, symbols),
    };
    let (data_type, data, raw) = found.unwrap_or_else(|| {
        let text = if takes.mask & STRING != 0 { strings::plain(&a.value, true) } else { a.value.clone() };
        (value::STRING, 0, Some(text))
    });
    Attribute {
        element: 0,
        namespace: a.namespace.clone(),
        name: a.name.to_owned(),
        written: None,
        name_id,
        raw,
        data_type,
        data,
        offset: 0,
    }
}
