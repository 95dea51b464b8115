//! Expressions as values.
use super::ast::{E, Expr, Op};
use super::lower::{Lower, Val};
use super::types::{NULL, OBJECT, STRING, Ty, joint};
use crate::gap::Cause;
use crate::written::Label;

impl<'a> Lower<'_, '_, 'a> {
    /// The value of an expression. `want` is the type that its place asks for, where that is known.
    pub fn expr(&mut self, expr: &'a Expr, want: Option<&Ty>) -> Val {
        if self.full {
            return self.void();
        }
        self.at(expr.at, |l| l.value(expr, want))
    }

    /// The same, as a reference or a primitive of some type: never nothing.
    pub fn some(&mut self, expr: &'a Expr, want: Option<&Ty>) -> Val {
        let val = self.expr(expr, want);
        if val.ty.is_void() { self.unknown(want) } else { val }
    }

    /// A register that nothing is put into: what it holds is not known.
    pub fn unknown(&mut self, want: Option<&Ty>) -> Val {
        let ty = want.filter(|t| !t.is_void()).cloned().unwrap_or(Ty::object());
        Val { reg: self.temp(&ty), ty }
    }

    fn value(&mut self, expr: &'a Expr, want: Option<&Ty>) -> Val {
        let plain = !matches!(expr.kind, E::Call { .. } | E::New { .. } | E::Assign(..) | E::This);
        if let Some(value) = if plain { self.known(expr) } else { None } {
            self.note_constant(expr);
            return self.constant(&value);
        }
        match &expr.kind {
            E::Null => self.null(),
            E::Name(_) | E::Field(..) | E::Index(..) => match self.resource(expr) {
                Some(val) => val,
                None => self.read(expr, want),
            },
            E::Call { on, name, args } => self.call(on.as_deref(), name, args, want),
            E::New { outer, kind, args, body } => self.create(outer.as_deref(), kind, args, body.as_deref()),
            E::NewArray(kind, sizes) => self.new_array(kind, sizes),
            E::Array(kind, values) => {
                let ty = kind.as_ref().map(|k| self.tree.ty(k, &self.scope)).or(want.cloned());
                self.array(ty.unwrap_or(Ty::object().array(1)), values)
            }
            E::Not(_) => self.truth(expr),
            E::Minus(of) | E::Invert(of) => self.sign(matches!(expr.kind, E::Minus(_)), of),
            E::Plus(of) => self.some(of, want),
            E::Update { before, up, of } => self.update(*before, *up, of),
            E::Chain(first, tail) => self.chain(first, tail),
            E::Choose(condition, a, b) => self.choose(condition, a, b, want),
            E::Assign(op, to, from) => self.assign(*op, to, from),
            E::Cast(kind, of) => {
                let ty = self.tree.ty(kind, &self.scope);
                let val = self.some(of, Some(&ty));
                if kind.name.is_empty() { val } else { self.explicit(val, &ty) }
            }
            E::InstanceOf(..) => self.instance_of(expr),
            E::Lambda(params, body) => self.lambda(expr.at, params, body, want),
            E::MethodRef(on, name) => self.reference(expr.at, on, name, want),
            E::This => self.this_at(0),
            E::OuterThis(kind) => {
                let ty = self.tree.ty(kind, &self.scope);
                self.outer_this(&ty.d)
            }
            E::Super | E::OuterSuper(_) => self.this_at(0),
            E::Class(kind) => {
                let ty = self.tree.ty(kind, &self.scope);
                self.class_of(&ty)
            }
            E::Switch(subject, groups) => self.switch_value(subject, groups, want),
            // The gap was listed when the text was read.
            E::Bad | E::TypeRef(_) => self.unknown(want),
            _ => self.unknown(want),
        }
    }

    pub fn class_of(&mut self, ty: &Ty) -> Val {
        let class = Ty::of("Ljava/lang/Class;");
        let reg = self.temp(&class);
        match (ty.boxed(), ty.is_void()) {
            (None, false) => {
                let kind = self.kind(&ty.d);
                self.op(0x1c, vec![reg], kind);
            }
            (boxed, _) => {
                let owner = boxed.unwrap_or("Ljava/lang/Void;");
                let field = self.st.builder.field_ref(owner, "TYPE", &class.d);
                self.op(0x62, vec![reg], field);
            }
        }
        Val { reg, ty: Ty { d: class.d, args: vec![ty.clone()], var: None } }
    }

