//! Keys of carriers told apart by their terms.
use super::carry::{Keys, Spot};
use super::components::Intent;
use super::models::Place;
use super::terms::{Term, TermId, Terms};
use crate::code::NONE;

impl Keys for Terms<'_> {
    fn grade(&mut self, put: Spot<'_>, take: Spot<'_>) -> Option<char> {
        let one = self.key(put.method, put.insn, put.carrier);
        let other = self.key(take.method, take.insn, take.carrier);
        let grade = Terms::grade(self, &put.carrier.kind, &one, &other)?;
        grade.as_str().chars().next()
    }

    fn covers(&mut self, deleted: Spot<'_>, other: Spot<'_>) -> bool {
        let one = self.key(deleted.method, deleted.insn, deleted.carrier);
        let all = self.key(other.method, other.insn, other.carrier);
        let Some(front) = all.get(..one.len()).filter(|f| !f.is_empty()) else { return false };
        Terms::grade(self, &other.carrier.kind, front, &one).is_some_and(|g| g.as_str() == "A")
    }

    fn text(&mut self, spot: Spot<'_>) -> String {
        if spot.insn == NONE {
            let world = self.world;
            let class = world.hierarchy.class_of_defined(spot.method);
            let code = world.code();
            return code.classes.get(class as usize).map_or_else(String::new, |c| code.type_name(c.name).to_owned());
        }
        let keys = self.key(spot.method, spot.insn, spot.carrier);
        keys.iter().map(|k| Terms::text(self, *k)).collect::<Vec<_>>().join(", ")
    }

    fn columns(&mut self, method: u32, insn: u32, place: &Place) -> Option<Vec<String>> {
        self.columns_at(method, insn, place)
    }

    fn intent(&mut self, method: u32, value: u32) -> Intent {
        let said = Terms::intent(self, method, value);
        let texts =
            |list: &[TermId]| list.iter().filter_map(|t| self.constant_text(*t)).map(|t| t.to_string()).collect();
        let mut classes = Vec::new();
        for term in &said.classes {
            self.class_names(*term, &mut classes);
        }
        Intent {
            actions: texts(&said.actions),
            categories: texts(&said.categories),
            data: texts(&said.data),
            types: texts(&said.mime),
            package: texts(&said.package),
            classes,
            unknown: said.unknown,
        }
    }
}

impl Terms<'_> {
    /// Descriptors of the classes a term names: a class object, a name, or the name in a handle.
    fn class_names(&self, term: TermId, found: &mut Vec<String>) {
        match self.get(term) {
            Term::Class(kind) => found.push(self.world.code().type_name(*kind).to_owned()),
            Term::Text(text) => found.push(format!("L{};", text.replace('.', "/"))),
            Term::Named { key, .. } => {
                if let Some(last) = key.last() {
                    self.class_names(*last, found);
                }
            }
            Term::Alternatives(parts) => parts.iter().for_each(|p| self.class_names(*p, found)),
            _ => {}
        }
    }
}
