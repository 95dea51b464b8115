//! What the linker does to a file when it loads it: for those who read what code would do, not for those who run it.
use sousveil_core::elf::Program;
use sousveil_core::gap::Gap;

use crate::machine::Machine;
use crate::memory::{Memory, Target};

/// Constructors past this count are not told.
const MAX_CONSTRUCTORS: u64 = 512;
/// Numbers of the dynamic table: `DT_INIT`, `DT_INIT_ARRAY`, `DT_INIT_ARRAYSZ`.
const INIT: u64 = 12;
const INIT_ARRAY: u64 = 25;
const INIT_SIZE: u64 = 27;

/// One place that the linker fills: with an address of the file, or with that of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub place: u64,
    pub address: Option<u64>,
    pub import: Option<String>,
}

/// Places that the linker fills, in order, and functions that it calls once, in the order of their calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    pub filled: Vec<Filled>,
    pub constructors: Vec<u64>,
}

/// Reads the relocations and constructors of a file; nothing for machines that are not known.
pub fn loaded(data: &[u8]) -> Result<Loaded, Gap> {
    let program = Program::read(data)?;
    let Some(machine) = Machine::of(program.machine()).filter(|m| !program.big() && m.wide() == program.wide()) else {
        return Ok(Loaded::default());
    };
    let memory = Memory::new(&program, machine);
    let mut out = Loaded::default();
    for place in &memory.places {
        let (address, import) = match memory.relocations.get(place) {
            Some(Target::Address(address)) => (Some(*address), None),
            Some(Target::Import(number)) => (None, memory.symbols.get(*number as usize).map(|s| s.name.clone())),
            None => continue,
        };
        out.filled.push(Filled { place: *place, address, import });
    }
    out.constructors.extend(program.tag(INIT).filter(|a| *a != 0));
    if let (Some(start), Some(size)) = (program.tag(INIT_ARRAY), program.tag(INIT_SIZE)) {
        let word = memory.word_size();
        for number in 0..size.checked_div(word).unwrap_or(0).min(MAX_CONSTRUCTORS) {
            let place = start.saturating_add(number.saturating_mul(word));
            let target = match memory.relocations.get(&place) {
                Some(Target::Address(address)) => Some(*address),
                Some(Target::Import(_)) => None,
                None => memory.word(place).filter(|_| memory.fixed),
            };
            // 0 and -1 fill the table up.
            out.constructors.extend(target.filter(|a| memory.is_code(*a & !1)));
        }
    }
    Ok(out)
}
