#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use std::sync::Arc;

use super::*;
use crate::assemble::{Assembler, PUBLIC, STATIC};
use crate::reach::{EntrySpec, Reach};

type Insn = (u8, Vec<u16>, i64);
const OBJECT: &str = "Ljava/lang/Object;";
const RETURN: Insn = (0x0e, Vec::new(), 0);

fn nop() -> Insn {
    (0x00, vec![], 0)
}

fn world(all: Assembler) -> World {
    let hierarchy = Arc::new(all.finish());
    let entries = vec![EntrySpec { class: "a.Main".into(), methods: None, why: "activity of the manifest".into() }];
    let reach = Arc::new(Reach::new(&hierarchy, entries, &[]));
    World::new(hierarchy, reach, Vec::new())
}

/// A world of one static method `(Z I)V` of `La/A;`: registers 6 and 7 hold the parameters.
fn one(mut all: Assembler, insns: Vec<Insn>) -> World {
    all.class("La/A;", OBJECT, &[], vec![("m", "(ZI)V", STATIC, insns)]);
    world(all)
}

fn control(world: &World) -> Control {
    Control::of(world.code(), world.ssa(0).unwrap())
}

fn conditions(world: &World, insn: u32) -> Vec<(u32, Side)> {
    control(world).conditions(world.ssa(0).unwrap(), insn).into_iter().map(|c| (c.insn, c.side)).collect()
}

fn text(world: &World, insn: u32) -> String {
    guard_of(world, 0, insn).text()
}

#[test]
fn an_if_decides_for_its_side_only() {
    // 0 if-eqz v6 → 8; 4 nop; 6 goto → 10; 8 nop; 10 return
    let insns = vec![(0x38, vec![6], 8), nop(), (0x28, vec![], 10), nop(), RETURN];
    let world = one(Assembler::default(), insns);
    assert_eq!(conditions(&world, 1), [(0, Side::NotTaken)]);
    assert_eq!(conditions(&world, 3), [(0, Side::Taken)]);
    assert_eq!(conditions(&world, 4), []);
    assert_eq!(control(&world).controlled(world.ssa(0).unwrap(), 0), (vec![3], vec![1, 2]));
    assert_eq!(control(&world).controlled(world.ssa(0).unwrap(), 1), (vec![], vec![]), "no branch");
    assert_eq!(text(&world, 1), "parameter 1 (Z) is true");
    assert_eq!(text(&world, 3), "parameter 1 (Z) is false");
    assert!(guard_of(&world, 0, 4).is_always());
}

#[test]
fn an_early_return_decides_for_all_that_follows() {
    let insns = vec![(0x39, vec![6], 6), RETURN, nop(), RETURN];
    let world = one(Assembler::default(), insns);
    assert_eq!(control(&world).controlled(world.ssa(0).unwrap(), 0), (vec![2, 3], vec![1]));
    assert_eq!(text(&world, 2), "parameter 1 (Z) is true");
}

#[test]
fn both_and_either() {
    // if (a == 0) skip; if (i <= 3) skip; X
    let both = vec![(0x38, vec![6], 12), (0x12, vec![0], 3), (0x37, vec![7, 0], 12), nop(), RETURN];
    assert_eq!(text(&one(Assembler::default(), both), 3), "parameter 1 (Z) is true and parameter 2 (I) > 3");
    // 0 if a → 10; 4 const; 6 if i <= 3 → 12; 10 X; 12 return
    let either = vec![(0x39, vec![6], 10), (0x12, vec![0], 3), (0x37, vec![7, 0], 12), nop(), RETURN];
    let world = one(Assembler::default(), either);
    assert_eq!(text(&world, 3), "parameter 1 (Z) is true or parameter 2 (I) > 3");
    assert!(matches!(guard_of(&world, 0, 3), Guard::Any(all) if all.len() == 2));
}

