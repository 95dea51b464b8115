//! All classes of a tree before any body is read: names, members, parents.
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ast::{E, Expr, FieldDecl, File, Member, MethodDecl, Shape, TypeDecl, TypeName};
use super::constant::Const;
use super::parse::DEFAULT;
use super::types::Ty;
use super::visit::Visit;
use crate::framework::Framework;
use crate::written::Position;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Top,
    Member,
    Local,
    Anonymous,
}

pub struct Class<'a> {
    pub file: &'a File,
    pub decl: &'a TypeDecl,
    /// Descriptor.
    pub name: Rc<str>,
    pub outer: Option<usize>,
    pub place: Place,
    /// Has no enclosing object.
    pub is_static: bool,
    pub parent: Ty,
    pub interfaces: Vec<Ty>,
    pub nested: FxHashMap<&'a str, usize>,
    /// Local classes of its bodies.
    pub locals: FxHashMap<&'a str, usize>,
    pub fields: FxHashMap<&'a str, Field<'a>>,
    pub methods: Vec<Method<'a>>,
    /// Name → places in `methods`.
    pub named: FxHashMap<&'a str, Vec<usize>>,
    /// What stands after `new` for an anonymous class; the number of the enum for a constant's body.
    pub created: Created<'a>,
}

#[derive(Clone, Copy)]
pub enum Created<'a> {
    No,
    New(&'a TypeName),
    Constant(usize),
}

#[derive(Clone)]
pub struct Field<'a> {
    pub ty: Ty,
    pub flags: u32,
    /// None for an enum constant.
    pub decl: Option<&'a FieldDecl>,
}

pub struct Method<'a> {
    pub name: &'a str,
    pub params: Vec<Ty>,
    pub result: Ty,
    pub flags: u32,
    pub decl: Option<&'a MethodDecl>,
}

/// Ancestors of a class, itself first.
pub struct Supers {
    pub all: Vec<Rc<str>>,
    /// The same without what only stands in for classes that are not there.
    pub real: Vec<Rc<str>>,
    /// All of them are in the tree or in Android.
    pub whole: bool,
}

/// What was found out before, by class and name.
pub type Known<N, V> = FxHashMap<(usize, N), Option<V>>;

pub struct Tree<'a> {
    pub framework: &'a Framework,
    pub classes: Vec<Class<'a>>,
    /// Descriptor → class.
    pub by_name: FxHashMap<Rc<str>, usize>,
    /// (part, number in the file) → class.
    pub by_number: FxHashMap<(u32, u32), usize>,
    pub packages: FxHashSet<&'a str>,
    /// Packages that are written like classes: several names are imported from them, and they never are.
    pub large_packages: FxHashSet<&'a str>,
    pub supers: RefCell<FxHashMap<Rc<str>, Rc<Supers>>>,
    pub constants: RefCell<Known<Rc<str>, Const>>,
    /// Classes of the tree's own packages that are not there → where they are first named.
    pub missing: RefCell<BTreeMap<String, (u32, Position)>>,
    pub names: RefCell<Known<String, Rc<str>>>,
    /// Parents are known, so what follows from them may be kept.
    pub declared: bool,
}

