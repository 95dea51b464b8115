//! Statements.
use super::ast::{E, Expr, Local, S, Stmt, TypeName};
use super::lower::{Jump, Last, Lower};
use super::place::Spot;
use super::tree::text_of;
use super::types::{OBJECT, Ty};
use crate::gap::Cause;
use crate::written::Label;

impl<'a> Lower<'_, '_, 'a> {
    pub fn block(&mut self, all: &'a [Stmt]) {
        let (locals, next) = (self.locals.len(), self.next);
        for one in all {
            self.stmt(one);
        }
        self.locals.truncate(locals);
        self.next = next;
    }

    pub fn stmt(&mut self, stmt: &'a Stmt) {
        if self.full {
            return;
        }
        let next = self.next;
        let locals = self.locals.len();
        self.at(stmt.at, |l| l.statement(stmt, None));
        // Registers of a statement are free after it, but for the locals it declares.
        let kept = self.locals.iter().skip(locals).map(|v| (v.reg, v.ty.is_wide()));
        let last =
            kept.filter(|v| v.0 < crate::written::PARAM).map(|v| v.0.saturating_add(if v.1 { 2 } else { 1 })).max();
        self.next = last.map_or(next, |l| l.max(next));
    }

    fn statement(&mut self, stmt: &'a Stmt, label: Option<&'a str>) {
        match &stmt.kind {
            S::Empty | S::Bad => {}
            S::Local(all) => all.iter().for_each(|local| self.local_stmt(local)),
            S::Expr(expr) => self.effect(expr),
            S::If(condition, then, other) => self.branch(condition, then, other.as_deref()),
            S::While(condition, body) => self.loop_while(label, Some(condition), &[], body),
            S::Do(body, condition) => self.loop_do(label, body, condition),
            S::For(init, condition, update, body) => {
                let (locals, next) = (self.locals.len(), self.next);
                init.iter().for_each(|s| self.stmt(s));
                self.loop_while(label, condition.as_ref(), update, body);
                self.locals.truncate(locals);
                self.next = next;
            }
            S::Each(kind, name, value, body) => self.each(label, kind, name, value, body),
            S::Block(all) => self.block(all),
            S::Return(value) => self.return_stmt(value.as_ref()),
            S::Throw(value) => self.throw(value),
            S::Break(label) => self.leave(label.as_deref(), false),
            S::Continue(label) => self.leave(label.as_deref(), true),
            S::Yield(value) => self.yield_value(value),
            S::Switch(subject, groups) => self.switch_stmt(label, subject, groups),
            S::Try(one) => self.try_stmt(one),
            S::Sync(lock, body) => self.sync(lock, body),
            S::Assert(condition, detail) => self.assertion(condition, detail.as_ref()),
            S::Labeled(name, body) => self.labeled(name, body),
            S::Class(decl) => {
                if let Some(number) = self.class_number(decl) {
                    self.capture(number, decl);
                }
            }
            S::Construct { is_super, outer, args } => self.construct_stmt(*is_super, outer.as_ref(), args),
        }
    }

    fn local_stmt(&mut self, local: &'a Local) {
        let ty = self.local_type(&local.kind, local.value.as_ref());
        // The register first: what the value needs is then free again after it.
        let reg = self.temp(&ty);
        if let Some(value) = &local.value {
            let mark = self.next;
            let val = self.expr_as(value, &ty);
            self.at(local.at, |l| l.put(reg, &val));
            self.next = mark;
        }
        self.locals.push(super::lower::LocalVar { name: local.name.as_str().into(), reg, ty });
    }

    /// The declared type; where the text has none, that of the value.
    fn local_type(&mut self, kind: &TypeName, value: Option<&'a Expr>) -> Ty {
        if !kind.name.is_empty() {
            return self.tree.ty(kind, &self.scope);
        }
        match value {
            Some(value) => {
                let ty = self.type_of(value);
                if ty.is(super::types::NULL) { Ty::object() } else { ty }
            }
            None => Ty::object().array(kind.dims),
        }
    }

