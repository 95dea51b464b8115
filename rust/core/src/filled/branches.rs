//! Switches and chains of comparisons of one value with constants, and the constants their branches give.
use std::collections::{BTreeMap, BTreeSet};

use super::value::{Reader, Value, put};
use super::{Cell, Filling, Kept, Kind};
use crate::code::NONE;
use crate::flow::ssa::{PHI_USE, Ssa, is_call};

/// Cases with a label that make a list.
const FEWEST: usize = 3;
/// Comparisons without labels that make a list.
const FEWEST_BARE: usize = 4;
const MOST_INSNS: usize = 40;
const MOST_BLOCKS: usize = 6;
const MOST_SLOTS: usize = 4;

/// Where a branch leaves its constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Return,
    Phi(u32),
    Call(u32, u32),
    Store(u32),
}

/// One compared constant, and the first block of what is done then.
struct Case {
    code: Cell,
    block: Option<usize>,
}

struct Group {
    form: &'static str,
    subject: u32,
    offset: u32,
    cases: Vec<Case>,
}

/// What a branch gives, by where it gives it.
type Given = BTreeMap<Slot, Vec<Cell>>;
/// A group, and what the branch of each of its cases gives.
type Grouped = (Group, Vec<Given>);
/// Number and text of a cell.
type Constant = (Option<i64>, Option<String>);

/// Block → how many blocks lead to it.
pub fn arrivals(ssa: &Ssa) -> Vec<u32> {
    let mut counts = vec![0u32; ssa.blocks.len()];
    for next in ssa.blocks.iter().flat_map(|b| &b.next) {
        if let Some(count) = counts.get_mut(*next) {
            *count = count.saturating_add(1);
        }
    }
    counts
}

/// The instructions that run from a block on until paths part or meet.
pub fn region(ssa: &Ssa, arrivals: &[u32], block: usize) -> Vec<u32> {
    let mut found = Vec::new();
    let mut one = block;
    for _ in 0..MOST_BLOCKS {
        let Some(here) = ssa.blocks.get(one) else { break };
        found.extend((here.from..here.to).map(|i| i as u32));
        match here.next.as_slice() {
            [next] if arrivals.get(*next) == Some(&1) && found.len() < MOST_INSNS => one = *next,
            // A return that several branches share ends each of them.
            [next] if ssa.blocks.get(*next).is_some_and(|b| b.to.saturating_sub(b.from) <= 1) => {
                found.extend(ssa.blocks.get(*next).into_iter().flat_map(|b| (b.from..b.to).map(|i| i as u32)));
                break;
            }
            _ => break,
        }
    }
    found.truncate(MOST_INSNS);
    found
}

/// Where control goes when the boolean result of a call is true; None where nothing branches on it.
pub fn when_true(ssa: &Ssa, result: u32) -> Option<usize> {
    let (user, op) = ssa.uses(result).iter().find_map(|(u, _)| {
        let op = ssa.insn(*u).filter(|_| u & PHI_USE == 0)?.op;
        matches!(op, 0x38 | 0x39).then_some((*u, op))
    })?;
    side(ssa, user, op == 0x39)
}

/// The block an `if` goes to when it jumps, or when it does not.
pub fn side(ssa: &Ssa, branch: u32, jumps: bool) -> Option<usize> {
    let target = ssa.insn(branch).and_then(|i| u32::try_from(i.operand).ok()).and_then(|o| ssa.at_offset(o));
    let next = if jumps { target? } else { branch.saturating_add(1) };
    Some(ssa.block_of(next)).filter(|b| *b != NONE).map(|b| b as usize)
}

pub fn of(reader: &mut Reader<'_>) -> Vec<Filling> {
    let arrivals = arrivals(reader.ssa);
    let mut groups = switches(reader);
    groups.extend(comparisons(reader));
    let mut found: Vec<Grouped> = Vec::new();
    for group in groups {
        let labels = group.cases.iter().map(|c| c.block.map_or_else(BTreeMap::new, |b| slots(reader, &arrivals, b)));
        let labels = labels.collect();
        found.push((group, labels));
    }
    through(reader, &mut found);
    found.iter().filter_map(|(group, labels)| filling(reader, group, labels)).collect()
}

