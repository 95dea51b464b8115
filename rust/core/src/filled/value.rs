//! What a value of a body is, where it is a constant or an object made of constants.
use rustc_hash::FxHashMap;

use super::{Cell, Kind, MOST_COLUMNS};
use crate::code::{Code, Constant, NONE};
use crate::flow::ssa::{Def, Ssa, is_call, is_static_call};
use crate::framework;
use crate::hierarchy::Hierarchy;

const DEPTH: u32 = 6;
/// Values looked at for one body: far above real code, and a bound on what made-up nesting can cost.
const MOST_STEPS: u32 = 4_000_000;
/// Resource ids of an app.
pub const IDS: std::ops::RangeInclusive<i64> = 0x7f01_0000..=0x7fff_ffff;

#[derive(Clone, Debug)]
pub enum Value {
    One(Cell),
    /// An object: the constants it is made with.
    Object(Vec<Cell>),
    Unknown,
}

pub struct Reader<'a> {
    pub hierarchy: &'a Hierarchy,
    pub ssa: &'a Ssa,
    pub method: u32,
    /// Constructor → field that each parameter (receiver counted) is put in; empty where it is in none.
    names: FxHashMap<u32, Vec<String>>,
    steps: u32,
}

impl<'a> Reader<'a> {
    pub fn new(hierarchy: &'a Hierarchy, ssa: &'a Ssa) -> Self {
        let method = hierarchy.code.bodies.get(ssa.body as usize).map_or(NONE, |b| b.method);
        Reader { hierarchy, ssa, method, names: FxHashMap::default(), steps: 0 }
    }

