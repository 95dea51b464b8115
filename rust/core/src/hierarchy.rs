//! Parents and children over the app's classes and Android's, by name, and which method a call arrives at.
//!
//! A node is a type number of the sample, or a number past the last for a framework class the sample only inherits.
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::code::{Code, Insn, NONE};
use crate::framework::{self, ClassId, Framework};

pub const PRIVATE: u32 = 0x2;
pub const STATIC: u32 = 0x8;
pub const INTERFACE: u32 = 0x200;
pub const ABSTRACT: u32 = 0x400;
pub const NATIVE: u32 = 0x100;

/// Ancestors looked at per class: far above real code, and a bound on what a made-up chain can cost.
const MOST_SUPERS: usize = 512;

/// Lists of numbers by number, in one buffer.
#[derive(Default)]
struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn of(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0u32; count.saturating_add(1)];
        for (key, _) in pairs.clone() {
            if let Some(slot) = starts.get_mut((key as usize).saturating_add(1)) {
                *slot = slot.saturating_add(1);
            }
        }
        let mut sum = 0u32;
        for slot in &mut starts {
            sum = sum.saturating_add(*slot);
            *slot = sum;
        }
        let mut next = starts.clone();
        let mut items = vec![NONE; sum as usize];
        for (key, item) in pairs {
            if let Some(place) = next.get_mut(key as usize) {
                if let Some(slot) = items.get_mut(*place as usize) {
                    *slot = item;
                }
                *place = place.saturating_add(1);
            }
        }
        Lists { starts, items }
    }

    fn get(&self, key: u32) -> &[u32] {
        let from = self.starts.get(key as usize).copied().unwrap_or(0) as usize;
        let to = self.starts.get((key as usize).saturating_add(1)).copied().unwrap_or(0) as usize;
        self.items.get(from..to).unwrap_or(&[])
    }
}

/// One value of a column, NONE past its end.
pub fn at(column: &[u32], index: u32) -> u32 {
    column.get(index as usize).copied().unwrap_or(NONE)
}

/// Fills the instructions of a body with their registers, keeping the buffers.
pub type Decode = dyn Fn(&Code, u32, &mut Vec<Insn>) + Send + Sync;

pub struct Hierarchy {
    pub code: Arc<Code>,
    pub framework: Arc<Framework>,
    decode: Box<Decode>,
    /// Node → class number of the sample, or NONE.
    class_of: Vec<u32>,
    /// Node → class of the framework table, or NONE. NONE too where the sample defines the name itself.
    framework_of: Vec<u32>,
    node_of_framework: FxHashMap<u32, u32>,
    /// Node → whether it or a descendant is a class of the sample.
    app_below: Vec<bool>,
    up: Lists,
    down: Lists,
    /// Method number → number of its (name, proto).
    selector_of: Vec<u32>,
    /// (name, proto) of each selector.
    selectors: Vec<(u32, u32)>,
    /// Selector → (word, proto) of the framework table, or NONE where Android has no such pair of names.
    framework_selector: Vec<(u32, u32)>,
    /// As `code.defined_methods`, but each class's range sorted: (selector, number of the defined method).
    declared: Vec<(u32, u32)>,
    /// Number of a defined method → class number.
    class_of_defined: Vec<u32>,
}

impl Hierarchy {
    pub fn new(code: Arc<Code>, framework: Arc<Framework>) -> Self {
        Self::with(code, framework, Box::new(|code, body, out| code.decode(body, out)))
    }

