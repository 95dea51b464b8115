//! Bytes, archives and what bytes are, for Python.
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use pyo3::exceptions::{PyIndexError, PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use sousveil_core::gap::Gap;
use sousveil_core::{sniff as core_sniff, zip};

/// Bytes of a part: a shared buffer and a range of it. Slices and clones copy nothing.
#[pyclass(frozen, module = "sousveil._core")]
#[derive(Clone)]
pub struct Blob {
    data: Arc<Vec<u8>>,
    start: usize,
    end: usize,
}

impl From<Vec<u8>> for Blob {
    fn from(data: Vec<u8>) -> Self {
        let end = data.len();
        Blob { data: Arc::new(data), start: 0, end }
    }
}

impl Blob {
    /// The bytes, for other bindings.
    pub fn as_slice(&self) -> &[u8] {
        self.data.get(self.start..self.end).unwrap_or_default()
    }

    fn range(&self, start: usize, end: usize) -> Blob {
        let len = self.end.saturating_sub(self.start);
        let end = end.min(len);
        let start = start.min(end);
        Blob {
            data: Arc::clone(&self.data),
            start: self.start.saturating_add(start),
            end: self.start.saturating_add(end),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[pymethods]
impl Blob {
    #[new]
    fn new(data: Vec<u8>) -> Self {
        data.into()
    }

    /// Reads a whole file. Raises OSError naming the path.
    #[staticmethod]
    fn from_path(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        py.detach(|| std::fs::read(&path))
            .map(Blob::from)
            .map_err(|e| PyOSError::new_err(format!("{}: {e}", path.display())))
    }

    fn __len__(&self) -> usize {
        self.as_slice().len()
    }

    /// A copy of the bytes.
    fn bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.as_slice())
    }

    /// The bytes from `start` to before `end`, both cut to the length; nothing is copied.
    fn slice(&self, start: usize, end: usize) -> Blob {
        self.range(start, end)
    }

    /// SHA-256 in hex.
    fn sha256(&self, py: Python<'_>) -> String {
        hex(&py.detach(|| zip::sha256(self.as_slice())))
    }

    /// The content of a gzip stream's first member, at most `cap` bytes, and whether that is all of it.
    /// Raises ValueError when the bytes are no gzip stream.
    fn gunzip(&self, py: Python<'_>, cap: u64) -> PyResult<(Blob, bool)> {
        py.detach(|| zip::gunzip(self.as_slice(), cap))
            .map(|(bytes, whole)| (bytes.into(), whole))
            .ok_or_else(|| PyValueError::new_err("not a gzip stream"))
    }
}

/// One record of an archive's directory. `sha256`, `kind`, `entropy`, `crc_ok`, `whole` and `read_size` are None
/// before the scan.
#[pyclass(frozen, module = "sousveil._core", get_all)]
pub struct Entry {
    index: u32,
    name: String,
    record_offset: u64,
    header_offset: u64,
    data_offset: Option<u64>,
    packed_size: u64,
    size: u64,
    method: u16,
    flags: u16,
    crc: u32,
    is_directory: bool,
    read_size: Option<u64>,
    sha256: Option<String>,
    kind: Option<&'static str>,
    entropy: Option<u16>,
    crc_ok: Option<bool>,
    whole: Option<bool>,
}

/// A ZIP archive read by Android's rules.
#[pyclass(frozen, module = "sousveil._core")]
pub struct Archive {
    blob: Blob,
    archive: zip::Archive,
    scan: OnceLock<zip::Scan>,
}

/// (place, cause, detail)
type GapRow = (String, &'static str, String);

fn gap_row(gap: &Gap) -> GapRow {
    (gap.place.clone(), gap.cause.as_str(), gap.detail.clone())
}

#[pymethods]
impl Archive {
    /// Reads the directory. Raises ValueError when the bytes are no archive at all.
    #[new]
    #[pyo3(signature = (blob, *, max_entry=512 << 20, max_total=2 << 30, max_ratio=1000, max_entries=200_000))]
    fn new(
        py: Python<'_>,
        blob: &Blob,
        max_entry: u64,
        max_total: u64,
        max_ratio: u64,
        max_entries: u64,
    ) -> PyResult<Self> {
        let limits = zip::Limits { max_entry, max_total, max_ratio, max_entries };
        let blob = blob.clone();
        let archive = py
            .detach(|| zip::Archive::open(blob.as_slice(), limits))
            .map_err(|e| PyValueError::new_err(e.to_string()))?;
        Ok(Archive { blob, archive, scan: OnceLock::new() })
    }

    /// Offset of the central directory, where an APK Signing Block ends; None in a salvaged archive.
    #[getter]
    fn directory_offset(&self) -> Option<u64> {
        self.archive.directory_offset
    }

    fn __len__(&self) -> usize {
        self.archive.entries.len()
    }

    /// All entries in directory order.
    fn entries(&self) -> Vec<Entry> {
        let reads = self.scan.get().map(|scan| scan.reads.as_slice()).unwrap_or_default();
        self.archive.entries.iter().enumerate().map(|(index, e)| entry_row(e, reads.get(index))).collect()
    }

    /// (kind, place, detail) of all departures from a plain archive; the scan adds to them.
    fn oddities(&self) -> Vec<(&'static str, String, String)> {
        let scanned = self.scan.get().map(|scan| scan.oddities.as_slice()).unwrap_or_default();
        let all = self.archive.oddities.iter().chain(scanned);
        all.map(|o| (o.kind, o.place.clone(), o.detail.clone())).collect()
    }

    /// (place, cause, detail) of all that could not be read; the scan adds to them.
    fn gaps(&self) -> Vec<GapRow> {
        let scanned = self.scan.get().map(|scan| scan.gaps.as_slice()).unwrap_or_default();
        self.archive.gaps.iter().chain(scanned).map(gap_row).collect()
    }

    /// Inflates, hashes and identifies all entries; done once.
    fn scan(&self, py: Python<'_>) {
        py.detach(|| {
            self.scan.get_or_init(|| self.archive.scan(self.blob.as_slice()));
        });
    }

    /// The bytes of an entry; a stored entry shares the archive's. Raises IndexError when there is no such entry.
    fn blob(&self, py: Python<'_>, index: usize) -> PyResult<Blob> {
        if let Some(range) = self.archive.stored_range(self.blob.as_slice(), index) {
            return Ok(self.blob.range(range.start, range.end));
        }
        py.detach(|| self.archive.bytes(self.blob.as_slice(), index))
            .map(Blob::from)
            .ok_or_else(|| PyIndexError::new_err(format!("the archive has no entry {index}")))
    }
}

fn entry_row(entry: &zip::Entry, read: Option<&zip::Read>) -> Entry {
    Entry {
        index: entry.index,
        name: entry.name.clone(),
        record_offset: entry.record_offset,
        header_offset: entry.header_offset,
        data_offset: entry.data_offset,
        packed_size: entry.packed_size,
        size: entry.size,
        method: entry.method,
        flags: entry.flags,
        crc: entry.crc,
        is_directory: entry.is_directory(),
        read_size: read.map(|r| r.size),
        sha256: read.map(|r| hex(&r.sha256)),
        kind: read.map(|r| r.kind),
        entropy: read.map(|r| r.entropy_milli),
        crc_ok: read.map(|r| r.crc_ok),
        whole: read.map(|r| r.whole),
    }
}

/// What bytes are: (kind, entropy in thousandths of a bit per byte).
#[pyfunction]
fn sniff(py: Python<'_>, blob: &Blob) -> (&'static str, u16) {
    let found = py.detach(|| core_sniff::sniff(blob.as_slice()));
    (found.kind, found.entropy_milli)
}

/// All kinds that `sniff` and a scan can give: (kind, what it means).
#[pyfunction]
fn kinds() -> Vec<(&'static str, &'static str)> {
    core_sniff::KINDS.to_vec()
}

/// All kinds of oddity an archive can have, sorted.
#[pyfunction]
fn oddity_kinds() -> Vec<&'static str> {
    zip::ODDITY_KINDS.to_vec()
}

pub fn register(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<Blob>()?;
    m.add_class::<Entry>()?;
    m.add_class::<Archive>()?;
    m.add_function(wrap_pyfunction!(sniff, m)?)?;
    m.add_function(wrap_pyfunction!(kinds, m)?)?;
    m.add_function(wrap_pyfunction!(oddity_kinds, m)?)
}
