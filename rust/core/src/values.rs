//! What a body's registers may hold at a call: constants, new objects, parameters, fields, results of calls.
//!
//! Forward, within one body, over basic blocks until nothing changes; where paths meet, alternatives are kept up to
//! [`MOST`]. Nothing is followed into or out of calls. Bodies beyond [`MOST_CELLS`] are not evaluated; the values say so.
use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::code::{Body, Code, Constant, Insn, NONE};
use crate::framework;
use crate::hierarchy::{Hierarchy, STATIC, at};
use crate::reach::block_starts;

mod sets;

use sets::{Sets, UNSEEN};

/// Alternatives kept for one register.
pub const MOST: usize = 8;
/// Blocks times registers.
const MOST_CELLS: usize = 1 << 22;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// Nothing was written on this path.
    Unset,
    /// The outcome of an operation that is not evaluated.
    Computed,
    /// More alternatives than are kept.
    Many,
    /// The body is too large, or cut.
    Limit,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// Zero is also null.
    Int(i64),
    Text(Arc<str>),
    /// Type number of a class object.
    Class(u32),
    /// An object (or array) of exactly this type number.
    New(u32),
    /// Counting from 0, the receiver left out.
    Parameter(u32),
    This,
    /// Field number: an instance field read.
    Field(u32),
    /// Field number: a static field read whose value is not constant.
    Static(u32),
    /// (offset of the call, method number).
    Result(u32, u32),
    Unknown(Why),
}

/// The arguments of a call: alternatives each, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub receiver: Option<Vec<Value>>,
    /// Without the receiver.
    pub params: Vec<Vec<Value>>,
}

/// Writes values as text with the names of the sample.
pub struct Shown<'a>(pub &'a Code, pub &'a [Value]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, value) in self.1.iter().enumerate() {
            if place > 0 {
                f.write_str(" | ")?;
            }
            match value {
                Value::Int(number) => write!(f, "{number}")?,
                Value::Text(text) => f.write_str(text)?,
                Value::Class(kind) => f.write_str(self.0.type_name(*kind))?,
                Value::New(kind) => write!(f, "new {}", self.0.type_name(*kind))?,
                Value::Parameter(index) => write!(f, "parameter {index}")?,
                Value::This => f.write_str("this")?,
                Value::Field(field) | Value::Static(field) => f.write_str(&self.0.field_text(*field))?,
                Value::Result(_, method) => write!(f, "result of {}", self.0.method_text(*method))?,
                Value::Unknown(_) => f.write_str("?")?,
            }
        }
        Ok(())
    }
}

/// Whether a method of String gives the same text in another form.
fn keeps_text(hierarchy: &Hierarchy, method: u32) -> bool {
    let code = &hierarchy.code;
    code.methods.get(method as usize).is_some_and(|m| {
        code.type_name(m.class) == "Ljava/lang/String;"
            && matches!(code.text(m.name), "getBytes" | "toCharArray" | "toString" | "intern" | "trim")
    })
}

/// Instructions that run one after the other.
pub struct Block {
    /// Range of instructions.
    pub from: usize,
    pub to: usize,
    pub next: Vec<usize>,
    /// Blocks of handlers that guard it.
    pub handlers: Vec<usize>,
}

/// The values of one body.
pub struct BodyValues {
    insns: Vec<Insn>,
    blocks: Vec<Block>,
    /// Registers at the start of each block; empty where no path arrives.
    entering: Vec<Vec<u32>>,
    sets: Sets,
    limited: bool,
}

impl BodyValues {
    pub fn of(hierarchy: &Hierarchy, number: u32) -> Self {
        let mut insns = Vec::new();
        hierarchy.insns(number, &mut insns);
        let sets = Sets { sets: Vec::new(), numbers: FxHashMap::default(), joins: FxHashMap::default() };
        let mut all = BodyValues { insns, blocks: Vec::new(), entering: Vec::new(), sets, limited: true };
        if let Some(body) = hierarchy.code.bodies.get(number as usize) {
            all.blocks = blocks(&hierarchy.code, number, body, &all.insns);
            all.limited = all.blocks.len().saturating_mul(body.registers.into()) > MOST_CELLS;
            if !all.limited {
                all.settle(hierarchy, body);
            }
        }
        all
    }

