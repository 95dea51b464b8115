//! Archives without a usable end record: entries are taken from their local headers, one after the other.
use memchr::memmem;

use super::local::{self, DESCRIPTOR, HEADER_SIZE, Header};
use super::names::decode;
use super::pour::{Nowhere, Pump, Stop};
use super::{Archive, Entry, bytes_at};
use crate::gap::Cause;

/// Walks the local headers from the start. Sizes that only a lost directory would tell are found by inflating.
pub fn walk(archive: &mut Archive, data: &[u8]) {
    archive.gap(
        data.len() as u64,
        Cause::Truncated,
        "no usable end of central directory; entries were taken from their local headers",
    );
    let mut budget = archive.limits.max_total;
    let mut at = 0_u64;
    while let Some(start) = next_header(data, at) {
        if archive.entries.len() as u64 >= archive.limits.max_entries {
            let limit = archive.limits.max_entries;
            archive.gap(start, Cause::Limit, format!("more than {limit} entries; the rest is not read"));
            return;
        }
        at = match local::header(data, start) {
            Some(header) => take(archive, data, start, &header, &mut budget),
            None => {
                archive.gap(start, Cause::Truncated, "a local header is cut");
                start.saturating_add(4)
            }
        };
    }
}

fn next_header(data: &[u8], from: u64) -> Option<u64> {
    let rest = data.get(usize::try_from(from).ok()?..)?;
    from.checked_add(memmem::find(rest, local::SIGNATURE)? as u64)
}

/// Adds the entry at `start`; returns where to look for the next.
fn take(archive: &mut Archive, data: &[u8], start: u64, header: &Header<'_>, budget: &mut u64) -> u64 {
    let len = data.len() as u64;
    let name = decode(header.name);
    if header.data_offset > len {
        archive.gap(start, Cause::Truncated, format!("the archive ends before the data of {name}"));
        return start.saturating_add(HEADER_SIZE);
    }
    if header.name.is_empty() {
        return header.data_offset.saturating_add(u64::from(header.packed_size));
    }
    let unsized_entry = header.flags & DESCRIPTOR != 0 && header.packed_size == 0;
    let (packed_size, size, crc) = if unsized_entry {
        measure(archive, data, header, budget)
    } else {
        (u64::from(header.packed_size), u64::from(header.size), header.crc)
    };
    let entry = Entry {
        index: u32::try_from(archive.entries.len()).unwrap_or(u32::MAX),
        name,
        record_offset: start,
        header_offset: start,
        data_offset: Some(header.data_offset),
        packed_size,
        size,
        method: header.method,
        flags: header.flags,
        crc,
    };
    local::note_flags(archive, &entry);
    archive.entries.push(entry);
    let end = header.data_offset.saturating_add(packed_size);
    if end > len { header.data_offset } else { end.max(header.data_offset) }
}

/// Packed size, size and checksum of an entry whose header leaves them to a descriptor.
fn measure(archive: &Archive, data: &[u8], header: &Header<'_>, budget: &mut u64) -> (u64, u64, u32) {
    let rest = bytes_at(data, header.data_offset, (data.len() as u64).saturating_sub(header.data_offset));
    let rest = rest.unwrap_or_default();
    let (packed, size) = if header.method == 8 {
        let cap = archive.limits.max_entry.min(*budget);
        let poured = Pump::new().inflate(rest, cap, &mut Nowhere);
        *budget = budget.saturating_sub(poured.size);
        let whole = poured.stop == Stop::Done;
        (if whole { poured.packed } else { rest.len() as u64 }, poured.size)
    } else {
        let is_sign =
            |at: &usize| matches!(rest.get(at.saturating_add(2)..at.saturating_add(4)), Some([7, 8] | [3, 4]));
        let end = memmem::find_iter(rest, b"PK").find(is_sign).unwrap_or(rest.len()) as u64;
        (end, end)
    };
    let after = header.data_offset.saturating_add(packed);
    let at = if bytes_at(data, after, 4) == Some(b"PK\x07\x08") { after.saturating_add(4) } else { after };
    (packed, size, super::u32_at(data, at).unwrap_or(0))
}