impl<'a> Tree<'a> {
    /// Declares everything in the files, in their order. The first of two classes of one name holds.
    pub fn of(files: &'a [File], framework: &'a Framework) -> Tree<'a> {
        let mut tree = Tree {
            framework,
            classes: Vec::new(),
            by_name: FxHashMap::default(),
            by_number: FxHashMap::default(),
            packages: files.iter().map(|f| f.package.as_str()).collect(),
            large_packages: large_packages(files),
            supers: RefCell::default(),
            constants: RefCell::default(),
            missing: RefCell::default(),
            names: RefCell::default(),
            declared: false,
        };
        for file in files {
            for decl in &file.types {
                let path = file.package.replace('.', "/");
                let slash = if path.is_empty() { "" } else { "/" };
                let name = format!("{path}{slash}{}", decl.name);
                tree.add(file, decl, &name, None, Place::Top, true, Created::No);
            }
        }
        // Twice: a name may mean a member of a parent that is settled only by the first time.
        for _ in 0..2 {
            tree.names.borrow_mut().clear();
            tree.missing.borrow_mut().clear();
            for number in 0..tree.classes.len() {
                tree.parents(number);
            }
        }
        tree.names.borrow_mut().clear();
        tree.declared = true;
        for number in 0..tree.classes.len() {
            tree.members(number);
        }
        tree
    }

    #[allow(clippy::too_many_arguments, reason = "one row of the table")]
    fn add(
        &mut self,
        file: &'a File,
        decl: &'a TypeDecl,
        name: &str,
        outer: Option<usize>,
        place: Place,
        is_static: bool,
        created: Created<'a>,
    ) -> usize {
        let number = self.classes.len();
        let descriptor: Rc<str> = format!("L{name};").into();
        self.by_name.entry(Rc::clone(&descriptor)).or_insert(number);
        self.by_number.insert((file.part, decl.number), number);
        self.classes.push(Class {
            file,
            decl,
            name: descriptor,
            outer,
            place,
            is_static,
            parent: Ty::object(),
            interfaces: Vec::new(),
            nested: FxHashMap::default(),
            locals: FxHashMap::default(),
            fields: FxHashMap::default(),
            methods: Vec::new(),
            named: FxHashMap::default(),
            created,
        });
        let mut inner = Inner { tree: self, number, name, is_static: true, seen: FxHashMap::default() };
        inner.own(decl);
        number
    }

    fn parents(&mut self, number: usize) {
        let Some(class) = self.classes.get(number) else { return };
        let decl = class.decl;
        let scope = self.scope(class.outer.unwrap_or(number));
        let own = self.scope(number);
        let mut parent = decl.parent.as_ref().map(|p| self.ty(p, &own));
        let mut interfaces: Vec<Ty> = decl.interfaces.iter().map(|i| self.ty(i, &own)).collect();
        match class.created {
            Created::New(kind) => {
                let kind = self.ty(kind, &scope);
                if self.is_interface(&kind.d) { interfaces.push(kind) } else { parent = Some(kind) }
            }
            Created::Constant(owner) => {
                parent = self.classes.get(owner).map(|c| Ty { d: Rc::clone(&c.name), args: Vec::new(), var: None });
            }
            Created::No => {}
        }
        if decl.shape == Shape::Enum {
            parent = Some(Ty::of("Ljava/lang/Enum;"));
        }
        if decl.shape == Shape::Annotation {
            interfaces.push(Ty::of("Ljava/lang/annotation/Annotation;"));
        }
        if let Some(class) = self.classes.get_mut(number) {
            class.parent = parent.unwrap_or(Ty::object());
            class.interfaces = interfaces;
        }
    }

    fn members(&mut self, number: usize) {
        let Some(class) = self.classes.get(number) else { return };
        let decl = class.decl;
        let scope = self.scope(number);
        let own = Ty { d: Rc::clone(&class.name), args: Vec::new(), var: None };
        let in_interface = matches!(decl.shape, Shape::Interface | Shape::Annotation);
        let mut fields = FxHashMap::default();
        let mut methods = Vec::new();
        for constant in &decl.constants {
            fields.insert(constant.name.as_str(), Field { ty: own.clone(), flags: 0x4019, decl: None });
        }
        for member in &decl.members {
            match member {
                Member::Field(field) => {
                    let flags = field.flags | if in_interface { 0x19 } else { 0 };
                    let ty = self.ty(&field.kind, &scope);
                    fields.entry(field.name.as_str()).or_insert(Field { ty, flags, decl: Some(field) });
                }
                Member::Method(method) => methods.push(self.method(method, &scope, in_interface)),
                _ => {}
            }
        }
        let made = |name, params, result, flags| Method { name, params, result, flags, decl: None };
        if decl.shape == Shape::Enum {
            methods.push(made("values", vec![], own.array(1), 9));
            methods.push(made("valueOf", vec![Ty::of(super::types::STRING)], own.clone(), 9));
        }
        if !in_interface && !methods.iter().any(|m| m.name == "<init>") {
            let flags = if decl.shape == Shape::Enum { 2 } else { decl.flags & 7 };
            methods.push(made("<init>", vec![], Ty::of("V"), flags));
        }
        if let Some(class) = self.classes.get_mut(number) {
            class.fields = fields;
            for (place, method) in methods.iter().enumerate() {
                class.named.entry(method.name).or_default().push(place);
            }
            class.methods = methods;
        }
    }

    fn method(&self, decl: &'a MethodDecl, scope: &super::names::Scope, in_interface: bool) -> Method<'a> {
        let scope = self.with_vars(scope, &decl.vars);
        let mut flags = decl.flags & !DEFAULT;
        // Constructors of an enum are private without saying so.
        let in_enum = self.classes.get(scope.class).is_some_and(|c| c.decl.shape == Shape::Enum);
        flags |= if in_enum && decl.name == "<init>" { 2 } else { 0 };
        if in_interface {
            flags |= if flags & 2 == 0 { 1 } else { 0 };
            flags |= if decl.body.is_none() { 0x400 } else { 0 };
        }
        Method {
            name: &decl.name,
            params: decl.params.iter().map(|p| self.ty(&p.kind, &scope)).collect(),
            result: self.ty(&decl.result, &scope),
            flags,
            decl: Some(decl),
        }
    }

    pub fn class(&self, descriptor: &str) -> Option<&Class<'a>> {
        self.classes.get(*self.by_name.get(descriptor)?)
    }

    pub fn number(&self, descriptor: &str) -> Option<usize> {
        self.by_name.get(descriptor).copied()
    }

    pub fn is_interface(&self, descriptor: &str) -> bool {
        match self.class(descriptor) {
            Some(class) => matches!(class.decl.shape, Shape::Interface | Shape::Annotation),
            None => {
                let known = self.framework.class(descriptor);
                known.map_or_else(
                    || looks_like_interface(descriptor),
                    |c| self.framework.flags(c) & crate::framework::INTERFACE != 0,
                )
            }
        }
    }
}

