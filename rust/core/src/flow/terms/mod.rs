//! What a string, number, path, key, handle or object being built may be: a term with where its parts come from.
//!
//! A question is answered backward over SSA, through callers, callees, fields and the effects of models. Every question
//! starts afresh with its own allowance of steps, so an answer never depends on what was asked before.
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::models::{Carrier, KeyPart, Part, Place, Root};
use super::world::World;
use crate::code::NONE;

mod arrays;
mod builder;
mod built;
mod calls;
mod content;
mod eval;
mod fields;
mod grade;
mod handles;
mod order;
mod run;
mod sql;
mod strings;
mod text;

#[cfg(test)]
mod tests;

pub use built::{Intent, Slot};
pub use grade::Grade;

/// Number of an interned term. Numbers depend on the order of questions: sort by [`Terms::compare`], never by number.
pub type TermId = u32;

/// Alternatives kept.
pub const MOST_ALTERNATIVES: usize = 8;
/// Parts of one concatenation.
const MOST_PARTS: usize = 64;
/// Bytes of one text made by joining.
const MOST_TEXT: usize = 1 << 14;
/// Values looked at for one question.
const MOST_STEPS: u32 = 6000;
/// Values inside one another.
const MOST_DEPTH: u32 = 120;
/// Calls gone up, and calls gone down.
const MOST_CALLS: u32 = 6;
/// Callers, callees, writes of one field looked at.
const MOST_SITES: usize = 16;

/// Why a value is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// Nothing was written on this path.
    Unset,
    /// The outcome of an operation that is not evaluated.
    Computed,
    /// More alternatives than are kept.
    Many,
    /// Depends on itself in a way that is no repetition.
    Looped,
    /// More steps or depth than a question may take.
    Budget,
    /// The body is too large, or cut.
    Cut,
    /// Longer than texts that are kept.
    Long,
    /// What is inside an object or array, and no write of it was seen.
    Inside,
    /// A builder was handed to code that may append to it.
    Escapes,
    /// The caught exception.
    Caught,
}

impl Why {
    /// The words used in tables and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Unset => "never written",
            Why::Computed => "computed",
            Why::Many => "too many alternatives",
            Why::Looped => "depends on itself",
            Why::Budget => "too long a way",
            Why::Cut => "body not lowered",
            Why::Long => "too long",
            Why::Inside => "contents not seen",
            Why::Escapes => "changed elsewhere",
            Why::Caught => "exception",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    Text(Arc<str>),
    /// Zero is also null.
    Int(i64),
    /// Id of a resource.
    Resource(u32),
    /// Field number as resolved.
    Static(u32),
    Field(u32),
    /// (defined method, number of the parameter, the receiver counted).
    Param(u32, u32),
    /// (method called, defined method of the call, its instruction).
    Result(u32, u32, u32),
    /// Type number of a class object.
    Class(u32),
    Concat(Vec<TermId>),
    /// An operation by name on terms: `substring`, `format %02x`, `encode`.
    Op(Arc<str>, Vec<TermId>),
    /// Sorted, at most [`MOST_ALTERNATIVES`].
    Alternatives(Vec<TermId>),
    /// Any number of times.
    Repeat(TermId),
    /// A handle that names a carrier. A file has one key: its path.
    Named {
        kind: Arc<str>,
        key: Vec<TermId>,
    },
    /// (type number, defined method, instruction).
    New(u32, u32, u32),
    Unknown(Why),
    /// The value itself while it is being found out; never in an answer.
    Again(u32),
}

/// A string resource.
#[derive(Clone, Debug, Default)]
pub struct Resource {
    /// `string/server`
    pub name: Arc<str>,
    /// In the default configuration.
    pub value: Option<Arc<str>>,
}

/// Resource id → its name and default value.
pub type Resources = FxHashMap<u32, Resource>;

/// A carrier that a call names, and its keys.
type Keyed = (Carrier, Vec<TermId>);

/// A call gone down into: (defined method, instruction, frame of that method).
type Frame = (u32, u32, u32);

/// What one question has found so far.
#[derive(Default)]
struct Question {
    /// Frame 0 stands for no known caller.
    frames: Vec<(Frame, u32)>,
    frame_of: FxHashMap<Frame, u32>,
    /// (frame, defined method, value) → term.
    known: FxHashMap<(u32, u32, u32), TermId>,
    /// Those being found out, with the number of their [`Term::Again`].
    open: FxHashMap<(u32, u32, u32), u32>,
    loops: u32,
    steps: u32,
    depth: u32,
    /// Calls gone up.
    ups: u32,
    /// Methods run.
    runs: u32,
}

