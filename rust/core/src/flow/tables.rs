//! The fact tables of the flow analysis.
use super::carry::{Carriers, Keys, Spot, carrier_of};
use super::engine::{Engine, Port};
use super::show::{Flow, Step};
use crate::code::NONE;
use crate::reach::State;
use crate::table::{Column, Kind, Table, TableError, TableSpec, Values};

pub static FLOWS: TableSpec = TableSpec {
    name: "flows",
    doc: "One row for each pair of a place where personal data comes out and a place it arrives at.",
    columns: &[
        Column::new("flow", Kind::U32, "Flow number."),
        Column::new("kind", Kind::Text, "data; or decision: the data only decides whether the sink runs."),
        Column::new("source", Kind::Text, "Catalogue entry of the source."),
        Column::new("source_method", Kind::U32, "Method number the source stands in."),
        Column::maybe(
            "source_offset",
            Kind::U32,
            "Byte offset of the source; none for a parameter that Android fills.",
        ),
        Column::new("sink", Kind::Text, "Catalogue entry of the sink."),
        Column::new("sink_method", Kind::U32, "Method number the sink stands in."),
        Column::maybe("sink_offset", Kind::U32, "Byte offset of the sink's call."),
        Column::maybe(
            "sink_operand",
            Kind::U32,
            "Operand that takes the data, the receiver counted; none for what is written into the call's result.",
        ),
        Column::new("steps", Kind::U32, "Steps of the path shown."),
        Column::new(
            "modelled",
            Kind::U8,
            "Percent of the calls without code on the path that a model describes; 100 where there are none.",
        ),
        Column::new(
            "grade",
            Kind::Text,
            "Weakest join of a carrier on the path: A equal keys, B same symbol, C containment, D file name only; empty without carriers.",
        ),
        Column::new("strength", Kind::Text, "derived; or inferred: by a default step, a weak join, or past a cut."),
        Column::new("reach", Kind::Text, "live, unknown or dead: whether a way was found to both ends."),
        Column::new("cut", Kind::Bool, "Whether a bound was met on the way, so that more may follow."),
    ],
};

pub static STEPS: TableSpec = TableSpec {
    name: "steps",
    doc: "The steps of each flow, in order: which instruction moves the data from where to where, and why.",
    columns: &[
        Column::new("flow", Kind::U32, "Flow number."),
        Column::new("step", Kind::U32, "Counting from 0."),
        Column::new(
            "kind",
            Kind::Text,
            "source, assign, load, store, array_load, array_store, static_load, static_store, call, return, model, default, carrier, callback, lifecycle, throw, alias, branch or sink.",
        ),
        Column::new("method", Kind::U32, "Method number."),
        Column::maybe("offset", Kind::U32, "Byte offset of the instruction in the method's code."),
        Column::new(
            "from_reg",
            Kind::I64,
            "Register that holds the data (or the object it lies in) before; -1 for none.",
        ),
        Column::new(
            "to_reg",
            Kind::I64,
            "Register that holds it after; for a call the register of the parameter. -1 for none.",
        ),
        Column::new("from_path", Kind::Text, "Where below that object, such as .name[0]; empty for the value itself."),
        Column::new("to_path", Kind::Text, "As from_path, after the step."),
        Column::new("symbol", Kind::Text, "Field or method that the instruction names, or the text it gives."),
        Column::new(
            "why",
            Kind::Text,
            "Model id, catalogue entry or carrier number behind the step; for a return the offset of the call.",
        ),
    ],
};

pub static CARRIERS: TableSpec = TableSpec {
    name: "carriers",
    doc: "Joins of what is put into a file, preference, table or message with the place where it comes out.",
    columns: &[
        Column::new("carrier", Kind::U32, "Number of the join."),
        Column::new("kind", Kind::Text, "file, preference, table, message and so on."),
        Column::new("grade", Kind::Text, "A equal keys, B same symbol, C containment, D file name only."),
        Column::new("put_method", Kind::U32, "Method number."),
        Column::maybe("put_offset", Kind::U32, "Byte offset of the call that puts."),
        Column::new("put_key", Kind::Text, "The key there, as a term."),
        Column::new("take_method", Kind::U32, "Method number."),
        Column::maybe(
            "take_offset",
            Kind::U32,
            "Byte offset of the call that takes; none for a parameter that Android fills.",
        ),
        Column::new("take_key", Kind::Text, "The key there, as a term."),
    ],
};

