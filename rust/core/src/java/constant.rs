//! Expressions whose value the compiler knows (JLS 15.28).
use std::cmp::Ordering;
use std::rc::Rc;

use super::ast::{E, Expr, Op};
use super::names::Scope;
use super::tree::Tree;
use super::types::{Ty, joint};
use crate::{arithmetic, framework};

/// Constants named by constants, followed this far.
const MOST_DEPTH: u32 = 32;
/// Bytes of a text constant: class files hold no longer ones.
const MOST_TEXT: usize = 65_535;

#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    /// Descriptor of a type computed as int (Z B C S I), value.
    Int(&'static str, i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Text(Rc<str>),
}

impl Const {
    pub fn ty(&self) -> Ty {
        Ty::of(match self {
            Const::Int(d, _) => d,
            Const::Long(_) => "J",
            Const::Float(_) => "F",
            Const::Double(_) => "D",
            Const::Text(_) => super::types::STRING,
        })
    }

    pub fn int(&self) -> Option<i32> {
        match self {
            Const::Int(_, value) => Some(*value),
            _ => None,
        }
    }

    fn wide(&self) -> Option<i64> {
        match self {
            Const::Int(_, value) => Some(i64::from(*value)),
            Const::Long(value) => Some(*value),
            Const::Float(value) => Some(*value as i64),
            Const::Double(value) => Some(*value as i64),
            Const::Text(_) => None,
        }
    }

    fn double(&self) -> Option<f64> {
        match self {
            Const::Int(_, value) => Some(f64::from(*value)),
            Const::Long(value) => Some(*value as f64),
            Const::Float(value) => Some(f64::from(*value)),
            Const::Double(value) => Some(*value),
            Const::Text(_) => None,
        }
    }

    /// The value as another type; None where that is no conversion between primitives.
    pub fn cast(&self, d: &str) -> Option<Const> {
        if let Const::Text(_) = self {
            return (d == super::types::STRING).then(|| self.clone());
        }
        let whole = match self {
            Const::Float(v) => i64::from(*v as i32),
            Const::Double(v) => i64::from(*v as i32),
            _ => self.wide()?,
        };
        Some(match d {
            "Z" => Const::Int("Z", self.int()?),
            "B" => Const::Int("B", i32::from(whole as i8)),
            "C" => Const::Int("C", i32::from(whole as u16)),
            "S" => Const::Int("S", i32::from(whole as i16)),
            "I" => Const::Int("I", whole as i32),
            "J" => Const::Long(self.wide()?),
            "F" => Const::Float(match self {
                Const::Float(v) => *v,
                Const::Int(_, v) => *v as f32,
                Const::Long(v) => *v as f32,
                _ => self.double()? as f32,
            }),
            "D" => Const::Double(self.double()?),
            _ => return None,
        })
    }

    /// As string concatenation shows it.
    pub fn text(&self) -> String {
        match self {
            Const::Int("Z", value) => (*value != 0).to_string(),
            Const::Int("C", value) => String::from_utf16_lossy(&[*value as u16]),
            Const::Int(_, value) => value.to_string(),
            Const::Long(value) => value.to_string(),
            Const::Float(value) => decimal(&format!("{value:?}")),
            Const::Double(value) => decimal(&format!("{value:?}")),
            Const::Text(text) => text.to_string(),
        }
    }
}

/// Rust and Java write the same digits but another exponent.
fn decimal(text: &str) -> String {
    text.replace("inf", "Infinity").replace('e', "E")
}

