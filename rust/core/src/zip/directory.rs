//! The end record and the central directory (APPNOTE 4.3.12 to 4.3.16).
use memchr::memmem;

use super::names::decode;
use super::{Archive, Entry, bytes_at, u16_at, u32_at, u64_at};
use crate::gap::Cause;

const END: &[u8] = b"PK\x05\x06";
const END_SIZE: u64 = 22;
const RECORD: &[u8] = b"PK\x01\x02";
const RECORD_SIZE: u64 = 46;
/// End records looked at, from the back; more are only found in bytes made to waste time.
const MAX_END_RECORDS: usize = 64;

/// What an end record states, with the place the directory was found at.
struct End {
    offset: u64,
    count: u64,
    start: u64,
    size: u64,
    /// What must be added to every stated offset.
    shift: u64,
    zip64: bool,
    comment: u64,
    disks: bool,
}

/// Finds the end record and reads the directory it names. False when there is no usable end record.
pub fn read(archive: &mut Archive, data: &[u8]) -> bool {
    let mut decoy = None;
    for offset in memmem::rfind_iter(data, END).take(MAX_END_RECORDS) {
        let offset = offset as u64;
        let Some(end) = end_record(data, offset) else {
            decoy.get_or_insert(offset);
            continue;
        };
        if let Some(offset) = decoy {
            archive.odd("decoy_end_record", offset, "the last end record leads to no directory".to_owned());
        }
        note_end(archive, data, &end);
        read_records(archive, data, &end);
        return true;
    }
    false
}

/// Parses the end record at `offset`; None unless a directory (or an empty archive) is where it says.
fn end_record(data: &[u8], offset: u64) -> Option<End> {
    let field = |at: u64| offset.checked_add(at);
    let count = u16_at(data, field(10)?)?;
    let size = u32_at(data, field(12)?)?;
    let start = u32_at(data, field(16)?)?;
    let comment = u64::from(u16_at(data, field(20)?)?);
    let disks = u16_at(data, field(4)?)? != 0 || u16_at(data, field(6)?)? != 0;
    let (mut count, mut size, mut start) = (u64::from(count), u64::from(size), u64::from(start));
    let saturated = count == 0xffff || size == 0xffff_ffff || start == 0xffff_ffff;
    let mut zip64 = false;
    if saturated && let Some(wide) = zip64_end(data, offset) {
        (count, size, start) = wide;
        zip64 = true;
    }
    let is_record = |at: u64| bytes_at(data, at, 4) == Some(RECORD) && at < offset;
    // Bytes put before an archive without correcting it: the directory still ends at the end record.
    let end_of_directory = if zip64 { offset.checked_sub(76)? } else { offset };
    let shift = match end_of_directory.checked_sub(size) {
        _ if is_record(start) => 0,
        Some(at) if at > start && is_record(at) => at.checked_sub(start)?,
        // An empty archive is an end record alone: anything else with a count of 0 is a false trail.
        _ if count == 0 && size == 0 && start <= offset && offset.checked_add(END_SIZE)? <= data.len() as u64 => 0,
        _ => return None,
    };
    Some(End { offset, count, start: start.checked_add(shift)?, size, shift, zip64, comment, disks })
}

/// Count, size and start of the zip64 end record that the locator before `offset` names.
fn zip64_end(data: &[u8], offset: u64) -> Option<(u64, u64, u64)> {
    let locator = offset.checked_sub(20)?;
    if bytes_at(data, locator, 4)? != b"PK\x06\x07" {
        return None;
    }
    let record = u64_at(data, locator.checked_add(8)?)?;
    if bytes_at(data, record, 4)? != b"PK\x06\x06" {
        return None;
    }
    let field = |at: u64| u64_at(data, record.checked_add(at)?);
    Some((field(32)?, field(40)?, field(48)?))
}

/// Notes what is odd about the end record and the bytes around it.
fn note_end(archive: &mut Archive, data: &[u8], end: &End) {
    archive.directory_offset = Some(end.start);
    archive.data_end = end.start;
    if end.zip64 {
        archive.odd("zip64", end.offset, "the directory is described by a zip64 end record".to_owned());
    }
    if end.disks {
        archive.odd("multi_disk", end.offset, "the end record claims several disks".to_owned());
    }
    if end.shift != 0 {
        let detail = format!("every stated offset is {} bytes too small", end.shift);
        archive.odd("shifted_offsets", end.offset, detail);
    }
    if end.comment != 0 {
        archive.odd("archive_comment", end.offset, format!("the archive comment has {} bytes", end.comment));
    }
    let after = end.offset.saturating_add(END_SIZE).saturating_add(end.comment);
    let len = data.len() as u64;
    if after < len {
        let detail = format!("{} bytes follow the end record and its comment", len.saturating_sub(after));
        archive.odd("trailing_data", after, detail);
    } else if after > len {
        let detail = format!("the archive comment is {} bytes short", after.saturating_sub(len));
        archive.odd("extra_overrun", end.offset, detail);
    }
}

