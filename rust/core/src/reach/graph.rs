//! The call graph over live code, found as it becomes live.
use rustc_hash::{FxHashMap, FxHashSet};

use super::scan::{Found, HandedField, Scan};
use super::{Edge, State};
use crate::code::{Body, Insn, NONE};
use crate::hierarchy::{ABSTRACT, Hierarchy, STATIC, at};

/// A call with more possible targets than this is marked.
pub const MOST_TARGETS: usize = 24;

/// One step out of a method. What `to` counts depends on the edge: a defined method; for `Virtual` the method number
/// called; for `Handed` a place in [`Graph::handed`]; for `Created` a class number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    pub offset: u32,
    pub edge: Edge,
    pub to: u32,
}

/// Call graph and liveness, by number of the defined method.
pub struct Graph<'a> {
    pub hierarchy: &'a Hierarchy,
    pub state: Vec<State>,
    pub sites: Vec<Site>,
    /// Defined method → range in `sites`.
    pub ranges: Vec<(u32, u32)>,
    /// Called method number → targets among defined methods.
    pub targets: FxHashMap<u32, Vec<u32>>,
    /// Class number → methods Android may call on its objects, for classes that are created.
    pub callbacks: FxHashMap<u32, Vec<u32>>,
    /// (defined method, offset, class) of class literals, in the order found.
    pub literals: Vec<(u32, u32, u32)>,
    /// Class number → created, in the order found.
    pub created: Vec<u32>,
    /// (class number, node of the declared type) of objects handed to Android, each pair once.
    pub handed: Vec<(u32, u32)>,
    handed_number: FxHashMap<(u32, u32), u32>,
    pub handed_fields: Vec<HandedField>,
    pub put_fields: FxHashMap<u32, Vec<u32>>,
    is_created: Vec<bool>,
    pairs: FxHashSet<(u32, u32)>,
    calls_on: FxHashMap<u32, Vec<u32>>,
    direct: Vec<u32>,
    work: Vec<u32>,
    /// What newly found methods become.
    pub finding: State,
    insns: Vec<Insn>,
}

/// Not yet looked up, in `Graph::direct`.
const UNASKED: u32 = NONE.wrapping_sub(1);

impl<'a> Graph<'a> {
    pub fn new(hierarchy: &'a Hierarchy) -> Self {
        let code = &hierarchy.code;
        Graph {
            hierarchy,
            state: vec![State::Dead; code.defined_methods.len()],
            sites: Vec::new(),
            ranges: vec![(0, 0); code.defined_methods.len()],
            targets: FxHashMap::default(),
            callbacks: FxHashMap::default(),
            literals: Vec::new(),
            created: Vec::new(),
            handed: Vec::new(),
            handed_number: FxHashMap::default(),
            handed_fields: Vec::new(),
            put_fields: FxHashMap::default(),
            is_created: vec![false; code.classes.len()],
            pairs: FxHashSet::default(),
            calls_on: FxHashMap::default(),
            direct: vec![UNASKED; code.methods.len()],
            work: Vec::new(),
            finding: State::Live,
            insns: Vec::new(),
        }
    }

    /// Marks a defined method as able to run.
    pub fn mark(&mut self, defined: u32) {
        if let Some(state) = self.state.get_mut(defined as usize).filter(|s| **s == State::Dead) {
            *state = self.finding;
            self.work.push(defined);
        }
    }

    /// Follows everything marked until nothing new is found.
    pub fn run(&mut self) {
        while let Some(defined) = self.work.pop() {
            self.read(defined);
        }
    }

    pub fn is_created(&self, class: u32) -> bool {
        self.is_created.get(class as usize).copied().unwrap_or(false)
    }

    /// An object of the class comes to be.
    pub fn create(&mut self, class: u32) {
        match self.is_created.get_mut(class as usize) {
            Some(created) if !*created => *created = true,
            _ => return,
        }
        self.created.push(class);
        let hierarchy = self.hierarchy;
        let node = hierarchy.code.classes.get(class as usize).map_or(NONE, |c| c.name);
        for above in hierarchy.supers(node) {
            for called in self.calls_on.get(&above).cloned().unwrap_or_default() {
                self.aim(called, node);
            }
        }
        let callbacks = hierarchy.callbacks(class);
        callbacks.iter().for_each(|m| self.mark(*m));
        self.callbacks.insert(class, callbacks);
        for defined in self.initializers(class) {
            self.mark(defined);
        }
    }

