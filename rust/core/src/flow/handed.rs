//! Objects handed out and the callbacks made on them, and the default for methods nobody described.
use super::engine::{Callback, Engine, Here, how};
use super::models::{Effect, Part, Place};
use super::path::{EMPTY, Elem, PathId};
use super::places::is_at;
use super::reflect;
use super::row::{END, Kind, Link, Start};
use super::ssa::{PHI_USE, Ssa, is_call};
use super::world::MOST_TARGETS;
use crate::code::NONE;

/// Objects kept under one name that are told from one another by nothing.
const MOST_KEPT: usize = 4;

impl<'w> Engine<'w> {
    /// A model's call of an app object's method: the method is followed, and what it leaves comes back to this call.
    pub(super) fn calls_back(&mut self, here: Here<'w>, insn: u32, operand: u32, effect: &Effect) {
        let Effect::Call { object, method, args, result } = effect else { return };
        let starts = self.callback_starts(here, insn, operand, object, args);
        if starts.is_empty() || here.fact.since == END {
            return;
        }
        let Some(object_at) = self.first_at(here, insn, object) else { return };
        let mut targets = self.targets_of(here, object_at.0, method, args.len());
        if let Some(Part::Named(kept)) = object.parts.last() {
            // The object itself has the method: it is not asked whom it keeps.
            targets = if targets.is_empty() {
                self.kept_targets(here, object_at.0, kept, (method, args.len()))
            } else {
                Vec::new()
            };
        }
        if targets.is_empty() {
            return;
        }
        let mut callback = Callback { object: object_at, args: Vec::new(), result: None };
        for place in args {
            callback.args.push(place.as_ref().and_then(|p| self.first_at(here, insn, p)));
        }
        callback.result = result.as_ref().and_then(|p| self.first_at(here, insn, p));
        let number = self.callbacks.len() as u32;
        self.callbacks.push(callback);
        for (target, kind) in targets {
            for (index, path) in &starts {
                let to = self.row_for(target, kind, Start::Param { index: *index, path: *path, later: 0 });
                self.onward(here, insn, operand, Link::Callback, to);
                self.wait(here, insn, operand, to, false, number);
            }
        }
    }

    /// Methods of the object that another keeps under a name (the callback of a handler): the one that was put there in
    /// this method, else of any that is kept so in the app. None where those are more than a few: which is meant is not
    /// known.
    fn kept_targets(
        &mut self,
        here: Here<'w>,
        holder: u32,
        kept: &str,
        (method, count): (&str, usize),
    ) -> Vec<(u32, u32)> {
        let put_here = self.kept_here(here, holder, kept);
        if !put_here.is_empty() {
            return self.runs_of_all(&put_here, method, count);
        }
        let key = (kept.to_owned(), method.to_owned());
        if let Some(known) = self.kept_runs.get(&key) {
            return known.clone();
        }
        let world = self.world;
        let mut sites: Vec<(u32, u32)> = world.modelled_calls.values().flatten().copied().collect();
        sites.sort_unstable();
        let mut kinds = Vec::new();
        for (caller, offset) in sites {
            let Some(ssa) = world.ssa(caller).filter(|_| kinds.len() <= MOST_TARGETS) else { continue };
            if let Some(insn) = ssa.at_offset(offset) {
                self.kept_by(caller, ssa, insn, kept, &mut kinds);
            }
        }
        let mut found = self.runs_of_all(&kinds, method, count);
        if found.len() > MOST_KEPT {
            found.clear();
        }
        self.kept_runs.insert(key, found.clone());
        found
    }

    /// Types of what calls of this method put under a name into an object.
    fn kept_here(&mut self, here: Here<'w>, holder: u32, kept: &str) -> Vec<u32> {
        let mut kinds = Vec::new();
        let made = here.ssa.def_insn(holder).map(|(index, _)| index);
        let users = here.ssa.uses(holder).iter().filter(|(user, operand)| user & PHI_USE == 0 && *operand == 0);
        let calls: Vec<u32> = made.into_iter().chain(users.map(|(user, _)| *user)).collect();
        for insn in calls {
            self.kept_by(here.key.method, here.ssa, insn, kept, &mut kinds);
        }
        kinds
    }

    /// Types of what one call puts under a name into its object or result.
    fn kept_by(&mut self, method: u32, ssa: &Ssa, insn: u32, kept: &str, kinds: &mut Vec<u32>) {
        let world = self.world;
        let Some(call) = ssa.insn(insn).filter(|i| is_call(i.op)) else { return };
        let effects = world.model(world.model_of_call(call.operand as u32)).map(|m| m.effects.as_slice());
        for effect in effects.unwrap_or_default() {
            let Effect::Store(from, to) = effect else { continue };
            if !from.parts.is_empty() || !matches!(to.parts.as_slice(), [Part::Named(name)] if name == kept) {
                continue;
            }
            for (value, _) in self.values_at(method, ssa, insn, from) {
                kinds.extend(world.kinds_through_fields(ssa, value, NONE).unwrap_or_else(|| vec![ssa.kind(value)]));
            }
        }
    }

