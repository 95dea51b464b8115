//! Which method a call means (JLS 15.12), and what it gives.
use std::rc::Rc;

use super::ast::Shape;
use super::parse::VARARGS;
use super::tree::Tree;
use super::types::{NULL, OBJECT, Ty, slashed, widens};
use crate::assemble::proto_parts;

/// A method that a call may mean.
#[derive(Clone, Debug)]
pub struct Found {
    /// Class that declares it.
    pub owner: Rc<str>,
    pub params: Vec<Ty>,
    pub result: Ty,
    pub flags: u32,
    /// Class and method number in the tree.
    pub tree: Option<(usize, usize)>,
    /// Called with its last arguments one by one.
    pub spread: bool,
}

impl Found {
    pub fn is_static(&self) -> bool {
        self.flags & 8 != 0
    }
}

/// An argument before it is lowered.
#[derive(Clone, Debug)]
pub enum Arg {
    Of(Ty),
    /// A lambda with so many parameters, or a method reference.
    Function(Option<usize>),
    Unknown,
}

/// How an argument fits a parameter: the smaller the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Boxed,
    Maybe,
    No,
}

impl Tree<'_> {
    /// Every method of this name that an object of the class has, nearest first; overridden ones are left out.
    pub fn methods(&self, class: &str, name: &str) -> Vec<Found> {
        let mut all: Vec<Found> = Vec::new();
        let supers = self.supers(class);
        let own = if name == "<init>" { 1 } else { supers.all.len() };
        for one in supers.all.iter().take(own) {
            let stand_in = !supers.whole && !supers.real.contains(one);
            if let Some(number) = self.number(one) {
                let Some(class) = self.classes.get(number) else { continue };
                let places = class.named.get(name).into_iter().flatten();
                for (place, method) in places.filter_map(|p| Some((*p, class.methods.get(*p)?))) {
                    let found = Found {
                        owner: Rc::clone(one),
                        params: method.params.clone(),
                        result: method.result.clone(),
                        flags: method.flags,
                        tree: Some((number, place)),
                        spread: false,
                    };
                    add(&mut all, found);
                }
            } else if let Some(class) = self.framework.class(one) {
                for (proto, flags, owner) in self.framework.overloads(class, name) {
                    let (params, result) = proto_parts(proto).unwrap_or_default();
                    let found = Found {
                        owner: format!("L{};", self.framework.name(owner)).into(),
                        params: params.into_iter().map(Ty::of).collect(),
                        result: match stand_in {
                            true => super::twins::result(one, &supers.all, &Ty::of(result)),
                            false => Ty::of(result),
                        },
                        flags: u32::from(flags),
                        tree: None,
                        spread: false,
                    };
                    add(&mut all, found);
                }
            }
        }
        all
    }

    /// The method meant by a call with these arguments.
    pub fn choose(&self, all: &[Found], args: &[Arg]) -> Option<Found> {
        for worst in [Fit::Exact, Fit::Boxed, Fit::Maybe] {
            let fit: Vec<&Found> = all.iter().filter(|f| self.fits(f, args).is_some_and(|got| got <= worst)).collect();
            if let Some(found) = self.nearest(&fit) {
                return Some(found.clone());
            }
            if worst == Fit::Exact {
                continue;
            }
            // The arguments one by one; what is found stands for the method as declared.
            let spread: Vec<(Found, &Found)> =
                all.iter().filter_map(|f| Some((self.spread(f, args, worst)?, f))).collect();
            let wide: Vec<&Found> = spread.iter().map(|s| &s.0).collect();
            if let Some(found) = self.nearest(&wide) {
                let declared = spread.iter().find(|s| std::ptr::eq(&s.0, found)).map(|s| s.1);
                return declared.map(|f| Found { spread: true, ..f.clone() });
            }
        }
        // Nothing fits: better the only one with so many parameters than one made up.
        let mut same = all.iter().filter(|f| f.params.len() == args.len());
        match (same.next(), same.next()) {
            (Some(one), None) => Some(one.clone()),
            _ => None,
        }
    }

    fn fits(&self, found: &Found, args: &[Arg]) -> Option<Fit> {
        if found.params.len() != args.len() {
            return None;
        }
        let worst = found.params.iter().zip(args).map(|(p, a)| self.fit(p, a)).max();
        Some(worst.unwrap_or(Fit::Exact)).filter(|f| *f != Fit::No)
    }

    /// The method with its last parameter repeated as often as arguments ask.
    fn spread(&self, found: &Found, args: &[Arg], worst: Fit) -> Option<Found> {
        let (last, head) = found.params.split_last().filter(|_| self.is_varargs(found))?;
        let more = args.len().checked_sub(head.len())?;
        let params = head.iter().cloned().chain(std::iter::repeat_n(last.element(), more)).collect();
        let wide = Found { params, ..found.clone() };
        self.fits(&wide, args).filter(|f| *f <= worst)?;
        Some(wide)
    }

    /// The framework table does not keep the flag: there a last array of objects is taken for it.
    fn is_varargs(&self, found: &Found) -> bool {
        let array = found.params.last().is_some_and(Ty::is_array);
        array && (found.tree.is_none() || found.flags & VARARGS != 0)
    }

    fn fit(&self, param: &Ty, arg: &Arg) -> Fit {
        let arg = match arg {
            Arg::Of(ty) => ty,
            Arg::Unknown => return Fit::Maybe,
            Arg::Function(count) => return self.fit_function(param, *count),
        };
        match (param.is_primitive(), arg.is_primitive()) {
            (true, true) if widens(&arg.d, &param.d) => Fit::Exact,
            (true, true) => Fit::No,
            (true, false) => match arg.unboxed() {
                Some(inner) if widens(inner, &param.d) => Fit::Boxed,
                // What a missing cast would give.
                _ if arg.is(OBJECT) => Fit::Maybe,
                _ => Fit::No,
            },
            (false, true) => match arg.boxed() {
                Some(boxed) if self.is_a(boxed, &param.d) == Some(true) => Fit::Boxed,
                _ => Fit::No,
            },
            (false, false) => match self.is_a(&arg.d, &param.d) {
                Some(true) => Fit::Exact,
                None => Fit::Maybe,
                Some(false) if arg.is(OBJECT) || param.var.is_some() => Fit::Maybe,
                Some(false) => Fit::No,
            },
        }
    }

    fn fit_function(&self, param: &Ty, count: Option<usize>) -> Fit {
        if !param.is_reference() || param.is_array() {
            return Fit::No;
        }
        match self.functional(&param.d) {
            Some(one) if count.is_none_or(|c| c == one.params.len()) => Fit::Exact,
            Some(_) => Fit::No,
            None if self.exists(&param.d) && !param.is(OBJECT) => Fit::No,
            None => Fit::Maybe,
        }
    }

    /// The most special of those that fit; the nearest where that is not one.
    fn nearest<'f>(&self, all: &[&'f Found]) -> Option<&'f Found> {
        let special = |a: &Found, b: &Found| {
            a.params.iter().zip(&b.params).all(|(a, b)| match (a.is_primitive(), b.is_primitive()) {
                (true, true) => widens(&a.d, &b.d),
                (false, false) => self.is_a(&a.d, &b.d) == Some(true),
                (primitive, _) => primitive,
            })
        };
        let best = all.iter().find(|a| all.iter().all(|b| special(a, b)));
        best.or_else(|| all.first()).copied()
    }

    /// The one abstract method of an interface.
    pub fn functional(&self, interface: &str) -> Option<Named> {
        if !self.is_interface(interface) || !self.exists(interface) {
            return None;
        }
        let mut found: Option<Named> = None;
        for one in &self.supers(interface).all {
            if &**one == OBJECT {
                continue;
            }
            for (name, each) in self.own_methods(one) {
                let object = self.framework.declares(OBJECT, &name, &proto(&each.params, &each.result));
                if each.flags & 0x400 == 0 || object {
                    continue;
                }
                match &found {
                    Some(known) if known.name == name && known.params.len() == each.params.len() => {}
                    Some(_) => return None,
                    None => found = Some(Named { name, params: each.params, result: each.result }),
                }
            }
        }
        found
    }

    fn own_methods(&self, class: &str) -> Vec<(String, Found)> {
        let made =
            |params, result, flags| Found { owner: class.into(), params, result, flags, tree: None, spread: false };
        if let Some(class) = self.class(class) {
            let each = class.methods.iter();
            return each.map(|m| (m.name.to_owned(), made(m.params.clone(), m.result.clone(), m.flags))).collect();
        }
        let Some(number) = self.framework.class(class) else { return Vec::new() };
        let each = self.framework.methods(number).filter_map(|(name, proto, flags)| {
            let (params, result) = proto_parts(proto)?;
            let params = params.into_iter().map(Ty::of).collect();
            Some((name.to_owned(), made(params, Ty::of(result), u32::from(flags))))
        });
        each.collect()
    }

    /// What a call gives on a receiver whose type arguments are known.
    pub fn result(&self, found: &Found, name: &str, receiver: &Ty) -> Ty {
        let args = self.args_at(receiver, &found.owner, 0);
        if let Some((class, _)) = found.tree {
            let Some(class) = self.classes.get(class) else { return found.result.clone() };
            let mut result = substitute(&found.result, class, &args);
            result.var = found.result.var.clone();
            return result;
        }
        generic(&found.owner, name, &found.result, &args)
    }

    /// Type arguments of an ancestor as seen from a type.
    pub fn args_at(&self, ty: &Ty, ancestor: &str, depth: u32) -> Vec<Ty> {
        if &*ty.d == ancestor || depth > 32 {
            return ty.args.clone();
        }
        let Some(class) = self.class(&ty.d) else { return ty.args.clone() };
        for above in std::iter::once(&class.parent).chain(&class.interfaces) {
            if self.is_a(&above.d, ancestor) == Some(true) {
                let args = above.args.iter().map(|a| substitute(a, class, &ty.args)).collect();
                let above = Ty { d: Rc::clone(&above.d), args, var: None };
                return self.args_at(&above, ancestor, depth.saturating_add(1));
            }
        }
        Vec::new()
    }

    pub fn is_enum(&self, descriptor: &str) -> bool {
        self.class(descriptor).is_some_and(|c| c.decl.shape == Shape::Enum)
    }
}

