//! The text of one file: decoding, places, and what a decompiler writes that no parser of Java takes.
use crate::gap::Cause;
use crate::written::Position;

/// Between two places whose count of characters is kept.
const STEP: usize = 256;

/// Decoded text with its lines.
pub struct Text {
    pub text: String,
    starts: Vec<usize>,
    /// Characters before each multiple of [`STEP`] bytes; empty where every character is one byte.
    counts: Vec<u32>,
}

impl Text {
    /// Decodes a file, at most `most` bytes of it; says what was lost.
    pub fn of(bytes: &[u8], most: usize) -> (Text, Vec<(Position, Cause, String)>) {
        let mut gaps = Vec::new();
        let whole = bytes.len();
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let kept = bytes.get(..most).unwrap_or(bytes);
        let text = match simdutf8::basic::from_utf8(kept) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(kept).into_owned(),
        };
        let made = Text { starts: starts(&text), counts: counts(&text), text: plain(text) };
        if let Some(at) = made.text.find('\u{fffd}').filter(|_| simdutf8::basic::from_utf8(kept).is_err()) {
            let detail = "the text is not UTF-8; what could not be decoded is shown as U+FFFD".to_owned();
            gaps.push((made.position(at), Cause::Malformed, detail));
        }
        if kept.len() < bytes.len() {
            let detail = format!("the file has {whole} bytes, of which the first {most} are read");
            gaps.push((made.position(made.text.len()), Cause::Limit, detail));
        }
        (made, gaps)
    }

    /// Line and column of a byte.
    pub fn position(&self, at: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|n| self.starts.get(n)).copied().unwrap_or(0);
        let column = self.chars(at).saturating_sub(self.chars(start)).saturating_add(1);
        Position { line: line as u32, column }
    }

    fn chars(&self, at: usize) -> u32 {
        let Some(known) = self.counts.get(at / STEP) else { return at as u32 };
        let from = (at / STEP).saturating_mul(STEP);
        let more = self.text.as_bytes().get(from..at).unwrap_or_default().iter().filter(|b| **b & 0xc0 != 0x80).count();
        known.saturating_add(more as u32)
    }

    pub fn slice(&self, range: std::ops::Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }
}

fn starts(text: &str) -> Vec<usize> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at.saturating_add(1));
    std::iter::once(0).chain(ends).collect()
}

fn counts(text: &str) -> Vec<u32> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut all = 0u32;
    let mut counts = Vec::with_capacity((text.len() / STEP).saturating_add(1));
    for step in text.as_bytes().chunks(STEP) {
        counts.push(all);
        all = all.saturating_add(step.iter().filter(|b| **b & 0xc0 != 0x80).count() as u32);
    }
    counts.push(all);
    counts
}

/// jadx writes `??` for a type it could not find. Two underlines are as long and parse as a type.
fn plain(text: String) -> String {
    if memchr::memmem::find(text.as_bytes(), b"??").is_none() {
        return text;
    }
    let mut out = text.into_bytes();
    let mut quote = 0u8;
    let mut at = 0usize;
    while let Some(byte) = out.get(at).copied() {
        let next = out.get(at.saturating_add(1)).copied().unwrap_or(0);
        match (quote, byte, next) {
            (b'"' | b'\'', b'\\', _) => at = at.saturating_add(1),
            (b'"' | b'\'', b'\n', _) => quote = 0,
            (0, b'"' | b'\'', _) => quote = byte,
            (0, b'/', b'/' | b'*') => quote = next,
            (b'/', b'\n', _) | (b'*', b'*', b'/') => quote = 0,
            (0, b'?', b'?') => {
                if let Some(both) = out.get_mut(at..at.saturating_add(2)) {
                    both.fill(b'_');
                }
                at = at.saturating_add(1);
            }
            (b'"' | b'\'', b, _) if b == quote => quote = 0,
            _ => {}
        }
        at = at.saturating_add(1);
    }
    String::from_utf8(out).unwrap_or_default()
}

/// What a literal between quotes says; surrogate pairs are put together.
pub fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    String::from_utf16_lossy(&units(text))
}

/// The same as UTF-16.
pub fn units(text: &str) -> Vec<u16> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut push = |c: char| out.extend(c.encode_utf16(&mut [0; 2]).iter());
    while let Some(c) = chars.next() {
        if c != '\\' {
            push(c);
            continue;
        }
        match chars.next() {
            Some('n') => push('\n'),
            Some('t') => push('\t'),
            Some('r') => push('\r'),
            Some('b') => push('\u{8}'),
            Some('f') => push('\u{c}'),
            Some('s') => push(' '),
            Some('u') => {
                while chars.next_if_eq(&'u').is_some() {}
                let digits: String = std::iter::from_fn(|| chars.next_if(char::is_ascii_hexdigit)).take(4).collect();
                let unit = u16::from_str_radix(&digits, 16).unwrap_or(0xfffd);
                push_unit(&mut push, &mut chars, unit);
            }
            Some(c) if c.is_digit(8) => {
                let mut value = c.to_digit(8).unwrap_or(0);
                let most = if c <= '3' { 2 } else { 1 };
                for _ in 0..most {
                    let Some(digit) = chars.peek().and_then(|c| c.to_digit(8)) else { break };
                    value = value.wrapping_mul(8).wrapping_add(digit);
                    chars.next();
                }
                push(char::from_u32(value).unwrap_or('\u{fffd}'));
            }
            Some('\n') => {}
            Some(c) => push(c),
            None => {}
        }
    }
    out
}

/// A unit that is half of a pair waits for its other half, which stands in the next escape.
fn push_unit(push: &mut impl FnMut(char), chars: &mut std::iter::Peekable<std::str::Chars<'_>>, unit: u16) {
    if let Some(c) = char::from_u32(u32::from(unit)) {
        return push(c);
    }
    let mut ahead = chars.clone();
    let second = (ahead.next() == Some('\\') && ahead.next() == Some('u')).then(|| {
        while ahead.next_if_eq(&'u').is_some() {}
        let digits: String = ahead.by_ref().take(4).collect();
        u16::from_str_radix(&digits, 16).unwrap_or(0)
    });
    let pair = second.and_then(|second| char::decode_utf16([unit, second]).next()).and_then(Result::ok);
    if pair.is_some() {
        *chars = ahead;
    }
    push(pair.unwrap_or('\u{fffd}'));
}
