//! Names, fields and elements: reading and assigning.
use std::rc::Rc;

use super::ast::{E, Expr};
use super::lower::{Lower, Val, access};
use super::types::{OBJECT, Ty};

/// Where a value is kept.
#[derive(Clone, Debug)]
pub enum Spot {
    Local(u16, Ty),
    Static(Rc<str>, String, Ty),
    /// Object, class named, field.
    Field(u16, Rc<str>, String, Ty),
    Element(u16, u16, Ty),
    Length(u16),
}

/// Where a simple name is found.
pub enum Name {
    Local(u16, Ty),
    /// So many objects outwards (None: no object), class, field, type.
    Field(Option<usize>, Rc<str>, String, Ty),
}

/// What a dotted name means.
pub enum Meaning {
    Value,
    Type(Rc<str>),
}

pub struct FieldFound {
    pub ty: Ty,
    pub is_static: bool,
    pub in_interface: Option<Rc<str>>,
}

impl<'a> Lower<'_, '_, 'a> {
    pub fn own_class(&self) -> Rc<str> {
        self.tree.classes.get(self.scope.class).map_or(OBJECT.into(), |c| Rc::clone(&c.name))
    }

    /// A field of a class or its ancestors.
    pub fn field(&self, class: &str, name: &str) -> Option<FieldFound> {
        for one in &self.tree.supers(class).all {
            if let Some(found) = self.tree.class(one) {
                if let Some(field) = found.fields.get(name) {
                    let in_interface = self.tree.is_interface(one).then(|| Rc::clone(one));
                    return Some(FieldFound { ty: field.ty.clone(), is_static: field.flags & 8 != 0, in_interface });
                }
            } else if let Some((kind, is_static)) = super::fields::field(self.tree.framework, one, name) {
                return Some(FieldFound { ty: Ty::of(&kind), is_static, in_interface: None });
            }
        }
        None
    }

    /// A simple name as a value: a local, a field of this or an enclosing class, or a captured local.
    pub fn find(&self, name: &str, want: Option<&Ty>) -> Option<Name> {
        if let Some(local) = self.local(name) {
            return Some(Name::Local(local.reg, local.ty.clone()));
        }
        let mut next = Some(self.scope.class);
        let mut steps = self.this.map(|_| 0usize);
        let mut open = None;
        for _ in 0..64 {
            let Some((number, class)) = next.and_then(|n| Some((n, self.tree.classes.get(n)?))) else { break };
            if let Some(found) = self.field(&class.name, name) {
                let owner = found.in_interface.unwrap_or(Rc::clone(&class.name));
                let steps = if found.is_static { None } else { steps };
                return Some(Name::Field(steps, owner, name.to_owned(), found.ty));
            }
            let captured = self.st.captures.get(&number).and_then(|c| c.iter().find(|c| &*c.0 == name));
            if let Some((_, ty)) = captured.filter(|_| steps.is_some()) {
                return Some(Name::Field(steps, Rc::clone(&class.name), format!("val${name}"), ty.clone()));
            }
            if !self.tree.supers(&class.name).whole && open.is_none() {
                open = Some((steps, Rc::clone(&class.name)));
            }
            steps = if class.is_static { None } else { steps.map(|s| s.saturating_add(1)) };
            next = class.outer;
        }
        self.imported(name).or_else(|| {
            // A class of the way is not there: the field is its.
            let (steps, class) = open?;
            let ty = want.filter(|t| !t.is_void()).cloned().unwrap_or(Ty::object());
            Some(Name::Field(steps, class, name.to_owned(), ty))
        })
    }

    fn imported(&self, name: &str) -> Option<Name> {
        let file = self.tree.classes.get(self.scope.class)?.file;
        file.imports.iter().filter(|i| i.is_static).find_map(|import| {
            let class = match (import.all, import.path.rsplit_once('.')) {
                (true, _) => import.path.as_str(),
                (false, Some((class, last))) if last == name => class,
                _ => return None,
            };
            let class = self.tree.path(class).or_else(|| (!import.all).then(|| super::names::by_convention(class)))?;
            match self.field(&class, name) {
                Some(found) => Some(Name::Field(None, class, name.to_owned(), found.ty)),
                None if !import.all && !self.tree.exists(&class) => {
                    Some(Name::Field(None, class, name.to_owned(), Ty::object()))
                }
                None => None,
            }
        })
    }

    /// `this`, or the object so many classes outwards.
    pub fn this_at(&mut self, steps: usize) -> Val {
        let mut class = self.scope.class;
        let ty = |l: &Self, class: usize| {
            let d = l.tree.classes.get(class).map_or(OBJECT.into(), |c| Rc::clone(&c.name));
            Ty { d, args: Vec::new(), var: None }
        };
        let own = ty(self, class);
        let mut val = match self.this {
            Some(reg) => Val { reg, ty: own },
            None => return self.unknown(Some(&own)),
        };
        for _ in 0..steps {
            let Some(outer) = self.tree.classes.get(class).and_then(|c| c.outer) else { break };
            let kind = ty(self, outer);
            let spot = Spot::Field(val.reg, Rc::clone(&val.ty.d), "this$0".to_owned(), kind);
            val = self.load(&spot);
            class = outer;
        }
        val
    }

