//! T32, the mixed 16- and 32-bit instructions of ARM (Arm Architecture Reference Manual for A-profile, F3): those that
//! make addresses, move values and change the course. All others only forget the registers they may write.
use crate::a32::{COUNTER, STACK, coprocessor, course, field, half, read, register, transfer};
use crate::memory::Memory;
use crate::step::{Flow, Step, load, made};
use crate::value::{State, Value};

/// `left` counts the instructions of an if-then block that are still to come.
pub fn step(memory: &Memory<'_>, state: &mut State, address: u64, left: &mut u8) -> Step {
    let half = |at: u64| {
        let bytes = memory.bytes(at)?.get(..2)?;
        Some(u32::from(u16::from_le_bytes(bytes.try_into().ok()?)))
    };
    let Some(first) = half(address) else { return Step::flow(2, Flow::Invalid) };
    let wide = first >> 11 >= 0x1d;
    let second = if wide { half(address.wrapping_add(2)) } else { Some(0) };
    let Some(second) = second else { return Step::flow(2, Flow::Invalid) };
    if first & 0xff00 == 0xbf00 && first & 15 != 0 {
        *left = u8::try_from(4_u32.wrapping_sub((first & 15).trailing_zeros())).unwrap_or(0);
        return Step::next(2);
    }
    let conditional = *left > 0;
    *left = left.saturating_sub(1);
    let before = conditional.then(|| state.clone());
    let mut step = if wide {
        long(memory, state, address, first.wrapping_shl(16) | second)
    } else {
        short(memory, state, address, first)
    };
    if let Some(before) = before {
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
    }
    step
}

fn low(word: u32, at: u32) -> usize {
    field(word, at, 3) as usize
}

fn number(word: u32, at: u32, bits: u32) -> Value {
    Value::Number(u64::from(field(word, at, bits)))
}

#[allow(clippy::cast_sign_loss)]
fn signed(value: u32, bits: u32) -> u64 {
    let shift = 32_u32.wrapping_sub(bits);
    i64::from((value.wrapping_shl(shift) as i32).wrapping_shr(shift)) as u64
}

fn thumb(address: u64) -> Value {
    Value::Address((address & 0xffff_ffff) | 1)
}

fn put(state: &mut State, to: usize, value: Value, len: u64) -> Step {
    state.set(to, value);
    Step { made: made(state.get(to)), ..Step::next(len) }
}

fn short(memory: &Memory<'_>, state: &mut State, address: u64, word: u32) -> Step {
    let counter = address.wrapping_add(4);
    let aligned = counter & !3;
    let (d, n) = (low(word, 0), low(word, 3));
    match word >> 11 {
        0 if word >> 6 == 0 => {
            let value = state.get(n);
            state.set(d, value);
            Step::next(2)
        }
        0..=2 => put(state, d, Value::Unknown, 2),
        3 => {
            let right = if field(word, 10, 1) != 0 { number(word, 6, 3) } else { state.get(low(word, 6)) };
            let left = state.get(n);
            let value = if field(word, 9, 1) != 0 { state.subtract(left, right) } else { state.add(left, right) };
            put(state, d, value, 2)
        }
        4 => put(state, low(word, 8), number(word, 0, 8), 2),
        5 => Step::next(2),
        6 | 7 => {
            let to = low(word, 8);
            let (old, right) = (state.get(to), number(word, 0, 8));
            let value = if word >> 11 == 6 { state.add(old, right) } else { state.subtract(old, right) };
            put(state, to, value, 2)
        }
        8 => special(state, counter, word),
        9 => {
            let place = aligned.wrapping_add(u64::from(field(word, 0, 8)).wrapping_mul(4));
            let value = load(memory, state, Value::Address(place), 0, 4);
            let step = put(state, low(word, 8), value, 2);
            Step { pool: Some((place, 4)), ..step }
        }
        10 | 11 => by_register(memory, state, word),
        12..=17 => by_number(memory, state, word),
        18 | 19 => stack(memory, state, word),
        20 => {
            let place = aligned.wrapping_add(u64::from(field(word, 0, 8)).wrapping_mul(4));
            put(state, low(word, 8), Value::Address(place), 2)
        }
        21 => {
            let distance = Value::Number(u64::from(field(word, 0, 8)).wrapping_mul(4));
            let value = state.add(state.get(STACK), distance);
            put(state, low(word, 8), value, 2)
        }
        22 | 23 => miscellaneous(state, address, word),
        24 | 25 => {
            let base = low(word, 8);
            let is_load = word >> 11 == 25;
            let back = !(is_load && field(word, 0, 8) >> base & 1 != 0);
            let step = transfer(state, field(word, 0, 8), base, is_load, true, back);
            Step { len: 2, ..step }
        }
        26 | 27 => match field(word, 8, 4) {
            15 => Step::flow(2, Flow::System),
            14 => Step::flow(2, Flow::Invalid),
            _ => Step::flow(
                2,
                Flow::Branch(counter.wrapping_add(signed(field(word, 0, 8), 8).wrapping_mul(2)) & 0xffff_ffff),
            ),
        },
        _ => Step::flow(2, Flow::Jump(thumb(counter.wrapping_add(signed(field(word, 0, 11), 11).wrapping_mul(2))))),
    }
}

