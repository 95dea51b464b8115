//! Classes into the builder: fields, methods, constructors, and what the compiler adds.
use std::rc::Rc;

use super::ast::{Expr, Member, MethodDecl, Shape};
use super::calls::Given;
use super::constant::Const;
use super::create::takes_outer;
use super::lower::{Lower, Made, State, Val};
use super::members::{Arg, proto};
use super::place::Spot;
use super::tree::{Class, Field, Place};
use super::types::{OBJECT, STRING, Ty};
use crate::code::Constant;
use crate::written::{ClassSpec, FieldSpec, MethodSpec, PARAM, Position};

const SYNTHETIC: u32 = 0x1000;
const CONSTRUCTOR: u32 = 0x10000;

/// Defines one class of the tree, and those made for its lambdas.
pub fn define(st: &mut State<'_, '_>, number: usize) {
    let tree = st.tree;
    let Some(class) = tree.classes.get(number) else { return };
    st.part = class.file.part;
    st.builder.begin_part(st.part);
    let source = class.file.types.first().map_or(String::new(), |t| format!("{}.java", t.name));
    st.builder.class(&ClassSpec {
        part: st.part,
        name: &class.name,
        flags: class_flags(class),
        parent: &class.parent.d,
        interfaces: class.interfaces.iter().map(|i| &*i.d).collect(),
        source: &source,
        at: class.decl.at,
    });
    super::annotations::of_class(st, number);
    let mut one = Define { st, class, number };
    one.fields();
    one.methods();
    one.made();
}

fn class_flags(class: &Class) -> u32 {
    let decl = class.decl;
    // As in class files: private members are package-private, protected ones public.
    let access = match decl.flags & 7 {
        4 => 1,
        2 => 0,
        other => other,
    };
    let nested_public = class.outer.and(Some(access)).unwrap_or(decl.flags & 1);
    let kind = match decl.shape {
        Shape::Class => 0,
        Shape::Interface => 0x600,
        Shape::Annotation => 0x2600,
        Shape::Enum => 0x4000 | if decl.constants.iter().any(|c| c.body.is_some()) { 0 } else { 0x10 },
        Shape::Record => 0x10,
    };
    nested_public & 1 | (decl.flags & 0x410) | kind
}

struct Define<'d, 's, 'a> {
    st: &'d mut State<'s, 'a>,
    class: &'d Class<'a>,
    number: usize,
}

