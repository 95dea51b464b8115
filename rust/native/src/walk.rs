//! Reads all code once, function by function, and keeps what it refers to and what it calls.
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::environment;
use crate::machine::Machine;
use crate::memory::Memory;
use crate::starts::Starts;
use crate::step::{Flow, Step};
use crate::value::{State, Value};
use crate::{a32, a64, t32, x86};

/// Times the code is read again because functions were found in others.
const MAX_ROUNDS: usize = 6;
/// Meeting places followed in one function.
const MAX_MEETINGS: usize = 4096;
/// Stretches shorter than this between functions are filling.
const MIN_REST: u64 = 16;

/// What a call arrives at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callee {
    Address(u64),
    Import(u32),
    /// A function of the Java interface, by its name.
    Java(&'static str),
    /// A call of the kernel, by its number.
    System(u64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub at: u64,
    pub callee: Callee,
    /// Number of the argument and what stands there.
    pub arguments: Vec<(u8, Value)>,
}

/// One function as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub end: u64,
    pub instructions: u64,
    /// (instruction, address made).
    pub made: Vec<(u64, u64)>,
    pub calls: Vec<Call>,
    /// (instruction, number looked for), each number once.
    pub words: Vec<(u64, u32)>,
    found: Vec<(u64, &'static str)>,
}

/// All functions of a file, and whether a limit cut the reading.
pub struct Walk {
    pub bodies: BTreeMap<u64, Body>,
    pub cut: bool,
}

/// Reads the code from all beginnings; those that calls show are added to `starts`. `budget` counts instructions.
pub fn walk(memory: &Memory<'_>, starts: &mut Starts, budget: &mut u64) -> Walk {
    watched(memory, starts, budget, FxHashSet::default())
}

/// The same, and where code makes one of `words`.
pub fn watched(memory: &Memory<'_>, starts: &mut Starts, budget: &mut u64, words: FxHashSet<u32>) -> Walk {
    let mut walk = Walk { bodies: BTreeMap::new(), cut: false };
    let mut reader = Reader {
        x86: x86::Reader::new(),
        meetings: FxHashMap::default(),
        orphans: FxHashMap::default(),
        parted: at_entry(memory),
        words,
    };
    add_rest(memory, starts);
    let mut pending: Vec<u64> = starts.known.keys().copied().collect();
    for _ in 0..MAX_ROUNDS {
        let mut found: BTreeMap<u64, &'static str> = BTreeMap::new();
        for start in pending.drain(..) {
            let Some(end) = end_of(starts, start) else { continue };
            if *budget == 0 {
                walk.cut = true;
                return walk;
            }
            let thumb = starts.known.get(&start).is_some_and(|s| s.thumb);
            let body = reader.body(memory, starts, start, end, thumb, budget);
            found.extend(body.found.iter().copied());
            walk.bodies.insert(start, body);
        }
        let mut again = BTreeSet::new();
        for (target, found_by) in found {
            if starts.add(memory, target, found_by, None, None) {
                let at = if memory.machine == Machine::Arm { target & !1 } else { target };
                again.insert(at);
                // The function it was found in ends earlier now.
                again.extend(starts.known.range(..at).next_back().map(|(before, _)| *before));
            }
        }
        if again.is_empty() {
            return walk;
        }
        pending.extend(again);
    }
    walk.cut = !pending.is_empty();
    walk
}

fn end_of(starts: &Starts, start: u64) -> Option<u64> {
    let region = starts.region_end(start)?;
    let next = starts.known.range(start.checked_add(1)?..).next().map_or(region, |(next, _)| *next);
    let own = starts.known.get(&start).and_then(|s| s.end).unwrap_or(next);
    Some(own.min(next).min(region)).filter(|end| *end > start)
}

/// What lies between the functions the file names is read too.
fn add_rest(memory: &Memory<'_>, starts: &mut Starts) {
    let mut rest = Vec::new();
    for (from, to) in &starts.regions {
        let mut at = *from;
        for start in starts.known.range(*from..*to).map(|(start, _)| *start) {
            if start.saturating_sub(at) >= MIN_REST {
                rest.push(at);
            }
            at = end_of(starts, start).unwrap_or(start).max(at);
        }
        if to.saturating_sub(at) >= MIN_REST {
            rest.push(at);
        }
    }
    for at in rest {
        let at = if memory.machine == Machine::X86 || memory.machine == Machine::X8664 {
            at
        } else {
            at.saturating_add(3) & !3
        };
        let thumb = memory.machine == Machine::Arm && crate::starts::looks_thumb(memory, at);
        starts.add(memory, at | u64::from(thumb), "rest", None, None);
    }
}

struct Reader<'a> {
    x86: x86::Reader<'a>,
    /// What is known where branches arrive, for the function at hand.
    meetings: FxHashMap<u64, State>,
    /// Places nothing falls into, and what branches from further down bring there.
    orphans: FxHashMap<u64, Option<State>>,
    /// What was known where the code last parted.
    parted: State,
    /// Numbers that are looked for.
    words: FxHashSet<u32>,
}

