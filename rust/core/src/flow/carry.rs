//! Carriers: data put into a file, a preference, a table or a message comes out where the same key is taken.
//!
//! No value flows between the two, only a key does. Joins are graded: A equal keys, B the same symbol, C one contains
//! the other (a folder is packed), D the same file name only. What is weaker is not joined.
use rustc_hash::{FxHashMap, FxHashSet};

use super::components::{Components, Intent};
use super::engine::{Engine, MOST_STEPS_OF_UNNAMED, MOST_STEPS_UNNAMED, Put};
use super::models::{Carrier, Effect, KeyPart, Mode, Place, Root as At};
use super::path::{Elem, PathId};
use super::row::{Link, Onward, Start};
use super::ssa::Ssa;
use super::world::World;
use crate::code::NONE;
use crate::hierarchy::STATIC;

/// A call (or, with `insn` NONE, an app method that Android calls) and the carrier it names there.
#[derive(Clone, Copy)]
pub struct Spot<'a> {
    pub method: u32,
    pub insn: u32,
    pub carrier: &'a Carrier,
}

/// Tells keys apart.
pub trait Keys {
    /// How surely two spots name the same carrier; None: not shown.
    fn grade(&mut self, put: Spot<'_>, take: Spot<'_>) -> Option<char>;
    /// Whether what is deleted at one spot is, or holds, the carrier of another.
    fn covers(&mut self, deleted: Spot<'_>, other: Spot<'_>) -> bool;
    /// The key as it reads.
    fn text(&mut self, spot: Spot<'_>) -> String;
    /// The columns that a query names at a place: in an array of texts, or in a statement. None: all, or not known.
    fn columns(&mut self, method: u32, insn: u32, place: &Place) -> Option<Vec<String>>;
    /// What a message says about who gets it.
    fn intent(&mut self, method: u32, value: u32) -> Intent;
}

/// A place where a carrier's content comes out.
#[derive(Clone, Debug)]
pub struct Take {
    pub method: u32,
    /// NONE: at a parameter of a method that Android calls.
    pub insn: u32,
    pub model: u32,
    pub effect: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Join {
    /// Number in [`Engine::puts`].
    pub put: u32,
    /// Number in [`Carriers::takes`].
    pub take: u32,
    pub grade: char,
    pub row: u32,
}

pub struct Carriers {
    pub takes: Vec<Take>,
    pub deletes: Vec<Take>,
    /// App method that Android calls → model of the method it overrides.
    pub overrides: FxHashMap<u32, u32>,
    pub joins: Vec<Join>,
    by_kind: FxHashMap<String, Vec<u32>>,
    seen: FxHashSet<(u32, u32, PathId)>,
    done: usize,
}

/// The carrier an effect takes from or puts into, with the place at the call.
pub fn carrier_of(effect: &Effect) -> Option<(&Carrier, Option<&Place>)> {
    match effect {
        Effect::Open(carrier, _, place)
        | Effect::Put(carrier, place)
        | Effect::Take(carrier, place)
        | Effect::Name(carrier, place) => Some((carrier, Some(place))),
        Effect::Delete(carrier) | Effect::Pack(carrier, _) => Some((carrier, None)),
        _ => None,
    }
}

/// The word in a carrier's key, if there is one: which answer a message is.
fn said(carrier: &Carrier) -> Option<&str> {
    carrier.key.iter().find_map(|k| if let KeyPart::Text(text) = k { Some(text.as_str()) } else { None })
}

/// Whether a key is words alone: there is one such carrier, whoever asks.
fn is_fixed(carrier: &Carrier) -> bool {
    !carrier.key.is_empty() && carrier.key.iter().all(|k| matches!(k, KeyPart::Text(_)))
}

/// The carrier an effect puts into.
fn filled(effect: &Effect) -> Option<(&Carrier, Option<&Place>)> {
    match effect {
        Effect::Pack(_, to) => Some((to, None)),
        other => carrier_of(other),
    }
}

impl Carriers {
    /// Finds every place of live code where something is taken from a carrier.
    pub fn new(world: &World) -> Carriers {
        let mut all = Carriers {
            takes: Vec::new(),
            deletes: Vec::new(),
            overrides: FxHashMap::default(),
            joins: Vec::new(),
            by_kind: FxHashMap::default(),
            seen: FxHashSet::default(),
            done: 0,
        };
        let mut calls: Vec<(u32, u32, u32)> = Vec::new();
        for (called, sites) in &world.modelled_calls {
            let model = world.model_of_call(*called);
            calls.extend(sites.iter().map(|(method, offset)| (*method, *offset, model)));
        }
        calls.sort_unstable();
        for (method, offset, model) in calls {
            all.note(world, method, offset, model);
        }
        let mut methods: Vec<u32> = world.reach.calls.callbacks.values().flatten().copied().collect();
        methods.sort_unstable();
        methods.dedup();
        for method in methods {
            if let Some(model) = world.models.find(&world.hierarchy, world.method(method), false) {
                all.overrides.insert(method, model);
                all.note(world, method, NONE, model);
            }
        }
        all
    }

