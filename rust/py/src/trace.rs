//! The framework table, what can run, catalogue patterns and argument values, for Python.
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use pyo3::exceptions::{PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sousveil_core::hierarchy::Hierarchy;
use sousveil_core::reach::{EntrySpec, Reach as CoreReach};
use sousveil_core::sight::{self, BodyShape, Pattern, Shape, Test};
use sousveil_core::values::{BodyValues, Value};
use sousveil_core::{code, framework};

use crate::code::Code;
use crate::table::Table;

/// What Android declares. Keeps the hierarchy of the sample last asked about.
#[pyclass(frozen, module = "sousveil._core")]
pub struct Framework {
    pub(crate) table: Arc<framework::Framework>,
    last: Mutex<Option<Arc<Hierarchy>>>,
}

impl Framework {
    pub(crate) fn hierarchy(&self, code: &Arc<code::Code>) -> Arc<Hierarchy> {
        let mut last = self.last.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match &*last {
            Some(known) if Arc::ptr_eq(&known.code, code) => Arc::clone(known),
            _ => {
                let made = Arc::new(Hierarchy::new(Arc::clone(code), Arc::clone(&self.table)));
                *last = Some(Arc::clone(&made));
                made
            }
        }
    }
}

#[pymethods]
impl Framework {
    /// Reads the shipped table. Raises OSError, or ValueError where it is not one.
    #[staticmethod]
    fn load(path: PathBuf) -> PyResult<Self> {
        let bytes = std::fs::read(&path).map_err(|e| PyOSError::new_err(format!("{}: {e}", path.display())))?;
        let table = framework::Framework::load(&bytes)
            .map_err(|e| PyValueError::new_err(format!("{}: {e}", path.display())))?;
        Ok(Framework { table: Arc::new(table), last: Mutex::new(None) })
    }

    fn __contains__(&self, name: &str) -> bool {
        self.table.class(name).is_some()
    }

    fn is_subtype(&self, name: &str, ancestor: &str) -> bool {
        self.table.is_subtype(name, ancestor)
    }

    /// Slashed names of the class and its ancestors, nearest first; empty when unknown.
    fn supers(&self, name: &str) -> Vec<String> {
        let Some(class) = self.table.class(name) else { return Vec::new() };
        self.table.supers(class).into_iter().map(|c| self.table.name(c).to_owned()).collect()
    }

    fn declares(&self, class_name: &str, name: &str, proto: &str) -> bool {
        self.table.declares(class_name, name, proto)
    }

    /// A constant field of the class or an ancestor: int, str or None.
    fn constant<'py>(&self, py: Python<'py>, class_name: &str, field: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        Ok(match self.table.constant(class_name, field) {
            Some(framework::Constant::Int(number)) => Some(number.into_pyobject(py)?.into_any()),
            Some(framework::Constant::Text(text)) => Some(text.into_pyobject(py)?.into_any()),
            None => None,
        })
    }

    /// (since, until) API levels of a class, or of a method of it.
    #[pyo3(signature = (class_name, method=None, proto=None))]
    fn levels(&self, class_name: &str, method: Option<&str>, proto: Option<&str>) -> Option<(u8, u8)> {
        let levels = match (method, proto) {
            (Some(method), Some(proto)) => self.table.method_levels(class_name, method, proto),
            _ => self.table.class_levels(class_name),
        };
        levels.map(|l| (l.since, l.until))
    }
}

/// What can run. `entries` is (class, methods or None, why) each; `named` is text that may name classes.
#[pyclass(frozen, module = "sousveil._core")]
pub struct Reach {
    code: Arc<code::Code>,
    pub(crate) reach: Arc<CoreReach>,
}

#[pymethods]
impl Reach {
    #[new]
    fn new(
        py: Python<'_>,
        code: &Code,
        framework: &Framework,
        entries: Vec<(String, Option<Vec<String>>, String)>,
        named: Vec<String>,
    ) -> Self {
        let code = Arc::clone(&code.0);
        let entries = entries.into_iter().map(|(class, methods, why)| EntrySpec { class, methods, why }).collect();
        let reach = py.detach(|| CoreReach::new(&framework.hierarchy(&code), entries, &named));
        Reach { code, reach: Arc::new(reach) }
    }

