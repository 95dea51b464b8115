//! Code that stands as text: the smali or Java of a published tree, as the same [`Code`] that bytecode gives.
//!
//! A reader hands over classes and bodies as Dalvik instructions with labels; [`Builder`] numbers the symbols, lays the
//! instructions out and keeps for each the line and column it stands at. Offsets are those the same instructions would
//! have in a dex file, so everything after reading is as for bytecode. Only places differ: [`Code::position`].
use rustc_hash::FxHashMap;

use crate::code::{Body, Class, Code, Constant, DefinedField, DefinedMethod, Insn, NONE};

mod body;
mod symbols;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests;

pub(crate) use body::ins;
pub use body::{BodyBuilder, Label, PARAM};
pub use symbols::Builder;

/// Where something stands in a text: line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// What bytecode keeps in its bytes, for code that has none: registers of instructions, array data, and positions.
#[derive(Default)]
pub struct Written {
    /// Registers of all instructions, one after another.
    pub(crate) regs: Vec<u16>,
    /// Row of the instruction columns → end of its registers.
    pub(crate) reg_ends: Vec<u32>,
    /// Row of the instruction columns → where it stands.
    pub(crate) at: Vec<Position>,
    /// (body, offset of `fill-array-data`) → width of an element and its bytes, little-endian.
    pub(crate) arrays: FxHashMap<(u32, u32), (u16, Vec<u8>)>,
    /// Class number, number of the defined field, of the defined method → where its name stands.
    pub(crate) classes: Vec<Position>,
    pub(crate) fields: Vec<Position>,
    pub(crate) methods: Vec<Position>,
}

/// A class to define. Names are descriptors.
#[derive(Clone, Debug)]
pub struct ClassSpec<'a> {
    pub part: u32,
    pub name: &'a str,
    pub flags: u32,
    /// Empty for none.
    pub parent: &'a str,
    pub interfaces: Vec<&'a str>,
    /// Name of the source file, or empty.
    pub source: &'a str,
    pub at: Position,
}

/// A field of the class begun last.
#[derive(Clone, Debug)]
pub struct FieldSpec<'a> {
    pub name: &'a str,
    pub kind: &'a str,
    pub flags: u32,
    pub value: Constant,
    pub at: Position,
}

/// A method of the class begun last. `proto` such as `(ILjava/lang/String;)V`.
pub struct MethodSpec<'a> {
    pub name: &'a str,
    pub proto: &'a str,
    pub flags: u32,
    pub body: Option<BodyBuilder>,
    pub at: Position,
}

impl Written {
    fn registers(&self, row: usize) -> &[u16] {
        let from = row.checked_sub(1).and_then(|r| self.reg_ends.get(r)).copied().unwrap_or(0) as usize;
        let to = self.reg_ends.get(row).copied().unwrap_or(0) as usize;
        self.regs.get(from..to).unwrap_or_default()
    }

    /// Fills the registers of a body's instructions.
    pub(crate) fn decode(&self, body: &Body, out: &mut [Insn]) {
        for (row, insn) in (body.ops.start as usize..).zip(out) {
            insn.regs.clear();
            insn.regs.extend_from_slice(self.registers(row));
        }
    }
}

impl Code {
    /// Whether this code was read from text.
    pub fn is_written(&self) -> bool {
        self.written.is_some()
    }

    /// Where the instruction at `offset` of a body stands, for code read from text.
    pub fn position(&self, body_no: u32, offset: u32) -> Option<Position> {
        let written = self.written.as_ref()?;
        let body = self.bodies.get(body_no as usize)?;
        let range = body.ops.start as usize..body.ops.end as usize;
        let row = self.op_offset.get(range.clone())?.binary_search(&offset).ok()?;
        written.at.get(range.start.checked_add(row)?).copied()
    }

    /// Where a class is named, for code read from text.
    pub fn class_position(&self, class_no: u32) -> Option<Position> {
        self.written.as_ref()?.classes.get(class_no as usize).copied()
    }