/// Arithmetic of two registers, and the forms that reach the upper registers.
fn special(state: &mut State, counter: u64, word: u32) -> Step {
    if field(word, 10, 1) == 0 {
        // tst, cmp and cmn write flags only.
        if !matches!(field(word, 6, 4), 8 | 10 | 11) {
            state.forget(low(word, 0));
        }
        return Step::next(2);
    }
    let from = register(word, 3);
    let to = low(word, 0) | (field(word, 7, 1) as usize).wrapping_mul(8);
    let value = read(state, from, counter);
    match field(word, 8, 2) {
        0 => {
            let sum = state.add(read(state, to, counter), value);
            if to == COUNTER { Step::flow(2, course(Value::Unknown)) } else { put(state, to, sum, 2) }
        }
        1 => Step::next(2),
        2 if to == COUNTER => Step::flow(2, if from == 14 { Flow::Return } else { course(value) }),
        2 => {
            state.set(to, value);
            Step::next(2)
        }
        _ if field(word, 7, 1) != 0 => Step::flow(2, Flow::Call(value)),
        _ if from == 14 => Step::flow(2, Flow::Return),
        _ => Step::flow(2, course(value)),
    }
}

fn by_register(memory: &Memory<'_>, state: &mut State, word: u32) -> Step {
    let (to, base, index) = (low(word, 0), low(word, 3), low(word, 6));
    let place = state.add(state.get(base), state.get(index));
    match field(word, 9, 3) {
        0 => {
            if let Value::Stack(at) = place {
                let value = state.get(to);
                state.store(at, value);
            }
            Step::next(2)
        }
        1 | 2 => Step::next(2),
        4 => {
            let value = if place == Value::Unknown { place } else { load(memory, state, place, 0, 4) };
            put(state, to, value, 2)
        }
        _ => put(state, to, Value::Unknown, 2),
    }
}

fn by_number(memory: &Memory<'_>, state: &mut State, word: u32) -> Step {
    let (to, base) = (low(word, 0), low(word, 3));
    let size: u32 = match word >> 12 {
        6 => 4,
        7 => 1,
        _ => 2,
    };
    let distance = i64::from(field(word, 6, 5).wrapping_mul(size));
    access(memory, state, to, base, distance, u64::from(size), field(word, 11, 1) != 0, 2)
}

fn stack(memory: &Memory<'_>, state: &mut State, word: u32) -> Step {
    let distance = i64::from(field(word, 0, 8)).wrapping_mul(4);
    access(memory, state, low(word, 8), STACK, distance, 4, word >> 11 == 19, 2)
}

#[allow(clippy::too_many_arguments)]
fn access(
    memory: &Memory<'_>,
    state: &mut State,
    to: usize,
    base: usize,
    distance: i64,
    size: u64,
    is_load: bool,
    len: u64,
) -> Step {
    let old = state.get(base);
    if is_load {
        let value = load(memory, state, old, distance, size);
        return put(state, to, value, len);
    }
    if let Value::Stack(at) = old {
        let value = if size == 4 { state.get(to) } else { Value::Unknown };
        state.store(at.wrapping_add(distance), value);
    }
    Step::next(len)
}

fn miscellaneous(state: &mut State, address: u64, word: u32) -> Step {
    let mut step = Step::next(2);
    match field(word, 8, 4) {
        0 => {
            let size = Value::Number(u64::from(field(word, 0, 7)).wrapping_mul(4));
            let old = state.get(STACK);
            let value = if field(word, 7, 1) != 0 { state.subtract(old, size) } else { state.add(old, size) };
            state.set(STACK, value);
        }
        // cbz, cbnz
        1 | 3 | 9 | 11 => {
            let distance = u64::from(field(word, 9, 1).wrapping_shl(6) | field(word, 3, 5).wrapping_shl(1));
            step.flow = Flow::Branch(address.wrapping_add(4).wrapping_add(distance) & 0xffff_ffff);
        }
        2 | 10 => state.forget(low(word, 0)),
        4 | 5 => {
            let list = field(word, 0, 8) | field(word, 8, 1).wrapping_shl(14);
            return Step { len: 2, ..transfer(state, list, STACK, false, false, true) };
        }
        12 | 13 => {
            let list = field(word, 0, 8) | field(word, 8, 1).wrapping_shl(15);
            return Step { len: 2, ..transfer(state, list, STACK, true, true, true) };
        }
        _ => {}
    }
    step
}

