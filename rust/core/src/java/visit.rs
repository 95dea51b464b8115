//! Walks over statements and expressions, with the scopes of names.
use rustc_hash::FxHashSet;

use super::ast::{E, Expr, Group, Member, Resource, S, Stmt, TypeDecl, TypeName};

/// Sees what stands in a body. Every default walks on.
pub trait Visit<'a> {
    fn enter(&mut self) {}
    fn leave(&mut self) {}
    fn declare(&mut self, _name: &'a str) {}
    fn name(&mut self, _name: &'a str) {}
    fn create(&mut self, _kind: &'a TypeName) {}
    /// A local or anonymous class; the type after `new` for the latter.
    fn class(&mut self, decl: &'a TypeDecl, _kind: Option<&'a TypeName>) {
        self.walk_class(decl);
    }

    fn walk_class(&mut self, decl: &'a TypeDecl) {
        for constant in &decl.constants {
            constant.args.iter().for_each(|e| self.expr(e));
            if let Some(body) = &constant.body {
                self.class(body, None);
            }
        }
        self.enter();
        for member in &decl.members {
            if let Member::Field(field) = member {
                self.declare(&field.name);
            }
        }
        for member in &decl.members {
            self.member(member);
        }
        self.leave();
    }

    fn member(&mut self, member: &'a Member) {
        match member {
            Member::Field(field) => field.value.iter().for_each(|e| self.expr(e)),
            Member::Method(method) => {
                self.enter();
                method.params.iter().for_each(|p| self.declare(&p.name));
                self.stmts(method.body.as_deref().unwrap_or_default());
                self.leave();
            }
            Member::Init { body, .. } => self.stmts(body),
            Member::Type(decl) => self.walk_class(decl),
        }
    }

    fn stmts(&mut self, all: &'a [Stmt]) {
        self.enter();
        all.iter().for_each(|s| self.stmt(s));
        self.leave();
    }

    fn groups(&mut self, subject: &'a Expr, groups: &'a [Group]) {
        self.expr(subject);
        self.enter();
        for group in groups {
            group.labels.iter().flatten().filter(|l| !matches!(l.kind, E::Name(_))).for_each(|e| self.expr(e));
            group.body.iter().for_each(|s| self.stmt(s));
        }
        self.leave();
    }

    fn stmt(&mut self, stmt: &'a Stmt) {
        match &stmt.kind {
            S::Empty | S::Break(_) | S::Continue(_) | S::Bad => {}
            S::Local(all) => {
                for local in all {
                    self.declare(&local.name);
                    local.value.iter().for_each(|e| self.expr(e));
                }
            }
            S::Expr(e) | S::Throw(e) | S::Yield(e) => self.expr(e),
            S::If(c, a, b) => {
                self.expr(c);
                self.stmt(a);
                b.iter().for_each(|s| self.stmt(s));
            }
            S::While(c, body) | S::Do(body, c) => {
                self.expr(c);
                self.stmt(body);
            }
            S::For(init, condition, update, body) => {
                self.enter();
                init.iter().for_each(|s| self.stmt(s));
                condition.iter().chain(update).for_each(|e| self.expr(e));
                self.stmt(body);
                self.leave();
            }
            S::Each(_, name, value, body) => {
                self.expr(value);
                self.enter();
                self.declare(name);
                self.stmt(body);
                self.leave();
            }
            S::Block(all) => self.stmts(all),
            S::Return(e) => e.iter().for_each(|e| self.expr(e)),
            S::Switch(subject, groups) => self.groups(subject, groups),
            S::Try(one) => self.try_stmt(one),
            S::Sync(lock, body) => {
                self.expr(lock);
                self.stmts(body);
            }
            S::Assert(a, b) => std::iter::once(a).chain(b).for_each(|e| self.expr(e)),
            S::Labeled(_, body) => self.stmt(body),
            S::Class(decl) => self.class(decl, None),
            S::Construct { outer, args, .. } => outer.iter().chain(args).for_each(|e| self.expr(e)),
        }
    }

    fn try_stmt(&mut self, one: &'a super::ast::Try) {
        self.enter();
        for resource in &one.resources {
            match resource {
                Resource::Declared(local) => {
                    self.declare(&local.name);
                    local.value.iter().for_each(|e| self.expr(e));
                }
                Resource::Value(e) => self.expr(e),
            }
        }
        self.stmts(&one.body);
        self.leave();
        for catch in &one.catches {
            self.enter();
            self.declare(&catch.name);
            self.stmts(&catch.body);
            self.leave();
        }
        one.last.iter().for_each(|body| self.stmts(body));
    }

    /// Every expression, before what is in it.
    fn other(&mut self, _expr: &'a Expr) {}

    fn expr(&mut self, expr: &'a Expr) {
        self.other(expr);
        match &expr.kind {
            E::Name(name) => self.name(name),
            E::Field(a, _) | E::Not(a) | E::Minus(a) | E::Plus(a) | E::Invert(a) => self.expr(a),
            E::Cast(_, a) | E::MethodRef(a, _) | E::Update { of: a, .. } => self.expr(a),
            E::InstanceOf(a, _, name) => {
                self.expr(a);
                name.iter().for_each(|n| self.declare(n));
            }
            E::Call { on, args, .. } => {
                on.iter().for_each(|e| self.expr(e));
                args.iter().for_each(|e| self.expr(e));
            }
            E::New { outer, kind, args, body } => {
                outer.iter().for_each(|e| self.expr(e));
                args.iter().for_each(|e| self.expr(e));
                self.create(kind);
                if let Some(body) = body {
                    self.class(body, Some(kind));
                }
            }
            E::NewArray(_, all) | E::Array(_, all) => all.iter().for_each(|e| self.expr(e)),
            E::Index(a, b) | E::Assign(_, a, b) => {
                self.expr(a);
                self.expr(b);
            }
            E::Chain(a, tail) => {
                self.expr(a);
                tail.iter().for_each(|t| self.expr(&t.1));
            }
            E::Choose(a, b, c) => [a, b, c].into_iter().for_each(|e| self.expr(e)),
            E::Lambda(params, body) => {
                self.enter();
                params.iter().for_each(|p| self.declare(&p.1));
                self.stmt(body);
                self.leave();
            }
            E::Switch(subject, groups) => self.groups(subject, groups),
            _ => {}
        }
    }
}

/// Simple names used that nothing inside declares, in the order of first use.
#[derive(Default)]
pub struct Free<'a> {
    scopes: Vec<Vec<&'a str>>,
    seen: FxHashSet<&'a str>,
    pub names: Vec<&'a str>,
    /// Types that are created.
    pub created: Vec<&'a TypeName>,
}

impl<'a> Visit<'a> for Free<'a> {
    fn enter(&mut self) {
        self.scopes.push(Vec::new());
    }

    fn leave(&mut self) {
        self.scopes.pop();
    }

    fn declare(&mut self, name: &'a str) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(name);
        }
    }

    fn name(&mut self, name: &'a str) {
        if !self.scopes.iter().flatten().any(|n| *n == name) && self.seen.insert(name) {
            self.names.push(name);
        }
    }

    fn create(&mut self, kind: &'a TypeName) {
        self.created.push(kind);
    }
}
