//! How surely two keys name the same carrier.
use std::sync::Arc;

use super::handles::is_path;
use super::{Term, TermId, Terms};
use crate::code::NONE;
use crate::hierarchy::at;

/// How a put and a take are joined; A is the surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// Equal keys.
    A,
    /// The same symbol: one field, or one getter without arguments; or one of several alternatives.
    B,
    /// One lies in the folder the other is.
    C,
    /// The same file name only.
    D,
}

impl Grade {
    /// The letter used in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
        }
    }
}

impl Terms<'_> {
    /// Grade of a join; None where it is weaker than those, or the keys differ.
    pub fn grade(&mut self, kind: &str, put: &[TermId], take: &[TermId]) -> Option<Grade> {
        if is_path(kind) {
            let (Some(put), Some(take)) = (put.first(), take.first()) else { return None };
            let (put, take) = (self.path(*put), self.path(*take));
            return self.over_alternatives(put, take, &|all, a, b| {
                // Two files of another app's data are not one for having one name.
                all.path_pair(a, b).filter(|g| kind == "file" || *g != Grade::D)
            });
        }
        if kind == "table" {
            let (put, take) = (self.table_keys(put), self.table_keys(take));
            return self.each_grade(&put, &take);
        }
        self.each_grade(put, take)
    }

    /// The worst grade of keys one by one.
    fn each_grade(&mut self, put: &[TermId], take: &[TermId]) -> Option<Grade> {
        if put.len() != take.len() {
            return None;
        }
        let mut worst = Grade::A;
        for (a, b) in put.iter().zip(take) {
            worst = worst.max(self.over_alternatives(*a, *b, &|all, a, b| all.key_grade(a, b))?);
        }
        Some(worst)
    }

    /// Grade of two paths, either of which may stand for any entry of a folder.
    fn path_pair(&mut self, put: TermId, take: TermId) -> Option<Grade> {
        let (of_put, of_take) = (self.folder_of_any(put), self.folder_of_any(take));
        if of_put.is_none() && of_take.is_none() {
            return self.path_grade(put, take);
        }
        let (put, take) = (of_put.unwrap_or(put), of_take.unwrap_or(take));
        self.path_grade(put, take).filter(|g| *g != Grade::D).map(|g| g.max(Grade::C))
    }

    /// The best of all pairs; where either side has alternatives, at best B.
    fn over_alternatives(
        &mut self,
        put: TermId,
        take: TermId,
        one: &dyn Fn(&mut Self, TermId, TermId) -> Option<Grade>,
    ) -> Option<Grade> {
        let split = |t: TermId| match self.get(t) {
            Term::Alternatives(parts) => parts.clone(),
            _ => vec![t],
        };
        let (puts, takes) = (split(put), split(take));
        let mut best: Option<Grade> = None;
        for (a, b) in puts.iter().flat_map(|a| takes.iter().map(move |b| (*a, *b))) {
            let found = one(self, a, b);
            best = best.into_iter().chain(found).min();
        }
        let best = best?;
        Some(if puts.len() > 1 || takes.len() > 1 { best.max(Grade::B) } else { best })
    }

    fn key_grade(&self, put: TermId, take: TermId) -> Option<Grade> {
        let same = self.same(put, take, 0)?;
        Some(if same { Grade::A } else { Grade::B })
    }

    /// Some(true) for equal constants, Some(false) for equal terms with symbols in them, None where they differ or are
    /// not known.
    fn same(&self, one: TermId, other: TermId, depth: u32) -> Option<bool> {
        if let (Some(a), Some(b)) = (self.constant_text(one), self.constant_text(other)) {
            return (a == b).then_some(true);
        }
        if depth > 32 {
            return None;
        }
        match (self.get(one), self.get(other)) {
            (Term::Unknown(_), _) | (_, Term::Unknown(_)) => None,
            (Term::Class(a), Term::Class(b)) | (Term::Resource(a), Term::Resource(b)) => (a == b).then_some(true),
            (Term::Static(a), Term::Static(b)) | (Term::Field(a), Term::Field(b)) => (a == b).then_some(false),
            (Term::Param(..), Term::Param(..)) | (Term::New(..), Term::New(..)) => (one == other).then_some(false),
            (Term::Result(a, from, at_one), Term::Result(b, to, at_other)) => {
                let same_call = one == other && self.is_known(one);
                (same_call || self.same_getter((*a, *from, *at_one), (*b, *to, *at_other))).then_some(false)
            }
            (Term::Op(a, _), Term::Op(b, _)) if a != b => None,
            (Term::Named { kind: a, .. }, Term::Named { kind: b, .. }) if a != b => None,
            (a, b) if std::mem::discriminant(a) != std::mem::discriminant(b) => None,
            _ => {
                let (a, b) = (self.parts(one), self.parts(other));
                if a.len() != b.len() {
                    return None;
                }
                let pairs = a.iter().zip(b).map(|(a, b)| self.same(*a, *b, depth + 1));
                let all = pairs.collect::<Option<Vec<bool>>>()?;
                // What is read from a handle is a symbol, however well the handle is known.
                let read = matches!(self.get(one), Term::Op(..))
                    && a.iter().any(|p| matches!(self.get(*p), Term::Named { .. }));
                Some(!read && all.into_iter().all(|s| s))
            }
        }
    }

    /// Whether two calls are of one getter that takes nothing, or only constants that are equal.
    fn same_getter(&self, one: (u32, u32, u32), other: (u32, u32, u32)) -> bool {
        let (hierarchy, code) = (&self.world.hierarchy, self.world.code());
        let (a, b) = (one.0, other.0);
        // The class a call names is the receiver's declared type, so one getter of Android goes by many names.
        let own = |m: u32| at(&code.definition_of_method, m) != NONE;
        let same = a == b || (!own(a) && !own(b) && hierarchy.selector(a) == hierarchy.selector(b));
        let Some(method) = code.methods.get(a as usize).filter(|_| same) else { return false };
        code.params(method.proto).is_empty() || self.literals(one).is_some_and(|l| Some(l) == self.literals(other))
    }

    /// The arguments of a call where all are literals in place.
    fn literals(&self, (_, defined, insn): (u32, u32, u32)) -> Option<Vec<(u8, i64)>> {
        let ssa = self.world.ssa(defined)?;
        let receiver = usize::from(self.world.has_receiver(ssa, insn));
        let literal = |value: &u32| {
            let (_, insn) = ssa.def_insn(*value)?;
            matches!(insn.op, 0x12..=0x1b).then_some((u8::from(insn.op >= 0x1a), insn.operand))
        };
        ssa.args(insn).iter().skip(receiver).map(literal).collect()
    }

    fn path_grade(&self, put: TermId, take: TermId) -> Option<Grade> {
        match self.same(put, take, 0) {
            Some(true) => return Some(Grade::A),
            Some(false) => {
                // A folder Android gives is the same folder every time.
                let given = |leaf: &Term| matches!(leaf, Term::Field(_) | Term::Param(..) | Term::New(..));
                return Some(if self.any_leaf(put, &given) { Grade::B } else { Grade::A });
            }
            None => {}
        }
        if self.contains(put, take) || self.contains(take, put) {
            return Some(Grade::C);
        }
        let (one, other) = (self.file_name(put)?, self.file_name(take)?);
        (one == other).then_some(Grade::D)
    }

    /// Whether a path is in the folder (at any depth).
    fn contains(&self, folder: TermId, path: TermId) -> bool {
        if matches!(self.get(folder), Term::Unknown(_)) {
            return false;
        }
        // An element of what a folder lists is in it.
        if let Term::Op(name, parts) = self.get(path)
            && &**name == "element"
        {
            return parts.first().is_some_and(|p| self.same(folder, self.bare_path(*p), 0).is_some());
        }
        let (above, below) = (self.path_parts(folder), self.path_parts(path));
        let Some((last, before)) = above.split_last() else { return false };
        if below.len() < above.len() || before.iter().zip(&below).any(|(a, b)| self.same(*a, *b, 0).is_none()) {
            return false;
        }
        let Some(here) = below.get(before.len()) else { return false };
        match (self.constant_text(*last), self.constant_text(*here)) {
            (Some(folder), Some(path)) => {
                let rest = path.strip_prefix(&*folder);
                // The root of the storage holds everything and says nothing.
                folder.len() > 1
                    && rest.is_some_and(|r| {
                        r.starts_with('/') || folder.ends_with('/') || r.is_empty() && below.len() > above.len()
                    })
            }
            _ => {
                let next = below.get(above.len()).and_then(|n| self.constant_text(*n));
                self.same(*last, *here, 0).is_some()
                    && next.is_none_or(|n| n.starts_with('/'))
                    && below.len() > above.len()
            }
        }
    }

    fn bare_path(&self, term: TermId) -> TermId {
        match self.get(term) {
            Term::Named { key, .. } => key.first().copied().unwrap_or(term),
            _ => term,
        }
    }

    fn path_parts(&self, term: TermId) -> Vec<TermId> {
        match self.get(term) {
            Term::Concat(parts) => parts.clone(),
            _ => vec![term],
        }
    }

    /// The last segment of a path, where it is constant and says more than a dot.
    fn file_name(&self, term: TermId) -> Option<Arc<str>> {
        let last = *self.path_parts(term).last()?;
        let text = self.constant_text(last)?;
        let whole = self.path_parts(term).len() == 1;
        let name = match text.rsplit_once('/') {
            Some((_, name)) => name,
            None if whole => &text,
            None => return None,
        };
        (name.len() > 2).then(|| name.into())
    }
}
