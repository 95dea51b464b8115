//! From entries to what can run: first by strong steps, then by weak ones.
use rustc_hash::FxHashSet;

use super::graph::{Graph, Site};
use super::names::{Named, named};
use super::scan::handed_through_fields;
use super::{Edge, EntrySpec, State};
use crate::code::{Code, Constant, NONE};
use crate::hierarchy::{ABSTRACT, Hierarchy, PRIVATE, STATIC};

/// Methods the outside reaches directly: (defined method, number of the entry).
pub type Seeds = Vec<(u32, u32)>;

/// A weak way in: methods that may run, why, and the place that says so, if it is in code.
pub struct Weak {
    pub methods: Vec<u32>,
    pub why: String,
    /// (defined method, offset, edge).
    pub from: Option<(u32, u32, Edge)>,
}

pub struct Discovery<'a> {
    pub graph: Graph<'a>,
    pub seeds: Seeds,
    pub weak: Vec<Weak>,
    /// Callbacks bound where a field is handed over: (defined method, step).
    pub through_fields: Vec<(u32, Site)>,
    pub entry_found: Vec<bool>,
}

pub fn discover<'a>(hierarchy: &'a Hierarchy, entries: &[EntrySpec], texts: &[String]) -> Discovery<'a> {
    let mut all = Discovery {
        graph: Graph::new(hierarchy),
        seeds: Vec::new(),
        weak: Vec::new(),
        through_fields: Vec::new(),
        entry_found: Vec::new(),
    };
    for (number, entry) in (0u32..).zip(entries) {
        all.enter(number, entry);
    }
    all.graph.run();
    all.graph.finding = State::Unknown;
    all.name(texts);
    all.serialized();
    // Weak code may hold literals, and create objects with parents nobody has, in turn.
    let (mut literals, mut created) = (0usize, 0usize);
    loop {
        all.graph.run();
        let (before, made) = (literals, created);
        literals = all.literals_from(before);
        created = all.unknown_parents_from(made);
        if (literals, created) == (before, made) {
            break;
        }
    }
    for (defined, offset, class, node) in handed_through_fields(&all.graph.handed_fields, &all.graph.put_fields) {
        let to = all.graph.handed_pair(class, node);
        all.through_fields.push((defined, Site { offset, edge: Edge::Handed, to }));
    }
    all.through_fields.sort_by_key(|f| (f.0, f.1.offset, f.1.to));
    all.graph.targets.values_mut().for_each(|targets| targets.sort_unstable());
    all
}

