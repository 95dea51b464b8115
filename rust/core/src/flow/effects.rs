//! What a model says a call does with the data: flow, store, wrap, empty, put into a carrier.
use super::engine::{Engine, Here, Put};
use super::models::{Effect, Mode, Place, Root as At};
use super::path::{EMPTY, Elem};
use super::places::{is_at, is_deep};
use super::row::{END, How, Kind};
use super::ssa::{Def, is_call};
use crate::code::NONE;

impl<'w> Engine<'w> {
    /// The data below place `from` is, at the same moment, below place `to`.
    pub(super) fn carry_over(&mut self, here: Here<'w>, insn: u32, from: &Place, to: &Place, how: How) {
        let front = self.elems(here.key.method, here.ssa, insn, from);
        let Some(rest) = self.paths.below(&front, here.fact.path) else { return };
        for (value, elems) in self.values_at(here.key.method, here.ssa, insn, to) {
            if self.paths.too_long(elems.len(), rest) {
                self.cut(here.row);
                continue;
            }
            let path = self.paths.join(&elems, rest);
            let depth = (here.fact.depth + elems.len() as u32).saturating_sub(front.len() as u32);
            self.emit(here, value, path, here.fact.since, depth, how);
        }
    }

    /// Calls that leave nothing at the place of a fact: `list.clear()`, `bundle.remove(key)`.
    pub(super) fn emptied(&mut self, here: Here<'w>) -> Vec<u32> {
        let mut found = Vec::new();
        if here.fact.since == END {
            return found;
        }
        let world = self.world;
        for (user, operand) in here.ssa.uses(here.fact.value) {
            let Some(insn) = here.ssa.insn(*user).filter(|i| is_call(i.op)) else { continue };
            let Some(model) = world.model(world.model_of_call(insn.operand as u32)) else { continue };
            for effect in &model.effects {
                let Effect::Kill(place) = effect else { continue };
                if !is_at(here.ssa, *user, *operand, place) || here.fact.since == *user {
                    continue;
                }
                let front = self.elems(here.key.method, here.ssa, *user, place);
                let certain =
                    front.iter().zip(self.paths.elems(here.fact.path)).all(|(k, p)| k == p || *k == Elem::Any);
                if certain && front.len() <= self.paths.len(here.fact.path) {
                    found.push(*user);
                }
            }
        }
        found
    }

    pub(super) fn by_model(&mut self, here: Here<'w>, insn: u32, operand: u32, model: u32) {
        let world = self.world;
        let effects = world.model(model).map(|m| m.effects.as_slice()).unwrap_or_default();
        let how = How { kind: Kind::Model, insn, operand, with: model, out: NONE };
        for (number, effect) in (0u32..).zip(effects) {
            match effect {
                Effect::Flow(from, to) if is_at(here.ssa, insn, operand, from) => self.flows(here, insn, from, to, how),
                Effect::Store(from, to) => self.keeps(here, insn, operand, from, to, how),
                Effect::Wrap(one, other) => {
                    for (from, to) in [(one, other), (other, one)] {
                        if is_at(here.ssa, insn, operand, from) {
                            self.same(here, insn, from, to, how);
                        }
                    }
                }
                Effect::Open(_, Mode::Writing | Mode::Both, place) if is_at(here.ssa, insn, operand, place) => {
                    self.put(here, insn, model, number, place);
                }
                Effect::Put(_, place) if self.ordered(here, insn) && is_at(here.ssa, insn, operand, place) => {
                    self.put(here, insn, model, number, place);
                }
                Effect::Call { .. } => self.calls_back(here, insn, operand, effect),
                _ => {}
            }
        }
    }

    /// Whether the data is there when the call has done its work: what one effect of the call itself brought into an
    /// object is there in what the call returns.
    fn settled(&self, here: Here<'_>, insn: u32, to: &Place) -> bool {
        self.ordered(here, insn) || here.fact.since == insn && to.root == At::Result
    }

