//! Bridge methods: where an override has other erased types than what it overrides, callers come by the latter.
use super::lower::{Lower, Made, State, Val};
use super::members::{Found, proto};
use super::tree::{Class, Method};
use super::types::Ty;
use crate::written::{MethodSpec, PARAM};

/// Defines the bridges of one class.
pub fn define(st: &mut State<'_, '_>, number: usize) {
    let tree = st.tree;
    let Some(class) = tree.classes.get(number) else { return };
    let mut made: Vec<String> =
        class.methods.iter().map(|m| format!("{}{}", m.name, proto(&m.params, &m.result))).collect();
    for method in class.methods.iter().filter(|m| m.flags & 0x40a == 0 && m.name != "<init>" && m.decl.is_some()) {
        let above = std::iter::once(&class.parent).chain(&class.interfaces);
        for parent in above {
            for found in tree.methods(&parent.d, method.name) {
                let text = proto(&found.params, &found.result);
                let key = format!("{}{text}", method.name);
                if made.contains(&key) || !overrides(st, class, method, &found, parent) {
                    continue;
                }
                made.push(key);
                let one = bridge(st, number, class, method, &found);
                let Made { name, proto, flags, body, at } = one;
                st.builder.method(&class.name, MethodSpec { name: &name, proto: &proto, flags, body, at });
            }
        }
    }
}

/// Whether a method overrides one whose erased types differ: each that differs is a type argument of the parent.
fn overrides(st: &State<'_, '_>, class: &Class, method: &Method, found: &Found, parent: &Ty) -> bool {
    if found.params.len() != method.params.len() || found.flags & 0x1a != 0 {
        return false;
    }
    let own = Ty { d: class.name.clone(), args: Vec::new(), var: None };
    let args = st.tree.args_at(&own, &found.owner, 0);
    let args = if args.is_empty() { &parent.args } else { &args };
    let same = |a: &Ty, b: &Ty| a.d == b.d;
    let argument = |b: &Ty| args.iter().any(|arg| b.d == arg.d || b.d == arg.array(1).d);
    let reference = |a: &Ty| a.is_reference();
    let params = method.params.iter().zip(&found.params).all(|(a, b)| {
        same(a, b) || (reference(a) && reference(b) && argument(a) && st.tree.is_a(&a.d, &b.d) != Some(false))
    });
    params && (same(&method.result, &found.result) || (reference(&method.result) && reference(&found.result)))
}

fn bridge(st: &mut State<'_, '_>, number: usize, class: &Class, method: &Method, found: &Found) -> Made {
    let at = method.decl.map_or(class.decl.at, |d| d.at);
    let scope = st.tree.scope(number);
    let result = Ty::of(&found.result.d);
    let mut body = Lower::new(st, scope, method.name, result.clone());
    body.at = at;
    body.this = Some(PARAM);
    let mut vals = vec![Val { reg: PARAM, ty: Ty::of(&class.name) }];
    let mut place = 1u16;
    for (from, to) in found.params.iter().zip(&method.params) {
        let val = Val { reg: PARAM | place, ty: Ty::of(&from.d) };
        place = place.saturating_add(if from.is_wide() { 2 } else { 1 });
        vals.push(if from.d == to.d { val } else { body.cast(val, &Ty::of(&to.d)) });
    }
    let own = Ty::of(&method.result.d);
    let val = body.invoke(0x6e, &class.name, method.name, &proto(&method.params, &method.result), &vals, &own);
    body.give_back(val);
    let flags = method.flags & 0x7 | 0x1040;
    Made { name: method.name.to_owned(), proto: proto(&found.params, &result), flags, body: Some(body.finish()), at }
}
