//! Bounded little-endian reads and Android's chunk headers (ResourceTypes.h, `ResChunk_header`).
use crate::gap::{Cause, Gap};

pub const POOL: u16 = 0x0001;
pub const TABLE: u16 = 0x0002;
pub const XML: u16 = 0x0003;

pub fn u8_at(data: &[u8], at: usize) -> Option<u8> {
    data.get(at).copied()
}

pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// A u32 size, count or offset.
pub fn size_at(data: &[u8], at: usize) -> Option<usize> {
    u32_at(data, at).and_then(|v| usize::try_from(v).ok())
}

/// Something legal or tolerated that no ordinary build tool writes. `kind` is a stable name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    pub kind: &'static str,
    /// `@0xOFFSET` in the part, or an element path.
    pub place: String,
    /// One plain sentence.
    pub detail: String,
}

/// What a reader has to say beside its rows.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    pub oddities: Vec<Oddity>,
    pub gaps: Vec<Gap>,
}

/// At most this many oddities of one kind are kept for one part.
const SAME_KIND: usize = 32;

impl Notes {
    pub fn odd(&mut self, kind: &'static str, at: usize, detail: impl Into<String>) {
        self.odd_at(kind, format!("@0x{at:x}"), detail);
    }

    pub fn odd_at(&mut self, kind: &'static str, place: String, detail: impl Into<String>) {
        if self.oddities.iter().filter(|o| o.kind == kind).count() < SAME_KIND {
            self.oddities.push(Oddity { kind, place, detail: detail.into() });
        }
    }

    pub fn gap(&mut self, at: usize, cause: Cause, detail: impl Into<String>) {
        if self.gaps.len() < 256 {
            self.gaps.push(Gap::at(at, cause, detail));
        }
    }
}

/// One chunk: its header's claims, its place in the part, and its bytes as far as there are any.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a> {
    pub kind: u16,
    /// Size of the header, at most that of the chunk.
    pub header: usize,
    /// Offset in the part.
    pub at: usize,
    pub bytes: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// The bytes after the header.
    pub fn body(&self) -> &'a [u8] {
        self.bytes.get(self.header..).unwrap_or_default()
    }

    /// Offset in the part of the first byte after the chunk.
    pub fn end(&self) -> usize {
        self.at.saturating_add(self.bytes.len())
    }
}

/// Reads the chunk at `at` by the rules of `validate_chunk` (ResourceTypes.cpp); `end` bounds its container.
///
/// Android refuses a document with such a chunk; here a chunk that claims more bytes than there are is cut, and one whose size is
/// unaligned is read, both with a gap. None when nothing can be read after it: the gap says why.
pub fn chunk_at<'a>(data: &'a [u8], at: usize, end: usize, least: usize, notes: &mut Notes) -> Option<Chunk<'a>> {
    let room = data.get(at..end.min(data.len())).unwrap_or_default();
    let (Some(kind), Some(header), Some(size)) = (u16_at(room, 0), u16_at(room, 2), size_at(room, 4)) else {
        notes.gap(at, Cause::Truncated, "a chunk header needs 8 bytes");
        return None;
    };
    let header = usize::from(header);
    if header < least || header > size {
        let detail =
            format!("chunk 0x{kind:04x}: header of {header} bytes in a chunk of {size}, at least {least} expected");
        notes.gap(at, Cause::Malformed, detail);
        return None;
    }
    if (header | size) & 3 != 0 {
        notes.gap(
            at,
            Cause::Malformed,
            format!("chunk 0x{kind:04x}: sizes {header} and {size} are not multiples of 4; Android refuses it"),
        );
    }
    if size > room.len() {
        notes.gap(at, Cause::Truncated, format!("chunk 0x{kind:04x} claims {size} bytes, {} are there", room.len()));
    }
    let bytes = room.get(..size.min(room.len()))?;
    Some(Chunk { kind, header: header.min(bytes.len()), at, bytes })
}
