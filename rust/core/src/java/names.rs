//! What names of types mean, and how types are related.
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::ast::{TypeName, TypeVar};
use super::tree::{Supers, Tree};
use super::types::{OBJECT, Ty, primitive, slashed};

/// Ancestors of one class that are looked at.
const MOST_SUPERS: usize = 512;

/// Where a name stands.
#[derive(Clone, Default)]
pub struct Scope {
    pub class: usize,
    /// Type variables of the method.
    pub vars: Vec<(String, Ty)>,
}

impl<'a> Tree<'a> {
    pub fn scope(&self, class: usize) -> Scope {
        Scope { class, vars: Vec::new() }
    }

    pub fn with_vars(&self, scope: &Scope, vars: &[TypeVar]) -> Scope {
        let mut scope = scope.clone();
        for var in vars {
            let bound = var.bound.as_ref().filter(|b| b.name != var.name).map(|b| self.ty(b, &scope));
            let bound = bound.unwrap_or(Ty::object());
            scope.vars.push((var.name.clone(), Ty { var: Some(var.name.as_str().into()), ..bound }));
        }
        scope
    }

    /// A type as written, erased. Object where it is not known.
    pub fn ty(&self, name: &TypeName, scope: &Scope) -> Ty {
        let mut ty = self.base(&name.name, scope);
        ty.args = name.args.iter().take(8).map(|a| self.ty(a, scope)).collect();
        ty.array(name.dims)
    }

    fn base(&self, name: &str, scope: &Scope) -> Ty {
        if let Some(known) = primitive(name) {
            return Ty::of(known);
        }
        if let Some((_, ty)) = scope.vars.iter().rev().find(|v| v.0 == name) {
            return ty.clone();
        }
        if let Some(ty) = self.class_var(name, scope) {
            return ty;
        }
        match self.type_named(name, scope) {
            Some(d) => Ty { d, args: Vec::new(), var: None },
            None => Ty::object(),
        }
    }

    /// A type variable of an enclosing class.
    fn class_var(&self, name: &str, scope: &Scope) -> Option<Ty> {
        let mut next = Some(scope.class);
        for _ in 0..64 {
            let number = next?;
            let class = self.classes.get(number)?;
            if let Some(var) = class.decl.vars.iter().find(|v| v.name == name) {
                let outer = self.scope(class.outer.unwrap_or(number));
                let bound = var.bound.as_ref().filter(|b| class.decl.vars.iter().all(|v| v.name != b.name));
                let bound = bound.and_then(|b| self.type_named(&b.name, &outer));
                let d = bound.unwrap_or_else(|| OBJECT.into());
                return Some(Ty { d, args: Vec::new(), var: Some(name.into()) });
            }
            next = class.outer;
        }
        None
    }

    /// Descriptor of the class that a simple or dotted name means; made up by convention where it is not there.
    pub fn type_named(&self, name: &str, scope: &Scope) -> Option<Rc<str>> {
        if name.is_empty() {
            return None;
        }
        let key = (scope.class, name.to_owned());
        if let Some(known) = self.names.borrow().get(&key) {
            return known.clone();
        }
        let found = self.known_type(name, scope).or_else(|| self.made_up(name, scope));
        if let Some(d) = &found {
            self.note_missing(d, scope);
        }
        self.names.borrow_mut().insert(key, found.clone());
        found
    }

    /// The same, where the class is in the tree, in Android, or imported by name.
    pub fn known_type(&self, name: &str, scope: &Scope) -> Option<Rc<str>> {
        let Some((first, rest)) = name.split_once('.') else { return self.simple(name, scope) };
        let mut found = self.simple(first, scope);
        for part in rest.split('.') {
            found = found.map(|d| self.nested(&d, part).unwrap_or_else(|| inner(&d, part)));
        }
        found.or_else(|| self.path(name))
    }

