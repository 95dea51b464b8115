//! Code put together by hand, without dex bytes behind it: for the statements beside models, and for tests.
//!
//! What is given wrong (a proto that is none, more symbols than fit) is left out; nothing here reads a sample.
use std::sync::Arc;

use crate::code::{
    Body, Class, Code, Constant, DefinedField, DefinedMethod, FieldRef, Insn, MethodRef, NONE, Proto, Try,
};
use crate::framework::Framework;
use crate::hierarchy::Hierarchy;

/// One method to define: name, proto, flags, instructions as (opcode, registers, operand); none for abstract.
pub type Method<'a> = (&'a str, &'a str, u32, Vec<(u8, Vec<u16>, i64)>);

pub const PUBLIC: u32 = 1;
pub const STATIC: u32 = 9;

/// Registers of a body that does not say how many it has.
const REGISTERS: u16 = 8;

#[derive(Default)]
pub struct Assembler {
    pub code: Code,
    insns: Vec<Vec<Insn>>,
}

/// Cuts `ILjava/lang/String;[J` into its descriptors; None where it is no list of them.
pub fn descriptors(text: &str) -> Option<Vec<&str>> {
    let mut rest = text;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let dims = rest.find(|c| c != '[')?;
        let end = if rest.get(dims..)?.starts_with('L') { rest.find(';')? } else { dims };
        let (one, after) = rest.split_at_checked(end.checked_add(1)?)?;
        found.push(one);
        rest = after;
    }
    Some(found)
}

/// Parameters and result of a proto such as `(I)V`; None where it is none.
pub fn proto_parts(proto: &str) -> Option<(Vec<&str>, &str)> {
    let (params, result) = proto.strip_prefix('(')?.split_once(')')?;
    Some((descriptors(params)?, result))
}

/// Number of a value in a column, added where it is not there.
fn place<T: PartialEq>(column: &mut Vec<T>, value: T) -> u32 {
    let found = column.iter().position(|v| *v == value);
    let place = found.unwrap_or_else(|| {
        column.push(value);
        column.len().saturating_sub(1)
    });
    u32::try_from(place).unwrap_or(NONE)
}

fn count<T>(column: &[T]) -> u32 {
    u32::try_from(column.len()).unwrap_or(NONE)
}

impl Assembler {
    pub fn string(&mut self, text: &str) -> i64 {
        let known = u32::try_from(self.code.strings.len()).unwrap_or(0);
        let found = (0..known).find(|n| self.code.strings.get(*n) == Some(text));
        i64::from(found.unwrap_or_else(|| self.code.strings.push(text).unwrap_or(NONE)))
    }

    pub fn kind(&mut self, descriptor: &str) -> i64 {
        let string = self.string(descriptor) as u32;
        i64::from(place(&mut self.code.types, string))
    }

    fn proto(&mut self, text: &str) -> u32 {
        let Some((params, result)) = proto_parts(text) else { return NONE };
        let params: Vec<u32> = params.into_iter().map(|p| self.kind(p) as u32).collect();
        let result = self.kind(result) as u32;
        let same = |p: &u32| {
            self.code.params(*p) == params && self.code.protos.get(*p as usize).is_some_and(|p| p.result == result)
        };
        if let Some(known) = (0..count(&self.code.protos)).find(same) {
            return known;
        }
        let from = count(&self.code.proto_params);
        self.code.proto_params.extend(&params);
        self.code.protos.push(Proto { result, params: from..count(&self.code.proto_params) });
        count(&self.code.protos).saturating_sub(1)
    }

    pub fn method(&mut self, class: &str, name: &str, proto: &str) -> i64 {
        let class = self.kind(class) as u32;
        let name = self.string(name) as u32;
        let proto = self.proto(proto);
        i64::from(place(&mut self.code.methods, MethodRef { class, name, proto }))
    }

    pub fn field(&mut self, class: &str, name: &str, kind: &str) -> i64 {
        let (class, name, kind) = (self.kind(class) as u32, self.string(name) as u32, self.kind(kind) as u32);
        i64::from(place(&mut self.code.fields, FieldRef { class, name, kind }))
    }

