//! All code of a sample, merged by name: what the bytecode reader fills and the analyses read.
//!
//! Symbols (strings, types, protos, fields, methods) are interned over all dex files of the sample, so one
//! number means one name everywhere. Instructions are flat columns ordered by body, then offset. Analyses that
//! need registers decode a body again through [`Code::decode`]; a reader of source trees can serve the same type.
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::gap::Gap;

mod decode;
mod index;
mod names;
pub mod tables;

pub use crate::dex::CodeBuilder;
pub use crate::dex::opcodes::OperandKind;
pub(crate) use index::{Index, hash_proto, hash_text, hash_three};

/// Bytes of a part, shared with whoever opened it.
pub type DexBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Marks "none" in a column of symbol numbers.
pub const NONE: u32 = u32::MAX;

/// Text values in one buffer: number → string.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub bytes: String,
    /// One more than there are values; `ends[i]..ends[i + 1]` is value `i`.
    pub ends: Vec<u32>,
}

impl Texts {
    pub fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Value `number`, or None past the last.
    pub fn get(&self, number: u32) -> Option<&str> {
        let from = number as usize;
        let [start, end] = *self.ends.get(from..)?.first_chunk::<2>()?;
        self.bytes.get(start as usize..end as usize)
    }

    /// Appends a value and gives its number. False room (past 2 GiB in all) gives None and appends nothing.
    pub fn push(&mut self, value: &str) -> Option<u32> {
        let end = self.bytes.len().checked_add(value.len()).filter(|end| *end <= i32::MAX as usize)?;
        self.bytes.push_str(value);
        self.close(end)
    }

    /// Makes `ends` well-formed where nothing was pushed.
    pub(crate) fn close_empty(&mut self) {
        if self.ends.is_empty() {
            self.ends.push(0);
        }
    }

    /// Makes a value of what was appended to `bytes` since the last one.
    pub(crate) fn close(&mut self, end: usize) -> Option<u32> {
        if self.ends.is_empty() {
            self.ends.push(0);
        }
        let number = u32::try_from(self.len()).ok()?;
        self.ends.push(u32::try_from(end).ok()?);
        Some(number)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldRef {
    /// Type number of the class the reference names.
    pub class: u32,
    /// String number.
    pub name: u32,
    /// Type number.
    pub kind: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MethodRef {
    pub class: u32,
    pub name: u32,
    pub proto: u32,
}

/// Return type and parameter types; `params` is a range in [`Code::proto_params`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Proto {
    pub result: u32,
    pub params: std::ops::Range<u32>,
}

/// One class definition. Where several parts define the same class, the first (in part order) is the one Android
/// loads; the others are kept in [`Code::conflicts`].
#[derive(Clone, Debug)]
pub struct Class {
    /// Type number of its name.
    pub name: u32,
    pub flags: u32,
    /// Type number, or NONE.
    pub parent: u32,
    pub interfaces: Vec<u32>,
    /// String number of the source file, or NONE.
    pub source: u32,
    /// Part number (of the table `parts`).
    pub part: u32,
    /// Range in [`Code::defined_fields`].
    pub fields: std::ops::Range<u32>,
    /// Range in [`Code::defined_methods`].
    pub methods: std::ops::Range<u32>,
}

#[derive(Clone, Debug)]
pub struct DefinedField {
    /// Field number.
    pub field: u32,
    pub flags: u32,
    /// The constant the class file gives a static field, if any.
    pub value: Constant,
}

#[derive(Clone, Debug)]
pub struct DefinedMethod {
    /// Method number.
    pub method: u32,
    pub flags: u32,
    /// Number of its body, or NONE (abstract, native, unreadable).
    pub body: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Constant {
    #[default]
    None,
    Int(i64),
    Float(f64),
    Text(u32),
    Type(u32),
    Null,
}

/// Code of one method.
#[derive(Clone, Debug)]
pub struct Body {
    /// Method number.
    pub method: u32,
    /// Part number.
    pub part: u32,
    /// Offset in the part of the first code unit.
    pub file_offset: u32,
    /// Bytes of code; 0 where that is not known.
    pub size: u32,
    pub registers: u16,
    pub ins: u16,
    /// Range in the instruction columns.
    pub ops: std::ops::Range<u32>,
    /// Range in [`Code::tries`].
    pub tries: std::ops::Range<u32>,
    /// True when decoding stopped before the end; a gap says where.
    pub cut: bool,
}

/// A guarded range: byte offsets, and where its handler starts. `caught` is a type number, NONE for all.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    pub start: u32,
    pub end: u32,
    pub handler: u32,
    pub caught: u32,
}

/// One decoded instruction. Symbol operands are numbers of this `Code`, not of the dex file.
#[derive(Clone, Debug)]
pub struct Insn {
    /// Bytes from the start of the method's code.
    pub offset: u32,
    /// Dalvik opcode.
    pub op: u8,
    /// Size in bytes.
    pub size: u32,
    /// Registers in the order of the mnemonic: vA, vB, vC; for invokes and filled-new-array the arguments.
    pub regs: Vec<u16>,
    /// What the operand column holds: symbol number, literal, or branch target as a byte offset.
    pub operand: i64,
}

/// What `invoke-custom` calls: a method made at run time by a bootstrap method.
#[derive(Clone, Debug, PartialEq)]
pub struct CallSite {
    /// Part number.
    pub part: u32,
    /// Number in [`Code::method_handles`] of the bootstrap method, or NONE.
    pub bootstrap: u32,
    /// String number, or NONE.
    pub name: u32,
    /// Proto number, or NONE.
    pub proto: u32,
    /// Further values as text, in the notation of the table `annotations`.
    pub values: Vec<String>,
    /// Numbers in [`Code::method_handles`] among those values: a lambda's body, for one.
    pub handles: Vec<u32>,
}

/// A reference to a method or field as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodHandle {
    /// 0 static-put, 1 static-get, 2 instance-put, 3 instance-get, 4 invoke-static, 5 invoke-instance,
    /// 6 invoke-constructor, 7 invoke-direct, 8 invoke-interface.
    pub kind: u16,
    /// Field number for kinds 0 to 3, else method number.
    pub member: u32,
}

/// Annotation elements, one row each; an annotation without elements has one row with `element` NONE.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// 0 class, 1 field, 2 method, 3 parameter.
    pub owner_kind: Vec<u8>,
    /// Type number for a class, field or method number else.
    pub owner: Vec<u32>,
    /// Type number of the annotation.
    pub kind: Vec<u32>,
    /// String number of the element's name, or NONE.
    pub element: Vec<u32>,
    pub value: Texts,
    /// 0 build, 1 runtime, 2 system.
    pub visibility: Vec<u8>,
}

