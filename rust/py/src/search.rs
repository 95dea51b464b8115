//! Regular expressions over a text column.
use arrow_array::Array;
use arrow_array::cast::AsArray;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use sousveil_core::search::{self, Hit};

use crate::table::Table;

fn tuples(hits: Vec<Hit>) -> Vec<(u32, u32, u32, u32)> {
    hits.into_iter().map(|h| (h.pattern, h.row, h.start, h.end)).collect()
}

/// (pattern, row, start, end) for the first place of each pattern in each row of a text column.
/// Offsets are bytes of UTF-8. Raises ValueError naming a pattern that is no regular expression.
#[pyfunction]
fn search_column(
    py: Python<'_>,
    patterns: Vec<String>,
    table: &Table,
    column: &str,
) -> PyResult<Vec<(u32, u32, u32, u32)>> {
    let array = table
        .0
        .batch
        .column_by_name(column)
        .ok_or_else(|| PyKeyError::new_err(format!("table {} has no column {column}", table.0.name)))?;
    let texts =
        array.as_string_opt::<i32>().ok_or_else(|| PyTypeError::new_err(format!("column {column} holds no text")))?;
    let rows: Vec<&str> =
        (0..texts.len()).map(|row| if texts.is_null(row) { "" } else { texts.value(row) }).collect();
    let hits = py.detach(|| search::search(&patterns, &rows));
    hits.map(tuples).map_err(|e| PyValueError::new_err(e.to_string()))
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(search_column, m)?)
}
