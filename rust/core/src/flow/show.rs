//! Flows with their steps, read back from the rows: the first derivation found, breadth first from each source.
use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::carry::Carriers;
use super::engine::Engine;
use super::path::PathId;
use super::row::{Hit, How, Kind, Link, Onward, Root, Row, Start};
use super::ssa::{Ssa, is_call};
use crate::code::{Code, NONE};

/// Steps shown of one flow.
const MOST_STEPS: usize = 400;
/// Calls inside calls that are opened.
const MOST_DEPTH: usize = 40;
/// (instruction, register) pairs looked at to link two steps.
const MOST_LINKS: usize = 20_000;

/// One step: at this instruction the data moves from one register (or place below it) to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: &'static str,
    /// Defined method.
    pub method: u32,
    /// NONE where the step is no instruction.
    pub insn: u32,
    pub from_reg: i32,
    pub to_reg: i32,
    pub from_path: PathId,
    pub to_path: PathId,
    /// Model index for `model`, join number for `carrier`, else NONE.
    pub why: u32,
}

#[derive(Clone, Debug)]
pub struct Flow {
    /// Number in [`Engine::sources`] and in [`Engine::sinks`].
    pub source: u32,
    pub sink: u32,
    /// Whether the data only decides whether the sink runs.
    pub decision: bool,
    /// Where the data enters the sink: defined method and instruction.
    pub method: u32,
    pub insn: u32,
    pub operand: u32,
    pub steps: Vec<Step>,
    /// Weakest carrier join on the way, or a space.
    pub grade: char,
    pub cut: bool,
}

/// Rows reached from a source, with how each was reached first.
pub struct Reached {
    order: Vec<u32>,
    before: FxHashMap<u32, Option<(u32, Onward)>>,
}

/// Rows from which a sink is reached, by number.
fn telling(engine: &Engine<'_>) -> Vec<bool> {
    let mut from: Vec<Vec<u32>> = vec![Vec::new(); engine.rows.len()];
    for (number, row) in (0u32..).zip(&engine.rows) {
        for edge in &row.onward {
            if let Some(list) = from.get_mut(edge.to as usize) {
                list.push(number);
            }
        }
    }
    let mut found: Vec<bool> = engine.rows.iter().map(|r| !r.hits.is_empty() || !r.decided.is_empty()).collect();
    let mut todo: Vec<u32> = (0u32..).zip(&found).filter(|(_, there)| **there).map(|(number, _)| number).collect();
    while let Some(number) = todo.pop() {
        for before in from.get(number as usize).into_iter().flatten() {
            if let Some(there) = found.get_mut(*before as usize).filter(|there| !**there) {
                *there = true;
                todo.push(*before);
            }
        }
    }
    found
}

/// Rows a source reaches, breadth first, of those that are `telling`. With `decisions`, also by values that the data
/// only decided.
fn reached(engine: &Engine<'_>, source: usize, decisions: bool, telling: &[bool]) -> Reached {
    let mut all = Reached { order: Vec::new(), before: FxHashMap::default() };
    let mut todo = VecDeque::new();
    let tells = |row: u32| telling.get(row as usize).copied().unwrap_or(false);
    for row in engine.source_rows.get(source).into_iter().flatten() {
        if tells(*row) && all.before.insert(*row, None).is_none() {
            todo.push_back(*row);
        }
    }
    while let Some(number) = todo.pop_front() {
        all.order.push(number);
        for edge in engine.rows.get(number as usize).into_iter().flat_map(|r| &r.onward) {
            if !tells(edge.to) || matches!(edge.link, Link::Decision | Link::Inside(..)) && !decisions {
                continue;
            }
            all.before.entry(edge.to).or_insert_with(|| {
                todo.push_back(edge.to);
                Some((number, *edge))
            });
        }
    }
    all
}

/// Every (source, sink) pair with its first path; those that are decided only by the data come after.
pub fn flows(engine: &Engine<'_>, carriers: &Carriers) -> Vec<Flow> {
    let mut found = Vec::new();
    let telling = telling(engine);
    for source in 0..engine.sources.len() {
        let mut known = rustc_hash::FxHashSet::default();
        for decision in [false, true] {
            if decision && source >= engine.unnamed {
                continue;
            }
            let reached = reached(engine, source, decision, &telling);
            let teller = Teller { engine, carriers, reached: &reached };
            for number in &reached.order {
                let Some(row) = engine.rows.get(*number as usize) else { continue };
                let decided = if decision { row.decided.as_slice() } else { &[] };
                for hit in row.hits.iter().chain(decided) {
                    if known.insert(hit.sink) {
                        let flow = teller.flow(source as u32, *number, hit);
                        let cut = flow.cut || engine.left.contains(&(source as u32));
                        found.push(Flow { decision, cut, ..flow });
                    }
                }
            }
        }
    }
    found
}

