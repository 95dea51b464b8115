//! XML parts and resource tables for Python.
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use sousveil_core::aapttext::File;
use sousveil_core::arsc::bytes::Oddity as CoreOddity;
use sousveil_core::gap::Gap as CoreGap;
use sousveil_core::table::{Table as CoreTable, TableError};
use sousveil_core::written::Position;
use sousveil_core::{arsc, axml};

use crate::table::Table;

/// (part, kind, place, detail).
type Oddity = (u32, &'static str, String, String);
/// (part, place, cause, detail).
type Gap = (u32, String, &'static str, String);

fn oddity((part, o): &(u32, CoreOddity)) -> Oddity {
    (*part, o.kind, o.place.clone(), o.detail.clone())
}

fn gap((part, g): &(u32, CoreGap)) -> Gap {
    (*part, g.place.clone(), g.cause.as_str(), g.detail.clone())
}

fn table(result: Result<CoreTable, TableError>) -> PyResult<Table> {
    result.map(Table).map_err(|e| PyValueError::new_err(e.to_string()))
}

/// One attribute of an XML part.
#[pyclass(frozen, get_all, module = "sousveil._core")]
struct Attribute {
    namespace: Option<String>,
    name: String,
    /// The name as written, where Android reads another.
    written: Option<String>,
    name_id: Option<u32>,
    raw: Option<String>,
    kind: &'static str,
    value: String,
    data: u32,
    offset: u32,
    /// Line and column from 1, for XML that is text; else 0.
    line: u32,
    column: u32,
}

/// One element of an XML part, with its attributes in document order.
#[pyclass(frozen, get_all, module = "sousveil._core")]
struct Element {
    index: u32,
    parent: Option<u32>,
    depth: u32,
    tag: String,
    namespace: Option<String>,
    line: u32,
    path: String,
    text: Option<String>,
    offset: u32,
    /// From 1, for XML that is text; else 0.
    column: u32,
    attributes: Vec<Py<Attribute>>,
}

/// One XML part.
#[pyclass(frozen, module = "sousveil._core")]
struct Document {
    part: u32,
    inner: Arc<axml::Document>,
}

fn attribute(a: &axml::Attribute, at: Position) -> Attribute {
    Attribute {
        namespace: a.namespace.clone(),
        name: a.name.clone(),
        written: a.written.clone(),
        name_id: a.name_id,
        raw: a.raw.clone(),
        kind: arsc::value::kind(a.data_type),
        value: a.value(),
        data: a.data,
        offset: a.offset,
        line: at.line,
        column: at.column,
    }
}

#[pymethods]
impl Document {
    #[getter]
    fn part(&self) -> u32 {
        self.part
    }

    fn __len__(&self) -> usize {
        self.inner.elements.len()
    }

    /// The elements in document order, made anew at each call.
    fn elements(&self, py: Python<'_>) -> PyResult<Vec<Element>> {
        let mut attributes = self.inner.attributes.iter().peekable();
        let mut attributes_at = self.inner.attribute_at.iter().copied();
        let mut elements_at = self.inner.element_at.iter().copied();
        let mut elements = Vec::with_capacity(self.inner.elements.len());
        for (index, e) in (0_u32..).zip(&self.inner.elements) {
            let mut own = Vec::new();
            while let Some(a) = attributes.next_if(|a| a.element == index) {
                own.push(Py::new(py, attribute(a, attributes_at.next().unwrap_or_default()))?);
            }
            elements.push(Element {
                index,
                parent: e.parent,
                depth: e.depth,
                tag: e.tag.clone(),
                namespace: e.namespace.clone(),
                line: e.line,
                path: e.path.clone(),
                text: e.text.clone(),
                offset: e.offset,
                column: elements_at.next().map_or(0, |at| at.column),
                attributes: own,
            });
        }
        Ok(elements)
    }

    /// (part, kind, place, detail) each.
    #[getter]
    fn oddities(&self) -> Vec<Oddity> {
        self.inner.notes.oddities.iter().map(|o| oddity(&(self.part, o.clone()))).collect()
    }

    /// (part, place, cause, detail) each.
    #[getter]
    fn gaps(&self) -> Vec<Gap> {
        self.inner.notes.gaps.iter().map(|g| gap(&(self.part, g.clone()))).collect()
    }
}

/// Collects XML parts, binary or protobuf.
#[pyclass(module = "sousveil._core")]
#[derive(Default)]
struct Xml(axml::Xml);

#[pymethods]
impl Xml {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Reads one part. Damage gives a shorter document with gaps.
    fn add(&mut self, py: Python<'_>, part: u32, data: PyBackedBytes) -> Document {
        let inner = py.detach(|| self.0.add(part, &data));
        Document { part, inner }
    }

    /// Reads XML that stands as text; `resources` gives the names in it numbers.
    fn add_text(&mut self, py: Python<'_>, part: u32, text: &str, resources: &Resources) -> Document {
        let symbols = resources.0.symbols();
        let inner = py.detach(|| self.0.add_text(part, text, symbols));
        Document { part, inner }
    }

    #[getter]
    fn oddities(&self) -> Vec<Oddity> {
        self.0.oddities().iter().map(oddity).collect()
    }

    #[getter]
    fn gaps(&self) -> Vec<Gap> {
        self.0.gaps().iter().map(gap).collect()
    }

    /// The table `xml_elements`.
    fn elements(&self) -> PyResult<Table> {
        table(self.0.elements())
    }

    /// The table `xml_attributes`.
    fn attributes(&self) -> PyResult<Table> {
        table(self.0.attributes())
    }
}

/// One value of a resource.
#[pyclass(frozen, get_all, module = "sousveil._core")]
struct Value {
    config: String,
    locale: String,
    key: Option<String>,
    kind: &'static str,
    value: Option<String>,
    data: u32,
    id: u32,
}

impl From<arsc::Value> for Value {
    fn from(v: arsc::Value) -> Self {
        let arsc::Value { config, locale, key, kind, value, data, id } = v;
        Value { config, locale, key, kind, value, data, id }
    }
}

/// All resource tables of one app: base and splits together.
#[pyclass(module = "sousveil._core")]
#[derive(Default)]
struct Resources(arsc::Resources);

#[pymethods]
impl Resources {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Reads resources.arsc, or resources.pb with `proto`. Damage leaves gaps.
    #[pyo3(signature = (part, data, proto=false))]
    fn add(&mut self, py: Python<'_>, part: u32, data: PyBackedBytes, proto: bool) {
        py.detach(|| if proto { self.0.add_proto(part, &data) } else { self.0.add(part, &data) });
    }

    #[getter]
    fn oddities(&self) -> Vec<Oddity> {
        self.0.oddities().iter().map(oddity).collect()
    }

    #[getter]
    fn gaps(&self) -> Vec<Gap> {
        self.0.gaps().iter().map(gap).collect()
    }

    /// Reads the files below `res/` of a tree: (part, path from `res/` on, text or None for what is no XML), in order.
    /// `numbers` are ids known from elsewhere, `used` resources that code names: (type, name, id) and (type, name).
    fn add_tree(
        &mut self,
        py: Python<'_>,
        package: &str,
        files: Vec<(u32, String, Option<String>)>,
        numbers: Vec<(String, String, u32)>,
        used: Vec<(String, String)>,
    ) {
        py.detach(|| {
            let files: Vec<File> = files.into_iter().map(|(part, path, text)| File { part, path, text }).collect();
            self.0.add_tree(package, &files, &numbers, &used);
        });
    }

    /// Number of `string/app_name` or `android:string/ok`, for resources that were read as text; None for unknown names.
    fn number(&self, name: &str) -> Option<u32> {
        self.0.symbols().id(name)
    }

    /// (type, name, id) of all resources that were read as text, by id.
    fn numbers(&self) -> Vec<(String, String, u32)> {
        self.0.symbols().all()
    }

    /// `string/app_name`, `android:string/ok`, or None.
    fn name(&self, id: u32) -> Option<String> {
        self.0.name(id)
    }

    /// All values of an id in table order.
    fn values(&self, id: u32) -> Vec<Value> {
        self.0.values(id).into_iter().map(Value::from).collect()
    }

    /// The value an id stands for in a locale (BCP-47), references followed; None if unknown, a bag, or a cycle.
    #[pyo3(signature = (id, locale=None))]
    fn resolve(&self, id: u32, locale: Option<&str>) -> Option<Value> {
        self.0.resolve(id, locale).map(Value::from)
    }

    /// Every value an id stands for over all configurations, references followed.
    fn resolve_all(&self, id: u32) -> Vec<Value> {
        self.0.resolve_all(id).into_iter().map(Value::from).collect()
    }

    /// Resources that name a file: (path, type, name, qualifiers, id), in table order.
    fn files(&self) -> Vec<(String, String, String, String, u32)> {
        self.0.files()
    }

    /// The table `resources`.
    fn table(&mut self, py: Python<'_>) -> PyResult<Table> {
        table(py.detach(|| self.0.table()))
    }
}

/// The name of a public framework resource, `attr/versionCode`, or None.
#[pyfunction]
fn framework_name(id: u32) -> Option<String> {
    arsc::names::framework(id).map(|(kind, name)| format!("{kind}/{name}"))
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Attribute>()?;
    m.add_class::<Element>()?;
    m.add_class::<Document>()?;
    m.add_class::<Xml>()?;
    m.add_class::<Value>()?;
    m.add_class::<Resources>()?;
    m.add_function(wrap_pyfunction!(framework_name, m)?)
}
