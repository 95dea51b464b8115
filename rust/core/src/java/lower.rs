//! The lowering of one body: registers, labels, and the instructions everything else is put together from.
use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::ast::{Expr, Stmt};
use super::constant::Const;
use super::members::Found;
use super::names::Scope;
use super::tree::Tree;
use super::types::{NULL, Ty};
use super::{Context, NamedConstant};
use crate::gap::{Cause, Gap};
use crate::written::{BodyBuilder, Builder, Label, PARAM, Position};

/// Instructions of one body; what comes after is cut.
pub const MOST_OPS: usize = 400_000;
/// Registers of one body, beside its parameters.
const MOST_REGISTERS: u16 = 4096;

/// What bodies share.
pub struct State<'s, 'a> {
    pub tree: &'s Tree<'a>,
    pub builder: &'s mut Builder,
    pub context: &'s Context<'s>,
    /// Local or anonymous class → locals of the bodies around it that it uses.
    pub captures: FxHashMap<usize, Vec<(Rc<str>, Ty)>>,
    /// Anonymous class → the constructor of its parent that is called.
    pub parents: FxHashMap<usize, Option<Found>>,
    pub unknown: BTreeSet<(String, String)>,
    pub named: Vec<NamedConstant>,
    /// Methods made for lambdas, to be defined with the class being read.
    pub methods: Vec<Made>,
    /// Classes made for lambdas, to be defined after it.
    pub classes: Vec<MadeClass>,
    /// Place of a lambda → number of its class: code that is lowered twice makes it once.
    pub lambdas: FxHashMap<(usize, u32, u32), usize>,
    /// Lambdas of the class being read.
    pub lambda_count: usize,
    pub part: u32,
}

pub struct Made {
    pub name: String,
    pub proto: String,
    pub flags: u32,
    pub body: Option<BodyBuilder>,
    pub at: Position,
}

pub struct MadeClass {
    pub name: String,
    pub interface: String,
    pub fields: Vec<(String, String)>,
    pub methods: Vec<Made>,
    pub at: Position,
}

/// A value in a register.
#[derive(Clone, Debug)]
pub struct Val {
    pub reg: u16,
    pub ty: Ty,
}

pub struct LocalVar {
    pub name: Rc<str>,
    pub reg: u16,
    pub ty: Ty,
}

/// What a jump out of a place has to pass.
pub enum Jump<'a> {
    /// Name of the label, where `break` and `continue` go.
    Loop { label: Option<&'a str>, stop: Label, next: Option<Label> },
    /// A switch expression: where `yield` puts its value.
    Value { stop: Label, into: u16, ty: Ty },
    /// A guarded region and what must run on leaving it.
    Guard { last: Last<'a>, ranges: Vec<(Label, Label)>, open: Label },
}

#[derive(Clone)]
pub enum Last<'a> {
    Nothing,
    Block(&'a [Stmt]),
    /// A resource, and whether it may be null.
    Close(Val, bool),
    Unlock(u16),
}

pub struct Lower<'l, 's, 'a> {
    pub st: &'l mut State<'s, 'a>,
    pub tree: &'s Tree<'a>,
    pub out: BodyBuilder,
    pub scope: Scope,
    /// Register of the object, where there is one.
    pub this: Option<u16>,
    pub locals: Vec<LocalVar>,
    pub next: u16,
    pub most: u16,
    pub jumps: Vec<Jump<'a>>,
    /// Whether control may come to the next instruction.
    pub live: bool,
    used: Vec<Label>,
    pub result: Ty,
    pub at: Position,
    pub method: Rc<str>,
    /// A limit was met.
    pub full: bool,
}

impl<'l, 's, 'a> Lower<'l, 's, 'a> {
    pub fn new(st: &'l mut State<'s, 'a>, scope: Scope, method: &str, result: Ty) -> Self {
        let tree = st.tree;
        Lower {
            st,
            tree,
            out: BodyBuilder::new(),
            scope,
            this: None,
            locals: Vec::new(),
            next: 0,
            most: 0,
            jumps: Vec::new(),
            live: true,
            used: Vec::new(),
            result,
            at: Position::default(),
            method: method.into(),
            full: false,
        }
    }

