//! Code no compiler makes, and code made to cost much: an answer within bounds, the same every time.
use std::time::{Duration, Instant};

use super::*;
use crate::code::Try;
use crate::flow::models::Effect;

/// Steps a run with bad code may take.
const MOST_STEPS: u64 = 3_000;
/// What one run may take, far above what it does: an endless one is to fail, not a busy machine.
const LONG: Duration = Duration::from_secs(60);

/// A fixed sequence of numbers that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len() as u64) as usize]
    }

    /// Mostly one of the eight that a body has.
    fn register(&mut self) -> u16 {
        if self.roll(24) == 0 { self.one(&[8, 9, 255, 65_535]) } else { self.roll(8) as u16 }
    }
}

/// Types that inherit from themselves and each other, and hold each other.
const PARENTS: [(&str, &str, &[&str]); 5] = [
    (MAIN, "Landroid/app/Activity;", &["La/I;", "Ljava/lang/Runnable;"]),
    ("La/Self;", "La/Self;", &["La/Self;"]),
    ("La/One;", "La/Two;", &["La/I;"]),
    ("La/Two;", "La/One;", &["La/Self;"]),
    ("La/I;", OBJECT, &["La/I;", "La/One;"]),
];
const PROTOS: [&str; 6] = [
    "()V",
    "(Ljava/lang/String;)Ljava/lang/String;",
    "(La/Self;La/One;)La/Two;",
    "(JLjava/lang/Object;D)J",
    "([La/One;I)[La/One;",
    "(Z)Z",
];
const NAMES: [&str; 6] = ["<init>", "m", "run", "onCreate", "<clinit>", "toString"];
const CALLS: [u8; 7] = [0x6e, 0x6f, 0x70, 0x71, 0x72, 0x74, 0x77];

/// Numbers of what instructions name.
struct Pool {
    kinds: Vec<i64>,
    methods: Vec<i64>,
    fields: Vec<i64>,
    strings: Vec<i64>,
}

fn pool(all: &mut Assembler) -> Pool {
    let classes = ["La/Main;", "La/Self;", "La/One;", "La/Two;", "La/I;", "La/Api;", "Ljava/lang/Thread;"];
    let mut methods = Vec::new();
    let mut fields = Vec::new();
    for class in classes {
        for (name, proto) in NAMES.iter().zip(PROTOS) {
            methods.push(all.method(class, name, proto));
        }
        methods.push(all.method(class, "m", PROTOS[2]));
        fields.extend([STRING, "La/Self;", "La/One;", "[La/One;", "J"].map(|kind| all.field(class, "f", kind)));
    }
    Pool {
        kinds: classes.iter().chain(&["[La/One;", STRING, "[[J", "I"]).map(|k| all.kind(k)).collect(),
        methods,
        fields,
        strings: ["a.Main", "m", "%s", ""].iter().map(|s| all.string(s)).collect(),
    }
}

/// One instruction: well formed most of the time, but for where it jumps.
fn arbitrary(dice: &mut Dice, pool: &Pool, size: u64) -> Op {
    let (a, b, c) = (dice.register(), dice.register(), dice.register());
    let target = if dice.roll(12) == 0 { dice.one(&[-2, i64::MAX, 1 << 32, 3]) } else { dice.roll(size) as i64 };
    match dice.roll(30) {
        0..=3 => (dice.one(&[0x54, 0x55, 0x53]), vec![a, b], dice.one(&pool.fields)),
        4..=6 => (dice.one(&[0x5b, 0x5a]), vec![a, b], dice.one(&pool.fields)),
        7 => (dice.one(&[0x60, 0x62]), vec![a], dice.one(&pool.fields)),
        8 => (dice.one(&[0x67, 0x69]), vec![a], dice.one(&pool.fields)),
        9..=14 => {
            let registers = [a, b, c, a, b];
            let given = dice.roll(6) as usize;
            (dice.one(&CALLS), registers[..given].to_vec(), dice.one(&pool.methods))
        }
        15 | 16 => (dice.one(&[0x0a, 0x0b, 0x0c, 0x0d]), vec![a], 0),
        17 => (0x22, vec![a], dice.one(&pool.kinds)),
        18 => (dice.one(&[0x38, 0x39]), vec![a], target),
        19 => (0x32, vec![a, b], target),
        20 => (dice.one(&[0x28, 0x29, 0x2a]), vec![], target),
        21 => (dice.one(&[0x2b, 0x2c]), vec![a], target),
        22 => (dice.one(&[0x46, 0x4d]), vec![a, b, c], 0),
        23 => (dice.one(&[0x23, 0x24, 0x1f, 0x20]), vec![a, b], dice.one(&pool.kinds)),
        24 => (dice.one(&[0x1a, 0x1c]), vec![a], dice.one(&pool.strings)),
        25 => (dice.one(&[0x27, 0x11, 0x0f]), vec![a], 0),
        26 => (0x07, vec![a, b], 0),
        27 => (0x12, vec![a], dice.roll(4) as i64),
        _ => {
            let many = dice.roll(4) as usize;
            let operand = dice.one(&[-1, 0, 7, 65_536, i64::MAX, i64::MIN]);
            (dice.roll(256) as u8, [a, b, c][..many].to_vec(), operand)
        }
    }
}

