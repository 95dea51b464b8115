//! Values as expressions: what a call is given and what a field is set to, as small trees over the code's symbols.
//!
//! A tree says how a value is made within its own method: a call of these arguments, a field of this object, a parameter.
//! Nothing is followed into other methods, so a tree is exactly what the code says.
use rustc_hash::FxHashMap;

use super::guards::names_init;
use super::ssa::{Def, PHI_USE, Ssa, is_call, is_static_call};
use super::world::World;
use crate::code::NONE;
use crate::hierarchy::{STATIC, at};

/// How deep a tree is made; below it stands `unknown`.
const MOST_DEPTH: u32 = 10;
/// Alternatives of one value.
const MOST_ANY: usize = 12;
/// Nodes in all.
const MOST_NODES: usize = 4 << 20;

/// What a node is; `Node::symbol` is what the kind says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Unknown,
    /// String number.
    Text,
    /// The number is in `Node::number`.
    Int,
    /// Type number.
    Class,
    This,
    /// `number` counts from 0, the receiver left out.
    Parameter,
    /// Field number; the object is the child.
    Field,
    /// Field number.
    Static,
    /// Method number; the children are its arguments, the receiver first where there is one.
    Call,
    /// Type number; the children are what its constructor is given.
    New,
    /// Type number of an array; the child is its length, or its elements.
    Array,
    /// An element of an array: array, index.
    Element,
    /// Arithmetic: `number` is the opcode, `symbol` NONE.
    Operation,
    /// The length of an array.
    Length,
    /// Whether an object is of the type `symbol`.
    Is,
    /// One of the children.
    Any,
    /// A thrown object.
    Thrown,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Unknown => "unknown",
            Kind::Text => "text",
            Kind::Int => "int",
            Kind::Class => "class",
            Kind::This => "this",
            Kind::Parameter => "parameter",
            Kind::Field => "field",
            Kind::Static => "static",
            Kind::Call => "call",
            Kind::New => "new",
            Kind::Array => "array",
            Kind::Element => "element",
            Kind::Operation => "operation",
            Kind::Length => "length",
            Kind::Is => "is",
            Kind::Any => "any",
            Kind::Thrown => "thrown",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    pub kind: Kind,
    pub symbol: u32,
    pub number: i64,
    pub children: Vec<u32>,
    /// Byte offset of the instruction that makes the value, for calls, new objects and arrays; else NONE.
    pub offset: u32,
}

/// A call, a write to a field, or a return, with the trees of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub method: u32,
    pub offset: u32,
    /// `call`, `write`, `return`, `store` (into an array) or `fill` (of an array with constants).
    pub kind: &'static str,
    /// Method or field number; NONE for the others.
    pub symbol: u32,
    /// For a call its arguments (the receiver first); for a write the value and the object; for a return the value; for a
    /// store value, array, index; for a fill the array.
    pub values: Vec<u32>,
}

/// Makes trees; equal ones are made once.
#[derive(Default)]
pub struct Expressions {
    pub nodes: Vec<Node>,
    known: FxHashMap<Node, u32>,
    /// (defined method, value) → node.
    made: FxHashMap<(u32, u32), u32>,
}

impl Expressions {
    fn node(&mut self, node: Node) -> u32 {
        if let Some(known) = self.known.get(&node) {
            return *known;
        }
        if self.nodes.len() >= MOST_NODES {
            return 0;
        }
        let number = self.nodes.len() as u32;
        self.nodes.push(node.clone());
        self.known.insert(node, number);
        number
    }

    fn leaf(&mut self, kind: Kind, symbol: u32, number: i64) -> u32 {
        self.node(Node { kind, symbol, number, children: Vec::new(), offset: NONE })
    }

    fn unknown(&mut self) -> u32 {
        self.leaf(Kind::Unknown, NONE, 0)
    }

    /// The tree of a value of a defined method.
    pub fn value(&mut self, world: &World, defined: u32, value: u32) -> u32 {
        let Some(ssa) = world.ssa(defined) else { return self.unknown() };
        self.of(world, defined, ssa, value, &mut Vec::new())
    }