    pub fn code(&self) -> &'a Code {
        &self.hierarchy.code
    }

    /// (class descriptor, name) of the method a call names.
    pub fn called(&self, insn: u32) -> Option<(&'a str, &'a str)> {
        let insn = self.ssa.insn(insn).filter(|i| is_call(i.op))?;
        self.named(insn.operand as u32)
    }

    pub fn named(&self, method: u32) -> Option<(&'a str, &'a str)> {
        let code = self.code();
        let method = code.methods.get(method as usize)?;
        Some((code.type_name(method.class), code.text(method.name)))
    }

    pub fn is_static(&self, insn: u32) -> bool {
        self.ssa.insn(insn).is_some_and(|i| is_static_call(i.op))
    }

    /// Types of the parameters of a call, the receiver left out.
    pub fn params(&self, insn: u32) -> &'a [u32] {
        let code = self.code();
        let method = self.ssa.insn(insn).and_then(|i| code.methods.get(i.operand as usize));
        method.map_or(&[], |m| code.params(m.proto))
    }

    /// Arguments of a call, the receiver left out.
    pub fn arguments(&self, insn: u32) -> &'a [u32] {
        let all = self.ssa.args(insn);
        if self.is_static(insn) { all } else { all.get(1..).unwrap_or(&[]) }
    }

    fn cell(&self, kind: Kind, text: Option<String>, number: Option<i64>, insn: u32) -> Cell {
        let offset = self.ssa.insn(insn).map_or(0, |i| i.offset);
        Cell { kind, text, number, named: NONE, name: String::new(), column: 0, offset }
    }

    fn one(&self, kind: Kind, text: Option<String>, number: Option<i64>, insn: u32) -> Value {
        Value::One(self.cell(kind, text, number, insn))
    }

    /// A number where a value of type `want` is taken.
    pub fn number(&self, number: i64, want: &str, insn: u32) -> Value {
        match want {
            "F" => self.one(Kind::Float, Some(format!("{:?}", f32::from_bits(number as u32))), None, insn),
            "D" => self.one(Kind::Float, Some(format!("{:?}", f64::from_bits(number as u64))), None, insn),
            "C" => match char::from_u32(number as u32 & 0xffff) {
                Some(one) => self.one(Kind::Text, Some(one.to_string()), Some(number), insn),
                None => self.one(Kind::Int, None, Some(number), insn),
            },
            _ if number == 0 && want.starts_with(['L', '[']) => self.one(Kind::Null, None, None, insn),
            _ if IDS.contains(&number) && want != "J" => self.one(Kind::Resource, None, Some(number), insn),
            _ => self.one(Kind::Int, None, Some(number), insn),
        }
    }

    /// The constant a value is; `want` is the descriptor of the type it is taken as.
    pub fn value(&mut self, value: u32, want: &str, depth: u32) -> Value {
        self.steps = self.steps.saturating_add(1);
        if depth > DEPTH || self.steps > MOST_STEPS {
            return Value::Unknown;
        }
        let Some((index, insn)) = self.ssa.def_insn(value) else { return self.joined(value, want, depth) };
        let (op, operand) = (insn.op, insn.operand);
        match op {
            0x12..=0x19 => self.number(operand, want, index),
            0x1a | 0x1b => self.one(Kind::Text, Some(self.code().text(operand as u32).to_owned()), None, index),
            0x1c => self.one(Kind::Class, Some(self.code().type_name(operand as u32).to_owned()), None, index),
            0x1f => self.value(self.ssa.arg(index, 0), want, depth.saturating_add(1)),
            0x22 => self.object(value, operand as u32, index, depth),
            0x60..=0x66 => self.field(operand as u32, want, index),
            op if is_call(op) => self.call(index, depth),
            _ => Value::Unknown,
        }
    }

    fn joined(&mut self, value: u32, want: &str, depth: u32) -> Value {
        let Some(Def::Phi(phi)) = self.ssa.def(value) else { return Value::Unknown };
        let args: &[u32] = self.ssa.phis.get(phi as usize).map_or(&[], |p| &p.args);
        match args {
            [one] => self.value(*one, want, depth.saturating_add(1)),
            _ => Value::Unknown,
        }
    }

    /// What a static field holds: its constant, or only its name.
    fn field(&self, field: u32, want: &str, index: u32) -> Value {
        let code = self.code();
        let Some(wanted) = code.fields.get(field as usize) else { return Value::Unknown };
        let (class, name) = (code.type_name(wanted.class), code.text(wanted.name));
        let mut found = match self.constant(field) {
            Some(Constant::Int(number)) => self.number(number, want, index),
            Some(Constant::Float(number)) => self.one(Kind::Float, Some(format!("{number:?}")), None, index),
            Some(Constant::Text(text)) => self.one(Kind::Text, Some(code.text(text).to_owned()), None, index),
            Some(Constant::Type(kind)) => self.one(Kind::Class, Some(code.type_name(kind).to_owned()), None, index),
            _ => match self.hierarchy.framework.constant(class.trim_start_matches('L').trim_end_matches(';'), name) {
                Some(framework::Constant::Int(number)) => self.number(number, want, index),
                Some(framework::Constant::Text(text)) => self.one(Kind::Text, Some(text.to_owned()), None, index),
                None if class.contains("/R$") => {
                    let kind = class.rsplit("/R$").next().unwrap_or("").trim_end_matches(';');
                    self.one(Kind::Resource, Some(format!("{kind}/{name}")), None, index)
                }
                None => self.one(Kind::Field, Some(name.to_owned()), None, index),
            },
        };
        if let Value::One(cell) = &mut found {
            cell.named = field;
        }
        found
    }

    /// The constant of a static final field of the sample, in the class named or above it.
    fn constant(&self, field: u32) -> Option<Constant> {
        let code = self.code();
        let wanted = code.fields.get(field as usize)?;
        let same = |number: u32| {
            code.fields.get(number as usize).is_some_and(|f| f.name == wanted.name && f.kind == wanted.kind)
        };
        let classes = self.hierarchy.supers(wanted.class);
        let mut fields = classes.into_iter().map(|s| self.hierarchy.class_of(s)).filter(|c| *c != NONE);
        let defined = fields.find_map(|class| code.fields_of(class).iter().find(|d| same(d.field)))?;
        let fixed = defined.flags & u32::from(framework::FINAL) != 0;
        Some(defined.value.clone()).filter(|v| fixed && !matches!(v, Constant::None | Constant::Null))
    }

    fn call(&mut self, index: u32, depth: u32) -> Value {
        let Some((class, name)) = self.called(index) else { return Value::Unknown };
        let next = depth.saturating_add(1);
        let args = self.arguments(index);
        let first = args.first().copied().unwrap_or(NONE);
        match (class, name) {
            (_, "valueOf") if class.starts_with("Ljava/lang/") && args.len() == 1 => {
                let want = self.params(index).first().map_or("", |p| self.code().type_name(*p));
                self.value(first, want, next)
            }
            (_, "getString" | "getText") if args.len() == 1 => match self.value(first, "I", next) {
                Value::One(cell) if cell.kind == Kind::Resource => Value::One(cell),
                _ => Value::Unknown,
            },
            ("Ljava/lang/String;", "intern" | "trim" | "toString") => {
                self.value(self.ssa.arg(index, 0), "Ljava/lang/String;", next)
            }
            _ if self.is_static(index) && self.makes(index, name) => self.made(index, next),
            _ => Value::Unknown,
        }
    }

    /// Whether a static call makes an object of its arguments.
    fn makes(&self, index: u32, name: &str) -> bool {
        let code = self.code();
        let method = self.ssa.insn(index).and_then(|i| code.methods.get(i.operand as usize));
        let Some(method) = method else { return false };
        let result = code.protos.get(method.proto as usize).map_or(NONE, |p| p.result);
        let kind = code.type_name(result);
        let pair = kind.ends_with("Pair;") || kind.ends_with("Entry;") || kind.ends_with("Triple;");
        pair && matches!(name, "create" | "to" | "of" | "entry" | "pair")
            || result == method.class && code.class(result).is_some()
    }

    fn made(&mut self, index: u32, depth: u32) -> Value {
        let mut cells = Vec::new();
        self.take(index, &[], depth, &mut cells);
        if cells.is_empty() { Value::Unknown } else { Value::Object(cells) }
    }

    /// The constants among the arguments of a call, appended; `names` names the parameters, the receiver counted.
    pub fn take(&mut self, index: u32, names: &[String], depth: u32, cells: &mut Vec<Cell>) {
        let params = self.params(index);
        for (place, (arg, param)) in self.arguments(index).iter().zip(params).enumerate() {
            let name = names.get(place.saturating_add(1)).cloned().unwrap_or_default();
            let want = self.code().type_name(*param);
            let given = self.value(*arg, want, depth.saturating_add(1));
            put(given, &name, cells);
        }
    }

    /// An object made here, by its constructor and what is set on it.
    fn object(&mut self, value: u32, class: u32, index: u32, depth: u32) -> Value {
        let mut cells = Vec::new();
        let mut set: Vec<(u32, Cell)> = Vec::new();
        let boxed = self.code().type_name(class).starts_with("Ljava/lang/");
        for (user, operand) in self.ssa.uses(value).iter().take(64) {
            let Some(insn) = self.ssa.insn(*user) else { continue };
            let (op, method) = (insn.op, insn.operand as u32);
            if matches!(op, 0x59..=0x5f) && *operand == 1 {
                let name = self.code().fields.get(method as usize).map_or("", |f| self.code().text(f.name));
                self.set(*user, self.ssa.arg(*user, 0), "", name, depth, &mut set);
            }
            let Some((_, name)) = self.called(*user).filter(|_| *operand == 0) else { continue };
            if name == "<init>" {
                let names = self.constructor(method);
                self.take(*user, &names, depth, &mut cells);
            } else if let (Some(word), [arg], [param]) =
                (name.strip_prefix("set"), self.arguments(*user), self.params(*user))
            {
                let want = self.code().type_name(*param);
                self.set(*user, *arg, want, word, depth, &mut set);
            }
        }
        if boxed {
            return cells.pop().map_or(Value::Unknown, Value::One);
        }
        set.sort_by_key(|(user, _)| *user);
        for (_, mut cell) in set {
            cell.column = cells.len() as u32;
            cells.push(cell);
        }
        cells.truncate(MOST_COLUMNS);
        if cells.is_empty() {
            let text = self.code().type_name(class).to_owned();
            return self.one(Kind::Class, Some(text), None, index);
        }
        Value::Object(cells)
    }

    fn set(&mut self, user: u32, arg: u32, want: &str, name: &str, depth: u32, set: &mut Vec<(u32, Cell)>) {
        if let Value::One(mut cell) = self.value(arg, want, depth.saturating_add(1))
            && cell.kind != Kind::Null
        {
            name.clone_into(&mut cell.name);
            set.push((user, cell));
        }
    }

    /// The field each parameter of a constructor of the sample is put in.
    fn constructor(&mut self, method: u32) -> Vec<String> {
        if let Some(known) = self.names.get(&method) {
            return known.clone();
        }
        let mut names = Vec::new();
        if let Some(body) = self.code().body_of(method) {
            let ssa = Ssa::of(self.hierarchy, body);
            names.resize(ssa.params as usize, String::new());
            for (index, insn) in (0u32..).zip(&ssa.insns).filter(|(_, i)| matches!(i.op, 0x59..=0x5f)) {
                let name = self.code().fields.get(insn.operand as usize).map_or("", |f| self.code().text(f.name));
                if let Some(Def::Param(param)) = ssa.def(ssa.arg(index, 0))
                    && let Some(slot) = names.get_mut(param as usize).filter(|s| s.is_empty())
                {
                    name.clone_into(slot);
                }
            }
        }
        self.names.insert(method, names.clone());
        names
    }

    /// What a value is, for a reader: a method whose result it is, a field, a parameter.
    pub fn words(&self, value: u32) -> Option<String> {
        words(self.code(), self.ssa, value, 0)
    }
}

