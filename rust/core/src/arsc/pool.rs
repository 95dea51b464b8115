//! String pools (`ResStringPool` of ResourceTypes.cpp), UTF-8 and UTF-16, with or without styles.
use rustc_hash::FxHashMap;

use super::bytes::{Chunk, Notes, size_at, u8_at, u16_at, u32_at};
use crate::gap::Cause;

const UTF8_FLAG: u32 = 1 << 8;

/// Many strings in one buffer. A handle is a place in `spans`.
#[derive(Default)]
pub struct Arena {
    text: String,
    spans: Vec<(u32, u32)>,
}

/// The handle of no string.
pub const NO_TEXT: u32 = u32::MAX;

/// Handles of one pool: string `i` has handle `first + i`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pool {
    pub first: u32,
    pub count: u32,
}

impl Pool {
    pub fn handle(&self, index: u32) -> u32 {
        if index < self.count { self.first.saturating_add(index) } else { NO_TEXT }
    }
}

impl Arena {
    pub fn get(&self, handle: u32) -> Option<&str> {
        let &(start, end) = self.spans.get(usize::try_from(handle).ok()?)?;
        self.text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }

    fn len32(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    fn next(&self) -> u32 {
        u32::try_from(self.spans.len()).unwrap_or(NO_TEXT)
    }

    /// Adds one string, giving its handle.
    pub fn add(&mut self, text: &str) -> u32 {
        let (handle, start) = (self.next(), self.len32());
        self.text.push_str(text);
        self.spans.push((start, self.len32()));
        handle
    }

    /// Reads a pool. Strings that Android would not give are empty; a gap names the first of them.
    pub fn read(&mut self, chunk: &Chunk<'_>, notes: &mut Notes) -> Pool {
        let Some(layout) = Layout::of(chunk, notes) else {
            return Pool { first: self.next(), count: 0 };
        };
        let first = self.next();
        // Pools may point many entries at one string; each is decoded once, and all together stay in proportion.
        let limit = self.text.len().saturating_add(layout.data.len().saturating_mul(16)).saturating_add(1 << 20);
        let mut known: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        let (mut bad, mut bad_at, mut full) = (0_u32, 0_u32, false);
        for (index, offset) in (0_u32..).zip(layout.offsets()) {
            let span = match known.get(&offset) {
                Some(&span) => span,
                None => {
                    let start = self.len32();
                    full = full || self.text.len() > limit;
                    if full || layout.decode(offset, &mut self.text).is_none() {
                        bad_at = if bad == 0 { index } else { bad_at };
                        bad = bad.saturating_add(1);
                    }
                    let span = (start, self.len32());
                    known.insert(offset, span);
                    span
                }
            };
            self.spans.push(span);
        }
        if full {
            notes.gap(chunk.at, Cause::Limit, "string pool: overlapping strings decode to over 16 times its size");
        } else if bad > 0 {
            notes.gap(
                chunk.at,
                Cause::Malformed,
                format!("string pool: {bad} strings do not decode, the first is number {bad_at}"),
            );
        }
        Pool { first, count: self.next().saturating_sub(first) }
    }
}

struct Layout<'a> {
    chunk: &'a [u8],
    header: usize,
    count: usize,
    utf8: bool,
    /// The string data, from its start to the end of the chunk or the start of the styles.
    data: &'a [u8],
}

impl<'a> Layout<'a> {
    fn of(chunk: &Chunk<'a>, notes: &mut Notes) -> Option<Self> {
        let bytes = chunk.bytes;
        let (Some(count), Some(styles), Some(flags), Some(start), Some(style_start)) =
            (size_at(bytes, 8), size_at(bytes, 12), u32_at(bytes, 16), size_at(bytes, 20), size_at(bytes, 24))
        else {
            notes.gap(chunk.at, Cause::Truncated, "a string pool header needs 28 bytes");
            return None;
        };
        if chunk.header != 28 {
            notes.odd(
                "pool_header_size",
                chunk.at,
                format!("string pool header of {} bytes, 28 is usual", chunk.header),
            );
        }
        let room = bytes.len().saturating_sub(chunk.header) / 4;
        if count > room {
            notes.odd("pool_string_count", chunk.at, format!("string pool claims {count} strings, {room} offsets fit"));
            notes.gap(chunk.at, Cause::Malformed, format!("string pool claims {count} strings, {room} offsets fit"));
        }
        let mut end = bytes.len();
        if styles > 0 {
            if style_start > start && style_start < bytes.len() {
                end = style_start;
            } else {
                let detail =
                    format!("string pool claims {styles} styles at {style_start}, outside it; Android refuses it");
                notes.odd("pool_style_start", chunk.at, detail);
            }
        }
        if count > 0 && start >= end {
            notes.gap(chunk.at, Cause::Malformed, format!("string data starts at {start} in a pool of {end} bytes"));
        }
        let data = bytes.get(start..end).unwrap_or_default();
        Some(Layout { chunk: bytes, header: chunk.header, count: count.min(room), utf8: flags & UTF8_FLAG != 0, data })
    }

