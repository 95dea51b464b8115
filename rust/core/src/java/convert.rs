//! Conversions between types (JLS 5): widening, boxing, casts; and string concatenation.
use super::ast::{E, Expr};
use super::constant::Const;
use super::lower::{Lower, Val};
use super::types::{BOXES, NULL, OBJECT, STRING, Ty};

impl<'a> Lower<'_, '_, 'a> {
    /// An expression as a value of the type asked for.
    pub fn expr_as(&mut self, expr: &'a Expr, ty: &Ty) -> Val {
        if let Some(value) = self.known(expr) {
            return self.constant_as(expr, value, ty);
        }
        let val = self.expr(expr, Some(ty));
        self.at(expr.at, |l| l.convert(val, ty))
    }

    pub fn constant_as(&mut self, expr: &'a Expr, value: Const, ty: &Ty) -> Val {
        self.at(expr.at, |l| {
            l.note_constant(expr);
            let prim = if ty.is_primitive() { Some(&*ty.d) } else { ty.unboxed() };
            let cast = prim.and_then(|d| value.cast(d));
            let val = l.constant(&cast.unwrap_or(value));
            l.convert(val, ty)
        })
    }

    /// Assignment conversion. A cast that the text lacks is put in.
    pub fn convert(&mut self, val: Val, ty: &Ty) -> Val {
        if val.ty.d == ty.d || ty.is_void() || val.ty.is_void() {
            return Val { reg: val.reg, ty: if ty.is_void() { val.ty } else { ty.clone() } };
        }
        match (val.ty.is_primitive(), ty.is_primitive()) {
            (true, true) => self.number(val, &ty.d),
            (true, false) => self.boxed(val, ty),
            (false, true) => self.unboxed(val, &ty.d),
            (false, false) => match self.tree.is_a(&val.ty.d, &ty.d) {
                Some(false) => self.cast(val, ty),
                None if val.ty.is(OBJECT) => self.cast(val, ty),
                _ => Val { reg: val.reg, ty: if val.ty.is(NULL) { ty.clone() } else { val.ty } },
            },
        }
    }

    /// `check-cast` on a copy.
    pub fn cast(&mut self, val: Val, ty: &Ty) -> Val {
        let copy = self.kept(val);
        let kind = self.kind(&ty.d);
        self.op(0x1f, vec![copy.reg], kind);
        Val { reg: copy.reg, ty: ty.clone() }
    }

    /// Between primitive types.
    pub fn number(&mut self, val: Val, to: &str) -> Val {
        let from = if val.ty.is_small() || val.ty.is("Z") { "I" } else { &*val.ty.d };
        let mid = match to {
            "Z" | "B" | "C" | "S" => "I",
            other => other,
        };
        let op = match (from, mid) {
            ("I", "J") => 0x81,
            ("I", "F") => 0x82,
            ("I", "D") => 0x83,
            ("J", "I") => 0x84,
            ("J", "F") => 0x85,
            ("J", "D") => 0x86,
            ("F", "I") => 0x87,
            ("F", "J") => 0x88,
            ("F", "D") => 0x89,
            ("D", "I") => 0x8a,
            ("D", "J") => 0x8b,
            ("D", "F") => 0x8c,
            _ => 0,
        };
        let mut val = if op == 0 { val } else { self.unary(op, val, mid) };
        let narrow = match (to, &*val.ty.d) {
            ("B", d) if d != "B" => 0x8d,
            ("C", d) if d != "C" => 0x8e,
            ("S", d) if d != "S" && d != "B" => 0x8f,
            _ => 0,
        };
        if narrow != 0 {
            val = self.unary(narrow, val, to);
        }
        Val { reg: val.reg, ty: Ty::of(to) }
    }

    pub fn unary(&mut self, op: u8, val: Val, to: &str) -> Val {
        let ty = Ty::of(to);
        let reg = self.temp(&ty);
        self.op(op, vec![reg, val.reg], 0);
        Val { reg, ty }
    }

