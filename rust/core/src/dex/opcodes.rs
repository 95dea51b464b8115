//! The Dalvik instruction set: name, form and operand of each opcode.
//!
//! <https://source.android.com/docs/core/runtime/dalvik-bytecode> and
//! <https://source.android.com/docs/core/runtime/instruction-formats>.
use Form::*;
use OperandKind::*;

/// What an instruction's operand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperandKind {
    None,
    String,
    Type,
    Field,
    Method,
    Proto,
    CallSite,
    MethodHandle,
    Literal,
    /// A jump target.
    Branch,
    /// Where a switch table or array data stands: no jump.
    Payload,
}

/// Instruction forms by their names in the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// No instruction has this opcode.
    Unused,
    F10x,
    F12x,
    F11n,
    F11x,
    F10t,
    F20t,
    F22x,
    F21t,
    F21s,
    F21h,
    F21c,
    F23x,
    F22b,
    F22t,
    F22s,
    F22c,
    F32x,
    F30t,
    F31t,
    F31i,
    F31c,
    F35c,
    F3rc,
    F45cc,
    F4rcc,
    F51l,
}

impl Form {
    /// Size in bytes.
    pub const fn size(self) -> u8 {
        match self {
            Unused | F10x | F12x | F11n | F11x | F10t => 2,
            F20t | F22x | F21t | F21s | F21h | F21c | F23x | F22b | F22t | F22s | F22c => 4,
            F32x | F30t | F31t | F31i | F31c | F35c | F3rc => 6,
            F45cc | F4rcc => 8,
            F51l => 10,
        }
    }
}

/// One opcode.
#[derive(Clone, Copy, Debug)]
pub struct Op {
    /// Mnemonic of the specification; `unused` where there is none.
    pub name: &'static str,
    pub form: Form,
    /// Size in bytes.
    pub size: u8,
    pub kind: OperandKind,
}

/// Runs of opcodes that share form and operand: first opcode, form, operand, names.
type Run = (u8, Form, OperandKind, &'static [&'static str]);

