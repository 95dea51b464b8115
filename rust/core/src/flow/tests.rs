#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use std::sync::{Arc, OnceLock};

use arrow_array::{Array, StringArray};

use super::components::Component;
use super::engine::{Limits, Port};
use super::models::{Model, Place};
use super::solve::{Answer, Question, solve};
use super::ssa::is_call;
use super::terms::Resources;
use super::world::World;
use crate::assemble::{Assembler, Method, PUBLIC, STATIC};
use crate::framework::Framework;
use crate::reach::{EntrySpec, Reach};

mod bad;
mod bounds;
mod numbers;
mod unnamed;

type Op = (u8, Vec<u16>, i64);

const OBJECT: &str = "Ljava/lang/Object;";
const STRING: &str = "Ljava/lang/String;";
const TEXT: &str = "(Ljava/lang/String;)V";
const MAIN: &str = "La/Main;";
const BOX: &str = "La/Box;";
const RETURN: Op = (0x0e, Vec::new(), 0);

fn framework() -> Arc<Framework> {
    static SHIPPED: OnceLock<Arc<Framework>> = OnceLock::new();
    Arc::clone(SHIPPED.get_or_init(crate::assemble::framework))
}

/// The code, of which the outside calls all methods of `a.Main` with these names.
fn world(all: Assembler, entries: &[&str], models: Vec<Model>) -> World {
    let hierarchy = Arc::new(all.link(framework()));
    let methods = Some(entries.iter().map(|n| (*n).to_owned()).collect());
    let entry = EntrySpec { class: "a.Main".into(), methods, why: "activity of the manifest".into() };
    let reach = Arc::new(Reach::new(&hierarchy, vec![entry], &[]));
    World::new(hierarchy, reach, models)
}

fn place(text: &str) -> Place {
    Place::parse(text).unwrap()
}

fn question(sources: Vec<Port>, sinks: Vec<Port>, steps: u64) -> Question {
    Question {
        sources,
        sinks,
        unnamed: Vec::new(),
        named_sources: Vec::new(),
        named_sinks: Vec::new(),
        components: vec![Component { class: "a.Main".into(), kind: "activity".into(), ..Component::default() }],
        opaque: vec!["android.content.Context".into()],
        resources: Resources::default(),
        limits: Limits { steps },
        entries: vec!["source.text".into(), "sink.send".into()],
        models: vec!["one".into(), "two".into()],
    }
}

/// Ports at every call of a method of `La/Api;` with this name.
fn calls_of(world: &World, name: &str, entry: u32, at: &str) -> Vec<Port> {
    let code = world.code();
    let mut found = Vec::new();
    for method in 0..code.defined_methods.len() as u32 {
        let Some(body) = code.bodies.get(code.defined_methods[method as usize].body as usize) else { continue };
        for index in body.ops.start as usize..body.ops.end as usize {
            let called = code.methods.get(code.op_operand[index] as usize);
            let fits = |m: &crate::code::MethodRef| code.type_name(m.class) == "La/Api;" && code.text(m.name) == name;
            if is_call(code.op_code[index]) && called.is_some_and(fits) {
                found.push(Port { entry, method, offset: Some(code.op_offset[index]), places: vec![place(at)] });
            }
        }
    }
    found
}

/// All flows from `Api.source()` to `Api.sink(text)`.
fn ask(world: &World) -> Answer {
    let (sources, sinks) = (calls_of(world, "source", 0, "result"), calls_of(world, "sink", 1, "arg0"));
    assert!(!sources.is_empty() && !sinks.is_empty());
    solve(world, question(sources, sinks, 1_000_000)).unwrap()
}

fn count(answer: &Answer, of: &str) -> u64 {
    answer.counts.iter().find(|c| c.0 == of).unwrap().1
}

fn column(answer: &Answer, table: &str, column: &str) -> Vec<String> {
    let table = answer.tables.iter().find(|t| t.name == table).unwrap();
    let texts = table.batch.column_by_name(column).unwrap().as_any().downcast_ref::<StringArray>().unwrap();
    (0..texts.len()).map(|i| texts.value(i).to_owned()).collect()
}

/// Kinds of the steps of the one flow there is; empty where there is none.
fn steps(answer: &Answer) -> Vec<String> {
    let flows = column(answer, "flows", "kind");
    assert!(flows.len() < 2, "{flows:?}");
    assert!(flows.iter().all(|kind| kind == "data"));
    column(answer, "steps", "kind")
}

/// What the hand-written methods name.
struct Names {
    source: i64,
    sink: i64,
    kind: i64,
    init: i64,
    text: i64,
    shared: i64,
    show: i64,
}

fn names(all: &mut Assembler) -> Names {
    Names {
        source: all.method("La/Api;", "source", "()Ljava/lang/String;"),
        sink: all.method("La/Api;", "sink", TEXT),
        kind: all.kind(BOX),
        init: all.method(BOX, "<init>", "()V"),
        text: all.field(BOX, "text", STRING),
        shared: all.field(BOX, "shared", STRING),
        show: all.method(MAIN, "show", TEXT),
    }
}

impl Names {
    fn make(&self, register: u16) -> Vec<Op> {
        vec![(0x22, vec![register], self.kind), (0x70, vec![register], self.init)]
    }

    fn read_source(&self, register: u16) -> Vec<Op> {
        vec![(0x71, vec![], self.source), (0x0c, vec![register], 0)]
    }