#[test]
fn loops_ask_only_on_the_way_in() {
    // 0 if-eqz v6 → 14; 4 X; 6 if-nez v7 → 4; 10 nop; 12 goto 14; 14 return
    let rotated = vec![(0x38, vec![6], 14), nop(), (0x39, vec![7], 4), nop(), (0x28, vec![], 14), RETURN];
    let world = one(Assembler::default(), rotated);
    assert_eq!(text(&world, 1), "parameter 1 (Z) is true", "the first round does not ask whether there is a next");
    assert_eq!(conditions(&world, 1), [(0, Side::NotTaken)]);
    // 0 if-eqz v7 → 8; 4 X; 6 goto 0; 8 return
    let head = vec![(0x38, vec![7], 8), nop(), (0x28, vec![], 0), RETURN];
    let world = one(Assembler::default(), head);
    assert_eq!(text(&world, 1), "parameter 2 (I) is not 0");
    assert_eq!(control(&world).controlled(world.ssa(0).unwrap(), 0), (vec![], vec![1, 2]));
}

#[test]
fn a_loop_without_end_and_irreducible_flow_have_answers() {
    // 0 if → 6; 4 goto 4; 6 X; 8 return
    let world = one(Assembler::default(), vec![(0x38, vec![6], 6), (0x28, vec![], 4), nop(), RETURN]);
    assert_eq!(text(&world, 2), "parameter 1 (Z) is false");
    let world = one(Assembler::default(), vec![nop(), (0x28, vec![], 0)]);
    assert!(guard_of(&world, 0, 0).is_always());
    // Two ways into one loop: 0 if a → 8; 4 X; 6 goto 8; 8 if b → 4; 12 return
    let insns = vec![(0x38, vec![6], 8), nop(), (0x28, vec![], 8), (0x39, vec![7], 4), RETURN];
    let world = one(Assembler::default(), insns);
    assert!(!conditions(&world, 1).is_empty());
    assert!(guard_of(&world, 0, 4).is_always());
    assert!(guard_of(&world, 0, 99) == Guard::Cut("there is no such instruction"));
}

#[test]
fn switch_keys_are_told_and_the_rest() {
    let mut all = Assembler::default();
    // 0 switch v7; 6 rest; 8 goto 16; 10 case 4 (falls on); 12 case 5, 6; 14 goto 16; 16 return
    let insns = vec![(0x2b, vec![7], 99), nop(), (0x28, vec![], 16), nop(), nop(), (0x28, vec![], 16), RETURN];
    for (key, target) in [(4, 10), (5, 12), (6, 12)] {
        all.code.switches.body.push(0);
        all.code.switches.offset.push(0);
        all.code.switches.key.push(key);
        all.code.switches.target.push(target);
    }
    let world = one(all, insns);
    assert_eq!(conditions(&world, 3), [(0, Side::Keys { keys: vec![4], rest: false })]);
    assert_eq!(text(&world, 3), "parameter 2 (I) is 4");
    assert_eq!(text(&world, 4), "parameter 2 (I) is one of 4, 5, 6");
    assert_eq!(text(&world, 1), "parameter 2 (I) is none of 4, 5, 6");
    assert_eq!(control(&world).controlled(world.ssa(0).unwrap(), 0), (vec![3, 4, 5], vec![1, 2]));
}

#[test]
fn handlers_need_an_exception_and_what_follows_does_not() {
    let mut all = Assembler::default();
    let call = all.method("La/B;", "b", "()V");
    // 0 if-eqz v6 → 16; 4 call; 10 goto 16; 12 move-exception; 14 X; 16 return; guarded: 4..10
    let insns = vec![(0x38, vec![6], 16), (0x71, vec![], call), (0x28, vec![], 16), (0x0d, vec![0], 0), nop(), RETURN];
    all.class("La/A;", OBJECT, &[], vec![("m", "(ZI)V", STATIC, insns)]);
    all.guard(4, 10, 12);
    let world = world(all);
    let guard = guard_of(&world, 0, 4);
    assert_eq!(guard.text(), "parameter 1 (Z) is true and an exception is thrown");
    assert_eq!(guard.parts().iter().map(Guard::technical).collect::<Vec<_>>(), [false, true]);
    assert!(guard_of(&world, 0, 5).is_always());
    assert_eq!(conditions(&world, 4), [(3, Side::Thrown)]);
}

