//! Calls: into sinks and app code, and back from it to the calls that wait.
use std::rc::Rc;

use super::engine::{Engine, Here, how};
use super::models::{Effect, Root as At};
use super::path::{EMPTY, Elem};
use super::places::{is_at, is_deep};
use super::row::{END, How, Kind, Link, Root, Start, Waiting};
use super::ssa::{Def, Ssa};
use super::world::Callees;
use crate::code::NONE;

impl<'w> Engine<'w> {
    /// A call that answers yes or no about the data: the answer may decide something.
    fn answers(&mut self, here: Here<'_>, insn: u32, operand: u32) {
        let result = here.ssa.result(insn);
        let path = here.fact.path;
        let asked = self.world.code().type_name(here.ssa.kind(result)) == "Z" && self.ordered(here, insn);
        if result != NONE && asked && !self.paths.has_field(path) && !self.names_content(path) {
            let path = self.paths.join(&[self.truth], EMPTY);
            self.emit(here, result, path, NONE, 0, how(Kind::Model, insn, operand));
        }
    }

    /// The fact's value is an argument (or the receiver) of a call.
    pub(super) fn called(&mut self, here: Here<'w>, insn: u32, operand: u32) {
        let ordered = self.ordered(here, insn);
        if ordered {
            self.reach_sink(here, insn, operand, insn);
        } else if self.made_here(here, insn, operand) {
            self.reach_sink(here, insn, operand, here.fact.since);
        }
        let callees = self.callees(here, insn);
        let of = if operand == 0 && callees.bodies.len() > 1 { self.holders(here, insn) } else { None };
        for target in callees.bodies.iter().filter(|t| of.as_ref().is_none_or(|all| all.contains(t))) {
            self.enter_body(here, insn, operand, *target);
        }
        self.reflected(here, insn, operand);
        if callees.model != NONE {
            self.by_model(here, insn, operand, callees.model);
        } else if callees.many {
            self.cut(here.row);
        } else if callees.bodies.is_empty() || callees.native {
            self.by_default(here, insn, operand);
        }
        if callees.bodies.is_empty() {
            self.answers(here, insn, operand);
            self.handed(here, insn, operand);
        }
    }

    /// Of objects made here and joined, those that hold the data: the methods they run.
    fn holders(&self, here: Here<'w>, insn: u32) -> Option<Vec<u32>> {
        let (world, path) = (self.world, here.fact.path);
        if self.paths.len(path) == 0 || !matches!(here.ssa.def(here.fact.value), Some(Def::Phi(_))) {
            return None;
        }
        let selector = world.hierarchy.selector(here.ssa.insn(insn)?.operand as u32);
        let row = self.rows.get(here.row as usize)?;
        let (mut todo, mut seen, mut found) = (vec![here.fact.value], Vec::new(), Vec::new());
        while let Some(one) = todo.pop() {
            if seen.contains(&one) {
                continue;
            }
            seen.push(one);
            match here.ssa.def(one)? {
                Def::Phi(phi) if seen.len() <= 16 => todo.extend(&here.ssa.phis.get(phi as usize)?.args),
                Def::Insn(index) => match here.ssa.insn(index)?.op {
                    0x12..=0x15 => {} // null
                    0x22 if row.holds(one, path).is_some() => {
                        found.push(world.hierarchy.lookup(here.ssa.insn(index)?.operand as u32, selector));
                    }
                    0x22 => {}
                    _ => return None,
                },
                _ => return None,
            }
        }
        Some(found).filter(|f| !f.is_empty())
    }

    /// The call made the object, which got the data afterwards: a sink that takes `this` of a constructor.
    fn made_here(&self, here: Here<'_>, insn: u32, operand: u32) -> bool {
        let code = self.world.code();
        let method = here.ssa.insn(insn).and_then(|i| code.methods.get(i.operand as usize));
        let constructor = method.is_some_and(|m| code.text(m.name) == "<init>");
        constructor && operand == 0 && here.fact.since != END && self.early(here, insn)
    }

    /// Where a call arrives; asked once for each call and type of receiver.
    fn callees(&mut self, here: Here<'w>, insn: u32) -> Rc<Callees> {
        self.arrivals_at(here.key.method, here.ssa, insn, here.key.this)
    }

    pub(super) fn arrivals_at(&mut self, method: u32, ssa: &Ssa, insn: u32, this: u32) -> Rc<Callees> {
        let world = self.world;
        let found =
            self.arrivals.entry((method, insn, this)).or_insert_with(|| Rc::new(world.callees(ssa, insn, this)));
        Rc::clone(found)
    }

