//! Places that a model or rule names at a call: the values they are, and the elements below them.
use super::engine::Engine;
use super::models::{Part, Place, Root as At};
use super::path::{Elem, PathId};
use super::ssa::{Ssa, is_static_call};
use crate::code::NONE;

impl<'w> Engine<'w> {
    /// The one constant text or number a value is, for keys.
    pub(super) fn constant(&mut self, method: u32, value: u32) -> Option<String> {
        self.terms.constant(method, value).map(|text| text.to_string())
    }

    /// Values that a place of a call names, with the elements below them.
    pub(super) fn values_at(&mut self, method: u32, ssa: &Ssa, insn: u32, place: &Place) -> Vec<(u32, Vec<Elem>)> {
        let first = u32::from(ssa.insn(insn).is_some_and(|i| !is_static_call(i.op)));
        let values: Vec<u32> = match place.root {
            At::This if first == 1 => vec![ssa.arg(insn, 0)],
            At::This => Vec::new(),
            At::Arg(number) => vec![ssa.arg(insn, number + first)],
            At::AllArgs => ssa.args(insn).iter().skip(first as usize).copied().collect(),
            At::Result => vec![ssa.result(insn)],
        };
        let elems = self.elems(method, ssa, insn, place);
        values.into_iter().filter(|v| *v != NONE).map(|v| (v, elems.clone())).collect()
    }

    pub(super) fn elems(&mut self, method: u32, ssa: &Ssa, insn: u32, place: &Place) -> Vec<Elem> {
        let first = u32::from(ssa.insn(insn).is_some_and(|i| !is_static_call(i.op)));
        let mut elems = Vec::with_capacity(place.parts.len());
        for part in &place.parts {
            elems.push(match part {
                Part::Named(name) => Elem::Named(self.paths.word(name)),
                Part::Any => Elem::Any,
                Part::Deep => continue,
                Part::Text(text) if text == "*" => Elem::Unknown,
                Part::Text(text) => Elem::Key(self.paths.word(text)),
                Part::Arg(number) => match self.constant(method, ssa.arg(insn, number + first)) {
                    Some(text) => Elem::Key(self.paths.word(&text)),
                    None => Elem::Unknown,
                },
            });
        }
        elems
    }

    /// Whether a path only says what the value names (an address, a file), or what it answers (a test): neither is
    /// the data itself.
    pub(super) fn names_content(&self, path: PathId) -> bool {
        let head = self.paths.head(path);
        head == Some(self.content) || head == Some(self.truth)
    }
}

pub(super) fn is_deep(place: &Place) -> bool {
    place.parts.last() == Some(&Part::Deep)
}

/// Whether a place of a call names this operand of it.
pub(super) fn is_at(ssa: &Ssa, insn: u32, operand: u32, place: &Place) -> bool {
    let first = u32::from(ssa.insn(insn).is_some_and(|i| !is_static_call(i.op)));
    match place.root {
        At::This => first == 1 && operand == 0,
        At::Arg(number) => operand == number + first,
        At::AllArgs => operand >= first,
        At::Result => false,
    }
}
