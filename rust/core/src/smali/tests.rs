#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]
use super::*;
use crate::code::{Code, Constant, Insn};

fn read(text: &str) -> Code {
    let mut builder = Builder::new();
    add(&mut builder, 4, text);
    builder.finish()
}

fn insns(code: &Code, method: &str) -> Vec<(String, Vec<u16>)> {
    let body = code.body_of(code.find_method_text(method).unwrap()).unwrap();
    let mut all: Vec<Insn> = Vec::new();
    code.decode(body, &mut all);
    all.iter()
        .map(|i| (format!("{:x} {}", i.offset, code.instruction_text(body, i.offset).unwrap()), i.regs.clone()))
        .collect()
}

const CLASS: &str = r#".class public final Lx/A;
.super Ljava/lang/Object;
.source "A.java"
.implements Lx/I;

# annotations
.annotation system Ldalvik/annotation/MemberClasses;
    value = {
        Lx/A$B;,
        Lx/A$C;
    }
.end annotation

# static fields
.field public static final NAME:Ljava/lang/String; = "na\u00efve \ud83d\ude00 \ud83d # no comment \"quoted\"\n"
.field static final N:J = -0x2L
.field static F:F = 1.5f
.field static final C:C = 'x'
.field private list:Ljava/util/List;
    .annotation runtime Lx/Key;
        name = "k"
        kind = .enum Lx/E;->ONE:Lx/E;
        inner = .subannotation Lx/In;
            n = 0x1
        .end subannotation
    .end annotation
.end field

# direct methods
.method public static m(ILjava/lang/String;J)I
    .locals 2
    .param p1, "text#"    # Ljava/lang/String;
        .annotation build Lx/NonNull;
        .end annotation
    .end param
    .prologue
    .line 12
    :try_start_0
    const-string v0, "a, b"
    const/4 v1, -0x1
    const/high16 v1, 0x7f020000
    invoke-virtual {p1, v0}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    :try_end_0
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_0} :catch_0
    .catchall {:try_start_0 .. :try_end_0} :catch_0
    move-result v1
    if-eqz v1, :cond_0
    packed-switch p0, :pswitch_data_0
    invoke-static/range {p0 .. p3}, Lx/A;->m(ILjava/lang/String;J)I
    :cond_0
    fill-array-data v0, :array_0
    return p0
    :catch_0
    move-exception v0
    :pswitch_0
    goto :cond_0
    :pswitch_data_0
    .packed-switch 0x3
        :pswitch_0
        :cond_0
    .end packed-switch
    :array_0
    .array-data 2
        0x1s
        -0x1s
        0x2s
    .end array-data
.end method

.method public abstract n()V
.end method
"#;

#[test]
fn a_class_as_baksmali_writes_it() {
    let code = read(CLASS);
    assert_eq!(code.gaps, vec![]);
    let kind = code.find_type("Lx/A;").unwrap();
    assert_eq!(code.class_text(kind).unwrap(), "class Lx/A; extends Ljava/lang/Object; implements Lx/I;");
    let at = |line, column| Some(Position { line, column });
    assert_eq!(code.class_position(0), at(1, 1));
    let method = code.find_method_text("Lx/A;->m(ILjava/lang/String;J)I").unwrap();
    assert_eq!(code.method_position(method), at(30, 1));
    let body = code.body_of(method).unwrap();
    assert_eq!((code.bodies[body as usize].registers, code.bodies[body as usize].ins), (6, 4));
    assert_eq!(code.position(body, 0), at(39, 5));
    let shown = insns(&code, "Lx/A;->m(ILjava/lang/String;J)I");
    assert_eq!(shown[0], ("0 const-string \"a, b\"".to_owned(), vec![0]));
    assert_eq!(shown[2].0, "6 const/high16 2130837504");
    assert_eq!(shown[3], ("a invoke-virtual Ljava/lang/String;->equals(Ljava/lang/Object;)Z".to_owned(), vec![3, 0]));
    assert_eq!(shown[7].1, vec![2, 3, 4, 5]);
    let mut all: Vec<Insn> = Vec::new();
    code.decode(body, &mut all);
    assert_eq!(code.switch_targets(body, &all[6]), vec![(3, 0x2c), (4, 0x22)]);
    assert_eq!(code.array_data(body, &all[8]), Some((2, &[1u8, 0, 255, 255, 2, 0][..])));
    let tries: Vec<_> = code.tries.iter().map(|t| (t.start, t.end, t.handler)).collect();
    assert_eq!(tries, vec![(0, 0x10, 0x2a), (0, 0x10, 0x2a)]);
    // Tables stand at multiples of four behind the code: 16 bytes, then 14.
    assert_eq!(code.bodies[body as usize].size, 0x30 + 16 + 14);
}