/// Adds what a value is to the cells of an item: objects in it are laid flat.
pub fn put(value: Value, name: &str, cells: &mut Vec<Cell>) {
    match value {
        Value::One(mut cell) => {
            cell.column = cells.len() as u32;
            if cell.name.is_empty() {
                name.clone_into(&mut cell.name);
            }
            cells.push(cell);
        }
        Value::Object(inner) => {
            for mut cell in inner {
                cell.column = cells.len() as u32;
                cells.push(cell);
            }
        }
        Value::Unknown => {}
    }
    cells.truncate(MOST_COLUMNS);
}

/// What a value is: `result of M`, a field, `parameter 0`; None where it is none of these.
pub fn words(code: &Code, ssa: &Ssa, value: u32, depth: u32) -> Option<String> {
    if depth > DEPTH {
        return None;
    }
    let Some((index, insn)) = ssa.def_insn(value) else {
        return match ssa.def(value)? {
            Def::Param(place) => Some(format!("parameter {place}")),
            _ => None,
        };
    };
    match insn.op {
        0x1f => words(code, ssa, ssa.arg(index, 0), depth.saturating_add(1)),
        0x52..=0x58 | 0x60..=0x66 => Some(code.field_text(insn.operand as u32)),
        op if is_call(op) => {
            let method = code.methods.get(insn.operand as usize)?;
            let through = matches!(
                code.text(method.name),
                "intValue"
                    | "toString"
                    | "trim"
                    | "toLowerCase"
                    | "toUpperCase"
                    | "valueOf"
                    | "longValue"
                    | "hashCode"
                    | "booleanValue"
            );
            let inner = if through { words(code, ssa, ssa.arg(index, 0), depth.saturating_add(1)) } else { None };
            inner.or_else(|| Some(code.method_text(insn.operand as u32)))
        }
        _ => None,
    }
}
