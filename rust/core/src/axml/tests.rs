#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::*;
use crate::gap::Cause;

fn pool(strings: &[&str]) -> Vec<u8> {
    let (mut offsets, mut data) = (Vec::new(), Vec::new());
    for s in strings {
        offsets.extend((data.len() as u32).to_le_bytes());
        data.extend([s.chars().count() as u8, s.len() as u8]);
        data.extend(s.as_bytes());
        data.push(0);
    }
    while data.len() % 4 != 0 {
        data.push(0);
    }
    let start = 28 + offsets.len() as u32;
    let mut out = Vec::new();
    out.extend([1, 0, 28, 0]);
    for word in [start + data.len() as u32, strings.len() as u32, 0, 0x100, start, 0] {
        out.extend(word.to_le_bytes());
    }
    out.extend(offsets);
    out.extend(data);
    out
}

fn chunk(kind: u16, header: &[u32], body: &[u32]) -> Vec<u8> {
    let size = 8 + 4 * (header.len() + body.len());
    let mut out = Vec::new();
    out.extend(kind.to_le_bytes());
    out.extend((8 + 4 * header.len() as u16).to_le_bytes());
    out.extend((size as u32).to_le_bytes());
    for word in header.iter().chain(body) {
        out.extend(word.to_le_bytes());
    }
    out
}

const NONE: u32 = u32::MAX;

fn start(tag: u32, attributes: &[[u32; 5]]) -> Vec<u8> {
    let mut body = vec![NONE, tag, 20 << 16 | 20, attributes.len() as u32, 0];
    body.extend(attributes.iter().flatten());
    chunk(0x102, &[7, NONE], &body)
}

fn end(tag: u32) -> Vec<u8> {
    chunk(0x103, &[7, NONE], &[NONE, tag])
}

fn document(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body: Vec<u8> = chunks.concat();
    let mut out = vec![3, 0, 8, 0];
    out.extend((body.len() as u32 + 8).to_le_bytes());
    out.extend(body);
    out
}

/// `typed(0x03)`: the third word of an attribute's value.
fn typed(kind: u32) -> u32 {
    kind << 24 | 8
}

const STRINGS: [&str; 6] = ["nonsense", ANDROID, "manifest", "application", "org.example.App", "activity"];

fn small() -> Vec<u8> {
    document(&[
        pool(&STRINGS),
        chunk(0x180, &[], &[0x0101_0003]),
        start(2, &[]),
        start(3, &[[1, 0, 4, typed(3), 4]]),
        start(5, &[]),
        end(5),
        start(5, &[]),
        end(5),
        end(3),
        end(2),
    ])
}

#[test]
fn names_come_from_ids_and_paths_count() {
    let d = parse(&small());
    let paths: Vec<&str> = d.elements.iter().map(|e| e.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "/manifest",
            "/manifest/application[1]",
            "/manifest/application[1]/activity[1]",
            "/manifest/application[1]/activity[2]"
        ]
    );
    let a = &d.attributes[0];
    assert_eq!(
        (a.name.as_str(), a.written.as_deref(), a.value().as_str()),
        ("name", Some("nonsense"), "org.example.App")
    );
    assert_eq!(d.elements[3].parent, Some(1));
    assert_eq!(d.notes.oddities.iter().map(|o| o.kind).collect::<Vec<_>>(), ["attribute_name_false"]);
    assert!(d.notes.gaps.is_empty());
}

#[test]
fn junk_is_skipped_and_said() {
    let mut chunks = vec![chunk(0x7777, &[], &[1, 2]), pool(&STRINGS), start(2, &[])];
    chunks.push(chunk(0x150, &[0, NONE], &[]));
    chunks.push(end(2));
    let mut bytes = document(&chunks);
    bytes.extend(b"tail");
    let d = parse(&bytes);
    assert_eq!(d.elements.len(), 1);
    let kinds: Vec<_> = d.notes.oddities.iter().map(|o| o.kind).collect();
    assert_eq!(kinds, ["trailing_data", "unknown_chunk", "unknown_node"]);
}

#[test]
fn wider_attributes_are_read() {
    let mut node = start(2, &[[NONE, 4, 4, typed(3), 4], [0; 5]]);
    // One attribute of 40 bytes instead of two of 20.
    let at = 16 + 8;
    node[at + 2] = 40;
    node[at + 4] = 1;
    let d = parse(&document(&[pool(&STRINGS), node, end(2)]));
    assert_eq!(d.attributes.len(), 1);
    assert_eq!(d.attributes[0].value(), "org.example.App");
    assert_eq!(d.notes.oddities[0].kind, "attribute_layout");
}

#[test]
fn framework_attribute_without_id_is_said() {
    let strings = ["exported", ANDROID, "manifest"];
    let d = parse(&document(&[pool(&strings), start(2, &[[1, 0, NONE, typed(0x12), NONE]]), end(2)]));
    assert_eq!(d.attributes[0].name_id, None);
    assert_eq!(d.notes.oddities[0].kind, "attribute_without_id");
}

#[test]
fn text_is_not_binary() {
    let d = parse(b"<?xml version=\"1.0\"?><a/>");
    assert_eq!(d.notes.gaps.len(), 1);
    assert_eq!(d.notes.gaps[0].cause, Cause::Unsupported);
}

#[test]
fn overlapping_attributes_are_bounded() {
    let mut node = start(2, &[[NONE, 4, 4, typed(3), 4]]);
    node[16 + 8 + 2] = 0;
    node[16 + 8 + 4] = 0xff;
    node[16 + 8 + 5] = 0xff;
    let d = parse(&document(&[pool(&STRINGS), node, end(2)]));
    assert!(d.attributes.len() < 200);
    assert!(d.notes.gaps.iter().any(|g| g.cause == Cause::Limit));
}

#[test]
fn no_single_broken_byte_panics() {
    let good = small();
    for at in 0..good.len() {
        for value in [0, 1, 0x7f, 0x80, 0xff] {
            let mut bad = good.clone();
            bad[at] = value;
            parse(&bad);
        }
        parse(&good[..at]);
    }
}

#[test]
fn mutations() {
    crate::damage::variants(&small(), 20_000, |data| {
        let document = parse(data);
        for (number, element) in document.elements.iter().enumerate() {
            assert!(element.parent.is_none_or(|parent| (parent as usize) < number));
        }
        for attribute in &document.attributes {
            assert!((attribute.element as usize) < document.elements.len());
            attribute.value();
        }
    });
}
