//! What goes into an object, and where what comes out of a call goes: for requests and their answers.
use super::super::models::{Effect, Part, Place, Root};
use super::super::ssa::is_call;
use super::handles::stands;
use super::{TermId, Terms};
use crate::code::NONE;

/// Values of one object beyond which what flows into it is not listed.
const MOST_HUB: usize = 250;

impl Terms<'_> {
    /// The term of a value as it is just before an instruction: (defined method, instruction).
    pub fn at(&mut self, (defined, insn): (u32, u32), value: u32) -> TermId {
        let term = self.ask(|all| all.eval_at(0, defined, value, insn));
        self.finished(term)
    }

    /// Every value that is the same object: (defined method, value), sorted.
    pub fn same_objects(&mut self, defined: u32, value: u32) -> Vec<(u32, u32)> {
        let mut found: Vec<(u32, u32)> =
            self.ask(|all| all.aliases(0, defined, value)).into_iter().map(|a| (a.1, a.2)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What models say flows into an object or is kept in it, unless it is a slot of it: where, and which value.
    pub fn poured(&mut self, defined: u32, value: u32) -> Vec<((u32, u32), u32)> {
        let world = self.world;
        let mut found = Vec::new();
        let aliases = self.ask(|all| all.aliases(0, defined, value));
        // An object that goes everywhere is a hub (an interpreter's values, for one): what goes into it says nothing.
        if aliases.len() > MOST_HUB {
            return found;
        }
        for alias in aliases {
            for (user, operand) in self.calls_with(alias) {
                let defined = alias.1;
                if self.is_builder_value(defined, alias.2) || operand != NONE && self.is_text_value(defined, alias.2) {
                    continue;
                }
                let method = world.ssa(defined).and_then(|s| s.insn(user)).map_or(NONE, |i| i.operand as u32);
                let Some(model) = world.model(world.model_of_call(method)) else { continue };
                let here = |place: &Place| self.is_here(defined, user, operand, place);
                let slots = model.effects.iter().any(|e| matches!(e, Effect::Build { of, .. } if here(of)));
                for effect in model.effects.iter().filter(|_| !slots) {
                    let (Effect::Flow(from, to) | Effect::Store(from, to)) = effect else { continue };
                    let named = to.parts.iter().chain(&from.parts).any(|p| matches!(p, Part::Named(_)));
                    if !named && here(to) && from.root != Root::Result && from.root != to.root {
                        let roots = self.roots(defined, user, from.root).into_iter();
                        let roots = roots.filter(|v| !self.is_builder_value(defined, *v));
                        found.extend(roots.map(|v| ((defined, user), v)));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a value is a text, a text builder or a number by its type: its term says all there is.
    pub fn is_text_value(&self, defined: u32, value: u32) -> bool {
        let kind = self.world.ssa(defined).map_or(NONE, |s| s.kind(value));
        let name = self.world.code().type_name(kind);
        let texts = ["String;", "CharSequence;", "StringBuilder;", "StringBuffer;"];
        name.len() == 1 && name != "?" || texts.iter().any(|t| name.strip_prefix("Ljava/lang/") == Some(t))
    }

    /// Whether a value is a text builder: what is appended to it is in the text it gives.
    fn is_builder_value(&self, defined: u32, value: u32) -> bool {
        let kind = self.world.ssa(defined).map_or(NONE, |s| s.kind(value));
        matches!(self.world.code().type_name(kind), "Ljava/lang/StringBuilder;" | "Ljava/lang/StringBuffer;")
    }

    /// The values at the root of a place; several for `arg*`.
    fn roots(&self, defined: u32, insn: u32, root: Root) -> Vec<u32> {
        let count = self.world.ssa(defined).map_or(0, |s| s.args(insn).len() as u32);
        let mut found: Vec<u32> = match root {
            Root::AllArgs => (0..count).map(|n| self.rooted(defined, insn, Root::Arg(n))).collect(),
            root => vec![self.rooted(defined, insn, root)],
        };
        found.retain(|v| *v != NONE);
        found
    }

    /// Whether a call's model computes its result from this operand.
    pub fn flows_to_result(&self, site: (u32, u32), operand: u32) -> bool {
        self.flows(site, operand, &|to| to.root == Root::Result)
    }

    /// The object a call's model lets this operand flow into.
    pub fn flows_to_object(&self, (defined, insn): (u32, u32), operand: u32) -> Option<u32> {
        let into = self.flows((defined, insn), operand, &|to| to.root == Root::This);
        Some(self.rooted(defined, insn, Root::This)).filter(|v| into && *v != NONE && operand != 0)
    }

    fn flows(&self, (defined, insn): (u32, u32), operand: u32, wanted: &dyn Fn(&Place) -> bool) -> bool {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return false };
        let Some(call) = ssa.insn(insn).filter(|i| is_call(i.op)) else { return false };
        let receiver = world.has_receiver(ssa, insn);
        let model = world.model(world.model_of_call(call.operand as u32));
        model.into_iter().flat_map(|m| &m.effects).any(|effect| match effect {
            Effect::Flow(from, to) | Effect::Store(from, to) | Effect::Wrap(to, from) => {
                wanted(to) && stands(from.root, operand, receiver)
            }
            _ => false,
        })
    }
}
