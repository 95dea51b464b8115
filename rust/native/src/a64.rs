//! AArch64 (Arm Architecture Reference Manual, C4): the instructions that make addresses, move values and change the
//! course. All others only forget the register they write.
use crate::memory::Memory;
use crate::step::{Flow, Step, load, made};
use crate::value::{State, Value};

const STACK: usize = 31;

fn field(word: u32, low: u32, bits: u32) -> u32 {
    word.wrapping_shr(low) & 1_u32.wrapping_shl(bits).wrapping_sub(1)
}

fn register(word: u32, low: u32) -> usize {
    field(word, low, 5) as usize
}

/// A field of `bits` bits with its sign.
fn signed(value: u32, bits: u32) -> i64 {
    let shift = 32_u32.wrapping_sub(bits);
    i64::from((value.wrapping_shl(shift) as i32).wrapping_shr(shift))
}

#[allow(clippy::cast_sign_loss)]
fn jump(address: u64, units: i64) -> u64 {
    address.wrapping_add(units.wrapping_mul(4) as u64)
}

/// A register read as a number: 31 is zero.
fn read(state: &State, register: usize) -> Value {
    if register == 31 { Value::Number(0) } else { state.get(register) }
}

fn write(state: &mut State, register: usize, value: Value, wide: bool) {
    if register == 31 {
        return;
    }
    let value = match value {
        Value::Number(n) if !wide => Value::Number(n & 0xffff_ffff),
        other => other,
    };
    state.set(register, value);
}

pub fn step(memory: &Memory<'_>, state: &mut State, address: u64) -> Step {
    let Some(word) = memory.u32(address) else { return Step::flow(4, Flow::Invalid) };
    match field(word, 25, 4) {
        8 | 9 => immediate(state, address, word),
        10 | 11 => branch(state, address, word),
        4 | 6 | 12 | 14 => memory_access(memory, state, address, word),
        5 | 13 => registers(state, word),
        7 | 15 => vector(state, word),
        _ if word == 0 => Step::flow(4, Flow::Invalid),
        _ => Step::next(4),
    }
}

fn immediate(state: &mut State, address: u64, word: u32) -> Step {
    let mut step = Step::next(4);
    let (to, from, wide) = (register(word, 0), register(word, 5), word >> 31 != 0);
    match field(word, 23, 3) {
        0 | 1 => {
            let distance = signed(field(word, 5, 19).wrapping_shl(2) | field(word, 29, 2), 21);
            #[allow(clippy::cast_sign_loss)]
            let target = if wide {
                (address & !0xfff).wrapping_add(distance.wrapping_mul(4096) as u64)
            } else {
                address.wrapping_add(distance as u64)
            };
            write(state, to, Value::Address(target), true);
            // A page alone is half an address.
            step.made = (!wide).then_some(target);
        }
        2 => {
            let number = u64::from(field(word, 10, 12)).wrapping_shl(if field(word, 22, 1) != 0 { 12 } else { 0 });
            let (subtract, flags) = (field(word, 30, 1) != 0, field(word, 29, 1) != 0);
            let base = state.get(from);
            let number = Value::Number(number);
            let value = if subtract { state.subtract(base, number) } else { state.add(base, number) };
            if flags {
                write(state, to, value, wide);
            } else {
                state.set(to, if wide { value } else { narrow(value) });
            }
            step.made = made(value);
        }
        5 => {
            let shift = field(word, 21, 2).wrapping_mul(16);
            let part = u64::from(field(word, 5, 16)).wrapping_shl(shift);
            let value = match (field(word, 29, 2), read(state, to)) {
                (0, _) => Value::Number(!part),
                (2, _) => Value::Number(part),
                (3, Value::Number(old)) => Value::Number(old & !0xffff_u64.wrapping_shl(shift) | part),
                _ => Value::Unknown,
            };
            write(state, to, value, wide);
            step.made = made(state.get(to)).filter(|_| to != STACK);
        }
        // Logical with a number: aligning the stack pointer leaves it where it is followed from.
        4 if to == STACK && field(word, 29, 2) != 3 => {
            if state.get(STACK) == Value::Unknown || from != STACK {
                let base = state.get(from);
                state.set(STACK, if matches!(base, Value::Stack(_)) { base } else { Value::Unknown });
            }
        }
        _ => write(state, to, Value::Unknown, wide),
    }
    step
}

fn narrow(value: Value) -> Value {
    match value {
        Value::Number(n) => Value::Number(n & 0xffff_ffff),
        _ => Value::Unknown,
    }
}