impl Tree<'_> {
    /// The value of an expression, where names of locals do not hide what it names.
    pub fn value(&self, expr: &Expr, scope: &Scope, hidden: &dyn Fn(&str) -> bool) -> Option<Const> {
        self.value_at(expr, scope, hidden, 0)
    }

    fn value_at(&self, expr: &Expr, scope: &Scope, hidden: &dyn Fn(&str) -> bool, depth: u32) -> Option<Const> {
        let read = |e: &Expr| self.value_at(e, scope, hidden, depth);
        match &expr.kind {
            E::Int(value) => Some(Const::Int("I", *value)),
            E::Long(value) => Some(Const::Long(*value)),
            E::Float(value) => Some(Const::Float(*value)),
            E::Double(value) => Some(Const::Double(*value)),
            E::Char(value) => Some(Const::Int("C", i32::from(*value))),
            E::Bool(value) => Some(Const::Int("Z", i32::from(*value))),
            E::Str(text) => Some(Const::Text(text.as_str().into())),
            E::Name(name) if !hidden(name) => self.named(name, scope, depth),
            E::Field(on, name) => self.member(on, name, scope, hidden, depth),
            E::Cast(kind, of) if kind.dims == 0 => read(of)?.cast(&self.ty(kind, scope).d),
            E::Plus(of) => read(of),
            E::Minus(of) => Some(match read(of)? {
                Const::Int(_, v) => Const::Int("I", v.wrapping_neg()),
                Const::Long(v) => Const::Long(v.wrapping_neg()),
                Const::Float(v) => Const::Float(-v),
                Const::Double(v) => Const::Double(-v),
                Const::Text(_) => return None,
            }),
            E::Invert(of) => match read(of)? {
                Const::Int(_, v) => Some(Const::Int("I", !v)),
                Const::Long(v) => Some(Const::Long(!v)),
                _ => None,
            },
            E::Not(of) => Some(Const::Int("Z", i32::from(read(of)?.int()? == 0))),
            E::Chain(first, tail) => {
                let mut all = read(first)?;
                for (op, one) in tail {
                    all = binary(*op, &all, &read(one)?)?;
                }
                Some(all)
            }
            E::Choose(condition, a, b) => {
                let (condition, a, b) = (read(condition)?, read(a)?, read(b)?);
                Some(if condition.int()? != 0 { a } else { b })
            }
            _ => None,
        }
    }

    fn member(&self, on: &Expr, name: &str, scope: &Scope, hidden: &dyn Fn(&str) -> bool, depth: u32) -> Option<Const> {
        let path = path(on)?;
        let first = path.split('.').next().unwrap_or("");
        if hidden(first) {
            return None;
        }
        self.constant_field(&self.known_type(&path, scope)?, name, depth)
    }

    /// A simple name: of this class, its ancestors, those around it, or imported.
    fn named(&self, name: &str, scope: &Scope, depth: u32) -> Option<Const> {
        let mut next = Some(scope.class);
        for _ in 0..64 {
            let Some(class) = next.and_then(|n| self.classes.get(n)) else { break };
            for one in &self.supers(&class.name).all {
                if self.class(one).is_some_and(|c| c.fields.contains_key(name)) {
                    return self.constant_field(one, name, depth);
                }
            }
            if let Some(found) = self.constant_field(&class.name, name, depth) {
                return Some(found);
            }
            next = class.outer;
        }
        let file = self.classes.get(scope.class)?.file;
        file.imports.iter().filter(|i| i.is_static).find_map(|import| {
            let class = match (import.all, import.path.rsplit_once('.')) {
                (true, _) => import.path.as_str(),
                (false, Some((class, last))) if last == name => class,
                _ => return None,
            };
            self.constant_field(&self.path(class)?, name, depth)
        })
    }

    /// The constant that a static final field of this class or its ancestors is.
    pub fn constant_field(&self, class: &str, name: &str, depth: u32) -> Option<Const> {
        for one in &self.supers(class).all {
            if let Some(number) = self.number(one) {
                if self.classes.get(number).is_some_and(|c| c.fields.contains_key(name)) {
                    return self.own_constant(number, name, depth);
                }
            } else if let Some(value) = self.framework.constant(one, name) {
                return Some(match value {
                    framework::Constant::Text(text) => Const::Text(text.into()),
                    framework::Constant::Int(value) => match super::fields::kind(one, name) {
                        Some(d) => Const::Long(value).cast(d)?,
                        None => i32::try_from(value).map_or(Const::Long(value), |v| Const::Int("I", v)),
                    },
                });
            }
        }
        None
    }

    /// The value of a field of the tree, where it is a constant variable (JLS 4.12.4).
    pub fn own_constant(&self, class: usize, name: &str, depth: u32) -> Option<Const> {
        let key = (class, Rc::from(name));
        if let Some(known) = self.constants.borrow().get(&key) {
            return known.clone();
        }
        let field = self.classes.get(class)?.fields.get(name)?;
        let value =
            field.decl.and_then(|d| d.value.as_ref()).filter(|_| field.flags & 0x18 == 0x18 && depth < MOST_DEPTH)?;
        let fits = field.ty.is_primitive() || field.ty.is(super::types::STRING);
        // Kept as none while it is computed, so that constants which name each other end.
        self.constants.borrow_mut().insert((class, Rc::from(name)), None);
        let found = self.value_at(value, &self.scope(class), &|_| false, depth.saturating_add(1));
        let found = found.filter(|_| fits).and_then(|v| v.cast(&field.ty.d));
        self.constants.borrow_mut().insert(key, found.clone());
        found
    }
}

