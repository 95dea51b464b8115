//! Ways of control that no number can take: a test whose outcome follows from constants and from what models say of
//! results (`0 <= result < arg0`), a handler that nothing guarded can reach.
//!
//! Asked per branch, backward over a few definitions; anything not understood may be any number.
use super::models::{Bound, Effect};
use super::raised::Raised;
use super::ssa::{Def, Ssa, is_call, may_throw};
use super::world::World;
use crate::code::Insn;
use crate::reach::written;
use crate::values::cases;

/// Definitions looked at for one test, and how deep.
const MOST_LOOKS: u32 = 200;
const MOST_DEPTH: u32 = 12;
const INT: Range = Range { low: -2_147_483_648.0, high: 2_147_483_647.0 };

/// All numbers from `low` to `high`, both included. Ints are exact in 64-bit floating point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub low: f64,
    pub high: f64,
}

/// What is left of a block: the blocks that may run next, and the handlers an exception may reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub block: usize,
    pub next: Vec<usize>,
    pub handlers: Vec<usize>,
    /// Index of the last instruction that may throw.
    pub last: usize,
}

impl Range {
    fn one(number: f64) -> Range {
        Range { low: number, high: number }
    }

    fn join(self, other: Range) -> Range {
        Range { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Itself, unless an int would overflow (or it is no number).
    fn fits(self) -> Option<Range> {
        (self.low >= INT.low && self.high <= INT.high && self.low <= self.high).then_some(self)
    }

    fn corners(self, other: Range, with: impl Fn(f64, f64) -> f64) -> Option<Range> {
        let all = [(self.low, other.low), (self.low, other.high), (self.high, other.low), (self.high, other.high)];
        let numbers = all.map(|(a, b)| with(a, b));
        let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        Range { low, high: numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max) }.fits()
    }
}

/// Blocks of which less is left than their code says.
pub fn left(world: &World, ssa: &Ssa) -> Vec<Left> {
    if !ssa.whole {
        return Vec::new();
    }
    let mut found = Vec::new();
    let raised = Raised::new(world, ssa);
    for (number, block) in ssa.blocks.iter().enumerate() {
        let mut looker = Looker { world, ssa, looks: 0 };
        let last = block.to.saturating_sub(1) as u32;
        let next = ssa.insn(last).and_then(|insn| looker.taken(last, insn, &block.next));
        let last = (block.from..block.to).rev().find(|i| !block.handlers.is_empty() && looker.throws(*i as u32));
        let handlers = match last {
            Some(_) => raised.reached(number, &mut |i| looker.throws(i)),
            None => Vec::new(),
        };
        // What is written after the last exception that can be thrown no handler sees.
        let hidden = last.is_some_and(|last| looker.hides(last, block.to));
        if handlers.len() == block.handlers.len() && next.is_none() && !hidden {
            continue;
        }
        let last = last.unwrap_or(block.to);
        found.push(Left { block: number, next: next.unwrap_or_else(|| block.next.clone()), handlers, last });
    }
    found
}

struct Looker<'a> {
    world: &'a World,
    ssa: &'a Ssa,
    looks: u32,
}