    fn of(&mut self, world: &World, defined: u32, ssa: &Ssa, value: u32, above: &mut Vec<u32>) -> u32 {
        if let Some(known) = self.made.get(&(defined, value)) {
            return *known;
        }
        if above.len() as u32 >= MOST_DEPTH || above.contains(&value) {
            return self.unknown();
        }
        above.push(value);
        let node = match ssa.def(value) {
            None => self.unknown(),
            Some(Def::Param(number)) => self.parameter(world, defined, number),
            Some(Def::Phi(phi)) => self.any(world, defined, ssa, phi, above),
            Some(Def::Insn(index)) => self.insn(world, defined, ssa, index, above),
        };
        above.pop();
        if above.is_empty() {
            self.made.insert((defined, value), node);
        }
        node
    }

    fn parameter(&mut self, world: &World, defined: u32, number: u32) -> u32 {
        if world.hierarchy.flags(defined) & STATIC != 0 {
            return self.leaf(Kind::Parameter, NONE, i64::from(number));
        }
        match number.checked_sub(1) {
            None => self.leaf(Kind::This, NONE, 0),
            Some(number) => self.leaf(Kind::Parameter, NONE, i64::from(number)),
        }
    }

    fn any(&mut self, world: &World, defined: u32, ssa: &Ssa, phi: u32, above: &mut Vec<u32>) -> u32 {
        let args = ssa.phis.get(phi as usize).map_or(&[][..], |p| &p.args);
        let mut children = Vec::new();
        let open: Vec<u32> = args.iter().copied().filter(|a| !above.contains(a)).take(MOST_ANY).collect();
        for arg in open {
            let one = self.of(world, defined, ssa, arg, above);
            if !children.contains(&one) {
                children.push(one);
            }
        }
        match children.as_slice() {
            [] => self.unknown(),
            [one] => *one,
            _ => self.node(Node { kind: Kind::Any, symbol: NONE, number: 0, children, offset: NONE }),
        }
    }

    fn all(&mut self, world: &World, defined: u32, ssa: &Ssa, values: &[u32], above: &mut Vec<u32>) -> Vec<u32> {
        values.iter().map(|v| self.of(world, defined, ssa, *v, above)).collect()
    }

    fn insn(&mut self, world: &World, defined: u32, ssa: &Ssa, index: u32, above: &mut Vec<u32>) -> u32 {
        let Some(insn) = ssa.insn(index) else { return self.unknown() };
        let (op, operand, offset) = (insn.op, insn.operand, insn.offset);
        let symbol = operand as u32;
        let args = ssa.args(index);
        let (kind, symbol, number, children, offset) = match op {
            0x0d => (Kind::Thrown, NONE, 0, Vec::new(), NONE),
            0x12..=0x19 => (Kind::Int, NONE, operand, Vec::new(), NONE),
            0x1a | 0x1b => (Kind::Text, symbol, 0, Vec::new(), NONE),
            0x1c => (Kind::Class, symbol, 0, Vec::new(), NONE),
            0x1f | 0x81..=0x8f => return self.of(world, defined, ssa, ssa.arg(index, 0), above),
            0x20 => (Kind::Is, symbol, 0, self.all(world, defined, ssa, args, above), NONE),
            0x21 => (Kind::Length, NONE, 0, self.all(world, defined, ssa, args, above), NONE),
            0x22 => {
                let given = given(world, ssa, ssa.result(index));
                (Kind::New, symbol, 0, self.all(world, defined, ssa, given, above), offset)
            }
            0x23 => (Kind::Array, symbol, 0, self.all(world, defined, ssa, args, above), offset),
            0x24 | 0x25 => (Kind::Array, symbol, 1, self.all(world, defined, ssa, args, above), offset),
            0x44..=0x4a => (Kind::Element, NONE, 0, self.all(world, defined, ssa, args, above), NONE),
            0x52..=0x58 => (Kind::Field, world.field(symbol), 0, self.all(world, defined, ssa, args, above), NONE),
            0x60..=0x66 => (Kind::Static, world.field(symbol), 0, Vec::new(), NONE),
            op if is_call(op) => {
                let fixed = i64::from(is_static_call(op));
                (Kind::Call, symbol, fixed, self.all(world, defined, ssa, args, above), offset)
            }
            0x2d..=0x31 | 0x7b..=0x80 | 0x90..=0xcf => {
                (Kind::Operation, NONE, i64::from(op), self.all(world, defined, ssa, args, above), NONE)
            }
            0xd0..=0xe2 => {
                let mut children = self.all(world, defined, ssa, args, above);
                children.push(self.leaf(Kind::Int, NONE, operand));
                (Kind::Operation, NONE, i64::from(op), children, NONE)
            }
            _ => (Kind::Unknown, NONE, 0, Vec::new(), NONE),
        };
        self.node(Node { kind, symbol, number, children, offset })
    }