    /// As [`Hierarchy::new`], for code whose instructions come from elsewhere than dex bytes.
    pub fn with(code: Arc<Code>, framework: Arc<Framework>, decode: Box<Decode>) -> Self {
        let mut built = Hierarchy {
            class_of: vec![NONE; code.types.len()],
            framework_of: vec![NONE; code.types.len()],
            node_of_framework: FxHashMap::default(),
            app_below: Vec::new(),
            up: Lists::default(),
            down: Lists::default(),
            selector_of: Vec::with_capacity(code.methods.len()),
            selectors: Vec::new(),
            framework_selector: Vec::new(),
            declared: vec![(NONE, NONE); code.defined_methods.len()],
            class_of_defined: vec![NONE; code.defined_methods.len()],
            code,
            framework,
            decode,
        };
        built.place_classes();
        built.link();
        built.select();
        built.declare();
        built
    }

    fn place_classes(&mut self) {
        let framework = Arc::clone(&self.framework);
        for (number, class) in (0u32..).zip(&self.code.classes) {
            if let Some(slot) = self.class_of.get_mut(class.name as usize) {
                *slot = number;
            }
        }
        for node in 0..self.code.types.len() as u32 {
            if at(&self.class_of, node) == NONE
                && self.code.type_name(node).starts_with('L')
                && let Some(found) = self.framework.class(self.code.type_name(node))
            {
                self.node_of_framework.insert(found.0, node);
                if let Some(slot) = self.framework_of.get_mut(node as usize) {
                    *slot = found.0;
                }
            }
        }
        let mut next = 0usize;
        while let Some(&number) = self.framework_of.get(next) {
            if number != NONE {
                let class = ClassId(number);
                for one in framework.parent(class).into_iter().chain(framework.interfaces(class)) {
                    self.node_for(one);
                }
            }
            next = next.saturating_add(1);
        }
    }

    /// The node of a framework class, made if need be. A class the sample defines too stands for both.
    fn node_for(&mut self, class: ClassId) -> u32 {
        if let Some(node) = self.node_of_framework.get(&class.0) {
            return *node;
        }
        let descriptor = format!("L{};", self.framework.name(class));
        let node = match self.code.find_type(&descriptor) {
            Some(node) => node,
            None => {
                self.class_of.push(NONE);
                self.framework_of.push(class.0);
                (self.class_of.len() as u32).wrapping_sub(1)
            }
        };
        self.node_of_framework.insert(class.0, node);
        node
    }

    fn link(&mut self) {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for class in &self.code.classes {
            let parent = Some(class.parent).filter(|p| *p != NONE);
            pairs.extend(parent.into_iter().chain(class.interfaces.iter().copied()).map(|p| (class.name, p)));
        }
        for (node, number) in (0u32..).zip(self.framework_of.clone()) {
            if number != NONE {
                let class = ClassId(number);
                let above = self.framework.parent(class).into_iter().chain(self.framework.interfaces(class));
                pairs.extend(above.filter_map(|one| Some((node, *self.node_of_framework.get(&one.0)?))));
            }
        }
        self.up = Lists::of(self.class_of.len(), pairs.iter().copied());
        self.down = Lists::of(self.class_of.len(), pairs.iter().map(|(child, parent)| (*parent, *child)));
        self.app_below = vec![false; self.class_of.len()];
        let mut todo: Vec<u32> = self.code.classes.iter().map(|c| c.name).collect();
        while let Some(node) = todo.pop() {
            if let Some(slot) = self.app_below.get_mut(node as usize).filter(|s| !**s) {
                *slot = true;
                todo.extend(self.up.get(node));
            }
        }
    }

    /// Whether an object of this declared type may be of a class of the sample.
    pub fn has_app_below(&self, node: u32) -> bool {
        self.app_below.get(node as usize).copied().unwrap_or(false)
    }

    fn select(&mut self) {
        let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for method in &self.code.methods {
            let next = self.selectors.len() as u32;
            let number = *known.entry((method.name, method.proto)).or_insert(next);
            if number == next {
                self.selectors.push((method.name, method.proto));
            }
            self.selector_of.push(number);
        }
        let mut words: FxHashMap<u32, u32> = FxHashMap::default();
        let mut protos: FxHashMap<u32, u32> = FxHashMap::default();
        for (name, proto) in &self.selectors {
            let word =
                *words.entry(*name).or_insert_with(|| self.framework.word(self.code.text(*name)).unwrap_or(NONE));
            let proto = if word == NONE {
                NONE
            } else {
                *protos
                    .entry(*proto)
                    .or_insert_with(|| self.framework.proto(&self.code.proto_text(*proto)).unwrap_or(NONE))
            };
            self.framework_selector.push((word, proto));
        }
    }