    fn note(&mut self, world: &World, method: u32, offset: u32, model: u32) {
        let Some(effects) = world.model(model).map(|m| &m.effects) else { return };
        for (effect, one) in (0u32..).zip(effects) {
            let list = match one {
                Effect::Take(..) | Effect::Open(_, Mode::Reading | Mode::Both, _) | Effect::Pack(..) => &mut self.takes,
                Effect::Delete(_) => &mut self.deletes,
                _ => continue,
            };
            let insn = if offset == NONE {
                NONE
            } else {
                let Some(ssa) = world.ssa(method) else { continue };
                match ssa.at_offset(offset).filter(|i| !ssa.insn(*i).is_some_and(|i| matches!(i.op, 0x6f | 0x75))) {
                    Some(insn) => insn,
                    None => continue,
                }
            };
            let taken = matches!(one, Effect::Take(..) | Effect::Open(..) | Effect::Pack(..));
            if let (Some((carrier, _)), true, number) = (carrier_of(one), taken, list.len() as u32) {
                self.by_kind.entry(carrier.kind.clone()).or_default().push(number);
            }
            list.push(Take { method, insn, model, effect });
        }
    }
}

fn effect_of(world: &World, model: u32, effect: u32) -> Option<&Effect> {
    world.model(model)?.effects.get(effect as usize)
}

impl<'w> Engine<'w> {
    /// Runs to the end: flows, then joins of what was put, until neither brings anything new.
    pub fn solve(&mut self, carriers: &mut Carriers, keys: &mut dyn Keys, components: &Components) {
        self.overrides.clone_from(&carriers.overrides);
        self.start(0..self.unnamed);
        loop {
            self.run();
            if !self.carry(carriers, keys, components) {
                break;
            }
        }
        self.beyond = true;
        let mut most = MOST_STEPS_UNNAMED;
        for number in self.unnamed..self.sources.len() {
            if self.stopped || most == 0 {
                self.left.insert(number as u32);
                continue;
            }
            let given = most.min(MOST_STEPS_OF_UNNAMED);
            let mut rest = given;
            self.start(number..number + 1);
            let done = loop {
                if !self.run_near(&mut rest) {
                    break false;
                }
                if !self.carry(carriers, keys, components) {
                    break true;
                }
            };
            if !done {
                self.left.insert(number as u32);
            }
            most = most.saturating_sub(given.saturating_sub(rest));
        }
    }

    fn carry(&mut self, carriers: &mut Carriers, keys: &mut dyn Keys, components: &Components) -> bool {
        let before = self.work.len();
        while carriers.done < self.puts.len() {
            let number = carriers.done as u32;
            carriers.done += 1;
            let Some(put) = self.puts.get(number as usize).copied() else { break };
            let world = self.world;
            let Some((carrier, place)) = effect_of(world, put.model, put.effect).and_then(filled) else { continue };
            let method = self.rows.get(put.row as usize).map_or(NONE, |r| r.key.method);
            let spot = Spot { method, insn: put.insn, carrier };
            if carrier.kind == "message" {
                let value = self.message_value(method, put.insn, place);
                self.send(carriers, keys, components, number, (method, value), carrier);
                continue;
            }
            for take in carriers.by_kind.get(&carrier.kind).cloned().unwrap_or_default() {
                let Some(one) = carriers.takes.get(take as usize).cloned() else { continue };
                let Some((other, _)) = effect_of(world, one.model, one.effect).and_then(carrier_of) else { continue };
                let there = Spot { method: one.method, insn: one.insn, carrier: other };
                let grade = match (put.insn, one.insn) {
                    (NONE, _) | (_, NONE) if is_fixed(carrier) => (carrier.key == other.key).then_some('A'),
                    (NONE, _) | (_, NONE) => components.holds(world, keys, spot, there),
                    _ => keys.grade(spot, there),
                };
                if let Some(grade) = grade
                    && self.asked_for(keys, put.path, &one)
                    && !self.deleted(carriers, keys, spot, there)
                {
                    self.joined(carriers, number, take, grade);
                }
            }
        }
        self.work.len() > before
    }

