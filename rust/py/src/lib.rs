//! Binding only: every function here converts, calls sousveil-core, and converts back.
use pyo3::prelude::*;

mod archive;
mod bodies;
mod code;
mod elf;
mod filled;
mod flow;
mod resources;
mod search;
mod statements;
mod table;
mod trace;
mod written;

#[pymodule]
fn _core(m: &Bound<'_, PyModule>) -> PyResult<()> {
    archive::register(m)?;
    bodies::register(m)?;
    code::register(m)?;
    elf::register(m)?;
    filled::register(m)?;
    resources::register(m)?;
    search::register(m)?;
    statements::register(m)?;
    table::register(m)?;
    trace::register(m)?;
    written::register(m)
}
