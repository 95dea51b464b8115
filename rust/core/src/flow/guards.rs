//! Under which condition an instruction runs, in readable form, across callers back to an entry.
//!
//! [`control::Control`] says which branches decide (control dependence), [`ways`] puts them together to alternatives, and [`leaf`]
//! reads what each branch compares. What is told must hold for the instruction to run; where something was cut, more may have to.
use rustc_hash::FxHashMap;

use crate::code::NONE;
use crate::flow::world::World;
use crate::hierarchy::at;
use crate::table::{Column, Kind, Table, TableError, TableSpec, Values};

pub mod control;
mod decoded;
mod leaf;
mod origin;
mod text;
mod tree;
mod ways;

#[cfg(test)]
mod tests;

pub use control::{Condition, Control, Side};
pub use origin::Decider;
use text::{Place, Reader};
use ways::{shared, ways};

/// Callers looked at on the way to an entry, the nearest.
const MOST_CALLERS: usize = 64;
/// Leaves of one tree.
const MOST_LEAVES: usize = 64;

/// What one branch asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// Where the branch stands: defined method, byte offset.
    pub defined: u32,
    pub offset: u32,
    /// In words.
    pub text: String,
    /// About how the code runs (null, loop, exception, Android version), hardly about what it is for.
    pub technical: bool,
    pub decider: Decider,
    /// The resource, preference or server answer that decides, or nothing.
    pub switch: String,
    /// The values compared: (defined method, SSA value).
    pub about: Vec<(u32, u32)>,
    /// How they are compared, such as `==`, `equals`, `is one of`; empty where the text alone says it.
    pub sign: &'static str,
    /// The numbers one value is compared with.
    pub keys: Vec<i64>,
}

/// A condition. `All` of nothing is always true; `Any` has 2 to 8 alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    All(Vec<Guard>),
    Any(Vec<Guard>),
    Leaf(Leaf),
    /// Not all conditions could be told, and why.
    Cut(&'static str),
}

impl Guard {
    /// In words; empty for always.
    pub fn text(&self) -> String {
        self.written(false)
    }

    fn written(&self, inside: bool) -> String {
        match self {
            Guard::Leaf(leaf) => leaf.text.clone(),
            Guard::Cut(why) => format!("({why})"),
            Guard::All(parts) => join(parts, " and ", inside),
            Guard::Any(parts) => join(parts, " or ", inside),
        }
    }

    /// Every leaf is technical.
    pub fn technical(&self) -> bool {
        match self {
            Guard::Leaf(leaf) => leaf.technical,
            Guard::Cut(_) => true,
            Guard::All(parts) | Guard::Any(parts) => parts.iter().all(Guard::technical),
        }
    }

    pub fn is_always(&self) -> bool {
        matches!(self, Guard::All(parts) if parts.is_empty())
    }

    /// All leaves, from the outermost condition inwards.
    pub fn leaves(&self) -> Vec<&Leaf> {
        match self {
            Guard::Leaf(leaf) => vec![leaf],
            Guard::Cut(_) => Vec::new(),
            Guard::All(parts) | Guard::Any(parts) => parts.iter().flat_map(Guard::leaves).collect(),
        }
    }

    /// The conditions that must each hold.
    pub fn parts(self) -> Vec<Guard> {
        match self {
            Guard::All(parts) => parts,
            other => vec![other],
        }
    }
}

fn join(parts: &[Guard], word: &str, inside: bool) -> String {
    // Within a longer condition, technical parts only blur what it says.
    let plain: Vec<&Guard> = parts.iter().filter(|p| !p.technical()).collect();
    let shown = if word == " and " && inside && !plain.is_empty() { plain } else { parts.iter().collect() };
    let text = shown.iter().map(|p| p.written(true)).collect::<Vec<_>>().join(word);
    if inside && shown.len() > 1 { format!("({text})") } else { text }
}

/// A conjunction without nesting and repetition.
fn all_of(parts: Vec<Guard>) -> Guard {
    let mut flat: Vec<Guard> = Vec::new();
    for one in parts.into_iter().flat_map(Guard::parts) {
        if !flat.contains(&one) {
            flat.push(one);
        }
    }
    if flat.len() == 1 { flat.swap_remove(0) } else { Guard::All(flat) }
}

