//! Where a collection made in a body is kept.
use rustc_hash::FxHashSet;

use super::Kept;
use super::value::Reader;
use crate::code::NONE;
use crate::flow::ssa::{PHI_USE, is_call};

/// Values that one collection is followed through.
const MOST_VALUES: usize = 64;

/// Calls whose result, or receiver, holds the same elements as their argument.
pub fn is_wrapper(class: &str, name: &str) -> bool {
    match name {
        "asList"
        | "unmodifiableList"
        | "unmodifiableSet"
        | "unmodifiableMap"
        | "unmodifiableCollection"
        | "listOf"
        | "setOf"
        | "mapOf"
        | "mutableListOf"
        | "arrayListOf"
        | "mutableSetOf"
        | "hashSetOf"
        | "linkedSetOf"
        | "hashMapOf"
        | "mutableMapOf"
        | "linkedMapOf"
        | "toList"
        | "toSet"
        | "asSequence"
        | "copyOf"
        | "newArrayList"
        | "newHashSet"
        | "synchronizedList"
        | "synchronizedMap"
        | "synchronizedSet"
        | "toMap"
        | "toTypedArray" => true,
        "of" => class.starts_with("Ljava/util/") || class.contains("Immutable"),
        "<init>" => is_collection(class),
        "clone" => true,
        _ => false,
    }
}

/// Classes that hold elements, by name: those the sample and Android do not define are known by nothing else.
pub fn is_collection(class: &str) -> bool {
    ["List;", "Set;", "Map;", "Vector;", "Deque;", "Queue;", "Collection;", "Hashtable;", "Properties;", "SparseArray;"]
        .iter()
        .any(|end| class.ends_with(end))
}

impl Reader<'_> {
    /// The most telling of the places a value goes to.
    pub fn kept(&self, value: u32) -> Kept {
        let mut best = (9u32, Kept::Local);
        let mut seen = FxHashSet::default();
        let mut todo = vec![value];
        while let Some(next) = todo.pop() {
            if next != NONE && seen.len() < MOST_VALUES && seen.insert(next) {
                self.follow(next, &mut best, &mut todo);
            }
        }
        best.1
    }

    /// Whether a use only puts an element in: there may be thousands of these.
    fn puts(&self, (user, operand): &(u32, u32)) -> bool {
        *operand == 1 && self.ssa.insn(*user).is_some_and(|i| matches!(i.op, 0x4b..=0x51))
    }

    fn follow(&self, value: u32, best: &mut (u32, Kept), more: &mut Vec<u32>) {
        let mut offer = |rank: u32, kept: Kept| {
            if rank < best.0 {
                *best = (rank, kept);
            }
        };
        for (user, operand) in self.ssa.uses(value).iter().filter(|u| !self.puts(u)) {
            if user & PHI_USE != 0 {
                let phi = self.ssa.phis.get((user & !PHI_USE) as usize);
                more.extend(phi.map(|p| p.value));
                continue;
            }
            let Some(insn) = self.ssa.insn(*user) else { continue };
            let symbol = insn.operand as u32;
            match insn.op {
                0x67..=0x6d => offer(0, Kept::Static(symbol)),
                0x59..=0x5f if *operand == 0 => offer(1, Kept::Instance(symbol)),
                0x0f..=0x11 => offer(2, Kept::Returned),
                0x1f => more.push(self.ssa.result(*user)),
                op if is_call(op) => {
                    let Some((class, name)) = self.called(*user) else { continue };
                    let receiver = *operand == 0 && !self.is_static(*user);
                    match (receiver, is_wrapper(class, name)) {
                        (false, true) if name == "<init>" => more.push(self.ssa.arg(*user, 0)),
                        (false, true) => more.push(self.ssa.result(*user)),
                        (false, false) => offer(3, Kept::Passed(symbol)),
                        (true, _) if matches!(name, "build" | "keySet" | "values" | "toArray" | "clone") => {
                            more.push(self.ssa.result(*user));
                        }
                        (true, _) => {}
                    }
                }
                _ => {}
            }
        }
    }
}