/// A text switch compares, sets a number, then switches on that: the labels of the second belong to the texts.
fn through(reader: &Reader<'_>, groups: &mut Vec<Grouped>) {
    let mut spent = BTreeSet::new();
    for place in 0..groups.len() {
        let Some((first, labels)) = groups.get(place) else { continue };
        if first.form != "equals" {
            continue;
        }
        let phis: BTreeSet<u32> = labels
            .iter()
            .flat_map(|l| l.keys())
            .filter_map(|s| match s {
                Slot::Phi(phi) => reader.ssa.phis.get(*phi as usize).map(|p| p.value),
                _ => None,
            })
            .collect();
        let second = groups.iter().position(|(g, _)| g.form == "switch" && phis.contains(&g.subject));
        let Some(second) = second.filter(|s| *s != place) else { continue };
        let Some((switch, given)) = groups.get(second) else { continue };
        let by_number: BTreeMap<i64, &Given> = switch.cases.iter().filter_map(|c| c.code.number).zip(given).collect();
        let joined: Vec<Given> = labels
            .iter()
            .map(|l| {
                let number = l.iter().find_map(|(slot, cells)| match slot {
                    Slot::Phi(_) => cells.first().and_then(|c| c.number),
                    _ => None,
                });
                number.and_then(|n| by_number.get(&n)).map_or_else(BTreeMap::new, |l| (*l).clone())
            })
            .collect();
        if let Some(slot) = groups.get_mut(place) {
            slot.1 = joined;
        }
        spent.insert(second);
        // The switch on the hash code that leads to the comparisons says nothing either.
    }
    let mut number = 0usize;
    groups.retain(|_| {
        number = number.saturating_add(1);
        !spent.contains(&number.saturating_sub(1))
    });
}

fn switches(reader: &mut Reader<'_>) -> Vec<Group> {
    let ssa = reader.ssa;
    let rows = &reader.code().switches;
    let from = rows.body.partition_point(|b| *b < ssa.body);
    let to = rows.body.partition_point(|b| *b <= ssa.body);
    let mut found = Vec::new();
    for (index, insn) in (0u32..).zip(&ssa.insns).filter(|(_, i)| matches!(i.op, 0x2b | 0x2c)) {
        let subject = ssa.arg(index, 0);
        let hashed = ssa.def_insn(subject).and_then(|(i, _)| reader.called(i)).is_some_and(|(_, n)| n == "hashCode");
        if hashed {
            continue;
        }
        let mut cases = Vec::new();
        for row in from..to {
            let (Some(offset), Some(key), Some(target)) =
                (rows.offset.get(row), rows.key.get(row), rows.target.get(row))
            else {
                continue;
            };
            if *offset == insn.offset
                && let Value::One(code) = reader.number(*key, "I", index)
            {
                let block = ssa.at_offset(*target).map(|i| ssa.block_of(i)).filter(|b| *b != NONE).map(|b| b as usize);
                cases.push(Case { code, block });
            }
        }
        found.push(Group { form: "switch", subject, offset: insn.offset, cases });
    }
    found
}

/// Comparisons of one value: by what the value is, and by how it is compared.
fn comparisons(reader: &mut Reader<'_>) -> Vec<Group> {
    let ssa = reader.ssa;
    let mut groups: BTreeMap<(&'static str, String), Group> = BTreeMap::new();
    for (index, insn) in (0u32..).zip(&ssa.insns) {
        let case = match insn.op {
            0x32 | 0x33 => number_case(reader, index, insn.op),
            0x38 | 0x39 => zero_case(reader, index, insn.op),
            op if is_call(op) => text_case(reader, index),
            _ => None,
        };
        let Some((form, subject, case)) = case else { continue };
        let key = (form, key(reader, subject, 0));
        let group = groups.entry(key).or_insert(Group { form, subject, offset: insn.offset, cases: Vec::new() });
        group.cases.push(case);
    }
    groups.into_values().collect()
}

fn number_case(reader: &mut Reader<'_>, index: u32, op: u8) -> Option<(&'static str, u32, Case)> {
    let (left, right) = (reader.ssa.arg(index, 0), reader.ssa.arg(index, 1));
    let known = |reader: &mut Reader<'_>, value| match reader.value(value, "I", 0) {
        Value::One(cell) if cell.number.is_some() => Some(cell),
        _ => None,
    };
    let (subject, code) = match (known(reader, left), known(reader, right)) {
        (None, Some(code)) => (left, code),
        (Some(code), None) => (right, code),
        _ => return None,
    };
    let block = side(reader.ssa, index, op == 0x32);
    Some(("numbers", subject, Case { code, block }))
}

