//! Lambdas and method references, as classes that implement the interface.
use std::rc::Rc;

use super::ast::{E, Expr, S, Stmt, TypeName};
use super::lower::{Lower, Made, MadeClass, State, Val};
use super::members::{Named, proto};
use super::names::Scope;
use super::types::{OBJECT, Ty};
use super::visit::{Free, Visit};
use crate::gap::Cause;
use crate::written::Position;

impl<'a> Lower<'_, '_, 'a> {
    /// A lambda: its body becomes a method of this class, called by a class made for it.
    pub fn lambda(
        &mut self,
        at: Position,
        params: &'a [(Option<TypeName>, String)],
        body: &'a Stmt,
        want: Option<&Ty>,
    ) -> Val {
        let target = self.interface_for(at, want, params.len());
        let mut free = Free::default();
        free.enter();
        params.iter().for_each(|p| free.declare(&p.1));
        free.stmt(body);
        let mut taken: Vec<(Rc<str>, Ty)> = Vec::new();
        for name in &free.names {
            if let Some(local) = self.local(name) {
                taken.push((Rc::from(*name), local.ty.clone()));
            }
        }
        let mut all = taken.clone();
        for (place, (kind, name)) in params.iter().enumerate() {
            let written = kind.as_ref().map(|k| self.tree.ty(k, &self.scope));
            let known = target.1.params.get(place).cloned().unwrap_or(Ty::object());
            all.push((Rc::from(name.as_str()), written.unwrap_or(known)));
        }
        if let Some(number) = self.st.lambdas.get(&(self.scope.class, at.line, at.column)).copied() {
            return self.made(number, &taken);
        }
        let number = self.st.classes.len();
        self.st.lambdas.insert((self.scope.class, at.line, at.column), number);
        let result = target.1.result.clone();
        let with_this = self.this.is_some() && self.uses_this(params, body);
        let name = self.lambda_name(with_this);
        let flags = if with_this { 0x1001 } else { 0x1008 };
        // The slot is taken before the body is lowered, for there may be lambdas in it.
        self.st.classes.push(self.class_for(at, number, &target.0));
        let out = lower(self.st, self.scope.clone(), with_this, &self.method, &all, &result, body);
        let text = proto(&all.iter().map(|a| a.1.clone()).collect::<Vec<_>>(), &result);
        self.st.methods.push(Made { name: name.clone(), proto: text.clone(), flags, body: Some(out), at });
        let this = self.this.filter(|_| !with_this);
        self.this = self.this.filter(|_| with_this);
        self.fill(number, &target.1, &taken, &all, (&name, &text), at);
        let val = self.made(number, &taken);
        self.this = self.this.or(this);
        val
    }

    /// As javac names it; D8 adds the class to one that uses `this`.
    fn lambda_name(&mut self, with_this: bool) -> String {
        let count = self.st.lambda_count;
        self.st.lambda_count = count.saturating_add(1);
        let method = match &*self.method {
            "<init>" => "new",
            "<clinit>" => "static",
            name => name,
        };
        let own = self.own_class();
        let class = super::types::slashed(&own).unwrap_or("").replace('/', "-");
        if with_this { format!("lambda${method}${count}${class}") } else { format!("lambda${method}${count}") }
    }

    /// Whether a lambda's body needs the object around it.
    fn uses_this(&self, params: &'a [(Option<TypeName>, String)], body: &'a Stmt) -> bool {
        let mut uses = Uses { free: Free::default(), this: false, calls: Vec::new() };
        uses.enter();
        params.iter().for_each(|p| uses.declare(&p.1));
        uses.stmt(body);
        let field = |name: &&str| {
            matches!(self.find(name, None), Some(super::place::Name::Field(Some(_), _, _, _)))
                && self.local(name).is_none()
        };
        let call = |name: &&str| match self.implied(name) {
            super::calls::On::This(_, class) => {
                let all = self.tree.methods(&class, name);
                all.is_empty() || all.iter().any(|f| !f.is_static())
            }
            _ => false,
        };
        let created = |kind: &&TypeName| {
            let class = self.tree.class(&self.tree.ty(kind, &self.scope).d);
            class.is_some_and(super::create::takes_outer)
        };
        uses.this
            || uses.free.names.iter().any(field)
            || uses.calls.iter().any(call)
            || uses.free.created.iter().any(created)
    }

