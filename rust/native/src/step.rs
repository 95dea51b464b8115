//! What one instruction does, as far as it is followed.
use crate::memory::{Memory, Target};
use crate::value::{State, Value};

/// Where the code goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Next,
    Call(Value),
    /// A call that may be left out; the code goes on in either case.
    Jump(Value),
    Branch(u64),
    Return,
    /// A call of the kernel.
    System,
    /// These bytes are no instruction.
    Invalid,
}

#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub len: u64,
    pub flow: Flow,
    /// An address this instruction has finished making.
    pub made: Option<u64>,
    /// Data between the code that this instruction reads: (address, size).
    pub pool: Option<(u64, u64)>,
}

impl Step {
    pub fn next(len: u64) -> Self {
        Step { len, flow: Flow::Next, made: None, pool: None }
    }

    pub fn flow(len: u64, flow: Flow) -> Self {
        Step { len, flow, made: None, pool: None }
    }
}

/// What a load from `base + distance` gives, by what the file and the linker put there.
pub fn load(memory: &Memory<'_>, state: &State, base: Value, distance: i64, size: u64) -> Value {
    #[allow(clippy::cast_sign_loss)]
    let step = Value::Number(distance as u64);
    match base {
        Value::Stack(at) => state.load(at.wrapping_add(distance)),
        Value::Address(_) => match state.add(base, step) {
            Value::Address(at) => at_place(memory, at, size),
            _ => Value::Unknown,
        },
        Value::Number(_) if memory.fixed => match state.add(base, step) {
            Value::Number(at) => at_place(memory, at, size),
            _ => Value::Unknown,
        },
        // The first word of something is taken for its table of functions; whoever uses that checks the arguments.
        Value::Unknown | Value::Parameter(_) | Value::Result(_) if distance == 0 && size == memory.word_size() => {
            Value::Functions
        }
        Value::Functions if size == memory.word_size() => {
            u32::try_from(distance).map_or(Value::Unknown, Value::Function)
        }
        _ => Value::Unknown,
    }
}

fn at_place(memory: &Memory<'_>, at: u64, size: u64) -> Value {
    if size == memory.word_size() {
        match memory.relocations.get(&at) {
            Some(Target::Address(target)) => return Value::Address(*target),
            Some(Target::Import(symbol)) => return Value::Import(*symbol),
            None => {}
        }
    }
    // What may be written to holds something else by the time it is read.
    if memory.load_of(at).is_none_or(|l| l.writable) {
        return Value::Unknown;
    }
    let number = match size {
        1 => memory.bytes(at).and_then(|b| b.first()).map(|b| u64::from(*b)),
        4 => memory.u32(at).map(u64::from),
        8 => memory.u64(at),
        _ => None,
    };
    number.map_or(Value::Unknown, Value::Number)
}

/// The address in a value, where it is one.
pub fn made(value: Value) -> Option<u64> {
    match value {
        Value::Address(at) => Some(at),
        _ => None,
    }
}
