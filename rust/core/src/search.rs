//! Many regular expressions over many texts at once.
//!
//! Most patterns cannot fit without some literal text in them. One automaton over those literals finds the few
//! candidates for each row; a regular expression is compiled when it first has a candidate.
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use regex::Regex;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};

/// Pattern number, row number, and the byte range of the first place where the pattern stands in the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub pattern: u32,
    pub row: u32,
    pub start: u32,
    pub end: u32,
}

/// A pattern is no regular expression of ours.
#[derive(Debug, thiserror::Error)]
#[error("pattern `{pattern}`: {reason}")]
pub struct PatternError {
    pub pattern: String,
    pub reason: String,
}

/// A literal shorter than this is in too many texts to be worth looking for.
const SHORTEST: usize = 3;
/// Marks that few texts hold: one of them is worth looking for alone.
const RARE: &[u8] = b"@=%";
/// Fewer rows than this cost less to search than to hand to another thread.
const ROWS_A_TASK: usize = 4096;
const MOST_LITERALS: usize = 128;

/// Patterns ready to search.
pub struct Patterns {
    expressions: Vec<String>,
    compiled: Vec<OnceLock<Option<Regex>>>,
    literals: AhoCorasick,
    /// Literal number → pattern number.
    pattern_of: Vec<u32>,
    /// Patterns without a literal: tried on every row.
    rest: Vec<u32>,
}

impl Patterns {
    /// Fails when a pattern is no regular expression, naming it.
    pub fn new(expressions: Vec<String>) -> Result<Self, PatternError> {
        let (mut literals, mut pattern_of, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for (number, expression) in (0_u32..).zip(&expressions) {
            let hir = regex_syntax::parse(expression)
                .map_err(|e| PatternError { pattern: expression.clone(), reason: e.to_string() })?;
            match required(&hir) {
                Some(found) => {
                    pattern_of.extend(std::iter::repeat_n(number, found.len()));
                    literals.extend(found);
                }
                None => rest.push(number),
            }
        }
        let literals = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(&literals)
            .map_err(|e| PatternError { pattern: String::new(), reason: e.to_string() })?;
        let compiled = expressions.iter().map(|_| OnceLock::new()).collect();
        Ok(Patterns { expressions, compiled, literals, pattern_of, rest })
    }

    /// Where each pattern first stands in each row; ordered by row, then pattern.
    pub fn search(&self, rows: &[&str]) -> Vec<Hit> {
        (0_u32..)
            .zip(rows)
            .collect::<Vec<_>>()
            .par_iter()
            .with_min_len(ROWS_A_TASK)
            .flat_map_iter(|(row, text)| self.row(*row, text))
            .collect()
    }

    fn row(&self, row: u32, text: &str) -> Vec<Hit> {
        let mut candidates = self.rest.clone();
        let literals = self.literals.find_overlapping_iter(text);
        candidates.extend(literals.filter_map(|found| self.pattern_of.get(found.pattern().as_usize())));
        candidates.sort_unstable();
        candidates.dedup();
        let hit = |pattern: u32| {
            let place = self.regex(pattern)?.find(text)?;
            let (start, end) = (u32::try_from(place.start()).ok()?, u32::try_from(place.end()).ok()?);
            Some(Hit { pattern, row, start, end })
        };
        candidates.into_iter().filter_map(hit).collect()
    }

    fn regex(&self, pattern: u32) -> Option<&Regex> {
        let number = pattern as usize;
        let expression = self.expressions.get(number)?;
        self.compiled.get(number)?.get_or_init(|| Regex::new(expression).ok()).as_ref()
    }
}

/// Texts, in small letters, one of which stands in everything the pattern fits; None where none is long enough.
fn required(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let own = prefixes(hir);
    let inner = match hir.kind() {
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Alternation(branches) => {
            let all = branches.iter().map(required).collect::<Option<Vec<_>>>()?.concat();
            Some(all).filter(|all| all.len() <= MOST_LITERALS)
        }
        HirKind::Concat(items) => best_of_concat(items),
        _ => None,
    };
    [own, inner].into_iter().flatten().max_by_key(|found| weight(found))
}

/// Every item must fit, so the texts of any run of items will do.
fn best_of_concat(items: &[Hir]) -> Option<Vec<Vec<u8>>> {
    let runs = (1..items.len()).filter_map(|from| prefixes(&Hir::concat(items.get(from..)?.to_vec())));
    let inner = items.iter().filter_map(|item| match item.kind() {
        HirKind::Capture(_) | HirKind::Alternation(_) => required(item),
        HirKind::Literal(mark) if mark.0.iter().any(|byte| RARE.contains(byte)) => Some(vec![mark.0.to_vec()]),
        _ => None,
    });
    runs.chain(inner).max_by_key(|found| weight(found))
}

fn weight(found: &[Vec<u8>]) -> usize {
    found.iter().map(Vec::len).min().unwrap_or(0)
}

fn prefixes(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let found = Extractor::new().extract(hir);
    let mut texts: Vec<Vec<u8>> = found.literals()?.iter().map(|l| l.as_bytes().to_ascii_lowercase()).collect();
    texts.sort_unstable();
    texts.dedup();
    Some(texts).filter(|texts| weight(texts) >= SHORTEST && texts.len() <= MOST_LITERALS)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn flat(patterns: &[&str], rows: &[&str]) -> Vec<(u32, u32, u32, u32)> {
        let patterns = Patterns::new(patterns.iter().map(|p| (*p).to_owned()).collect()).unwrap();
        patterns.search(rows).iter().map(|h| (h.pattern, h.row, h.start, h.end)).collect()
    }

    #[test]
    fn each_pattern_gives_its_first_place_in_each_row() {
        let found = flat(&["b+", "(?i)HTTP://"], &["abbb b", "x", "b http://"]);
        assert_eq!(found, [(0, 0, 1, 4), (0, 2, 0, 1), (1, 2, 2, 9)]);
    }

    #[test]
    fn the_literals_lose_nothing_that_a_plain_search_finds() {
        let patterns = [
            r"(?i)copyright|版权所有",
            r"^[a-z]+://host",
            r"\d{3,}",
            r"(?:abc|def)+x",
            r"x?yz{2}",
            r"[\w.]+@example\.org",
            r"(?i)[a-z]+ GmbH\b",
            r"AKIA[0-9A-Z]{4}",
            r"有限公司",
            r"a|bcde",
            r"(?s).*needle",
            r"İstanbul",
        ];
        let rows = [
            "Copyright 2020",
            "版权所有",
            "ftp://host",
            "a1234",
            "abcdefx",
            "yzz xyzz",
            "me@example.org",
            "Foo gmbh",
            "AKIAZZZ9",
            "某某有限公司",
            "bcde",
            "hay\nneedle",
            "İstanbul",
            "COPYRIGHT",
            "",
            "ſtraße Kelvin K",
        ];
        let found = flat(&patterns, &rows);
        for (row, text) in rows.iter().enumerate() {
            for (number, pattern) in patterns.iter().enumerate() {
                let plain = Regex::new(pattern).unwrap().find(text).map(|m| (m.start(), m.end()));
                let ours = found.iter().find(|h| h.0 as usize == number && h.1 as usize == row);
                assert_eq!(ours.map(|h| (h.2 as usize, h.3 as usize)), plain, "{pattern} in {text}");
            }
        }
    }

    #[test]
    fn a_broken_pattern_is_named() {
        let error = Patterns::new(vec!["ab(".to_owned()]).err().unwrap();
        assert!(error.to_string().contains("ab("));
    }
}