    /// The interface a lambda is for, and its method with what is known of the types.
    pub fn interface_for(&mut self, at: Position, want: Option<&Ty>, count: usize) -> (String, Named) {
        let ty = want.cloned().unwrap_or(Ty::object());
        if let Some(mut named) = self.tree.functional(&ty.d) {
            let last = ty.args.len().saturating_sub(1);
            for (place, param) in named.params.iter_mut().enumerate() {
                let known = ty.args.get(place.min(last));
                if let Some(known) = known.filter(|_| param.is(OBJECT)) {
                    *param = known.clone();
                }
            }
            return (ty.d.to_string(), named);
        }
        let shown = if ty.is(OBJECT) { "an interface that is not known".to_owned() } else { ty.d.to_string() };
        self.gap(at, Cause::Unsupported, format!("this function is for {shown}: what calls it cannot be told"));
        let params = vec![Ty::object(); count];
        (ty.d.to_string(), Named { name: String::new(), params, result: Ty::object() })
    }

    pub fn class_for(&self, at: Position, number: usize, interface: &str) -> MadeClass {
        let own = self.own_class();
        let name = format!("{}$$Lambda${number};", own.trim_end_matches(';'));
        let interface = interface.to_owned();
        MadeClass { name, interface, fields: Vec::new(), methods: Vec::new(), at }
    }

    /// Constructor and method of the class made for a lambda.
    fn fill(
        &mut self,
        number: usize,
        named: &Named,
        taken: &[(Rc<str>, Ty)],
        all: &[(Rc<str>, Ty)],
        call: (&str, &str),
        at: Position,
    ) {
        let own = self.own_class();
        let mut fields: Vec<(String, Ty)> = Vec::new();
        if self.this.is_some() {
            fields.push(("f$0".to_owned(), Ty { d: Rc::clone(&own), args: Vec::new(), var: None }));
        }
        for (_, ty) in taken {
            fields.push((format!("f${}", fields.len()), ty.clone()));
        }
        let with_this = self.this.is_some();
        let Some(class) = self.st.classes.get(number).map(|c| c.name.clone()) else { return };
        let init = constructor(self.st, &class, &fields, at);
        let erased: Vec<Ty> = self.tree.functional(&self.interface(number)).map(|n| n.params).unwrap_or_default();
        let method = (!named.name.is_empty()).then(|| {
            let mut body = Lower::new(self.st, self.scope.clone(), call.0, named.result.clone());
            body.at = at;
            body.this = Some(crate::written::PARAM);
            let this = Val { reg: crate::written::PARAM, ty: Ty::of(&class) };
            let mut vals: Vec<Val> = Vec::new();
            for (name, ty) in &fields {
                vals.push(body.load(&super::place::Spot::Field(
                    this.reg,
                    class.as_str().into(),
                    name.clone(),
                    ty.clone(),
                )));
            }
            let mut place = 1u16;
            for (param, (_, ty)) in erased.iter().zip(all.iter().skip(taken.len())) {
                let val = Val { reg: crate::written::PARAM | place, ty: param.clone() };
                place = place.saturating_add(if param.is_wide() { 2 } else { 1 });
                vals.push(body.convert(val, ty));
            }
            let op = if with_this { 0x6e } else { 0x71 };
            let found = body.invoke(op, &own, call.0, call.1, &vals, &named.result);
            body.give_back(found);
            Made {
                name: named.name.clone(),
                proto: proto(&erased, &named.result),
                flags: 1,
                body: Some(body.finish()),
                at,
            }
        });
        if let Some(class) = self.st.classes.get_mut(number) {
            class.fields = fields.iter().map(|f| (f.0.clone(), f.1.d.to_string())).collect();
            class.methods = std::iter::once(init).chain(method).collect();
        }
    }

    fn interface(&self, number: usize) -> String {
        self.st.classes.get(number).map(|c| c.interface.clone()).unwrap_or_default()
    }

    /// Creates the object of a class made for a lambda.
    fn made(&mut self, number: usize, taken: &[(Rc<str>, Ty)]) -> Val {
        let fields = self.st.classes.get(number).map(|c| c.fields.clone()).unwrap_or_default();
        let own = self.own_class();
        let this = self.this.filter(|_| fields.len() > taken.len() && fields.first().is_some_and(|f| *f.1 == *own));
        let mut vals: Vec<Val> = Vec::new();
        vals.extend(this.map(|reg| Val { reg, ty: Ty { d: own, args: Vec::new(), var: None } }));
        for (name, _) in taken {
            if let Some(local) = self.local(name) {
                vals.push(Val { reg: local.reg, ty: local.ty.clone() });
            }
        }
        self.made_of(number, vals)
    }

