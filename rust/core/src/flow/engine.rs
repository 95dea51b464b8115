//! From sources to sinks: rows of facts, followed until nothing new is found.
//!
//! Forward over SSA, only from sources that are there. A place is followed with the moment it got the data, so that
//! earlier reads stay clean; an object that changes later is followed to its other names. Work is counted in steps.
use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::guards::control::Control;
use super::models::{Effect, Place, Root as At};
use super::path::{EMPTY, Elem, PathId, Paths};
use super::reflect;
use super::row::{END, Fact, Hit, How, Kind, Link, Onward, Row, RowKey, Start};
use super::ssa::{Ssa, is_call};
use super::terms::{Resources, Terms};
use super::world::{Callees, World};
use crate::code::NONE;
use crate::hierarchy::STATIC;

/// Facts kept in one row.
const MOST_FACTS: usize = 3000;
/// Facts kept in all rows of one method: past it everything meets there, as in the loop of an interpreter.
const MOST_FACTS_OF_METHOD: u32 = 8000;
/// Rows of one method that calls ask for, and those that only follow other names of an object.
const MOST_ROWS: u32 = 64;
/// Rows of one method that begin with a value in it: what it reads from fields and carriers.
const MOST_VALUE_ROWS: u32 = 192;
const MOST_ALIAS_ROWS: u32 = 16;
/// Rows of one method that begin with a value the data only decided.
const MOST_DECIDED_ROWS: u32 = 32;

/// Facts followed from one source of unnamed data, and from all of them, in each of which what is near comes first.
pub(super) const MOST_STEPS_OF_UNNAMED: u64 = 400;
pub(super) const MOST_STEPS_UNNAMED: u64 = 10_000;

/// Where data comes from or goes to: a call (with its offset), or a method of the sample that Android calls (without).
#[derive(Clone, Debug)]
pub struct Port {
    /// The caller's number for what it is.
    pub entry: u32,
    /// Defined method the call stands in, or that Android calls.
    pub method: u32,
    pub offset: Option<u32>,
    pub places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Facts followed in all.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { steps: 400_000 }
    }
}

/// A fact with all that is needed to go on from it.
#[derive(Clone, Copy)]
pub(super) struct Here<'w> {
    pub row: u32,
    pub number: u32,
    pub fact: Fact,
    pub key: RowKey,
    pub ssa: &'w Ssa,
}

/// Data put into a carrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Put {
    pub row: u32,
    pub fact: u32,
    pub insn: u32,
    /// Model and the number of its effect.
    pub model: u32,
    pub effect: u32,
    pub path: PathId,
}

/// A callback that a model or the framework makes: where its parameters and result are at the call.
pub(super) struct Callback {
    pub object: (u32, Vec<Elem>),
    pub args: Vec<Option<(u32, Vec<Elem>)>>,
    pub result: Option<(u32, Vec<Elem>)>,
}