/// Names by number, for the tables.
pub struct Names<'a> {
    /// Entry number of ports → name.
    pub entries: &'a [String],
    /// Number of a model as given → id.
    pub models: &'a [String],
}

fn method(engine: &Engine<'_>, defined: u32) -> u32 {
    engine.world.method(defined)
}

fn offset(engine: &Engine<'_>, defined: u32, insn: u32) -> Option<u32> {
    engine.world.ssa(defined)?.insn(insn).map(|i| i.offset)
}

fn name(names: &[String], number: u32) -> String {
    names.get(number as usize).cloned().unwrap_or_default()
}

fn port(ports: &[Port], number: u32) -> Option<&Port> {
    ports.get(number as usize)
}

/// Percent of the steps through methods without code that a model describes.
fn modelled(flow: &Flow) -> u8 {
    let models = flow.steps.iter().filter(|s| s.kind == "model").count();
    let defaults = flow.steps.iter().filter(|s| s.kind == "default").count();
    ((models * 100).checked_div(models + defaults)).map_or(100, |p| p as u8)
}

fn strength(flow: &Flow) -> &'static str {
    let weak = flow.cut || flow.decision || flow.grade > 'B' || flow.steps.iter().any(|s| s.kind == "default");
    if weak { "inferred" } else { "derived" }
}

pub fn flows(engine: &Engine<'_>, flows: &[Flow], names: &Names<'_>) -> Result<Table, TableError> {
    let source = |f: &Flow| port(&engine.sources, f.source);
    let sink = |f: &Flow| port(&engine.sinks, f.sink);
    let entry = |p: Option<&Port>| p.map_or_else(String::new, |p| name(names.entries, p.entry));
    let state = |defined: u32| engine.world.reach.state(method(engine, defined));
    let reach = |f: &Flow| match (state(f.method), state(source(f).map_or(NONE, |p| p.method))) {
        (State::Live, State::Live) => State::Live,
        (State::Dead, _) | (_, State::Dead) => State::Dead,
        _ => State::Unknown,
    };
    Table::new(
        &FLOWS,
        vec![
            Values::U32((0..flows.len() as u32).collect()),
            Values::Text(flows.iter().map(|f| if f.decision { "decision" } else { "data" }.to_owned()).collect()),
            Values::Text(flows.iter().map(|f| entry(source(f))).collect()),
            Values::U32(flows.iter().map(|f| method(engine, source(f).map_or(NONE, |p| p.method))).collect()),
            Values::MaybeU32(flows.iter().map(|f| source(f).and_then(|p| p.offset)).collect()),
            Values::Text(flows.iter().map(|f| entry(sink(f))).collect()),
            Values::U32(flows.iter().map(|f| method(engine, sink(f).map_or(NONE, |p| p.method))).collect()),
            Values::MaybeU32(flows.iter().map(|f| sink(f).and_then(|p| p.offset)).collect()),
            Values::MaybeU32(flows.iter().map(|f| Some(f.operand).filter(|o| *o != NONE)).collect()),
            Values::U32(flows.iter().map(|f| f.steps.len() as u32).collect()),
            Values::U8(flows.iter().map(modelled).collect()),
            Values::Text(flows.iter().map(|f| f.grade.to_string().trim().to_owned()).collect()),
            Values::Text(flows.iter().map(|f| strength(f).to_owned()).collect()),
            Values::Text(flows.iter().map(|f| reach(f).as_str().to_owned()).collect()),
            Values::Bool(flows.iter().map(|f| f.cut).collect()),
        ],
    )
}

/// What the instruction of a step names: a field or a method.
fn symbol(engine: &Engine<'_>, step: &Step) -> String {
    let code = engine.world.code();
    let Some(insn) = engine.world.ssa(step.method).and_then(|s| s.insn(step.insn)) else { return String::new() };
    match insn.op {
        0x1a | 0x1b => code.text(insn.operand as u32).to_owned(),
        0x52..=0x6d => code.field_text(insn.operand as u32),
        0x6e..=0x72 | 0x74..=0x78 | 0xfa | 0xfb => code.method_text(insn.operand as u32),
        _ => String::new(),
    }
}

