//! What every part of the flow analysis asks about a sample: bodies in SSA form, where calls arrive, who calls.
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::models::{Model, Models};
use super::ranges;
use super::ssa::{Def, Ssa, is_call, is_static_call};
use crate::code::{Code, NONE};
use crate::hierarchy::{ABSTRACT, Hierarchy, STATIC, at};
use crate::reach::Reach;

/// A call with more possible targets than this is joined: its targets are not followed, and the step is marked.
pub const MOST_TARGETS: usize = 24;
/// Fields and calls gone through for the type of one object.
const MOST_STORES: u32 = 4;
/// Types kept for one receiver.
const MOST_KINDS: usize = 8;

/// Where a call arrives.
#[derive(Clone, Debug, Default)]
pub struct Callees {
    /// Defined methods with a body, ascending.
    pub bodies: Vec<u32>,
    /// Index of the model that stands for the call, or NONE.
    pub model: u32,
    /// More targets than are followed.
    pub many: bool,
    /// The sample declares the method without a body: native, or abstract with no target.
    pub native: bool,
}

/// A call site: (defined method, index of the instruction).
pub type Site = (u32, u32);

pub struct World {
    pub hierarchy: Arc<Hierarchy>,
    pub reach: Arc<Reach>,
    pub models: Models,
    lowered: Vec<OnceLock<Box<Ssa>>>,
    /// Defined method → (caller, offset of the call), in code that may run.
    callers: FxHashMap<u32, Vec<Site>>,
    /// Method number → model of a call that names it, or NONE.
    model_of: Vec<u32>,
    /// Methods that Android calls.
    outside: FxHashSet<u32>,
    /// Class number → (defined method, offset) of `new-instance`.
    pub news: FxHashMap<u32, Vec<Site>>,
    /// Field number as written in code → number of the field it resolves to.
    field_of: Vec<u32>,
    /// Resolved field → (defined method, offset) of its reads and its writes, in code that may run.
    pub field_reads: FxHashMap<u32, Vec<Site>>,
    pub field_writes: FxHashMap<u32, Vec<Site>>,
    /// Calls of `Method.invoke` in code that may run.
    /// Called method → targets, where reach names none because it knew every receiver exactly.
    exact_targets: FxHashMap<u32, Vec<u32>>,
    pub reflective: Vec<Site>,
    /// Method number as called → (defined method, offset) of the calls that a model stands for.
    pub modelled_calls: FxHashMap<u32, Vec<Site>>,
    /// Call → the text that it gives for constants, once somebody asked.
    pub(super) decoded: Mutex<FxHashMap<Site, Option<Arc<str>>>>,
    /// Field → exact types of what it is ever given, where asked for.
    held: Mutex<FxHashMap<u32, Option<Vec<u32>>>>,
}

impl World {
    pub fn new(hierarchy: Arc<Hierarchy>, reach: Arc<Reach>, models: Vec<Model>) -> World {
        let models = Models::new(&hierarchy, models);
        let code = Arc::clone(&hierarchy.code);
        let mut world = World {
            lowered: code.bodies.iter().map(|_| OnceLock::new()).collect(),
            model_of: Vec::new(),
            callers: FxHashMap::default(),
            outside: reach.calls.callbacks.values().flatten().copied().collect(),
            news: FxHashMap::default(),
            field_of: Vec::new(),
            field_reads: FxHashMap::default(),
            field_writes: FxHashMap::default(),
            reflective: Vec::new(),
            exact_targets: FxHashMap::default(),
            modelled_calls: FxHashMap::default(),
            decoded: Mutex::default(),
            held: Mutex::new(FxHashMap::default()),
            hierarchy,
            reach,
            models,
        };
        world.model_of = (0..code.methods.len() as u32).map(|m| world.model_for(m)).collect();
        world.field_of = (0..code.fields.len() as u32).map(|f| world.resolve_field(f)).collect();
        world.index();
        world
    }

    pub fn code(&self) -> &Code {
        &self.hierarchy.code
    }

    /// A model of exactly the class a call names goes before code; one of an ancestor only stands in for missing code.
    fn model_for(&self, method: u32) -> u32 {
        let code = self.code();
        if let Some(found) = self.models.find(&self.hierarchy, method, true) {
            return found;
        }
        let class = code.methods.get(method as usize).map_or(NONE, |m| m.class);
        let own = self.hierarchy.lookup(class, self.hierarchy.selector(method));
        if own != NONE && self.hierarchy.flags(own) & ABSTRACT == 0 {
            return NONE;
        }
        self.models.find(&self.hierarchy, method, false).unwrap_or(NONE)
    }

