//! New objects and arrays.
use std::rc::Rc;

use super::ast::{E, Expr, TypeDecl, TypeName};
use super::calls::Given;
use super::constant::Const;
use super::lower::{Lower, Val};
use super::members::{Arg, Found, declared, proto};
use super::place::Spot;
use super::tree::{Class, Place};
use super::types::Ty;
use super::visit::{Free, Visit};
use crate::written::Position;

/// Stands where an argument is not written.
static NOTHING: Expr = Expr { at: Position { line: 0, column: 0 }, assigns: false, kind: E::Null };

impl<'a> Lower<'_, '_, 'a> {
    pub fn create(
        &mut self,
        outer: Option<&'a Expr>,
        kind: &'a TypeName,
        args: &'a [Expr],
        body: Option<&'a TypeDecl>,
    ) -> Val {
        let outer = outer.map(|o| self.some(o, None));
        let mut ty = match &outer {
            // `outer.new Inner()` names Inner as a member of what outer is.
            Some(val) => match self.tree.nested(&val.ty.d, &kind.name) {
                Some(d) => Ty { d, args: Vec::new(), var: None },
                None => self.tree.ty(kind, &self.scope),
            },
            None => self.tree.ty(kind, &self.scope),
        };
        let parent = ty.clone();
        let number = body.and_then(|b| self.class_number(b)).or_else(|| self.tree.number(&ty.d));
        if let (Some(body), Some(number)) = (body, number) {
            self.capture(number, body);
            ty.d = self.tree.classes.get(number).map_or(ty.d, |c| Rc::clone(&c.name));
        }
        let reg = self.temp(&ty);
        let class = self.kind(&ty.d);
        self.op(0x22, vec![reg], class);
        let object = Val { reg, ty };
        let given = self.give(args);
        let kinds: Vec<Arg> = given.iter().map(|g| self.arg_of(g)).collect();
        let from = if body.is_some() { &parent.d } else { &object.ty.d };
        let all = self.tree.methods(from, "<init>");
        let mut found = self.tree.choose(&all, &kinds);
        let mut given = given;
        if let Some(inner) = self.inner_of_framework(from, &all, &kinds, outer.is_some()) {
            let around = inner.params.first().cloned().unwrap_or(Ty::object());
            let val = match &outer {
                Some(val) => val.clone(),
                None => self.outer_this(&around.d),
            };
            if let Some(first) = args.first().or(Some(&NOTHING)) {
                given.insert(0, Given::Val(first, val));
            }
            found = Some(inner);
        }
        if let (Some(_), Some(number)) = (body, number) {
            self.st.parents.insert(number, found.clone());
        }
        self.construct(0x70, object.clone(), number, outer, given, found);
        object
    }

    /// The constructor of an inner class of Android, whose first parameter is the object around it, unwritten.
    fn inner_of_framework(&self, class: &str, all: &[Found], kinds: &[Arg], outer: bool) -> Option<Found> {
        let (around, _) = class.trim_end_matches(';').rsplit_once('$')?;
        let around = format!("{around};");
        let takes = |f: &&Found| f.tree.is_none() && f.params.first().is_some_and(|p| p.is(&around));
        let with: Vec<Found> = all.iter().filter(takes).cloned().collect();
        let mut next = Some(self.scope.class);
        let mut inside = outer;
        for _ in 0..64 {
            let Some(one) = next.and_then(|n| self.tree.classes.get(n)).filter(|_| !inside) else { break };
            inside = self.this.is_some() && self.tree.is_a(&one.name, &around) == Some(true);
            next = one.outer.filter(|_| !one.is_static);
        }
        if !inside || with.len() != all.len() || with.is_empty() {
            return None;
        }
        let kinds: Vec<Arg> = std::iter::once(Arg::Of(Ty::of(&around))).chain(kinds.iter().cloned()).collect();
        self.tree.choose(&with, &kinds)
    }

    pub fn class_number(&self, decl: &TypeDecl) -> Option<usize> {
        self.tree.by_number.get(&(self.st.part, decl.number)).copied()
    }

    /// Calls a constructor of a class with all that it takes beside what is written.
    pub fn construct(
        &mut self,
        op: u8,
        object: Val,
        class: Option<usize>,
        outer: Option<Val>,
        given: Vec<Given<'a>>,
        found: Option<Found>,
    ) {
        let written = match found {
            Some(found) => self.passed(given, &found).into_iter().zip(found.params).collect(),
            None => self.as_given(given),
        };
        let mut vals: Vec<(Val, Ty)> = Vec::new();
        let info = class.and_then(|n| self.tree.classes.get(n));
        if let Some(around) =
            info.filter(|c| takes_outer(c)).and_then(|c| c.outer).and_then(|n| self.tree.classes.get(n))
        {
            let kind = Ty { d: Rc::clone(&around.name), args: Vec::new(), var: None };
            let val = match outer {
                Some(val) => val,
                None => self.outer_this(&kind.d),
            };
            vals.push((val, kind));
        }
        vals.extend(written);
        for (name, ty) in class.and_then(|n| self.st.captures.get(&n)).cloned().unwrap_or_default() {
            let val = self.captured(&name, &ty);
            vals.push((val, ty));
        }
        let params: Vec<Ty> = vals.iter().map(|v| Ty::of(&v.1.d)).collect();
        let d = Rc::clone(&object.ty.d);
        let all: Vec<Val> = std::iter::once(object).chain(vals.into_iter().map(|v| v.0)).collect();
        self.invoke(op, &d, "<init>", &proto(&params, &Ty::of("V")), &all, &Ty::of("V"));
    }

