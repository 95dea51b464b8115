//! Which branches decide whether an instruction runs: post-dominators and control dependence of one body.
//!
//! After Ferrante, Ottenstein, Warren (1987), over ordinary control flow; a `throw` also leads to its handlers. A loop nothing leaves is given a way out at its last block, so every block has a post-dominator.
use std::collections::BTreeSet;

use super::tree::Tree;
use crate::code::{Code, NONE};
use crate::flow::ssa::Ssa;
use crate::hierarchy::at;

/// Handlers within handlers that a side of a branch is followed into.
const MOST_ROUNDS: usize = 64;

/// Which way out of a branch leads to a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The jump of an `if`.
    Taken,
    /// The way on of an `if`.
    NotTaken,
    /// The cases of a switch with these keys; with `rest`, also all keys the switch does not name.
    Keys { keys: Vec<i64>, rest: bool },
    /// An exception is thrown where this handler guards; the instruction is the handler's first.
    Thrown,
}

/// A branch and its side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub insn: u32,
    pub side: Side,
}

/// One way control depends on a block: on leaving `block` for one of `sides` (sorted), or, with `thrown`, on arriving at
/// the handler `block` at all. No sides means only that `block` runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Need {
    pub block: u32,
    pub thrown: bool,
    pub sides: Vec<u32>,
}

/// Control dependence of one [`Ssa`]. Blocks are those of the form, numbered alike; one past the last is the way out.
pub struct Control {
    /// Block → ordinary successors within the body, each once, ascending.
    next: Vec<Vec<u32>>,
    before: Vec<Vec<u32>>,
    /// Post-dominators, over ordinary flow; its root is the way out.
    out: Tree,
    /// Dominators, along handlers too.
    paths: Tree,
    /// Blocks that handle exceptions, ascending, each with the blocks it guards.
    pub(super) handlers: Vec<(u32, Vec<u32>)>,
    /// (block of the switch, key, block), ascending.
    cases: Vec<(u32, i64, u32)>,
    /// False where the body was too large or is not whole: nothing is known then.
    pub whole: bool,
}

impl Control {
    pub fn of(code: &Code, ssa: &Ssa) -> Control {
        let count = ssa.blocks.len();
        let mut all = Control {
            next: vec![Vec::new(); count],
            before: vec![Vec::new(); count],
            out: Tree::default(),
            paths: Tree::default(),
            handlers: Vec::new(),
            cases: Vec::new(),
            whole: ssa.whole && count > 0,
        };
        if all.whole {
            all.edges(ssa);
            all.switches(code, ssa);
            all.whole = all.trees(ssa).is_some();
        }
        all
    }

    fn edges(&mut self, ssa: &Ssa) {
        let count = ssa.blocks.len();
        let mut guarded: std::collections::BTreeMap<u32, Vec<u32>> = Default::default();
        for (number, block) in ssa.blocks.iter().enumerate() {
            for handler in block.handlers.iter().collect::<BTreeSet<_>>() {
                guarded.entry(*handler as u32).or_default().push(number as u32);
            }
            let last = block.to.checked_sub(1).and_then(|i| ssa.insns.get(i));
            let thrown: &[usize] = if last.is_some_and(|i| i.op == 0x27) { &block.handlers } else { &[] };
            let next: BTreeSet<usize> = block.next.iter().chain(thrown).copied().filter(|n| *n < count).collect();
            for one in &next {
                if let Some(list) = self.before.get_mut(*one) {
                    list.push(number as u32);
                }
            }
            if let Some(list) = self.next.get_mut(number) {
                *list = next.into_iter().map(|n| n as u32).collect();
            }
        }
        self.handlers = guarded.into_iter().collect();
    }

    fn switches(&mut self, code: &Code, ssa: &Ssa) {
        let rows = &code.switches;
        let first = rows.body.partition_point(|b| *b < ssa.body);
        let last = rows.body.partition_point(|b| *b <= ssa.body);
        let range = first..last;
        let offsets = rows.offset.get(range.clone()).unwrap_or(&[]);
        let keys = rows.key.get(range.clone()).unwrap_or(&[]);
        let targets = rows.target.get(range).unwrap_or(&[]);
        for ((offset, key), target) in offsets.iter().zip(keys).zip(targets) {
            let place = |offset: u32| ssa.at_offset(offset).map_or(NONE, |i| ssa.block_of(i));
            let (from, to) = (place(*offset), place(*target));
            if from != NONE && to != NONE {
                self.cases.push((from, *key, to));
            }
        }
        self.cases.sort_unstable();
    }

