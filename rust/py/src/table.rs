//! Tables for Python, by the Arrow PyCapsule interface.
use std::path::PathBuf;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatchIterator};
use arrow_schema::DataType;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyIndexError, PyKeyError, PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList, PyTuple};
use sousveil_core::{specs, store, table};

/// A fact table: named Arrow columns.
#[pyclass(frozen, module = "sousveil._core")]
pub struct Table(pub table::Table);

fn cell<'py>(py: Python<'py>, array: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if array.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    match array.data_type() {
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).into_bound_py_any(py),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).into_bound_py_any(py),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).into_bound_py_any(py),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into_bound_py_any(py),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_bound_py_any(py),
        DataType::Boolean => array.as_boolean().value(row).into_bound_py_any(py),
        DataType::Utf8 => array.as_string::<i32>().value(row).into_bound_py_any(py),
        other => Err(PyTypeError::new_err(format!("column type {other} has no Python form"))),
    }
}

#[pymethods]
impl Table {
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn columns(&self) -> Vec<String> {
        self.0.batch.schema().fields().iter().map(|f| f.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.0.rows()
    }

    /// One column as a list.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let array = self
            .0
            .batch
            .column_by_name(name)
            .ok_or_else(|| PyKeyError::new_err(format!("table {} has no column {name}", self.0.name)))?;
        let cells = (0..self.0.rows()).map(|row| cell(py, array, row)).collect::<PyResult<Vec<_>>>()?;
        PyList::new(py, cells)
    }

    /// All rows as tuples, in table order. For small tables.
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        (0..self.0.rows()).map(|row| self.row(py, row)).collect()
    }

    /// One row as a tuple. Raises IndexError beyond the last.
    fn row<'py>(&self, py: Python<'py>, number: usize) -> PyResult<Bound<'py, PyTuple>> {
        if number >= self.0.rows() {
            return Err(PyIndexError::new_err(format!("table {} has no row {number}", self.0.name)));
        }
        let cells = self.0.batch.columns().iter().map(|a| cell(py, a, number)).collect::<PyResult<Vec<_>>>()?;
        PyTuple::new(py, cells)
    }

    /// The Arrow PyCapsule interface: no copy is made. `requested_schema` is ignored, as the protocol allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = RecordBatchIterator::new([Ok(self.0.batch.clone())], self.0.batch.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }

    /// Writes Parquet. Raises OSError naming the path.
    fn write(&self, path: PathBuf) -> PyResult<()> {
        store::write(&self.0, &path).map_err(|e| PyOSError::new_err(format!("{}: {e}", path.display())))
    }

    /// Reads Parquet written by `write`.
    #[staticmethod]
    fn read(path: PathBuf) -> PyResult<Self> {
        store::read(&path).map(Table).map_err(|e| PyOSError::new_err(format!("{}: {e}", path.display())))
    }

    /// Builds a table from Python lists: `columns` is (name, kind, values) each, kind as in `TableSpec`,
    /// with a trailing `?` where None is allowed.
    #[staticmethod]
    fn build(name: String, columns: Vec<(String, String, Bound<'_, PyAny>)>) -> PyResult<Self> {
        let columns = columns
            .into_iter()
            .map(|(column, kind, values)| Ok((column, kind.ends_with('?'), list_column(&kind, &values)?)))
            .collect::<PyResult<Vec<_>>>()?;
        table::Table::from_named(name, columns).map(Table).map_err(|e| PyValueError::new_err(e.to_string()))
    }
}

fn list_column(kind: &str, values: &Bound<'_, PyAny>) -> PyResult<table::Values> {
    Ok(match kind {
        "u8" => table::Values::U8(values.extract::<Vec<u8>>()?),
        "u16" => table::Values::U16(values.extract()?),
        "u32" => table::Values::U32(values.extract()?),
        "u64" => table::Values::U64(values.extract()?),
        "i64" => table::Values::I64(values.extract()?),
        "bool" => table::Values::Bool(values.extract()?),
        "text" => table::Values::Text(values.extract()?),
        "u32?" => table::Values::MaybeU32(values.extract()?),
        "i64?" => table::Values::MaybeI64(values.extract()?),
        "text?" => table::Values::MaybeText(values.extract()?),
        other => return Err(PyValueError::new_err(format!("unknown column kind {other}"))),
    })
}

/// The specifications of all tables the core fills: (name, doc, [(column, kind, doc)]).
type Spec = (String, String, Vec<(String, String, String)>);

#[pyfunction]
fn table_specs() -> Vec<Spec> {
    let mut specs = specs::all_specs();
    specs.extend(sousveil_native::SPECS);
    specs.sort_by_key(|spec| spec.name);
    specs
        .iter()
        .map(|spec| {
            let columns = spec
                .columns
                .iter()
                .map(|c| {
                    let kind = format!("{}{}", c.kind.as_str(), if c.nullable { "?" } else { "" });
                    (c.name.to_owned(), kind, c.doc.to_owned())
                })
                .collect();
            (spec.name.to_owned(), spec.doc.to_owned(), columns)
        })
        .collect()
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Table>()?;
    m.add_function(wrap_pyfunction!(table_specs, m)?)
}
