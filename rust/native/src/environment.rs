//! Calls into Java: entries of the interface's table (JNI specification, chapter 4), told from other tables of
//! functions by what they are given.
use crate::memory::Memory;
use crate::value::{State, Value};
use crate::walk::arguments;

/// The function at a distance in the table, if its arguments are what that function takes. `tail`: it is jumped to.
pub fn function(memory: &Memory<'_>, state: &State, distance: u32, tail: bool) -> Option<&'static str> {
    let index = u64::from(distance).checked_div(memory.word_size())?;
    let arguments = arguments(memory, state, tail);
    let address = |number: u8| {
        arguments.iter().find(|(n, _)| *n == number).and_then(|(_, value)| match value {
            Value::Address(at) => Some(*at),
            _ => None,
        })
    };
    let text = |number: u8| memory.text(address(number)?, 1);
    match index {
        6 => text(1).filter(|t| class_name(t)).map(|_| "FindClass"),
        14 => text(2).map(|_| "ThrowNew"),
        33 | 113 => {
            let known = text(2).is_some_and(name) && text(3).is_some_and(signature);
            known.then_some(if index == 33 { "GetMethodID" } else { "GetStaticMethodID" })
        }
        94 | 144 => {
            let known = text(2).is_some_and(name) && text(3).is_some_and(field_type);
            known.then_some(if index == 94 { "GetFieldID" } else { "GetStaticFieldID" })
        }
        167 => text(1).map(|_| "NewStringUTF"),
        215 => registered(memory, address(2)?).is_some().then_some("RegisterNatives"),
        _ => None,
    }
}

fn class_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || "/_$[;".contains(c)) && (text.contains('/') || text.starts_with('['))
}

fn name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_$<>".contains(c))
}

fn field_type(text: &str) -> bool {
    let element = text.trim_start_matches('[');
    matches!(element, "Z" | "B" | "C" | "S" | "I" | "J" | "F" | "D")
        || (element.starts_with('L') && element.ends_with(';'))
}

/// A method's types, as `(ILjava/lang/String;)V`.
pub fn signature(text: &str) -> bool {
    let Some((parameters, back)) = text.strip_prefix('(').and_then(|t| t.split_once(')')) else { return false };
    let plain = parameters.chars().all(|c| c.is_alphanumeric() || "/_$[;".contains(c));
    plain && (back == "V" || field_type(back))
}

/// One entry of a table of methods: (name, types, function), as RegisterNatives takes them.
pub fn registered<'a>(memory: &Memory<'a>, at: u64) -> Option<(&'a str, &'a str, u64)> {
    use crate::memory::Target;
    let word = memory.word_size();
    let target = |n: u64| match memory.relocations.get(&at.checked_add(word.checked_mul(n)?)?) {
        Some(Target::Address(target)) => Some(*target),
        Some(Target::Import(_)) => None,
        None if memory.fixed => memory.word(at.checked_add(word.checked_mul(n)?)?),
        None => None,
    };
    let method = memory.text(target(0)?, 1).filter(|t| name(t))?;
    let types = memory.text(target(1)?, 3).filter(|t| signature(t))?;
    let function = target(2).filter(|f| memory.is_code(*f))?;
    Some((method, types, function))
}
