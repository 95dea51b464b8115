//! The best way from an entry to each method, and the tables.
//!
//! Best is fewest steps, where a step with several possible targets counts as more than one: a longer way by exact
//! steps is better evidence than a short cut through a call that could go anywhere.
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::discover::{Discovery, Weak, discover};
use super::graph::{MOST_TARGETS, Site};
use super::{ENTRIES, Edge, EntrySpec, REACH, State};
use crate::code::NONE;
use crate::hierarchy::{Hierarchy, NATIVE, at};
use crate::table::{Table, TableError, Values};

/// One step of a way: `method` (method number) is reached by `edge` from the step before, at `offset` in that step's method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub method: u32,
    pub offset: Option<u32>,
    pub edge: Edge,
}

/// How a method was first reached.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// Defined method, or NONE.
    from: u32,
    offset: u32,
    edge: Edge,
    /// Number of an entry, or NONE.
    entry: u32,
    /// Number in `reasons`, or NONE.
    reason: u32,
    /// Steps from the beginning of the way.
    distance: u32,
    /// As `distance`, with what uncertain steps cost.
    cost: u32,
    /// Number of the round that found it: only the same round may better it.
    round: u32,
}

const UNREACHED: Origin = Origin {
    from: NONE,
    offset: NONE,
    edge: Edge::Entry,
    entry: NONE,
    reason: NONE,
    distance: NONE,
    cost: NONE,
    round: 0,
};

/// The result, by number of the defined method; it borrows nothing.
pub struct Reach {
    /// Where calls by name arrive, and what Android may call.
    pub calls: Calls,
    state: Vec<State>,
    origin: Vec<Origin>,
    /// Method number of each defined method.
    methods: Vec<u32>,
    definition_of_method: Vec<u32>,
    /// Whether a row is shown: it has code, or is native.
    shown: Vec<bool>,
    reasons: Vec<String>,
    entries: Vec<EntrySpec>,
    entry_found: Vec<bool>,
}

/// What the search for ways learnt about calls.
pub struct Calls {
    /// Called method number → defined methods it may arrive at, over classes that are created. Ascending.
    pub targets: FxHashMap<u32, Vec<u32>>,
    /// Class number → defined methods that Android may call on its objects, for classes that are created.
    pub callbacks: FxHashMap<u32, Vec<u32>>,
    /// Classes that are created, in the order found.
    pub created: Vec<u32>,
}

struct Search<'a> {
    all: Discovery<'a>,
    origin: Vec<Origin>,
    /// (cost, defined method), cheapest first.
    queue: BinaryHeap<Reverse<(u32, u32)>>,
    round: u32,
    /// Called methods, and created classes, whose targets were already visited.
    called: FxHashSet<u32>,
    bound: FxHashSet<u32>,
    /// Pairs of class and type whose callbacks were already visited.
    given: FxHashSet<u32>,
    /// Methods with a place where their object is handed over, in code that the pass may use.
    handed: FxHashSet<u32>,
    reasons: Vec<String>,
    /// True in the first pass, which only visits live methods.
    strong: bool,
}

/// What a step counts when other targets are possible too, or the place of handing over was not seen.
const UNSURE_COST: u32 = 9;
/// What a step with more than `MOST_TARGETS` targets counts.
const MANY_COST: u32 = 65;
/// Number of the reason for methods that a live call reaches only by way of an object made in weak code.
const LATE: u32 = 0;

impl Reach {
    /// Finds what can run. `texts` is any text outside the code that may name classes: resources, scripts, strings
    /// of native code. Work grows with the code, plus created classes times calls on their ancestors.
    pub fn new(hierarchy: &Hierarchy, entries: Vec<EntrySpec>, texts: &[String]) -> Self {
        let all = discover(hierarchy, &entries, texts);
        let code = &hierarchy.code;
        let mut search = Search::new(all);
        search.strong();
        search.weak();
        let shown = code.defined_methods.iter().map(|m| m.body != NONE || m.flags & NATIVE != 0).collect();
        let graph = &mut search.all.graph;
        let calls = Calls {
            targets: std::mem::take(&mut graph.targets),
            callbacks: std::mem::take(&mut graph.callbacks),
            created: std::mem::take(&mut graph.created),
        };
        Reach {
            calls,
            state: search.all.graph.state,
            origin: search.origin,
            methods: code.defined_methods.iter().map(|m| m.method).collect(),
            definition_of_method: code.definition_of_method.clone(),
            shown,
            reasons: search.reasons,
            entries,
            entry_found: search.all.entry_found,
        }
    }

