#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
use super::*;
use crate::assemble::framework;
use crate::code::{Code, Constant, Insn, OperandKind};

fn read_all(texts: &[&str]) -> (Code, Added) {
    let framework = framework();
    let number = |kind: &str, name: &str| (kind == "id" && name == "done").then_some(0x7f01_0002);
    let context = Context { framework: &framework, resources: &number };
    let files: Vec<(u32, &[u8])> = (0u32..).zip(texts.iter().map(|t| t.as_bytes())).collect();
    let mut builder = Builder::new();
    let added = add(&mut builder, &files, &context);
    (builder.finish(), added)
}

fn code(text: &str) -> Code {
    read_all(&[text]).0
}

/// A body without its registers, one instruction a piece.
fn shown(code: &Code, method: &str) -> Vec<String> {
    let number = code.find_method_text(method).unwrap_or_else(|| unreachable_method(code, method));
    let body = code.body_of(number).unwrap();
    let mut insns: Vec<Insn> = Vec::new();
    code.decode(body, &mut insns);
    insns.iter().map(|i| code.instruction_text(body, i.offset).unwrap()).collect()
}

fn unreachable_method(code: &Code, method: &str) -> u32 {
    let all: Vec<String> = code.defined_methods.iter().map(|m| code.method_text(m.method)).collect();
    assert_eq!(all.join("\n"), method, "no such method");
    0
}

/// What a body calls and names, in order.
fn uses(code: &Code, method: &str) -> Vec<String> {
    let keep = |text: &&String| text.starts_with("invoke") || text.starts_with("const-string");
    let cut = |text: &String| text.split_once(' ').unwrap().1.to_owned();
    shown(code, method).iter().filter(keep).map(cut).collect()
}

fn wrap(body: &str) -> String {
    format!("package x;\nimport java.util.*;\nclass A {{\n{body}\n}}\n")
}

#[test]
fn places_are_lines_and_columns_of_characters() {
    let code = code("package x;\r\nclass A {\r\n  void m() { String s = \"жї\"; s.trim().length(); }\r\n}\r\n");
    let method = code.find_method_text("Lx/A;->m()V").unwrap();
    let body = code.body_of(method).unwrap();
    let place = |text: &str| {
        let mut insns = Vec::new();
        code.decode(body, &mut insns);
        let one = insns.iter().find(|i| code.instruction_text(body, i.offset).unwrap().contains(text)).unwrap();
        let at = code.position(body, one.offset).unwrap();
        (at.line, at.column)
    };
    assert_eq!((place("const-string"), place("->trim"), place("->length")), ((3, 25), (3, 33), (3, 40)));
    assert_eq!(code.method_position(method), Some(Position { line: 3, column: 8 }));
    assert_eq!(code.class_position(0), Some(Position { line: 2, column: 7 }));
}

#[test]
fn overloads_are_chosen_by_argument_types() {
    let text = wrap(
        "void f(long a) {} void f(Object a) {} void f(String... a) {}\n\
         void m(int i, StringBuilder b) { f(i); f(b); f(\"p\", \"q\"); f(); f((Integer) 1); }",
    );
    let called = uses(&code(&text), "Lx/A;->m(ILjava/lang/StringBuilder;)V");
    let named: Vec<&str> = called.iter().filter_map(|u| u.strip_prefix("Lx/A;->f")).collect();
    let array = "([Ljava/lang/String;)V";
    assert_eq!(named, ["(J)V", "(Ljava/lang/Object;)V", array, array, "(Ljava/lang/Object;)V"]);
}

#[test]
fn generic_results_are_cast() {
    let text = wrap(
        "List<Map<String, A>> all; void g() {} void m() { all.get(0).get(\"k\").g(); for (Map<String, A> one : all) one.clear(); }",
    );
    let body = shown(&code(&text), "Lx/A;->m()V").join("; ");
    assert!(body.contains("check-cast Ljava/util/Map;") && body.contains("check-cast Lx/A;"), "{body}");
    assert!(
        body.contains("invoke-virtual Lx/A;->g()V") && body.contains("invoke-interface Ljava/util/Map;->clear()V"),
        "{body}"
    );
}

#[test]
fn long_values_take_two_registers_in_calls() {
    let text = wrap("static void f(long a, double b) {} void m(int i) { f(i, 2); }");
    let code = code(&text);
    let body = code.body_of(code.find_method_text("Lx/A;->m(I)V").unwrap()).unwrap();
    let mut insns = Vec::new();
    code.decode(body, &mut insns);
    let call = insns.iter().find(|i| i.op == 0x71).unwrap();
    assert_eq!(call.regs.len(), 4);
    assert_eq!(call.regs[1], call.regs[0] + 1);
    let registers = code.bodies[body as usize].registers;
    assert!(insns.iter().flat_map(|i| &i.regs).all(|r| *r < registers));
}