    /// Class initialisers that run when the class is first touched: its own and its parents'.
    pub fn initializers(&self, class: u32) -> Vec<u32> {
        let code = &self.hierarchy.code;
        let mut found = Vec::new();
        let mut one = class;
        for _ in 0..64 {
            let Some(definition) = code.classes.get(one as usize) else { break };
            let range = definition.methods.clone();
            found
                .extend(range.filter(|d| {
                    self.hierarchy.flags(*d) & STATIC != 0 && self.hierarchy.method_name(*d) == "<clinit>"
                }));
            one = self.hierarchy.class_of(definition.parent);
        }
        found
    }

    /// The defined method a static, direct or super call arrives at, or NONE.
    pub fn direct(&mut self, method: u32) -> u32 {
        let known = at(&self.direct, method);
        if known != UNASKED {
            return known;
        }
        let code = &self.hierarchy.code;
        let mut found = at(&code.definition_of_method, method);
        if found == NONE {
            let class = code.methods.get(method as usize).map_or(NONE, |m| m.class);
            found = self.hierarchy.lookup(class, self.hierarchy.selector(method));
        }
        if let Some(slot) = self.direct.get_mut(method as usize) {
            *slot = found;
        }
        found
    }

    /// A call by name on objects of a class: finds its targets now and whenever a class is created later.
    fn call(&mut self, method: u32) {
        if self.targets.contains_key(&method) {
            return;
        }
        self.targets.insert(method, Vec::new());
        let class = self.hierarchy.code.methods.get(method as usize).map_or(NONE, |m| m.class);
        self.calls_on.entry(class).or_default().push(method);
        for node in self.hierarchy.below(class) {
            if self.is_created(self.hierarchy.class_of(node)) {
                self.aim(method, node);
            }
        }
    }

    fn aim(&mut self, method: u32, node: u32) {
        let target = self.hierarchy.lookup(node, self.hierarchy.selector(method));
        if target != NONE && self.hierarchy.flags(target) & ABSTRACT == 0 && self.pairs.insert((method, target)) {
            self.targets.entry(method).or_default().push(target);
            self.mark(target);
        }
    }

    fn site(&mut self, offset: u32, edge: Edge, to: u32) {
        self.sites.push(Site { offset, edge, to });
    }

    fn read(&mut self, defined: u32) {
        let code = &self.hierarchy.code;
        let body =
            code.defined_methods.get(defined as usize).and_then(|m| Some((m.body, code.bodies.get(m.body as usize)?)));
        let Some((number, body)) = body else { return };
        let from = self.sites.len() as u32;
        let scan = self.scan(defined, number);
        for (offset, found) in scan.found {
            self.found(defined, offset, found);
        }
        self.columns(defined, body, &scan.exact);
        let to = self.sites.len() as u32;
        if let Some(range) = self.ranges.get_mut(defined as usize) {
            *range = (from, to);
        }
    }

    fn scan(&mut self, defined: u32, body: u32) -> Scan {
        let mut insns = std::mem::take(&mut self.insns);
        self.hierarchy.insns(body, &mut insns);
        let scan = Scan::of(self, defined, body, &insns);
        self.insns = insns;
        scan
    }

    fn columns(&mut self, defined: u32, body: &Body, exact: &[(u32, u32)]) {
        let code = &self.hierarchy.code;
        let range = body.ops.start as usize..body.ops.end as usize;
        let (Some(ops), Some(offsets), Some(operands)) =
            (code.op_code.get(range.clone()), code.op_offset.get(range.clone()), code.op_operand.get(range))
        else {
            return;
        };
        let mut exact = exact.iter().peekable();
        for ((op, offset), operand) in ops.iter().zip(offsets).zip(operands) {
            let operand = *operand as u32;
            match *op {
                0x1c => self.literal(defined, *offset, operand),
                0x22 => self.new_object(*offset, operand),
                0x60..=0x6d => {
                    let class = code.fields.get(operand as usize).map_or(NONE, |f| f.class);
                    self.touch(*offset, class);
                }
                0x6e | 0x72 | 0x74 | 0x78 => {
                    while exact.next_if(|e| e.0 < *offset).is_some() {}
                    let receiver = exact.next_if(|e| e.0 == *offset).map(|e| e.1);
                    self.invoke_virtual(*offset, operand, receiver);
                }
                0x6f | 0x70 | 0x71 | 0x75..=0x77 => self.invoke_direct(*offset, operand, matches!(op, 0x71 | 0x77)),
                0xfc | 0xfd => self.invoke_custom(*offset, operand),
                _ => {}
            }
        }
    }