    fn defined(&self, method: u32) -> u32 {
        at(&self.definition_of_method, method)
    }

    /// Whether a defined method may run.
    pub fn may_run(&self, defined: u32) -> bool {
        self.state.get(defined as usize).is_some_and(|s| *s != State::Dead)
    }

    /// Whether the way to a defined method begins there: the outside calls it.
    pub fn is_entry(&self, defined: u32) -> bool {
        self.origin.get(defined as usize).is_some_and(|o| o.edge == Edge::Entry)
    }

    /// By method number. A method the sample does not define is dead: none of its code is there.
    pub fn state(&self, method: u32) -> State {
        self.state.get(self.defined(method) as usize).copied().unwrap_or(State::Dead)
    }

    /// The reason of the entry the way begins at, or what leaves it unknown; empty for dead.
    pub fn why(&self, method: u32) -> &str {
        self.reason(self.defined(method))
    }

    fn reason(&self, defined: u32) -> &str {
        let Some(origin) = self.origin.get(defined as usize) else { return "" };
        match self.reasons.get(origin.reason as usize) {
            Some(reason) => reason,
            None => self.entries.get(origin.entry as usize).map_or("", |e| e.why.as_str()),
        }
    }

    /// Steps from the entry to the method, both included; empty when no way was found.
    pub fn way(&self, method: u32) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut one = self.defined(method);
        while let Some(origin) = self.origin.get(one as usize).filter(|o| o.distance != NONE) {
            if steps.len() > self.origin.len() {
                break;
            }
            let offset = Some(origin.offset).filter(|o| *o != NONE);
            steps.push(Step { method: at(&self.methods, one), offset, edge: origin.edge });
            one = origin.from;
        }
        steps.reverse();
        steps
    }

    /// Methods shown in the table that are live, dead and unknown.
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |state| self.state.iter().zip(&self.shown).filter(|(s, shown)| **s == state && **shown).count();
        (count(State::Live), count(State::Dead), count(State::Unknown))
    }

    /// The fact table `reach`. `dormant` is the reach of what is switched off: what only it makes live is dormant.
    /// With `hidden`, code no way was found to may be started all the same, for that reason, and nothing is dead.
    pub fn table(&self, dormant: Option<&Reach>, hidden: Option<&str>) -> Result<Table, TableError> {
        let shown: Vec<u32> = (0u32..).zip(&self.shown).filter(|(_, s)| **s).map(|(d, _)| d).collect();
        let origin = |d: &u32| self.origin.get(*d as usize).copied().unwrap_or(UNREACHED);
        let some = |n: u32| Some(n).filter(|n| *n != NONE);
        let reached = |d: &u32| Some(origin(d)).filter(|o| o.distance != NONE);
        let state = |d: &u32| self.state.get(*d as usize).copied().unwrap_or(State::Dead);
        let switched = |d: &u32| {
            let off = |r: &Reach| r.state.get(*d as usize) == Some(&State::Live);
            state(d) != State::Live && dormant.is_some_and(off)
        };
        let word = |d: &u32| match state(d) {
            _ if switched(d) => "dormant".to_owned(),
            State::Dead if hidden.is_some() => State::Unknown.as_str().to_owned(),
            known => known.as_str().to_owned(),
        };
        let why = |d: &u32| match (state(d), hidden) {
            _ if switched(d) => dormant.map_or_else(String::new, |r| r.reason(*d).to_owned()),
            (State::Dead, Some(reason)) => reason.to_owned(),
            _ => self.reason(*d).to_owned(),
        };
        Table::new(
            &REACH,
            vec![
                Values::U32(shown.iter().map(|d| at(&self.methods, *d)).collect()),
                Values::Text(shown.iter().map(word).collect()),
                Values::Text(shown.iter().map(why).collect()),
                Values::MaybeU32(shown.iter().map(|d| some(origin(d).entry)).collect()),
                Values::MaybeU32(shown.iter().map(|d| some(at(&self.methods, origin(d).from))).collect()),
                Values::MaybeU32(shown.iter().map(|d| some(origin(d).offset)).collect()),
                Values::MaybeText(shown.iter().map(|d| reached(d).map(|o| o.edge.as_str().to_owned())).collect()),
                Values::U32(shown.iter().map(|d| reached(d).map_or(0, |o| o.distance)).collect()),
            ],
        )
    }

    pub fn entries(&self) -> Result<Table, TableError> {
        let names = |e: &EntrySpec| e.methods.as_ref().map_or_else(String::new, |m| m.join(" "));
        Table::new(
            &ENTRIES,
            vec![
                Values::U32((0u32..).zip(&self.entries).map(|(n, _)| n).collect()),
                Values::Text(self.entries.iter().map(|e| e.class.clone()).collect()),
                Values::Text(self.entries.iter().map(names).collect()),
                Values::Text(self.entries.iter().map(|e| e.why.clone()).collect()),
                Values::Bool(self.entry_found.clone()),
            ],
        )
    }
}