    fn simple(&self, name: &str, scope: &Scope) -> Option<Rc<str>> {
        let mut next = Some(scope.class);
        for _ in 0..64 {
            let Some(class) = next.and_then(|n| self.classes.get(n)) else { break };
            if class.decl.name == name {
                return Some(Rc::clone(&class.name));
            }
            if let Some(local) = class.locals.get(name).and_then(|n| self.classes.get(*n)) {
                return Some(Rc::clone(&local.name));
            }
            if let Some(found) = self.nested(&class.name, name) {
                return Some(found);
            }
            next = class.outer;
        }
        let file = self.classes.get(scope.class)?.file;
        let tail = |path: &str| path.rsplit('.').next() == Some(name);
        if let Some(import) = file.imports.iter().find(|i| !i.all && !i.is_static && tail(&i.path)) {
            return Some(self.path(&import.path).unwrap_or_else(|| self.by_convention(&import.path)));
        }
        let slash = if file.package.is_empty() { "" } else { "/" };
        let own = format!("L{}{slash}{name};", file.package.replace('.', "/"));
        if self.exists(&own) {
            return Some(own.into());
        }
        let wide = file.imports.iter().filter(|i| i.all).find_map(|i| self.path(&format!("{}.{name}", i.path)));
        let single = || {
            let import = file.imports.iter().find(|i| !i.all && i.is_static && tail(&i.path))?;
            self.path(&import.path)
        };
        wide.or_else(single).or_else(|| {
            let lang = format!("Ljava/lang/{name};");
            self.exists(&lang).then(|| lang.into())
        })
    }

    /// A member type of a class or its ancestors.
    pub fn nested(&self, class: &str, name: &str) -> Option<Rc<str>> {
        for one in &self.supers(class).all {
            if let Some(found) = self.class(one).and_then(|c| c.nested.get(name)).and_then(|n| self.classes.get(*n)) {
                return Some(Rc::clone(&found.name));
            }
            let known = inner(one, name);
            if self.class(one).is_none() && self.framework.class(&known).is_some() {
                return Some(known);
            }
        }
        None
    }

    /// The class of a full name, where it exists.
    pub fn path(&self, path: &str) -> Option<Rc<str>> {
        let parts: Vec<&str> = path.split('.').collect();
        (0..parts.len()).rev().find_map(|cut| {
            let (package, classes) = parts.split_at_checked(cut)?;
            let slash = if package.is_empty() { "" } else { "/" };
            let name = format!("L{}{slash}{};", package.join("/"), classes.join("$"));
            self.exists(&name).then(|| name.into())
        })
    }

    pub fn exists(&self, descriptor: &str) -> bool {
        self.by_name.contains_key(descriptor) || self.framework.class(descriptor).is_some()
    }