#[test]
fn anonymous_classes_keep_what_they_use() {
    let text = wrap(
        "int field; Runnable m(final String name, int unused) {\n\
         return new Runnable() { public void run() { field = name.length(); } }; }",
    );
    let code = code(&text);
    let init = "Lx/A$1;-><init>(Lx/A;Ljava/lang/String;)V";
    assert!(
        shown(&code, "Lx/A;->m(Ljava/lang/String;I)Ljava/lang/Runnable;").contains(&format!("invoke-direct {init}"))
    );
    let kept = shown(&code, init);
    assert_eq!(
        kept[..3],
        [
            "iput-object Lx/A$1;->this$0:Lx/A;",
            "iput-object Lx/A$1;->val$name:Ljava/lang/String;",
            "invoke-direct Ljava/lang/Object;-><init>()V"
        ]
        .map(str::to_owned)
    );
    let run = shown(&code, "Lx/A$1;->run()V");
    assert!(run.contains(&"iget-object Lx/A$1;->val$name:Ljava/lang/String;".to_owned()), "{run:?}");
    assert!(run.contains(&"iput Lx/A;->field:I".to_owned()), "{run:?}");
}

#[test]
fn lambdas_become_classes_that_call_a_method() {
    let text =
        wrap("void m(Thread t, String s) { new Thread(() -> s.trim()).start(); Runnable r = this::g; } void g() {}");
    let code = code(&text);
    assert_eq!(uses(&code, "Lx/A$$Lambda$0;->run()V"), ["Lx/A;->lambda$m$0(Ljava/lang/String;)V"]);
    assert_eq!(uses(&code, "Lx/A;->lambda$m$0(Ljava/lang/String;)V"), ["Ljava/lang/String;->trim()Ljava/lang/String;"]);
    assert_eq!(uses(&code, "Lx/A$$Lambda$1;->run()V"), ["Lx/A;->g()V"]);
}

#[test]
fn enums_have_what_the_compiler_adds() {
    let code = code(
        "package x; enum E { ONE(1) { int f() { return 2; } }, TWO; final int n; E() { this(0); } E(int n) { this.n = n; } int f() { return 1; } }",
    );
    let begin = shown(&code, "Lx/E;-><clinit>()V");
    assert!(begin.contains(&"invoke-direct Lx/E$1;-><init>(Ljava/lang/String;II)V".to_owned()), "{begin:?}");
    assert!(begin.contains(&"invoke-direct Lx/E;-><init>(Ljava/lang/String;I)V".to_owned()), "{begin:?}");
    assert!(
        shown(&code, "Lx/E;-><init>(Ljava/lang/String;I)V")
            .contains(&"invoke-direct Lx/E;-><init>(Ljava/lang/String;II)V".to_owned())
    );
    assert!(code.find_method_text("Lx/E;->values()[Lx/E;").is_some());
    let parent = code.class(code.find_type("Lx/E$1;").unwrap()).unwrap().parent;
    assert_eq!(code.type_name(parent), "Lx/E;");
}

#[test]
fn what_runs_last_runs_on_every_way_out() {
    let text = wrap(
        "int m(A a) { for (;;) { try { if (a == null) break; return f(); } catch (RuntimeException e) { g(); } finally { h(); } } return 0; } int f() { return 1; } void g() {} void h() {}",
    );
    let code = code(&text);
    let last = uses(&code, "Lx/A;->m(Lx/A;)I").iter().filter(|u| u.contains("->h()")).count();
    // break, return, end of the catch, exception
    assert_eq!(last, 4);
    let body = code.body_of(code.find_method_text("Lx/A;->m(Lx/A;)I").unwrap()).unwrap();
    let tries =
        &code.tries[code.bodies[body as usize].tries.start as usize..code.bodies[body as usize].tries.end as usize];
    let mut insns = Vec::new();
    code.decode(body, &mut insns);
    let calls = |name: &str| {
        insns
            .iter()
            .filter(|i| code.instruction_text(body, i.offset).unwrap().contains(name))
            .map(|i| i.offset)
            .collect::<Vec<_>>()
    };
    let guarded = |at: u32, caught: bool| {
        tries.iter().any(|t| t.start <= at && at < t.end && (t.caught != crate::code::NONE) == caught)
    };
    assert!(guarded(calls("->f()")[0], true) && guarded(calls("->g()")[0], false) && !guarded(calls("->g()")[0], true));
    assert!(calls("->h()").into_iter().all(|at| !guarded(at, true) && !guarded(at, false)));
}