/// What is known at the beginning of a function.
pub fn at_entry(memory: &Memory<'_>) -> State {
    let machine = memory.machine;
    let fixed = if memory.fixed {
        let low = memory.loads.iter().map(|l| l.address).min().unwrap_or(0);
        let high = memory.loads.iter().map(|l| l.address.saturating_add(l.bytes.len() as u64)).max().unwrap_or(0);
        (low.max(0x1000), high)
    } else {
        (0, 0)
    };
    let mut state = State::new(machine.wide(), machine.stack(), fixed);
    for (number, register) in (0_u8..).zip(machine.arguments()) {
        state.set(*register, Value::Parameter(number));
    }
    if machine == Machine::X86 {
        for number in 0..6_u8 {
            state.store(i64::from(number).saturating_mul(4).saturating_add(4), Value::Parameter(number));
        }
    }
    state
}

impl<'a> Reader<'a> {
    fn body(
        &mut self,
        memory: &Memory<'a>,
        starts: &Starts,
        start: u64,
        end: u64,
        thumb: bool,
        budget: &mut u64,
    ) -> Body {
        self.meetings.clear();
        self.orphans.clear();
        let body = self.pass(memory, starts, start, end, thumb, budget);
        // Code that only a branch from further down reaches: now it is known with what.
        self.orphans.retain(|_, state| state.is_some());
        if self.orphans.is_empty() {
            return body;
        }
        self.meetings.clear();
        let known = self.orphans.drain().filter_map(|(at, state)| Some((at, state?)));
        self.meetings.extend(known);
        self.pass(memory, starts, start, end, thumb, budget)
    }

    fn pass(
        &mut self,
        memory: &Memory<'a>,
        starts: &Starts,
        start: u64,
        end: u64,
        thumb: bool,
        budget: &mut u64,
    ) -> Body {
        let mut body = Body { end, ..Body::default() };
        let mut seen: FxHashSet<u64> = FxHashSet::default();
        let mut pools: BTreeMap<u64, u64> = BTreeMap::new();
        let mut state = at_entry(memory);
        self.parted = state.clone();
        let open = starts.known.get(&start).is_some_and(|s| s.end.is_none());
        let (mut at, mut block, mut falls) = (start, 0_u8, true);
        while at < end && *budget > 0 {
            if let Some(size) = pools.get(&at) {
                at = at.saturating_add(*size);
                continue;
            }
            if let Some(arrived) = self.meetings.remove(&at) {
                if falls {
                    state.meet(&arrived);
                } else {
                    state = arrived;
                }
            } else if !falls {
                if open && prologue(memory, at, thumb) {
                    body.found.push((at | u64::from(thumb), "prologue"));
                }
                // As it stood where the code last parted, which is before any way out took its frame down.
                state.clone_from(&self.parted);
                if self.orphans.len() < MAX_MEETINGS {
                    self.orphans.entry(at).or_insert(None);
                }
            }
            *budget = budget.saturating_sub(1);
            body.instructions = body.instructions.saturating_add(1);
            let step = self.step(memory, &mut state, at, thumb, &mut block);
            if !self.words.is_empty() {
                self.look(&state, at, &mut body);
            }
            if let Some((place, size)) = step.pool
                && place > at
                && place < end
            {
                pools.insert(place, size);
            }
            if let Some(address) = step.made
                && memory.load_of(address).is_some()
                && seen.insert(address)
            {
                body.made.push((at, address));
            }
            falls = self.course(memory, starts, &mut state, &mut body, (start, end), at, step);
            at = at.saturating_add(step.len.max(1));
        }
        body
    }