fn branch(state: &mut State, address: u64, word: u32) -> Step {
    let flow = if word & 0x7c00_0000 == 0x1400_0000 {
        let target = Value::Address(jump(address, signed(field(word, 0, 26), 26)));
        if word >> 31 != 0 { Flow::Call(target) } else { Flow::Jump(target) }
    } else if word & 0xff00_0000 == 0x5400_0000 || word & 0x7e00_0000 == 0x3400_0000 {
        Flow::Branch(jump(address, signed(field(word, 5, 19), 19)))
    } else if word & 0x7e00_0000 == 0x3600_0000 {
        Flow::Branch(jump(address, signed(field(word, 5, 14), 14)))
    } else if word & 0xfe00_0000 == 0xd600_0000 {
        match field(word, 21, 3) {
            0 => Flow::Jump(state.get(register(word, 5))),
            1 => Flow::Call(state.get(register(word, 5))),
            2 | 4 => Flow::Return,
            _ => Flow::Next,
        }
    } else if word & 0xffe0_001f == 0xd400_0001 {
        Flow::System
    } else {
        // mrs, sysl
        if word & 0xfff0_0000 == 0xd530_0000 || word & 0xfff8_0000 == 0xd528_0000 {
            write(state, register(word, 0), Value::Unknown, true);
        }
        Flow::Next
    };
    Step::flow(4, flow)
}

fn memory_access(memory: &Memory<'_>, state: &mut State, address: u64, word: u32) -> Step {
    let vector = field(word, 26, 1) != 0;
    if word & 0x3b00_0000 == 0x1800_0000 {
        return literal(memory, state, address, word, vector);
    }
    if word & 0x3a00_0000 == 0x2800_0000 {
        return pair(memory, state, word, vector);
    }
    if word & 0x3a00_0000 == 0x3800_0000 {
        return single(memory, state, word, vector);
    }
    if word & 0x3f00_0000 == 0x0800_0000 {
        if field(word, 22, 1) != 0 {
            write(state, register(word, 0), Value::Unknown, true);
            write(state, register(word, 10), Value::Unknown, true);
        }
        write(state, register(word, 16), Value::Unknown, true);
    } else if word & 0xbe80_0000 == 0x0c80_0000 {
        // Structures of vectors with write-back.
        forget_base(state, register(word, 5));
    }
    Step::next(4)
}

fn forget_base(state: &mut State, base: usize) {
    state.forget(base);
}

fn literal(memory: &Memory<'_>, state: &mut State, address: u64, word: u32, vector: bool) -> Step {
    let place = jump(address, signed(field(word, 5, 19), 19));
    let kind = field(word, 30, 2);
    let size = if kind == 1 || (vector && kind == 2) { 8 } else { 4 };
    let mut step = Step::next(4);
    step.pool = (memory.is_code(place) && kind != 3).then_some((place, size));
    if !vector && kind != 3 {
        let value = load(memory, state, Value::Address(place), 0, size);
        write(state, register(word, 0), value, kind == 1);
        step.made = made(state.get(register(word, 0)));
    }
    step
}

fn pair(memory: &Memory<'_>, state: &mut State, word: u32, vector: bool) -> Step {
    let (first, second, base) = (register(word, 0), register(word, 10), register(word, 5));
    let kind = field(word, 30, 2);
    let size: i64 = if vector {
        4_i64.wrapping_shl(kind)
    } else if kind == 2 {
        8
    } else {
        4
    };
    let distance = signed(field(word, 15, 7), 7).wrapping_mul(size);
    let mode = field(word, 23, 2);
    let old = state.get(base);
    #[allow(clippy::cast_sign_loss)]
    let moved = state.add(old, Value::Number(distance as u64));
    let start = if mode == 1 { 0 } else { distance };
    let mut step = Step::next(4);
    if field(word, 22, 1) != 0 {
        if !vector {
            #[allow(clippy::cast_sign_loss)]
            let width = size as u64;
            let low = load(memory, state, old, start, width);
            let high = load(memory, state, old, start.wrapping_add(size), width);
            write(state, first, low, size == 8);
            write(state, second, high, size == 8);
            step.made = made(low).or(made(high));
        }
    } else if let Value::Stack(at) = old {
        let at = at.wrapping_add(start);
        let (low, high) = (read(state, first), read(state, second));
        let whole = !vector && size == 8;
        state.store(at, if whole { low } else { Value::Unknown });
        state.store(at.wrapping_add(size), if whole { high } else { Value::Unknown });
    }
    if mode == 1 || mode == 3 {
        state.set(base, moved);
    }
    step
}

