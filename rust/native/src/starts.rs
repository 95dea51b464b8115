//! Where functions begin: what the file says of them before any code is read.
use std::collections::BTreeMap;

use sousveil_core::elf::Program;

use crate::machine::Machine;
use crate::memory::{Memory, Target};

const PT_GNU_EH_FRAME: u32 = 0x6474_e550;
const PT_ARM_EXIDX: u32 = 0x7000_0001;
/// Functions past this count in one file are not told.
pub const MAX_FUNCTIONS: usize = 300_000;

/// Segments and sections of code past this count are not looked at; real files have under 20.
pub const MAX_REGIONS: usize = 64;

/// A function's beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// `symbol`, `unwind`, `entry`, `pointer`, `call`, `prologue` or `rest`.
    pub found_by: &'static str,
    pub name: Option<String>,
    pub thumb: bool,
    /// Where it ends, as the file says.
    pub end: Option<u64>,
}

/// Beginnings by address, and the places where code may stand.
pub struct Starts {
    pub known: BTreeMap<u64, Start>,
    pub regions: Vec<(u64, u64)>,
}

impl Starts {
    pub fn read(program: &Program<'_>, memory: &Memory<'_>) -> Self {
        let mut starts = Starts { known: BTreeMap::new(), regions: memory.regions.clone() };
        for symbol in program.dynamic_symbols().into_iter().chain(program.full_symbols()) {
            if symbol.defined && symbol.function {
                let end = (symbol.size > 0).then(|| (symbol.value & !1).saturating_add(symbol.size));
                starts.add(memory, symbol.value, "symbol", Some(symbol.name), end);
            }
        }
        starts.unwind(program, memory);
        starts.exceptions(program, memory);
        starts.add(memory, program.entry(), "entry", None, None);
        for tag in [12, 13] {
            if let Some(address) = program.tag(tag) {
                starts.add(memory, address, "entry", None, None);
            }
        }
        for place in &memory.places {
            if let Some(Target::Address(target)) = memory.relocations.get(place) {
                starts.add(memory, *target, "pointer", None, None);
            }
        }
        starts
    }

    /// True for a place in a region of code.
    pub fn holds(&self, address: u64) -> bool {
        self.regions.iter().any(|(start, end)| (*start..*end).contains(&address))
    }

    /// End of the region of code that holds an address.
    pub fn region_end(&self, address: u64) -> Option<u64> {
        self.regions.iter().find(|(start, end)| (*start..*end).contains(&address)).map(|(_, end)| *end)
    }

    /// Adds a beginning, unless it lies outside the code or inside a function whose bounds the file gives.
    /// On ARM the lowest bit says that it is Thumb code.
    pub fn add(
        &mut self,
        memory: &Memory<'_>,
        address: u64,
        found_by: &'static str,
        name: Option<String>,
        end: Option<u64>,
    ) -> bool {
        let arm = memory.machine == Machine::Arm;
        let thumb = arm && address & 1 != 0;
        let at = if arm { address & !1 } else { address };
        let aligned = match memory.machine {
            Machine::Aarch64 => at & 3 == 0,
            Machine::Arm => thumb || at & 3 == 0,
            _ => true,
        };
        if !aligned || !self.holds(at) || self.known.len() >= MAX_FUNCTIONS {
            return false;
        }
        if let Some(known) = self.known.get_mut(&at) {
            known.end = known.end.or(end);
            known.name = known.name.take().or(name);
            return false;
        }
        let inside = self.known.range(..at).next_back().is_some_and(|(_, s)| s.end.is_some_and(|end| end > at));
        if inside && found_by != "symbol" && found_by != "unwind" {
            return false;
        }
        self.known.insert(at, Start { found_by, name, thumb, end });
        true
    }