impl Discovery<'_> {
    fn enter(&mut self, number: u32, entry: &EntrySpec) {
        let hierarchy = self.graph.hierarchy;
        let node = hierarchy.node(&entry.class).unwrap_or(NONE);
        let class = hierarchy.class_of(node);
        self.entry_found.push(class != NONE);
        if class == NONE {
            return;
        }
        self.graph.create(class);
        let mut methods = self.graph.initializers(class);
        match &entry.methods {
            None => {
                methods.extend(self.graph.constructors(class, false));
                methods.extend(self.graph.callbacks.get(&class).into_iter().flatten());
            }
            Some(names) => {
                for one in hierarchy.supers(node) {
                    let declared = hierarchy.declared(hierarchy.class_of(one)).iter().map(|m| m.1);
                    methods.extend(declared.filter(|d| names.iter().any(|n| n == hierarchy.method_name(*d))));
                }
            }
        }
        for defined in methods {
            self.graph.mark(defined);
            self.seeds.push((defined, number));
        }
    }

    fn weaken(&mut self, methods: Vec<u32>, why: String, from: Option<(u32, u32, Edge)>) {
        let fresh = |d: &u32| self.graph.state.get(*d as usize) == Some(&State::Dead);
        if methods.iter().any(fresh) {
            methods.iter().for_each(|d| self.graph.mark(*d));
            self.weak.push(Weak { methods, why, from });
        }
    }

    /// Classes whose names stand in text: all their methods may be called by name.
    fn name(&mut self, texts: &[String]) {
        let hierarchy = self.graph.hierarchy;
        let code = &hierarchy.code;
        let words = words(code, texts);
        for (class, place) in named(hierarchy, texts) {
            let Some(definition) = code.classes.get(class as usize) else { continue };
            let (why, from) = match place {
                Named::Code(defined, offset) => {
                    ("its class is named in a string of the code".to_owned(), Some((defined, offset, Edge::Named)))
                }
                Named::Field(holder) => {
                    (format!("its class is named in a constant of {}", class_name(code, holder)), None)
                }
                Named::Text => ("its class is named outside the code".to_owned(), None),
            };
            let mut methods: Vec<u32> = definition.methods.clone().collect();
            if place == Named::Text {
                // What stands outside the code names no private method of a class, unless by its own name.
                methods.retain(|d| hierarchy.flags(*d) & PRIVATE == 0 || words.contains(hierarchy.method_name(*d)));
            }
            methods.extend(self.graph.initializers(class));
            methods.extend(self.graph.hierarchy.callbacks(class));
            self.weaken(methods, why, from);
            self.graph.create(class);
        }
    }

    /// Classes whose objects Android makes from bytes.
    fn serialized(&mut self) {
        let hierarchy = self.graph.hierarchy;
        let node = |name| hierarchy.node(name).unwrap_or(NONE);
        let [serial, thrown, list] = ["java/io/Serializable", "java/lang/Throwable", "java/lang/Enum"].map(node);
        for (number, class) in (0u32..).zip(&hierarchy.code.classes) {
            if serial == NONE || self.graph.is_created(number) || class.flags & ABSTRACT != 0 {
                continue;
            }
            let supers = hierarchy.supers(class.name);
            if supers.contains(&serial) && !supers.contains(&thrown) && !supers.contains(&list) {
                let hooks =
                    ["readObject", "readResolve", "readExternal", "writeObject", "writeReplace", "validateObject"];
                let mut methods = hierarchy.callbacks(number);
                methods.extend(class.methods.clone().filter(|d| hooks.contains(&hierarchy.method_name(*d))));
                self.weaken(methods, "objects of its class may be made from serialized data".to_owned(), None);
            }
        }
    }

    /// Class literals in code that can run: who receives the class may make objects of it.
    fn literals_from(&mut self, first: usize) -> usize {
        let found: Vec<_> = self.graph.literals.iter().skip(first).copied().collect();
        for (defined, offset, class) in &found {
            let mut methods = self.graph.initializers(*class);
            methods.extend(self.graph.constructors(*class, false));
            methods.extend(self.graph.hierarchy.callbacks(*class));
            methods.extend(self.enum_methods(*class));
            let from = Some((*defined, *offset, Edge::Literal));
            self.weaken(methods, "its class is handed on as a literal".to_owned(), from);
            self.graph.create(*class);
        }
        first.saturating_add(found.len())
    }

    fn enum_methods(&self, class: u32) -> Vec<u32> {
        let hierarchy = self.graph.hierarchy;
        let declared = hierarchy.declared(class).iter().map(|m| m.1);
        declared
            .filter(|d| hierarchy.flags(*d) & STATIC != 0 && matches!(hierarchy.method_name(*d), "values" | "valueOf"))
            .collect()
    }

    /// Created classes that inherit from a class nobody has: any method that can be overridden may be called.
    fn unknown_parents_from(&mut self, first: usize) -> usize {
        let hierarchy = self.graph.hierarchy;
        let found: Vec<u32> = self.graph.created.iter().skip(first).copied().collect();
        for class in &found {
            let node = hierarchy.code.classes.get(*class as usize).map_or(NONE, |c| c.name);
            let supers = hierarchy.supers(node);
            let Some(missing) = supers.iter().find(|n| hierarchy.is_unknown(**n)) else { continue };
            let why =
                format!("inherits from {}, which neither the sample nor Android defines", hierarchy.name(*missing));
            let classes = supers.iter().map(|n| hierarchy.class_of(*n)).filter(|c| *c != NONE);
            let methods: Vec<u32> = classes
                .flat_map(|c| hierarchy.declared(c).iter().map(|m| m.1))
                .filter(|d| hierarchy.flags(*d) & (STATIC | PRIVATE | ABSTRACT) == 0)
                .filter(|d| !hierarchy.method_name(*d).starts_with('<'))
                .collect();
            self.weaken(methods, why, None);
        }
        first.saturating_add(found.len())
    }
}

/// Texts that code loads or is given, which may be the name of a method.
fn words<'a>(code: &'a Code, texts: &'a [String]) -> FxHashSet<&'a str> {
    let loaded = code.op_code.iter().zip(&code.op_operand).filter(|(op, _)| matches!(op, 0x1a | 0x1b));
    let fields =
        code.defined_fields.iter().filter_map(|f| if let Constant::Text(t) = f.value { Some(t) } else { None });
    let all = loaded.map(|(_, text)| *text as u32).chain(fields).map(|t| code.text(t));
    all.chain(texts.iter().map(String::as_str)).collect()
}

fn class_name(code: &Code, class: u32) -> String {
    code.classes.get(class as usize).map_or_else(String::new, |c| code.type_name(c.name).to_owned())
}
