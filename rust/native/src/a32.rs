//! A32, the 32-bit instructions of ARM (Arm Architecture Reference Manual for A-profile, F4): those that make addresses,
//! move values and change the course. All others only forget the registers they may write.
use crate::memory::Memory;
use crate::step::{Flow, Step, load, made};
use crate::value::{State, Value};

pub const STACK: usize = 13;
pub const COUNTER: usize = 15;

pub fn field(word: u32, low: u32, bits: u32) -> u32 {
    word.wrapping_shr(low) & 1_u32.wrapping_shl(bits).wrapping_sub(1)
}

pub fn register(word: u32, low: u32) -> usize {
    field(word, low, 4) as usize
}

/// What stands in a register; the counter reads as `counter`.
pub fn read(state: &State, register: usize, counter: u64) -> Value {
    if register == COUNTER { Value::Address(counter) } else { state.get(register) }
}

/// Where a write to the counter leads.
pub fn course(value: Value) -> Flow {
    Flow::Jump(value)
}

pub fn step(memory: &Memory<'_>, state: &mut State, address: u64) -> Step {
    let Some(word) = memory.u32(address) else { return Step::flow(4, Flow::Invalid) };
    let condition = word >> 28;
    if condition == 15 {
        return unconditional(address, word);
    }
    if condition == 14 {
        return always(memory, state, address, word);
    }
    // Done or not: what it would leave is told, but no longer counted on.
    let before = state.clone();
    let mut step = always(memory, state, address, word);
    if state.get(STACK) == before.get(STACK) {
        state.meet(&before);
    } else {
        *state = before;
    }
    step.flow = match step.flow {
        Flow::Jump(Value::Address(target)) => Flow::Branch(target & !1),
        Flow::Jump(_) | Flow::Return => Flow::Next,
        other => other,
    };
    step
}

fn unconditional(address: u64, word: u32) -> Step {
    if word & 0xfe00_0000 == 0xfa00_0000 {
        let target = address
            .wrapping_add(8)
            .wrapping_add(distance(word))
            .wrapping_add(u64::from(field(word, 24, 1)).wrapping_mul(2));
        return Step::flow(4, Flow::Call(Value::Address((target & 0xffff_ffff) | 1)));
    }
    Step::next(4)
}

/// Distance of a branch, 24 bits of words with sign.
#[allow(clippy::cast_sign_loss)]
fn distance(word: u32) -> u64 {
    i64::from((word.wrapping_shl(8) as i32).wrapping_shr(6)) as u64
}

fn always(memory: &Memory<'_>, state: &mut State, address: u64, word: u32) -> Step {
    let counter = address.wrapping_add(8);
    match field(word, 25, 3) {
        0 | 1 => data(state, counter, word),
        2 => single(memory, state, counter, word),
        3 if field(word, 4, 1) == 0 => single(memory, state, counter, word),
        3 => {
            state.forget(register(word, 12));
            state.forget(register(word, 16));
            Step::next(4)
        }
        4 => several(state, word),
        5 => {
            let target = counter.wrapping_add(distance(word)) & 0xffff_ffff;
            let target = Value::Address(target);
            Step::flow(4, if field(word, 24, 1) != 0 { Flow::Call(target) } else { Flow::Jump(target) })
        }
        _ => coprocessor(state, word),
    }
}

pub fn coprocessor(state: &mut State, word: u32) -> Step {
    if word & 0x0f00_0000 == 0x0f00_0000 {
        return Step::flow(4, Flow::System);
    }
    let count = u64::from(field(word, 0, 8)).wrapping_mul(4);
    if word & 0x0fbf_0e00 == 0x0d2d_0a00 {
        state.set(STACK, state.subtract(state.get(STACK), Value::Number(count)));
    } else if word & 0x0fbf_0e00 == 0x0cbd_0a00 {
        state.set(STACK, state.add(state.get(STACK), Value::Number(count)));
    } else if word & 0x0e00_0000 == 0x0c00_0000 {
        // Two registers from a coprocessor; else a load or store, with write-back.
        if word & 0x0fe0_0000 == 0x0c40_0000 {
            state.forget(register(word, 12));
            state.forget(register(word, 16));
        } else if field(word, 21, 1) != 0 {
            state.forget(register(word, 16));
        }
    } else if word & 0x0f10_0010 == 0x0e10_0010 {
        state.forget(register(word, 12));
    }
    Step::next(4)
}

