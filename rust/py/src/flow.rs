//! The data-flow analysis, for Python.
use std::collections::BTreeMap;
use std::sync::Arc;

use pyo3::exceptions::{PyKeyError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use sousveil_core::flow::components::{Component, Filter};
use sousveil_core::flow::engine::{Limits, Port};
use sousveil_core::flow::models::{Effect, Model, Place};
use sousveil_core::flow::reflect::Named;
use sousveil_core::flow::solve::{Question, solve};
use sousveil_core::flow::terms::{Resource, Resources};
use sousveil_core::flow::world::World;

use crate::code::Code;
use crate::table::Table;
use crate::trace::{Framework, Reach};

/// (id, classes, subtypes, methods, parameter descriptors or None, [(verb, text)])
pub type ModelRow = (String, Vec<String>, bool, Vec<String>, Option<Vec<String>>, Vec<(String, String)>);
/// (name, method number, offset or None, places)
type PortRow = (String, u32, Option<u32>, Vec<String>);
/// (name, class, method, places): sources and sinks that code may call by reflection.
type NamedRow = (String, String, String, Vec<String>);
/// (class, kind, filters as {actions, categories, schemes, hosts, types}, authorities)
type ComponentRow = (String, String, Vec<BTreeMap<String, Vec<String>>>, Vec<String>);

/// Models as the core takes them, and their ids by number.
pub fn models(rows: Vec<ModelRow>) -> PyResult<(Vec<Model>, Vec<String>)> {
    let mut names = Vec::with_capacity(rows.len());
    let mut all = Vec::with_capacity(rows.len());
    for (id, classes, subtypes, methods, params, effects) in rows {
        let effects = effects
            .iter()
            .map(|(verb, text)| Effect::parse(verb, text).map_err(|e| PyValueError::new_err(format!("{id}: {e}"))))
            .collect::<PyResult<Vec<_>>>()?;
        all.push(Model { number: names.len() as u32, classes, subtypes, methods, params, effects });
        names.push(id);
    }
    Ok((all, names))
}

fn component((class, kind, filters, authorities): ComponentRow) -> Component {
    let filters = filters
        .into_iter()
        .map(|mut f| Filter {
            actions: f.remove("actions").unwrap_or_default(),
            categories: f.remove("categories").unwrap_or_default(),
            schemes: f.remove("schemes").unwrap_or_default(),
            hosts: f.remove("hosts").unwrap_or_default(),
            types: f.remove("types").unwrap_or_default(),
        })
        .collect();
    Component { class, kind, filters, authorities }
}

fn number_of(names: &mut Vec<String>, name: &str) -> u32 {
    let known = names.iter().position(|n| n == name);
    known.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    }) as u32
}

fn places(name: &str, texts: &[String]) -> PyResult<Vec<Place>> {
    let read = |p: &String| Place::parse(p).map_err(|e| PyValueError::new_err(format!("{name}: {e}")));
    texts.iter().map(read).collect()
}

fn named(rows: Vec<NamedRow>, names: &mut Vec<String>) -> PyResult<Vec<Named>> {
    let made = |(name, class, method, texts): NamedRow| {
        Ok(Named { entry: number_of(names, &name), class, method, places: places(&name, &texts)? })
    };
    rows.into_iter().map(made).collect()
}

fn ports(world: &World, rows: Vec<PortRow>, names: &mut Vec<String>) -> PyResult<Vec<Port>> {
    let mut all = Vec::with_capacity(rows.len());
    for (name, method, offset, texts) in rows {
        let entry = number_of(names, &name);
        let places = places(&name, &texts)?;
        let defined = world.code().definition_of_method.get(method as usize).copied();
        if let Some(method) = defined.filter(|d| world.code().defined_methods.get(*d as usize).is_some()) {
            all.push(Port { entry, method, offset, places });
        }
    }
    Ok(all)
}

pub fn resources(rows: Vec<(u32, String, Option<String>)>) -> Resources {
    let made = |(id, name, value): (u32, String, Option<String>)| {
        (id, Resource { name: name.into(), value: value.map(Into::into) })
    };
    rows.into_iter().map(made).collect()
}

/// What the data-flow analysis found: its tables and what it cost.
#[pyclass(frozen, module = "sousveil._core")]
pub struct Flows {
    tables: BTreeMap<String, sousveil_core::table::Table>,
    counts: BTreeMap<&'static str, u64>,
}

#[pymethods]
impl Flows {
    /// Follows data from sources to sinks. See docs/models.md for models and places. `named` holds the sources and the
    /// sinks that code may call by reflection; `unnamed` sources of data of no known kind, followed less far. Raises ValueError naming the entry whose effect or place does not parse.
    #[new]
    #[pyo3(signature = (code, framework, reach, models, sources, sinks, *, unnamed, named, components, opaque, resources, most_steps))]
    #[allow(clippy::too_many_arguments)] // Keyword arguments in Python; each is one thing the analysis is told.
    fn new(
        py: Python<'_>,
        code: &Code,
        framework: &Framework,
        reach: &Reach,
        models: Vec<ModelRow>,
        sources: Vec<PortRow>,
        sinks: Vec<PortRow>,
        unnamed: Vec<PortRow>,
        named: (Vec<NamedRow>, Vec<NamedRow>),
        components: Vec<ComponentRow>,
        opaque: Vec<String>,
        resources: Vec<(u32, String, Option<String>)>,
        most_steps: u64,
    ) -> PyResult<Self> {
        let (given, ids) = self::models(models)?;
        let hierarchy = framework.hierarchy(&code.0);
        let reach = Arc::clone(&reach.reach);
        let world = py.detach(|| World::new(hierarchy, reach, given));
        let mut entries = Vec::new();
        let ask = Question {
            sources: ports(&world, sources, &mut entries)?,
            sinks: ports(&world, sinks, &mut entries)?,
            unnamed: ports(&world, unnamed, &mut entries)?,
            named_sources: self::named(named.0, &mut entries)?,
            named_sinks: self::named(named.1, &mut entries)?,
            components: components.into_iter().map(component).collect(),
            opaque,
            resources: self::resources(resources),
            limits: Limits { steps: most_steps },
            entries,
            models: ids,
        };
        let found = py.detach(|| solve(&world, ask)).map_err(|e| PyRuntimeError::new_err(e.to_string()))?;
        Ok(Flows {
            tables: found.tables.into_iter().map(|t| (t.name.clone(), t)).collect(),
            counts: found.counts.into_iter().collect(),
        })
    }

    /// Names of the tables, in alphabetical order.
    fn names(&self) -> Vec<String> {
        self.tables.keys().cloned().collect()
    }

    /// A fact table by name. Raises KeyError for another.
    fn table(&self, name: &str) -> PyResult<Table> {
        self.tables.get(name).cloned().map(Table).ok_or_else(|| PyKeyError::new_err(name.to_owned()))
    }

    /// What it cost and what was left out, by kind of count.
    fn counts(&self) -> BTreeMap<&'static str, u64> {
        self.counts.clone()
    }
}
