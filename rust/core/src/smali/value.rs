//! Values: constants of fields, elements of annotations, literals of instructions.
use std::borrow::Cow;
use std::fmt::Write;

use super::lex::{Cursor, Token, Wrong};
use crate::assemble::proto_parts;
use crate::code::{Constant, MethodHandle, NONE};
use crate::dex::push_quoted;
use crate::written::Builder;

/// Arrays and annotations inside one another.
const DEEPEST: u8 = 32;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Int(i64),
    Float(f32),
    Double(f64),
    Bool(bool),
    Null,
    Text(String),
    Type(String),
    Proto(String),
    /// A field or a method, as `Lx;->f:I` or `Lx;->m()V`; an enum constant is a field.
    Member(String),
    /// Kind and member of a method handle.
    Handle(u16, String),
    Array(Vec<Value>),
    Annotation(Annotation),
}

/// An annotation or subannotation: its type and elements.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Annotation {
    pub kind: String,
    pub elements: Vec<(String, Value)>,
}

/// Reads one value.
pub(super) fn read(cursor: &mut Cursor, depth: u8) -> Result<Value, Wrong> {
    match cursor.token()? {
        Some(Token::Text(text)) => Ok(Value::Text(text)),
        Some(Token::Char(unit)) => Ok(Value::Int(i64::from(unit))),
        Some(Token::Open | Token::Word(_)) if depth >= DEEPEST => Err("values stand too deep inside one another"),
        Some(Token::Open) => array(cursor, depth),
        Some(Token::Word(word)) => match &*word {
            ".enum" => match cursor.token()? {
                Some(Token::Word(field)) => Ok(Value::Member(field.into_owned())),
                _ => Err("after .enum stands no field"),
            },
            ".subannotation" => annotation(cursor, "subannotation", depth.saturating_add(1)).map(Value::Annotation),
            word => of_word(word),
        },
        _ => Err("no value stands here"),
    }
}

fn array(cursor: &mut Cursor, depth: u8) -> Result<Value, Wrong> {
    let mut all = Vec::new();
    loop {
        match cursor.peek() {
            Some(Token::Close) => {
                cursor.token()?;
                return Ok(Value::Array(all));
            }
            Some(Token::Comma) if !all.is_empty() => {
                cursor.token()?;
            }
            Some(_) => all.push(read(cursor, depth.saturating_add(1))?),
            None => return Err("the array is not closed"),
        }
    }
}

/// Type and elements up to `.end what`.
pub(super) fn annotation(cursor: &mut Cursor, what: &str, depth: u8) -> Result<Annotation, Wrong> {
    let Some(Token::Word(kind)) = cursor.token()? else { return Err("the annotation has no type") };
    let mut found = Annotation { kind: kind.into_owned(), elements: Vec::new() };
    loop {
        let Some(Token::Word(name)) = cursor.token()? else { return Err("the annotation is not ended") };
        if name == ".end" {
            return match cursor.token()? {
                Some(Token::Word(end)) if end == what => Ok(found),
                _ => Err("the annotation is ended as something else"),
            };
        }
        if cursor.token()? != Some(Token::Equals) {
            return Err("an element of the annotation has no value");
        }
        found.elements.push((name.into_owned(), read(cursor, depth)?));
    }
}

/// A value written as one word.
pub(super) fn of_word(word: &str) -> Result<Value, Wrong> {
    match word {
        "true" => return Ok(Value::Bool(true)),
        "false" => return Ok(Value::Bool(false)),
        "null" => return Ok(Value::Null),
        _ => {}
    }
    if let Some((kind, member)) = word.split_once('@') {
        return Ok(Value::Handle(handle_kind(kind)?, member.to_owned()));
    }
    if word.contains("->") {
        return Ok(Value::Member(word.to_owned()));
    }
    if word.starts_with('(') {
        return Ok(Value::Proto(word.to_owned()));
    }
    if word.starts_with(['L', '[']) || matches!(word, "V" | "Z" | "B" | "S" | "C" | "I" | "J" | "F" | "D") {
        return Ok(Value::Type(word.to_owned()));
    }
    number(word)
}

fn handle_kind(word: &str) -> Result<u16, Wrong> {
    Ok(match word {
        "static-put" => 0,
        "static-get" => 1,
        "instance-put" => 2,
        "instance-get" => 3,
        "invoke-static" => 4,
        "invoke-instance" => 5,
        "invoke-constructor" => 6,
        "invoke-direct" => 7,
        "invoke-interface" => 8,
        _ => return Err("no such kind of method handle"),
    })
}

/// Integers with or without `L`, `s`, `t`; floats with `f`; doubles.
pub(super) fn number(word: &str) -> Result<Value, Wrong> {
    if let Some(value) = integer(word) {
        return Ok(Value::Int(value));
    }
    let (sign, bare) = word.strip_prefix('-').map_or((1.0, word), |rest| (-1.0, rest));
    let (digits, single) = match bare.strip_suffix(['f', 'F']) {
        Some(rest) if !rest.is_empty() => (rest, true),
        _ => (bare.strip_suffix(['d', 'D']).unwrap_or(bare), false),
    };
    let value = match digits.to_ascii_lowercase().as_str() {
        "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            digits.parse::<f64>().map_err(|_| "no value stands here")?
        }
        _ => return Err("no value stands here"),
    };
    if single {
        // Parsed anew: a float is not a double made narrower.
        let narrow = digits.parse::<f32>().unwrap_or(value as f32);
        return Ok(Value::Float(if sign < 0.0 { -narrow } else { narrow }));
    }
    Ok(Value::Double(sign * value))
}

