//! Modified UTF-8 of dex strings to UTF-8.
//!
//! <https://source.android.com/docs/core/runtime/dex-format#mutf-8>: U+0000 is `C0 80`, and characters past U+FFFF
//! are two surrogates of three bytes each. Lone surrogates become `\udXXX`, bytes that are no MUTF-8 `\xXX`: what
//! stands there stays visible.
use std::borrow::Cow;
use std::fmt::Write;

/// A decoded string and what stood out.
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// UTF-16 units, to compare with the count the file states.
    pub units: usize,
    /// True when some bytes are no MUTF-8.
    pub broken: bool,
}

/// Decodes `raw`, which holds no NUL.
pub fn decode(raw: &[u8]) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(raw) {
        let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
        return Decoded { text: Cow::Borrowed(text), units, broken: false };
    }
    let mut out = String::with_capacity(raw.len());
    let (mut units, mut broken, mut rest) = (0usize, false, raw);
    while let Some((unit, after)) = one(rest) {
        rest = after;
        units = units.wrapping_add(1);
        match unit {
            Ok(high @ 0xd800..=0xdbff) => match one(rest) {
                Some((Ok(low @ 0xdc00..=0xdfff), after)) => {
                    rest = after;
                    units = units.wrapping_add(1);
                    let pair = [high, low];
                    out.extend(char::decode_utf16(pair).flatten());
                }
                _ => lone(&mut out, high),
            },
            Ok(unit) => match char::from_u32(u32::from(unit)) {
                Some(c) => out.push(c),
                None => lone(&mut out, unit),
            },
            Err(byte) => {
                broken = true;
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    Decoded { text: Cow::Owned(out), units, broken }
}

fn lone(out: &mut String, unit: u16) {
    let _ = write!(out, "\\u{unit:04x}");
}

/// The first UTF-16 unit of `raw`, or the byte that begins none.
fn one(raw: &[u8]) -> Option<(Result<u16, u8>, &[u8])> {
    let low = |b: u8| u16::from(b & 0x3f);
    Some(match raw {
        [] => return None,
        [a, rest @ ..] if *a < 0x80 => (Ok(u16::from(*a)), rest),
        [a @ 0xc0..=0xdf, b @ 0x80..=0xbf, rest @ ..] => (Ok((u16::from(a & 0x1f) << 6) | low(*b)), rest),
        [a @ 0xe0..=0xef, b @ 0x80..=0xbf, c @ 0x80..=0xbf, rest @ ..] => {
            (Ok((u16::from(a & 0x0f) << 12) | (low(*b) << 6) | low(*c)), rest)
        }
        [a, rest @ ..] => (Err(*a), rest),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_lone_surrogates_nul_and_stray_bytes() {
        assert_eq!(decode(b"abc").text, "abc");
        assert_eq!(decode("日本".as_bytes()).units, 2);
        assert_eq!(decode(b"a\xc0\x80b").text, "a\0b");
        let pair = decode(b"\xed\xa0\xbd\xed\xb8\x80");
        assert_eq!((&*pair.text, pair.units, pair.broken), ("\u{1f600}", 2, false));
        assert_eq!(decode(b"x\xed\xa0\xbdy").text, "x\\ud83dy");
        assert_eq!(decode(b"\xed\xb8\x80").text, "\\ude00");
        let stray = decode(b"\xffz\xe2\x82");
        assert_eq!((&*stray.text, stray.broken), ("\\xffz\\xe2\\x82", true));
    }
}
