//! Statements as the code of one static method, straight on.
//!
//! `SECRET` is what a static call gives, each LEAK and SAFE a call of its own, a variable from elsewhere a parameter.
use rustc_hash::FxHashMap;

use super::overloads::{Asked, Known, Overload};
use super::parse::{Expr, Statement, StatementError, What, Word, descriptor};
use crate::assemble::{Assembler, STATIC};
use crate::dex::opcodes;

/// The class that the method is put in.
pub const CLASS: &str = "Lsousveil/Statements;";
pub const METHOD: &str = "run";
pub const SECRET: &str = "Lsousveil/Secret;";
pub const SINK: &str = "Lsousveil/Sink;";
/// Parameters get their registers when all others are known.
const PARAMETERS: u16 = 0x8000;

/// The code, and where data comes in and is looked for.
pub struct Compiled {
    pub assembler: Assembler,
    /// Byte offsets of the calls that give the secret.
    pub secrets: Vec<u32>,
    /// (byte offset, line) of LEAK and SAFE.
    pub checks: Vec<(u32, u32)>,
}

#[derive(Clone)]
struct Held {
    register: u16,
    kind: String,
}

struct Compiler<'a> {
    known: &'a Known<'a>,
    assembler: Assembler,
    insns: Vec<(u8, Vec<u16>, i64)>,
    size: u32,
    next: u16,
    params: Vec<String>,
    variables: FxHashMap<String, Held>,
    secrets: Vec<u32>,
    checks: Vec<(u32, u32)>,
}

pub fn compile(statements: &[Statement], known: &Known<'_>) -> Result<Compiled, StatementError> {
    let mut one = Compiler {
        known,
        assembler: Assembler::default(),
        insns: Vec::new(),
        size: 0,
        next: 0,
        params: Vec::new(),
        variables: FxHashMap::default(),
        secrets: Vec::new(),
        checks: Vec::new(),
    };
    // What the engine looks up by name.
    for name in ["Ljava/lang/Object;", "Ljava/lang/String;", "Ljava/lang/Class;"] {
        one.assembler.kind(name);
    }
    for statement in statements {
        one.statement(statement).map_err(|what| StatementError { line: statement.line, what })?;
    }
    Ok(one.finish())
}

fn is_wide(kind: &str) -> bool {
    matches!(kind, "J" | "D")
}

fn is_reference(kind: &str) -> bool {
    kind.len() > 1
}

