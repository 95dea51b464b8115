//! The whole analysis of one sample: sources and sinks in, fact tables out.
use rustc_hash::{FxHashMap, FxHashSet};

use super::carry::{Carriers, Keys};
use super::components::{Component, Components};
use super::engine::{Engine, Limits, Port};
use super::models::{Effect, Root};
use super::requests::{self, Origins};
use super::show::{self, Flow};
use super::ssa::is_call;
use super::terms::{Resources, Terms};
use super::world::World;
use super::{feasible, guards, reflect, tables};
use crate::table::{Table, TableError};

/// Calls whose conditions are told: those flows begin and end at, before others.
const MOST_GUARDED: usize = 600;

/// What is asked of a sample.
pub struct Question {
    pub sources: Vec<Port>,
    pub sinks: Vec<Port>,
    /// Sources of data of no known kind: followed after the others, and less far.
    pub unnamed: Vec<Port>,
    /// Sources and sinks that code may call by reflection.
    pub named_sources: Vec<reflect::Named>,
    pub named_sinks: Vec<reflect::Named>,
    pub components: Vec<Component>,
    /// Classes whose objects live as long as a screen or service.
    pub opaque: Vec<String>,
    pub resources: Resources,
    pub limits: Limits,
    /// Names of entries and models, by number.
    pub entries: Vec<String>,
    pub models: Vec<String>,
}

/// The fact tables, and what they cost by kind.
pub struct Answer {
    pub tables: Vec<Table>,
    pub counts: Vec<(&'static str, u64)>,
}

/// Follows data from sources to sinks in one sample. The same question gives the same tables.
pub fn solve(world: &World, mut ask: Question) -> Result<Answer, TableError> {
    let mut terms = Terms::new(world, ask.resources.clone());
    ask.sources.extend(reflect::ports(&mut terms, &ask.named_sources));
    ask.sinks.extend(reflect::ports(&mut terms, &ask.named_sinks));
    let mut engine = Engine::new(world, ask.sources, ask.sinks, &ask.opaque, ask.limits);
    engine.add_unnamed(ask.unnamed);
    let mut carriers = Carriers::new(world);
    let mut components = Components::new(world, ask.components);
    components.register(world, &mut terms);
    engine.solve(&mut carriers, &mut terms, &components);
    let mut found = show::flows(&engine, &carriers);
    let of_catalogue = |f: &Flow| {
        let entry = engine.sinks.get(f.sink as usize).and_then(|p| ask.entries.get(p.entry as usize));
        entry.is_some_and(|name| name.starts_with("sink."))
    };
    found.retain(|flow| !of_catalogue(flow) || !stays_inside(&engine, &mut terms, flow));
    found.retain(|flow| feasible::feasible(&engine, flow));
    let named = tables::Names { entries: &ask.entries, models: &ask.models };
    let counts = counts(&engine, &carriers, &found);
    let origins = origins(&engine, &ask.entries);
    let requests = requests::requests(&mut terms, &[], &origins);
    Ok(Answer {
        tables: vec![
            tables::flows(&engine, &found, &named)?,
            tables::steps(&engine, &found, &named)?,
            tables::carriers(&engine, &carriers, &mut terms)?,
            guards::guards(world, &guarded(&engine, &found))?,
            requests::table(requests)?,
        ],
        counts,
    })
}

/// Whether the sink is a message that names a component of the app itself: it does not leave the app there.
fn stays_inside(engine: &Engine<'_>, terms: &mut Terms<'_>, flow: &Flow) -> bool {
    let world = engine.world;
    let Some(port) = engine.sinks.get(flow.sink as usize) else { return false };
    let Some(ssa) = world.ssa(port.method) else { return false };
    let Some(insn) = port.offset.and_then(|o| ssa.at_offset(o)) else { return false };
    let called = ssa.insn(insn).filter(|i| is_call(i.op)).map_or(crate::code::NONE, |i| i.operand as u32);
    let effects = world.model(world.model_of_call(called)).map(|m| m.effects.as_slice()).unwrap_or_default();
    let sent = effects.iter().find_map(|e| match e {
        Effect::Put(carrier, place) if carrier.kind == "message" && carrier.key.len() == 1 => Some(place.root),
        _ => None,
    });
    let first = u32::from(world.has_receiver(ssa, insn));
    let value = match sent {
        Some(Root::Arg(number)) => ssa.arg(insn, number + first),
        Some(Root::This) => ssa.arg(insn, 0),
        _ => return false,
    };
    let named = Keys::intent(terms, port.method, value).classes;
    named.iter().any(|c| world.hierarchy.node(c).is_some_and(|n| world.hierarchy.class_of(n) != crate::code::NONE))
}

fn counts(engine: &Engine<'_>, carriers: &Carriers, found: &[Flow]) -> Vec<(&'static str, u64)> {
    let steps = |kind: &str| found.iter().flat_map(|f| &f.steps).filter(|s| s.kind == kind).count() as u64;
    vec![
        ("flows", found.len() as u64),
        ("rows", engine.rows.len() as u64),
        ("facts", engine.rows.iter().map(|r| r.facts.len() as u64).sum()),
        ("steps", engine.steps),
        ("bodies", engine.world.lowered() as u64),
        ("stopped", u64::from(engine.stopped)),
        ("cut", engine.rows.iter().filter(|r| r.cut).count() as u64),
        ("left", engine.left.len() as u64),
        ("hubs", engine.hubs.len() as u64),
        ("puts", engine.puts.len() as u64),
        ("takes", carriers.takes.len() as u64),
        ("joins", carriers.joins.len() as u64),
        ("modelled", steps("model")),
        ("defaulted", steps("default")),
    ]
}

/// Methods and fields that sources stand at → their entries, so that requests can say what their parts come from.
fn origins(engine: &Engine<'_>, entries: &[String]) -> Origins {
    let mut methods: FxHashMap<u32, String> = FxHashMap::default();
    let mut fields: FxHashMap<u32, String> = FxHashMap::default();
    for port in engine.sources.iter().take(engine.unnamed) {
        let Some(ssa) = engine.world.ssa(port.method) else { continue };
        let Some(insn) = port.offset.and_then(|o| ssa.at_offset(o)).and_then(|i| ssa.insn(i)) else { continue };
        let Some(name) = entries.get(port.entry as usize) else { continue };
        let list = match insn.op {
            0x52..=0x58 | 0x60..=0x66 => &mut fields,
            op if is_call(op) => &mut methods,
            _ => continue,
        };
        list.entry(insn.operand as u32).or_insert_with(|| name.clone());
    }
    Origins { methods, fields }
}

/// Calls whose conditions are told: ends of flows first, then other sources and sinks.
fn guarded(engine: &Engine<'_>, found: &[Flow]) -> Vec<(u32, u32)> {
    let at = |port: &Port| Some((port.method, engine.world.ssa(port.method)?.at_offset(port.offset?)?));
    let ends = found.iter().filter(|f| (f.source as usize) < engine.unnamed).flat_map(|f| {
        [engine.sources.get(f.source as usize).and_then(at), engine.sinks.get(f.sink as usize).and_then(at)]
    });
    let others = engine.sources.iter().take(engine.unnamed).chain(&engine.sinks).map(at);
    let mut seen = FxHashSet::default();
    ends.chain(others).flatten().filter(|site| seen.insert(*site)).take(MOST_GUARDED).collect()
}
