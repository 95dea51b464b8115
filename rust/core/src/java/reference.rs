//! Method references, read as the lambdas they stand for.
use super::ast::{E, Expr};
use super::lambda::constructor;
use super::lower::{Lower, Made, Val};
use super::members::{Named, proto};
use super::place::Meaning;
use super::types::Ty;
use crate::written::Position;

impl<'a> Lower<'_, '_, 'a> {
    /// A method reference, read as the lambda it stands for.
    pub fn reference(&mut self, at: Position, on: &'a Expr, name: &'a str, want: Option<&Ty>) -> Val {
        let count = want.and_then(|w| self.tree.functional(&w.d)).map_or(0, |n| n.params.len());
        let (interface, named) = self.interface_for(at, want, count);
        let array = matches!(&on.kind, E::TypeRef(kind) if kind.dims > 0);
        let class = match &on.kind {
            E::TypeRef(kind) => Some(self.tree.ty(kind, &self.scope)),
            _ => match self.meaning(on) {
                Meaning::Type(d) => Some(Ty { d, args: Vec::new(), var: None }),
                Meaning::Value => None,
            },
        };
        let receiver = if class.is_none() { Some(self.some(on, None)) } else { None };
        if let Some(number) = self.st.lambdas.get(&(self.scope.class, at.line, at.column)).copied() {
            return self.made_of(number, receiver.into_iter().collect());
        }
        let number = self.st.classes.len();
        self.st.lambdas.insert((self.scope.class, at.line, at.column), number);
        self.st.classes.push(self.class_for(at, number, &interface));
        let fields: Vec<(String, Ty)> = receiver.iter().map(|r| ("f$0".to_owned(), r.ty.clone())).collect();
        let Some(made) = self.st.classes.get(number).map(|c| c.name.clone()) else { return self.unknown(want) };
        let init = constructor(self.st, &made, &fields, at);
        let erased = self.tree.functional(&interface).map(|n| n.params).unwrap_or_default();
        let mut body = Lower::new(self.st, self.scope.clone(), name, named.result.clone());
        body.at = at;
        body.refer(&made, &fields, class, array, name, &erased, &named);
        let result = Ty::of(&named.result.d);
        let out = body.finish();
        let method = Made { name: named.name.clone(), proto: proto(&erased, &result), flags: 1, body: Some(out), at };
        if let Some(class) = self.st.classes.get_mut(number) {
            class.fields = fields.iter().map(|f| (f.0.clone(), f.1.d.to_string())).collect();
            class.methods = std::iter::once(init).chain((!named.name.is_empty()).then_some(method)).collect();
        }
        self.made_of(number, receiver.into_iter().collect())
    }

    /// The call that a method reference stands for, with the parameters of the interface's method.
    #[allow(clippy::too_many_arguments, reason = "what was found out about one reference")]
    fn refer(
        &mut self,
        made: &str,
        fields: &[(String, Ty)],
        class: Option<Ty>,
        array: bool,
        name: &str,
        erased: &[Ty],
        named: &Named,
    ) {
        let mut vals = Vec::new();
        let mut place = 1u16;
        for (param, known) in erased.iter().zip(&named.params) {
            let val = Val { reg: crate::written::PARAM | place, ty: param.clone() };
            place = place.saturating_add(if param.is_wide() { 2 } else { 1 });
            vals.push(self.convert(val, known));
        }
        for (field, ty) in fields {
            let spot = super::place::Spot::Field(crate::written::PARAM, made.into(), field.clone(), ty.clone());
            vals.insert(0, self.load(&spot));
        }
        let kinds = |vals: &[Val]| vals.iter().map(|v| super::members::arg(&v.ty)).collect::<Vec<_>>();
        let ty = match class {
            Some(ty) => ty,
            None => fields.first().map_or(Ty::object(), |f| f.1.clone()),
        };
        if name == "new" && array {
            let reg = self.temp(&ty);
            let kind = self.kind(&ty.d);
            let Some(count) = vals.first().cloned() else { return };
            let count = self.convert(count, &Ty::of("I"));
            self.op(0x23, vec![reg, count.reg], kind);
            return self.give_back(Val { reg, ty });
        }
        if name == "new" {
            let found = self.tree.choose(&self.tree.methods(&ty.d, "<init>"), &kinds(&vals));
            let reg = self.temp(&ty);
            let kind = self.kind(&ty.d);
            self.op(0x22, vec![reg], kind);
            let params = found.map_or(vals.iter().map(|v| v.ty.clone()).collect(), |f| f.params);
            let all: Vec<Val> = std::iter::once(Val { reg, ty: ty.clone() }).chain(vals).collect();
            self.invoke(0x70, &ty.d, "<init>", &proto(&params, &Ty::of("V")), &all, &Ty::of("V"));
            return self.give_back(Val { reg, ty });
        }
        let all = self.tree.methods(&ty.d, name);
        let bound = !fields.is_empty();
        let rest = vals.get(1..).unwrap_or_default().to_vec();
        let found =
            if bound { None } else { self.tree.choose(&all, &kinds(&vals)).filter(super::members::Found::is_static) };
        let found = found.or_else(|| self.tree.choose(&all, &kinds(&rest)));
        let (op, params, result, given) = match found {
            Some(f) if f.is_static() => (0x71, f.params, f.result, vals),
            Some(f) => (if self.tree.is_interface(&ty.d) { 0x72 } else { 0x6e }, f.params, f.result, vals),
            None => (0x6e, rest.iter().map(|v| v.ty.clone()).collect(), named.result.clone(), vals),
        };
        let first = usize::from(op != 0x71);
        let mut passed = Vec::new();
        for (place, val) in given.into_iter().enumerate() {
            let want = place.checked_sub(first).and_then(|p| params.get(p)).unwrap_or(&ty).clone();
            passed.push(self.convert(val, &want));
        }
        let result = Ty::of(&result.d);
        let val = self.invoke(op, &ty.d, name, &proto(&params, &result), &passed, &result);
        self.give_back(val);
    }
}