impl<'a> Search<'a> {
    fn new(all: Discovery<'a>) -> Self {
        let count = all.graph.state.len();
        Search {
            all,
            origin: vec![UNREACHED; count],
            queue: BinaryHeap::new(),
            round: 0,
            called: FxHashSet::default(),
            bound: FxHashSet::default(),
            given: FxHashSet::default(),
            handed: FxHashSet::default(),
            reasons: vec!["its object is made only in code that may not run".to_owned()],
            strong: true,
        }
    }

    fn state(&self, defined: u32) -> State {
        self.all.graph.state.get(defined as usize).copied().unwrap_or(State::Dead)
    }

    fn reach(&mut self, defined: u32, mut origin: Origin) {
        let state = self.state(defined);
        if self.strong && state != State::Live {
            return;
        }
        if state == State::Unknown && origin.reason == NONE {
            origin.reason = LATE;
        }
        origin.round = self.round;
        if let Some(slot) = self.origin.get_mut(defined as usize)
            && (slot.distance == NONE || (slot.round == self.round && origin.cost < slot.cost))
        {
            *slot = origin;
            self.queue.push(Reverse((origin.cost, defined)));
        }
    }

    fn strong(&mut self) {
        self.find_handed();
        for (defined, entry) in self.all.seeds.clone() {
            self.reach(defined, Origin { entry, distance: 0, cost: 0, ..UNREACHED });
        }
        self.spread();
        self.handed.clear();
        self.sweep();
    }

    fn find_handed(&mut self) {
        let live = (0u32..).zip(&self.all.graph.ranges).filter(|(d, _)| self.state(*d) == State::Live);
        let sites = live.flat_map(|(_, r)| self.all.graph.sites.get(r.0 as usize..r.1 as usize).unwrap_or(&[]));
        let fields = self.all.through_fields.iter().filter(|f| self.state(f.0) == State::Live).map(|f| &f.1);
        let pairs: FxHashSet<u32> = sites.chain(fields).filter(|s| s.edge == Edge::Handed).map(|s| s.to).collect();
        self.handed = pairs.iter().flat_map(|pair| self.all.graph.callbacks_as(*pair)).collect();
    }

    /// Follows every step of all visited methods again, for what the first time was closed to them.
    fn sweep(&mut self) {
        self.called.clear();
        self.bound.clear();
        self.given.clear();
        let reached = (0u32..).zip(&self.origin).filter(|(_, o)| o.distance != NONE);
        self.queue.extend(reached.map(|(d, o)| Reverse((o.cost, d))));
        self.spread();
    }

