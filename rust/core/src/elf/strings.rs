//! Strings in the loaded bytes of a native file: ASCII, UTF-8 of any script, UTF-16.
//!
//! Nothing loaded is left out on the word of a section table, which a hostile file writes as it likes: sections and
//! segment flags only decide how strict the noise filter is.
use rustc_hash::FxHashSet;

use super::image::{ET_REL, Image, PF_X, SHF_ALLOC, SHF_EXECINSTR, SHT_PROGBITS};
use super::script::{self, Script};
use crate::gap::{Cause, Gap};

/// Shortest ASCII string that is told.
const MIN_CHARS: usize = 6;
/// Shortest run of characters of another script: words of Chinese have two characters, noise has them too.
const MIN_FOREIGN: usize = 3;
/// Shortest run that mixes scripts, as a list of languages does.
const MIN_MIXED: usize = 12;
/// Longer strings go on in a further row, at a character's boundary.
const MAX_BYTES: usize = 65_536;
/// Strings past this count in one file are not told.
const MAX_STRINGS: usize = 200_000;

/// One string with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub address: Option<u64>,
    pub file_offset: u64,
    /// `ascii`, `utf8` or `utf16`.
    pub encoding: &'static str,
    pub value: String,
}

/// A stretch of the file and how sure it is to hold data rather than code or tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Region {
    start: u64,
    end: u64,
    strict: bool,
}

/// All strings but the names already told as symbols, by file offset.
pub(crate) fn read(image: &mut Image<'_>, names: &FxHashSet<u64>) -> Vec<Found> {
    let mut found = Vec::new();
    for region in regions(image) {
        let Some(bytes) = image.view.slice(region.start, region.end.saturating_sub(region.start)) else { continue };
        let mut scan = Scan { bytes, region, names, found: &mut found };
        scan.text();
        if !region.strict {
            scan.wide(image.view.big);
        }
        if found.len() >= MAX_STRINGS {
            let place = found.last().map_or(region.start, |f| f.file_offset);
            let detail = format!("more than {MAX_STRINGS} strings; those after this place are not told");
            image.gaps.push(Gap { place: format!("@0x{place:x}"), cause: Cause::Limit, detail });
            break;
        }
    }
    found.sort_by_key(|f| (f.file_offset, f.encoding));
    let placed = image.kind != ET_REL;
    for row in &mut found {
        row.address = if placed { image.address(row.file_offset) } else { None };
    }
    found
}

/// Disjoint regions in file order: the loaded segments cut at section borders, and `.comment`.
fn regions(image: &Image<'_>) -> Vec<Region> {
    let len = image.view.len();
    let span = |start: u64, size: u64| (start.min(len), start.saturating_add(size).min(len));
    let mut data: Vec<(u64, u64)> = Vec::new();
    let mut cover: Vec<(u64, u64, bool)> = Vec::new();
    for s in image.loads() {
        let (start, end) = span(s.offset, s.file_size);
        cover.push((start, end, s.flags & PF_X != 0));
    }
    let loose = cover.is_empty();
    for s in image.sections.iter().filter(|s| s.kind == SHT_PROGBITS) {
        let (start, end) = span(s.offset, s.size);
        let tables = s.name.starts_with(".eh_frame") || s.name.starts_with(".gcc_except") || s.name.starts_with(".plt");
        let plain = s.flags & SHF_EXECINSTR == 0 && !tables;
        if plain && (s.flags & SHF_ALLOC != 0 || s.name == ".comment") {
            data.push((start, end));
            if loose || s.name == ".comment" {
                cover.push((start, end, false));
            }
        }
    }
    // Where sections name data, the rest of the loaded bytes (code, symbol and relocation tables) is read strictly.
    let sorted_out = !data.is_empty();
    let mut borders: Vec<u64> =
        cover.iter().flat_map(|c| [c.0, c.1]).chain(data.iter().flat_map(|d| [d.0, d.1])).collect();
    borders.sort_unstable();
    borders.dedup();
    let mut out: Vec<Region> = Vec::new();
    for pair in borders.windows(2) {
        let (Some(&start), Some(&end)) = (pair.first(), pair.last()) else { continue };
        let inside = |range: &(u64, u64)| range.0 <= start && end <= range.1;
        let mut covering = cover.iter().filter(|c| inside(&(c.0, c.1))).peekable();
        if covering.peek().is_none() {
            continue;
        }
        let code = covering.any(|c| c.2);
        let strict = if sorted_out { !data.iter().any(inside) } else { code };
        match out.last_mut().filter(|last| last.end == start && last.strict == strict) {
            Some(last) => last.end = end,
            None => out.push(Region { start, end, strict }),
        }
    }
    out
}

