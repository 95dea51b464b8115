#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::super::models::Effect;
use super::*;

fn model(number: u32, class: &str, method: &str, params: Option<&[&str]>, effects: &[(&str, &str)]) -> Model {
    Model {
        number,
        classes: vec![class.to_owned()],
        subtypes: true,
        methods: vec![method.to_owned()],
        params: params.map(|p| p.iter().map(|p| (*p).to_owned()).collect()),
        effects: effects.iter().map(|(verb, text)| Effect::parse(verb, text).unwrap()).collect(),
    }
}

const INTENT: &str = "android.content.Intent";

fn bench() -> Bench {
    let models = vec![
        model(10, INTENT, "putExtra", None, &[("store", "arg1 -> this.extras[arg0]"), ("store", "this -> result")]),
        model(11, INTENT, "getStringExtra", None, &[("store", "this.extras[arg0] -> result")]),
        model(12, INTENT, "<init>", None, &[]),
        model(13, "java.io.FileOutputStream", "<init>", None, &[("open", "file(arg0) for writing -> this")]),
        model(14, "java.io.FileOutputStream", "write", None, &[("flow", "arg0 -> this")]),
        model(15, "java.io.FileInputStream", "<init>", None, &[("open", "file(arg0) for reading -> this")]),
        model(16, "java.lang.String", "valueOf", Some(&["J"]), &[]),
        model(17, "lib.Box", "set", Some(&["Llib/Part;"]), &[("store", "arg0 -> this.part")]),
        model(18, "lib.Box", "<init>", None, &[]),
    ];
    Bench::new(crate::assemble::framework(), models, Vec::new())
}

const PUT: &str = "android.content.Intent i = new android.content.Intent()
i.putExtra(\"k\", SECRET)

LEAK(i.getStringExtra(\"k\"))
SAFE(i.getStringExtra(\"other\"))";

#[test]
fn says_which_lines_the_secret_reaches_and_which_models_stood_for_calls() {
    let found = bench().run(PUT, Some(10), false).unwrap();
    assert_eq!(found, Outcome { reached: vec![4], touched: vec![10, 11, 12], by_default: vec![] });
}

#[test]
fn a_silent_model_does_nothing() {
    assert_eq!(bench().run(PUT, Some(10), true).unwrap().reached, []);
}

#[test]
fn a_file_that_is_written_can_be_read() {
    let text = "java.io.FileOutputStream o = new java.io.FileOutputStream(\"a\")
        byte[] b = SECRET
        o.write(b)
        java.io.FileInputStream i = new java.io.FileInputStream(\"a\")
        java.io.FileInputStream j = new java.io.FileInputStream(\"b\")
        LEAK(i)
        SAFE(j)";
    assert_eq!(bench().run(text, None, false).unwrap().reached, [6]);
}

#[test]
fn the_overload_is_that_of_the_model_under_test() {
    let long = bench().run("SAFE(java.lang.String.valueOf(SECRET))", Some(16), false).unwrap();
    assert_eq!(long, Outcome { reached: vec![], touched: vec![16], by_default: vec![] });
    let other = bench().run("LEAK(java.lang.String.valueOf(SECRET))", None, false).unwrap();
    assert_eq!((other.reached, other.touched), (vec![1], vec![]));
    assert!(other.by_default[0].contains("valueOf"), "{:?}", other.by_default);
}

#[test]
fn overloads_of_library_classes_are_those_of_models() {
    let found = bench().run("lib.Box b = new lib.Box()\nb.set(SECRET)\nLEAK(b)", Some(17), false).unwrap();
    assert_eq!(found, Outcome { reached: vec![3], touched: vec![17, 18], by_default: vec![] });
}

#[test]
fn wide_numbers_take_two_registers() {
    let text = "android.content.Intent i = null\nlong n = SECRET\ni.putExtra(\"n\", n)\ni.putExtra(\"m\", 5)
        LEAK(i.getStringExtra(\"n\"))\nSAFE(i.getStringExtra(\"m\"))";
    assert_eq!(bench().run(text, None, false).unwrap().reached, [5]);
}

#[test]
fn an_element_is_read_from_its_place() {
    let models = vec![model(1, "lib.Parts", "of", None, &[("store", "arg0 -> result[\"1\"]")])];
    let text = "java.lang.String[] a = lib.Parts.of(SECRET)\nSAFE(a[0])\nLEAK(a[1])";
    let found = Bench::new(crate::assemble::framework(), models, Vec::new()).run(text, None, false).unwrap();
    assert_eq!(found.reached, [3]);
}

#[test]
fn what_is_no_statement_is_refused_with_its_line() {
    for (text, says) in [
        ("x", "`x` is no statement"),
        ("LEAK(i)", "there is no variable `i`"),
        ("v = SECRET", "`v` has no type yet"),
        ("int v = null", "a number cannot be null"),
        ("java.lang.String v = v.trim()", "`v` is neither a variable nor a class"),
        ("LEAK(android.content.Intent.putExtra(\"a\", SECRET))", "has no putExtra for these arguments"),
        ("LEAK(java.lang.String.valueOf(f(1)))", "is no variable, text or number"),
        ("java.lang.String s = java.lang.System.currentTimeMillis()", "J is no Ljava/lang/String;"),
        ("LEAK(java.lang.System.gc())", "the method gives nothing"),
    ] {
        let error = bench().run(&format!("\n{text}"), None, false).unwrap_err();
        assert_eq!(error.line, 2);
        assert!(error.what.contains(says), "{error}");
    }
}