fn models() -> Vec<Model> {
    let effects = |list: &[(&str, &str)]| list.iter().map(|(v, t)| Effect::parse(v, t).unwrap()).collect();
    let model = |number, class: &str, method: &str, list: &[(&str, &str)]| Model {
        number,
        classes: vec![class.to_owned()],
        subtypes: true,
        methods: vec![method.to_owned()],
        params: None,
        effects: effects(list),
    };
    vec![
        model(
            0,
            "a.Api",
            "m",
            &[("flow", "arg* -> result"), ("put", "file(arg0) <- arg1"), ("store", "arg0 -> this[]")],
        ),
        model(0, "a.Api", "onCreate", &[("take", "file(arg0) -> result"), ("call", "arg1.m(arg0) -> result")]),
        model(1, "java.lang.Thread", "run", &[("call", "this.run()"), ("wrap", "result = this"), ("kill", "this.f")]),
    ]
}

/// Sources and sinks at every instruction, at places that are none, and at methods as a whole.
fn everywhere(dice: &mut Dice, world: &World, entry: u32) -> Vec<Port> {
    let code = world.code();
    let texts = ["result", "arg0", "arg*", "this", "this.f[arg0].*", "result[]", "arg99"];
    let mut found = Vec::new();
    for method in 0..code.defined_methods.len() as u32 + 1 {
        let mut port = |offset| {
            let places = vec![place(dice.one(&texts)), place(dice.one(&texts))];
            found.push(Port { entry, method, offset, places });
        };
        port(None);
        port(Some(1));
        port(Some(u32::MAX));
        let body = code.defined_methods.get(method as usize).map_or(u32::MAX, |m| m.body);
        let ops = code.bodies.get(body as usize).map_or(0..0, |b| b.ops.start as usize..b.ops.end as usize);
        ops.for_each(|index| port(Some(code.op_offset[index])));
    }
    found
}

fn bad_world(dice: &mut Dice) -> World {
    let mut all = Assembler::default();
    let pool = pool(&mut all);
    for (class, parent, interfaces) in PARENTS {
        let mut methods: Vec<Method<'_>> = Vec::new();
        for (name, proto) in NAMES.into_iter().zip(PROTOS) {
            let count = dice.roll(40);
            let body = (0..count).map(|_| arbitrary(dice, &pool, count * 5 + 6)).collect();
            methods.push((name, proto, dice.one(&[PUBLIC, STATIC]), body));
        }
        // Few registers for many parameters, too.
        all.class_with(class, parent, interfaces, methods, dice.one(&[8, 8, 8, 16, 1, 0]));
    }
    for body in &mut all.code.bodies {
        let from = all.code.tries.len() as u32;
        for _ in 0..dice.roll(4) {
            let mut offset = || dice.roll(u64::from(body.size) + 8) as u32;
            let (start, end, handler) = (offset(), offset(), offset());
            all.code.tries.push(Try { start, end, handler, caught: dice.one(&[u32::MAX, 0, 1 << 20]) });
        }
        body.tries = from..all.code.tries.len() as u32;
    }
    for body in 0..all.code.bodies.len() as u32 {
        for _ in 0..dice.roll(3) {
            all.code.switches.body.push(body);
            all.code.switches.offset.push(dice.roll(60) as u32);
            all.code.switches.key.push(dice.one(&[0, 1, i64::MIN]));
            all.code.switches.target.push(dice.roll(90) as u32);
        }
    }
    world(all, &NAMES, models())
}

fn solve_bad(seed: u64) -> Answer {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let world = bad_world(&mut dice);
    let (sources, sinks) = (everywhere(&mut dice, &world, 0), everywhere(&mut dice, &world, 1));
    solve(&world, question(sources, sinks, MOST_STEPS)).unwrap()
}

