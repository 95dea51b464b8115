#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

use super::*;

/// What the headers of one entry say; starts out true and is then made to lie.
#[derive(Clone)]
struct Made {
    name: Vec<u8>,
    local_name: Vec<u8>,
    body: Vec<u8>,
    size: u32,
    packed: u32,
    local_size: u32,
    local_packed: u32,
    crc: u32,
    method: u16,
    local_method: u16,
    flags: u16,
    extra: Vec<u8>,
    local_extra_len: Option<u16>,
    central_extra: Vec<u8>,
    after: Vec<u8>,
    listed: bool,
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn made(name: &str, bytes: &[u8], method: u16) -> Made {
    let body = if method == 8 { deflate(bytes) } else { bytes.to_vec() };
    let (size, packed) = (bytes.len() as u32, body.len() as u32);
    Made {
        name: name.into(),
        local_name: name.into(),
        body,
        size,
        packed,
        local_size: size,
        local_packed: packed,
        crc: crc(bytes),
        method,
        local_method: method,
        flags: 0,
        extra: vec![],
        local_extra_len: None,
        central_extra: vec![],
        after: vec![],
        listed: true,
    }
}

fn put16(out: &mut Vec<u8>, value: usize) {
    out.extend((value as u16).to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

fn local_header(out: &mut Vec<u8>, e: &Made) {
    out.extend(b"PK\x03\x04\x14\0");
    put16(out, e.flags.into());
    put16(out, e.local_method.into());
    put32(out, 0);
    let bare = e.flags & 8 != 0;
    put32(out, if bare { 0 } else { e.crc });
    put32(out, if bare { 0 } else { e.local_packed });
    put32(out, if bare { 0 } else { e.local_size });
    put16(out, e.local_name.len());
    put16(out, e.local_extra_len.map_or(e.extra.len(), usize::from));
    out.extend(&e.local_name);
    out.extend(&e.extra);
    out.extend(&e.body);
    if bare {
        out.extend(b"PK\x07\x08");
        put32(out, e.crc);
        put32(out, e.packed);
        put32(out, e.size);
    }
    out.extend(&e.after);
}

fn central(out: &mut Vec<u8>, e: &Made, offset: u32) {
    out.extend(b"PK\x01\x02\x14\0\x14\0");
    put16(out, e.flags.into());
    put16(out, e.method.into());
    put32(out, 0);
    put32(out, e.crc);
    put32(out, e.packed);
    put32(out, e.size);
    put16(out, e.name.len());
    put16(out, e.central_extra.len());
    out.extend([0; 10]);
    put32(out, offset);
    out.extend(&e.name);
    out.extend(&e.central_extra);
}

fn end(out: &mut Vec<u8>, count: usize, size: usize, start: usize, comment: &[u8]) {
    out.extend(b"PK\x05\x06\0\0\0\0");
    put16(out, count);
    put16(out, count);
    put32(out, size as u32);
    put32(out, start as u32);
    put16(out, comment.len());
    out.extend(comment);
}

fn build(entries: &[Made]) -> Vec<u8> {
    build_with(entries, None, b"")
}

fn build_with(entries: &[Made], count: Option<usize>, comment: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    let mut listed = 0;
    for e in entries {
        let offset = out.len() as u32;
        local_header(&mut out, e);
        if e.listed {
            central(&mut directory, e, offset);
            listed += 1;
        }
    }
    let start = out.len();
    out.extend(&directory);
    end(&mut out, count.unwrap_or(listed), directory.len(), start, comment);
    out
}

fn open(data: &[u8]) -> Archive {
    Archive::open(data, Limits::default()).unwrap()
}

fn kinds(list: &[Oddity]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = list.iter().map(|o| o.kind).collect();
    kinds.dedup();
    kinds
}

/// Opens and scans; all kinds in order, and the bytes of the first entry.
fn all(data: &[u8]) -> (Vec<&'static str>, Vec<u8>, Vec<Gap>) {
    let archive = open(data);
    let scan = archive.scan(data);
    let mut found = kinds(&archive.oddities);
    found.extend(kinds(&scan.oddities));
    let gaps = archive.gaps.iter().chain(&scan.gaps).cloned().collect();
    (found, archive.bytes(data, 0).unwrap_or_default(), gaps)
}

const TEXT: &[u8] = b"one plain line of text, one plain line of text, one plain line of text";

#[test]
fn a_plain_archive_has_nothing_odd() {
    let data = build(&[made("a.txt", TEXT, 8), made("b/", b"", 0), made("b/c", TEXT, 0)]);
    let archive = open(&data);
    let scan = archive.scan(&data);
    assert_eq!((archive.oddities.len(), archive.gaps.len()), (0, 0), "{:?}", archive.oddities);
    assert_eq!((scan.oddities.len(), scan.gaps.len()), (0, 0), "{:?}", scan.oddities);
    let found: Vec<_> = scan.reads.iter().map(|r| (r.kind, r.size, r.crc_ok, r.whole)).collect();
    assert_eq!(found, [("text", 70, true, true), ("directory", 0, true, true), ("text", 70, true, true)]);
    assert_eq!(archive.bytes(&data, 0).unwrap(), TEXT);
    assert_eq!(&data[archive.stored_range(&data, 2).unwrap()], TEXT);
    assert!(archive.stored_range(&data, 0).is_none());
}

#[test]
fn a_descriptor_and_a_nameless_entry_are_plain() {
    let mut first = made("a", TEXT, 8);
    first.flags = 8;
    let mut filler = made("", b"\xaa\xbb", 0);
    filler.listed = false;
    let (found, bytes, gaps) = all(&build(&[first, filler, made("b", TEXT, 0)]));
    assert_eq!((found, bytes.as_slice(), gaps), (vec![], TEXT, vec![]));
}

#[test]
fn unknown_methods_are_stored_unless_the_bytes_inflate() {
    let mut stored = made("AndroidManifest.xml", TEXT, 0);
    stored.method = 0x3f2a;
    stored.local_method = 0x3f2a;
    assert_eq!(all(&build(&[stored])), (vec!["unknown_method"], TEXT.to_vec(), vec![]));
    let mut packed = made("a", TEXT, 8);
    packed.method = 99;
    packed.local_method = 99;
    assert_eq!(all(&build(&[packed])), (vec!["unknown_method"], TEXT.to_vec(), vec![]));
}

#[test]
fn encryption_bits_are_ignored() {
    for flags in [1, 1 << 6, 1 << 13] {
        let mut entry = made("a", TEXT, 8);
        entry.flags = flags;
        assert_eq!(all(&build(&[entry])), (vec!["encryption_bit"], TEXT.to_vec(), vec![]));
    }
}

#[test]
fn truly_encrypted_data_is_a_gap() {
    let mut entry = made("a", TEXT, 8);
    entry.flags = 1;
    entry.body = vec![0xff; entry.packed as usize];
    let (_, _, gaps) = all(&build(&[entry]));
    assert_eq!(gaps[0].cause, Cause::Encrypted);
}

#[test]
fn the_directory_counts_where_the_local_header_lies() {
    let lies: [fn(&mut Made); 5] = [
        |e| e.local_method = 0,
        |e| e.local_size = 1,
        |e| e.local_packed = 7,
        |e| e.local_name = b"other".to_vec(),
        |e| e.local_name = b"a-much-longer-name.txt".to_vec(),
    ];
    for lie in lies {
        let mut entry = made("a.txt", TEXT, 8);
        lie(&mut entry);
        assert_eq!(all(&build(&[entry])), (vec!["local_header_mismatch"], TEXT.to_vec(), vec![]));
    }
}

#[test]
fn wrong_sizes_and_checksums_are_told() {
    let mut small = made("a", TEXT, 8);
    small.size = 10;
    small.local_size = 10;
    assert_eq!(all(&build(&[small])), (vec!["size_mismatch"], TEXT.to_vec(), vec![]));
    let mut short = made("a", TEXT, 8);
    short.packed -= 5;
    short.local_packed -= 5;
    let (found, bytes, _) = all(&build(&[short]));
    assert_eq!((found.contains(&"size_mismatch"), bytes.as_slice()), (true, TEXT));
    let mut sum = made("a", TEXT, 0);
    sum.crc ^= 1;
    assert_eq!(all(&build(&[sum])), (vec!["crc_mismatch"], TEXT.to_vec(), vec![]));
    let mut packed = made("a", TEXT, 0);
    packed.packed = 3;
    packed.local_packed = 3;
    assert_eq!(all(&build(&[packed])), (vec!["size_mismatch"], TEXT.to_vec(), vec![]));
}

#[test]
fn a_stored_size_past_the_directory_is_cut_with_a_gap() {
    let mut long = made("a", TEXT, 0);
    long.size = 0x7fff_ffff;
    long.local_size = long.size;
    let (_, bytes, gaps) = all(&build(&[long]));
    assert_eq!((bytes.as_slice(), gaps[0].cause), (TEXT, Cause::Truncated));
}

#[test]
fn damaged_deflate_keeps_what_was_read() {
    let noise: Vec<u8> = (0..300_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut entry = made("a", &noise, 8);
    let at = entry.body.len() - 1000;
    entry.body[at..].fill(0xff);
    let (_, bytes, gaps) = all(&build(&[entry]));
    assert!(bytes.len() > 100_000 && noise.starts_with(&bytes[..100_000]));
    assert!(matches!(gaps[0].cause, Cause::Malformed | Cause::Truncated));
}

#[test]
fn odd_names_are_shown_and_told() {
    let cases: [(&[u8], &str, &str); 9] = [
        (b"../../etc/x", "traversal_name", "../../etc/x"),
        (b"a\\..\\b", "traversal_name", "a\\..\\b"),
        (b"/root", "absolute_name", "/root"),
        (b"C:x", "absolute_name", "C:x"),
        (b"a\0b", "nul_in_name", "a\\x00b"),
        (b"a\xff\xfeb", "invalid_utf8_name", "a\\xff\\xfeb"),
        ("a\u{202e}b".as_bytes(), "control_in_name", "a\u{202e}b"),
        (b"", "empty_name", ""),
        (b"a\\b", "backslash_name", "a\\b"),
    ];
    for (raw, kind, shown) in cases {
        let mut entry = made("", TEXT, 8);
        entry.name = raw.to_vec();
        entry.local_name = raw.to_vec();
        let data = build(&[entry]);
        let archive = open(&data);
        assert!(kinds(&archive.oddities).contains(&kind), "{kind}: {:?}", archive.oddities);
        assert_eq!(archive.entries[0].name, shown);
        assert_eq!(archive.bytes(&data, 0).unwrap(), TEXT);
    }
}

#[test]
fn names_that_clash() {
    let (found, ..) = all(&build(&[made("a", TEXT, 8), made("a", b"2", 0)]));
    assert_eq!(found, ["duplicate_name"]);
    let (found, ..) = all(&build(&[made("classes.dex", TEXT, 8), made("classes.dex/x/y", b"2", 0)]));
    assert_eq!(found, ["path_conflict"]);
    let (found, bytes, _) = all(&build(&[made("AndroidManifest.xml/", TEXT, 8)]));
    assert_eq!((found, bytes.as_slice()), (vec!["directory_with_data"], TEXT));
}

#[test]
fn bytes_around_the_archive() {
    let plain = build(&[made("a", TEXT, 8)]);
    let trailing = [plain.as_slice(), b"more"].concat();
    assert_eq!(all(&trailing), (vec!["trailing_data"], TEXT.to_vec(), vec![]));
    let shifted = [b"#!/bin/sh\n", plain.as_slice()].concat();
    assert_eq!(all(&shifted), (vec!["shifted_offsets", "leading_data"], TEXT.to_vec(), vec![]));
    let comment = build_with(&[made("a", TEXT, 8)], None, b"hello");
    assert_eq!(all(&comment).0, ["archive_comment"]);
    let decoy = [plain.as_slice(), b"PK\x05\x06junkjunkjunkjunkjunk"].concat();
    assert_eq!(all(&decoy).0, ["decoy_end_record", "trailing_data"]);
}

#[test]
fn bytes_between_entries() {
    let mut first = made("a", TEXT, 8);
    first.after = b"secret".to_vec();
    let (found, ..) = all(&build(&[first, made("b", TEXT, 0)]));
    assert_eq!(found, ["unlisted_bytes"]);
    let mut hidden = made("hidden", TEXT, 8);
    hidden.listed = false;
    let (found, ..) = all(&build(&[made("a", TEXT, 0), hidden, made("b", TEXT, 0)]));
    assert_eq!(found, ["unlisted_entry"]);
}

#[test]
fn an_apk_signing_block_is_no_odd_byte() {
    let body = build(&[made("a", TEXT, 8)]);
    let archive = open(&body);
    let start = archive.directory_offset.unwrap() as usize;
    let mut block = Vec::new();
    let payload = [7_u8; 40];
    let size = (payload.len() + 24) as u64;
    block.extend(size.to_le_bytes());
    block.extend(payload);
    block.extend(size.to_le_bytes());
    block.extend(b"APK Sig Block 42");
    let mut data = [&body[..start], &block, &body[start..]].concat();
    let at = data.len() - 6;
    data[at..at + 4].copy_from_slice(&((start + block.len()) as u32).to_le_bytes());
    assert_eq!(all(&data), (vec![], TEXT.to_vec(), vec![]));
}

#[test]
fn wrong_counts() {
    for count in [0, 1, 9] {
        let data = build_with(&[made("a", TEXT, 8), made("b", TEXT, 8)], Some(count), b"");
        let archive = open(&data);
        assert_eq!((archive.entries.len(), kinds(&archive.oddities)), (2, vec!["count_mismatch"]));
    }
}

#[test]
fn an_absurd_extra_length_is_overcome() {
    let mut entry = made("a", TEXT, 8);
    entry.local_extra_len = Some(0xffff);
    let (found, bytes, gaps) = all(&build(&[entry]));
    assert_eq!((found, bytes.as_slice()), (vec!["large_extra", "extra_overrun"], TEXT));
    assert_eq!(gaps[0].cause, Cause::Malformed);
}

#[test]
fn zip64_is_read() {
    let mut entry = made("a", TEXT, 8);
    let (size, packed) = (u64::from(entry.size), u64::from(entry.packed));
    entry.central_extra = [&[1, 0, 16, 0][..], &size.to_le_bytes(), &packed.to_le_bytes()].concat();
    entry.size = u32::MAX;
    entry.packed = u32::MAX;
    assert_eq!(all(&build(&[entry])), (vec!["zip64"], TEXT.to_vec(), vec![]));
}

#[test]
fn overlapping_entries_are_told() {
    let mut data = build(&[made("a", TEXT, 0), made("b", TEXT, 0)]);
    // The second record's header offset, set to the first's.
    let at = data.len() - 22 - 1 - 4;
    data[at..at + 4].fill(0);
    assert!(all(&data).0.contains(&"overlapping_entries"));
}

#[test]
fn without_an_end_record_entries_are_salvaged() {
    let mut streamed = made("b", TEXT, 8);
    streamed.flags = 8;
    let data = build(&[made("a", TEXT, 0), streamed, made("c", TEXT, 8)]);
    let cut = &data[..open(&data).directory_offset.unwrap() as usize];
    let archive = open(cut);
    assert_eq!(archive.entries.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(archive.gaps[0].cause, Cause::Truncated);
    assert!((0..3).all(|i| archive.bytes(cut, i).unwrap() == TEXT));
    assert!(archive.scan(cut).reads.iter().all(|r| r.crc_ok && r.whole));
    let torn = &data[..50];
    let (_, bytes, gaps) = all(torn);
    assert!(TEXT.starts_with(&bytes) && gaps.len() == 2);
}

#[test]
fn what_is_no_archive_is_refused() {
    for data in [&b""[..], b"PK", b"hello world", b"PK\x05\x06 in the middle of a text that goes on"] {
        assert!(Archive::open(data, Limits::default()).is_err());
    }
    let empty = build(&[]);
    assert_eq!(open(&empty).entries.len(), 0);
}

#[test]
fn limits_cut_and_tell() {
    let zeros = vec![0_u8; 40 << 20];
    let data = build(&[made("a", &zeros, 8), made("b", TEXT, 0), made("c", &zeros, 8)]);
    let run = |limits: Limits| {
        let archive = Archive::open(&data, limits).unwrap();
        let scan = archive.scan(&data);
        let sizes: Vec<u64> = scan.reads.iter().map(|r| r.size).collect();
        assert!(scan.gaps.iter().all(|g| g.cause == Cause::Limit));
        (sizes, scan.gaps.len())
    };
    let base = Limits { max_ratio: 2000, ..Limits::default() };
    assert_eq!(run(base), (vec![40 << 20, 70, 40 << 20], 0));
    assert_eq!(run(Limits { max_entry: 1 << 20, ..base }), (vec![1 << 20, 70, 1 << 20], 2));
    assert_eq!(run(Limits { max_total: 50 << 20, ..base }), (vec![40 << 20, 70, (10 << 20) - 70], 1));
    assert_eq!(run(Limits { max_ratio: 100, ..base }), (vec![RATIO_FREE, 70, RATIO_FREE], 2));
    let few = Archive::open(&data, Limits { max_entries: 2, ..base }).unwrap();
    assert_eq!((few.entries.len(), few.gaps[0].cause), (2, Cause::Limit));
}

#[test]
fn an_understated_bomb_stays_within_the_total() {
    let zeros = vec![0_u8; 8 << 20];
    let mut lie = made("a", &zeros, 8);
    lie.size = 5;
    lie.local_size = 5;
    let data = build(&[lie.clone(), lie.clone(), lie]);
    let archive = Archive::open(&data, Limits { max_total: 10 << 20, ..Limits::default() }).unwrap();
    let total: u64 = archive.scan(&data).reads.iter().map(|r| r.size).sum();
    assert_eq!(total, 10 << 20);
}

#[test]
fn every_byte_of_the_headers_may_be_anything() {
    let mut streamed = made("b", TEXT, 8);
    streamed.flags = 8;
    let data = build(&[made("a", TEXT, 0), streamed, made("c", TEXT, 8)]);
    for at in 0..data.len() {
        for value in [0, 1, 0x7f, 0x80, 0xff] {
            let mut broken = data.clone();
            broken[at] = value;
            if let Ok(archive) = Archive::open(&broken, Limits::default()) {
                let scan = archive.scan(&broken);
                assert_eq!(scan.reads.len(), archive.entries.len());
                for (i, read) in scan.reads.iter().enumerate() {
                    assert_eq!(archive.bytes(&broken, i).unwrap().len() as u64, read.size);
                }
            }
        }
    }
    for len in 0..data.len() {
        if let Ok(archive) = Archive::open(&data[..len], Limits::default()) {
            archive.scan(&data[..len]);
        }
    }
}

#[test]
fn the_table_of_kinds_is_sorted_and_documented() {
    assert!(ODDITY_KINDS.is_sorted());
    let doc = include_str!("mod.rs");
    for kind in ODDITY_KINDS {
        assert!(doc.contains(&format!("//! | `{kind}` |")), "{kind} is not in the table");
    }
}

#[test]
fn a_gzip_stream_is_read_with_all_its_header_fields() {
    let body = deflate(TEXT);
    let plain = [b"\x1f\x8b\x08\0\0\0\0\0\0\x03", body.as_slice(), &[0; 8]].concat();
    assert_eq!(gunzip(&plain, 1000), Some((TEXT.to_vec(), true)));
    assert_eq!(gunzip(&plain, 10), Some((TEXT[..10].to_vec(), false)));
    let full = [b"\x1f\x8b\x08\x1e\0\0\0\0\0\x03\x02\0xyname\0comment\0hc", body.as_slice()].concat();
    assert_eq!(gunzip(&full, 1000), Some((TEXT.to_vec(), true)));
    assert_eq!(gunzip(&full[..15], 1000), None);
    assert_eq!(gunzip(b"PK", 1000), None);
}

#[test]
fn entries_that_share_bytes_are_not_read_without_end() {
    // Empty deflate blocks: much to read, nothing to show. Each record points at the same bytes.
    let mut entry = made("a", TEXT, 8);
    entry.body = [0, 0, 0, 0xff, 0xff].repeat(50_000);
    entry.packed = entry.body.len() as u32;
    let mut data = Vec::new();
    local_header(&mut data, &entry);
    let start = data.len();
    for _ in 0..1000 {
        central(&mut data, &entry, 0);
    }
    let size = data.len() - start;
    end(&mut data, 1000, size, start, b"");
    let archive = open(&data);
    let scan = archive.scan(&data);
    let unfed = scan.gaps.iter().filter(|g| g.detail.contains("share too many bytes")).count();
    assert_eq!((scan.reads.len(), unfed > 990), (1000, true));
}

#[test]
fn mutations() {
    let mut streamed = made("b", TEXT, 8);
    streamed.flags = 8;
    let whole = build(&[made("a", TEXT, 0), streamed, made("c/d.xml", TEXT, 8)]);
    let limits = Limits { max_entry: 1 << 16, max_total: 1 << 18, ..Limits::default() };
    crate::damage::variants(&whole, 20_000, |data| {
        let Ok(archive) = Archive::open(data, limits) else { return };
        let scan = archive.scan(data);
        assert!(scan.reads.iter().map(|read| read.size).sum::<u64>() <= limits.max_total);
        for (i, read) in scan.reads.iter().enumerate() {
            assert_eq!(sha256(&archive.bytes(data, i).unwrap()), read.sha256);
        }
    });
}