/// A method of an interface that a lambda stands for.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub params: Vec<Ty>,
    pub result: Ty,
}

fn add(all: &mut Vec<Found>, found: Found) {
    let same =
        |f: &Found| f.params.len() == found.params.len() && f.params.iter().zip(&found.params).all(|(a, b)| a.d == b.d);
    if !all.iter().any(same) {
        all.push(found);
    }
}

pub fn proto(params: &[Ty], result: &Ty) -> String {
    let mut text = String::from("(");
    params.iter().for_each(|p| text.push_str(&p.d));
    text.push(')');
    text.push_str(&result.d);
    text
}

/// A type with the variables of its class replaced by what they stand for.
pub fn substitute(ty: &Ty, class: &super::tree::Class, args: &[Ty]) -> Ty {
    let place = |var: &str| class.decl.vars.iter().position(|v| v.name == var);
    if let Some(known) = ty.var.as_deref().and_then(place).and_then(|n| args.get(n)) {
        let dims = ty.d.bytes().take_while(|b| *b == b'[').count();
        return known.array(dims);
    }
    let args = ty.args.iter().map(|a| substitute(a, class, args)).collect();
    Ty { d: Rc::clone(&ty.d), args, var: ty.var.clone() }
}

/// What methods of the library give where its generics are erased: elements, keys, values, views.
fn generic(owner: &str, name: &str, result: &Ty, args: &[Ty]) -> Ty {
    let Some(first) = args.first() else { return result.clone() };
    let second = args.get(1).unwrap_or(first);
    let last = args.last().unwrap_or(first);
    let owner = slashed(owner).unwrap_or("");
    let map = args.len() == 2;
    let with = |args: Vec<Ty>| Ty { d: Rc::clone(&result.d), args, var: None };
    match (name, &*result.d) {
        ("clone" | "getClass" | "toArray", _) => result.clone(),
        ("entrySet", _) if map => with(vec![Ty { d: "Ljava/util/Map$Entry;".into(), args: args.to_vec(), var: None }]),
        ("keySet" | "navigableKeySet" | "descendingKeySet", _) => with(vec![first.clone()]),
        ("getKey" | "firstKey" | "lastKey", OBJECT) => first.clone(),
        ("values", _) if map => with(vec![second.clone()]),
        ("iterator" | "listIterator" | "subList" | "stream" | "filter" | "snapshot", _) => with(args.to_vec()),
        (_, OBJECT) if owner.starts_with("java/util/function/") => last.clone(),
        (_, OBJECT) if map => second.clone(),
        (_, OBJECT) if args.len() == 1 => first.clone(),
        _ => result.clone(),
    }
}

/// What an argument is known to be.
pub fn arg(ty: &Ty) -> Arg {
    if ty.is_void() { Arg::Unknown } else { Arg::Of(ty.clone()) }
}

/// For made-up methods: what a parameter of this static type would be declared as.
pub fn declared(ty: &Ty) -> &str {
    match &*ty.d {
        NULL | "V" => OBJECT,
        d => d,
    }
}