fn data(state: &mut State, counter: u64, word: u32) -> Step {
    let (to, from) = (register(word, 12), register(word, 16));
    let by_number = field(word, 25, 1) != 0;
    if !by_number && field(word, 4, 1) != 0 && field(word, 7, 1) != 0 {
        return extra(state, word);
    }
    let (action, flags) = (field(word, 21, 4), field(word, 20, 1) != 0);
    if !flags && (8..=11).contains(&action) {
        return miscellaneous(state, word, by_number);
    }
    let right = if by_number {
        Value::Number(u64::from(field(word, 0, 8).rotate_right(field(word, 8, 4).wrapping_mul(2))))
    } else {
        let value = read(state, register(word, 0), counter);
        match (value, field(word, 4, 8)) {
            (value, 0) => value,
            (Value::Number(n), shift) if shift & 7 == 0 => Value::Number(n.wrapping_shl(shift >> 3) & 0xffff_ffff),
            _ => Value::Unknown,
        }
    };
    let left = read(state, from, counter);
    let value = match (action, left, right) {
        (2, _, _) => state.subtract(left, right),
        (3, _, _) => state.subtract(right, left),
        (4, _, _) => state.add(left, right),
        (12, Value::Number(a), Value::Number(b)) => Value::Number(a | b),
        (13, _, value) => value,
        (15, _, Value::Number(n)) => Value::Number(!n & 0xffff_ffff),
        (0 | 14, Value::Stack(at), _) if to == STACK => Value::Stack(at),
        _ => Value::Unknown,
    };
    let mut step = Step::next(4);
    // Tests write flags only.
    if (8..=11).contains(&action) {
        return step;
    }
    if to == COUNTER {
        step.flow = if action == 13 && register(word, 0) == 14 && !by_number { Flow::Return } else { course(value) };
        return step;
    }
    state.set(to, value);
    step.made = if action == 13 && !by_number { None } else { made(state.get(to)) };
    step
}

/// Multiplications, and loads and stores of halves, signed bytes and pairs.
fn extra(state: &mut State, word: u32) -> Step {
    let kind = field(word, 5, 2);
    if kind == 0 {
        // Multiplications write bits 16 to 19, long ones 12 to 15 too; exclusive access writes 12 to 15.
        state.forget(register(word, 16));
        state.forget(register(word, 12));
        return Step::next(4);
    }
    let is_load = field(word, 20, 1) != 0 || kind == 2;
    if is_load {
        state.forget(register(word, 12));
        if kind == 2 && field(word, 20, 1) == 0 {
            state.forget(register(word, 12) | 1);
        }
    }
    if field(word, 24, 1) == 0 || field(word, 21, 1) != 0 {
        state.forget(register(word, 16));
    }
    Step::next(4)
}

fn miscellaneous(state: &mut State, word: u32, by_number: bool) -> Step {
    let to = register(word, 12);
    if by_number {
        let part = u64::from(field(word, 16, 4).wrapping_shl(12) | field(word, 0, 12));
        let mut step = Step::next(4);
        match field(word, 20, 8) {
            0x30 => state.set(to, Value::Number(part)),
            0x34 => {
                let value = half(state.get(to), part);
                state.set(to, value);
            }
            _ => return step,
        }
        step.made = made(state.get(to));
        return step;
    }
    match word & 0x0fff_fff0 {
        0x012f_ff10 if field(word, 0, 4) == 14 => return Step::flow(4, Flow::Return),
        0x012f_ff10 => return Step::flow(4, Flow::Jump(state.get(register(word, 0)))),
        0x012f_ff30 => return Step::flow(4, Flow::Call(state.get(register(word, 0)))),
        _ => {}
    }
    state.forget(to);
    Step::next(4)
}

