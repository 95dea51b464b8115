//! Where the patterns of a catalogue stand in the code: calls, fields, strings, overrides, subclasses, new objects.
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::code::{Body, Constant, NONE};
use crate::hierarchy::{ABSTRACT, Hierarchy, at};
use crate::values::{BodyValues, Shown, Value};

mod body;

pub use body::BodyShape;

#[cfg(test)]
mod tests;

/// A condition on one argument.
#[derive(Clone, Debug)]
pub enum Test {
    Text(Regex),
    Ints(Vec<i64>),
    /// At least one of these bits is set.
    Bits(i64),
    /// It is no constant.
    Computed,
}

impl Test {
    /// A regular expression found anywhere in the text; the error says what is wrong with it.
    pub fn text(regex: &str) -> Result<Self, String> {
        Regex::new(regex).map(Test::Text).map_err(|e| e.to_string())
    }
}

/// Class names are dotted, slashed or descriptors; parameter types are descriptors or Java's names (`byte[]`).
#[derive(Clone, Debug)]
pub enum Shape {
    Call {
        class: String,
        /// Whether calls on subtypes count.
        subtypes: bool,
        name: String,
        params: Option<Vec<String>>,
        /// (index without the receiver, condition): all must hold.
        args: Vec<(usize, Test)>,
        /// Give the arguments as text even where none is tested.
        show: bool,
    },
    Field {
        class: String,
        name: String,
    },
    /// Strings by number, as `search` found them.
    Text {
        strings: Vec<u32>,
    },
    Override {
        class: String,
        name: String,
        params: Option<Vec<String>>,
        body: BodyShape,
    },
    Extends {
        class: String,
    },
    New {
        class: String,
    },
}

#[derive(Clone, Debug)]
pub struct Pattern {
    /// The caller's number, given back with each sighting.
    pub entry: u32,
    pub shape: Shape,
    /// Whether unknown values satisfy tests; the sighting is then unsure.
    pub maybe: bool,
}

/// One place. Numbers that do not apply are NONE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    pub entry: u32,
    /// call, field, string, override, extends or new.
    pub kind: &'static str,
    /// Method number of the code it stands in.
    pub method: u32,
    pub offset: u32,
    /// Number of the method, field, string or type named there.
    pub symbol: u32,
    /// Class number, where the place is a class.
    pub class: u32,
    pub unsure: bool,
    /// Arguments without the receiver, where they were asked for.
    pub args: Vec<String>,
}

/// Finds all patterns in all code, in the order of the code, then of the patterns. Classes come after code.
pub fn sight(hierarchy: &Hierarchy, patterns: &[Pattern]) -> Vec<Sighting> {
    let mut finder = Finder::new(hierarchy, patterns);
    finder.want_methods();
    finder.want_fields();
    finder.want_types();
    finder.want_strings();
    finder.sweep();
    finder.class_patterns();
    finder.found
}

/// `byte[]` → `[B`, `java.lang.String` → `Ljava/lang/String;`.
pub fn descriptor(name: &str) -> String {
    if let Some(element) = name.strip_suffix("[]") {
        return format!("[{}", descriptor(element));
    }
    match name {
        "void" => "V".into(),
        "boolean" => "Z".into(),
        "byte" => "B".into(),
        "char" => "C".into(),
        "short" => "S".into(),
        "int" => "I".into(),
        "long" => "J".into(),
        "float" => "F".into(),
        "double" => "D".into(),
        _ if name.starts_with('[') || name.ends_with(';') || name.len() == 1 => name.into(),
        _ => format!("L{};", name.replace('.', "/")),
    }
}

/// Symbol number → places in `patterns`.
type Wanted = FxHashMap<u32, Vec<u32>>;

struct Finder<'a> {
    hierarchy: &'a Hierarchy,
    patterns: &'a [Pattern],
    methods: Wanted,
    fields: Wanted,
    types: Wanted,
    strings: Wanted,
    found: Vec<Sighting>,
}

impl<'a> Finder<'a> {
    fn new(hierarchy: &'a Hierarchy, patterns: &'a [Pattern]) -> Self {
        let none = Wanted::default;
        Finder {
            hierarchy,
            patterns,
            methods: none(),
            fields: none(),
            types: none(),
            strings: none(),
            found: Vec::new(),
        }
    }

    fn node(&self, class: &str) -> u32 {
        self.hierarchy.node(class).unwrap_or(NONE)
    }

