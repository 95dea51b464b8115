//! Arrays, lists, sets and maps that a body makes and fills.
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::kept::{is_collection, is_wrapper};
use super::value::{Reader, Value, put};
use super::{Cell, Filling, Kept, Kind, MOST_ITEMS};
use crate::code::{Code, NONE};
use crate::flow::ssa::{Def, is_call};

/// Calls of one method of the app that are worth a list.
const FEWEST_CALLS: usize = 4;

/// Whether a body may fill a collection or branch on constants: a look at its instructions, without registers.
pub fn worth(code: &Code, body: u32) -> bool {
    let Some(body) = code.bodies.get(body as usize) else { return false };
    let range = body.ops.start as usize..body.ops.end as usize;
    let ops = code.op_code.get(range.clone()).unwrap_or_default();
    let operands = code.op_operand.get(range).unwrap_or_default();
    let (mut constants, mut calls, mut tests) = (0u32, 0u32, 0u32);
    for (op, operand) in ops.iter().zip(operands) {
        match op {
            0x23..=0x26 | 0x2b | 0x2c => return true,
            0x1a | 0x1b => constants = constants.saturating_add(1),
            0x12..=0x19 => constants = constants.saturating_add(1),
            0x32 | 0x33 => tests = tests.saturating_add(1),
            op if is_call(*op) => {
                let name = code.methods.get(*operand as usize).map_or("", |m| code.text(m.name));
                if matches!(name, "split" | "of") {
                    return true;
                }
                calls = calls.saturating_add(1);
            }
            _ => {}
        }
    }
    constants >= 2 && (calls >= 2 || tests >= 3)
}

/// What holds the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    Value(u32),
    Field(u32),
}

enum Event {
    /// At an index, where that is given.
    Add(Option<usize>, Option<Vec<Cell>>),
    All(u32),
}

struct Gathered<'r, 'a> {
    reader: &'r mut Reader<'a>,
    /// Root → (instruction, form, event), in order.
    events: BTreeMap<Root, Vec<(u32, &'static str, Event)>>,
    arrays: BTreeMap<u32, Filling>,
    /// Arrays that are elements of something else.
    inner: FxHashSet<u32>,
    /// Value → what holds its elements, where that was asked before.
    roots: FxHashMap<u32, Option<Root>>,
}

/// Everything filled in the body; of the constants of a class (`constant`), the array of all of them is left out.
pub fn of(reader: &mut Reader<'_>, constant: bool) -> Vec<Filling> {
    let mut all = Gathered {
        reader,
        events: BTreeMap::new(),
        arrays: BTreeMap::new(),
        inner: FxHashSet::default(),
        roots: FxHashMap::default(),
    };
    let count = all.reader.ssa.insns.len() as u32;
    for insn in 0..count {
        match all.reader.ssa.insn(insn).map_or(0, |i| i.op) {
            0x23 => all.array(insn),
            0x24 | 0x25 => all.given(insn),
            op if is_call(op) => all.call(insn),
            _ => {}
        }
    }
    let mut found = all.calls(count);
    found.extend(all.finish(constant));
    found
}

impl Gathered<'_, '_> {
    fn filling(&self, form: &'static str, element: u32, insn: u32, value: u32) -> Filling {
        let offset = self.reader.ssa.insn(insn).map_or(0, |i| i.offset);
        let (method, kept) = (self.reader.method, self.reader.kept(value));
        Filling { form, element, method, offset, kept, items: Vec::new(), others: 0, subject: None }
    }

    fn element_of(&self, insn: u32) -> (u32, &'static str) {
        let kind = self.reader.ssa.insn(insn).map_or(NONE, |i| i.operand as u32);
        let name = self.reader.code().type_name(kind).get(1..).unwrap_or("");
        (self.reader.code().find_type(name).unwrap_or(NONE), "array")
    }

    /// The element as an item; a row of constants for an array in an array.
    fn item(&mut self, value: u32, want: &str, depth: u32) -> Option<Vec<Cell>> {
        let mut cells = Vec::new();
        match self.reader.value(value, want, 0) {
            Value::Unknown if depth < 2 => {
                let rows = self.rows(value, depth)?;
                for cell in rows.into_iter().flatten() {
                    put(Value::One(cell), "", &mut cells);
                }
                self.inner.insert(self.array_of(value)?);
            }
            given => put(given, "", &mut cells),
        }
        Some(cells).filter(|c| !c.is_empty())
    }