    /// The field of the nearest class above that defines it, by name and type.
    fn resolve_field(&self, field: u32) -> u32 {
        let code = self.code();
        let Some(wanted) = code.fields.get(field as usize).copied() else { return field };
        for node in self.hierarchy.supers(wanted.class) {
            let Some(class) = code.classes.get(self.hierarchy.class_of(node) as usize) else { continue };
            let own = code.defined_fields.get(class.fields.start as usize..class.fields.end as usize).unwrap_or(&[]);
            let same = own.iter().find(|d| {
                code.fields.get(d.field as usize).is_some_and(|f| f.name == wanted.name && f.kind == wanted.kind)
            });
            if let Some(defined) = same {
                return defined.field;
            }
        }
        field
    }

    pub fn field(&self, written: u32) -> u32 {
        at(&self.field_of, written)
    }

    pub fn model_of_call(&self, method: u32) -> u32 {
        at(&self.model_of, method)
    }

    pub fn model(&self, index: u32) -> Option<&Model> {
        self.models.get(index)
    }

    /// Reads the instruction columns of all code that may run, once.
    fn index(&mut self) {
        let code = Arc::clone(&self.hierarchy.code);
        for defined in 0..code.defined_methods.len() as u32 {
            let body = code.defined_methods.get(defined as usize).map_or(NONE, |m| m.body);
            let Some(body) = code.bodies.get(body as usize).filter(|_| self.reach.may_run(defined)) else { continue };
            let range = body.ops.start as usize..body.ops.end as usize;
            let ops = code.op_code.get(range.clone()).unwrap_or(&[]);
            let offsets = code.op_offset.get(range.clone()).unwrap_or(&[]);
            let operands = code.op_operand.get(range).unwrap_or(&[]);
            for ((op, offset), operand) in ops.iter().zip(offsets).zip(operands) {
                self.index_one(defined, *op, *offset, *operand as u32);
            }
        }
    }

    /// A call all of whose receivers reach knew exactly has no targets there: those of the classes that are created.
    fn exact_target(&mut self, op: u8, method: u32) {
        let known = self.reach.calls.targets.contains_key(&method) || self.exact_targets.contains_key(&method);
        if known || !matches!(op, 0x6e | 0x72 | 0x74 | 0x78) {
            return;
        }
        let class = self.code().methods.get(method as usize).map_or(NONE, |m| m.class);
        let selector = self.hierarchy.selector(method);
        let mut found = Vec::new();
        if self.hierarchy.has_app_below(class) {
            let made = |node: &u32| self.reach.calls.callbacks.contains_key(&self.hierarchy.class_of(*node));
            let below = self.hierarchy.below(class);
            found.extend(below.into_iter().filter(made).map(|node| self.hierarchy.lookup(node, selector)));
            found.retain(|t| *t != NONE && self.hierarchy.flags(*t) & ABSTRACT == 0);
            found.sort_unstable();
            found.dedup();
        }
        self.exact_targets.insert(method, found);
    }

    fn index_one(&mut self, defined: u32, op: u8, offset: u32, operand: u32) {
        let site = (defined, offset);
        match op {
            0x22 => {
                let class = self.hierarchy.class_of(operand);
                if class != NONE {
                    self.news.entry(class).or_default().push(site);
                }
            }
            0x52..=0x58 | 0x60..=0x66 => self.field_reads.entry(self.field(operand)).or_default().push(site),
            0x59..=0x5f | 0x67..=0x6d => self.field_writes.entry(self.field(operand)).or_default().push(site),
            op if is_call(op) => {
                if self.model_of_call(operand) != NONE {
                    self.modelled_calls.entry(operand).or_default().push(site);
                }
                if super::reflect::is_invoke(self, operand) {
                    self.reflective.push(site);
                }
                self.exact_target(op, operand);
                for target in self.named_targets(op, operand) {
                    self.callers.entry(target).or_default().push(site);
                }
            }
            _ => {}
        }
    }

    /// Defined methods a call may arrive at by its name alone.
    pub(super) fn named_targets(&self, op: u8, method: u32) -> Vec<u32> {
        if matches!(op, 0x6e | 0x72 | 0x74 | 0x78) {
            let known = self.reach.calls.targets.get(&method).or_else(|| self.exact_targets.get(&method));
            return known.cloned().unwrap_or_default();
        }
        let mut found = at(&self.code().definition_of_method, method);
        if found == NONE {
            let class = self.code().methods.get(method as usize).map_or(NONE, |m| m.class);
            found = self.hierarchy.lookup(class, self.hierarchy.selector(method));
        }
        if found == NONE { Vec::new() } else { vec![found] }
    }

