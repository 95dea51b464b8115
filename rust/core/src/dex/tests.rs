//! The reader on assembled, broken and changed dex files.
use std::sync::Arc;

use super::assemble::{self, CODE, METHOD, STRINGS};
use super::{locate, notes::Notes};
use crate::code::{Code, Constant, DexBytes, NONE, tables};
use crate::gap::Cause;

fn read(parts: Vec<Vec<u8>>) -> Code {
    Code::from_dex((0u32..).zip(parts.into_iter().map(|bytes| Arc::new(bytes) as DexBytes)))
}

fn column(code: &Arc<Code>, table: &str, column: &str) -> String {
    let table = tables::table(code, table).unwrap();
    format!("{:?}", table.batch.column_by_name(column).unwrap())
}

/// Everything an analysis may ask for; panics and loops show here.
fn exercise(code: Code, bytes: &[u8]) {
    let code = Arc::new(code);
    for name in tables::NAMES {
        tables::table(&code, name).unwrap();
    }
    let mut insns = Vec::new();
    for body in 0..code.bodies.len() as u32 {
        let method = code.method_text(code.bodies[body as usize].method);
        code.decode(body, &mut insns);
        for insn in &insns {
            code.switch_targets(body, insn);
            code.array_data(body, insn);
            code.line(body, insn.offset);
            code.instruction_text(body, insn.offset);
            let _ = locate::instruction(bytes, &method, insn.offset);
        }
    }
    for class in &code.classes {
        code.parents(class.name);
        code.class_text(class.name);
        let _ = locate::class(bytes, code.type_name(class.name));
    }
    let _ = locate::method(bytes, METHOD);
}

#[test]
fn a_whole_file_gives_every_fact() {
    let code = read(vec![assemble::dex()]);
    assert_eq!((code.gaps.as_slice(), code.oddities.as_slice()), (&[][..], &[][..]));
    assert_eq!((0..11).map(|i| code.text(i)).collect::<Vec<_>>(), STRINGS);
    let class = code.class(code.find_type("Lx/A;").unwrap()).unwrap();
    assert_eq!((code.type_name(class.parent), code.text(class.source)), ("Ljava/lang/Object;", "A.java"));
    let field = &code.fields_of(0)[0];
    assert_eq!((code.field_text(field.field).as_str(), &field.value), ("Lx/A;->f:I", &Constant::Int(-7)));
    let method = code.find_method("Lx/A;", "m", "(I)V").unwrap();
    assert_eq!(code.find_method_text(METHOD), Some(method));
    assert_eq!(code.op_offset, [0, 4, 6, 10, 16, 22]);
    assert_eq!(code.op_code, [0x1a, 0x12, 0x67, 0x71, 0x2b, 0x0e]);
    assert_eq!(code.op_operand, [7, -1, 0, 0, 24, 0]);
    assert_eq!(
        (code.line(0, 0), code.line(0, 2), code.line(0, 4), code.line(0, 22)),
        (Some(5), Some(5), Some(6), Some(6))
    );
    let caught: Vec<_> = code.tries.iter().map(|t| (t.start, t.end, t.handler, t.caught)).collect();
    assert_eq!(caught, [(0, 10, 22, code.find_type("Lx/Note;").unwrap()), (0, 10, 22, NONE)]);
    assert_eq!((&code.switches.key[..], &code.switches.target[..]), (&[10, 11][..], &[22, 4][..]));
    assert_eq!((code.text(code.annotations.element[0]), code.annotations.value.get(0)), ("name", Some("\"abc\"")));
}

#[test]
fn decoding_again_gives_registers_and_targets() {
    let code = read(vec![assemble::dex()]);
    let mut insns = Vec::new();
    code.decode(0, &mut insns);
    let regs: Vec<_> = insns.iter().map(|insn| insn.regs.as_slice()).collect();
    assert_eq!(regs, [&[0u16][..], &[1], &[1], &[2], &[2], &[]]);
    assert_eq!(code.switch_targets(0, &insns[4]), [(10, 22), (11, 4)]);
    assert_eq!(insns.iter().map(|insn| insn.operand).collect::<Vec<_>>(), code.op_operand);
}

#[test]
fn the_short_way_reads_the_same_text() {
    let dex = assemble::dex();
    let code = read(vec![dex.clone()]);
    let texts: Vec<_> = code.op_offset.iter().map(|at| locate::instruction(&dex, METHOD, *at).unwrap()).collect();
    assert_eq!(
        texts,
        [
            "const-string \"abc\"",
            "const/4 -1",
            "sput Lx/A;->f:I",
            "invoke-static Lx/A;->m(I)V",
            "packed-switch +0x18",
            "return-void"
        ]
    );
    let same: Vec<_> = code.op_offset.iter().map(|at| code.instruction_text(0, *at).unwrap()).collect();
    assert_eq!(texts, same);
    assert_eq!(locate::place(&dex, "Lx/A;"), Ok("class Lx/A; extends Ljava/lang/Object;".to_owned()));
    assert_eq!(locate::place(&dex, "Lx/A;").ok(), code.class_text(code.find_type("Lx/A;").unwrap()));
    assert_eq!(locate::method(&dex, METHOD).ok(), code.definition_text(0));
    assert_eq!(locate::method(&dex, METHOD).unwrap(), "method Lx/A;->m(I)V flags 0x9 code 40 bytes");
    assert_eq!(locate::place(&dex, "string 7"), Ok("abc".to_owned()));
    assert_eq!(locate::instruction(&dex, METHOD, 2), Err(locate::LocateError::NoInstruction(2)));
    assert_eq!(locate::instruction(&dex, METHOD, 24), Err(locate::LocateError::NoInstruction(24)));
    assert_eq!(locate::class(&dex, "Lx/B;"), Err(locate::LocateError::Absent("class")));
    assert!(locate::place(&dex, "nonsense").is_err());
}

