//! x86 and x86-64, decoded by iced-x86: moves, addresses and the course are followed, whatever else writes a register
//! makes it unknown.
use iced_x86::{
    Code, Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, Mnemonic, OpAccess, OpKind,
    Register,
};

use crate::memory::Memory;
use crate::step::{Flow, Step, load, made};
use crate::value::{State, Value};

const STACK: usize = 4;

/// Keeps what the decoder needs from one instruction to the next.
pub struct Reader<'a> {
    decoder: Option<(Decoder<'a>, u64, u64)>,
    info: InstructionInfoFactory,
}

impl<'a> Reader<'a> {
    pub fn new() -> Self {
        Reader { decoder: None, info: InstructionInfoFactory::new() }
    }

    fn decode(&mut self, memory: &Memory<'a>, address: u64) -> Option<Instruction> {
        let load = memory.load_of(address)?;
        if self.decoder.as_ref().is_none_or(|(_, start, _)| *start != load.address) {
            let bits = if memory.machine.wide() { 64 } else { 32 };
            let decoder = Decoder::with_ip(bits, load.bytes, load.address, DecoderOptions::NONE);
            self.decoder = Some((decoder, load.address, load.address));
        }
        let (decoder, start, at) = self.decoder.as_mut()?;
        if *at != address {
            decoder.set_position(usize::try_from(address.checked_sub(*start)?).ok()?).ok()?;
            decoder.set_ip(address);
        }
        let instruction = decoder.decode();
        *at = instruction.next_ip();
        Some(instruction)
    }

    pub fn step(&mut self, memory: &Memory<'a>, state: &mut State, address: u64) -> Step {
        let Some(i) = self.decode(memory, address).filter(|i| !i.is_invalid()) else {
            return Step::flow(1, Flow::Invalid);
        };
        let len = u64::try_from(i.len()).unwrap_or(1).max(1);
        let flow = match i.flow_control() {
            FlowControl::Next | FlowControl::XbeginXabortXend => {
                let referred = referred(memory, state, &i);
                let step = self.plain(memory, state, &i, len);
                return Step { made: step.made.or(referred), ..step };
            }
            FlowControl::UnconditionalBranch => Flow::Jump(Value::Address(i.near_branch_target())),
            FlowControl::ConditionalBranch => Flow::Branch(i.near_branch_target()),
            FlowControl::IndirectBranch => Flow::Jump(operand(memory, state, &i, 0)),
            FlowControl::IndirectCall => Flow::Call(operand(memory, state, &i, 0)),
            FlowControl::Call => match i.mnemonic() {
                Mnemonic::Syscall | Mnemonic::Sysenter => Flow::System,
                _ => return call(memory, state, &i, len),
            },
            FlowControl::Interrupt if i.code() == Code::Int_imm8 && i.immediate8() == 0x80 => Flow::System,
            FlowControl::Interrupt => Flow::Next,
            FlowControl::Return => Flow::Return,
            FlowControl::Exception => Flow::Return,
        };
        Step::flow(len, flow)
    }

    fn plain(&mut self, memory: &Memory<'a>, state: &mut State, i: &Instruction, len: u64) -> Step {
        let mut step = Step::next(len);
        let size = u64::try_from(i.memory_size().size()).unwrap_or(0);
        match i.mnemonic() {
            Mnemonic::Mov
            | Mnemonic::Lea
            | Mnemonic::Add
            | Mnemonic::Sub
            | Mnemonic::Xor
            | Mnemonic::And
            | Mnemonic::Or => {
                return assign(memory, state, i, step);
            }
            Mnemonic::Push => {
                let value = number(memory, operand(memory, state, i, 0));
                push(memory, state, value);
                step.made = made(value);
            }
            Mnemonic::Pop => {
                let top = state.get(STACK);
                let value = load(memory, state, top, 0, memory.word_size());
                state.set(STACK, state.add(top, Value::Number(memory.word_size())));
                if let Some(to) = general(i.op0_register()).filter(|_| i.op0_kind() == OpKind::Register) {
                    state.set(to, value);
                }
            }
            Mnemonic::Leave => {
                let frame = state.get(5);
                let old = load(memory, state, frame, 0, memory.word_size());
                state.set(STACK, state.add(frame, Value::Number(memory.word_size())));
                state.set(5, old);
            }
            Mnemonic::Cmp | Mnemonic::Test | Mnemonic::Nop | Mnemonic::Endbr32 | Mnemonic::Endbr64 => {
                // A comparison with an address refers to it too.
                if i.mnemonic() == Mnemonic::Cmp && i.op_count() == 2 {
                    step.made = made(operand(memory, state, i, 1)).filter(|_| i.op1_kind() != OpKind::Memory);
                }
            }
            _ => {
                let info = self.info.info(i);
                for used in info.used_registers() {
                    if matches!(
                        used.access(),
                        OpAccess::Write | OpAccess::CondWrite | OpAccess::ReadWrite | OpAccess::ReadCondWrite
                    ) && let Some(register) = general(used.register())
                    {
                        state.forget(register);
                    }
                }
                let writes = i.op_count() > 0 && i.op0_kind() == OpKind::Memory;
                if let (true, Some(Value::Stack(at))) = (writes, place(state, i)) {
                    state.store(at, Value::Unknown);
                    if size > 8 {
                        state.store(at.wrapping_add(8), Value::Unknown);
                    }
                }
            }
        }
        step
    }
}

