//! What a call gives: built-in text operations, effects of models, returns of the sample's own methods.
use super::super::models::{Effect, Model, Part, Place, Root};
use super::super::ssa::is_call;
use super::strings::decode_base64;
use super::{MOST_ALTERNATIVES, Term, TermId, Terms, Why};
use crate::code::NONE;
use crate::hierarchy::{STATIC, at};

/// Methods of Android that give a string resource by its id.
const RESOURCE_GETTERS: [&str; 4] = ["getString", "getText", "getQuantityString", "getStringArray"];
/// Getters that give a handle itself, written as text.
const AS_TEXT: [&str; 9] = [
    "toString",
    "getPath",
    "getAbsolutePath",
    "getCanonicalPath",
    "getAbsoluteFile",
    "getCanonicalFile",
    "toURI",
    "toURL",
    "toPath",
];

fn bare(place: &Place, root: Root) -> bool {
    place.root == root && place.parts.is_empty()
}

impl<'w> Terms<'w> {
    pub(super) fn call(&mut self, frame: u32, defined: u32, index: u32) -> TermId {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return self.unknown(Why::Cut) };
        let method = ssa.insn(index).map_or(NONE, |i| i.operand as u32);
        let itself = self.intern(Term::Result(method, defined, index));
        if let Some(found) = self.string_call(frame, defined, index, method) {
            return found;
        }
        let callees = world.callees(ssa, index, NONE);
        let model = world.model(callees.model);
        if let Some(found) = self.resource_call(frame, defined, index, method) {
            return found;
        }
        if let Some(found) = model.and_then(|m| self.modelled(frame, defined, index, m)) {
            return found;
        }
        if callees.bodies.is_empty() || callees.many || callees.bodies.len() > MOST_ALTERNATIVES {
            return itself;
        }
        let Some(inner) = self.enter(defined, index, frame) else { return itself };
        let mut all = Vec::new();
        for body in &callees.bodies {
            all.extend(self.returns(inner, *body));
        }
        let term = if all.is_empty() { itself } else { self.any(all) };
        if !self.is_constant(term)
            && !self.is_open(term)
            && let [body] = callees.bodies.as_slice()
            && let Some(text) = self.decoded(frame, defined, index, *body)
        {
            return text;
        }
        let vague = matches!(self.get(term), Term::Unknown(why) if *why != Why::Inside);
        if vague { itself } else { term }
    }

    /// What a method returns, each return on its own.
    fn returns(&mut self, frame: u32, body: u32) -> Vec<TermId> {
        let Some(ssa) = self.world.ssa(body) else { return Vec::new() };
        if !ssa.whole {
            return vec![self.unknown(Why::Cut)];
        }
        let places: Vec<u32> =
            (0..ssa.insns.len() as u32).filter(|i| ssa.insn(*i).is_some_and(|i| matches!(i.op, 0x0f..=0x11))).collect();
        let places = places.into_iter().filter(|i| ssa.block_of(*i) != NONE);
        places.map(|i| self.eval_at(frame, body, ssa.arg(i, 0), i)).collect()
    }

    /// A static method of the sample called with constants alone, run.
    fn decoded(&mut self, frame: u32, defined: u32, index: u32, body: u32) -> Option<TermId> {
        if self.world.hierarchy.flags(body) & STATIC == 0 {
            return None;
        }
        let ssa = self.world.ssa(defined)?;
        let args: Vec<TermId> = ssa.args(index).iter().map(|v| self.eval_at(frame, defined, *v, index)).collect();
        let fits = |all: &Self, t: TermId| matches!(all.get(t), Term::Text(_) | Term::Int(_) | Term::New(..));
        if args.is_empty() || !args.iter().all(|a| fits(self, *a)) {
            return None;
        }
        self.run(body, &args)
    }

    fn resource_call(&mut self, frame: u32, defined: u32, index: u32, method: u32) -> Option<TermId> {
        let world = self.world;
        let code = world.code();
        let reference = code.methods.get(method as usize)?;
        let known = RESOURCE_GETTERS.contains(&code.text(reference.name));
        if !known || at(&code.definition_of_method, method) != NONE {
            return None;
        }
        let first = code.params(reference.proto).first()?;
        if code.type_name(*first) != "I" {
            return None;
        }
        let ssa = world.ssa(defined)?;
        let receiver = u32::from(world.has_receiver(ssa, index));
        let id = self.eval(frame, defined, ssa.arg(index, receiver));
        let ids: Vec<u32> = match self.get(id) {
            Term::Int(number) => vec![u32::try_from(*number & 0xffff_ffff).ok()?],
            Term::Alternatives(parts) => parts
                .iter()
                .filter_map(|p| if let Term::Int(n) = self.get(*p) { Some(*n as u32) } else { None })
                .collect(),
            _ => return None,
        };
        if ids.is_empty() || ids.iter().any(|id| *id >> 24 == 0) {
            return None;
        }
        let all = ids.into_iter().map(|id| self.intern(Term::Resource(id))).collect();
        Some(self.any(all))
    }

    /// What a model says comes out at `result`.
    fn modelled(&mut self, frame: u32, defined: u32, index: u32, model: &'w Model) -> Option<TermId> {
        let mut flows = Vec::new();
        for effect in &model.effects {
            match effect {
                Effect::Name(carrier, to) | Effect::Open(carrier, _, to) if bare(to, Root::Result) => {
                    let named = self.named_at(frame, defined, index, carrier);
                    return Some(self.part_of_path(defined, index, named));
                }
                Effect::Take(carrier, to) if bare(to, Root::Result) => {
                    let named = self.named_at(frame, defined, index, carrier);
                    let name = self.called(defined, index);
                    return Some(self.op(name, vec![named]));
                }
                Effect::Store(from, to) if bare(to, Root::Result) => {
                    let found = self.place_in(frame, defined, index, from);
                    let empty = !from.parts.is_empty() && matches!(self.get(found), Term::Unknown(_));
                    return if empty { None } else { Some(found) };
                }
                Effect::Wrap(one, other) | Effect::Wrap(other, one) if bare(one, Root::Result) => {
                    return Some(self.place_in(frame, defined, index, other));
                }
                Effect::Flow(from, to) if bare(to, Root::Result) => flows.push(from),
                _ => {}
            }
        }
        self.flowed(frame, defined, index, &flows)
    }

    /// Name of the method a call names.
    pub(in crate::flow) fn called(&self, defined: u32, index: u32) -> &'w str {
        let world = self.world;
        let method = world.ssa(defined).and_then(|s| s.insn(index)).map_or(NONE, |i| i.operand as u32);
        world.code().methods.get(method as usize).map_or("", |m| world.code().text(m.name))
    }

    /// `getName` of a file gives the last segment of the path the file names.
    fn part_of_path(&mut self, defined: u32, index: u32, named: TermId) -> TermId {
        match self.get(named) {
            Term::Named { kind, key } if &**kind == "file" && self.called(defined, index) == "getName" => {
                key.first().copied().map_or(named, |path| self.last_name(path))
            }
            _ => named,
        }
    }

    /// What a model says the elements of a call's result name: the files of a folder.
    pub(super) fn listed(&mut self, frame: u32, defined: u32, value: u32) -> Option<TermId> {
        let world = self.world;
        let ssa = world.ssa(defined)?;
        let (index, insn) = ssa.def_insn(value)?;
        if insn.op == 0x1f {
            return self.listed(frame, defined, ssa.arg(index, 0));
        }
        let model = world.model(world.model_of_call(insn.operand as u32)).filter(|_| is_call(insn.op))?;
        model.effects.iter().find_map(|effect| match effect {
            Effect::Name(carrier, to) if to.root == Root::Result && to.parts == [Part::Any] => {
                Some(self.named_at(frame, defined, index, carrier))
            }
            _ => None,
        })
    }

    /// Text computed from text keeps what it was computed from; anything else is a result.
    fn flowed(&mut self, frame: u32, defined: u32, index: u32, flows: &[&'w Place]) -> Option<TermId> {
        let code = self.world.code();
        let ssa = self.world.ssa(defined)?;
        let method = ssa.insn(index).and_then(|i| code.methods.get(i.operand as usize))?;
        let name = code.text(method.name);
        let mut parts = Vec::new();
        for from in flows.iter().filter(|f| f.parts.is_empty()) {
            let given = from.root == Root::AllArgs || self.rooted(defined, index, from.root) != NONE;
            if given {
                parts.push(self.place_in(frame, defined, index, from));
            }
        }
        match parts.as_slice() {
            [one] if AS_TEXT.contains(&name) && !matches!(self.get(*one), Term::New(..) | Term::Unknown(_)) => {
                Some(*one)
            }
            [] => None,
            [one, ..] if name.starts_with("decode") && code.type_name(method.class).contains("Base64") => {
                let text = self.constant_text(*one).and_then(|t| decode_base64(&t));
                Some(match text {
                    Some(text) => self.text_term(&text),
                    None => self.op(name, vec![*one]),
                })
            }
            all => {
                let texty = all.iter().any(|p| {
                    !matches!(self.get(*p), Term::New(..) | Term::Unknown(_) | Term::Param(..) | Term::Field(_))
                });
                if texty { Some(self.op(name, parts)) } else { None }
            }
        }
    }
}