    /// Whether the column that holds the data is among those a query asks for. `build: result.columns` of the model says
    /// where these are named.
    fn asked_for(&mut self, keys: &mut dyn Keys, path: PathId, take: &Take) -> bool {
        let Some(Elem::Key(column)) = self.paths.head(path) else { return true };
        let effects = self.world.model(take.model).map(|m| m.effects.as_slice()).unwrap_or_default();
        let place = effects.iter().find_map(|e| match e {
            Effect::Build { slot, value: KeyPart::Place(place), .. } if slot == "columns" => Some(place),
            _ => None,
        });
        let Some(place) = place.filter(|_| take.insn != NONE) else { return true };
        let Some(columns) = keys.columns(take.method, take.insn, place) else { return true };
        // Values bound by number have no column of their own.
        let column = self.paths.word_text(column).to_owned();
        column.parse::<u32>().is_ok() || columns.iter().any(|c| c.eq_ignore_ascii_case(&column))
    }

    fn message_value(&mut self, method: u32, insn: u32, place: Option<&Place>) -> u32 {
        let (Some(ssa), Some(place)) = (self.world.ssa(method), place) else { return NONE };
        let bare = Place { root: place.root, parts: Vec::new() };
        self.values_at(method, ssa, insn, &bare).first().map_or(NONE, |v| v.0)
    }

    /// A message goes to the components it names, or whose filters it meets.
    fn send(
        &mut self,
        carriers: &mut Carriers,
        keys: &mut dyn Keys,
        components: &Components,
        number: u32,
        (method, value): (u32, u32),
        carrier: &Carrier,
    ) {
        let world = self.world;
        let word = said(carrier);
        let answer = word.is_some();
        let intent = if answer { Intent::default() } else { keys.intent(method, value) };
        let sender = world.hierarchy.class_of_defined(method);
        for take in carriers.by_kind.get("message").cloned().unwrap_or_default() {
            let Some(one) = carriers.takes.get(take as usize).cloned() else { continue };
            let Some((other, _)) = effect_of(world, one.model, one.effect).and_then(carrier_of) else { continue };
            let taker = world.hierarchy.class_of_defined(one.method);
            if word != said(other) {
                continue;
            }
            let grade = if answer { components.answers(sender, taker) } else { components.gets(world, &intent, taker) };
            if let Some(grade) = grade {
                self.joined(carriers, number, take, grade);
            }
        }
    }

    fn joined(&mut self, carriers: &mut Carriers, number: u32, take: u32, grade: char) {
        let world = self.world;
        let Some(put) = self.puts.get(number as usize).copied() else { return };
        let Some(one) = carriers.takes.get(take as usize).cloned() else { return };
        let Some(ssa) = world.ssa(one.method) else { return };
        if let Some(Effect::Pack(from, _)) = effect_of(world, one.model, one.effect) {
            self.packed(carriers, number, take, grade, from);
            return;
        }
        let Some((_, Some(place))) = effect_of(world, one.model, one.effect).and_then(carrier_of) else { return };
        if !carriers.seen.insert((number, take, put.path)) {
            return;
        }
        for (value, elems) in self.take_values(one.method, ssa, one.insn, place) {
            let path = self.paths.join(&elems, put.path);
            let since = if place.root == At::Result || one.insn == NONE { NONE } else { one.insn };
            let to = self.row_for(one.method, NONE, Start::Value { value, path, since });
            let join = carriers.joins.len() as u32;
            carriers.joins.push(Join { put: number, take, grade, row: to });
            if let Some(row) = self.rows.get_mut(put.row as usize) {
                let link = Link::Carrier(join);
                row.onward.push(Onward { fact: put.fact, insn: put.insn, operand: 0, link, to });
            }
        }
    }