    pub fn class(&mut self, name: &str, parent: &str, interfaces: &[&str], methods: Vec<Method<'_>>) {
        self.class_with(name, parent, interfaces, methods, REGISTERS);
    }

    /// As [`Assembler::class`], with the number of registers that its bodies have.
    pub fn class_with(
        &mut self,
        name: &str,
        parent: &str,
        interfaces: &[&str],
        methods: Vec<Method<'_>>,
        registers: u16,
    ) {
        let number = count(&self.code.classes);
        let kind = self.kind(name) as u32;
        let from = count(&self.code.defined_methods);
        for (method, proto, flags, insns) in methods {
            let method = self.method(name, method, proto) as u32;
            let body = if insns.is_empty() { NONE } else { self.body((method, flags, proto), insns, registers) };
            self.code.defined_methods.push(DefinedMethod { method, flags, body });
        }
        let class = Class {
            name: kind,
            flags: 1,
            parent: self.kind(parent) as u32,
            interfaces: interfaces.iter().map(|i| self.kind(i) as u32).collect(),
            source: NONE,
            part: 0,
            fields: 0..0,
            methods: from..count(&self.code.defined_methods),
        };
        self.code.classes.push(class);
        self.code.class_of_type.insert(kind, number);
    }

    /// A static final field with a constant, of the class defined last.
    pub fn constant(&mut self, class: &str, name: &str, kind: &str, value: Constant) -> i64 {
        let field = self.field(class, name, kind);
        let from = count(&self.code.defined_fields);
        self.code.defined_fields.push(DefinedField { field: field as u32, flags: 0x19, value });
        if let Some(last) = self.code.classes.last_mut() {
            last.fields = from..from.saturating_add(1);
        }
        field
    }

    fn body(
        &mut self,
        (method, flags, proto): (u32, u32, &str),
        insns: Vec<(u8, Vec<u16>, i64)>,
        registers: u16,
    ) -> u32 {
        let from = count(&self.code.op_code);
        let mut offset = 0u32;
        let mut all = Vec::with_capacity(insns.len());
        for (op, regs, operand) in insns {
            let size = u32::from(crate::dex::opcodes::op(op).size);
            self.code.op_code.push(op);
            self.code.op_offset.push(offset);
            self.code.op_operand.push(operand);
            all.push(Insn { offset, op, size, regs, operand });
            offset = offset.saturating_add(size);
        }
        let params = proto_parts(proto).map_or(0, |p| p.0.len());
        let ins = u16::try_from(params).unwrap_or(u16::MAX).saturating_add(u16::from(flags & 8 == 0));
        self.insns.push(all);
        let ops = from..count(&self.code.op_code);
        let body = Body { method, part: 0, file_offset: 0, registers, ins, ops, tries: 0..0, size: offset, cut: false };
        self.code.bodies.push(body);
        count(&self.code.bodies).saturating_sub(1)
    }

    /// Guards a range of the body defined last.
    pub fn guard(&mut self, start: u32, end: u32, handler: u32) {
        let from = count(&self.code.tries);
        self.code.tries.push(Try { start, end, handler, caught: NONE });
        if let Some(last) = self.code.bodies.last_mut() {
            last.tries = from..from.saturating_add(1);
        }
    }

    /// The classes and Android's, linked.
    pub fn link(mut self, framework: Arc<Framework>) -> Hierarchy {
        self.code.definition_of_method = vec![NONE; self.code.methods.len()];
        for (number, defined) in (0u32..).zip(&self.code.defined_methods) {
            if let Some(slot) = self.code.definition_of_method.get_mut(defined.method as usize) {
                *slot = number;
            }
        }
        let insns = self.insns;
        let decode = move |_: &Code, body: u32, out: &mut Vec<Insn>| {
            out.clear();
            out.extend(insns.get(body as usize).into_iter().flatten().cloned());
        };
        Hierarchy::with(Arc::new(self.code), framework, Box::new(decode))
    }

    #[cfg(test)]
    pub fn finish(self) -> Hierarchy {
        self.link(framework())
    }
}

/// The shipped table.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub fn framework() -> Arc<Framework> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/sousveil/data/framework.bin");
    Arc::new(Framework::load(&std::fs::read(path).unwrap()).unwrap())
}