pub struct Teller<'a> {
    pub engine: &'a Engine<'a>,
    pub carriers: &'a Carriers,
    pub reached: &'a Reached,
}

struct Trail {
    steps: Vec<Step>,
    grade: char,
    cut: bool,
}

impl Teller<'_> {
    pub fn flow(&self, source: u32, row: u32, hit: &Hit) -> Flow {
        let mut trail = self.trail(source, row, hit.fact);
        let method = self.method(row);
        let fact = self.row(row).and_then(|r| r.facts.get(hit.fact as usize));
        let decided = self.row(row).is_some_and(|r| r.decided.iter().any(|d| std::ptr::eq(d, hit)));
        if let (Some(fact), Some(ssa)) = (fact, self.ssa(row)) {
            // What is written into an object later than the sink made it: told at the sink where the writing call
            // does not name the object.
            let made = self.engine.sinks.get(hit.sink as usize).and_then(|p| p.offset).and_then(|o| ssa.at_offset(o));
            let held = |insn: &u32| register(ssa, *insn, fact.value) >= 0;
            let mut places = [Some(hit.insn), made];
            if !decided && fact.how.kind == Kind::Call && fact.how.insn == hit.insn {
                places.reverse();
            }
            let insn = places.into_iter().flatten().find(held).unwrap_or(hit.insn);
            let from_reg = register(ssa, insn, fact.value);
            self.push(
                &mut trail,
                Step {
                    kind: if decided { "branch" } else { "sink" },
                    method,
                    insn,
                    from_reg,
                    to_reg: -1,
                    from_path: fact.path,
                    to_path: fact.path,
                    why: NONE,
                },
            );
        }
        let Hit { insn, operand, sink, .. } = *hit;
        Flow {
            source,
            sink,
            decision: false,
            method,
            insn,
            operand,
            steps: trail.steps,
            grade: trail.grade,
            cut: trail.cut,
        }
    }

    /// The steps from a source to a fact of a row that it reaches.
    fn trail(&self, source: u32, row: u32, fact: u32) -> Trail {
        let mut edges: Vec<(u32, Onward)> = Vec::new();
        let mut one = row;
        while let Some(Some((from, edge))) = self.reached.before.get(&one) {
            edges.push((*from, *edge));
            one = *from;
            if edges.len() > 1000 {
                break;
            }
        }
        edges.reverse();
        let mut trail = Trail { steps: Vec::new(), grade: ' ', cut: false };
        self.begin(&mut trail, source, one);
        for (from, edge) in edges {
            self.local(&mut trail, from, edge.fact, 0);
            self.cross(&mut trail, from, &edge, 0);
        }
        self.local(&mut trail, row, fact, 0);
        trail
    }

    fn row(&self, number: u32) -> Option<&Row> {
        self.engine.rows.get(number as usize)
    }

    fn method(&self, row: u32) -> u32 {
        self.row(row).map_or(NONE, |r| r.key.method)
    }

    fn ssa(&self, row: u32) -> Option<&Ssa> {
        self.engine.world.ssa(self.method(row))
    }

    fn begin(&self, trail: &mut Trail, source: u32, row: u32) {
        let Some(port) = self.engine.sources.get(source as usize) else { return };
        let Some(ssa) = self.ssa(row) else { return };
        let fact = self.row(row).and_then(|r| r.facts.first());
        let (value, path) = fact.map_or((NONE, 0), |f| (f.value, f.path));
        let insn = port.offset.and_then(|o| ssa.at_offset(o)).unwrap_or(NONE);
        let to_reg =
            if insn == NONE { param_register(self.engine, port.method, value) } else { register(ssa, insn, value) };
        trail.steps.push(Step {
            kind: "source",
            method: port.method,
            insn,
            from_reg: -1,
            to_reg,
            from_path: path,
            to_path: path,
            why: NONE,
        });
    }

    fn fact(&self, row: u32, fact: u32) -> (u32, PathId) {
        self.row(row).and_then(|r| r.facts.get(fact as usize)).map_or((NONE, 0), |f| (f.value, f.path))
    }

    /// Steps within a method, from where the call began it to a fact; through values that the data decided.
    fn within(&self, trail: &mut Trail, row: u32, fact: u32, depth: usize) {
        if let Some((from, edge)) = self.row(row).and_then(|r| r.led)
            && depth < MOST_DEPTH
        {
            self.within(trail, from, edge.fact, depth + 1);
            self.cross(trail, from, &edge, depth + 1);
        }
        self.local(trail, row, fact, depth);
    }

    /// Steps within a row, from its start to a fact.
    fn local(&self, trail: &mut Trail, row: u32, fact: u32, depth: usize) {
        let Some(place) = self.row(row) else { return };
        trail.cut |= place.cut;
        let mut chain = Vec::new();
        let mut one = fact;
        while let Some(known) = place.facts.get(one as usize) {
            chain.push(known);
            one = known.from;
            if chain.len() > 2000 {
                trail.cut = true;
                break;
            }
        }
        chain.reverse();
        for pair in chain.windows(2) {
            let [from, to] = pair else { continue };
            self.one(trail, row, (from.value, from.path), (to.value, to.path), &to.how, depth);
        }
    }

    fn one(&self, trail: &mut Trail, row: u32, from: (u32, PathId), to: (u32, PathId), how: &How, depth: usize) {
        let Some(ssa) = self.ssa(row) else { return };
        let method = self.method(row);
        let kind = match how.kind {
            Kind::Start | Kind::Join => return,
            Kind::Assign => "assign",
            Kind::Load => "load",
            Kind::Store => "store",
            Kind::ArrayLoad => "array_load",
            Kind::ArrayStore => "array_store",
            Kind::StaticLoad => "static_load",
            Kind::StaticStore => "static_store",
            Kind::Model => "model",
            Kind::Default => "default",
            Kind::Throw => "throw",
            Kind::Alias => "alias",
            Kind::Call => {
                self.inside(trail, row, from, to, how, depth);
                return;
            }
        };
        let why = if how.kind == Kind::Model { how.with } else { NONE };
        let (from_reg, to_reg) = (register(ssa, how.insn, from.0), register(ssa, how.insn, to.0));
        self.push(
            trail,
            Step { kind, method, insn: how.insn, from_reg, to_reg, from_path: from.1, to_path: to.1, why },
        );
    }

    /// A call that came back: into the callee, through it, and back.
    fn inside(&self, trail: &mut Trail, row: u32, from: (u32, PathId), to: (u32, PathId), how: &How, depth: usize) {
        let Some(ssa) = self.ssa(row) else { return };
        let Some(callee) = self.row(how.with) else { return };
        let Some(out) = callee.outs.get(how.out as usize) else { return };
        let method = self.method(row);
        // What runs the row: where it is a row of values decided, the call began the row these belong to.
        let Some(callee) = (if callee.key.of == NONE { Some(callee) } else { self.row(callee.key.of) }) else { return };
        let alias = !matches!(callee.key.start, Start::Param { later: 0, .. });
        let (from_reg, to_reg) = (register(ssa, how.insn, from.0), register(ssa, how.insn, to.0));
        if alias || depth >= MOST_DEPTH || trail.steps.len() >= MOST_STEPS {
            let kind = if alias { "alias" } else { "call" };
            self.push(
                trail,
                Step { kind, method, insn: how.insn, from_reg, to_reg, from_path: from.1, to_path: to.1, why: NONE },
            );
            return;
        }
        let Start::Param { index, path, .. } = callee.key.start else { return };
        let inner = param_register(self.engine, callee.key.method, index);
        let called = ssa.insn(how.insn).and_then(|i| self.engine.world.code().methods.get(i.operand as usize));
        let name = called.map_or("", |m| self.engine.world.code().text(m.name));
        // A model's or the framework's call of the method: what it leaves comes back by way of that, too.
        let direct = name == self.engine.world.hierarchy.method_name(callee.key.method);
        self.push(
            trail,
            Step {
                kind: if direct { "call" } else { "callback" },
                method,
                insn: how.insn,
                from_reg,
                to_reg: inner,
                from_path: from.1,
                to_path: path,
                why: NONE,
            },
        );
        self.within(trail, how.with, out.fact, depth + 1);
        let left = self.fact(how.with, out.fact);
        let leaves = self.engine.world.ssa(callee.key.method).map_or(-1, |s| {
            if out.insn == NONE {
                param_register(self.engine, callee.key.method, left.0)
            } else {
                register(s, out.insn, left.0)
            }
        });
        self.push(
            trail,
            Step {
                kind: match out.root {
                    _ if !direct => "lifecycle",
                    Root::Thrown => "throw",
                    _ => "return",
                },
                method: callee.key.method,
                insn: out.insn,
                from_reg: if direct || out.insn != NONE { leaves } else { -1 },
                to_reg,
                from_path: left.1,
                to_path: to.1,
                why: how.insn,
            },
        );
    }

    /// From one row into the next.
    fn cross(&self, trail: &mut Trail, from: u32, edge: &Onward, depth: usize) {
        let (Some(ssa), Some(row)) = (self.ssa(from), self.row(from)) else { return };
        let Some(next) = self.row(edge.to) else { return };
        let fact = row.facts.get(edge.fact as usize).map_or((NONE, 0), |f| (f.value, f.path));
        let begun = next.facts.first().map_or((NONE, 0), |f| (f.value, f.path));
        let method = row.key.method;
        let from_reg = match edge.insn {
            NONE if edge.link == Link::Return => param_register(self.engine, method, fact.0),
            NONE => -1,
            insn => register(ssa, insn, fact.0),
        };
        let landing = match next.key.start {
            // What a call gives back in an argument stands in that argument's register.
            Start::Value { value, since, .. } if edge.link == Link::Return && since != NONE => {
                self.ssa(edge.to).map_or(-1, |s| register(s, since, value))
            }
            Start::Value { value, .. } => self.landing(edge.to, value),
            Start::Param { index, .. } => param_register(self.engine, next.key.method, index),
            Start::Returned { .. } => -1,
        };
        let step = |kind, to_reg, why| Step {
            kind,
            method,
            insn: edge.insn,
            from_reg,
            to_reg,
            from_path: fact.1,
            to_path: begun.1,
            why,
        };
        match edge.link {
            Link::Call => self.push(trail, step("call", landing, NONE)),
            Link::Callback => self.push(trail, step("callback", landing, NONE)),
            Link::Return => {
                let thrown = ssa.insn(edge.insn).is_some_and(|i| i.op == 0x27);
                self.push(trail, step(if thrown { "throw" } else { "return" }, landing, NONE));
            }
            Link::Inside(with, out) => {
                let how = How { kind: Kind::Call, insn: edge.insn, operand: edge.operand, with, out };
                self.inside(trail, from, fact, begun, &how, depth);
            }
            Link::Lifecycle => self.push(trail, step("lifecycle", landing, NONE)),
            Link::Decision => self.push(trail, step("branch", -1, NONE)),
            Link::Static => {
                self.push(trail, step("static_store", -1, NONE));
                let insn =
                    self.engine.world.ssa(next.key.method).and_then(|s| s.def_insn(begun.0)).map_or(NONE, |d| d.0);
                let (path, to_reg) = (begun.1, landing);
                self.push(
                    trail,
                    Step {
                        kind: "static_load",
                        method: next.key.method,
                        insn,
                        from_reg: -1,
                        to_reg,
                        from_path: path,
                        to_path: path,
                        why: NONE,
                    },
                );
            }
            Link::Carrier(join) => {
                let grade = self.carriers.joins.get(join as usize).map_or('D', |j| j.grade);
                trail.grade = trail.grade.max(grade);
                self.push(trail, step("carrier", landing, join));
            }
        }
    }

    fn landing(&self, row: u32, value: u32) -> i32 {
        let Some(ssa) = self.ssa(row) else { return -1 };
        match ssa.def_insn(value) {
            Some((insn, _)) => register(ssa, insn, value),
            None => param_register(self.engine, self.method(row), value),
        }
    }

    /// Adds a step, with the moves between registers that lead to it.
    fn push(&self, trail: &mut Trail, step: Step) {
        if trail.steps.len() >= MOST_STEPS {
            trail.cut = true;
            return;
        }
        if let Some(last) = trail.steps.last().cloned()
            && last.method == step.method
            && step.insn != NONE
            && last.to_reg >= 0
            && step.from_reg >= 0
            && let Some(ssa) = self.engine.world.ssa(step.method)
            && let Some(moves) = moves(ssa, last.insn, last.to_reg, step.insn, step.from_reg)
        {
            for (insn, from_reg, to_reg) in moves {
                let path = step.from_path;
                let kind = "assign";
                trail.steps.push(Step {
                    kind,
                    method: step.method,
                    insn,
                    from_reg,
                    to_reg,
                    from_path: path,
                    to_path: path,
                    why: NONE,
                });
            }
        }
        trail.steps.push(step);
    }
}

