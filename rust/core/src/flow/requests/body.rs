//! What is in a request: slots of the objects it is built from, and what is written to its stream.
use super::super::models::{Effect, KeyPart, Mode, Root};
use super::super::terms::{Slot, Term, TermId, Terms};
use super::{Part, Sheet};
use crate::code::NONE;

/// Objects inside one another.
const MOST_DEPTH: u32 = 6;
/// Of those, for what flows from one to the next.
const MOST_POURED: u32 = 4;

/// What a slot of a builder is a part of; None for one that only leads to another object.
fn part_of(slot: &str) -> Option<Part> {
    Some(match slot {
        "method" | "verb" => Part::Verb,
        "url" | "address" | "uri" | "host" | "endpoint" | "server" => Part::Address,
        "query" | "path" => Part::Piece,
        "header" | "cookie" => Part::Header,
        "body" | "content" | "field" | "form" | "part" | "file" | "key" | "entity" | "text" | "subject"
        | "attachment" | "message" | "property" | "payload" | "value" => Part::Body,
        _ => return None,
    })
}

/// The objects a term is made of that may have been built: new ones, and those a result is computed from.
fn opened(terms: &Terms<'_>, term: TermId) -> Vec<((u32, u32), u32)> {
    let world = terms.world;
    let mut found = Vec::new();
    for leaf in terms.leaves(term) {
        let (defined, insn) = match terms.get(leaf) {
            Term::New(_, defined, insn) => (*defined, *insn),
            Term::Result(method, defined, insn) => {
                let model = world.model(world.model_of_call(*method));
                let computed = |e: &Effect| matches!(e, Effect::Flow(_, to) if to.root == Root::Result);
                if !model.is_some_and(|m| m.effects.iter().any(computed)) {
                    continue;
                }
                (*defined, *insn)
            }
            _ => continue,
        };
        found.extend(world.ssa(defined).map(|s| ((defined, insn), s.result(insn))));
    }
    found
}

impl Sheet<'_> {
    /// Rows for everything an object is built of. Gives whether there was any.
    pub(super) fn gather(
        &mut self,
        terms: &mut Terms<'_>,
        (defined, _): (u32, u32),
        value: u32,
        name: &str,
        depth: u32,
    ) -> bool {
        if depth > MOST_DEPTH || value == NONE || self.seen.contains(&(defined, value)) {
            return false;
        }
        self.seen.push((defined, value));
        let before = self.rows.len();
        for slot in terms.built(defined, value) {
            self.slot(terms, &slot, name, depth);
        }
        if depth > 0 && depth < MOST_POURED {
            for (from, value) in terms.poured(defined, value) {
                self.content(terms, from, value, name, depth);
            }
        }
        self.rows.len() > before
    }

    /// One value that is in the body: itself where it is text, else what it is built of.
    fn content(&mut self, terms: &mut Terms<'_>, site: (u32, u32), value: u32, name: &str, depth: u32) -> bool {
        let term = terms.at(site, value);
        // What came from the server is an answer that is handled, not something sent.
        if self.origins.of(terms, term).split('+').any(|o| o == "server") {
            return true;
        }
        let objects = opened(terms, term);
        let itself = terms.leaves(term).as_slice() == [term];
        let mut nested = false;
        for (site, value) in &objects {
            nested |= self.gather(terms, *site, *value, name, depth + 1);
        }
        let open = matches!(terms.get(term), Term::Unknown(_) | Term::Param(..) | Term::Named { .. } | Term::Field(_));
        if open && !terms.is_text_value(site.0, value) {
            nested |= self.gather(terms, site, value, name, depth + 1);
        }
        let nothing = matches!(terms.get(term), Term::New(..) | Term::Int(_) | Term::Unknown(_) | Term::Named { .. });
        if nested && (itself || open) || nothing {
            return nested;
        }
        self.add(terms, site, Part::Body, name, term);
        true
    }

    fn slot(&mut self, terms: &mut Terms<'_>, slot: &Slot, outer: &str, depth: u32) {
        let site = (slot.defined, slot.insn);
        let key = slot.key.and_then(|k| terms.constant_text(k));
        let name = match (&key, outer.is_empty()) {
            (Some(key), true) => key.to_string(),
            (Some(key), false) => format!("{outer}.{key}"),
            (None, _) if slot.key.is_some() => "?".to_owned(),
            (None, _) => outer.to_owned(),
        };
        match part_of(&slot.slot) {
            Some(Part::Address) => self.address(terms, site, slot.value),
            Some(Part::Body) => {
                let nested = slot.operand.is_some_and(|(d, v)| self.content(terms, (d, slot.insn), v, &name, depth));
                if !nested && (slot.operand.is_none() || slot.key.is_some()) {
                    self.add(terms, site, Part::Body, &name, slot.value);
                }
            }
            Some(Part::Verb) => self.add(terms, site, Part::Verb, "", slot.value),
            Some(part) => self.add(terms, site, part, &name, slot.value),
            None => {
                if let Some((defined, value)) = slot.operand {
                    self.gather(terms, (defined, slot.insn), value, outer, depth + 1);
                }
            }
        }
    }

    /// What the call itself puts on the network, where that is a value of its own.
    pub(super) fn put(&mut self, terms: &mut Terms<'_>, (defined, insn): (u32, u32)) {
        let world = terms.world;
        let method = world.ssa(defined).and_then(|s| s.insn(insn)).map_or(NONE, |i| i.operand as u32);
        let Some(model) = world.model(world.model_of_call(method)) else { return };
        for effect in &model.effects {
            let (carrier, from) = match effect {
                Effect::Put(carrier, from) => (carrier, from),
                // What is written to the handle is sent.
                Effect::Open(carrier, Mode::Writing | Mode::Both, to) if carrier.kind == "network" => {
                    let value = terms.rooted(defined, insn, to.root);
                    self.content(terms, (defined, insn), value, "", 1);
                    continue;
                }
                _ => continue,
            };
            if carrier.kind != "network" || !from.parts.is_empty() {
                continue;
            }
            let value = terms.rooted(defined, insn, from.root);
            let term = terms.at((defined, insn), value);
            let mut keys = carrier.key.iter();
            let address = keys.any(|k| matches!(k, KeyPart::Place(place) if place.root == from.root));
            if !address || !matches!(terms.get(term), Term::Named { .. } | Term::Text(_) | Term::Concat(_)) {
                self.content(terms, (defined, insn), value, "", 1);
            }
        }
    }
}
