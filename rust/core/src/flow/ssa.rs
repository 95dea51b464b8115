//! A body in static single assignment form: every register written becomes a value of its own.
//!
//! Values are numbers: parameters first, then what instructions define, then joins (phis). Moves and `move-result` are
//! resolved away. Values flow from every write in a guarded range into its handlers.
use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::ranges::Left;
use crate::code::{Code, Insn, NONE};
use crate::hierarchy::{Hierarchy, STATIC, at};
use crate::reach::written;
use crate::values::{Block, blocks};

/// Blocks times registers beyond which a body is not lowered; it is listed as cut.
const MOST_CELLS: usize = 1 << 22;
/// Blocks for which reachability is kept as a matrix.
const MOST_MATRIX: usize = 2048;
/// Blocks of a body in which a value is told from itself in the next round of a loop.
const MOST_SEARCHED: usize = 192;
/// Marks a use by a phi in [`Ssa::uses`].
pub const PHI_USE: u32 = 1 << 31;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Def {
    /// Number of the parameter, the receiver counted.
    Param(u32),
    /// Index of the instruction.
    Insn(u32),
    /// Index in [`Ssa::phis`].
    Phi(u32),
}

pub struct Phi {
    pub value: u32,
    pub block: u32,
    pub args: Vec<u32>,
    /// (value, block it comes from). Ascending.
    pub ways: Vec<(u32, u32)>,
}

pub struct Ssa {
    /// Number of the body.
    pub body: u32,
    pub insns: Vec<Insn>,
    pub blocks: Vec<Block>,
    pub defs: Vec<Def>,
    /// Value → declared type number, or NONE.
    pub kinds: Vec<u32>,
    pub phis: Vec<Phi>,
    pub params: u32,
    /// Instruction → value it defines, or NONE. For a call its result.
    pub results: Vec<u32>,
    /// Instruction → range in `arg_values`.
    arg_starts: Vec<u32>,
    arg_values: Vec<u32>,
    /// Value → range in `use_items`.
    use_starts: Vec<u32>,
    /// (instruction, operand number), or (phi index | PHI_USE, operand number).
    use_items: Vec<(u32, u32)>,
    /// Instruction → whether any path arrives.
    block_of: Vec<u32>,
    reach: OnceLock<Vec<u64>>,
    /// (instruction, first register) of call arguments that take two registers. Ascending.
    wide_args: Vec<(u32, u16)>,
    /// False where the body is too large, cut, or has no instructions.
    pub whole: bool,
}

/// Whether an instruction calls a method named by reference.
pub fn is_call(op: u8) -> bool {
    matches!(op, 0x6e..=0x72 | 0x74..=0x78)
}

/// Whether the call has no receiver.
pub fn is_static_call(op: u8) -> bool {
    matches!(op, 0x71 | 0x77)
}

fn wide(code: &Code, kind: u32) -> bool {
    matches!(code.type_name(kind), "J" | "D")
}

/// Whether an instruction may throw, by its opcode. What the machine itself may throw anywhere is left out.
pub fn may_throw(op: u8, operand: i64) -> bool {
    match op {
        0x00..=0x1b | 0x28..=0x3d => false,
        0x93 | 0x94 | 0x9e | 0x9f | 0xb3 | 0xb4 | 0xbe | 0xbf => true,
        0xd3 | 0xd4 | 0xdb | 0xdc => operand == 0,
        0x7b..=0xe2 => false,
        _ => true,
    }
}

struct Maker<'a> {
    hierarchy: &'a Hierarchy,
    ssa: Ssa,
    registers: usize,
    /// Block → registers on entry; empty where no path arrives.
    entering: Vec<Vec<u32>>,
    /// Block → where it comes from: (block, as handler).
    before: Vec<Vec<(usize, bool)>>,
    /// (block, register) → phi index.
    joined: rustc_hash::FxHashMap<(usize, usize), u32>,
    /// Block → its last instruction that may throw.
    last: Vec<usize>,
}