pub struct Engine<'w> {
    pub world: &'w World,
    pub paths: Paths,
    /// What keys of elements are.
    pub terms: Terms<'w>,
    pub rows: Vec<Row>,
    numbers: FxHashMap<RowKey, u32>,
    pub(super) work: VecDeque<(u32, u32)>,
    pub sources: Vec<Port>,
    pub sinks: Vec<Port>,
    /// Sources from this number on give data of no known kind: followed after the others, and less far.
    pub unnamed: usize,
    /// Whether sources of unnamed data are being followed: what these only decide is not told.
    pub(super) beyond: bool,
    /// Sources of unnamed data that were not followed to the end.
    pub left: FxHashSet<u32>,
    /// Method of the sample → calls of it by reflection, once they were looked for.
    pub(super) reflected_at: Option<FxHashMap<u32, Vec<(u32, u32)>>>,
    /// (name that models keep an object under, method) → methods that those objects run, with their types.
    pub(super) kept_runs: FxHashMap<(String, String), Vec<(u32, u32)>>,
    /// Method → the static field whose object it gives back, or NONE.
    pub(super) single: FxHashMap<u32, u32>,
    /// Source → rows it starts.
    pub source_rows: Vec<Vec<u32>>,
    /// (defined method, offset) → numbers of sinks there.
    pub(super) sinks_at: FxHashMap<(u32, u32), Vec<u32>>,
    /// Method that a web page may call → sinks that gave the page its object.
    pub(super) pages: FxHashMap<u32, Vec<u32>>,
    pub(super) statics: FxHashSet<(u32, PathId, u32)>,
    pub puts: Vec<Put>,
    pub(super) put_seen: FxHashSet<(u32, u32, u32, u32, PathId)>,
    /// App method that Android calls → model of the method it overrides.
    pub overrides: FxHashMap<u32, u32>,
    /// Name of a method that models run → (caller, offset, model, effect) of the calls that run it.
    pub(super) starters: FxHashMap<String, Vec<(u32, u32, u32, u32)>>,
    pub(super) callbacks: Vec<Callback>,
    /// Callback method → classes whose objects run it.
    pub(super) runners: FxHashMap<u32, Vec<u32>>,
    /// Class number → methods that Android may call on its objects.
    pub(super) callbacks_of: FxHashMap<u32, Vec<u32>>,
    /// (method, kind of start) → rows.
    crowd: FxHashMap<(u32, u8), u32>,
    /// Methods with more rows or facts than are kept.
    pub hubs: std::collections::BTreeSet<u32>,
    pub(super) arrivals: FxHashMap<(u32, u32, u32), Rc<Callees>>,
    /// Calls that empty the place of the fact being followed.
    pub(super) walls: Vec<u32>,
    pub(super) content: Elem,
    pub(super) truth: Elem,
    pub(super) controls: FxHashMap<u32, Rc<Control>>,
    pub(super) opaque: Vec<u32>,
    /// Type number → whether its objects live as long as a screen or service.
    pub(super) lasting: FxHashMap<u32, bool>,
    /// Type number → whether its values cannot change.
    fixed: FxHashMap<u32, bool>,
    /// Type number → nodes of the classes at and below it that the app makes objects of, where they are few.
    pub(super) made_below: FxHashMap<u32, Vec<u32>>,
    /// Facts of all rows of a method.
    weight: FxHashMap<u32, u32>,
    /// (type, class of a field) → whether an object of the type may have the field.
    kin: FxHashMap<(u32, u32), bool>,
    pub steps: u64,
    limits: Limits,
    /// The limit on steps was met.
    pub stopped: bool,
}

impl<'w> Engine<'w> {
    pub fn new(world: &'w World, sources: Vec<Port>, sinks: Vec<Port>, opaque: &[String], limits: Limits) -> Self {
        let mut paths = Paths::default();
        let content = Elem::Named(paths.word("content"));
        let truth = Elem::Named(paths.word("truth"));
        let (sinks_at, pages) = sink_places(world, &sinks);
        let (runners, callbacks_of) = outside_callers(world);
        Engine {
            opaque: opaque.iter().filter_map(|name| world.hierarchy.node(name)).collect(),
            source_rows: vec![Vec::new(); sources.len()],
            unnamed: sources.len(),
            beyond: false,
            left: FxHashSet::default(),
            kept_runs: FxHashMap::default(),
            reflected_at: None,
            single: FxHashMap::default(),
            sources,
            sinks,
            sinks_at,
            pages,
            paths,
            terms: Terms::new(world, Resources::default()),
            rows: Vec::new(),
            numbers: FxHashMap::default(),
            work: VecDeque::new(),
            statics: FxHashSet::default(),
            puts: Vec::new(),
            put_seen: FxHashSet::default(),
            overrides: FxHashMap::default(),
            starters: starters(world),
            callbacks: Vec::new(),
            runners,
            callbacks_of,
            crowd: FxHashMap::default(),
            hubs: std::collections::BTreeSet::new(),
            arrivals: FxHashMap::default(),
            walls: Vec::new(),
            content,
            truth,
            controls: FxHashMap::default(),
            lasting: FxHashMap::default(),
            fixed: FxHashMap::default(),
            made_below: FxHashMap::default(),
            weight: FxHashMap::default(),
            kin: FxHashMap::default(),
            steps: 0,
            limits,
            stopped: false,
            world,
        }
    }

    /// Adds sources that give data of no known kind.
    pub fn add_unnamed(&mut self, sources: Vec<Port>) {
        self.source_rows.extend(sources.iter().map(|_| Vec::new()));
        self.sources.extend(sources);
    }