    fn literal(&mut self, defined: u32, offset: u32, kind: u32) {
        let class = self.hierarchy.class_of(kind);
        // A class that names itself (for a log tag, a lock, an assertion) is no way in.
        if class != NONE && class != self.hierarchy.class_of_defined(defined) {
            self.literals.push((defined, offset, class));
        }
    }

    fn new_object(&mut self, offset: u32, kind: u32) {
        let class = self.hierarchy.class_of(kind);
        if class != NONE {
            self.create(class);
            self.touch(offset, kind);
            if self.callbacks.get(&class).is_some_and(|c| !c.is_empty()) {
                self.site(offset, Edge::Created, class);
            }
        }
    }

    fn touch(&mut self, offset: u32, kind: u32) {
        let class = self.hierarchy.class_of(kind);
        if class != NONE {
            for defined in self.initializers(class) {
                self.mark(defined);
                self.site(offset, Edge::Initializer, defined);
            }
        }
    }

    fn invoke_virtual(&mut self, offset: u32, method: u32, receiver: Option<u32>) {
        if let Some(class) = receiver {
            let node = self.hierarchy.code.classes.get(class as usize).map_or(NONE, |c| c.name);
            let target = self.hierarchy.lookup(node, self.hierarchy.selector(method));
            if target != NONE {
                self.mark(target);
                self.site(offset, Edge::Call, target);
            }
            return;
        }
        self.call(method);
        self.site(offset, Edge::Virtual, method);
    }

    fn invoke_direct(&mut self, offset: u32, method: u32, is_static: bool) {
        let target = self.direct(method);
        if target == NONE {
            return;
        }
        self.mark(target);
        self.site(offset, Edge::Call, target);
        if is_static {
            let class = self.hierarchy.class_of_defined(target);
            let kind = self.hierarchy.code.classes.get(class as usize).map_or(NONE, |c| c.name);
            self.touch(offset, kind);
        }
    }

    fn found(&mut self, defined: u32, offset: u32, found: Found) {
        match found {
            Found::Handed(class, node) => {
                let pair = self.handed_pair(class, node);
                self.site(offset, Edge::Handed, pair);
            }
            Found::HandedField(field, node) => self.handed_fields.push((defined, offset, field, node)),
            Found::PutField(field, class) => {
                let classes = self.put_fields.entry(field).or_default();
                if !classes.contains(&class) {
                    classes.push(class);
                }
            }
            Found::Looked(class) => self.by_reflection(offset, class, false),
            Found::Made(class) => self.by_reflection(offset, class, true),
            Found::Method(class, name) => self.by_name(offset, class, name),
            Found::Bridge(node) => self.bridge(offset, node),
        }
    }

    /// Place in `handed` of an object's class and the type it is handed over as.
    pub fn handed_pair(&mut self, class: u32, node: u32) -> u32 {
        let next = self.handed.len() as u32;
        let number = *self.handed_number.entry((class, node)).or_insert(next);
        if number == next {
            self.handed.push((class, node));
        }
        number
    }

    /// Methods Android may call on an object of the class when it was given it as one of this type: those the
    /// type declares. What it may find out about the object besides is bound where the object is created.
    pub fn callbacks_as(&self, pair: u32) -> Vec<u32> {
        let Some((class, node)) = self.handed.get(pair as usize).copied() else { return Vec::new() };
        let hierarchy = self.hierarchy;
        let supers = hierarchy.supers(if hierarchy.class_of(node) == NONE { node } else { self.node_of(class) });
        let all = self.callbacks.get(&class).into_iter().flatten().copied();
        all.filter(|defined| {
            let method = hierarchy.code.defined_methods.get(*defined as usize).map_or(NONE, |m| m.method);
            hierarchy.framework_declares(&supers, hierarchy.selector(method)).is_some()
        })
        .collect()
    }

