//! Terms as a reader sees them.
use super::{Term, TermId, Terms};
use crate::dex::push_quoted;

/// Bytes beyond which the rest of a term is left out.
const MOST: usize = 2000;

impl Terms<'_> {
    /// Readable text: `"https://192.0.2.1/" + getDeviceId() + "?"`; parts not known are `?`.
    pub fn text(&self, term: TermId) -> String {
        let mut out = String::new();
        self.write(term, &mut out, false, 0);
        out
    }

    /// The kind of a term as tables name it.
    pub fn kind(&self, term: TermId) -> &'static str {
        match self.get(term) {
            Term::Text(_) | Term::Int(_) | Term::Class(_) => "literal",
            Term::Resource(_) => "resource",
            Term::Static(_) => "static",
            Term::Field(_) => "field",
            Term::Param(..) => "parameter",
            Term::Result(..) => "result",
            Term::Concat(_) => "concat",
            Term::Op(..) => "computed",
            Term::Alternatives(_) => "alternatives",
            Term::Repeat(_) => "repeat",
            Term::Named { .. } => "handle",
            Term::New(..) => "object",
            Term::Unknown(_) | Term::Again(_) => "unknown",
        }
    }

    fn write(&self, term: TermId, out: &mut String, inner: bool, depth: u32) {
        if out.len() > MOST || depth > 24 {
            if !out.ends_with('…') {
                out.push('…');
            }
            return;
        }
        let code = self.world.code();
        match self.get(term) {
            Term::Text(text) => {
                let cut: String = text.chars().take(1000).collect();
                push_quoted(out, &cut);
            }
            Term::Int(number) => out.push_str(&number.to_string()),
            Term::Resource(id) => match self.resources.get(id) {
                Some(one) => {
                    out.push('@');
                    out.push_str(&one.name);
                }
                None => out.push_str(&format!("@0x{id:08x}")),
            },
            Term::Static(field) | Term::Field(field) => {
                let field = code.fields.get(*field as usize);
                let class = field.map_or("?", |f| code.type_name(f.class));
                out.push_str(short(class));
                out.push('.');
                out.push_str(field.map_or("?", |f| code.text(f.name)));
            }
            Term::Param(defined, index) => {
                let receiver = self.world.hierarchy.flags(*defined) & crate::hierarchy::STATIC == 0;
                match (receiver, index) {
                    (true, 0) => out.push_str("this"),
                    _ => out.push_str(&format!(
                        "parameter {} of {}",
                        index - u32::from(receiver),
                        self.world.hierarchy.method_name(*defined)
                    )),
                }
            }
            Term::Result(method, ..) => {
                let name = code.methods.get(*method as usize).map_or("?", |m| code.text(m.name));
                out.push_str(name);
                out.push_str("()");
            }
            Term::Class(kind) => {
                out.push_str(&dotted(code.type_name(*kind)));
                out.push_str(".class");
            }
            Term::New(kind, ..) => {
                out.push_str("new ");
                out.push_str(short(code.type_name(*kind)));
            }
            Term::Concat(parts) => self.list(parts, " + ", inner, out, depth),
            Term::Alternatives(parts) => self.list(parts, " | ", inner, out, depth),
            Term::Op(name, parts) => {
                out.push_str(name);
                out.push('(');
                self.list(parts, ", ", false, out, depth);
                out.push(')');
            }
            Term::Repeat(one) => {
                out.push('(');
                self.write(*one, out, false, depth + 1);
                out.push_str(")*");
            }
            Term::Named { kind, key } => {
                out.push_str(kind);
                out.push('(');
                self.list(key, ", ", false, out, depth);
                out.push(')');
            }
            Term::Unknown(_) | Term::Again(_) => out.push('?'),
        }
    }

    fn list(&self, parts: &[TermId], mark: &str, inner: bool, out: &mut String, depth: u32) {
        if inner {
            out.push('(');
        }
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                out.push_str(mark);
            }
            self.write(*part, out, mark != ", ", depth + 1);
        }
        if inner {
            out.push(')');
        }
    }
}

fn dotted(descriptor: &str) -> String {
    descriptor.trim_start_matches('L').trim_end_matches(';').replace('/', ".")
}

fn short(descriptor: &str) -> &str {
    let name = descriptor.trim_end_matches(';');
    name.rsplit_once('/').map_or(name.strip_prefix('L').unwrap_or(name), |(_, last)| last)
}
