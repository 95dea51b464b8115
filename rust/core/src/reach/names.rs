//! Classes of the sample that are named in text: constants of the code, and whatever text the caller gives.
use rustc_hash::FxHashMap;

use crate::code::{Code, Constant, NONE};
use crate::hierarchy::{Hierarchy, at};

/// Where a class's name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// In a constant of this defined method, at this offset.
    Code(u32, u32),
    /// In the initial value of a static field of this class.
    Field(u32),
    /// In text the caller gave.
    Text,
}

/// Class number → the first place that names it, in class order.
pub fn named(hierarchy: &Hierarchy, texts: &[String]) -> Vec<(u32, Named)> {
    let code = &hierarchy.code;
    let mut finder = Finder { hierarchy, of_string: FxHashMap::default(), found: FxHashMap::default() };
    for text in texts {
        for class in classes_in(hierarchy, text) {
            finder.found.entry(class).or_insert(Named::Text);
        }
    }
    for body in &code.bodies {
        let defined = at(&code.definition_of_method, body.method);
        let range = body.ops.start as usize..body.ops.end as usize;
        let ops = code.op_code.get(range.clone()).unwrap_or(&[]).iter();
        let rows = ops.zip(code.op_operand.get(range.clone()).unwrap_or(&[]));
        for ((op, operand), offset) in rows.zip(code.op_offset.get(range).unwrap_or(&[])) {
            if matches!(op, 0x1a | 0x1b) {
                finder.add(*operand as u32, hierarchy.class_of_defined(defined), Named::Code(defined, *offset));
            }
        }
    }
    for (number, class) in (0u32..).zip(&code.classes) {
        let fields = code.defined_fields.get(class.fields.start as usize..class.fields.end as usize);
        for field in fields.unwrap_or(&[]) {
            if let Constant::Text(text) = field.value {
                finder.add(text, number, Named::Field(number));
            }
        }
    }
    let mut found: Vec<_> = finder.found.into_iter().collect();
    found.sort_unstable_by_key(|f| f.0);
    found
}

struct Finder<'a> {
    hierarchy: &'a Hierarchy,
    of_string: FxHashMap<u32, Vec<u32>>,
    found: FxHashMap<u32, Named>,
}

impl Finder<'_> {
    fn add(&mut self, text: u32, user: u32, place: Named) {
        let hierarchy = self.hierarchy;
        let classes = self.of_string.entry(text).or_insert_with(|| classes_in(hierarchy, hierarchy.code.text(text)));
        for class in classes.iter().filter(|c| !same_family(&hierarchy.code, **c, user)) {
            self.found.entry(*class).or_insert(place);
        }
    }
}

/// Whether two classes share their outermost class: a class that names itself, for a log, is no way in.
fn same_family(code: &Code, one: u32, other: u32) -> bool {
    outer(code, one).is_some_and(|name| outer(code, other) == Some(name))
}

fn outer(code: &Code, class: u32) -> Option<&str> {
    let name = code.type_name(code.classes.get(class as usize)?.name).trim_end_matches(';');
    Some(name.split_once('$').map_or(name, |(outer, _)| outer))
}

/// Classes of the sample a text names, dotted, slashed or as descriptor, alone or among other words.
fn classes_in(hierarchy: &Hierarchy, text: &str) -> Vec<u32> {
    let within = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '$' | '_' | '-');
    let mut found = Vec::new();
    for word in text.split(|c| !within(c)) {
        let word = word.trim_matches(['.', '/']);
        if word.len() > 2 {
            found.extend(class_named(hierarchy, word));
        }
    }
    found
}

fn class_named(hierarchy: &Hierarchy, word: &str) -> Option<u32> {
    let direct = |name: &str| {
        let descriptor = format!("L{};", name.replace('.', "/"));
        hierarchy.code.find_type(&descriptor).map(|node| hierarchy.class_of(node)).filter(|c| *c != NONE)
    };
    // A descriptor has lost its `;` here; `a.b.C.method` names C too.
    let stripped = word.strip_prefix('L').filter(|w| w.contains('/'));
    direct(word).or_else(|| stripped.and_then(direct)).or_else(|| direct(word.rsplit_once(['.', '/'])?.0))
}