impl<'d, 's, 'a> Define<'d, 's, 'a>
where
    's: 'd,
{
    fn field(&mut self, name: &str, kind: &str, flags: u32, value: Constant, at: Position) -> u32 {
        self.st.builder.field(&self.class.name, &FieldSpec { name, kind, flags, value, at })
    }

    fn fields(&mut self) {
        let decl = self.class.decl;
        for constant in &decl.constants {
            let number = self.field(&constant.name, &self.class.name, 0x4019, Constant::None, constant.at);
            super::annotations::of_member(self.st, self.number, 1, number, &constant.annotations);
        }
        if decl.shape == Shape::Enum {
            let kind = format!("[{}", self.class.name);
            self.field("$VALUES", &kind, 0x101a, Constant::None, decl.at);
        }
        for member in &decl.members {
            let Member::Field(field) = member else { continue };
            let Some(Field { ty, flags, .. }) = self.class.fields.get(field.name.as_str()).cloned() else { continue };
            let value = match flags & 8 {
                0 => Constant::None,
                _ => self.constant(&field.name),
            };
            let number = self.field(&field.name, &ty.d, flags & 0xffff, value, field.at);
            super::annotations::of_member(self.st, self.number, 1, number, &field.annotations);
            super::annotations::signature(self.st, 1, number, &ty);
        }
        if let Some(outer) = self.class.outer.filter(|_| takes_outer(self.class)) {
            let kind = self.st.tree.classes.get(outer).map_or(OBJECT.into(), |c| Rc::clone(&c.name));
            self.field("this$0", &kind, 0x1010, Constant::None, decl.at);
        }
        for (name, ty) in self.st.captures.get(&self.number).cloned().unwrap_or_default() {
            self.field(&format!("val${name}"), &ty.d, 0x1010, Constant::None, decl.at);
        }
    }

    fn constant(&mut self, name: &str) -> Constant {
        match self.st.tree.own_constant(self.number, name, 0) {
            Some(Const::Int(_, value)) => Constant::Int(i64::from(value)),
            Some(Const::Long(value)) => Constant::Int(value),
            Some(Const::Float(value)) => Constant::Float(f64::from(value)),
            Some(Const::Double(value)) => Constant::Float(value),
            Some(Const::Text(text)) => Constant::Text(self.st.builder.string(&text)),
            None => Constant::None,
        }
    }

    fn methods(&mut self) {
        self.initialiser();
        if self.class.place == Place::Anonymous {
            self.anonymous_constructor();
        }
        let tree = self.st.tree;
        let Some(class) = tree.classes.get(self.number) else { return };
        for method in &class.methods {
            match (method.decl, method.name) {
                (Some(decl), "<init>") => self.constructor(Some(decl), &method.params, method.flags),
                (Some(decl), _) => self.method(decl, &method.params, &method.result, method.flags),
                (None, "<init>") if class.place != Place::Anonymous => self.constructor(None, &[], method.flags),
                (None, "values") => self.values(),
                (None, "valueOf") => self.value_of(),
                _ => {}
            }
        }
        super::bridges::define(self.st, self.number);
        for made in std::mem::take(&mut self.st.methods) {
            self.put(made);
        }
    }

    fn put(&mut self, made: Made) -> u32 {
        let Made { name, proto, flags, body, at } = made;
        self.st.builder.method(&self.class.name, MethodSpec { name: &name, proto: &proto, flags, body, at })
    }

    fn made(&mut self) {
        self.st.lambdas.clear();
        self.st.lambda_count = 0;
        for class in std::mem::take(&mut self.st.classes) {
            let interfaces: Vec<&str> = Some(class.interface.as_str()).into_iter().filter(|i| *i != OBJECT).collect();
            let at = class.at;
            let part = self.st.part;
            let flags = SYNTHETIC | 0x10;
            self.st.builder.class(&ClassSpec {
                part,
                name: &class.name,
                flags,
                parent: OBJECT,
                interfaces,
                source: "",
                at,
            });
            for (name, kind) in &class.fields {
                let value = Constant::None;
                self.st.builder.field(&class.name, &FieldSpec { name, kind, flags: SYNTHETIC | 0x11, value, at });
            }
            for Made { name, proto, flags, body, at } in class.methods {
                self.st.builder.method(&class.name, MethodSpec { name: &name, proto: &proto, flags, body, at });
            }
        }
    }

    fn lower(&mut self, name: &str, result: Ty, decl: Option<&MethodDecl>, is_static: bool) -> Lower<'_, 's, 'a> {
        let tree = self.st.tree;
        let scope = tree.scope(self.number);
        let scope = decl.map_or(scope.clone(), |d| tree.with_vars(&scope, &d.vars));
        let mut lower = Lower::new(self.st, scope, name, result);
        lower.at = decl.map_or(self.class.decl.at, |d| d.at);
        lower.this = (!is_static).then_some(PARAM);
        lower
    }

    fn method(&mut self, decl: &'a MethodDecl, params: &[Ty], result: &Ty, flags: u32) {
        let is_static = flags & 8 != 0;
        let own = Rc::clone(&self.class.name);
        let body = decl.body.as_deref().map(|body| {
            let mut lower = self.lower(&decl.name, result.clone(), Some(decl), is_static);
            lower.out.file_offset = decl.span.0;
            lower.out.size = decl.span.1;
            let named = names(decl, params);
            lower.params(u16::from(!is_static), &named);
            if flags & 0x20 != 0 {
                let lock = if is_static { lower.class_of(&Ty::of(&own)).reg } else { PARAM };
                lower.locked(lock, |l| l.block(body));
            } else {
                lower.block(body);
            }
            lower.finish()
        });
        let shown = if flags & 0x20 != 0 && flags & 0x100 == 0 { flags & !0x20 | 0x20000 } else { flags };
        let made = Made { name: decl.name.clone(), proto: proto(params, result), flags: shown, body, at: decl.at };
        let number = self.put(made);
        super::annotations::of_method(self.st, self.number, number, decl);
    }

    /// Constructors take, unwritten, the enclosing object, name and number of an enum constant, captured locals.
    fn constructor(&mut self, decl: Option<&'a MethodDecl>, params: &[Ty], flags: u32) {
        let at = decl.map_or(self.class.decl.at, |d| d.at);
        let shape = self.class.decl.shape;
        let mut all: Vec<(Rc<str>, Ty)> = Vec::new();
        if let Some(ty) = self.outer_type() {
            all.push(("this$0".into(), ty));
        }
        if shape == Shape::Enum {
            all.push(("$name".into(), Ty::of(STRING)));
            all.push(("$ordinal".into(), Ty::of("I")));
        }
        match decl {
            Some(decl) => all.extend(names(decl, params)),
            None => all.extend(params.iter().map(|p| (Rc::from(""), p.clone()))),
        }
        let captured = self.st.captures.get(&self.number).cloned().unwrap_or_default();
        all.extend(captured.iter().cloned());
        let types: Vec<Ty> = all.iter().map(|a| a.1.clone()).collect();
        let body = decl.and_then(|d| d.body.as_deref()).unwrap_or_default();
        let first = body.first().map(|s| &s.kind);
        let calls_this = matches!(first, Some(super::ast::S::Construct { is_super: false, .. }));
        let calls = matches!(first, Some(super::ast::S::Construct { .. }));
        let number = self.number;
        let mut lower = self.lower("<init>", Ty::of("V"), decl, false);
        if let Some(decl) = decl {
            lower.out.file_offset = decl.span.0;
            lower.out.size = decl.span.1;
        }
        // Written names come last, so they hide the others.
        lower.params(1, &all);
        if !calls_this {
            lower.keep_outer(number, &captured);
        }
        let mut rest = body;
        if let (true, Some((head, tail))) = (calls, body.split_first()) {
            lower.stmt(head);
            rest = tail;
        } else {
            lower.call_parent();
        }
        if !calls_this {
            lower.field_values(number, false);
        }
        lower.block(rest);
        let body = Some(lower.finish());
        let flags = flags | CONSTRUCTOR;
        let made = Made { name: "<init>".to_owned(), proto: proto(&types, &Ty::of("V")), flags, body, at };
        let method = self.put(made);
        if let Some(decl) = decl {
            super::annotations::of_method(self.st, self.number, method, decl);
        }
    }

    fn outer_type(&self) -> Option<Ty> {
        let outer = self.class.outer.filter(|_| takes_outer(self.class))?;
        let name = self.st.tree.classes.get(outer).map(|c| Rc::clone(&c.name))?;
        Some(Ty { d: name, args: Vec::new(), var: None })
    }

    /// An anonymous class takes what its parent's constructor takes.
    fn anonymous_constructor(&mut self) {
        let found = self.st.parents.get(&self.number).cloned().flatten();
        let given = found.as_ref().map(|f| f.params.clone()).unwrap_or_default();
        let captured = self.st.captures.get(&self.number).cloned().unwrap_or_default();
        let mut all: Vec<(Rc<str>, Ty)> = self.outer_type().map(|ty| (Rc::from("this$0"), ty)).into_iter().collect();
        let in_enum = matches!(self.class.created, super::tree::Created::Constant(_));
        if in_enum {
            all.push(("$name".into(), Ty::of(STRING)));
            all.push(("$ordinal".into(), Ty::of("I")));
        }
        let from = all.len();
        all.extend(given.iter().map(|p| (Rc::from(""), p.clone())));
        all.extend(captured.iter().cloned());
        let types: Vec<Ty> = all.iter().map(|a| a.1.clone()).collect();
        let number = self.number;
        let parent = self.class.parent.clone();
        let mut lower = self.lower("<init>", Ty::of("V"), None, false);
        lower.params(1, &all);
        let params: Vec<Val> = lower.locals.iter().map(|l| Val { reg: l.reg, ty: l.ty.clone() }).collect();
        lower.keep_outer(number, &captured);
        let this = Val { reg: PARAM, ty: Ty::of(&parent.d) };
        let written: Vec<Val> = params.iter().skip(from).take(given.len()).cloned().collect();
        if in_enum {
            let head: Vec<Val> = std::iter::once(this).chain(params.iter().take(2).cloned()).chain(written).collect();
            let mut types = vec![Ty::of(STRING), Ty::of("I")];
            types.extend(given.iter().cloned());
            lower.invoke(0x70, &parent.d, "<init>", &proto(&types, &Ty::of("V")), &head, &Ty::of("V"));
        } else {
            lower.parent_with(this, &parent, found, written);
        }
        lower.field_values(number, false);
        let body = Some(lower.finish());
        let at = self.class.decl.at;
        let made = Made { name: "<init>".to_owned(), proto: proto(&types, &Ty::of("V")), flags: CONSTRUCTOR, body, at };
        self.put(made);
    }

    /// `<clinit>`: enum constants, values of static fields, static blocks.
    fn initialiser(&mut self) {
        let number = self.number;
        let decl = self.class.decl;
        let mut lower = self.lower("<clinit>", Ty::of("V"), None, true);
        if decl.shape == Shape::Enum {
            lower.enum_constants(number);
        }
        lower.field_values(number, true);
        if lower.out.is_empty() {
            return;
        }
        let body = Some(lower.finish());
        let flags = CONSTRUCTOR | 8;
        self.put(Made { name: "<clinit>".to_owned(), proto: "()V".to_owned(), flags, body, at: decl.at });
    }

    fn values(&mut self) {
        let own = Ty::of(&self.class.name).array(1);
        let class = Rc::clone(&self.class.name);
        let mut lower = self.lower("values", own.clone(), None, true);
        let all = lower.load(&Spot::Static(class, "$VALUES".to_owned(), own.clone()));
        let copy = lower.invoke(0x6e, &own.d, "clone", "()Ljava/lang/Object;", &[all], &Ty::object());
        let copy = lower.cast(copy, &own);
        lower.give_back(copy);
        let body = Some(lower.finish());
        let at = self.class.decl.at;
        self.put(Made { name: "values".to_owned(), proto: format!("(){}", own.d), flags: 9, body, at });
    }

    fn value_of(&mut self) {
        let own = Ty::of(&self.class.name);
        let mut lower = self.lower("valueOf", own.clone(), None, true);
        let class = lower.class_of(&own);
        let name = Val { reg: PARAM, ty: Ty::of(STRING) };
        let enumeration = Ty::of("Ljava/lang/Enum;");
        let text = "(Ljava/lang/Class;Ljava/lang/String;)Ljava/lang/Enum;";
        let found = lower.invoke(0x71, &enumeration.d, "valueOf", text, &[class, name], &enumeration);
        let found = lower.cast(found, &own);
        lower.give_back(found);
        let body = Some(lower.finish());
        let at = self.class.decl.at;
        let text = format!("(Ljava/lang/String;){}", own.d);
        self.put(Made { name: "valueOf".to_owned(), proto: text, flags: 9, body, at });
    }
}