    /// The value of the array behind casts and wrappers.
    fn array_of(&self, value: u32) -> Option<u32> {
        let mut value = value;
        for _ in 0..6 {
            let (index, insn) = self.reader.ssa.def_insn(value)?;
            match insn.op {
                0x23..=0x25 => return Some(value),
                0x1f => value = self.reader.ssa.arg(index, 0),
                op if is_call(op) => {
                    let (class, name) = self.reader.called(index)?;
                    if !is_wrapper(class, name) {
                        return None;
                    }
                    value = self.reader.arguments(index).first().copied()?;
                }
                0x22 => {
                    let made = self
                        .reader
                        .ssa
                        .uses(value)
                        .iter()
                        .find(|(u, o)| *o == 0 && self.reader.called(*u).is_some_and(|(_, n)| n == "<init>"))?;
                    value = self.reader.arguments(made.0).first().copied()?;
                }
                _ => return None,
            }
        }
        None
    }

    /// The items of an array made in this body.
    fn rows(&mut self, value: u32, depth: u32) -> Option<Vec<Vec<Cell>>> {
        let array = self.array_of(value)?;
        let (index, insn) = self.reader.ssa.def_insn(array)?;
        let op = insn.op;
        let want = self.reader.code().type_name(insn.operand as u32).get(1..).unwrap_or("").to_owned();
        let found = if op == 0x23 { self.written(array, &want, depth) } else { self.listed(index, &want, depth) };
        Some(found.into_iter().flatten().collect())
    }

    fn listed(&mut self, index: u32, want: &str, depth: u32) -> Vec<Option<Vec<Cell>>> {
        let args: Vec<u32> = self.reader.ssa.args(index).iter().take(MOST_ITEMS).copied().collect();
        args.into_iter().map(|arg| self.item(arg, want, depth.saturating_add(1))).collect()
    }

    fn written(&mut self, array: u32, want: &str, depth: u32) -> Vec<Option<Vec<Cell>>> {
        let mut found: BTreeMap<i64, Option<Vec<Cell>>> = BTreeMap::new();
        let ssa = self.reader.ssa;
        for (user, operand) in ssa.uses(array).iter().take(MOST_ITEMS) {
            let Some(insn) = ssa.insn(*user) else { continue };
            match insn.op {
                0x4b..=0x51 if *operand == 1 => {
                    let Value::One(Cell { number: Some(place), .. }) = self.reader.value(ssa.arg(*user, 2), "I", 0)
                    else {
                        continue;
                    };
                    let item = self.item(ssa.arg(*user, 0), want, depth.saturating_add(1));
                    // Written twice: which of the two stands there is not known.
                    found.entry(place).and_modify(|e| *e = None).or_insert(item);
                }
                0x26 => {
                    if let Some((width, bytes)) = self.reader.code().array_data(ssa.body, insn) {
                        for (place, number) in (0i64..).zip(numbers(width, bytes)) {
                            let mut cells = Vec::new();
                            put(self.reader.number(number, want, *user), "", &mut cells);
                            found.insert(place, Some(cells));
                        }
                    }
                }
                _ => {}
            }
        }
        found.into_values().collect()
    }

    fn array(&mut self, insn: u32) {
        let (element, form) = self.element_of(insn);
        let want = self.reader.code().type_name(element).to_owned();
        if matches!(want.as_str(), "B" | "Z" | "") {
            return;
        }
        let value = self.reader.ssa.result(insn);
        let size = self.reader.value(self.reader.ssa.arg(insn, 0), "I", 0);
        let items = self.written(value, &want, 0);
        let empty = matches!(size, Value::One(Cell { number: Some(0), .. }));
        self.keep_array(form, element, insn, value, items, empty);
    }

    fn given(&mut self, insn: u32) {
        let (element, form) = self.element_of(insn);
        let want = self.reader.code().type_name(element).to_owned();
        let value = self.reader.ssa.result(insn);
        let items = self.listed(insn, &want, 0);
        if want != "B" && want != "Z" {
            self.keep_array(form, element, insn, value, items, false);
        }
    }

    fn keep_array(
        &mut self,
        form: &'static str,
        element: u32,
        insn: u32,
        value: u32,
        items: Vec<Option<Vec<Cell>>>,
        empty: bool,
    ) {
        let mut filling = self.filling(form, element, insn, value);
        filling.others = items.iter().filter(|i| i.is_none()).count() as u32;
        filling.items = items.into_iter().flatten().collect();
        let known = !filling.items.is_empty();
        if known || empty && matches!(filling.kept, Kept::Static(_)) {
            self.arrays.insert(value, filling);
        }
    }

