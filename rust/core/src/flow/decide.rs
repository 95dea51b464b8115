//! Tests on the data: sinks and values that hang on which way control went.
use std::rc::Rc;

use super::engine::{Engine, Here};
use super::guards::control::Control;
use super::path::EMPTY;
use super::row::{Hit, Link, Start};
use super::ssa::{Def, PHI_USE};
use crate::code::NONE;

impl<'w> Engine<'w> {
    /// The data decides which way control goes: sinks on one side only, and values set on one side only, hang on it.
    pub(super) fn decides(&mut self, here: Here<'w>, insn: u32) {
        let bare = self.paths.len(here.fact.path) == 0 || self.paths.head(here.fact.path) == Some(self.truth);
        let kind = self.world.code().type_name(here.ssa.kind(here.fact.value));
        if self.beyond || !bare || kind.starts_with(['L', '[']) || !self.ordered(here, insn) {
            return;
        }
        let Some(row) = self.rows.get_mut(here.row as usize) else { return };
        if row.branches.iter().any(|b| b.1 == insn) {
            return;
        }
        row.branches.push((here.number, insn));
        let world = self.world;
        let control =
            self.controls.entry(here.key.method).or_insert_with(|| Rc::new(Control::of(world.code(), here.ssa)));
        let (one, other) = Rc::clone(control).controlled(here.ssa, insn);
        for side in [&one, &other] {
            self.decided_sinks(here, insn, side);
        }
        self.decided_values(here, insn, &one, &other);
    }

    fn decided_sinks(&mut self, here: Here<'_>, branch: u32, side: &[u32]) {
        for insn in side {
            let offset = here.ssa.insn(*insn).map_or(NONE, |i| i.offset);
            for sink in self.sinks_at.get(&(here.key.method, offset)).cloned().unwrap_or_default() {
                if let Some(row) = self.rows.get_mut(here.row as usize)
                    && !row.decided.iter().any(|h| h.sink == sink)
                {
                    row.decided.push(Hit { fact: here.number, insn: branch, operand: 0, sink });
                }
            }
        }
    }

    /// Joins of values of which one was set on one side only: what they are tells which way control went.
    fn decided_values(&mut self, here: Here<'w>, branch: u32, one: &[u32], other: &[u32]) {
        let set_there = |value: &u32| match here.ssa.def(*value) {
            Some(Def::Insn(insn)) => one.contains(&insn) || other.contains(&insn),
            _ => false,
        };
        for phi in &here.ssa.phis {
            let block = here.ssa.blocks.get(phi.block as usize).map_or(NONE, |b| b.from as u32);
            let inside = one.contains(&block) || other.contains(&block);
            if inside || phi.args.len() < 2 || !phi.args.iter().any(set_there) {
                continue;
            }
            let mut texts = phi.args.iter().map(|v| self.constant(here.key.method, *v));
            let first = texts.next().flatten();
            // The same text on every way tells nothing.
            if first.is_some() && texts.all(|t| t == first) {
                continue;
            }
            self.decided_calls(here, branch, phi.value);
            let start = Start::Value { value: phi.value, path: EMPTY, since: NONE };
            if let Some(to) = self.decided_row(here.row, start) {
                self.onward(here, branch, 0, Link::Decision, to);
            }
        }
    }
    /// Calls on an object that is of another class on each way: the sinks in the methods these arrive at.
    fn decided_calls(&mut self, here: Here<'w>, branch: u32, object: u32) {
        for (user, operand) in here.ssa.uses(object) {
            let direct = here.ssa.insn(*user).is_some_and(|i| matches!(i.op, 0x6e | 0x72 | 0x74 | 0x78));
            if user & PHI_USE != 0 || *operand != 0 || !direct {
                continue;
            }
            let callees = self.arrivals_at(here.key.method, here.ssa, *user, here.key.this);
            if callees.bodies.len() < 2 {
                continue;
            }
            for number in 0..self.sinks.len() as u32 {
                let inside = self.sinks.get(number as usize).is_some_and(|s| callees.bodies.contains(&s.method));
                if inside
                    && let Some(row) = self.rows.get_mut(here.row as usize)
                    && !row.decided.iter().any(|h| h.sink == number)
                {
                    row.decided.push(Hit { fact: here.number, insn: branch, operand: 0, sink: number });
                }
            }
        }
    }
}
