//! Bytecode for Python.
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyKeyError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sousveil_core::code::{self, tables};
use sousveil_core::dex::locate;
use sousveil_core::written::Position;

use crate::archive::Blob;
use crate::table::Table;

/// Reads dex files, in the order Android loads them, into one `Code`.
#[pyclass(frozen, module = "sousveil._core")]
pub struct CodeBuilder(Mutex<Option<code::CodeBuilder>>);

#[pymethods]
impl CodeBuilder {
    #[new]
    fn new() -> Self {
        CodeBuilder(Mutex::new(Some(code::CodeBuilder::new())))
    }

    /// Reads one dex file, part number `part`. Never fails on its bytes: see `Code.gaps`.
    fn add_dex(&self, py: Python<'_>, part: u32, data: &Blob) -> PyResult<()> {
        py.detach(|| {
            let mut builder = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            builder.as_mut().ok_or_else(finished)?.add_dex(part, Arc::new(data.clone()));
            Ok(())
        })
    }

    /// The code of all dex files added; the builder is then spent.
    fn finish(&self, py: Python<'_>) -> PyResult<Code> {
        py.detach(|| {
            let builder = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
            Ok(Code(Arc::new(builder.ok_or_else(finished)?.finish())))
        })
    }
}

fn finished() -> PyErr {
    PyRuntimeError::new_err("this CodeBuilder is finished")
}

/// All code of a sample, merged by name.
#[pyclass(frozen, module = "sousveil._core")]
pub struct Code(pub Arc<code::Code>);