    fn put(&self, value: u16, object: u16) -> Vec<Op> {
        vec![(0x5b, vec![value, object], self.text)]
    }

    fn get(&self, value: u16, object: u16) -> Vec<Op> {
        vec![(0x54, vec![value, object], self.text)]
    }

    fn send(&self, register: u16) -> Vec<Op> {
        vec![(0x71, vec![register], self.sink), RETURN]
    }

    fn show(&self, register: u16) -> Vec<Op> {
        vec![(0x71, vec![register], self.show), RETURN]
    }
}

/// Steps from source to sink, where `main` is this code, `show(text)` sends its text and boxes hold a text.
fn run(body: impl Fn(&Names, &mut Assembler) -> Vec<Vec<Op>>) -> Vec<String> {
    let mut all = Assembler::default();
    let names = names(&mut all);
    let main = body(&names, &mut all).concat();
    all.class(BOX, OBJECT, &[], vec![("<init>", "()V", PUBLIC, vec![RETURN])]);
    all.class(MAIN, OBJECT, &[], vec![("show", TEXT, STATIC, names.send(7)), ("main", "()V", STATIC, main)]);
    steps(&ask(&world(all, &["main"], Vec::new())))
}

#[test]
fn a_field_and_a_call_are_followed_in_order() {
    let found = run(|n, _| vec![n.make(0), n.read_source(1), n.put(1, 0), n.get(2, 0), n.show(2)]);
    assert_eq!(found, ["source", "store", "load", "call", "sink"]);
}

#[test]
fn a_field_written_again_before_the_read_is_clean() {
    let found = run(|n, all| {
        let clean = vec![(0x1a, vec![3], all.string("clean"))];
        vec![n.make(0), n.read_source(1), n.put(1, 0), clean, n.put(3, 0), n.get(2, 0), n.show(2)]
    });
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_field_written_again_on_one_way_only_is_not_clean() {
    let found = run(|n, _| {
        // 0 const; 2 new; 6 init; 12 source; 18 move-result; 20 put; 24 if → 32; 28 put; 32 get
        let maybe = vec![(0x38, vec![4], 32)];
        let clean = vec![(0x12, vec![4], 0)];
        vec![clean, n.make(0), n.read_source(1), n.put(1, 0), maybe, n.put(4, 0), n.get(2, 0), n.show(2)]
    });
    assert_eq!(found, ["source", "store", "load", "call", "sink"]);
}

#[test]
fn what_is_stored_after_the_read_is_not_found_there() {
    let found = run(|n, _| vec![n.make(0), n.get(2, 0), n.read_source(1), n.put(1, 0), n.show(2)]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn another_object_of_the_class_is_another() {
    let found = run(|n, _| vec![n.make(0), n.make(4), n.read_source(1), n.put(1, 0), n.get(2, 4), n.show(2)]);
    assert!(found.is_empty(), "{found:?}");
    // The same object by another name is not.
    let found = run(|n, _| {
        let copy = vec![(0x07, vec![4, 0], 0)];
        vec![n.make(0), copy, n.read_source(1), n.put(1, 0), n.get(2, 4), n.show(2)]
    });
    assert_eq!(found, ["source", "store", "load", "call", "sink"]);
}

/// `main` calls `fail`, which throws a box with the text; the handler sends what is in it. Without `guarded` the
/// handler stands there and guards nothing.
fn thrown(guarded: bool) -> Vec<String> {
    let mut all = Assembler::default();
    let n = names(&mut all);
    let fail = all.method(MAIN, "fail", "()V");
    let throw = [n.make(0), n.read_source(1), n.put(1, 0), vec![(0x27, vec![0], 0)]].concat();
    // 0 call fail; 6 return; 8 move-exception; 10 get; 14 send
    let main = [vec![(0x71, vec![], fail), RETURN, (0x0d, vec![0], 0)], n.get(2, 0), n.send(2)].concat();
    all.class(BOX, "Ljava/lang/Exception;", &[], vec![("<init>", "()V", PUBLIC, vec![RETURN])]);
    all.class(MAIN, OBJECT, &[], vec![("fail", "()V", STATIC, throw), ("main", "()V", STATIC, main)]);
    if guarded {
        all.guard(0, 6, 8);
    }
    steps(&ask(&world(all, &["main"], Vec::new())))
}

#[test]
fn an_exception_carries_the_data_to_its_handler() {
    let found = thrown(true);
    assert_eq!(found.first().map(String::as_str), Some("source"));
    assert!(found.iter().any(|kind| kind == "store"), "{found:?}");
    assert_eq!(found.iter().rev().take(2).rev().collect::<Vec<_>>(), ["load", "sink"]);
    assert!(thrown(false).is_empty());
}

#[test]
fn a_static_field_carries_the_data_to_another_method() {
    let between = |read_shared: bool| {
        let mut all = Assembler::default();
        let n = names(&mut all);
        let other = all.field(BOX, "other", STRING);
        let put = [n.read_source(1), vec![(0x69, vec![1], n.shared), RETURN]].concat();
        let read = if read_shared { n.shared } else { other };
        let get = [vec![(0x62, vec![2], read)], n.send(2)].concat();
        all.class(MAIN, OBJECT, &[], vec![("put", "()V", STATIC, put), ("get", "()V", STATIC, get)]);
        steps(&ask(&world(all, &["put", "get"], Vec::new())))
    };
    assert_eq!(between(true), ["source", "static_store", "static_load", "sink"]);
    assert!(between(false).is_empty());
}
