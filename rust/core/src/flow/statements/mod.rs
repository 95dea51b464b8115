//! The statements that stand beside models, run on the engine: what LEAK and SAFE see.
//!
//! Statements become the code of one method, and that code is analysed as a sample's code is.
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::carry::Carriers;
use super::components::{Component, Components, Filter};
use super::engine::{Engine, Limits, Port};
use super::models::{Model, Place};
use super::terms::{Resources, Terms};
use super::world::World;
use crate::code::NONE;
use crate::framework::Framework;
use crate::reach::{EntrySpec, Reach};

mod compile;
mod overloads;
mod parse;
#[cfg(test)]
mod tests;

use compile::{CLASS, Compiled, METHOD, SECRET, SINK, compile};
use overloads::Known;
pub use parse::StatementError;
use parse::{Expr, Statement, What, parse};

/// Steps for one run: far above what a few lines need.
const MOST_STEPS: u64 = 100_000;

/// What a run showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Lines (from 1) of LEAK and SAFE that the secret reached. Ascending.
    pub reached: Vec<u32>,
    /// Numbers of the models whose effects stood for calls. Ascending.
    pub touched: Vec<u32>,
    /// Methods called that no model stands for: the default did what they do. In the order of their first call.
    pub by_default: Vec<String>,
}

/// Models, ready to run statements with.
pub struct Bench {
    framework: Arc<Framework>,
    models: Vec<Model>,
    /// Name of a method → indices of models.
    by_name: FxHashMap<String, Vec<usize>>,
    opaque: Vec<String>,
}

impl Bench {
    /// `opaque`: classes whose objects pass nothing on by default.
    pub fn new(framework: Arc<Framework>, models: Vec<Model>, opaque: Vec<String>) -> Bench {
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (index, model) in models.iter().enumerate() {
            for name in &model.methods {
                by_name.entry(name.clone()).or_default().push(index);
            }
        }
        Bench { framework, models, by_name, opaque }
    }

    /// Runs statements. `own` is the number of the model under test: where a call fits several overloads, the one
    /// that this model is for is meant. With `silent` it does nothing. Fails at the first statement that is none.
    pub fn run(&self, text: &str, own: Option<u32>, silent: bool) -> Result<Outcome, StatementError> {
        let statements = parse(text)?;
        let mut models = self.models_for(&statements);
        let known =
            Known { framework: &self.framework, own: models.iter().find(|m| Some(m.number) == own), models: &models };
        let compiled = compile(&statements, &known)?;
        for model in models.iter_mut().filter(|m| silent && Some(m.number) == own) {
            model.effects.clear();
        }
        Ok(self.solve(compiled, models))
    }

    /// Models that a call in the statements may mean.
    fn models_for(&self, statements: &[Statement]) -> Vec<Model> {
        let mut found: Vec<usize> = Vec::new();
        let mut seen = FxHashSet::default();
        for statement in statements {
            let (What::Check(expr) | What::Plain(expr) | What::Assign { value: expr, .. }) = &statement.what;
            let name = match expr {
                Expr::Word(_) | Expr::Element { .. } => continue,
                Expr::New { .. } => "<init>",
                Expr::Call { method, .. } => method,
            };
            if seen.insert(name) {
                found.extend(self.by_name.get(name).into_iter().flatten());
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|index| self.models.get(index)).cloned().collect()
    }

    fn solve(&self, compiled: Compiled, models: Vec<Model>) -> Outcome {
        let Compiled { assembler, secrets, checks } = compiled;
        let hierarchy = Arc::new(assembler.link(Arc::clone(&self.framework)));
        let methods = Some(vec![METHOD.to_owned()]);
        let entry = EntrySpec { class: CLASS.to_owned(), methods, why: "statements".to_owned() };
        let reach = Arc::new(Reach::new(&hierarchy, vec![entry], &[]));
        let world = World::new(hierarchy, reach, models);
        let (sources, sinks) = ports(&world, &secrets, &checks);
        let limits = Limits { steps: MOST_STEPS };
        let mut engine = Engine::new(&world, sources, sinks, &self.opaque, limits);
        let mut carriers = Carriers::new(&world);
        let mut keys = Terms::new(&world, Resources::default());
        let mut components = Components::new(&world, vec![component()]);
        components.register(&world, &mut keys);
        engine.solve(&mut carriers, &mut keys, &components);
        let hits = engine.rows.iter().flat_map(|r| &r.hits);
        let lines = hits.filter_map(|h| engine.sinks.get(h.sink as usize)).map(|s| s.entry);
        let indices = world.modelled_calls.keys().map(|m| world.model_of_call(*m));
        Outcome {
            reached: sorted(lines),
            touched: sorted(indices.filter_map(|i| Some(world.model(i)?.number))),
            by_default: by_default(&world),
        }
    }
}

/// The methods that statements call and no model names.
fn by_default(world: &World) -> Vec<String> {
    let code = world.code();
    let calls = (0u32..).zip(&code.methods).filter(|(number, method)| {
        let class = code.type_name(method.class);
        ![CLASS, SECRET, SINK].contains(&class) && world.model_of_call(*number) == NONE
    });
    calls.map(|(number, _)| code.method_text(number)).collect()
}

fn sorted(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut all: Vec<u32> = numbers.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The method stands in a component that gets messages with action `a`: statements may send and take one.
fn component() -> Component {
    let filter = Filter { actions: vec!["a".to_owned()], ..Filter::default() };
    Component { class: CLASS.to_owned(), kind: "activity".to_owned(), filters: vec![filter], authorities: Vec::new() }
}

/// The calls that give the secret, and those that look for it; a sink's entry is its line.
fn ports(world: &World, secrets: &[u32], checks: &[(u32, u32)]) -> (Vec<Port>, Vec<Port>) {
    let code = world.code();
    let method = (0u32..)
        .zip(&code.defined_methods)
        .find(|(_, m)| code.bodies.get(m.body as usize).is_some())
        .map_or(NONE, |(number, _)| number);
    let places = |text: &str| Place::parse(text).into_iter().collect::<Vec<_>>();
    let port =
        |entry: u32, offset: u32, place: &str| Port { entry, method, offset: Some(offset), places: places(place) };
    let sources = secrets.iter().map(|offset| port(0, *offset, "result")).collect();
    let sinks = checks.iter().map(|(offset, line)| port(*line, *offset, "arg0")).collect();
    (sources, sinks)
}
