//! All ways to a block, as alternatives of what each needs, kept small.
use std::collections::{BTreeMap, BTreeSet};

use super::control::{Control, Need};
use crate::code::NONE;

/// Alternatives kept; past it only what all have in common.
pub const MOST_WAYS: usize = 8;
/// Needs kept of one alternative, the nearest.
const MOST_NEEDS: usize = 32;
/// Blocks that one question may visit.
const MOST_VISITS: usize = 512;
/// Places an exception may come from that are told apart.
const MOST_ROOTS: usize = 32;
/// Guarded blocks looked at for one handler.
const MOST_GUARDED: usize = 256;

/// Any of these: each a list of needs, ascending by block. One empty list means always, no list never.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    pub any: Vec<Vec<Need>>,
    /// True where conditions were dropped: what is left must hold, but more may have to.
    pub cut: bool,
}

/// A need, and the blocks of which one must run for it.
type Behind = (Need, Vec<u32>);

fn always() -> Ways {
    Ways { any: vec![Vec::new()], cut: false }
}

/// What must hold for a block to run.
pub fn ways(control: &Control, block: u32) -> Ways {
    let own = control.order(block);
    if own == NONE {
        return Ways::default();
    }
    // But for loops with several entries, every need stands before what needs it, so one pass in order settles all.
    let mut needs: BTreeMap<(u32, u32), Vec<Behind>> = BTreeMap::new();
    let mut todo = vec![block];
    let mut cut = BTreeSet::new();
    while let Some(one) = todo.pop() {
        let key = (control.order(one), one);
        if needs.contains_key(&key) {
            continue;
        }
        if needs.len() >= MOST_VISITS {
            cut.insert(one);
            continue;
        }
        let (mut direct, free) = control.needs(one);
        if free {
            // It runs whenever the body does; nothing else can narrow that.
            direct.clear();
        }
        let mut list = Vec::new();
        for need in direct {
            let first =
                if need.thrown { control.order(need.block) <= key.0 } else { control.order(need.block) < key.0 };
            let behind = match (first, need.thrown) {
                (false, _) => None,
                (true, true) => roots(control, need.block),
                (true, false) => Some(vec![need.block]),
            };
            let behind = behind.unwrap_or_else(|| {
                cut.insert(one);
                Vec::new()
            });
            todo.extend(&behind);
            list.push((need, behind));
        }
        needs.insert(key, list);
    }
    let mut known: BTreeMap<u32, Ways> = BTreeMap::new();
    for ((_, one), list) in needs {
        let mut found = if list.is_empty() { always() } else { joined(control, list, &known) };
        found.cut |= cut.contains(&one);
        if found.any.is_empty() {
            found.any.push(Vec::new());
        }
        known.insert(one, found);
    }
    known.remove(&block).unwrap_or_default()
}

fn joined(control: &Control, list: Vec<Behind>, known: &BTreeMap<u32, Ways>) -> Ways {
    let mut all = Ways::default();
    for (need, behind) in list {
        if behind.is_empty() {
            add(&mut all, &[], &need);
        }
        for one in behind {
            match known.get(&one) {
                Some(ways) => {
                    all.cut |= ways.cut;
                    ways.any.iter().for_each(|way| add(&mut all, way, &need));
                }
                None => {
                    all.cut = true;
                    add(&mut all, &[], &need);
                }
            }
            if all.any.len() > 4 * MOST_WAYS {
                simplify(control, &mut all.any);
                collapse(&mut all);
            }
        }
    }
    simplify(control, &mut all.any);
    collapse(&mut all);
    all
}

fn add(all: &mut Ways, way: &[Need], need: &Need) {
    let mut longer = way.to_vec();
    if (need.thrown || !need.sides.is_empty()) && !longer.contains(need) {
        longer.push(need.clone());
        longer.sort();
    }
    if longer.len() > MOST_NEEDS {
        longer.remove(0);
        all.cut = true;
    }
    if !all.any.contains(&longer) {
        all.any.push(longer);
    }
}