impl Ssa {
    pub fn of(hierarchy: &Hierarchy, number: u32) -> Ssa {
        Ssa::with(hierarchy, number, &[])
    }

    /// Of some blocks only what is left is followed.
    pub fn with(hierarchy: &Hierarchy, number: u32, left: &[Left]) -> Ssa {
        let code = &hierarchy.code;
        let mut insns = Vec::new();
        hierarchy.insns(number, &mut insns);
        let ssa = Ssa {
            body: number,
            insns,
            blocks: Vec::new(),
            defs: Vec::new(),
            kinds: Vec::new(),
            phis: Vec::new(),
            params: 0,
            results: Vec::new(),
            arg_starts: Vec::new(),
            arg_values: Vec::new(),
            use_starts: Vec::new(),
            use_items: Vec::new(),
            block_of: Vec::new(),
            wide_args: Vec::new(),
            reach: OnceLock::new(),
            whole: false,
        };
        let registers = code.bodies.get(number as usize).map_or(0, |b| b.registers as usize).max(1);
        let mut maker = Maker {
            hierarchy,
            ssa,
            registers,
            entering: Vec::new(),
            before: Vec::new(),
            joined: rustc_hash::FxHashMap::default(),
            last: Vec::new(),
        };
        maker.make(number, left);
        maker.ssa
    }

    /// Values an instruction takes, by parameter for calls (the receiver first); stores take the stored value first.
    pub fn args(&self, insn: u32) -> &[u32] {
        let from = at(&self.arg_starts, insn);
        let to = at(&self.arg_starts, insn.wrapping_add(1));
        self.arg_values.get(from as usize..to as usize).unwrap_or(&[])
    }

    pub fn arg(&self, insn: u32, place: u32) -> u32 {
        at(self.args(insn), place)
    }

    /// Where a value is used: (instruction or phi | PHI_USE, operand number).
    pub fn uses(&self, value: u32) -> &[(u32, u32)] {
        let from = at(&self.use_starts, value);
        let to = at(&self.use_starts, value.wrapping_add(1));
        self.use_items.get(from as usize..to as usize).unwrap_or(&[])
    }

    pub fn insn(&self, index: u32) -> Option<&Insn> {
        self.insns.get(index as usize)
    }

    pub fn def(&self, value: u32) -> Option<Def> {
        self.defs.get(value as usize).copied()
    }

    /// The instruction that defines a value.
    pub fn def_insn(&self, value: u32) -> Option<(u32, &Insn)> {
        match self.def(value)? {
            Def::Insn(index) => Some((index, self.insn(index)?)),
            _ => None,
        }
    }

    pub fn result(&self, insn: u32) -> u32 {
        at(&self.results, insn)
    }

    pub fn kind(&self, value: u32) -> u32 {
        at(&self.kinds, value)
    }

    pub fn block_of(&self, insn: u32) -> u32 {
        at(&self.block_of, insn)
    }

    /// Index of the instruction at a byte offset.
    pub fn at_offset(&self, offset: u32) -> Option<u32> {
        self.insns.binary_search_by_key(&offset, |i| i.offset).ok().map(|i| i as u32)
    }

    /// Whether control may get from just after one instruction to another.
    pub fn leads(&self, from: u32, to: u32) -> bool {
        let (one, other) = (self.block_of(from), self.block_of(to));
        if one == NONE || other == NONE {
            return false;
        }
        (one == other && from < to) || self.block_leads(one, other)
    }

    /// Whether control may leave block `one` and come to block `other`.
    fn block_leads(&self, one: u32, other: u32) -> bool {
        let count = self.blocks.len();
        if count > MOST_MATRIX {
            return true;
        }
        let words = count.div_ceil(64);
        let matrix = self.reach.get_or_init(|| self.closure(words));
        let row = (one as usize).wrapping_mul(words);
        let word = matrix.get(row.wrapping_add(other as usize / 64)).copied().unwrap_or(0);
        word >> (other % 64) & 1 == 1
    }