#[test]
fn fields_values_and_annotations() {
    let code = read(CLASS);
    let value = |name: &str| {
        let field = code.defined_fields.iter().find(|f| code.field_text(f.field).contains(name)).unwrap();
        field.value.clone()
    };
    let Constant::Text(text) = value("NAME") else { panic!("no text") };
    assert_eq!(code.text(text), "naïve 😀 \\ud83d # no comment \"quoted\"\n");
    assert_eq!(value("->N:"), Constant::Int(-2));
    assert_eq!(value("->F:"), Constant::Float(1.5));
    assert_eq!(value("->C:"), Constant::Int(120));
    let all = &code.annotations;
    let rows: Vec<(u8, String, &str, u8)> = (0..all.owner.len())
        .map(|n| {
            let text = format!("{} {}", code.type_name(all.kind[n]), code.text(all.element[n]));
            (all.owner_kind[n], text, all.value.get(n as u32).unwrap(), all.visibility[n])
        })
        .collect();
    assert_eq!(
        rows,
        vec![
            (0, "Ldalvik/annotation/MemberClasses; value".to_owned(), "{Lx/A$B;, Lx/A$C;}", 2),
            (1, "Lx/Key; name".to_owned(), "\"k\"", 1),
            (1, "Lx/Key; kind".to_owned(), "Lx/E;->ONE:Lx/E;", 1),
            (1, "Lx/Key; inner".to_owned(), "@Lx/In;(n=1)", 1),
            (3, "Lx/NonNull; ".to_owned(), "", 0),
        ]
    );
    assert!(code.find_method_text("Lx/A;->n()V").is_some_and(|m| code.body_of(m).is_none()));
}

fn method(lines: &str) -> String {
    format!(".class LA;\n.super LB;\n.method static m(II)V\n    .registers 4\n{lines}\n    return-void\n.end method\n")
}

#[test]
fn registers_that_hold_parameters_have_two_names() {
    let code = read(&method("    add-int v0, v2, p1\n    invoke-static/range {v1 .. p0}, LC;->n(II)V"));
    let shown = insns(&code, "LA;->m(II)V");
    assert_eq!((shown[0].1.clone(), shown[1].1.clone()), (vec![0, 2, 3], vec![1, 2]));
}

#[test]
fn call_sites_and_handles() {
    let text = method(
        "    invoke-custom {p0}, call_site_0(\"run\", (I)LFn;, ()V, invoke-static@LA;->go(I)V, \"x\", 0x2)@LBoot;->meta(I)V\n    \
         invoke-polymorphic {p0, p1}, LH;->invoke([LO;)LO;, (I)V\n    const-method-handle v0, static-get@LA;->f:I\n    \
         const-method-type v1, (I)V",
    );
    let code = read(&text);
    assert_eq!(code.gaps, vec![]);
    let shown = insns(&code, "LA;->m(II)V");
    assert_eq!(shown[0].0, "0 invoke-custom run(I)LFn; by invoke-static:LBoot;->meta(I)V");
    assert_eq!(code.call_sites[0].values, vec!["()V", "invoke-static:LA;->go(I)V", "\"x\"", "2"]);
    assert_eq!(shown[1].0, "6 invoke-polymorphic LH;->invoke([LO;)LO;");
    assert_eq!(shown[2].0, "e const-method-handle static-get:LA;->f:I");
    assert_eq!(shown[3].0, "12 const-method-type (I)V");
}

#[test]
fn lines_that_cannot_be_read_are_gaps_with_their_place() {
    let code = read(&method(
        "    bogus v0\n    const/4 v9, 0x1\n    goto :nowhere\n    const-string v0, \"open\n    nop\n  invoke-static {v0}, LC;->n",
    ));
    let places: Vec<&str> = code.gaps.iter().map(|(_, gap)| gap.place.as_str()).collect();
    assert_eq!(places, ["text:5:5", "text:6:5", "text:8:5", "text:10:3", "text:7:5"]);
    assert!(code.bodies[0].cut);
    assert_eq!(insns(&code, "LA;->m(II)V").len(), 3);
}

#[test]
fn what_is_no_smali_has_gaps_and_no_end_of_them() {
    assert_eq!(read("").gaps.len(), 1);
    assert_eq!(read(&"hello world\n".repeat(1000)).gaps.len(), 64);
    let code = read(".class LA;\n.method m()V\n    nop\n.method n()V\n.end method");
    assert_eq!(code.gaps[0].1.detail, "the method is not ended");
    assert_eq!(code.defined_methods.len(), 2);
    let deep = format!(".class LA;\n.super LB;\n.field static a:I = {}0x1{}\n", "{".repeat(10_000), "}".repeat(10_000));
    assert_eq!(read(&deep).gaps.len(), 1);
}

/// Any damage to a file leaves code that is well-formed: every cut, and every line taken out or doubled.
#[test]
fn damage_never_breaks_the_columns() {
    let lines: Vec<&str> = CLASS.lines().collect();
    let mut texts: Vec<String> =
        (0..CLASS.len()).step_by(7).filter_map(|n| CLASS.get(..n).map(str::to_owned)).collect();
    for n in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(n);
        texts.push(without.join("\n"));
        let mut twice = lines.clone();
        twice.insert(n, lines[n]);
        texts.push(twice.join("\n"));
        let mut swapped = lines.clone();
        swapped.swap(n, lines.len() / 2);
        texts.push(swapped.join("\n"));
    }
    for text in texts {
        let code = read(&text);
        for number in 0..code.bodies.len() as u32 {
            let mut all = Vec::new();
            code.decode(number, &mut all);
            let body = &code.bodies[number as usize];
            assert!(all.windows(2).all(|pair| pair[0].offset < pair[1].offset));
            assert!(all.iter().flat_map(|i| &i.regs).all(|r| *r < body.registers), "{text}");
            assert!(all.iter().all(|i| code.position(number, i.offset).is_some()));
        }
    }
}

#[test]
fn long_lines_are_read_in_one_pass() {
    let text = format!(".class LA;\n.super LB;\n.field static s:LS; = \"{}\"\n", "é".repeat(500_000));
    assert_eq!(read(&text).gaps, vec![]);
    let many = method(&"nop ".repeat(200_000));
    assert_eq!(insns(&read(&many), "LA;->m(II)V").len(), 200_001);
}