#[test]
fn a_guarded_range_that_ends_behind_a_call_keeps_its_result() {
    let mut all = Assembler::default();
    let asked = all.method("Ljava/io/File;", "exists", "()Z");
    // 0 call; 6 move-result v0; 8 if-eqz v0 → 14; 12 X; 14 return; 16 handler: return; guarded: 0..6
    let insns = vec![(0x6e, vec![7], asked), (0x0a, vec![0], 0), (0x38, vec![0], 14), nop(), RETURN, RETURN];
    all.class("La/A;", OBJECT, &[], vec![("m", "(ZI)V", STATIC, insns)]);
    all.guard(0, 6, 16);
    assert_eq!(text(&world(all), 3), "exists() is true");
}

#[test]
fn a_throw_leads_to_its_handler() {
    let mut all = Assembler::default();
    // 0 if-nez v6 → 8; 4 move v0; 6 throw v0; 8 return; 10 move-exception; 12 X; 14 return
    let insns =
        vec![(0x39, vec![6], 8), (0x01, vec![0, 7], 0), (0x27, vec![0], 0), RETURN, (0x0d, vec![0], 0), nop(), RETURN];
    all.class("La/A;", OBJECT, &[], vec![("m", "(ZI)V", STATIC, insns)]);
    all.guard(4, 8, 10);
    let world = world(all);
    assert_eq!(text(&world, 5), "parameter 1 (Z) is false");
}

#[test]
fn what_is_compared_is_said_and_classed() {
    let mut all = Assembler::default();
    let id = all.method("Landroid/telephony/TelephonyManager;", "getDeviceId", "()Ljava/lang/String;");
    let same = all.method("Ljava/lang/String;", "equals", "(Ljava/lang/Object;)Z");
    let sdk = all.field("Landroid/os/Build$VERSION;", "SDK_INT", "I");
    let on = all.method("Landroid/content/SharedPreferences;", "getBoolean", "(Ljava/lang/String;Z)Z");
    let (zeros, upload) = (all.string("000000000000000"), all.string("upload"));
    let insns = vec![
        (0x6e, vec![6], id),       // 0
        (0x0c, vec![0], 0),        // 6
        (0x1a, vec![1], zeros),    // 8
        (0x6e, vec![1, 0], same),  // 12
        (0x0a, vec![2], 0),        // 18
        (0x39, vec![2], 62),       // 20: leave where equal
        (0x60, vec![3], sdk),      // 24
        (0x13, vec![4], 23),       // 28
        (0x34, vec![3, 4], 62),    // 32: leave where below
        (0x1a, vec![1], upload),   // 36
        (0x12, vec![2], 0),        // 40
        (0x72, vec![5, 1, 2], on), // 42
        (0x0a, vec![2], 0),        // 48
        (0x38, vec![2], 62),       // 50
        (0x38, vec![0], 62),       // 54
        (0x00, vec![], 0),         // 58
        (0x00, vec![], 0),         // 60
        RETURN,                    // 62
    ];
    let world = one(all, insns);
    let parts = guard_of(&world, 0, 15).parts();
    let told: Vec<(String, bool, &str)> =
        parts.iter().map(|p| (p.text(), p.technical(), p.leaves()[0].decider.as_str())).collect();
    assert_eq!(
        told,
        [
            ("getDeviceId() does not equal \"000000000000000\"".to_owned(), false, "device"),
            ("SDK_INT >= 23".to_owned(), true, "device"),
            ("preference \"upload\" is on".to_owned(), false, "preference"),
            ("getDeviceId() is not null".to_owned(), true, "device"),
        ]
    );
    assert_eq!(parts[2].leaves()[0].switch, "preference \"upload\"");
    assert_eq!((parts[1].leaves()[0].defined, parts[1].leaves()[0].offset), (0, 32));
}