    /// `Outer.this`: the nearest enclosing object of that class.
    pub fn outer_this(&mut self, d: &str) -> Val {
        let mut class = self.scope.class;
        for steps in 0..64 {
            let Some(one) = self.tree.classes.get(class) else { break };
            if self.tree.is_a(&one.name, d) == Some(true) {
                return self.this_at(steps);
            }
            let Some(outer) = one.outer else { break };
            class = outer;
        }
        self.unknown(Some(&Ty::of(d)))
    }

    /// Whether names joined by points are a value or a type.
    pub fn meaning(&self, expr: &Expr) -> Meaning {
        let (E::Name(_) | E::Field(..)) = &expr.kind else { return Meaning::Value };
        let Some(path) = super::constant::path(expr) else { return Meaning::Value };
        let first = path.split('.').next().unwrap_or("");
        if let Some(found) = self.find_known(first) {
            return found;
        }
        let mut end = path.len();
        // The longest beginning that is a type; what follows are its fields.
        while let Some(part) = path.get(..end) {
            if let Some(d) = self.tree.known_type(part, &self.scope) {
                let whole = end == path.len();
                let real = self.tree.exists(&d) || self.field_like(&path, end);
                if whole && !self.is_field_of(part) {
                    return Meaning::Type(d);
                }
                if real {
                    return Meaning::Value;
                }
            }
            match part.rfind('.') {
                Some(dot) => end = dot,
                None => break,
            }
        }
        let last = path.rsplit('.').next().unwrap_or("");
        let constant = last.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '_') && path.contains('.');
        if last.starts_with(char::is_uppercase) && !constant {
            return self.tree.type_named(&path, &self.scope).map_or(Meaning::Value, Meaning::Type);
        }
        Meaning::Value
    }

    fn find_known(&self, first: &str) -> Option<Meaning> {
        match self.find(first, None)? {
            Name::Local(..) => Some(Meaning::Value),
            // A field that is only supposed gives way to a type of that name.
            Name::Field(_, class, name, _) => {
                let real = self.field(&class, &name).is_some() || name.starts_with("val$");
                let large = first.starts_with(char::is_uppercase);
                let typed = large && self.tree.known_type(first, &self.scope).is_some();
                let package = first.starts_with(char::is_lowercase) && self.package(first);
                (real || (!typed && !package && !large)).then_some(Meaning::Value)
            }
        }
    }

    fn package(&self, first: &str) -> bool {
        matches!(first, "java" | "javax" | "android" | "org" | "com" | "net" | "io" | "dalvik")
            || self.tree.packages.iter().any(|p| p.split('.').next() == Some(first))
    }

    /// Whether the part after a type looks like a field: `A.b` and `A.B_C` do.
    fn field_like(&self, path: &str, end: usize) -> bool {
        let rest = path.get(end..).unwrap_or("").trim_start_matches('.');
        rest.starts_with(char::is_lowercase) || rest.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '_')
    }

    /// `A.B` where B is a field of A and no type.
    fn is_field_of(&self, path: &str) -> bool {
        let Some((class, name)) = path.rsplit_once('.') else { return false };
        let Some(class) = self.tree.known_type(class, &self.scope) else { return false };
        self.field(&class, name).is_some() && self.tree.nested(&class, name).is_none()
    }

    /// Where the value of a name, field access or element is kept; code for its object is put down.
    pub fn spot(&mut self, expr: &'a Expr, want: Option<&Ty>) -> Spot {
        match &expr.kind {
            E::Name(name) => match self.find(name, want) {
                Some(Name::Local(reg, ty)) => Spot::Local(reg, ty),
                Some(Name::Field(Some(steps), class, name, ty)) => {
                    let this = self.this_at(steps);
                    Spot::Field(this.reg, class, name, ty)
                }
                Some(Name::Field(None, class, name, ty)) => Spot::Static(class, name, ty),
                // Broken code names registers that nothing declares: a local from here on.
                None => {
                    let ty = want.filter(|t| !t.is_void()).cloned().unwrap_or(Ty::object());
                    let reg = self.declare(name, ty.clone());
                    let detail = format!("nothing declares `{name}`: what it holds here is not known");
                    self.gap(expr.at, crate::gap::Cause::Malformed, detail);
                    Spot::Local(reg, ty)
                }
            },
            E::Index(array, index) => {
                let array_val = self.some(array, None);
                let array_val = self.aside(array_val, &[index]);
                let index = self.expr_as(index, &Ty::of("I"));
                Spot::Element(array_val.reg, index.reg, array_val.ty.element())
            }
            E::Field(on, name) => self.field_spot(on, name, want),
            _ => {
                let val = self.some(expr, want);
                Spot::Local(val.reg, val.ty)
            }
        }
    }

    fn field_spot(&mut self, on: &'a Expr, name: &str, want: Option<&Ty>) -> Spot {
        let guess = || want.filter(|t| !t.is_void()).cloned().unwrap_or(Ty::object());
        if let Meaning::Type(class) = self.meaning(on) {
            return match self.field(&class, name) {
                Some(found) => Spot::Static(found.in_interface.unwrap_or(class), name.to_owned(), found.ty),
                None => Spot::Static(class, name.to_owned(), guess()),
            };
        }
        let (object, class) = match &on.kind {
            E::Super => {
                let this = self.this_at(0);
                let class = self.tree.class(&this.ty.d).map(|c| Rc::clone(&c.parent.d));
                (this.reg, Ty { d: class.unwrap_or(this.ty.d), args: Vec::new(), var: None })
            }
            _ => {
                let val = self.some(on, None);
                (val.reg, val.ty)
            }
        };
        if class.is_array() && name == "length" {
            return Spot::Length(object);
        }
        match self.field(&class.d, name) {
            Some(found) if found.is_static => {
                Spot::Static(found.in_interface.unwrap_or(class.d), name.to_owned(), found.ty)
            }
            Some(found) => {
                let args = class.args.clone();
                let ty = match self.tree.class(&class.d) {
                    Some(class) => super::members::substitute(&found.ty, class, &args),
                    None => found.ty,
                };
                Spot::Field(object, class.d, name.to_owned(), ty)
            }
            None => Spot::Field(object, class.d, name.to_owned(), guess()),
        }
    }

    /// Type of what is kept there, without code.
    pub fn type_of_place(&mut self, expr: &'a Expr) -> Ty {
        match &expr.kind {
            E::Name(name) => match self.find(name, None) {
                Some(Name::Local(_, ty) | Name::Field(_, _, _, ty)) => ty,
                None => Ty::object(),
            },
            E::Index(array, _) => self.type_of(array).element(),
            E::Field(on, name) => {
                let class = match self.meaning(on) {
                    Meaning::Type(class) => Ty { d: class, args: Vec::new(), var: None },
                    Meaning::Value => self.type_of(on),
                };
                if class.is_array() && name == "length" {
                    return Ty::of("I");
                }
                self.field(&class.d, name).map_or(Ty::object(), |f| f.ty)
            }
            _ => Ty::object(),
        }
    }

    pub fn read(&mut self, expr: &'a Expr, want: Option<&Ty>) -> Val {
        let spot = self.spot(expr, want);
        self.load(&spot)
    }

    pub fn load(&mut self, spot: &Spot) -> Val {
        let (op, mut regs, field, ty) = match spot {
            Spot::Local(reg, ty) => return Val { reg: *reg, ty: ty.clone() },
            Spot::Length(array) => return self.unary(0x21, Val { reg: *array, ty: Ty::object() }, "I"),
            Spot::Static(class, name, ty) => (0x60, vec![], self.st.builder.field_ref(class, name, &ty.d), ty),
            Spot::Field(object, class, name, ty) => {
                (0x52, vec![*object], self.st.builder.field_ref(class, name, &ty.d), ty)
            }
            Spot::Element(array, index, ty) => (0x44, vec![*array, *index], 0, ty),
        };
        let reg = self.temp(ty);
        regs.insert(0, reg);
        self.op(access(ty).saturating_add(op), regs, field);
        Val { reg, ty: ty.clone() }
    }

    pub fn store(&mut self, spot: &Spot, val: &Val) {
        let (op, mut regs, field, ty) = match spot {
            Spot::Local(reg, _) => return self.put(*reg, val),
            Spot::Length(_) => return,
            Spot::Static(class, name, ty) => (0x67, vec![], self.st.builder.field_ref(class, name, &ty.d), ty),
            Spot::Field(object, class, name, ty) => {
                (0x59, vec![*object], self.st.builder.field_ref(class, name, &ty.d), ty)
            }
            Spot::Element(array, index, ty) => (0x4b, vec![*array, *index], 0, ty),
        };
        regs.insert(0, val.reg);
        self.op(access(ty).saturating_add(op), regs, field);
    }
}

pub fn spot_ty(spot: &Spot) -> Ty {
    match spot {
        Spot::Local(_, ty) | Spot::Static(_, _, ty) | Spot::Field(_, _, _, ty) | Spot::Element(_, _, ty) => ty.clone(),
        Spot::Length(_) => Ty::of("I"),
    }
}
