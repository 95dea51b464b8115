//! The bytes of a program at their addresses, with what the linker writes into them.
use rustc_hash::FxHashMap;
use sousveil_core::elf::{Load, NativeSymbol, Program};

use crate::machine::Machine;
use crate::relocations;
use crate::starts::{MAX_REGIONS, regions};

/// Longest text that is told.
const MAX_TEXT: usize = 4096;

/// What the linker puts at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Address(u64),
    /// Number of a dynamic symbol that another file defines.
    Import(u32),
}

/// Bytes by address, relocations by address, symbols by number.
pub struct Memory<'a> {
    pub machine: Machine,
    pub loads: Vec<Load<'a>>,
    pub relocations: FxHashMap<u64, Target>,
    /// Where the linker puts something, in order.
    pub places: Vec<u64>,
    pub symbols: Vec<NativeSymbol>,
    /// Plain numbers may be addresses.
    pub fixed: bool,
    /// Address of the table of imports (DT_PLTGOT).
    pub table: Option<u64>,
    /// Where code stands, in address order.
    pub regions: Vec<(u64, u64)>,
    /// True when relocations or segments were cut at a limit or could not be read.
    pub cut: bool,
}

impl<'a> Memory<'a> {
    pub fn new(program: &Program<'a>, machine: Machine) -> Self {
        let mut memory = Memory {
            machine,
            loads: program.loads().iter().take(MAX_REGIONS).copied().collect(),
            relocations: FxHashMap::default(),
            places: Vec::new(),
            symbols: program.dynamic_symbols(),
            fixed: program.fixed(),
            table: program.tag(3),
            regions: regions(program),
            cut: program.loads().len() > MAX_REGIONS,
        };
        relocations::read(program, &mut memory);
        memory.places = memory.relocations.keys().copied().collect();
        memory.places.sort_unstable();
        memory
    }

    pub fn load_of(&self, address: u64) -> Option<&Load<'a>> {
        self.loads.iter().find(|l| address.checked_sub(l.address).is_some_and(|d| d < l.bytes.len() as u64))
    }

    /// The loaded bytes from an address to the end of their segment.
    pub fn bytes(&self, address: u64) -> Option<&'a [u8]> {
        let load = self.load_of(address)?;
        load.bytes.get(usize::try_from(address.checked_sub(load.address)?).ok()?..)
    }

    pub fn u32(&self, address: u64) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(address)?.get(..4)?.try_into().ok()?))
    }

    pub fn u64(&self, address: u64) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes(address)?.get(..8)?.try_into().ok()?))
    }

    pub fn word(&self, address: u64) -> Option<u64> {
        if self.machine.wide() { self.u64(address) } else { self.u32(address).map(u64::from) }
    }

    pub fn word_size(&self) -> u64 {
        if self.machine.wide() { 8 } else { 4 }
    }

    /// True where code may stand.
    pub fn is_code(&self, address: u64) -> bool {
        self.load_of(address).is_some_and(|l| l.code)
    }

    /// The text that begins at an address and ends with NUL: `least` characters, nothing but text.
    pub fn text(&self, address: u64, least: usize) -> Option<&'a str> {
        let bytes = self.bytes(address)?;
        let bytes = bytes.get(..bytes.len().min(MAX_TEXT))?;
        let end = bytes.iter().position(|b| *b == 0 || (*b < 0x20 && !matches!(b, 9 | 10 | 13 | 27)) || *b == 0x7f)?;
        if bytes.get(end) != Some(&0) {
            return None;
        }
        let text = std::str::from_utf8(bytes.get(..end)?).ok()?;
        // Instructions are bytes too: between code only plain words are believed. Nor are addresses text.
        let between = self.regions.iter().any(|(start, end)| (*start..*end).contains(&address));
        let plain = !between || (text.is_ascii() && text.len() >= 3);
        let plain = plain && !self.relocations.contains_key(&address);
        let shown = text.chars().all(|c| !c.is_control() || c.is_ascii());
        (plain && shown && text.chars().take(least).count() >= least && !text.is_empty()).then_some(text)
    }
}
