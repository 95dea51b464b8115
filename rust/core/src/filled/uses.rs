//! What is done with a kept collection, or with an array resource: looked up, gone through, compared, handed on.
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::branches::{arrivals, region, when_true};
use super::kept::is_wrapper;
use super::value::{IDS, words};
use super::{Filling, Kept, ListUse};
use crate::code::{Code, NONE};
use crate::flow::ssa::{PHI_USE, Ssa, is_call, is_static_call};
use crate::hierarchy::Hierarchy;

const DEPTH: u32 = 6;
const MOST_USES: usize = 200_000;
const MOST_CALLS: usize = 4;
const MOST_STEPS: u32 = 50_000;

/// Uses of all static and instance fields that a filling is kept in, and of the array resources `ids`.
pub fn of(hierarchy: &Hierarchy, fillings: &[Filling], ids: &[u32]) -> Vec<ListUse> {
    let code: &Code = &hierarchy.code;
    let fields = fields_read(hierarchy, fillings);
    let mut local: FxHashMap<u32, Vec<(u32, u32, Kept)>> = FxHashMap::default();
    for (number, one) in (0u32..).zip(fillings) {
        if matches!(one.form, "array" | "split") {
            local.entry(code.body_of(one.method).unwrap_or(NONE)).or_default().push((one.offset, number, one.kept));
        }
    }
    let ids: FxHashSet<i64> = ids.iter().map(|i| i64::from(*i)).collect();
    let mut found: Vec<ListUse> = (0..code.bodies.len() as u32)
        .into_par_iter()
        .flat_map_iter(|body| of_body(hierarchy, body, &fields, &ids, local.get(&body).map_or(&[][..], Vec::as_slice)))
        .collect();
    found.truncate(MOST_USES);
    found
}

/// Field references that read a kept collection → the field it is kept in: the field itself, or the same field named by
/// a class below. Fields of `R` that hold ids of arrays and raw files stand for themselves.
fn fields_read(hierarchy: &Hierarchy, fillings: &[Filling]) -> FxHashMap<i64, u32> {
    let code: &Code = &hierarchy.code;
    let mut kept: FxHashMap<(u32, u32), Vec<u32>> = FxHashMap::default();
    for field in fillings.iter().filter_map(|f| kept_in(f.kept)) {
        if let Some(one) = code.fields.get(field as usize) {
            kept.entry((one.name, one.kind)).or_default().push(field);
        }
    }
    let mut found = FxHashMap::default();
    for (number, one) in (0u32..).zip(&code.fields) {
        let class = code.type_name(one.class);
        let same = kept
            .get(&(one.name, one.kind))
            .into_iter()
            .flatten()
            .find(|k| code.fields.get(**k as usize).is_some_and(|f| hierarchy.is_a(one.class, f.class)));
        let id = class.ends_with("/R$array;") || class.ends_with("/R$raw;");
        if let Some(field) = same.copied().or(Some(number).filter(|_| id)) {
            found.insert(i64::from(number), field);
        }
    }
    found
}

fn kept_in(kept: Kept) -> Option<u32> {
    match kept {
        Kept::Static(field) | Kept::Instance(field) => Some(field),
        _ => None,
    }
}

fn of_body(
    hierarchy: &Hierarchy,
    number: u32,
    fields: &FxHashMap<i64, u32>,
    ids: &FxHashSet<i64>,
    local: &[(u32, u32, Kept)],
) -> Vec<ListUse> {
    let code: &Code = &hierarchy.code;
    let Some(body) = code.bodies.get(number as usize) else { return Vec::new() };
    let range = body.ops.start as usize..body.ops.end as usize;
    let ops = code.op_code.get(range.clone()).unwrap_or_default();
    let operands = code.op_operand.get(range).unwrap_or_default();
    let reads = |op: u8, operand: i64| match op {
        0x54 | 0x60 | 0x62 => fields.contains_key(&operand),
        0x12..=0x15 => IDS.contains(&operand) && ids.contains(&operand),
        _ => false,
    };
    if local.is_empty() && !ops.iter().zip(operands).any(|(op, operand)| reads(*op, *operand)) {
        return Vec::new();
    }
    let ssa = Ssa::of(hierarchy, number);
    if !ssa.whole {
        return Vec::new();
    }
    let mut walk = Walk {
        code,
        ssa: &ssa,
        method: body.method,
        arrivals: arrivals(&ssa),
        found: Vec::new(),
        left: MOST_STEPS,
        now: (NONE, NONE, 0),
    };
    for (index, insn) in (0u32..).zip(&ssa.insns) {
        if reads(insn.op, insn.operand) {
            walk.now = if insn.op >= 0x52 {
                (NONE, fields.get(&insn.operand).copied().unwrap_or(NONE), 0)
            } else {
                (NONE, NONE, insn.operand as u32)
            };
            let before = walk.found.len();
            walk.collection(ssa.result(index), 0);
            if walk.found.len() == before {
                walk.say(index, "read", String::new(), None, None);
            }
        }
    }
    for (offset, filling, kept) in local {
        let value = ssa.at_offset(*offset).map_or(NONE, |i| ssa.result(i));
        walk.now = kept_in(*kept).map_or((*filling, NONE, 0), |field| (NONE, field, 0));
        walk.collection(value, 0);
    }
    walk.found
}

