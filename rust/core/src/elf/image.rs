//! Headers of an ELF file (System V ABI, gABI 4.1; AArch64 and ARM supplements), read so that damage in one table
//! leaves the others standing. Android's linker loads by program headers alone, so sections are only a help here.
use super::bytes::View;
use super::oddity::Oddity;
use crate::gap::{Cause, Gap};

/// Segments and sections past these counts are not read; the format allows 65,535, real files have under 100.
const MAX_SEGMENTS: u64 = 1024;
const MAX_SECTIONS: u64 = 8192;

pub(crate) const PT_LOAD: u32 = 1;
pub(crate) const PT_DYNAMIC: u32 = 2;
pub(crate) const PT_INTERP: u32 = 3;
pub(crate) const PT_NOTE: u32 = 4;
pub(crate) const PT_GNU_STACK: u32 = 0x6474_e551;
pub(crate) const PF_X: u32 = 1;
pub(crate) const PF_W: u32 = 2;
pub(crate) const SHT_PROGBITS: u32 = 1;
pub(crate) const SHT_SYMTAB: u32 = 2;
pub(crate) const SHT_DYNAMIC: u32 = 6;
pub(crate) const SHT_NOTE: u32 = 7;
pub(crate) const SHT_NOBITS: u32 = 8;
pub(crate) const SHF_ALLOC: u64 = 2;
pub(crate) const SHF_EXECINSTR: u64 = 4;
pub(crate) const ET_REL: u16 = 1;
pub(crate) const ET_EXEC: u16 = 2;
pub(crate) const ET_DYN: u16 = 3;
pub(crate) const EM_ARM: u16 = 40;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub kind: u32,
    pub flags: u32,
    pub offset: u64,
    pub address: u64,
    pub file_size: u64,
    pub memory_size: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub name: String,
    pub kind: u32,
    pub flags: u64,
    pub offset: u64,
    pub size: u64,
    pub link: u32,
}

/// The headers, with what was odd or unreadable in them.
pub(crate) struct Image<'a> {
    pub view: View<'a>,
    pub kind: u16,
    pub machine: u16,
    pub entry: u64,
    pub segments: Vec<Segment>,
    pub sections: Vec<Section>,
    /// End in the file of the header tables themselves.
    pub tables_end: u64,
    pub gaps: Vec<Gap>,
    pub oddities: Vec<Oddity>,
}

/// True for bytes that begin as an ELF file does.
pub fn is_elf(data: &[u8]) -> bool {
    data.starts_with(b"\x7fELF")
}

impl<'a> Image<'a> {
    /// Reads the headers. Fails only where the identification or the file header is not there.
    pub fn read(data: &'a [u8]) -> Result<Self, Gap> {
        if !is_elf(data) {
            return Err(Gap::at(0, Cause::Malformed, "the file does not begin with the ELF magic number"));
        }
        let short = || Gap::at(data.len(), Cause::Truncated, "the file ends inside the ELF header");
        let (class, order) = (*data.get(4).ok_or_else(short)?, *data.get(5).ok_or_else(short)?);
        let (wide, big) = match (class, order) {
            (1 | 2, 1 | 2) => (class == 2, order == 2),
            // The kernel ignores the byte-order field on machines with one order only; class alone decides there.
            (1 | 2, _) => (class == 2, false),
            _ => return Err(Gap::at(4, Cause::Malformed, format!("ELF class {class} is neither 32 nor 64 bits"))),
        };
        let view = View { data, big, wide };
        let mut image = Self::header(view).ok_or_else(short)?;
        if !(1..=2).contains(&order) {
            image.odd("byte_order_field", "@0x5", format!("byte order {order} is not defined; read as little endian"));
        }
        image.read_segments();
        image.read_sections();
        Ok(image)
    }

    fn header(view: View<'a>) -> Option<Self> {
        let size = if view.wide { 64 } else { 52 };
        view.slice(0, size)?;
        Some(Image {
            view,
            kind: view.u16(16)?,
            machine: view.u16(18)?,
            entry: view.word(24)?,
            segments: Vec::new(),
            sections: Vec::new(),
            tables_end: size,
            gaps: Vec::new(),
            oddities: Vec::new(),
        })
    }

    pub fn odd(&mut self, kind: &'static str, place: impl Into<String>, detail: impl Into<String>) {
        self.oddities.push(Oddity { kind, place: place.into(), detail: detail.into() });
    }

    /// Offset of a table, entries and entry size as the header gives them.
    fn table(&self, offset: u64, size: u64, count: u64) -> (u64, u64, u64) {
        (
            self.view.word(offset).unwrap_or(0),
            self.view.u16(size).map_or(0, u64::from),
            self.view.u16(count).map_or(0, u64::from),
        )
    }