impl Looker<'_> {
    /// Blocks that may run after a test or switch, where that is fewer than `next`.
    fn taken(&mut self, index: u32, insn: &Insn, next: &[usize]) -> Option<Vec<usize>> {
        match (insn.op, next) {
            (0x32..=0x3d, [on, to]) if on != to => {
                self.looks = 0;
                let one = self.range(self.ssa.arg(index, 0), 0)?;
                let other = if insn.op < 0x38 { self.range(self.ssa.arg(index, 1), 0)? } else { Range::one(0.0) };
                let way = if insn.op < 0x38 { insn.op - 0x32 } else { insn.op - 0x38 };
                Some(vec![if holds(way, one, other)? { *to } else { *on }])
            }
            (0x2b | 0x2c, [on, ..]) => {
                self.looks = 0;
                let range = self.range(self.ssa.arg(index, 0), 0)?;
                let keys: Vec<(f64, u32)> =
                    cases(self.world.code(), self.ssa.body, insn.offset).map(|(k, t)| (k as f64, t)).collect();
                let inside = |key: f64| range.low <= key && key <= range.high;
                let mut found = if range.low == range.high && keys.iter().any(|(k, _)| inside(*k)) {
                    Vec::new()
                } else {
                    vec![*on]
                };
                for (_, target) in keys.iter().filter(|(k, _)| inside(*k)) {
                    let place = self.ssa.at_offset(*target).map(|i| self.ssa.block_of(i) as usize);
                    found.extend(place.filter(|p| !found.contains(p)));
                }
                (found.len() < next.len()).then_some(found)
            }
            _ => None,
        }
    }

    /// What numbers a value may be; None where that is not known.
    fn range(&mut self, value: u32, depth: u32) -> Option<Range> {
        self.looks += 1;
        if self.looks > MOST_LOOKS || depth > MOST_DEPTH {
            return None;
        }
        match self.ssa.def(value)? {
            Def::Param(_) => narrow(self.world.code().type_name(self.ssa.kind(value))),
            Def::Phi(phi) => {
                let args = self.ssa.phis.get(phi as usize)?.args.clone();
                let mut all: Option<Range> = None;
                for arg in args {
                    let one = self.range(arg, depth + 1)?;
                    all = Some(all.map_or(one, |a| a.join(one)));
                }
                all
            }
            Def::Insn(index) => self.computed(index, depth),
        }
    }

    fn computed(&mut self, index: u32, depth: u32) -> Option<Range> {
        let ssa = self.ssa;
        let insn = ssa.insn(index)?;
        let arg = |place: u32| ssa.arg(index, place);
        match insn.op {
            0x12..=0x15 => Range::one(insn.operand as f64).fits(),
            0x20 | 0x47 | 0x55 | 0x63 => Some(Range { low: 0.0, high: 1.0 }),
            0x48 | 0x56 | 0x64 | 0x8d => Some(Range { low: -128.0, high: 127.0 }),
            0x49 | 0x57 | 0x65 | 0x8e => Some(Range { low: 0.0, high: 65_535.0 }),
            0x4a | 0x58 | 0x66 | 0x8f => Some(Range { low: -32_768.0, high: 32_767.0 }),
            0x21 => Some(self.length(arg(0), depth).unwrap_or(Range { low: 0.0, high: INT.high })),
            0x2f | 0x30 => self.compared(arg(0), arg(1), depth),
            0x2d | 0x2e | 0x31 => Some(Range { low: -1.0, high: 1.0 }),
            0x90..=0x95 | 0xb0..=0xb5 => {
                let (one, other) = (self.range(arg(0), depth + 1), self.range(arg(1), depth + 1));
                arithmetic((insn.op & 0x1f) % 0x10, one, other)
            }
            0xd0 | 0xd2..=0xd5 | 0xd8 | 0xda..=0xdd => {
                let one = self.range(arg(0), depth + 1);
                arithmetic(insn.op & 7, one, Some(Range::one(insn.operand as f64)))
            }
            0xd1 | 0xd9 => {
                let one = self.range(arg(0), depth + 1)?;
                Range::one(insn.operand as f64).corners(one, |a, b| a - b)
            }
            op if is_call(op) => self.given(index, insn, depth),
            _ => None,
        }
    }

    /// What a model says of a call's result.
    fn given(&mut self, index: u32, insn: &Insn, depth: u32) -> Option<Range> {
        let kind = self.world.code().type_name(self.ssa.kind(self.ssa.result(index)));
        let model = self.world.model(self.world.model_of_call(insn.operand as u32));
        let effects = model.map(|m| m.effects.as_slice()).unwrap_or_default();
        let Some(Effect::Range { low, high, below }) = effects.iter().find(|e| matches!(e, Effect::Range { .. }))
        else {
            return narrow(kind);
        };
        let first = u32::from(self.world.has_receiver(self.ssa, index));
        let mut number = |bound: &Option<Bound>| match bound {
            None => None,
            Some(Bound::Number(number)) => Some(Range::one(*number as f64)),
            Some(Bound::Arg(place)) => self.range(self.ssa.arg(index, place + first), depth + 1),
        };
        let (low, high) = (number(low), number(high));
        let all = if kind == "D" { Range { low: f64::NEG_INFINITY, high: f64::INFINITY } } else { INT };
        let less = if *below && kind == "I" { 1.0 } else { 0.0 };
        let found = Range { low: low.map_or(all.low, |r| r.low), high: high.map_or(all.high, |r| r.high - less) };
        (found.low <= found.high).then_some(found)
    }

    /// A comparison of doubles: below, equal or above.
    fn compared(&mut self, one: u32, other: u32, depth: u32) -> Option<Range> {
        let any = Some(Range { low: -1.0, high: 1.0 });
        let (Some(one), Some(other)) = (self.double(one, depth), self.double(other, depth)) else { return any };
        Some(Range {
            low: if one.low < other.high { -1.0 } else { f64::from(u8::from(one.low > other.high)) },
            high: if one.high > other.low { 1.0 } else { -f64::from(u8::from(one.high < other.low)) },
        })
    }

    fn double(&mut self, value: u32, depth: u32) -> Option<Range> {
        let Def::Insn(index) = self.ssa.def(value)? else { return None };
        let insn = self.ssa.insn(index)?;
        match insn.op {
            0x16..=0x19 => Some(Range::one(f64::from_bits(insn.operand as u64))).filter(|r| !r.low.is_nan()),
            op if is_call(op) => {
                let kind = self.world.code().type_name(self.ssa.kind(value));
                self.given(index, insn, depth).filter(|_| kind == "D")
            }
            _ => None,
        }
    }

    /// How long an array made here is.
    fn length(&mut self, array: u32, depth: u32) -> Option<Range> {
        let (index, insn) = self.ssa.def_insn(array)?;
        if insn.op != 0x23 {
            return None;
        }
        self.range(self.ssa.arg(index, 0), depth + 1).filter(|r| r.low >= 0.0)
    }

    /// Whether an instruction may throw an exception. What the machine itself may throw anywhere is left out.
    fn throws(&mut self, index: u32) -> bool {
        let Some(insn) = self.ssa.insn(index) else { return true };
        self.looks = 0;
        match insn.op {
            0x23 => self.range(self.ssa.arg(index, 0), 0).is_none_or(|r| r.low < 0.0),
            0x21 => self.length(self.ssa.arg(index, 0), 0).is_none(),
            0x44..=0x4c | 0x4e..=0x51 => {
                let (array, place) = if insn.op < 0x4b { (0, 1) } else { (1, 2) };
                let length = self.length(self.ssa.arg(index, array), 0);
                let place = self.range(self.ssa.arg(index, place), 0);
                !matches!((length, place), (Some(l), Some(p)) if p.low >= 0.0 && p.high < l.low)
            }
            op => may_throw(op, insn.operand),
        }
    }

    /// Whether, after the last exception that can be thrown, a register is written and then something stands that its
    /// opcode alone lets throw.
    fn hides(&self, last: usize, end: usize) -> bool {
        let after =
            |from: usize| (from.saturating_add(1)..end).filter_map(|i| self.ssa.insn(i as u32).map(|one| (i, one)));
        let writes = after(last).find(|(_, one)| written(one.op) > 0);
        writes.is_some_and(|(at, _)| after(at).any(|(_, one)| may_throw(one.op, one.operand)))
    }
}