/// The register that holds a value at an instruction: an operand, or what it defines. -1 where neither.
pub fn register(ssa: &Ssa, insn: u32, value: u32) -> i32 {
    let Some(one) = ssa.insn(insn) else { return -1 };
    if ssa.result(insn) == value && value != NONE {
        if is_call(one.op) || matches!(one.op, 0x24 | 0x25 | 0xfa..=0xfd) {
            let next = ssa.insn(insn + 1).filter(|n| matches!(n.op, 0x0a..=0x0c));
            return next.and_then(|n| n.regs.first()).map_or(-1, |r| i32::from(*r));
        }
        return one.regs.first().map_or(-1, |r| i32::from(*r));
    }
    let Some(place) = ssa.args(insn).iter().position(|v| *v == value) else { return -1 };
    operand_register(ssa, insn, place).map_or(-1, i32::from)
}

/// The register of an operand, wide arguments counted once.
fn operand_register(ssa: &Ssa, insn: u32, place: usize) -> Option<u16> {
    let one = ssa.insn(insn)?;
    if is_call(one.op) || matches!(one.op, 0xfa..=0xfd) {
        let mut registers = one.regs.iter();
        for _ in 0..place {
            let first = registers.next()?;
            let wide = ssa.wide_operand(insn, *first);
            if wide {
                registers.next();
            }
        }
        return registers.next().copied();
    }
    let skip = match one.op {
        0xb0..=0xcf | 0x1f | 0x24 | 0x25 => 0,
        op if crate::reach::written(op) > 0 => 1,
        _ => 0,
    };
    one.regs.get(place + skip).copied()
}

