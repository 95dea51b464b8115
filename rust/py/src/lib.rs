//! Binding only: every function here converts, calls sousveil-core, and converts back.
use pyo3::prelude::*;

mod archive;
mod resources;
mod search;
mod elf;
mod table;

#[pymodule]
fn _core(m: &Bound<'_, PyModule>) -> PyResult<()> {
    archive::register(m)?;
    resources::register(m)?;
    search::register(m)?;
    elf::register(m)?;
    table::register(m)
}