    /// The same, with the values of its fields.
    pub fn made_of(&mut self, number: usize, given: Vec<Val>) -> Val {
        let Some((name, interface)) = self.st.classes.get(number).map(|c| (c.name.clone(), c.interface.clone())) else {
            return self.unknown(None);
        };
        let ty = Ty::of(&name);
        let reg = self.temp(&ty);
        let kind = self.kind(&name);
        self.op(0x22, vec![reg], kind);
        let mut vals = vec![Val { reg, ty }];
        vals.extend(given);
        let params: Vec<Ty> = vals.iter().skip(1).map(|v| v.ty.clone()).collect();
        self.invoke(0x70, &name, "<init>", &proto(&params, &Ty::of("V")), &vals, &Ty::of("V"));
        Val { reg, ty: Ty::of(&interface) }
    }

    /// Returns a value as the method's result.
    pub fn give_back(&mut self, val: Val) {
        let result = self.result.clone();
        if result.is_void() {
            self.op(0x0e, vec![], 0);
        } else {
            let val = if val.ty.is_void() { self.null() } else { self.convert(val, &result) };
            let op = if result.is_wide() {
                0x10
            } else if result.is_primitive() {
                0x0f
            } else {
                0x11
            };
            self.op(op, vec![val.reg], 0);
        }
        self.live = false;
    }
}

/// What a lambda's body names beside its own.
struct Uses<'a> {
    free: Free<'a>,
    this: bool,
    calls: Vec<&'a str>,
}

impl<'a> Visit<'a> for Uses<'a> {
    fn enter(&mut self) {
        self.free.enter();
    }

    fn leave(&mut self) {
        self.free.leave();
    }

    fn declare(&mut self, name: &'a str) {
        self.free.declare(name);
    }

    fn name(&mut self, name: &'a str) {
        self.free.name(name);
    }

    fn create(&mut self, kind: &'a TypeName) {
        self.free.create(kind);
    }

    fn class(&mut self, decl: &'a super::ast::TypeDecl, _kind: Option<&'a TypeName>) {
        // An anonymous class in the body of an instance method keeps its object.
        self.this = true;
        self.walk_class(decl);
    }

    fn other(&mut self, expr: &'a Expr) {
        match &expr.kind {
            E::This | E::Super | E::OuterThis(_) | E::OuterSuper(_) => self.this = true,
            E::Call { on: None, name, .. } => self.calls.push(name),
            _ => {}
        }
    }
}

/// The body of a lambda as that of a method of the class around it.
fn lower<'a>(
    st: &mut State<'_, 'a>,
    scope: Scope,
    with_this: bool,
    method: &str,
    params: &[(Rc<str>, Ty)],
    result: &Ty,
    body: &'a Stmt,
) -> crate::written::BodyBuilder {
    let mut out = Lower::new(st, scope, method, result.clone());
    out.at = body.at;
    out.this = with_this.then_some(crate::written::PARAM);
    out.params(u16::from(with_this), params);
    match &body.kind {
        S::Expr(expr) if !result.is_void() => {
            let val = out.expr_as(expr, result);
            out.give_back(val);
        }
        _ => out.stmt(body),
    }
    out.finish()
}

/// A constructor that keeps its parameters in fields.
pub fn constructor(st: &mut State<'_, '_>, class: &str, fields: &[(String, Ty)], at: Position) -> Made {
    let mut body = Lower::new(st, Scope::default(), "<init>", Ty::of("V"));
    body.at = at;
    let this = Val { reg: crate::written::PARAM, ty: Ty::of(class) };
    body.invoke(0x70, OBJECT, "<init>", "()V", std::slice::from_ref(&this), &Ty::of("V"));
    let mut place = 1u16;
    for (name, ty) in fields {
        let val = Val { reg: crate::written::PARAM | place, ty: ty.clone() };
        place = place.saturating_add(if ty.is_wide() { 2 } else { 1 });
        body.store(&super::place::Spot::Field(this.reg, class.into(), name.clone(), ty.clone()), &val);
    }
    let text = proto(&fields.iter().map(|f| f.1.clone()).collect::<Vec<_>>(), &Ty::of("V"));
    Made { name: "<init>".to_owned(), proto: text, flags: 0x10001, body: Some(body.finish()), at }
}