/// The tree of alternatives: what all share stands in front.
fn tree(reader: &Reader, place: Place, control: &Control, any: &[Vec<control::Need>], depth: u32) -> Guard {
    if any.is_empty() || any.iter().any(Vec::is_empty) {
        return Guard::All(Vec::new());
    }
    let one = |need: &control::Need| match need.thrown {
        true => reader.thrown(place, need.block),
        false => reader.condition(place, control, need.block, &need.sides, depth),
    };
    let ordered = |needs: Vec<control::Need>| {
        let mut needs = needs;
        needs.sort_by_key(|n| control.order(n.block));
        needs
    };
    let common = shared(any);
    let mut parts: Vec<Guard> = ordered(common.clone()).iter().map(one).collect();
    let rest: Vec<Vec<control::Need>> =
        any.iter().map(|way| ordered(way.iter().filter(|n| !common.contains(n)).cloned().collect())).collect();
    if rest.iter().all(|way| !way.is_empty()) && rest.len() <= ways::MOST_WAYS {
        let mut choices: Vec<Guard> = Vec::new();
        for way in rest {
            let choice = all_of(way.iter().map(one).collect());
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        if choices.iter().all(|c| !c.is_always()) {
            parts.push(if choices.len() == 1 { choices.swap_remove(0) } else { Guard::Any(choices) });
        }
    }
    let guard = all_of(parts);
    if guard.leaves().len() > MOST_LEAVES { Guard::Cut("more conditions than are told") } else { guard }
}

/// The condition within its own body under which an instruction runs.
pub fn guard_of(world: &World, defined: u32, insn: u32) -> Guard {
    let Some(ssa) = world.ssa(defined) else { return Guard::Cut("the method has no code") };
    let reader = Reader { world, calls: &[] };
    within(&reader, &Control::of(world.code(), ssa), Place { defined, level: 0 }, insn)
}

fn within(reader: &Reader, control: &Control, place: Place, insn: u32) -> Guard {
    let Some(ssa) = reader.world.ssa(place.defined) else { return Guard::Cut("the method has no code") };
    let block = ssa.block_of(insn);
    if !control.whole {
        return Guard::Cut("the method could not be read whole");
    }
    if block == NONE {
        return Guard::Cut("there is no such instruction");
    }
    let found = ways(control, block);
    if found.any.is_empty() {
        return Guard::Cut("no path in the method leads there");
    }
    let mut parts = vec![tree(reader, place, control, &found.any, 0)];
    if found.cut {
        parts.push(Guard::Cut("more conditions than are kept"));
    }
    all_of(parts)
}

/// One condition for a site, and how many callers up it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub across: u32,
    /// The method (number of the defined one) that asks.
    pub defined: u32,
    pub guard: Guard,
}

/// Asks for guards; keeps what it learnt about bodies.
pub struct Guards<'a> {
    world: &'a World,
    controls: FxHashMap<u32, Control>,
}

impl<'a> Guards<'a> {
    pub fn new(world: &'a World) -> Self {
        Guards { world, controls: FxHashMap::default() }
    }

    /// The callers on the shortest way from an entry to a method, the nearest first: (defined method, instruction).
    fn callers(&self, defined: u32) -> Vec<(u32, u32)> {
        let code = self.world.code();
        let way = self.world.reach.way(self.world.method(defined));
        let pairs = way.iter().zip(way.iter().skip(1)).rev().take(MOST_CALLERS);
        let caller = |(from, to): (&crate::reach::Step, &crate::reach::Step)| {
            let defined = at(&code.definition_of_method, from.method);
            let insn = self.world.ssa(defined).zip(to.offset).and_then(|(ssa, offset)| ssa.at_offset(offset));
            (defined, insn.unwrap_or(NONE))
        };
        pairs.map(caller).collect()
    }

    /// All conditions for an instruction, its own method's first, then those of the callers on the shortest way from an entry.
    pub fn of(&mut self, defined: u32, insn: u32) -> Vec<Found> {
        self.upwards(defined, insn, usize::MAX)
    }

    /// The conditions of its own method alone, as [`Guards::of`] tells them.
    pub fn within(&mut self, defined: u32, insn: u32) -> Vec<Found> {
        self.upwards(defined, insn, 1)
    }

