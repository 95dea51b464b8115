//! Bodies of methods as trees of values, and the conditions of their instructions, for Python.
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use sousveil_core::code::NONE;
use sousveil_core::flow::express::{Expressions, Node, accessors, defined};
use sousveil_core::flow::guards::{Guard, Guards, Leaf};
use sousveil_core::flow::kept;
use sousveil_core::flow::terms::{Resources, Terms};
use sousveil_core::flow::world::World;

use crate::code::Code;
use crate::flow::{ModelRow, models};
use crate::trace::{Framework, Reach};

/// (method, offset, kind, symbol or None, nodes)
type UseRow = (u32, u32, &'static str, Option<u32>, Vec<u32>);
/// (kind, symbol or None, number, children, offset or None)
type NodeRow = (&'static str, Option<u32>, i64, Vec<u32>, Option<u32>);
/// (method, offset, text, sign, keys, nodes, technical, what decides, switch)
type LeafRow = (u32, u32, String, &'static str, Vec<i64>, Vec<u32>, bool, &'static str, String);
/// (method, offset, verb, kind, keys, known)
type KeptRow = (u32, u32, &'static str, String, Vec<String>, bool);
/// (callers up, text, technical, cut, leaves)
type ConditionRow = (u32, String, bool, bool, Vec<LeafRow>);

/// Trees of values and conditions, made when they are asked for.
#[pyclass(frozen, module = "sousveil._core")]
pub struct Bodies {
    world: World,
    resources: Resources,
    made: Mutex<Expressions>,
}

fn some(number: u32) -> Option<u32> {
    Some(number).filter(|n| *n != NONE)
}

fn row(node: &Node) -> NodeRow {
    (node.kind.as_str(), some(node.symbol), node.number, node.children.clone(), some(node.offset))
}

impl Bodies {
    fn leaf(&self, made: &mut Expressions, leaf: &Leaf) -> LeafRow {
        let nodes = leaf.about.iter().map(|(d, v)| made.value(&self.world, *d, *v)).collect();
        let (text, switch) = (leaf.text.clone(), leaf.switch.clone());
        let method = self.world.method(leaf.defined);
        let decider = leaf.decider.as_str();
        (method, leaf.offset, text, leaf.sign, leaf.keys.clone(), nodes, leaf.technical, decider, switch)
    }
}

#[pymethods]
impl Bodies {
    /// Raises ValueError naming the model whose effect does not parse.
    #[new]
    fn new(
        py: Python<'_>,
        code: &Code,
        framework: &Framework,
        reach: &Reach,
        models: Vec<ModelRow>,
        resources: Vec<(u32, String, Option<String>)>,
    ) -> PyResult<Self> {
        let (given, _) = self::models(models)?;
        let hierarchy = framework.hierarchy(&code.0);
        let reach = Arc::clone(&reach.reach);
        let world = py.detach(|| World::new(hierarchy, reach, given));
        Ok(Bodies { world, resources: crate::flow::resources(resources), made: Mutex::new(Expressions::default()) })
    }

    /// Calls, writes to fields, returns, stores into and fills of arrays of these methods, in order: (method, offset,
    /// kind, method or field number, nodes). A call's nodes are its arguments, the receiver first where there is one; a write's the
    /// value and the object; a store's value, array, index.
    fn uses(&self, py: Python<'_>, methods: Vec<u32>) -> Vec<UseRow> {
        py.detach(|| {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            let mut found = Vec::new();
            for method in methods {
                made.uses(&self.world, defined(&self.world, method), &mut found);
            }
            found.into_iter().map(|u| (u.method, u.offset, u.kind, some(u.symbol), u.values)).collect()
        })
    }

    /// Constants that `fill` at a place puts into an array: size of an element, bytes (little-endian).
    fn filled(&self, method: u32, offset: u32) -> Option<(u16, Vec<u8>)> {
        let ssa = self.world.ssa(defined(&self.world, method))?;
        let insn = ssa.insn(ssa.at_offset(offset)?)?;
        let (width, bytes) = self.world.code().array_data(ssa.body, insn)?;
        Some((width, bytes.to_vec()))
    }

    /// How many nodes there are so far.
    fn __len__(&self) -> usize {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).nodes.len()
    }

    /// Nodes from number `start` on: (kind, symbol, number, children, offset). See `core.pyi` for the kinds.
    fn nodes(&self, start: usize) -> Vec<NodeRow> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.nodes.get(start..).unwrap_or_default().iter().map(row).collect()
    }

    /// Methods that only read or write one field of their object: (method, reads, field).
    fn accessors(&self, py: Python<'_>) -> Vec<(u32, bool, u32)> {
        py.detach(|| accessors(&self.world))
    }

    /// What must hold for an instruction to run: its own method's conditions first, then those of the callers on the
    /// shortest way from an entry, where `across` asks for them. All must hold.
    #[pyo3(signature = (places, across=true))]
    fn conditions(&self, py: Python<'_>, places: Vec<(u32, u32)>, across: bool) -> Vec<Vec<ConditionRow>> {
        py.detach(|| {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            let mut guards = Guards::new(&self.world);
            let mut all = Vec::with_capacity(places.len());
            for (method, offset) in places {
                let body = defined(&self.world, method);
                let insn = self.world.ssa(body).and_then(|ssa| ssa.at_offset(offset));
                let found = insn.map(|insn| if across { guards.of(body, insn) } else { guards.within(body, insn) });
                let told = found.unwrap_or_default().into_iter().map(|f| {
                    let leaves = f.guard.leaves().into_iter().map(|l| self.leaf(&mut made, l)).collect();
                    let cut = matches!(f.guard, Guard::Cut(_));
                    (f.across, f.guard.text(), f.guard.technical(), cut, leaves)
                });
                all.push(told.collect());
            }
            all
        })
    }

    /// Calls of these methods that touch a file, preference, table or other carrier: (method, offset, verb, kind of
    /// carrier, parts of its key as terms, whether all of them are known).
    fn kept(&self, py: Python<'_>, methods: Vec<u32>) -> Vec<KeptRow> {
        py.detach(|| {
            let mut terms = Terms::new(&self.world, self.resources.clone());
            let all = methods.into_iter().flat_map(|m| kept::kept(&self.world, &mut terms, defined(&self.world, m)));
            all.map(|k| (k.method, k.offset, k.verb, k.kind, k.keys, k.known)).collect()
        })
    }

    /// Arguments of calls, (method, offset, argument; the receiver is 0 where there is one), as terms: the text and
    /// whether it is made of constants alone; None where there is no such argument.
    fn terms(&self, py: Python<'_>, places: Vec<(u32, u32, u32)>) -> Vec<Option<(String, bool)>> {
        py.detach(|| {
            let mut terms = Terms::new(&self.world, self.resources.clone());
            let mut one =
                |(m, o, n): (u32, u32, u32)| kept::argument(&self.world, &mut terms, defined(&self.world, m), o, n);
            places.into_iter().map(&mut one).collect()
        })
    }

    /// Methods and offsets of the calls that may arrive at a method.
    fn callers(&self, method: u32) -> Vec<(u32, u32)> {
        let sites = self.world.callers(defined(&self.world, method)).iter();
        sites.map(|(body, offset)| (self.world.method(*body), *offset)).collect()
    }

    /// Defined methods with code that the call at a place may arrive at.
    fn callees(&self, method: u32, offset: u32) -> Vec<u32> {
        let Some(ssa) = self.world.ssa(defined(&self.world, method)) else { return Vec::new() };
        let Some(insn) = ssa.at_offset(offset) else { return Vec::new() };
        self.world.callees(ssa, insn, NONE).bodies.into_iter().map(|d| self.world.method(d)).collect()
    }
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Bodies>()
}
