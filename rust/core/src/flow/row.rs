//! Rows: what follows in one method when one place holds the data. Shared by every source that comes along.
use rustc_hash::{FxHashMap, FxHashSet};

use super::path::PathId;
use crate::code::NONE;

/// Marks data that comes into being after the method has ended: only aliases are followed.
pub const END: u32 = NONE - 1;
/// Different moments kept for one place.
const MOST_MOMENTS: usize = 4;
/// Entries that are looked through; longer lists are looked up. Most rows hold two or three facts.
const MOST_LOOKED_THROUGH: usize = 12;

/// Where a row begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Start {
    /// A parameter holds the data when the method is called. With `later` above 0 the object gets it after the call,
    /// below the first `later - 1` elements of the path.
    Param { index: u32, path: PathId, later: u32 },
    /// The object returned gets the data after the call, below the first `depth` elements of the path.
    Returned { path: PathId, depth: u32 },
    /// A value holds the data from the instruction `since` on (NONE: as long as it is there).
    Value { value: u32, path: PathId, since: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowKey {
    /// Defined method.
    pub method: u32,
    /// Exact type of the receiver, or NONE.
    pub this: u32,
    pub start: Start,
    /// Where the data only decided that the value is so: the row of this method in which that began, whose calls wait
    /// for what leaves. Else NONE.
    pub of: u32,
}

/// Kind of a step, as in the table `steps`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Start,
    Assign,
    Join,
    Load,
    Store,
    ArrayLoad,
    ArrayStore,
    StaticLoad,
    StaticStore,
    /// By a call of app code that came back: `with` is the row, `out` the number in its outs.
    Call,
    Model,
    Default,
    Throw,
    /// The same object seen through another name.
    Alias,
}

#[derive(Clone, Copy, Debug)]
pub struct How {
    pub kind: Kind,
    /// Index of the instruction, or NONE for joins.
    pub insn: u32,
    /// Operand the data came in by.
    pub operand: u32,
    /// Model index or row number, as `kind` wants.
    pub with: u32,
    pub out: u32,
}

/// A place that holds the data.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    pub value: u32,
    pub path: PathId,
    /// Instruction that brought it there; NONE: there since the value is; END: only later.
    pub since: u32,
    /// How many elements of the path were there before and only got new content below.
    pub depth: u32,
    /// Fact it follows from, NONE for the first.
    pub from: u32,
    pub how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    Param(u32),
    Returned,
    Thrown,
}

/// What the caller sees afterwards.
#[derive(Clone, Copy, Debug)]
pub struct Out {
    pub root: Root,
    pub path: PathId,
    pub depth: u32,
    pub fact: u32,
    /// The instruction that lets it out (return, throw), or NONE.
    pub insn: u32,
}

/// A call in another row that waits for outs of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Waiting {
    pub row: u32,
    pub fact: u32,
    pub insn: u32,
    pub operand: u32,
    pub early: bool,
    /// Called by way of a model's or the framework's callback: outs to parameters map by `Callback` numbers.
    pub callback: u32,
}

/// How control or data got from one row into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    Call,
    Callback,
    /// Back to a caller that did not ask: `out` of the row.
    Return,
    Static,
    Lifecycle,
    /// The data decided which value it is.
    Decision,
    /// The same inside a call that came back: row and number of its out.
    Inside(u32, u32),
    /// By a carrier: number of the join.
    Carrier(u32),
}

/// An edge to another row: by which fact, at which instruction.
#[derive(Clone, Copy, Debug)]
pub struct Onward {
    pub fact: u32,
    pub insn: u32,
    pub operand: u32,
    pub link: Link,
    pub to: u32,
}

/// The data arrives at a sink.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub fact: u32,
    pub insn: u32,
    pub operand: u32,
    /// Number of the sink site.
    pub sink: u32,
}

pub struct Row {
    pub key: RowKey,
    pub facts: Vec<Fact>,
    /// (value, path) → numbers of facts, once there are many.
    seen: FxHashMap<(u32, PathId), Vec<u32>>,
    pub outs: Vec<Out>,
    /// (root, path) → greatest depth, once there are many.
    out_seen: FxHashMap<(Root, PathId), u32>,
    pub waiting: Vec<Waiting>,
    waiting_seen: FxHashSet<Waiting>,
    pub onward: Vec<Onward>,
    /// Rows that begin with a value this row's data only decided.
    pub decides: Vec<u32>,
    /// For such a row: by which edge it was reached first.
    pub led: Option<(u32, Onward)>,
    onward_seen: FxHashSet<(u32, Link)>,
    pub hits: Vec<Hit>,
    /// Sinks that only run when the data is so: `insn` is the branch.
    pub decided: Vec<Hit>,
    /// Branches the data decides: (fact, instruction).
    pub branches: Vec<(u32, u32)>,
    /// Something was left out here.
    pub cut: bool,
}

