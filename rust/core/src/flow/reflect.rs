//! Calls by reflection whose method and class are named by constants.
use super::engine::{Callback, Engine, Here, Port};
use super::models::{Part, Place, Root as At};
use super::path::{Elem, PathId};
use super::row::{Link, Start};
use super::ssa::{Def, Ssa};
use super::terms::{Term, Terms};
use super::world::World;
use crate::code::NONE;
use crate::hierarchy::STATIC;
use rustc_hash::FxHashMap;

/// Methods of one name followed where the class is not known.
const MOST_NAMESAKES: usize = 4;

/// The method a `Method.invoke` calls. `class` is a type number of the sample, or NONE.
pub struct Reflected {
    pub name: String,
    pub class: u32,
    /// Descriptor, also of classes the sample does not name as a type.
    pub class_name: String,
}

/// A catalogue entry that calls by reflection are compared with: (class, method) in Java notation.
pub struct Named {
    pub entry: u32,
    pub class: String,
    pub method: String,
    pub places: Vec<Place>,
}

/// Whether a method reference is `java.lang.reflect.Method.invoke`.
pub fn is_invoke(world: &World, method: u32) -> bool {
    let code = world.code();
    code.methods
        .get(method as usize)
        .is_some_and(|m| code.type_name(m.class) == "Ljava/lang/reflect/Method;" && code.text(m.name) == "invoke")
}

/// The call that made a value, in its own method or another.
fn maker(terms: &mut Terms<'_>, method: u32, value: u32) -> Option<(u32, u32)> {
    let world = terms.world;
    let ssa = world.ssa(method)?;
    let mut one = value;
    for _ in 0..16 {
        match ssa.def(one)? {
            Def::Insn(index) if ssa.insn(index)?.op == 0x1f => one = ssa.arg(index, 0),
            Def::Insn(index) if super::ssa::is_call(ssa.insn(index)?.op) => return Some((method, index)),
            Def::Phi(phi) => {
                let mut calls = ssa
                    .phis
                    .get(phi as usize)?
                    .args
                    .iter()
                    .filter(|v| ssa.def_insn(**v).is_some_and(|d| d.1.op != 0x12));
                one = *calls.next()?;
            }
            _ => break,
        }
    }
    let term = terms.value(method, value);
    match terms.get(term) {
        Term::Result(_, defined, insn) => Some((*defined, *insn)),
        _ => None,
    }
}

/// What the call at `insn` of a defined method calls, where constants say so.
pub fn resolve(terms: &mut Terms<'_>, method: u32, insn: u32) -> Option<Reflected> {
    let world = terms.world;
    let receiver = world.ssa(method)?.arg(insn, 0);
    let (there, call) = maker(terms, method, receiver)?;
    let ssa = world.ssa(there)?;
    let code = world.code();
    let lookup = code.methods.get(ssa.insn(call)?.operand as usize)?;
    if !matches!(code.text(lookup.name), "getMethod" | "getDeclaredMethod") {
        return None;
    }
    let name = terms.constant(there, ssa.arg(call, 1))?.to_string();
    let (class, class_name) = class_of(terms, there, ssa, ssa.arg(call, 0));
    Some(Reflected { name, class, class_name })
}

/// The class of an object that `Class.newInstance` made.
fn made_by_name(terms: &mut Terms<'_>, method: u32, object: u32) -> Option<(u32, String)> {
    let (there, call) = maker(terms, method, object)?;
    let ssa = terms.world.ssa(there)?;
    let code = terms.world.code();
    let called = code.methods.get(ssa.insn(call)?.operand as usize)?;
    if code.text(called.name) != "newInstance" || code.type_name(called.class) != "Ljava/lang/Class;" {
        return None;
    }
    Some(class_of(terms, there, ssa, ssa.arg(call, 0))).filter(|c| !c.1.is_empty())
}