pub struct Terms<'w> {
    pub world: &'w World,
    pub resources: Resources,
    items: Vec<Term>,
    /// Term → whether an [`Term::Again`] is in it.
    unfinished: Vec<bool>,
    ids: FxHashMap<Term, TermId>,
    answers: FxHashMap<(u32, u32), TermId>,
    built_of: FxHashMap<(u32, u32), Arc<Vec<Slot>>>,
    /// (defined method, instruction) → carriers the call names, and their keys.
    keys: FxHashMap<(u32, u32), Vec<Keyed>>,
    /// (defined method, arguments) → what running it gave.
    runs: FxHashMap<(u32, Vec<TermId>), Option<TermId>>,
    question: Question,
}

impl<'w> Terms<'w> {
    pub fn new(world: &'w World, resources: Resources) -> Self {
        Terms {
            world,
            resources,
            items: Vec::new(),
            unfinished: Vec::new(),
            ids: FxHashMap::default(),
            answers: FxHashMap::default(),
            built_of: FxHashMap::default(),
            keys: FxHashMap::default(),
            runs: FxHashMap::default(),
            question: Question::default(),
        }
    }

    pub fn get(&self, term: TermId) -> &Term {
        self.items.get(term as usize).unwrap_or(&Term::Unknown(Why::Unset))
    }

    pub(super) fn intern(&mut self, term: Term) -> TermId {
        if let Some(id) = self.ids.get(&term) {
            return *id;
        }
        let open = |id: &TermId| self.is_open(*id);
        let flag = match &term {
            Term::Again(_) => true,
            Term::Concat(parts) | Term::Op(_, parts) | Term::Alternatives(parts) => parts.iter().any(open),
            Term::Named { key, .. } => key.iter().any(open),
            Term::Repeat(one) => open(one),
            _ => false,
        };
        let id = self.items.len() as TermId;
        self.items.push(term.clone());
        self.unfinished.push(flag);
        self.ids.insert(term, id);
        id
    }

    fn is_open(&self, term: TermId) -> bool {
        self.unfinished.get(term as usize).copied().unwrap_or(false)
    }

    fn unknown(&mut self, why: Why) -> TermId {
        self.intern(Term::Unknown(why))
    }

    pub(super) fn text_term(&mut self, text: &str) -> TermId {
        self.intern(Term::Text(text.into()))
    }

    /// Begins a question: everything the last one kept is forgotten.
    fn ask<T>(&mut self, answer: impl FnOnce(&mut Self) -> T) -> T {
        self.question = Question::default();
        self.question.frames.push(((NONE, NONE, 0), 0));
        answer(self)
    }

    /// An answer holds no [`Term::Again`].
    fn finished(&mut self, term: TermId) -> TermId {
        if self.is_open(term) { self.unknown(Why::Looped) } else { term }
    }

    /// What an SSA value of a defined method may be. A text builder is meant as it is at the end of the method.
    pub fn value(&mut self, defined: u32, value: u32) -> TermId {
        if let Some(known) = self.answers.get(&(defined, value)) {
            return *known;
        }
        let term = self.ask(|all| all.eval_at(0, defined, value, NONE));
        let term = self.finished(term);
        self.answers.insert((defined, value), term);
        term
    }

    /// What stands at a place of a call, as the call is made.
    pub fn place(&mut self, defined: u32, insn: u32, place: &Place) -> TermId {
        let term = self.ask(|all| all.place_in(0, defined, insn, place));
        self.finished(term)
    }

    /// The keys of a carrier a call names. A handle of the same kind gives its own keys; a file has one key, its path.
    pub fn key(&mut self, defined: u32, insn: u32, carrier: &Carrier) -> Vec<TermId> {
        let known = self.keys.get(&(defined, insn)).and_then(|all| all.iter().find(|(c, _)| c == carrier));
        if let Some((_, keys)) = known {
            return keys.clone();
        }
        let keys = self.ask(|all| all.key_in(0, defined, insn, carrier));
        let keys: Vec<TermId> = keys.into_iter().map(|k| self.finished(k)).collect();
        self.keys.entry((defined, insn)).or_default().push((carrier.clone(), keys.clone()));
        keys
    }

    /// The one constant text or number a value is.
    pub fn constant(&mut self, defined: u32, value: u32) -> Option<Arc<str>> {
        let term = self.value(defined, value);
        self.constant_text(term)
    }

    pub fn constant_text(&self, term: TermId) -> Option<Arc<str>> {
        match self.get(term) {
            Term::Text(text) => Some(Arc::clone(text)),
            Term::Int(number) => Some(number.to_string().into()),
            Term::Resource(id) => self.resources.get(id).and_then(|r| r.value.clone()),
            _ => None,
        }
    }