fn assert_same(one: &Answer, other: &Answer, why: &str) {
    assert_eq!(one.counts, other.counts, "{why}");
    assert_eq!(one.tables.len(), other.tables.len());
    for (table, again) in one.tables.iter().zip(&other.tables) {
        assert_eq!(table.name, again.name);
        assert!(table.batch == again.batch, "{why}: {}", table.name);
    }
}

#[test]
fn any_code_is_answered_within_the_limit_and_the_same_again() {
    let (mut flows, mut stopped, mut puts) = (0, 0, 0);
    for seed in 1..=300u64 {
        let begun = Instant::now();
        let answer = solve_bad(seed);
        assert!(begun.elapsed() < LONG, "seed {seed}");
        assert!(count(&answer, "steps") <= MOST_STEPS + 1, "seed {seed}");
        assert_eq!(count(&answer, "stopped") == 1, count(&answer, "steps") > MOST_STEPS, "seed {seed}");
        assert_same(&answer, &solve_bad(seed), &format!("seed {seed}"));
        flows += count(&answer, "flows");
        stopped += count(&answer, "stopped");
        puts += count(&answer, "puts");
    }
    let done = flows > 1000 && stopped < 300 && puts > 0;
    assert!(done, "the code is to do something: {flows} flows, {stopped} stopped, {puts} puts");
}

#[test]
fn one_worker_or_two_give_the_same() {
    let with = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| solve_bad(seed))
    };
    let mut flows = 0;
    for seed in 1001..=1030u64 {
        let one = with(1, seed);
        assert_same(&one, &with(2, seed), &format!("seed {seed}"));
        flows += count(&one, "flows");
    }
    assert!(flows > 0);
}

#[test]
fn a_body_with_every_register_is_left_and_the_rest_followed() {
    let mut all = Assembler::default();
    let n = names(&mut all);
    // 65,535 registers in 200 blocks: each jump begins two.
    let mut wide: Vec<Op> = (0..100).map(|i| (0x38, vec![i], 0)).collect();
    wide.extend(n.read_source(1));
    wide.extend(n.send(1));
    all.class_with("La/Wide;", OBJECT, &[], vec![("wide", "()V", STATIC, wide)], 65_535);
    let call = all.method("La/Wide;", "wide", "()V");
    let main = [vec![(0x71, vec![], call)], n.read_source(1), n.send(1)].concat();
    all.class(MAIN, OBJECT, &[], vec![("main", "()V", STATIC, main)]);
    let world = world(all, &["main"], Vec::new());
    assert!(!world.ssa(0).unwrap().whole);
    assert!(world.ssa(1).unwrap().whole);
    assert_eq!(steps(&ask(&world)), ["source", "sink"]);
}

/// Asks with a limit on steps and on time.
fn bounded(world: &World, limit: u64) -> Answer {
    let begun = Instant::now();
    let (sources, sinks) = (calls_of(world, "source", 0, "result"), calls_of(world, "sink", 1, "arg0"));
    let answer = solve(world, question(sources, sinks, limit)).unwrap();
    assert!(count(&answer, "steps") <= limit + 1);
    assert!(begun.elapsed() < LONG, "{:?} {:?}", begun.elapsed(), answer.counts);
    answer
}

#[test]
fn methods_that_call_each_other_two_thousand_deep_are_followed_to_the_end() {
    const DEPTH: usize = 2000;
    let mut all = Assembler::default();
    let n = names(&mut all);
    let labels: Vec<String> = (0..DEPTH).map(|i| format!("m{i}")).collect();
    let calls: Vec<i64> = labels.iter().map(|l| all.method(MAIN, l, TEXT)).collect();
    let mut methods: Vec<Method<'_>> = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        // Each calls the one before and the one after; the last sends.
        let mut body: Vec<Op> = Vec::new();
        body.extend(i.checked_sub(1).map(|before| (0x71, vec![7], calls[before])));
        body.extend(calls.get(i + 1).map(|after| (0x71, vec![7], *after)));
        body.push(if i + 1 == DEPTH { (0x71, vec![7], n.sink) } else { (0x00, vec![], 0) });
        body.push(RETURN);
        methods.push((label, TEXT, STATIC, body));
    }
    let main = [n.read_source(1), vec![(0x71, vec![1], calls[0]), RETURN]].concat();
    methods.push(("main", "()V", STATIC, main));
    all.class(MAIN, OBJECT, &[], methods);
    let world = world(all, &["main"], Vec::new());
    let answer = bounded(&world, 100_000);
    assert_eq!(count(&answer, "stopped"), 0);
    assert_eq!(count(&answer, "flows"), 1);
    // More steps than are shown: the flow is marked, and weaker for it.
    let shown = column(&answer, "steps", "kind");
    assert!(shown.len() < DEPTH && shown[0] == "source" && shown[1..].iter().all(|kind| kind == "call"));
    assert_eq!(column(&answer, "flows", "strength"), ["inferred"]);
    let cut = answer.tables[0].batch.column_by_name("cut").unwrap();
    assert!(cut.as_any().downcast_ref::<arrow_array::BooleanArray>().unwrap().value(0));
    // With too few steps it is stopped, and says so.
    let answer = bounded(&world, 500);
    assert_eq!((count(&answer, "stopped"), count(&answer, "flows")), (1, 0));
}