#[test]
fn a_server_answer_is_traced_through_the_object_that_reads_it() {
    let mut all = Assembler::default();
    let answer = all.method(
        "Lorg/apache/http/util/EntityUtils;",
        "toString",
        "(Lorg/apache/http/HttpEntity;)Ljava/lang/String;",
    );
    let json = all.kind("Lorg/json/JSONObject;");
    let init = all.method("Lorg/json/JSONObject;", "<init>", "(Ljava/lang/String;)V");
    let get = all.method("Lorg/json/JSONObject;", "getString", "(Ljava/lang/String;)Ljava/lang/String;");
    let same = all.method("Ljava/lang/String;", "equals", "(Ljava/lang/Object;)Z");
    let (cmd, start) = (all.string("cmd"), all.string("start"));
    let insns = vec![
        (0x71, vec![7], answer),
        (0x0c, vec![0], 0),
        (0x22, vec![1], json),
        (0x70, vec![1, 0], init),
        (0x1a, vec![2], cmd),
        (0x6e, vec![1, 2], get),
        (0x0c, vec![3], 0),
        (0x1a, vec![4], start),
        (0x6e, vec![3, 4], same),
        (0x0a, vec![5], 0),
        (0x38, vec![5], 48), // at 42
        nop(),
        RETURN,
    ];
    let world = one(all, insns);
    let guard = guard_of(&world, 0, 11);
    assert_eq!(guard.text(), "answer of JSONObject.getString(\"cmd\") equals \"start\"");
    assert_eq!(guard.leaves()[0].decider, Decider::Server);
    assert_eq!(guard.leaves()[0].switch, "answer of JSONObject.getString(\"cmd\")");
}

/// onCreate calls `run(text)` where its field is set; `run` asks `check()` of the class, then calls the sink.
fn callers() -> World {
    let mut all = Assembler::default();
    let enabled = all.field("La/Main;", "enabled", "Z");
    let run = all.method("La/Main;", "run", "(Ljava/lang/String;)V");
    let check = all.method("La/Main;", "check", "(Ljava/lang/String;)Z");
    let ends = all.method("Ljava/lang/String;", "endsWith", "(Ljava/lang/String;)Z");
    let (go, other) = (all.string("go"), all.string(".cn"));
    let create = vec![
        (0x55, vec![0, 6], enabled), // 0
        (0x38, vec![0], 18),         // 4
        (0x1a, vec![1], go),         // 8
        (0x70, vec![6, 1], run),     // 12
        RETURN,                      // 18
    ];
    let body = vec![
        (0x70, vec![6, 7], check), // 0
        (0x0a, vec![0], 0),        // 6
        (0x38, vec![0], 14),       // 8
        nop(),                     // 12
        RETURN,                    // 14
    ];
    let asks = vec![
        (0x1a, vec![0], other),   // 0
        (0x6e, vec![7, 0], ends), // 4
        (0x0a, vec![0], 0),       // 10
        (0x38, vec![0], 20),      // 12
        (0x12, vec![1], 1),       // 16
        (0x28, vec![], 22),       // 18
        (0x12, vec![1], 0),       // 20
        (0x0f, vec![1], 0),       // 22
    ];
    all.class(
        "La/Main;",
        "Landroid/app/Activity;",
        &[],
        vec![
            ("onCreate", "(Landroid/os/Bundle;)V", PUBLIC, create),
            ("run", "(Ljava/lang/String;)V", 2, body),
            ("check", "(Ljava/lang/String;)Z", 2, asks),
        ],
    );
    world(all)
}