#[pymethods]
impl Code {
    /// Names of the tables `table` makes.
    #[getter]
    fn tables(&self) -> Vec<&'static str> {
        tables::NAMES.to_vec()
    }

    /// One fact table. Raises KeyError for a name not in `tables`.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        py.detach(|| tables::table(&self.0, name)).map(Table).map_err(|e| PyKeyError::new_err(e.to_string()))
    }

    /// What could not be read: (part, place, cause, detail).
    fn gaps(&self) -> Vec<(u32, String, &'static str, String)> {
        let gaps = self.0.gaps.iter();
        gaps.map(|(part, gap)| (*part, gap.place.clone(), gap.cause.as_str(), gap.detail.clone())).collect()
    }

    /// What an ordinary compiler does not make: (part, kind, place, detail).
    fn oddities(&self) -> Vec<(u32, &'static str, String, String)> {
        let odd = self.0.oddities.iter();
        odd.map(|odd| (odd.part, odd.kind, odd.place.clone(), odd.detail.clone())).collect()
    }

    /// How many strings, classes, instructions and so on there are.
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        tables::counts(&self.0).into_iter().try_for_each(|(name, count)| counts.set_item(name, count))?;
        Ok(counts)
    }

    /// String `number`; empty where there is none.
    fn string(&self, number: u32) -> &str {
        self.0.text(number)
    }

    /// Descriptor of type `number`.
    fn type_name(&self, number: u32) -> &str {
        self.0.type_name(number)
    }

    /// Such as `Lcom/x/A;->m(I)V`.
    fn method_text(&self, number: u32) -> String {
        self.0.method_text(number)
    }

    /// Such as `Lcom/x/A;->f:I`.
    fn field_text(&self, number: u32) -> String {
        self.0.field_text(number)
    }

    /// Number of the method with this text, defined in the sample or not.
    fn find_method(&self, text: &str) -> Option<u32> {
        self.0.find_method_text(text)
    }

    /// The instruction `offset` bytes into a method, such as `const-string "abc"`.
    fn instruction_text(&self, method: u32, offset: u32) -> Option<String> {
        self.0.instruction_text(self.0.body_of(method)?, offset)
    }

    /// Descriptors of all classes the sample defines, in class order.
    fn class_names(&self) -> Vec<&str> {
        self.0.classes.iter().map(|class| self.0.type_name(class.name)).collect()
    }

    /// Part that defines a class, given by descriptor.
    fn class_part(&self, name: &str) -> Option<u32> {
        self.0.class(self.0.find_type(name)?).map(|class| class.part)
    }

    /// Descriptor of class `number`.
    fn class_name(&self, number: u32) -> Option<&str> {
        self.0.classes.get(usize::try_from(number).ok()?).map(|class| self.0.type_name(class.name))
    }

    /// Method numbers that a class, given by descriptor, defines.
    fn class_methods(&self, name: &str) -> Vec<u32> {
        let number = self.0.find_type(name).and_then(|kind| self.0.class_number(kind));
        number.map(|n| self.0.methods_of(n).iter().map(|m| m.method).collect()).unwrap_or_default()
    }

    /// First part that holds string `number`, and its index there.
    fn string_origin(&self, number: u32) -> Option<(u32, u32)> {
        self.0.string_origin(number)
    }

    /// Such as `class Lcom/x/A; extends Lcom/y/B; implements Lz;`.
    fn class_text(&self, name: &str) -> Option<String> {
        self.0.class_text(self.0.find_type(name)?)
    }

    /// Such as `method Lcom/x/A;->m(I)V flags 0x1 code 24 bytes`.
    fn definition_text(&self, method: u32) -> Option<String> {
        self.0.definition_text(method)
    }

    /// Part that holds the code of a method.
    fn method_part(&self, method: u32) -> Option<u32> {
        let body = self.0.body_of(method)?;
        self.0.bodies.get(usize::try_from(body).ok()?).map(|body| body.part)
    }

    /// Descriptor of the class a method reference names.
    fn method_class(&self, method: u32) -> Option<&str> {
        let reference = self.0.methods.get(usize::try_from(method).ok()?)?;
        Some(self.0.type_name(reference.class))
    }

    /// Whether this code was read from text: then it has positions.
    #[getter]
    fn written(&self) -> bool {
        self.0.is_written()
    }

    /// (line, column) of the instruction `offset` bytes into a method, for code that was read from text.
    fn position(&self, method: u32, offset: u32) -> Option<(u32, u32)> {
        self.0.position(self.0.body_of(method)?, offset).map(place)
    }

    /// (line, column) where a class, given by descriptor, is named.
    fn class_position(&self, name: &str) -> Option<(u32, u32)> {
        self.0.class_position(self.0.class_number(self.0.find_type(name)?)?).map(place)
    }

    /// (part, line, column) of the first field that begins with string `number`, for code that was read from text.
    fn string_position(&self, number: u32) -> Option<(u32, u32, u32)> {
        self.0.string_position(number).map(|(part, at)| (part, at.line, at.column))
    }

    /// (line, column) where a method is named.
    fn method_position(&self, method: u32) -> Option<(u32, u32)> {
        self.0.method_position(method).map(place)
    }

    /// (line, column) where a field is named.
    fn field_position(&self, field: u32) -> Option<(u32, u32)> {
        self.0.field_position(field).map(place)
    }

    /// Source line of the instruction `offset` bytes into a method.
    fn line(&self, method: u32, offset: u32) -> Option<u32> {
        self.0.line(self.0.body_of(method)?, offset)
    }
}

fn place(at: Position) -> (u32, u32) {
    (at.line, at.column)
}

/// Re-reads a place of a dex file by the shortest way: `Lx/A;->m(I)V +0x12`, `Lx/A;->m(I)V`, `Lx/A;` or `string 12`.
/// Raises ValueError saying why it cannot be shown.
#[pyfunction]
fn locate_code(py: Python<'_>, data: &Blob, place: &str) -> PyResult<String> {
    py.detach(|| locate::place(data.as_slice(), place)).map_err(|e| PyValueError::new_err(format!("{place}: {e}")))
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<CodeBuilder>()?;
    m.add_class::<Code>()?;
    m.add_function(wrap_pyfunction!(locate_code, m)?)
}