    /// Whether nothing in the term is unknown or left to a caller. Fields, statics and results of calls are symbols:
    /// known as such, though not by value.
    pub fn is_known(&self, term: TermId) -> bool {
        !self.any_leaf(term, &|leaf| matches!(leaf, Term::Unknown(_) | Term::Param(..) | Term::Again(_)))
    }

    /// Whether the term is made of constants alone.
    pub fn is_constant(&self, term: TermId) -> bool {
        match self.get(term) {
            Term::Text(_) | Term::Int(_) | Term::Class(_) => true,
            Term::Resource(id) => self.resources.get(id).is_some_and(|r| r.value.is_some()),
            Term::Concat(parts) => parts.iter().all(|p| self.is_constant(*p)),
            _ => false,
        }
    }

    /// The parts a term is made of.
    pub fn parts(&self, term: TermId) -> &[TermId] {
        match self.get(term) {
            Term::Concat(parts) | Term::Op(_, parts) | Term::Alternatives(parts) => parts,
            Term::Named { key, .. } => key,
            Term::Repeat(one) => std::slice::from_ref(one),
            _ => &[],
        }
    }

    /// Every leaf of the term once, in order of first appearance.
    pub fn leaves(&self, term: TermId) -> Vec<TermId> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut found = Vec::new();
        let mut todo = vec![term];
        while let Some(one) = todo.pop() {
            if seen.insert(one) {
                let parts = self.parts(one);
                if parts.is_empty() {
                    found.push(one);
                }
                todo.extend(parts.iter().rev());
            }
        }
        found
    }

    fn any_leaf(&self, term: TermId, test: &dyn Fn(&Term) -> bool) -> bool {
        self.leaves(term).into_iter().any(|leaf| test(self.get(leaf)))
    }

    /// The SSA value at the root of a place of a call; NONE where the call has no such place.
    pub(in crate::flow) fn rooted(&self, defined: u32, insn: u32, root: Root) -> u32 {
        let Some(ssa) = self.world.ssa(defined) else { return NONE };
        let receiver = self.world.has_receiver(ssa, insn);
        match root {
            Root::This if receiver => ssa.arg(insn, 0),
            Root::Arg(number) => ssa.arg(insn, number.saturating_add(u32::from(receiver))),
            Root::Result => ssa.result(insn),
            Root::This | Root::AllArgs => NONE,
        }
    }

    fn place_in(&mut self, frame: u32, defined: u32, insn: u32, place: &Place) -> TermId {
        if place.root == Root::AllArgs {
            let count = self.world.ssa(defined).map_or(0, |s| s.args(insn).len() as u32);
            let all: Vec<TermId> = (0..count)
                .map(|n| Place { root: Root::Arg(n), parts: place.parts.clone() })
                .filter(|p| self.rooted(defined, insn, p.root) != NONE)
                .collect::<Vec<_>>()
                .iter()
                .map(|p| self.place_in(frame, defined, insn, p))
                .collect();
            return self.any(all);
        }
        let value = self.rooted(defined, insn, place.root);
        if place.parts.is_empty() {
            return self.eval_at(frame, defined, value, insn);
        }
        self.inside(frame, defined, value, insn, &place.parts)
    }

    fn key_in(&mut self, frame: u32, defined: u32, insn: u32, carrier: &Carrier) -> Vec<TermId> {
        let named = self.named_at(frame, defined, insn, carrier);
        match self.get(named) {
            Term::Named { key, .. } => key.clone(),
            _ => vec![named],
        }
    }

    fn named_at(&mut self, frame: u32, defined: u32, insn: u32, carrier: &Carrier) -> TermId {
        let mut keys = Vec::new();
        for part in &carrier.key {
            keys.push(self.key_part(frame, defined, insn, part));
        }
        self.named(&carrier.kind, keys)
    }

    fn key_part(&mut self, frame: u32, defined: u32, insn: u32, part: &KeyPart) -> TermId {
        match part {
            KeyPart::Text(text) => self.text_term(text),
            KeyPart::Place(place) => self.place_in(frame, defined, insn, place),
        }
    }

    /// The constant of one path part of a place: None for an unknown key.
    fn part_key(&mut self, frame: u32, defined: u32, insn: u32, part: &Part) -> Option<Arc<str>> {
        match part {
            Part::Named(name) => Some(name.as_str().into()),
            Part::Text(text) => Some(text.as_str().into()),
            Part::Any | Part::Deep => None,
            Part::Arg(number) => {
                let place = Place { root: Root::Arg(*number), parts: Vec::new() };
                let term = self.place_in(frame, defined, insn, &place);
                self.constant_text(term)
            }
        }
    }
}