fn names(decl: &MethodDecl, params: &[Ty]) -> Vec<(Rc<str>, Ty)> {
    decl.params.iter().zip(params).map(|(p, ty)| (Rc::from(p.name.as_str()), ty.clone())).collect()
}

impl<'a> Lower<'_, '_, 'a> {
    /// Keeps the enclosing object and captured locals in their fields, before the parent is constructed.
    fn keep_outer(&mut self, number: usize, captured: &[(Rc<str>, Ty)]) {
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
    fn call_parent(&mut self) {
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
    fn outside(&mut self, d: &str) -> Val {
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

    fn construct_enum(&mut self, is_super: bool, target: &Ty, args: &'a [Expr]) {
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

    fn chosen(&mut self, class: &str, args: &'a [Expr]) -> (Vec<Given<'a>>, Option<super::members::Found>) {
        let given = self.give(args);
        let kinds: Vec<Arg> = given.iter().map(|g| self.arg_of(g)).collect();
        let found = self.tree.choose(&self.tree.methods(class, "<init>"), &kinds);
        (given, found)
    }

    /// The parent's constructor, called by an anonymous class with its own parameters.
    fn parent_with(&mut self, this: Val, parent: &Ty, found: Option<super::members::Found>, written: Vec<Val>) {
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
    fn field_values(&mut self, number: usize, of_class: bool) {
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

    fn field_value(&mut self, class: &Class<'a>, name: &str, ty: &Ty, value: &'a Expr, at: Position) {
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

    fn enum_constants(&mut self, number: usize) {
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

    fn enum_constant(&mut self, own: &Ty, ordinal: usize, constant: &'a super::ast::EnumConstant) {
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
