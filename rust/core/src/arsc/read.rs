//! resources.arsc, by the rules of LoadedArsc.cpp.
use super::bytes::{Chunk, Notes, POOL, TABLE, chunk_at, size_at, u8_at, u16_at, u32_at};
use super::config::Config;
use super::fill::RowOf;
use super::pool::{NO_TEXT, Pool};
use super::{BAG, MAP_INDEX, MAP_SPECIAL, NO_KEY, PARENT_KEY, Resources, value};
use crate::gap::Cause;

const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;
const TYPE_SPEC: u16 = 0x0202;
const LIBRARY: u16 = 0x0203;
const OVERLAYABLE: u16 = 0x0204;
const OVERLAYABLE_POLICY: u16 = 0x0205;
const STAGED_ALIAS: u16 = 0x0206;

const SPARSE: u8 = 1;
const OFFSET16: u8 = 2;

const COMPLEX: u16 = 1;
const COMPACT: u16 = 8;

/// Packages in one table; Android gives each a byte.
const MOST_PACKAGES: usize = 256;

struct Reader<'r> {
    into: &'r mut Resources,
    notes: &'r mut Notes,
    part: u32,
    global: Pool,
    /// Rows there may be when this part is read.
    limit: usize,
}

/// What the chunks inside a package share.
struct Package {
    id: u32,
    name: u32,
    types: Pool,
    keys: Pool,
    /// Type id → number in `Resources::types`.
    numbers: [Option<u32>; 256],
}

pub fn table(into: &mut Resources, part: u32, data: &[u8], notes: &mut Notes) {
    let Some(top) = chunk_at(data, 0, data.len(), 8, notes) else { return };
    if top.kind != TABLE {
        notes.odd(
            "table_type",
            0,
            format!("the file's first chunk has type 0x{:04x}, a resource table has 0x0002", top.kind),
        );
    }
    if top.end() < data.len() {
        notes.odd(
            "trailing_data",
            top.end(),
            format!("{} bytes after the resource table", data.len().saturating_sub(top.end())),
        );
    }
    // A value takes four bytes or more of the file, less only where entries are shared.
    let limit = into.row_count().saturating_add(data.len() / 2).saturating_add(1024);
    let mut reader = Reader { into, notes, part, global: Pool::default(), limit };
    let (mut at, mut pools, mut packages) = (top.header, 0_usize, 0_usize);
    while at.saturating_add(8) <= top.bytes.len() {
        let Some(chunk) = chunk_at(data, at, top.end(), 8, reader.notes) else { break };
        match chunk.kind {
            POOL if pools == 0 => {
                reader.global = reader.into.arena().read(&chunk, reader.notes);
                pools = 1;
            }
            POOL => reader.notes.odd("extra_string_pool", at, "a second string pool in the table; Android skips it"),
            PACKAGE if packages < MOST_PACKAGES => {
                packages = packages.saturating_add(1);
                reader.package(data, &chunk);
            }
            other => reader.notes.odd(
                "unknown_chunk",
                at,
                format!("chunk of type 0x{other:04x} in a resource table; Android skips it"),
            ),
        }
        at = chunk.end();
    }
    if u32_at(data, 8).is_some_and(|claimed| usize::try_from(claimed).ok() != Some(packages)) && top.header >= 12 {
        reader.notes.odd(
            "package_count",
            8,
            format!("the table claims {} packages, {packages} are there", u32_at(data, 8).unwrap_or(0)),
        );
    }
}

