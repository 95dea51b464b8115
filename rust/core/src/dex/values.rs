//! Encoded values: static constants, annotation elements, call site arguments.
//!
//! <https://source.android.com/docs/core/runtime/dex-format#encoding>. As text: strings quoted with `\"`, `\\` and
//! `\n` escaped, chars and other numbers in decimal, `true`, `null`, types as descriptors, members as `Lx;->m()V`,
//! enums as the field, method handles as `kind:member`, arrays `{a, b}`, annotations `@Lx;(name=value)`.
use std::fmt::Write;

use super::bytes::Cursor;
use super::notes::Notes;
use super::{Maps, known};
use crate::code::{Code, Constant};

/// Arrays and annotations inside one another.
const MAX_DEPTH: u8 = 32;

const ARRAY: u8 = 0x1c;
const ANNOTATION: u8 = 0x1d;

/// Reads values of one dex file.
pub(crate) struct Values<'a> {
    pub code: &'a Code,
    pub maps: &'a Maps,
    pub notes: &'a mut Notes,
}

/// A value that is not made of others.
#[derive(Clone, Copy)]
pub(crate) enum Scalar {
    Int(i64),
    Float(f32),
    Double(f64),
    Proto(u32),
    Handle(u32),
    Text(u32),
    Type(u32),
    Field(u32),
    Method(u32),
    Bool(bool),
    Null,
}

/// Reads a value of type `kind` (5 bits) and argument `arg` (3 bits) that is neither array nor annotation.
pub(crate) fn scalar(maps: &Maps, kind: u8, arg: u8, cursor: &mut Cursor) -> Option<Scalar> {
    let size = usize::from(arg).wrapping_add(1);
    // Floats are filled to the right: the bytes there are the high ones.
    let spare = |width: usize| width.checked_sub(size).map(|bytes| bytes.wrapping_mul(8));
    let mut symbol = |map: &[u32]| {
        let index = cursor.unsigned(size).and_then(|index| u32::try_from(index).ok())?;
        known(map, index)
    };
    Some(match kind {
        0x15 => Scalar::Proto(symbol(&maps.protos)?),
        0x16 => Scalar::Handle(symbol(&maps.method_handles)?),
        0x17 => Scalar::Text(symbol(&maps.strings)?),
        0x18 => Scalar::Type(symbol(&maps.types)?),
        0x19 | 0x1b => Scalar::Field(symbol(&maps.fields)?),
        0x1a => Scalar::Method(symbol(&maps.methods)?),
        0x00 | 0x02 | 0x04 | 0x06 => Scalar::Int(cursor.signed(size)?),
        0x03 => Scalar::Int(cursor.unsigned(size)? as i64),
        0x10 => Scalar::Float(f32::from_bits((cursor.unsigned(size)? as u32) << spare(4)?)),
        0x11 => Scalar::Double(f64::from_bits(cursor.unsigned(size)? << spare(8)?)),
        0x1e => Scalar::Null,
        0x1f => Scalar::Bool(arg & 1 == 1),
        _ => return None,
    })
}

/// Reads a static field's value; None where it is broken. Values of other kinds give `Constant::None`.
pub(crate) fn constant(values: &mut Values, cursor: &mut Cursor) -> Option<Constant> {
    let head = cursor.clone().u8()?;
    if matches!(head & 0x1f, ARRAY | ANNOTATION) {
        let mut unused = String::new();
        values.text(cursor, &mut unused, 0)?;
        return Some(Constant::None);
    }
    cursor.u8()?;
    Some(match scalar(values.maps, head & 0x1f, head >> 5, cursor)? {
        Scalar::Int(value) => Constant::Int(value),
        Scalar::Bool(value) => Constant::Int(i64::from(value)),
        Scalar::Float(value) => Constant::Float(f64::from(value)),
        Scalar::Double(value) => Constant::Float(value),
        Scalar::Text(number) => Constant::Text(number),
        Scalar::Type(number) => Constant::Type(number),
        Scalar::Null => Constant::Null,
        _ => Constant::None,
    })
}

impl Values<'_> {
    /// Appends the value at `cursor` to `out` as text.
    pub fn text(&mut self, cursor: &mut Cursor, out: &mut String, depth: u8) -> Option<()> {
        let head = cursor.u8()?;
        let before = out.len();
        match head & 0x1f {
            ARRAY | ANNOTATION if depth >= MAX_DEPTH => return None,
            ARRAY => self.array(cursor, out, depth)?,
            ANNOTATION => self.annotation(cursor, out, depth)?,
            kind => self.push(scalar(self.maps, kind, head >> 5, cursor)?, out),
        }
        if matches!(head & 0x1f, ARRAY | ANNOTATION) {
            return Some(());
        }
        self.notes.charge(out.len().saturating_sub(before)).then_some(())
    }

    fn array(&mut self, cursor: &mut Cursor, out: &mut String, depth: u8) -> Option<()> {
        out.push('{');
        for i in 0..cursor.uleb()? {
            if i > 0 {
                out.push_str(", ");
            }
            self.text(cursor, out, depth.wrapping_add(1))?;
        }
        out.push('}');
        Some(())
    }

    fn annotation(&mut self, cursor: &mut Cursor, out: &mut String, depth: u8) -> Option<()> {
        let kind = known(&self.maps.types, cursor.uleb()?)?;
        out.push('@');
        out.push_str(self.code.type_name(kind));
        out.push('(');
        for i in 0..cursor.uleb()? {
            if i > 0 {
                out.push_str(", ");
            }
            out.push_str(self.code.text(known(&self.maps.strings, cursor.uleb()?)?));
            out.push('=');
            self.text(cursor, out, depth.wrapping_add(1))?;
        }
        out.push(')');
        self.notes.charge(self.code.type_name(kind).len()).then_some(())
    }

    pub fn push(&self, value: Scalar, out: &mut String) {
        let _ = match value {
            Scalar::Int(value) => write!(out, "{value}"),
            Scalar::Float(value) => write!(out, "{value:?}"),
            Scalar::Double(value) => write!(out, "{value:?}"),
            Scalar::Bool(value) => write!(out, "{value}"),
            Scalar::Null => out.write_str("null"),
            Scalar::Text(number) => {
                push_quoted(out, self.code.text(number));
                Ok(())
            }
            Scalar::Type(number) => out.write_str(self.code.type_name(number)),
            Scalar::Proto(number) => {
                self.code.push_proto(out, number);
                Ok(())
            }
            Scalar::Field(number) => {
                self.code.push_field(out, number);
                Ok(())
            }
            Scalar::Method(number) => {
                self.code.push_method(out, number);
                Ok(())
            }
            Scalar::Handle(number) => out.write_str(&self.code.handle_text(number)),
        };
    }
}

/// Appends `text` in double quotes.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\\', '\n']) {
        let (plain, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut tail = tail.chars();
        match tail.next() {
            Some('\n') => out.push_str("\\n"),
            Some(c) => out.extend(['\\', c]),
            None => {}
        }
        rest = tail.as_str();
    }
    out.push_str(rest);
    out.push('"');
}