    /// The SSA form of a defined method with a body.
    pub fn ssa(&self, defined: u32) -> Option<&Ssa> {
        let body = self.code().defined_methods.get(defined as usize)?.body;
        let slot = self.lowered.get(body as usize)?;
        let lower = || {
            let whole = Ssa::of(&self.hierarchy, body);
            let left = ranges::left(self, &whole);
            Box::new(if left.is_empty() { whole } else { Ssa::with(&self.hierarchy, body, &left) })
        };
        Some(slot.get_or_init(lower))
    }

    /// How many bodies were lowered so far.
    pub fn lowered(&self) -> usize {
        self.lowered.iter().filter(|slot| slot.get().is_some()).count()
    }

    /// (caller, offset) of calls that may arrive at a defined method.
    pub fn callers(&self, defined: u32) -> &[Site] {
        self.callers.get(&defined).map_or(&[], Vec::as_slice)
    }

    /// Whether Android calls the method itself.
    pub fn called_from_outside(&self, defined: u32) -> bool {
        self.outside.contains(&defined) || self.reach.is_entry(defined)
    }

    /// Type numbers an object is exactly of, where every way it comes to be is seen; `this` is the type of the receiver.
    pub fn exact_kinds(&self, ssa: &Ssa, value: u32, this: u32) -> Option<Vec<u32>> {
        self.kinds_within(ssa, value, this, 0)
    }

    /// The same, also through fields and parameters where every write and every caller is seen.
    pub fn kinds_through_fields(&self, ssa: &Ssa, value: u32, this: u32) -> Option<Vec<u32>> {
        self.kinds_within(ssa, value, this, MOST_STORES)
    }

    /// What an instruction reads from a field, or what callers give: a source of exact types from elsewhere.
    fn kinds_elsewhere(&self, ssa: &Ssa, def: Def, deep: u32) -> Option<Vec<u32>> {
        let deep = deep.checked_sub(1)?;
        match def {
            Def::Insn(index) => {
                let field = self.field(ssa.insn(index).filter(|i| matches!(i.op, 0x54 | 0x62))?.operand as u32);
                if let Some(known) = self.held.lock().ok().and_then(|held| held.get(&field).cloned()) {
                    return known;
                }
                let found = self.kinds_put(field, deep);
                if deep + 1 == MOST_STORES
                    && let Ok(mut held) = self.held.lock()
                {
                    held.insert(field, found.clone());
                }
                found
            }
            Def::Param(index) => self.kinds_given(ssa, index, deep),
            Def::Phi(_) => None,
        }
    }

    fn kinds_put(&self, field: u32, deep: u32) -> Option<Vec<u32>> {
        let writes = self.field_writes.get(&field).filter(|w| w.len() <= MOST_KINDS)?;
        let mut found = Vec::new();
        for (method, offset) in writes {
            let ssa = self.ssa(*method)?;
            let insn = ssa.at_offset(*offset)?;
            found.extend(self.kinds_or_null(ssa, ssa.arg(insn, 0), deep)?);
        }
        Some(found).filter(|f| !f.is_empty())
    }

    /// Types of what callers give as a parameter. An object that calls its own method is of the class that has it, where
    /// no other inherits it.
    fn kinds_given(&self, ssa: &Ssa, index: u32, deep: u32) -> Option<Vec<u32>> {
        let code = self.code();
        let defined = at(&code.definition_of_method, code.bodies.get(ssa.body as usize)?.method);
        if index == 0 && self.hierarchy.flags(defined) & STATIC == 0 {
            let kind = ssa.kind(0);
            return (self.hierarchy.below(kind).len() == 1).then(|| vec![kind]);
        }
        let callers = self.callers(defined);
        if callers.is_empty() || callers.len() > MOST_KINDS || self.called_from_outside(defined) {
            return None;
        }
        let mut found = Vec::new();
        for (caller, offset) in callers {
            let there = self.ssa(*caller)?;
            let insn = there.at_offset(*offset)?;
            found.extend(self.kinds_or_null(there, there.arg(insn, index), deep)?);
        }
        Some(found).filter(|f| !f.is_empty())
    }

    fn kinds_or_null(&self, ssa: &Ssa, value: u32, deep: u32) -> Option<Vec<u32>> {
        if ssa.def_insn(value).is_some_and(|(_, i)| matches!(i.op, 0x12..=0x15)) {
            return Some(Vec::new());
        }
        self.kinds_within(ssa, value, NONE, deep)
    }