    /// The search table of .eh_frame_hdr (LSB core, exception frames), in the form all linkers write.
    fn unwind(&mut self, program: &Program<'_>, memory: &Memory<'_>) {
        let Some((base, size)) = program.segment(PT_GNU_EH_FRAME) else { return };
        let Some(bytes) = memory.bytes(base) else { return };
        let bytes = bytes.get(..bytes.len().min(usize::try_from(size).unwrap_or(usize::MAX))).unwrap_or_default();
        // Version 1; frame pointer of 4 bytes; count as 4 bytes; table of 4-byte distances from here.
        let Some(&[1, frame, 3, 0x3b]) = bytes.get(..4) else { return };
        let skip = if frame & 15 == 3 || frame & 15 == 11 { 8 } else { 12 };
        let Some(count) = bytes.get(skip..).and_then(|b| b.get(..4)?.try_into().ok()).map(u32::from_le_bytes) else {
            return;
        };
        let rows = bytes.get(skip.saturating_add(4)..).unwrap_or_default().chunks_exact(8);
        for row in rows.take(usize::try_from(count).unwrap_or(usize::MAX).min(MAX_FUNCTIONS)) {
            let distance = |b: &[u8]| b.try_into().ok().map(i32::from_le_bytes).map_or(0, i64::from);
            #[allow(clippy::cast_sign_loss)]
            let place = |d: i64| base.wrapping_add(d as u64);
            let (first, second) = row.split_at(4);
            let start = place(distance(first));
            // length, common entry, start, size; longer forms are not written for code.
            let size = memory.u32(place(distance(second)).wrapping_add(12)).map(u64::from);
            let end = size.filter(|s| (1..0x1000_0000).contains(s)).map(|s| start.saturating_add(s));
            self.add(memory, start, "unwind", None, end);
        }
    }

    /// The index of exception tables of ARM (EHABI 5): the lowest bit of the code's mode is not in it.
    fn exceptions(&mut self, program: &Program<'_>, memory: &Memory<'_>) {
        let Some((base, size)) = program.segment(PT_ARM_EXIDX) else { return };
        let Some(bytes) = memory.bytes(base) else { return };
        let bytes = bytes.get(..bytes.len().min(usize::try_from(size).unwrap_or(usize::MAX))).unwrap_or_default();
        for (number, row) in bytes.chunks_exact(8).take(MAX_FUNCTIONS).enumerate() {
            let Some(word) = row.get(..4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes) else { continue };
            let distance = (word.wrapping_shl(1) as i32).wrapping_shr(1);
            let place = base.wrapping_add((number as u64).wrapping_mul(8));
            #[allow(clippy::cast_sign_loss)]
            let at = place.wrapping_add(i64::from(distance) as u64) & 0xffff_ffff;
            let thumb = looks_thumb(memory, at);
            self.add(memory, at | u64::from(thumb), "unwind", None, None);
        }
    }
}

/// Whether code is Thumb where nothing says so: A32 instructions nearly all carry the condition `always`.
pub fn looks_thumb(memory: &Memory<'_>, address: u64) -> bool {
    if address & 3 != 0 {
        return true;
    }
    let always = (0..4_u64).filter(|n| {
        let word = memory.u32(address.wrapping_add(n.wrapping_mul(4)));
        word.is_some_and(|w| w >> 28 == 14)
    });
    always.count() < 2
}

/// Sections of code, where the section table names some; else what is loaded as code.
pub fn regions(program: &Program<'_>) -> Vec<(u64, u64)> {
    let loads = program.loads().iter().take(MAX_REGIONS).filter(|l| l.code);
    let loads: Vec<(u64, u64)> = loads.map(|l| (l.address, l.address.saturating_add(l.bytes.len() as u64))).collect();
    let mut out: Vec<(u64, u64)> = Vec::new();
    for (start, size) in program.code_sections() {
        let end = start.saturating_add(size);
        let Some(load) = loads.iter().find(|(from, to)| (*from..*to).contains(&start)) else { continue };
        let start = out.last().map_or(start, |last| start.max(last.1));
        if start < end.min(load.1) {
            out.push((start, end.min(load.1)));
        }
    }
    let total: u64 = out.iter().map(|(a, b)| b.saturating_sub(*a)).fold(0, u64::saturating_add);
    let loaded: u64 = loads.iter().map(|(a, b)| b.saturating_sub(*a)).fold(0, u64::saturating_add);
    let entry = program.entry();
    let entered = loads.iter().any(|(a, b)| (*a..*b).contains(&entry));
    let believed = !entered || out.iter().any(|(a, b)| (*a..*b).contains(&(entry & !1)));
    // A section table that leaves out nearly all loaded code is not believed.
    if believed && total >= loaded / 16 && out.len() <= MAX_REGIONS { out } else { disjoint(loads) }
}

fn disjoint(mut loads: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    loads.sort_unstable();
    let mut out: Vec<(u64, u64)> = Vec::new();
    for (start, end) in loads {
        let start = out.last().map_or(start, |last| start.max(last.1));
        if start < end {
            out.push((start, end));
        }
    }
    out
}
