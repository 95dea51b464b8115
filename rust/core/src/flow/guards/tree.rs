//! Dominators of a graph, after Cooper, Harvey, Kennedy (2001), as a tree in which ancestry is a comparison.
use crate::code::NONE;
use crate::hierarchy::at;

/// Steps the search may take in all; past it there is no tree.
const MOST_STEPS: usize = 1 << 23;

#[derive(Default)]
pub struct Tree {
    /// Node → nearest dominator; the root's is itself, NONE where the root does not lead.
    pub parent: Vec<u32>,
    /// Node → place in reverse post-order from the root, or NONE.
    pub order: Vec<u32>,
    enter: Vec<u32>,
    leave: Vec<u32>,
}

impl Tree {
    /// The tree of the nodes `root` leads to by `next`. None where the search would take too long.
    pub fn of(root: u32, next: &[Vec<u32>]) -> Option<Tree> {
        let nodes = walked(root, next);
        let mut tree = Tree { parent: vec![NONE; next.len()], order: vec![NONE; next.len()], ..Tree::default() };
        for (place, node) in (0u32..).zip(&nodes) {
            *tree.order.get_mut(*node as usize)? = place;
        }
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); next.len()];
        for node in &nodes {
            for one in next.get(*node as usize)? {
                before.get_mut(*one as usize)?.push(*node);
            }
        }
        *tree.parent.get_mut(root as usize)? = root;
        let mut budget = MOST_STEPS;
        let mut changed = true;
        while std::mem::take(&mut changed) {
            budget = budget.checked_sub(nodes.len())?;
            for node in nodes.iter().skip(1) {
                let mut nearest = NONE;
                for one in before.get(*node as usize)?.iter().filter(|b| at(&tree.parent, **b) != NONE) {
                    nearest = if nearest == NONE { *one } else { tree.meet(nearest, *one, &mut budget)? };
                }
                let slot = tree.parent.get_mut(*node as usize)?;
                changed |= *slot != nearest;
                *slot = nearest;
            }
        }
        tree.number(root, &nodes);
        Some(tree)
    }

    fn meet(&self, mut one: u32, mut other: u32, budget: &mut usize) -> Option<u32> {
        while one != other {
            *budget = budget.checked_sub(1)?;
            if at(&self.order, one) > at(&self.order, other) {
                one = at(&self.parent, one);
            } else {
                other = at(&self.parent, other);
            }
        }
        Some(one)
    }

    fn number(&mut self, root: u32, nodes: &[u32]) {
        let count = self.parent.len();
        let mut below: Vec<Vec<u32>> = vec![Vec::new(); count];
        for node in nodes.iter().skip(1) {
            if let Some(list) = below.get_mut(at(&self.parent, *node) as usize) {
                list.push(*node);
            }
        }
        self.enter = vec![NONE; count];
        self.leave = vec![0; count];
        let mut clock = 0u32;
        let mut todo = vec![(root, 0usize)];
        while let Some((node, place)) = todo.pop() {
            if place == 0
                && let Some(slot) = self.enter.get_mut(node as usize)
            {
                *slot = clock;
                clock += 1;
            }
            match below.get(node as usize).and_then(|b| b.get(place)) {
                Some(child) => todo.extend([(node, place + 1), (*child, 0)]),
                None => {
                    if let Some(slot) = self.leave.get_mut(node as usize) {
                        *slot = clock;
                    }
                }
            }
        }
    }

    /// Whether every way from the root to `node` passes `above`; each passes itself.
    pub fn dominates(&self, above: u32, node: u32) -> bool {
        let (inner, outer) = (at(&self.enter, node), at(&self.enter, above));
        inner != NONE && outer != NONE && outer <= inner && inner < at(&self.leave, above)
    }
}

/// Nodes in reverse post-order.
fn walked(root: u32, next: &[Vec<u32>]) -> Vec<u32> {
    let mut seen = vec![false; next.len()];
    let mut done = Vec::new();
    let mut todo = vec![(root, 0usize)];
    if let Some(flag) = seen.get_mut(root as usize) {
        *flag = true;
    }
    while let Some((node, place)) = todo.pop() {
        let Some(one) = next.get(node as usize).and_then(|n| n.get(place)).copied() else {
            done.push(node);
            continue;
        };
        todo.push((node, place + 1));
        if let Some(flag) = seen.get_mut(one as usize).filter(|f| !**f) {
            *flag = true;
            todo.push((one, 0));
        }
    }
    done.reverse();
    done
}