    /// A class that is nowhere: by its path where it has one, else of a package imported whole that is not there,
    /// else of the same package.
    fn made_up(&self, name: &str, scope: &Scope) -> Option<Rc<str>> {
        if !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '.')) {
            return None;
        }
        let file = self.classes.get(scope.class)?.file;
        if name.contains('.') && name.starts_with(char::is_lowercase) {
            return Some(self.by_convention(name));
        }
        let gone =
            |path: &&str| !self.packages.contains(*path) && !path.starts_with("java.") && !path.starts_with("android.");
        let wide = file.imports.iter().filter(|i| i.all && !i.is_static).map(|i| i.path.as_str()).find(gone);
        let package = wide.unwrap_or(&file.package);
        let dot = if package.is_empty() { "" } else { "." };
        Some(self.by_convention(&format!("{package}{dot}{name}")))
    }

    /// The class of a path by how names are written; what is known of packages goes before.
    fn by_convention(&self, path: &str) -> Rc<str> {
        match path.rsplit_once('.') {
            Some((package, name)) if self.large_packages.contains(package) => {
                format!("L{}/{name};", package.replace('.', "/")).into()
            }
            _ => by_convention(path),
        }
    }

    /// Lists a class that should be in the tree and is not.
    fn note_missing(&self, d: &str, scope: &Scope) {
        let Some(name) = slashed(d) else { return };
        let Some((package, simple)) = name.rsplit_once('/') else { return };
        let own = |p: &str| {
            let mut parts = p.splitn(3, '/');
            (parts.next().map(str::to_owned), parts.next().map(str::to_owned))
        };
        let head = own(package);
        let made = simple == "R" || simple.starts_with("R$");
        if made || self.exists(d) || !self.packages.iter().any(|p| own(&p.replace('.', "/")) == head) {
            return;
        }
        if let Some(class) = self.classes.get(scope.class) {
            let dotted = name.replace(['/', '$'], ".");
            let import = class.file.imports.iter().find(|i| !i.all && i.path == dotted);
            let place = (class.file.part, import.map_or(class.decl.at, |i| i.at));
            self.missing.borrow_mut().entry(dotted).or_insert(place);
        }
    }

    /// The class and its ancestors, nearest first, parents before interfaces.
    pub fn supers(&self, descriptor: &str) -> Rc<Supers> {
        if let Some(known) = self.supers.borrow().get(descriptor) {
            return Rc::clone(known);
        }
        let mut all: Vec<Rc<str>> = vec![descriptor.into()];
        let mut seen: FxHashSet<Rc<str>> = all.iter().cloned().collect();
        let mut whole = true;
        let mut next = 0usize;
        while let Some(one) = all.get(next).cloned() {
            next = next.saturating_add(1);
            let mut above: Vec<Rc<str>> = Vec::new();
            if let Some(class) = self.class(&one) {
                above.push(Rc::clone(&class.parent.d));
                above.extend(class.interfaces.iter().map(|i| Rc::clone(&i.d)));
            } else if let Some(class) = self.framework.class(&one) {
                let up = self.framework.parent(class).into_iter().chain(self.framework.interfaces(class));
                above.extend(up.map(|c| Rc::from(format!("L{};", self.framework.name(c)))));
            } else {
                whole = false;
                above.extend(super::twins::twin(&one).map(Rc::from));
            }
            for name in above {
                if all.len() < MOST_SUPERS && seen.insert(Rc::clone(&name)) {
                    all.push(name);
                }
            }
        }
        if !all.iter().any(|d| &**d == OBJECT) {
            all.push(OBJECT.into());
        }
        let real = match whole {
            true => all.clone(),
            false => self.real(&all),
        };
        let found = Rc::new(Supers { all, real, whole });
        // Parents of the tree's classes may not be set yet while declaring; those answers are not kept.
        if self.declared {
            self.supers.borrow_mut().insert(descriptor.into(), Rc::clone(&found));
        }
        found
    }

    /// Of the ancestors found those that are reached without a stand-in.
    fn real(&self, all: &[Rc<str>]) -> Vec<Rc<str>> {
        let mut real: Vec<Rc<str>> = Vec::new();
        for one in all {
            let above = |below: &Rc<str>| match (self.class(below), self.framework.class(below)) {
                (Some(class), _) => std::iter::once(&class.parent).chain(&class.interfaces).any(|t| t.d == *one),
                (None, Some(class)) => {
                    let mut up = self.framework.parent(class).into_iter().chain(self.framework.interfaces(class));
                    up.any(|c| super::types::slashed(one) == Some(self.framework.name(c)))
                }
                _ => false,
            };
            if real.is_empty() || &**one == OBJECT || real.iter().any(above) {
                real.push(Rc::clone(one));
            }
        }
        real
    }

    /// Whether a reference type may stand where another is asked; None where classes on the way are not known.
    pub fn is_a(&self, from: &str, to: &str) -> Option<bool> {
        if from == to || to == OBJECT || from == super::types::NULL {
            return Some(true);
        }
        match (from.strip_prefix('['), to.strip_prefix('[')) {
            (Some(a), Some(b)) if a.len() > 1 && b.len() > 1 => return self.is_a(a, b),
            (Some(_), Some(_)) => return Some(false),
            (Some(_), None) => return Some(matches!(to, "Ljava/lang/Cloneable;" | "Ljava/io/Serializable;")),
            (None, Some(_)) => return Some(false),
            (None, None) => {}
        }
        let supers = self.supers(from);
        if supers.whole || supers.real.iter().any(|d| &**d == to) {
            return Some(supers.real.iter().any(|d| &**d == to));
        }
        None
    }
}

/// `Lx/A;` and `B` give `Lx/A$B;`.
pub fn inner(class: &str, name: &str) -> Rc<str> {
    format!("{}${name};", class.trim_end_matches(';')).into()
}

/// Packages begin small, classes large: `a.b.C.D` is the member D of a.b.C.
pub fn by_convention(path: &str) -> Rc<str> {
    let parts: Vec<&str> = path.split('.').collect();
    let large = parts.iter().position(|p| p.starts_with(char::is_uppercase));
    let cut = large.unwrap_or(parts.len().saturating_sub(1));
    let (package, classes) = parts.split_at_checked(cut).unwrap_or((&[], &parts));
    let slash = if package.is_empty() { "" } else { "/" };
    format!("L{}{slash}{};", package.join("/"), classes.join("$")).into()
}