/// Walks the records up to the end record, past the stated count and over damage.
fn read_records(archive: &mut Archive, data: &[u8], end: &End) {
    let mut at = end.start;
    let mut broken = false;
    while at < end.offset {
        if archive.entries.len() as u64 >= archive.limits.max_entries {
            let limit = archive.limits.max_entries;
            archive.gap(at, Cause::Limit, format!("more than {limit} entries; the rest is not read"));
            return;
        }
        if bytes_at(data, at, 4) != Some(RECORD) {
            let found = archive.entries.len() as u64;
            if found >= end.count {
                break;
            }
            broken = true;
            archive.gap(at, Cause::Malformed, format!("no directory record {found} of {} stands here", end.count));
            match next_record(data, at, end.offset) {
                Some(next) => at = next,
                None => break,
            }
        }
        match record(archive, data, at, end) {
            Some(next) => at = next,
            None => {
                archive.gap(at, Cause::Truncated, "a directory record runs past the end record");
                return;
            }
        }
    }
    note_count(archive, end, at, broken);
}

fn next_record(data: &[u8], from: u64, to: u64) -> Option<u64> {
    let rest = bytes_at(data, from, to.checked_sub(from)?)?;
    from.checked_add(memmem::find(rest, RECORD)? as u64)
}

/// Compares the number of records and the directory's end with what the end record says.
fn note_count(archive: &mut Archive, end: &End, at: u64, broken: bool) {
    let found = archive.entries.len() as u64;
    if found != end.count && !broken {
        let detail = format!("the end record states {} records, there are {found}", end.count);
        archive.odd("count_mismatch", end.offset, detail);
    }
    let stated = end.start.saturating_add(end.size);
    if found == end.count && stated != at && !broken {
        let detail = format!(
            "the end record states {} bytes of directory, there are {}",
            end.size,
            at.saturating_sub(end.start)
        );
        archive.odd("count_mismatch", end.offset, detail);
    }
    let expected = if end.zip64 { end.offset.saturating_sub(76) } else { end.offset };
    if at < expected && !broken {
        let detail = format!("{} bytes stand between directory and end record", expected.saturating_sub(at));
        archive.odd("gap_before_end", at, detail);
    }
}

/// Reads the record at `at` and returns where the next one starts; None when it does not fit.
fn record(archive: &mut Archive, data: &[u8], at: u64, end: &End) -> Option<u64> {
    let short = |field: u64| u16_at(data, at.checked_add(field)?);
    let word = |field: u64| u32_at(data, at.checked_add(field)?);
    let (flags, method, crc) = (short(8)?, short(10)?, word(16)?);
    let sizes = [word(24)?, word(20)?, word(42)?];
    let (name_len, extra_len, comment_len) = (u64::from(short(28)?), u64::from(short(30)?), u64::from(short(32)?));
    let name_at = at.checked_add(RECORD_SIZE)?;
    let extra_at = name_at.checked_add(name_len)?;
    if extra_at > end.offset {
        return None;
    }
    let name = bytes_at(data, name_at, name_len)?;
    let next = extra_at.checked_add(extra_len)?.checked_add(comment_len)?;
    let [size, packed_size, header] = if sizes.contains(&u32::MAX) {
        widen(archive, at, bytes_at(data, extra_at, extra_len).unwrap_or_default(), sizes)
    } else {
        sizes.map(u64::from)
    };
    let index = u32::try_from(archive.entries.len()).ok()?;
    archive.entries.push(Entry {
        index,
        name: decode(name),
        record_offset: at,
        header_offset: header.saturating_add(end.shift),
        data_offset: None,
        packed_size,
        size,
        method,
        flags,
        crc,
    });
    if next > end.offset {
        archive.odd(
            "extra_overrun",
            at,
            format!("extra field ({extra_len} bytes) and comment ({comment_len} bytes) run past the directory"),
        );
        return next_record(data, extra_at, end.offset).or(Some(end.offset));
    }
    Some(next)
}

/// Replaces saturated values by those of the zip64 extra field (APPNOTE 4.5.3), in its order.
fn widen(archive: &mut Archive, at: u64, extra: &[u8], narrow: [u32; 3]) -> [u64; 3] {
    let mut wide = narrow.map(u64::from);
    let mut pos = 0_u64;
    while let (Some(id), Some(len)) = (u16_at(extra, pos), u16_at(extra, pos.saturating_add(2))) {
        let body = bytes_at(extra, pos.saturating_add(4), u64::from(len));
        if let (1, Some(body)) = (id, body) {
            // Some writers give all three values though only one is needed; Android reads both forms.
            let complete = body.len() >= 24;
            let mut field = 0_u64;
            for value in &mut wide {
                if (complete || *value == u64::from(u32::MAX))
                    && let Some(read) = u64_at(body, field)
                {
                    *value = read;
                    field = field.saturating_add(8);
                }
            }
            archive.odd("zip64", at, "sizes or offset are given by a zip64 extra field".to_owned());
            return wide;
        }
        pos = pos.saturating_add(4).saturating_add(u64::from(len));
    }
    archive.gap(at, Cause::Malformed, "a zip64 value is announced but its extra field is missing");
    wide
}