/// movt: the upper half of a number whose lower half stands.
pub fn half(old: Value, part: u64) -> Value {
    match old {
        Value::Number(n) => Value::Number(n & 0xffff | part.wrapping_shl(16)),
        _ => Value::Unknown,
    }
}

fn single(memory: &Memory<'_>, state: &mut State, counter: u64, word: u32) -> Step {
    let (to, base) = (register(word, 12), register(word, 16));
    let (before, up) = (field(word, 24, 1) != 0, field(word, 23, 1) != 0);
    let back = !before || field(word, 21, 1) != 0;
    let by_number = field(word, 25, 1) == 0;
    let size = if field(word, 22, 1) != 0 { 1 } else { 4 };
    let distance = if by_number {
        Value::Number(u64::from(field(word, 0, 12)))
    } else if field(word, 4, 8) == 0 {
        read(state, register(word, 0), counter)
    } else {
        Value::Unknown
    };
    let old = read(state, base, counter);
    let moved = match (up, distance) {
        (true, distance) => state.add(old, distance),
        (false, distance) => state.subtract(old, distance),
    };
    let place = if before { moved } else { old };
    let mut step = Step::next(4);
    if field(word, 20, 1) != 0 {
        let value = match (place, old, distance, up) {
            // What is not known itself may still be a table of functions.
            (Value::Unknown, old, Value::Number(n), true) => {
                load(memory, state, old, i64::try_from(n).unwrap_or(0), size)
            }
            _ => load(memory, state, place, 0, size),
        };
        if let (COUNTER, Value::Address(at), true) = (base, place, size == 4) {
            step.pool = Some((at, 4));
        }
        if back {
            state.set(base, moved);
        }
        if to == COUNTER {
            step.flow = if base == STACK { Flow::Return } else { course(value) };
            return step;
        }
        state.set(to, value);
        step.made = made(state.get(to));
        return step;
    }
    if let Value::Stack(at) = place {
        let value = if size == 4 { read(state, to, counter) } else { Value::Unknown };
        state.store(at, value);
    }
    if back {
        state.set(base, moved);
    }
    step
}

/// Loads and stores of several registers, push and pop among them.
fn several(state: &mut State, word: u32) -> Step {
    let list = field(word, 0, 16);
    transfer(state, list, register(word, 16), field(word, 20, 1) != 0, field(word, 23, 1) != 0, field(word, 21, 1) != 0)
}

pub fn transfer(state: &mut State, list: u32, base: usize, is_load: bool, up: bool, back: bool) -> Step {
    let size = Value::Number(u64::from(list.count_ones()).wrapping_mul(4));
    let old = state.get(base);
    let moved = if up { state.add(old, size) } else { state.subtract(old, size) };
    let mut at =
        if let (Value::Stack(at), false) = (if up { old } else { moved }, is_load && !up) { Some(at) } else { None };
    for number in 0..16_usize {
        if list.wrapping_shr(u32::try_from(number).unwrap_or(0)) & 1 == 0 {
            continue;
        }
        if is_load {
            let value = at.map_or(Value::Unknown, |at| state.load(at));
            if number != COUNTER {
                state.set(number, value);
            }
        } else if let Some(at) = at {
            let value = state.get(number);
            state.store(at, value);
        }
        at = at.map(|at| at.wrapping_add(4));
    }
    if back {
        state.set(base, moved);
    }
    if is_load && list & 0x8000 != 0 { Step::flow(4, Flow::Return) } else { Step::next(4) }
}
