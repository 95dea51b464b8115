//! A native file as code analysis needs it: what is loaded where, symbols by number, and values of the dynamic
//! section. Every count is bounded by the bytes there are.
use super::bytes::View;
use super::dynamic::{Dynamic, MAX_NAME};
use super::image::{ET_EXEC, Image, PF_W, PF_X, SHF_EXECINSTR, SHT_PROGBITS, SHT_SYMTAB};
use super::symbols::raw;
use crate::gap::Gap;

/// Symbols past this count are not read.
const MAX_SYMBOLS: u64 = 400_000;

/// Loaded bytes that the file holds.
#[derive(Clone, Copy, Debug)]
pub struct Load<'a> {
    pub address: u64,
    pub bytes: &'a [u8],
    pub code: bool,
    pub writable: bool,
}

/// A symbol as the tables give it. `value` keeps the Thumb bit of ARM functions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NativeSymbol {
    pub name: String,
    pub value: u64,
    pub size: u64,
    pub defined: bool,
    pub function: bool,
}

/// The headers of a native file, with its loaded bytes.
pub struct Program<'a> {
    image: Image<'a>,
    dynamic: Option<Dynamic>,
    loads: Vec<Load<'a>>,
}

impl<'a> Program<'a> {
    /// Reads headers and dynamic section; fails as the fact tables do.
    pub fn read(data: &'a [u8]) -> Result<Self, Gap> {
        let mut image = Image::read(data)?;
        let dynamic = Dynamic::read(&mut image);
        let len = image.view.len();
        let load = |s: &super::image::Segment| {
            let size = s.file_size.min(len.saturating_sub(s.offset));
            let bytes = image.view.slice(s.offset, size).filter(|b| !b.is_empty())?;
            // An address space that wraps round is damage; the part before the end stands.
            let room = usize::try_from(u64::MAX.saturating_sub(s.address)).unwrap_or(usize::MAX);
            let bytes = bytes.get(..bytes.len().min(room))?;
            Some(Load { address: s.address, bytes, code: s.flags & PF_X != 0, writable: s.flags & PF_W != 0 })
        };
        let loads = image.loads().filter_map(load).collect();
        Ok(Program { image, dynamic, loads })
    }

    /// Number of the machine, as in the header.
    pub fn machine(&self) -> u16 {
        self.image.machine
    }

    pub fn wide(&self) -> bool {
        self.image.view.wide
    }

    pub fn big(&self) -> bool {
        self.image.view.big
    }

    pub fn entry(&self) -> u64 {
        self.image.entry
    }

    /// True when the file stands at fixed addresses, so that plain numbers in code may be addresses.
    pub fn fixed(&self) -> bool {
        self.image.kind == ET_EXEC
    }

    /// Loaded bytes in the file's order.
    pub fn loads(&self) -> &[Load<'a>] {
        &self.loads
    }

    /// Where the byte at an address stands in the file.
    pub fn file_offset(&self, address: u64) -> Option<u64> {
        self.image.file_offset(address)
    }

    /// (address, size in the file) of the first segment of a kind.
    pub fn segment(&self, kind: u32) -> Option<(u64, u64)> {
        self.image.segments.iter().find(|s| s.kind == kind).map(|s| (s.address, s.file_size))
    }

    /// (address, size) of code by the section table, in address order; empty where there is none.
    pub fn code_sections(&self) -> Vec<(u64, u64)> {
        let code = |s: &&super::image::Section| s.kind == SHT_PROGBITS && s.flags & SHF_EXECINSTR != 0 && s.size > 0;
        let sections = self.image.sections.iter().filter(code);
        let mut out: Vec<(u64, u64)> = sections.filter_map(|s| Some((self.image.address(s.offset)?, s.size))).collect();
        out.sort_unstable();
        out
    }

    /// (file offset, bytes) of a section by name.
    pub fn section(&self, name: &str) -> Option<(u64, &'a [u8])> {
        let section = self.image.sections.iter().find(|s| s.name == name)?;
        Some((section.offset, self.image.view.slice(section.offset, section.size)?))
    }

    /// First value of a tag of the dynamic section.
    pub fn tag(&self, tag: u64) -> Option<u64> {
        self.dynamic.as_ref()?.entries.iter().find(|(t, _)| *t == tag).map(|(_, value)| *value)
    }

    /// The dynamic symbols, so that a relocation's number is an index.
    pub fn dynamic_symbols(&self) -> Vec<NativeSymbol> {
        let Some(dynamic) = &self.dynamic else { return Vec::new() };
        let size = self.entry_size();
        let Some(start) = self.image.file_offset(dynamic.symbols).filter(|_| dynamic.symbols != 0) else {
            return Vec::new();
        };
        let count = dynamic.symbol_count(&self.image, size).min(MAX_SYMBOLS);
        let mut out = Vec::new();
        for number in 0..count {
            let at = start.saturating_add(number.saturating_mul(size));
            let Some(symbol) = self.symbol(at, |name| dynamic.name(&self.image, name)) else { break };
            out.push(symbol);
        }
        out
    }

    /// The full symbol table, where the file was not stripped.
    pub fn full_symbols(&self) -> Vec<NativeSymbol> {
        let sections = &self.image.sections;
        let Some(table) = sections.iter().find(|s| s.kind == SHT_SYMTAB) else { return Vec::new() };
        let Some(strings) = sections.get(table.link as usize) else { return Vec::new() };
        let size = self.entry_size();
        let room = table.size.min(self.image.view.len().saturating_sub(table.offset));
        let count = room.checked_div(size).unwrap_or(0).min(MAX_SYMBOLS);
        let name = |n: u64| {
            let bytes = self.image.view.cstr(strings.offset.checked_add(n)?, MAX_NAME).filter(|_| n < strings.size)?;
            Some(String::from_utf8_lossy(bytes).into_owned())
        };
        let at = |n: u64| table.offset.saturating_add(n.saturating_mul(size));
        (0..count).map_while(|n| self.symbol(at(n), name)).collect()
    }

    fn entry_size(&self) -> u64 {
        if self.image.view.wide { 24 } else { 16 }
    }

    fn symbol(&self, at: u64, name: impl Fn(u64) -> Option<String>) -> Option<NativeSymbol> {
        let raw = raw(&self.image, at)?;
        let v: &View<'_> = &self.image.view;
        let size = if v.wide { v.u64(at.checked_add(16)?)? } else { u64::from(v.u32(at.checked_add(8)?)?) };
        Some(NativeSymbol {
            name: if raw.name == 0 { String::new() } else { name(raw.name).unwrap_or_default() },
            value: raw.value,
            size,
            defined: raw.section != 0,
            function: matches!(raw.info & 15, 2 | 10),
        })
    }
}