    /// An expression for what it does.
    pub fn effect(&mut self, expr: &'a Expr) {
        let void = Ty::of("V");
        match &expr.kind {
            E::Update { up, of, .. } => {
                self.at(expr.at, |l| l.update(true, *up, of));
            }
            E::Call { .. } => {
                self.expr(expr, Some(&void));
            }
            _ => {
                self.expr(expr, None);
            }
        }
    }

    fn branch(&mut self, condition: &'a Expr, then: &'a Stmt, other: Option<&'a Stmt>) {
        let no = self.label();
        let next = self.next;
        self.condition(condition, no, false);
        self.next = self.next.max(next);
        self.stmt(then);
        match other {
            Some(other) => {
                let end = self.label();
                self.goto(end);
                self.bind(no);
                self.stmt(other);
                self.bind(end);
            }
            None => self.bind(no),
        }
    }

    fn loop_while(&mut self, label: Option<&'a str>, condition: Option<&'a Expr>, update: &'a [Expr], body: &'a Stmt) {
        let (head, next, stop) = (self.label(), self.label(), self.label());
        self.out.bind(head);
        let mark = self.next;
        if let Some(condition) = condition {
            self.condition(condition, stop, false);
            self.next = mark;
        }
        self.jumps.push(Jump::Loop { label, stop, next: Some(next) });
        self.stmt(body);
        self.jumps.pop();
        self.bind(next);
        for one in update {
            self.effect(one);
            self.next = mark;
        }
        self.goto(head);
        self.bind(stop);
    }

    fn loop_do(&mut self, label: Option<&'a str>, body: &'a Stmt, condition: &'a Expr) {
        let (head, next, stop) = (self.label(), self.label(), self.label());
        self.out.bind(head);
        self.jumps.push(Jump::Loop { label, stop, next: Some(next) });
        self.stmt(body);
        self.jumps.pop();
        self.bind(next);
        if self.live {
            self.condition(condition, head, true);
            if self.known(condition).and_then(|v| v.int()) == Some(1) {
                self.live = false;
            }
        }
        self.bind(stop);
    }

    fn each(&mut self, label: Option<&'a str>, kind: &'a TypeName, name: &'a str, value: &'a Expr, body: &'a Stmt) {
        let (locals, mark) = (self.locals.len(), self.next);
        let all = self.some(value, None);
        let all = self.kept(all);
        let declared = if kind.name.is_empty() { None } else { Some(self.tree.ty(kind, &self.scope)) };
        let (head, next, stop) = (self.label(), self.label(), self.label());
        let boolean = Ty::of("Z");
        if all.ty.is_array() {
            let int = Ty::of("I");
            let size = self.load(&Spot::Length(all.reg));
            let index = self.temp(&int);
            self.op(0x12, vec![index], 0);
            let ty = declared.unwrap_or(all.ty.element());
            let into = self.declare(name, ty.clone());
            self.out.bind(head);
            self.jump(0x35, vec![index, size.reg], stop);
            let one = self.load(&Spot::Element(all.reg, index, all.ty.element()));
            let one = self.convert(one, &ty);
            self.put(into, &one);
            self.jumps.push(Jump::Loop { label, stop, next: Some(next) });
            self.stmt(body);
            self.jumps.pop();
            self.bind(next);
            self.lit(0xd8, vec![index, index], 1);
        } else {
            let interface = self.tree.is_interface(&all.ty.d);
            let iterator = Ty::of("Ljava/util/Iterator;");
            let class = if all.ty.is(OBJECT) { "Ljava/lang/Iterable;".into() } else { all.ty.d.clone() };
            let op = if interface || all.ty.is(OBJECT) { 0x72 } else { 0x6e };
            let args = self.tree.args_at(&all.ty, "Ljava/lang/Iterable;", 0);
            let known = args.first().filter(|_| args.len() == 1).cloned();
            let steps = self.invoke(op, &class, "iterator", "()Ljava/util/Iterator;", &[all], &iterator);
            let ty = declared.or(known).unwrap_or(Ty::object());
            let into = self.declare(name, ty.clone());
            self.out.bind(head);
            let more = self.invoke(0x72, &iterator.d, "hasNext", "()Z", std::slice::from_ref(&steps), &boolean);
            self.jump(0x38, vec![more.reg], stop);
            let one = self.invoke(0x72, &iterator.d, "next", "()Ljava/lang/Object;", &[steps], &Ty::object());
            let one = self.convert(one, &ty);
            self.put(into, &one);
            self.jumps.push(Jump::Loop { label, stop, next: Some(next) });
            self.stmt(body);
            self.jumps.pop();
            self.bind(next);
        }
        self.goto(head);
        self.bind(stop);
        self.locals.truncate(locals);
        self.next = mark;
    }

