//! Code that stands as text, for Python.
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use sousveil_core::{smali, written};

use crate::archive::Blob;
use crate::code::Code;

/// Reads smali, in the order of loading, into one `Code`.
#[pyclass(frozen, module = "sousveil._core")]
pub struct TextCodeBuilder(Mutex<Option<written::Builder>>);

#[pymethods]
impl TextCodeBuilder {
    #[new]
    fn new() -> Self {
        TextCodeBuilder(Mutex::new(Some(written::Builder::new())))
    }

    /// Reads one smali file, part number `part`. Never fails on its text: see `Code.gaps`.
    fn add_smali(&self, py: Python<'_>, part: u32, data: &Blob) -> PyResult<()> {
        py.detach(|| {
            let mut builder = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let builder = builder.as_mut().ok_or_else(finished)?;
            smali::add_bytes(builder, part, data.as_slice());
            Ok(())
        })
    }

    /// The code of all files added; the builder is then spent.
    fn finish(&self, py: Python<'_>) -> PyResult<Code> {
        py.detach(|| {
            let builder = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
            Ok(Code(Arc::new(builder.ok_or_else(finished)?.finish())))
        })
    }
}

fn finished() -> PyErr {
    PyRuntimeError::new_err("this TextCodeBuilder is finished")
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<TextCodeBuilder>()
}
