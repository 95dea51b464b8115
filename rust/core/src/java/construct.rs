//! Constructors: what they keep, whom they call, and the values that fields begin with.
use std::rc::Rc;

use super::ast::{Expr, Member, Shape};
use super::calls::Given;
use super::create::takes_outer;
use super::lower::{Lower, Val};
use super::members::{Arg, proto};
use super::place::Spot;
use super::tree::Class;
use super::types::{STRING, Ty};
use crate::written::{PARAM, Position};

impl<'a> Lower<'_, '_, 'a> {
    /// Keeps the enclosing object and captured locals in their fields, before the parent is constructed.
    pub fn keep_outer(&mut self, number: usize, captured: &[(Rc<str>, Ty)]) {
        let tree = self.tree;
        let Some(class) = tree.classes.get(number) else { return };
        if let Some(outer) = class.outer.filter(|_| takes_outer(class)).and_then(|n| tree.classes.get(n)) {
            let kind = Ty { d: Rc::clone(&outer.name), args: Vec::new(), var: None };
            let spot = Spot::Field(PARAM, Rc::clone(&class.name), "this$0".to_owned(), kind.clone());
            self.store(&spot, &Val { reg: PARAM | 1, ty: kind });
        }
        for (name, ty) in captured {
            let Some(reg) = self.local(name).map(|l| l.reg) else { continue };
            let spot = Spot::Field(PARAM, Rc::clone(&class.name), format!("val${name}"), ty.clone());
            self.store(&spot, &Val { reg, ty: ty.clone() });
        }
    }

    /// `super()` where none is written.
    pub fn call_parent(&mut self) {
        self.construct_stmt(true, None, &[]);
    }

    /// `this(…)` and `super(…)`.
    pub fn construct_stmt(&mut self, is_super: bool, outer: Option<&'a Expr>, args: &'a [Expr]) {
        let tree = self.tree;
        let Some(class) = tree.classes.get(self.scope.class) else { return };
        let target = match is_super {
            true => class.parent.clone(),
            false => Ty { d: Rc::clone(&class.name), args: Vec::new(), var: None },
        };
        let outer = outer.map(|o| self.some(o, None));
        if class.decl.shape == Shape::Enum {
            return self.construct_enum(is_super, &target, args);
        }
        let given = self.give(args);
        let kinds: Vec<Arg> = given.iter().map(|g| self.arg_of(g)).collect();
        let found = tree.choose(&tree.methods(&target.d, "<init>"), &kinds);
        let number = tree.number(&target.d);
        let outer = match number.and_then(|n| tree.classes.get(n)).filter(|c| takes_outer(c)) {
            Some(_) if outer.is_none() && !is_super => Some(Val { reg: PARAM | 1, ty: Ty::object() }),
            // The parent's enclosing object is ours or further out: this object is not made yet.
            Some(parent) if outer.is_none() => {
                parent.outer.and_then(|o| tree.classes.get(o)).map(|o| self.outside(&o.name))
            }
            _ => outer,
        };
        self.construct(0x70, Val { reg: PARAM, ty: target }, number, outer, given, found);
    }

    /// The nearest enclosing object of a class, `this` left out.
    pub fn outside(&mut self, d: &str) -> Val {
        let mut class = self.scope.class;
        for steps in 0..64usize {
            let Some(one) = self.tree.classes.get(class) else { break };
            if steps > 0 && self.tree.is_a(&one.name, d) == Some(true) {
                return self.this_at(steps);
            }
            let Some(outer) = one.outer.filter(|_| !one.is_static) else { break };
            class = outer;
        }
        self.unknown(Some(&Ty::of(d)))
    }

    pub fn construct_enum(&mut self, is_super: bool, target: &Ty, args: &'a [Expr]) {
        let mut vals: Vec<Val> = vec![Val { reg: PARAM, ty: target.clone() }];
        vals.push(Val { reg: PARAM | 1, ty: Ty::of(STRING) });
        vals.push(Val { reg: PARAM | 2, ty: Ty::of("I") });
        let mut params = vec![Ty::of(STRING), Ty::of("I")];
        if !is_super {
            let (given, found) = self.chosen(&target.d, args);
            if let Some(found) = found {
                vals.extend(self.passed(given, &found));
                params.extend(found.params);
            }
        }
        self.invoke(0x70, &target.d, "<init>", &proto(&params, &Ty::of("V")), &vals, &Ty::of("V"));
    }

    pub fn chosen(&mut self, class: &str, args: &'a [Expr]) -> (Vec<Given<'a>>, Option<super::members::Found>) {
        let given = self.give(args);
        let kinds: Vec<Arg> = given.iter().map(|g| self.arg_of(g)).collect();
        let found = self.tree.choose(&self.tree.methods(class, "<init>"), &kinds);
        (given, found)
    }

