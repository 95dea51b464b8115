//! Assignments, and names of resources.
use super::ast::{E, Expr, Op};
use super::lower::{Lower, Val};
use super::place::{Spot, spot_ty};
use super::types::{OBJECT, STRING, Ty};

impl<'a> Lower<'_, '_, 'a> {
    pub fn assign(&mut self, op: Option<Op>, to: &'a Expr, from: &'a Expr) -> Val {
        // What is assigned may tell the type of a field that is nowhere declared.
        let unknown = op.is_none() && self.type_of_place(to).is(OBJECT);
        let guess =
            if unknown { Some(self.type_of(from)).filter(|t| t.is_reference() || t.is_primitive()) } else { None };
        let guess = guess.filter(|t| !t.is(super::types::NULL));
        let mut spot = self.spot(to, guess.as_ref());
        if let (Spot::Local(reg, ty), true) = (&spot, from.assigns && op.is_some()) {
            // `a += a = b` reads a first.
            let val = self.kept(Val { reg: *reg, ty: ty.clone() });
            let mixed = self.mixed(op.unwrap_or(Op::Add), val, from, ty);
            self.store(&spot, &mixed);
            return mixed;
        }
        let ty = spot_ty(&spot);
        let val = match op {
            None => {
                self.spot_aside(&mut spot, from);
                self.expr_as(from, &ty)
            }
            Some(op) => {
                let old = self.load(&spot);
                self.mixed(op, old, from, &ty)
            }
        };
        self.store(&spot, &val);
        Val { reg: val.reg, ty: if ty.is_primitive() { ty } else { val.ty } }
    }

    /// Keeps the registers of a place that the value assigned to it changes.
    fn spot_aside(&mut self, spot: &mut Spot, from: &Expr) {
        if !from.assigns {
            return;
        }
        let int = Ty::of("I");
        match spot {
            Spot::Field(object, ..) => *object = self.kept(Val { reg: *object, ty: Ty::object() }).reg,
            Spot::Element(array, index, _) => {
                *array = self.kept(Val { reg: *array, ty: Ty::object() }).reg;
                *index = self.kept(Val { reg: *index, ty: int }).reg;
            }
            _ => {}
        }
    }

    /// `old op= from`, as the type of its place.
    fn mixed(&mut self, op: Op, old: Val, from: &'a Expr, ty: &Ty) -> Val {
        if op == Op::Add && (ty.is(STRING) || ty.is(OBJECT)) {
            let builder = self.concat_begin(old, false);
            let part = self.some(from, None);
            self.concat_add(&builder, part);
            return self.concat_end(builder);
        }
        let other = self.some(from, None);
        let val = self.arithmetic(op, old, other);
        if ty.is("Z") {
            return Val { reg: val.reg, ty: ty.clone() };
        }
        match ty.unboxed() {
            Some(prim) => {
                let val = self.number(val, prim);
                self.convert(val, ty)
            }
            None if ty.is_primitive() => self.number(val, &ty.d),
            None => val,
        }
    }

    /// `x++` and its kin.
    pub fn update(&mut self, before: bool, up: bool, of: &'a Expr) -> Val {
        let spot = self.spot(of, Some(&Ty::of("I")));
        let ty = spot_ty(&spot);
        let old = self.load(&spot);
        let old = if before { old } else { self.kept(old) };
        let number = self.operand(old.clone());
        let new = if number.ty.is_small() || number.ty.is("Z") {
            let ty = Ty::of("I");
            let reg = self.temp(&ty);
            self.lit(0xd8, vec![reg, number.reg], if up { 1 } else { -1 });
            Val { reg, ty }
        } else {
            let one = self.int(1);
            self.arithmetic(if up { Op::Add } else { Op::Sub }, number, one)
        };
        let new = match ty.unboxed() {
            Some(prim) => {
                let new = self.number(new, prim);
                self.convert(new, &ty)
            }
            None if ty.is_primitive() => self.number(new, &ty.d),
            None => new,
        };
        self.store(&spot, &new);
        if before { new } else { old }
    }

    /// A resource named in code: `R.type.name`, of the app, of Android, or of a library.
    pub fn resource(&mut self, expr: &'a Expr) -> Option<Val> {
        let E::Field(on, name) = &expr.kind else { return None };
        let E::Field(class, kind) = &on.kind else { return None };
        let path = super::constant::path(class)?;
        let simple = path.rsplit('.').next().unwrap_or("");
        let renamed =
            simple.strip_prefix('C').and_then(|s| s.strip_suffix('R')).is_some_and(|s| s.parse::<u32>().is_ok());
        if !(simple == "R" || renamed) || self.local(simple).is_some() {
            return None;
        }
        let owner = self.tree.known_type(&path, &self.scope).or_else(|| self.tree.type_named(&path, &self.scope))?;
        let own = self.field(&super::names::inner(&owner, kind), name).is_some();
        if own {
            return None;
        }
        if let Some(number) = (self.st.context.resources)(kind, name) {
            self.note_constant(expr);
            return Some(self.int(number as i32));
        }
        self.st.unknown.insert((kind.clone(), name.clone()));
        let ty = if kind == "styleable" && !name.contains('_') { Ty::of("[I") } else { Ty::of("I") };
        Some(self.load(&Spot::Static(super::names::inner(&owner, kind), name.clone(), ty)))
    }
}
