//! Which bytes before the directory belong to no entry, and which to several.
use super::names::decode;
use super::{Archive, bytes_at, local, u64_at};

/// Ends the APK Signing Block, just before the directory.
const SIGNING_MAGIC: &[u8] = b"APK Sig Block 42";

/// Notes overlapping entries, entries that only a local header names, and bytes nothing accounts for.
pub fn check(archive: &mut Archive, data: &[u8]) {
    let signing = signing_block(data, archive.data_end);
    let mut spans: Vec<(u64, u64, usize)> = Vec::new();
    for (index, entry) in archive.entries.iter().enumerate() {
        if let Some(start) = entry.data_offset {
            let len = if entry.method == 0 { entry.size } else { entry.packed_size };
            let end = start.saturating_add(len).min(archive.data_end);
            spans.push((entry.header_offset, end, index));
        }
    }
    spans.sort_unstable();
    let mut at = 0_u64;
    let mut last: Option<usize> = None;
    for (start, end, index) in spans {
        if start < at {
            note_overlap(archive, start, last, index);
        } else {
            hole(archive, data, at, start, last);
        }
        if end >= at {
            at = end;
            last = Some(index);
        }
    }
    if !archive.entries.is_empty() {
        hole(archive, data, at, signing, last);
    }
}

fn note_overlap(archive: &mut Archive, at: u64, last: Option<usize>, index: usize) {
    let name = |i: usize| archive.entries.get(i).map(|e| e.name.clone()).unwrap_or_default();
    let detail = format!("{} shares bytes with {}", name(index), last.map(name).unwrap_or_default());
    archive.odd("overlapping_entries", at, detail);
}

/// Where the APK Signing Block starts; the directory's start when there is none.
fn signing_block(data: &[u8], directory: u64) -> u64 {
    let start = || {
        let magic = directory.checked_sub(16)?;
        if bytes_at(data, magic, 16)? != SIGNING_MAGIC {
            return None;
        }
        let size = u64_at(data, magic.checked_sub(8)?)?;
        let start = directory.checked_sub(size)?.checked_sub(8)?;
        (u64_at(data, start)? == size).then_some(start)
    };
    start().unwrap_or(directory)
}

/// Notes what lies in `from..to`, after the entry `last`.
fn hole(archive: &mut Archive, data: &[u8], from: u64, to: u64, last: Option<usize>) {
    let mut at = from;
    if let Some(entry) = last.and_then(|last| archive.entries.get(last)) {
        at = after_descriptor(data, at, to, entry.crc);
    }
    while at < to {
        let rest = to.checked_sub(at).and_then(|len| bytes_at(data, at, len)).unwrap_or_default();
        if rest.iter().all(|byte| *byte == 0) {
            return;
        }
        let Some(header) = local::header(data, at).filter(|header| header.data_offset <= to) else {
            let (kind, detail) = if from == 0 {
                ("leading_data", format!("{} bytes stand before the first entry", rest.len()))
            } else {
                ("unlisted_bytes", format!("{} bytes belong to no entry", rest.len()))
            };
            archive.odd(kind, at, detail);
            return;
        };
        // Packaging tools fill freed room with a nameless entry.
        if !header.name.is_empty() {
            let detail = format!("a local header names {}, the directory does not list it", decode(header.name));
            archive.odd("unlisted_entry", at, detail);
        }
        let end = header.data_offset.saturating_add(u64::from(header.packed_size));
        at = after_descriptor(data, end.min(to), to, header.crc);
    }
}

/// Skips a data descriptor (APPNOTE 4.3.9) if one stands at `at`: with or without signature, narrow or wide.
fn after_descriptor(data: &[u8], at: u64, to: u64, crc: u32) -> u64 {
    let signed = bytes_at(data, at, 4) == Some(b"PK\x07\x08");
    let body = if signed { at.saturating_add(4) } else { at };
    if !signed && bytes_at(data, body, 4) != Some(&crc.to_le_bytes()) {
        return at;
    }
    let narrow = body.saturating_add(12);
    let wide = body.saturating_add(20);
    // The wide form is told by what follows: the next header or nothing.
    let follows = |end: u64| end == to || bytes_at(data, end, 2) == Some(b"PK");
    let end = if !follows(narrow) && wide <= to && follows(wide) { wide } else { narrow };
    if end > to { at } else { end }
}