    fn declare(&mut self) {
        for (number, class) in (0u32..).zip(&Arc::clone(&self.code).classes) {
            let range = class.methods.start as usize..class.methods.end as usize;
            let Some(slots) = self.declared.get_mut(range.clone()) else { continue };
            for (defined, slot) in (class.methods.start..).zip(slots.iter_mut()) {
                let method = self.code.defined_methods.get(defined as usize).map_or(NONE, |m| m.method);
                *slot = (at(&self.selector_of, method), defined);
            }
            slots.sort_unstable();
            self.class_of_defined.get_mut(range).unwrap_or(&mut []).fill(number);
        }
    }

    /// The instructions of a body, with registers.
    pub fn insns(&self, body: u32, out: &mut Vec<Insn>) {
        (self.decode)(&self.code, body, out);
    }

    pub fn nodes(&self) -> usize {
        self.class_of.len()
    }

    /// Class number of the sample, or NONE.
    pub fn class_of(&self, node: u32) -> u32 {
        at(&self.class_of, node)
    }

    pub fn framework_of(&self, node: u32) -> Option<ClassId> {
        Some(at(&self.framework_of, node)).filter(|n| *n != NONE).map(ClassId)
    }

    /// A class neither the sample nor Android defines: what it declares cannot be known.
    pub fn is_unknown(&self, node: u32) -> bool {
        self.class_of(node) == NONE && self.framework_of(node).is_none()
    }

    /// Whether the node is an interface, of the sample or of Android.
    pub fn is_interface(&self, node: u32) -> bool {
        match self.code.classes.get(self.class_of(node) as usize) {
            Some(class) => class.flags & INTERFACE != 0,
            None => self.framework_of(node).is_some_and(|c| u32::from(self.framework.flags(c)) & INTERFACE != 0),
        }
    }

    /// Slashed or descriptor name of a node, as the sample writes it.
    pub fn name(&self, node: u32) -> String {
        match self.framework_of(node) {
            Some(class) => format!("L{};", self.framework.name(class)),
            None => self.code.type_name(node).to_owned(),
        }
    }

    /// The node of a class by descriptor, dotted or slashed name.
    pub fn node(&self, name: &str) -> Option<u32> {
        let name = framework::slashed(name);
        self.code
            .find_type(&format!("L{name};"))
            .or_else(|| self.node_of_framework.get(&self.framework.class(&name)?.0).copied())
    }

    pub fn children(&self, node: u32) -> &[u32] {
        self.down.get(node)
    }

    /// The node and all its ancestors, nearest first.
    pub fn supers(&self, node: u32) -> Vec<u32> {
        let mut found = vec![node];
        let mut next = 0usize;
        while let Some(one) = found.get(next).copied() {
            for above in self.up.get(one) {
                if found.len() < MOST_SUPERS && !found.contains(above) {
                    found.push(*above);
                }
            }
            next = next.saturating_add(1);
        }
        found
    }

    /// The node and all its descendants, in no meaningful but a fixed order.
    pub fn below(&self, node: u32) -> Vec<u32> {
        let mut seen = FxHashSet::from_iter([node]);
        let mut found = vec![node];
        let mut next = 0usize;
        while let Some(one) = found.get(next).copied() {
            found.extend(self.children(one).iter().filter(|c| seen.insert(**c)));
            next = next.saturating_add(1);
        }
        found
    }

    pub fn is_a(&self, node: u32, ancestor: u32) -> bool {
        node == ancestor || self.supers(node).contains(&ancestor)
    }

