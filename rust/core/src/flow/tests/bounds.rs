//! What a row keeps, and what is left out when there is too much: always marked.
use super::super::row::{END, Fact, How, Kind, Out, Root, Row, RowKey, Start};
use super::*;
use crate::code::NONE;

fn fact(value: u32, path: u32, since: u32, depth: u32) -> Fact {
    let how = How { kind: Kind::Start, insn: NONE, operand: NONE, with: NONE, out: NONE };
    Fact { value, path, since, depth, from: NONE, how }
}

fn row() -> Row {
    Row::new(RowKey { method: 0, this: NONE, start: Start::Value { value: 0, path: 0, since: NONE }, of: NONE })
}

#[test]
fn a_fact_is_kept_once_in_short_rows_and_in_long_ones() {
    for size in [3, 100] {
        let mut row = row();
        for value in 0..size {
            assert_eq!(row.add(fact(value, 1, 7, 1)), Some(value));
        }
        let last = size - 1;
        assert_eq!(row.add(fact(last, 1, 7, 1)), None, "the same");
        assert_eq!(row.add(fact(last, 1, 7, 0)), None, "says less");
        assert!(row.add(fact(last, 1, 7, 2)).is_some(), "says more");
        assert!(row.add(fact(last, 2, 7, 1)).is_some(), "another path");
        assert!(row.add(fact(last, 1, NONE, 0)).is_some(), "from the beginning on");
        assert_eq!(row.add(fact(last, 1, 9, 5)), None, "there since the beginning");
        assert!(row.add(fact(last, 1, END, 1)).is_some(), "after the end is another matter");
    }
}

#[test]
fn past_four_moments_a_place_holds_from_the_beginning_on() {
    for others in [0, 50] {
        let mut row = row();
        for value in 0..others {
            row.add(fact(100 + value, 1, 7, 0));
        }
        for moment in 0..5 {
            row.add(fact(1, 1, moment, 0));
        }
        assert_eq!(row.facts.last().unwrap().since, NONE);
        assert_eq!(row.add(fact(1, 1, 77, 0)), None);
    }
}

#[test]
fn what_leaves_is_kept_once_unless_it_goes_deeper() {
    for size in [3, 100] {
        let mut row = row();
        let out = |path, depth| Out { root: Root::Returned, path, depth, fact: 0, insn: NONE };
        for path in 0..size {
            assert_eq!(row.add_out(out(path, 1)), Some(path));
        }
        assert_eq!(row.add_out(out(0, 1)), None);
        assert_eq!(row.add_out(out(0, 2)), Some(size));
        assert_eq!(row.add_out(out(0, 1)), None);
        assert!(row.add_out(Out { root: Root::Thrown, ..out(0, 1) }).is_some());
    }
}

/// A method with sixty ways in and 300 names of what comes in each.
#[test]
fn a_method_in_which_too_much_meets_is_a_hub() {
    let mut all = Assembler::default();
    let n = names(&mut all);
    let big = all.method(MAIN, "big", "(La/Box;)V");
    let fields: Vec<i64> = (0..60).map(|i| all.field(BOX, &format!("f{i}"), STRING)).collect();
    all.class(BOX, OBJECT, &[], vec![("<init>", "()V", PUBLIC, vec![RETURN])]);
    let mut body: Vec<Op> = vec![(0x1f, vec![7], n.kind); 300];
    body.push(RETURN);
    let mut main = [n.make(0), n.read_source(1)].concat();
    for field in fields {
        main.extend([(0x5b, vec![1, 0], field), (0x71, vec![0], big)]);
    }
    main.extend(n.send(1));
    all.class(MAIN, OBJECT, &[], vec![("big", "(La/Box;)V", STATIC, body), ("main", "()V", STATIC, main)]);
    let answer = ask(&world(all, &["main"], Vec::new()));
    assert_eq!((count(&answer, "stopped"), count(&answer, "flows")), (0, 1));
    assert!(count(&answer, "facts") < 10_000, "{:?}", answer.counts);
    assert!(count(&answer, "hubs") > 0 && count(&answer, "cut") > 0, "{:?}", answer.counts);
}

#[test]
fn an_object_kept_for_all_before_it_gets_the_data_is_told_or_marked() {
    let mut all = Assembler::default();
    let n = names(&mut all);
    let held = all.field(MAIN, "held", BOX);
    let keep = all.method(MAIN, "keep", "(La/Box;)V");
    all.class(BOX, OBJECT, &[], vec![("<init>", "()V", PUBLIC, vec![RETURN])]);
    let main = [n.make(0), vec![(0x71, vec![0], keep)], n.read_source(1), n.put(1, 0), vec![RETURN]].concat();
    let later = [vec![(0x62, vec![1], held)], n.get(2, 1), n.send(2)].concat();
    let methods = vec![
        ("keep", "(La/Box;)V", STATIC, vec![(0x69, vec![7], held), RETURN]),
        ("later", "()V", STATIC, later),
        ("main", "()V", STATIC, main),
    ];
    all.class(MAIN, OBJECT, &[], methods);
    let answer = ask(&world(all, &["main", "later"], Vec::new()));
    assert!(count(&answer, "flows") == 1 || count(&answer, "cut") > 0, "{:?}", answer.counts);
}
