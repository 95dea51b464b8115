//! StringBuilder and StringBuffer: what was appended on the ways that lead to one place of the method.
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::ssa::{Def, PHI_USE, Ssa, is_call};
use super::{Term, TermId, Terms, Why};
use crate::code::{Code, NONE};

/// Values looked at to find out which object a value is.
const MOST_ALIASES: usize = 256;

fn is_builder(name: &str) -> bool {
    matches!(name, "Ljava/lang/StringBuilder;" | "Ljava/lang/StringBuffer;" | "Ljava/lang/AbstractStringBuilder;")
}

#[derive(Clone, Copy, Debug)]
enum Event {
    /// The object comes to be here with the text of this value; NONE for an empty one.
    Made,
    /// The constructor's argument.
    Begun(u32),
    /// Value, and whether it is appended (else put before).
    Added(u32),
    Before(u32),
    /// Method number of another change.
    Changed(u32),
    Emptied,
    Escaped,
}

struct Walk<'w> {
    frame: u32,
    defined: u32,
    ssa: &'w Ssa,
    root: u32,
    events: BTreeMap<u32, Event>,
    before: Vec<Vec<usize>>,
    done: FxHashMap<usize, TermId>,
    open: FxHashMap<usize, u32>,
}

/// The name of the method an instruction calls, when it is one of a builder.
fn builder_call<'c>(code: &'c Code, ssa: &Ssa, index: u32) -> Option<&'c str> {
    let insn = ssa.insn(index).filter(|i| is_call(i.op))?;
    let method = code.methods.get(insn.operand as usize)?;
    is_builder(code.type_name(method.class)).then(|| code.text(method.name))
}

/// Whether a builder's method gives the builder itself.
fn is_fluent(name: &str) -> bool {
    matches!(name, "append" | "insert" | "appendCodePoint" | "reverse" | "delete" | "deleteCharAt" | "replace")
}