    fn offsets(&self) -> impl Iterator<Item = u32> + use<'a> {
        let end = self.header.saturating_add(self.count.saturating_mul(4));
        let table = self.chunk.get(self.header..end).unwrap_or_default();
        table.chunks_exact(4).map(|b| b.try_into().map_or(u32::MAX, u32::from_le_bytes))
    }

    fn decode(&self, offset: u32, out: &mut String) -> Option<()> {
        let at = usize::try_from(offset).ok()?;
        if self.utf8 { self.decode8(at, out) } else { self.decode16(at & !1, out) }
    }

    /// UTF-16: length in units as one or two u16, the units, a NUL.
    fn decode16(&self, at: usize, out: &mut String) -> Option<()> {
        let first = usize::from(u16_at(self.data, at)?);
        let (units, start) = if first & 0x8000 == 0 {
            (first, at.checked_add(2)?)
        } else {
            let low = usize::from(u16_at(self.data, at.checked_add(2)?)?);
            (((first & 0x7fff) << 16) | low, at.checked_add(4)?)
        };
        let end = start.checked_add(units.checked_mul(2)?)?;
        let bytes = self.data.get(start..end)?;
        if u16_at(self.data, end)? != 0 {
            return None;
        }
        let units = bytes.chunks_exact(2).map(|b| b.try_into().map_or(0, u16::from_le_bytes));
        out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Some(())
    }

    /// UTF-8: length in UTF-16 units, length in bytes (each one or two bytes), the bytes, a NUL.
    fn decode8(&self, at: usize, out: &mut String) -> Option<()> {
        let (_, at) = self.length8(at)?;
        let (length, start) = self.length8(at)?;
        // aapt cut lengths over 0x7fff to 15 bits; Android tries each length with these low bits until a NUL stands after it.
        let mut end = start.checked_add(length)?;
        while u8_at(self.data, end)? != 0 {
            end = end.checked_add(0x8000)?;
        }
        push_utf8(self.data.get(start..end)?, out);
        Some(())
    }

    fn length8(&self, at: usize) -> Option<(usize, usize)> {
        let first = usize::from(u8_at(self.data, at)?);
        if first & 0x80 == 0 {
            return Some((first, at.checked_add(1)?));
        }
        let low = usize::from(u8_at(self.data, at.checked_add(1)?)?);
        Some((((first & 0x7f) << 8) | low, at.checked_add(2)?))
    }
}

/// Appends UTF-8. Old tools wrote characters beyond U+FFFF as two surrogates of three bytes each; they are joined.
fn push_utf8(bytes: &[u8], out: &mut String) {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        out.push_str(text);
        return;
    }
    let mut rest = bytes;
    while let Some(&byte) = rest.first() {
        if let Some(pair) = surrogates(rest) {
            out.push(pair);
            rest = rest.get(6..).unwrap_or_default();
            continue;
        }
        let size = match byte {
            0..=0x7f => 1,
            0xc0..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        match rest.get(..size).and_then(|b| std::str::from_utf8(b).ok()) {
            Some(text) => {
                out.push_str(text);
                rest = rest.get(size..).unwrap_or_default();
            }
            None => {
                out.push(char::REPLACEMENT_CHARACTER);
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
}

fn surrogates(bytes: &[u8]) -> Option<char> {
    let &[0xed, a @ 0xa0..=0xaf, b @ 0x80..=0xbf, 0xed, c @ 0xb0..=0xbf, d @ 0x80..=0xbf] = bytes.get(..6)? else {
        return None;
    };
    let unit = |x: u8, y: u8| 0xd000 | (u16::from(x & 0x3f) << 6) | u16::from(y & 0x3f);
    char::decode_utf16([unit(a, b), unit(c, d)]).next()?.ok()
}
