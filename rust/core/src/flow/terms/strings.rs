//! The language's own text: methods of String, CharSequence and boxed numbers.
use std::sync::Arc;

use super::super::ssa::PHI_USE;
use super::{Term, TermId, Terms, Why};
use crate::code::NONE;

const TEXT_CLASSES: [&str; 2] = ["Ljava/lang/String;", "Ljava/lang/CharSequence;"];
const BOXES: [&str; 8] = [
    "Ljava/lang/Integer;",
    "Ljava/lang/Long;",
    "Ljava/lang/Short;",
    "Ljava/lang/Byte;",
    "Ljava/lang/Character;",
    "Ljava/lang/Boolean;",
    "Ljava/lang/Number;",
    "Ljava/lang/Object;",
];
/// Methods that change a text so that it stays readable which text it was.
const CHANGED: [&str; 16] = [
    "substring",
    "subSequence",
    "replace",
    "replaceAll",
    "replaceFirst",
    "toLowerCase",
    "toUpperCase",
    "trim",
    "strip",
    "repeat",
    "split",
    "join",
    "charAt",
    "indexOf",
    "lastIndexOf",
    "length",
];

impl Terms<'_> {
    /// What a text method of the language gives; None for other methods.
    pub(super) fn string_call(&mut self, frame: u32, defined: u32, index: u32, method: u32) -> Option<TermId> {
        let world = self.world;
        let code = world.code();
        let reference = *code.methods.get(method as usize)?;
        let class = code.type_name(reference.class);
        let name = code.text(reference.name);
        let ssa = world.ssa(defined)?;
        let params = code.params(reference.proto);
        let first = ssa.arg(index, 0);
        if name == "toString" && params.is_empty() && ssa.args(index).len() == 1 {
            let term = self.eval_at(frame, defined, first, index);
            return if self.is_texty(term) { Some(term) } else { None };
        }
        if BOXES.contains(&class) && matches!(name, "valueOf" | "toString" | "parseInt" | "parseLong") {
            let term = self.eval_at(frame, defined, first, index);
            let kind = params.first().map_or("", |p| code.type_name(*p));
            let text =
                code.protos.get(reference.proto as usize).is_some_and(|p| code.type_name(p.result) == TEXT_CLASSES[0]);
            return Some(self.boxed(term, kind, text));
        }
        if BOXES.contains(&class) && name.ends_with("Value") && params.is_empty() {
            return Some(self.eval(frame, defined, first));
        }
        if !TEXT_CLASSES.contains(&class) {
            return None;
        }
        self.text_method(frame, defined, index, name)
    }

    fn text_method(&mut self, frame: u32, defined: u32, index: u32, name: &str) -> Option<TermId> {
        let world = self.world;
        let code = world.code();
        let ssa = world.ssa(defined)?;
        let reference = ssa.insn(index).and_then(|i| code.methods.get(i.operand as usize))?;
        let kind = |n: usize| code.params(reference.proto).get(n).map_or("", |p| code.type_name(*p));
        match name {
            "valueOf" | "copyValueOf" => {
                let term = self.eval_at(frame, defined, ssa.arg(index, 0), index);
                Some(self.boxed(term, kind(0), true))
            }
            "concat" => {
                let parts = ssa.args(index).iter().map(|v| self.eval_at(frame, defined, *v, index)).collect();
                Some(self.concat(parts))
            }
            "getBytes" | "toCharArray" if self.is_written(defined, ssa.result(index)) => {
                let text = self.eval_at(frame, defined, ssa.arg(index, 0), index);
                Some(self.op("changed", vec![text]))
            }
            "intern" | "getBytes" | "toCharArray" => Some(self.eval_at(frame, defined, ssa.arg(index, 0), index)),
            "format" | "formatted" => {
                let at = u32::from(kind(0) == "Ljava/util/Locale;");
                let pattern = self.eval_at(frame, defined, ssa.arg(index, at), index);
                let given = self.elements(frame, defined, ssa.arg(index, at + 1));
                Some(self.format(pattern, given.unwrap_or_default()))
            }
            _ if CHANGED.contains(&name) => {
                let parts: Vec<TermId> =
                    ssa.args(index).iter().map(|v| self.eval_at(frame, defined, *v, index)).collect();
                Some(self.changed(name, parts, kind(0)))
            }
            _ => None,
        }
    }

    /// Whether the term is text, or a handle that has a name.
    pub(super) fn is_texty(&self, term: TermId) -> bool {
        match self.get(term) {
            Term::Text(_)
            | Term::Resource(_)
            | Term::Concat(_)
            | Term::Op(..)
            | Term::Named { .. }
            | Term::Repeat(_) => true,
            Term::Int(_) | Term::Again(_) | Term::Class(_) => true,
            Term::Alternatives(parts) => parts.iter().any(|p| self.is_texty(*p)),
            _ => false,
        }
    }

    /// A value of primitive type `kind` as text, where it is a constant.
    pub(super) fn boxed(&mut self, term: TermId, kind: &str, text: bool) -> TermId {
        let number = match self.get(term) {
            Term::Int(number) => *number,
            Term::Text(given) if !text => {
                let parsed = given.trim().parse::<i64>().ok();
                return parsed.map_or(term, |n| self.intern(Term::Int(n)));
            }
            _ => return term,
        };
        if !text {
            return term;
        }
        let shown = match kind {
            "C" => u32::try_from(number).ok().and_then(char::from_u32).map(String::from),
            "Z" => Some((number != 0).to_string()),
            "I" | "J" | "S" | "B" => Some(number.to_string()),
            // Zero where an object is expected is null; floats are kept as bits, which are not read back.
            _ if number == 0 && kind.starts_with('L') => Some("null".to_owned()),
            _ => None,
        };
        match shown {
            Some(shown) => self.text_term(&shown),
            None if matches!(kind, "F" | "D") => self.unknown(Why::Computed),
            None => term,
        }
    }

    fn changed(&mut self, name: &str, parts: Vec<TermId>, first: &str) -> TermId {
        let text = parts.first().and_then(|p| self.constant_text(*p));
        let others: Option<Vec<Term>> = parts
            .iter()
            .skip(1)
            .map(|p| match self.get(*p) {
                Term::Text(_) | Term::Int(_) => Some(self.get(*p).clone()),
                _ => None,
            })
            .collect();
        if let (Some(text), Some(others)) = (text, others)
            && let Some(done) = fold(name, &text, &others, first)
        {
            return self.intern(done);
        }
        // Of the arguments only texts are told; a substring of something is that thing, cut.
        let kept = if matches!(name, "replace" | "replaceAll" | "replaceFirst" | "join") {
            parts
        } else {
            parts.into_iter().take(1).collect()
        };
        self.op(name, kept)
    }

    /// `String.format` with a constant pattern.
    fn format(&mut self, pattern: TermId, given: Vec<TermId>) -> TermId {
        let Some(text) = self.constant_text(pattern) else {
            let parts = std::iter::once(pattern).chain(given).collect();
            return self.op("format", parts);
        };
        let mut parts = Vec::new();
        let mut next = 0usize;
        let mut rest: &str = &text;
        while let Some((plain, after)) = rest.split_once('%') {
            parts.push(self.text_term(plain));
            let end = after.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(after.len());
            let (spec, tail) = after.split_at(end);
            let letter = tail.chars().next();
            rest = tail.get(letter.map_or(0, char::len_utf8)..).unwrap_or("");
            match letter {
                Some('%') => parts.push(self.text_term("%")),
                Some('n') => parts.push(self.text_term("\n")),
                Some(letter) => {
                    let (spec, place) = match spec.split_once('$') {
                        Some((number, flags)) => (flags, number.parse::<usize>().ok().and_then(|n| n.checked_sub(1))),
                        None => {
                            next += 1;
                            (spec, Some(next - 1))
                        }
                    };
                    let one = place.and_then(|p| given.get(p)).copied();
                    let one = one.unwrap_or_else(|| self.unknown_inside());
                    let plain = spec.is_empty() && matches!(letter, 's' | 'd');
                    parts.push(if plain { one } else { self.op(&format!("format %{spec}{letter}"), vec![one]) });
                }
                None => break,
            }
        }
        parts.push(self.text_term(rest));
        self.concat(parts)
    }

    /// Whether elements of an array are written by the method that has it.
    pub(super) fn is_written(&self, defined: u32, array: u32) -> bool {
        let Some(ssa) = self.world.ssa(defined) else { return true };
        let writes = |user: u32| user & PHI_USE == 0 && ssa.insn(user).is_some_and(|i| matches!(i.op, 0x4b..=0x51));
        ssa.uses(array).iter().any(|(user, operand)| *operand == 1 && writes(*user))
    }

    /// The text a `new String(…)` holds.
    pub(super) fn new_string(&mut self, frame: u32, defined: u32, value: u32) -> TermId {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return self.unknown(Why::Cut) };
        for (user, operand) in ssa.uses(value) {
            let Some(insn) = ssa.insn(*user).filter(|i| *operand == 0 && matches!(i.op, 0x70 | 0x76)) else { continue };
            if world.code().methods.get(insn.operand as usize).is_some_and(|m| world.code().text(m.name) == "<init>") {
                let from = ssa.arg(*user, 1);
                return if from == NONE { self.text_term("") } else { self.eval_at(frame, defined, from, *user) };
            }
        }
        self.unknown(Why::Computed)
    }
}

