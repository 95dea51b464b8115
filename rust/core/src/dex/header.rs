//! The header of a dex file, and the map that repeats it.
//!
//! <https://source.android.com/docs/core/runtime/dex-format#header-item>
use sha1::{Digest, Sha1};

use super::bytes::{u16_at, u32_at};
use super::notes::Notes;
use crate::gap::Cause;

/// A table of fixed-size entries, cut to those that lie within the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Section {
    pub offset: usize,
    pub count: usize,
}

/// Where the tables of one dex file stand. Offsets count from the start of the part, in containers too.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// 35 to 41; what the magic says, also when it is none we know.
    pub version: u32,
    /// Where the header stands: 0, or further on in a container.
    pub at: usize,
    /// Size of this dex file by its header, cut to the bytes there are.
    pub size: usize,
    pub strings: Section,
    pub types: Section,
    pub protos: Section,
    pub fields: Section,
    pub methods: Section,
    pub classes: Section,
    pub call_sites: Section,
    pub method_handles: Section,
}

/// Name, place of the count in the header, entry size, and type in the map.
const TABLES: [(&str, usize, usize, u16); 6] = [
    ("string ids", 0x38, 4, 1),
    ("type ids", 0x40, 4, 2),
    ("proto ids", 0x48, 12, 3),
    ("field ids", 0x50, 8, 4),
    ("method ids", 0x58, 8, 5),
    ("class definitions", 0x60, 32, 6),
];
const CALL_SITE_IDS: u16 = 7;
const METHOD_HANDLES: u16 = 8;
const ENDIAN: u32 = 0x1234_5678;
/// The first version that may hold several dex files.
const CONTAINER: u32 = 41;

impl Header {
    /// Reads the header at `at`. None (with a gap) when there is none this reader knows.
    pub fn read(data: &[u8], at: usize, notes: &mut Notes) -> Option<Header> {
        let version = version(data, at, notes)?;
        let Some(head) = data.get(at..).and_then(|rest| rest.get(..0x70)) else {
            notes.gap_at(at, Cause::Truncated, "the file ends within the dex header");
            return None;
        };
        let field = |place: usize| u32_at(head, place).unwrap_or_default() as usize;
        let mut header = Header { version, at, ..Header::default() };
        header.size = file_size(data, at, field(0x20), version, notes);
        fixed_fields(at, &field, version, notes);
        let mut sections = TABLES.map(|(name, place, entry, _)| {
            let given = Section { count: field(place), offset: field(place.wrapping_add(4)) };
            cut(data, given, entry, name, notes)
        });
        let map = Map::read(data, field(0x34), notes);
        for ((name, place, _, kind), section) in TABLES.iter().zip(&mut sections) {
            let stated = (field(*place), field(place.wrapping_add(4)));
            let mapped = map.find(*kind).unwrap_or((0, if stated.0 == 0 { stated.1 } else { 0 }));
            if map.found && stated != mapped {
                let detail = format!(
                    "{name}: the header says {} at 0x{:x}, the map {} at 0x{:x}",
                    stated.0, stated.1, mapped.0, mapped.1
                );
                notes.odd_at("map_mismatch", at.wrapping_add(*place), detail);
            }
            if section.count == 0 {
                *section = Section::default();
            }
        }
        [header.strings, header.types, header.protos, header.fields, header.methods, header.classes] = sections;
        let listed = |kind| map.find(kind).map(|(count, offset)| Section { count, offset }).unwrap_or_default();
        header.call_sites = cut(data, listed(CALL_SITE_IDS), 4, "call site ids", notes);
        header.method_handles = cut(data, listed(METHOD_HANDLES), 8, "method handles", notes);
        Some(header)
    }

    /// Where the next dex file of a container stands, if this is one and there is one.
    pub fn next(&self, data: &[u8]) -> Option<usize> {
        let next = self.at.checked_add(self.size).filter(|_| self.version >= CONTAINER && self.size >= 0x70)?;
        data.get(next..)?.starts_with(b"dex\n").then_some(next)
    }

    /// Compares checksum and signature with the bytes, and looks for bytes behind the file.
    pub fn verify(&self, data: &[u8], notes: &mut Notes) {
        let Some(file) = data.get(self.at..).and_then(|rest| rest.get(..self.size)) else { return };
        let stated = u32_at(file, 8).unwrap_or_default();
        let sum = zlib_rs::adler32::adler32(1, file.get(12..).unwrap_or_default());
        if stated != sum {
            let detail = format!("the header says Adler-32 {stated:08x}, the bytes give {sum:08x}");
            notes.odd_at("checksum", self.at.wrapping_add(8), detail);
        }
        let signature = Sha1::digest(file.get(32..).unwrap_or_default());
        if file.get(12..32) != Some(signature.as_slice()) {
            notes.odd_at("signature", self.at.wrapping_add(12), "the SHA-1 in the header is not that of the bytes");
        }
        let end = self.at.wrapping_add(self.size);
        let behind = data.len().saturating_sub(end);
        if behind > 0 && self.next(data).is_none() {
            notes.odd_at("trailing_data", end, format!("{behind} bytes stand behind the end of the dex file"));
        }
    }
}