    /// One carrier's content goes into another: what was put into the first is put into the second there.
    fn packed(&mut self, carriers: &mut Carriers, number: u32, take: u32, grade: char, from: &Carrier) {
        let world = self.world;
        let Some(put) = self.puts.get(number as usize).copied() else { return };
        let Some(one) = carriers.takes.get(take as usize).cloned() else { return };
        let Some(ssa) = world.ssa(one.method) else { return };
        let named = from.key.iter().find_map(|k| match k {
            KeyPart::Place(place) => Some(Place { root: place.root, parts: Vec::new() }),
            KeyPart::Text(_) => None,
        });
        let handle = named.and_then(|p| self.values_at(one.method, ssa, one.insn, &p).first().map(|v| v.0));
        let Some(value) = handle.filter(|_| carriers.seen.insert((number, take, put.path))) else { return };
        // What names the carrier names the data: nothing else follows from that.
        let path = self.paths.join(&[self.content], put.path);
        let to = self.row_for(one.method, NONE, Start::Value { value, path, since: NONE });
        let join = carriers.joins.len() as u32;
        carriers.joins.push(Join { put: number, take, grade, row: to });
        if let Some(row) = self.rows.get_mut(put.row as usize) {
            row.onward.push(Onward { fact: put.fact, insn: put.insn, operand: 0, link: Link::Carrier(join), to });
        }
        let (insn, model, effect) = (one.insn, one.model, one.effect);
        if self.put_seen.insert((to, insn, model, effect, put.path)) {
            self.puts.push(Put { row: to, fact: 0, insn, model, effect, path: put.path });
        }
    }

    /// Whether the carrier is deleted on every way from the put to the take, as far as one method shows.
    fn deleted(&mut self, carriers: &Carriers, keys: &mut dyn Keys, put: Spot<'_>, take: Spot<'_>) -> bool {
        let world = self.world;
        if put.insn == NONE || take.insn == NONE {
            return false;
        }
        let mut walls: [Vec<u32>; 2] = [Vec::new(), Vec::new()];
        for one in &carriers.deletes {
            if one.insn == NONE || (one.method != put.method && one.method != take.method) {
                continue;
            }
            let Some(Effect::Delete(carrier)) = effect_of(world, one.model, one.effect) else { continue };
            let spot = Spot { method: one.method, insn: one.insn, carrier };
            if carrier.kind == put.carrier.kind && keys.covers(spot, put) {
                if one.method == put.method {
                    walls[0].push(one.insn);
                }
                if one.method == take.method {
                    walls[1].push(one.insn);
                }
            }
        }
        let [after_put, before_take] = walls;
        let (Some(first), Some(second)) = (world.ssa(put.method), world.ssa(take.method)) else { return false };
        if put.method == take.method {
            return !before_take.is_empty() && !second.leads_past(Some(put.insn), take.insn, &before_take);
        }
        let ends = |ssa: &Ssa| -> Vec<u32> {
            (0..ssa.insns.len() as u32).filter(|i| ssa.insn(*i).is_some_and(|i| matches!(i.op, 0x0e..=0x11))).collect()
        };
        if let Some(calls) = self.calls_to(take.method, put.method)
            && !after_put.is_empty()
            && calls.iter().all(|call| !first.leads_past(Some(put.insn), *call, &after_put))
        {
            return true;
        }
        let kept = after_put.is_empty() || ends(first).iter().any(|e| first.leads_past(Some(put.insn), *e, &after_put));
        let left = before_take.is_empty() || second.leads_past(None, take.insn, &before_take);
        !kept || !left
    }

    /// Calls in one method by which another is reached, where nothing else calls that.
    fn calls_to(&self, method: u32, from: u32) -> Option<Vec<u32>> {
        let world = self.world;
        let (mut todo, mut seen, mut calls) = (vec![method], vec![method], Vec::new());
        while let Some(one) = todo.pop() {
            let callers = world.callers(one);
            if world.called_from_outside(one) || callers.is_empty() || callers.len() > 8 || seen.len() > 8 {
                return None;
            }
            for (caller, offset) in callers {
                if *caller == from {
                    calls.push(world.ssa(from)?.at_offset(*offset)?);
                } else if !seen.contains(caller) {
                    seen.push(*caller);
                    todo.push(*caller);
                }
            }
        }
        Some(calls).filter(|c| !c.is_empty())
    }

    fn take_values(&mut self, method: u32, ssa: &Ssa, insn: u32, place: &Place) -> Vec<(u32, Vec<Elem>)> {
        if insn != NONE {
            return self.values_at(method, ssa, insn, place);
        }
        let elems = self.elems(method, ssa, NONE, place);
        let first = u32::from(self.world.hierarchy.flags(method) & STATIC == 0);
        let value = match place.root {
            At::This => 0,
            At::Arg(number) => number + first,
            _ => return Vec::new(),
        };
        if value < ssa.params { vec![(value, elems)] } else { Vec::new() }
    }
}