    fn flows(&mut self, here: Here<'w>, insn: u32, from: &Place, to: &Place, how: How) {
        let front = self.elems(here.key.method, here.ssa, insn, from);
        if !self.settled(here, insn, to) || front.is_empty() && self.names_content(here.fact.path) {
            return;
        }
        match self.paths.below(&front, here.fact.path) {
            Some(rest) if is_deep(from) || !self.paths.has_field(rest) => {}
            _ => return,
        }
        for (value, elems) in self.values_at(here.key.method, here.ssa, insn, to) {
            let path = self.paths.join(&elems, EMPTY);
            let since = if to.root == At::Result { NONE } else { insn };
            self.emit(here, value, path, since, 0, how);
        }
    }

    /// `store: from -> to`, seen from either end.
    fn keeps(&mut self, here: Here<'w>, insn: u32, operand: u32, from: &Place, to: &Place, how: How) {
        if is_at(here.ssa, insn, operand, from) {
            let front = self.elems(here.key.method, here.ssa, insn, from);
            let Some(rest) = self.paths.below(&front, here.fact.path) else { return };
            if self.settled(here, insn, to) {
                for (value, elems) in self.values_at(here.key.method, here.ssa, insn, to) {
                    let path = self.paths.join(&elems, rest);
                    let since = if to.root == At::Result { NONE } else { insn };
                    self.emit(here, value, path, since, 0, how);
                }
            }
            if self.early(here, insn) && here.fact.depth as usize >= front.len() {
                self.carry_over(here, insn, from, to, how);
            }
        } else if is_at(here.ssa, insn, operand, to) && self.early(here, insn) {
            let front = to.parts.len();
            if front > 0 && here.fact.depth as usize >= front {
                self.carry_over(here, insn, to, from, how);
            }
        }
    }

    /// Two names of one stream: what reaches one, before or after, reaches the other.
    fn same(&mut self, here: Here<'w>, insn: u32, from: &Place, to: &Place, how: How) {
        let front = self.elems(here.key.method, here.ssa, insn, from);
        let Some(rest) = self.paths.below(&front, here.fact.path) else { return };
        let early = self.early(here, insn);
        for (value, elems) in self.values_at(here.key.method, here.ssa, insn, to) {
            let path = self.paths.join(&elems, rest);
            let since = match here.fact.since {
                _ if early => here.fact.since,
                _ if to.root == At::Result => NONE,
                _ => insn,
            };
            self.emit(here, value, path, since, here.fact.depth, how);
        }
    }

    fn put(&mut self, here: Here<'w>, insn: u32, model: u32, effect: u32, place: &Place) {
        let front = self.elems(here.key.method, here.ssa, insn, place);
        let Some(path) = self.paths.below(&front, here.fact.path) else { return };
        if self.names_content(path) || here.fact.since == END {
            return;
        }
        if self.put_seen.insert((here.row, insn, model, effect, path)) {
            self.puts.push(Put { row: here.row, fact: here.number, insn, model, effect, path });
        }
    }

    /// Events that hang on where the object comes from: a stream opened by this method, a sink that is written into later.
    pub(super) fn defined_by(&mut self, here: Here<'w>) {
        let Some(Def::Insn(insn)) = here.ssa.def(here.fact.value) else { return };
        let Some(op) = here.ssa.insn(insn) else { return };
        if !is_call(op.op) || here.fact.since == END {
            return;
        }
        let (offset, called) = (op.offset, op.operand as u32);
        if here.fact.since != NONE || here.fact.from != NONE {
            for number in self.sinks_at.get(&(here.key.method, offset)).cloned().unwrap_or_default() {
                let takes =
                    self.sinks.get(number as usize).is_some_and(|s| s.places.iter().any(|p| p.root == At::Result));
                let path = here.fact.path;
                if takes && here.fact.since != NONE && !self.names_content(path) && !self.paths.has_field(path) {
                    let at = here.fact.how.insn;
                    self.hit(here, if at == NONE { insn } else { at }, NONE, number);
                }
            }
        }
        let world = self.world;
        let model = world.model_of_call(called);
        let effects = world.model(model).map(|m| m.effects.as_slice()).unwrap_or_default();
        for (number, effect) in (0u32..).zip(effects) {
            if let Effect::Open(_, Mode::Writing | Mode::Both, place) = effect
                && place.root == At::Result
                && here.fact.since != NONE
            {
                self.put(here, insn, model, number, place);
            }
        }
    }
}