/// A comparison with zero: of a number only where the same value is compared with others too.
fn zero_case(reader: &Reader<'_>, index: u32, op: u8) -> Option<(&'static str, u32, Case)> {
    let subject = reader.ssa.arg(index, 0);
    let kind = reader.code().type_name(reader.ssa.kind(subject));
    if kind == "Z" || kind.starts_with(['L', '[']) {
        return None;
    }
    let Value::One(code) = reader.number(0, "I", index) else { return None };
    Some(("numbers", subject, Case { code, block: side(reader.ssa, index, op == 0x38) }))
}

fn text_case(reader: &mut Reader<'_>, index: u32) -> Option<(&'static str, u32, Case)> {
    let (class, name) = reader.called(index)?;
    let form = match name {
        "equals" | "equalsIgnoreCase" | "contentEquals" | "areEqual" => "equals",
        "startsWith" => "startsWith",
        "endsWith" => "endsWith",
        "contains" if matches!(class, "Ljava/lang/String;" | "Ljava/lang/CharSequence;") => "contains",
        _ => return None,
    };
    let args = reader.ssa.args(index);
    let (left, right) = (args.first().copied()?, args.get(1).copied()?);
    let text = "Ljava/lang/String;";
    let known = |reader: &mut Reader<'_>, value| match reader.value(value, text, 0) {
        Value::One(cell) if matches!(cell.kind, Kind::Text | Kind::Resource | Kind::Field) || cell.number.is_some() => {
            Some(cell)
        }
        _ => None,
    };
    let (subject, code) = match (known(reader, left), known(reader, right)) {
        (None, Some(code)) => (left, code),
        (Some(code), None) => (right, code),
        _ => return None,
    };
    Some((form, subject, Case { code, block: when_true(reader.ssa, reader.ssa.result(index)) }))
}

/// A value's name within the body: two reads of one field, or two calls of one getter, are the same.
fn key(reader: &Reader<'_>, value: u32, depth: u32) -> String {
    let ssa = reader.ssa;
    let Some((index, insn)) = ssa.def_insn(value).filter(|_| depth < 6) else { return format!("v{value}") };
    match insn.op {
        0x1f => key(reader, ssa.arg(index, 0), depth.saturating_add(1)),
        0x60..=0x66 => format!("s{}", insn.operand),
        0x52..=0x58 => format!("f{}({})", insn.operand, key(reader, ssa.arg(index, 0), depth.saturating_add(1))),
        op if is_call(op) && ssa.args(index).len() == 1 => {
            format!("m{}({})", insn.operand, key(reader, ssa.arg(index, 0), depth.saturating_add(1)))
        }
        _ => format!("v{value}"),
    }
}

