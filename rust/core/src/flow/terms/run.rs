//! Runs a static method of the sample on constants: how texts are decoded. Only numbers, arrays and the language's own
//! text methods; no fields that change, no objects, nothing of Android. It stops when its fuel is spent.
use std::sync::Arc;

use super::super::ssa::{Ssa, is_static_call};
use super::eval::compute;
use super::{Term, TermId, Terms};
use crate::code::{Constant, Insn, NONE};
use crate::hierarchy::{STATIC, at};

mod methods;

/// Instructions of one run.
const FUEL: u32 = 100_000;
/// Array elements and chars of one run.
const MOST_CELLS: usize = 1 << 17;
/// Methods inside one another.
const MOST_INSIDE: u32 = 8;
/// Runs of one question.
const MOST_RUNS: u32 = 24;

#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Ints, longs, chars, booleans; zero is null too.
    Number(i64),
    Text(Arc<[u16]>),
    /// Number of an object.
    Object(usize),
}

enum Object {
    /// Elements, and the descriptor of their type.
    Array(Vec<Value>, String),
    /// A builder, or a String being made.
    Text(Vec<u16>),
}

pub(super) struct Run<'t, 'w> {
    terms: &'t mut Terms<'w>,
    objects: Vec<Object>,
    fuel: u32,
    cells: usize,
}

fn units(text: &str) -> Value {
    Value::Text(text.encode_utf16().collect())
}

impl Terms<'_> {
    /// What a static method gives for constant arguments, where running it tells.
    pub(super) fn run(&mut self, body: u32, args: &[TermId]) -> Option<TermId> {
        self.question.runs += 1;
        if self.question.runs > MOST_RUNS {
            return None;
        }
        let key = (body, args.to_vec());
        if let Some(known) = self.runs.get(&key) {
            return *known;
        }
        let found = self.run_once(body, args);
        self.runs.insert(key, found);
        found
    }

    fn run_once(&mut self, body: u32, args: &[TermId]) -> Option<TermId> {
        let world = self.world;
        let code = world.code();
        let method = code.methods.get(world.method(body) as usize)?;
        let kinds: Vec<String> = code.params(method.proto).iter().map(|k| code.type_name(*k).to_owned()).collect();
        let mut run = Run { terms: self, objects: Vec::new(), fuel: FUEL, cells: MOST_CELLS };
        let mut values = Vec::new();
        for (arg, kind) in args.iter().zip(&kinds) {
            values.push(run.given(*arg, kind)?);
        }
        let result = run.method(body, values, 0)??;
        match &result {
            Value::Number(number) => Some(self.intern(Term::Int(*number))),
            _ => {
                let text = String::from_utf16(&run.text(&result)?).ok()?;
                Some(self.text_term(&text))
            }
        }
    }

    /// The numbers an array is filled with as data.
    fn array_numbers(&self, defined: u32, value: u32) -> Option<(Vec<i64>, String)> {
        let ssa = self.world.ssa(defined)?;
        let (made, insn) = ssa.def_insn(value)?;
        let kind = self.world.code().type_name(insn.operand as u32);
        let element = kind.strip_prefix('[').filter(|_| matches!(insn.op, 0x23..=0x25))?.to_owned();
        let data = ssa.uses(ssa.result(made)).iter().find_map(|(user, _)| {
            let insn = ssa.insn(*user).filter(|i| i.op == 0x26)?;
            self.world.code().array_data(ssa.body, insn)
        });
        let mask = if element == "C" { 0xffff } else { -1 };
        data.map(|(width, bytes)| {
            (super::arrays::numbers(width, bytes).into_iter().map(|n| n & mask).collect(), element)
        })
    }
}

impl Run<'_, '_> {
    fn new_array(&mut self, items: Vec<Value>, element: &str) -> Option<Value> {
        self.cells = self.cells.checked_sub(items.len() + 1)?;
        self.objects.push(Object::Array(items, element.to_owned()));
        Some(Value::Object(self.objects.len() - 1))
    }