/// (type number or NONE, descriptor or empty) of the class a class object stands for.
fn class_of(terms: &mut Terms<'_>, method: u32, ssa: &Ssa, value: u32) -> (u32, String) {
    let code = terms.world.code();
    let term = terms.value(method, value);
    if let Term::Class(kind) = terms.get(term) {
        return (*kind, code.type_name(*kind).to_owned());
    }
    let unknown = (NONE, String::new());
    let Some((there, call)) = maker(terms, method, value) else { return unknown };
    let world = terms.world;
    let Some(inner) = world.ssa(there) else { return unknown };
    let Some(called) = inner.insn(call).and_then(|i| code.methods.get(i.operand as usize)) else { return unknown };
    let _ = ssa;
    let named = match code.text(called.name) {
        "forName" => inner.arg(call, 0),
        "loadClass" => inner.arg(call, 1),
        "getClass" => {
            let object = inner.arg(call, 0);
            return made_by_name(terms, there, object).unwrap_or_else(|| {
                let kind = inner.kind(object);
                (kind, code.type_name(kind).to_owned())
            });
        }
        _ => return unknown,
    };
    match terms.constant(there, named) {
        Some(text) => {
            let descriptor = format!("L{};", text.replace('.', "/"));
            (code.find_type(&descriptor).unwrap_or(NONE), descriptor)
        }
        None => unknown,
    }
}

/// Methods whose results a web page gets by the object that a call hands to a web view: those marked for it, else all
/// public ones.
pub fn page_methods(world: &World, sink: &Port) -> Vec<u32> {
    let code = world.code();
    let Some(ssa) = world.ssa(sink.method) else { return Vec::new() };
    let Some(insn) = sink.offset.and_then(|o| ssa.at_offset(o)) else { return Vec::new() };
    let called = ssa.insn(insn).and_then(|i| code.methods.get(i.operand as usize));
    if called.is_none_or(|m| code.text(m.name) != "addJavascriptInterface") {
        return Vec::new();
    }
    let object = ssa.arg(insn, 1);
    let kinds = world.exact_kinds(ssa, object, NONE).unwrap_or_else(|| vec![ssa.kind(object)]);
    let mut found = Vec::new();
    for kind in kinds {
        let public: Vec<u32> = world
            .hierarchy
            .declared(world.hierarchy.class_of(kind))
            .iter()
            .map(|m| m.1)
            .filter(|d| world.hierarchy.flags(*d) & 1 != 0 && !world.hierarchy.method_name(*d).starts_with('<'))
            .collect();
        let marked: Vec<u32> = public.iter().copied().filter(|d| is_marked(world, *d)).collect();
        found.extend(if marked.is_empty() { public } else { marked });
    }
    found
}

fn is_marked(world: &World, defined: u32) -> bool {
    let code = world.code();
    let Some(kind) = code.find_type("Landroid/webkit/JavascriptInterface;") else { return false };
    let (method, rows) = (world.method(defined), &code.annotations);
    rows.owner.iter().zip(&rows.owner_kind).zip(&rows.kind).any(|((o, k), a)| *o == method && *k == 2 && *a == kind)
}

/// Sources or sinks that are called by reflection.
pub fn ports(terms: &mut Terms<'_>, named: &[Named]) -> Vec<Port> {
    let world = terms.world;
    let mut found = Vec::new();
    if named.is_empty() {
        return found;
    }
    for (method, offset) in &world.reflective {
        let Some(insn) = world.ssa(*method).and_then(|s| s.at_offset(*offset)) else { continue };
        let Some(target) = resolve(terms, *method, insn) else { continue };
        let dotted = target.class_name.trim_start_matches('L').trim_end_matches(';').replace('/', ".");
        let same = |n: &&Named| {
            n.method == target.name
                && (dotted.is_empty() || n.class == dotted || world.hierarchy.framework.is_subtype(&dotted, &n.class))
        };
        for one in named.iter().filter(same) {
            let places = one.places.iter().map(moved).collect();
            found.push(Port { entry: one.entry, method: *method, offset: Some(*offset), places });
        }
    }
    found
}

/// The place of a call as `invoke(object, arguments)` has it.
fn moved(place: &Place) -> Place {
    let (root, front) = match place.root {
        At::This => (At::Arg(0), None),
        At::Arg(number) => (At::Arg(1), Some(Part::Text(number.to_string()))),
        At::AllArgs => (At::Arg(1), Some(Part::Any)),
        At::Result => (At::Result, None),
    };
    Place { root, parts: front.into_iter().chain(place.parts.iter().cloned()).collect() }
}