/// Where an exception may come from first: guarded blocks that do not only run after others of the same guard. None for too many.
fn roots(control: &Control, handler: u32) -> Option<Vec<u32>> {
    let before = control.order(handler);
    let place = control.handlers.binary_search_by_key(&handler, |h| h.0).ok()?;
    let guarded = &control.handlers.get(place)?.1;
    let mut seen: Vec<Vec<Need>> = Vec::new();
    let mut found = Vec::new();
    for (count, block) in guarded.iter().copied().filter(|b| control.order(*b) != NONE).enumerate() {
        if count == MOST_GUARDED {
            return None;
        }
        if control.order(block) >= before {
            // Behind the handler: only after it, or by another entry of a loop.
            if control.always_after(handler, block) {
                continue;
            }
            return None;
        }
        let (needs, free) = control.needs(block);
        if free {
            return Some(vec![block]);
        }
        let own = control.order(block);
        let within =
            |need: &Need| !need.thrown && control.order(need.block) < own && guarded.binary_search(&need.block).is_ok();
        if (!needs.is_empty() && needs.iter().all(within)) || seen.contains(&needs) {
            continue;
        }
        if found.len() == MOST_ROOTS {
            return None;
        }
        seen.push(needs);
        found.push(block);
    }
    Some(found)
}

/// Drops what says nothing: `a or (a and b)` is a, `a or (not a and b)` is a or b, `(a and b) or (a and not b)` is a.
fn simplify(control: &Control, any: &mut Vec<Vec<Need>>) {
    for _ in 0..MOST_NEEDS {
        let mut changed = false;
        for one in 0..any.len() {
            for other in 0..any.len() {
                changed |= one != other && widen(control, any, one, other);
            }
        }
        let before = any.len();
        let mut kept: Vec<Vec<Need>> = Vec::new();
        any.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        for way in any.drain(..) {
            if !kept.iter().any(|k| k.iter().all(|need| implied(&way, need))) {
                kept.push(way);
            }
        }
        *any = kept;
        if !changed && before == any.len() {
            return;
        }
    }
}

/// Whether a way holds only where the need does.
fn implied(way: &[Need], need: &Need) -> bool {
    let same = way.iter().find(|n| n.block == need.block && n.thrown == need.thrown);
    same.is_some_and(|n| n.sides.iter().all(|s| need.sides.contains(s)))
}

/// Lets way `other` take a branch's side too that way `one` takes, where `one` asks nothing more than `other`.
fn widen(control: &Control, any: &mut [Vec<Need>], one: usize, other: usize) -> bool {
    let Some(first) = any.get(one).cloned() else { return false };
    let Some(second) = any.get_mut(other) else { return false };
    for need in first.iter().filter(|n| !n.thrown) {
        let Some(place) = second.iter().position(|n| n.block == need.block && !n.thrown) else { continue };
        let rest = first.iter().filter(|n| n.block != need.block || n.thrown).all(|n| implied(second, n));
        let Some(mine) = second.get_mut(place).filter(|_| rest) else { continue };
        let sides: BTreeSet<u32> = mine.sides.iter().chain(&need.sides).copied().collect();
        if sides.len() == mine.sides.len() {
            continue;
        }
        mine.sides = sides.into_iter().collect();
        if mine.sides.len() == control.successors(need.block).len() {
            second.remove(place);
        }
        return true;
    }
    false
}

/// Keeps what all alternatives ask for, where there are too many to tell.
fn collapse(all: &mut Ways) {
    if all.any.len() > MOST_WAYS {
        let common = shared(&all.any);
        all.any = vec![common];
        all.cut = true;
    }
}

/// Needs that stand in every alternative alike.
pub fn shared(any: &[Vec<Need>]) -> Vec<Need> {
    let Some((first, rest)) = any.split_first() else { return Vec::new() };
    first.iter().filter(|need| rest.iter().all(|way| way.contains(need))).cloned().collect()
}
