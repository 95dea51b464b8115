//! What a body's registers hold, as far as one pass in file order shows: exact classes, and objects handed over.
//!
//! Within a block (no jump arrives inside) what is known is exact and narrows calls. Across blocks it is only used to say where
//! an object is handed to Android, never to rule a call out.
use rustc_hash::FxHashMap;

use super::graph::Graph;
use crate::code::{Body, Code, Insn, MethodRef, NONE};
use crate::hierarchy::{Hierarchy, STATIC};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// (class, node): an object of exactly this class is handed to Android as one of this declared type.
    Handed(u32, u32),
    /// (field, node): what this field holds is handed to Android as one of this declared type.
    HandedField(u32, u32),
    /// (field, class): an object of exactly this class is put into the field.
    PutField(u32, u32),
    /// The class is looked up by a constant name.
    Looked(u32),
    /// (class, string): a method is looked up by a constant name.
    Method(u32, u32),
    /// An object of the class is made by reflection.
    Made(u32),
    /// An object of this node's type is given to a web view as a bridge.
    Bridge(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Nothing,
    /// A new object of exactly this class.
    New(u32),
    Text(u32),
    /// A class object.
    Class(u32),
    Field(u32),
    /// An object whose declared type is this node.
    Typed(u32),
}

#[derive(Default)]
pub struct Scan {
    /// (offset of the call, class number of the receiver), ascending.
    pub exact: Vec<(u32, u32)>,
    pub found: Vec<(u32, Found)>,
}

struct Scanner<'g, 'a> {
    graph: &'g mut Graph<'a>,
    defined: u32,
    /// Register → (what, number of the block it was learnt in).
    held: Vec<(Holds, u32)>,
    block: u32,
    result: Holds,
    scan: Scan,
}

impl Scan {
    pub fn of(graph: &mut Graph<'_>, defined: u32, number: u32, insns: &[Insn]) -> Scan {
        let hierarchy = graph.hierarchy;
        let code = &hierarchy.code;
        let Some(body) = code.bodies.get(number as usize) else { return Scan::default() };
        let starts = block_starts(code, number, body, insns);
        let mut starts = starts.iter().copied().peekable();
        let held = arguments(hierarchy, defined, body);
        let mut scanner = Scanner { graph, defined, held, block: 0, result: Holds::Nothing, scan: Scan::default() };
        for insn in insns {
            while starts.next_if(|s| *s <= insn.offset).is_some() {
                scanner.block = insn.offset.saturating_add(1);
            }
            scanner.step(insn);
        }
        scanner.scan
    }
}