fn large_packages(files: &[File]) -> FxHashSet<&str> {
    let imports = || files.iter().flat_map(|f| &f.imports).filter(|i| !i.is_static && !i.all);
    let classes: FxHashSet<&str> = imports().map(|i| i.path.as_str()).collect();
    let mut inside: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
    for (head, tail) in classes.iter().filter_map(|path| path.rsplit_once('.')) {
        let last = head.rsplit('.').next().unwrap_or(head);
        if last.starts_with(char::is_uppercase) && !classes.contains(head) {
            inside.entry(head).or_default().insert(tail);
        }
    }
    inside.into_iter().filter(|(_, names)| names.len() > 1).map(|(head, _)| head).collect()
}

/// For a class that is not there: listeners and callbacks are made anonymous without arguments far more often as interfaces.
fn looks_like_interface(descriptor: &str) -> bool {
    let name = descriptor.trim_end_matches(';');
    let nested = name.rsplit(['/', '$']).next().unwrap_or(name);
    nested.ends_with("Listener") || nested.ends_with("Callback") || nested.ends_with("able")
}

/// Numbers the classes within one class as javac does: members by name, local and anonymous ones in the order of the text.
struct Inner<'t, 'a> {
    tree: &'t mut Tree<'a>,
    number: usize,
    name: &'t str,
    is_static: bool,
    /// Simple name → last number given.
    seen: FxHashMap<&'a str, u32>,
}

impl<'a> Inner<'_, 'a> {
    fn own(&mut self, decl: &'a TypeDecl) {
        let in_interface = matches!(decl.shape, Shape::Interface | Shape::Annotation);
        for constant in &decl.constants {
            constant.args.iter().for_each(|e| self.expr(e));
            if let Some(body) = &constant.body {
                self.numbered(body, Created::Constant(self.number), true);
            }
        }
        for member in &decl.members {
            self.is_static = match member {
                Member::Field(field) => field.flags & 8 != 0 || in_interface,
                Member::Method(method) => method.flags & 8 != 0,
                Member::Init { is_static, .. } => *is_static,
                Member::Type(_) => false,
            };
            match member {
                Member::Type(inner) => {
                    let fixed = inner.flags & 8 != 0 || in_interface || inner.shape != Shape::Class;
                    let name = format!("{}${}", self.name, inner.name);
                    let Some(file) = self.tree.classes.get(self.number).map(|c| c.file) else { return };
                    let number =
                        self.tree.add(file, inner, &name, Some(self.number), Place::Member, fixed, Created::No);
                    if let Some(class) = self.tree.classes.get_mut(self.number) {
                        class.nested.entry(&inner.name).or_insert(number);
                    }
                }
                _ => self.member(member),
            }
        }
    }

    fn numbered(&mut self, decl: &'a TypeDecl, created: Created<'a>, fixed: bool) {
        let Some(file) = self.tree.classes.get(self.number).map(|c| c.file) else { return };
        let count = self.seen.entry(&decl.name).or_insert(0);
        let name = loop {
            *count = count.saturating_add(1);
            let name = format!("{}${count}{}", self.name, decl.name);
            if !self.tree.by_name.contains_key(format!("L{name};").as_str()) {
                break name;
            }
        };
        let place = if decl.name.is_empty() { Place::Anonymous } else { Place::Local };
        let number = self.tree.add(file, decl, &name, Some(self.number), place, fixed, created);
        if let Some(class) = self.tree.classes.get_mut(self.number).filter(|_| place == Place::Local) {
            class.locals.insert(&decl.name, number);
        }
    }
}

impl<'a> Visit<'a> for Inner<'_, 'a> {
    fn class(&mut self, decl: &'a TypeDecl, kind: Option<&'a TypeName>) {
        let created = kind.map_or(Created::No, Created::New);
        let fixed = self.is_static || decl.shape != Shape::Class;
        self.numbered(decl, created, fixed);
    }
}

/// The literal text of an expression, where it is one.
pub fn text_of(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        E::Str(text) => Some(text),
        _ => None,
    }
}
