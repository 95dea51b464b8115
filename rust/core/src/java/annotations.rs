//! Annotations in the notation of the table `annotations`: text quoted, numbers in decimal, types as descriptors,
//! enums as the field, arrays `{a, b}`, annotations `@Lx;(name=value)`.
use super::ast::{E, Member, MethodDecl, Note, NoteValue, Shape};
use super::constant::Const;
use super::lower::State;
use super::names::Scope;
use super::tree::Place;
use super::types::Ty;
use crate::dex::push_quoted;

/// Nesting of values that is written out.
const MOST_DEPTH: u32 = 32;

/// Those of a class, what a class file says of its place, and defaults of an annotation's elements.
pub fn of_class(st: &mut State<'_, '_>, number: usize) {
    let tree = st.tree;
    let Some(class) = tree.classes.get(number) else { return };
    let owner = st.builder.kind(&class.name);
    notes(st, number, 0, owner, &class.decl.annotations);
    if class.decl.shape == Shape::Annotation {
        let scope = tree.scope(number);
        let mut rows = Vec::new();
        for member in &class.decl.members {
            if let Member::Method(MethodDecl { name, default: Some(value), .. }) = member {
                let mut text = String::new();
                write(st, &scope, value, false, &mut text, 0);
                rows.push(format!("{name}={text}"));
            }
        }
        if !rows.is_empty() {
            let text = format!("@{}({})", class.name, rows.join(", "));
            st.builder.annotation(0, owner, "Ldalvik/annotation/AnnotationDefault;", "value", &text);
        }
    }
    let Some(outer) = class.outer.and_then(|n| tree.classes.get(n)) else { return };
    let flags = class.decl.flags & 0x41f | if class.is_static && class.place == Place::Member { 8 } else { 0 };
    if class.place == Place::Member {
        st.builder.annotation(0, owner, "Ldalvik/annotation/EnclosingClass;", "value", &outer.name);
    }
    let mut name = String::new();
    push_quoted(&mut name, &class.decl.name);
    let name = if class.place == Place::Anonymous { "null".to_owned() } else { name };
    st.builder.annotation(0, owner, "Ldalvik/annotation/InnerClass;", "accessFlags", &flags.to_string());
    st.builder.annotation(0, owner, "Ldalvik/annotation/InnerClass;", "name", &name);
}

pub fn of_member(st: &mut State<'_, '_>, class: usize, owner_kind: u8, owner: u32, all: &[Note]) {
    notes(st, class, owner_kind, owner, all);
}

pub fn of_method(st: &mut State<'_, '_>, class: usize, owner: u32, decl: &MethodDecl) {
    notes(st, class, 2, owner, &decl.annotations);
    for param in &decl.params {
        notes(st, class, 3, owner, &param.annotations);
    }
}

fn notes(st: &mut State<'_, '_>, class: usize, owner_kind: u8, owner: u32, all: &[Note]) {
    let scope = st.tree.scope(class);
    for note in all {
        let Some(kind) = st.tree.type_named(&note.name, &scope) else { continue };
        // Kept in the source only: no class file has them.
        if matches!(
            &*kind,
            "Ljava/lang/Override;" | "Ljava/lang/SuppressWarnings;" | "Landroid/annotation/SuppressLint;"
        ) {
            continue;
        }
        if note.elements.is_empty() {
            st.builder.annotation(owner_kind, owner, &kind, "", "");
        }
        for (name, value) in &note.elements {
            let array = st.tree.class(&kind).and_then(|c| c.methods.iter().find(|m| m.name == name));
            let array = array.is_some_and(|m| m.result.is_array());
            let mut text = String::new();
            write(st, &scope, value, array, &mut text, 0);
            st.builder.annotation(owner_kind, owner, &kind, name, &text);
        }
    }
}

fn write(st: &mut State<'_, '_>, scope: &Scope, value: &NoteValue, array: bool, out: &mut String, depth: u32) {
    if depth > MOST_DEPTH {
        return;
    }
    let deeper = depth.saturating_add(1);
    match value {
        NoteValue::Array(all) => {
            out.push('{');
            for (place, one) in all.iter().enumerate() {
                out.push_str(if place > 0 { ", " } else { "" });
                write(st, scope, one, false, out, deeper);
            }
            out.push('}');
        }
        // One value where the element is an array stands for an array of one.
        _ if array => {
            out.push('{');
            write(st, scope, value, false, out, deeper);
            out.push('}');
        }
        NoteValue::Note(note) => {
            let kind = st.tree.type_named(&note.name, scope).unwrap_or_else(|| "?".into());
            out.push_str(&format!("@{kind}("));
            for (place, (name, value)) in note.elements.iter().enumerate() {
                out.push_str(if place > 0 { ", " } else { "" });
                out.push_str(&format!("{name}="));
                write(st, scope, value, false, out, deeper);
            }
            out.push(')');
        }
        NoteValue::Expr(expr) => scalar(st, scope, expr, out),
    }
}

fn scalar(st: &mut State<'_, '_>, scope: &Scope, expr: &super::ast::Expr, out: &mut String) {
    if let Some(value) = st.tree.value(expr, scope, &|_| false) {
        return match value {
            Const::Text(text) => push_quoted(out, &text),
            Const::Int("Z", v) => out.push_str(if v != 0 { "true" } else { "false" }),
            Const::Int(_, v) => out.push_str(&v.to_string()),
            Const::Long(v) => out.push_str(&v.to_string()),
            Const::Float(v) => out.push_str(&format!("{v:?}")),
            Const::Double(v) => out.push_str(&format!("{v:?}")),
        };
    }
    match &expr.kind {
        E::Null => out.push_str("null"),
        E::Class(kind) => out.push_str(&st.tree.ty(kind, scope).d),
        E::Field(on, name) => match resource(st, on, name) {
            Some(number) => out.push_str(&(number as i32).to_string()),
            None => {
                let class = super::constant::path(on).and_then(|p| st.tree.type_named(&p, scope));
                let class = class.unwrap_or_else(|| "?".into());
                out.push_str(&format!("{class}->{name}:{class}"));
            }
        },
        E::Name(name) => out.push_str(name),
        _ => out.push('?'),
    }
}

fn resource(st: &mut State<'_, '_>, on: &super::ast::Expr, name: &str) -> Option<u32> {
    let E::Field(class, kind) = &on.kind else { return None };
    let path = super::constant::path(class)?;
    (path == "R" || path.ends_with(".R")).then_some(())?;
    let found = (st.context.resources)(kind, name);
    if found.is_none() {
        st.unknown.insert((kind.clone(), name.to_owned()));
    }
    found
}

/// Type arguments of a field, as class files keep them.
pub fn signature(st: &mut State<'_, '_>, owner_kind: u8, owner: u32, ty: &Ty) {
    if ty.args.is_empty() {
        return;
    }
    let mut all = Vec::new();
    pieces(ty, &mut all, 0);
    let mut text = String::from("{");
    for (place, one) in all.iter().enumerate() {
        text.push_str(if place > 0 { ", " } else { "" });
        push_quoted(&mut text, one);
    }
    text.push('}');
    st.builder.annotation(owner_kind, owner, "Ldalvik/annotation/Signature;", "value", &text);
}

fn pieces(ty: &Ty, out: &mut Vec<String>, depth: u32) {
    if ty.args.is_empty() || depth > MOST_DEPTH {
        return out.push(ty.d.to_string());
    }
    out.push(format!("{}<", ty.d.trim_end_matches(';')));
    ty.args.iter().for_each(|a| pieces(a, out, depth.saturating_add(1)));
    out.push(">;".to_owned());
}