impl Compiler<'_> {
    fn statement(&mut self, statement: &Statement) -> Result<(), String> {
        match &statement.what {
            What::Check(expr) => {
                let held = self.value(expr, None)?;
                let proto = format!("({})V", held.kind);
                let method = self.assembler.method(SINK, "look", &proto);
                self.checks.push((self.size, statement.line));
                let registers = registers(&held);
                self.emit(0x71, registers, method);
                Ok(())
            }
            What::Plain(expr) => self.call(expr, None).map(|_| ()),
            What::Assign { kind, name, value } => self.assign(kind.as_deref(), name, value),
        }
    }

    fn assign(&mut self, kind: Option<&str>, name: &str, value: &Expr) -> Result<(), String> {
        let kind = match (kind, self.variables.get(name)) {
            (Some(kind), _) => descriptor(kind),
            (None, Some(held)) => held.kind.clone(),
            (None, None) => return Err(format!("`{name}` has no type yet")),
        };
        let held = if matches!(value, Expr::Word(Word::Null)) {
            self.parameter(&kind)?
        } else {
            let held = self.value(value, Some(&kind))?;
            self.converted(held, &kind)?
        };
        self.variables.insert(name.to_owned(), held);
        Ok(())
    }

    /// A variable that is `null` stands for an object from elsewhere.
    fn parameter(&mut self, kind: &str) -> Result<Held, String> {
        if !is_reference(kind) {
            return Err("a number cannot be null".to_owned());
        }
        let place = u16::try_from(self.params.len()).unwrap_or(u16::MAX);
        self.params.push(kind.to_owned());
        Ok(Held { register: PARAMETERS.saturating_add(place), kind: kind.to_owned() })
    }

    fn value(&mut self, expr: &Expr, wanted: Option<&str>) -> Result<Held, String> {
        match expr {
            Expr::Word(word) => self.word(word, wanted),
            Expr::Element { array, index } => self.element(array, *index),
            call => self.call(call, wanted)?.ok_or_else(|| "the method gives nothing".to_owned()),
        }
    }

    fn element(&mut self, array: &str, index: i64) -> Result<Held, String> {
        let held = self.variables.get(array).cloned().ok_or_else(|| format!("there is no variable `{array}`"))?;
        let kind = held.kind.strip_prefix('[').ok_or_else(|| format!("`{array}` is no array"))?;
        let place = self.word(&Word::Int(index), Some("I"))?;
        let made = self.fresh(kind);
        let op = match kind {
            "J" | "D" => 0x45,
            "Z" => 0x47,
            "B" => 0x48,
            "C" => 0x49,
            "S" => 0x4a,
            _ if is_reference(kind) => 0x46,
            _ => 0x44,
        };
        self.emit(op, vec![made.register, held.register, place.register], 0);
        Ok(made)
    }

    fn word(&mut self, word: &Word, wanted: Option<&str>) -> Result<Held, String> {
        match word {
            Word::Variable(name) => {
                self.variables.get(name).cloned().ok_or_else(|| format!("there is no variable `{name}`"))
            }
            Word::Secret => {
                let kind = wanted.unwrap_or("Ljava/lang/String;");
                let method = self.assembler.method(SECRET, "get", &format!("(){kind}"));
                self.secrets.push(self.size);
                self.emit(0x71, Vec::new(), method);
                Ok(self.result(kind))
            }
            Word::Text(text) => {
                let held = self.fresh("Ljava/lang/String;");
                let string = self.assembler.string(text);
                self.emit(0x1a, vec![held.register], string);
                Ok(held)
            }
            Word::Int(_) | Word::Bool(_) | Word::Null => {
                let number = match word {
                    Word::Int(number) => *number,
                    Word::Bool(yes) => i64::from(*yes),
                    _ => 0,
                };
                let kind = match (word, wanted) {
                    (_, Some(kind)) if !is_reference(kind) || *word == Word::Null => kind,
                    (Word::Bool(_), _) => "Z",
                    (Word::Int(_), _) => "I",
                    _ => "Ljava/lang/Object;",
                };
                let held = self.fresh(kind);
                let first = registers(&held).into_iter().take(1).collect();
                self.emit(if is_wide(kind) { 0x17 } else { 0x14 }, first, number);
                Ok(held)
            }
        }
    }

    /// Compiles a call; None where it gives nothing.
    fn call(&mut self, expr: &Expr, wanted: Option<&str>) -> Result<Option<Held>, String> {
        let (owner, name, args, on) = match expr {
            Expr::New { class, args } => (descriptor(class), "<init>", args, None),
            Expr::Call { owner, method, args } => match self.variables.get(owner).cloned() {
                Some(held) => (held.kind.clone(), method.as_str(), args, Some(held)),
                None if owner.rsplit('.').next().is_some_and(|n| n.starts_with(|c: char| c.is_ascii_uppercase())) => {
                    (descriptor(owner), method.as_str(), args, None)
                }
                None => return Err(format!("`{owner}` is neither a variable nor a class")),
            },
            Expr::Word(_) | Expr::Element { .. } => return Err("this is no call".to_owned()),
        };
        let made = matches!(expr, Expr::New { .. });
        let known = self.known;
        let kinds: Vec<(&Word, Option<String>)> = args.iter().map(|a| (a, self.kind_of(a))).collect();
        let given: Vec<(&Word, Option<&str>)> = kinds.iter().map(|(w, k)| (*w, k.as_deref())).collect();
        let on_class = on.is_none() && !made;
        let found = known.pick(&Asked { class: &owner, name, args: &given, on_class, wanted })?;
        let object = if made {
            let held = self.fresh(&owner);
            let kind = self.assembler.kind(&owner);
            self.emit(0x22, vec![held.register], kind);
            Some(held)
        } else {
            on
        };
        let mut all: Vec<u16> = object.iter().map(|o| o.register).collect();
        for (word, param) in args.iter().zip(&found.params) {
            let held = self.word(word, Some(param))?;
            let held = self.passed(held, param)?;
            all.extend(registers(&held));
        }
        let method = self.assembler.method(&owner, name, &found.proto());
        self.emit(opcode(made, object.is_some(), &found), all, method);
        Ok(match found.result.as_str() {
            _ if made => object,
            "V" => None,
            kind => Some(self.result(kind)),
        })
    }

    fn kind_of(&self, word: &Word) -> Option<String> {
        match word {
            Word::Variable(name) => self.variables.get(name).map(|h| h.kind.clone()),
            _ => None,
        }
    }

    /// An argument as the parameter wants it.
    fn passed(&mut self, held: Held, param: &str) -> Result<Held, String> {
        if is_reference(&held.kind) || is_reference(param) { Ok(held) } else { self.converted(held, param) }
    }

    fn converted(&mut self, held: Held, wanted: &str) -> Result<Held, String> {
        if self.known.is_kind_of(&held.kind, wanted) {
            return Ok(Held { kind: wanted.to_owned(), ..held });
        }
        match (is_reference(&held.kind), is_reference(wanted)) {
            (true, true) => {
                let made = self.fresh(wanted);
                self.emit(0x07, vec![made.register, held.register], 0);
                let kind = self.assembler.kind(wanted);
                self.emit(0x1f, vec![made.register], kind);
                Ok(made)
            }
            (false, false) => {
                let made = self.fresh(wanted);
                let op = conversion(&held.kind, wanted);
                self.emit(op, vec![made.register, held.register], 0);
                Ok(made)
            }
            _ => Err(format!("{} is no {wanted}", held.kind)),
        }
    }

    fn fresh(&mut self, kind: &str) -> Held {
        let register = self.next;
        self.next = self.next.saturating_add(2);
        Held { register, kind: kind.to_owned() }
    }

    fn result(&mut self, kind: &str) -> Held {
        let held = self.fresh(kind);
        let op = if is_reference(kind) { 0x0c } else { 0x0a + u8::from(is_wide(kind)) };
        self.emit(op, vec![held.register], 0);
        held
    }

    fn emit(&mut self, op: u8, registers: Vec<u16>, operand: i64) {
        self.insns.push((op, registers, operand));
        self.size = self.size.saturating_add(u32::from(opcodes::op(op).size));
    }

    fn finish(mut self) -> Compiled {
        self.emit(0x0e, Vec::new(), 0);
        for (_, registers, _) in &mut self.insns {
            for register in registers.iter_mut().filter(|r| **r >= PARAMETERS) {
                *register = register.saturating_sub(PARAMETERS).saturating_add(self.next);
            }
        }
        let count = self.next.saturating_add(u16::try_from(self.params.len()).unwrap_or(u16::MAX));
        let proto = format!("({})V", self.params.concat());
        let method = (METHOD, proto.as_str(), STATIC, self.insns);
        self.assembler.class_with(CLASS, "Ljava/lang/Object;", &[], vec![method], count);
        Compiled { assembler: self.assembler, secrets: self.secrets, checks: self.checks }
    }
}

/// The registers of an argument: two where it is wide.
fn registers(held: &Held) -> Vec<u16> {
    let mut all = vec![held.register];
    if is_wide(&held.kind) {
        all.push(held.register.saturating_add(1));
    }
    all
}

fn opcode(made: bool, on_object: bool, found: &Overload) -> u8 {
    match (made, on_object) {
        (true, _) => 0x70,
        (false, true) if found.interface => 0x72,
        (false, true) => 0x6e,
        (false, false) => 0x71,
    }
}

/// The instruction that makes one number of another.
fn conversion(from: &str, to: &str) -> u8 {
    match (from, to) {
        ("J", "F") => 0x85,
        ("J", "D") => 0x86,
        ("J", _) => 0x84,
        ("F", "J") => 0x88,
        ("F", "D") => 0x89,
        ("F", _) => 0x87,
        ("D", "J") => 0x8b,
        ("D", "F") => 0x8c,
        ("D", _) => 0x8a,
        (_, "J") => 0x81,
        (_, "F") => 0x82,
        (_, "D") => 0x83,
        (_, "B") => 0x8d,
        (_, "C") => 0x8e,
        _ => 0x8f,
    }
}