#[test]
fn switches_have_tables_or_comparisons() {
    let text = wrap(
        "static final int K = 7; void m(int i, String s, Thread.State t) { switch (i) { case 1: case K: f(); } switch (s) { case \"on\": f(); break; default: } switch (t) { case NEW: f(); } } void f() {}",
    );
    let code = code(&text);
    assert_eq!(code.switches.key, [1, 7]);
    let body = shown(&code, "Lx/A;->m(ILjava/lang/String;Ljava/lang/Thread$State;)V").join("; ");
    assert!(
        body.contains("const-string \"on\"; invoke-virtual Ljava/lang/String;->equals(Ljava/lang/Object;)Z"),
        "{body}"
    );
    assert!(body.contains("sget-object Ljava/lang/Thread$State;->NEW:Ljava/lang/Thread$State;; if-eq"), "{body}");
}

#[test]
fn constants_are_values_and_are_named() {
    let text = wrap(
        "static final String P = \"a\" + 1 + 'c'; static final long L = 1L << 40; String m() { android.util.Log.d(P, \"\"); return P + L; }",
    );
    let (code, added) = read_all(&[&text]);
    let value = |name: &str| {
        code.defined_fields.iter().find(|f| code.field_text(f.field).contains(name)).unwrap().value.clone()
    };
    assert!(matches!(value("->P:"), Constant::Text(t) if code.text(t) == "a1c"));
    assert_eq!(value("->L:"), Constant::Int(1 << 40));
    assert!(uses(&code, "Lx/A;->m()Ljava/lang/String;").contains(&"\"a1c1099511627776\"".to_owned()));
    assert!(added.named_constants.iter().any(|c| c.name == "P" && c.at.line == 4));
}

#[test]
fn resources_are_numbers_where_known() {
    let text = "package x; import y.R; class A { int m() { return R.id.done + y.C0123R.id.done + R.id.gone + android.R.id.text1; } }";
    let (code, added) = read_all(&[text]);
    let body = shown(&code, "Lx/A;->m()I").join("; ");
    assert_eq!(body.matches(&format!("const {}", 0x7f01_0002)).count(), 2, "{body}");
    assert!(body.contains("sget Ly/R$id;->gone:I") && body.contains(&format!("{}", 0x0102_0014)), "{body}");
    assert_eq!(added.unknown_resources, [("id".to_owned(), "gone".to_owned())]);
}

#[test]
fn annotations_are_as_in_bytecode() {
    let code = code(
        "package x; @interface N { String[] value(); int n() default 3; } class A { @N({\"a\", \"b\"}) @Deprecated int f; @N(\"c\") void m() {} java.util.List<A> all; }",
    );
    let all = &code.annotations;
    let rows: Vec<(u8, &str, &str)> = (0..all.owner.len())
        .map(|i| (all.owner_kind[i], code.type_name(all.kind[i]), all.value.get(i as u32).unwrap()))
        .collect();
    assert!(rows.contains(&(1, "Lx/N;", "{\"a\", \"b\"}")) && rows.contains(&(2, "Lx/N;", "{\"c\"}")), "{rows:?}");
    assert!(rows.contains(&(1, "Ljava/lang/Deprecated;", "")), "{rows:?}");
    assert!(
        rows.contains(&(1, "Ldalvik/annotation/Signature;", "{\"Ljava/util/List<\", \"Lx/A;\", \">;\"}")),
        "{rows:?}"
    );
}

#[test]
fn what_cannot_be_read_is_a_gap_and_reading_goes_on() {
    let text = wrap(
        "void m() { f(\"before\"); int = = 3; f(\"after\"); }\nvoid f(String s) {}\nvoid n() { throw new UnsupportedOperationException(\"Method not decompiled: x.A.n():void\"); }\nvoid o() { ?? r0 = f2(); r1 = \"kept\"; g(r0, r1); }",
    );
    let code = code(&text);
    let said = uses(&code, "Lx/A;->m()V").join(" ");
    assert!(said.contains("before") && said.contains("after"), "{said}");
    assert!(
        code.gaps.iter().any(|g| g.1.place.starts_with("text:4:") && g.1.cause == Cause::Malformed),
        "{:?}",
        code.gaps
    );
    let cut = |m: &str| code.bodies[code.body_of(code.find_method_text(m).unwrap()).unwrap() as usize].cut;
    assert!(cut("Lx/A;->n()V") && !cut("Lx/A;->f(Ljava/lang/String;)V"));
    assert!(uses(&code, "Lx/A;->o()V").join(" ").contains("kept"));
}