    fn sign(&mut self, minus: bool, of: &'a Expr) -> Val {
        let val = self.some(of, None);
        let val = self.operand(val);
        let (op, to) = match (&*val.ty.d, minus) {
            ("J", true) => (0x7d, "J"),
            ("J", false) => (0x7e, "J"),
            ("F", _) => (0x7f, "F"),
            ("D", _) => (0x80, "D"),
            (_, true) => (0x7b, "I"),
            (_, false) => (0x7c, "I"),
        };
        self.unary(op, val, to)
    }

    /// A condition as 0 or 1.
    pub fn truth(&mut self, expr: &'a Expr) -> Val {
        let no = self.label();
        self.condition(expr, no, false);
        self.choice(no)
    }

    /// 1 where control comes on, 0 where it comes to `no`.
    fn choice(&mut self, no: Label) -> Val {
        let ty = Ty::of("Z");
        let reg = self.temp(&ty);
        let end = self.label();
        self.op(0x12, vec![reg], 1);
        self.goto(end);
        self.bind(no);
        self.op(0x12, vec![reg], 0);
        self.bind(end);
        Val { reg, ty }
    }

    fn instance_of(&mut self, expr: &'a Expr) -> Val {
        let E::InstanceOf(of, kind, name) = &expr.kind else { return self.void() };
        let val = self.some(of, None);
        let ty = self.tree.ty(kind, &self.scope);
        let result = Ty::of("Z");
        let reg = self.temp(&result);
        let kind = self.kind(&ty.d);
        self.op(0x20, vec![reg, val.reg], kind);
        if let Some(name) = name {
            let (reg, skip) = (reg, self.label());
            // Declared in any case; cast only where the test holds.
            let into = self.declare(name, ty.clone());
            self.jump(0x38, vec![reg], skip);
            let cast = self.cast(val, &ty);
            self.put(into, &cast);
            self.bind(skip);
        }
        Val { reg, ty: result }
    }

    fn choose(&mut self, condition: &'a Expr, a: &'a Expr, b: &'a Expr, want: Option<&Ty>) -> Val {
        let ty = match want {
            Some(ty) if !ty.is_void() => ty.clone(),
            _ => self.joint_type(a, b),
        };
        let (no, end) = (self.label(), self.label());
        let reg = self.temp(&ty);
        let mark = self.next;
        self.condition(condition, no, false);
        for (one, skip) in [(a, Some(end)), (b, None)] {
            let val = self.expr_as(one, &ty);
            self.put(reg, &val);
            self.next = mark;
            if let Some(end) = skip {
                self.goto(end);
                self.bind(no);
            }
        }
        self.bind(end);
        Val { reg, ty }
    }

    /// Type of `c ? a : b` (JLS 15.25).
    pub fn joint_type(&mut self, a: &'a Expr, b: &'a Expr) -> Ty {
        let (x, y) = (self.type_of(a), self.type_of(b));
        if x == y {
            return x;
        }
        let prim = |t: &Ty| t.is_primitive() || t.unboxed().is_some();
        if prim(&x) && prim(&y) {
            let narrow = |e: &Expr, t: &Ty| matches!(e.kind, E::Int(_)) && t.is_small();
            if narrow(a, &y) {
                return y;
            }
            return if narrow(b, &x) { x } else { Ty::of(joint(x.number(), y.number())) };
        }
        let box_of = |t: &Ty| t.boxed().map(Ty::of).unwrap_or(t.clone());
        let (x, y) = (box_of(&x), box_of(&y));
        match () {
            () if x.is(NULL) => y,
            () if y.is(NULL) => x,
            () if self.tree.is_a(&x.d, &y.d) == Some(true) => y,
            () if self.tree.is_a(&y.d, &x.d) == Some(true) => x,
            () => Ty::object(),
        }
    }

    /// Operators from the left.
    pub fn chain(&mut self, first: &'a Expr, tail: &'a [(Op, Expr)]) -> Val {
        let cut = tail.iter().rposition(|t| !arithmetic(t.0)).map_or(0, |p| p.saturating_add(1));
        let (head, rest) = tail.split_at_checked(cut).unwrap_or((&[], tail));
        let mut val = match head.is_empty() {
            true => {
                let val = self.some(first, None);
                let later: Vec<&Expr> = rest.iter().map(|t| &t.1).collect();
                self.aside(val, &later)
            }
            false => {
                let no = self.label();
                self.condition_chain(first, head, no, false);
                self.choice(no)
            }
        };
        let text_first = head.is_empty() && self.known(first).is_some();
        // Put together as text once a text is met.
        let mut text: Option<Val> = None;
        for (op, one) in rest {
            if let Some(builder) = &text {
                let part = self.some(one, None);
                self.concat_add(&builder.clone(), part);
                continue;
            }
            let other = self.some(one, None);
            if *op == Op::Add && (val.ty.is(STRING) || other.ty.is(STRING)) {
                let constant = text_first && std::ptr::eq(one, rest.first().map_or(one, |t| &t.1));
                let builder = self.concat_begin(val.clone(), constant);
                self.concat_add(&builder, other);
                text = Some(builder);
            } else {
                val = self.arithmetic(*op, val, other);
            }
        }
        match text {
            Some(builder) => self.concat_end(builder),
            None => val,
        }
    }