struct Scan<'a, 'f> {
    bytes: &'a [u8],
    region: Region,
    names: &'a FxHashSet<u64>,
    found: &'f mut Vec<Found>,
}

fn printable(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e | b'\t' | b'\n' | b'\r')
}

/// Length of the well-formed multi-byte character at the start of `bytes`, with its script; `None` for anything else.
fn multibyte(bytes: &[u8]) -> Option<(usize, Script)> {
    let len = match bytes.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let c = std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?;
    Some((len, script::of(c)?))
}

impl Scan<'_, '_> {
    fn full(&self) -> bool {
        self.found.len() >= MAX_STRINGS
    }

    /// ASCII and UTF-8: runs of printable characters, ended by any other byte.
    fn text(&mut self) {
        let mut at = 0_usize;
        while let Some(rest) = self.bytes.get(at..).filter(|r| !r.is_empty()) {
            if self.full() {
                return;
            }
            let run = Run::take(rest, true);
            let Some(value) = rest.get(..run.len).filter(|v| !v.is_empty()) else {
                at = at.saturating_add(1);
                continue;
            };
            let after_nul = at.checked_sub(1).is_none_or(|before| self.bytes.get(before) == Some(&0));
            if self.keep(&run, rest.get(run.len).copied(), after_nul) {
                self.tell(at, &run, value);
            } else if run.foreign > 0 {
                self.pieces(at, value);
            }
            at = at.saturating_add(run.len);
        }
    }

    /// The ASCII stretches of a run whose other characters were taken for noise.
    fn pieces(&mut self, start: usize, value: &[u8]) {
        let mut at = 0_usize;
        while let Some(rest) = value.get(at..).filter(|r| !r.is_empty()) {
            let run = Run::take(rest, false);
            if let Some(piece) = rest.get(..run.len).filter(|_| self.keep(&run, Some(0xff), false) && !self.full()) {
                self.tell(start.saturating_add(at), &run, piece);
            }
            at = at.saturating_add(run.len.max(1));
        }
    }

    fn tell(&mut self, at: usize, run: &Run, value: &[u8]) {
        let file_offset = self.region.start.saturating_add(at as u64);
        if !self.names.contains(&file_offset) {
            let value = String::from_utf8_lossy(value).into_owned();
            let encoding = if run.foreign == 0 { "ascii" } else { "utf8" };
            self.found.push(Found { address: None, file_offset, encoding, value });
        }
    }

    fn keep(&self, run: &Run, next: Option<u8>, after_nul: bool) -> bool {
        // A run cut for its length goes on in the next row and so is ended by no NUL.
        let ended = matches!(next, None | Some(0)) || run.len >= MAX_BYTES - 4;
        let strict = self.region.strict;
        // Bytes of code often look like short words; a text between two NULs, or a long one, does not.
        if strict && (!ended || !run.wordy(6) || (run.chars < MIN_MIXED && !after_nul)) {
            return false;
        }
        if run.mixed {
            return ended && run.chars >= MIN_MIXED;
        }
        if run.foreign >= MIN_FOREIGN {
            return ended || run.foreign >= MIN_CHARS;
        }
        // One or two letters of another script among ASCII are an accent, or noise.
        run.chars >= MIN_CHARS
            && (strict || run.foreign == 0 || run.wordy(4))
            && (ended || (run.foreign == 0 && run.wordy(4)))
    }