/// Offsets where a jump, a switch case or a handler arrives. Ascending.
pub fn block_starts(code: &Code, number: u32, body: &Body, insns: &[Insn]) -> Vec<u32> {
    let branches = insns.iter().filter(|i| matches!(i.op, 0x28..=0x2a | 0x32..=0x3d));
    let mut starts: Vec<u32> = branches.filter_map(|i| u32::try_from(i.operand).ok()).collect();
    let rows = &code.switches;
    let first = rows.body.partition_point(|b| *b < number);
    let last = rows.body.partition_point(|b| *b <= number);
    starts.extend(rows.target.get(first..last).unwrap_or(&[]));
    let tries = code.tries.get(body.tries.start as usize..body.tries.end as usize).unwrap_or(&[]);
    starts.extend(tries.iter().map(|t| t.handler));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Registers at entry: parameters with their declared types.
fn arguments(hierarchy: &Hierarchy, defined: u32, body: &Body) -> Vec<(Holds, u32)> {
    let code = &hierarchy.code;
    let mut held = vec![(Holds::Nothing, 0); body.registers as usize];
    let method = code.defined_methods.get(defined as usize).and_then(|m| code.methods.get(m.method as usize));
    let Some(MethodRef { class, proto, .. }) = method.copied() else { return held };
    let this = Some(class).filter(|_| hierarchy.flags(defined) & STATIC == 0);
    let mut register = body.registers.saturating_sub(body.ins) as usize;
    for kind in this.into_iter().chain(code.params(proto).iter().copied()) {
        let name = code.type_name(kind);
        if let Some(slot) = held.get_mut(register).filter(|_| name.starts_with('L')) {
            *slot = (Holds::Typed(kind), 0);
        }
        register = register.saturating_add(if matches!(name, "J" | "D") { 2 } else { 1 });
    }
    held
}

/// Result kind and width by opcode: how many registers from the first one an instruction writes.
pub fn written(op: u8) -> usize {
    match op {
        0x01..=0x03 | 0x07..=0x0a | 0x0c | 0x0d | 0x12..=0x15 | 0x1a..=0x1c | 0x20..=0x23 | 0x1f => 1,
        0x04..=0x06 | 0x0b | 0x16..=0x19 => 2,
        0x2d..=0x31 | 0x44 | 0x46..=0x4a | 0x52 | 0x54..=0x58 | 0x60 | 0x62..=0x66 | 0xfe | 0xff => 1,
        0x45 | 0x53 | 0x61 => 2,
        0x7b | 0x7c | 0x7f | 0x82 | 0x84 | 0x85 | 0x87 | 0x8a | 0x8c..=0x8f => 1,
        0x7d | 0x7e | 0x80 | 0x81 | 0x83 | 0x86 | 0x88 | 0x89 | 0x8b => 2,
        0x90..=0x9a | 0xa6..=0xaa | 0xb0..=0xba | 0xc6..=0xca | 0xd0..=0xe2 => 1,
        0x9b..=0xa5 | 0xab..=0xaf | 0xbb..=0xc5 | 0xcb..=0xcf => 2,
        _ => 0,
    }
}

impl Scanner<'_, '_> {
    fn get(&self, register: Option<&u16>) -> (Holds, u32) {
        register.and_then(|r| self.held.get(usize::from(*r))).copied().unwrap_or((Holds::Nothing, 0))
    }

    fn set(&mut self, register: Option<&u16>, value: (Holds, u32), width: usize) {
        let first = register.map_or(usize::MAX, |r| usize::from(*r));
        for (place, slot) in self.held.iter_mut().skip(first).take(width).enumerate() {
            *slot = if place == 0 { value } else { (Holds::Nothing, 0) };
        }
    }

    fn step(&mut self, insn: &Insn) {
        let operand = insn.operand as u32;
        let first = insn.regs.first();
        let code = &self.graph.hierarchy.code;
        let value = match insn.op {
            0x07..=0x09 => self.get(insn.regs.get(1)),
            0x0c => (self.result, self.block),
            0x1a | 0x1b => (Holds::Text(operand), self.block),
            0x1c => (Holds::Class(self.graph.hierarchy.class_of(operand)), self.block),
            0x1f => match self.get(first) {
                (Holds::Nothing, _) => (Holds::Typed(operand), self.block),
                known => known,
            },
            0x22 => match self.graph.hierarchy.class_of(operand) {
                NONE => (Holds::Nothing, 0),
                class => (Holds::New(class), self.block),
            },
            0x54 | 0x62 => (Holds::Field(operand), self.block),
            0x5b | 0x69 => {
                if let (Holds::New(class), _) = self.get(first) {
                    self.scan.found.push((insn.offset, Found::PutField(operand, class)));
                }
                return;
            }
            0x6e..=0x72 | 0x74..=0x78 => {
                self.result = Holds::Nothing;
                if let Some(method) = code.methods.get(operand as usize).copied() {
                    self.invoke(insn, method);
                }
                return;
            }
            0x11 => return self.returned(insn),
            _ => (Holds::Nothing, 0),
        };
        self.set(first, value, written(insn.op));
    }

    /// What a method returns that Android calls is handed over.
    fn returned(&mut self, insn: &Insn) {
        let hierarchy = self.graph.hierarchy;
        if let (Holds::New(class), _) = self.get(insn.regs.first()) {
            let own = hierarchy.code.classes.get(hierarchy.class_of_defined(self.defined) as usize);
            let method = hierarchy.code.defined_methods.get(self.defined as usize).map_or(NONE, |m| m.method);
            let supers = hierarchy.supers(own.map_or(NONE, |c| c.name));
            if hierarchy.framework_declares(&supers, hierarchy.selector(method)).is_some() {
                let proto = hierarchy.code.methods.get(method as usize).map_or(NONE, |m| m.proto);
                let result = hierarchy.code.protos.get(proto as usize).map_or(NONE, |p| p.result);
                self.scan.found.push((insn.offset, Found::Handed(class, result)));
            }
        }
    }

    fn invoke(&mut self, insn: &Insn, method: MethodRef) {
        let hierarchy = self.graph.hierarchy;
        let receiver = self.get(insn.regs.first());
        let code = &hierarchy.code;
        if matches!(insn.op, 0x6e | 0x72 | 0x74 | 0x78)
            && let (Holds::New(class), block) = receiver
            && block == self.block
        {
            self.scan.exact.push((insn.offset, class));
        }
        let number = insn.operand as u32;
        self.result = match code.protos.get(method.proto as usize).map_or(NONE, |p| p.result) {
            kind if code.type_name(kind).starts_with('L') => Holds::Typed(kind),
            _ => Holds::Nothing,
        };
        if self.graph.direct(number) == NONE {
            self.outside(insn, method, receiver.0);
        }
    }

    /// A call that leaves the app.
    fn outside(&mut self, insn: &Insn, method: MethodRef, receiver: Holds) {
        let name = self.graph.hierarchy.code.text(method.name);
        match name {
            "forName" | "loadClass" => self.looked_up(insn),
            "newInstance" => {
                if let Holds::Class(class) = receiver {
                    self.made(insn.offset, class);
                }
            }
            // A constructor looked up stands for its class until it is called.
            "getConstructor" | "getDeclaredConstructor" => self.result = receiver,
            "getMethod" | "getDeclaredMethod" => {
                if let (Holds::Class(class), (Holds::Text(text), _)) = (receiver, self.get(insn.regs.get(1))) {
                    self.scan.found.push((insn.offset, Found::Method(class, text)));
                }
            }
            "addJavascriptInterface" => self.bridge(insn),
            _ => {}
        }
        let code = &self.graph.hierarchy.code;
        let mut kinds: Vec<u32> = Vec::new();
        if !matches!(insn.op, 0x71 | 0x77) {
            // A constructor's own object is not handed over by being made.
            kinds.push(if name == "<init>" { NONE } else { method.class });
        }
        for kind in code.params(method.proto) {
            kinds.push(*kind);
            if matches!(code.type_name(*kind), "J" | "D") {
                kinds.push(NONE);
            }
        }
        for (register, kind) in insn.regs.iter().zip(kinds).filter(|(_, kind)| *kind != NONE) {
            match self.get(Some(register)).0 {
                Holds::New(class) => self.scan.found.push((insn.offset, Found::Handed(class, kind))),
                Holds::Field(field) if self.holds_app_object(field) => {
                    self.scan.found.push((insn.offset, Found::HandedField(field, kind)));
                }
                _ => {}
            }
        }
    }

    fn holds_app_object(&self, field: u32) -> bool {
        let hierarchy = self.graph.hierarchy;
        hierarchy.code.fields.get(field as usize).is_some_and(|f| hierarchy.has_app_below(f.kind))
    }

    fn looked_up(&mut self, insn: &Insn) {
        let hierarchy = self.graph.hierarchy;
        let text = insn.regs.iter().find_map(|r| match self.get(Some(r)).0 {
            Holds::Text(text) => Some(text),
            _ => None,
        });
        let node = text.and_then(|t| hierarchy.node(hierarchy.code.text(t)));
        let class = node.map_or(NONE, |n| hierarchy.class_of(n));
        if class != NONE {
            self.scan.found.push((insn.offset, Found::Looked(class)));
            self.result = Holds::Class(class);
        }
    }

    fn made(&mut self, offset: u32, class: u32) {
        if class != NONE {
            self.scan.found.push((offset, Found::Made(class)));
            self.result = Holds::New(class);
        }
    }

    fn bridge(&mut self, insn: &Insn) {
        let code = &self.graph.hierarchy.code;
        let node = match self.get(insn.regs.get(1)).0 {
            Holds::New(class) => code.classes.get(class as usize).map_or(NONE, |c| c.name),
            Holds::Field(field) => code.fields.get(field as usize).map_or(NONE, |f| f.kind),
            Holds::Typed(node) => node,
            _ => code.find_type("Ljava/lang/Object;").unwrap_or(NONE),
        };
        self.scan.found.push((insn.offset, Found::Bridge(node)));
    }
}

/// A field handed to Android: (defined method, offset, field, node of the declared type).
pub type HandedField = (u32, u32, u32, u32);

/// Objects put into fields that are handed over elsewhere: (defined method, offset, class, node), in order.
pub fn handed_through_fields(handed: &[HandedField], put: &FxHashMap<u32, Vec<u32>>) -> Vec<HandedField> {
    let classes = |field: &u32| put.get(field).map(Vec::as_slice).unwrap_or(&[]);
    let each = |(method, offset, field, node): &HandedField| {
        let (method, offset, node) = (*method, *offset, *node);
        classes(field).iter().map(move |c| (method, offset, *c, node))
    };
    handed.iter().flat_map(each).collect()
}