    fn node_of(&self, class: u32) -> u32 {
        self.hierarchy.code.classes.get(class as usize).map_or(NONE, |c| c.name)
    }

    fn by_reflection(&mut self, offset: u32, class: u32, made: bool) {
        let mut reached = self.initializers(class);
        if made {
            self.create(class);
            reached.extend(self.constructors(class, true));
            self.site(offset, Edge::Created, class);
        }
        for defined in reached {
            self.mark(defined);
            self.site(offset, Edge::Reflection, defined);
        }
    }

    fn by_name(&mut self, offset: u32, class: u32, name: u32) {
        let hierarchy = self.hierarchy;
        let node = hierarchy.code.classes.get(class as usize).map_or(NONE, |c| c.name);
        for one in hierarchy.supers(node).iter().map(|n| hierarchy.class_of(*n)).filter(|c| *c != NONE) {
            for (_, defined) in hierarchy.declared(one).iter().filter(|m| hierarchy.selector_names(m.0).0 == name) {
                self.mark(*defined);
                self.site(offset, Edge::Reflection, *defined);
            }
        }
    }

    /// Constructors of a class; `plain`: only those without parameters.
    pub fn constructors(&self, class: u32, plain: bool) -> Vec<u32> {
        let code = &self.hierarchy.code;
        let Some(definition) = code.classes.get(class as usize) else { return Vec::new() };
        definition
            .methods
            .clone()
            .filter(|d| self.hierarchy.method_name(*d) == "<init>")
            .filter(|d| {
                let method = code.defined_methods.get(*d as usize).and_then(|m| code.methods.get(m.method as usize));
                !plain || method.is_some_and(|m| code.params(m.proto).is_empty())
            })
            .collect()
    }
}

impl Graph<'_> {
    /// A method handle's method runs when the lambda does; where is not followed, so it counts from here on.
    fn invoke_custom(&mut self, offset: u32, site: u32) {
        let code = &self.hierarchy.code;
        let handles = code.call_sites.get(site as usize).map(|s| s.handles.clone()).unwrap_or_default();
        for handle in handles.iter().filter_map(|h| code.method_handles.get(*h as usize)) {
            let target = if handle.kind >= 4 { self.direct(handle.member) } else { NONE };
            if target != NONE {
                self.mark(target);
                self.site(offset, Edge::Lambda, target);
            }
        }
    }

    /// An object of this type or a subtype is given to a web view: pages may call its methods that carry the
    /// annotation Android asks for, and before level 17 all public ones.
    fn bridge(&mut self, offset: u32, node: u32) {
        let hierarchy = self.hierarchy;
        let kind = hierarchy.code.find_type("Landroid/webkit/JavascriptInterface;");
        let below = hierarchy.below(node);
        for class in below.iter().map(|n| hierarchy.class_of(*n)).filter(|c| *c != NONE) {
            let public: Vec<u32> = hierarchy
                .declared(class)
                .iter()
                .map(|m| m.1)
                .filter(|d| hierarchy.flags(*d) & 1 != 0 && !hierarchy.method_name(*d).starts_with('<'))
                .collect();
            let marked: Vec<u32> = public.iter().copied().filter(|d| self.is_annotated(*d, kind)).collect();
            for defined in if marked.is_empty() && below.len() == 1 { public } else { marked } {
                self.mark(defined);
                self.site(offset, Edge::Bridge, defined);
            }
        }
    }

    fn is_annotated(&self, defined: u32, kind: Option<u32>) -> bool {
        let code = &self.hierarchy.code;
        let method = code.defined_methods.get(defined as usize).map_or(NONE, |m| m.method);
        let rows = &code.annotations;
        kind.is_some_and(|kind| {
            rows.owner
                .iter()
                .zip(&rows.owner_kind)
                .zip(&rows.kind)
                .any(|((o, k), a)| *o == method && *k == 2 && *a == kind)
        })
    }
}