    fn trees(&mut self, ssa: &Ssa) -> Option<()> {
        let count = ssa.blocks.len();
        let all = |block: &crate::values::Block| {
            let next = block.next.iter().chain(&block.handlers).copied().filter(|n| *n < count);
            next.map(|n| n as u32).collect()
        };
        self.paths = Tree::of(0, &ssa.blocks.iter().map(all).collect::<Vec<_>>())?;
        let mut back = self.before.clone();
        back.push(self.ways_out());
        self.out = Tree::of(count as u32, &back)?;
        Some(())
    }

    /// Blocks that leave the body, and one of every loop that nothing leaves: the last in file order.
    fn ways_out(&self) -> Vec<u32> {
        let count = self.next.len();
        let mut leaves: Vec<u32> =
            (0..count as u32).filter(|b| self.next.get(*b as usize).is_some_and(Vec::is_empty)).collect();
        let mut seen = vec![false; count];
        let mut todo = leaves.clone();
        let mut last = count;
        loop {
            while let Some(block) = todo.pop() {
                if let Some(flag) = seen.get_mut(block as usize).filter(|f| !**f) {
                    *flag = true;
                    todo.extend(self.before.get(block as usize).into_iter().flatten());
                }
            }
            while last > 0 && seen.get(last - 1) == Some(&true) {
                last -= 1;
            }
            if last == 0 {
                return leaves;
            }
            leaves.push(last as u32 - 1);
            todo.push(last as u32 - 1);
        }
    }

    /// Whether every way out from block `one` passes block `other`; each passes itself.
    pub fn passes(&self, one: u32, other: u32) -> bool {
        self.out.dominates(other, one)
    }

    /// Whether every path to `block` passes `first`.
    pub(super) fn always_after(&self, first: u32, block: u32) -> bool {
        self.paths.dominates(first, block)
    }

    pub(super) fn successors(&self, block: u32) -> &[u32] {
        self.next.get(block as usize).map_or(&[], Vec::as_slice)
    }

    /// Place of a block in an order in which no path but round a loop goes back; NONE where no path arrives.
    pub fn order(&self, block: u32) -> u32 {
        at(&self.paths.order, block)
    }

    /// What a block needs directly, ascending, and whether it runs whenever the body does. Needs that only come round a
    /// loop, after the block ran already, are left out. Where a loop has several entries a need may stand behind its block.
    pub(super) fn needs(&self, block: u32) -> (Vec<Need>, bool) {
        let mut found = Vec::new();
        let arrives = |from: u32| self.order(from) != NONE && !self.paths.dominates(block, from);
        for (from, sides) in (0u32..).zip(&self.next) {
            // A block that always leads here does not decide.
            if self.passes(from, block) || !arrives(from) {
                continue;
            }
            let mine: Vec<u32> = sides.iter().copied().filter(|s| self.passes(*s, block)).collect();
            if !mine.is_empty() {
                let sides = if sides.len() > 1 { mine } else { Vec::new() };
                found.push(Need { block: from, thrown: false, sides });
            }
        }
        for (handler, _) in &self.handlers {
            if self.passes(*handler, block) && (*handler == block || arrives(*handler)) {
                found.push(Need { block: *handler, thrown: true, sides: Vec::new() });
            }
        }
        (found, self.order(block) != NONE && self.passes(0, block))
    }

    /// The branches that directly decide whether an instruction runs. Follow those of the branches for the whole condition.
    pub fn conditions(&self, ssa: &Ssa, insn: u32) -> Vec<Condition> {
        let block = ssa.block_of(insn);
        if !self.whole || block == NONE {
            return Vec::new();
        }
        let condition = |need: Need| {
            if need.thrown {
                let first = ssa.blocks.get(need.block as usize)?.from as u32;
                return Some(Condition { insn: first, side: Side::Thrown });
            }
            Some(Condition { insn: last_of(ssa, need.block)?, side: self.side(ssa, need.block, &need.sides)? })
        };
        self.needs(block).0.into_iter().filter_map(condition).collect()
    }