impl Terms<'_> {
    /// The text of a builder just before an instruction; None where the value is no builder.
    pub(super) fn built_text(&mut self, frame: u32, defined: u32, value: u32, insn: u32) -> Option<TermId> {
        let ssa = self.world.ssa(defined)?;
        let roots = self.builder_roots(ssa, value)?;
        let mut all = Vec::new();
        for root in roots {
            if !self.step() {
                return Some(self.unknown(Why::Budget));
            }
            let number = self.begin();
            let term = self.builder_text(frame, defined, ssa, root, insn);
            all.push(self.end(term, number));
        }
        Some(self.any(all))
    }

    /// The objects a builder value may be, as values of this method.
    fn builder_roots(&self, ssa: &Ssa, value: u32) -> Option<Vec<u32>> {
        let code = self.world.code();
        let builder = |v: u32| is_builder(code.type_name(ssa.kind(v)));
        if value == NONE || !builder(value) && !matches!(ssa.def(value)?, Def::Phi(_)) {
            return None;
        }
        let (mut roots, mut seen, mut todo) = (Vec::new(), vec![value], vec![value]);
        while let Some(one) = todo.pop() {
            let above: &[u32] = match ssa.def(one)? {
                Def::Phi(phi) => &ssa.phis.get(phi as usize)?.args,
                Def::Insn(index) => match ssa.insn(index)?.op {
                    0x1f => ssa.args(index),
                    _ if builder_call(code, ssa, index).is_some_and(is_fluent) => ssa.args(index).get(..1)?,
                    0x12 => continue, // null
                    _ => &[],
                },
                Def::Param(_) => &[],
            };
            if above.is_empty() {
                if !builder(one) {
                    return None;
                }
                roots.push(one);
            }
            for next in above.iter().filter(|v| **v != NONE) {
                if !seen.contains(next) {
                    seen.push(*next);
                    todo.push(*next);
                }
            }
            if seen.len() > MOST_ALIASES {
                return None;
            }
        }
        roots.sort_unstable();
        Some(roots).filter(|r| !r.is_empty())
    }

    fn builder_text(&mut self, frame: u32, defined: u32, ssa: &Ssa, root: u32, insn: u32) -> TermId {
        let world = self.world;
        let Some(whole) = world.ssa(defined) else { return self.unknown(Why::Cut) };
        let mut before = vec![Vec::new(); ssa.blocks.len()];
        for (number, block) in ssa.blocks.iter().enumerate() {
            for next in &block.next {
                if let Some(list) = before.get_mut(*next) {
                    list.push(number);
                }
            }
        }
        let events = self.builder_events(ssa, root);
        let mut walk = Walk {
            frame,
            defined,
            ssa: whole,
            root,
            events,
            before,
            done: FxHashMap::default(),
            open: FxHashMap::default(),
        };
        if insn != NONE {
            let block = ssa.block_of(insn) as usize;
            return self.text_in(&mut walk, block, insn);
        }
        // At the end: as the last change leaves it.
        let last = walk.events.keys().next_back().copied().unwrap_or(0);
        self.text_in(&mut walk, ssa.block_of(last) as usize, last + 1)
    }

    /// Everything that happens to the object, by instruction.
    fn builder_events(&self, ssa: &Ssa, root: u32) -> BTreeMap<u32, Event> {
        let code = self.world.code();
        let mut events = BTreeMap::new();
        if let Some(Def::Insn(index)) = ssa.def(root) {
            events.insert(index, Event::Made);
        }
        let (mut seen, mut todo) = (vec![root], vec![root]);
        while let Some(alias) = todo.pop() {
            for (user, operand) in ssa.uses(alias) {
                let next = if user & PHI_USE != 0 {
                    ssa.phis.get((user & !PHI_USE) as usize).map_or(NONE, |p| p.value)
                } else {
                    if ssa.block_of(*user) == NONE {
                        continue;
                    }
                    self.builder_event(ssa, *user, *operand, &mut events);
                    let same = ssa.insn(*user).is_some_and(|i| i.op == 0x1f)
                        || *operand == 0 && builder_call(code, ssa, *user).is_some_and(is_fluent);
                    if same { ssa.result(*user) } else { NONE }
                };
                if next != NONE && !seen.contains(&next) && seen.len() < MOST_ALIASES * 4 {
                    seen.push(next);
                    todo.push(next);
                }
            }
        }
        events
    }

    fn builder_event(&self, ssa: &Ssa, user: u32, operand: u32, events: &mut BTreeMap<u32, Event>) {
        let code = self.world.code();
        let Some(name) = builder_call(code, ssa, user).filter(|_| operand == 0) else {
            let method = ssa.insn(user).filter(|i| is_call(i.op)).map_or(NONE, |i| i.operand as u32);
            let own = method != NONE && code.body_of(method).is_some();
            if own {
                events.entry(user).or_insert(Event::Escaped);
            }
            return;
        };
        let method = ssa.insn(user).map_or(NONE, |i| i.operand as u32);
        let event = match name {
            "<init>" => Event::Begun(ssa.arg(user, 1)),
            "append" | "appendCodePoint" => Event::Added(ssa.arg(user, 1)),
            "insert" => Event::Before(ssa.arg(user, 2)),
            "setLength" => Event::Emptied,
            "reverse" | "delete" | "deleteCharAt" | "replace" | "setCharAt" => Event::Changed(method),
            _ => return,
        };
        events.insert(user, event);
    }

    /// The text just before instruction `limit` of a block.
    fn text_in(&mut self, walk: &mut Walk, block: usize, limit: u32) -> TermId {
        let Some(from) = walk.ssa.blocks.get(block).map(|b| b.from as u32) else { return self.unknown(Why::Cut) };
        let mut later = Vec::new();
        let mut base = None;
        for (insn, event) in walk.events.range(from..limit).rev().map(|(i, e)| (*i, *e)).collect::<Vec<_>>() {
            match event {
                Event::Made => {
                    base = Some(self.builder_base(walk, insn));
                    break;
                }
                Event::Begun(argument) => {
                    base = Some(self.begun(walk, insn, argument));
                    break;
                }
                Event::Emptied if self.is_zero(walk, insn) => {
                    base = Some(self.text_term(""));
                    break;
                }
                _ => later.push((insn, event)),
            }
        }
        let mut term = match base {
            Some(term) => term,
            None => self.text_at_start(walk, block),
        };
        for (insn, event) in later.into_iter().rev() {
            term = self.apply(walk, term, insn, event);
        }
        term
    }

    fn is_zero(&mut self, walk: &Walk, insn: u32) -> bool {
        let length = self.eval(walk.frame, walk.defined, walk.ssa.arg(insn, 1));
        *self.get(length) == Term::Int(0)
    }

    fn begun(&mut self, walk: &Walk, insn: u32, argument: u32) -> TermId {
        let code = self.world.code();
        let method = walk.ssa.insn(insn).and_then(|i| code.methods.get(i.operand as usize));
        let kind = method.and_then(|m| code.params(m.proto).first()).map_or("", |k| code.type_name(*k));
        if argument == NONE || kind == "I" {
            return self.text_term("");
        }
        self.eval_at(walk.frame, walk.defined, argument, insn)
    }

    /// What the object holds where this method first sees it.
    fn builder_base(&mut self, walk: &Walk, insn: u32) -> TermId {
        match walk.ssa.insn(insn).map_or(0, |i| i.op) {
            0x22 => self.text_term(""),
            _ => self.eval(walk.frame, walk.defined, walk.root),
        }
    }

    fn text_at_start(&mut self, walk: &mut Walk, block: usize) -> TermId {
        if let Some(term) = walk.done.get(&block) {
            return *term;
        }
        if let Some(number) = walk.open.get(&block) {
            return self.intern(Term::Again(*number));
        }
        if !self.step() {
            return self.unknown(Why::Budget);
        }
        let number = self.begin();
        walk.open.insert(block, number);
        let mut all = Vec::new();
        if block == 0 && matches!(walk.ssa.def(walk.root), Some(Def::Param(_))) {
            all.push(self.eval(walk.frame, walk.defined, walk.root));
        }
        for one in walk.before.get(block).cloned().unwrap_or_default() {
            let end = walk.ssa.blocks.get(one).map_or(0, |b| b.to as u32);
            all.push(self.text_in(walk, one, end));
        }
        let term = self.any(all);
        walk.open.remove(&block);
        let term = self.end(term, number);
        if !self.is_open(term) {
            walk.done.insert(block, term);
        }
        term
    }

    fn apply(&mut self, walk: &Walk, term: TermId, insn: u32, event: Event) -> TermId {
        let code = self.world.code();
        let method = walk.ssa.insn(insn).and_then(|i| code.methods.get(i.operand as usize));
        let kind = |n: usize| method.and_then(|m| code.params(m.proto).get(n)).map_or("", |k| code.type_name(*k));
        match event {
            Event::Added(value) => {
                let one = self.eval_at(walk.frame, walk.defined, value, insn);
                let one = self.boxed(one, kind(0), true);
                self.concat(vec![term, one])
            }
            Event::Before(value) => {
                let one = self.eval_at(walk.frame, walk.defined, value, insn);
                let one = self.boxed(one, kind(1), true);
                let place = self.eval(walk.frame, walk.defined, walk.ssa.arg(insn, 1));
                if *self.get(place) == Term::Int(0) {
                    self.concat(vec![one, term])
                } else {
                    self.op("insert", vec![term, one])
                }
            }
            Event::Changed(method) => self.change(term, method),
            Event::Emptied => self.op("cut", vec![term]),
            Event::Escaped => {
                let unknown = self.unknown(Why::Escapes);
                self.concat(vec![term, unknown])
            }
            Event::Made | Event::Begun(_) => term,
        }
    }

    fn change(&mut self, term: TermId, method: u32) -> TermId {
        let code = self.world.code();
        let name = code.methods.get(method as usize).map_or("", |m| code.text(m.name));
        match self.get(term) {
            Term::Text(text) if name == "reverse" => {
                let turned: String = text.chars().rev().collect();
                self.text_term(&turned)
            }
            _ => self.op(name, vec![term]),
        }
    }
}
