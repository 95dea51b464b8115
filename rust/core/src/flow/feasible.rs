//! Whether the datum of a path can be of the classes it is cast to on the way.
//!
//! A call through an interface is followed to every class that has the method. Where the receiver casts its argument to
//! a class that the datum cannot be of, the data does not get there.
use super::engine::Engine;
use super::path::EMPTY;
use super::show::{Flow, Step};
use super::ssa::is_call;
use crate::code::NONE;

/// Whether every cast of the datum itself fits the class it is known to be of.
pub fn feasible(engine: &Engine<'_>, flow: &Flow) -> bool {
    let mut kind = NONE;
    for step in &flow.steps {
        match step.kind {
            "source" => kind = given(engine, flow, step),
            "model" | "default" | "carrier" | "branch" => kind = NONE,
            "assign" if step.from_path == EMPTY => match cast(engine, step) {
                Some(wanted) if !fits(engine, kind, wanted) => return false,
                Some(_) => {}
                None => kind = NONE,
            },
            _ => {}
        }
    }
    true
}

/// The class of what a source gives: what its call returns, or the parameter that Android fills. NONE where the datum
/// lies below that.
fn given(engine: &Engine<'_>, flow: &Flow, step: &Step) -> u32 {
    let world = engine.world;
    let port = engine.sources.get(flow.source as usize);
    let (Some(port), Some(ssa)) = (port, world.ssa(step.method)) else { return NONE };
    if step.from_path != EMPTY {
        return NONE;
    }
    match port.offset.and_then(|o| ssa.at_offset(o)) {
        Some(insn) if ssa.insn(insn).is_some_and(|i| is_call(i.op)) => ssa.kind(ssa.result(insn)),
        Some(_) => NONE,
        None => {
            let holds = |v: &u32| super::show::param_register(engine, step.method, *v) == step.to_reg;
            (0..ssa.params).find(holds).map_or(NONE, |v| ssa.kind(v))
        }
    }
}

/// The class a cast names; NONE for a plain move, None for arithmetic, after which it is another value.
fn cast(engine: &Engine<'_>, step: &Step) -> Option<u32> {
    let insn = engine.world.ssa(step.method)?.insn(step.insn)?;
    match insn.op {
        0x1f => Some(insn.operand as u32),
        0x01..=0x0c => Some(NONE),
        _ => None,
    }
}

fn fits(engine: &Engine<'_>, kind: u32, wanted: u32) -> bool {
    let hierarchy = &engine.world.hierarchy;
    let open = |k: u32| k == NONE || hierarchy.is_unknown(k) || hierarchy.is_interface(k);
    open(kind) || open(wanted) || hierarchy.is_a(kind, wanted) || hierarchy.is_a(wanted, kind)
}