    /// UTF-16 in the file's byte order, at even places, ended by a NUL unit.
    fn wide(&mut self, big: bool) {
        let skip = usize::from(self.region.start & 1 == 1);
        let unit = |pair: &[u8]| {
            let pair: [u8; 2] = pair.try_into().ok()?;
            Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
        };
        let units = self.bytes.get(skip..).unwrap_or_default().chunks_exact(2).filter_map(unit);
        let mut run = Run::default();
        let mut value = String::new();
        let mut after_nul = true;
        for (number, unit) in units.enumerate() {
            let c = char::from_u32(unit.into());
            let kind = c.and_then(|c| if c.is_ascii() { None } else { script::of(c) });
            match c {
                Some(c) if c.is_ascii() && printable(unit as u8) => run.ascii(unit as u8),
                Some(_) if kind.is_some() => run.unit(unit, kind),
                _ => {
                    if unit == 0 && run.wide_text(after_nul) && !self.full() {
                        let bytes = run.chars.saturating_mul(2);
                        let start = number.saturating_mul(2).saturating_add(skip).saturating_sub(bytes) as u64;
                        let file_offset = self.region.start.saturating_add(start);
                        let value = std::mem::take(&mut value);
                        self.found.push(Found { address: None, file_offset, encoding: "utf16", value });
                    }
                    run = Run::default();
                    value.clear();
                    after_nul = unit == 0;
                    continue;
                }
            }
            value.extend(c);
        }
    }
}

/// What is counted over a run of characters.
#[derive(Default)]
struct Run {
    len: usize,
    chars: usize,
    /// ASCII letters, digits and the signs that words, names, paths and formats are made of.
    wordy: usize,
    /// Characters outside ASCII.
    foreign: usize,
    script: Option<Script>,
    /// Characters of scripts that are not written together.
    mixed: bool,
    /// UTF-16 only: units that are two printable ASCII bytes.
    pairs: usize,
    /// UTF-16 only: a character of the blocks that hold hardly anything in use.
    rare: bool,
}

impl Run {
    /// The longest run at the start of `rest`, up to the length of one row.
    fn take(rest: &[u8], foreign: bool) -> Self {
        let mut run = Run::default();
        while let Some(&byte) = rest.get(run.len).filter(|_| run.len < MAX_BYTES - 4) {
            if printable(byte) {
                run.ascii(byte);
                run.len = run.len.saturating_add(1);
            } else if byte < 0x80 || !foreign {
                break;
            } else if let Some((len, script)) = rest.get(run.len..).and_then(multibyte) {
                run.other(Some(script));
                run.len = run.len.saturating_add(len);
            } else {
                break;
            }
        }
        run
    }

    /// True when no more than one character in `n` is an unusual sign.
    fn wordy(&self, n: usize) -> bool {
        self.wordy.saturating_add(self.foreign).saturating_mul(n) >= self.chars.saturating_mul(n.saturating_sub(1))
    }

    fn ascii(&mut self, byte: u8) {
        self.chars = self.chars.saturating_add(1);
        if byte.is_ascii_alphanumeric() || b" _./:-%,=()".contains(&byte) {
            self.wordy = self.wordy.saturating_add(1);
        }
    }

    fn unit(&mut self, unit: u16, script: Option<Script>) {
        self.other(script);
        if unit.to_be_bytes().into_iter().all(printable) {
            self.pairs = self.pairs.saturating_add(1);
        }
        self.rare |= matches!(unit, 0x2e80..=0x2fdf | 0x3130..=0x4dff | 0x2500..=0x2bff);
    }