#[rustfmt::skip]
const RUNS: &[Run] = &[
    (0x00, F10x, None, &["nop"]),
    (0x01, F12x, None, &["move"]),
    (0x02, F22x, None, &["move/from16"]),
    (0x03, F32x, None, &["move/16"]),
    (0x04, F12x, None, &["move-wide"]),
    (0x05, F22x, None, &["move-wide/from16"]),
    (0x06, F32x, None, &["move-wide/16"]),
    (0x07, F12x, None, &["move-object"]),
    (0x08, F22x, None, &["move-object/from16"]),
    (0x09, F32x, None, &["move-object/16"]),
    (0x0a, F11x, None, &["move-result", "move-result-wide", "move-result-object", "move-exception"]),
    (0x0e, F10x, None, &["return-void"]),
    (0x0f, F11x, None, &["return", "return-wide", "return-object"]),
    (0x12, F11n, Literal, &["const/4"]),
    (0x13, F21s, Literal, &["const/16"]),
    (0x14, F31i, Literal, &["const"]),
    (0x15, F21h, Literal, &["const/high16"]),
    (0x16, F21s, Literal, &["const-wide/16"]),
    (0x17, F31i, Literal, &["const-wide/32"]),
    (0x18, F51l, Literal, &["const-wide"]),
    (0x19, F21h, Literal, &["const-wide/high16"]),
    (0x1a, F21c, String, &["const-string"]),
    (0x1b, F31c, String, &["const-string/jumbo"]),
    (0x1c, F21c, Type, &["const-class"]),
    (0x1d, F11x, None, &["monitor-enter", "monitor-exit"]),
    (0x1f, F21c, Type, &["check-cast"]),
    (0x20, F22c, Type, &["instance-of"]),
    (0x21, F12x, None, &["array-length"]),
    (0x22, F21c, Type, &["new-instance"]),
    (0x23, F22c, Type, &["new-array"]),
    (0x24, F35c, Type, &["filled-new-array"]),
    (0x25, F3rc, Type, &["filled-new-array/range"]),
    (0x26, F31t, Payload, &["fill-array-data"]),
    (0x27, F11x, None, &["throw"]),
    (0x28, F10t, Branch, &["goto"]),
    (0x29, F20t, Branch, &["goto/16"]),
    (0x2a, F30t, Branch, &["goto/32"]),
    (0x2b, F31t, Payload, &["packed-switch", "sparse-switch"]),
    (0x2d, F23x, None, &["cmpl-float", "cmpg-float", "cmpl-double", "cmpg-double", "cmp-long"]),
    (0x32, F22t, Branch, &["if-eq", "if-ne", "if-lt", "if-ge", "if-gt", "if-le"]),
    (0x38, F21t, Branch, &["if-eqz", "if-nez", "if-ltz", "if-gez", "if-gtz", "if-lez"]),
    (0x44, F23x, None, &["aget", "aget-wide", "aget-object", "aget-boolean", "aget-byte", "aget-char", "aget-short", "aput", "aput-wide", "aput-object", "aput-boolean", "aput-byte", "aput-char", "aput-short"]),
    (0x52, F22c, Field, &["iget", "iget-wide", "iget-object", "iget-boolean", "iget-byte", "iget-char", "iget-short", "iput", "iput-wide", "iput-object", "iput-boolean", "iput-byte", "iput-char", "iput-short"]),
    (0x60, F21c, Field, &["sget", "sget-wide", "sget-object", "sget-boolean", "sget-byte", "sget-char", "sget-short", "sput", "sput-wide", "sput-object", "sput-boolean", "sput-byte", "sput-char", "sput-short"]),
    (0x6e, F35c, Method, &["invoke-virtual", "invoke-super", "invoke-direct", "invoke-static", "invoke-interface"]),
    (0x74, F3rc, Method, &["invoke-virtual/range", "invoke-super/range", "invoke-direct/range", "invoke-static/range", "invoke-interface/range"]),
    (0x7b, F12x, None, &["neg-int", "not-int", "neg-long", "not-long", "neg-float", "neg-double", "int-to-long", "int-to-float", "int-to-double", "long-to-int", "long-to-float", "long-to-double", "float-to-int", "float-to-long", "float-to-double", "double-to-int", "double-to-long", "double-to-float", "int-to-byte", "int-to-char", "int-to-short"]),
    (0x90, F23x, None, &["add-int", "sub-int", "mul-int", "div-int", "rem-int", "and-int", "or-int", "xor-int", "shl-int", "shr-int", "ushr-int", "add-long", "sub-long", "mul-long", "div-long", "rem-long", "and-long", "or-long", "xor-long", "shl-long", "shr-long", "ushr-long", "add-float", "sub-float", "mul-float", "div-float", "rem-float", "add-double", "sub-double", "mul-double", "div-double", "rem-double"]),
    (0xb0, F12x, None, &["add-int/2addr", "sub-int/2addr", "mul-int/2addr", "div-int/2addr", "rem-int/2addr", "and-int/2addr", "or-int/2addr", "xor-int/2addr", "shl-int/2addr", "shr-int/2addr", "ushr-int/2addr", "add-long/2addr", "sub-long/2addr", "mul-long/2addr", "div-long/2addr", "rem-long/2addr", "and-long/2addr", "or-long/2addr", "xor-long/2addr", "shl-long/2addr", "shr-long/2addr", "ushr-long/2addr", "add-float/2addr", "sub-float/2addr", "mul-float/2addr", "div-float/2addr", "rem-float/2addr", "add-double/2addr", "sub-double/2addr", "mul-double/2addr", "div-double/2addr", "rem-double/2addr"]),
    (0xd0, F22s, Literal, &["add-int/lit16", "rsub-int", "mul-int/lit16", "div-int/lit16", "rem-int/lit16", "and-int/lit16", "or-int/lit16", "xor-int/lit16"]),
    (0xd8, F22b, Literal, &["add-int/lit8", "rsub-int/lit8", "mul-int/lit8", "div-int/lit8", "rem-int/lit8", "and-int/lit8", "or-int/lit8", "xor-int/lit8", "shl-int/lit8", "shr-int/lit8", "ushr-int/lit8"]),
    (0xfa, F45cc, Method, &["invoke-polymorphic"]),
    (0xfb, F4rcc, Method, &["invoke-polymorphic/range"]),
    (0xfc, F35c, CallSite, &["invoke-custom"]),
    (0xfd, F3rc, CallSite, &["invoke-custom/range"]),
    (0xfe, F21c, MethodHandle, &["const-method-handle"]),
    (0xff, F21c, Proto, &["const-method-type"]),
];