    fn upwards(&mut self, defined: u32, insn: u32, levels: usize) -> Vec<Found> {
        let calls = self.callers(defined);
        let reader = Reader { world: self.world, calls: &calls };
        let mut found = Vec::new();
        let bodies = [(defined, insn)].into_iter().chain(calls.iter().copied()).take(levels);
        for (level, (one, index)) in (0u32..).zip(bodies) {
            let Some(ssa) = self.world.ssa(one).filter(|_| index != NONE) else { continue };
            let control = self.controls.entry(one).or_insert_with(|| Control::of(self.world.code(), ssa));
            for guard in within(&reader, control, Place { defined: one, level }, index).parts() {
                if !found.iter().any(|f: &Found| f.guard == guard) {
                    found.push(Found { across: level, defined: one, guard });
                }
            }
        }
        found
    }
}

/// Whether a method is a constructor.
pub(super) fn names_init(code: &crate::code::Code, method: u32) -> bool {
    code.methods.get(method as usize).is_some_and(|m| code.text(m.name) == "<init>")
}

/// The fact table `guards` for instructions of defined methods: (defined method, index of the instruction).
pub fn guards(world: &World, sites: &[(u32, u32)]) -> Result<Table, TableError> {
    let mut all = Guards::new(world);
    let mut rows: Vec<(u32, u32, Found)> = Vec::new();
    for (defined, insn) in sites {
        let offset = world.ssa(*defined).and_then(|s| s.insn(*insn)).map_or(NONE, |i| i.offset);
        rows.extend(all.of(*defined, *insn).into_iter().map(|f| (world.method(*defined), offset, f)));
    }
    let first = |f: &Found| f.guard.leaves().first().map(|l| (world.method(l.defined), l.offset));
    let decider = |f: &Found| f.guard.leaves().iter().map(|l| l.decider).max().unwrap_or_default();
    let switches = |f: &Found| {
        let mut names: Vec<&str> =
            f.guard.leaves().iter().map(|l| l.switch.as_str()).filter(|s| !s.is_empty()).collect();
        names.dedup();
        names.join("; ")
    };
    Table::new(
        &GUARDS,
        vec![
            Values::U32(rows.iter().map(|r| r.0).collect()),
            Values::U32(rows.iter().map(|r| r.1).collect()),
            Values::U32(rows.iter().map(|r| r.2.across).collect()),
            Values::Text(rows.iter().map(|r| r.2.guard.text()).collect()),
            Values::Bool(rows.iter().map(|r| r.2.guard.technical()).collect()),
            Values::Text(rows.iter().map(|r| decider(&r.2).as_str().to_owned()).collect()),
            Values::Text(rows.iter().map(|r| switches(&r.2)).collect()),
            Values::MaybeU32(rows.iter().map(|r| first(&r.2).map(|p| p.0)).collect()),
            Values::MaybeU32(rows.iter().map(|r| first(&r.2).map(|p| p.1)).collect()),
            Values::Bool(rows.iter().map(|r| matches!(r.2.guard, Guard::Cut(_))).collect()),
        ],
    )
}

pub static GUARDS: TableSpec = TableSpec {
    name: "guards",
    doc: "Conditions under which a call that matters happens, one row each; all rows of a place must hold. A place without rows has no condition.",
    columns: &[
        Column::new("method", Kind::U32, "Method number of the place."),
        Column::new("offset", Kind::U32, "Byte offset of the instruction in the method's code."),
        Column::new(
            "across",
            Kind::U32,
            "How many callers up the condition stands, on the shortest way from an entry; 0 in the method itself.",
        ),
        Column::new("condition", Kind::Text, "What must hold, in words."),
        Column::new(
            "technical",
            Kind::Bool,
            "Only about how code runs: null, loops, exceptions, lengths, the Android version.",
        ),
        Column::new(
            "decides",
            Kind::Text,
            "What kind of thing decides: server, message, preference, resource, user input, device, time, build constant or other.",
        ),
        Column::new(
            "switch",
            Kind::Text,
            "The resource, preference or server answer that decides; empty where there is none.",
        ),
        Column::maybe("at_method", Kind::U32, "Method number where the first branch of the condition stands."),
        Column::maybe("at_offset", Kind::U32, "Byte offset of that branch."),
        Column::new("cut", Kind::Bool, "True where not all could be told; the condition says why."),
    ],
};