struct Walk<'a> {
    code: &'a Code,
    ssa: &'a Ssa,
    method: u32,
    arrivals: Vec<u32>,
    found: Vec<ListUse>,
    /// Values that may still be looked at in this body.
    left: u32,
    /// (filling, field, resource) that is followed.
    now: (u32, u32, u32),
}

impl<'a> Walk<'a> {
    fn say(&mut self, insn: u32, how: &'static str, symbol: String, against: Option<String>, hit: Option<String>) {
        let offset = self.ssa.insn(insn).map_or(0, |i| i.offset);
        let (filling, field, resource) = self.now;
        let said = ListUse { filling, field, resource, method: self.method, offset, how, symbol, against, hit };
        if !self.found.contains(&said) && self.found.len() < 512 {
            self.found.push(said);
        }
    }

    /// The methods called when a comparison is true.
    fn hit(&self, result: u32) -> Option<String> {
        let block = when_true(self.ssa, result)?;
        let mut called = Vec::new();
        for insn in region(self.ssa, &self.arrivals, block) {
            let Some(one) = self.ssa.insn(insn).filter(|i| is_call(i.op)) else { continue };
            let method = self.code.methods.get(one.operand as usize);
            let class = method.map_or("", |m| self.code.type_name(m.class));
            let name = method.map_or("", |m| self.code.text(m.name));
            let plain = class.starts_with("Ljava/lang/") || class.starts_with("Landroid/util/Log");
            if !plain && name != "<init>" && called.len() < MOST_CALLS {
                called.push(self.code.method_text(one.operand as u32));
            }
        }
        called.dedup();
        Some(called.join("; ")).filter(|c| !c.is_empty())
    }

    fn name(&self, insn: u32) -> Option<(&'a str, &'a str, u32)> {
        let code = self.code;
        let one = self.ssa.insn(insn).filter(|i| is_call(i.op))?;
        let method = code.methods.get(one.operand as usize)?;
        Some((code.type_name(method.class), code.text(method.name), one.operand as u32))
    }

    fn words(&self, value: u32) -> Option<String> {
        words(self.code, self.ssa, value, 0)
    }

    /// The uses of a collection, or of the id of an array resource.
    fn collection(&mut self, value: u32, depth: u32) {
        self.left = self.left.saturating_sub(1);
        if depth > DEPTH || value == NONE || self.left == 0 {
            return;
        }
        let ssa = self.ssa;
        let puts = |user: u32| ssa.insn(user).is_some_and(|i| matches!(i.op, 0x4b..=0x51));
        for (user, operand) in ssa.uses(value).iter().filter(|(u, o)| *o != 1 || !puts(*u)).take(256) {
            if user & PHI_USE != 0 {
                let phi = ssa.phis.get((user & !PHI_USE) as usize).map_or(NONE, |p| p.value);
                self.collection(phi, depth.saturating_add(1));
                continue;
            }
            let Some(insn) = ssa.insn(*user) else { continue };
            match insn.op {
                0x1f => self.collection(ssa.result(*user), depth.saturating_add(1)),
                0x44..=0x4a if *operand == 0 => self.element(ssa.result(*user), *user, depth.saturating_add(1)),
                0x0f..=0x11 => self.say(*user, "returned", String::new(), None, None),
                0x59..=0x5f | 0x67..=0x6d if *operand == 0 && insn.operand as u32 != self.now.1 => {
                    self.say(*user, "kept", self.code.field_text(insn.operand as u32), None, None);
                }
                op if is_call(op) => self.called(*user, *operand, depth),
                _ => {}
            }
        }
    }