fn single(memory: &Memory<'_>, state: &mut State, word: u32, vector: bool) -> Step {
    let (target, base) = (register(word, 0), register(word, 5));
    let (size, action) = (field(word, 30, 2), field(word, 22, 2));
    let mut step = Step::next(4);
    let old = state.get(base);
    let width = 1_u64.wrapping_shl(size);
    // Distance, and whether it is known; the base moves before (3) or after (1) in two forms.
    let (distance, moves) = if field(word, 24, 1) != 0 {
        (Some(i64::from(field(word, 10, 12).wrapping_shl(size))), 0)
    } else if field(word, 21, 1) == 0 {
        let mode = field(word, 10, 2);
        (Some(signed(field(word, 12, 9), 9)), if mode == 1 || mode == 3 { mode } else { 0 })
    } else if field(word, 10, 2) == 2 {
        let scale = if field(word, 12, 1) != 0 { size } else { 0 };
        let index = match read(state, register(word, 16)) {
            Value::Number(n) => Some(state.signed(n.wrapping_shl(scale))),
            _ => None,
        };
        (index, 0)
    } else {
        // Atomic operations, and loads with a signed pointer.
        write(state, target, Value::Unknown, true);
        return step;
    };
    let start = if moves == 1 { Some(0) } else { distance };
    let prefetch = !vector && size == 3 && action == 2;
    if !vector && action == 0 {
        if let (Value::Stack(at), Some(start)) = (old, start) {
            let value = if size >= 2 { read(state, target) } else { Value::Unknown };
            let value = if size == 3 || matches!(value, Value::Number(_)) { value } else { Value::Unknown };
            state.store(at.wrapping_add(start), value);
        }
    } else if !vector && !prefetch {
        let value = start.map_or(Value::Unknown, |start| load(memory, state, old, start, width));
        // Loads with a sign are of small numbers only.
        let value = if action == 1 { value } else { Value::Unknown };
        write(state, target, value, size == 3);
        step.made = made(value);
    } else if let (true, Value::Address(_), Some(start)) = (vector && action & 1 != 0, old, start) {
        // Short texts are copied as vectors.
        #[allow(clippy::cast_sign_loss)]
        let place = made(state.add(old, Value::Number(start as u64)));
        step.made = place.filter(|at| memory.load_of(*at).is_some_and(|l| !l.writable));
    }
    if moves != 0 {
        #[allow(clippy::cast_sign_loss)]
        let moved = distance.map_or(Value::Unknown, |d| state.add(old, Value::Number(d as u64)));
        state.set(base, moved);
    }
    step
}

fn registers(state: &mut State, word: u32) -> Step {
    let (to, a, b, wide) = (register(word, 0), register(word, 5), register(word, 16), word >> 31 != 0);
    let mut step = Step::next(4);
    let shift = field(word, 10, 6);
    if word & 0x1f00_0000 == 0x0a00_0000 {
        let (left, right) = (read(state, a), read(state, b));
        let plain = shift == 0 && field(word, 21, 1) == 0;
        let value = match (field(word, 29, 2), left, right) {
            (1, Value::Number(0), value) if plain => value,
            (1, Value::Number(x), Value::Number(y)) if plain => Value::Number(x | y),
            (2, _, _) if a == b && plain => Value::Number(0),
            _ => Value::Unknown,
        };
        write(state, to, if wide { value } else { narrow(value) }, wide);
    } else if word & 0x1f20_0000 == 0x0b00_0000 {
        let right = match read(state, b) {
            Value::Number(n) if field(word, 22, 2) == 0 => Value::Number(n.wrapping_shl(shift)),
            value if shift == 0 => value,
            _ => Value::Unknown,
        };
        let left = read(state, a);
        let value = if field(word, 30, 1) != 0 { state.subtract(left, right) } else { state.add(left, right) };
        write(state, to, if wide { value } else { narrow(value) }, wide);
        step.made = made(value);
    } else if word & 0x1f20_0000 == 0x0b20_0000 && field(word, 29, 1) == 0 && to == STACK {
        // Room of unknown size on the stack: places above stay where they are.
        state.set(STACK, Value::Unknown);
    } else if word & 0x1fe0_0000 != 0x1a40_0000 {
        // All but conditional compares write a register.
        write(state, to, Value::Unknown, wide);
    }
    step
}

fn vector(state: &mut State, word: u32) -> Step {
    // Moves and conversions to a general register; umov and smov.
    let scalar = word & 0x7f20_0000 == 0x1e20_0000 && field(word, 10, 6) == 0;
    let fixed = word & 0x7f20_0000 == 0x1e00_0000;
    let element = word & 0xbfe0_f400 == 0x0e00_2400 || word & 0xbfe0_fc00 == 0x0e00_3c00;
    if scalar || fixed || element {
        write(state, register(word, 0), Value::Unknown, true);
    }
    Step::next(4)
}