    fn numbers(&mut self, numbers: impl IntoIterator<Item = i64>, element: &str) -> Option<Value> {
        let items = numbers.into_iter().take(MOST_CELLS).map(Value::Number).collect();
        self.new_array(items, element)
    }

    fn given(&mut self, term: TermId, kind: &str) -> Option<Value> {
        match self.terms.get(term).clone() {
            Term::Int(number) => Some(Value::Number(number)),
            Term::Text(text) if kind == "[B" => self.numbers(text.bytes().map(|b| i64::from(b as i8)), "B"),
            Term::Text(text) if kind == "[C" => self.numbers(text.encode_utf16().map(i64::from), "C"),
            Term::Text(text) => Some(units(&text)),
            Term::New(_, defined, insn) => {
                let value = self.terms.world.ssa(defined)?.result(insn);
                let (numbers, element) = self.terms.array_numbers(defined, value)?;
                self.numbers(numbers, &element)
            }
            _ => None,
        }
    }

    fn text(&self, value: &Value) -> Option<Vec<u16>> {
        match value {
            Value::Text(text) => Some(text.to_vec()),
            Value::Object(number) => match self.objects.get(*number)? {
                Object::Text(text) => Some(text.clone()),
                Object::Array(items, element) => {
                    let numbers = items.iter().map(|v| if let Value::Number(n) = v { Some(*n) } else { None });
                    let numbers = numbers.collect::<Option<Vec<i64>>>()?;
                    match element.as_str() {
                        "C" => Some(numbers.iter().map(|n| *n as u16).collect()),
                        "B" => {
                            let bytes = numbers.iter().map(|n| *n as u8).collect();
                            Some(String::from_utf8(bytes).ok()?.encode_utf16().collect())
                        }
                        _ => None,
                    }
                }
            },
            Value::Number(_) => None,
        }
    }

    /// Some(None) for a method that returns nothing.
    fn method(&mut self, defined: u32, args: Vec<Value>, inside: u32) -> Option<Option<Value>> {
        let world = self.terms.world;
        if inside > MOST_INSIDE || world.hierarchy.flags(defined) & STATIC == 0 {
            return None;
        }
        let ssa = world.ssa(defined).filter(|s| s.whole)?;
        let code = world.code();
        let body = code.bodies.get(ssa.body as usize)?;
        let mut registers: Vec<Option<Value>> = vec![None; usize::from(body.registers)];
        let mut place = usize::from(body.registers.saturating_sub(body.ins));
        let method = code.methods.get(body.method as usize)?;
        for (arg, kind) in args.into_iter().zip(code.params(method.proto)) {
            *registers.get_mut(place)? = Some(arg);
            place += if matches!(code.type_name(*kind), "J" | "D") { 2 } else { 1 };
        }
        let mut next = 0u32;
        let mut result: Option<Value> = None;
        loop {
            self.fuel = self.fuel.checked_sub(1)?;
            let insn = ssa.insn(next)?;
            next += 1;
            let first = usize::from(insn.regs.first().copied().unwrap_or(0));
            match insn.op {
                0x0e => return Some(None),
                0x0f..=0x11 => return Some(Some(registers.get(first)?.clone()?)),
                0x0a..=0x0c => *registers.get_mut(first)? = Some(result.take()?),
                0x24 | 0x25 => result = Some(self.filled_array(insn, &registers)?),
                0x6e..=0x72 | 0x74..=0x78 => result = self.invoke(insn, &registers, inside)?,
                0x28..=0x2c | 0x32..=0x3d => {
                    if let Some(target) = self.jump(ssa, insn, &registers)? {
                        next = ssa.at_offset(target)?;
                    }
                }
                _ => self.simple(ssa, insn, &mut registers)?,
            }
        }
    }

