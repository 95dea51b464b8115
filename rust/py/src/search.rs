//! Regular expressions over a text column.
use arrow_array::Array;
use arrow_array::cast::AsArray;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use sousveil_core::search;

use crate::code::Code;
use crate::table::Table;

/// Regular expressions (Rust's, without look-around) that are searched together.
/// Raises ValueError naming a pattern that is none.
#[pyclass(frozen, module = "sousveil._core")]
pub struct Patterns(search::Patterns);

#[pymethods]
impl Patterns {
    #[new]
    fn new(expressions: Vec<String>) -> PyResult<Self> {
        search::Patterns::new(expressions).map(Patterns).map_err(|e| PyValueError::new_err(e.to_string()))
    }

    /// (pattern, row, start, end) for the first place of each pattern in each row of a text column, by row and
    /// pattern. Offsets are bytes of UTF-8.
    fn search(&self, py: Python<'_>, table: &Table, column: &str) -> PyResult<Vec<(u32, u32, u32, u32)>> {
        let array = table
            .0
            .batch
            .column_by_name(column)
            .ok_or_else(|| PyKeyError::new_err(format!("table {} has no column {column}", table.0.name)))?;
        let texts = array
            .as_string_opt::<i32>()
            .ok_or_else(|| PyTypeError::new_err(format!("column {column} holds no text")))?;
        let rows: Vec<&str> =
            (0..texts.len()).map(|row| if texts.is_null(row) { "" } else { texts.value(row) }).collect();
        Ok(tuples(py.detach(|| self.0.search(&rows))))
    }

    /// The same over the string constants of code: those an instruction loads or a static field starts with.
    /// The row is the string's number.
    fn search_code(&self, py: Python<'_>, code: &Code) -> Vec<(u32, u32, u32, u32)> {
        tuples(py.detach(|| {
            let constants = code.0.string_constants();
            let rows: Vec<&str> = constants.iter().map(|number| code.0.text(*number)).collect();
            let mut hits = self.0.search(&rows);
            for hit in &mut hits {
                hit.row = constants.get(hit.row as usize).copied().unwrap_or(hit.row);
            }
            hits
        }))
    }
}

fn tuples(hits: Vec<search::Hit>) -> Vec<(u32, u32, u32, u32)> {
    hits.into_iter().map(|h| (h.pattern, h.row, h.start, h.end)).collect()
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Patterns>()
}
