//! `cargo +nightly fuzz run elf`: any bytes as a native file; every string is read again at its place.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sousveil_core::elf::{Encoding, Natives, offset_of, string_at};

fuzz_target!(|data: &[u8]| {
    let mut natives = Natives::default();
    natives.add(0, data);
    for name in ["native_files", "native_needed", "native_symbols", "native_strings", "native_jni"] {
        assert!(natives.table(name).is_some_and(|table| table.is_ok()));
    }
    for at in (0..data.len() as u64).step_by(61).chain([u64::MAX]) {
        let _ = offset_of(data, at);
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let _ = string_at(data, at, encoding);
        }
    }
});
