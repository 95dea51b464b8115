//! Native files for Python.
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use sousveil_core::elf;
use sousveil_core::gap::Gap;
use sousveil_core::table::{Table as CoreTable, TableError};

use crate::table::Table;

fn named(found: Option<Result<CoreTable, TableError>>, name: &str) -> PyResult<Table> {
    match found {
        Some(Ok(table)) => Ok(Table(table)),
        Some(Err(error)) => Err(PyValueError::new_err(error.to_string())),
        None => Err(PyKeyError::new_err(format!("no table of native files and their code is named {name}"))),
    }
}

fn unread(gaps: &[(u32, Gap)]) -> Vec<(u32, String, &'static str, String)> {
    gaps.iter().map(|(part, gap)| (*part, gap.place.clone(), gap.cause.as_str(), gap.detail.clone())).collect()
}

/// Collects the facts of all native files of a sample.
#[pyclass(module = "sousveil._core")]
#[derive(Default)]
pub struct Natives(elf::Natives);

#[pymethods]
impl Natives {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Reads one ELF file; what cannot be read becomes a gap.
    fn add(&mut self, py: Python<'_>, part: u32, data: PyBackedBytes) {
        py.detach(|| self.0.add(part, &data));
    }

    /// One of native_files, native_jni, native_needed, native_strings, native_symbols, as filled so far.
    fn table(&self, name: &str) -> PyResult<Table> {
        named(self.0.table(name), name)
    }

    /// Unread places: (part, place, cause, detail).
    fn gaps(&self) -> Vec<(u32, String, &'static str, String)> {
        unread(self.0.gaps())
    }

    /// Signs of packing or misleading tables: (part, kind, place, detail).
    fn oddities(&self) -> Vec<(u32, &'static str, String, String)> {
        let row = |(part, odd): &(u32, elf::Oddity)| (*part, odd.kind, odd.place.clone(), odd.detail.clone());
        self.0.oddities().iter().map(row).collect()
    }
}

/// Collects what the native code of a sample refers to and calls.
#[pyclass(module = "sousveil._core")]
#[derive(Default)]
pub struct NativeCode(sousveil_native::NativeCode);

#[pymethods]
impl NativeCode {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Reads the code of one ELF file.
    fn add(&mut self, py: Python<'_>, part: u32, data: PyBackedBytes) {
        py.detach(|| self.0.add(part, &data));
    }

    /// One of native_calls, native_functions, native_registered, native_string_uses, as filled so far.
    fn table(&self, name: &str) -> PyResult<Table> {
        named(self.0.table(name), name)
    }

    /// Unread places: (part, place, cause, detail).
    fn gaps(&self) -> Vec<(u32, String, &'static str, String)> {
        unread(self.0.gaps())
    }
}

/// Places in native code where one of the given 32-bit numbers is made: (address, number), in address order.
/// Raises ValueError for bytes that are no ELF file.
#[pyfunction]
fn native_words(py: Python<'_>, data: PyBackedBytes, words: Vec<u32>) -> PyResult<Vec<(u64, u32)>> {
    let found = py.detach(|| sousveil_native::find_words(&data, &words));
    let found = found.map_err(|gap| PyValueError::new_err(gap.detail))?;
    Ok(found.iter().map(|f| (f.address, f.word)).collect())
}

/// Reads a string again at a place of a native file, sharing no code with the tables above the bounded reads.
///
/// `place` is a file offset, or a virtual address when `virtual_address` is true; `encoding` as in native_strings.
/// Raises ValueError when the place is not in the file or holds no text.
#[pyfunction]
#[pyo3(signature = (data, place, *, virtual_address=false, encoding="utf8"))]
fn locate_native(data: PyBackedBytes, place: u64, virtual_address: bool, encoding: &str) -> PyResult<String> {
    let encoding = match encoding {
        "ascii" | "utf8" => elf::Encoding::Utf8,
        "utf16" => elf::Encoding::Utf16,
        other => return Err(PyValueError::new_err(format!("unknown encoding {other}"))),
    };
    let offset = if virtual_address { elf::offset_of(&data, place) } else { Some(place) };
    let offset = offset.ok_or_else(|| PyValueError::new_err(format!("address 0x{place:x} is not in the file")))?;
    elf::string_at(&data, offset, encoding)
        .ok_or_else(|| PyValueError::new_err(format!("no text stands at offset 0x{offset:x}")))
}

/// Offset in the file of a virtual address; None where the file holds no byte for it.
#[pyfunction]
fn native_offset(data: PyBackedBytes, address: u64) -> Option<u64> {
    elf::offset_of(&data, address)
}

type Filled = Vec<(u64, Option<u64>, Option<String>)>;

/// What the linker does to a file: places it fills with (place, address of the file, or name of an import), in order,
/// and functions that it calls when it loads it. Raises ValueError for bytes that are no ELF file.
#[pyfunction]
fn native_loaded(py: Python<'_>, data: PyBackedBytes) -> PyResult<(Filled, Vec<u64>)> {
    let found = py.detach(|| sousveil_native::loaded(&data));
    let found = found.map_err(|gap| PyValueError::new_err(gap.detail))?;
    let filled = found.filled.into_iter().map(|f| (f.place, f.address, f.import)).collect();
    Ok((filled, found.constructors))
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Natives>()?;
    m.add_class::<NativeCode>()?;
    m.add_function(wrap_pyfunction!(native_loaded, m)?)?;
    m.add_function(wrap_pyfunction!(native_words, m)?)?;
    m.add_function(wrap_pyfunction!(native_offset, m)?)?;
    m.add_function(wrap_pyfunction!(locate_native, m)?)
}
