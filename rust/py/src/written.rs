//! Code that stands as text, for Python.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use sousveil_core::{framework, java, smali, written};

use crate::archive::Blob;
use crate::code::Code;
use crate::trace::Framework;

/// (part, line, column, name as written).
type Constant = (u32, u32, u32, String);

#[derive(Default)]
struct Inner {
    builder: Option<written::Builder>,
    java: Vec<(u32, Blob)>,
    found: java::Added,
}

/// Reads code that stands as text, in the order of loading, into one `Code`.
#[pyclass(frozen, module = "sousveil._core")]
pub struct TextCodeBuilder {
    framework: Option<Arc<framework::Framework>>,
    /// Type → name → number.
    resources: HashMap<String, HashMap<String, u32>>,
    inner: Mutex<Inner>,
}

#[pymethods]
impl TextCodeBuilder {
    #[new]
    #[pyo3(signature = (framework = None, resources = Vec::new()))]
    fn new(framework: Option<&Framework>, resources: Vec<(String, String, u32)>) -> Self {
        let mut known: HashMap<String, HashMap<String, u32>> = HashMap::new();
        for (kind, name, number) in resources {
            known.entry(kind).or_default().insert(name, number);
        }
        let inner = Inner { builder: Some(written::Builder::new()), ..Inner::default() };
        let framework = framework.map(|f| Arc::clone(&f.table));
        TextCodeBuilder { framework, resources: known, inner: Mutex::new(inner) }
    }

    /// Reads one smali file, part number `part`. Never fails on its text: see `Code.gaps`.
    fn add_smali(&self, py: Python<'_>, part: u32, data: &Blob) -> PyResult<()> {
        py.detach(|| {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            let builder = inner.builder.as_mut().ok_or_else(finished)?;
            smali::add_bytes(builder, part, data.as_slice());
            Ok(())
        })
    }

    /// Takes one Java file, part number `part`; all are read together by `finish`.
    fn add_java(&self, part: u32, data: &Blob) -> PyResult<()> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.builder.is_none() {
            return Err(finished());
        }
        inner.java.push((part, data.clone()));
        Ok(())
    }

    /// The code of all files added; the builder is then spent.
    fn finish(&self, py: Python<'_>) -> PyResult<Code> {
        py.detach(|| {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            let mut builder = inner.builder.take().ok_or_else(finished)?;
            let taken = std::mem::take(&mut inner.java);
            if !taken.is_empty() {
                let files: Vec<(u32, &[u8])> = taken.iter().map(|(part, data)| (*part, data.as_slice())).collect();
                let empty = framework::Framework::default();
                let framework = self.framework.as_deref().unwrap_or(&empty);
                let number = |kind: &str, name: &str| self.resources.get(kind)?.get(name).copied();
                let context = java::Context { framework, resources: &number };
                inner.found = java::add(&mut builder, &files, &context);
            }
            Ok(Code(Arc::new(builder.finish())))
        })
    }

    /// (type, name) of resources that Java names and `resources` has not. Known after `finish`.
    fn unknown_resources(&self) -> Vec<(String, String)> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.found.unknown_resources.clone()
    }

    /// (part, line, column, name) of constants that Java writes by name. Known after `finish`.
    fn named_constants(&self) -> Vec<Constant> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let all = inner.found.named_constants.iter();
        all.map(|c| (c.part, c.at.line, c.at.column, c.name.clone())).collect()
    }
}

fn finished() -> PyErr {
    PyRuntimeError::new_err("this TextCodeBuilder is finished")
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<TextCodeBuilder>()
}