impl Row {
    pub fn new(key: RowKey) -> Row {
        Row {
            key,
            facts: Vec::new(),
            seen: FxHashMap::default(),
            outs: Vec::new(),
            out_seen: FxHashMap::default(),
            waiting: Vec::new(),
            waiting_seen: FxHashSet::default(),
            onward: Vec::new(),
            decides: Vec::new(),
            led: None,
            onward_seen: FxHashSet::default(),
            hits: Vec::new(),
            decided: Vec::new(),
            branches: Vec::new(),
            cut: false,
        }
    }

    /// Keeps a fact unless it says nothing new; gives its number.
    pub fn add(&mut self, fact: Fact) -> Option<u32> {
        let number = self.facts.len() as u32;
        let place = (fact.value, fact.path);
        let mut fact = fact;
        let covers =
            |one: &Fact| one.since == fact.since && one.depth >= fact.depth || one.since == NONE && fact.since != END;
        let moments = if self.seen.is_empty() {
            let mut same = self.facts.iter().filter(|f| (f.value, f.path) == place);
            let mut count = 0usize;
            if same.any(|one| {
                count += 1;
                covers(one)
            }) {
                return None;
            }
            count
        } else {
            let same = self.seen.get(&place).map_or(&[][..], Vec::as_slice);
            if same.iter().filter_map(|n| self.facts.get(*n as usize)).any(covers) {
                return None;
            }
            same.len()
        };
        if moments >= MOST_MOMENTS && fact.since != END {
            // Too many moments to keep apart: it holds from the beginning on.
            fact.since = NONE;
        }
        self.facts.push(fact);
        if !self.seen.is_empty() {
            self.seen.entry(place).or_default().push(number);
        } else if self.facts.len() > MOST_LOOKED_THROUGH {
            for (number, fact) in (0u32..).zip(&self.facts) {
                self.seen.entry((fact.value, fact.path)).or_default().push(number);
            }
        }
        Some(number)
    }

    /// Number of a fact that says a place holds the data, if there is one.
    pub fn holds(&self, value: u32, path: PathId) -> Option<u32> {
        if self.seen.is_empty() {
            return (0u32..).zip(&self.facts).find(|(_, f)| (f.value, f.path) == (value, path)).map(|(n, _)| n);
        }
        self.seen.get(&(value, path)).and_then(|all| all.first().copied())
    }

    /// Keeps an edge to another row unless it is there.
    pub fn lead(&mut self, edge: Onward) {
        let key = |one: &Onward| (one.to, one.link);
        let fresh = if self.onward_seen.is_empty() {
            !self.onward.iter().any(|one| key(one) == key(&edge))
        } else {
            self.onward_seen.insert(key(&edge))
        };
        if fresh {
            self.onward.push(edge);
            if self.onward_seen.is_empty() && self.onward.len() > MOST_LOOKED_THROUGH {
                self.onward_seen = self.onward.iter().map(key).collect();
            }
        }
    }

    /// Keeps a call that waits; false where it waits already.
    pub fn await_outs(&mut self, one: Waiting) -> bool {
        let fresh =
            if self.waiting_seen.is_empty() { !self.waiting.contains(&one) } else { self.waiting_seen.insert(one) };
        if fresh {
            self.waiting.push(one);
            if self.waiting_seen.is_empty() && self.waiting.len() > MOST_LOOKED_THROUGH {
                self.waiting_seen = self.waiting.iter().copied().collect();
            }
        }
        fresh
    }

    /// Keeps what leaves the method unless it says nothing new; gives its number.
    pub fn add_out(&mut self, out: Out) -> Option<u32> {
        let number = self.outs.len() as u32;
        let key = |one: &Out| (one.root, one.path);
        let known = if self.out_seen.is_empty() {
            self.outs.iter().filter(|one| key(one) == key(&out)).map(|one| one.depth).max()
        } else {
            self.out_seen.get(&key(&out)).copied()
        };
        if known.is_some_and(|depth| depth >= out.depth) {
            return None;
        }
        self.outs.push(out);
        if !self.out_seen.is_empty() {
            self.out_seen.insert(key(&out), out.depth);
        } else if self.outs.len() > MOST_LOOKED_THROUGH {
            for one in &self.outs {
                let depth = self.out_seen.entry(key(one)).or_default();
                *depth = one.depth.max(*depth);
            }
        }
        Some(number)
    }
}