#[test]
fn every_broken_header_field_is_told_and_the_rest_is_read() {
    let whole = assemble::dex();
    for field in (0..0x70).step_by(4) {
        for value in [0u32, 1, 0x7fff_ffff, u32::MAX, whole.len() as u32] {
            let mut dex = whole.clone();
            dex[field..field + 4].copy_from_slice(&value.to_le_bytes());
            if dex == whole {
                continue;
            }
            let code = read(vec![dex.clone()]);
            assert!(!code.gaps.is_empty() || !code.oddities.is_empty(), "field 0x{field:x} = 0x{value:x}");
            if (8..0x34).contains(&field) || field >= 0x68 {
                assert_eq!(code.op_code.len(), 6, "field 0x{field:x} = 0x{value:x} loses code it need not lose");
            }
            exercise(code, &dex);
        }
    }
}

#[test]
fn changed_files_never_panic() {
    let whole = assemble::dex();
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..20_000 {
        let mut dex = whole.clone();
        for _ in 0..=random(4) {
            let at = random(dex.len());
            dex[at] = [0, 1, 0x7f, 0x80, 0xff, random(256) as u8][random(6)];
        }
        dex.truncate(if random(8) == 0 { random(dex.len()) } else { dex.len() });
        exercise(read(vec![dex.clone(), whole.clone()]), &dex);
    }
}

#[test]
fn the_first_definition_of_a_class_holds() {
    let code = Arc::new(read(vec![assemble::dex(), assemble::dex()]));
    assert_eq!((code.classes.len(), code.conflicts.len(), code.methods.len(), code.bodies.len()), (1, 1, 1, 1));
    assert_eq!(code.oddities.iter().map(|odd| (odd.part, odd.kind)).collect::<Vec<_>>(), [(1, "class_defined_twice")]);
    assert_eq!((code.conflicts[0].part, code.defined_methods[1].body), (1, NONE));
    assert!(column(&code, "classes", "conflict").contains("true"));
}

#[test]
fn a_container_holds_several_files() {
    let first = assemble::with(41, 0, &CODE);
    let mut both = first.clone();
    both.extend(assemble::with(41, first.len(), &CODE));
    let code = read(vec![both.clone()]);
    let kinds: Vec<_> = code.oddities.iter().map(|odd| odd.kind).collect();
    assert_eq!((code.gaps.len(), kinds.as_slice(), code.conflicts.len()), (0, &["class_defined_twice"][..], 1));
    assert_eq!(locate::string(&both, 11 + 7), Ok("abc".to_owned()));
}

#[test]
fn compact_dex_is_a_gap() {
    let mut dex = assemble::dex();
    dex[..4].copy_from_slice(b"cdex");
    let code = read(vec![dex]);
    assert_eq!(code.gaps.iter().map(|gap| gap.1.cause).collect::<Vec<_>>(), [Cause::Unsupported]);
    assert_eq!(read(vec![Vec::new()]).gaps[0].1.cause, Cause::Truncated);
}

#[test]
fn hidden_and_damaged_code_is_told() {
    let mut hidden = CODE;
    hidden[11] = 0xf628; // goto -10 units: into the middle of the const-string
    let code = read(vec![assemble::with(35, 0, &hidden)]);
    assert_eq!(code.oddities.iter().map(|odd| odd.kind).collect::<Vec<_>>(), ["jump_into_instruction"]);
    assert_eq!(code.gaps[0].1.place, "Lx/A;->m(I)V +0x16");

    let mut unused = CODE;
    unused[5] = 0x0073;
    let code = read(vec![assemble::with(35, 0, &unused)]);
    assert_eq!((code.op_code.len(), code.bodies[0].cut), (3, true));
    assert_eq!(code.gaps[0].1.place, "Lx/A;->m(I)V +0xa");

    let mut absent = CODE;
    absent[1] = 500;
    let code = read(vec![assemble::with(35, 0, &absent)]);
    assert_eq!((code.op_operand[0], code.op_code.len()), (i64::from(NONE), 6));
    assert_eq!(code.gaps[0].1.place, "Lx/A;->m(I)V +0x0");
}

#[test]
fn bytes_behind_the_file_and_false_sums_are_told() {
    let mut dex = assemble::dex();
    dex.extend(b"hidden");
    let kinds: Vec<_> = read(vec![dex]).oddities.iter().map(|odd| odd.kind).collect();
    assert_eq!(kinds, ["file_size", "trailing_data"]);
    let mut dex = assemble::dex();
    dex[8] ^= 1;
    dex[12] ^= 1;
    let kinds: Vec<_> = read(vec![dex]).oddities.iter().map(|odd| odd.kind).collect();
    assert_eq!(kinds, ["checksum", "signature"]);
}

#[test]
fn work_is_bounded() {
    let mut notes = Notes::new(0, 0);
    assert!(notes.charge(0x10000) && !notes.charge(1) && !notes.charge(1));
    let (mut gaps, mut oddities) = (Vec::new(), Vec::new());
    notes.finish(&mut gaps, &mut oddities);
    assert_eq!(gaps.iter().map(|gap| gap.1.cause).collect::<Vec<_>>(), [Cause::Limit]);
}