    /// Starts a row for every place of some sources.
    pub fn start(&mut self, numbers: std::ops::Range<usize>) {
        let world = self.world;
        for number in numbers {
            let Some(source) = self.sources.get(number).cloned() else { continue };
            let Some(ssa) = world.ssa(source.method) else { continue };
            let insn = match source.offset {
                Some(offset) => ssa.at_offset(offset),
                None => None,
            };
            if source.offset.is_some() && insn.is_none() {
                continue;
            }
            for place in &source.places {
                for (value, elems, result) in self.source_values(source.method, ssa, insn, place) {
                    let path = self.paths.join(&elems, EMPTY);
                    let since = if result { NONE } else { insn.unwrap_or(NONE) };
                    let row = self.row_for(source.method, NONE, Start::Value { value, path, since });
                    if let Some(rows) = self.source_rows.get_mut(number).filter(|r| !r.contains(&row)) {
                        rows.push(row);
                    }
                }
            }
        }
    }

    /// (value, elements, whether it is the instruction's own result) of a source's place.
    fn source_values(
        &mut self,
        method: u32,
        ssa: &Ssa,
        insn: Option<u32>,
        place: &Place,
    ) -> Vec<(u32, Vec<Elem>, bool)> {
        let Some(insn) = insn else {
            // A method that Android calls: its parameters.
            let elems = self.elems(method, ssa, NONE, place);
            let first = u32::from(self.world.hierarchy.flags(method) & STATIC == 0);
            let values: Vec<u32> = match place.root {
                At::AllArgs => (first..ssa.params).collect(),
                At::Arg(number) => vec![number + first],
                At::This => vec![0],
                At::Result => Vec::new(),
            };
            return values.into_iter().filter(|v| *v < ssa.params).map(|v| (v, elems.clone(), true)).collect();
        };
        let result = ssa.result(insn);
        let called = ssa.insn(insn).is_some_and(|i| is_call(i.op));
        if !called {
            // A field read, or a constant: what it gives.
            let elems = self.elems(method, ssa, insn, place);
            return vec![(result, elems, true)];
        }
        self.values_at(method, ssa, insn, place)
            .into_iter()
            .map(|(v, e)| (v, e, v == result && place.root == At::Result))
            .collect()
    }

    /// Follows everything until nothing new is found, or the limit on steps is met.
    pub fn run(&mut self) {
        while let Some((row, fact)) = self.work.pop_front() {
            self.steps += 1;
            if self.steps > self.limits.steps {
                self.stopped = true;
                self.work.clear();
                break;
            }
            self.step(row, fact);
        }
    }

    /// Follows one source of unnamed data. False where it was not followed to the end.
    pub(super) fn run_near(&mut self, most: &mut u64) -> bool {
        while let Some((row, fact)) = self.work.pop_front() {
            if *most == 0 {
                self.work.clear();
                return false;
            }
            *most -= 1;
            self.steps += 1;
            self.step(row, fact);
        }
        true
    }

    /// The row of a key, unless it would be one more of a method that has too many: a hub, which is left and marked.
    pub(super) fn row_if_room(&mut self, method: u32, this: u32, start: Start) -> Option<u32> {
        self.keyed_if_room(RowKey { method, this, start, of: NONE })
    }

    /// A row that begins with a value which the data of `here` only decided.
    pub(super) fn decided_row(&mut self, row: u32, start: Start) -> Option<u32> {
        let key = self.rows.get(row as usize)?.key;
        let of = if key.of == NONE { row } else { key.of };
        let to = self.keyed_if_room(RowKey { start, of, ..key })?;
        if let Some(list) = self.rows.get_mut(of as usize).map(|r| &mut r.decides).filter(|l| !l.contains(&to)) {
            list.push(to);
        }
        Some(to)
    }

    fn keyed_if_room(&mut self, key: RowKey) -> Option<u32> {
        if let Some(known) = self.numbers.get(&key) {
            return Some(*known);
        }
        let method = key.method;
        let (kind, most) = match key.start {
            Start::Value { .. } if key.of != NONE => (3, MOST_DECIDED_ROWS),
            Start::Value { .. } => (0u8, MOST_VALUE_ROWS),
            Start::Param { later: 0, .. } => (1, MOST_ROWS),
            _ => (2, MOST_ALIAS_ROWS),
        };
        let count = self.crowd.entry((method, kind)).or_default();
        *count += 1;
        if *count > most {
            self.hubs.insert(method);
            return None;
        }
        Some(self.row_of(key))
    }