fn long(memory: &Memory<'_>, state: &mut State, address: u64, word: u32) -> Step {
    match (field(word, 27, 2), field(word, 25, 2)) {
        (1, 0) if field(word, 22, 1) == 0 => {
            let up = field(word, 23, 2) == 1;
            let (base, back) = (register(word, 16), field(word, 21, 1) != 0);
            transfer(state, word & 0xffff, base, field(word, 20, 1) != 0, up, back)
        }
        (1, 0) => pair(state, word),
        (1, 1) => shifted(state, word),
        (2, _) if field(word, 15, 1) != 0 => branch(state, address, word),
        (2, _) => immediate(state, address, word),
        (3, 0) => single(memory, state, address, word),
        (3, 1) => {
            state.forget(register(word, 8));
            state.forget(register(word, 12));
            Step::next(4)
        }
        _ => match coprocessor(state, word & 0x0fff_ffff) {
            Step { flow: Flow::System, .. } => Step::next(4),
            step => step,
        },
    }
}

/// Pairs, exclusive access and table branches.
fn pair(state: &mut State, word: u32) -> Step {
    if word & 0xfff0_ffe0 == 0xe8d0_f000 {
        return Step::flow(4, course(Value::Unknown));
    }
    let (first, second, base) = (register(word, 12), register(word, 8), register(word, 16));
    let exclusive = field(word, 24, 1) == 0 && field(word, 21, 1) == 0;
    if field(word, 20, 1) != 0 {
        state.forget(first);
        state.forget(second);
    } else if exclusive {
        state.forget(register(word, 0));
        state.forget(second);
    }
    if !exclusive && field(word, 21, 1) != 0 {
        let distance = Value::Number(u64::from(field(word, 0, 8)).wrapping_mul(4));
        let old = state.get(base);
        let moved = if field(word, 23, 1) != 0 { state.add(old, distance) } else { state.subtract(old, distance) };
        state.set(base, moved);
    }
    Step::next(4)
}

fn shifted(state: &mut State, word: u32) -> Step {
    let (action, from, to) = (field(word, 21, 4), register(word, 16), register(word, 8));
    let plain = field(word, 4, 4) == 0 && field(word, 12, 3) == 0;
    let right = if plain { state.get(register(word, 0)) } else { Value::Unknown };
    let value = match action {
        2 if from == 15 => right,
        8 => state.add(state.get(from), right),
        13 => state.subtract(state.get(from), right),
        _ => Value::Unknown,
    };
    // Register 15 stands for a test that writes flags only.
    if to == COUNTER {
        return Step::next(4);
    }
    let step = put(state, to, value, 4);
    if action == 2 { Step { made: None, ..step } } else { step }
}

fn branch(state: &mut State, address: u64, word: u32) -> Step {
    let counter = address.wrapping_add(4);
    let sign = field(word, 26, 1);
    let (link, exchange) = (field(word, 14, 1) != 0, field(word, 12, 1) == 0);
    if !link && exchange {
        // A conditional branch, unless it is a system instruction.
        if field(word, 23, 3) == 7 {
            if word & 0xffe0_f000 == 0xf3e0_8000 {
                state.forget(register(word, 8));
            }
            return Step::next(4);
        }
        let parts = [
            (sign, 20),
            (field(word, 11, 1), 19),
            (field(word, 13, 1), 18),
            (field(word, 16, 6), 12),
            (field(word, 0, 11), 1),
        ];
        let bits = parts.iter().fold(0, |all, (part, shift)| all | part.wrapping_shl(*shift));
        return Step::flow(4, Flow::Branch(counter.wrapping_add(signed(bits, 21)) & 0xffff_ffff));
    }
    let (i1, i2) = (1 & !(field(word, 13, 1) ^ sign), 1 & !(field(word, 11, 1) ^ sign));
    let parts = [(sign, 24), (i1, 23), (i2, 22), (field(word, 16, 10), 12), (field(word, 0, 11), 1)];
    let bits = parts.iter().fold(0, |all, (part, shift)| all | part.wrapping_shl(*shift));
    let distance = signed(bits, 25);
    if link && exchange {
        let target = (counter & !3).wrapping_add(distance) & 0xffff_fffc;
        return Step::flow(4, Flow::Call(Value::Address(target)));
    }
    let target = thumb(counter.wrapping_add(distance));
    Step::flow(4, if link { Flow::Call(target) } else { Flow::Jump(target) })
}