    fn read_segments(&mut self) {
        let (offset, size, count) = if self.view.wide { self.table(32, 54, 56) } else { self.table(28, 42, 44) };
        let expected = if self.view.wide { 56 } else { 32 };
        if count == 0 || offset == 0 {
            return;
        }
        if size != expected {
            // The linker refuses such a file, but its entries still stand where the class says.
            self.odd("segment_entry_size", "@0x0", format!("program header size {size}, expected {expected}"));
        }
        for number in 0..count.min(MAX_SEGMENTS) {
            let at = offset.saturating_add(number.saturating_mul(expected));
            match self.segment(at) {
                Some(segment) => self.segments.push(segment),
                None => {
                    let detail = format!("program header {number} of {count} lies outside the file");
                    self.gaps.push(Gap { place: format!("@0x{at:x}"), cause: Cause::Truncated, detail });
                    break;
                }
            }
        }
        if count > MAX_SEGMENTS {
            let detail = format!("{count} program headers, only the first {MAX_SEGMENTS} are read");
            self.gaps.push(Gap { place: format!("@0x{offset:x}"), cause: Cause::Limit, detail });
        }
        let end = offset.saturating_add(count.saturating_mul(expected));
        self.tables_end = self.tables_end.max(end);
    }

    fn segment(&self, at: u64) -> Option<Segment> {
        let v = &self.view;
        let next = |n: u64| at.checked_add(n);
        Some(if v.wide {
            Segment {
                kind: v.u32(at)?,
                flags: v.u32(next(4)?)?,
                offset: v.u64(next(8)?)?,
                address: v.u64(next(16)?)?,
                file_size: v.u64(next(32)?)?,
                memory_size: v.u64(next(40)?)?,
            }
        } else {
            Segment {
                kind: v.u32(at)?,
                flags: v.u32(next(24)?)?,
                offset: v.u32(next(4)?)?.into(),
                address: v.u32(next(8)?)?.into(),
                file_size: v.u32(next(16)?)?.into(),
                memory_size: v.u32(next(20)?)?.into(),
            }
        })
    }

    fn read_sections(&mut self) {
        let (offset, size, mut count) = if self.view.wide { self.table(40, 58, 60) } else { self.table(32, 46, 48) };
        let names = self.view.u16(if self.view.wide { 62 } else { 50 }).map_or(0, u64::from);
        let expected = if self.view.wide { 64 } else { 40 };
        if offset == 0 {
            return self.odd("no_section_table", "@0x0", "the header names no section table");
        }
        let first = self.section(offset);
        if count == 0 {
            // gABI: with 65,280 sections or more the count stands in the first entry.
            count = first.as_ref().map_or(0, |(_, s)| s.size);
        }
        if count == 0 || first.is_none() || size != expected {
            let detail = format!("section table at 0x{offset:x}: {count} entries of {size} bytes cannot be read");
            return self.odd("broken_section_table", format!("@0x{offset:x}"), detail);
        }
        let mut rows = Vec::new();
        for number in 0..count.min(MAX_SECTIONS) {
            match self.section(offset.saturating_add(number.saturating_mul(expected))) {
                Some(row) => rows.push(row),
                None => {
                    let detail = format!("section header {number} of {count} lies outside the file");
                    self.odd("broken_section_table", format!("@0x{offset:x}"), detail);
                    break;
                }
            }
        }
        self.tables_end = self.tables_end.max(offset.saturating_add(count.saturating_mul(expected)));
        self.name_sections(rows, names);
    }

    fn section(&self, at: u64) -> Option<(u32, Section)> {
        let v = &self.view;
        let w = v.word_size();
        // sh_name, sh_type, then words flags, addr, offset, size, then link.
        let words = at.checked_add(8)?;
        let word = |n: u64| v.word(words.checked_add(w.checked_mul(n)?)?);
        let section = Section {
            name: String::new(),
            kind: v.u32(at.checked_add(4)?)?,
            flags: word(0)?,
            offset: word(2)?,
            size: word(3)?,
            link: v.u32(words.checked_add(w.checked_mul(4)?)?)?,
        };
        Some((v.u32(at)?, section))
    }

    fn name_sections(&mut self, rows: Vec<(u32, Section)>, names: u64) {
        // gABI: the index 0xffff says that the real one stands in the link of the first entry.
        let index = if names == 0xffff { rows.first().map_or(0, |(_, s)| s.link as usize) } else { names as usize };
        let base = rows.get(index).map(|(_, s)| (s.offset, s.size));
        let mut unnamed = 0_u32;
        let mut sections = Vec::with_capacity(rows.len());
        for (name, mut section) in rows {
            let found = base.and_then(|(offset, size)| {
                (u64::from(name) < size).then(|| self.view.cstr(offset.checked_add(name.into())?, 256))?
            });
            match found {
                Some(bytes) => section.name = String::from_utf8_lossy(bytes).into_owned(),
                None => unnamed = unnamed.saturating_add(1),
            }
            sections.push(section);
        }
        if unnamed > 0 {
            self.odd("section_names_unreadable", "@0x0", format!("{unnamed} sections have no readable name"));
        }
        self.sections = sections;
    }

    /// Loaded segments with bytes in the file.
    pub fn loads(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().filter(|s| s.kind == PT_LOAD)
    }

    /// Where the byte at a virtual address stands in the file.
    pub fn file_offset(&self, address: u64) -> Option<u64> {
        let offset = self.loads().find_map(|s| {
            let delta = address.checked_sub(s.address)?;
            (delta < s.file_size).then(|| s.offset.checked_add(delta))?
        });
        offset.filter(|o| *o < self.view.len())
    }

    /// The virtual address a byte of the file is loaded at.
    pub fn address(&self, offset: u64) -> Option<u64> {
        self.loads().find_map(|s| {
            let delta = offset.checked_sub(s.offset)?;
            (delta < s.file_size).then(|| s.address.checked_add(delta))?
        })
    }
}
