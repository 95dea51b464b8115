//! Relocations: REL, RELA, RELR (gABI), and the packed form of Android (bionic, `APS2`).
use sousveil_core::elf::Program;

use crate::machine::Relocation;
use crate::memory::{Memory, Target};

/// Relocations past this count in one file are not read.
const MAX_RELOCATIONS: usize = 2_000_000;

struct Entry {
    place: u64,
    kind: u32,
    symbol: u32,
    addend: Option<u64>,
}

pub fn read(program: &Program<'_>, memory: &mut Memory<'_>) {
    let word = memory.word_size();
    let (rel, rela) = (word.saturating_mul(2), word.saturating_mul(3));
    let table = |tag: u64, size: u64| program.tag(tag).zip(program.tag(size)).filter(|(at, _)| *at != 0);
    // DT_JMPREL with DT_PLTRELSZ; DT_PLTREL says of which kind: 7 with addend.
    let imports = table(23, 2).map(|t| (t, program.tag(20) == Some(7)));
    let tables = [table(17, 18).map(|t| (t, false)), table(7, 8).map(|t| (t, true)), imports];
    for ((at, size), addends) in tables.into_iter().flatten() {
        plain(memory, at, size, if addends { rela } else { rel }, addends);
    }
    // DT_RELR and Android's own number for it.
    for (tag, size) in [(36, 35), (0x6fff_e000, 0x6fff_e001)] {
        if let Some((at, size)) = table(tag, size) {
            compact(memory, at, size);
        }
    }
    for (tag, size, addends) in [(0x6000_000f, 0x6000_0010, false), (0x6000_0011, 0x6000_0012, true)] {
        if let Some((at, size)) = table(tag, size) {
            let bytes = memory.bytes(at).and_then(|b| b.get(..b.len().min(usize::try_from(size).ok()?)));
            let entries = bytes.map(|b| packed(b, addends, memory.machine.wide()));
            match entries {
                Some(Some(entries)) => entries.iter().for_each(|e| put(memory, e)),
                _ => memory.cut = true,
            }
        }
    }
}

fn put(memory: &mut Memory<'_>, entry: &Entry) {
    if memory.relocations.len() >= MAX_RELOCATIONS {
        memory.cut = true;
        return;
    }
    let base = |memory: &Memory<'_>| entry.addend.or_else(|| memory.word(entry.place)).unwrap_or(0);
    let target = match memory.machine.relocation(entry.kind) {
        Relocation::Base => Target::Address(base(memory)),
        Relocation::Symbol => {
            let Some(symbol) = memory.symbols.get(entry.symbol as usize) else { return };
            if symbol.defined {
                // Slots of the import table hold a stub's address before the linker comes: no addend.
                let add = entry.addend.unwrap_or(0);
                Target::Address(symbol.value.wrapping_add(add))
            } else {
                Target::Import(entry.symbol)
            }
        }
        Relocation::Other => return,
    };
    memory.relocations.insert(entry.place, target);
}

fn plain(memory: &mut Memory<'_>, at: u64, size: u64, step: u64, addends: bool) {
    let Some(bytes) = memory.bytes(at) else { return };
    let bytes = bytes.get(..bytes.len().min(usize::try_from(size).unwrap_or(usize::MAX))).unwrap_or_default();
    let wide = memory.machine.wide();
    let word = usize::try_from(memory.word_size()).unwrap_or(8);
    for row in bytes.chunks_exact(usize::try_from(step).unwrap_or(24)) {
        let mut words = row.chunks_exact(word).map(number);
        let (Some(place), Some(info)) = (words.next(), words.next()) else { return };
        let addend = if addends { words.next() } else { None };
        let (symbol, kind) = split(info, wide);
        put(memory, &Entry { place, kind, symbol, addend });
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |n, b| n.wrapping_shl(8) | u64::from(*b))
}

#[allow(clippy::cast_possible_truncation)]
fn split(info: u64, wide: bool) -> (u32, u32) {
    if wide { ((info >> 32) as u32, info as u32) } else { ((info >> 8) as u32, (info & 0xff) as u32) }
}

/// RELR: an even word is an address, an odd one a map of the words that follow it.
fn compact(memory: &mut Memory<'_>, at: u64, size: u64) {
    let Some(bytes) = memory.bytes(at) else { return };
    let bytes = bytes.get(..bytes.len().min(usize::try_from(size).unwrap_or(usize::MAX))).unwrap_or_default();
    let word = memory.word_size();
    let mut next = 0_u64;
    for row in bytes.chunks_exact(usize::try_from(word).unwrap_or(8)) {
        let value = number(row);
        let mut put_at = |place: u64| {
            if memory.relocations.len() >= MAX_RELOCATIONS {
                memory.cut = true;
            } else if let Some(target) = memory.word(place) {
                memory.relocations.insert(place, Target::Address(target));
            }
        };
        if value & 1 == 0 {
            put_at(value);
            next = value.wrapping_add(word);
            continue;
        }
        let bits = word.wrapping_mul(8).wrapping_sub(1);
        for bit in 0..bits {
            if value >> (bit.wrapping_add(1)) & 1 != 0 {
                put_at(next.wrapping_add(bit.wrapping_mul(word)));
            }
        }
        next = next.wrapping_add(bits.wrapping_mul(word));
    }
}

struct Sleb<'a>(std::slice::Iter<'a, u8>);

impl Sleb<'_> {
    fn next(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0_u64, 0_u32);
        loop {
            let byte = *self.0.next()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift = shift.saturating_add(7);
            if byte & 0x80 == 0 {
                if shift < 64 && byte & 0x40 != 0 {
                    value |= u64::MAX.checked_shl(shift).unwrap_or(0);
                }
                return Some(value);
            }
            if shift > 70 {
                return None;
            }
        }
    }
}

/// Android's packed relocations: groups that share distance, kind or addend. `None` where the stream breaks off.
fn packed(bytes: &[u8], addends: bool, wide: bool) -> Option<Vec<Entry>> {
    let body = bytes.strip_prefix(b"APS2")?;
    let mut stream = Sleb(body.iter());
    let mut left = stream.next()?;
    let (mut place, mut addend, mut out) = (stream.next()?, 0_u64, Vec::new());
    while left > 0 {
        let count = stream.next()?;
        let flags = stream.next()?;
        let (by_info, by_step, by_addend, has_addend) =
            (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0, flags & 8 != 0);
        let step = if by_step { Some(stream.next()?) } else { None };
        let info = if by_info { Some(stream.next()?) } else { None };
        if has_addend && by_addend {
            addend = addend.wrapping_add(stream.next()?);
        } else if !has_addend {
            addend = 0;
        }
        if count == 0 || count > left {
            return None;
        }
        for _ in 0..count {
            place = place.wrapping_add(match step {
                Some(step) => step,
                None => stream.next()?,
            });
            let info = match info {
                Some(info) => info,
                None => stream.next()?,
            };
            if has_addend && !by_addend {
                addend = addend.wrapping_add(stream.next()?);
            }
            if out.len() >= MAX_RELOCATIONS {
                return Some(out);
            }
            let (symbol, kind) = split(info, wide);
            out.push(Entry { place, kind, symbol, addend: addends.then_some(addend) });
        }
        left = left.saturating_sub(count);
    }
    Some(out)
}