pub fn steps(engine: &Engine<'_>, flows: &[Flow], names: &Names<'_>) -> Result<Table, TableError> {
    let rows: Vec<(u32, u32, &Flow, &Step)> = (0u32..)
        .zip(flows)
        .flat_map(|(number, flow)| (0u32..).zip(&flow.steps).map(move |(place, step)| (number, place, flow, step)))
        .collect();
    let code = engine.world.code();
    let why = |flow: &Flow, step: &Step| match step.kind {
        "source" => port(&engine.sources, flow.source).map_or_else(String::new, |p| name(names.entries, p.entry)),
        "sink" => port(&engine.sinks, flow.sink).map_or_else(String::new, |p| name(names.entries, p.entry)),
        "model" => engine.world.model(step.why).map_or_else(String::new, |m| name(names.models, m.number)),
        "carrier" => step.why.to_string(),
        _ => String::new(),
    };
    let path = |p: u32| engine.paths.text(code, p);
    Table::new(
        &STEPS,
        vec![
            Values::U32(rows.iter().map(|r| r.0).collect()),
            Values::U32(rows.iter().map(|r| r.1).collect()),
            Values::Text(rows.iter().map(|r| r.3.kind.to_owned()).collect()),
            Values::U32(rows.iter().map(|r| method(engine, r.3.method)).collect()),
            Values::MaybeU32(rows.iter().map(|r| offset(engine, r.3.method, r.3.insn)).collect()),
            Values::I64(rows.iter().map(|r| i64::from(r.3.from_reg)).collect()),
            Values::I64(rows.iter().map(|r| i64::from(r.3.to_reg)).collect()),
            Values::Text(rows.iter().map(|r| path(r.3.from_path)).collect()),
            Values::Text(rows.iter().map(|r| path(r.3.to_path)).collect()),
            Values::Text(rows.iter().map(|r| symbol(engine, r.3)).collect()),
            Values::Text(rows.iter().map(|r| why(r.2, r.3)).collect()),
        ],
    )
}

/// The joins that were made, with their keys as they read.
pub fn carriers(engine: &Engine<'_>, all: &Carriers, keys: &mut dyn Keys) -> Result<Table, TableError> {
    let mut kinds = Vec::new();
    let mut puts = Vec::new();
    let mut takes = Vec::new();
    for join in &all.joins {
        let put = engine.puts.get(join.put as usize);
        let take = all.takes.get(join.take as usize);
        let put_at =
            put.map_or((NONE, NONE), |p| (engine.rows.get(p.row as usize).map_or(NONE, |r| r.key.method), p.insn));
        let take_at = take.map_or((NONE, NONE), |t| (t.method, t.insn));
        let mut key = |model: u32, effect: u32, (method, insn): (u32, u32)| {
            let effect = engine.world.model(model).and_then(|m| m.effects.get(effect as usize));
            let carrier = effect.and_then(carrier_of).map(|c| c.0);
            carrier.map_or_else(Default::default, |carrier| {
                (carrier.kind.clone(), keys.text(Spot { method, insn, carrier }))
            })
        };
        let (kind, text) = put.map_or_else(Default::default, |p| key(p.model, p.effect, put_at));
        kinds.push(kind);
        puts.push((put_at, text));
        takes.push((take_at, take.map_or_else(String::new, |t| key(t.model, t.effect, take_at).1)));
    }
    type Spots = [((u32, u32), String)];
    let methods = |list: &Spots| Values::U32(list.iter().map(|((m, _), _)| method(engine, *m)).collect());
    let offsets = |list: &Spots| Values::MaybeU32(list.iter().map(|((m, i), _)| offset(engine, *m, *i)).collect());
    let texts = |list: &Spots| Values::Text(list.iter().map(|(_, t)| t.clone()).collect());
    Table::new(
        &CARRIERS,
        vec![
            Values::U32((0..all.joins.len() as u32).collect()),
            Values::Text(kinds),
            Values::Text(all.joins.iter().map(|j| j.grade.to_string()).collect()),
            methods(&puts),
            offsets(&puts),
            texts(&puts),
            methods(&takes),
            offsets(&takes),
            texts(&takes),
        ],
    )
}