fn integer(word: &str) -> Option<i64> {
    let (negative, bare) = match word.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let hex = bare.strip_prefix("0x").or(bare.strip_prefix("0X"));
    let digits = hex.unwrap_or(bare).trim_end_matches(['L', 'l', 's', 'S', 't', 'T']);
    let radix = match (hex, digits) {
        (Some(_), _) => 16,
        (None, octal) if octal.len() > 1 && octal.starts_with('0') => 8,
        _ => 10,
    };
    if !digits.starts_with(|c: char| c.is_ascii_hexdigit()) {
        return None;
    }
    // 0xffffffffffffffffL is -1.
    let value = u64::from_str_radix(digits, radix).ok()? as i64;
    Some(if negative { value.wrapping_neg() } else { value })
}

/// Bits of a literal as an instruction holds it: floats by their bits.
pub(super) fn bits(value: &Value) -> Option<i64> {
    Some(match value {
        Value::Int(value) => *value,
        Value::Bool(value) => i64::from(*value),
        Value::Float(value) => i64::from(value.to_bits() as i32),
        Value::Double(value) => value.to_bits() as i64,
        Value::Null => 0,
        _ => return None,
    })
}

/// Class, name and type of `Lx;->f:I` or `Lx;->m()V`; the second is true for a method.
pub(super) fn member(text: &str) -> Option<(&str, &str, &str, bool)> {
    let (class, rest) = text.split_once("->")?;
    let type_of = |kind: &str| crate::assemble::descriptors(kind).is_some_and(|all| all.len() == 1);
    if let Some(at) = rest.find('(') {
        let (name, proto) = rest.split_at_checked(at)?;
        let known = type_of(class) && proto_parts(proto).is_some_and(|(_, result)| type_of(result));
        return (known && !name.is_empty()).then_some((class, name, proto, true));
    }
    let (name, kind) = rest.split_once(':')?;
    (type_of(class) && type_of(kind) && !name.is_empty()).then_some((class, name, kind, false))
}

/// Number of a method handle; None where its member is none.
pub(super) fn handle(builder: &mut Builder, kind: u16, text: &str) -> Option<u32> {
    let (class, name, what, is_method) = member(text)?;
    if is_method != (kind > 3) {
        return None;
    }
    let member = if is_method { builder.method_ref(class, name, what) } else { builder.field_ref(class, name, what) };
    Some(builder.method_handle(MethodHandle { kind, member }))
}

/// What a static field begins with.
pub(super) fn constant(builder: &mut Builder, value: &Value) -> Constant {
    match value {
        Value::Int(value) => Constant::Int(*value),
        Value::Bool(value) => Constant::Int(i64::from(*value)),
        Value::Float(value) => Constant::Float(f64::from(*value)),
        Value::Double(value) => Constant::Float(*value),
        Value::Text(text) => Some(builder.string(text)).filter(|n| *n != NONE).map_or(Constant::None, Constant::Text),
        Value::Type(name) => Constant::Type(builder.kind(name)),
        Value::Null => Constant::Null,
        _ => Constant::None,
    }
}

/// Appends a value in the notation of the table `annotations`; see `dex::values`.
pub(super) fn push(value: &Value, out: &mut String) {
    const KINDS: [&str; 9] = [
        "static-put",
        "static-get",
        "instance-put",
        "instance-get",
        "invoke-static",
        "invoke-instance",
        "invoke-constructor",
        "invoke-direct",
        "invoke-interface",
    ];
    let _ = match value {
        Value::Int(value) => write!(out, "{value}"),
        Value::Float(value) => write!(out, "{value:?}"),
        Value::Double(value) => write!(out, "{value:?}"),
        Value::Bool(value) => write!(out, "{value}"),
        Value::Null => out.write_str("null"),
        Value::Text(text) => {
            push_quoted(out, text);
            Ok(())
        }
        Value::Type(text) | Value::Proto(text) | Value::Member(text) => out.write_str(text),
        Value::Handle(kind, member) => {
            write!(out, "{}:{member}", KINDS.get(usize::from(*kind)).copied().unwrap_or("?"))
        }
        Value::Array(all) => {
            list(all.iter().map(|value| (Cow::Borrowed(""), value)), ('{', '}'), out);
            Ok(())
        }
        Value::Annotation(inner) => {
            out.push('@');
            out.push_str(&inner.kind);
            let elements = inner.elements.iter().map(|(name, value)| (Cow::Owned(format!("{name}=")), value));
            list(elements, ('(', ')'), out);
            Ok(())
        }
    };
}

fn list<'a>(all: impl Iterator<Item = (Cow<'a, str>, &'a Value)>, marks: (char, char), out: &mut String) {
    out.push(marks.0);
    for (number, (name, value)) in all.enumerate() {
        if number > 0 {
            out.push_str(", ");
        }
        out.push_str(&name);
        push(value, out);
    }
    out.push(marks.1);
}
