#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::*;
use crate::assemble::{Assembler, PUBLIC, STATIC};
use crate::hierarchy::Hierarchy;

const OBJECT: &str = "Ljava/lang/Object;";
const RETURN: (u8, Vec<u16>, i64) = (0x0e, Vec::new(), 0);

fn entry(class: &str) -> Vec<EntrySpec> {
    vec![EntrySpec { class: class.into(), methods: None, why: "activity of the manifest".into() }]
}

fn state(hierarchy: &Hierarchy, reach: &Reach, method: &str) -> &'static str {
    reach.state(hierarchy.code.find_method_text(method).unwrap()).as_str()
}

fn way(hierarchy: &Hierarchy, reach: &Reach, method: &str) -> Vec<(String, Option<u32>, &'static str)> {
    let steps = reach.way(hierarchy.code.find_method_text(method).unwrap());
    steps.iter().map(|s| (hierarchy.code.method_text(s.method), s.offset, s.edge.as_str())).collect()
}

/// An activity whose onCreate runs `body`.
fn activity(all: &mut Assembler, mut body: Vec<(u8, Vec<u16>, i64)>) {
    body.push(RETURN);
    all.class(
        "La/Main;",
        "Landroid/app/Activity;",
        &[],
        vec![
            ("<init>", "()V", PUBLIC, vec![RETURN]),
            ("onCreate", "(Landroid/os/Bundle;)V", PUBLIC, body),
            ("unused", "()V", PUBLIC, vec![RETURN]),
        ],
    );
}

#[test]
fn lifecycle_methods_live_and_others_dead() {
    let mut all = Assembler::default();
    activity(&mut all, vec![]);
    let hierarchy = all.finish();
    let reach = Reach::new(&hierarchy, entry("a.Main"), &[]);
    assert_eq!(state(&hierarchy, &reach, "La/Main;->onCreate(Landroid/os/Bundle;)V"), "live");
    assert_eq!(state(&hierarchy, &reach, "La/Main;-><init>()V"), "live");
    assert_eq!(state(&hierarchy, &reach, "La/Main;->unused()V"), "dead");
    assert_eq!(reach.counts(), (2, 1, 0));
    assert_eq!(reach.table(None, None).unwrap().rows(), 3);
    assert_eq!(Reach::new(&hierarchy, Vec::new(), &[]).counts(), (0, 3, 0));
}

#[test]
fn a_runnable_handed_to_a_thread_runs_from_there() {
    let mut all = Assembler::default();
    let task = all.kind("La/Task;");
    let thread = all.kind("Ljava/lang/Thread;");
    let make = all.method("Ljava/lang/Thread;", "<init>", "(Ljava/lang/Runnable;)V");
    let init = all.method("La/Task;", "<init>", "()V");
    activity(
        &mut all,
        vec![(0x22, vec![0], task), (0x70, vec![0], init), (0x22, vec![1], thread), (0x70, vec![1, 0], make)],
    );
    for name in ["La/Task;", "La/Other;"] {
        all.class(
            name,
            OBJECT,
            &["Ljava/lang/Runnable;"],
            vec![("<init>", "()V", PUBLIC, vec![RETURN]), ("run", "()V", PUBLIC, vec![RETURN])],
        );
    }
    let hierarchy = all.finish();
    let reach = Reach::new(&hierarchy, entry("a.Main"), &[]);
    assert_eq!(
        way(&hierarchy, &reach, "La/Task;->run()V"),
        [
            ("La/Main;->onCreate(Landroid/os/Bundle;)V".into(), None, "entry"),
            ("La/Task;->run()V".into(), Some(14), "callback"),
        ]
    );
    assert_eq!(reach.why(hierarchy.code.find_method_text("La/Task;->run()V").unwrap()), "activity of the manifest");
    assert_eq!(state(&hierarchy, &reach, "La/Other;->run()V"), "dead");
    assert!(way(&hierarchy, &reach, "La/Other;->run()V").is_empty());
}

#[test]
fn calls_narrow_to_created_classes_and_exact_receivers() {
    let mut all = Assembler::default();
    let (dog, cat) = (all.kind("La/Dog;"), all.kind("La/Cat;"));
    let animal = all.method("La/Animal;", "speak", "()V");
    activity(&mut all, vec![(0x22, vec![0], dog), (0x6e, vec![0], animal), (0x22, vec![1], cat)]);
    all.class("La/Animal;", OBJECT, &[], vec![("speak", "()V", PUBLIC, vec![RETURN])]);
    for name in ["La/Dog;", "La/Cat;", "La/Cow;"] {
        all.class(name, "La/Animal;", &[], vec![("speak", "()V", PUBLIC, vec![RETURN])]);
    }
    let hierarchy = all.finish();
    let reach = Reach::new(&hierarchy, entry("a.Main"), &[]);
    assert_eq!(state(&hierarchy, &reach, "La/Dog;->speak()V"), "live");
    assert_eq!(state(&hierarchy, &reach, "La/Cat;->speak()V"), "dead", "the receiver is exactly a Dog");
    assert_eq!(state(&hierarchy, &reach, "La/Cow;->speak()V"), "dead");
    assert_eq!(state(&hierarchy, &reach, "La/Animal;->speak()V"), "dead");
}

