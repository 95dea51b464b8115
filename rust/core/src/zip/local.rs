//! Local headers (APPNOTE 4.3.7), and where they disagree with the directory.
use super::names::decode;
use super::{Archive, Entry, bytes_at, u16_at, u32_at};
use crate::gap::{Cause, Gap};

pub const SIGNATURE: &[u8] = b"PK\x03\x04";
pub const HEADER_SIZE: u64 = 30;
/// Flag bit 3: checksum and sizes stand after the data.
pub const DESCRIPTOR: u16 = 1 << 3;
/// Flag bits that claim encryption: plain, strong, and a masked header.
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
/// Alignment to 16 KiB pages is the most that packaging tools put into an extra field.
const LARGE_EXTRA: u16 = 16 * 1024 + 64;

/// The fields of a local header.
pub struct Header<'a> {
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub packed_size: u32,
    pub size: u32,
    pub name: &'a [u8],
    pub extra_len: u16,
    pub data_offset: u64,
}

/// Parses the local header at `at`; None when it is no header or is cut.
pub fn header(data: &[u8], at: u64) -> Option<Header<'_>> {
    if bytes_at(data, at, 4)? != SIGNATURE {
        return None;
    }
    let short = |field: u64| u16_at(data, at.checked_add(field)?);
    let word = |field: u64| u32_at(data, at.checked_add(field)?);
    let name_len = u64::from(short(26)?);
    let extra_len = short(28)?;
    let name_at = at.checked_add(HEADER_SIZE)?;
    Some(Header {
        flags: short(6)?,
        method: short(8)?,
        crc: word(14)?,
        packed_size: word(18)?,
        size: word(22)?,
        name: bytes_at(data, name_at, name_len)?,
        extra_len,
        data_offset: name_at.checked_add(name_len)?.checked_add(u64::from(extra_len))?,
    })
}

/// Fills `data_offset` of every entry and notes what is odd about each.
pub fn read_headers(archive: &mut Archive, data: &[u8]) {
    let mut entries = std::mem::take(&mut archive.entries);
    for entry in &mut entries {
        note_flags(archive, entry);
        match header(data, entry.header_offset) {
            Some(local) => compare(archive, data, entry, &local),
            None => {
                let detail = format!("the local header of {} is missing or cut; the entry is not read", entry.name);
                archive.gap(entry.header_offset, Cause::Malformed, detail);
            }
        }
    }
    archive.entries = entries;
}

/// Notes method and flags that only serve to stop other readers.
pub fn note_flags(archive: &mut Archive, entry: &Entry) {
    if entry.method != 0 && entry.method != 8 {
        let detail = format!("{} states method {}", entry.name, entry.method);
        archive.odd("unknown_method", entry.record_offset, detail);
    }
    if entry.flags & ENCRYPTED != 0 {
        let detail = format!("{} states flags 0x{:04x}", entry.name, entry.flags);
        archive.odd("encryption_bit", entry.record_offset, detail);
    }
}

fn compare(archive: &mut Archive, data: &[u8], entry: &mut Entry, local: &Header<'_>) {
    let mut differs: Vec<String> = Vec::new();
    if decode(local.name) != entry.name {
        differs.push(format!("name ({})", decode(local.name)));
    }
    if local.method != entry.method {
        differs.push(format!("method ({} here, {} there)", local.method, entry.method));
    }
    if (local.flags ^ entry.flags) & (ENCRYPTED | DESCRIPTOR) != 0 {
        differs.push(format!("flags (0x{:04x} here, 0x{:04x} there)", local.flags, entry.flags));
    }
    if local.flags & DESCRIPTOR == 0 {
        for (what, here, there) in
            [("size", local.size, entry.size), ("packed size", local.packed_size, entry.packed_size)]
        {
            if u64::from(here) != there && here != u32::MAX {
                differs.push(format!("{what} ({here} here, {there} there)"));
            }
        }
        if local.crc != entry.crc {
            differs.push(format!("checksum (0x{:08x} here, 0x{:08x} there)", local.crc, entry.crc));
        }
    }
    if !differs.is_empty() {
        let detail = format!("local header of {} differs from the directory in {}", entry.name, differs.join(", "));
        archive.odd("local_header_mismatch", entry.header_offset, detail);
    }
    if local.extra_len > LARGE_EXTRA {
        let detail = format!("the local extra field of {} has {} bytes", entry.name, local.extra_len);
        archive.odd("large_extra", entry.header_offset, detail);
    }
    place(archive, data, entry, local);
}

/// Sets the data offset. Where the local lengths lead past the directory, the directory's name length and no
/// extra field are tried: the header was made to mislead.
fn place(archive: &mut Archive, data: &[u8], entry: &mut Entry, local: &Header<'_>) {
    if local.data_offset <= archive.data_end {
        entry.data_offset = Some(local.data_offset);
        return;
    }
    let detail = format!("the local header of {} claims an extra field of {} bytes", entry.name, local.extra_len);
    archive.odd("extra_overrun", entry.header_offset, detail);
    let plain = local.data_offset.saturating_sub(u64::from(local.extra_len));
    if plain <= archive.data_end && plain <= data.len() as u64 {
        entry.data_offset = Some(plain);
    }
    let place = format!("@0x{:x}", entry.header_offset);
    let detail = format!("the data of {} lies past the directory by its header; read from after the name", entry.name);
    archive.gaps.push(Gap { place, cause: Cause::Malformed, detail });
}