    /// Sinks of the call that take this operand; `at` is where the data goes in.
    fn reach_sink(&mut self, here: Here<'w>, insn: u32, operand: u32, at: u32) {
        let offset = here.ssa.insn(insn).map_or(NONE, |i| i.offset);
        let Some(sinks) = self.sinks_at.get(&(here.key.method, offset)).cloned() else { return };
        for number in sinks {
            let places = self.sinks.get(number as usize).map(|s| s.places.clone()).unwrap_or_default();
            for place in places.iter().filter(|p| is_at(here.ssa, insn, operand, p)) {
                let elems = self.elems(here.key.method, here.ssa, insn, place);
                let Some(rest) = self.paths.below(&elems, here.fact.path) else { continue };
                if elems.is_empty() && self.names_content(rest) || !is_deep(place) && self.paths.has_field(rest) {
                    continue;
                }
                self.hit(here, at, operand, number);
            }
        }
    }

    /// App code is called with the data.
    fn enter_body(&mut self, here: Here<'w>, insn: u32, operand: u32, target: u32) {
        if operand >= self.world.param_count(target) || self.is_of_screen(here) {
            return;
        }
        let this = self.receiver_kind(here, insn, target);
        let path = here.fact.path;
        if self.ordered(here, insn) {
            let Some(to) = self.row_if_room(target, this, Start::Param { index: operand, path, later: 0 }) else {
                self.cut(here.row);
                return;
            };
            self.onward(here, insn, operand, Link::Call, to);
            self.wait(here, insn, operand, to, false, NONE);
        }
        if self.early(here, insn) {
            let later = here.fact.depth.min(3) + 1;
            let Some(to) = self.row_if_room(target, this, Start::Param { index: operand, path, later }) else {
                self.cut(here.row);
                return;
            };
            self.wait(here, insn, operand, to, true, NONE);
        }
    }

    /// A virtual field of a context or screen (its application, its saved state): code asks Android for it where it
    /// needs it, so it is not followed with the object through calls.
    fn is_of_screen(&self, here: Here<'_>) -> bool {
        matches!(self.paths.head(here.fact.path), Some(Elem::Named(_)))
            && self.is_opaque(here.ssa.kind(here.fact.value))
    }

    /// The exact type of the receiver where it is known and may run this method.
    fn receiver_kind(&self, here: Here<'_>, insn: u32, target: u32) -> u32 {
        if !self.world.has_receiver(here.ssa, insn) {
            return NONE;
        }
        match self.world.exact_kinds(here.ssa, here.ssa.arg(insn, 0), here.key.this) {
            Some(kinds) => match kinds.as_slice() {
                [one] => *one,
                many => {
                    let selector = self.world.hierarchy.selector(self.world.method(target));
                    let fit: Vec<u32> =
                        many.iter().copied().filter(|k| self.world.hierarchy.lookup(*k, selector) == target).collect();
                    if let [one] = fit.as_slice() { *one } else { NONE }
                }
            },
            None => NONE,
        }
    }

    pub(super) fn wait(&mut self, here: Here<'w>, insn: u32, operand: u32, to: u32, early: bool, callback: u32) {
        let one = Waiting { row: here.row, fact: here.number, insn, operand, early, callback };
        let Some(row) = self.rows.get_mut(to as usize) else { return };
        if !row.await_outs(one) {
            return;
        }
        let outs = row.outs.len() as u32;
        for decided in row.decides.clone() {
            for out in 0..self.rows.get(decided as usize).map_or(0, |r| r.outs.len() as u32) {
                self.deliver(one, decided, out);
            }
        }
        for out in 0..outs {
            self.deliver(one, to, out);
        }
    }