    /// A primitive in its box.
    fn boxed(&mut self, val: Val, ty: &Ty) -> Val {
        let val = match ty.unboxed() {
            Some(prim) if !val.ty.is(prim) => self.number(val, prim),
            _ => val,
        };
        let Some(class) = val.ty.boxed() else { return val };
        let result = Ty::of(class);
        let proto = format!("({}){class}", val.ty.d);
        self.invoke(0x71, class, "valueOf", &proto, &[val], &result)
    }

    /// The primitive in a box.
    fn unboxed(&mut self, val: Val, to: &str) -> Val {
        let class = match val.ty.unboxed() {
            Some(_) => val.ty.clone(),
            None => Ty::of(Ty::of(to).boxed().unwrap_or(OBJECT)),
        };
        let Some((prim, class, name)) = BOXES.iter().find(|b| class.is(b.1)) else { return val };
        let val = if val.ty.is(class) { val } else { self.cast(val, &Ty::of(class)) };
        let val = self.invoke(0x6e, class, name, &format!("(){prim}"), &[val], &Ty::of(prim));
        self.number(val, to)
    }

    /// The primitive that an operand is computed as, unboxed where it is boxed.
    pub fn operand(&mut self, val: Val) -> Val {
        match val.ty.unboxed() {
            Some(prim) => self.unboxed(val, prim),
            None => val,
        }
    }

    /// `(Type) value`.
    pub fn explicit(&mut self, val: Val, ty: &Ty) -> Val {
        if val.ty.is_void() || val.ty.d == ty.d {
            return Val { reg: val.reg, ty: ty.clone() };
        }
        if val.ty.is_primitive() || ty.is_primitive() {
            if !ty.is_primitive() || val.ty.is_primitive() || val.ty.unboxed().is_some() {
                return self.convert(val, ty);
            }
            return self.unboxed(val, &ty.d);
        }
        match self.tree.is_a(&val.ty.d, &ty.d) {
            Some(true) => Val { reg: val.reg, ty: ty.clone() },
            _ => self.cast(val, ty),
        }
    }

    /// Begins a string put together of parts, with the first: in the constructor where it is a constant text, as D8 does.
    pub fn concat_begin(&mut self, first: Val, constant: bool) -> Val {
        let class = "Ljava/lang/StringBuilder;";
        let ty = Ty::of(class);
        let reg = self.temp(&ty);
        let kind = self.kind(class);
        self.op(0x22, vec![reg], kind);
        let builder = Val { reg, ty };
        let void = Ty::of("V");
        if constant && first.ty.is(STRING) {
            self.invoke(0x70, class, "<init>", "(Ljava/lang/String;)V", &[builder.clone(), first], &void);
        } else {
            self.invoke(0x70, class, "<init>", "()V", std::slice::from_ref(&builder), &void);
            self.concat_add(&builder, first);
        }
        builder
    }

    pub fn concat_add(&mut self, builder: &Val, val: Val) {
        let class = "Ljava/lang/StringBuilder;";
        let kind = match &*val.ty.d {
            "B" | "S" => "I",
            d if d.len() == 1 => d,
            STRING => STRING,
            _ => OBJECT,
        };
        let proto = format!("({kind}){class}");
        self.invoke(0x6e, class, "append", &proto, &[builder.clone(), val], &Ty::of("V"));
    }

    pub fn concat_end(&mut self, builder: Val) -> Val {
        let proto = "()Ljava/lang/String;";
        self.invoke(0x6e, "Ljava/lang/StringBuilder;", "toString", proto, &[builder], &Ty::of(STRING))
    }

    /// Remembers that a number in the code was written by a name, which a decompiler may have chosen.
    pub fn note_constant(&mut self, expr: &Expr) {
        let name = match &expr.kind {
            E::Name(name) => name.clone(),
            E::Field(..) => match super::constant::path(expr) {
                Some(path) => path,
                None => return,
            },
            _ => return,
        };
        let part = self.st.part;
        self.st.named.push(super::NamedConstant { part, at: expr.at, name });
    }
}
