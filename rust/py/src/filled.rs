//! Collections that code fills with constants, for Python.
use std::sync::Arc;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use sousveil_core::filled as core;

use crate::code::Code;
use crate::table::Table;
use crate::trace::Framework;

/// (fillings, filled, list_uses): see their tables. `own` names the classes looked at, by descriptor; all where None.
#[pyfunction]
#[pyo3(signature = (code, framework, own=None, arrays=Vec::new()))]
fn filled(
    py: Python<'_>,
    code: &Code,
    framework: &Framework,
    own: Option<Vec<String>>,
    arrays: Vec<u32>,
) -> PyResult<(Table, Table, Table)> {
    let code = Arc::clone(&code.0);
    let own = own.map(|own| own.iter().filter_map(|name| code.find_type(name)).collect::<Vec<u32>>());
    let found = py.detach(|| core::of(&framework.hierarchy(&code), own.as_deref(), &arrays));
    let made = |table: Result<sousveil_core::table::Table, sousveil_core::table::TableError>| {
        table.map(Table).map_err(|e| PyRuntimeError::new_err(e.to_string()))
    };
    Ok((made(found.fillings(&code))?, made(found.filled())?, made(found.uses())?))
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(filled, m)?)
}
