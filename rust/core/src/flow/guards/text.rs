//! Values of a condition in readable form. [`Reader::value`] is the one door: another way to write values goes in there.
use std::fmt::Write;

use super::origin::names;
use crate::code::NONE;
use crate::flow::ssa::{Def, PHI_USE, Ssa, is_call, is_static_call};
use crate::flow::world::World;

/// Characters of one value.
const MOST_TEXT: usize = 160;
/// How deep a value is written; past it `…`.
const MOST_DEPTH: u32 = 5;
/// Alternatives of one value that are written.
const MOST_OR: usize = 4;

/// Where a value stands: a body, and how many callers up the way that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub defined: u32,
    pub level: u32,
}

impl Place {
    /// A place off the way: the known callers are not those of its body.
    pub fn apart(defined: u32) -> Place {
        Place { defined, level: NONE / 2 }
    }
}

/// Reads values of bodies; `calls` are the callers on the way, the nearest first: (defined method, instruction).
pub struct Reader<'a> {
    pub world: &'a World,
    pub calls: &'a [(u32, u32)],
}

/// What a value is, as far as its zero means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    Truth,
    Number,
    Object,
    Unknown,
}

/// `Lcom/x/A$B;` → `A.B`
pub fn simple(descriptor: &str) -> String {
    let name = descriptor.trim_start_matches('[').trim_start_matches('L').trim_end_matches(';');
    name.rsplit('/').next().unwrap_or(name).replace('$', ".")
}

/// `Lcom/x/A;` → `com.x.A`
pub fn dotted(descriptor: &str) -> String {
    let name = descriptor.strip_prefix('L').and_then(|d| d.strip_suffix(';')).unwrap_or(descriptor);
    name.replace('/', ".")
}