    fn other(&mut self, script: Option<Script>) {
        self.chars = self.chars.saturating_add(1);
        self.foreign = self.foreign.saturating_add(1);
        match (self.script, script) {
            (_, None | Some(Script::Sign)) => {}
            (None, some) => self.script = some,
            (Some(a), Some(b)) => self.mixed |= a != b,
        }
    }

    /// Tables of small numbers look like UTF-16, so more is asked than of bytes.
    fn wide_text(&self, after_nul: bool) -> bool {
        // Two ASCII letters make one rare Chinese character, so ASCII text read by pairs looks Chinese.
        let pairs = self.pairs.saturating_mul(5) > self.foreign.saturating_mul(3);
        after_nul && !self.mixed && !self.rare && !pairs && self.wordy(5) && self.chars >= MIN_CHARS
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn scan(bytes: &[u8], strict: bool) -> Vec<(u64, &'static str, String)> {
        let region = Region { start: 0x100, end: 0x100_u64.saturating_add(bytes.len() as u64), strict };
        let (names, mut found) = (FxHashSet::default(), Vec::new());
        let mut scan = Scan { bytes, region, names: &names, found: &mut found };
        scan.text();
        if !strict {
            scan.wide(false);
        }
        found.into_iter().map(|f| (f.file_offset, f.encoding, f.value)).collect()
    }

    #[test]
    fn scripts_are_found_with_their_places() {
        let mut bytes = b"\0short\0long enough\0".to_vec();
        let place = 0x100 + bytes.len() as u64;
        bytes.extend("检查手机\0".as_bytes());
        bytes.extend("الهاتف\0".as_bytes());
        bytes.extend("Привет, %s\0".as_bytes());
        bytes.extend("Téléphone\0".as_bytes());
        let found = scan(&bytes, false);
        let values: Vec<_> = found.iter().map(|f| f.2.as_str()).collect();
        assert_eq!(values, ["long enough", "检查手机", "الهاتف", "Привет, %s", "Téléphone"]);
        assert_eq!(found[1].0, place);
        assert_eq!(found[0].1, "ascii");
        assert!(found[1..].iter().all(|f| f.1 == "utf8"));
    }

    #[test]
    fn utf16_is_found_only_with_an_end() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let mut bytes = vec![0, 0];
        bytes.extend(wide("connect\0"));
        bytes.extend(wide("оператор\0"));
        bytes.extend(wide("endless"));
        let found = scan(&bytes, false);
        assert_eq!(found[0], (0x102, "utf16", "connect".to_owned()));
        assert_eq!(found[1].2, "оператор");
        assert_eq!(found.len(), 2);
        let found = scan(b"\0\0getSystemService\0\0", false);
        assert_eq!(found.iter().map(|f| f.1).collect::<Vec<_>>(), ["ascii"]);
    }

    #[test]
    fn code_is_read_strictly() {
        let bytes = b"\x01pG!F(F$#\0/system/bin/su\0\x01gpG@opG\0\x02hM}D-h.h\0";
        assert_eq!(scan(bytes, true).iter().map(|f| f.2.as_str()).collect::<Vec<_>>(), ["/system/bin/su"]);
    }

    #[test]
    fn a_stray_character_does_not_hide_the_text_before_it() {
        let found = scan(b"http://example.org/\xc3\xa9\x01", false);
        assert_eq!(found.iter().map(|f| f.2.as_str()).collect::<Vec<_>>(), ["http://example.org/"]);
        let languages = "English Русский 中文 العربية\0";
        assert_eq!(scan(languages.as_bytes(), false)[0].2, languages.trim_end_matches('\0'));
    }

    #[test]
    fn long_text_goes_on_in_the_next_row() {
        let mut bytes = "я".repeat(60_000).into_bytes();
        bytes.push(0);
        let found = scan(&bytes, false);
        assert_eq!(found.iter().map(|f| f.2.chars().count()).sum::<usize>(), 60_000);
        assert!(found.len() > 1);
    }
}
