#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::*;
use crate::assemble::{Assembler, PUBLIC};

const RETURN: (u8, Vec<u16>, i64) = (0x0e, Vec::new(), 0);

fn call(class: &str, name: &str, args: Vec<(usize, Test)>) -> Shape {
    Shape::Call { class: class.into(), subtypes: true, name: name.into(), params: None, args, show: false }
}

fn find(hierarchy: &Hierarchy, shape: Shape, maybe: bool) -> Vec<(u32, bool)> {
    let patterns = [Pattern { entry: 7, shape, maybe }];
    sight(hierarchy, &patterns).iter().map(|s| (s.offset, s.unsure)).collect()
}

fn sample() -> Hierarchy {
    let mut all = Assembler::default();
    let service = all.method("La/Main;", "getSystemService", "(Ljava/lang/String;)Ljava/lang/Object;");
    let own = all.method("La/Main;", "finish", "()V");
    let (phone, url) = (all.string("phone"), all.string("http://192.0.2.1/up"));
    let yes = (0x12, vec![0], 1);
    all.class(
        "La/Main;",
        "Landroid/app/Activity;",
        &[],
        vec![
            (
                "onCreate",
                "(Landroid/os/Bundle;)V",
                PUBLIC,
                vec![
                    (0x1a, vec![0], phone),
                    (0x6e, vec![6, 0], service),
                    (0x6e, vec![6, 7], service),
                    (0x6e, vec![6], own),
                    (0x1a, vec![0], url),
                    RETURN,
                ],
            ),
            ("finish", "()V", PUBLIC, vec![RETURN]),
        ],
    );
    all.class(
        "La/Yes;",
        "Ljava/lang/Object;",
        &["Ljavax/net/ssl/HostnameVerifier;"],
        vec![(
            "verify",
            "(Ljava/lang/String;Ljavax/net/ssl/SSLSession;)Z",
            PUBLIC,
            vec![yes.clone(), (0x0f, vec![0], 0)],
        )],
    );
    all.class(
        "La/Some;",
        "Ljava/lang/Object;",
        &["Ljavax/net/ssl/HostnameVerifier;"],
        vec![(
            "verify",
            "(Ljava/lang/String;Ljavax/net/ssl/SSLSession;)Z",
            PUBLIC,
            vec![yes, (0x38, vec![6], 8), (0x12, vec![0], 0), (0x0f, vec![0], 0)],
        )],
    );
    all.finish()
}

#[test]
fn calls_through_subclasses_are_androids() {
    let hierarchy = sample();
    let name = "getSystemService";
    assert_eq!(find(&hierarchy, call("android.content.Context", name, vec![]), false), [(4, false), (10, false)]);
    assert_eq!(find(&hierarchy, call("android.app.Service", name, vec![]), false), []);
    assert_eq!(find(&hierarchy, call("android.app.Activity", "finish", vec![]), false), [], "the app's own method");
}

#[test]
fn arguments_are_tested() {
    let hierarchy = sample();
    let shape = || {
        let tests = vec![(0, Test::text("^phone$").unwrap())];
        call("android.content.Context", "getSystemService", tests)
    };
    assert_eq!(find(&hierarchy, shape(), false), [(4, false)]);
    assert_eq!(find(&hierarchy, shape(), true), [(4, false), (10, true)]);
    let other = vec![(0, Test::text("^location$").unwrap())];
    assert_eq!(find(&hierarchy, call("android.content.Context", "getSystemService", other), true), [(10, true)]);
}

#[test]
fn strings_and_classes_are_found() {
    let hierarchy = sample();
    let code = &hierarchy.code;
    let strings = (0..code.strings.len() as u32).filter(|n| code.text(*n).starts_with("http")).collect();
    assert_eq!(find(&hierarchy, Shape::Text { strings }, false), [(22, false)]);
    assert_eq!(find(&hierarchy, Shape::Extends { class: "android.content.Context".into() }, false), [(NONE, false)]);
}

#[test]
fn bodies_that_always_agree_differ_from_bodies_that_decide() {
    let hierarchy = sample();
    let shape = |body| Shape::Override {
        class: "javax.net.ssl.HostnameVerifier".into(),
        name: "verify".into(),
        params: Some(vec!["java.lang.String".into(), "javax.net.ssl.SSLSession".into()]),
        body,
    };
    let found = |body| {
        let patterns = [Pattern { entry: 0, shape: shape(body), maybe: false }];
        let rows = sight(&hierarchy, &patterns);
        rows.iter().map(|s| hierarchy.code.method_text(s.method)).collect::<Vec<_>>()
    };
    assert_eq!(found(BodyShape::Any).len(), 2);
    assert_eq!(found(BodyShape::ReturnsTrue), ["La/Yes;->verify(Ljava/lang/String;Ljavax/net/ssl/SSLSession;)Z"]);
    assert_eq!(found(BodyShape::ReturnsFalse).len(), 0);
    assert_eq!(found(BodyShape::NeverThrows).len(), 2);
}