/// The register a parameter arrives in.
pub fn param_register(engine: &Engine<'_>, method: u32, index: u32) -> i32 {
    let code: &Code = engine.world.code();
    let Some(defined) = code.defined_methods.get(method as usize) else { return -1 };
    let Some(body) = code.bodies.get(defined.body as usize) else { return -1 };
    let Some(reference) = code.methods.get(defined.method as usize) else { return -1 };
    let receiver = u32::from(defined.flags & crate::hierarchy::STATIC == 0);
    if index >= engine.world.param_count(method) {
        return -1;
    }
    let mut place = i32::from(body.registers) - i32::from(body.ins) + receiver as i32;
    if index < receiver {
        return place - receiver as i32;
    }
    for kind in code.params(reference.proto).iter().take((index - receiver) as usize) {
        place += if matches!(code.type_name(*kind), "J" | "D") { 2 } else { 1 };
    }
    place
}

/// Moves that bring a register's content into another between two instructions: (instruction, from, to).
fn moves(ssa: &Ssa, from: u32, register: i32, to: u32, wanted: i32) -> Option<Vec<(u32, i32, i32)>> {
    if register == wanted {
        return None;
    }
    let first = if from == NONE { 0 } else { from + 1 };
    let mut before: FxHashMap<(u32, i32), Option<(u32, i32)>> = FxHashMap::default();
    let mut todo = VecDeque::from([(first, register)]);
    before.insert((first, register), None);
    while let Some((insn, held)) = todo.pop_front() {
        if insn == to && held == wanted {
            return Some(trace_moves(ssa, &before, (insn, held)));
        }
        if before.len() > MOST_LINKS {
            return None;
        }
        let Some(one) = ssa.insn(insn) else { continue };
        let written = crate::reach::written(one.op);
        let target = one.regs.first().map_or(-1, |r| i32::from(*r));
        let overwrites = written > 0 && (target..target + written as i32).contains(&held);
        let mut after: Vec<i32> = Vec::new();
        if matches!(one.op, 0x01..=0x09) && one.regs.get(1).is_some_and(|r| i32::from(*r) == held) {
            after.push(target);
        }
        if !overwrites {
            after.push(held);
        }
        for next in ssa.next_insns(insn) {
            for register in &after {
                before.entry((next, *register)).or_insert_with(|| {
                    todo.push_back((next, *register));
                    Some((insn, held))
                });
            }
        }
    }
    None
}

type Before = FxHashMap<(u32, i32), Option<(u32, i32)>>;

fn trace_moves(_: &Ssa, before: &Before, end: (u32, i32)) -> Vec<(u32, i32, i32)> {
    let mut found = Vec::new();
    let mut one = end;
    while let Some(Some(earlier)) = before.get(&one) {
        if earlier.1 != one.1 {
            found.push((earlier.0, earlier.1, one.1));
        }
        one = *earlier;
    }
    found.reverse();
    found
}
