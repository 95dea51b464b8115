#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::*;
use crate::assemble::{Assembler, PUBLIC, STATIC};
use crate::code::Constant;

type Op = (u8, Vec<u16>, i64);

const STRING: &str = "Ljava/lang/String;";
const LIST: &str = "Ljava/util/List;";
const RETURN: Op = (0x0e, Vec::new(), 0);

fn text(all: &mut Assembler, register: u16, text: &str) -> Op {
    (0x1a, vec![register], all.string(text))
}

fn number(register: u16, number: i64) -> Op {
    (0x13, vec![register], number)
}

/// What the one method `La/A;->m` with these instructions fills.
fn filled(mut all: Assembler, proto: &str, ops: Vec<Op>) -> Tables {
    all.class("La/A;", "Ljava/lang/Object;", &[], vec![("m", proto, STATIC, ops)]);
    of(&all.finish(), None, &[])
}

fn texts(filling: &Filling) -> Vec<Vec<String>> {
    let text = |c: &Cell| c.text.clone().unwrap_or_else(|| c.number.map_or("-".to_owned(), |n| n.to_string()));
    filling.items.iter().map(|item| item.iter().map(text).collect()).collect()
}

#[test]
fn an_array_keeps_its_constants_in_the_order_of_their_places() {
    let mut all = Assembler::default();
    let field = all.field("La/A;", "NAMES", "[Ljava/lang/String;");
    let kind = all.kind("[Ljava/lang/String;");
    let ops = vec![
        number(0, 2),
        (0x23, vec![1, 0], kind),
        number(2, 1),
        text(&mut all, 3, "second"),
        (0x4d, vec![3, 1, 2], 0),
        number(2, 0),
        text(&mut all, 3, "first"),
        (0x4d, vec![3, 1, 2], 0),
        (0x69, vec![1], field),
        RETURN,
    ];
    let found = filled(all, "()V", ops).fillings;
    assert_eq!(found.len(), 1);
    assert_eq!(texts(&found[0]), [["first"], ["second"]]);
    assert_eq!(found[0].kept, Kept::Static(field as u32));
}

#[test]
fn what_is_written_twice_or_computed_is_counted_and_not_guessed() {
    let mut all = Assembler::default();
    let kind = all.kind("[Ljava/lang/String;");
    let given = all.method("La/B;", "given", "()Ljava/lang/String;");
    let ops = vec![
        number(0, 3),
        (0x23, vec![1, 0], kind),
        number(2, 0),
        text(&mut all, 3, "one"),
        (0x4d, vec![3, 1, 2], 0),
        text(&mut all, 3, "other"),
        (0x4d, vec![3, 1, 2], 0),
        number(2, 1),
        (0x71, vec![], given),
        (0x0c, vec![3], 0),
        (0x4d, vec![3, 1, 2], 0),
        number(2, 2),
        text(&mut all, 3, "sure"),
        (0x4d, vec![3, 1, 2], 0),
        (0x11, vec![1], 0),
    ];
    let found = filled(all, "()[Ljava/lang/String;", ops).fillings;
    assert_eq!(texts(&found[0]), [["sure"]]);
    assert_eq!((found[0].others, found[0].kept), (2, Kept::Returned));
}

#[test]
fn objects_in_a_list_give_their_constructor_arguments_by_field_name() {
    let mut all = Assembler::default();
    let code = all.field("La/Item;", "code", "I");
    let init = all.method("La/Item;", "<init>", "(ILjava/lang/String;)V");
    let body = vec![(0x59, vec![6, 5], code), RETURN];
    all.class("La/Item;", "Ljava/lang/Object;", &[], vec![("<init>", "(ILjava/lang/String;)V", PUBLIC, body)]);
    let item = all.kind("La/Item;");
    let add = all.method(LIST, "add", "(Ljava/lang/Object;)Z");
    let mut ops = Vec::new();
    for (number_of, label) in [(7, "seven"), (8, "eight")] {
        ops.push((0x22, vec![0], item));
        ops.push(number(1, number_of));
        ops.push(text(&mut all, 2, label));
        ops.push((0x70, vec![0, 1, 2], init));
        ops.push((0x72, vec![7, 0], add));
    }
    ops.push(RETURN);
    let found = filled(all, "(Ljava/util/List;)V", ops).fillings;
    assert_eq!(texts(&found[0]), [["7", "seven"], ["8", "eight"]]);
    assert_eq!(found[0].items[0][0].name, "code");
    assert_eq!(found[0].form, "list");
}