    /// The same for one value, which stays what it is: where its definition stands in a loop and is passed again on
    /// the way, it is another.
    pub fn leads_with(&self, value: u32, from: u32, to: u32) -> bool {
        if !self.leads(from, to) {
            return false;
        }
        let made = match self.def(value) {
            Some(Def::Insn(insn)) => insn,
            Some(Def::Phi(phi)) => {
                let block = self.phis.get(phi as usize).and_then(|p| self.blocks.get(p.block as usize));
                block.map_or(NONE, |b| b.from as u32)
            }
            _ => return true,
        };
        let (one, other) = (self.block_of(from), self.block_of(to));
        if one == other && from < to && self.block_of(made) != one || !self.leads(made, made) {
            return true;
        }
        // In a body of very many blocks (an interpreter) each such search costs too much.
        self.blocks.len() > MOST_SEARCHED || self.leads_past(Some(from), to, &[made])
    }

    /// Whether a value gets from just after an instruction into a join that takes it.
    pub fn joins(&self, phi: &Phi, value: u32, from: u32) -> bool {
        let own = self.block_of(from);
        let made = match self.def(value) {
            Some(Def::Insn(insn)) => (self.block_of(insn), insn),
            Some(Def::Phi(other)) => (self.phis.get(other as usize).map_or(NONE, |p| p.block), 0),
            _ => (NONE, 0),
        };
        phi.ways.iter().filter(|(v, _)| *v == value).any(|(_, block)| {
            if made.0 == *block {
                return own == *block && from >= made.1;
            }
            let first = self.blocks.get(*block as usize).map_or(NONE, |b| b.from as u32);
            own == *block || self.leads_with(value, from, first)
        })
    }

    fn closure(&self, words: usize) -> Vec<u64> {
        let mut matrix = vec![0u64; self.blocks.len().wrapping_mul(words)];
        let mut todo = Vec::new();
        for one in 0..self.blocks.len() {
            let row = one.wrapping_mul(words);
            todo.extend(self.after(one));
            while let Some(next) = todo.pop() {
                let Some(word) = matrix.get_mut(row.wrapping_add(next / 64)) else { continue };
                if *word >> (next % 64) & 1 == 0 {
                    *word |= 1 << (next % 64);
                    todo.extend(self.after(next));
                }
            }
        }
        matrix
    }

    fn after(&self, block: usize) -> impl Iterator<Item = usize> {
        self.blocks.get(block).into_iter().flat_map(|b| b.next.iter().chain(&b.handlers).copied())
    }

    /// Whether control gets from just after `from` (None: the beginning) to `to` without passing any of `walls`.
    pub fn leads_past(&self, from: Option<u32>, to: u32, walls: &[u32]) -> bool {
        let mut seen = vec![false; self.blocks.len()];
        let start = from.map_or(0, |f| self.block_of(f) as usize);
        let first = from.map_or(0, |f| f as usize + 1);
        let mut todo = vec![(start, first)];
        while let Some((number, begin)) = todo.pop() {
            let Some(block) = self.blocks.get(number) else { continue };
            let wall = walls.iter().map(|w| *w as usize).filter(|w| (begin..block.to).contains(w)).min();
            if (begin..block.to).contains(&(to as usize)) && wall.is_none_or(|w| w >= to as usize) {
                return true;
            }
            let next: &[usize] = if wall.is_some() { &[] } else { &block.next };
            for one in next.iter().chain(&block.handlers) {
                if let Some(flag) = seen.get_mut(*one).filter(|f| !**f) {
                    *flag = true;
                    todo.push((*one, self.blocks.get(*one).map_or(0, |b| b.from)));
                }
            }
        }
        false
    }