    pub fn selector(&self, method: u32) -> u32 {
        at(&self.selector_of, method)
    }

    /// (name, proto) of a selector.
    pub fn selector_names(&self, selector: u32) -> (u32, u32) {
        self.selectors.get(selector as usize).copied().unwrap_or((NONE, NONE))
    }

    /// Class number of a defined method.
    pub fn class_of_defined(&self, defined: u32) -> u32 {
        at(&self.class_of_defined, defined)
    }

    pub fn flags(&self, defined: u32) -> u32 {
        self.code.defined_methods.get(defined as usize).map_or(0, |m| m.flags)
    }

    /// Name of a defined method.
    pub fn method_name(&self, defined: u32) -> &str {
        let method = self.code.defined_methods.get(defined as usize).map_or(NONE, |m| m.method);
        self.code.methods.get(method as usize).map_or("", |m| self.code.text(m.name))
    }

    /// (selector, defined method) of the class's own methods, by selector.
    pub fn declared(&self, class: u32) -> &[(u32, u32)] {
        let Some(class) = self.code.classes.get(class as usize) else { return &[] };
        self.declared.get(class.methods.start as usize..class.methods.end as usize).unwrap_or(&[])
    }

    /// The method of this selector the class itself defines, or NONE.
    pub fn own(&self, class: u32, selector: u32) -> u32 {
        let methods = self.declared(class);
        let place = methods.partition_point(|m| m.0 < selector);
        methods.get(place).filter(|m| m.0 == selector).map_or(NONE, |m| m.1)
    }

    /// The method of the sample that runs when `selector` is called on an object of exactly this class; NONE where
    /// Android's own or none does. Parents come before default methods of interfaces.
    pub fn lookup(&self, node: u32, selector: u32) -> u32 {
        let mut one = node;
        for _ in 0..MOST_SUPERS {
            let class = self.class_of(one);
            if class == NONE {
                break;
            }
            let found = self.own(class, selector);
            if found != NONE {
                return found;
            }
            one = self.code.classes.get(class as usize).map_or(NONE, |c| c.parent);
        }
        self.default_method(node, selector)
    }

    fn default_method(&self, node: u32, selector: u32) -> u32 {
        let mut declared = NONE;
        for one in self.supers(node) {
            let class = self.class_of(one);
            let found = if class == NONE { NONE } else { self.own(class, selector) };
            if found != NONE && self.flags(found) & ABSTRACT == 0 {
                return found;
            }
            declared = declared.min(found);
        }
        declared
    }

    /// The framework class whose method the selector overrides in a class with these ancestors.
    pub fn framework_declares(&self, supers: &[u32], selector: u32) -> Option<ClassId> {
        let (word, proto) = self.framework_selector.get(selector as usize).copied()?;
        if word == NONE || proto == NONE {
            return None;
        }
        let barred = framework::STATIC | framework::FINAL;
        supers
            .iter()
            .filter_map(|s| self.framework_of(*s))
            .find(|class| self.framework.declared(*class, word, proto).is_some_and(|flags| flags & barred == 0))
    }

    /// Methods of the sample that Android may call on an object of this class: its own or inherited ones that
    /// override a framework-declared one. Sorted.
    pub fn callbacks(&self, class: u32) -> Vec<u32> {
        let node = self.code.classes.get(class as usize).map_or(NONE, |c| c.name);
        let supers = self.supers(node);
        let mut found = Vec::new();
        for one in supers.iter().map(|s| self.class_of(*s)).filter(|c| *c != NONE) {
            for (selector, defined) in self.declared(one) {
                if self.flags(*defined) & (STATIC | PRIVATE | ABSTRACT) == 0
                    && self.framework_declares(&supers, *selector).is_some()
                    && !self.method_name(*defined).starts_with('<')
                    && self.lookup(node, *selector) == *defined
                {
                    found.push(*defined);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
