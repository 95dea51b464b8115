//! The statements beside models, run on the engine, for Python.
use std::sync::Arc;

use pyo3::prelude::*;
use sousveil_core::flow::statements::Bench;

use crate::flow::{ModelRow, models};
use crate::trace::Framework;

/// Lines that were reached, ids of the models that stood for calls, methods without a model, why it was refused.
type Ran = (Vec<u32>, Vec<String>, Vec<String>, Option<String>);

/// Runs the statements of each test (id of the model they stand beside, text) on the flow engine: the lines of LEAK
/// and SAFE that SECRET reached, the ids of models whose effects were applied, the methods called without a model, and the first line that is no
/// statement, if any. With `silent`, the model of the test does nothing. Raises ValueError naming the model whose
/// effect does not parse.
#[pyfunction]
#[pyo3(signature = (framework, models_, tests, opaque, silent=false))]
fn run_statements(
    py: Python<'_>,
    framework: &Framework,
    models_: Vec<ModelRow>,
    tests: Vec<(String, String)>,
    opaque: Vec<String>,
    silent: bool,
) -> PyResult<Vec<Ran>> {
    let (models, ids) = models(models_)?;
    let bench = Bench::new(Arc::clone(&framework.table), models, opaque);
    let number = |id: &String| ids.iter().position(|i| i == id).and_then(|n| u32::try_from(n).ok());
    let name = |n: u32| ids.get(n as usize).cloned();
    Ok(py.detach(|| {
        let run = |(id, text): &(String, String)| match bench.run(text, number(id), silent) {
            Ok(found) => (found.reached, found.touched.into_iter().filter_map(name).collect(), found.by_default, None),
            Err(error) => (Vec::new(), Vec::new(), Vec::new(), Some(error.to_string())),
        };
        tests.iter().map(run).collect()
    }))
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(run_statements, m)?)
}