    /// Names parameters; gives the register after the last.
    pub fn params(&mut self, first: u16, params: &[(Rc<str>, Ty)]) -> u16 {
        let mut place = first;
        for (name, ty) in params {
            self.locals.push(LocalVar { name: Rc::clone(name), reg: PARAM | place, ty: ty.clone() });
            place = place.saturating_add(if ty.is_wide() { 2 } else { 1 });
        }
        place
    }

    pub fn gap(&mut self, at: Position, cause: Cause, detail: impl Into<String>) {
        let place = format!("text:{}:{}", at.line, at.column);
        self.st.builder.gap(self.st.part, Gap { place, cause, detail: detail.into() });
    }

    pub fn temp(&mut self, ty: &Ty) -> u16 {
        let width = if ty.is_wide() { 2 } else { 1 };
        if self.next >= MOST_REGISTERS {
            self.stop("it needs more registers than there are");
            return 0;
        }
        let reg = self.next;
        self.next = reg.saturating_add(width);
        self.most = self.most.max(self.next);
        reg
    }

    pub fn stop(&mut self, why: &str) {
        if !self.full {
            self.full = true;
            self.out.cut = true;
            let detail = format!("the code of {} is read only to here: {why}", self.method);
            self.gap(self.at, Cause::Limit, detail);
        }
    }

    pub fn op(&mut self, op: u8, regs: Vec<u16>, operand: u32) {
        self.lit(op, regs, i64::from(operand));
    }

    pub fn lit(&mut self, op: u8, regs: Vec<u16>, operand: i64) {
        if self.out.len() >= MOST_OPS {
            return self.stop("it has too many instructions");
        }
        self.out.op(op, regs, operand, self.at);
    }