#[test]
fn conditions_of_callers_and_of_what_is_asked() {
    let world = callers();
    let run = (0..3).find(|d| world.hierarchy.method_name(*d) == "run").unwrap();
    let found = Guards::new(&world).of(run, 3);
    let told: Vec<(u32, String)> = found.iter().map(|f| (f.across, f.guard.text())).collect();
    assert_eq!(
        told,
        [(0, "\"go\" ends with \".cn\"".to_owned()), (1, "field a.Main.enabled is true".to_owned())],
        "what `check` asks stands for its answer, with what the caller gave"
    );
    let table = guards(&world, &[(run, 3)]).unwrap();
    assert_eq!((table.rows(), table.name.as_str()), (2, "guards"));
    assert_eq!(guards(&world, &[]).unwrap().rows(), 0);
}

#[test]
fn a_switch_over_text_is_told_by_the_text() {
    let mut all = Assembler::default();
    let hash = all.method("Ljava/lang/String;", "hashCode", "()I");
    let same = all.method("Ljava/lang/String;", "equals", "(Ljava/lang/Object;)Z");
    let extra = all.method("Landroid/content/Intent;", "getAction", "()Ljava/lang/String;");
    let boot = all.string("boot");
    let insns = vec![
        (0x6e, vec![7], extra),   // 0
        (0x0c, vec![0], 0),       // 6
        (0x6e, vec![0], hash),    // 8
        (0x0a, vec![1], 0),       // 14
        (0x2c, vec![1], 99),      // 16: 3029746 → 26
        (0x12, vec![2], -1),      // 22
        (0x28, vec![], 46),       // 24
        (0x1a, vec![3], boot),    // 26
        (0x6e, vec![0, 3], same), // 30
        (0x0a, vec![3], 0),       // 36
        (0x38, vec![3], 22),      // 38
        (0x13, vec![2], 4),       // 42
        (0x13, vec![4], 4),       // 46
        (0x33, vec![2, 4], 56),   // 50
        nop(),                    // 54
        RETURN,                   // 56
    ];
    for column in [&mut all.code.switches.body, &mut all.code.switches.offset, &mut all.code.switches.target] {
        column.push(0);
    }
    all.code.switches.offset[0] = 16;
    all.code.switches.target[0] = 26;
    all.code.switches.key.push(3_029_746);
    let world = one(all, insns);
    let parts = guard_of(&world, 0, 14).parts();
    let plain: Vec<String> = parts.iter().filter(|p| !p.technical()).map(Guard::text).collect();
    assert_eq!(plain, ["action of the message equals \"boot\""]);
    assert!(parts.iter().any(|p| p.technical() && p.text().contains("hashCode()")));
}

#[test]
fn alternatives_stay_few() {
    // (a0 || b0) && (a1 || b1) && …: as two choices each they would be 2^6 alternatives.
    let mut insns: Vec<Insn> = Vec::new();
    let end = 6 * 12;
    for number in 0..6 {
        let base = number * 12;
        insns.push((0x38, vec![6], base + 12));
        insns.push((0x13, vec![0], number));
        insns.push((0x33, vec![7, 0], end + 2));
    }
    insns.extend([nop(), RETURN]);
    let world = one(Assembler::default(), insns);
    let guard = guard_of(&world, 0, 18);
    let text = guard.text();
    assert!(guard.parts().contains(&Guard::Cut("more conditions than are kept")), "{text}");
}

/// A fixed sequence of numbers that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

