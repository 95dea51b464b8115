#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::*;
use crate::assemble::{Assembler, Method, PUBLIC, STATIC};
use crate::flow::models::{Effect, Model};
use crate::reach::{EntrySpec, Reach};

type Op = (u8, Vec<u16>, i64);

const OBJECT: &str = "Ljava/lang/Object;";
const RETURN: Op = (0x0e, Vec::new(), 0);
const SB: &str = "Ljava/lang/StringBuilder;";
const STRING: &str = "Ljava/lang/String;";
const PREFS: &str = "Landroid/content/SharedPreferences;";
const EDITOR: &str = "Landroid/content/SharedPreferences$Editor;";

fn model(class: &str, method: &str, effects: &[(&str, &str)]) -> Model {
    Model {
        number: 0,
        classes: vec![class.to_owned()],
        subtypes: true,
        methods: vec![method.to_owned()],
        params: None,
        effects: effects.iter().map(|(verb, text)| Effect::parse(verb, text).unwrap()).collect(),
    }
}

fn models() -> Vec<Model> {
    vec![
        model("java.io.File", "<init>", &[("name", "file(arg0, arg1) -> this")]),
        model("java.io.FileOutputStream", "<init>", &[("open", "file(arg0) for writing -> this")]),
        model("java.io.BufferedWriter", "<init>", &[("wrap", "this = arg0")]),
        model("java.io.File", "listFiles", &[("store", "this -> result[]")]),
        model("java.io.File", "getAbsolutePath", &[("flow", "this -> result")]),
        model("android.content.Context", "getSharedPreferences", &[("name", "preference(arg0) -> result")]),
        model("android.content.SharedPreferences", "edit", &[("store", "this -> result")]),
        model(
            "android.content.SharedPreferences$Editor",
            "putString",
            &[("put", "preference(this, arg0) <- arg1"), ("store", "this -> result")],
        ),
        model("android.content.Intent", "setAction", &[("build", "this.action = arg0"), ("store", "this -> result")]),
        model("android.content.Intent", "<init>", &[("build", "this.class = arg1")]),
        model("java.net.URLEncoder", "encode", &[("flow", "arg0 -> result")]),
        model("java.net.URL", "<init>", &[("name", "network(arg0) -> this")]),
        model("java.net.URL", "openConnection", &[("name", "network(this) -> result")]),
        model("java.net.HttpURLConnection", "setRequestProperty", &[("build", "this.header[arg0] = arg1")]),
    ]
}

/// Everything in `La/A;` may run.
fn world(all: Assembler) -> World {
    let hierarchy = all.finish();
    let classes: Vec<String> =
        hierarchy.code.classes.iter().map(|c| hierarchy.code.type_name(c.name).to_owned()).collect();
    let names = hierarchy.code.methods.iter().map(|m| hierarchy.code.text(m.name).to_owned()).collect::<Vec<_>>();
    let entry = |class: String| EntrySpec { class, methods: Some(names.clone()), why: "test".into() };
    let reach = Reach::new(&hierarchy, classes.into_iter().map(entry).collect(), &[]);
    World::new(Arc::new(hierarchy), Arc::new(reach), models())
}

/// Defined number of a method of the sample by name.
fn named(world: &World, name: &str) -> u32 {
    (0..world.code().defined_methods.len() as u32).find(|d| world.hierarchy.method_name(*d) == name).unwrap()
}

/// Place of the first call of `La/Sink;->take` in a method.
fn sink_call(world: &World, defined: u32) -> u32 {
    let ssa = world.ssa(defined).unwrap();
    let is_sink = |i: &u32| {
        let insn = ssa.insn(*i).unwrap();
        super::super::ssa::is_call(insn.op)
            && world.code().type_name(world.code().methods[insn.operand as usize].class) == "La/Sink;"
    };
    (0..ssa.insns.len() as u32).find(is_sink).unwrap()
}