#[test]
fn a_call_waits_for_the_class_to_be_created() {
    let mut all = Assembler::default();
    let speak = all.method("La/Animal;", "speak", "()V");
    let made = all.method("La/Farm;", "make", "()La/Animal;");
    let cat = all.kind("La/Cat;");
    activity(&mut all, vec![(0x71, vec![], made), (0x0c, vec![0], 0), (0x6e, vec![0], speak)]);
    all.class(
        "La/Farm;",
        OBJECT,
        &[],
        vec![
            ("<clinit>", "()V", STATIC, vec![RETURN]),
            ("make", "()La/Animal;", STATIC, vec![(0x22, vec![0], cat), (0x11, vec![0], 0)]),
        ],
    );
    all.class("La/Animal;", OBJECT, &[], vec![("speak", "()V", PUBLIC | 0x400, vec![])]);
    for name in ["La/Cat;", "La/Dog;"] {
        all.class(name, "La/Animal;", &[], vec![("speak", "()V", PUBLIC, vec![RETURN])]);
    }
    let hierarchy = all.finish();
    let reach = Reach::new(&hierarchy, entry("a.Main"), &[]);
    assert_eq!(way(&hierarchy, &reach, "La/Cat;->speak()V")[1].2, "virtual call");
    assert_eq!(state(&hierarchy, &reach, "La/Dog;->speak()V"), "dead");
    assert_eq!(way(&hierarchy, &reach, "La/Farm;-><clinit>()V")[1].2, "class initializer");
}

#[test]
fn names_in_strings_and_literals_leave_a_class_unknown() {
    let mut all = Assembler::default();
    let (name, literal) = (all.string("La/Named;"), all.kind("La/Literal;"));
    activity(&mut all, vec![(0x1a, vec![0], name), (0x1c, vec![1], literal)]);
    for class in ["La/Named;", "La/Literal;", "La/Given;", "La/Itself;"] {
        let text = all.string(if class == "La/Itself;" { "a.Itself" } else { "none" });
        all.class(
            class,
            OBJECT,
            &[],
            vec![("<init>", "()V", PUBLIC, vec![(0x1a, vec![0], text), RETURN]), ("go", "()V", PUBLIC, vec![RETURN])],
        );
    }
    let hierarchy = all.finish();
    let reach = Reach::new(&hierarchy, entry("a.Main"), &["<view class=\"a.Given\"/>".into()]);
    assert_eq!(state(&hierarchy, &reach, "La/Named;->go()V"), "unknown");
    assert_eq!(state(&hierarchy, &reach, "La/Given;->go()V"), "unknown");
    assert_eq!(state(&hierarchy, &reach, "La/Literal;-><init>()V"), "unknown");
    assert_eq!(state(&hierarchy, &reach, "La/Literal;->go()V"), "dead");
    assert_eq!(state(&hierarchy, &reach, "La/Itself;->go()V"), "dead", "only its own code names it");
    let given = hierarchy.code.find_method_text("La/Given;->go()V").unwrap();
    assert_eq!(reach.why(given), "its class is named outside the code");
    assert_eq!(
        way(&hierarchy, &reach, "La/Literal;-><init>()V")[1],
        ("La/Literal;-><init>()V".into(), Some(4), "class literal")
    );
}

#[test]
fn constant_reflection_is_followed() {
    let mut all = Assembler::default();
    let name = all.string("a.Hidden");
    let look = all.method("Ljava/lang/Class;", "forName", "(Ljava/lang/String;)Ljava/lang/Class;");
    let make = all.method("Ljava/lang/Class;", "newInstance", "()Ljava/lang/Object;");
    activity(&mut all, vec![(0x1a, vec![0], name), (0x71, vec![0], look), (0x0c, vec![0], 0), (0x6e, vec![0], make)]);
    all.class(
        "La/Hidden;",
        OBJECT,
        &[],
        vec![("<init>", "()V", PUBLIC, vec![RETURN]), ("<init>", "(I)V", PUBLIC, vec![RETURN])],
    );
    let hierarchy = all.finish();
    let reach = Reach::new(&hierarchy, entry("a.Main"), &[]);
    assert_eq!(state(&hierarchy, &reach, "La/Hidden;-><init>()V"), "live");
    assert_eq!(state(&hierarchy, &reach, "La/Hidden;-><init>(I)V"), "unknown");
}

#[test]
fn parents_nobody_has_leave_methods_unknown() {
    let mut all = Assembler::default();
    let child = all.kind("La/Child;");
    activity(&mut all, vec![(0x22, vec![0], child)]);
    all.class("La/Child;", "Lmissing/Parent;", &[], vec![("hook", "()V", PUBLIC, vec![RETURN])]);
    let hierarchy = all.finish();
    let reach = Reach::new(&hierarchy, entry("a.Main"), &[]);
    assert_eq!(state(&hierarchy, &reach, "La/Child;->hook()V"), "unknown");
}

#[test]
fn a_class_that_inherits_from_itself_ends() {
    let mut all = Assembler::default();
    all.class("La/Main;", "La/Loop;", &["La/Main;"], vec![("go", "()V", PUBLIC, vec![RETURN])]);
    all.class("La/Loop;", "La/Main;", &[], vec![("onCreate", "(Landroid/os/Bundle;)V", PUBLIC, vec![RETURN])]);
    let hierarchy = all.finish();
    let reach = Reach::new(&hierarchy, entry("a.Main"), &[]);
    assert_eq!(reach.counts(), (0, 2, 0));
}