    /// live, dead or unknown, by method number.
    fn state(&self, method: u32) -> &'static str {
        self.reach.state(method).as_str()
    }

    /// Why it is live or unknown; empty for dead.
    fn why(&self, method: u32) -> &str {
        self.reach.why(method)
    }

    /// Steps from the entry to the method: (method, offset in the method before it or None, kind of step).
    fn way(&self, method: u32) -> Vec<(String, Option<u32>, &'static str)> {
        let steps = self.reach.way(method);
        steps.iter().map(|s| (self.code.method_text(s.method), s.offset, s.edge.as_str())).collect()
    }

    /// As `way`, with method numbers.
    fn steps(&self, method: u32) -> Vec<(u32, Option<u32>, &'static str)> {
        self.reach.way(method).iter().map(|s| (s.method, s.offset, s.edge.as_str())).collect()
    }

    /// The fact table `reach`; see the core's for `dormant` and `hidden`.
    #[pyo3(signature = (dormant=None, hidden=None))]
    fn table(&self, dormant: Option<&Reach>, hidden: Option<&str>) -> PyResult<Table> {
        self.reach
            .table(dormant.map(|d| d.reach.as_ref()), hidden)
            .map(Table)
            .map_err(|e| PyRuntimeError::new_err(e.to_string()))
    }

    fn entries(&self) -> PyResult<Table> {
        self.reach.entries().map(Table).map_err(|e| PyRuntimeError::new_err(e.to_string()))
    }

    /// How many methods with code are (live, dead, unknown).
    fn counts(&self) -> (usize, usize, usize) {
        self.reach.counts()
    }
}

fn wanted<'py, T: FromPyObjectOwned<'py>>(dict: &Bound<'py, PyDict>, key: &str) -> PyResult<T> {
    optional(dict, key)?.ok_or_else(|| PyValueError::new_err(format!("pattern {dict} lacks `{key}`")))
}

fn optional<'py, T: FromPyObjectOwned<'py>>(dict: &Bound<'py, PyDict>, key: &str) -> PyResult<Option<T>> {
    match dict.get_item(key)? {
        Some(value) if !value.is_none() => value
            .extract()
            .map(Some)
            .map_err(|_| PyValueError::new_err(format!("pattern {dict}: `{key}` has the wrong type"))),
        _ => Ok(None),
    }
}

fn test(value: &Bound<'_, PyAny>) -> PyResult<Test> {
    if value.is_none() {
        return Ok(Test::Computed);
    }
    if let Ok(text) = value.extract::<String>() {
        if let Some(bits) = text.strip_prefix("&0x").and_then(|hex| i64::from_str_radix(hex, 16).ok()) {
            return Ok(Test::Bits(bits));
        }
        return Test::text(&text).map_err(PyValueError::new_err);
    }
    value.extract::<Vec<i64>>().map(Test::Ints)
}