    /// Runs something with another place for its instructions.
    pub fn at<T>(&mut self, at: Position, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.at, at);
        let found = run(self);
        self.at = before;
        found
    }

    pub fn label(&mut self) -> Label {
        self.out.label()
    }

    pub fn bind(&mut self, label: Label) {
        self.out.bind(label);
        if let Some(place) = self.used.iter().position(|l| *l == label) {
            self.used.swap_remove(place);
            self.live = true;
        }
    }

    pub fn jump(&mut self, op: u8, regs: Vec<u16>, to: Label) {
        if self.out.len() >= MOST_OPS {
            return self.stop("it has too many instructions");
        }
        self.out.jump(op, regs, to, self.at);
        self.target(to);
    }

    /// The label will be jumped to.
    pub fn target(&mut self, to: Label) {
        if self.live && !self.used.contains(&to) {
            self.used.push(to);
        }
    }

    pub fn goto(&mut self, to: Label) {
        if self.live {
            self.jump(0x28, vec![], to);
            self.live = false;
        }
    }

    /// Both registers of a long or double.
    pub fn words(&self, val: &Val) -> Vec<u16> {
        if val.ty.is_wide() { vec![val.reg, val.reg.saturating_add(1)] } else { vec![val.reg] }
    }

    pub fn void(&self) -> Val {
        Val { reg: 0, ty: Ty::of("V") }
    }

    pub fn null(&mut self) -> Val {
        let ty = Ty::of(NULL);
        let reg = self.temp(&ty);
        self.op(0x12, vec![reg], 0);
        Val { reg, ty }
    }

    pub fn int(&mut self, value: i32) -> Val {
        self.constant(&Const::Int("I", value))
    }

    pub fn constant(&mut self, value: &Const) -> Val {
        let ty = value.ty();
        let reg = self.temp(&ty);
        match value {
            Const::Int(_, value) => self.word(reg, *value),
            Const::Float(value) => self.word(reg, value.to_bits() as i32),
            Const::Long(value) => self.wide(reg, *value),
            Const::Double(value) => self.wide(reg, value.to_bits() as i64),
            Const::Text(text) => {
                let number = self.st.builder.string(text);
                self.op(0x1a, vec![reg], number);
            }
        }
        Val { reg, ty }
    }

    fn word(&mut self, reg: u16, value: i32) {
        let op = match value {
            -8..=7 => 0x12,
            -0x8000..=0x7fff => 0x13,
            _ if value & 0xffff == 0 => 0x15,
            _ => 0x14,
        };
        self.lit(op, vec![reg], i64::from(value));
    }

    fn wide(&mut self, reg: u16, value: i64) {
        let op = match value {
            -0x8000..=0x7fff => 0x16,
            _ if i32::try_from(value).is_ok() => 0x17,
            _ if value & 0xffff_ffff_ffff == 0 => 0x19,
            _ => 0x18,
        };
        self.lit(op, vec![reg], value);
    }

    pub fn string(&mut self, text: &str) -> Val {
        self.constant(&Const::Text(text.into()))
    }

    /// Copies a value into a register.
    pub fn put(&mut self, into: u16, val: &Val) {
        if into == val.reg || val.ty.is_void() {
            return;
        }
        let op = match () {
            () if val.ty.is_wide() => 0x04,
            () if val.ty.is_primitive() => 0x01,
            () => 0x07,
        };
        self.op(op, vec![into, val.reg], 0);
    }

    /// The value in a register of its own, which later assignments do not change.
    pub fn kept(&mut self, val: Val) -> Val {
        if val.ty.is_void() {
            return val;
        }
        let reg = self.temp(&val.ty);
        self.put(reg, &val);
        Val { reg, ty: val.ty }
    }

    /// A value, kept aside where what is lowered after it assigns something.
    pub fn aside(&mut self, val: Val, later: &[&Expr]) -> Val {
        if later.iter().any(|e| e.assigns) { self.kept(val) } else { val }
    }

    pub fn kind(&mut self, d: &str) -> u32 {
        self.st.builder.kind(d)
    }

    /// Calls a method; gives what it returns.
    pub fn invoke(&mut self, op: u8, class: &str, name: &str, proto: &str, args: &[Val], result: &Ty) -> Val {
        let method = self.st.builder.method_ref(class, name, proto);
        let regs: Vec<u16> = args.iter().flat_map(|a| self.words(a)).collect();
        let op = if regs.len() > 5 { op.saturating_add(6) } else { op };
        self.op(op, regs, method);
        self.moved(result)
    }

    /// The result of what was called last, in a register.
    pub fn moved(&mut self, result: &Ty) -> Val {
        if result.is_void() {
            return self.void();
        }
        let reg = self.temp(result);
        let op = match () {
            () if result.is_wide() => 0x0b,
            () if result.is_primitive() => 0x0a,
            () => 0x0c,
        };
        self.op(op, vec![reg], 0);
        Val { reg, ty: result.clone() }
    }

    pub fn local(&self, name: &str) -> Option<&LocalVar> {
        self.locals.iter().rev().find(|l| &*l.name == name)
    }

    pub fn declare(&mut self, name: &str, ty: Ty) -> u16 {
        let reg = self.temp(&ty);
        self.locals.push(LocalVar { name: name.into(), reg, ty });
        reg
    }

    /// The value of an expression that the compiler knows.
    pub fn known(&self, expr: &Expr) -> Option<Const> {
        self.tree.value(expr, &self.scope, &|name| self.local(name).is_some())
    }

    /// Ends the body: registers, and a return where control runs off its end.
    pub fn finish(mut self) -> BodyBuilder {
        if self.live && !self.full {
            if self.result.is_void() {
                self.op(0x0e, vec![], 0);
            } else {
                // Only broken text lets control run off here; an instruction must stand where labels point.
                self.out.cut = true;
                let null = self.null();
                self.op(0x27, vec![null.reg], 0);
            }
        }
        self.out.locals = self.out.locals.max(self.most);
        self.out
    }
}

/// Which of seven forms of an access a type has: the number added to the first opcode.
pub fn access(ty: &Ty) -> u8 {
    match &*ty.d {
        "I" | "F" => 0,
        "J" | "D" => 1,
        "Z" => 3,
        "B" => 4,
        "C" => 5,
        "S" => 6,
        _ => 2,
    }
}
