//! Switches and guarded regions.
use super::ast::{Catch, E, Expr, Group, Resource, S, Stmt, Try};
use super::lower::{Jump, Last, Lower, Val};
use super::types::{STRING, Ty};
use crate::code::NONE;
use crate::written::Label;

impl<'a> Lower<'_, '_, 'a> {
    pub fn switch_stmt(&mut self, label: Option<&'a str>, subject: &'a Expr, groups: &'a [Group]) {
        let stop = self.label();
        self.jumps.push(Jump::Loop { label: None, stop, next: None });
        if label.is_some() {
            self.jumps.push(Jump::Loop { label, stop, next: None });
        }
        self.cases(subject, groups, stop);
        if label.is_some() {
            self.jumps.pop();
        }
        self.jumps.pop();
        self.bind(stop);
    }

    /// A switch as expression.
    pub fn switch_value(&mut self, subject: &'a Expr, groups: &'a [Group], want: Option<&Ty>) -> Val {
        let ty = want.filter(|t| !t.is_void()).cloned().unwrap_or_else(|| self.type_of_groups(groups));
        let into = self.temp(&ty);
        let stop = self.label();
        self.jumps.push(Jump::Value { stop, into, ty: ty.clone() });
        self.cases(subject, groups, stop);
        self.jumps.pop();
        self.bind(stop);
        Val { reg: into, ty }
    }

    fn type_of_groups(&mut self, groups: &'a [Group]) -> Ty {
        for group in groups {
            if let Some(Stmt { kind: S::Expr(value) | S::Yield(value), .. }) = group.body.last() {
                return self.type_of(value);
            }
        }
        Ty::object()
    }

    pub fn yield_value(&mut self, value: &'a Expr) {
        let Some(place) = self.jumps.iter().rposition(|j| matches!(j, Jump::Value { .. })) else { return };
        let Some(Jump::Value { stop, into, ty }) = self.jumps.get(place) else { return };
        let (stop, into, ty) = (*stop, *into, ty.clone());
        let val = self.expr_as(value, &ty);
        self.put(into, &val);
        self.unwind(place.saturating_add(1));
        self.goto(stop);
    }