/// The constants that the instructions from a block on give, by where they give them.
fn slots(reader: &mut Reader<'_>, arrivals: &[u32], block: usize) -> Given {
    let mut found: Given = BTreeMap::new();
    let ssa = reader.ssa;
    let result = reader.code().methods.get(reader.method as usize);
    let result = result.and_then(|m| reader.code().protos.get(m.proto as usize)).map_or(NONE, |p| p.result);
    let returned = reader.code().type_name(result);
    for index in region(ssa, arrivals, block) {
        let Some(insn) = ssa.insn(index) else { continue };
        match insn.op {
            0x0f..=0x11 => give(reader, ssa.arg(index, 0), returned, Slot::Return, &mut found),
            0x59..=0x5f | 0x67..=0x6d => {
                let kind = reader.code().fields.get(insn.operand as usize).map_or(NONE, |f| f.kind);
                let want = reader.code().type_name(kind);
                give(reader, ssa.arg(index, 0), want, Slot::Store(insn.operand as u32), &mut found);
            }
            op if is_call(op) => labelled(reader, index, insn.operand as u32, &mut found),
            _ => {}
        }
        let result = ssa.result(index);
        if result == NONE {
            continue;
        }
        for (user, _) in ssa.uses(result).iter().filter(|(u, _)| u & PHI_USE != 0) {
            give(reader, result, "", Slot::Phi(user & !PHI_USE), &mut found);
        }
    }
    found
}

fn give(reader: &mut Reader<'_>, value: u32, want: &str, slot: Slot, found: &mut Given) {
    if found.contains_key(&slot) {
        return;
    }
    let mut cells = Vec::new();
    put(reader.value(value, want, 0), "", &mut cells);
    if cells.iter().any(|c| c.kind != Kind::Null) {
        found.insert(slot, cells);
    }
}

/// Texts and resources handed to a call; what is logged or appended to a text is no label.
fn labelled(reader: &mut Reader<'_>, index: u32, method: u32, found: &mut Given) {
    let Some((class, name)) = reader.called(index) else { return };
    let text = matches!(class, "Landroid/util/Log;" | "Ljava/lang/StringBuilder;" | "Ljava/lang/StringBuffer;");
    if text || matches!(name, "equals" | "hashCode" | "getString" | "format" | "valueOf" | "findViewById") {
        return;
    }
    for (place, (arg, param)) in (0u32..).zip(reader.arguments(index).iter().zip(reader.params(index))) {
        let want = reader.code().type_name(*param);
        if let Value::One(cell) = reader.value(*arg, want, 0)
            && matches!(cell.kind, Kind::Text | Kind::Resource)
        {
            found.entry(Slot::Call(method, place)).or_insert_with(|| vec![cell]);
        }
    }
}

/// The list that a group makes: its codes, with the slots that most of its cases fill with differing constants.
fn filling(reader: &Reader<'_>, group: &Group, labels: &[Given]) -> Option<Filling> {
    let mut seen = BTreeSet::new();
    let distinct = group.cases.iter().filter(|c| seen.insert((c.code.number, c.code.text.clone()))).count();
    let mut counts: BTreeMap<Slot, (usize, BTreeSet<Constant>)> = BTreeMap::new();
    for (slot, cells) in labels.iter().flatten() {
        let entry = counts.entry(*slot).or_default();
        entry.0 = entry.0.saturating_add(1);
        entry.1.extend(cells.first().map(|c| (c.number, c.text.clone())));
    }
    let fewest = FEWEST.max(distinct.div_ceil(2));
    let mut chosen: Vec<(Slot, usize)> =
        counts.into_iter().filter(|(_, (n, all))| *n >= fewest && all.len() > 1).map(|(s, (n, _))| (s, n)).collect();
    chosen.sort_by_key(|(slot, count)| (std::cmp::Reverse(*count), *slot));
    chosen.truncate(MOST_SLOTS);
    let texts = group.form != "switch" && group.form != "numbers";
    let enough = if chosen.is_empty() { texts && distinct >= FEWEST_BARE } else { distinct >= FEWEST };
    if !enough {
        return None;
    }
    let mut done = BTreeSet::new();
    let mut items = Vec::new();
    for (case, given) in group.cases.iter().zip(labels) {
        if !done.insert((case.code.number, case.code.text.clone())) {
            continue;
        }
        let mut cells = vec![case.code.clone()];
        for (slot, _) in &chosen {
            for cell in given.get(slot).into_iter().flatten() {
                put(Value::One(cell.clone()), "", &mut cells);
            }
        }
        items.push(cells);
    }
    Some(Filling {
        form: group.form,
        element: NONE,
        method: reader.method,
        offset: group.offset,
        kept: Kept::Local,
        items,
        others: 0,
        subject: reader.words(group.subject),
    })
}
