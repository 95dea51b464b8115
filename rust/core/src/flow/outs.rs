//! What leaves a method: by a return, an exception, a parameter, a static field, or an object that lasts.
use super::engine::{Engine, Here, Put, how};
use super::models::{Effect, Root as At};
use super::path::{Elem, PathId};
use super::row::{END, Fact, How, Kind, Link, Out, Root, RowKey, Start};
use super::ssa::{Def, Ssa};
use crate::code::NONE;
use crate::hierarchy::STATIC;

/// Allocation sites an object is looked for at.
const MOST_NEWS: usize = 64;

impl<'w> Engine<'w> {
    /// The field a path begins with, where its object is one of those that live as long as a screen or service: an
    /// app has one of each as a rule, and everything holds a reference to it.
    pub(super) fn lasting_field(&mut self, path: PathId) -> Option<u32> {
        let Some(Elem::Field(field)) = self.paths.head(path) else { return None };
        let class = self.world.code().fields.get(field as usize).map_or(NONE, |f| f.class);
        if let Some(known) = self.lasting.get(&class) {
            return known.then_some(field);
        }
        let found = self.is_opaque(class);
        self.lasting.insert(class, found);
        found.then_some(field)
    }

    /// What such an object holds is one place for the whole app: every other method that reads the field finds it.
    pub(super) fn everywhere(&mut self, here: Here<'w>, field: u32) {
        let param = matches!(here.ssa.def(here.fact.value), Some(Def::Param(_)));
        if here.fact.since == NONE || param && here.fact.since != END && self.gone_at_end(here) {
            return;
        }
        if self.only_names(here) {
            return;
        }
        let Some(path) = self.paths.below(&[Elem::Field(field)], here.fact.path) else { return };
        if !self.statics.insert((field, path, here.row)) {
            return;
        }
        let world = self.world;
        for (method, offset) in world.field_reads.get(&field).into_iter().flatten() {
            if *method == here.key.method && self.runs_once(*method) {
                continue;
            }
            let Some(ssa) = world.ssa(*method) else { continue };
            let Some(value) = ssa.at_offset(*offset).map(|i| ssa.result(i)) else { continue };
            let Some(to) = self.row_if_room(*method, NONE, Start::Value { value, path, since: NONE }) else { continue };
            self.onward(here, NONE, 0, Link::Lifecycle, to);
        }
    }

    /// Methods that run once in the life of such an object: what they leave behind they do not find themselves.
    fn runs_once(&self, method: u32) -> bool {
        matches!(self.world.hierarchy.method_name(method), "<init>" | "<clinit>" | "onCreate" | "onDestroy")
    }

    /// A row that only looks for the other names of an object for its caller: no flow is told by way of it, so what
    /// it leaves in places of the whole app is not followed from there. Marked.
    fn only_names(&mut self, here: Here<'_>) -> bool {
        let names = !matches!(here.key.start, Start::Value { .. } | Start::Param { later: 0, .. });
        if names {
            self.cut(here.row);
        }
        names
    }

    pub(super) fn put_static(&mut self, here: Here<'_>, insn: u32, field: u32, path: PathId) {
        if self.only_names(here) || !self.statics.insert((field, path, here.row)) {
            return;
        }
        // Part of an object that the field holds: no instruction stores it there.
        let link = if insn == NONE { Link::Lifecycle } else { Link::Static };
        let world = self.world;
        for (method, offset) in world.field_reads.get(&field).cloned().unwrap_or_default() {
            let Some(ssa) = world.ssa(method) else { continue };
            let Some(value) = ssa.at_offset(offset).map(|i| ssa.result(i)) else { continue };
            let Some(to) = self.row_if_room(method, NONE, Start::Value { value, path, since: NONE }) else { continue };
            self.onward(here, insn, 0, link, to);
        }
    }

    /// An object that a static field holds got the data: so have the values that were put into the field.
    pub(super) fn spread_static(&mut self, here: Here<'_>, field: u32, path: PathId) {
        let world = self.world;
        if self.paths.len(path) == 0 || here.fact.since == NONE || self.only_names(here) {
            return;
        }
        for (method, offset) in world.field_writes.get(&field).cloned().unwrap_or_default() {
            let Some(ssa) = world.ssa(method) else { continue };
            let Some(since) = ssa.at_offset(offset) else { continue };
            let Some(to) = self.row_if_room(method, NONE, Start::Value { value: ssa.arg(since, 0), path, since })
            else {
                continue;
            };
            self.onward(here, NONE, 0, Link::Lifecycle, to);
        }
    }

