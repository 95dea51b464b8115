//! Objects being built: every `build` effect on an object, wherever the object goes.
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::super::models::{Effect, KeyPart, Part, Place, Root};
use super::super::ssa::{Def, PHI_USE, is_call};
use super::handles::stands;
use super::{MOST_ALTERNATIVES, MOST_SITES, Term, TermId, Terms};
use crate::code::NONE;

/// Values an object is followed to.
const MOST_ALIASES: usize = 400;

/// One part given to an object being built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// `action`, `url`, `header`…
    pub slot: String,
    pub key: Option<TermId>,
    pub value: TermId,
    /// The SSA value given, where it is one: (defined method, value).
    pub operand: Option<(u32, u32)>,
    /// The call that gives it.
    pub defined: u32,
    pub insn: u32,
}

/// What a message to a component says; terms sorted by what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    pub classes: Vec<TermId>,
    pub actions: Vec<TermId>,
    pub categories: Vec<TermId>,
    pub data: Vec<TermId>,
    pub mime: Vec<TermId>,
    pub package: Vec<TermId>,
    /// Nothing that addresses it was seen, or what was seen is not known.
    pub unknown: bool,
}

/// A store or flow of a model into a place of an object.
pub(super) struct Kept {
    pub named: bool,
    /// None for an unknown key or any element.
    pub key: Option<Arc<str>>,
    pub value: Place,
    pub frame: u32,
    pub defined: u32,
    pub insn: u32,
}

/// (frame, defined method, value)
type Alias = (u32, u32, u32);