    fn step(&mut self, memory: &Memory<'a>, state: &mut State, at: u64, thumb: bool, block: &mut u8) -> Step {
        match memory.machine {
            Machine::Aarch64 => a64::step(memory, state, at),
            Machine::Arm if thumb => t32::step(memory, state, at, block),
            Machine::Arm => a32::step(memory, state, at),
            Machine::X86 | Machine::X8664 => self.x86.step(memory, state, at),
        }
    }

    /// Follows one step; says whether the next instruction is run after it.
    #[allow(clippy::too_many_arguments)]
    fn course(
        &mut self,
        memory: &Memory<'a>,
        starts: &Starts,
        state: &mut State,
        body: &mut Body,
        (start, end): (u64, u64),
        at: u64,
        step: Step,
    ) -> bool {
        let plain = |target: u64| if memory.machine == Machine::Arm { target & !1 } else { target };
        let inside = |target: u64| (start..end).contains(&plain(target));
        match step.flow {
            Flow::Next => true,
            Flow::Branch(target) => {
                self.part(memory, state);
                self.arrive(state, plain(target), at, end);
                true
            }
            Flow::Jump(Value::Address(target)) if inside(target) => {
                self.part(memory, state);
                self.arrive(state, plain(target), at, end);
                false
            }
            Flow::Jump(value) => {
                if let Some(callee) = callee(memory, starts, state, value, true) {
                    body.calls.push(Call { at, callee, arguments: arguments(memory, state, true) });
                } else {
                    // A jump by a table arrives at what follows, with all that is known here.
                    self.parted.clone_from(state);
                }
                false
            }
            Flow::Call(value) => {
                let callee = callee(memory, starts, state, value, false);
                if let Some(callee) = callee {
                    body.calls.push(Call { at, callee, arguments: arguments(memory, state, false) });
                }
                if let Value::Address(target) = value
                    && starts.holds(plain(target))
                    && !starts.known.contains_key(&plain(target))
                {
                    body.found.push((target, "call"));
                }
                after_call(memory, state, at);
                true
            }
            Flow::System => {
                if let Value::Number(number) = state.get(memory.machine.system_call()) {
                    let arguments = arguments(memory, state, false);
                    body.calls.push(Call { at, callee: Callee::System(number), arguments });
                }
                state.set(memory.machine.result(), Value::Result(at));
                true
            }
            Flow::Return | Flow::Invalid => false,
        }
    }

    /// Numbers of 32 bits in the registers, two of them in a wide one.
    fn look(&self, state: &State, at: u64, body: &mut Body) {
        for number in (0..crate::value::REGISTERS).filter_map(|r| state.number_in(r)) {
            for word in [number & 0xffff_ffff, number >> 32] {
                let word = u32::try_from(word).unwrap_or(0);
                if self.words.contains(&word) && body.words.iter().all(|(_, known)| *known != word) {
                    body.words.push((at, word));
                }
            }
        }
    }

    /// Keeps what is known where the code parts, but for what calls change.
    fn part(&mut self, memory: &Memory<'_>, state: &State) {
        self.parted.clone_from(state);
        for register in memory.machine.changed_by_calls() {
            self.parted.forget(*register);
        }
    }

