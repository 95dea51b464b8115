//! Making compound terms in one normal form, and an order of terms that does not depend on their numbers.
use std::cmp::Ordering;
use std::sync::Arc;

use super::{MOST_ALTERNATIVES, MOST_PARTS, MOST_TEXT, Term, TermId, Terms, Why};

impl Terms<'_> {
    /// Order by what the terms say.
    pub fn compare(&self, one: TermId, other: TermId) -> Ordering {
        if one == other {
            return Ordering::Equal;
        }
        let (a, b) = (self.get(one), self.get(other));
        let own = rank(a).cmp(&rank(b)).then_with(|| match (a, b) {
            (Term::Text(a), Term::Text(b)) => a.cmp(b),
            (Term::Int(a), Term::Int(b)) => a.cmp(b),
            (Term::Op(a, _), Term::Op(b, _)) => a.cmp(b),
            (Term::Named { kind: a, .. }, Term::Named { kind: b, .. }) => a.cmp(b),
            (Term::Unknown(a), Term::Unknown(b)) => a.cmp(b),
            _ => numbers(a).cmp(&numbers(b)),
        });
        own.then_with(|| {
            // Equal terms have equal numbers, so only the first pair that differs is gone into.
            let pairs = self.parts(one).iter().zip(self.parts(other));
            let first = pairs.map(|(a, b)| self.compare(*a, *b)).find(|o| o.is_ne());
            first.unwrap_or_else(|| self.parts(one).len().cmp(&self.parts(other).len()))
        })
    }

    /// One of these. A null beside other values, and a value on paths where nothing was written, are left out.
    pub(super) fn any(&mut self, list: Vec<TermId>) -> TermId {
        let mut flat = Vec::new();
        for one in list {
            match self.get(one) {
                Term::Alternatives(parts) => flat.extend(parts.iter().copied()),
                _ => flat.push(one),
            }
        }
        flat.sort_by(|a, b| self.compare(*a, *b));
        flat.dedup();
        let unset = |t: &Term| matches!(t, Term::Unknown(Why::Unset));
        if flat.iter().any(|t| !unset(self.get(*t))) {
            flat.retain(|t| !unset(self.get(*t)));
        }
        if flat.iter().any(|t| !matches!(self.get(*t), Term::Int(_))) {
            flat.retain(|t| *self.get(*t) != Term::Int(0));
        }
        let mut unknown = false;
        flat.retain(|t| !matches!(self.get(*t), Term::Unknown(_)) || !std::mem::replace(&mut unknown, true));
        match flat.as_slice() {
            [] => self.unknown(Why::Unset),
            [one] => *one,
            more if more.len() > MOST_ALTERNATIVES => self.unknown(Why::Many),
            _ => self.intern(Term::Alternatives(flat)),
        }
    }

    /// One after the other.
    pub(super) fn concat(&mut self, list: Vec<TermId>) -> TermId {
        let mut flat: Vec<TermId> = Vec::new();
        for one in list {
            match self.get(one) {
                Term::Concat(parts) => flat.extend(parts.iter().copied()),
                _ => flat.push(one),
            }
        }
        let mut joined: Vec<TermId> = Vec::new();
        let mut run = String::new();
        for one in flat {
            match self.get(one) {
                Term::Text(text) if run.len().saturating_add(text.len()) <= MOST_TEXT => run.push_str(text),
                Term::Int(number) => run.push_str(&number.to_string()),
                _ => {
                    self.flush(&mut run, &mut joined);
                    joined.push(one);
                }
            }
        }
        self.flush(&mut run, &mut joined);
        if joined.len() > MOST_PARTS {
            joined.truncate(MOST_PARTS);
            joined.push(self.unknown(Why::Long));
        }
        match joined.as_slice() {
            [] => self.text_term(""),
            [one] => *one,
            _ => self.intern(Term::Concat(joined)),
        }
    }

    fn flush(&mut self, run: &mut String, joined: &mut Vec<TermId>) {
        if !run.is_empty() {
            let text = self.text_term(run);
            joined.push(text);
            run.clear();
        }
    }

    pub(super) fn op(&mut self, name: &str, parts: Vec<TermId>) -> TermId {
        self.intern(Term::Op(Arc::from(name), parts))
    }

    /// Resolves the value's mention of itself: what is added each time round becomes a repetition.
    pub(super) fn close(&mut self, term: TermId, number: u32) -> TermId {
        let itself = self.intern(Term::Again(number));
        if !self.mentions(term, itself) {
            return term;
        }
        let all = match self.get(term) {
            Term::Alternatives(parts) => parts.clone(),
            _ => vec![term],
        };
        let (mut bases, mut before, mut after) = (Vec::new(), Vec::new(), Vec::new());
        for one in all.into_iter().filter(|t| *t != itself) {
            if !self.mentions(one, itself) {
                bases.push(one);
                continue;
            }
            let Term::Concat(parts) = self.get(one).clone() else { return self.unknown(Why::Looped) };
            match parts.split_first() {
                Some((first, rest)) if *first == itself => after.push(rest.to_vec()),
                _ => match parts.split_last() {
                    Some((last, rest)) if *last == itself => before.push(rest.to_vec()),
                    _ => return self.unknown(Why::Looped),
                },
            }
        }
        if before.iter().chain(&after).flatten().any(|t| self.mentions(*t, itself)) {
            return self.unknown(Why::Looped);
        }
        let (before, after) = (self.repeated(before), self.repeated(after));
        if bases.is_empty() {
            return self.unknown(Why::Looped);
        }
        let base = self.any(bases);
        let list = before.into_iter().chain([base]).chain(after).collect();
        self.concat(list)
    }

    fn repeated(&mut self, lists: Vec<Vec<TermId>>) -> Option<TermId> {
        if lists.is_empty() {
            return None;
        }
        let each = lists.into_iter().map(|l| self.concat(l)).collect();
        let one = self.any(each);
        Some(self.intern(Term::Repeat(one)))
    }

    fn mentions(&self, term: TermId, itself: TermId) -> bool {
        self.is_open(term) && self.leaves(term).contains(&itself)
    }
}

fn rank(term: &Term) -> u8 {
    match term {
        Term::Text(_) => 0,
        Term::Int(_) => 1,
        Term::Resource(_) => 2,
        Term::Class(_) => 3,
        Term::Concat(_) => 4,
        Term::Op(..) => 5,
        Term::Named { .. } => 6,
        Term::Static(_) => 7,
        Term::Field(_) => 8,
        Term::Result(..) => 9,
        Term::Param(..) => 10,
        Term::New(..) => 11,
        Term::Repeat(_) => 12,
        Term::Alternatives(_) => 13,
        Term::Again(_) => 14,
        Term::Unknown(_) => 15,
    }
}

fn numbers(term: &Term) -> (u32, u32, u32) {
    match term {
        Term::Resource(a) | Term::Class(a) | Term::Static(a) | Term::Field(a) | Term::Again(a) => (*a, 0, 0),
        Term::Param(a, b) => (*a, *b, 0),
        Term::Result(a, b, c) | Term::New(a, b, c) => (*a, *b, *c),
        _ => (0, 0, 0),
    }
}