    /// Handlers (blocks) that guard an instruction.
    pub fn handlers(&self, insn: u32) -> &[usize] {
        self.blocks.get(self.block_of(insn) as usize).map_or(&[], |b| &b.handlers)
    }

    /// Instructions that may run next, handlers included.
    pub fn next_insns(&self, insn: u32) -> Vec<u32> {
        let Some(block) = self.blocks.get(self.block_of(insn) as usize) else { return Vec::new() };
        let starts = |list: &[usize]| -> Vec<u32> {
            list.iter().filter_map(|b| self.blocks.get(*b)).map(|b| b.from as u32).collect()
        };
        let mut found = starts(&block.handlers);
        if insn as usize + 1 < block.to {
            found.push(insn + 1);
        } else {
            found.extend(starts(&block.next));
        }
        found
    }

    /// Whether the argument of a call that begins in this register takes two.
    pub fn wide_operand(&self, insn: u32, register: u16) -> bool {
        self.wide_args.binary_search(&(insn, register)).is_ok()
    }

    /// Bytes this form takes, about.
    pub fn weight(&self) -> usize {
        self.insns.len() * 56 + self.arg_values.len() * 12 + self.defs.len() * 24 + self.phis.len() * 64
    }
}

impl Maker<'_> {
    fn make(&mut self, number: u32, left: &[Left]) {
        let code = &self.hierarchy.code;
        let Some(body) = code.bodies.get(number as usize) else { return };
        self.ssa.blocks = blocks(code, number, body, &self.ssa.insns);
        for one in left {
            let Some(block) = self.ssa.blocks.get_mut(one.block) else { continue };
            block.next.clone_from(&one.next);
            block.handlers.clone_from(&one.handlers);
        }
        self.last_throws(left);
        self.ssa.whole = !body.cut && !self.ssa.insns.is_empty();
        if self.ssa.blocks.len().saturating_mul(self.registers) > MOST_CELLS {
            self.ssa.whole = false;
            self.ssa.blocks.clear();
            return;
        }
        let start = self.parameters(body.method, body.registers, body.ins);
        self.define();
        self.link();
        self.settle(start);
        self.finish();
    }

    fn value(&mut self, def: Def, kind: u32) -> u32 {
        self.ssa.defs.push(def);
        self.ssa.kinds.push(kind);
        (self.ssa.defs.len() as u32).wrapping_sub(1)
    }

    fn parameters(&mut self, method: u32, registers: u16, ins: u16) -> Vec<u32> {
        let code = &self.hierarchy.code;
        let defined = at(&code.definition_of_method, method);
        let mut held = vec![NONE; self.registers];
        let mut place = registers.saturating_sub(ins) as usize;
        let Some(method) = code.methods.get(method as usize).copied() else { return held };
        let this = Some(method.class).filter(|_| self.hierarchy.flags(defined) & STATIC == 0);
        for (index, kind) in (0u32..).zip(this.into_iter().chain(code.params(method.proto).iter().copied())) {
            let value = self.value(Def::Param(index), kind);
            if let Some(slot) = held.get_mut(place) {
                *slot = value;
            }
            place = place.saturating_add(if wide(&self.hierarchy.code, kind) { 2 } else { 1 });
        }
        self.ssa.params = self.ssa.defs.len() as u32;
        held
    }

    /// Gives every instruction that writes a register, or calls for a result, its value.
    fn define(&mut self) {
        let code = std::sync::Arc::clone(&self.hierarchy.code);
        for index in 0..self.ssa.insns.len() {
            let Some(insn) = self.ssa.insns.get(index) else { continue };
            let operand = insn.operand as u32;
            let method = code.methods.get(operand as usize);
            let kind = match insn.op {
                0x01..=0x0c => None,
                0x0d => Some(NONE),
                0x1a | 0x1b => Some(code.find_type("Ljava/lang/String;").unwrap_or(NONE)),
                0x1c => Some(code.find_type("Ljava/lang/Class;").unwrap_or(NONE)),
                0x1f | 0x22..=0x25 => Some(operand),
                0x52..=0x58 | 0x60..=0x66 => Some(code.fields.get(operand as usize).map_or(NONE, |f| f.kind)),
                0x6e..=0x72 | 0x74..=0x78 | 0xfa | 0xfb => {
                    let result = method.and_then(|m| code.protos.get(m.proto as usize)).map_or(NONE, |p| p.result);
                    Some(result).filter(|r| code.type_name(*r) != "V")
                }
                0xfc | 0xfd => {
                    let site = code.call_sites.get(operand as usize).map_or(NONE, |s| s.proto);
                    Some(code.protos.get(site as usize).map_or(NONE, |p| p.result))
                }
                op if written(op) > 0 => Some(NONE),
                _ => None,
            };
            let value = kind.map_or(NONE, |k| self.value(Def::Insn(index as u32), k));
            self.ssa.results.push(value);
        }
    }

    fn link(&mut self) {
        self.before = vec![Vec::new(); self.ssa.blocks.len()];
        self.ssa.block_of = vec![NONE; self.ssa.insns.len()];
        for (number, block) in self.ssa.blocks.iter().enumerate() {
            if let Some(range) = self.ssa.block_of.get_mut(block.from..block.to) {
                range.fill(number as u32);
            }
            let arrive = block.next.iter().map(|n| (*n, false)).chain(block.handlers.iter().map(|n| (*n, true)));
            for (next, handler) in arrive {
                if let Some(list) = self.before.get_mut(next).filter(|l| !l.contains(&(number, handler))) {
                    list.push((number, handler));
                }
            }
        }
    }

    /// What the call just before an instruction gives: a guarded range may end between a call and its `move-result`.
    fn called_before(&self, insn: usize) -> u32 {
        insn.checked_sub(1).map_or(NONE, |before| at(&self.ssa.results, before as u32))
    }

    /// Index of the last instruction of a block that may throw: what is written there or later no handler sees.
    fn last(&self, number: usize) -> usize {
        self.last.get(number).copied().unwrap_or(usize::MAX)
    }

    fn last_throws(&mut self, left: &[Left]) {
        for block in &self.ssa.blocks {
            let guarded = if block.handlers.is_empty() { 0..0 } else { block.from..block.to };
            let found =
                guarded.rev().find(|i| self.ssa.insns.get(*i).is_some_and(|one| may_throw(one.op, one.operand)));
            self.last.push(found.unwrap_or(block.from));
        }
        for one in left {
            if let Some(last) = self.last.get_mut(one.block) {
                *last = (*last).min(one.last);
            }
        }
    }

    /// Carries registers through a block; `each` sees (instruction, register, new value) of every write.
    fn walk(&self, number: usize, held: &mut [u32], mut each: impl FnMut(usize, usize, u32)) {
        let Some(block) = self.ssa.blocks.get(number) else { return };
        let mut result = self.called_before(block.from);
        for index in block.from..block.to {
            let Some(insn) = self.ssa.insns.get(index) else { break };
            let own = at(&self.ssa.results, index as u32);
            let get = |r: usize| insn.regs.get(r).and_then(|r| held.get(usize::from(*r))).copied().unwrap_or(NONE);
            let value = match insn.op {
                0x01..=0x09 => get(1),
                0x0a..=0x0c => result,
                0x24 | 0x25 | 0x6e..=0x72 | 0x74..=0x78 | 0xfa..=0xfd => {
                    result = own;
                    continue;
                }
                _ => own,
            };
            let width = written(insn.op);
            let first = insn.regs.first().map_or(usize::MAX, |r| usize::from(*r));
            for (place, slot) in held.iter_mut().skip(first).take(width).enumerate() {
                *slot = if place == 0 { value } else { NONE };
                if place == 0 {
                    each(index, first, value);
                }
            }
        }
    }

    fn settle(&mut self, start: Vec<u32>) {
        self.entering = vec![Vec::new(); self.ssa.blocks.len()];
        if let Some(first) = self.entering.first_mut() {
            *first = start.clone();
        }
        let mut todo = BTreeSet::from([0usize]);
        // Each register of a block changes a few times at most; the bound only guards against a mistake of ours.
        let mut budget = self.ssa.blocks.len().saturating_mul(64).saturating_add(4096);
        while let Some(number) = todo.pop_first() {
            budget = budget.saturating_sub(1);
            if budget == 0 {
                self.ssa.whole = false;
                break;
            }
            let (next, handlers) = match self.ssa.blocks.get(number) {
                Some(block) => (block.next.clone(), block.handlers.clone()),
                None => continue,
            };
            for one in next.into_iter().chain(handlers) {
                if self.arrive(one, &start) {
                    todo.insert(one);
                }
            }
        }
    }

    /// Recomputes what enters a block from all before it; true when that changed.
    fn arrive(&mut self, number: usize, start: &[u32]) -> bool {
        let fresh = self.entering.get(number).is_none_or(Vec::is_empty);
        let mut joined: Vec<Option<u32>> = vec![None; self.registers];
        let mut differ = vec![false; self.registers];
        let mut add = |register: usize, value: u32| {
            if let (Some(slot), Some(flag)) = (joined.get_mut(register), differ.get_mut(register)) {
                match *slot {
                    None => *slot = Some(value),
                    Some(known) if known != value => *flag = true,
                    Some(_) => {}
                }
            }
        };
        if number == 0 {
            start.iter().enumerate().for_each(|(r, v)| add(r, *v));
        }
        for (from, handler) in self.before.get(number).into_iter().flatten() {
            let Some(held) = self.entering.get(*from).filter(|h| !h.is_empty()) else { continue };
            let mut held = held.clone();
            if *handler {
                held.iter().enumerate().for_each(|(r, v)| add(r, *v));
                let last = self.last(*from);
                self.walk(*from, &mut held, |at, r, v| {
                    if at < last {
                        add(r, v)
                    }
                });
            } else {
                self.walk(*from, &mut held, |_, _, _| {});
                held.iter().enumerate().for_each(|(r, v)| add(r, *v));
            }
        }
        let mut changed = fresh;
        let mut entering = std::mem::take(self.entering.get_mut(number).unwrap_or(&mut Vec::new()));
        entering.resize(self.registers, NONE);
        for (register, slot) in entering.iter_mut().enumerate() {
            let known = self.joined.get(&(number, register)).and_then(|p| self.ssa.phis.get(*p as usize));
            let value = match (known, differ.get(register)) {
                (Some(phi), _) => phi.value,
                (None, Some(true)) => self.phi(number, register),
                _ => joined.get(register).copied().flatten().unwrap_or(NONE),
            };
            changed |= *slot != value;
            *slot = value;
        }
        if let Some(place) = self.entering.get_mut(number) {
            *place = entering;
        }
        changed
    }

    fn phi(&mut self, block: usize, register: usize) -> u32 {
        let index = self.ssa.phis.len() as u32;
        let value = self.value(Def::Phi(index), NONE);
        self.ssa.phis.push(Phi { value, block: block as u32, args: Vec::new(), ways: Vec::new() });
        self.joined.insert((block, register), index);
        value
    }

    fn finish(&mut self) {
        self.phi_args();
        let mut starts = vec![0u32];
        let mut values: Vec<u32> = Vec::new();
        let mut taken: Vec<Vec<u32>> = vec![Vec::new(); self.ssa.insns.len()];
        for number in 0..self.ssa.blocks.len() {
            self.take_block(number, &mut taken);
        }
        for one in taken {
            values.extend(one);
            starts.push(values.len() as u32);
        }
        self.ssa.arg_starts = starts;
        self.ssa.arg_values = values;
        self.ssa.wide_args.sort_unstable();
        self.array_kinds();
        self.use_lists();
    }

    fn phi_args(&mut self) {
        let mut keys: Vec<((usize, usize), u32)> = self.joined.iter().map(|(k, v)| (*k, *v)).collect();
        keys.sort_unstable_by_key(|k| k.1);
        let mut by_block: std::collections::BTreeMap<usize, Vec<(usize, u32)>> = Default::default();
        for ((block, register), phi) in keys {
            by_block.entry(block).or_default().push((register, phi));
        }
        for (block, phis) in by_block {
            let mut gathered: Vec<BTreeSet<(u32, u32)>> = vec![BTreeSet::new(); phis.len()];
            let wanted: rustc_hash::FxHashMap<usize, usize> =
                phis.iter().enumerate().map(|(i, (r, _))| (*r, i)).collect();
            let mut add = |register: usize, value: u32, from: usize| {
                if let Some(set) = wanted.get(&register).and_then(|i| gathered.get_mut(*i)).filter(|_| value != NONE) {
                    set.insert((value, from as u32));
                }
            };
            for (from, handler) in self.before.get(block).into_iter().flatten() {
                let Some(held) = self.entering.get(*from).filter(|h| !h.is_empty()) else { continue };
                let mut held = held.clone();
                if *handler {
                    held.iter().enumerate().for_each(|(r, v)| add(r, *v, *from));
                    let last = self.last(*from);
                    self.walk(*from, &mut held, |at, r, v| {
                        if at < last {
                            add(r, v, *from)
                        }
                    });
                } else {
                    self.walk(*from, &mut held, |_, _, _| {});
                    held.iter().enumerate().for_each(|(r, v)| add(r, *v, *from));
                }
            }
            for ((_, phi), set) in phis.iter().zip(gathered) {
                if let Some(phi) = self.ssa.phis.get_mut(*phi as usize) {
                    phi.ways = set.into_iter().filter(|(v, _)| *v != phi.value).collect();
                    phi.args = phi.ways.iter().map(|w| w.0).collect();
                    phi.args.dedup();
                }
            }
        }
    }

    fn take_block(&mut self, number: usize, taken: &mut [Vec<u32>]) {
        let Some(mut held) = self.entering.get(number).filter(|h| !h.is_empty()).cloned() else { return };
        let Some(block) = self.ssa.blocks.get(number) else { return };
        let code = &self.hierarchy.code;
        let mut result = self.called_before(block.from);
        let mut wides = Vec::new();
        for index in block.from..block.to {
            let Some(insn) = self.ssa.insns.get(index) else { break };
            let get = |r: &u16| held.get(usize::from(*r)).copied().unwrap_or(NONE);
            let args: Vec<u32> = match insn.op {
                0x01..=0x0c => Vec::new(),
                op if is_call(op) || matches!(op, 0xfa..=0xfd) => {
                    let kinds = self.param_kinds(insn);
                    let mut place = 0usize;
                    let mut all = Vec::with_capacity(kinds.len());
                    for kind in kinds {
                        all.push(insn.regs.get(place).map_or(NONE, get));
                        let two = wide(code, kind);
                        if let Some(register) = insn.regs.get(place).filter(|_| two) {
                            wides.push((index as u32, *register));
                        }
                        place = place.saturating_add(if two { 2 } else { 1 });
                    }
                    all
                }
                0xb0..=0xcf | 0x1f | 0x24 | 0x25 => insn.regs.iter().map(get).collect(),
                op if written(op) > 0 => insn.regs.iter().skip(1).map(get).collect(),
                _ => insn.regs.iter().map(get).collect(),
            };
            if let Some(slot) = taken.get_mut(index) {
                *slot = args;
            }
            let own = at(&self.ssa.results, index as u32);
            let value = match insn.op {
                0x01..=0x09 => insn.regs.get(1).map_or(NONE, get),
                0x0a..=0x0c => result,
                0x24 | 0x25 | 0x6e..=0x72 | 0x74..=0x78 | 0xfa..=0xfd => {
                    result = own;
                    continue;
                }
                _ => own,
            };
            let first = insn.regs.first().map_or(usize::MAX, |r| usize::from(*r));
            for (place, slot) in held.iter_mut().skip(first).take(written(insn.op)).enumerate() {
                *slot = if place == 0 { value } else { NONE };
            }
        }
        self.ssa.wide_args.extend(wides);
    }

    /// Types of what a call takes, the receiver first.
    fn param_kinds(&self, insn: &Insn) -> Vec<u32> {
        let code = &self.hierarchy.code;
        if matches!(insn.op, 0xfc | 0xfd) {
            let proto = code.call_sites.get(insn.operand as usize).map_or(NONE, |s| s.proto);
            return code.params(proto).to_vec();
        }
        let Some(method) = code.methods.get(insn.operand as usize) else { return Vec::new() };
        let receiver = Some(method.class).filter(|_| !is_static_call(insn.op));
        receiver.into_iter().chain(code.params(method.proto).iter().copied()).collect()
    }

    /// What comes out of an array has the type of its elements, where that is known.
    fn array_kinds(&mut self) {
        let code = &self.hierarchy.code;
        for index in 0..self.ssa.insns.len() as u32 {
            if self.ssa.insn(index).is_some_and(|i| i.op == 0x46) {
                let array = self.ssa.kind(self.ssa.arg(index, 0));
                let element = code.type_name(array).strip_prefix('[').and_then(|e| code.find_type(e));
                let value = self.ssa.result(index);
                if let (Some(element), Some(slot)) = (element, self.ssa.kinds.get_mut(value as usize)) {
                    *slot = element;
                }
            }
        }
    }

    /// Phi → whether an instruction takes it, at once or through others. Handlers join many registers that nobody reads.
    fn live_phis(&self) -> Vec<bool> {
        let mut live = vec![false; self.ssa.phis.len()];
        let phi_of = |value: u32| match self.ssa.def(value) {
            Some(Def::Phi(phi)) => Some(phi as usize),
            _ => None,
        };
        let mut todo: Vec<usize> = self.ssa.arg_values.iter().filter_map(|v| phi_of(*v)).collect();
        while let Some(one) = todo.pop() {
            if let Some(flag) = live.get_mut(one).filter(|f| !**f) {
                *flag = true;
                todo.extend(self.ssa.phis.get(one).into_iter().flat_map(|p| &p.args).filter_map(|v| phi_of(*v)));
            }
        }
        live
    }

    fn use_lists(&mut self) {
        let mut counts = vec![0u32; self.ssa.defs.len().wrapping_add(1)];
        let mut pairs: Vec<(u32, (u32, u32))> = Vec::new();
        for index in 0..self.ssa.insns.len() as u32 {
            for (place, value) in (0u32..).zip(self.ssa.args(index)) {
                pairs.push((*value, (index, place)));
            }
        }
        for (number, phi) in (0u32..).zip(&self.ssa.phis) {
            for (place, value) in (0u32..).zip(&phi.args) {
                pairs.push((*value, (number | PHI_USE, place)));
            }
        }
        let live = self.live_phis();
        let needed = |user: u32| user & PHI_USE == 0 || live.get((user & !PHI_USE) as usize).copied().unwrap_or(false);
        pairs.retain(|p| p.0 != NONE && needed(p.1.0));
        pairs.sort_by_key(|p| p.0);
        for (value, _) in &pairs {
            if let Some(count) = counts.get_mut((*value as usize).wrapping_add(1)) {
                *count = count.wrapping_add(1);
            }
        }
        let mut sum = 0u32;
        for count in &mut counts {
            sum = sum.wrapping_add(*count);
            *count = sum;
        }
        self.ssa.use_starts = counts;
        self.ssa.use_items = pairs.into_iter().map(|p| p.1).collect();
    }
}