    fn settle(&mut self, hierarchy: &Hierarchy, body: &Body) {
        self.entering = vec![Vec::new(); self.blocks.len()];
        let start = self.parameters(hierarchy, body);
        if let Some(first) = self.entering.first_mut() {
            *first = start;
        }
        let mut todo = std::collections::BTreeSet::from([0usize]);
        while let Some(number) = todo.pop_first() {
            let Some(mut registers) = self.entering.get(number).cloned() else { continue };
            let Some(block) = self.blocks.get(number) else { continue };
            let (from, to, next, handlers) = (block.from, block.to, block.next.clone(), block.handlers.clone());
            self.flow(&registers, &handlers, &mut todo);
            let insns = std::mem::take(&mut self.insns);
            let mut result = UNSEEN;
            for insn in insns.get(from..to).unwrap_or(&[]) {
                if self.step(hierarchy, insn, &mut registers, &mut result) {
                    self.flow(&registers, &handlers, &mut todo);
                }
            }
            self.insns = insns;
            self.flow(&registers, &next, &mut todo);
        }
    }

    fn flow(&mut self, registers: &[u32], into: &[usize], todo: &mut std::collections::BTreeSet<usize>) {
        for number in into {
            let Some(entering) = self.entering.get_mut(*number) else { continue };
            if entering.is_empty() && !registers.is_empty() {
                *entering = registers.to_vec();
                todo.insert(*number);
                continue;
            }
            for (slot, new) in entering.iter_mut().zip(registers) {
                let joined = self.sets.join(*slot, *new);
                if joined != *slot {
                    *slot = joined;
                    todo.insert(*number);
                }
            }
        }
    }

    fn parameters(&mut self, hierarchy: &Hierarchy, body: &Body) -> Vec<u32> {
        let code = &hierarchy.code;
        let unset = self.sets.one(Value::Unknown(Why::Unset));
        let mut registers = vec![unset; (body.registers as usize).max(1)];
        let defined = at(&code.definition_of_method, body.method);
        let proto = code.methods.get(body.method as usize).map_or(NONE, |m| m.proto);
        let mut place = body.registers.saturating_sub(body.ins) as usize;
        let mut put = |place: usize, number: u32| {
            if let Some(slot) = registers.get_mut(place) {
                *slot = number;
            }
        };
        if hierarchy.flags(defined) & STATIC == 0 {
            put(place, self.sets.one(Value::This));
            place = place.saturating_add(1);
        }
        for (index, kind) in (0u32..).zip(code.params(proto)) {
            put(place, self.sets.one(Value::Parameter(index)));
            place = place.saturating_add(if matches!(code.type_name(*kind), "J" | "D") { 2 } else { 1 });
        }
        registers
    }

    /// Carries registers over one instruction; true when one was written.
    fn step(&mut self, hierarchy: &Hierarchy, insn: &Insn, registers: &mut [u32], result: &mut u32) -> bool {
        let operand = insn.operand as u32;
        let get =
            |index: usize| insn.regs.get(index).and_then(|r| registers.get(usize::from(*r))).copied().unwrap_or(UNSEEN);
        let value = match insn.op {
            0x01..=0x09 => get(1),
            0x0a..=0x0c => *result,
            0x12..=0x19 => self.sets.one(Value::Int(insn.operand)),
            0x1a | 0x1b => self.sets.one(Value::Text(hierarchy.code.text(operand).into())),
            0x1c => self.sets.one(Value::Class(operand)),
            0x1f => return false,
            0x22 | 0x23 => self.sets.one(Value::New(operand)),
            0x24 | 0x25 => {
                *result = self.sets.one(Value::New(operand));
                return false;
            }
            0x52..=0x58 => self.sets.one(Value::Field(operand)),
            0x60..=0x66 => self.sets.one(static_value(hierarchy, operand)),
            0x6e..=0x78 | 0xfa | 0xfb => {
                *result = match get(0) {
                    receiver if self.is_text(receiver) && keeps_text(hierarchy, operand) => receiver,
                    _ => self.sets.one(Value::Result(insn.offset, operand)),
                };
                return false;
            }
            0x90..=0xe2 => self.arithmetic(insn, get(0), get(1), get(2)),
            _ => self.sets.one(Value::Unknown(Why::Computed)),
        };
        let width = crate::reach::written(insn.op);
        let first = insn.regs.first().map_or(usize::MAX, |r| usize::from(*r));
        for slot in registers.iter_mut().skip(first).take(width) {
            *slot = value;
        }
        width > 0
    }