    /// Brings an out of a called row back to the call.
    pub(super) fn deliver(&mut self, one: Waiting, row: u32, number: u32) {
        let world = self.world;
        let Some(called) = self.rows.get(row as usize) else { return };
        let decided = called.key.of != NONE;
        let Some(out) = called.outs.get(number as usize).copied() else { return };
        let Some(caller) = self.rows.get(one.row as usize) else { return };
        let (key, Some(fact)) = (caller.key, caller.facts.get(one.fact as usize).copied()) else { return };
        let Some(ssa) = world.ssa(key.method) else { return };
        let here = Here { row: one.row, number: one.fact, fact, key, ssa };
        let how = How { kind: Kind::Call, insn: one.insn, operand: one.operand, with: row, out: number };
        let (value, front) = match self.place_of(ssa, one, out.root) {
            Some(place) => place,
            None if out.root == Root::Thrown && !decided => {
                self.caught(here, one.insn, out.path, how);
                return;
            }
            None => return,
        };
        if one.early && self.paths.too_long(front.len(), out.path) {
            self.cut(one.row);
            return;
        }
        let path = self.paths.join(&front, out.path);
        if value == fact.value && path == fact.path {
            return;
        }
        let since = match (one.early, out.root) {
            (true, _) => fact.since,
            (false, Root::Returned) if front.is_empty() => NONE,
            _ => one.insn,
        };
        if !decided {
            self.emit(here, value, path, since, out.depth + front.len() as u32, how);
        } else if !one.early
            && let Some(to) = self.decided_row(here.row, Start::Value { value, path, since })
        {
            self.onward(here, one.insn, one.operand, Link::Inside(row, number), to);
        }
    }

    /// The value at the call that stands for a root of the callee.
    fn place_of(&self, ssa: &Ssa, one: Waiting, root: Root) -> Option<(u32, Vec<Elem>)> {
        let found = match self.callbacks.get(one.callback as usize) {
            None => match root {
                Root::Param(index) => (ssa.arg(one.insn, index), Vec::new()),
                Root::Returned => (ssa.result(one.insn), Vec::new()),
                Root::Thrown => return None,
            },
            Some(callback) => match root {
                Root::Param(0) => callback.object.clone(),
                Root::Param(index) => callback.args.get(index as usize - 1)?.clone()?,
                Root::Returned => callback.result.clone()?,
                Root::Thrown => return None,
            },
        };
        Some(found).filter(|f| f.0 != NONE)
    }

    /// The object came out of this call and holds the data since: what it was taken from holds it too.
    pub(super) fn handed_out(&mut self, here: Here<'w>, insn: u32) {
        let fact = here.fact;
        let callees = self.callees(here, insn);
        for target in &callees.bodies {
            let single = self.single(*target);
            if single != NONE && self.paths.len(fact.path) > 0 {
                self.put_static(here, NONE, single, fact.path);
                self.spread_static(here, single, fact.path);
            }
            let this = self.receiver_kind(here, insn, *target);
            let depth = fact.depth.min(3);
            let Some(to) = self.row_if_room(*target, this, Start::Returned { path: fact.path, depth }) else {
                self.cut(here.row);
                continue;
            };
            self.wait(here, insn, NONE, to, true, NONE);
        }
        let world = self.world;
        let effects = world.model(callees.model).map(|m| m.effects.as_slice()).unwrap_or_default();
        let model_how = How { kind: Kind::Alias, insn, operand: NONE, with: callees.model, out: NONE };
        for effect in effects {
            match effect {
                Effect::Store(from, to) if to.root == At::Result => {
                    self.carry_over(here, insn, to, from, model_how);
                }
                Effect::Wrap(one, other) if other.root == At::Result => {
                    self.carry_over(here, insn, other, one, model_how);
                }
                Effect::Wrap(one, other) if one.root == At::Result => {
                    self.carry_over(here, insn, one, other, model_how);
                }
                _ => {}
            }
        }
    }

    /// The static field whose object a method gives back: the one object of a class, made when it is first asked for.
    fn single(&mut self, method: u32) -> u32 {
        let world = self.world;
        *self.single.entry(method).or_insert_with(|| {
            let Some(ssa) = world.ssa(method) else { return NONE };
            let returns = ssa.insns.iter().zip(0u32..).filter(|(i, _)| i.op == 0x11).map(|(_, n)| ssa.arg(n, 0));
            let mut todo: Vec<u32> = returns.collect();
            let mut seen = Vec::new();
            let mut found = NONE;
            while let Some(value) = todo.pop() {
                if seen.contains(&value) || seen.len() > 16 {
                    continue;
                }
                seen.push(value);
                match ssa.def(value) {
                    Some(Def::Phi(phi)) => todo.extend(ssa.phis.get(phi as usize).into_iter().flat_map(|p| &p.args)),
                    Some(Def::Insn(insn)) => {
                        let Some(one) = ssa.insn(insn).filter(|i| i.op == 0x62) else { continue };
                        found = world.field(one.operand as u32);
                    }
                    _ => {}
                }
            }
            found
        })
    }
}