/// `a.b.c` as text, where the expression is only names.
pub fn path(expr: &Expr) -> Option<String> {
    let mut parts = Vec::new();
    let mut next = expr;
    loop {
        match &next.kind {
            E::Name(name) => {
                parts.push(name.as_str());
                break;
            }
            E::Field(on, name) => {
                parts.push(name);
                next = on;
            }
            _ => return None,
        }
    }
    parts.reverse();
    Some(parts.join("."))
}

pub fn binary(op: Op, a: &Const, b: &Const) -> Option<Const> {
    if op == Op::Add && (matches!(a, Const::Text(_)) || matches!(b, Const::Text(_))) {
        let (a, b) = (a.text(), b.text());
        return (a.len().saturating_add(b.len()) <= MOST_TEXT).then(|| Const::Text(format!("{a}{b}").into()));
    }
    let kind = match op {
        Op::Shl | Op::Shr | Op::Ushr => {
            if matches!(a, Const::Long(_)) {
                "J"
            } else {
                "I"
            }
        }
        _ => joint(&a.ty().d, &b.ty().d),
    };
    match kind {
        "Z" | "I" => ints(op, kind, a.int()?, b.wide()? as i32),
        "J" => longs(op, a.wide()?, b.wide()?),
        "F" => {
            let (Const::Float(a), Const::Float(b)) = (a.cast("F")?, b.cast("F")?) else { return None };
            let found = floats(op, f64::from(a), f64::from(b))?;
            Some(if let Const::Double(value) = found { Const::Float(value as f32) } else { found })
        }
        _ => floats(op, a.double()?, b.double()?),
    }
}

fn ints(op: Op, kind: &'static str, a: i32, b: i32) -> Option<Const> {
    match op {
        Op::And | Op::Or | Op::Xor => Some(Const::Int(kind, arithmetic::int(op.arithmetic()?, a, b)?)),
        Op::AndAlso => Some(truth(a != 0 && b != 0)),
        Op::OrElse => Some(truth(a != 0 || b != 0)),
        _ => match op.arithmetic() {
            Some(number) => Some(Const::Int("I", arithmetic::int(number, a, b)?)),
            None => compared(op, a.cmp(&b)),
        },
    }
}

fn longs(op: Op, a: i64, b: i64) -> Option<Const> {
    match op.arithmetic() {
        Some(number) => Some(Const::Long(arithmetic::long(number, a, b)?)),
        None => compared(op, a.cmp(&b)),
    }
}

fn compared(op: Op, order: Ordering) -> Option<Const> {
    Some(truth(match op {
        Op::Eq => order.is_eq(),
        Op::Ne => order.is_ne(),
        Op::Lt => order.is_lt(),
        Op::Ge => order.is_ge(),
        Op::Gt => order.is_gt(),
        Op::Le => order.is_le(),
        _ => return None,
    }))
}

fn truth(value: bool) -> Const {
    Const::Int("Z", i32::from(value))
}

fn floats(op: Op, a: f64, b: f64) -> Option<Const> {
    let truth = |value: bool| Some(Const::Int("Z", i32::from(value)));
    let value = match op {
        Op::Add => a + b,
        Op::Sub => a - b,
        Op::Mul => a * b,
        Op::Div => a / b,
        Op::Rem => a % b,
        Op::Eq => return truth(a == b),
        Op::Ne => return truth(a != b),
        Op::Lt => return truth(a < b),
        Op::Ge => return truth(a >= b),
        Op::Gt => return truth(a > b),
        Op::Le => return truth(a <= b),
        _ => return None,
    };
    Some(Const::Double(value))
}