    fn return_stmt(&mut self, value: Option<&'a Expr>) {
        let result = self.result.clone();
        let val = match value {
            Some(value) if !result.is_void() => {
                let val = self.expr_as(value, &result);
                // What runs on the way out may change a local that is returned.
                if self.jumps.iter().any(|j| matches!(j, Jump::Guard { .. })) { self.kept(val) } else { val }
            }
            Some(value) => {
                self.effect(value);
                self.void()
            }
            None => self.void(),
        };
        self.unwind(0);
        self.give_back(val);
    }

    fn throw(&mut self, value: &'a Expr) {
        // What jadx writes where it gave up: the method's own code is not there.
        if let E::New { kind, args, .. } = &value.kind {
            let text = args.first().and_then(text_of).unwrap_or("");
            if kind.name.ends_with("UnsupportedOperationException") && text.starts_with("Method not decompiled") {
                self.out.cut = true;
                self.gap(value.at, Cause::Unsupported, format!("{text}: the decompiler gave no code for it"));
            }
        }
        let val = self.some(value, None);
        self.op(0x27, vec![val.reg], 0);
        self.live = false;
    }

    /// `break` and `continue`.
    fn leave(&mut self, label: Option<&str>, again: bool) {
        let fits = |jump: &Jump| match jump {
            Jump::Loop { label: own, next, .. } => match label {
                Some(_) => *own == label,
                None => (!again || next.is_some()) && !matches!((own, next), (Some(_), None)),
            },
            _ => false,
        };
        let Some(place) = self.jumps.iter().rposition(fits) else {
            return self.gap(self.at, Cause::Malformed, "this jump leaves no loop");
        };
        let Some(Jump::Loop { stop, next, .. }) = self.jumps.get(place) else { return };
        let to = if again { next.unwrap_or(*stop) } else { *stop };
        self.unwind(place.saturating_add(1));
        self.goto(to);
    }

    fn labeled(&mut self, name: &'a str, body: &'a Stmt) {
        let label = Some(name);
        match &body.kind {
            S::While(..) | S::Do(..) | S::For(..) | S::Each(..) | S::Switch(..) => {
                self.at(body.at, |l| l.statement(body, label));
            }
            _ => {
                let stop = self.label();
                self.jumps.push(Jump::Loop { label, stop, next: None });
                self.stmt(body);
                self.jumps.pop();
                self.bind(stop);
            }
        }
    }

    fn sync(&mut self, lock: &'a Expr, body: &'a [Stmt]) {
        let val = self.some(lock, None);
        let val = self.kept(val);
        self.locked(val.reg, |l| l.block(body));
    }

    /// Runs something while a lock is held.
    pub fn locked(&mut self, reg: u16, run: impl FnOnce(&mut Self)) {
        self.op(0x1d, vec![reg], 0);
        self.guarded(Last::Unlock(reg), &[], run);
    }

    /// As javac: `if (!$assertionsDisabled && !condition) throw new AssertionError(detail)`, without the switch.
    fn assertion(&mut self, condition: &'a Expr, detail: Option<&'a Expr>) {
        let ok: Label = self.label();
        self.condition(condition, ok, true);
        let ty = Ty::of("Ljava/lang/AssertionError;");
        let reg = self.temp(&ty);
        let kind = self.kind(&ty.d);
        self.op(0x22, vec![reg], kind);
        let mut vals = vec![super::lower::Val { reg, ty: ty.clone() }];
        let mut proto = "()V";
        if let Some(detail) = detail {
            let val = self.expr_as(detail, &Ty::object());
            vals.push(val);
            proto = "(Ljava/lang/Object;)V";
        }
        self.invoke(0x70, &ty.d, "<init>", proto, &vals, &Ty::of("V"));
        self.op(0x27, vec![reg], 0);
        self.live = false;
        self.bind(ok);
    }
}