/// The text of what `La/Sink;->take` gets in the method.
fn taken_in(world: &World, resources: Resources, name: &str) -> String {
    let mut terms = Terms::new(world, resources);
    let defined = named(world, name);
    let insn = sink_call(world, defined);
    let term = terms.place(defined, insn, &Place::parse("arg0").unwrap());
    assert!(!terms.is_open(term));
    terms.text(term)
}

fn sink(all: &mut Assembler) -> i64 {
    all.method("La/Sink;", "take", &format!("({OBJECT})V"))
}

/// The text taken by the sink in a static method `m(Object, I)V` with this body; v0 is what is taken.
fn taken(mut all: Assembler, mut body: Vec<Op>) -> String {
    let sink = sink(&mut all);
    body.extend([(0x71, vec![0], sink), RETURN]);
    all.class("La/A;", OBJECT, &[], vec![("m", "(Ljava/lang/Object;I)V", STATIC, body)]);
    taken_in(&world(all), Resources::default(), "m")
}

struct Strings {
    new: i64,
    init: i64,
    append: i64,
    append_int: i64,
    to_string: i64,
}

fn strings(all: &mut Assembler) -> Strings {
    Strings {
        new: all.kind(SB),
        init: all.method(SB, "<init>", "()V"),
        append: all.method(SB, "append", &format!("({STRING}){SB}")),
        append_int: all.method(SB, "append", &format!("(I){SB}")),
        to_string: all.method(SB, "toString", &format!("(){STRING}")),
    }
}

fn text(all: &mut Assembler, register: u16, text: &str) -> Op {
    (0x1a, vec![register], all.string(text))
}