impl Terms<'_> {
    /// All `build` effects on an object: on its copies, what it is built from, what callers and callees do with it.
    pub fn built(&mut self, defined: u32, value: u32) -> Vec<Slot> {
        if let Some(known) = self.built_of.get(&(defined, value)) {
            return known.to_vec();
        }
        let found = self.ask(|all| all.slots(defined, value));
        self.built_of.insert((defined, value), Arc::new(found.clone()));
        found
    }

    fn slots(&mut self, defined: u32, value: u32) -> Vec<Slot> {
        let mut found: Vec<Slot> = Vec::new();
        for alias in self.aliases(0, defined, value) {
            for (user, operand) in self.calls_with(alias) {
                self.slots_at(alias, user, operand, &mut found);
            }
        }
        found.sort_by(|a, b| {
            let value = || self.compare(a.value, b.value);
            (a.defined, a.insn, &a.slot).cmp(&(b.defined, b.insn, &b.slot)).then_with(value)
        });
        found.dedup();
        found
    }

    /// The calls a value takes part in: (instruction, operand), the call it comes from last with NONE.
    pub(super) fn calls_with(&self, (_, defined, value): Alias) -> Vec<(u32, u32)> {
        let Some(ssa) = self.world.ssa(defined) else { return Vec::new() };
        let is_call_at = |i: u32| ssa.insn(i).is_some_and(|i| is_call(i.op));
        let uses = ssa.uses(value).iter().copied().filter(|(user, _)| user & PHI_USE == 0 && is_call_at(*user));
        let own = match ssa.def(value) {
            Some(Def::Insn(index)) if is_call_at(index) => Some((index, NONE)),
            _ => None,
        };
        uses.chain(own).collect()
    }

    pub(super) fn is_here(&self, defined: u32, user: u32, operand: u32, place: &Place) -> bool {
        let Some(ssa) = self.world.ssa(defined) else { return false };
        match place.root {
            Root::Result => operand == NONE,
            root => operand != NONE && stands(root, operand, self.world.has_receiver(ssa, user)),
        }
    }

    fn slots_at(&mut self, (frame, defined, _): Alias, user: u32, operand: u32, found: &mut Vec<Slot>) {
        let world = self.world;
        let method = world.ssa(defined).and_then(|s| s.insn(user)).map_or(NONE, |i| i.operand as u32);
        let Some(model) = world.model(world.model_of_call(method)) else { return };
        for effect in &model.effects {
            let Effect::Build { of, slot, key, value } = effect else { continue };
            if !of.parts.is_empty() || !self.is_here(defined, user, operand, of) {
                continue;
            }
            let key = key.as_ref().map(|k| self.key_part(frame, defined, user, k));
            let key = key.map(|k| self.finished(k));
            let term = self.key_part(frame, defined, user, value);
            let term = self.finished(term);
            let operand = match value {
                KeyPart::Place(place) => Some((defined, self.rooted(defined, user, place.root))),
                KeyPart::Text(_) => None,
            };
            let operand = operand.filter(|o| o.1 != NONE);
            found.push(Slot { slot: slot.clone(), key, value: term, operand, defined, insn: user });
        }
    }

    /// Stores and flows of models to `object.name` or `object[key]`.
    pub(super) fn kept(&mut self, frame: u32, defined: u32, value: u32) -> Vec<Kept> {
        let world = self.world;
        let mut found = Vec::new();
        for alias in self.aliases(frame, defined, value) {
            for (user, operand) in self.calls_with(alias) {
                let (frame, defined, _) = alias;
                let method = world.ssa(defined).and_then(|s| s.insn(user)).map_or(NONE, |i| i.operand as u32);
                let Some(model) = world.model(world.model_of_call(method)) else { continue };
                for effect in &model.effects {
                    let (Effect::Store(from, to) | Effect::Flow(from, to)) = effect else { continue };
                    let [part] = to.parts.as_slice() else { continue };
                    if self.is_here(defined, user, operand, to) {
                        let key = self.part_key(frame, defined, user, part);
                        let named = matches!(part, Part::Named(_));
                        found.push(Kept { named, key, value: from.clone(), frame, defined, insn: user });
                    }
                }
            }
        }
        found
    }

    /// Every value that is the same object, as far as it is followed.
    pub(super) fn aliases(&mut self, frame: u32, defined: u32, value: u32) -> Vec<Alias> {
        let mut seen: FxHashSet<Alias> = FxHashSet::default();
        let mut found = Vec::new();
        let mut todo = vec![(frame, defined, value)];
        while let Some(one) = todo.pop() {
            if one.2 == NONE || found.len() >= MOST_ALIASES || !seen.insert(one) || self.is_literal(one) {
                continue;
            }
            found.push(one);
            self.above(one, &mut todo);
            self.below(one, &mut todo);
        }
        found.sort_unstable();
        found
    }

    /// A literal (null too) is no object that could be followed: one register may hold it for many.
    fn is_literal(&self, (_, defined, value): Alias) -> bool {
        let insn = self.world.ssa(defined).and_then(|s| s.def_insn(value));
        insn.is_some_and(|(_, i)| matches!(i.op, 0x12..=0x1c))
    }

    /// What a value is a copy of.
    fn above(&mut self, (frame, defined, value): Alias, todo: &mut Vec<Alias>) {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return };
        match ssa.def(value) {
            Some(Def::Phi(phi)) => {
                let args = ssa.phis.get(phi as usize).map_or(&[][..], |p| &p.args);
                todo.extend(args.iter().map(|a| (frame, defined, *a)));
            }
            Some(Def::Param(index)) => self.passed(frame, defined, index, todo),
            Some(Def::Insn(index)) => match ssa.insn(index).map_or((0, NONE), |i| (i.op, i.operand as u32)) {
                (0x1f, _) => todo.push((frame, defined, ssa.arg(index, 0))),
                (0x52..=0x58 | 0x60..=0x66, field) => {
                    let writes = world.field_writes.get(&world.field(field)).map_or(&[][..], Vec::as_slice);
                    if writes.len() <= MOST_ALTERNATIVES {
                        todo.extend(writes.iter().filter_map(|(writer, offset)| {
                            let ssa = world.ssa(*writer)?;
                            Some((0, *writer, ssa.arg(ssa.at_offset(*offset)?, 0)))
                        }));
                    }
                }
                (op, method) if is_call(op) => {
                    self.given_back(frame, defined, index, todo);
                    let model = world.model(world.model_of_call(method));
                    for effect in model.map_or(&[][..], |m| &m.effects) {
                        let from = match effect {
                            Effect::Store(from, to) if to.root == Root::Result => (from, to),
                            Effect::Wrap(from, to) | Effect::Wrap(to, from) if to.root == Root::Result => (from, to),
                            _ => continue,
                        };
                        if from.0.parts.is_empty() && from.1.parts.is_empty() {
                            todo.push((frame, defined, self.rooted(defined, index, from.0.root)));
                        }
                    }
                }
                _ => {}
            },
            None => {}
        }
    }

    /// What callers pass for a parameter.
    fn passed(&mut self, frame: u32, defined: u32, index: u32, todo: &mut Vec<Alias>) {
        let world = self.world;
        if let Some((caller, insn, parent)) = self.frame(frame) {
            todo.push((parent, caller, world.ssa(caller).map_or(NONE, |s| s.arg(insn, index))));
            return;
        }
        let callers = world.callers(defined);
        if callers.len() > MOST_ALTERNATIVES {
            return;
        }
        for (caller, offset) in callers {
            let Some(ssa) = world.ssa(*caller) else { continue };
            let Some(insn) = ssa.at_offset(*offset) else { continue };
            todo.push((0, *caller, ssa.arg(insn, index)));
        }
    }

    /// What methods of the sample return for a call.
    fn given_back(&mut self, frame: u32, defined: u32, index: u32, todo: &mut Vec<Alias>) {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return };
        let bodies = world.callees(ssa, index, NONE).bodies;
        if bodies.is_empty() || bodies.len() > MOST_ALTERNATIVES {
            return;
        }
        let Some(inner) = self.enter(defined, index, frame) else { return };
        for body in bodies {
            let Some(ssa) = world.ssa(body) else { continue };
            let places = (0..ssa.insns.len() as u32).filter(|i| ssa.insn(*i).is_some_and(|i| i.op == 0x11));
            todo.extend(places.map(|i| (inner, body, ssa.arg(i, 0))));
        }
    }

    /// Where a value goes on as the same object.
    fn below(&mut self, (frame, defined, value): Alias, todo: &mut Vec<Alias>) {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return };
        for (user, operand) in ssa.uses(value) {
            if user & PHI_USE != 0 {
                let phi = ssa.phis.get((user & !PHI_USE) as usize);
                todo.extend(phi.map(|p| (frame, defined, p.value)));
                continue;
            }
            let Some(insn) = ssa.insn(*user) else { continue };
            match insn.op {
                0x1f => todo.push((frame, defined, ssa.result(*user))),
                0x5b | 0x69 if *operand == 0 => self.read_back(world.field(insn.operand as u32), todo),
                0x11 => {
                    if let Some((caller, at, parent)) = self.frame(frame) {
                        todo.push((parent, caller, world.ssa(caller).map_or(NONE, |s| s.result(at))));
                    } else if world.callers(defined).len() <= MOST_ALTERNATIVES {
                        todo.extend(world.callers(defined).iter().filter_map(|(caller, offset)| {
                            let ssa = world.ssa(*caller)?;
                            Some((0, *caller, ssa.result(ssa.at_offset(*offset)?)))
                        }));
                    }
                }
                op if is_call(op) => self.handed((frame, defined, value), *user, *operand, todo),
                _ => {}
            }
        }
    }

    fn read_back(&self, field: u32, todo: &mut Vec<Alias>) {
        let world = self.world;
        let writes = world.field_writes.get(&field).map_or(0, Vec::len);
        let reads = world.field_reads.get(&field).map_or(&[][..], Vec::as_slice);
        if writes > MOST_ALTERNATIVES || reads.len() > MOST_SITES {
            return;
        }
        todo.extend(reads.iter().filter_map(|(reader, offset)| {
            let ssa = world.ssa(*reader)?;
            Some((0, *reader, ssa.result(ssa.at_offset(*offset)?)))
        }));
    }

    /// An object as operand of a call: into methods of the sample, and to where a model says it is kept.
    fn handed(&mut self, (frame, defined, _): Alias, user: u32, operand: u32, todo: &mut Vec<Alias>) {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return };
        let method = ssa.insn(user).map_or(NONE, |i| i.operand as u32);
        if let Some(model) = world.model(world.model_of_call(method)) {
            for effect in &model.effects {
                let pairs = match effect {
                    Effect::Store(from, to) => [Some((from, to)), None],
                    Effect::Wrap(one, other) => [Some((one, other)), Some((other, one))],
                    _ => [None, None],
                };
                for (from, to) in pairs.into_iter().flatten() {
                    if from.parts.is_empty() && to.parts.is_empty() && self.is_here(defined, user, operand, from) {
                        todo.push((frame, defined, self.rooted(defined, user, to.root)));
                    }
                }
            }
            return;
        }
        let bodies = world.callees(ssa, user, NONE).bodies;
        if bodies.is_empty() || bodies.len() > MOST_ALTERNATIVES {
            return;
        }
        let Some(inner) = self.enter(defined, user, frame) else { return };
        for body in bodies {
            let param = world.ssa(body).filter(|s| operand < s.params).map_or(NONE, |_| operand);
            todo.push((inner, body, param));
        }
    }

    /// What a message built at a value says.
    pub fn intent(&mut self, defined: u32, value: u32) -> Intent {
        let mut all = Intent::default();
        for slot in self.built(defined, value) {
            let list = match slot.slot.as_str() {
                "class" | "component" => &mut all.classes,
                "action" => &mut all.actions,
                "category" => &mut all.categories,
                "data" => &mut all.data,
                "type" | "mime" => &mut all.mime,
                "package" => &mut all.package,
                _ => continue,
            };
            match self.get(slot.value) {
                Term::Alternatives(parts) => list.extend(parts),
                _ => list.push(slot.value),
            }
        }
        let lists = [&mut all.classes, &mut all.actions, &mut all.categories, &mut all.data, &mut all.mime];
        for list in lists.into_iter().chain([&mut all.package]) {
            list.retain(|t| *self.get(*t) != Term::Int(0));
            list.sort_by(|a, b| self.compare(*a, *b));
            list.dedup();
        }
        let said = all.classes.iter().chain(&all.actions);
        let vague = |t: &TermId| {
            !matches!(self.get(*t), Term::Text(_) | Term::Class(_) | Term::Named { .. } | Term::Resource(_))
        };
        all.unknown =
            (all.classes.is_empty() && all.actions.is_empty() && all.data.is_empty()) || said.clone().any(vague);
        all
    }
}
