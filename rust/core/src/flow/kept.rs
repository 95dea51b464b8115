//! What code puts into, takes from and deletes of the places where data waits: files, preferences, tables and the like.
use super::carry::carrier_of;
use super::models::{Effect, Mode};
use super::ssa::is_call;
use super::terms::{TermId, Terms};
use super::world::World;
use crate::code::NONE;

/// One call that touches a carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub method: u32,
    pub offset: u32,
    /// open, write, read, put, take, name, delete or pack.
    pub verb: &'static str,
    /// Kind of the carrier: file, preference, table…
    pub kind: String,
    /// The parts of its key as terms.
    pub keys: Vec<String>,
    /// No part of the key is unknown.
    pub known: bool,
}

fn verb(effect: &Effect) -> &'static str {
    match effect {
        Effect::Open(_, Mode::Reading, _) => "read",
        Effect::Open(_, Mode::Writing, _) => "write",
        Effect::Open(..) => "open",
        Effect::Put(..) => "put",
        Effect::Take(..) => "take",
        Effect::Name(..) => "name",
        Effect::Delete(_) => "delete",
        _ => "pack",
    }
}

/// Every call of a defined method whose model touches a carrier, in the order they stand.
pub fn kept(world: &World, terms: &mut Terms<'_>, defined: u32) -> Vec<Kept> {
    let mut found = Vec::new();
    let Some(ssa) = world.ssa(defined) else { return found };
    for (index, insn) in (0u32..).zip(&ssa.insns).filter(|(_, insn)| is_call(insn.op)) {
        let model = world.model_of_call(insn.operand as u32);
        let effects = world.model(model).map(|m| m.effects.as_slice()).unwrap_or_default();
        for effect in effects {
            let Some((carrier, _)) = carrier_of(effect) else { continue };
            let terms_of: Vec<TermId> = terms.key(defined, index, carrier);
            found.push(Kept {
                method: world.method(defined),
                offset: insn.offset,
                verb: verb(effect),
                kind: carrier.kind.clone(),
                keys: terms_of.iter().map(|k| terms.text(*k)).collect(),
                known: terms_of.iter().all(|k| terms.is_constant(*k)),
            });
        }
    }
    found
}

/// An argument of a call as a term (the receiver is argument 0 where there is one), and whether it is made of constants
/// alone; None where there is no such call or argument.
pub fn argument(
    world: &World,
    terms: &mut Terms<'_>,
    defined: u32,
    offset: u32,
    number: u32,
) -> Option<(String, bool)> {
    let ssa = world.ssa(defined)?;
    let insn = ssa.at_offset(offset)?;
    let value = ssa.arg(insn, number);
    if value == NONE {
        return None;
    }
    let term = terms.value(defined, value);
    Some((terms.text(term), terms.is_constant(term)))
}