/// A number of 12 bits as data processing writes it (ThumbExpandImm).
fn expand(word: u32) -> u32 {
    let bits = field(word, 26, 1).wrapping_shl(11) | field(word, 12, 3).wrapping_shl(8) | field(word, 0, 8);
    let byte = bits & 0xff;
    match bits >> 8 {
        0 => byte,
        1 => byte.wrapping_mul(0x0001_0001),
        2 => byte.wrapping_mul(0x0100_0100),
        3 => byte.wrapping_mul(0x0101_0101),
        _ => (bits & 0x7f | 0x80).rotate_right(bits >> 7),
    }
}

fn immediate(state: &mut State, address: u64, word: u32) -> Step {
    let (to, from) = (register(word, 8), register(word, 16));
    if field(word, 25, 1) != 0 {
        return plain(state, address, word, to, from);
    }
    let right = u64::from(expand(word));
    let value = match field(word, 21, 4) {
        2 if from == 15 => Value::Number(right),
        3 if from == 15 => Value::Number(!right & 0xffff_ffff),
        8 => state.add(state.get(from), Value::Number(right)),
        13 => state.subtract(state.get(from), Value::Number(right)),
        0 | 1 if to == STACK => state.get(STACK),
        2 => match state.get(from) {
            Value::Number(n) => Value::Number(n | right),
            _ => Value::Unknown,
        },
        _ => Value::Unknown,
    };
    if to == COUNTER { Step::next(4) } else { put(state, to, value, 4) }
}

/// Numbers of 12 and 16 bits as they stand.
fn plain(state: &mut State, address: u64, word: u32, to: usize, from: usize) -> Step {
    let small = u64::from(field(word, 26, 1).wrapping_shl(11) | field(word, 12, 3).wrapping_shl(8) | field(word, 0, 8));
    let large = u64::from(field(word, 16, 4).wrapping_shl(12)) | small;
    let base = if from == COUNTER { Value::Address(address.wrapping_add(4) & !3) } else { state.get(from) };
    let value = match field(word, 20, 5) {
        0 => state.add(base, Value::Number(small)),
        10 => state.subtract(base, Value::Number(small)),
        4 => Value::Number(large),
        12 => half(state.get(to), large),
        _ => Value::Unknown,
    };
    put(state, to, value, 4)
}

fn single(memory: &Memory<'_>, state: &mut State, address: u64, word: u32) -> Step {
    let (to, base) = (register(word, 12), register(word, 16));
    let is_load = field(word, 20, 1) != 0;
    // Elements of vectors stand among the stores.
    if !is_load && field(word, 24, 1) != 0 {
        if field(word, 0, 4) != 15 {
            state.forget(base);
        }
        return Step::next(4);
    }
    let size = 1_u64.wrapping_shl(field(word, 21, 2));
    if is_load && to == COUNTER && size != 4 {
        return Step::next(4);
    }
    let large = i64::from(field(word, 0, 12));
    let small = i64::from(field(word, 0, 8));
    if is_load && base == COUNTER {
        let place = (address.wrapping_add(4) & !3).wrapping_add(signed(field(word, 0, 12), 13));
        let place = if field(word, 23, 1) != 0 {
            place
        } else {
            (address.wrapping_add(4) & !3).wrapping_sub(u64::from(field(word, 0, 12)))
        };
        let value = load(memory, state, Value::Address(place), 0, size);
        let pool = (size == 4).then_some((place, 4));
        if to == COUNTER {
            return Step { pool, ..Step::flow(4, course(value)) };
        }
        return Step { pool, ..put(state, to, value, 4) };
    }
    let old = state.get(base);
    let (distance, back, before) = if field(word, 23, 1) != 0 {
        (Some(large), false, true)
    } else if field(word, 11, 1) != 0 {
        let distance = if field(word, 9, 1) != 0 { small } else { small.wrapping_neg() };
        (Some(distance), field(word, 8, 1) != 0, field(word, 10, 1) != 0)
    } else {
        let index = if field(word, 4, 2) == 0 { state.get(register(word, 0)) } else { Value::Unknown };
        let known = match index {
            Value::Number(n) => Some(state.signed(n)),
            _ => None,
        };
        (known, false, true)
    };
    let mut step = Step::next(4);
    if let Some(distance) = distance {
        let start = if before { distance } else { 0 };
        step = access(memory, state, to, base, start, size, is_load, 4);
        if back {
            #[allow(clippy::cast_sign_loss)]
            let moved = state.add(old, Value::Number(distance as u64 & 0xffff_ffff));
            state.set(base, moved);
        }
    } else if is_load {
        state.forget(to);
    }
    if is_load && to == COUNTER {
        step.flow = if base == STACK { Flow::Return } else { course(Value::Unknown) };
    }
    step
}
