//! Where code writes given numbers of 32 bits: as they stand in x86 and in pools between ARM code, and put together
//! from halves on ARM and AArch64.
use rustc_hash::FxHashSet;
use sousveil_core::elf::Program;
use sousveil_core::gap::Gap;

use crate::machine::Machine;

/// Places past this count are not told.
const MAX_FOUND: usize = 100_000;

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
    let Some(machine) = Machine::of(program.machine()).filter(|_| !program.big()) else { return Ok(out) };
    for load in program.loads().iter().filter(|l| l.code) {
        match machine {
            Machine::X86 | Machine::X8664 => bytes(load.bytes, load.address, 1, &words, &mut out),
            Machine::Arm => {
                bytes(load.bytes, load.address, 4, &words, &mut out);
                halves(load.bytes, load.address, 4, a32_half, &words, &mut out);
                halves(load.bytes, load.address, 2, t32_half, &words, &mut out);
            }
            Machine::Aarch64 => {
                bytes(load.bytes, load.address, 4, &words, &mut out);
                halves(load.bytes, load.address, 4, a64_half, &words, &mut out);
            }
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

/// (register, half, whether the upper one)
type Half = (usize, u32, bool);

fn halves(
    bytes: &[u8],
    base: u64,
    step: usize,
    half: fn(u32) -> Option<Half>,
    words: &FxHashSet<u32>,
    out: &mut Vec<Found>,
) {
    // For each register the lower half written last, and where.
    let mut low: [(u32, usize); 32] = [(0, usize::MAX); 32];
    for (at, window) in bytes.windows(4).enumerate().step_by(step) {
        let Ok(four) = window.try_into() else { continue };
        let Some((register, part, upper)) = half(u32::from_le_bytes(four)) else { continue };
        let Some(kept) = low.get_mut(register) else { continue };
        if !upper {
            *kept = (part, at);
        } else if kept.1 != usize::MAX && at.saturating_sub(kept.1) <= 64 {
            let word = part.wrapping_shl(16) | kept.0;
            if words.contains(&word) && out.len() < MAX_FOUND {
                out.push(Found { address: base.wrapping_add(at as u64), word });
            }
        }
    }
}

fn a64_half(word: u32) -> Option<Half> {
    let part = word >> 5 & 0xffff;
    match word & 0xffe0_0000 {
        0x5280_0000 | 0xd280_0000 => Some(((word & 31) as usize, part, false)),
        0x72a0_0000 | 0xf2a0_0000 => Some(((word & 31) as usize, part, true)),
        _ => None,
    }
}

fn a32_half(word: u32) -> Option<Half> {
    let part = (word >> 4 & 0xf000) | (word & 0xfff);
    match word & 0x0ff0_0000 {
        0x0300_0000 => Some(((word >> 12 & 15) as usize, part, false)),
        0x0340_0000 => Some(((word >> 12 & 15) as usize, part, true)),
        _ => None,
    }
}

fn t32_half(stored: u32) -> Option<Half> {
    let word = stored.rotate_left(16);
    let part = (word >> 4 & 0xf000) | (word >> 15 & 0x800) | (word >> 4 & 0x700) | (word & 0xff);
    match word & 0xfbf0_8000 {
        0xf240_0000 => Some(((word >> 8 & 15) as usize, part, false)),
        0xf2c0_0000 => Some(((word >> 8 & 15) as usize, part, true)),
        _ => None,
    }
}