    fn kinds_within(&self, ssa: &Ssa, value: u32, this: u32, deep: u32) -> Option<Vec<u32>> {
        let mut found = Vec::new();
        let mut seen = Vec::new();
        let mut todo = vec![value];
        while let Some(one) = todo.pop() {
            if seen.contains(&one) {
                continue;
            }
            seen.push(one);
            match ssa.def(one)? {
                Def::Phi(phi) => todo.extend(&ssa.phis.get(phi as usize)?.args),
                Def::Param(0) if this != NONE => found.push(this),
                def @ Def::Param(_) => found.extend(self.kinds_elsewhere(ssa, def, deep)?),
                def @ Def::Insn(index) => match ssa.insn(index)?.op {
                    0x22 | 0x23 => found.push(ssa.insn(index)?.operand as u32),
                    0x1f => todo.push(ssa.arg(index, 0)),
                    0x12..=0x15 => {} // null
                    _ => found.extend(self.kinds_elsewhere(ssa, def, deep)?),
                },
            }
            if found.len() > MOST_KINDS || seen.len() > 64 {
                return None;
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found).filter(|f| !f.is_empty())
    }

    /// Where the call at `index` arrives. `this` is the exact type of the method's own receiver, or NONE.
    pub fn callees(&self, ssa: &Ssa, index: u32, this: u32) -> Callees {
        let mut all = Callees { model: NONE, ..Callees::default() };
        let Some(insn) = ssa.insn(index).filter(|i| is_call(i.op)) else { return all };
        let method = insn.operand as u32;
        all.model = self.model_of_call(method);
        if all.model != NONE && !self.on_any_object(method) {
            return all;
        }
        let exact = if matches!(insn.op, 0x6e | 0x72 | 0x74 | 0x78) {
            self.exact_kinds(ssa, ssa.arg(index, 0), this)
        } else {
            None
        };
        let mut targets = match exact {
            Some(kinds) => {
                let selector = self.hierarchy.selector(method);
                let found = kinds.iter().map(|k| self.hierarchy.lookup(*k, selector));
                found.filter(|t| *t != NONE).collect()
            }
            None => self.narrowed(ssa, index, this, self.named_targets(insn.op, method)),
        };
        targets.sort_unstable();
        targets.dedup();
        all.many = targets.len() > MOST_TARGETS;
        if !all.many {
            let has_body = |t: &u32| self.code().defined_methods.get(*t as usize).is_some_and(|m| m.body != NONE);
            all.native = targets.iter().any(|t| !has_body(t)) || targets.is_empty() && self.is_declared(method);
            all.bodies = targets.into_iter().filter(has_body).collect();
        }
        all
    }

    /// Of several targets those that what a field holds can have.
    fn narrowed(&self, ssa: &Ssa, index: u32, this: u32, targets: Vec<u32>) -> Vec<u32> {
        let Some(insn) = ssa.insn(index).filter(|i| matches!(i.op, 0x6e | 0x72 | 0x74 | 0x78)) else { return targets };
        let receiver = ssa.arg(index, 0);
        let read = ssa.def_insn(receiver).is_some_and(|(_, i)| matches!(i.op, 0x54 | 0x62));
        if !read || !(2..=MOST_TARGETS).contains(&targets.len()) {
            return targets;
        }
        let Some(kinds) = self.kinds_through_fields(ssa, receiver, this) else { return targets };
        let selector = self.hierarchy.selector(insn.operand as u32);
        let runs: Vec<u32> = kinds.iter().map(|k| self.hierarchy.lookup(*k, selector)).collect();
        let fit: Vec<u32> = targets.iter().copied().filter(|t| runs.contains(t)).collect();
        if fit.is_empty() { targets } else { fit }
    }

    fn is_declared(&self, method: u32) -> bool {
        at(&self.code().definition_of_method, method) != NONE
    }

    /// Methods every object has (toString, equals…): a model says what Android's do, the sample's own may differ.
    fn on_any_object(&self, method: u32) -> bool {
        let code = self.code();
        code.methods.get(method as usize).is_some_and(|m| code.type_name(m.class) == "Ljava/lang/Object;")
    }

    /// Number of parameters of a defined method, the receiver counted.
    pub fn param_count(&self, defined: u32) -> u32 {
        let code = self.code();
        let method = code.defined_methods.get(defined as usize).and_then(|m| code.methods.get(m.method as usize));
        let receiver = u32::from(self.hierarchy.flags(defined) & STATIC == 0);
        method.map_or(0, |m| code.params(m.proto).len() as u32 + receiver)
    }

    /// Method number of a defined method.
    pub fn method(&self, defined: u32) -> u32 {
        self.code().defined_methods.get(defined as usize).map_or(NONE, |m| m.method)
    }

    /// Whether a call needs no receiver, by its opcode.
    pub fn has_receiver(&self, ssa: &Ssa, index: u32) -> bool {
        ssa.insn(index).is_some_and(|i| !is_static_call(i.op))
    }
}
