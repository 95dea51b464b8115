//! Backward over SSA: what one value of one method may be.
use super::super::ssa::{Def, is_call};
use super::{Frame, MOST_CALLS, MOST_DEPTH, MOST_SITES, MOST_STEPS, Term, TermId, Terms, Why};
use crate::arithmetic;
use crate::code::NONE;

impl Terms<'_> {
    /// Charges one step; false when the question has none left.
    pub(super) fn step(&mut self) -> bool {
        self.question.steps += 1;
        self.question.steps <= MOST_STEPS && self.question.depth < MOST_DEPTH
    }

    /// Charges more than one step, where much is looked at at once.
    pub(super) fn charge(&mut self, steps: usize) -> bool {
        self.question.steps = self.question.steps.saturating_add(steps as u32);
        self.step()
    }

    /// The frame of a method as called at one place, or None past the depth that is followed.
    pub(super) fn enter(&mut self, defined: u32, insn: u32, parent: u32) -> Option<u32> {
        let depth = self.question.frames.get(parent as usize).map_or(0, |f| f.1);
        if depth >= MOST_CALLS {
            return None;
        }
        let frame = (defined, insn, parent);
        if let Some(known) = self.question.frame_of.get(&frame) {
            return Some(*known);
        }
        let number = self.question.frames.len() as u32;
        self.question.frames.push((frame, depth + 1));
        self.question.frame_of.insert(frame, number);
        Some(number)
    }

    pub(super) fn frame(&self, number: u32) -> Option<Frame> {
        self.question.frames.get(number as usize).filter(|_| number != 0).map(|f| f.0)
    }

    /// As [`Terms::eval`], but a text builder is meant as it is just before `insn` (NONE: at the end).
    pub(super) fn eval_at(&mut self, frame: u32, defined: u32, value: u32, insn: u32) -> TermId {
        match self.built_text(frame, defined, value, insn) {
            Some(text) => text,
            None => self.eval(frame, defined, value),
        }
    }

    pub(super) fn eval(&mut self, frame: u32, defined: u32, value: u32) -> TermId {
        if value == NONE {
            return self.unknown(Why::Unset);
        }
        let key = (frame, defined, value);
        if let Some(term) = self.question.known.get(&key) {
            return *term;
        }
        if let Some(number) = self.question.open.get(&key) {
            return self.intern(Term::Again(*number));
        }
        if !self.step() {
            return self.unknown(Why::Budget);
        }
        let number = self.begin();
        self.question.open.insert(key, number);
        let term = self.define(frame, defined, value);
        self.question.open.remove(&key);
        let term = self.end(term, number);
        if !self.is_open(term) {
            self.question.known.insert(key, term);
        }
        term
    }

    /// Goes one deeper; gives the number by which what is being found out may mention itself.
    pub(super) fn begin(&mut self) -> u32 {
        self.question.depth += 1;
        self.question.loops += 1;
        self.question.loops
    }

    pub(super) fn end(&mut self, term: TermId, number: u32) -> TermId {
        self.question.depth -= 1;
        if self.is_open(term) { self.close(term, number) } else { term }
    }

    fn define(&mut self, frame: u32, defined: u32, value: u32) -> TermId {
        let Some(ssa) = self.world.ssa(defined) else { return self.unknown(Why::Cut) };
        match ssa.def(value) {
            Some(Def::Param(index)) => self.param(frame, defined, index),
            Some(Def::Phi(phi)) => {
                let args = ssa.phis.get(phi as usize).map_or(&[][..], |p| &p.args);
                let all = args.iter().map(|a| self.eval(frame, defined, *a)).collect();
                self.any(all)
            }
            Some(Def::Insn(index)) => self.instruction(frame, defined, index),
            None => self.unknown(Why::Cut),
        }
    }

    /// What callers pass; the parameter itself where Android calls, or more callers than are looked at.
    fn param(&mut self, frame: u32, defined: u32, index: u32) -> TermId {
        if let Some((caller, insn, parent)) = self.frame(frame) {
            let value = self.world.ssa(caller).map_or(NONE, |s| s.arg(insn, index));
            return self.eval_at(parent, caller, value, insn);
        }
        let itself = self.intern(Term::Param(defined, index));
        let world = self.world;
        let callers = world.callers(defined);
        if callers.is_empty() || callers.len() > MOST_SITES || self.question.ups >= MOST_CALLS {
            return itself;
        }
        self.question.ups += 1;
        let mut all = Vec::new();
        for (caller, offset) in callers {
            let Some(ssa) = world.ssa(*caller) else { continue };
            let Some(insn) = ssa.at_offset(*offset) else { continue };
            let value = ssa.arg(insn, index);
            all.push(self.eval_at(0, *caller, value, insn));
        }
        self.question.ups -= 1;
        if world.called_from_outside(defined) || all.is_empty() {
            all.push(itself);
        }
        let term = self.any(all);
        let lost = matches!(self.get(term), Term::Unknown(Why::Many | Why::Unset));
        if lost { itself } else { term }
    }

    fn instruction(&mut self, frame: u32, defined: u32, index: u32) -> TermId {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return self.unknown(Why::Cut) };
        let Some(insn) = ssa.insn(index) else { return self.unknown(Why::Cut) };
        let operand = insn.operand as u32;
        let arg = |n| ssa.arg(index, n);
        match insn.op {
            0x0d => self.unknown(Why::Caught),
            0x12..=0x19 => self.intern(Term::Int(insn.operand)),
            0x1a | 0x1b => self.text_term(world.code().text(operand)),
            0x1c => self.intern(Term::Class(operand)),
            0x1f | 0x81..=0x8f => self.eval(frame, defined, arg(0)),
            0x22 => self.made(frame, defined, index),
            0x23..=0x25 => self.array_value(frame, defined, index),
            0x44..=0x4a => self.element(frame, defined, arg(0), arg(1)),
            0x52..=0x58 => self.field_value(world.field(operand), false),
            0x60..=0x66 => self.field_value(world.field(operand), true),
            op if is_call(op) => self.call(frame, defined, index),
            0x7b..=0x80 | 0x90..=0xe2 => self.arithmetic(frame, defined, index),
            _ => self.unknown(Why::Computed),
        }
    }

    fn arithmetic(&mut self, frame: u32, defined: u32, index: u32) -> TermId {
        let Some(ssa) = self.world.ssa(defined) else { return self.unknown(Why::Cut) };
        let Some(insn) = ssa.insn(index) else { return self.unknown(Why::Cut) };
        let mut parts: Vec<TermId> = ssa.args(index).iter().map(|v| self.eval(frame, defined, *v)).collect();
        if matches!(insn.op, 0xd0..=0xe2) {
            parts.push(self.intern(Term::Int(insn.operand)));
        }
        let numbers: Vec<i64> = parts
            .iter()
            .filter_map(|p| match self.get(*p) {
                Term::Int(number) => Some(*number),
                _ => None,
            })
            .collect();
        if numbers.len() == parts.len()
            && let Some(result) = compute(insn.op, &numbers)
        {
            return self.intern(Term::Int(result));
        }
        if parts.iter().all(|p| self.parts(*p).is_empty() && !matches!(self.get(*p), Term::Unknown(_) | Term::Again(_)))
        {
            let name = crate::code::Code::mnemonic(insn.op);
            let name = name.split('-').next().unwrap_or(name);
            return self.op(name, parts);
        }
        self.unknown(Why::Computed)
    }
}

/// The outcome of an integer operation of Dalvik on constants; None for floats and division by zero.
pub(super) fn compute(op: u8, numbers: &[i64]) -> Option<i64> {
    let a = *numbers.first()?;
    let narrow = |n: i64| i64::from(n as i32);
    match op {
        0x7b => return Some(narrow(a.wrapping_neg())),
        0x7c => return Some(narrow(!a)),
        0x7d => return Some(a.wrapping_neg()),
        0x7e => return Some(!a),
        _ => {}
    }
    let b = *numbers.get(1)?;
    // Operations in the order of the opcodes; rsub swaps its operands.
    let (kind, long) = match op {
        0x90..=0x9a => (op - 0x90, false),
        0x9b..=0xa5 => (op - 0x9b, true),
        0xb0..=0xba => (op - 0xb0, false),
        0xbb..=0xc5 => (op - 0xbb, true),
        0xd1 | 0xd9 => return Some(narrow(b.wrapping_sub(a))),
        0xd0..=0xd7 => (op - 0xd0, false),
        0xd8..=0xe2 => (op - 0xd8, false),
        _ => return None,
    };
    if long { arithmetic::long(kind, a, b) } else { arithmetic::int(kind, a as i32, b as i32).map(i64::from) }
}