    pub(super) fn returned(&mut self, here: Here<'w>, insn: u32) {
        if self.ordered(here, insn) || here.fact.since == END {
            let Fact { path, depth, since, .. } = here.fact;
            for sink in self.sinks_at.get(&(here.key.method, NONE)).cloned().unwrap_or_default() {
                let gives =
                    self.sinks.get(sink as usize).is_some_and(|s| s.places.iter().any(|p| p.root == At::Result));
                if gives && since != END && !self.names_content(path) && !self.paths.has_field(path) {
                    self.hit(here, insn, 0, sink);
                }
            }
            for sink in self.pages.get(&here.key.method).cloned().unwrap_or_default() {
                if since != END && !self.names_content(path) {
                    self.hit(here, insn, 0, sink);
                }
            }
            self.out(here, Out { root: Root::Returned, path, depth, fact: here.number, insn });
        }
    }

    pub(super) fn thrown(&mut self, here: Here<'w>, insn: u32) {
        if self.ordered(here, insn) {
            self.caught(here, insn, here.fact.path, how(Kind::Throw, insn, 0));
            let Fact { path, depth, .. } = here.fact;
            self.out(here, Out { root: Root::Thrown, path, depth, fact: here.number, insn });
        }
    }

    /// An exception that holds the data leaves `insn`: the handlers get it.
    pub(super) fn caught(&mut self, here: Here<'_>, insn: u32, path: PathId, how: How) {
        for block in here.ssa.handlers(insn) {
            let first = here.ssa.blocks.get(*block).map_or(NONE, |b| b.from as u32);
            if here.ssa.insn(first).is_some_and(|i| i.op == 0x0d) {
                self.emit(here, here.ssa.result(first), path, NONE, 0, how);
            }
        }
    }

    pub(super) fn out_by_param(&mut self, here: Here<'w>, index: u32) {
        let fact = here.fact;
        if let Start::Param { index: begun, path, .. } = here.key.start
            && begun == index
            && path == fact.path
        {
            return;
        }
        if fact.since != END && self.gone_at_end(here) {
            return;
        }
        let Fact { path, depth, .. } = fact;
        self.out(here, Out { root: Root::Param(index), path, depth, fact: here.number, insn: NONE });
    }

    /// Whether the field is overwritten on every way to a return.
    fn gone_at_end(&self, here: Here<'_>) -> bool {
        let Some(head @ Elem::Field(_)) = self.paths.head(here.fact.path) else { return false };
        let returns =
            (0..here.ssa.insns.len() as u32).filter(|i| here.ssa.insn(*i).is_some_and(|i| matches!(i.op, 0x0e..=0x11)));
        let mut any = false;
        for insn in returns {
            if !self.ordered(here, insn) {
                continue;
            }
            any = true;
            if !self.overwritten(here, insn, head) {
                return false;
            }
        }
        any
    }

    /// Lets data out of the method: to calls that wait for it, to all callers if it began here, to the object's other callbacks.
    fn out(&mut self, here: Here<'w>, out: Out) {
        let Some(row) = self.rows.get_mut(here.row as usize) else { return };
        let Some(number) = row.add_out(out) else { return };
        let root = if here.key.of == NONE { here.row } else { here.key.of };
        let Some(begun) = self.rows.get(root as usize) else { return };
        let own = matches!(begun.key.start, Start::Value { .. });
        for one in begun.waiting.clone() {
            self.deliver(one, here.row, number);
        }
        self.put_by_callback(here, out);
        if own {
            self.tell_callers(here, out);
            self.tell_starters(here, out);
            self.tell_reflection(here, out);
        }
        if out.root == Root::Param(0) && self.world.hierarchy.flags(here.key.method) & STATIC == 0 {
            self.tell_callbacks(here, out.path);
        }
    }

    /// A method that Android calls leaves data where Android takes it: what it returns, the state it was to fill.
    fn put_by_callback(&mut self, here: Here<'w>, out: Out) {
        let Some(model) = self.overrides.get(&here.key.method).copied() else { return };
        let world = self.world;
        let effects = world.model(model).map(|m| m.effects.as_slice()).unwrap_or_default();
        for (number, effect) in (0u32..).zip(effects) {
            let Effect::Put(_, place) = effect else { continue };
            let same = match (out.root, place.root) {
                (Root::Returned, At::Result) => true,
                (Root::Param(index), At::Arg(arg)) => index == arg + 1,
                _ => false,
            };
            if same && here.fact.since != END && self.put_seen.insert((here.row, NONE, model, number, out.path)) {
                let (row, fact, path) = (here.row, here.number, out.path);
                self.puts.push(Put { row, fact, insn: NONE, model, effect: number, path });
            }
        }
    }

