//! Handles: objects that name a carrier, and paths in one normal form.
use super::super::models::{Effect, Part, Place, Root};
use super::super::ssa::{PHI_USE, is_call};
use super::{Term, TermId, Terms, Why};
use crate::code::NONE;

/// Uses of a new object looked at.
const MOST_USES: usize = 64;

/// Whether the operand of a call stands at the root of a place.
pub(super) fn stands(root: Root, operand: u32, receiver: bool) -> bool {
    let first = u32::from(receiver);
    match root {
        Root::This => receiver && operand == 0,
        Root::Arg(number) => operand == number.saturating_add(first),
        Root::AllArgs => operand >= first,
        Root::Result => false,
    }
}

impl Terms<'_> {
    /// A new object: the text of a String, the carrier its constructor names, else itself.
    pub(super) fn made(&mut self, frame: u32, defined: u32, index: u32) -> TermId {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return self.unknown(Why::Cut) };
        let kind = ssa.insn(index).map_or(NONE, |i| i.operand as u32);
        let value = ssa.result(index);
        if world.code().type_name(kind) == "Ljava/lang/String;" {
            return self.new_string(frame, defined, value);
        }
        self.handle_of(frame, defined, value).unwrap_or_else(|| self.intern(Term::New(kind, defined, index)))
    }

    /// What a modelled call on an object makes of it.
    fn handle_of(&mut self, frame: u32, defined: u32, value: u32) -> Option<TermId> {
        let world = self.world;
        let ssa = world.ssa(defined)?;
        for (user, operand) in ssa.uses(value).iter().take(MOST_USES) {
            let Some(insn) = ssa.insn(*user).filter(|i| user & PHI_USE == 0 && is_call(i.op)) else { continue };
            let Some(model) = world.model(world.model_of_call(insn.operand as u32)) else {
                if let Some(found) = self.constructed(frame, defined, *user, *operand) {
                    return Some(found);
                }
                continue;
            };
            let receiver = world.has_receiver(ssa, *user);
            let here = |place: &Place| place.parts.is_empty() && stands(place.root, *operand, receiver);
            for effect in &model.effects {
                match effect {
                    Effect::Name(carrier, to) | Effect::Open(carrier, _, to) if here(to) => {
                        return Some(self.named_at(frame, defined, *user, carrier));
                    }
                    Effect::Wrap(one, other) | Effect::Wrap(other, one) if here(one) && one.root == Root::This => {
                        return Some(self.place_in(frame, defined, *user, other));
                    }
                    Effect::Store(from, to) if here(to) && to.root == Root::This => {
                        return Some(self.place_in(frame, defined, *user, from));
                    }
                    Effect::Flow(from, to)
                        if here(to) && to.root == Root::This && self.is_constructor(insn.operand) =>
                    {
                        let term = self.place_in(frame, defined, *user, from);
                        if self.is_texty(term) {
                            return Some(term);
                        }
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// What a constructor of the sample makes of its object, by the constructor above it.
    fn constructed(&mut self, frame: u32, defined: u32, user: u32, operand: u32) -> Option<TermId> {
        let world = self.world;
        let ssa = world.ssa(defined)?;
        let insn = ssa.insn(user).filter(|i| operand == 0 && matches!(i.op, 0x70 | 0x76))?;
        if !self.is_constructor(insn.operand) {
            return None;
        }
        let bodies = world.callees(ssa, user, NONE).bodies;
        let [body] = bodies.as_slice() else { return None };
        let inner = self.enter(defined, user, frame).filter(|_| self.step())?;
        self.handle_of(inner, *body, 0)
    }

    fn is_constructor(&self, method: i64) -> bool {
        let code = self.world.code();
        code.methods.get(method as usize).is_some_and(|m| code.text(m.name) == "<init>")
    }

    /// A handle. Keys that are handles of the same kind give their own keys; a file's keys are joined to one path.
    pub(super) fn named(&mut self, kind: &str, keys: Vec<TermId>) -> TermId {
        let mut flat = Vec::new();
        for key in keys {
            match self.get(key) {
                Term::Named { kind: of, key } if **of == *kind => flat.extend(key.iter().copied()),
                _ => flat.push(key),
            }
        }
        if is_path(kind) && !flat.is_empty() {
            flat = vec![self.joined_path(flat)];
        }
        self.intern(Term::Named { kind: kind.into(), key: flat })
    }

    /// `dir`, `name` → dir/name, with one slash between.
    fn joined_path(&mut self, keys: Vec<TermId>) -> TermId {
        let mut path: Option<TermId> = None;
        for key in keys {
            // A null or unset folder is none.
            if matches!(self.get(key), Term::Int(0) | Term::Unknown(Why::Unset)) {
                continue;
            }
            let one = self.path(key);
            if let (Some(before), Some("..")) = (path, self.constant_text(one).as_deref()) {
                path = Some(self.parent(before));
                continue;
            }
            path = Some(match path {
                None => one,
                // A name out of a folder's list, looked up in that folder.
                Some(before) if self.folder_of_any(one) == Some(before) => one,
                Some(before) => {
                    let slash = self.text_term("/");
                    let joined = self.concat(vec![before, slash, one]);
                    self.path(joined)
                }
            });
        }
        path.unwrap_or_else(|| self.unknown(Why::Unset))
    }

    /// A path in normal form: handles of files by their path, no `file://`, no doubled or final slash.
    pub(super) fn path(&mut self, term: TermId) -> TermId {
        match self.get(term).clone() {
            Term::Named { kind, key } if is_path(&kind) => key.first().copied().unwrap_or(term),
            Term::Resource(id) => match self.resources.get(&id).and_then(|r| r.value.clone()) {
                Some(value) => self.intern(Term::Text(value)),
                None => term,
            },
            Term::Alternatives(parts) => {
                let all = parts.into_iter().map(|p| self.path(p)).collect();
                self.any(all)
            }
            Term::Op(name, parts) if matches!(&*name, "trim" | "normalize") && !parts.is_empty() => {
                parts.first().map_or(term, |p| self.path(*p))
            }
            Term::Text(text) => {
                let tidy = tidy_path(&text, true, true);
                self.text_term(&tidy)
            }
            Term::Concat(parts) => {
                let inner: Vec<TermId> = parts.iter().map(|p| self.inner_path(*p)).collect();
                let whole = self.concat(inner);
                let Term::Concat(parts) = self.get(whole).clone() else { return self.path(whole) };
                let last = parts.len().saturating_sub(1);
                let mut tidy = Vec::new();
                for (place, part) in parts.into_iter().enumerate() {
                    let text = match self.get(part) {
                        Term::Text(text) => Some(tidy_path(text, place == 0, place == last)),
                        _ => None,
                    };
                    tidy.push(match text {
                        Some(text) => self.text_term(&text),
                        None => part,
                    });
                }
                self.concat(tidy)
            }
            _ => term,
        }
    }

    /// The folder a path lies in.
    fn parent(&mut self, path: TermId) -> TermId {
        match self.get(path).clone() {
            Term::Text(text) => {
                let above = text.rsplit_once('/').map_or("", |(above, _)| if above.is_empty() { "/" } else { above });
                self.text_term(above)
            }
            Term::Alternatives(parts) => {
                let all = parts.into_iter().map(|p| self.parent(p)).collect();
                self.any(all)
            }
            Term::Concat(mut parts) => {
                while let Some(last) = parts.pop() {
                    let above = match self.get(last) {
                        Term::Text(text) => text.rsplit_once('/').map(|(above, _)| above.to_owned()),
                        _ => None,
                    };
                    if let Some(above) = above {
                        parts.push(self.text_term(&above));
                        return self.concat(parts);
                    }
                }
                self.op("parent", vec![path])
            }
            _ => self.op("parent", vec![path]),
        }
    }

    /// The last segment of a path.
    pub(super) fn last_name(&mut self, path: TermId) -> TermId {
        let parts = match self.get(path) {
            Term::Concat(parts) => parts.clone(),
            _ => vec![path],
        };
        let mut kept = Vec::new();
        for part in parts.into_iter().rev() {
            let name = match self.get(part) {
                Term::Text(text) => text.rsplit_once('/').map(|(_, name)| name.to_owned()),
                _ => None,
            };
            if let Some(name) = name.filter(|n| n != "*") {
                kept.push(self.text_term(&name));
                kept.reverse();
                return self.concat(kept);
            }
            kept.push(part);
        }
        self.op("name", vec![path])
    }

    /// The folder of which a path says "any entry".
    pub(super) fn folder_of_any(&mut self, path: TermId) -> Option<TermId> {
        let last = self.parts(path).last().copied().unwrap_or(path);
        match self.get(last) {
            Term::Text(text) if text.ends_with("/*") => Some(self.parent(path)),
            _ => None,
        }
    }

    fn inner_path(&mut self, part: TermId) -> TermId {
        match self.get(part) {
            Term::Text(_) | Term::Concat(_) => part,
            _ => self.path(part),
        }
    }

    /// What is kept at `parts` below an object: by stores and flows of models into the same place of it.
    pub(super) fn inside(&mut self, frame: u32, defined: u32, value: u32, insn: u32, parts: &[Part]) -> TermId {
        let [part] = parts else { return self.unknown_inside() };
        if !self.charge(20) {
            return self.unknown(Why::Budget);
        }
        let number = self.begin();
        let term = self.inside_one(frame, defined, value, insn, part);
        self.end(term, number)
    }

    fn inside_one(&mut self, frame: u32, defined: u32, value: u32, insn: u32, part: &Part) -> TermId {
        let wanted = self.part_key(frame, defined, insn, part);
        let named = matches!(part, Part::Named(_));
        let mut all = Vec::new();
        for kept in self.kept(frame, defined, value) {
            let same =
                kept.named == named && (kept.key == wanted || !named && (wanted.is_none() || kept.key.is_none()));
            if same {
                all.push(self.place_in(kept.frame, kept.defined, kept.insn, &kept.value));
            }
        }
        if all.is_empty() { self.unknown_inside() } else { self.any(all) }
    }
}

/// Whether the keys of a kind are parts of one path.
pub(super) fn is_path(kind: &str) -> bool {
    matches!(kind, "file" | "provider")
}

fn tidy_path(text: &str, first: bool, last: bool) -> String {
    let text = if first { text.strip_prefix("file://").unwrap_or(text) } else { text };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '/' || !out.ends_with('/') || out.ends_with(":/") {
            out.push(c);
        }
    }
    while last && out.len() > 1 && out.ends_with('/') {
        out.pop();
    }
    if last && !first && out == "/" {
        out.clear();
    }
    out
}
