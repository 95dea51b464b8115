//! Classes into the builder: fields, methods, constructors, and what the compiler adds.
use std::rc::Rc;

use super::ast::{Member, MethodDecl, Shape};
use super::constant::Const;
use super::create::takes_outer;
use super::lower::{Lower, Made, State, Val};
use super::members::proto;
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
