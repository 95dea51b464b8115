//! All code of a sample, merged by name: what the bytecode reader fills and the analyses read.
//!
//! Symbols (strings, types, protos, fields, methods) are interned over all dex files of the sample, so one
//! number means one name everywhere. Instructions are flat columns ordered by body, then offset. Analyses that
//! need registers decode a body again through [`Code::decode`]; a reader of source trees can serve the same type.
use rustc_hash::FxHashMap;

use crate::gap::Gap;

/// Marks "none" in a column of symbol numbers.
pub const NONE: u32 = u32::MAX;

/// Text values in one buffer: number → string.
#[derive(Default)]
pub struct Texts {
    pub bytes: String,
    /// One more than there are values; `ends[i]..ends[i + 1]` is value `i`.
    pub ends: Vec<u32>,
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
    pub gaps: Vec<(u32, Gap)>,
}
