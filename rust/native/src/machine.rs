//! The machines whose code is read.

/// Instruction sets by the machine number of the header; ARM files hold two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    Arm,
    Aarch64,
    X86,
    X8664,
}

impl Machine {
    pub fn of(number: u16) -> Option<Self> {
        Some(match number {
            3 => Machine::X86,
            40 => Machine::Arm,
            62 => Machine::X8664,
            183 => Machine::Aarch64,
            _ => return None,
        })
    }

    pub fn wide(self) -> bool {
        matches!(self, Machine::Aarch64 | Machine::X8664)
    }

    /// Register of the stack pointer.
    pub fn stack(self) -> usize {
        match self {
            Machine::Arm => 13,
            Machine::Aarch64 => 31,
            Machine::X86 | Machine::X8664 => 4,
        }
    }

    /// Registers that carry arguments, in order; on x86 they stand on the stack.
    pub fn arguments(self) -> &'static [usize] {
        match self {
            Machine::Arm => &[0, 1, 2, 3],
            Machine::Aarch64 => &[0, 1, 2, 3, 4, 5, 6, 7],
            // rdi, rsi, rdx, rcx, r8, r9
            Machine::X8664 => &[7, 6, 2, 1, 8, 9],
            Machine::X86 => &[],
        }
    }

    /// Registers a call may change.
    pub fn changed_by_calls(self) -> &'static [usize] {
        match self {
            Machine::Arm => &[0, 1, 2, 3, 12, 14],
            Machine::Aarch64 => &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 30],
            Machine::X8664 => &[0, 1, 2, 6, 7, 8, 9, 10, 11],
            Machine::X86 => &[0, 1, 2],
        }
    }

    /// Register of what a function gives back.
    pub fn result(self) -> usize {
        0
    }

    /// Register of the system call's number.
    pub fn system_call(self) -> usize {
        match self {
            Machine::Arm => 7,
            Machine::Aarch64 => 8,
            Machine::X86 | Machine::X8664 => 0,
        }
    }

    /// What the linker writes for a relocation: an address of the file itself, a symbol, or neither.
    pub fn relocation(self, kind: u32) -> Relocation {
        match (self, kind) {
            (Machine::Arm, 23) | (Machine::Aarch64, 1027) | (Machine::X86 | Machine::X8664, 8) => Relocation::Base,
            (Machine::Arm, 2 | 21 | 22)
            | (Machine::Aarch64, 257 | 1025 | 1026)
            | (Machine::X86 | Machine::X8664, 1 | 6 | 7) => Relocation::Symbol,
            _ => Relocation::Other,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relocation {
    Base,
    Symbol,
    Other,
}
