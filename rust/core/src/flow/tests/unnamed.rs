//! Sources of data of no known kind, the one object of a class, and calls that the data decides.
use super::*;

#[test]
fn data_of_no_known_kind_is_followed_after_the_rest() {
    let mut all = Assembler::default();
    let n = names(&mut all);
    let other = all.method("La/Api;", "other", "()Ljava/lang/String;");
    let main = [n.read_source(1), vec![(0x71, vec![], other), (0x0c, vec![2], 0)], n.show(2)].concat();
    all.class(MAIN, OBJECT, &[], vec![("show", TEXT, STATIC, n.send(7)), ("main", "()V", STATIC, main)]);
    let world = world(all, &["main"], Vec::new());
    let (sources, sinks) = (calls_of(&world, "source", 0, "result"), calls_of(&world, "sink", 1, "arg0"));
    let unnamed = calls_of(&world, "other", 0, "result");
    let answer =
        |steps| solve(&world, Question { unnamed: unnamed.clone(), ..question(sources.clone(), sinks.clone(), steps) });
    let found = answer(1_000_000).unwrap();
    assert_eq!(steps(&found), ["source", "call", "sink"]);
    assert_eq!((count(&found, "left"), count(&found, "stopped")), (0, 0));
    // Where the others used up all steps, it is not begun, and that is counted.
    let found = answer(0).unwrap();
    assert!(steps(&found).is_empty());
    assert_eq!((count(&found, "left"), count(&found, "stopped")), (1, 1));
}

#[test]
fn what_data_of_no_known_kind_only_decides_is_not_told() {
    let told = |unnamed: bool| {
        let mut all = Assembler::default();
        let n = names(&mut all);
        let number = all.method("La/Api;", "number", "()I");
        // 0 call; 6 move-result; 8 if → 14; 12 return; 14 const-string; 18 sink
        let ask = vec![(0x71, vec![], number), (0x0a, vec![1], 0), (0x38, vec![1], 14), RETURN];
        let main = [ask, vec![(0x1a, vec![2], all.string("yes"))], n.send(2)].concat();
        all.class(MAIN, OBJECT, &[], vec![("main", "()V", STATIC, main)]);
        let world = world(all, &["main"], Vec::new());
        let (ports, sinks) = (calls_of(&world, "number", 0, "result"), calls_of(&world, "sink", 1, "arg0"));
        let (named, others) = if unnamed { (Vec::new(), ports) } else { (ports, Vec::new()) };
        column(&solve(&world, Question { unnamed: others, ..question(named, sinks, 1000) }).unwrap(), "flows", "kind")
    };
    assert_eq!(told(false), ["decision"]);
    assert!(told(true).is_empty());
}

#[test]
fn the_one_object_of_a_class_is_the_same_in_every_method() {
    let between = |same: bool| {
        let mut all = Assembler::default();
        let n = names(&mut all);
        let (one, two) = (all.field(BOX, "one", BOX), all.field(BOX, "two", BOX));
        let (first, second) = (all.method(BOX, "first", "()La/Box;"), all.method(BOX, "second", "()La/Box;"));
        // 0 sget; 4 if-nez → 20; 8 new; 12 init; 18 sput …; 22 return
        let give = |field: i64| {
            let test = vec![(0x62, vec![0], field), (0x39, vec![0], 22)];
            [test, n.make(0), vec![(0x69, vec![0], field), (0x11, vec![0], 0)]].concat()
        };
        let ask = |method: i64| vec![(0x71, vec![], method), (0x0c, vec![0], 0)];
        let put = [ask(first), n.read_source(1), n.put(1, 0), vec![RETURN]].concat();
        let get = [ask(if same { first } else { second }), n.get(2, 0), n.send(2)].concat();
        let boxes = vec![
            ("<init>", "()V", PUBLIC, vec![RETURN]),
            ("first", "()La/Box;", STATIC, give(one)),
            ("second", "()La/Box;", STATIC, give(two)),
        ];
        all.class(BOX, OBJECT, &[], boxes);
        all.class(MAIN, OBJECT, &[], vec![("put", "()V", STATIC, put), ("get", "()V", STATIC, get)]);
        steps(&ask_of(all))
    };
    assert_eq!(between(true).last().map(String::as_str), Some("sink"));
    assert!(between(false).is_empty());
}

fn ask_of(all: Assembler) -> Answer {
    super::ask(&world(all, &["put", "get"], Vec::new()))
}

#[test]
fn which_object_is_called_may_tell_the_data() {
    let told = |other: bool| {
        let mut all = Assembler::default();
        let n = names(&mut all);
        let number = all.method("La/Api;", "number", "()I");
        let (left, right) = (all.kind("La/Left;"), all.kind("La/Right;"));
        let tell = all.method("La/Tell;", "tell", "()V");
        // 0 call; 6 move-result; 8 if → 18; 12 new; 16 goto → 22; 18 new; 22 call
        let ask = vec![(0x71, vec![], number), (0x0a, vec![1], 0), (0x38, vec![1], 18), (0x22, vec![0], left)];
        let second = if other { right } else { left };
        let rest = vec![(0x28, vec![], 22), (0x22, vec![0], second), (0x72, vec![0], tell), RETURN];
        let say = |all: &mut Assembler| [vec![(0x1a, vec![2], all.string("x"))], n.send(2)].concat();
        let (one, two) = (say(&mut all), say(&mut all));
        all.class("La/Tell;", OBJECT, &[], vec![]);
        all.class("La/Left;", OBJECT, &["La/Tell;"], vec![("tell", "()V", PUBLIC, one)]);
        all.class("La/Right;", OBJECT, &["La/Tell;"], vec![("tell", "()V", PUBLIC, two)]);
        all.class(MAIN, OBJECT, &[], vec![("main", "()V", STATIC, [ask, rest].concat())]);
        let world = world(all, &["main"], Vec::new());
        let (sources, sinks) = (calls_of(&world, "number", 0, "result"), calls_of(&world, "sink", 1, "arg0"));
        column(&solve(&world, question(sources, sinks, 1000)).unwrap(), "flows", "kind")
    };
    assert_eq!(told(true), ["decision", "decision"]);
    assert!(told(false).is_empty());
}
