//! `cargo +nightly fuzz run zip`: any bytes as an archive and as a gzip stream; what is hashed is what is given out.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sousveil_core::zip::{Archive, Limits, gunzip};

fuzz_target!(|data: &[u8]| {
    let limits = Limits { max_entry: 1 << 20, max_total: 4 << 20, max_ratio: 100, max_entries: 1000 };
    let _ = gunzip(data, limits.max_entry);
    let Ok(archive) = Archive::open(data, limits) else { return };
    let scan = archive.scan(data);
    assert_eq!(scan.reads.len(), archive.entries.len());
    let mut total = 0;
    for (index, read) in scan.reads.iter().enumerate() {
        let bytes = archive.bytes(data, index).unwrap_or_default();
        assert_eq!(bytes.len() as u64, read.size);
        assert!(read.size <= limits.max_entry);
        total += read.size;
        if let Some(range) = archive.stored_range(data, index) {
            assert_eq!(data.get(range), Some(bytes.as_slice()));
        }
    }
    assert!(total <= limits.max_total);
});
