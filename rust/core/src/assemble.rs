//! For tests: code put together by hand, without dex bytes behind it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
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

#[derive(Default)]
pub struct Assembler {
    pub code: Code,
    insns: Vec<Vec<Insn>>,
}

/// Cuts `ILjava/lang/String;[J` into its descriptors.
fn descriptors(text: &str) -> Option<Vec<&str>> {
    let mut rest = text;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let dims = rest.find(|c| c != '[')?;
        let end = if rest[dims..].starts_with('L') { rest.find(';')? } else { dims };
        found.push(&rest[..=end]);
        rest = &rest[end + 1..];
    }
    Some(found)
}

fn place<T: PartialEq>(column: &mut Vec<T>, value: T) -> u32 {
    let found = column.iter().position(|v| *v == value);
    found.unwrap_or_else(|| {
        column.push(value);
        column.len() - 1
    }) as u32
}

impl Assembler {
    pub fn string(&mut self, text: &str) -> i64 {
        let found = (0..self.code.strings.len() as u32).find(|n| self.code.strings.get(*n) == Some(text));
        i64::from(found.unwrap_or_else(|| self.code.strings.push(text).unwrap()))
    }

    pub fn kind(&mut self, descriptor: &str) -> i64 {
        let string = self.string(descriptor) as u32;
        i64::from(place(&mut self.code.types, string))
    }

    fn proto(&mut self, text: &str) -> u32 {
        let (params, result) = text[1..].split_once(')').unwrap();
        let params: Vec<u32> = descriptors(params).unwrap().iter().map(|p| self.kind(p) as u32).collect();
        let result = self.kind(result) as u32;
        let known = (0..self.code.protos.len() as u32)
            .find(|p| self.code.params(*p) == params && self.code.protos[*p as usize].result == result);
        known.unwrap_or_else(|| {
            let from = self.code.proto_params.len() as u32;
            self.code.proto_params.extend(&params);
            self.code.protos.push(Proto { result, params: from..from + params.len() as u32 });
            self.code.protos.len() as u32 - 1
        })
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
        let number = self.code.classes.len() as u32;
        let kind = self.kind(name) as u32;
        let from = self.code.defined_methods.len() as u32;
        for (method, proto, flags, insns) in methods {
            let method = self.method(name, method, proto) as u32;
            let body = if insns.is_empty() { NONE } else { self.body(method, flags, proto, insns) };
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
            methods: from..self.code.defined_methods.len() as u32,
        };
        self.code.classes.push(class);
        self.code.class_of_type.insert(kind, number);
    }

    /// A static final field with a constant, of the class defined last.
    pub fn constant(&mut self, class: &str, name: &str, kind: &str, value: Constant) -> i64 {
        let field = self.field(class, name, kind);
        let from = self.code.defined_fields.len() as u32;
        self.code.defined_fields.push(DefinedField { field: field as u32, flags: 0x19, value });
        self.code.classes.last_mut().unwrap().fields = from..from + 1;
        field
    }

    fn body(&mut self, method: u32, flags: u32, proto: &str, insns: Vec<(u8, Vec<u16>, i64)>) -> u32 {
        let from = self.code.op_code.len() as u32;
        let mut offset = 0;
        let mut all = Vec::new();
        for (op, regs, operand) in insns {
            let size = u32::from(crate::dex::opcodes::op(op).size);
            self.code.op_code.push(op);
            self.code.op_offset.push(offset);
            self.code.op_operand.push(operand);
            all.push(Insn { offset, op, size, regs, operand });
            offset += size;
        }
        let params = descriptors(proto[1..].split_once(')').unwrap().0).unwrap();
        let ins = params.len() as u16 + u16::from(flags & 8 == 0);
        self.insns.push(all);
        let ops = from..self.code.op_code.len() as u32;
        let body =
            Body { method, part: 0, file_offset: 0, registers: 8, ins, ops, tries: 0..0, size: offset, cut: false };
        self.code.bodies.push(body);
        self.code.bodies.len() as u32 - 1
    }

    /// Guards a range of the body defined last.
    pub fn guard(&mut self, start: u32, end: u32, handler: u32) {
        let from = self.code.tries.len() as u32;
        self.code.tries.push(Try { start, end, handler, caught: NONE });
        self.code.bodies.last_mut().unwrap().tries = from..from + 1;
    }

    pub fn finish(mut self) -> Hierarchy {
        self.code.definition_of_method = vec![NONE; self.code.methods.len()];
        for (number, defined) in self.code.defined_methods.iter().enumerate() {
            self.code.definition_of_method[defined.method as usize] = number as u32;
        }
        let insns = self.insns;
        let decode = move |_: &Code, body: u32, out: &mut Vec<Insn>| {
            out.clear();
            out.extend(insns[body as usize].iter().cloned());
        };
        Hierarchy::with(Arc::new(self.code), framework(), Box::new(decode))
    }
}

/// The shipped table.
pub fn framework() -> Arc<Framework> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/sousveil/data/framework.bin");
    Arc::new(Framework::load(&std::fs::read(path).unwrap()).unwrap())
}
