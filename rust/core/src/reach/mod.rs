//! Which methods can run, and the shortest way to each.
//!
//! A method is live when a way in was found: from an entry the caller names, through calls (class hierarchy narrowed
//! to classes that live code creates), class initialisers, and objects handed to Android, which may call any
//! method of theirs that Android declares. It is unknown when only a weaker way was found (its class is named in
//! a string, or stands as a literal, or inherits from a class nobody has). Else it is dead.
mod discover;
mod graph;
mod names;
mod scan;
mod way;

#[cfg(test)]
mod tests;

use crate::table::{Column, Kind, TableSpec};

pub use graph::Graph;
pub(crate) use scan::{block_starts, written};
pub use way::{Calls, Reach, Step};

/// A way into the app from outside: a class, and which of its methods the outside calls.
#[derive(Clone, Debug)]
pub struct EntrySpec {
    /// Descriptor, dotted or slashed name.
    pub class: String,
    /// Names of methods; None for constructors and everything that overrides a framework-declared method.
    pub methods: Option<Vec<String>>,
    /// Why the outside calls it, for example `activity of the manifest`.
    pub why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Dead,
    Live,
    Unknown,
}

impl State {
    /// The word used in tables and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Dead => "dead",
            State::Live => "live",
            State::Unknown => "unknown",
        }
    }
}

/// How one method leads to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edge {
    /// The outside calls it.
    Entry,
    /// A call with one possible target, or whose receiver's class is known exactly.
    Call,
    /// A call whose target depends on the receiver's class.
    Virtual,
    /// As `Virtual`, with more targets than [`graph::MOST_TARGETS`].
    Joined,
    /// The class is touched for the first time, so its initialiser runs.
    Initializer,
    /// The method handle of a lambda.
    Lambda,
    /// An object is handed to Android here, which may call this method of it.
    Handed,
    /// An object is created here and its class overrides this method of Android's; where it is handed over was not seen.
    Created,
    /// Named by a constant and looked up by reflection.
    Reflection,
    /// A page in a web view may call it.
    Bridge,
    /// Weak: its class stands here as a literal.
    Literal,
    /// Weak: see the reason given with the method.
    Named,
}

impl Edge {
    /// The word used in tables and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Edge::Entry => "entry",
            Edge::Call => "call",
            Edge::Virtual => "virtual call",
            Edge::Joined => "call of many",
            Edge::Initializer => "class initializer",
            Edge::Lambda => "lambda",
            Edge::Handed => "callback",
            Edge::Created => "callback where created",
            Edge::Reflection => "reflection",
            Edge::Bridge => "script bridge",
            Edge::Literal => "class literal",
            Edge::Named => "named",
        }
    }
}

pub static REACH: TableSpec = TableSpec {
    name: "reach",
    doc: "One row for each method with code or a native implementation: whether it can run, and the last step of the shortest way to it.",
    columns: &[
        Column::new("method", Kind::U32, "Method number."),
        Column::new("state", Kind::Text, "live, dormant, unknown or dead."),
        Column::new(
            "why",
            Kind::Text,
            "Why: the reason of the entry the way begins at, or what leaves it unknown; empty for dead.",
        ),
        Column::maybe(
            "entry",
            Kind::U32,
            "Number in the table entries; none for dead, and for unknown without an entry.",
        ),
        Column::maybe("from_method", Kind::U32, "Method number the shortest way comes from; none at an entry."),
        Column::maybe("from_offset", Kind::U32, "Byte offset of the step in that method's code."),
        Column::maybe("edge", Kind::Text, "Kind of step, see docs."),
        Column::new("distance", Kind::U32, "Steps from the entry; 0 for entries and for dead."),
    ],
};

pub static ENTRIES: TableSpec = TableSpec {
    name: "entries",
    doc: "One row for each way into the app from outside that was given to the reach analysis.",
    columns: &[
        Column::new("entry", Kind::U32, "Entry number."),
        Column::new("class", Kind::Text, "Class as given."),
        Column::new(
            "methods",
            Kind::Text,
            "Method names, separated by spaces; empty for all that override a framework-declared one.",
        ),
        Column::new("why", Kind::Text, "Why the outside calls it."),
        Column::new("found", Kind::Bool, "Whether the sample defines the class."),
    ],
};