    /// The parent's constructor, called by an anonymous class with its own parameters.
    pub fn parent_with(&mut self, this: Val, parent: &Ty, found: Option<super::members::Found>, written: Vec<Val>) {
        let tree = self.tree;
        let number = tree.number(&parent.d);
        let info = number.and_then(|n| tree.classes.get(n));
        let mut vals = vec![this];
        let mut params = Vec::new();
        if let Some(around) = info.filter(|c| takes_outer(c)).and_then(|c| c.outer).and_then(|n| tree.classes.get(n)) {
            vals.push(self.outside(&around.name));
            params.push(Ty { d: Rc::clone(&around.name), args: Vec::new(), var: None });
        }
        params.extend(found.map(|f| f.params).unwrap_or_default());
        vals.extend(written);
        for (name, ty) in number.and_then(|n| self.st.captures.get(&n)).cloned().unwrap_or_default() {
            let val = match self.find(&name, Some(&ty)) {
                Some(super::place::Name::Local(reg, ty)) => Val { reg, ty },
                _ => self.unknown(Some(&ty)),
            };
            vals.push(val);
            params.push(ty);
        }
        self.invoke(0x70, &parent.d, "<init>", &proto(&params, &Ty::of("V")), &vals, &Ty::of("V"));
    }

    /// Values of fields and initialiser blocks in the order they stand.
    pub fn field_values(&mut self, number: usize, of_class: bool) {
        let tree = self.tree;
        let Some(class) = tree.classes.get(number) else { return };
        for member in &class.decl.members {
            match member {
                Member::Field(field) => {
                    let Some(known) = class.fields.get(field.name.as_str()) else { continue };
                    let Some(value) = field.value.as_ref().filter(|_| (known.flags & 8 != 0) == of_class) else {
                        continue;
                    };
                    if of_class && tree.own_constant(number, &field.name, 0).is_some() {
                        continue;
                    }
                    self.field_value(class, &field.name, &known.ty, value, field.at);
                }
                Member::Init { is_static, body } if *is_static == of_class => self.block(body),
                _ => {}
            }
        }
    }

    pub fn field_value(&mut self, class: &Class<'a>, name: &str, ty: &Ty, value: &'a Expr, at: Position) {
        let mark = self.next;
        let val = self.expr_as(value, ty);
        let owner = Rc::clone(&class.name);
        let spot = match self.this {
            Some(this) => Spot::Field(this, owner, name.to_owned(), ty.clone()),
            None => Spot::Static(owner, name.to_owned(), ty.clone()),
        };
        self.at(at, |l| l.store(&spot, &val));
        self.next = mark;
    }

    pub fn enum_constants(&mut self, number: usize) {
        let tree = self.tree;
        let Some(class) = tree.classes.get(number) else { return };
        let own = Ty { d: Rc::clone(&class.name), args: Vec::new(), var: None };
        for (ordinal, constant) in class.decl.constants.iter().enumerate() {
            let mark = self.next;
            self.at(constant.at, |l| l.enum_constant(&own, ordinal, constant));
            self.next = mark;
        }
        let all = own.array(1);
        let count = self.int(class.decl.constants.len() as i32);
        let reg = self.temp(&all);
        let kind = self.kind(&all.d);
        self.op(0x23, vec![reg, count.reg], kind);
        for (ordinal, constant) in class.decl.constants.iter().enumerate() {
            let mark = self.next;
            let val = self.load(&Spot::Static(Rc::clone(&own.d), constant.name.clone(), own.clone()));
            let index = self.int(ordinal as i32);
            self.store(&Spot::Element(reg, index.reg, own.clone()), &val);
            self.next = mark;
        }
        let spot = Spot::Static(Rc::clone(&own.d), "$VALUES".to_owned(), all.clone());
        self.store(&spot, &Val { reg, ty: all });
    }

    pub fn enum_constant(&mut self, own: &Ty, ordinal: usize, constant: &'a super::ast::EnumConstant) {
        let made = constant.body.as_deref().and_then(|b| self.class_number(b));
        let class = made.and_then(|n| self.tree.classes.get(n)).map_or(Rc::clone(&own.d), |c| Rc::clone(&c.name));
        let ty = Ty { d: class, args: Vec::new(), var: None };
        let reg = self.temp(&ty);
        let kind = self.kind(&ty.d);
        self.op(0x22, vec![reg], kind);
        let name = self.string(&constant.name);
        let place = self.int(ordinal as i32);
        let (given, found) = self.chosen(&own.d, &constant.args);
        if let Some(number) = made {
            self.st.parents.insert(number, found.clone());
        }
        let mut params = vec![Ty::of(STRING), Ty::of("I")];
        let mut vals = vec![Val { reg, ty: ty.clone() }, name, place];
        if let Some(found) = found {
            vals.extend(self.passed(given, &found));
            params.extend(found.params);
        }
        self.invoke(0x70, &ty.d, "<init>", &proto(&params, &Ty::of("V")), &vals, &Ty::of("V"));
        let spot = Spot::Static(Rc::clone(&own.d), constant.name.clone(), own.clone());
        self.store(&spot, &Val { reg, ty });
    }
}