#[test]
fn any_flow_gives_an_answer_that_holds_on_every_path() {
    for seed in 1..120u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let count = 3 + dice.roll(24) as i64;
        let mut all = Assembler::default();
        // All instructions are four bytes, so every target is one.
        let insns: Vec<Insn> = (0..count)
            .map(|_| match dice.roll(8) {
                0..=2 => (0x38, vec![6 + dice.roll(2) as u16], 4 * dice.roll(count as u64) as i64),
                3 => (0x29, vec![], 4 * dice.roll(count as u64) as i64),
                4 => (0x33, vec![6, 7], 4 * dice.roll(count as u64) as i64),
                5 => (0xd8, vec![0, 7], 1),
                _ => (0x13, vec![0], 7),
            })
            .chain([RETURN])
            .collect();
        all.class("La/A;", OBJECT, &[], vec![("m", "(ZI)V", STATIC, insns)]);
        if seed % 3 == 0 {
            all.guard(4, 4 * (count as u32 / 2), 4 * (dice.roll(count as u64) as u32));
        }
        let world = world(all);
        let (ssa, control) = (world.ssa(0).unwrap(), control(&world));
        for insn in 0..=count as u32 {
            let block = ssa.block_of(insn);
            let found = ways(&control, block);
            let guard = guard_of(&world, 0, insn);
            assert!(guard.leaves().len() <= MOST_LEAVES && found.any.len() <= ways::MOST_WAYS);
            control.controlled(ssa, insn);
            walk(&mut dice, &control, ssa, block, &found);
        }
    }
}

/// Walks at random; where a walk first arrives at the block, one of its ways must hold for the branches passed.
fn walk(dice: &mut Dice, control: &Control, ssa: &crate::flow::ssa::Ssa, goal: u32, found: &super::ways::Ways) {
    for _ in 0..8 {
        let mut passed: Vec<(u32, u32)> = Vec::new();
        let mut block = 0u32;
        for _ in 0..60 {
            if block == goal {
                let held = |need: &control::Need| {
                    if need.thrown {
                        passed.iter().any(|p| p.1 == need.block) || goal == need.block
                    } else {
                        passed.iter().any(|p| p.0 == need.block && need.sides.contains(&p.1))
                    }
                };
                assert!(found.any.iter().any(|way| way.iter().all(held)), "{passed:?} {:?}", found.any);
                break;
            }
            let next = control.successors(block);
            let handlers = &ssa.blocks[block as usize].handlers;
            let step = if !handlers.is_empty() && dice.roll(3) == 0 {
                handlers[0] as u32
            } else if next.is_empty() {
                break;
            } else {
                next[dice.roll(next.len() as u64) as usize]
            };
            passed.push((block, step));
            block = step;
        }
    }
}

#[test]
fn a_text_that_code_makes_of_constants_is_told_as_it_is() {
    let mut all = Assembler::default();
    let string = "Ljava/lang/String;";
    let hide = all.method("La/B;", "x", &format!("({string}){string}"));
    let twice = all.method(string, "concat", &format!("({string}){string}"));
    let same = all.method(string, "equals", "(Ljava/lang/Object;)Z");
    let answer = all.method("La/B;", "y", &format!("(){string}"));
    let body = vec![(0x6e, vec![7, 7], twice), (0x0c, vec![0], 0), (0x11, vec![0], 0)];
    all.class("La/B;", OBJECT, &[], vec![("x", &format!("({string}){string}"), STATIC, body)]);
    let upper = all.string("GO");
    // 0 const, 4 decode, 10 result, 12 other, 18 result, 20 "GOGO".equals(other), 26 result, 28 if-eqz → 34
    let insns = vec![
        (0x1a, vec![0], upper),
        (0x71, vec![0], hide),
        (0x0c, vec![0], 0),
        (0x71, vec![], answer),
        (0x0c, vec![1], 0),
        (0x6e, vec![0, 1], same),
        (0x0a, vec![2], 0),
        (0x38, vec![2], 34),
        nop(),
        RETURN,
    ];
    all.class("La/A;", OBJECT, &[], vec![("m", "(ZI)V", STATIC, insns)]);
    let world = world(all);
    let defined =
        (0..world.code().bodies.len() as u32).find(|d| world.ssa(*d).is_some_and(|s| s.insns.len() > 5)).unwrap();
    assert_eq!(guard_of(&world, defined, 8).text(), "B.y() equals \"GOGO\"");
}