    /// What holds the elements of a receiver.
    fn root(&self, value: u32, depth: u32) -> Option<Root> {
        let ssa = self.reader.ssa;
        if depth > 64 {
            return None;
        }
        let Some((index, insn)) = ssa.def_insn(value) else {
            return match ssa.def(value)? {
                Def::Param(_) => Some(Root::Value(value)),
                _ => None,
            };
        };
        match insn.op {
            0x1f => self.root(ssa.arg(index, 0), depth.saturating_add(1)),
            0x22 => Some(self.stored(value).unwrap_or(Root::Value(value))),
            0x52..=0x58 | 0x60..=0x66 => Some(Root::Field(insn.operand as u32)),
            op if is_call(op) => {
                let (_, name) = self.reader.called(index)?;
                if matches!(name, "put" | "add" | "with" | "addAll" | "append") && !self.reader.is_static(index) {
                    return self.root(ssa.arg(index, 0), depth.saturating_add(1));
                }
                Some(self.stored(value).unwrap_or(Root::Value(value)))
            }
            _ => None,
        }
    }

    /// The field a new collection is put in, so that adds to it and to the field are one.
    fn stored(&self, value: u32) -> Option<Root> {
        match self.reader.kept(value) {
            Kept::Static(field) | Kept::Instance(field) => Some(Root::Field(field)),
            _ => None,
        }
    }

    fn call(&mut self, insn: u32) {
        let Some((class, name)) = self.reader.called(insn) else { return };
        let args: Vec<u32> = self.reader.arguments(insn).to_vec();
        match (name, args.as_slice()) {
            ("split", [by, ..]) if class == "Ljava/lang/String;" => self.split(insn, self.reader.ssa.arg(insn, 0), *by),
            ("split", [text, by]) if class == "Landroid/text/TextUtils;" => self.split(insn, *text, *by),
            ("addAll", [to, from]) if class == "Ljava/util/Collections;" => {
                self.event(*to, insn, "list", Event::All(*from))
            }
            ("of", [_, _, ..]) if class == "Ljava/util/Map;" || class.ends_with("ImmutableMap;") => {
                self.pairs(insn, &args)
            }
            ("of", [_, ..])
                if matches!(class, "Ljava/util/List;" | "Ljava/util/Set;") || class.contains("Immutable") =>
            {
                let rooted = self.reader.ssa.result(insn);
                for arg in args {
                    let item = self.item(arg, "Ljava/lang/Object;", 0);
                    self.event(rooted, insn, "list", Event::Add(None, item));
                }
            }
            ("<init>", [from]) if is_collection(class) => {
                self.event(self.reader.ssa.arg(insn, 0), insn, "list", Event::All(*from));
            }
            _ if self.reader.is_static(insn) => {}
            _ => self.fill(insn, class, name, &args),
        }
    }

    fn pairs(&mut self, insn: u32, args: &[u32]) {
        let rooted = self.reader.ssa.result(insn);
        for pair in args.chunks_exact(2) {
            let mut cells = Vec::new();
            for one in pair {
                put(self.reader.value(*one, "Ljava/lang/Object;", 0), "", &mut cells);
            }
            let item = Some(cells).filter(|c| !c.is_empty());
            self.event(rooted, insn, "map", Event::Add(None, item));
        }
    }

    /// A call on a collection that puts something in it.
    fn fill(&mut self, insn: u32, class: &str, name: &str, args: &[u32]) {
        if !self.holds(insn, class) {
            return;
        }
        let to = self.reader.ssa.arg(insn, 0);
        let want = |place: usize| {
            self.reader.params(insn).get(place).map_or("", |p| self.reader.code().type_name(*p)).to_owned()
        };
        match (name, args) {
            ("add" | "addFirst" | "addLast" | "addElement" | "offer" | "push", [one]) => {
                let want = want(0);
                let item = self.item(*one, &want, 0);
                self.event(to, insn, "list", Event::Add(None, item));
            }
            ("add" | "insert", [place, one]) if want(0) == "I" => {
                let want = want(1);
                let place = match self.reader.value(*place, "I", 0) {
                    Value::One(cell) => cell.number.and_then(|n| usize::try_from(n).ok()),
                    _ => None,
                };
                let item = self.item(*one, &want, 0);
                self.event(to, insn, "list", Event::Add(place, item));
            }
            ("addAll", [from]) => self.event(to, insn, "list", Event::All(*from)),
            (_, [key, one]) if name == "append" || name == "setProperty" || name.starts_with("put") => {
                let (wanted, taken) = (want(0), want(1));
                let form = if is_collection(class) || name == "append" { "map" } else { "put" };
                let mut cells = Vec::new();
                put(self.reader.value(*key, &wanted, 0), "", &mut cells);
                if cells.len() == 1 {
                    put(self.reader.value(*one, &taken, 0), "", &mut cells);
                }
                let item = Some(cells).filter(|c| c.first().is_some_and(|c| c.kind != Kind::Null));
                self.event(to, insn, form, Event::Add(None, item));
            }
            _ => {}
        }
    }