    fn arrive(&mut self, state: &State, target: u64, at: u64, end: u64) {
        if target <= at {
            if let Some(known) = self.orphans.get_mut(&target) {
                match known {
                    Some(known) => known.meet(state),
                    None => *known = Some(state.clone()),
                }
            }
            return;
        }
        if target >= end {
            return;
        }
        let room = self.meetings.len() < MAX_MEETINGS;
        match self.meetings.get_mut(&target) {
            Some(known) => known.meet(state),
            None if room => {
                self.meetings.insert(target, state.clone());
            }
            None => {}
        }
    }
}

/// What compilers write first in a function.
fn prologue(memory: &Memory<'_>, at: u64, thumb: bool) -> bool {
    let Some(word) = memory.u32(at) else { return false };
    match memory.machine {
        // stp x29, x30, [sp, #-n]!
        Machine::Aarch64 => word & 0xffc0_7fff == 0xa980_7bfd,
        // push {…, lr}
        Machine::Arm if thumb => word & 0xff00 == 0xb500 || word & 0xd000_ffff == 0x4000_e92d,
        Machine::Arm => word & 0xffff_4000 == 0xe92d_4000,
        Machine::X86 => word & 0x00ff_ffff == 0x00e5_8955 || word == 0xfb1e_0ff3,
        Machine::X8664 => word == 0xe589_4855 || word == 0xfa1e_0ff3,
    }
}

fn callee(memory: &Memory<'_>, starts: &Starts, state: &State, value: Value, tail: bool) -> Option<Callee> {
    match value {
        Value::Import(symbol) => Some(Callee::Import(symbol)),
        Value::Address(target) if starts.holds(target & !1) || starts.holds(target) => Some(Callee::Address(target)),
        Value::Function(distance) => environment::function(memory, state, distance, tail).map(Callee::Java),
        _ => None,
    }
}

fn after_call(memory: &Memory<'_>, state: &mut State, at: u64) {
    let handed = memory.machine.arguments().iter().filter_map(|r| match state.get(*r) {
        Value::Stack(place) => Some(place),
        _ => None,
    });
    if let Some(low) = handed.min() {
        state.expose(low);
    }
    for register in memory.machine.changed_by_calls() {
        state.forget(*register);
    }
    if let (Machine::X86, Value::Stack(top)) = (memory.machine, state.get(4)) {
        // The place of the arguments belongs to the function called.
        for number in 0..6_i64 {
            let place = top.saturating_add(number.saturating_mul(4));
            // The address of the table of imports is kept beside them, and is no argument.
            let kept = memory.table.is_some_and(|table| state.load(place) == Value::Address(table));
            if place < 0 && !kept {
                state.store(place, Value::Unknown);
            }
        }
    }
    state.set(memory.machine.result(), Value::Result(at));
}

/// What stands where a call finds its arguments, known values only.
pub fn arguments(memory: &Memory<'_>, state: &State, tail: bool) -> Vec<(u8, Value)> {
    let known = |value: Value| !matches!(value, Value::Unknown | Value::Functions | Value::Function(_));
    if memory.machine == Machine::X86 {
        let Value::Stack(top) = state.get(4) else { return Vec::new() };
        let first = if tail { top.saturating_add(4) } else { top };
        // Above the place of its own return address stands what the function itself was given.
        let at = |n: u8| (n, first.saturating_add(i64::from(n).saturating_mul(4)));
        let places = (0..6).map(at).filter(|(_, place)| tail || *place < 0);
        return places.map(|(n, place)| (n, state.load(place))).filter(|(_, value)| known(*value)).collect();
    }
    let all = (0_u8..).zip(memory.machine.arguments()).map(|(n, r)| (n, state.get(*r)));
    let mut all: Vec<(u8, Value)> = all.filter(|(_, value)| known(*value)).collect();
    // What stands where the function itself was given it is handed on only if something behind it is set.
    let set = all.iter().filter(|(n, value)| *value != Value::Parameter(*n)).map(|(n, _)| *n).max();
    let last = set.unwrap_or(0).max(1);
    all.retain(|(n, value)| *n <= last || *value != Value::Parameter(*n));
    all
}
