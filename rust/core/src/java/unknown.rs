//! Calls of methods that are not there: what can be told of their types.
use std::rc::Rc;

use super::ast::{E, Expr};
use super::calls::{Given, INTERFACE, On, STATIC, SUPER, VIRTUAL};
use super::lower::{Lower, Val};
use super::members::{declared, proto};
use super::place::Meaning;
use super::types::{OBJECT, Ty};

impl<'a> Lower<'_, '_, 'a> {
    /// What a call on a builder that is not there gives, where something is called on that again.
    pub fn builder_guess(&mut self, on: &'a Expr) -> Option<Ty> {
        let E::Call { on: Some(inner), name, .. } = &on.kind else { return None };
        let ty = self.type_of_builder(inner, 0)?;
        let simple = ty.d.trim_end_matches(';').rsplit(['/', '$']).next()?;
        if self.tree.exists(&ty.d) || !simple.ends_with("Builder") {
            return None;
        }
        if matches!(name.as_str(), "build" | "create" | "show") {
            let outer = ty.d.strip_suffix("$Builder;")?;
            return (name != "show").then(|| Ty::of(&format!("{outer};")));
        }
        Some(ty)
    }

    fn type_of_builder(&mut self, on: &'a Expr, depth: u32) -> Option<Ty> {
        match &on.kind {
            E::New { kind, .. } => Some(self.tree.ty(kind, &self.scope)),
            E::Name(_) => Some(self.type_of_place(on)),
            E::Call { on: Some(inner), name, .. } if depth < 64 && name != "build" && name != "create" => {
                let ty = self.type_of_builder(inner, depth.saturating_add(1))?;
                (!self.tree.exists(&ty.d)).then_some(ty)
            }
            _ => None,
        }
    }

    /// A field or call of a class that is not there: what it gives is told by where it goes.
    pub fn unknown_type(&mut self, one: &'a Expr) -> bool {
        match &one.kind {
            E::Name(_) | E::Field(..) if self.type_of_place(one).is(OBJECT) => !self.declared_place(one),
            E::Call { on, name, .. } => self.unknown_call(on.as_deref(), name),
            _ => false,
        }
    }

    fn declared_place(&mut self, one: &'a Expr) -> bool {
        match &one.kind {
            E::Name(name) => match self.find(name, None) {
                Some(super::place::Name::Local(..)) => true,
                Some(super::place::Name::Field(_, class, name, _)) => {
                    name.starts_with("val$") || self.field(&class, &name).is_some()
                }
                None => false,
            },
            E::Field(on, name) => {
                let class = match self.meaning(on) {
                    Meaning::Type(class) => class,
                    Meaning::Value => self.type_of(on).d,
                };
                self.field(&class, name).is_some()
            }
            _ => true,
        }
    }

    fn unknown_call(&mut self, on: Option<&'a Expr>, name: &'a str) -> bool {
        let class = match self.on(on, name) {
            On::Static(class) | On::This(_, class) => class,
            On::Parent(class) => class.d,
            On::Value => match on {
                Some(on) => self.type_of(on).d,
                None => return false,
            },
        };
        self.tree.methods(&class, name).is_empty() && result_by_name(name).is_none()
    }

    /// A method of a class that is not there: its parameters are what it is given, its result what is asked for.
    pub fn call_unknown(
        &mut self,
        on: &On,
        receiver: Option<Val>,
        class: &Ty,
        name: &str,
        given: Vec<Given<'a>>,
        want: Option<&Ty>,
    ) -> Val {
        let mut vals = Vec::new();
        for one in given {
            let ty = match &one {
                Given::Val(_, val) => val.ty.clone(),
                Given::Const(_, value) => value.ty(),
                Given::Later(_) => Ty::object(),
                Given::Typed(_, ty) => ty.clone(),
            };
            vals.push(self.pass(one, &Ty::of(declared(&ty))));
        }
        let params: Vec<Ty> = vals.iter().map(|v| Ty::of(declared(&v.ty))).collect();
        let result = match result_by_name(name).filter(|_| want.is_none_or(|w| !w.is_void())) {
            Some(known) => Ty::of(known),
            None => want.cloned().unwrap_or(Ty::object()),
        };
        let result = if result.is(super::types::NULL) { Ty::object() } else { result };
        let text = proto(&params, &result);
        let op = match (on, &receiver) {
            (On::Static(_), _) | (_, None) => STATIC,
            (On::Parent(_), _) => SUPER,
            _ if self.tree.is_interface(&class.d) => INTERFACE,
            _ => VIRTUAL,
        };
        if let Some(receiver) = receiver.filter(|_| op != STATIC) {
            vals.insert(0, self.primitive_receiver(receiver));
        }
        let named = if class.is_reference() { Rc::clone(&class.d) } else { OBJECT.into() };
        self.invoke(op, &named, name, &text, &vals, &result)
    }
}

/// What methods of these names give in every library.
pub fn result_by_name(name: &str) -> Option<&'static str> {
    if let Some(row) = super::types::BOXES.iter().find(|row| row.2 == name) {
        return Some(row.0);
    }
    Some(match name {
        "size" | "length" | "indexOf" => "I",
        "isEmpty" | "contains" | "hasNext" | "startsWith" | "endsWith" | "equalsIgnoreCase" => "Z",
        _ => return None,
    })
}