    /// Whether the receiver of a call is a collection, by what it extends or by its name.
    fn holds(&self, insn: u32, class: &str) -> bool {
        const KEYED: [&str; 5] = ["ContentValues;", "/Bundle;", "JSONObject;", "JSONArray;", "ArrayAdapter;"];
        if is_collection(class) || KEYED.iter().any(|end| class.ends_with(end)) || class.contains("Immutable") {
            return true;
        }
        let code = self.reader.code();
        let node =
            self.reader.ssa.insn(insn).and_then(|i| code.methods.get(i.operand as usize)).map_or(NONE, |m| m.class);
        let supers = self.reader.hierarchy.supers(node);
        supers.iter().any(|s| matches!(code.type_name(*s), "Ljava/util/Collection;" | "Ljava/util/Map;"))
    }

    fn event(&mut self, to: u32, insn: u32, form: &'static str, event: Event) {
        let root = match self.roots.get(&to) {
            Some(known) => *known,
            None => self.root(to, 0),
        };
        self.roots.insert(to, root);
        // What a builder gives back is the builder.
        self.roots.insert(self.reader.ssa.result(insn), root);
        self.roots.remove(&NONE);
        if let Some(root) = root {
            self.events.entry(root).or_default().push((insn, form, event));
        }
    }

    fn split(&mut self, insn: u32, text: u32, by: u32) {
        let (Value::One(text), Value::One(by)) =
            (self.reader.value(text, "Ljava/lang/String;", 0), self.reader.value(by, "Ljava/lang/String;", 0))
        else {
            return;
        };
        let (Some(words), Some(by)) = (text.text.clone(), by.text.as_deref().and_then(literal)) else { return };
        let pieces: Vec<&str> = words.split(by.as_str()).take(MOST_ITEMS).collect();
        if pieces.len() < 2 || by.is_empty() {
            return;
        }
        let value = self.reader.ssa.result(insn);
        let element = self.reader.code().find_type("Ljava/lang/String;").unwrap_or(NONE);
        let mut filling = self.filling("split", element, insn, value);
        let whole = |piece: &str| Cell { text: Some(piece.to_owned()), ..text.clone() };
        filling.items = pieces.into_iter().map(|piece| vec![whole(piece)]).collect();
        self.arrays.insert(value, filling);
    }

    /// Calls again and again of one method of the app that itself adds to a collection.
    fn calls(&mut self, count: u32) -> Vec<Filling> {
        let mut by_method: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for insn in 0..count {
            let Some(one) = self.reader.ssa.insn(insn).filter(|i| is_call(i.op)) else { continue };
            if !self.reader.params(insn).is_empty() && self.reader.code().body_of(one.operand as u32).is_some() {
                by_method.entry(one.operand as u32).or_default().push(insn);
            }
        }
        let mut found = Vec::new();
        for (method, insns) in by_method.into_iter().filter(|(_, i)| i.len() >= FEWEST_CALLS) {
            if !self.adds(method) || self.reader.named(method).is_some_and(|(_, n)| n == "<init>") {
                continue;
            }
            let mut items = Vec::new();
            for insn in &insns {
                let mut cells = Vec::new();
                self.reader.take(*insn, &[], 0, &mut cells);
                items.extend(Some(cells).filter(|c| c.iter().any(|c| c.text.is_some())));
            }
            if items.len() >= FEWEST_CALLS {
                let first = insns.first().copied().unwrap_or(0);
                let mut filling = self.filling("calls", NONE, first, NONE);
                filling.kept = Kept::Passed(method);
                filling.others = insns.len().saturating_sub(items.len()) as u32;
                filling.items = items;
                found.push(filling);
            }
        }
        found
    }

