//! Many regular expressions over many texts at once.
use rayon::prelude::*;
use regex::{Regex, RegexSet, RegexSetBuilder};

/// Pattern number, row number, and the byte range of the first place where the pattern stands in the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub pattern: u32,
    pub row: u32,
    pub start: u32,
    pub end: u32,
}

/// Memory for the combined automaton. Too little and matching falls back to a slow machine.
const AUTOMATON_BYTES: usize = 64 << 20;

/// All patterns as one automaton.
pub fn set<S: AsRef<str>>(patterns: impl IntoIterator<Item = S>) -> Result<RegexSet, regex::Error> {
    RegexSetBuilder::new(patterns).size_limit(AUTOMATON_BYTES).dfa_size_limit(AUTOMATON_BYTES).build()
}

/// Where each pattern first stands in each row; ordered by row, then pattern.
///
/// Fails when a pattern is no regular expression, naming it.
pub fn search<'a>(patterns: &[String], rows: &[&'a str]) -> Result<Vec<Hit>, regex::Error> {
    let set = set(patterns)?;
    let single = patterns.iter().map(|p| Regex::new(p)).collect::<Result<Vec<_>, _>>()?;
    let find = |(row, text): (usize, &&'a str)| -> Vec<Hit> {
        let matched = set.matches(text);
        matched
            .iter()
            .filter_map(|number| {
                let place = single.get(number)?.find(text)?;
                Some(Hit {
                    pattern: u32::try_from(number).ok()?,
                    row: u32::try_from(row).ok()?,
                    start: u32::try_from(place.start()).ok()?,
                    end: u32::try_from(place.end()).ok()?,
                })
            })
            .collect()
    };
    Ok(rows.par_iter().enumerate().flat_map_iter(find).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_pattern_gives_its_first_place_in_each_row() {
        let patterns = ["b+".to_owned(), "(?i)HTTP://".to_owned()];
        let hits = search(&patterns, &["abbb b", "x", "b http://"]).unwrap();
        let flat: Vec<_> = hits.iter().map(|h| (h.pattern, h.row, h.start, h.end)).collect();
        assert_eq!(flat, [(0, 0, 1, 4), (0, 2, 0, 1), (1, 2, 2, 9)]);
    }

    #[test]
    fn a_broken_pattern_is_named() {
        let error = search(&["(".to_owned()], &["a"]).unwrap_err();
        assert!(error.to_string().contains('('));
    }
}