    /// Sums and flags of two constants; the rest is not evaluated.
    fn arithmetic(&mut self, insn: &Insn, first: u32, second: u32, third: u32) -> u32 {
        let (left, right, kind) = match insn.op {
            0x90..=0xaf => (self.int(second), self.int(third), insn.op.wrapping_sub(0x90)),
            0xb0..=0xcf => (self.int(first), self.int(second), insn.op.wrapping_sub(0xb0)),
            0xd0..=0xd7 => (self.int(second), Some(insn.operand), insn.op.wrapping_sub(0xd0)),
            _ => (self.int(second), Some(insn.operand), insn.op.wrapping_sub(0xd8)),
        };
        let wide = matches!(insn.op, 0x9b..=0xa5 | 0xbb..=0xc5);
        let kind = if wide { kind.wrapping_sub(11) } else { kind };
        let value = match (left, right, kind) {
            (Some(a), Some(b), 0) => Some(a.wrapping_add(b)),
            (Some(a), Some(b), 1) if insn.op < 0xd0 => Some(a.wrapping_sub(b)),
            (Some(a), Some(b), 5) => Some(a & b),
            (Some(a), Some(b), 6) => Some(a | b),
            (Some(a), Some(b), 7) => Some(a ^ b),
            _ => None,
        };
        let value = value.map(|v| if wide { v } else { i64::from(v as i32) });
        self.sets.one(value.map_or(Value::Unknown(Why::Computed), Value::Int))
    }

    fn is_text(&self, set: u32) -> bool {
        self.sets.get(set).iter().all(|value| matches!(value, Value::Text(_)))
    }

    fn int(&self, set: u32) -> Option<i64> {
        match self.sets.get(set) {
            [Value::Int(number)] => Some(*number),
            _ => None,
        }
    }

    /// Registers just before the instruction at `offset`.
    fn before(&mut self, hierarchy: &Hierarchy, offset: u32) -> Option<(Insn, Vec<u32>)> {
        let place = self.insns.binary_search_by_key(&offset, |i| i.offset).ok()?;
        let number = self.blocks.partition_point(|b| b.from <= place).checked_sub(1)?;
        let from = self.blocks.get(number)?.from;
        let mut registers = self.entering.get(number).cloned().unwrap_or_default();
        let insns = std::mem::take(&mut self.insns);
        let mut result = UNSEEN;
        for insn in insns.get(from..place).unwrap_or(&[]) {
            self.step(hierarchy, insn, &mut registers, &mut result);
        }
        self.insns = insns;
        Some((self.insns.get(place)?.clone(), registers))
    }

    fn alternatives(&self, registers: &[u32], register: Option<&u16>) -> Vec<Value> {
        if self.limited {
            return vec![Value::Unknown(Why::Limit)];
        }
        let set = register.and_then(|r| registers.get(usize::from(*r))).copied().unwrap_or(UNSEEN);
        self.sets.get(set).to_vec()
    }

    /// Receiver and parameters of the call at `offset`; None where no call stands.
    pub fn arguments(&mut self, hierarchy: &Hierarchy, offset: u32) -> Option<Arguments> {
        let (insn, registers) = self.before(hierarchy, offset)?;
        if !matches!(insn.op, 0x6e..=0x72 | 0x74..=0x78 | 0xfa | 0xfb) {
            return None;
        }
        let code = &hierarchy.code;
        let method = code.methods.get(insn.operand as usize)?;
        let mut place = 0usize;
        let mut all = Arguments::default();
        if !matches!(insn.op, 0x71 | 0x77) {
            all.receiver = Some(self.alternatives(&registers, insn.regs.first()));
            place = 1;
        }
        for kind in code.params(method.proto) {
            all.params.push(self.alternatives(&registers, insn.regs.get(place)));
            place = place.saturating_add(if matches!(code.type_name(*kind), "J" | "D") { 2 } else { 1 });
        }
        Some(all)
    }

    /// What each `return` with a value may return, in order.
    pub fn returned(&mut self, hierarchy: &Hierarchy) -> Vec<Vec<Value>> {
        let places: Vec<u32> = self.insns.iter().filter(|i| matches!(i.op, 0x0f..=0x11)).map(|i| i.offset).collect();
        let mut found = Vec::new();
        for offset in places {
            if let Some((insn, registers)) = self.before(hierarchy, offset) {
                found.push(self.alternatives(&registers, insn.regs.first()));
            }
        }
        found
    }
}

