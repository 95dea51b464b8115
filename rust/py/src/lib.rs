//! Binding only: every function here converts, calls sousveil-core, and converts back.
use pyo3::prelude::*;

mod code;
mod table;
mod trace;

#[pymodule]
fn _core(m: &Bound<'_, PyModule>) -> PyResult<()> {
    code::register(m)?;
    table::register(m)?;
    trace::register(m)
}