    fn tell_callers(&mut self, here: Here<'w>, out: Out) {
        let world = self.world;
        for (caller, offset) in world.callers(here.key.method) {
            let Some(ssa) = world.ssa(*caller) else { continue };
            let Some(insn) = ssa.at_offset(*offset) else { continue };
            if !self.arrivals_at(*caller, ssa, insn, NONE).bodies.contains(&here.key.method) {
                continue;
            }
            let start = match out.root {
                Root::Returned => Start::Value { value: ssa.result(insn), path: out.path, since: NONE },
                Root::Param(index) => Start::Value { value: ssa.arg(insn, index), path: out.path, since: insn },
                Root::Thrown => match self.handler_value(ssa, insn) {
                    Some(value) => Start::Value { value, path: out.path, since: NONE },
                    None => continue,
                },
            };
            if matches!(start, Start::Value { value: NONE, .. }) {
                continue;
            }
            let Some(to) = self.row_if_room(*caller, NONE, start) else { continue };
            self.onward(here, out.insn, 0, Link::Return, to);
        }
    }

    /// Where the method is called by its name, what it returns comes out there.
    fn tell_reflection(&mut self, here: Here<'w>, out: Out) {
        let world = self.world;
        if out.root != Root::Returned || world.reflective.is_empty() {
            return;
        }
        for (caller, offset) in self.reflected_callers(here.key.method) {
            let Some(ssa) = world.ssa(caller) else { continue };
            let Some(value) = ssa.at_offset(offset).map(|i| ssa.result(i)).filter(|v| *v != NONE) else { continue };
            let start = Start::Value { value, path: out.path, since: NONE };
            let Some(to) = self.row_if_room(caller, NONE, start) else { continue };
            self.onward(here, NONE, 0, Link::Lifecycle, to);
        }
    }

    /// A model says that a call runs this method and what becomes of its result: the data comes out there.
    fn tell_starters(&mut self, here: Here<'w>, out: Out) {
        let world = self.world;
        let name = world.hierarchy.method_name(here.key.method);
        for (caller, offset, model, effect) in self.starters.get(name).cloned().unwrap_or_default() {
            let Some(Effect::Call { object, method, args, result }) =
                world.model(model).and_then(|m| m.effects.get(effect as usize))
            else {
                continue;
            };
            let place = match out.root {
                Root::Returned => result.as_ref(),
                Root::Param(number) if number > 0 => args.get(number as usize - 1).and_then(Option::as_ref),
                _ => None,
            };
            let (Some(ssa), Some(place)) = (world.ssa(caller), place) else { continue };
            let Some(insn) = ssa.at_offset(offset) else { continue };
            let key = RowKey { method: caller, this: NONE, start: here.key.start, of: NONE };
            let there = Here { key, ssa, ..here };
            let Some(at) = self.first_at(there, insn, object) else { continue };
            let runs = self.targets_of(there, at.0, method, args.len());
            if !runs.iter().any(|(target, _)| *target == here.key.method) {
                continue;
            }
            for (value, elems) in self.values_at(caller, ssa, insn, place) {
                let path = self.paths.join(&elems, out.path);
                // What one effect of the call leaves, the next ones find: it is there as the call begins.
                let start = Start::Value { value, path, since: NONE };
                let Some(to) = self.row_if_room(caller, NONE, start) else { continue };
                self.onward(here, NONE, 0, Link::Lifecycle, to);
            }
        }
    }

    fn handler_value(&self, ssa: &Ssa, insn: u32) -> Option<u32> {
        let firsts = ssa.handlers(insn).iter().filter_map(|b| ssa.blocks.get(*b)).map(|b| b.from as u32);
        let found = firsts.filter(|f| ssa.insn(*f).is_some_and(|i| i.op == 0x0d)).map(|f| ssa.result(f));
        found.into_iter().next()
    }

    /// Android may call any of the object's callbacks at any time: what one leaves in it the others find.
    fn tell_callbacks(&mut self, here: Here<'w>, path: PathId) {
        let world = self.world;
        let began = matches!(here.key.start, Start::Value { .. });
        let Some(classes) = self.runners.get(&here.key.method).cloned() else { return };
        if !began || !world.called_from_outside(here.key.method) {
            return;
        }
        for class in classes {
            let kind = world.code().classes.get(class as usize).map_or(NONE, |c| c.name);
            for method in self.callbacks_of.get(&class).cloned().unwrap_or_default() {
                let Some(to) = self.row_if_room(method, kind, Start::Value { value: 0, path, since: NONE }) else {
                    continue;
                };
                self.onward(here, NONE, 0, Link::Lifecycle, to);
            }
            for (method, offset) in world.news.get(&class).into_iter().flatten().take(MOST_NEWS) {
                let Some(ssa) = world.ssa(*method) else { continue };
                let Some(value) = ssa.at_offset(*offset).map(|i| ssa.result(i)) else { continue };
                for since in [NONE, END] {
                    let Some(to) = self.row_if_room(*method, NONE, Start::Value { value, path, since }) else {
                        continue;
                    };
                    self.onward(here, NONE, 0, Link::Lifecycle, to);
                }
            }
        }
    }
}