    /// The row of a key, made and started if need be.
    pub(super) fn row_for(&mut self, method: u32, this: u32, start: Start) -> u32 {
        self.row_of(RowKey { method, this, start, of: NONE })
    }

    fn row_of(&mut self, key: RowKey) -> u32 {
        if let Some(known) = self.numbers.get(&key) {
            return *known;
        }
        let RowKey { method, start, .. } = key;
        let number = self.rows.len() as u32;
        self.rows.push(Row::new(key));
        self.numbers.insert(key, number);
        let how = How { kind: Kind::Start, insn: NONE, operand: NONE, with: NONE, out: NONE };
        let base = Fact { value: NONE, path: EMPTY, since: NONE, depth: 0, from: NONE, how };
        match start {
            Start::Param { index, path, later } => {
                let since = if later > 0 { END } else { NONE };
                self.keep(number, Fact { value: index, path, since, depth: later.saturating_sub(1), ..base });
            }
            Start::Value { value, path, since } => {
                let depth = self.paths.len(path) as u32;
                self.keep(number, Fact { value, path, since, depth, ..base });
            }
            Start::Returned { path, depth } => {
                let Some(ssa) = self.world.ssa(method) else { return number };
                for index in 0..ssa.insns.len() as u32 {
                    if ssa.insn(index).is_some_and(|i| i.op == 0x11) && ssa.arg(index, 0) != NONE {
                        self.keep(number, Fact { value: ssa.arg(index, 0), path, since: END, depth, ..base });
                    }
                }
            }
        }
        number
    }

    fn keep(&mut self, row: u32, mut fact: Fact) {
        let method = self.rows.get(row as usize).map_or(NONE, |r| r.key.method);
        let kind = self.world.ssa(method).map_or(NONE, |s| s.kind(fact.value));
        if fact.since != NONE && self.never_changes(kind) {
            if fact.since == END {
                return;
            }
            // A text or number is what it is from the beginning: nothing is put into it later.
            fact.since = NONE;
        }
        let Some(place) = self.rows.get_mut(row as usize) else { return };
        if fact.value == NONE || !fits(self.world, place.key.method, &fact, self.paths.head(fact.path), &mut self.kin) {
            return;
        }
        // A path that lost its end would stand for far more than the data: it is left, and the row says so.
        if place.facts.len() >= MOST_FACTS || self.paths.is_cut(fact.path) {
            place.cut = true;
            return;
        }
        let weight = self.weight.entry(method).or_default();
        if *weight >= MOST_FACTS_OF_METHOD {
            place.cut = true;
            self.hubs.insert(method);
            return;
        }
        if let Some(number) = place.add(fact) {
            *weight += 1;
            self.work.push_back((row, number));
        }
    }

    /// Whether values of a type cannot change once they are made: texts, numbers, classes.
    pub(super) fn never_changes(&mut self, kind: u32) -> bool {
        if kind == NONE {
            return false;
        }
        let world = self.world;
        *self.fixed.entry(kind).or_insert_with(|| {
            let name = world.code().type_name(kind);
            let fixed = ["String;", "Integer;", "Long;", "Double;", "Float;", "Boolean;", "Character;", "Class;"];
            name.len() == 1 || name.strip_prefix("Ljava/lang/").is_some_and(|rest| fixed.contains(&rest))
        })
    }

    /// Keeps what follows from a fact in its own row.
    pub(super) fn emit(&mut self, here: Here<'_>, value: u32, path: PathId, since: u32, depth: u32, how: How) {
        self.keep(here.row, Fact { value, path, since, depth, from: here.number, how });
    }

    pub(super) fn cut(&mut self, row: u32) {
        if let Some(row) = self.rows.get_mut(row as usize) {
            row.cut = true;
        }
    }