fn version(data: &[u8], at: usize, notes: &mut Notes) -> Option<u32> {
    let magic = data.get(at..).and_then(|rest| rest.first_chunk::<8>());
    let Some([name @ .., a, b, c, end]) = magic else {
        notes.gap_at(at, Cause::Truncated, "the file is too short for a dex header");
        return None;
    };
    let refused = match name {
        b"dex\n" => None,
        b"cdex" => Some((Cause::Unsupported, "compact dex (made on the device by Android 9 to 14) is not read")),
        b"dey\n" => Some((Cause::Unsupported, "optimised dex (odex) is not read")),
        _ => Some((Cause::Malformed, "the file does not begin with the dex magic")),
    };
    if let Some((cause, detail)) = refused {
        notes.gap_at(at, cause, detail);
        return None;
    }
    let digits = std::str::from_utf8(&[*a, *b, *c]).ok().and_then(|d| d.parse().ok()).unwrap_or(0);
    if *end != 0 || !(35..=41).contains(&digits) {
        let shown = [a, b, c, end].map(|byte| byte.escape_ascii().to_string()).concat();
        notes.odd_at("version", at.wrapping_add(4), format!("version {shown}; 035 to 041 are known"));
    }
    Some(digits)
}

fn file_size(data: &[u8], at: usize, stated: usize, version: u32, notes: &mut Notes) -> usize {
    let there = data.len().saturating_sub(at);
    let place = at.wrapping_add(0x20);
    if stated > there {
        notes.gap_at(place, Cause::Truncated, format!("the header says {stated} bytes, {there} are there"));
    } else if stated < 0x70 {
        notes.odd_at("file_size", place, format!("the header says {stated} bytes, less than the header itself"));
        return there;
    } else if stated < there && version < CONTAINER {
        notes.odd_at("file_size", place, format!("the header says {stated} bytes, {there} are there"));
    }
    stated.min(there)
}

fn fixed_fields(at: usize, field: &impl Fn(usize) -> usize, version: u32, notes: &mut Notes) {
    let size = if version >= CONTAINER { 0x78 } else { 0x70 };
    if field(0x24) != size {
        let detail = format!("header size 0x{:x}, not 0x{size:x}", field(0x24));
        notes.odd_at("header_size", at.wrapping_add(0x24), detail);
    }
    if field(0x28) != ENDIAN as usize {
        let detail = format!("byte order mark {:08x}, not {ENDIAN:08x}; read as little-endian", field(0x28));
        notes.odd_at("endian_tag", at.wrapping_add(0x28), detail);
    }
    if (field(0x2c), field(0x30)) != (0, 0) {
        let detail = format!("a link section of {} bytes at 0x{:x}, which no compiler makes", field(0x2c), field(0x30));
        notes.odd_at("link_data", at.wrapping_add(0x2c), detail);
    }
}

fn cut(data: &[u8], given: Section, entry: usize, name: &str, notes: &mut Notes) -> Section {
    let room = data.len().saturating_sub(given.offset).checked_div(entry).unwrap_or_default();
    if given.count <= room {
        return given;
    }
    let detail = format!("{} {name} are stated, {room} fit", given.count);
    notes.gap_at(given.offset, Cause::Truncated, detail);
    Section { count: room, ..given }
}

/// The map list: (type, count, offset).
struct Map {
    entries: Vec<(u16, usize, usize)>,
    found: bool,
}

impl Map {
    fn read(data: &[u8], at: usize, notes: &mut Notes) -> Map {
        let mut map = Map { entries: Vec::new(), found: false };
        let Some(count) = u32_at(data, at).filter(|_| at != 0) else {
            notes.gap_at(
                at,
                Cause::Malformed,
                "the map is not within the file; call sites and method handles are lost",
            );
            return map;
        };
        map.found = true;
        let rest = data.get(at..).and_then(|rest| rest.get(4..)).unwrap_or_default();
        for item in rest.chunks_exact(12).take(count as usize).take(0x1000) {
            if let (Some(kind), Some(size), Some(offset)) = (u16_at(item, 0), u32_at(item, 4), u32_at(item, 8)) {
                map.entries.push((kind, size as usize, offset as usize));
            }
        }
        if map.entries.len() < count as usize {
            let detail = format!("{count} map entries are stated, {} are there", map.entries.len());
            notes.gap_at(at, Cause::Truncated, detail);
        }
        map
    }

    fn find(&self, kind: u16) -> Option<(usize, usize)> {
        self.entries.iter().find(|entry| entry.0 == kind).map(|entry| (entry.1, entry.2))
    }
}
