//! Shapes of whole method bodies: one that does nothing, one that always agrees, one that never refuses.
use crate::code::{Insn, NONE};
use crate::hierarchy::Hierarchy;
use crate::values::{BodyValues, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyShape {
    Any,
    /// Only returns, and returns nothing.
    Empty,
    /// Every return gives the constant 1.
    ReturnsTrue,
    /// Every return gives the constant 0.
    ReturnsFalse,
    /// As `ReturnsFalse`, where the result is an object.
    ReturnsNull,
    /// Nothing is thrown: no throw, and no call but logging, text and getters of certificates. Unsure where other
    /// calls stand, each under a handler.
    NeverThrows,
}

/// Classes whose methods do not refuse.
const HARMLESS: [&str; 9] = [
    "Landroid/util/Log;",
    "Ljava/io/PrintStream;",
    "Ljava/lang/Integer;",
    "Ljava/lang/Object;",
    "Ljava/lang/String;",
    "Ljava/lang/StringBuffer;",
    "Ljava/lang/StringBuilder;",
    "Ljava/lang/System;",
    "Ljava/util/ArrayList;",
];

impl BodyShape {
    /// The shape's name in a catalogue.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "any" => BodyShape::Any,
            "empty" => BodyShape::Empty,
            "returns_true" => BodyShape::ReturnsTrue,
            "returns_false" => BodyShape::ReturnsFalse,
            "returns_null" => BodyShape::ReturnsNull,
            "never_throws" => BodyShape::NeverThrows,
            _ => return None,
        })
    }

    /// None when the body has not this shape, else whether that is unsure.
    pub fn holds(self, hierarchy: &Hierarchy, body: u32) -> Option<bool> {
        if self == BodyShape::Any {
            return Some(false);
        }
        if body == NONE || hierarchy.code.bodies.get(body as usize).is_none_or(|b| b.cut) {
            return None;
        }
        let constant = match self {
            BodyShape::ReturnsTrue => 1,
            BodyShape::ReturnsFalse | BodyShape::ReturnsNull => 0,
            _ => {
                let mut insns = Vec::new();
                hierarchy.insns(body, &mut insns);
                return if self == BodyShape::Empty { empty(&insns) } else { never_throws(hierarchy, body, &insns) };
            }
        };
        always(hierarchy, body, constant, CALLS).then_some(false)
    }
}

/// How many calls deep a body that only hands on another's answer is followed: a lambda is one call.
const CALLS: u32 = 3;
const STATIC_OR_PRIVATE: u32 = 0x8 | 0x2;

/// Whether every return gives the constant, itself or through a method that cannot be overridden.
fn always(hierarchy: &Hierarchy, body: u32, constant: i64, calls: u32) -> bool {
    let returned = BodyValues::of(hierarchy, body).returned(hierarchy);
    let gives = |value: &Value| match value {
        Value::Int(number) => *number == constant,
        Value::Result(_, method) if calls > 0 => {
            let fixed = hierarchy.code.defined_method(*method).is_some_and(|m| m.flags & STATIC_OR_PRIVATE != 0);
            let body = hierarchy.code.body_of(*method).filter(|_| fixed);
            body.is_some_and(|body| always(hierarchy, body, constant, calls.saturating_sub(1)))
        }
        _ => false,
    };
    !returned.is_empty() && returned.iter().all(|r| !r.is_empty() && r.iter().all(gives))
}

fn empty(insns: &[Insn]) -> Option<bool> {
    (!insns.is_empty() && insns.iter().all(|i| matches!(i.op, 0x00..=0x09 | 0x0e))).then_some(false)
}

fn never_throws(hierarchy: &Hierarchy, body: u32, insns: &[Insn]) -> Option<bool> {
    let code = &hierarchy.code;
    let tries = code.bodies.get(body as usize).map(|b| b.tries.start as usize..b.tries.end as usize)?;
    let tries = code.tries.get(tries).unwrap_or(&[]);
    let mut unsure = false;
    for insn in insns {
        match insn.op {
            0x27 => return None,
            0x6e..=0x72 | 0x74..=0x78 => {
                let method = code.methods.get(insn.operand as usize)?;
                let (class, name) = (code.type_name(method.class), code.text(method.name));
                let getter = class == "Ljava/security/cert/X509Certificate;" && name.starts_with("get");
                if HARMLESS.contains(&class) || getter || name == "printStackTrace" {
                    continue;
                }
                if !tries.iter().any(|t| t.start <= insn.offset && insn.offset < t.end) {
                    return None;
                }
                unsure = true;
            }
            0xfa..=0xfd => return None,
            _ => {}
        }
    }
    (!insns.is_empty()).then_some(unsure)
}