#[test]
fn a_method_with_five_thousand_calls_is_answered() {
    let mut all = Assembler::default();
    let n = names(&mut all);
    let echo = all.method(MAIN, "echo", "(Ljava/lang/String;)Ljava/lang/String;");
    let mut main = n.read_source(1);
    for _ in 0..5000 {
        main.extend([(0x71, vec![1], echo), (0x0c, vec![1], 0)]);
    }
    main.extend(n.send(1));
    let methods: Vec<Method<'_>> = vec![
        ("echo", "(Ljava/lang/String;)Ljava/lang/String;", STATIC, vec![(0x11, vec![7], 0)]),
        ("main", "()V", STATIC, main),
    ];
    all.class(MAIN, OBJECT, &[], methods);
    let answer = bounded(&world(all, &["main"], Vec::new()), 100_000);
    assert_eq!(count(&answer, "stopped"), 0);
    // 5,001 facts would be needed; fewer are kept of one row, which is then marked.
    assert!(count(&answer, "flows") == 1 || count(&answer, "cut") > 0, "{:?}", answer.counts);
}

#[test]
fn a_class_whose_methods_all_call_each_other_through_an_interface_is_a_hub() {
    const METHODS: usize = 3000;
    let mut all = Assembler::default();
    let n = names(&mut all);
    let proto = "(La/Box;)V";
    let labels: Vec<String> = (0..METHODS).map(|i| format!("m{i}")).collect();
    let calls: Vec<i64> = labels.iter().map(|l| all.method("La/I;", l, proto)).collect();
    let fields: Vec<i64> = (0..100).map(|i| all.field(BOX, &format!("f{i}"), STRING)).collect();
    let abstracts = labels.iter().map(|l| (l.as_str(), proto, 0x401, Vec::new())).collect();
    all.class("La/I;", OBJECT, &[], abstracts);
    all.code.classes.last_mut().unwrap().flags = 0x601;
    all.class(BOX, OBJECT, &[], vec![("<init>", "()V", PUBLIC, vec![RETURN])]);
    let mut methods: Vec<Method<'_>> = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        // Puts the data into one more field of the box and hands it on to three others.
        let mut body = n.read_source(1);
        body.push((0x5b, vec![1, 7], fields[i % 100]));
        body.extend([1, 7, 1501].map(|step| (0x72, vec![6, 7], calls[(i + step) % METHODS])));
        body.push((0x54, vec![2, 7], fields[(i + 50) % 100]));
        body.extend(n.send(2));
        methods.push((label, proto, PUBLIC, body));
    }
    let (kind, init) = (all.kind("La/Impl;"), all.method("La/Impl;", "<init>", "()V"));
    methods.push(("<init>", "()V", PUBLIC, vec![RETURN]));
    all.class("La/Impl;", OBJECT, &["La/I;"], methods);
    let call = vec![(0x22, vec![1], kind), (0x70, vec![1], init), (0x72, vec![1, 0], calls[0])];
    let main = [n.make(0), call, n.read_source(2), n.send(2)].concat();
    all.class(MAIN, OBJECT, &[], vec![("main", "()V", STATIC, main)]);
    let answer = bounded(&world(all, &["main"], Vec::new()), 200_000);
    assert!(count(&answer, "flows") > 0, "the caller's own flow is still found");
    assert!(count(&answer, "hubs") > 0, "{:?}", answer.counts);
    // Rows of a method are bounded, however many ways there are to it.
    assert!(count(&answer, "rows") < 3002 * 144, "{:?}", answer.counts);
}