/// Switch cases, one row each, ordered by body and offset.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    /// Body number.
    pub body: Vec<u32>,
    /// Offset of the switch instruction.
    pub offset: Vec<u32>,
    pub key: Vec<i64>,
    /// Byte offset the case jumps to.
    pub target: Vec<u32>,
}

/// Something a reader accepts and an ordinary compiler does not make: often a trick against analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// Part number.
    pub part: u32,
    /// A stable word: `checksum`, `trailing_data`, `class_defined_twice`…
    pub kind: &'static str,
    pub place: String,
    pub detail: String,
}

/// The sample's code.
#[derive(Default)]
pub struct Code {
    pub strings: Texts,
    /// Type number → string number of its descriptor.
    pub types: Vec<u32>,
    pub protos: Vec<Proto>,
    pub proto_params: Vec<u32>,
    pub fields: Vec<FieldRef>,
    pub methods: Vec<MethodRef>,
    pub classes: Vec<Class>,
    pub conflicts: Vec<Class>,
    pub defined_fields: Vec<DefinedField>,
    pub defined_methods: Vec<DefinedMethod>,
    pub bodies: Vec<Body>,
    pub tries: Vec<Try>,
    /// Instruction columns, all of one length.
    pub op_offset: Vec<u32>,
    pub op_code: Vec<u8>,
    /// Symbol number for instructions that name one; the literal for constants; the target for branches; else 0.
    pub op_operand: Vec<i64>,
    /// Type number → class number.
    pub class_of_type: FxHashMap<u32, u32>,
    /// Method number → number in `defined_methods`; NONE where the sample does not define it. One per method.
    pub definition_of_method: Vec<u32>,
    /// Field number → number in `defined_fields`, or NONE. One per field.
    pub definition_of_field: Vec<u32>,
    pub call_sites: Vec<CallSite>,
    pub method_handles: Vec<MethodHandle>,
    pub annotations: Annotations,
    pub switches: Switches,
    /// Line columns, both of one length, ordered by body, then offset.
    pub line_offset: Vec<u32>,
    pub line_number: Vec<u32>,
    /// Body number → range in the line columns.
    pub body_lines: Vec<std::ops::Range<u32>>,
    /// String number → part where it was first seen, and its index there (counting on over the dex files of a
    /// container).
    pub string_part: Vec<u32>,
    pub string_index: Vec<u32>,
    /// (part number, gap) in the order of reading.
    pub gaps: Vec<(u32, Gap)>,
    pub oddities: Vec<Oddity>,
    /// Bytes by part number, to decode bodies again.
    pub(crate) sources: Vec<(u32, DexBytes)>,
    pub(crate) index: OnceLock<Index>,
    /// Set where the code was read from text: then nothing is decoded from bytes.
    pub(crate) written: Option<Box<crate::written::Written>>,
}
