//! `cargo +nightly fuzz run dex`: any bytes as two dex files, every table, every body decoded again.
#![no_main]
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use sousveil_core::code::{Code, DexBytes, tables};
use sousveil_core::dex::locate;

fuzz_target!(|data: &[u8]| {
    let bytes: DexBytes = Arc::new(data.to_vec());
    let code = Arc::new(Code::from_dex([(0, bytes.clone()), (1, bytes)]));
    for name in tables::NAMES {
        let _ = tables::table(&code, name);
    }
    let mut insns = Vec::new();
    for (number, body) in (0u32..).zip(&code.bodies).take(64) {
        code.decode(number, &mut insns);
        let method = code.method_text(body.method);
        for insn in insns.iter().take(64) {
            let ours = code.instruction_text(number, insn.offset);
            // The two ways may differ on broken symbols only.
            if let (Some(ours), Ok(theirs)) = (ours, locate::instruction(data, &method, insn.offset)) {
                assert_eq!(ours, theirs);
            }
            code.switch_targets(number, insn);
            code.array_data(number, insn);
        }
    }
});