fn cut(text: String) -> String {
    match text.char_indices().nth(MOST_TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// A text constant between quotes, with quotes and line breaks inside it escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars().take(MOST_TEXT) {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

impl Reader<'_> {
    /// A value in words.
    pub fn value(&self, place: Place, value: u32) -> String {
        cut(self.written(place, value, 0))
    }

    fn written(&self, place: Place, value: u32, depth: u32) -> String {
        let Some(ssa) = self.world.ssa(place.defined) else { return "?".to_owned() };
        if depth > MOST_DEPTH {
            return "…".to_owned();
        }
        match ssa.def(value) {
            None => "?".to_owned(),
            Some(Def::Param(number)) => self.parameter(place, ssa, number, depth),
            Some(Def::Phi(_)) if self.counts(place, value) => "a counter".to_owned(),
            Some(Def::Phi(phi)) => {
                let args = ssa.phis.get(phi as usize).map_or(&[][..], |p| &p.args);
                let shown = args.iter().take(MOST_OR);
                let mut all: Vec<String> = shown.map(|a| self.written(place, *a, depth + 2)).collect();
                if args.len() > MOST_OR {
                    all.push("…".to_owned());
                }
                all.dedup();
                cut(all.join(" or "))
            }
            Some(Def::Insn(index)) => cut(self.made(place, ssa, index, depth)),
        }
    }

    fn parameter(&self, place: Place, ssa: &Ssa, number: u32, depth: u32) -> String {
        if let Some((there, value)) = self.given(place, number) {
            return self.written(there, value, depth + 1);
        }
        let is_static = self.world.hierarchy.flags(place.defined) & crate::hierarchy::STATIC != 0;
        match number {
            0 if !is_static => "this".to_owned(),
            _ => {
                let counted = if is_static { number + 1 } else { number };
                format!("parameter {counted} ({})", simple(self.world.code().type_name(ssa.kind(number))))
            }
        }
    }

    fn made(&self, place: Place, ssa: &Ssa, index: u32, depth: u32) -> String {
        let code = self.world.code();
        let Some(insn) = ssa.insn(index) else { return "?".to_owned() };
        let operand = insn.operand as u32;
        let arg = |number: u32| self.written(place, ssa.arg(index, number), depth + 1);
        match insn.op {
            0x0d => "the exception".to_owned(),
            0x12..=0x19 => insn.operand.to_string(),
            0x1a | 0x1b => quoted(code.text(operand)),
            0x1c => format!("class {}", simple(code.type_name(operand))),
            0x1f => arg(0),
            0x20 => format!("{} is a {}", arg(0), simple(code.type_name(operand))),
            0x21 => format!("length of {}", arg(0)),
            0x22 => {
                let given = self.constructed(ssa, ssa.result(index));
                let shown: Vec<String> = given.iter().map(|v| self.written(place, *v, depth + 1)).collect();
                let shown = if shown.is_empty() { String::new() } else { format!("({})", shown.join(", ")) };
                format!("new {}{shown}", simple(code.type_name(operand)))
            }
            0x23..=0x25 => format!("new {}[]", simple(code.type_name(operand))),
            0x2d..=0x31 => format!("{} compared with {}", arg(0), arg(1)),
            0x44..=0x4a => format!("{}[{}]", arg(0), arg(1)),
            0x52..=0x58 | 0x60..=0x66 => self.field_text(operand),
            op if is_call(op) => self.call(place, ssa, index, depth),
            0x7b | 0x7d | 0x7f | 0x80 => format!("-{}", arg(0)),
            0x81..=0x8f => arg(0),
            0x90..=0xcf => format!("{} {} {}", arg(0), sign(insn.op), arg(1)),
            0xd1 | 0xd9 => format!("{} - {}", insn.operand, arg(0)),
            0xd0..=0xe2 => format!("{} {} {}", arg(0), sign(insn.op), insn.operand),
            _ => "?".to_owned(),
        }
    }

    pub fn field_text(&self, field: u32) -> String {
        let code = self.world.code();
        let Some(named) = code.fields.get(field as usize) else { return "?".to_owned() };
        let (class, name) = (code.type_name(named.class), code.text(named.name));
        match class {
            "Landroid/os/Build$VERSION;" if name == "SDK_INT" => "SDK_INT".to_owned(),
            _ if class.starts_with("Landroid/") => format!("{}.{name}", simple(class)),
            _ => format!("field {}.{name}", dotted(class)),
        }
    }

    fn call(&self, place: Place, ssa: &Ssa, index: u32, depth: u32) -> String {
        let Some(insn) = ssa.insn(index) else { return "?".to_owned() };
        if let Some(text) = self.decoded(place, ssa, index) {
            return quoted(&text);
        }
        let (class, name) = names(self, insn.operand as u32);
        let fixed = is_static_call(insn.op);
        let all = ssa.args(index);
        let given = if fixed { all } else { all.get(1..).unwrap_or(&[]) };
        let arg = |number: usize| given.get(number).map_or("?".to_owned(), |v| self.written(place, *v, depth + 1));
        let receiver = || all.first().map_or("?".to_owned(), |v| self.written(place, *v, depth + 1));
        match (class, name) {
            (_, "valueOf") if fixed && given.len() == 1 => return arg(0),
            (_, "booleanValue" | "intValue" | "longValue") if given.is_empty() => return receiver(),
            ("Ljava/lang/String;" | "Ljava/lang/Object;" | "Ljava/lang/CharSequence;", "toString") => {
                return receiver();
            }
            ("Landroid/content/Intent;", "getAction") => return "action of the message".to_owned(),
            ("Landroid/content/Intent;" | "Landroid/os/Bundle;" | "Landroid/os/BaseBundle;", _)
                if name.starts_with("get") && !given.is_empty() =>
            {
                return format!("extra {} of the message", arg(0));
            }
            ("Landroid/telephony/SmsMessage;", "getMessageBody" | "getDisplayMessageBody") => {
                return "text of the SMS".to_owned();
            }
            ("Landroid/telephony/SmsMessage;", "getOriginatingAddress" | "getDisplayOriginatingAddress") => {
                return "sender of the SMS".to_owned();
            }
            (_, _) if self.is_named(class, "android/content/SharedPreferences") && !given.is_empty() => {
                return format!("preference {}", arg(0));
            }
            ("Landroid/content/res/Resources;", _) if name.starts_with("get") && !given.is_empty() => {
                return format!("resource {}", self.resource(place, given));
            }
            (_, "getString" | "getText")
                if given.len() == 1 && self.giver(insn.operand as u32) == Some(super::Decider::Resource) =>
            {
                return format!("resource {}", self.resource(place, given));
            }
            _ => {}
        }
        let mut out = match class {
            "Ljava/lang/String;" | "Ljava/lang/StringBuilder;" | "Ljava/lang/CharSequence;" if !fixed => {
                format!("{}.", receiver())
            }
            _ if given.is_empty() && !fixed => String::new(),
            _ => format!("{}.", simple(class)),
        };
        let args: Vec<String> = (0..given.len().min(4)).map(arg).collect();
        let more = if given.len() > 4 { ", …" } else { "" };
        let _ = write!(out, "{name}({}{more})", args.join(", "));
        out
    }

    /// What the constructor of a new object is given, at most three.
    fn constructed<'s>(&self, ssa: &'s Ssa, value: u32) -> &'s [u32] {
        let made = ssa.uses(value).iter().find(|(user, place)| {
            let named = ssa.insn(*user).filter(|i| matches!(i.op, 0x70 | 0x76)).map_or(NONE, |i| i.operand as u32);
            user & PHI_USE == 0 && *place == 0 && names(self, named).1 == "<init>"
        });
        let args = made.map_or(&[][..], |(user, _)| ssa.args(*user));
        args.get(1..args.len().min(4)).unwrap_or(&[])
    }

    fn is_named(&self, descriptor: &str, name: &str) -> bool {
        descriptor.strip_prefix('L').and_then(|d| d.strip_suffix(';')) == Some(name)
    }

    fn resource(&self, place: Place, given: &[u32]) -> String {
        let value = given.first().copied().unwrap_or(NONE);
        self.constant(place, value).map_or_else(|| self.written(place, value, 1), |id| format!("0x{:08x}", id as u32))
    }

    /// The number a value always is.
    pub fn constant(&self, place: Place, value: u32) -> Option<i64> {
        let (_, insn) = self.world.ssa(place.defined)?.def_insn(value)?;
        matches!(insn.op, 0x12..=0x19).then_some(insn.operand)
    }

    pub fn nature(&self, ssa: &Ssa, value: u32) -> Nature {
        let code = self.world.code();
        let mut todo = vec![value];
        let mut seen = Vec::new();
        let mut found = Nature::Unknown;
        while let Some(one) = todo.pop() {
            if seen.contains(&one) || seen.len() > 32 {
                continue;
            }
            seen.push(one);
            let own = match (ssa.def(one), code.type_name(ssa.kind(one))) {
                (_, "Z") => Nature::Truth,
                (_, "I" | "J" | "S" | "B" | "C" | "F" | "D") => Nature::Number,
                (_, name) if name.starts_with(['L', '[']) => Nature::Object,
                (Some(Def::Phi(phi)), _) => {
                    todo.extend(ssa.phis.get(phi as usize).map_or(&[][..], |p| &p.args));
                    Nature::Unknown
                }
                (Some(Def::Insn(index)), _) => match ssa.insn(index).map_or(0, |i| i.op) {
                    0x0d | 0x46 => Nature::Object,
                    0x20 | 0x47 => Nature::Truth,
                    0x21 | 0x2d..=0x31 | 0x44 | 0x45 | 0x48..=0x4a | 0x7b..=0xe2 => Nature::Number,
                    _ => Nature::Unknown,
                },
                _ => Nature::Unknown,
            };
            if own != Nature::Unknown {
                found = own;
                break;
            }
        }
        found
    }
}

/// How an operation between two numbers is written.
fn sign(op: u8) -> &'static str {
    const SIGNS: [&str; 11] = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>"];
    let kind = match op {
        0x90..=0xa5 => op.wrapping_sub(0x90) % 11,
        0xa6..=0xaf => op.wrapping_sub(0xa6) % 5,
        0xb0..=0xc5 => op.wrapping_sub(0xb0) % 11,
        0xc6..=0xcf => op.wrapping_sub(0xc6) % 5,
        0xd0..=0xd7 => op.wrapping_sub(0xd0),
        _ => op.wrapping_sub(0xd8),
    };
    SIGNS.get(usize::from(kind)).copied().unwrap_or("?")
}