const UNUSED: Op = Op { name: "unused", form: Unused, size: 2, kind: None };

/// All 256 opcodes.
pub static OPS: [Op; 256] = table();

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "evaluated by the compiler")]
const fn table() -> [Op; 256] {
    let mut table = [UNUSED; 256];
    let mut run = 0;
    while run < RUNS.len() {
        let (first, form, kind, names) = RUNS[run];
        let mut i = 0;
        while i < names.len() {
            table[first as usize + i] = Op { name: names[i], form, size: form.size(), kind };
            i += 1;
        }
        run += 1;
    }
    table
}

/// The opcode's row.
#[inline]
pub fn op(code: u8) -> &'static Op {
    OPS.get(usize::from(code)).unwrap_or(&UNUSED)
}

pub const NOP: u8 = 0x00;
pub const FILL_ARRAY_DATA: u8 = 0x26;
pub const PACKED_SWITCH: u8 = 0x2b;
pub const SPARSE_SWITCH: u8 = 0x2c;

/// High bytes of a `nop` that mark the payloads of the three opcodes above.
pub const PACKED_PAYLOAD: u8 = 1;
pub const SPARSE_PAYLOAD: u8 = 2;
pub const ARRAY_PAYLOAD: u8 = 3;

/// Size in bytes of the payload at `at`, even past the end of `code`; `None` where none stands.
pub fn payload_size(code: &[u8], at: usize) -> Option<usize> {
    use super::bytes::{u16_at, u32_at};
    let [NOP, mark] = *code.get(at..)?.first_chunk::<2>()? else { return Option::None };
    let second = at.checked_add(2)?;
    let count = usize::from(u16_at(code, second)?);
    match mark {
        PACKED_PAYLOAD => count.checked_mul(4)?.checked_add(8),
        SPARSE_PAYLOAD => count.checked_mul(8)?.checked_add(4),
        ARRAY_PAYLOAD => {
            let elements = u32_at(code, at.checked_add(4)?)? as usize;
            let bytes = elements.checked_mul(count)?;
            bytes.checked_next_multiple_of(2)?.checked_add(8)
        }
        _ => Option::None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;

    #[test]
    fn the_table_has_the_opcodes_of_the_specification() {
        assert_eq!(OPS.iter().filter(|op| op.form != Unused).count(), (256 - 32));
        assert_eq!((op(0x6e).name, op(0x6e).size, op(0x6e).kind), ("invoke-virtual", 6, Method));
        assert_eq!((op(0x18).name, op(0x18).size), ("const-wide", 10));
        assert_eq!((op(0xe2).name, op(0xe2).kind), ("ushr-int/lit8", Literal));
        assert_eq!((op(0xcf).name, op(0xaf).name), ("rem-double/2addr", "rem-double"));
        assert_eq!((op(0x8f).name, op(0x3d).name), ("int-to-short", "if-lez"));
        assert_eq!((op(0x51).name, op(0x5f).name, op(0x6d).name), ("aput-short", "iput-short", "sput-short"));
        assert_eq!(op(0x73).form, Unused);
        assert_eq!((op(0xfa).size, op(0xff).name), (8, "const-method-type"));
    }

    #[test]
    fn payload_sizes() {
        assert_eq!(payload_size(&[0, 1, 2, 0, 0, 0], 0), Some(16));
        assert_eq!(payload_size(&[0, 2, 2, 0], 0), Some(20));
        assert_eq!(payload_size(&[0, 3, 1, 0, 3, 0, 0, 0], 0), Some(12));
        assert_eq!(payload_size(&[0, 0, 1, 0], 0), Option::None);
    }
}
