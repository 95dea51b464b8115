//! Handlers that nothing guarded can reach, by the class they catch: array exceptions come from instructions on arrays.
use super::ssa::{Ssa, is_call};
use super::world::World;
use crate::code::{Insn, NONE};
use crate::hierarchy::at;

/// Exceptions that only instructions on arrays raise, and methods that are handed arrays or places in them.
const OF_ARRAYS: [&str; 3] = [
    "Ljava/lang/ArrayIndexOutOfBoundsException;",
    "Ljava/lang/NegativeArraySizeException;",
    "Ljava/lang/ArrayStoreException;",
];
/// Packages and classes whose methods work on arrays inside.
const WITH_ARRAYS: [&str; 6] =
    ["Ljava/util/", "Ljava/nio/", "Ljava/text/", "Ljava/lang/String", "Ljava/lang/reflect/", "Ljava/lang/System;"];
/// Calls gone down, and instructions looked at.
const MOST_DEPTH: u32 = 3;
const MOST_LOOKS: u32 = 2000;

/// For one body: which handlers of a block can be reached.
pub struct Raised<'a> {
    world: &'a World,
    ssa: &'a Ssa,
    /// Type numbers of those exceptions in the sample; empty where this body catches none.
    kinds: Vec<u32>,
}

impl<'a> Raised<'a> {
    pub fn new(world: &'a World, ssa: &'a Ssa) -> Raised<'a> {
        let code = world.code();
        let body = code.bodies.get(ssa.body as usize);
        let caught = body.map_or(0..0, |b| b.tries.start as usize..b.tries.end as usize);
        let tries = code.tries.get(caught).unwrap_or(&[]);
        let named = |kind: u32| kind != NONE && OF_ARRAYS.contains(&code.type_name(kind));
        let kinds = tries.iter().map(|t| t.caught).filter(|k| named(*k)).collect();
        Raised { world, ssa, kinds }
    }

    /// The handlers of a block that something in it can reach. `throws` says of an instruction on arrays whether it can
    /// go wrong.
    pub fn reached(&self, block: usize, throws: &mut dyn FnMut(u32) -> bool) -> Vec<usize> {
        let Some(block) = self.ssa.blocks.get(block) else { return Vec::new() };
        if self.kinds.is_empty() {
            return block.handlers.clone();
        }
        let mut any: Option<bool> = None;
        let mut found = Vec::new();
        for handler in &block.handlers {
            let open = !self.only_arrays(block.from, *handler)
                || *any.get_or_insert_with(|| (block.from..block.to).any(|i| self.raises(i as u32, throws)));
            if open {
                found.push(*handler);
            }
        }
        found
    }

    /// Whether a handler catches nothing else for the code that begins at an instruction.
    fn only_arrays(&self, from: usize, handler: usize) -> bool {
        let code = self.world.code();
        let offset = |i: usize| self.ssa.insn(i as u32).map_or(NONE, |i| i.offset);
        let (start, place) = (offset(from), self.ssa.blocks.get(handler).map_or(NONE, |b| offset(b.from)));
        let Some(body) = code.bodies.get(self.ssa.body as usize) else { return false };
        let tries = code.tries.get(body.tries.start as usize..body.tries.end as usize).unwrap_or(&[]);
        let mut mine = tries.iter().filter(|t| t.start <= start && start < t.end && t.handler == place).peekable();
        mine.peek().is_some() && mine.all(|t| self.kinds.contains(&t.caught))
    }

    fn raises(&self, index: u32, throws: &mut dyn FnMut(u32) -> bool) -> bool {
        let Some(insn) = self.ssa.insn(index) else { return true };
        match insn.op {
            0x21 | 0x23 | 0x44..=0x51 => throws(index),
            _ => self.may_raise(insn, 0, &mut 0),
        }
    }

    fn may_raise(&self, insn: &Insn, depth: u32, looks: &mut u32) -> bool {
        *looks += 1;
        match insn.op {
            0x23 | 0x26 | 0x27 | 0x44..=0x51 | 0xfa..=0xfd => true,
            op if is_call(op) => self.call_raises(insn, depth, looks),
            _ => *looks > MOST_LOOKS,
        }
    }

    fn call_raises(&self, insn: &Insn, depth: u32, looks: &mut u32) -> bool {
        let (world, code) = (self.world, self.world.code());
        let method = insn.operand as u32;
        let targets = world.named_targets(insn.op, method);
        if targets.is_empty() && self.outside_raises(method) {
            return true;
        }
        targets.iter().any(|target| {
            let body = code.defined_methods.get(*target as usize).map_or(NONE, |m| m.body);
            if body == NONE || depth >= MOST_DEPTH || at(&code.definition_of_method, world.method(*target)) == NONE {
                return true;
            }
            let mut insns = Vec::new();
            world.hierarchy.insns(body, &mut insns);
            insns.iter().any(|one| self.may_raise(one, depth + 1, looks))
        })
    }

    /// Whether a method of Android or Java may: it is given an array, or its class works on them.
    fn outside_raises(&self, method: u32) -> bool {
        let (hierarchy, code) = (&self.world.hierarchy, self.world.code());
        let Some(called) = code.methods.get(method as usize) else { return true };
        let class = code.type_name(called.class);
        let array = |kind: &u32| code.type_name(*kind).starts_with('[');
        hierarchy.is_unknown(called.class)
            || WITH_ARRAYS.iter().any(|w| class.starts_with(w))
            || class.starts_with('[')
            || code.params(called.proto).iter().any(array)
    }
}