    /// Keys of the switch at the end of a block.
    pub(super) fn keys(&self, block: u32) -> Vec<i64> {
        let first = self.cases.partition_point(|c| c.0 < block);
        let last = self.cases.partition_point(|c| c.0 <= block);
        self.cases.get(first..last).unwrap_or(&[]).iter().map(|c| c.1).collect()
    }

    /// In words of the instruction: which side leads from a block to these successors. None where it does not branch, or for a `throw`
    /// that several handlers may catch.
    pub(super) fn side(&self, ssa: &Ssa, block: u32, sides: &[u32]) -> Option<Side> {
        let insn = ssa.insn(last_of(ssa, block)?)?;
        match insn.op {
            _ if sides.is_empty() => None,
            0x32..=0x3d => {
                let target = u32::try_from(insn.operand).ok().and_then(|o| ssa.at_offset(o))?;
                Some(if sides.contains(&ssa.block_of(target)) { Side::Taken } else { Side::NotTaken })
            }
            0x2b | 0x2c => {
                let first = self.cases.partition_point(|c| c.0 < block);
                let last = self.cases.partition_point(|c| c.0 <= block);
                let mine = self.cases.get(first..last).unwrap_or(&[]).iter().filter(|c| sides.contains(&c.2));
                let keys = mine.map(|c| c.1).collect();
                Some(Side::Keys { keys, rest: sides.contains(&(block + 1)) })
            }
            _ => None,
        }
    }

    /// Instructions that run only when the branch goes one way: on the taken side, and on the other. For a switch, the
    /// taken side is what some cases lead to but not all, the other what only the default leads to. Both ascending.
    pub fn controlled(&self, ssa: &Ssa, branch_insn: u32) -> (Vec<u32>, Vec<u32>) {
        let block = ssa.block_of(branch_insn);
        let sides = self.successors(block);
        if !self.whole || sides.len() < 2 || last_of(ssa, block) != Some(branch_insn) {
            return (Vec::new(), Vec::new());
        }
        let mut reached: Vec<(u32, u32, bool)> = vec![(0, 0, false); self.next.len()];
        for (round, side) in (1u32..).zip(sides) {
            let rest = matches!(self.side(ssa, block, &[*side]), Some(Side::NotTaken | Side::Keys { rest: true, .. }));
            for one in self.region(block, *side) {
                if let Some(slot) = reached.get_mut(one as usize).filter(|s| s.0 != round) {
                    *slot = (round, slot.1 + 1, slot.2 || rest);
                }
            }
            // A switch of many cases over a large body: what is left is said to run on every side.
            if round > 256 {
                return (Vec::new(), Vec::new());
            }
        }
        let (mut taken, mut other) = (Vec::new(), Vec::new());
        for (block, (_, times, rest)) in ssa.blocks.iter().zip(&reached) {
            if *times == 0 || *times as usize == sides.len() {
                continue;
            }
            let list = if *rest && *times == 1 { &mut other } else { &mut taken };
            list.extend(block.from as u32..block.to as u32);
        }
        (taken, other)
    }

    /// Blocks on ways from a side to where all ways out of the branch meet again, with the handlers of only such blocks.
    fn region(&self, branch: u32, side: u32) -> BTreeSet<u32> {
        let meeting = at(&self.out.parent, branch);
        let mut found = BTreeSet::new();
        let mut todo = vec![side];
        let mut rounds = 0;
        loop {
            rounds += 1;
            while let Some(block) = todo.pop() {
                if block != meeting && block != branch && found.insert(block) {
                    todo.extend(self.successors(block));
                }
            }
            let only = |guarded: &Vec<u32>| guarded.iter().all(|b| found.contains(b));
            todo.extend(
                self.handlers
                    .iter()
                    .filter(|(h, g)| !found.contains(h) && *h != meeting && *h != branch && only(g))
                    .map(|h| h.0),
            );
            if todo.is_empty() || rounds > MOST_ROUNDS {
                return found;
            }
        }
    }
}

/// The last instruction of a block.
pub(super) fn last_of(ssa: &Ssa, block: u32) -> Option<u32> {
    let block = ssa.blocks.get(block as usize)?;
    Some(block.to.checked_sub(1).filter(|last| *last >= block.from)? as u32)
}