    /// Methods of a name that objects of some types run.
    fn runs_of_all(&self, kinds: &[u32], method: &str, count: usize) -> Vec<(u32, u32)> {
        let hierarchy = &self.world.hierarchy;
        let mut found = Vec::new();
        for kind in kinds.iter().filter(|k| **k != NONE && hierarchy.has_app_below(**k)) {
            let below = hierarchy.below(*kind);
            if below.len() <= MOST_TARGETS {
                below.into_iter().for_each(|k| self.runs_of(k, k, method, count, &mut found));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// (parameter, path) by which the data enters a method that a model calls.
    fn callback_starts(
        &mut self,
        here: Here<'_>,
        insn: u32,
        operand: u32,
        object: &Place,
        args: &[Option<Place>],
    ) -> Vec<(u32, PathId)> {
        let ordered = self.ordered(here, insn);
        let mut starts: Vec<(u32, PathId)> = Vec::new();
        let places = [Some(object)].into_iter().chain(args.iter().map(Option::as_ref));
        for (index, place) in (0u32..).zip(places) {
            let Some(place) = place else { continue };
            if !is_at(here.ssa, insn, operand, place) || !ordered && index != 0 {
                continue;
            }
            let front = self.elems(here.key.method, here.ssa, insn, place);
            if let Some(rest) = self.paths.below(&front, here.fact.path) {
                starts.push((index, rest));
            }
        }
        starts
    }

    pub(super) fn first_at(&mut self, here: Here<'_>, insn: u32, place: &Place) -> Option<(u32, Vec<Elem>)> {
        self.values_at(here.key.method, here.ssa, insn, place).into_iter().next()
    }

    /// Methods of this name that an app object may run, with the object's exact type where it is known.
    pub(super) fn targets_of(&mut self, here: Here<'w>, object: u32, name: &str, count: usize) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for (class, kind) in self.classes_of(here, object) {
            self.runs_of(class, kind, name, count, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST_TARGETS);
        found
    }

    /// The nearest methods of a name at and above a class, with a type for their object.
    fn runs_of(&self, class: u32, kind: u32, name: &str, count: usize, found: &mut Vec<(u32, u32)>) {
        let world = self.world;
        for node in world.hierarchy.supers(class) {
            let declared = world.hierarchy.declared(world.hierarchy.class_of(node));
            let named = declared.iter().map(|d| d.1).filter(|d| {
                world.hierarchy.method_name(*d) == name
                    && world.param_count(*d) as usize == count + 1
                    && world.code().defined_methods.get(*d as usize).is_some_and(|m| m.body != NONE)
            });
            let before = found.len();
            found.extend(named.map(|d| (d, kind)));
            if found.len() > before {
                break;
            }
        }
    }

    /// (node, exact type or NONE) of the app classes an object may be of.
    fn classes_of(&mut self, here: Here<'w>, object: u32) -> Vec<(u32, u32)> {
        let world = self.world;
        if let Some(kinds) = world.exact_kinds(here.ssa, object, here.key.this) {
            return kinds.into_iter().map(|k| (k, k)).collect();
        }
        let kind = here.ssa.kind(object);
        if kind == NONE || !world.hierarchy.has_app_below(kind) {
            return Vec::new();
        }
        let made = self.made_below.entry(kind).or_insert_with(|| {
            let created = |node: &u32| {
                let class = world.hierarchy.class_of(*node);
                class != NONE && world.reach.calls.callbacks.contains_key(&class)
            };
            let below: Vec<u32> = world.hierarchy.below(kind).into_iter().filter(created).collect();
            if below.len() > MOST_TARGETS { Vec::new() } else { below }
        });
        made.iter().map(|n| (*n, *n)).collect()
    }

    /// An app object that holds the data is handed to code outside: its callbacks may find the data in it.
    pub(super) fn handed(&mut self, here: Here<'w>, insn: u32, operand: u32) {
        if self.paths.len(here.fact.path) == 0 || here.fact.since == END {
            return;
        }
        // Android calls a component's methods when it likes, not because the component is handed about.
        if self.is_opaque(here.ssa.kind(here.fact.value)) {
            return;
        }
        for (class, kind) in self.handed_classes(here) {
            let mut methods = self.called_as(here, insn, operand, class);
            methods.extend(self.called_by_pages(here, insn, operand));
            if methods.is_empty() {
                continue;
            }
            let number = self.callbacks.len() as u32;
            self.callbacks.push(Callback { object: (here.fact.value, Vec::new()), args: Vec::new(), result: None });
            for method in methods {
                let path = here.fact.path;
                let Some(to) = self.row_if_room(method, kind, Start::Param { index: 0, path, later: 0 }) else {
                    self.cut(here.row);
                    continue;
                };
                self.onward(here, insn, operand, Link::Callback, to);
                self.wait(here, insn, operand, to, false, number);
            }
        }
    }

    /// (class number, exact type) of an app object handed out: known exactly, or of a class of the app with few below it.
    fn handed_classes(&mut self, here: Here<'w>) -> Vec<(u32, u32)> {
        let world = self.world;
        let hierarchy = &world.hierarchy;
        let own = |kind: &u32| hierarchy.class_of(*kind) != NONE;
        let mut found = self.classes_of(here, here.fact.value);
        if world.exact_kinds(here.ssa, here.fact.value, here.key.this).is_none()
            && (!own(&here.ssa.kind(here.fact.value)) || found.len() > 4)
        {
            found.clear();
        }
        found.iter().filter(|(k, _)| own(k)).map(|(k, exact)| (hierarchy.class_of(*k), *exact)).collect()
    }

    /// Methods that a page may call on an object which the call gives to a web view.
    fn called_by_pages(&self, here: Here<'_>, insn: u32, operand: u32) -> Vec<u32> {
        let offset = here.ssa.insn(insn).map_or(NONE, |i| i.offset);
        let sinks = self.sinks_at.get(&(here.key.method, offset)).filter(|_| operand == 1);
        let ports = sinks.into_iter().flatten().filter_map(|number| self.sinks.get(*number as usize));
        let mut found: Vec<u32> = ports.flat_map(|port| reflect::page_methods(self.world, port)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Methods of a class that code outside may call on an object it is given as the type its parameter has.
    fn called_as(&self, here: Here<'_>, insn: u32, operand: u32, class: u32) -> Vec<u32> {
        let (world, code) = (self.world, self.world.code());
        let Some(method) = here.ssa.insn(insn).and_then(|i| code.methods.get(i.operand as usize)) else {
            return Vec::new();
        };
        let first = u32::from(world.has_receiver(here.ssa, insn));
        let formal = match operand.checked_sub(first) {
            None => method.class,
            Some(place) => code.params(method.proto).get(place as usize).copied().unwrap_or(NONE),
        };
        let supers = world.hierarchy.supers(formal);
        let all = world.reach.calls.callbacks.get(&class).into_iter().flatten().copied();
        all.filter(|m| {
            world.hierarchy.framework_declares(&supers, world.hierarchy.selector(world.method(*m))).is_some()
        })
        .collect()
    }

    /// Nobody described the method: what goes in comes out, and containers keep it. Marked, and it weakens the finding.
    pub(super) fn by_default(&mut self, here: Here<'w>, insn: u32, operand: u32) {
        let world = self.world;
        let path = here.fact.path;
        if !self.ordered(here, insn) || self.names_content(path) || self.paths.has_field(path) {
            return;
        }
        let how = how(Kind::Default, insn, operand);
        let Some(one) = here.ssa.insn(insn) else { return };
        let method = world.code().methods.get(one.operand as usize).filter(|_| is_call(one.op));
        let receiver = world.has_receiver(here.ssa, insn);
        if receiver && operand == 0 && self.is_opaque(here.ssa.kind(here.fact.value)) {
            return;
        }
        let result = here.ssa.result(insn);
        let kind = world.code().type_name(here.ssa.kind(result));
        if result != NONE && kind != "Z" {
            self.emit(here, result, EMPTY, NONE, 0, how);
        }
        let Some(method) = method.filter(|_| receiver && operand > 0) else { return };
        let constructor = world.code().text(method.name) == "<init>";
        if constructor || self.keeps_things(method.class) {
            self.emit(here, here.ssa.arg(insn, 0), EMPTY, insn, 0, how);
        }
    }

    pub(super) fn is_opaque(&self, kind: u32) -> bool {
        self.opaque.iter().any(|node| kind != NONE && self.world.hierarchy.is_a(kind, *node))
    }

    /// Whether objects of a class exist to hold or pass on what they are given, by the words in its name.
    fn keeps_things(&self, class: u32) -> bool {
        const WORDS: [&str; 18] = [
            "Builder",
            "Stream",
            "Writer",
            "Buffer",
            "Entity",
            "Request",
            "Params",
            "Map",
            "List",
            "Set",
            "Values",
            "Body",
            "Array",
            "Queue",
            "Object",
            "Form",
            "Multipart",
            "Message",
        ];
        let name = self.world.code().type_name(class);
        if self.is_opaque(class) {
            return false;
        }
        let last = name.rsplit(['/', '$']).next().unwrap_or(name);
        name.starts_with("Ljava/util/") || name.starts_with("Ljava/io/") || WORDS.iter().any(|w| last.contains(w))
    }
}
