#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::*;
use crate::assemble::{Assembler, STATIC};

const RETURN: (u8, Vec<u16>, i64) = (0x0e, Vec::new(), 0);

/// The values of register 0 at the static call `La/Sink;->take(I)V` at `offset`, in a static method with one parameter.
fn taken(all: Assembler, offset: u32) -> Vec<Value> {
    let hierarchy = all.finish();
    BodyValues::of(&hierarchy, 0).arguments(&hierarchy, offset).unwrap().params[0].clone()
}

fn sink(all: &mut Assembler) -> (u8, Vec<u16>, i64) {
    (0x71, vec![0], all.method("La/Sink;", "take", "(I)V"))
}

fn body(all: &mut Assembler, insns: Vec<(u8, Vec<u16>, i64)>) {
    all.class("La/A;", "Ljava/lang/Object;", &[], vec![("m", "(I)V", STATIC, insns)]);
}

#[test]
fn paths_join_to_alternatives() {
    let mut all = Assembler::default();
    let sink = sink(&mut all);
    // 0: const 1; 2: if-eqz v7 → 8; 6: const 2; 8: call
    body(&mut all, vec![(0x12, vec![0], 1), (0x38, vec![7], 8), (0x12, vec![0], 2), sink, RETURN]);
    assert_eq!(taken(all, 8), [Value::Int(1), Value::Int(2)]);
}

#[test]
fn a_loop_settles_and_its_counter_is_unknown() {
    let mut all = Assembler::default();
    let sink = sink(&mut all);
    // 0: const 0; 2: add 1; 6: call; 12: if-eqz v7 → 2
    body(&mut all, vec![(0x12, vec![0], 0), (0xd8, vec![0, 0], 1), sink, (0x38, vec![7], 2), RETURN]);
    assert_eq!(taken(all, 6), [Value::Unknown(Why::Computed)]);
}

#[test]
fn a_handler_sees_what_held_before_and_within() {
    let mut all = Assembler::default();
    let sink = sink(&mut all);
    // 0: const 1; 2: const 2; 4: return; 6: handler: call
    body(&mut all, vec![(0x12, vec![0], 1), (0x12, vec![0], 2), RETURN, sink, RETURN]);
    all.guard(2, 4, 6);
    assert_eq!(taken(all, 6), [Value::Int(1), Value::Int(2)]);
}

#[test]
fn constants_of_fields_are_resolved() {
    let mut all = Assembler::default();
    let sink = sink(&mut all);
    let own = all.field("La/A;", "FLAG", "I");
    let android = all.field("Landroid/content/Context;", "MODE_WORLD_WRITEABLE", "I");
    body(&mut all, vec![(0x60, vec![1], own), (0x60, vec![2], android), (0x96, vec![0, 1, 2], 0), sink, RETURN]);
    all.constant("La/A;", "FLAG", "I", Constant::Int(8));
    assert_eq!(taken(all, 12), [Value::Int(10)]);
}

#[test]
fn parameters_and_results_keep_their_place() {
    let mut all = Assembler::default();
    let sink = sink(&mut all);
    let make = all.method("La/Sink;", "make", "()I");
    body(&mut all, vec![(0x01, vec![0, 7], 0), sink.clone(), (0x71, vec![], make), (0x0a, vec![0], 0), sink, RETURN]);
    let hierarchy = all.finish();
    let mut values = BodyValues::of(&hierarchy, 0);
    assert_eq!(values.arguments(&hierarchy, 2).unwrap().params, [[Value::Parameter(0)]]);
    assert_eq!(values.arguments(&hierarchy, 16).unwrap().params, [[Value::Result(8, make as u32)]]);
    assert_eq!(values.arguments(&hierarchy, 0), None, "no call stands there");
}
