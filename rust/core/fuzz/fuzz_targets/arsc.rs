//! `cargo +nightly fuzz run arsc`: any bytes as a resource table, as two splits and as a bundle's; every id is followed.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sousveil_core::arsc::Resources;

fuzz_target!(|data: &[u8]| {
    let mut resources = Resources::new();
    resources.add(0, data);
    resources.add(1, data);
    resources.add_proto(2, data);
    let _ = resources.table();
    for id in (0x7f01_0000..0x7f01_0010).chain(0x7f02_0000..0x7f02_0010).chain([0, 0x0101_0003, u32::MAX]) {
        let _ = resources.name(id);
        let _ = resources.resolve(id, Some("fr-CA"));
        let all = resources.resolve_all(id);
        assert!(all.len() <= 1 << 20);
    }
    let _ = resources.files();
});