#[test]
fn a_constant_read_from_a_field_keeps_the_name_of_the_field() {
    let mut all = Assembler::default();
    all.class("La/C;", "Ljava/lang/Object;", &[], Vec::new());
    let known = all.constant("La/C;", "KNOWN", "I", Constant::Int(36));
    let unknown = all.field("Lb/Gone;", "ELSEWHERE", "I");
    let put = all.method("Landroid/util/SparseArray;", "put", "(ILjava/lang/Object;)V");
    let mut ops = Vec::new();
    for field in [known, unknown] {
        ops.push((0x60, vec![0], field));
        ops.push(text(&mut all, 1, "label"));
        ops.push((0x6e, vec![7, 0, 1], put));
    }
    ops.push(RETURN);
    let found = filled(all, "(Landroid/util/SparseArray;)V", ops).fillings;
    let first: Vec<(Kind, Option<i64>, u32)> =
        found[0].items.iter().map(|i| (i[0].kind, i[0].number, i[0].named)).collect();
    assert_eq!(first, [(Kind::Int, Some(36), known as u32), (Kind::Field, None, unknown as u32)]);
}

/// `if (p == 1) return "a"; …` for numbers 0 to 3.
fn chain(all: &mut Assembler) -> Vec<Op> {
    let mut ops = Vec::new();
    let mut offset = 0i64;
    for code in 0..4 {
        // const/16 4, if-ne 4, const-string 4, return-object 2.
        if code == 0 {
            ops.push((0x39, vec![7], offset + 10));
            offset += 10;
        } else {
            ops.push(number(0, code));
            ops.push((0x33, vec![7, 0], offset + 14));
            offset += 14;
        }
        ops.push(text(all, 1, ["zero", "one", "two", "three"][code as usize]));
        ops.push((0x11, vec![1], 0));
    }
    ops.push(text(all, 1, "none"));
    ops.push((0x11, vec![1], 0));
    ops
}

#[test]
fn a_chain_of_comparisons_pairs_codes_with_what_their_branches_give() {
    let mut all = Assembler::default();
    let ops = chain(&mut all);
    let found = filled(all, "(I)Ljava/lang/String;", ops).fillings;
    assert_eq!(found.len(), 1);
    assert_eq!(texts(&found[0]), [["0", "zero"], ["1", "one"], ["2", "two"], ["3", "three"]]);
    assert_eq!(found[0].subject.as_deref(), Some("parameter 0"));
}

#[test]
fn a_text_is_cut_only_by_a_plain_separator() {
    for (by, wanted) in [(",", 3), ("\\|", 1), ("[,;]", 0)] {
        let mut all = Assembler::default();
        let split = all.method(STRING, "split", "(Ljava/lang/String;)[Ljava/lang/String;");
        let ops = vec![
            text(&mut all, 0, "a,b,c"),
            text(&mut all, 1, by),
            (0x6e, vec![0, 1], split),
            (0x0c, vec![2], 0),
            (0x11, vec![2], 0),
        ];
        let found = filled(all, "()[Ljava/lang/String;", ops).fillings;
        let count = found.first().map_or(0, |f| f.items.len());
        assert_eq!(count, if wanted == 1 { 0 } else { wanted }, "{by}");
    }
}

#[test]
fn what_is_compared_with_an_element_is_told_with_what_is_called_then() {
    let mut all = Assembler::default();
    let field = all.field("La/A;", "WANTED", LIST);
    let add = all.method(LIST, "add", "(Ljava/lang/Object;)Z");
    let has = all.method(LIST, "contains", "(Ljava/lang/Object;)Z");
    let tell = all.method("La/B;", "tell", "()V");
    let ops = vec![
        (0x62, vec![0], field),
        text(&mut all, 1, "x"),
        (0x72, vec![0, 1], add),
        text(&mut all, 1, "y"),
        (0x72, vec![0, 1], add),
        (0x72, vec![0, 7], has),
        (0x0a, vec![1], 0),
        (0x38, vec![1], 42),
        (0x71, vec![], tell),
        RETURN,
    ];
    let found = filled(all, "(Ljava/lang/Object;)V", ops);
    let looked = found.uses.iter().find(|u| u.how == "looked_up").unwrap();
    assert_eq!(looked.against.as_deref(), Some("parameter 0"));
    assert_eq!(looked.hit.as_deref(), Some("La/B;->tell()V"));
    assert_eq!(looked.field, field as u32);
}

#[test]
fn only_own_classes_are_looked_at() {
    let mut all = Assembler::default();
    let ops = chain(&mut all);
    all.class("La/A;", "Ljava/lang/Object;", &[], vec![("m", "(I)Ljava/lang/String;", STATIC, ops)]);
    let hierarchy = all.finish();
    assert!(of(&hierarchy, Some(&[]), &[]).fillings.is_empty());
}
