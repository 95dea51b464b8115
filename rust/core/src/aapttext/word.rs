//! One value as written to (type, data, text), as binary resources have it.
use super::Symbols;
use super::formats::{BOOLEAN, COLOR, DIMENSION, ENUM, FLAGS, FLOAT, FRACTION, INTEGER, Takes};
use crate::arsc::value;

pub(super) type Typed = (u8, u32, Option<String>);

/// Types a value by what its place takes; None for what is only a string.
pub(super) fn special(text: &str, takes: &Takes, symbols: &Symbols) -> Option<Typed> {
    match text.as_bytes().first()? {
        b'@' => reference(text, symbols),
        b'?' => attribute(text, symbols),
        _ => plain(text, takes).map(|(kind, data)| (kind, data, None)),
    }
}

/// `@type/name`, `@+id/name`, `@android:type/name`, `@0x7f010001`, `@null`, `@empty`.
fn reference(text: &str, symbols: &Symbols) -> Option<Typed> {
    match text {
        "@null" => return Some((value::REFERENCE, 0, None)),
        "@empty" => return Some((value::NULL, 1, None)),
        _ => {}
    }
    let name = text.get(1..)?.trim_start_matches(['+', '*']);
    if let Some(id) = name.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
        return Some((value::REFERENCE, id, None));
    }
    let (kind, rest) = name.split_once('/')?;
    if rest.is_empty()
        || kind.contains(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '_' | '^' | '-')))
    {
        return None;
    }
    let id = symbols.id(name).or_else(|| symbols.id(name.split_once(':').filter(|p| p.0 != "android")?.1));
    Some((value::REFERENCE, id.unwrap_or(0), id.is_none().then(|| text.to_owned())))
}

/// `?attr/name`, `?android:attr/name`, `?name`.
fn attribute(text: &str, symbols: &Symbols) -> Option<Typed> {
    let name = text.get(1..)?.trim_start_matches(['+', '*']);
    if let Some(id) = name.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
        return Some((value::ATTRIBUTE, id, None));
    }
    let (package, rest) = name.split_once(':').unwrap_or(("", name));
    let bare = rest.strip_prefix("attr/").unwrap_or(rest);
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    if bare.is_empty() || !bare.chars().all(letters) || !package.chars().all(letters) {
        return None;
    }
    let id = match package {
        "android" => symbols.id(&format!("android:attr/{bare}")),
        _ => symbols.id(&format!("attr/{bare}")),
    };
    Some((value::ATTRIBUTE, id.unwrap_or(0), id.is_none().then(|| text.to_owned())))
}

fn plain(text: &str, takes: &Takes) -> Option<(u8, u32)> {
    let word = |word: &str| takes.words.iter().find(|(name, _)| name == word.trim()).map(|(_, number)| *number);
    if takes.mask & ENUM != 0
        && let Some(number) = word(text)
    {
        return Some((value::INT_DEC, number));
    }
    if takes.mask & FLAGS != 0
        && let Some(bits) = text.split('|').map(word).try_fold(0, |all, one| Some(all | one?))
    {
        return Some((value::INT_HEX, bits));
    }
    if takes.mask & BOOLEAN != 0 {
        match text {
            "true" | "TRUE" | "True" => return Some((value::INT_BOOLEAN, u32::MAX)),
            "false" | "FALSE" | "False" => return Some((value::INT_BOOLEAN, 0)),
            _ => {}
        }
    }
    if takes.mask & COLOR != 0
        && let Some(found) = color(text)
    {
        return Some(found);
    }
    // aapt2 reads numbers where words are asked for, too.
    if takes.mask & (INTEGER | ENUM | FLAGS) != 0
        && let Some(found) = integer(text)
    {
        return Some(found);
    }
    if takes.mask & (FLOAT | DIMENSION | FRACTION) != 0 { number(text, takes.mask) } else { None }
}

fn color(text: &str) -> Option<(u8, u32)> {
    let digits = text.strip_prefix('#').filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let doubled = |shift: u32| ((number >> shift) & 15).wrapping_mul(17);
    let four = |a: u32| (a << 24) | (doubled(8) << 16) | (doubled(4) << 8) | doubled(0);
    Some(match digits.len() {
        3 => (value::COLOR_LAST, four(255)),
        4 => (0x1e, four(doubled(12))),
        6 => (0x1d, number | 0xff00_0000),
        8 => (value::COLOR_FIRST, number),
        _ => return None,
    })
}

fn integer(text: &str) -> Option<(u8, u32)> {
    if let Some(hex) = text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        return Some((value::INT_HEX, u32::from_str_radix(hex, 16).ok()?));
    }
    let plain = text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit());
    let number: i64 = if plain { text.parse().ok()? } else { return None };
    let bits = i32::try_from(number).map(|n| n as u32).or_else(|_| u32::try_from(number)).ok()?;
    Some((value::INT_DEC, bits))
}

/// A float, a dimension or a fraction (`stringToFloat` of ResourceTypes.cpp).
fn number(text: &str, mask: u32) -> Option<(u8, u32)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E')));
    let (digits, unit) = text.split_at(end.unwrap_or(text.len()));
    let number: f64 = digits.parse::<f32>().ok()?.into();
    let unit = unit.trim();
    if unit.is_empty() {
        return (mask & FLOAT != 0).then_some((value::FLOAT, (number as f32).to_bits()));
    }
    let units = ["px", "dp", "sp", "pt", "in", "mm"];
    let unit_name = if unit == "dip" { "dp" } else { unit };
    if let Some(place) = units.iter().position(|u| *u == unit_name) {
        let bits = complex(number) | u32::try_from(place).ok()?;
        return (mask & DIMENSION != 0).then_some((value::DIMENSION, bits));
    }
    let own = match unit {
        "%" => 0,
        "%p" => 1,
        _ => return None,
    };
    (mask & FRACTION != 0).then_some((value::FRACTION, complex(number / 100.0) | own))
}

/// 24 bits with a radix point.
fn complex(number: f64) -> u32 {
    let bits = (number.abs() * f64::from(1 << 23) + 0.5) as i64;
    let (radix, shift) = match bits {
        b if b & 0x7f_ffff == 0 => (0, 23),
        b if b & !0x7f_ffff == 0 => (3, 0),
        b if b & !0x7fff_ffff == 0 => (2, 8),
        b if b & !0x7f_ffff_ffff == 0 => (1, 16),
        _ => (0, 23),
    };
    let mantissa = (bits >> shift) as u32 & 0xff_ffff;
    let signed = if number < 0.0 { mantissa.wrapping_neg() & 0xff_ffff } else { mantissa };
    (signed << 8) | (radix << 4)
}
