//! Where code makes given numbers of 32 bits: as they stand in x86 and in pools between ARM code, and as registers come
//! to hold them, put together from halves or from one another.
use rustc_hash::FxHashSet;
use sousveil_core::elf::Program;
use sousveil_core::gap::Gap;

use crate::machine::Machine;
use crate::memory::Memory;
use crate::starts::Starts;
use crate::walk::watched;

/// Places past this count are not told.
const MAX_FOUND: usize = 100_000;
/// Instructions read in one file.
const MAX_INSTRUCTIONS: u64 = 20_000_000;

/// One number at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub address: u64,
    pub word: u32,
}

/// All places in the loaded code where one of `words` is made, in address order.
pub fn find_words(data: &[u8], words: &[u32]) -> Result<Vec<Found>, Gap> {
    let program = Program::read(data)?;
    let words: FxHashSet<u32> = words.iter().copied().collect();
    let mut out = Vec::new();
    let Some(machine) = Machine::of(program.machine()).filter(|m| !program.big() && m.wide() == program.wide()) else {
        return Ok(out);
    };
    for load in program.loads().iter().filter(|l| l.code) {
        let step = if matches!(machine, Machine::X86 | Machine::X8664) { 1 } else { 4 };
        bytes(load.bytes, load.address, step, &words, &mut out);
    }
    let memory = Memory::new(&program, machine);
    let mut starts = Starts::read(&program, &memory);
    let mut budget = MAX_INSTRUCTIONS;
    let read = watched(&memory, &mut starts, &mut budget, words);
    for (address, word) in read.bodies.values().flat_map(|body| &body.words) {
        if out.len() < MAX_FOUND {
            out.push(Found { address: *address, word: *word });
        }
    }
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

fn bytes(bytes: &[u8], base: u64, step: usize, words: &FxHashSet<u32>, out: &mut Vec<Found>) {
    for (at, window) in bytes.windows(4).enumerate().step_by(step) {
        let Ok(four) = window.try_into() else { continue };
        let word = u32::from_le_bytes(four);
        if words.contains(&word) && out.len() < MAX_FOUND {
            out.push(Found { address: base.wrapping_add(at as u64), word });
        }
    }
}