impl<'w> Engine<'w> {
    /// The data is the object or lies in the arguments of a method that is called by its name.
    pub(super) fn reflected(&mut self, here: Here<'w>, insn: u32, operand: u32) {
        let method = here.ssa.insn(insn).map_or(NONE, |i| i.operand as u32);
        if !is_invoke(self.world, method) || !self.ordered(here, insn) {
            return;
        }
        let Some(target) = resolve(&mut self.terms, here.key.method, insn) else { return };
        let (object, list) = (here.ssa.arg(insn, 1), here.ssa.arg(insn, 2));
        for (defined, kind) in self.namesakes(&target) {
            let first = u32::from(self.world.hierarchy.flags(defined) & STATIC == 0);
            let Some(start) = self.reflected_start(here, operand, defined, first) else { continue };
            let count = self.world.param_count(defined);
            let mut places: Vec<Option<(u32, Vec<Elem>)>> = Vec::new();
            for number in 0..count.saturating_sub(first) {
                let key = Elem::Key(self.paths.word(&number.to_string()));
                places.push(Some((list, vec![key])));
            }
            if first == 0 && !places.is_empty() {
                places.remove(0); // A callback's first place is its object.
            }
            let head = if first == 1 { (object, Vec::new()) } else { (list, vec![Elem::Key(self.paths.word("0"))]) };
            let result = Some((here.ssa.result(insn), Vec::new()));
            let number = self.callbacks.len() as u32;
            self.callbacks.push(Callback { object: head, args: places, result });
            let (index, path) = start;
            let Some(to) = self.row_if_room(defined, kind, Start::Param { index, path, later: 0 }) else { continue };
            self.onward(here, insn, operand, Link::Callback, to);
            self.wait(here, insn, operand, to, false, number);
        }
    }

    /// Calls by reflection of a method of the sample: (caller, offset).
    pub(super) fn reflected_callers(&mut self, defined: u32) -> Vec<(u32, u32)> {
        if self.reflected_at.is_none() {
            let world = self.world;
            let mut all: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
            for (method, offset) in &world.reflective {
                let Some(insn) = world.ssa(*method).and_then(|s| s.at_offset(*offset)) else { continue };
                let Some(target) = resolve(&mut self.terms, *method, insn) else { continue };
                for (called, _) in self.namesakes(&target) {
                    all.entry(called).or_default().push((*method, *offset));
                }
            }
            self.reflected_at = Some(all);
        }
        self.reflected_at.as_ref().and_then(|all| all.get(&defined)).cloned().unwrap_or_default()
    }

    /// (parameter, path) the data enters by.
    fn reflected_start(&mut self, here: Here<'w>, operand: u32, defined: u32, first: u32) -> Option<(u32, PathId)> {
        match operand {
            1 if first == 1 => Some((0, here.fact.path)),
            2 => {
                for number in 0..self.world.param_count(defined).saturating_sub(first) {
                    let key = Elem::Key(self.paths.word(&number.to_string()));
                    if let Some(rest) = self.paths.below(&[key], here.fact.path) {
                        return Some((number + first, rest));
                    }
                }
                None
            }
            _ => None,
        }
    }

    /// Methods of the sample of that name: of the class and its ancestors, or of any class where there are few.
    fn namesakes(&self, target: &Reflected) -> Vec<(u32, u32)> {
        let world = self.world;
        let named = |class: u32| {
            let declared = world.hierarchy.declared(class).iter().map(|m| m.1);
            declared
                .filter(|d| world.hierarchy.method_name(*d) == target.name && world.ssa(*d).is_some())
                .collect::<Vec<u32>>()
        };
        if target.class != NONE {
            for node in world.hierarchy.supers(target.class) {
                let found = named(world.hierarchy.class_of(node));
                if !found.is_empty() {
                    return found.into_iter().map(|d| (d, target.class)).collect();
                }
            }
        }
        if target.class != NONE || !target.class_name.is_empty() {
            return Vec::new();
        }
        let all: Vec<u32> = (0..world.code().classes.len() as u32).flat_map(named).collect();
        if all.len() > MOST_NAMESAKES { Vec::new() } else { all.into_iter().map(|d| (d, NONE)).collect() }
    }
}