/// What a type alone says.
fn narrow(kind: &str) -> Option<Range> {
    let (low, high) = match kind {
        "Z" => (0.0, 1.0),
        "B" => (-128.0, 127.0),
        "S" => (-32_768.0, 32_767.0),
        "C" => (0.0, 65_535.0),
        _ => return None,
    };
    Some(Range { low, high })
}

/// Of the instructions add, sub, mul, div, rem and and, by their number.
fn arithmetic(way: u8, one: Option<Range>, other: Option<Range>) -> Option<Range> {
    match way {
        0 => one?.corners(other?, |a, b| a + b),
        1 => one?.corners(other?, |a, b| a - b),
        2 => one?.corners(other?, |a, b| a * b),
        4 => {
            let by = other.filter(|r| r.low == r.high && r.low != 0.0)?.low.abs() - 1.0;
            let below = one.is_none_or(|r| r.low < 0.0);
            Some(Range { low: if below { -by } else { 0.0 }, high: by })
        }
        5 => other.filter(|r| r.low >= 0.0).map(|r| Range { low: 0.0, high: r.high }),
        _ => None,
    }
}

/// Whether a test is always (or never) met: equal, not equal, less, not less, greater, not greater.
fn holds(way: u8, one: Range, other: Range) -> Option<bool> {
    let apart = one.high < other.low || one.low > other.high;
    let same = one.low == one.high && one == other;
    let less = if one.high < other.low { Some(true) } else { (one.low >= other.high).then_some(false) };
    let more = if one.low > other.high { Some(true) } else { (one.high <= other.low).then_some(false) };
    let equal = if same { Some(true) } else { apart.then_some(false) };
    match way {
        0 => equal,
        1 => equal.map(|e| !e),
        2 => less,
        3 => less.map(|l| !l),
        4 => more,
        5 => more.map(|m| !m),
        _ => None,
    }
}
