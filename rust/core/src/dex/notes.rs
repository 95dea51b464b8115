//! What a reading could not take, what looked odd, and how much work it may still do.
use crate::code::Oddity;
use crate::gap::{Cause, Gap};

/// Gaps and oddities of one part; past the limit they are only counted.
pub struct Notes {
    part: u32,
    gaps: Vec<Gap>,
    oddities: Vec<Oddity>,
    unlisted: usize,
    /// Bytes that may still be read or made; hostile files refer to the same bytes over and over.
    budget: usize,
    spent: bool,
}

/// Gaps, and oddities, listed for one part.
const LISTED: usize = 1000;
/// Times an ordinary reading may go over a file's bytes.
const PASSES: usize = 8;

impl Notes {
    pub fn new(part: u32, size: usize) -> Self {
        let budget = size.saturating_mul(PASSES).saturating_add(0x10000);
        Notes { part, gaps: Vec::new(), oddities: Vec::new(), unlisted: 0, budget, spent: false }
    }

    pub fn gap(&mut self, place: String, cause: Cause, detail: impl Into<String>) {
        if self.gaps.len() < LISTED {
            self.gaps.push(Gap { place, cause, detail: detail.into() });
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    pub fn gap_at(&mut self, offset: usize, cause: Cause, detail: impl Into<String>) {
        self.gap(format!("@0x{offset:x}"), cause, detail);
    }

    pub fn odd(&mut self, kind: &'static str, place: String, detail: impl Into<String>) {
        if self.oddities.len() < LISTED {
            self.oddities.push(Oddity { part: self.part, kind, place, detail: detail.into() });
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    pub fn odd_at(&mut self, kind: &'static str, offset: usize, detail: impl Into<String>) {
        self.odd(kind, format!("@0x{offset:x}"), detail);
    }

    /// Takes `bytes` from the work allowed. False when none is left; the first time, a gap says so.
    #[inline]
    pub fn charge(&mut self, bytes: usize) -> bool {
        match self.budget.checked_sub(bytes) {
            Some(left) => {
                self.budget = left;
                true
            }
            None => {
                self.overspent();
                false
            }
        }
    }

    #[cold]
    fn overspent(&mut self) {
        self.budget = 0;
        if !self.spent {
            self.spent = true;
            let detail = format!("reading goes over the same bytes more than {PASSES} times; the rest is left out");
            self.gaps.push(Gap { place: "@0x0".to_owned(), cause: Cause::Limit, detail });
        }
    }

    pub fn finish(mut self, gaps: &mut Vec<(u32, Gap)>, oddities: &mut Vec<Oddity>) {
        if self.unlisted > 0 {
            let detail = format!("{} further gaps and oddities are not listed", self.unlisted);
            self.gaps.push(Gap { place: "@0x0".to_owned(), cause: Cause::Limit, detail });
        }
        gaps.extend(self.gaps.into_iter().map(|gap| (self.part, gap)));
        oddities.append(&mut self.oddities);
    }
}

/// Counts entries of a table that cannot be used; one gap tells of all.
pub struct Bad {
    what: &'static str,
    first: Option<(usize, String)>,
    count: usize,
}

impl Bad {
    pub fn new(what: &'static str) -> Self {
        Bad { what, first: None, count: 0 }
    }

    pub fn add(&mut self, offset: usize, why: impl FnOnce() -> String) {
        self.count = self.count.saturating_add(1);
        self.first.get_or_insert_with(|| (offset, why()));
    }

    /// Place of the first entry and one sentence on all, if there were any.
    pub fn summary(self, how: &str) -> Option<(usize, String)> {
        let (offset, why) = self.first?;
        Some((offset, format!("{} of the {} {how}; the first: {why}", self.count, self.what)))
    }

    pub fn tell(self, notes: &mut Notes) {
        if let Some((offset, detail)) = self.summary("cannot be read") {
            notes.gap_at(offset, Cause::Malformed, detail);
        }
    }
}