    pub(super) fn onward(&mut self, here: Here<'_>, insn: u32, operand: u32, link: Link, to: u32) {
        let edge = Onward { fact: here.number, insn, operand, link, to };
        if let Some(row) = self.rows.get_mut(here.row as usize) {
            row.lead(edge);
        }
        if let Some(row) = self.rows.get_mut(to as usize)
            && row.key.of != NONE
            && row.led.is_none()
        {
            row.led = Some((here.row, edge));
        }
    }

    pub(super) fn hit(&mut self, here: Here<'_>, insn: u32, operand: u32, sink: u32) {
        if let Some(row) = self.rows.get_mut(here.row as usize)
            && !row.hits.iter().any(|h| h.sink == sink)
        {
            row.hits.push(Hit { fact: here.number, insn, operand, sink });
        }
    }
}

pub(super) fn how(kind: Kind, insn: u32, operand: u32) -> How {
    How { kind, insn, operand, with: NONE, out: NONE }
}

/// Two maps to lists of numbers.
type Lists<K> = (FxHashMap<K, Vec<u32>>, FxHashMap<u32, Vec<u32>>);

/// Sinks by where they stand, and by the methods that a web page may call because of them.
fn sink_places(world: &World, sinks: &[Port]) -> Lists<(u32, u32)> {
    let mut sinks_at: FxHashMap<(u32, u32), Vec<u32>> = FxHashMap::default();
    let mut pages: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (number, sink) in (0u32..).zip(sinks) {
        sinks_at.entry((sink.method, sink.offset.unwrap_or(NONE))).or_default().push(number);
        for method in reflect::page_methods(world, sink) {
            pages.entry(method).or_default().push(number);
        }
    }
    (sinks_at, pages)
}

/// Callback method → classes whose objects run it, and class → its callback methods.
fn outside_callers(world: &World) -> Lists<u32> {
    let mut runners: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut callbacks_of: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for class in &world.reach.calls.created {
        let methods = outside_methods(world, *class);
        methods.iter().for_each(|m| runners.entry(*m).or_default().push(*class));
        callbacks_of.insert(*class, methods);
    }
    (runners, callbacks_of)
}

/// Callbacks of a class, and methods of it that the outside calls by name.
fn outside_methods(world: &World, class: u32) -> Vec<u32> {
    let node = world.code().classes.get(class as usize).map_or(NONE, |c| c.name);
    let mut found = world.reach.calls.callbacks.get(&class).cloned().unwrap_or_default();
    for one in world.hierarchy.supers(node) {
        let declared = world.hierarchy.declared(world.hierarchy.class_of(one)).iter().map(|m| m.1);
        found.extend(declared.filter(|d| world.reach.is_entry(*d) && world.hierarchy.flags(*d) & STATIC == 0));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a value of its declared type can have the field its path begins with.
fn fits(world: &World, method: u32, fact: &Fact, head: Option<Elem>, kin: &mut FxHashMap<(u32, u32), bool>) -> bool {
    let Some(Elem::Field(field)) = head else { return true };
    let Some(kind) = world.ssa(method).map(|s| s.kind(fact.value)).filter(|k| *k != NONE) else { return true };
    let Some(class) = world.code().fields.get(field as usize).map(|f| f.class) else { return true };
    *kin.entry((kind, class)).or_insert_with(|| {
        let hierarchy = &world.hierarchy;
        hierarchy.is_a(kind, class)
            || hierarchy.is_a(class, kind)
            || hierarchy.is_unknown(kind)
            || hierarchy.is_interface(kind)
    })
}

/// Calls that run a method of an app object, as models say, by the method's name.
fn starters(world: &World) -> FxHashMap<String, Vec<(u32, u32, u32, u32)>> {
    let mut found: FxHashMap<String, Vec<(u32, u32, u32, u32)>> = FxHashMap::default();
    for (called, sites) in &world.modelled_calls {
        let model = world.model_of_call(*called);
        for (effect, one) in (0u32..).zip(world.model(model).into_iter().flat_map(|m| &m.effects)) {
            if let Effect::Call { method, .. } = one {
                let places = sites.iter().map(|(caller, offset)| (*caller, *offset, model, effect));
                found.entry(method.clone()).or_default().extend(places);
            }
        }
    }
    found.values_mut().for_each(|places| places.sort_unstable());
    found
}