    fn cases(&mut self, subject: &'a Expr, groups: &'a [Group], stop: Label) {
        let val = self.some(subject, None);
        let val = if self.tree.is_enum(&val.ty.d) || val.ty.is(STRING) { val } else { self.operand(val) };
        let labels: Vec<Label> = groups.iter().map(|_| self.label()).collect();
        let mut default = stop;
        let mut cases: Vec<(&'a Expr, Label)> = Vec::new();
        for (group, label) in groups.iter().zip(&labels) {
            for one in &group.labels {
                match one {
                    Some(one) => cases.push((one, *label)),
                    None => default = *label,
                }
            }
        }
        let numbers = val.ty.is_primitive() || val.ty.unboxed().is_some();
        if numbers {
            self.number_cases(&val, &cases)
        } else {
            self.object_cases(&val, &cases)
        }
        self.goto(default);
        let value = matches!(self.jumps.last(), Some(Jump::Value { .. }));
        let (locals, next) = (self.locals.len(), self.next);
        for (group, label) in groups.iter().zip(labels) {
            self.bind(label);
            match group.body.first() {
                Some(Stmt { kind: S::Expr(one), .. }) if value && group.arrow => self.yield_value(one),
                _ => group.body.iter().for_each(|s| self.stmt(s)),
            }
            if group.arrow {
                self.goto(stop);
            }
        }
        self.locals.truncate(locals);
        self.next = next;
    }

    /// Cases with numbers: a table, and a comparison for each whose number is not known.
    fn number_cases(&mut self, val: &Val, cases: &[(&'a Expr, Label)]) {
        let mut rows: Vec<(i32, Label)> = Vec::new();
        let mut keys = rustc_hash::FxHashSet::default();
        let mut open = Vec::new();
        for (one, label) in cases {
            match self.known(one).and_then(|v| v.int()) {
                Some(key) => {
                    self.note_constant(one);
                    if keys.insert(key) {
                        rows.push((key, *label));
                    }
                }
                None => match self.resource_number(one) {
                    Some(key) => rows.push((key, *label)),
                    None => open.push((*one, *label)),
                },
            }
        }
        for (one, label) in open {
            let mark = self.next;
            let key = self.expr_as(one, &Ty::of("I"));
            self.at(one.at, |l| l.jump(0x32, vec![val.reg, key.reg], label));
            self.next = mark;
        }
        rows.sort_by_key(|r| r.0);
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let span = i64::from(last.0).saturating_sub(i64::from(first.0));
        let dense = span < (rows.len() as i64).saturating_mul(2).saturating_add(8);
        rows.iter().for_each(|r| self.target(r.1));
        self.out.switch(if dense { 0x2b } else { 0x2c }, val.reg, rows, self.at);
    }

    fn resource_number(&mut self, one: &'a Expr) -> Option<i32> {
        let E::Field(on, name) = &one.kind else { return None };
        let E::Field(class, kind) = &on.kind else { return None };
        let path = super::constant::path(class)?;
        let simple = path.rsplit('.').next()?;
        if !simple.ends_with('R') || simple.len() > 1 && !simple.starts_with('C') {
            return None;
        }
        let found = (self.st.context.resources)(kind, name).map(|n| n as i32);
        if found.is_none() {
            self.st.unknown.insert((kind.clone(), name.clone()));
        }
        found
    }

    /// Cases with texts or enum constants: compared one after the other, so that each condition names its case.
    fn object_cases(&mut self, val: &Val, cases: &[(&'a Expr, Label)]) {
        let mark = self.next;
        for (one, label) in cases {
            self.at(one.at, |l| {
                if val.ty.is(STRING) || matches!(one.kind, E::Str(_)) || l.known(one).is_some_and(|v| v.ty().is(STRING))
                {
                    let key = l.expr_as(one, &Ty::of(STRING));
                    let args = [val.clone(), key];
                    let found = l.invoke(0x6e, STRING, "equals", "(Ljava/lang/Object;)Z", &args, &Ty::of("Z"));
                    return l.jump(0x39, vec![found.reg], *label);
                }
                let key = match &one.kind {
                    E::Name(name) => {
                        let spot = super::place::Spot::Static(val.ty.d.clone(), name.clone(), val.ty.clone());
                        l.load(&spot)
                    }
                    _ => l.some(one, Some(&val.ty)),
                };
                l.compare_values(super::ast::Op::Eq, val.clone(), key, *label);
            });
            self.next = mark;
        }
    }

    pub fn try_stmt(&mut self, one: &'a Try) {
        let (locals, next) = (self.locals.len(), self.next);
        if one.resources.is_empty() {
            let last = one.last.as_deref().map_or(Last::Nothing, Last::Block);
            self.guarded(last, &one.catches, |l| l.block(&one.body));
        } else if one.catches.is_empty() && one.last.is_none() {
            self.resources(&one.resources, &one.body);
        } else {
            let last = one.last.as_deref().map_or(Last::Nothing, Last::Block);
            self.guarded(last, &one.catches, |l| l.resources(&one.resources, &one.body));
        }
        self.locals.truncate(locals);
        self.next = next;
    }

    /// Each resource is closed after what follows it, however that ends.
    fn resources(&mut self, all: &'a [Resource], body: &'a [Stmt]) {
        let Some((first, rest)) = all.split_first() else { return self.block(body) };
        let (locals, next) = (self.locals.len(), self.next);
        let fresh = |value: Option<&Expr>| value.is_some_and(|v| matches!(v.kind, E::New { .. }));
        let nullable = !matches!(first, Resource::Declared(local) if fresh(local.value.as_ref()));
        let val = match first {
            Resource::Declared(local) => {
                let ty = match local.kind.name.is_empty() {
                    true => local.value.as_ref().map_or(Ty::object(), |v| self.type_of(v)),
                    false => self.tree.ty(&local.kind, &self.scope),
                };
                let reg = self.declare(&local.name, ty.clone());
                if let Some(value) = &local.value {
                    let val = self.expr_as(value, &ty);
                    self.put(reg, &val);
                }
                Val { reg, ty }
            }
            Resource::Value(value) => {
                let val = self.some(value, None);
                self.kept(val)
            }
        };
        self.guarded(Last::Close(val, nullable), &[], |l| l.resources(rest, body));
        self.locals.truncate(locals);
        self.next = next;
    }

    /// Runs a body whose exceptions are caught and whose every end is followed by `last`.
    pub fn guarded(&mut self, last: Last<'a>, catches: &'a [Catch], run: impl FnOnce(&mut Self)) {
        let end = self.label();
        let with_last = !matches!(last, Last::Nothing);
        if with_last {
            self.open(last.clone());
        }
        self.open(Last::Nothing);
        run(self);
        let ranges = self.close();
        let came = self.live;
        if came && with_last {
            self.unwind_one();
        }
        self.goto(end);
        for catch in catches {
            self.catch(catch, &ranges, with_last, end);
        }
        if with_last {
            let all = self.close();
            self.rethrow(&all, &last);
        }
        self.bind(end);
    }

    fn open(&mut self, last: Last<'a>) {
        let open = self.label();
        self.out.bind(open);
        self.jumps.push(Jump::Guard { last, ranges: Vec::new(), open });
    }

    /// Ends the innermost region; gives its ranges.
    fn close(&mut self) -> Vec<(Label, Label)> {
        let end = self.label();
        self.out.bind(end);
        match self.jumps.pop() {
            Some(Jump::Guard { mut ranges, open, .. }) => {
                ranges.push((open, end));
                ranges
            }
            _ => Vec::new(),
        }
    }

    fn guard(&mut self, ranges: &[(Label, Label)], handler: Label, caught: u32) {
        for (from, to) in ranges {
            self.out.guard(*from, *to, handler, caught);
        }
    }

    fn catch(&mut self, catch: &'a Catch, ranges: &[(Label, Label)], with_last: bool, end: Label) {
        let (locals, next) = (self.locals.len(), self.next);
        let handler = self.label();
        self.out.bind(handler);
        self.live = true;
        let kinds: Vec<Ty> = catch.kinds.iter().map(|k| self.tree.ty(k, &self.scope)).collect();
        let ty = match &kinds[..] {
            [one] => one.clone(),
            _ => Ty::of("Ljava/lang/Exception;"),
        };
        for kind in &kinds {
            let caught = self.kind(&kind.d);
            self.guard(ranges, handler, caught);
        }
        let reg = self.declare(&catch.name, ty);
        self.op(0x0d, vec![reg], 0);
        self.block(&catch.body);
        if self.live && with_last {
            self.unwind_one();
        }
        self.goto(end);
        self.locals.truncate(locals);
        self.next = next;
    }

    /// What runs last, on the way of an exception nobody caught.
    fn rethrow(&mut self, ranges: &[(Label, Label)], last: &Last<'a>) {
        let handler = self.label();
        self.out.bind(handler);
        self.guard(ranges, handler, NONE);
        self.live = true;
        let next = self.next;
        let thrown = self.temp(&Ty::of("Ljava/lang/Throwable;"));
        self.op(0x0d, vec![thrown], 0);
        match last {
            Last::Close(val, nullable) => self.shut(val, *nullable, Some(thrown)),
            _ => self.last(last),
        }
        if self.live {
            self.op(0x27, vec![thrown], 0);
            self.live = false;
        }
        self.next = next;
    }

    fn last(&mut self, last: &Last<'a>) {
        match last {
            Last::Nothing => {}
            Last::Block(body) => self.block(body),
            Last::Close(val, nullable) => self.shut(val, *nullable, None),
            Last::Unlock(reg) => self.op(0x1e, vec![*reg], 0),
        }
    }

    /// Closes a resource. What that throws is kept with what was thrown before, where something was.
    fn shut(&mut self, val: &Val, nullable: bool, thrown: Option<u16>) {
        let (skip, from, to) = (self.label(), self.label(), self.label());
        if nullable {
            self.jump(0x38, vec![val.reg], skip);
        }
        self.out.bind(from);
        let op = if self.tree.is_interface(&val.ty.d) { 0x72 } else { 0x6e };
        self.invoke(op, &val.ty.d, "close", "()V", std::slice::from_ref(val), &Ty::of("V"));
        self.out.bind(to);
        if let Some(thrown) = thrown {
            let handler = self.label();
            self.goto(skip);
            self.out.bind(handler);
            self.live = true;
            let ty = Ty::of("Ljava/lang/Throwable;");
            let caught = self.kind(&ty.d);
            self.out.guard(from, to, handler, caught);
            let second = self.temp(&ty);
            self.op(0x0d, vec![second], 0);
            let both = [Val { reg: thrown, ty: ty.clone() }, Val { reg: second, ty: ty.clone() }];
            self.invoke(0x6e, &ty.d, "addSuppressed", "(Ljava/lang/Throwable;)V", &both, &Ty::of("V"));
        }
        self.bind(skip);
    }

    /// Runs the innermost region's last code on leaving it by its end.
    fn unwind_one(&mut self) {
        self.unwind(self.jumps.len().saturating_sub(1));
    }

    /// Runs what must run on leaving all places from number `down` on. None of it is guarded by the places left.
    pub fn unwind(&mut self, down: usize) {
        let guards = |l: &Self| l.jumps.iter().skip(down).any(|j| matches!(j, Jump::Guard { .. }));
        if !guards(self) || self.full {
            return;
        }
        let stop = self.label();
        self.out.bind(stop);
        // Taken out one by one, from the innermost: the code of each runs in what is left.
        let mut out: Vec<Jump<'a>> = Vec::new();
        while self.jumps.len() > down {
            let Some(mut jump) = self.jumps.pop() else { break };
            let mut run = Last::Nothing;
            if let Jump::Guard { last, ranges, open } = &mut jump {
                let end = self.label();
                self.out.bind(end);
                ranges.push((*open, end));
                run = last.clone();
            }
            out.push(jump);
            self.last(&run);
        }
        while let Some(mut jump) = out.pop() {
            if let Jump::Guard { open, .. } = &mut jump {
                let again = self.label();
                self.out.bind(again);
                *open = again;
            }
            self.jumps.push(jump);
        }
    }
}
