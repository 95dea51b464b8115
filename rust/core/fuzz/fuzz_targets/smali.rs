//! `cargo +nightly fuzz run smali`: any bytes as smali; what comes out is well-formed.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sousveil_core::smali;
use sousveil_core::written::Builder;

fuzz_target!(|data: &[u8]| {
    let mut builder = Builder::new();
    smali::add_bytes(&mut builder, 0, data);
    let code = builder.finish();
    let mut insns = Vec::new();
    for number in 0..code.bodies.len() as u32 {
        code.decode(number, &mut insns);
        for insn in &insns {
            assert!(insn.regs.iter().all(|r| *r < code.bodies[number as usize].registers));
            assert!(code.position(number, insn.offset).is_some());
        }
    }
});