#[test]
fn classes_that_are_not_there_keep_their_names() {
    let text = "package a.b; import a.b.gone.Lost; import okhttp3.Request; class A extends Lost { void m(String u) { Request r = new Request.Builder().url(u).build(); helper(u); getIntent(); } class X extends MyActivity { String s() { return getIntent().getStringExtra(\"k\"); } } }";
    let code = code(text);
    let said = uses(&code, "La/b/A;->m(Ljava/lang/String;)V");
    let url = "Lokhttp3/Request$Builder;->url(Ljava/lang/String;)Lokhttp3/Request$Builder;";
    assert!(said.contains(&url.to_owned()), "{said:?}");
    assert!(said.contains(&"Lokhttp3/Request$Builder;->build()Lokhttp3/Request;".to_owned()), "{said:?}");
    assert!(said.contains(&"La/b/A;->helper(Ljava/lang/String;)V".to_owned()), "{said:?}");
    assert_eq!(code.gaps.iter().filter(|g| g.1.detail.contains("a.b.gone.Lost")).count(), 1);
    let said = uses(&code, "La/b/A$X;->s()Ljava/lang/String;");
    assert!(
        said.contains(&"Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;".to_owned()),
        "{said:?}"
    );
}

#[test]
fn overrides_of_generic_methods_are_called_through_bridges() {
    let code = code(
        "package x; class T extends android.os.AsyncTask<Void, Void, String> { protected String doInBackground(Void... v) { return null; } }",
    );
    let bridge = "Lx/T;->doInBackground([Ljava/lang/Object;)Ljava/lang/Object;";
    assert_eq!(uses(&code, bridge), ["Lx/T;->doInBackground([Ljava/lang/Void;)Ljava/lang/String;"]);
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000));
    let calls = format!("f({})", "f(".repeat(5_000) + "1" + &")".repeat(5_000));
    let sum = "\"a\" + i + ".repeat(5_000) + "1";
    let blocks = "{".repeat(5_000) + &"}".repeat(5_000);
    let chain = "s".to_owned() + &".trim()".repeat(3_000);
    let text = wrap(&format!(
        "int i; String s; int f(int a) {{ return {deep}; }} void m() {{ {calls}; String t = {sum}; {blocks} {chain}; }}"
    ));
    let code = code(&text);
    assert_eq!(shown(&code, "Lx/A;->f(I)I"), ["const/4 1", "return"]);
    assert!(code.gaps.iter().any(|g| g.1.cause == Cause::Limit));
}

#[test]
fn edited_text_never_stops_the_reader() {
    let text =
        include_str!("../../../../tests/apps/sms_received/java/org/example/sousveil/sms_received/SmsReceiver.java");
    let lambda = "package x; import java.util.*; class B { enum E { A { }, C; } @Deprecated int[] f = {1, 2}; <T extends List<T>> T g(T t) { switch (f[0]++) { case 1 -> f(); default: } try (java.io.InputStream i = o()) { return t; } catch (Exception | Error e) { a: for (int k = 0, l; ; k++) continue a; } finally { synchronized (this) { } } return (T) (f == null ? () -> 1 : this::g); } }";
    let mut seed = 0x2545_f491_4f6c_dd1du64;
    let mut next = |most: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % most.max(1) as u64) as usize
    };
    let framework = framework();
    for round in 0..200 {
        let mut bytes = if round % 2 == 0 { text.as_bytes().to_vec() } else { lambda.as_bytes().to_vec() };
        for _ in 0..=next(4) {
            let (from, size) = (next(bytes.len()), next(60));
            let to = (from + size).min(bytes.len());
            match next(4) {
                0 => bytes.truncate(from),
                1 => drop(bytes.drain(from..to)),
                2 => {
                    let copy = bytes[from..to].to_vec();
                    let place = next(bytes.len());
                    bytes.splice(place..place, copy);
                }
                _ => bytes.splice(from..from, [b"(){}<>\"'.;=?"[next(12)]; 3]).for_each(drop),
            }
        }
        let context = Context { framework: &framework, resources: &|_, _| None };
        let mut builder = Builder::new();
        add(&mut builder, &[(0, &bytes)], &context);
        let code = builder.finish();
        let mut insns = Vec::new();
        for (number, body) in (0u32..).zip(&code.bodies) {
            code.decode(number, &mut insns);
            assert!(insns.iter().flat_map(|i| &i.regs).all(|r| *r < body.registers));
            let branch = |i: &&Insn| Code::operand_kind(i.op) == OperandKind::Branch;
            assert!(insns.iter().filter(branch).all(|i| i.operand <= i64::from(body.size)));
        }
    }
}