    fn number(registers: &[Option<Value>], insn: &Insn, place: usize) -> Option<i64> {
        match registers.get(usize::from(*insn.regs.get(place)?))? {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn jump(&mut self, ssa: &Ssa, insn: &Insn, registers: &[Option<Value>]) -> Option<Option<u32>> {
        let target = insn.operand as u32;
        let value = |place: usize| registers.get(usize::from(*insn.regs.get(place)?))?.clone();
        let number = |place: usize| match value(place)? {
            Value::Number(number) => Some(number),
            // No object is null.
            _ => Some(i64::MAX),
        };
        let taken = match insn.op {
            0x28..=0x2a => true,
            0x2b | 0x2c => {
                let key = number(0)?;
                let cases = self.terms.world.code().switch_targets(ssa.body, insn);
                return Some(cases.into_iter().find(|c| i64::from(c.0) == key).map(|c| c.1));
            }
            op => {
                let (one, other) = (number(0)?, if op < 0x38 { number(1)? } else { 0 });
                match (op - 0x32) % 6 {
                    0 => one == other,
                    1 => one != other,
                    2 => one < other,
                    3 => one >= other,
                    4 => one > other,
                    _ => one <= other,
                }
            }
        };
        Some(taken.then_some(target))
    }

    fn filled_array(&mut self, insn: &Insn, registers: &[Option<Value>]) -> Option<Value> {
        let items: Option<Vec<Value>> = insn.regs.iter().map(|r| registers.get(usize::from(*r))?.clone()).collect();
        let kind = self.terms.world.code().type_name(insn.operand as u32);
        self.new_array(items?, kind.strip_prefix('[')?)
    }

    /// Instructions that write one register, or an array.
    fn simple(&mut self, ssa: &Ssa, insn: &Insn, registers: &mut [Option<Value>]) -> Option<()> {
        let code = self.terms.world.code();
        let number = |place| Self::number(registers, insn, place);
        let value = |place: usize| registers.get(usize::from(*insn.regs.get(place)?))?.clone();
        let operand = insn.operand as u32;
        let made = match insn.op {
            0x00 | 0x1f => return Some(()),
            0x01..=0x09 => value(1)?,
            0x12..=0x19 => Value::Number(insn.operand),
            0x1a | 0x1b => units(code.text(operand)),
            0x21 => Value::Number(self.length(&value(1)?)?),
            0x22 => {
                let kind = code.type_name(operand);
                if !matches!(kind, "Ljava/lang/String;" | "Ljava/lang/StringBuilder;" | "Ljava/lang/StringBuffer;") {
                    return None;
                }
                self.objects.push(Object::Text(Vec::new()));
                self.cells = self.cells.checked_sub(1)?;
                Value::Object(self.objects.len() - 1)
            }
            0x23 => {
                let size = usize::try_from(number(1)?).ok().filter(|s| *s <= self.cells)?;
                let kind = code.type_name(operand).strip_prefix('[')?.to_owned();
                self.new_array(vec![Value::Number(0); size], &kind)?
            }
            0x26 => {
                let (width, bytes) = code.array_data(ssa.body, insn)?;
                let data = super::arrays::numbers(width, bytes);
                let (items, kind) = self.array(&value(0)?)?;
                let char = kind == "C";
                let data = data.into_iter().map(|n| Value::Number(if char { n & 0xffff } else { n }));
                items.iter_mut().zip(data).for_each(|(to, from)| *to = from);
                return Some(());
            }
            0x31 => Value::Number(i64::from(number(1)?.cmp(&number(2)?) as i8)),
            0x44..=0x4a => {
                let index = usize::try_from(number(2)?).ok()?;
                self.array(&value(1)?)?.0.get(index)?.clone()
            }
            0x4b..=0x51 => {
                let (item, index) = (value(0)?, usize::try_from(number(2)?).ok()?);
                let (items, kind) = self.array(&value(1)?)?;
                *items.get_mut(index)? = narrowed(item, kind);
                return Some(());
            }
            0x60..=0x66 => self.fixed(operand)?,
            0x81 | 0x84 | 0x8d..=0x8f => {
                let kind = ["J", "I", "B", "C", "S"];
                let place = [0x81, 0x84, 0x8d, 0x8e, 0x8f].iter().position(|op| *op == insn.op)?;
                narrowed(Value::Number(number(1)?), kind.get(place)?)
            }
            0x7b..=0x7e => Value::Number(compute(insn.op, &[number(1)?])?),
            0x90..=0xa5 => Value::Number(compute(insn.op, &[number(1)?, number(2)?])?),
            0xb0..=0xc5 => Value::Number(compute(insn.op, &[number(0)?, number(1)?])?),
            0xd0..=0xe2 => Value::Number(compute(insn.op, &[number(1)?, insn.operand])?),
            _ => return None,
        };
        *registers.get_mut(usize::from(*insn.regs.first()?))? = Some(made);
        Some(())
    }

    fn array(&mut self, value: &Value) -> Option<(&mut Vec<Value>, &str)> {
        let Value::Object(number) = value else { return None };
        match self.objects.get_mut(*number)? {
            Object::Array(items, kind) => Some((items, kind.as_str())),
            Object::Text(_) => None,
        }
    }

    fn length(&mut self, value: &Value) -> Option<i64> {
        self.array(value).map(|a| a.0.len() as i64)
    }

    /// A static field that is a constant, or is written once, with an array of data.
    fn fixed(&mut self, written: u32) -> Option<Value> {
        let world = self.terms.world;
        let code = world.code();
        let field = world.field(written);
        let writes = world.field_writes.get(&field).map_or(&[][..], Vec::as_slice);
        match writes {
            [] => {
                let own = code.defined_fields.get(at(&code.definition_of_field, field) as usize)?;
                match own.value {
                    Constant::Int(number) => Some(Value::Number(number)),
                    Constant::Text(text) => Some(units(code.text(text))),
                    _ => None,
                }
            }
            [(defined, offset)] => {
                let ssa = world.ssa(*defined)?;
                let value = ssa.arg(ssa.at_offset(*offset)?, 0);
                if let Some((numbers, element)) = self.terms.array_numbers(*defined, value) {
                    return self.numbers(numbers, &element);
                }
                let (_, insn) = ssa.def_insn(value)?;
                match insn.op {
                    0x12..=0x19 => Some(Value::Number(insn.operand)),
                    0x1a | 0x1b => Some(units(code.text(insn.operand as u32))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn invoke(&mut self, insn: &Insn, registers: &[Option<Value>], inside: u32) -> Option<Option<Value>> {
        let world = self.terms.world;
        let code = world.code();
        let method = code.methods.get(insn.operand as usize)?;
        let fixed = is_static_call(insn.op);
        let kinds = (!fixed).then_some(method.class).into_iter().chain(code.params(method.proto).iter().copied());
        let mut place = 0usize;
        let mut args = Vec::new();
        for kind in kinds {
            args.push(registers.get(usize::from(*insn.regs.get(place)?))?.clone()?);
            place += if matches!(code.type_name(kind), "J" | "D") { 2 } else { 1 };
        }
        let own = at(&code.definition_of_method, insn.operand as u32);
        if own != NONE && fixed {
            return self.method(own, args, inside + 1);
        }
        let params: Vec<&str> = code.params(method.proto).iter().map(|k| code.type_name(*k)).collect();
        self.built_in(code.type_name(method.class), code.text(method.name), &params, &args)
    }
}

fn narrowed(value: Value, kind: &str) -> Value {
    let Value::Number(n) = value else { return value };
    Value::Number(match kind {
        "B" => i64::from(n as i8),
        "C" => i64::from(n as u16),
        "S" => i64::from(n as i16),
        "I" => i64::from(n as i32),
        "Z" => n & 1,
        _ => n,
    })
}
