//! What a register or a place on the stack is known to hold.

/// A value that linear reading can know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Value {
    #[default]
    Unknown,
    /// A number written in the code, not made from the code's own address.
    Number(u64),
    /// An address: made from the code's own address, or put there by the linker.
    Address(u64),
    /// The stack pointer as it was at entry, and a distance.
    Stack(i64),
    /// What the function was given as argument of that number.
    Parameter(u8),
    /// The address of an imported symbol, by its number among the dynamic symbols.
    Import(u32),
    /// What the first word of something unknown points to: the table of functions of an object.
    Functions,
    /// An entry of such a table, by its distance in bytes.
    Function(u32),
    /// What a call gave back, by the address of the call.
    Result(u64),
}

/// Registers past this number do not exist on any machine read here.
pub const REGISTERS: usize = 32;
/// Places on the stack that are followed at once.
const SLOTS: usize = 20;

/// All that is known at one place of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    registers: [Value; REGISTERS],
    slots: [(i64, Value); SLOTS],
    used: usize,
    /// Mask of an address: 32 or 64 bits.
    mask: u64,
    /// Numbers from the first up to the second are addresses; in files that may stand anywhere there are none.
    fixed: (u64, u64),
}

impl State {
    pub fn new(wide: bool, stack: usize, fixed: (u64, u64)) -> Self {
        let mask = if wide { u64::MAX } else { u64::from(u32::MAX) };
        let mut state =
            State { registers: [Value::Unknown; REGISTERS], slots: [(0, Value::Unknown); SLOTS], used: 0, mask, fixed };
        state.set(stack, Value::Stack(0));
        state
    }

    pub fn get(&self, register: usize) -> Value {
        self.registers.get(register).copied().unwrap_or_default()
    }

    pub fn set(&mut self, register: usize, value: Value) {
        let value = match value {
            Value::Number(n) => self.number(n & self.mask),
            Value::Address(n) => Value::Address(n & self.mask),
            other => other,
        };
        if let Some(place) = self.registers.get_mut(register) {
            *place = value;
        }
    }

    pub fn number_in(&self, register: usize) -> Option<u64> {
        match self.get(register) {
            Value::Number(n) if n > 0xffff => Some(n),
            _ => None,
        }
    }

    pub fn forget(&mut self, register: usize) {
        self.set(register, Value::Unknown);
    }

    fn number(&self, number: u64) -> Value {
        if (self.fixed.0..self.fixed.1).contains(&number) { Value::Address(number) } else { Value::Number(number) }
    }

    pub fn add(&self, a: Value, b: Value) -> Value {
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => Value::Number(a.wrapping_add(b) & self.mask),
            (Value::Address(a), Value::Number(b)) | (Value::Number(b), Value::Address(a)) => {
                Value::Address(a.wrapping_add(b) & self.mask)
            }
            (Value::Stack(a), Value::Number(b)) | (Value::Number(b), Value::Stack(a)) => {
                Value::Stack(a.wrapping_add(self.signed(b)))
            }
            _ => Value::Unknown,
        }
    }

    pub fn subtract(&self, a: Value, b: Value) -> Value {
        match b {
            Value::Number(n) => self.add(a, Value::Number(n.wrapping_neg() & self.mask)),
            _ => Value::Unknown,
        }
    }

    /// A word of the machine as a signed number.
    #[allow(clippy::cast_possible_wrap)]
    pub fn signed(&self, number: u64) -> i64 {
        if self.mask == u64::MAX { number as i64 } else { i64::from(number as u32 as i32) }
    }

    /// Keeps a value at a distance from the stack pointer at entry.
    pub fn store(&mut self, at: i64, value: Value) {
        let used = self.used.min(SLOTS);
        if let Some(slot) = self.slots.iter_mut().take(used).find(|(place, _)| *place == at) {
            slot.1 = value;
            return;
        }
        if value == Value::Unknown {
            return;
        }
        // The oldest place gives way.
        let next = self.used % SLOTS;
        if let Some(slot) = self.slots.get_mut(next) {
            *slot = (at, value);
        }
        self.used =
            if self.used >= SLOTS.saturating_mul(2).saturating_sub(1) { SLOTS } else { self.used.wrapping_add(1) };
    }

    pub fn load(&self, at: i64) -> Value {
        let held = self.slots.iter().take(self.used.min(SLOTS));
        held.filter(|(place, _)| *place == at).map(|(_, value)| *value).next().unwrap_or_default()
    }

    /// Forgets what stands from a place of the stack upwards: something else may have written there.
    pub fn expose(&mut self, from: i64) {
        for slot in &mut self.slots {
            if slot.0 >= from {
                slot.1 = Value::Unknown;
            }
        }
    }

    /// Keeps only what holds on both ways that meet here.
    pub fn meet(&mut self, other: &State) {
        for (mine, theirs) in self.registers.iter_mut().zip(&other.registers) {
            if mine != theirs {
                *mine = Value::Unknown;
            }
        }
        let used = self.used.min(SLOTS);
        for slot in self.slots.iter_mut().take(used) {
            if slot.1 != Value::Unknown && other.load(slot.0) != slot.1 {
                slot.1 = Value::Unknown;
            }
        }
    }
}