/// The whole register that holds a general one, by number.
fn general(register: Register) -> Option<usize> {
    let full = register.full_register();
    full.is_gpr().then(|| full.number())
}

fn whole(memory: &Memory<'_>, register: Register) -> bool {
    register.is_gpr64() || (register.is_gpr32() && !memory.machine.wide())
}

fn push(memory: &Memory<'_>, state: &mut State, value: Value) {
    let top = state.subtract(state.get(STACK), Value::Number(memory.word_size()));
    state.set(STACK, top);
    if let Value::Stack(at) = top {
        state.store(at, value);
    }
}

/// The address in a memory operand with an unknown index, as of a table; or of read-only bytes read as a whole.
fn referred(memory: &Memory<'_>, state: &State, i: &Instruction) -> Option<u64> {
    let count = i.op_count();
    (0..count).any(|n| i.op_kind(n) == OpKind::Memory).then_some(())?;
    if i.memory_index() != Register::None {
        let base = match i.memory_base() {
            Register::None if memory.fixed => Value::Address(0),
            Register::None => return None,
            register => state.get(general(register)?),
        };
        let index = state.get(general(i.memory_index())?);
        let known = !matches!(index, Value::Unknown | Value::Parameter(_) | Value::Result(_));
        let base =
            if known && i.memory_index_scale() == 1 && matches!(index, Value::Address(_)) { index } else { base };
        return made(state.add(base, Value::Number(i.memory_displacement64())));
    }
    if i.memory_size().size() < 8 || i.mnemonic() == Mnemonic::Lea {
        return None;
    }
    made(place(state, i)?).filter(|at| memory.load_of(*at).is_some_and(|l| !l.writable))
}

/// Address of a memory operand, where the registers in it are known.
fn place(state: &State, i: &Instruction) -> Option<Value> {
    if i.is_ip_rel_memory_operand() {
        return Some(Value::Address(i.ip_rel_memory_address()));
    }
    if !matches!(i.segment_prefix(), Register::None | Register::DS | Register::SS | Register::ES | Register::CS) {
        return None;
    }
    let base = match i.memory_base() {
        Register::None => Value::Number(0),
        register => state.get(general(register)?),
    };
    let index = match i.memory_index() {
        Register::None => Value::Number(0),
        register => match state.get(general(register)?) {
            Value::Number(n) => Value::Number(n.wrapping_mul(u64::from(i.memory_index_scale()))),
            // The table's address in the index register.
            value if i.memory_index_scale() == 1 => value,
            _ => Value::Unknown,
        },
    };
    let sum = match (base, index) {
        (value, Value::Number(0)) => value,
        (base, index) => state.add(base, index),
    };
    match sum {
        Value::Unknown => None,
        sum => Some(state.add(sum, Value::Number(i.memory_displacement64()))).filter(|v| *v != Value::Unknown),
    }
}

fn operand(memory: &Memory<'_>, state: &State, i: &Instruction, number: u32) -> Value {
    match i.op_kind(number) {
        OpKind::Register => {
            let register = i.op_register(number);
            let value = general(register).map_or(Value::Unknown, |r| state.get(r));
            match value {
                value if whole(memory, register) => value,
                Value::Number(n) if register.is_gpr32() => Value::Number(n & 0xffff_ffff),
                _ => Value::Unknown,
            }
        }
        OpKind::Memory => {
            let size = u64::try_from(i.memory_size().size()).unwrap_or(0);
            match place(state, i) {
                Some(place) => load(memory, state, place, 0, size),
                // What is not known itself may still be a table of functions.
                None if i.memory_index() == Register::None && !i.is_ip_rel_memory_operand() => {
                    let base = general(i.memory_base()).map_or(Value::Unknown, |r| state.get(r));
                    let named = i.memory_base() != Register::None && i.segment_prefix() == Register::None;
                    let distance = state.signed(i.memory_displacement64());
                    if named { load(memory, state, base, distance, size) } else { Value::Unknown }
                }
                None => Value::Unknown,
            }
        }
        OpKind::NearBranch16 | OpKind::NearBranch32 | OpKind::NearBranch64 => Value::Address(i.near_branch_target()),
        kind if immediate(kind) => Value::Number(i.immediate(number)),
        _ => Value::Unknown,
    }
}

