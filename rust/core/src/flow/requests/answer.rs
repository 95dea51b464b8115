//! How an answer is checked: what it is compared with, and which of its fields are read.
use super::super::models::Effect;
use super::super::ssa::{PHI_USE, Ssa, is_call};
use super::super::terms::{Term, Terms};
use super::{Part, Sheet};
use crate::code::NONE;

/// Values followed from one answer.
const MOST_VALUES: usize = 64;

const COMPARED: [&str; 9] =
    ["equals", "equalsIgnoreCase", "contentEquals", "contains", "startsWith", "endsWith", "matches", "has", "indexOf"];
/// Signs of the conditional jumps, in the order of their opcodes.
const SIGNS: [&str; 6] = ["==", "!=", "<", ">=", ">", "<="];

impl Sheet<'_> {
    /// Rows for the checks of what a call gives back.
    pub(super) fn answer(&mut self, terms: &mut Terms<'_>, (defined, insn): (u32, u32)) {
        let world = terms.world;
        let Some(ssa) = world.ssa(defined) else { return };
        let method = ssa.insn(insn).map_or(NONE, |i| i.operand as u32);
        let Some(model) = world.model(world.model_of_call(method)) else { return };
        let gives = |e: &Effect| match e {
            Effect::Take(carrier, _) | Effect::Open(carrier, ..) => carrier.kind == "network",
            _ => false,
        };
        if !model.effects.iter().any(gives) || ssa.result(insn) == NONE {
            return;
        }
        let mut todo = vec![(ssa.result(insn), terms.called(defined, insn).to_owned())];
        let mut seen = Vec::new();
        while let Some((value, name)) = todo.pop() {
            if value == NONE || seen.contains(&value) || seen.len() >= MOST_VALUES {
                continue;
            }
            seen.push(value);
            for (user, operand) in ssa.uses(value).to_vec() {
                if user & PHI_USE != 0 {
                    todo.extend(ssa.phis.get((user & !PHI_USE) as usize).map(|p| (p.value, name.clone())));
                } else {
                    self.used(terms, ssa, (defined, user), operand, &name, &mut todo);
                }
            }
        }
    }

    fn used(
        &mut self,
        terms: &mut Terms<'_>,
        ssa: &Ssa,
        (defined, user): (u32, u32),
        operand: u32,
        name: &str,
        todo: &mut Vec<(u32, String)>,
    ) {
        let Some(insn) = ssa.insn(user) else { return };
        let site = (defined, user);
        let sign = |at: u8| SIGNS.get(usize::from(at)).copied().unwrap_or("?");
        match insn.op {
            0x1f => todo.push((ssa.result(user), name.to_owned())),
            0x32..=0x37 => {
                let other = terms.at(site, ssa.arg(user, 1 - operand.min(1)));
                let said = format!("{} {}", sign(insn.op - 0x32), terms.text(other));
                self.add_text(terms, site, Part::Answer, name, said, "server".to_owned());
            }
            0x38..=0x3d => {
                let said = format!("{} 0", sign(insn.op - 0x38));
                self.add_text(terms, site, Part::Answer, name, said, "server".to_owned());
            }
            0x2b | 0x2c => self.add_text(terms, site, Part::Answer, name, "switch".to_owned(), "server".to_owned()),
            op if is_call(op) => self.used_by_call(terms, ssa, site, operand, name, todo),
            _ => {}
        }
    }

    fn used_by_call(
        &mut self,
        terms: &mut Terms<'_>,
        ssa: &Ssa,
        site: (u32, u32),
        operand: u32,
        name: &str,
        todo: &mut Vec<(u32, String)>,
    ) {
        let called = terms.called(site.0, site.1).to_owned();
        let args = ssa.args(site.1).to_vec();
        let other = args.iter().enumerate().find(|(place, _)| *place as u32 != operand).map(|(_, v)| *v);
        let constant = other.map(|v| terms.at(site, v)).filter(|t| matches!(terms.get(*t), Term::Text(_)));
        if COMPARED.contains(&called.as_str()) {
            if let Some(constant) = constant {
                let said = format!("{called} {}", terms.text(constant));
                self.add_text(terms, site, Part::Answer, name, said, "server".to_owned());
            }
            return;
        }
        if operand == 0 && ssa.result(site.1) != NONE {
            // `getString("status")`, not `split(";")`.
            let reads = called.starts_with("get") || called.starts_with("opt");
            let field = constant.filter(|_| reads).and_then(|c| terms.constant_text(c)).filter(|_| args.len() >= 2);
            if let Some(field) = &field {
                self.add_text(terms, site, Part::Answer, field, "read".to_owned(), "server".to_owned());
            }
            let next = field
                .map_or_else(|| if called.starts_with("get") { called } else { name.to_owned() }, |f| f.to_string());
            todo.push((ssa.result(site.1), next));
        } else if terms.flows_to_result(site, operand) {
            todo.push((ssa.result(site.1), name.to_owned()));
        } else if let Some(object) = terms.flows_to_object(site, operand) {
            todo.push((object, name.to_owned()));
        }
    }
}
