use super::*;
use crate::written::{BodyBuilder, Builder, ClassSpec, MethodSpec, PARAM};

fn position(line: u32) -> Position {
    Position { line, column: 5 }
}

fn built() -> Code {
    let mut all = Builder::new();
    all.begin_part(3);
    let spec = ClassSpec {
        part: 3,
        name: "Lx/A;",
        flags: 1,
        parent: "Ljava/lang/Object;",
        interfaces: vec![],
        source: "A.java",
        at: position(1),
    };
    all.class(&spec);
    let mut body = BodyBuilder::new();
    let (end, other) = (body.label(), body.label());
    body.op(0x12, vec![0], 0, position(3));
    body.jump(0x38, vec![PARAM], end, position(4));
    body.switch(0x2b, PARAM, vec![(7, other)], position(5));
    body.bind(other);
    body.data(0, 2, vec![1, 0, 2, 0], position(6));
    body.bind(end);
    body.op(0x0f, vec![PARAM + 1], 0, position(7));
    let body = Some(body);
    all.method("Lx/A;", MethodSpec { name: "m", proto: "(II)I", flags: 9, body, at: position(2) });
    all.finish()
}

#[test]
fn text_is_laid_out_like_bytecode() {
    let code = built();
    let method = code.find_method_text("Lx/A;->m(II)I").unwrap();
    let body = code.body_of(method).unwrap();
    let mut insns = Vec::new();
    code.decode(body, &mut insns);
    let shown: Vec<(u8, u32, Vec<u16>, i64)> =
        insns.iter().map(|i| (i.op, i.offset, i.regs.clone(), i.operand)).collect();
    assert_eq!(
        shown,
        vec![
            (0x12, 0, vec![0], 0),
            (0x38, 2, vec![1], 18),
            (0x2b, 6, vec![1], 0),
            (0x26, 12, vec![0], 0),
            (0x0f, 18, vec![2], 0),
        ]
    );
    assert_eq!(code.bodies.get(body as usize).map(|b| b.registers), Some(3));
    let at = |n: usize| insns.get(n).unwrap();
    assert_eq!(code.switch_targets(body, at(2)), vec![(7, 12)]);
    assert_eq!(code.array_data(body, at(3)), Some((2, &[1u8, 0, 2, 0][..])));
    assert_eq!(code.position(body, 12), Some(position(6)));
    assert_eq!(code.line(body, 12), Some(6));
    assert_eq!(code.method_position(method), Some(position(2)));
    assert_eq!(code.string_origin(0).map(|o| o.0), Some(3));
}

#[test]
fn a_class_defined_twice_is_a_conflict() {
    let mut all = Builder::new();
    let spec =
        |part| ClassSpec { part, name: "LA;", flags: 0, parent: "", interfaces: vec![], source: "", at: position(1) };
    for part in [1, 2] {
        all.class(&spec(part));
        all.method("LA;", MethodSpec { name: "m", proto: "()V", flags: 1, body: None, at: position(2) });
    }
    let code = all.finish();
    assert_eq!((code.classes.len(), code.conflicts.len(), code.defined_methods.len()), (1, 1, 1));
}
