//! Code that no number leads to, casts the datum cannot pass, values of a loop's next round, decisions in calls.
use super::*;
use crate::flow::models::Effect;

/// Steps where the sink stands behind `if-lt a, b`: what gives register 4 and 5 comes first.
fn behind(numbers: impl Fn(&mut Assembler) -> Vec<Op>, models: Vec<Model>) -> Vec<String> {
    let mut all = Assembler::default();
    let n = names(&mut all);
    let before = [n.read_source(1), numbers(&mut all)].concat();
    let size: i64 = before.iter().map(|op| if matches!(op.0, 0x71) { 6 } else { size_of(op.0) }).sum();
    let main = [before, vec![(0x34, vec![4, 5], size + 6), RETURN], n.send(1)].concat();
    all.class(MAIN, OBJECT, &[], vec![("main", "()V", STATIC, main)]);
    steps(&ask(&world(all, &["main"], models)))
}

fn size_of(op: u8) -> i64 {
    match op {
        0x0a..=0x0c | 0x12 => 2,
        _ => 4,
    }
}

#[test]
fn a_branch_that_constants_forbid_is_left_out() {
    let constants = |a: i64, b: i64| behind(move |_| vec![(0x13, vec![4], a), (0x13, vec![5], b)], Vec::new());
    assert_eq!(constants(1, 7), ["source", "sink"]);
    assert!(constants(7, 1).is_empty());
    assert!(constants(7, 7).is_empty());
}

#[test]
fn a_model_says_what_numbers_a_call_gives() {
    let model = |text: &str| Model {
        number: 0,
        classes: vec!["a.Api".into()],
        subtypes: false,
        methods: vec!["roll".into()],
        params: None,
        effects: vec![Effect::parse("range", text).unwrap()],
    };
    let below = |limit: i64, models: Vec<Model>| {
        let numbers = move |all: &mut Assembler| {
            let roll = all.method("La/Api;", "roll", "(I)I");
            vec![(0x13, vec![6], 30), (0x71, vec![6], roll), (0x0a, vec![5], 0), (0x13, vec![4], limit)]
        };
        behind(numbers, models)
    };
    // limit < roll(30)
    assert_eq!(below(28, vec![model("0 <= result < arg0")]), ["source", "sink"]);
    assert!(below(29, vec![model("0 <= result < arg0")]).is_empty());
    assert_eq!(below(29, vec![model("0 <= result <= arg0")]), ["source", "sink"]);
    assert_eq!(below(40, Vec::new()), ["source", "sink"]);
    for wrong in ["result", "0 < result", "x <= result", "0 <= result < y"] {
        assert!(Effect::parse("range", wrong).is_err() || wrong == "result", "{wrong}");
    }
}

#[test]
fn a_cast_to_a_class_the_datum_cannot_be_of_ends_the_path() {
    let cast = |to: &str| {
        run(|n, all| {
            let kind = all.kind(to);
            vec![n.read_source(1), vec![(0x07, vec![2, 1], 0), (0x1f, vec![2], kind)], n.send(2)]
        })
    };
    assert!(cast(BOX).is_empty());
    assert_eq!(cast(STRING).first().map(String::as_str), Some("source"));
    assert_eq!(cast("Ljava/lang/CharSequence;").last().map(String::as_str), Some("sink"));
}

#[test]
fn an_object_made_anew_in_each_round_of_a_loop_is_another() {
    let rounds = |again: i64| {
        run(|n, _| {
            // 0 new; 4 init; 10 get; 14 show; 20 source; 26 move-result; 28 put; 32 if → again
            let show = vec![(0x71, vec![2], n.show)];
            vec![n.make(0), n.get(2, 0), show, n.read_source(1), n.put(1, 0), vec![(0x38, vec![2], again), RETURN]]
        })
    };
    assert!(rounds(0).is_empty());
    assert_eq!(rounds(10), ["source", "store", "load", "call", "sink"]);
}

#[test]
fn a_table_that_the_data_is_the_index_of_tells_it() {
    let found = run(|_, all| {
        let (number, table) = (all.method("La/Api;", "source", "()I"), all.kind("[Ljava/lang/String;"));
        let ask = vec![(0x71, vec![], number), (0x0a, vec![1], 0), (0x12, vec![5], 7)];
        let sink = all.method("La/Api;", "sink", TEXT);
        vec![ask, vec![(0x23, vec![3, 5], table), (0x46, vec![2, 3, 1], 0), (0x71, vec![2], sink), RETURN]]
    });
    assert_eq!(found, ["source", "assign", "sink"]);
}

#[test]
fn what_a_call_decides_by_the_data_goes_back_to_that_call_only() {
    let mut all = Assembler::default();
    let n = names(&mut all);
    let number = all.method("La/Api;", "source", "()I");
    let pick = all.method(MAIN, "pick", "(I)Ljava/lang/String;");
    let (one, other) = (all.string("one"), all.string("other"));
    // 0 if → 8; 4 "one" 8: "other" is only set on one way
    let body = vec![(0x1a, vec![0], one), (0x38, vec![7], 12), (0x1a, vec![0], other), (0x11, vec![0], 0)];
    let call = vec![(0x71, vec![1], pick), (0x0c, vec![2], 0)];
    let main = [vec![(0x71, vec![], number), (0x0a, vec![1], 0)], call.clone(), n.send(2)].concat();
    let quiet = [vec![(0x12, vec![1], 0)], call, n.send(2)].concat();
    let methods = vec![
        ("pick", "(I)Ljava/lang/String;", STATIC, body),
        ("main", "()V", STATIC, main),
        ("quiet", "()V", STATIC, quiet),
    ];
    all.class(MAIN, OBJECT, &[], methods);
    let world = world(all, &["main", "quiet"], Vec::new());
    let answer =
        solve(&world, question(calls_of(&world, "source", 0, "result"), calls_of(&world, "sink", 1, "arg0"), 1000));
    let answer = answer.unwrap();
    assert_eq!(column(&answer, "flows", "kind"), ["decision"]);
    assert_eq!(column(&answer, "steps", "kind"), ["source", "call", "branch", "return", "sink"]);
}