/// A name in a fixed field of 128 UTF-16 units, ended by NUL.
fn fixed_name(bytes: &[u8]) -> String {
    let units =
        bytes.chunks_exact(2).take(128).map(|b| b.try_into().map_or(0, u16::from_le_bytes)).take_while(|u| *u != 0);
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

impl Reader<'_> {
    fn package(&mut self, data: &[u8], chunk: &Chunk<'_>) {
        let (Some(id), Some(types_at), Some(keys_at)) =
            (u32_at(chunk.bytes, 8), size_at(chunk.bytes, 268), size_at(chunk.bytes, 276))
        else {
            self.notes.gap(chunk.at, Cause::Truncated, "a package header needs 284 bytes");
            return;
        };
        if id > 0xff {
            self.notes.odd(
                "package_id",
                chunk.at,
                format!("package id 0x{id:x} does not fit a byte; Android refuses it"),
            );
        }
        let name = self.into.intern(&fixed_name(chunk.bytes.get(12..268).unwrap_or_default()));
        let id = id & 0xff;
        self.into.add_package(id, name);
        let mut package = Package { id, name, types: Pool::default(), keys: Pool::default(), numbers: [None; 256] };
        let mut at = chunk.at.saturating_add(chunk.header);
        while at.saturating_add(8) <= chunk.end() {
            let Some(child) = chunk_at(data, at, chunk.end(), 8, self.notes) else { break };
            let offset = at.saturating_sub(chunk.at);
            match child.kind {
                POOL if offset == types_at => package.types = self.into.arena().read(&child, self.notes),
                POOL if offset == keys_at => package.keys = self.into.arena().read(&child, self.notes),
                POOL => self.notes.odd(
                    "extra_string_pool",
                    at,
                    "a string pool that the package header does not name; Android skips it",
                ),
                TYPE => self.entries(&child, &mut package),
                TYPE_SPEC => self.type_spec(&child, &mut package),
                LIBRARY => self.library(&child),
                OVERLAYABLE | OVERLAYABLE_POLICY | STAGED_ALIAS => {}
                other => self.notes.odd(
                    "unknown_chunk",
                    at,
                    format!("chunk of type 0x{other:04x} in a package; Android skips it"),
                ),
            }
            at = child.end();
        }
    }

    fn type_spec(&mut self, chunk: &Chunk<'_>, package: &mut Package) {
        match u8_at(chunk.bytes, 8) {
            Some(0) | None => self.notes.gap(chunk.at, Cause::Malformed, "a type specification without a type id"),
            Some(id) => {
                self.type_number(package, id);
            }
        }
    }

    fn type_number(&mut self, package: &mut Package, id: u8) -> u32 {
        let known = package.numbers.get(usize::from(id)).copied().flatten();
        known.unwrap_or_else(|| {
            let name = package.types.handle(u32::from(id).wrapping_sub(1));
            let number = self.into.add_type(package.name, name);
            if let Some(slot) = package.numbers.get_mut(usize::from(id)) {
                *slot = Some(number);
            }
            number
        })
    }

    /// Shared libraries the app was built against: package id at build time and package name.
    fn library(&mut self, chunk: &Chunk<'_>) {
        let count = size_at(chunk.bytes, 8).unwrap_or(0);
        for record in chunk.body().chunks_exact(260).take(count) {
            let name = self.into.intern(&fixed_name(record.get(4..).unwrap_or_default()));
            self.into.add_library(u32_at(record, 0).unwrap_or(0), name);
        }
    }

    /// A type chunk: the values of one type in one configuration.
    fn entries(&mut self, chunk: &Chunk<'_>, package: &mut Package) {
        let b = chunk.bytes;
        let (Some(id), Some(flags), Some(count), Some(start)) =
            (u8_at(b, 8), u8_at(b, 9), size_at(b, 12), size_at(b, 16))
        else {
            self.notes.gap(chunk.at, Cause::Truncated, "a type header needs 20 bytes");
            return;
        };
        if id == 0 {
            self.notes.gap(chunk.at, Cause::Malformed, "a type chunk without a type id");
            return;
        }
        if package.numbers.get(usize::from(id)).copied().flatten().is_none() {
            self.notes.odd(
                "type_without_spec",
                chunk.at,
                format!("type 0x{id:02x} has no specification before it; Android refuses it"),
            );
        }
        let of = self.type_number(package, id);
        let bytes = b.get(20..chunk.header).unwrap_or_default();
        let config =
            self.into.add_config(bytes.get(..size_at(bytes, 0).unwrap_or(0)).unwrap_or(bytes), || Config::read(bytes));
        let sparse = flags & SPARSE != 0;
        let step = if sparse || flags & OFFSET16 == 0 { 4 } else { 2 };
        let table = chunk.body();
        let room = table.len().checked_div(step).unwrap_or(0);
        if count > room {
            self.notes.odd(
                "entry_count",
                chunk.at,
                format!("type 0x{id:02x} claims {count} entries, {room} offsets fit"),
            );
        }
        let slot = Slot { part: self.part, package: package.id, of, config, type_id: id, keys: package.keys };
        for (index, record) in (0_u32..0x1_0000).zip(table.chunks_exact(step).take(count)) {
            let (low, high) = (u16_at(record, 0).unwrap_or(0), u16_at(record, 2).unwrap_or(0));
            let (index, offset) = match (sparse, step) {
                (true, _) => (u32::from(low), usize::from(high).saturating_mul(4)),
                (_, 2) if low == 0xffff => continue,
                (_, 2) => (index, usize::from(low).saturating_mul(4)),
                _ => match u32_at(record, 0) {
                    Some(u32::MAX) | None => continue,
                    Some(offset) => (index, usize::try_from(offset).unwrap_or(usize::MAX)),
                },
            };
            if self.entry(chunk, start.saturating_add(offset), index, &slot).is_none() {
                let detail = format!("entry 0x{:02x}{id:02x}{index:04x} lies outside its type chunk", package.id);
                self.notes.gap(chunk.at, Cause::Malformed, detail);
            }
        }
    }

    /// One entry at `at` in the chunk. None when its bytes are not there.
    fn entry(&mut self, chunk: &Chunk<'_>, at: usize, index: u32, slot: &Slot) -> Option<()> {
        let b = chunk.bytes;
        let (size, flags) = (u16_at(b, at)?, u16_at(b, at.checked_add(2)?)?);
        let word = u32_at(b, at.checked_add(4)?)?;
        let id = (slot.package << 24) | (u32::from(slot.type_id) << 16) | index;
        let key = if flags & COMPACT != 0 { u32::from(size) } else { word };
        let name = slot.keys.handle(key);
        self.into.add_name(id, slot.of, name);
        let row = RowOf {
            part: slot.part,
            id,
            config: slot.config,
            name,
            of: slot.of,
            key: NO_KEY,
            data_type: 0,
            data: 0,
            text: NO_TEXT,
            at: chunk.at.saturating_add(at),
        };
        if flags & COMPACT != 0 {
            let [_, data_type] = flags.to_le_bytes();
            self.value(row, data_type, word);
            return Some(());
        }
        let body = at.checked_add(usize::from(size))?;
        if flags & COMPLEX != 0 {
            return self.bag(b, at, body, row);
        }
        let (data_type, data) = typed(b, body)?;
        self.value(row, data_type, data);
        Some(())
    }

    /// A bag: parent, then (name, value) pairs.
    fn bag(&mut self, b: &[u8], at: usize, body: usize, row: RowOf) -> Option<()> {
        let (parent, count) = (u32_at(b, at.checked_add(8)?)?, size_at(b, at.checked_add(12)?)?);
        let maps = b.get(body..)?;
        if count > maps.len() / 12 {
            self.notes.odd("bag_count", row.at, format!("a bag claims {count} values, {} fit", maps.len() / 12));
        }
        if parent != 0 {
            self.value(RowOf { key: PARENT_KEY, ..row }, value::REFERENCE, parent);
        }
        if parent == 0 && count == 0 {
            self.value(row, BAG, 0);
        }
        // aapt2 keys array elements from MAP_SPECIAL + 1; attributes open with MAP_SPECIAL, plurals have no key below + 4.
        let array = u32_at(maps, 0) == Some(MAP_SPECIAL | 1);
        for map in maps.chunks_exact(12).take(count) {
            let (data_type, data) = typed(map, 4)?;
            let key = match u32_at(map, 0)? {
                key if array && key >> 16 == MAP_SPECIAL >> 16 => MAP_INDEX | (key & 0xffff).saturating_sub(1),
                key => key,
            };
            if !self.value(RowOf { key, ..row }, data_type, data) {
                break;
            }
        }
        Some(())
    }

    fn value(&mut self, row: RowOf, data_type: u8, data: u32) -> bool {
        let text = if data_type == value::STRING { self.global.handle(data) } else { NO_TEXT };
        self.into.push_row(RowOf { data_type, data, text, ..row }, self.limit, self.notes)
    }
}

/// What the entries of one type chunk share.
struct Slot {
    part: u32,
    package: u32,
    of: u32,
    config: u32,
    type_id: u8,
    keys: Pool,
}

/// A `Res_value`: size u16, zero u8, type u8, data u32.
fn typed(b: &[u8], at: usize) -> Option<(u8, u32)> {
    Some((u8_at(b, at.checked_add(3)?)?, u32_at(b, at.checked_add(4)?)?))
}
