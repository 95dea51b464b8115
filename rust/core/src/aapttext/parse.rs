//! Text XML to pieces, each with its place. No entity is ever looked up, inside the document or outside.
use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::arsc::bytes::Notes;
use crate::axml::ANDROID;
use crate::gap::{Cause, Gap};
use crate::written::Position;

pub(super) struct Attr<'a> {
    pub namespace: Option<String>,
    pub name: &'a str,
    pub value: String,
    pub at: Position,
}

pub(super) enum Piece<'a> {
    Start { name: &'a str, attributes: Vec<Attr<'a>>, at: Position, offset: usize },
    Text(Cow<'a, str>),
    End,
}

/// Counts lines and columns; asked in ascending order.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    position: Position,
}

impl Lines<'_> {
    fn position(&mut self, offset: usize) -> Position {
        let between = self.text.get(self.at..offset).unwrap_or_default();
        match memchr::memrchr(b'\n', between.as_bytes()) {
            Some(last) => {
                let breaks = memchr::memchr_iter(b'\n', between.as_bytes()).count();
                self.position.line = self.position.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
                let after = between.get(last.saturating_add(1)..).unwrap_or_default().chars().count();
                self.position.column = u32::try_from(after).unwrap_or(u32::MAX).saturating_add(1);
            }
            None => {
                let more = u32::try_from(between.chars().count()).unwrap_or(u32::MAX);
                self.position.column = self.position.column.saturating_add(more);
            }
        }
        self.at = self.at.max(offset);
        self.position
    }
}

pub(super) fn gap(notes: &mut Notes, at: Position, cause: Cause, detail: impl Into<String>) {
    if notes.gaps.len() < 256 {
        let place = format!("text:{}:{}", at.line, at.column);
        notes.gaps.push(Gap { place, cause, detail: detail.into() });
    }
}

/// Gives the pieces in document order until `visit` says false. Damage ends it, with a gap.
pub(super) fn pieces<'a>(text: &'a str, notes: &mut Notes, mut visit: impl FnMut(Piece<'a>, &mut Notes) -> bool) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Lines { text, at: 0, position: Position { line: 1, column: 1 } };
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_comments = false;
    // Prefix and address, innermost last, with the depth they were declared at.
    let mut spaces: Vec<(usize, String, String)> = Vec::new();
    let mut depth = 0_usize;
    let start = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let offset = start(&reader);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = lines.position(offset);
                gap(notes, at, Cause::Malformed, format!("this is no well-formed XML: {error}"));
                return;
            }
        };
        let piece = match event {
            Event::Start(tag) => {
                depth = depth.saturating_add(1);
                let at = lines.position(offset);
                let Some(name) = within(text, tag.name().as_ref()) else { return };
                let attributes = attributes(text, &tag, (&mut spaces, depth), &mut lines, notes);
                Piece::Start { name, attributes, at, offset }
            }
            Event::End(_) => {
                spaces.retain(|(at, _, _)| *at != depth);
                depth = depth.saturating_sub(1);
                Piece::End
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                let end = start(&reader);
                let raw = text.get(offset..end).unwrap_or_default();
                match raw.strip_prefix("<![CDATA[") {
                    Some(rest) => Piece::Text(Cow::Borrowed(rest.strip_suffix("]]>").unwrap_or(rest))),
                    None => Piece::Text(resolved(raw, notes, || lines.position(offset))),
                }
            }
            Event::DocType(_) => {
                let at = lines.position(offset);
                notes.odd_at(
                    "doctype",
                    format!("text:{}:{}", at.line, at.column),
                    "a document type, which no build tool writes; what it declares is not looked up",
                );
                continue;
            }
            Event::Eof => return,
            _ => continue,
        };
        if !visit(piece, notes) {
            return;
        }
    }
}

/// The same bytes as a slice of the text.
fn within(text: &str, bytes: impl AsRef<[u8]>) -> Option<&str> {
    let bytes = bytes.as_ref();
    let from = (bytes.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    text.get(from..from.checked_add(bytes.len())?)
}

fn attributes<'a>(
    text: &'a str,
    tag: &BytesStart<'_>,
    (spaces, depth): (&mut Vec<(usize, String, String)>, usize),
    lines: &mut Lines<'_>,
    notes: &mut Notes,
) -> Vec<Attr<'a>> {
    let mut found: Vec<(&str, &str, usize)> = Vec::new();
    for attribute in tag.attributes() {
        let Ok(attribute) = attribute else {
            let at = lines.position(lines.at);
            gap(notes, at, Cause::Malformed, "an attribute of this element cannot be read, or stands twice");
            break;
        };
        let key = within(text, attribute.key.as_ref());
        let value = within(text, attribute.value.as_bytes());
        if let (Some(key), Some(value)) = (key, value) {
            found.push((key, value, (key.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize)));
        }
    }
    for (key, value, _) in &found {
        if let Some(prefix) = key.strip_prefix("xmlns") {
            spaces.push((depth, prefix.trim_start_matches(':').to_owned(), (*value).to_owned()));
        }
    }
    let mut out = Vec::new();
    for (key, value, offset) in found {
        if key.starts_with("xmlns") {
            continue;
        }
        let at = lines.position(offset);
        let (namespace, name) = match key.split_once(':') {
            None => (None, key),
            Some((prefix, name)) => {
                let known = spaces.iter().rev().find(|(_, p, _)| p == prefix).map(|(_, _, address)| address.as_str());
                // A piece of a file may lack the element that declares it.
                (Some(known.unwrap_or(if prefix == "android" { ANDROID } else { prefix }).to_owned()), name)
            }
        };
        let value = resolved(value, notes, || at).replace(['\n', '\t', '\r'], " ");
        out.push(Attr { namespace, name, value, at });
    }
    out
}

/// The text with references to characters replaced. Others stay as they are written.
fn resolved<'a>(raw: &'a str, notes: &mut Notes, at: impl FnOnce() -> Position) -> Cow<'a, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let (mut out, mut rest, mut unknown) = (String::with_capacity(raw.len()), raw, None);
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let found = after.split_once(';').filter(|(name, _)| name.len() <= 32);
        match found.and_then(|(name, tail)| Some((character(name)?, tail))) {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                unknown = unknown.or(found.map(|(name, _)| name.to_owned()));
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    if let Some(name) = unknown {
        gap(notes, at(), Cause::Unsupported, format!("&{name}; stands for something that is not looked up"));
    }
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| digits.parse().ok(), |h| u32::from_str_radix(h, 16).ok())?;
            char::from_u32(code)
        }
    }
}
