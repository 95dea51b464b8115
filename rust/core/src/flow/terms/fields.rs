//! Fields: constants of the definition, of Android, or what is written anywhere in the code that may run.
use super::{MOST_SITES, Term, TermId, Terms, Why};
use crate::code::Constant;
use crate::framework;
use crate::hierarchy::at;

impl Terms<'_> {
    /// What a field may hold, seen over all its writes; the field itself where that is not known.
    pub(super) fn field_value(&mut self, field: u32, fixed: bool) -> TermId {
        let itself = self.intern(if fixed { Term::Static(field) } else { Term::Field(field) });
        let world = self.world;
        let writes = world.field_writes.get(&field).map_or(&[][..], Vec::as_slice);
        let start = if fixed { self.field_constant(field) } else { None };
        if writes.is_empty() {
            return start.unwrap_or(itself);
        }
        if writes.len() > MOST_SITES {
            return itself;
        }
        let mut all: Vec<TermId> = start.into_iter().collect();
        for (defined, offset) in writes {
            let Some(ssa) = world.ssa(*defined) else { return itself };
            let Some(insn) = ssa.at_offset(*offset) else { return itself };
            let value = ssa.arg(insn, 0);
            all.push(self.eval_at(0, *defined, value, insn));
        }
        let term = self.any(all);
        let vague = self.any_leaf(term, &|l| matches!(l, Term::Unknown(_) | Term::Param(..)));
        if vague || *self.get(term) == Term::Int(0) { itself } else { term }
    }

    /// The constant a static field is given in its class, or by Android.
    fn field_constant(&mut self, field: u32) -> Option<TermId> {
        let world = self.world;
        let code = world.code();
        let reference = *code.fields.get(field as usize)?;
        let definition = at(&code.definition_of_field, field);
        let own = code.defined_fields.get(definition as usize).or_else(|| {
            let class = code.class(reference.class)?;
            code.fields_in(class).iter().find(|f| f.field == field)
        });
        if let Some(own) = own {
            return match own.value {
                Constant::Int(number) => Some(self.intern(Term::Int(number))),
                Constant::Text(text) => Some(self.text_term(code.text(text))),
                Constant::Type(kind) => Some(self.intern(Term::Class(kind))),
                Constant::None | Constant::Null | Constant::Float(_) => None,
            };
        }
        let class = code.type_name(reference.class);
        match world.hierarchy.framework.constant(class, code.text(reference.name))? {
            framework::Constant::Int(number) => Some(self.intern(Term::Int(number))),
            framework::Constant::Text(text) => Some(self.text_term(text)),
        }
    }

    pub(super) fn unknown_inside(&mut self) -> TermId {
        self.unknown(Why::Inside)
    }
}