/// Basic blocks of a body, cut at jumps, at their targets and where guarded ranges begin and end.
pub(crate) fn blocks(code: &Code, number: u32, body: &Body, insns: &[Insn]) -> Vec<Block> {
    let tries = code.tries.get(body.tries.start as usize..body.tries.end as usize).unwrap_or(&[]);
    let mut starts = block_starts(code, number, body, insns);
    starts.extend(tries.iter().flat_map(|t| [t.start, t.end]));
    let ends = insns.iter().filter(|i| ends_block(i.op));
    starts.extend(ends.map(|i| i.offset.saturating_add(i.size)));
    starts.sort_unstable();
    starts.dedup();
    let mut places: Vec<usize> =
        starts.iter().filter_map(|s| insns.binary_search_by_key(s, |i| i.offset).ok()).collect();
    if places.first() != Some(&0) {
        places.insert(0, 0);
    }
    let block_at = |offset: u32| -> Option<usize> {
        places.binary_search(&insns.binary_search_by_key(&offset, |i| i.offset).ok()?).ok()
    };
    let tos = places.iter().skip(1).copied().chain([insns.len()]);
    places
        .iter()
        .copied()
        .zip(tos)
        .enumerate()
        .map(|(index, (from, to))| {
            let last = to.checked_sub(1).and_then(|i| insns.get(i));
            let start = insns.get(from).map_or(0, |i| i.offset);
            let guards = tries.iter().filter(|t| t.start <= start && start < t.end);
            let handlers = guards.filter_map(|t| block_at(t.handler)).collect();
            let mut next = Vec::new();
            if let Some(last) = last {
                if !matches!(last.op, 0x0e..=0x11 | 0x27 | 0x28..=0x2a) {
                    next.push(index.saturating_add(1));
                }
                if matches!(last.op, 0x28..=0x2a | 0x32..=0x3d) {
                    next.extend(u32::try_from(last.operand).ok().and_then(block_at));
                }
                if matches!(last.op, 0x2b | 0x2c) {
                    next.extend(cases(code, number, last.offset).map(|c| c.1).filter_map(block_at));
                }
            }
            Block { from, to, next, handlers }
        })
        .collect()
}

fn ends_block(op: u8) -> bool {
    matches!(op, 0x0e..=0x11 | 0x27..=0x2c | 0x32..=0x3d) && op != 0x26
}

/// (key, byte offset it jumps to) of a switch.
pub(crate) fn cases(code: &Code, number: u32, offset: u32) -> impl Iterator<Item = (i64, u32)> {
    let rows = &code.switches;
    let first = rows.body.partition_point(|b| *b < number);
    let last = rows.body.partition_point(|b| *b <= number);
    let offsets = rows.offset.get(first..last).unwrap_or(&[]).iter();
    let targets = rows.target.get(first..last).unwrap_or(&[]).iter();
    let keys = rows.key.get(first..last).unwrap_or(&[]).iter();
    offsets.zip(keys.zip(targets)).filter(move |(o, _)| **o == offset).map(|(_, (k, t))| (*k, *t))
}

/// The constant of a static final field of the sample or of Android, else the read itself.
fn static_value(hierarchy: &Hierarchy, field: u32) -> Value {
    let code = &hierarchy.code;
    let Some(wanted) = code.fields.get(field as usize).copied() else { return Value::Static(field) };
    for node in hierarchy.supers(wanted.class) {
        if let Some(class) = code.classes.get(hierarchy.class_of(node) as usize) {
            let own = code.defined_fields.get(class.fields.start as usize..class.fields.end as usize).unwrap_or(&[]);
            let same = own.iter().find(|d| {
                code.fields.get(d.field as usize).is_some_and(|f| f.name == wanted.name && f.kind == wanted.kind)
            });
            match same {
                Some(defined) if defined.flags & u32::from(framework::FINAL) != 0 => match &defined.value {
                    Constant::Int(number) => return Value::Int(*number),
                    Constant::Text(text) => return Value::Text(code.text(*text).into()),
                    Constant::Type(kind) => return Value::Class(*kind),
                    _ => return Value::Static(field),
                },
                Some(_) => return Value::Static(field),
                None => {}
            }
        } else if let Some(class) = hierarchy.framework_of(node) {
            let found = hierarchy.framework.constant(hierarchy.framework.name(class), code.text(wanted.name));
            match found {
                Some(framework::Constant::Int(number)) => return Value::Int(number),
                Some(framework::Constant::Text(text)) => return Value::Text(text.into()),
                None => {}
            }
        }
    }
    Value::Static(field)
}

#[cfg(test)]
mod tests;