/// A text operation on constants; None where it is not evaluated. Indices count UTF-16 units as Java does.
pub(super) fn fold(name: &str, text: &str, others: &[Term], first: &str) -> Option<Term> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let int = |n: usize| match others.get(n) {
        Some(Term::Int(number)) => usize::try_from(*number).ok(),
        _ => None,
    };
    let given = |n: usize| -> Option<Arc<str>> {
        match others.get(n) {
            Some(Term::Text(text)) => Some(Arc::clone(text)),
            Some(Term::Int(number)) if first == "C" => {
                Some(char::from_u32(u32::try_from(*number).ok()?)?.to_string().into())
            }
            _ => None,
        }
    };
    let text_of = |text: String| Some(Term::Text(text.into()));
    match name {
        "substring" | "subSequence" => {
            let to = if others.len() > 1 { int(1)? } else { units.len() };
            String::from_utf16(units.get(int(0)?..to)?).ok().and_then(text_of)
        }
        "replace" => {
            let (from, to) = (given(0)?, given(1)?);
            if text.len().saturating_mul(to.len().max(1)) > super::MOST_TEXT * 4 {
                None
            } else {
                text_of(text.replace(&*from, &to))
            }
        }
        "toLowerCase" => text_of(text.to_lowercase()),
        "toUpperCase" => text_of(text.to_uppercase()),
        "trim" | "strip" => text_of(text.trim_matches(|c| c <= ' ').to_owned()),
        "repeat" => {
            let times = int(0)?;
            if text.len().saturating_mul(times) > super::MOST_TEXT { None } else { text_of(text.repeat(times)) }
        }
        "charAt" => Some(Term::Int(i64::from(*units.get(int(0)?)?))),
        "length" => Some(Term::Int(units.len() as i64)),
        "indexOf" | "lastIndexOf" if others.len() == 1 => {
            let wanted = match others.first() {
                Some(Term::Int(number)) => char::from_u32(u32::try_from(*number).ok()?)?.to_string().into(),
                _ => given(0)?,
            };
            let place = if name == "indexOf" { text.find(&*wanted) } else { text.rfind(&*wanted) };
            Some(Term::Int(place.and_then(|p| text.get(..p)).map_or(-1, |t| t.encode_utf16().count() as i64)))
        }
        _ => None,
    }
}

/// The text that base64 stands for (RFC 4648, both alphabets, line breaks left out); None where it is no text.
pub(super) fn decode_base64(text: &str) -> Option<String> {
    let (mut bytes, mut word, mut bits) = (Vec::new(), 0u32, 0u32);
    for c in text.bytes().filter(|c| !c.is_ascii_whitespace() && *c != b'=') {
        let six = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        word = (word << 6 | u32::from(six)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    String::from_utf8(bytes).ok().filter(|t| t.len() <= super::MOST_TEXT)
}