fn pattern(dict: &Bound<'_, PyDict>) -> PyResult<Pattern> {
    let shape = match wanted::<String>(dict, "kind")?.as_str() {
        "call" => {
            let args: Vec<(usize, Bound<'_, PyAny>)> = optional(dict, "args")?.unwrap_or_default();
            Shape::Call {
                class: wanted(dict, "class")?,
                subtypes: optional(dict, "subtypes")?.unwrap_or(true),
                name: wanted(dict, "name")?,
                params: optional(dict, "params")?,
                args: args.iter().map(|(index, value)| Ok((*index, test(value)?))).collect::<PyResult<_>>()?,
                show: optional(dict, "show")?.unwrap_or(false),
            }
        }
        "field" => Shape::Field { class: wanted(dict, "class")?, name: wanted(dict, "name")? },
        "string" => Shape::Text { strings: wanted(dict, "strings")? },
        "override" => {
            let body = optional::<String>(dict, "body")?.unwrap_or_else(|| "any".to_owned());
            Shape::Override {
                class: wanted(dict, "class")?,
                name: wanted(dict, "name")?,
                params: optional(dict, "params")?,
                body: BodyShape::named(&body)
                    .ok_or_else(|| PyValueError::new_err(format!("unknown body shape {body}")))?,
            }
        }
        "extends" => Shape::Extends { class: wanted(dict, "class")? },
        "new" => Shape::New { class: wanted(dict, "class")? },
        other => return Err(PyValueError::new_err(format!("unknown kind of pattern {other}"))),
    };
    Ok(Pattern { entry: wanted(dict, "entry")?, shape, maybe: optional(dict, "maybe")?.unwrap_or(false) })
}

/// (entry, kind, method, offset, symbol, class, unsure, args); None where a number does not apply.
type Row = (u32, &'static str, Option<u32>, Option<u32>, u32, Option<u32>, bool, Vec<String>);

/// Finds catalogue patterns. A pattern is a dict: `entry` (int), `kind` (call, field, string, override, extends,
/// new), and as the kind wants: `class`, `name`, `params`, `subtypes`, `args` [(index, regex, list of ints, or None for what is no constant)],
/// `show`, `maybe`, `strings` [string numbers], `body`. Raises ValueError naming the pattern.
#[pyfunction(name = "sight")]
fn sights(py: Python<'_>, code: &Code, framework: &Framework, patterns: Vec<Bound<'_, PyDict>>) -> PyResult<Vec<Row>> {
    let patterns = patterns.iter().map(pattern).collect::<PyResult<Vec<_>>>()?;
    let code = Arc::clone(&code.0);
    let found = py.detach(|| sight::sight(&framework.hierarchy(&code), &patterns));
    let some = |n: u32| Some(n).filter(|n| *n != code::NONE);
    Ok(found
        .into_iter()
        .map(|s| (s.entry, s.kind, some(s.method), some(s.offset), s.symbol, some(s.class), s.unsure, s.args))
        .collect())
}

/// (kind, text, number)
type ValueRow = (&'static str, Option<String>, Option<i64>);

fn value(code: &code::Code, value: &Value) -> ValueRow {
    match value {
        Value::Int(number) => ("int", None, Some(*number)),
        Value::Text(text) => ("text", Some(text.to_string()), None),
        Value::Class(kind) => ("class", Some(code.type_name(*kind).to_owned()), None),
        Value::New(kind) => ("new", Some(code.type_name(*kind).to_owned()), None),
        Value::Parameter(index) => ("parameter", None, Some(i64::from(*index))),
        Value::This => ("this", None, None),
        Value::Field(field) => ("field", Some(code.field_text(*field)), None),
        Value::Static(field) => ("static", Some(code.field_text(*field)), None),
        Value::Result(offset, method) => ("result", Some(code.method_text(*method)), Some(i64::from(*offset))),
        Value::Unknown(_) => ("unknown", None, None),
    }
}

/// The arguments of the call at `offset` of a method, receiver left out: for each its alternatives as
/// (kind, text, number). None where no call stands.
#[pyfunction]
fn arguments(code: &Code, framework: &Framework, method: u32, offset: u32) -> Option<Vec<Vec<ValueRow>>> {
    let hierarchy = framework.hierarchy(&code.0);
    let body = code.0.body_of(method)?;
    let found = BodyValues::of(&hierarchy, body).arguments(&hierarchy, offset)?;
    Some(found.params.iter().map(|p| p.iter().map(|v| value(&code.0, v)).collect()).collect())
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Framework>()?;
    m.add_class::<Reach>()?;
    m.add_class::<crate::flow::Flows>()?;
    m.add_function(wrap_pyfunction!(sights, m)?)?;
    m.add_function(wrap_pyfunction!(arguments, m)?)
}