    /// Whether the body of a method adds to a collection.
    fn adds(&self, method: u32) -> bool {
        let code = self.reader.code();
        let Some(body) = code.body_of(method).and_then(|b| code.bodies.get(b as usize)) else { return false };
        let range = body.ops.start as usize..body.ops.end as usize;
        let ops = code.op_code.get(range.clone()).unwrap_or_default();
        let operands = code.op_operand.get(range).unwrap_or_default();
        ops.iter().zip(operands).filter(|(op, _)| is_call(**op)).any(|(_, operand)| {
            self.reader.named(*operand as u32).is_some_and(|(class, name)| {
                is_collection(class) && (name.starts_with("add") || name.starts_with("put"))
            })
        })
    }

    fn finish(mut self, constant: bool) -> Vec<Filling> {
        let events = std::mem::take(&mut self.events);
        let mut found = Vec::new();
        let mut taken: FxHashSet<u32> = FxHashSet::default();
        let insns = self.reader.ssa.insns.iter();
        let statics: FxHashSet<u32> = insns.filter(|i| matches!(i.op, 0x60..=0x6d)).map(|i| i.operand as u32).collect();
        for (root, events) in events {
            let Some((first, _, _)) = events.first() else { continue };
            let first = *first;
            let maps = events.iter().find(|e| e.1 != "list").map(|e| e.1);
            let value = match root {
                Root::Value(value) => value,
                Root::Field(_) => NONE,
            };
            let mut filling = self.filling(maps.unwrap_or("list"), NONE, first, value);
            if let Root::Field(field) = root {
                let fixed = statics.contains(&field);
                filling.kept = if fixed { Kept::Static(field) } else { Kept::Instance(field) };
            }
            for (_, _, event) in events {
                match event {
                    Event::Add(place, Some(cells)) => {
                        let place = place.unwrap_or(usize::MAX).min(filling.items.len());
                        filling.items.insert(place, cells);
                    }
                    Event::Add(_, None) => filling.others = filling.others.saturating_add(1),
                    Event::All(from) => {
                        let inner = self.array_of(from).and_then(|a| Some((a, self.arrays.get(&a)?)));
                        if let Some((array, known)) = inner {
                            filling.items.extend(known.items.iter().cloned());
                            filling.others = filling.others.saturating_add(known.others);
                            filling.element = known.element;
                            taken.insert(array);
                        }
                    }
                }
            }
            if !filling.items.is_empty() {
                found.push(filling);
            }
        }
        taken.extend(&self.inner);
        let arrays = std::mem::take(&mut self.arrays);
        let left = arrays.into_iter().filter(|(value, f)| !taken.contains(value) && !self.own_class(f, constant));
        found.extend(left.map(|(_, filling)| filling));
        found
    }

    /// Whether the array holds objects of the class that the body belongs to: the constants of that class.
    fn own_class(&self, filling: &Filling, constant: bool) -> bool {
        let class = self.reader.code().methods.get(self.reader.method as usize).map_or(NONE, |m| m.class);
        let values =
            self.reader.named(self.reader.method).is_some_and(|(_, name)| matches!(name, "$values" | "values"));
        filling.element == class && (constant || values)
    }
}

/// The text a regular expression stands for, where it is a plain one.
fn literal(by: &str) -> Option<String> {
    let mut plain = String::new();
    let mut chars = by.chars();
    while let Some(one) = chars.next() {
        match one {
            '\\' => plain.push(match chars.next()? {
                't' => '\t',
                'n' => '\n',
                c if !c.is_alphanumeric() => c,
                _ => return None,
            }),
            '.' | '$' | '|' | '(' | ')' | '[' | '{' | '^' | '?' | '*' | '+' if by.chars().count() > 1 => return None,
            c => plain.push(c),
        }
    }
    Some(plain)
}

/// The elements of array data, signed.
fn numbers(width: u16, bytes: &[u8]) -> Vec<i64> {
    let width = usize::from(width.clamp(1, 8));
    let shift = 64u32.saturating_sub((width as u32).saturating_mul(8));
    let one = |chunk: &[u8]| {
        let mut word = [0u8; 8];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        i64::from_le_bytes(word).wrapping_shl(shift).wrapping_shr(shift)
    };
    bytes.chunks_exact(width).take(MOST_ITEMS).map(one).collect()
}
