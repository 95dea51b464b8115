//! `cargo +nightly fuzz run native`: any bytes as native code; the tables hold no more than the bytes can.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sousveil_native::{NativeCode, SPECS, find_words};

fuzz_target!(|data: &[u8]| {
    let mut code = NativeCode::default();
    code.add(0, data);
    for spec in SPECS {
        assert!(code.table(spec.name).is_some_and(|table| table.is_ok()));
    }
    let _ = find_words(data, &[0x6745_2301]);
});
