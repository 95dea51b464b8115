//! Stubs: little pieces of code that only lead on to an import, or to another function.
use rustc_hash::FxHashMap;

use crate::machine::Machine;
use crate::memory::Memory;
use crate::step::Flow;
use crate::value::{State, Value};
use crate::walk::{Callee, at_entry};
use crate::{a32, a64, t32, x86};

/// Longest stub, in instructions.
const MAX_STEPS: usize = 6;
/// Stubs that lead to stubs.
const MAX_HOPS: usize = 3;

/// Remembers where stubs lead.
pub struct Stubs<'a> {
    known: FxHashMap<u64, Callee>,
    x86: x86::Reader<'a>,
}

impl<'a> Stubs<'a> {
    pub fn new() -> Self {
        Stubs { known: FxHashMap::default(), x86: x86::Reader::new() }
    }

    /// What a call of an address arrives at in the end.
    pub fn resolve(&mut self, memory: &Memory<'a>, address: u64) -> Callee {
        if let Some(known) = self.known.get(&address) {
            return *known;
        }
        let mut at = address;
        let mut callee = Callee::Address(plain(memory, at));
        for _ in 0..MAX_HOPS {
            match self.hop(memory, at) {
                Some(Callee::Address(next)) => {
                    at = next;
                    callee = Callee::Address(plain(memory, at));
                }
                Some(other) => {
                    callee = other;
                    break;
                }
                None => break,
            }
        }
        self.known.insert(address, callee);
        callee
    }

    fn hop(&mut self, memory: &Memory<'a>, address: u64) -> Option<Callee> {
        let thumb = memory.machine == Machine::Arm && address & 1 != 0;
        let mut at = plain(memory, address);
        let mut state = at_entry(memory);
        if let (Machine::X86, Some(table)) = (memory.machine, memory.table) {
            // Stubs find the table of imports by the register their caller set.
            state.set(3, Value::Address(table));
        }
        let mut block = 0;
        for _ in 0..MAX_STEPS {
            let step = match memory.machine {
                Machine::Aarch64 => a64::step(memory, &mut state, at),
                Machine::Arm if thumb => t32::step(memory, &mut state, at, &mut block),
                Machine::Arm => a32::step(memory, &mut state, at),
                Machine::X86 | Machine::X8664 => self.x86.step(memory, &mut state, at),
            };
            match step.flow {
                Flow::Next => at = at.checked_add(step.len)?,
                Flow::Jump(Value::Import(symbol)) => return Some(Callee::Import(symbol)),
                // One that changes an argument is a function of its own.
                Flow::Jump(Value::Address(target))
                    if plain(memory, target) != plain(memory, address) && as_given(memory, &state) =>
                {
                    return Some(Callee::Address(target));
                }
                _ => return None,
            }
        }
        None
    }
}

fn as_given(memory: &Memory<'_>, state: &State) -> bool {
    let mut given = (0_u8..).zip(memory.machine.arguments());
    let whole = given.all(|(number, register)| state.get(*register) == Value::Parameter(number));
    whole && state.get(memory.machine.stack()) == Value::Stack(0)
}

fn plain(memory: &Memory<'_>, address: u64) -> u64 {
    if memory.machine == Machine::Arm { address & !1 } else { address }
}