    /// Calls, writes to fields, returns of objects and stores of one defined method, in the order they stand.
    pub fn uses(&mut self, world: &World, defined: u32, out: &mut Vec<Use>) {
        let Some(ssa) = world.ssa(defined) else { return };
        let method = world.method(defined);
        for index in 0..ssa.insns.len() as u32 {
            if ssa.block_of(index) == NONE {
                continue;
            }
            let Some(insn) = ssa.insn(index) else { continue };
            let (kind, symbol) = match insn.op {
                op if is_call(op) => ("call", insn.operand as u32),
                0x59..=0x5f | 0x67..=0x6d => ("write", world.field(insn.operand as u32)),
                0x0f..=0x11 => ("return", NONE),
                0x4b..=0x51 => ("store", NONE),
                0x26 => ("fill", NONE),
                _ => continue,
            };
            let values = ssa.args(index).iter().map(|v| self.of(world, defined, ssa, *v, &mut Vec::new())).collect();
            out.push(Use { method, offset: insn.offset, kind, symbol, values });
        }
    }
}

/// What the constructor of a new object is given.
fn given<'s>(world: &World, ssa: &'s Ssa, value: u32) -> &'s [u32] {
    let made = ssa.uses(value).iter().find(|(user, place)| {
        let init = |n: u32| names_init(world.code(), n);
        user & PHI_USE == 0
            && *place == 0
            && ssa.insn(*user).is_some_and(|i| matches!(i.op, 0x70 | 0x76) && init(i.operand as u32))
    });
    made.and_then(|(user, _)| ssa.args(*user).get(1..)).unwrap_or(&[])
}

/// What a short method does with a field of its object: (method, reads it, field number). A reader gives back the field
/// as it is; a writer sets it to its one parameter.
pub fn accessors(world: &World) -> Vec<(u32, bool, u32)> {
    const LONGEST: usize = 12;
    let mut found = Vec::new();
    for defined in 0..world.code().defined_methods.len() as u32 {
        let body = world.code().defined_methods.get(defined as usize).map_or(NONE, |m| m.body);
        let short = world.code().bodies.get(body as usize).is_some_and(|b| b.ops.len() <= LONGEST);
        if !short || world.hierarchy.flags(defined) & STATIC != 0 {
            continue;
        }
        let Some(ssa) = world.ssa(defined) else { continue };
        if let Some((reads, field)) = accessor(ssa) {
            found.push((world.method(defined), reads, world.field(field)));
        }
    }
    found
}

fn accessor(ssa: &Ssa) -> Option<(bool, u32)> {
    let mut read = None;
    let mut write = None;
    for (index, insn) in (0u32..).zip(&ssa.insns) {
        match insn.op {
            0x52..=0x58 if ssa.arg(index, 0) == 0 => read = Some((ssa.result(index), insn.operand as u32)),
            0x59..=0x5f if ssa.args(index) == [1, 0] => match write {
                None => write = Some(insn.operand as u32),
                Some(_) => return None,
            },
            0x0f..=0x11 => {
                let (value, field) = read.filter(|_| write.is_none() && ssa.params == 1)?;
                return (ssa.arg(index, 0) == value).then_some((true, field));
            }
            0x0e => return write.filter(|_| ssa.params == 2).map(|field| (false, field)),
            _ => {}
        }
    }
    None
}

/// Number of a defined method, or NONE.
pub fn defined(world: &World, method: u32) -> u32 {
    at(&world.code().definition_of_method, method)
}