    fn as_given(&mut self, given: Vec<Given<'a>>) -> Vec<(Val, Ty)> {
        let mut all = Vec::new();
        for one in given {
            let val = match one {
                Given::Val(_, val) => val,
                Given::Const(one, value) => self.constant_as(one, value.clone(), &value.ty()),
                Given::Later(one) => self.some(one, Some(&Ty::object())),
                Given::Typed(one, ty) => self.some(one, Some(&ty)),
            };
            let ty = Ty::of(declared(&val.ty));
            all.push((val, ty));
        }
        all
    }

    /// A captured local where a local class is created.
    fn captured(&mut self, name: &str, ty: &Ty) -> Val {
        match self.find(name, None) {
            Some(super::place::Name::Local(reg, ty)) => Val { reg, ty },
            Some(super::place::Name::Field(Some(steps), class, name, ty)) => {
                let this = self.this_at(steps);
                self.load(&Spot::Field(this.reg, class, name, ty))
            }
            _ => self.unknown(Some(ty)),
        }
    }

    /// Settles which locals a class made here takes with it.
    pub fn capture(&mut self, number: usize, decl: &'a TypeDecl) {
        if self.st.captures.contains_key(&number) {
            return;
        }
        let mut free = Free::default();
        free.walk_class(decl);
        let mut names: Vec<Rc<str>> = free.names.iter().map(|n| Rc::from(*n)).collect();
        for created in &free.created {
            let class = self.tree.known_type(&created.name, &self.scope).and_then(|d| self.tree.number(&d));
            let more = class.and_then(|n| self.st.captures.get(&n)).into_iter().flatten();
            names.extend(more.map(|c| Rc::clone(&c.0)));
        }
        let own = self.tree.classes.get(number).map(|c| Rc::clone(&c.name));
        let mut found: Vec<(Rc<str>, Ty)> = Vec::new();
        for name in names {
            let field = own.as_deref().is_some_and(|class| self.field(class, &name).is_some());
            if found.iter().any(|f| f.0 == name) || field {
                continue;
            }
            if let Some(local) = self.local(&name) {
                found.push((name, local.ty.clone()));
            }
        }
        self.st.captures.insert(number, found);
    }

    pub fn new_array(&mut self, kind: &TypeName, sizes: &'a [Expr]) -> Val {
        let inner = self.tree.ty(kind, &self.scope);
        let ty = inner.array(sizes.len());
        let int = Ty::of("I");
        let mut counts = Vec::new();
        for (place, size) in sizes.iter().enumerate() {
            let val = self.expr_as(size, &int);
            let later: Vec<&Expr> = sizes.iter().skip(place.saturating_add(1)).collect();
            counts.push(self.aside(val, &later));
        }
        if let [count] = &counts[..] {
            let reg = self.temp(&ty);
            let class = self.kind(&ty.d);
            self.op(0x23, vec![reg, count.reg], class);
            return Val { reg, ty };
        }
        // As D8 writes `new T[a][b]`: Array.newInstance with the sizes.
        let numbers = Ty::of("[I");
        let class = self.kind("[I");
        self.op(if counts.len() > 5 { 0x25 } else { 0x24 }, counts.iter().map(|c| c.reg).collect(), class);
        let numbers = self.moved(&numbers);
        let class = self.class_of(&inner);
        let proto = "(Ljava/lang/Class;[I)Ljava/lang/Object;";
        let made =
            self.invoke(0x71, "Ljava/lang/reflect/Array;", "newInstance", proto, &[class, numbers], &Ty::object());
        self.cast(made, &ty)
    }

    /// `{a, b, c}` as an array of the type.
    pub fn array(&mut self, ty: Ty, values: &'a [Expr]) -> Val {
        let ty = if ty.is_array() { ty } else { Ty::object().array(1) };
        let element = ty.element();
        let count = self.int(i32::try_from(values.len()).unwrap_or(i32::MAX));
        let reg = self.temp(&ty);
        let kind = self.kind(&ty.d);
        self.op(0x23, vec![reg, count.reg], kind);
        if let Some((width, bytes)) = self.data(&element, values) {
            self.out.data(reg, width, bytes, self.at);
            return Val { reg, ty };
        }
        for (place, one) in values.iter().enumerate() {
            let mark = self.next;
            let val = self.expr_as(one, &element);
            self.at(one.at, |l| {
                let index = l.int(i32::try_from(place).unwrap_or(i32::MAX));
                l.store(&Spot::Element(reg, index.reg, element.clone()), &val);
            });
            self.next = mark;
        }
        Val { reg, ty }
    }

    /// Constants of a primitive type as the bytes of `fill-array-data`.
    fn data(&mut self, element: &Ty, values: &'a [Expr]) -> Option<(u16, Vec<u8>)> {
        let width: u16 = match &*element.d {
            "Z" | "B" => 1,
            "C" | "S" => 2,
            "I" | "F" => 4,
            "J" | "D" => 8,
            _ => return None,
        };
        if values.is_empty() {
            return None;
        }
        let mut bytes = Vec::with_capacity(values.len().saturating_mul(usize::from(width)));
        for one in values {
            let value = self.known(one)?.cast(&element.d)?;
            let word: i64 = match value {
                Const::Int(_, v) => i64::from(v),
                Const::Long(v) => v,
                Const::Float(v) => i64::from(v.to_bits()),
                Const::Double(v) => v.to_bits() as i64,
                Const::Text(_) => return None,
            };
            bytes.extend(word.to_le_bytes().iter().take(usize::from(width)));
        }
        values.iter().filter(|v| !matches!(v.kind, E::Int(_))).for_each(|v| self.note_constant(v));
        Some((width, bytes))
    }
}

/// Whether constructors of the class take the enclosing object first, unwritten.
pub fn takes_outer(class: &Class) -> bool {
    !class.is_static && class.place != Place::Top && !class.fields.contains_key("this$0")
}
