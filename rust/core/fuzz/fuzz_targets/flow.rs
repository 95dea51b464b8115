//! `cargo +nightly fuzz run flow`: any bytes as a dex file, all its calls sources and sinks by turns, twice the same.
#![no_main]
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use sousveil_core::code::{Code, DexBytes};
use sousveil_core::flow::engine::{Limits, Port};
use sousveil_core::flow::models::Place;
use sousveil_core::flow::solve::{Answer, Question, solve};
use sousveil_core::flow::ssa::is_call;
use sousveil_core::flow::terms::Resources;
use sousveil_core::flow::world::World;
use sousveil_core::framework::Framework;
use sousveil_core::hierarchy::Hierarchy;
use sousveil_core::reach::{EntrySpec, Reach};

const MOST_STEPS: u64 = 3_000;

fuzz_target!(|data: &[u8]| {
    let bytes: DexBytes = Arc::new(data.to_vec());
    let code = Arc::new(Code::from_dex([(0, bytes)]));
    let hierarchy = Arc::new(Hierarchy::new(Arc::clone(&code), Arc::new(Framework::default())));
    let entry = |name: u32| {
        let class = code.type_name(name).trim_start_matches('L').trim_end_matches(';').replace('/', ".");
        EntrySpec { class, methods: None, why: "any class".into() }
    };
    let entries = code.classes.iter().map(|c| entry(c.name)).collect();
    let reach = Arc::new(Reach::new(&hierarchy, entries, &[]));
    let world = World::new(hierarchy, reach, Vec::new());
    let one = told(&world);
    let other = told(&world);
    match (one, other) {
        (Some(one), Some(other)) => assert_eq!(one.counts, other.counts),
        (one, other) => assert_eq!(one.is_some(), other.is_some()),
    }
});

fn told(world: &World) -> Option<Answer> {
    let (mut sources, mut sinks) = (Vec::new(), Vec::new());
    for method in 0..world.code().defined_methods.len() as u32 {
        let calls = world.ssa(method).into_iter().flat_map(|s| &s.insns).filter(|i| is_call(i.op));
        for (number, call) in calls.enumerate() {
            let (list, entry, place) =
                if number % 2 == 0 { (&mut sources, 0, "result") } else { (&mut sinks, 1, "arg*") };
            let places = vec![Place::parse(place).ok()?];
            list.push(Port { entry, method, offset: Some(call.offset), places });
        }
    }
    let ask = Question {
        sources,
        sinks,
        unnamed: Vec::new(),
        named_sources: Vec::new(),
        named_sinks: Vec::new(),
        components: Vec::new(),
        opaque: vec!["android.content.Context".into()],
        resources: Resources::default(),
        limits: Limits { steps: MOST_STEPS },
        entries: vec!["source.any".into(), "sink.any".into()],
        models: Vec::new(),
    };
    solve(world, ask).ok()
}