fn immediate(kind: OpKind) -> bool {
    matches!(
        kind,
        OpKind::Immediate8
            | OpKind::Immediate16
            | OpKind::Immediate32
            | OpKind::Immediate64
            | OpKind::Immediate8to16
            | OpKind::Immediate8to32
            | OpKind::Immediate8to64
            | OpKind::Immediate32to64
    )
}

fn assign(memory: &Memory<'_>, state: &mut State, i: &Instruction, mut step: Step) -> Step {
    let right = match i.mnemonic() {
        Mnemonic::Lea => place(state, i).unwrap_or_default(),
        _ => operand(memory, state, i, 1),
    };
    let left = || operand(memory, state, i, 0);
    let same =
        i.op0_kind() == OpKind::Register && i.op1_kind() == OpKind::Register && i.op0_register() == i.op1_register();
    let value = match (i.mnemonic(), right) {
        (Mnemonic::Mov | Mnemonic::Lea, value) => value,
        (Mnemonic::Add, value) => state.add(left(), value),
        (Mnemonic::Sub | Mnemonic::Xor, _) if same => Value::Number(0),
        (Mnemonic::Sub, value) => state.subtract(left(), value),
        // Aligning the stack pointer leaves it where it is followed from.
        (Mnemonic::And, _) if general(i.op0_register()) == Some(STACK) => match left() {
            Value::Stack(at) => Value::Stack(at & -16),
            _ => Value::Unknown,
        },
        (Mnemonic::Or, Value::Number(n)) if i.op0_kind() == OpKind::Register && n == u64::MAX => Value::Number(n),
        _ => Value::Unknown,
    };
    if i.op0_kind() == OpKind::Register {
        if let Some(to) = general(i.op0_register()) {
            let kept = if whole(memory, i.op0_register())
                || (i.op0_register().is_gpr32() && matches!(value, Value::Number(_)))
            {
                value
            } else {
                Value::Unknown
            };
            let kept = if let (Value::Number(n), true) = (kept, i.op0_register().is_gpr32()) {
                Value::Number(n & 0xffff_ffff)
            } else {
                kept
            };
            state.set(to, kept);
            // A move between registers finishes nothing.
            let moved = i.mnemonic() == Mnemonic::Mov && i.op1_kind() == OpKind::Register;
            step.made = made(state.get(to)).filter(|_| !moved);
        }
    } else if i.op0_kind() == OpKind::Memory {
        if let Some(Value::Stack(at)) = place(state, i) {
            let size = u64::try_from(i.memory_size().size()).unwrap_or(0);
            let whole = size == memory.word_size() || matches!(value, Value::Number(_));
            state.store(at, if whole { number(memory, value) } else { Value::Unknown });
        }
        if immediate(i.op1_kind()) {
            step.made = made(number(memory, value));
        }
    }
    step
}

/// In a file with fixed addresses a plain number may be one.
fn number(memory: &Memory<'_>, value: Value) -> Value {
    match value {
        Value::Number(n) if memory.fixed && memory.load_of(n).is_some() => Value::Address(n),
        value => value,
    }
}

/// A call; one to the next instruction, or to a function that only reads its own return address, gives the place.
fn call(memory: &Memory<'_>, state: &mut State, i: &Instruction, len: u64) -> Step {
    let (target, next) = (i.near_branch_target(), i.next_ip());
    if target == next {
        push(memory, state, Value::Address(next));
        return Step::next(len);
    }
    // mov reg, [esp]; ret
    let body = memory.bytes(target).and_then(|b| b.get(..4));
    if let Some(&[0x8b, form, 0x24, 0xc3]) = body
        && form & 0xc7 == 0x04
        && !memory.machine.wide()
    {
        state.set(usize::from(form >> 3 & 7), Value::Address(next));
        return Step::next(len);
    }
    Step::flow(len, Flow::Call(Value::Address(target)))
}
