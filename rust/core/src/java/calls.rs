//! Calls.
use std::rc::Rc;

use super::ast::{E, Expr};
use super::constant::Const;
use super::lower::{Lower, Val};
use super::members::{Arg, Found, arg, proto};
use super::place::Meaning;
use super::types::{OBJECT, Ty};

/// What a call is made on.
pub enum On {
    /// A class.
    Static(Rc<str>),
    /// An object of this type: `this` so many classes outwards, the parent's part of it, or a value.
    This(Option<usize>, Rc<str>),
    Parent(Ty),
    Value,
}

/// An argument after its value was put down, or left for when its type is known.
pub enum Given<'a> {
    Val(&'a Expr, Val),
    Const(&'a Expr, Const),
    Later(&'a Expr),
    /// Left too, because one before it was: its type.
    Typed(&'a Expr, Ty),
}

pub const VIRTUAL: u8 = 0x6e;
pub const SUPER: u8 = 0x6f;
const DIRECT: u8 = 0x70;
pub const STATIC: u8 = 0x71;
pub const INTERFACE: u8 = 0x72;

impl<'a> Lower<'_, '_, 'a> {
    /// What stands before the point of a call.
    pub fn on(&mut self, on: Option<&'a Expr>, name: &str) -> On {
        let Some(on) = on else { return self.implied(name) };
        match &on.kind {
            E::Super => {
                let own = self.own_class();
                On::Parent(self.tree.class(&own).map_or(Ty::object(), |c| c.parent.clone()))
            }
            E::OuterSuper(kind) => On::Parent(self.tree.ty(kind, &self.scope)),
            E::TypeRef(kind) => On::Static(self.tree.ty(kind, &self.scope).d),
            _ => match self.meaning(on) {
                Meaning::Type(class) => On::Static(class),
                Meaning::Value => On::Value,
            },
        }
    }

    /// The class that a method named alone belongs to: this, one around it, an imported one, or the nearest of
    /// those whose ancestors are not all there.
    pub fn implied(&self, name: &str) -> On {
        let mut next = Some(self.scope.class);
        let mut steps = self.this.map(|_| 0usize);
        let mut open = None;
        for _ in 0..64 {
            let Some(class) = next.and_then(|n| self.tree.classes.get(n)) else { break };
            if !self.tree.methods(&class.name, name).is_empty() {
                return On::This(steps, Rc::clone(&class.name));
            }
            if !self.tree.supers(&class.name).whole && open.is_none() {
                open = Some((steps, Rc::clone(&class.name)));
            }
            steps = if class.is_static { None } else { steps.map(|s| s.saturating_add(1)) };
            next = class.outer;
        }
        let file = self.tree.classes.get(self.scope.class).map(|c| c.file);
        for import in file.iter().flat_map(|f| &f.imports).filter(|i| i.is_static) {
            let class = match (import.all, import.path.rsplit_once('.')) {
                (true, _) => self.tree.path(&import.path),
                (false, Some((class, last))) if last == name => {
                    Some(self.tree.path(class).unwrap_or_else(|| super::names::by_convention(class)))
                }
                _ => continue,
            };
            if let Some(class) = class.filter(|c| !import.all || !self.tree.methods(c, name).is_empty()) {
                return On::Static(class);
            }
        }
        let (steps, class) = open.unwrap_or((self.this.map(|_| 0), self.own_class()));
        On::This(steps, class)
    }

    pub fn call(&mut self, on: Option<&'a Expr>, name: &'a str, args: &'a [Expr], want: Option<&Ty>) -> Val {
        let kind = self.on(on, name);
        let later: Vec<&Expr> = args.iter().collect();
        let (receiver, class) = match &kind {
            On::Static(class) => (None, Ty { d: Rc::clone(class), args: Vec::new(), var: None }),
            On::This(None, class) => (None, Ty { d: Rc::clone(class), args: Vec::new(), var: None }),
            On::This(Some(steps), class) => {
                let mut this = self.this_at(*steps);
                this.ty.d = Rc::clone(class);
                (Some(this.clone()), this.ty)
            }
            On::Parent(class) => (Some(self.this_at(0)), class.clone()),
            On::Value => {
                let Some(on) = on else { return self.unknown(want) };
                let val = self.some_receiver(on);
                let val = self.aside(val, &later);
                (Some(val.clone()), val.ty)
            }
        };
        let given = self.give(args);
        let all = self.tree.methods(&class.d, name);
        let kinds: Vec<Arg> = given.iter().map(|g| self.arg_of(g)).collect();
        match self.tree.choose(&all, &kinds) {
            Some(found) => {
                let result = self.tree.result(&found, name, &class);
                self.call_found(&kind, receiver, &class, name, given, found, result, want)
            }
            None => self.call_unknown(&kind, receiver, &class, name, given, want),
        }
    }

    /// An object that something is called on: a builder's methods mostly give the builder.
    fn some_receiver(&mut self, on: &'a Expr) -> Val {
        if let Some(guess) = self.builder_guess(on) {
            return self.some(on, Some(&guess));
        }
        self.some(on, None)
    }

    /// Puts the arguments down, but for what needs its parameter's type.
    pub fn give(&mut self, args: &'a [Expr]) -> Vec<Given<'a>> {
        let mut given = Vec::with_capacity(args.len());
        let mut left = false;
        for (place, one) in args.iter().enumerate() {
            if let Some(value) = self.known(one) {
                given.push(Given::Const(one, value));
            } else if matches!(one.kind, E::Lambda(..) | E::MethodRef(..) | E::Null) {
                given.push(Given::Later(one));
            } else if left || self.unknown_type(one) {
                // From here on all wait, so that they are put down in the order they stand.
                given.push(match self.unknown_type(one) {
                    true => Given::Later(one),
                    false => Given::Typed(one, self.type_of(one)),
                });
                left = true;
            } else {
                let val = self.some(one, None);
                let later: Vec<&Expr> = args.iter().skip(place.saturating_add(1)).collect();
                let val = self.aside(val, &later);
                given.push(Given::Val(one, val));
            }
        }
        given
    }

    pub fn arg_of(&self, given: &Given) -> Arg {
        match given {
            Given::Val(_, val) => arg(&val.ty),
            Given::Const(_, value) => Arg::Of(value.ty()),
            Given::Later(one) => later(one),
            Given::Typed(_, ty) => arg(ty),
        }
    }

    /// An argument as the parameter asks.
    pub fn pass(&mut self, given: Given<'a>, ty: &Ty) -> Val {
        match given {
            Given::Val(one, val) => self.at(one.at, |l| l.convert(val, ty)),
            Given::Const(one, value) => self.constant_as(one, value, ty),
            Given::Later(one) | Given::Typed(one, _) => self.expr_as(one, ty),
        }
    }

    /// All arguments; the last ones in an array where the method takes them so.
    pub fn passed(&mut self, given: Vec<Given<'a>>, found: &Found) -> Vec<Val> {
        let (head, last) = match found.params.split_last().filter(|_| found.spread) {
            Some((last, head)) => (head, Some(last)),
            None => (&found.params[..], None),
        };
        let mut given = given.into_iter();
        let mut vals = Vec::new();
        for (param, one) in head.iter().zip(given.by_ref()) {
            let val = self.pass(one, param);
            vals.push(val);
        }
        if let Some(array) = last {
            let rest: Vec<Given> = given.collect();
            let element = array.element();
            let count = self.int(rest.len() as i32);
            let reg = self.temp(array);
            let kind = self.kind(&array.d);
            self.op(0x23, vec![reg, count.reg], kind);
            for (place, one) in rest.into_iter().enumerate() {
                let mark = self.next;
                let val = self.pass(one, &element);
                let index = self.int(place as i32);
                self.store(&super::place::Spot::Element(reg, index.reg, element.clone()), &val);
                self.next = mark;
            }
            vals.push(Val { reg, ty: array.clone() });
        }
        vals
    }

    #[allow(clippy::too_many_arguments, reason = "what was found out about one call")]
    fn call_found(
        &mut self,
        on: &On,
        receiver: Option<Val>,
        class: &Ty,
        name: &str,
        given: Vec<Given<'a>>,
        found: Found,
        result: Ty,
        want: Option<&Ty>,
    ) -> Val {
        let mut vals = self.passed(given, &found);
        let erased = Ty::of(&found.result.d);
        let text = proto(&found.params, &found.result);
        // Methods of Object are named by Object, whatever the receiver is; all others by the receiver's type.
        let named: Rc<str> = match &*found.owner {
            OBJECT if name != "clone" || class.is(OBJECT) => found.owner.clone(),
            _ => Rc::clone(&class.d),
        };
        if found.is_static() {
            let val = self.invoke(STATIC, &named, name, &text, &vals, &erased);
            return self.given_back(val, result, want);
        }
        let interface = self.tree.is_interface(&named);
        let op = match on {
            On::Parent(_) => SUPER,
            _ if interface => INTERFACE,
            _ if found.flags & 2 != 0 => DIRECT,
            _ => VIRTUAL,
        };
        let receiver = match receiver {
            Some(val) => val,
            None => self.unknown(Some(class)),
        };
        vals.insert(0, self.primitive_receiver(receiver));
        let val = self.invoke(op, &named, name, &text, &vals, &erased);
        self.given_back(val, result, want)
    }

    pub fn primitive_receiver(&mut self, val: Val) -> Val {
        if val.ty.is_primitive() { self.convert(val, &Ty::object()) } else { val }
    }

    /// What generics promise of a result is cast, as a compiler does.
    fn given_back(&mut self, val: Val, result: Ty, want: Option<&Ty>) -> Val {
        if val.ty.is_void() || val.ty.is_primitive() || val.ty.d == result.d {
            let ty = if val.ty.d == result.d { result } else { val.ty };
            return Val { reg: val.reg, ty };
        }
        if want.is_some_and(Ty::is_void) || self.tree.is_a(&val.ty.d, &result.d) == Some(true) {
            return val;
        }
        self.cast(val, &result)
    }

    /// The type a call gives, without code for it.
    pub fn type_of_call(&mut self, on: Option<&'a Expr>, name: &'a str, args: &'a [Expr]) -> Ty {
        let class = match self.on(on, name) {
            On::Static(class) | On::This(_, class) => Ty { d: class, args: Vec::new(), var: None },
            On::Parent(class) => class,
            On::Value => match on {
                Some(on) => self.type_of(on),
                None => return Ty::object(),
            },
        };
        let all = self.tree.methods(&class.d, name);
        // Where all give the same, the arguments do not matter.
        if let Some((first, rest)) = all.split_first()
            && rest.iter().all(|f| f.result == first.result && f.owner == first.owner)
        {
            return self.tree.result(first, name, &class);
        }
        let mut kinds = Vec::new();
        for one in args {
            kinds.push(match &one.kind {
                E::Lambda(..) | E::MethodRef(..) | E::Null => later(one),
                _ => Arg::Of(self.type_of(one)),
            });
        }
        match self.tree.choose(&all, &kinds) {
            Some(found) => self.tree.result(&found, name, &class),
            None => super::unknown::result_by_name(name).map_or(Ty::object(), Ty::of),
        }
    }
}

fn later(one: &Expr) -> Arg {
    match &one.kind {
        E::Lambda(params, _) => Arg::Function(Some(params.len())),
        E::MethodRef(..) => Arg::Function(None),
        E::Null => Arg::Of(Ty::of(super::types::NULL)),
        _ => Arg::Unknown,
    }
}