    /// One operator on two values.
    pub fn arithmetic(&mut self, op: Op, a: Val, b: Val) -> Val {
        let (a, b) = (self.operand(a), self.operand(b));
        let shift = matches!(op, Op::Shl | Op::Shr | Op::Ushr);
        let kind = if shift { joint(&a.ty.d, "I") } else { joint(&a.ty.d, &b.ty.d) };
        let a = self.convert_operand(a, kind);
        let b = self.convert_operand(b, if shift { "I" } else { kind });
        let place = match op {
            Op::Add => 0,
            Op::Sub => 1,
            Op::Mul => 2,
            Op::Div => 3,
            Op::Rem => 4,
            Op::And => 5,
            Op::Or => 6,
            Op::Xor => 7,
            Op::Shl => 8,
            Op::Shr => 9,
            _ => 10,
        };
        let base: u8 = match kind {
            "J" => 0x9b,
            "F" => 0xa6,
            "D" => 0xab,
            _ => 0x90,
        };
        if place > 4 && matches!(kind, "F" | "D") {
            self.gap(self.at, Cause::Malformed, "this operator does not work on such numbers");
            return a;
        }
        let ty = Ty::of(kind);
        let reg = self.temp(&ty);
        self.op(base.saturating_add(place), vec![reg, a.reg, b.reg], 0);
        Val { reg, ty }
    }

    fn convert_operand(&mut self, val: Val, kind: &str) -> Val {
        let small = |d: &str| matches!(d, "Z" | "B" | "C" | "S" | "I");
        if small(&val.ty.d) && small(kind) { val } else { self.convert(val, &Ty::of(kind)) }
    }

    /// The static type of an expression, without code for it; Object where it is not known.
    pub fn type_of(&mut self, expr: &'a Expr) -> Ty {
        if let Some(value) = self.known(expr) {
            return value.ty();
        }
        match &expr.kind {
            E::Null => Ty::of(NULL),
            E::Name(_) | E::Field(..) | E::Index(..) => self.type_of_place(expr),
            E::Call { on, name, args } => self.type_of_call(on.as_deref(), name, args),
            E::New { kind, .. } | E::Cast(kind, _) | E::NewArray(kind, _) | E::Array(Some(kind), _) => {
                let sizes = if let E::NewArray(_, sizes) = &expr.kind { sizes.len() } else { 0 };
                self.tree.ty(kind, &self.scope).array(sizes)
            }
            E::Not(_) | E::InstanceOf(..) => Ty::of("Z"),
            E::Minus(of) | E::Invert(of) | E::Plus(of) => {
                let of = self.type_of(of);
                Ty::of(joint(of.number(), "I"))
            }
            E::Update { of, .. } | E::Assign(_, of, _) => self.type_of(of),
            E::Chain(first, tail) => self.type_of_chain(first, tail),
            E::Choose(_, a, b) => self.joint_type(a, b),
            E::This => Ty { d: self.own_class(), args: Vec::new(), var: None },
            E::OuterThis(kind) => self.tree.ty(kind, &self.scope),
            E::Class(_) => Ty::of("Ljava/lang/Class;"),
            _ => Ty::of(OBJECT),
        }
    }

    fn type_of_chain(&mut self, first: &'a Expr, tail: &'a [(Op, Expr)]) -> Ty {
        let mut all = self.type_of(first);
        for (op, one) in tail {
            if !arithmetic(*op) {
                all = Ty::of("Z");
                continue;
            }
            let other = self.type_of(one);
            all = match op {
                Op::Add if all.is(STRING) || other.is(STRING) => Ty::of(STRING),
                Op::Shl | Op::Shr | Op::Ushr => Ty::of(joint(all.number(), "I")),
                _ => Ty::of(joint(all.number(), other.number())),
            };
        }
        all
    }
}

pub fn arithmetic(op: Op) -> bool {
    !matches!(op, Op::Eq | Op::Ne | Op::Lt | Op::Ge | Op::Gt | Op::Le | Op::AndAlso | Op::OrElse)
}