    /// Patterns by the string number of a name.
    fn by_name(&self, pick: impl Fn(&'a Shape) -> Option<(&'a str, &'a str)>) -> FxHashMap<u32, Vec<(u32, u32)>> {
        let mut found: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
        for (number, pattern) in (0u32..).zip(self.patterns) {
            let Some((class, name)) = pick(&pattern.shape) else { continue };
            if let Some(name) = self.hierarchy.code.find_string(name) {
                let node = self.node(class);
                if node != NONE {
                    found.entry(name).or_default().push((number, node));
                }
            }
        }
        found
    }

    fn want_methods(&mut self) {
        let code = &self.hierarchy.code;
        let named = self.by_name(|shape| match shape {
            Shape::Call { class, name, .. } => Some((class, name)),
            _ => None,
        });
        let mut supers: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (number, method) in (0u32..).zip(&code.methods) {
            let Some(candidates) = named.get(&method.name) else { continue };
            let above = supers.entry(method.class).or_insert_with(|| self.hierarchy.supers(method.class));
            let target = self.hierarchy.lookup(method.class, self.hierarchy.selector(number));
            let owner = code.classes.get(self.hierarchy.class_of_defined(target) as usize).map_or(NONE, |c| c.name);
            for (pattern, node) in candidates {
                let Some(Shape::Call { subtypes, params, .. }) = self.patterns.get(*pattern as usize).map(|p| &p.shape)
                else {
                    continue;
                };
                let class_fits =
                    if *subtypes { above.contains(node) } else { self.exactly(method.class, above, *node) };
                // A method the app itself defines is not Android's, although its class inherits from there.
                let own = owner != NONE && self.hierarchy.class_of(*node) == NONE;
                if class_fits && !own && self.params_fit(params.as_deref(), method.proto) {
                    self.methods.entry(number).or_default().push(*pattern);
                }
            }
        }
    }

    /// Named itself, or by a class of the sample whose nearest ancestor outside it is the class.
    fn exactly(&self, class: u32, above: &[u32], node: u32) -> bool {
        let outside = above.iter().find(|n| self.hierarchy.class_of(**n) == NONE);
        class == node || outside == Some(&node)
    }

    fn params_fit(&self, wanted: Option<&[String]>, proto: u32) -> bool {
        let Some(wanted) = wanted else { return true };
        let params = self.hierarchy.code.params(proto);
        params.len() == wanted.len()
            && params.iter().zip(wanted).all(|(have, want)| self.hierarchy.code.type_name(*have) == descriptor(want))
    }

    fn want_fields(&mut self) {
        let named = self.by_name(|shape| match shape {
            Shape::Field { class, name } => Some((class, name)),
            _ => None,
        });
        for (number, field) in (0u32..).zip(&self.hierarchy.code.fields) {
            for (pattern, node) in named.get(&field.name).map(Vec::as_slice).unwrap_or(&[]) {
                if self.hierarchy.is_a(field.class, *node) {
                    self.fields.entry(number).or_default().push(*pattern);
                }
            }
        }
    }

    fn want_types(&mut self) {
        for (number, pattern) in (0u32..).zip(self.patterns) {
            if let Shape::New { class } = &pattern.shape {
                let node = self.node(class);
                for below in if node == NONE { Vec::new() } else { self.hierarchy.below(node) } {
                    self.types.entry(below).or_default().push(number);
                }
            }
        }
    }

    fn want_strings(&mut self) {
        for (number, pattern) in (0u32..).zip(self.patterns) {
            if let Shape::Text { strings } = &pattern.shape {
                strings.iter().for_each(|string| self.strings.entry(*string).or_default().push(number));
            }
        }
    }

    fn sweep(&mut self) {
        let hierarchy = self.hierarchy;
        let code = &hierarchy.code;
        let flags = |wanted: &Wanted, count: usize| {
            let mut flags = vec![false; count];
            wanted.keys().filter_map(|k| flags.get_mut(*k as usize).map(|f| *f = true)).count();
            flags
        };
        let methods = flags(&self.methods, code.methods.len());
        let fields = flags(&self.fields, code.fields.len());
        let types = flags(&self.types, code.types.len());
        let strings = flags(&self.strings, code.strings.len());
        let is = |flags: &[bool], operand: i64| flags.get(operand as usize).copied().unwrap_or(false);
        for (number, body) in (0u32..).zip(&code.bodies) {
            let range = body.ops.start as usize..body.ops.end as usize;
            let ops = code.op_code.get(range.clone()).unwrap_or(&[]).iter();
            let operands = code.op_operand.get(range.clone()).unwrap_or(&[]).iter();
            let mut values = None;
            for (place, (op, operand)) in ops.zip(operands).enumerate() {
                let hit = match *op {
                    0x6e..=0x72 | 0x74..=0x78 | 0xfa | 0xfb => is(&methods, *operand),
                    0x52..=0x6d => is(&fields, *operand),
                    0x1a | 0x1b => is(&strings, *operand),
                    0x22 => is(&types, *operand),
                    _ => false,
                };
                if hit {
                    let offset = at(&code.op_offset, body.ops.start.saturating_add(place as u32));
                    self.hit(number, body, *op, offset, *operand as u32, &mut values);
                }
            }
        }
    }

    fn hit(&mut self, number: u32, body: &Body, op: u8, offset: u32, symbol: u32, values: &mut Option<BodyValues>) {
        let (kind, wanted) = match op {
            0x52..=0x6d => ("field", &self.fields),
            0x1a | 0x1b => ("string", &self.strings),
            0x22 => ("new", &self.types),
            _ => ("call", &self.methods),
        };
        let (hierarchy, patterns) = (self.hierarchy, self.patterns);
        let mut rows = Vec::new();
        for pattern in wanted.get(&symbol).into_iter().flatten().filter_map(|p| patterns.get(*p as usize)) {
            let mut row = Sighting {
                entry: pattern.entry,
                kind,
                method: body.method,
                offset,
                symbol,
                class: NONE,
                unsure: false,
                args: Vec::new(),
            };
            if let Shape::Call { args, show, .. } = &pattern.shape
                && (*show || !args.is_empty())
            {
                let values = values.get_or_insert_with(|| BodyValues::of(hierarchy, number));
                let params = values.arguments(hierarchy, offset).unwrap_or_default().params;
                match fits(args, &params, pattern.maybe) {
                    Some(unsure) => row.unsure = unsure,
                    None => continue,
                }
                row.args = params.iter().map(|p| Shown(&hierarchy.code, p).to_string()).collect();
            }
            rows.push(row);
        }
        self.found.append(&mut rows);
    }

    /// Patterns on classes and on initial values of fields.
    fn class_patterns(&mut self) {
        let hierarchy = self.hierarchy;
        for pattern in self.patterns {
            let node = match &pattern.shape {
                Shape::Override { class, .. } | Shape::Extends { class } => self.node(class),
                _ => NONE,
            };
            let below = if node == NONE { Vec::new() } else { hierarchy.below(node) };
            let mut classes: Vec<u32> =
                below.iter().skip(1).map(|n| hierarchy.class_of(*n)).filter(|c| *c != NONE).collect();
            classes.sort_unstable();
            for class in classes {
                self.class(pattern, class);
            }
        }
        self.initial_values();
    }

    fn class(&mut self, pattern: &Pattern, class: u32) {
        let hierarchy = self.hierarchy;
        let code = &hierarchy.code;
        let row = |kind, method, symbol, unsure| Sighting {
            entry: pattern.entry,
            kind,
            method,
            offset: if method == NONE { NONE } else { 0 },
            symbol,
            class,
            unsure,
            args: Vec::new(),
        };
        if let Shape::Override { name, params, body, .. } = &pattern.shape {
            let range = code.classes.get(class as usize).map_or(0..0, |c| c.methods.clone());
            for defined in range.filter(|d| hierarchy.method_name(*d) == name) {
                let Some(method) = code.defined_methods.get(defined as usize) else { continue };
                let proto = code.methods.get(method.method as usize).map_or(NONE, |m| m.proto);
                if method.flags & ABSTRACT == 0
                    && self.params_fit(params.as_deref(), proto)
                    && let Some(unsure) = body.holds(hierarchy, method.body)
                {
                    self.found.push(row("override", method.method, method.method, unsure));
                }
            }
        } else {
            let name = code.classes.get(class as usize).map_or(NONE, |c| c.name);
            self.found.push(row("extends", NONE, name, false));
        }
    }

    fn initial_values(&mut self) {
        let code = &self.hierarchy.code;
        for (class, definition) in (0u32..).zip(&code.classes) {
            let range = definition.fields.start as usize..definition.fields.end as usize;
            let mut seen = FxHashSet::default();
            for field in code.defined_fields.get(range).unwrap_or(&[]) {
                let Constant::Text(text) = field.value else { continue };
                for pattern in self.strings.get(&text).into_iter().flatten() {
                    let Some(pattern) = self.patterns.get(*pattern as usize) else { continue };
                    if seen.insert((text, pattern.entry)) {
                        let (method, offset) = (NONE, NONE);
                        let row = Sighting {
                            entry: pattern.entry,
                            kind: "string",
                            method,
                            offset,
                            symbol: text,
                            class,
                            unsure: false,
                            args: Vec::new(),
                        };
                        self.found.push(row);
                    }
                }
            }
        }
    }
}

/// None when a test fails, else whether an unknown value had to be let through. One alternative that fits is enough.
fn fits(tests: &[(usize, Test)], params: &[Vec<Value>], maybe: bool) -> Option<bool> {
    let constant = |v: &Value| matches!(v, Value::Int(_) | Value::Text(_) | Value::Class(_) | Value::New(_));
    let mut unsure = false;
    for (index, test) in tests {
        let values = params.get(*index)?;
        let fitting = values.iter().any(|value| match (test, value) {
            (Test::Text(regex), Value::Text(text)) => regex.is_match(text),
            (Test::Ints(wanted), Value::Int(number)) => wanted.contains(number),
            (Test::Bits(wanted), Value::Int(number)) => number & wanted != 0,
            (Test::Computed, value) => !constant(value),
            _ => false,
        });
        let unknown = values.iter().any(|v| !constant(v));
        match (fitting, unknown && maybe) {
            (true, _) => {}
            (false, true) => unsure = true,
            (false, false) => return None,
        }
    }
    Some(unsure)
}