    /// Part and place of the first field that begins with string `number`, for code read from text.
    pub fn string_position(&self, number: u32) -> Option<(u32, Position)> {
        let written = self.written.as_ref()?;
        let field = self.defined_fields.iter().position(|f| f.value == Constant::Text(number))?;
        let class = self.classes.iter().find(|c| (c.fields.start as usize..c.fields.end as usize).contains(&field))?;
        Some((class.part, *written.fields.get(field)?))
    }

    /// Where a method is named, for code read from text.
    pub fn method_position(&self, method_no: u32) -> Option<Position> {
        let defined = self.definition_of_method.get(method_no as usize).filter(|d| **d != NONE)?;
        self.written.as_ref()?.methods.get(*defined as usize).copied()
    }

    /// Where a field is named, for code read from text.
    pub fn field_position(&self, field_no: u32) -> Option<Position> {
        let defined = self.definition_of_field.get(field_no as usize).filter(|d| **d != NONE)?;
        self.written.as_ref()?.fields.get(*defined as usize).copied()
    }
}

impl Builder {
    /// Begins a class. Where the name is defined already, the first holds and this one is listed among the conflicts.
    pub fn class(&mut self, spec: &ClassSpec<'_>) {
        let name = self.kind(spec.name);
        let parent = if spec.parent.is_empty() { NONE } else { self.kind(spec.parent) };
        let interfaces = spec.interfaces.iter().map(|name| self.kind(name)).collect();
        let source = if spec.source.is_empty() { NONE } else { self.string(spec.source) };
        let fields = self.code.defined_fields.len() as u32;
        let methods = self.code.defined_methods.len() as u32;
        let class = Class {
            name,
            flags: spec.flags,
            parent,
            interfaces,
            source,
            part: spec.part,
            fields: fields..fields,
            methods: methods..methods,
        };
        self.double = self.code.class_of_type.contains_key(&name);
        if self.double {
            self.code.conflicts.push(class);
            return;
        }
        self.code.class_of_type.insert(name, self.code.classes.len() as u32);
        self.code.classes.push(class);
        self.written.classes.push(spec.at);
    }

    /// Whether the class begun last was defined before, so that nothing of it is kept.
    pub fn is_double(&self) -> bool {
        self.double
    }

    /// Defines a field of the class begun last. All fields of a class come before its methods. Gives its number.
    pub fn field(&mut self, class: &str, spec: &FieldSpec<'_>) -> u32 {
        let field = self.field_ref(class, spec.name, spec.kind);
        if self.double || self.is_defined(&self.code.definition_of_field, field) {
            return field;
        }
        let number = self.code.defined_fields.len() as u32;
        self.code.defined_fields.push(DefinedField { field, flags: spec.flags, value: spec.value.clone() });
        self.written.fields.push(spec.at);
        Self::define(&mut self.code.definition_of_field, field, number);
        if let Some(class) = self.code.classes.last_mut() {
            class.fields.end = number.saturating_add(1);
        }
        field
    }

    /// Defines a method of the class begun last. Gives its number.
    pub fn method(&mut self, class: &str, spec: MethodSpec<'_>) -> u32 {
        let method = self.method_ref(class, spec.name, spec.proto);
        if self.double || self.is_defined(&self.code.definition_of_method, method) {
            return method;
        }
        let number = self.code.defined_methods.len() as u32;
        let body = spec.body.map_or(NONE, |body| self.body(method, spec.flags, spec.proto, body));
        self.code.defined_methods.push(DefinedMethod { method, flags: spec.flags, body });
        self.written.methods.push(spec.at);
        Self::define(&mut self.code.definition_of_method, method, number);
        if let Some(class) = self.code.classes.last_mut() {
            class.methods.end = number.saturating_add(1);
        }
        method
    }

    fn is_defined(&self, column: &[u32], number: u32) -> bool {
        column.get(number as usize).is_some_and(|defined| *defined != NONE)
    }

    fn define(column: &mut Vec<u32>, number: u32, value: u32) {
        if column.len() <= number as usize {
            column.resize((number as usize).saturating_add(1), NONE);
        }
        if let Some(slot) = column.get_mut(number as usize) {
            *slot = value;
        }
    }
}