    /// Weak ways one after another, in the order found: each spreads before the next is looked at.
    fn weak(&mut self) {
        self.strong = false;
        self.sweep();
        let mut todo = std::mem::take(&mut self.all.weak);
        while !todo.is_empty() {
            let placed = |w: &Weak, s: &Self| {
                w.from.is_none_or(|(d, _, _)| s.origin.get(d as usize).is_some_and(|o| o.distance != NONE))
            };
            let before = todo.len();
            let mut later = Vec::new();
            for one in todo {
                if placed(&one, self) {
                    self.follow_weak(one);
                } else {
                    later.push(one);
                }
            }
            if later.len() == before {
                // Named in code that itself has no way in.
                std::mem::take(&mut later).into_iter().for_each(|w| self.follow_weak(w));
            }
            todo = later;
        }
        self.sweep();
    }

    fn follow_weak(&mut self, weak: Weak) {
        let reason = self.reasons.len() as u32;
        self.reasons.push(weak.why);
        let place = weak.from.and_then(|(d, offset, edge)| Some((d, offset, edge, *self.origin.get(d as usize)?)));
        let base = match place {
            Some((from, offset, edge, before)) if before.distance != NONE => {
                let distance = before.distance.saturating_add(1);
                let cost = before.cost.saturating_add(1);
                Origin { from, offset, edge, entry: before.entry, reason, distance, cost, round: 0 }
            }
            _ => Origin { edge: Edge::Named, reason, distance: 0, cost: 0, ..UNREACHED },
        };
        weak.methods.iter().for_each(|d| self.reach(*d, base));
        self.spread();
    }

    fn spread(&mut self) {
        while let Some(Reverse((cost, defined))) = self.queue.pop() {
            if self.origin.get(defined as usize).is_none_or(|o| o.cost < cost) {
                continue;
            }
            let (from, to) = self.all.graph.ranges.get(defined as usize).copied().unwrap_or((0, 0));
            for place in from..to {
                if let Some(site) = self.all.graph.sites.get(place as usize).copied() {
                    self.follow(defined, site);
                }
            }
            let fields = &self.all.through_fields;
            let first = fields.partition_point(|f| f.0 < defined);
            let last = fields.partition_point(|f| f.0 <= defined);
            for (_, site) in fields.get(first..last).unwrap_or(&[]).to_vec() {
                self.follow(defined, site);
            }
        }
        self.round = self.round.saturating_add(1);
    }

    fn follow(&mut self, from: u32, site: Site) {
        let before = self.origin.get(from as usize).copied().unwrap_or(UNREACHED);
        let targets = match site.edge {
            Edge::Virtual if self.called.insert(site.to) => {
                self.all.graph.targets.get(&site.to).cloned().unwrap_or_default()
            }
            Edge::Handed if self.given.insert(site.to) => self.all.graph.callbacks_as(site.to),
            Edge::Created if self.bound.insert(site.to) => self.created(site.to),
            Edge::Virtual | Edge::Handed | Edge::Created => Vec::new(),
            _ => vec![site.to],
        };
        let many = site.edge == Edge::Virtual && targets.len() > MOST_TARGETS;
        let extra = match site.edge {
            _ if many => MANY_COST,
            Edge::Virtual if targets.len() > 1 => UNSURE_COST,
            Edge::Created => UNSURE_COST,
            _ => 1,
        };
        let step = Origin {
            from,
            offset: site.offset,
            edge: if many { Edge::Joined } else { site.edge },
            entry: before.entry,
            reason: before.reason,
            distance: before.distance.saturating_add(1),
            cost: before.cost.saturating_add(extra),
            round: self.round,
        };
        targets.iter().for_each(|target| self.reach(*target, step));
    }

    /// Callbacks of a class that are not bound to a place where its object is handed over.
    fn created(&self, class: u32) -> Vec<u32> {
        let all = self.all.graph.callbacks.get(&class).into_iter().flatten();
        all.filter(|defined| !self.handed.contains(defined)).copied().collect()
    }
}