    fn called(&mut self, insn: u32, operand: u32, depth: u32) {
        let Some((class, name, method)) = self.name(insn) else { return };
        let free = self.ssa.insn(insn).is_some_and(|i| is_static_call(i.op));
        let receiver = operand == 0 && !free;
        let (result, next) = (self.ssa.result(insn), depth.saturating_add(1));
        let symbol = self.code.method_text(method);
        let other = |place: u32| self.words(self.ssa.arg(insn, place));
        match name {
            "contains" | "containsKey" | "containsValue" | "indexOf" | "get" | "binarySearch" | "indexOfKey"
            | "getOrDefault" | "indexOfValue"
                if (receiver || free && operand == 0) && self.ssa.args(insn).len() >= 2 =>
            {
                let (against, hit) = (other(1), self.hit(result));
                let how = if name == "get" && !class.ends_with("Map;") { "read" } else { "looked_up" };
                self.say(insn, how, symbol, against, hit);
                if name == "get" {
                    self.element(result, insn, next);
                }
            }
            "iterator" | "listIterator" | "entrySet" | "keySet" | "values" | "stream" | "subList" | "elements"
                if receiver =>
            {
                self.collection(result, next);
            }
            "next" | "nextElement" | "previous" if receiver => self.element(result, insn, next),
            "getStringArray" | "getTextArray" | "getIntArray" | "obtainTypedArray" => self.collection(result, next),
            "add" | "put" | "addAll" | "append" | "putAll" | "addFirst" | "addLast" if receiver => {
                self.say(insn, "filled", symbol, None, None);
            }
            "clear" | "size" | "isEmpty" | "hasNext" | "length" | "hasMoreElements" | "remove" if receiver => {}
            "<init>" if is_wrapper(class, name) && !receiver => self.collection(self.ssa.arg(insn, 0), next),
            _ if receiver => self.say(insn, "read", symbol, None, None),
            _ if is_wrapper(class, name) => self.collection(result, next),
            _ => self.say(insn, "handed", symbol, None, None),
        }
    }

    /// What is done with one element.
    fn element(&mut self, value: u32, from: u32, depth: u32) {
        self.left = self.left.saturating_sub(1);
        if depth > DEPTH || value == NONE || self.left == 0 {
            return;
        }
        let before = self.found.len();
        let ssa = self.ssa;
        for (user, operand) in ssa.uses(value).iter().take(64) {
            if user & PHI_USE != 0 {
                continue;
            }
            let Some(insn) = ssa.insn(*user) else { continue };
            match insn.op {
                0x1f | 0x52..=0x58 => self.element(ssa.result(*user), *user, depth.saturating_add(1)),
                0x32 | 0x33 => {
                    let other = ssa.arg(*user, 1u32.saturating_sub(*operand));
                    self.say(*user, "compared", String::new(), self.words(other), None);
                }
                op if is_call(op) => self.compared(*user, *operand, depth),
                _ => {}
            }
        }
        if self.found.len() == before && depth <= 3 {
            self.say(from, "gone_through", String::new(), None, None);
        }
    }

    fn compared(&mut self, insn: u32, operand: u32, depth: u32) {
        let Some((_, name, method)) = self.name(insn) else { return };
        let free = self.ssa.insn(insn).is_some_and(|i| is_static_call(i.op));
        let symbol = self.code.method_text(method);
        let args = self.ssa.args(insn);
        let (result, count) = (self.ssa.result(insn), args.len());
        match name {
            "equals"
            | "equalsIgnoreCase"
            | "contentEquals"
            | "startsWith"
            | "endsWith"
            | "contains"
            | "matches"
            | "areEqual"
            | "compareTo"
            | "indexOf"
            | "compareToIgnoreCase"
                if count >= 2 =>
            {
                let other = args.get(1usize.saturating_sub(operand as usize)).copied().unwrap_or(NONE);
                let (against, hit) = (self.words(other), self.hit(result));
                self.say(insn, "compared", symbol, against, hit);
            }
            _ if operand == 0 && !free && count == 1 => self.element(result, insn, depth.saturating_add(1)),
            _ if operand == 0 && !free => self.say(insn, "gone_through", symbol, None, None),
            "valueOf" => self.element(result, insn, depth.saturating_add(1)),
            _ => self.say(insn, "element_handed", symbol, None, None),
        }
    }
}