#[test]
fn builders_join_constants_numbers_and_device_values() {
    let mut all = Assembler::default();
    let s = strings(&mut all);
    let id = all.method("Landroid/telephony/TelephonyManager;", "getDeviceId", &format!("(){STRING}"));
    let body = vec![
        (0x22, vec![1], s.new),
        (0x70, vec![1], s.init),
        text(&mut all, 2, "https://192.0.2.1/"),
        (0x6e, vec![1, 2], s.append),
        (0x0c, vec![3], 0),
        (0x6e, vec![6], id),
        (0x0c, vec![4], 0),
        (0x6e, vec![3, 4], s.append),
        (0x12, vec![5], 7),
        (0x6e, vec![1, 5], s.append_int),
        (0x6e, vec![1], s.to_string),
        (0x0c, vec![0], 0),
        text(&mut all, 2, "later"),
        (0x6e, vec![1, 2], s.append),
    ];
    assert_eq!(taken(all, body), r#""https://192.0.2.1/" + getDeviceId() + "7""#);
}

#[test]
fn a_loop_is_a_repetition_and_branches_are_alternatives() {
    let mut all = Assembler::default();
    let s = strings(&mut all);
    // 0 new, 4 init, 10 "a", 14 append, 20 if v7 -> 14 (back), 24 if v7 -> 38, 28 "b", 32 append, 38 toString
    let body = vec![
        (0x22, vec![1], s.new),
        (0x70, vec![1], s.init),
        text(&mut all, 2, "a"),
        (0x6e, vec![1, 2], s.append),
        (0x38, vec![7], 14),
        (0x38, vec![7], 38),
        text(&mut all, 2, "b"),
        (0x6e, vec![1, 2], s.append),
        (0x6e, vec![1], s.to_string),
        (0x0c, vec![0], 0),
    ];
    assert_eq!(taken(all, body), r#"(("a")* + "a") | (("a")* + "ab")"#);
}

#[test]
fn methods_of_the_sample_are_seen_through_each_call_on_its_own() {
    let mut all = Assembler::default();
    let s = strings(&mut all);
    let sink = sink(&mut all);
    let url = all.method("La/A;", "url", &format!("({STRING}){STRING}"));
    let (host, one, two) = (text(&mut all, 1, "http://h/"), text(&mut all, 0, "one"), text(&mut all, 0, "two"));
    let make = vec![
        (0x22, vec![0], s.new),
        (0x70, vec![0], s.init),
        host,
        (0x6e, vec![0, 1], s.append),
        (0x6e, vec![0, 7], s.append),
        (0x6e, vec![0], s.to_string),
        (0x0c, vec![0], 0),
        (0x11, vec![0], 0),
    ];
    let user = |text: Op| vec![text, (0x71, vec![0], url), (0x0c, vec![0], 0), (0x71, vec![0], sink), RETURN];
    let methods: Vec<Method<'_>> = vec![
        ("url", "(Ljava/lang/String;)Ljava/lang/String;", STATIC, make),
        ("first", "()V", STATIC, user(one)),
        ("second", "()V", STATIC, user(two)),
    ];
    all.class("La/A;", OBJECT, &[], methods);
    let world = world(all);
    assert_eq!(taken_in(&world, Resources::default(), "first"), r#""http://h/one""#);
    assert_eq!(taken_in(&world, Resources::default(), "second"), r#""http://h/two""#);
}

#[test]
fn fields_hold_what_is_written_anywhere_and_parameters_what_callers_pass() {
    let mut all = Assembler::default();
    let sink = sink(&mut all);
    let field = all.field("La/A;", "name", STRING);
    let take = all.method("La/B;", "take", "(Ljava/lang/String;)V");
    let (a, b) = (text(&mut all, 0, "a"), text(&mut all, 0, "b"));
    let methods: Vec<Method<'_>> = vec![
        ("set", "()V", STATIC, vec![a, (0x69, vec![0], field), (0x71, vec![0], take), RETURN]),
        ("other", "()V", STATIC, vec![b, (0x71, vec![0], take), RETURN]),
        ("get", "()V", STATIC, vec![(0x62, vec![0], field), (0x71, vec![0], sink), RETURN]),
    ];
    all.class("La/A;", OBJECT, &[], methods);
    all.class(
        "La/B;",
        OBJECT,
        &[],
        vec![("take", "(Ljava/lang/String;)V", STATIC, vec![(0x71, vec![7], sink), RETURN])],
    );
    let hierarchy = all.finish();
    let entry = EntrySpec {
        class: "a.A".into(),
        methods: Some(vec!["set".into(), "other".into(), "get".into()]),
        why: "test".into(),
    };
    let reach = Reach::new(&hierarchy, vec![entry], &[]);
    let world = World::new(Arc::new(hierarchy), Arc::new(reach), models());
    assert_eq!(taken_in(&world, Resources::default(), "get"), r#""a""#);
    assert_eq!(taken_in(&world, Resources::default(), "take"), r#""a" | "b""#);
}

#[test]
fn strings_are_computed_on_constants_and_kept_readable_else() {
    let mut all = Assembler::default();
    let low = all.method(STRING, "toLowerCase", &format!("(){STRING}"));
    let cut = all.method(STRING, "substring", &format!("(I){STRING}"));
    let encode = all.method("Ljava/net/URLEncoder;", "encode", &format!("({STRING}{STRING}){STRING}"));
    let body = vec![
        text(&mut all, 0, "XABC"),
        (0x12, vec![1], 1),
        (0x6e, vec![0, 1], cut),
        (0x0c, vec![0], 0),
        (0x6e, vec![0], low),
        (0x0c, vec![0], 0),
        (0x71, vec![0, 0], encode),
        (0x0c, vec![0], 0),
    ];
    assert_eq!(taken(all, body), r#"encode("abc")"#);
}

#[test]
fn resources_and_formats() {
    let mut all = Assembler::default();
    let sink = sink(&mut all);
    let get = all.method("La/A;", "getString", &format!("(I){STRING}"));
    let format = all.method(STRING, "format", &format!("({STRING}[{OBJECT}){STRING}"));
    let kind = all.kind("[Ljava/lang/Object;");
    let pattern = text(&mut all, 2, "%s/x?%%=%d");
    let body = vec![
        (0x14, vec![1], 0x7f01_0002),
        (0x6e, vec![6, 1], get),
        (0x0c, vec![1], 0),
        pattern,
        (0x12, vec![3], 1),
        (0x23, vec![4, 3], kind),
        (0x12, vec![5], 0),
        (0x4d, vec![1, 4, 5], 0),
        (0x71, vec![2, 4], format),
        (0x0c, vec![0], 0),
        (0x71, vec![0], sink),
        RETURN,
    ];
    all.class("La/A;", "Landroid/app/Activity;", &[], vec![("m", "(I)V", PUBLIC, body)]);
    let world = world(all);
    let one = Resource { name: "string/server".into(), value: Some("http://s".into()) };
    let resources = Resources::from_iter([(0x7f01_0002, one)]);
    assert_eq!(taken_in(&world, resources, "m"), r#"@string/server + "/x?%=" + ?"#);
}

/// (kind, keys) of the first modelled carrier effect of the call in the method whose name is given.
fn carrier_key(terms: &mut Terms<'_>, method: &str, called: &str) -> (String, Vec<TermId>) {
    let world = terms.world;
    let defined = named(world, method);
    let ssa = world.ssa(defined).unwrap();
    for index in 0..ssa.insns.len() as u32 {
        let insn = ssa.insn(index).unwrap();
        if !super::super::ssa::is_call(insn.op) {
            continue;
        }
        let code = world.code();
        let model = world.model(world.model_of_call(insn.operand as u32));
        if code.text(code.methods[insn.operand as usize].name) != called || model.is_none() {
            continue;
        }
        for effect in &model.unwrap().effects {
            if let Effect::Open(carrier, ..) | Effect::Name(carrier, _) | Effect::Put(carrier, _) = effect {
                return (carrier.kind.clone(), terms.key(defined, index, carrier));
            }
        }
    }
    panic!("no carrier");
}

struct Files {
    new: i64,
    init: i64,
    stream: i64,
    open: i64,
    open_text: i64,
    dir: i64,
    path: i64,
}

fn files(all: &mut Assembler) -> Files {
    let file = "Ljava/io/File;";
    let stream = "Ljava/io/FileOutputStream;";
    Files {
        new: all.kind(file),
        init: all.method(file, "<init>", &format!("({file}{STRING})V")),
        stream: all.kind(stream),
        open: all.method(stream, "<init>", &format!("({file})V")),
        open_text: all.method(stream, "<init>", &format!("({STRING})V")),
        dir: all.method("Landroid/content/Context;", "getFilesDir", &format!("(){file}")),
        path: all.method(file, "getAbsolutePath", &format!("(){STRING}")),
    }
}

#[test]
fn a_file_is_its_path_however_it_is_spelt() {
    let mut all = Assembler::default();
    let (f, s) = (files(&mut all), strings(&mut all));
    let name = text(&mut all, 2, "a.txt");
    let other = text(&mut all, 2, "b.txt");
    let slashed = text(&mut all, 2, "/a.txt");
    let object = |name: Op| {
        vec![
            (0x6e, vec![6], f.dir),
            (0x0c, vec![1], 0),
            name,
            (0x22, vec![0], f.new),
            (0x70, vec![0, 1, 2], f.init),
            (0x22, vec![3], f.stream),
            (0x70, vec![3, 0], f.open),
            RETURN,
        ]
    };
    let joined = vec![
        (0x6e, vec![6], f.dir),
        (0x0c, vec![1], 0),
        (0x6e, vec![1], f.path),
        (0x0c, vec![1], 0),
        slashed,
        (0x22, vec![0], s.new),
        (0x70, vec![0], s.init),
        (0x6e, vec![0, 1], s.append),
        (0x6e, vec![0, 2], s.append),
        (0x6e, vec![0], s.to_string),
        (0x0c, vec![0], 0),
        (0x22, vec![3], f.stream),
        (0x70, vec![3, 0], f.open_text),
        RETURN,
    ];
    let folder =
        vec![(0x6e, vec![6], f.dir), (0x0c, vec![0], 0), (0x22, vec![3], f.stream), (0x70, vec![3, 0], f.open), RETURN];
    let elsewhere =
        vec![text(&mut all, 0, "/sdcard/x/a.txt"), (0x22, vec![3], f.stream), (0x70, vec![3, 0], f.open_text), RETURN];
    let methods: Vec<Method<'_>> = vec![
        ("object", "(I)V", STATIC, object(name)),
        ("other", "(I)V", STATIC, object(other)),
        ("joined", "(I)V", STATIC, joined),
        ("folder", "(I)V", STATIC, folder),
        ("elsewhere", "(I)V", STATIC, elsewhere),
    ];
    all.class("La/A;", OBJECT, &[], methods);
    let world = world(all);
    let mut terms = Terms::new(&world, Resources::default());
    let key = |terms: &mut Terms<'_>, name: &str| {
        let defined = named(terms.world, name);
        let ssa = terms.world.ssa(defined).unwrap();
        let last = (0..ssa.insns.len() as u32).rev().find(|i| ssa.insn(*i).unwrap().op == 0x70).unwrap();
        let carrier = match Effect::parse("open", "file(arg0) for writing -> this").unwrap() {
            Effect::Open(carrier, ..) => carrier,
            _ => unreachable!(),
        };
        terms.key(defined, last, &carrier)
    };
    let (object, other) = (key(&mut terms, "object"), key(&mut terms, "other"));
    let (joined, folder, elsewhere) =
        (key(&mut terms, "joined"), key(&mut terms, "folder"), key(&mut terms, "elsewhere"));
    assert_eq!(terms.text(object[0]), r#"getFilesDir() + "/a.txt""#);
    assert_eq!(terms.grade("file", &object, &joined), Some(Grade::A));
    assert_eq!(terms.grade("file", &object, &other), None);
    assert_eq!(terms.grade("file", &object, &folder), Some(Grade::C));
    assert_eq!(terms.grade("file", &folder, &object), Some(Grade::C));
    assert_eq!(terms.grade("file", &object, &elsewhere), Some(Grade::D));
}

#[test]
fn preferences_are_joined_by_file_and_key() {
    let mut all = Assembler::default();
    let prefs = all.method("La/A;", "getSharedPreferences", &format!("({STRING}I){PREFS}"));
    let edit = all.method(PREFS, "edit", &format!("(){EDITOR}"));
    let put = all.method(EDITOR, "putString", &format!("({STRING}{STRING}){EDITOR}"));
    let mut body = |file: &str, key: &str| {
        vec![
            text(&mut all, 0, file),
            (0x12, vec![1], 0),
            (0x6e, vec![6, 0, 1], prefs),
            (0x0c, vec![2], 0),
            (0x72, vec![2], edit),
            (0x0c, vec![2], 0),
            text(&mut all, 3, key),
            (0x72, vec![2, 3, 3], put),
            RETURN,
        ]
    };
    let (one, two, three) = (body("p", "k"), body("p", "k2"), body("q", "k"));
    let methods: Vec<Method<'_>> =
        vec![("one", "(I)V", PUBLIC, one), ("two", "(I)V", PUBLIC, two), ("three", "(I)V", PUBLIC, three)];
    all.class("La/A;", "Landroid/app/Activity;", &[], methods);
    let world = world(all);
    let mut terms = Terms::new(&world, Resources::default());
    let (kind, one) = carrier_key(&mut terms, "one", "putString");
    let (_, two) = carrier_key(&mut terms, "two", "putString");
    let (_, three) = carrier_key(&mut terms, "three", "putString");
    assert_eq!(one.iter().map(|k| terms.text(*k)).collect::<Vec<_>>(), [r#""p""#, r#""k""#]);
    assert_eq!(terms.grade(&kind, &one, &one.clone()), Some(Grade::A));
    assert_eq!(terms.grade(&kind, &one, &two), None);
    assert_eq!(terms.grade(&kind, &one, &three), None);
}

#[test]
fn slots_of_a_message_are_found_in_methods_it_is_handed_to() {
    let mut all = Assembler::default();
    let intent = "Landroid/content/Intent;";
    let new = all.kind(intent);
    let target = all.kind("La/Target;");
    let init = all.method(intent, "<init>", "(Landroid/content/Context;Ljava/lang/Class;)V");
    let action = all.method(intent, "setAction", &format!("({STRING}){intent}"));
    let fill = all.method("La/A;", "fill", &format!("({intent}{STRING})V"));
    let sink = sink(&mut all);
    let (given, foreign) = (text(&mut all, 2, "a.GO"), text(&mut all, 2, "a.OTHER"));
    let make = |given: Op| {
        vec![
            (0x22, vec![0], new),
            (0x1c, vec![1], target),
            (0x70, vec![0, 6, 1], init),
            given,
            (0x71, vec![0, 2], fill),
            (0x71, vec![0], sink),
            RETURN,
        ]
    };
    let methods: Vec<Method<'_>> = vec![
        ("fill", "(Landroid/content/Intent;Ljava/lang/String;)V", STATIC, vec![(0x6e, vec![6, 7], action), RETURN]),
        ("first", "(I)V", STATIC, make(given)),
        ("second", "(I)V", STATIC, make(foreign)),
    ];
    all.class("La/A;", OBJECT, &[], methods);
    let world = world(all);
    let mut terms = Terms::new(&world, Resources::default());
    let defined = named(&world, "first");
    let value = world.ssa(defined).unwrap().arg(sink_call(&world, defined), 0);
    let found = terms.intent(defined, value);
    let show = |list: &[TermId]| list.iter().map(|t| terms.text(*t)).collect::<Vec<_>>();
    assert_eq!((show(&found.classes), show(&found.actions)), (vec!["a.Target.class".into()], vec![r#""a.GO""#.into()]));
    assert!(!found.unknown);
}

/// Numbers from a seed, the same every time.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn arbitrary_bodies_stay_within_bounds() {
    for seed in 1..60u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut all = Assembler::default();
        let s = strings(&mut all);
        let f = files(&mut all);
        let own: Vec<i64> =
            ["p", "q", "r"].iter().map(|n| all.method("La/A;", n, &format!("({STRING}{SB}){STRING}"))).collect();
        let field = all.field("La/A;", "name", STRING);
        let builder = all.field("La/A;", "sb", SB);
        let array = all.kind("[Ljava/lang/String;");
        let words: Vec<i64> = ["", "/", "..", "%s%1$d%", "/*"].iter().map(|w| all.string(w)).collect();
        let mut methods: Vec<Method<'_>> = Vec::new();
        for name in ["p", "q", "r"] {
            let count = 4 + random(&mut state) % 40;
            let mut body: Vec<Op> = Vec::new();
            for _ in 0..count {
                let mut register = || (random(&mut state) % 8) as u16;
                let (a, b, c) = (register(), register(), register());
                let target = (random(&mut state) % (count * 6)) as i64 & !1;
                let word = words[(random(&mut state) % 5) as usize];
                let method = own[(random(&mut state) % 3) as usize];
                body.push(match random(&mut state) % 22 {
                    0 => (0x22, vec![a], s.new),
                    1 => (0x70, vec![a], s.init),
                    2 | 3 => (0x6e, vec![a, b], s.append),
                    4 => (0x0c, vec![a], 0),
                    5 => (0x6e, vec![a], s.to_string),
                    6 => (0x1a, vec![a], word),
                    7 => (0x38, vec![a], target),
                    8 => (0x28, vec![], target),
                    9 | 10 => (0x71, vec![a, b], method),
                    11 => (0x69, vec![a], field),
                    12 => (0x62, vec![a], field),
                    13 => (0x69, vec![a], builder),
                    14 => (0x62, vec![a], builder),
                    15 => (0x23, vec![a, b], array),
                    16 => (0x4d, vec![a, b, c], 0),
                    17 => (0x46, vec![a, b, c], 0),
                    18 => (0x70, vec![a, b, c], f.init),
                    19 => (0x22, vec![a], f.new),
                    20 => (0x07, vec![a, b], 0),
                    _ => (0x90 + (random(&mut state) % 11) as u8, vec![a, b, c], 0),
                });
            }
            body.push((0x11, vec![0], 0));
            methods.push((name, "(Ljava/lang/String;Ljava/lang/StringBuilder;)Ljava/lang/String;", STATIC, body));
        }
        all.class("La/A;", OBJECT, &[], methods);
        let world = world(all);
        let ask = |reversed: bool| {
            let mut terms = Terms::new(&world, Resources::default());
            let mut values: Vec<(u32, u32)> = (0..3u32)
                .flat_map(|d| (0..world.ssa(d).map_or(0, |s| s.defs.len() as u32)).map(move |v| (d, v)))
                .collect();
            if reversed {
                values.reverse();
            }
            let mut said = std::collections::BTreeMap::new();
            for (defined, value) in values {
                let term = terms.value(defined, value);
                assert!(!terms.is_open(term));
                assert!(terms.question.steps <= MOST_STEPS + 400, "{}", terms.question.steps);
                for leaf in terms.leaves(term) {
                    assert!(terms.parts(leaf).len() <= MOST_PARTS + 1);
                }
                said.insert((defined, value), terms.text(term));
                terms.built(defined, value);
                terms.intent(defined, value);
            }
            said
        };
        // An answer does not depend on what was asked before.
        assert_eq!(ask(false), ask(true), "seed {seed}");
    }
}

#[test]
fn a_decoding_method_is_run_on_constants() {
    let mut all = Assembler::default();
    let sink = sink(&mut all);
    let decode = all.method("La/A;", "decode", &format!("({STRING}I){STRING}"));
    let (chars, make) = (all.method(STRING, "toCharArray", "()[C"), all.method(STRING, "<init>", "([C)V"));
    let string = all.kind(STRING);
    // 0 chars, 6 result, 8 length, 10 i = 0, 12 if i >= n -> 36, 16 aget, 20 xor key, 24 aput, 28 i + 1, 32 goto 12
    let body = vec![
        (0x6e, vec![6], chars),
        (0x0c, vec![0], 0),
        (0x21, vec![1, 0], 0),
        (0x12, vec![2], 0),
        (0x35, vec![2, 1], 36),
        (0x49, vec![3, 0, 2], 0),
        (0x97, vec![3, 3, 7], 0),
        (0x50, vec![3, 0, 2], 0),
        (0xd8, vec![2, 2], 1),
        (0x29, vec![], 12),
        (0x22, vec![4], string),
        (0x70, vec![4, 0], make),
        (0x11, vec![4], 0),
    ];
    let forever = vec![(0x28, vec![], 0), (0x11, vec![6], 0)];
    let hidden: String = "http://h".chars().map(|c| char::from_u32(c as u32 ^ 5).unwrap()).collect();
    let user = vec![
        text(&mut all, 0, &hidden),
        (0x12, vec![1], 5),
        (0x71, vec![0, 1], decode),
        (0x0c, vec![0], 0),
        (0x71, vec![0], sink),
        RETURN,
    ];
    let spin = all.method("La/A;", "spin", &format!("({STRING}){STRING}"));
    let other = vec![text(&mut all, 0, "x"), (0x71, vec![0], spin), (0x0c, vec![0], 0), (0x71, vec![0], sink), RETURN];
    let methods: Vec<Method<'_>> = vec![
        ("decode", "(Ljava/lang/String;I)Ljava/lang/String;", STATIC, body),
        ("spin", "(Ljava/lang/String;)Ljava/lang/String;", STATIC, forever),
        ("user", "()V", STATIC, user),
        ("other", "()V", STATIC, other),
    ];
    all.class("La/A;", OBJECT, &[], methods);
    let world = world(all);
    assert_eq!(taken_in(&world, Resources::default(), "user"), r#""http://h""#);
    assert_eq!(taken_in(&world, Resources::default(), "other"), "spin()");
}

#[test]
fn base64_of_a_constant_is_read() {
    assert_eq!(super::strings::decode_base64("aHR0cDovL3gv").as_deref(), Some("http://x/"));
    assert_eq!(super::strings::decode_base64("aHR0cDovL3g=\n").as_deref(), Some("http://x"));
    assert_eq!(super::strings::decode_base64("no base64!"), None);
}
