//! Texts that a static method of the sample makes of constants: what code hides is told as what it is.
use std::sync::Arc;

use super::text::{Place, Reader};
use crate::code::NONE;
use crate::flow::ssa::{Ssa, is_static_call};
use crate::flow::terms::{Resources, Term, Terms};
use crate::hierarchy::at;

/// Characters of a text that is told.
const MOST_CHARS: usize = 400;

impl Reader<'_> {
    /// The text that a call gives, where it is handed constants alone; asked once for each call.
    pub(super) fn decoded(&self, place: Place, ssa: &Ssa, index: u32) -> Option<Arc<str>> {
        let insn = ssa.insn(index).filter(|i| is_static_call(i.op))?;
        let code = self.world.code();
        let method = insn.operand as u32;
        let named = code.methods.get(method as usize)?;
        let proto = code.protos.get(named.proto as usize)?;
        let args = ssa.args(index);
        let constant = |v: &u32| ssa.def_insn(*v).is_some_and(|(_, i)| matches!(i.op, 0x12..=0x1b));
        let own = at(&code.definition_of_method, method) != NONE;
        let text = code.type_name(proto.result) == "Ljava/lang/String;";
        if !own || !text || args.is_empty() || !args.iter().all(constant) {
            return None;
        }
        let key = (place.defined, index);
        if let Some(known) = self.world.decoded.lock().ok().and_then(|all| all.get(&key).cloned()) {
            return known;
        }
        let mut terms = Terms::new(self.world, Resources::default());
        let term = terms.value(place.defined, ssa.result(index));
        let found = match terms.get(term) {
            Term::Text(text) if text.chars().count() <= MOST_CHARS => Some(Arc::clone(text)),
            _ => None,
        };
        if let Ok(mut all) = self.world.decoded.lock() {
            all.insert(key, found.clone());
        }
        found
    }
}
