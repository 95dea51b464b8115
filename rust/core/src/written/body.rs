//! The body of one method as instructions with labels, and its layout in the columns of `Code`.
use super::{Builder, Position};
use crate::assemble::proto_parts;
use crate::code::{Body, NONE, Try};
use crate::dex::opcodes::op as opcode;
use crate::hierarchy::STATIC;

/// Added to a register number, it means the n-th parameter register (`p0`, `p1` …; the receiver is `p0`, a long or
/// double takes two). [`Builder::method`] puts them behind the locals, as in a dex file.
pub const PARAM: u16 = 0x8000;

/// A place to jump to; bound once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(usize);

#[derive(Clone, Debug)]
enum Extra {
    None,
    Jump(Label),
    Switch(Vec<(i32, Label)>),
    Data(u16, Vec<u8>),
}

#[derive(Clone, Debug)]
struct Op {
    op: u8,
    regs: Vec<u16>,
    operand: i64,
    at: Position,
    extra: Extra,
}

/// Instructions of one method in the order they stand.
#[derive(Clone, Debug, Default)]
pub struct BodyBuilder {
    /// Local registers, parameters not counted. Grows with what instructions name.
    pub locals: u16,
    /// Where the text of the body begins in the part, and how many bytes it has.
    pub file_offset: u32,
    pub size: u32,
    /// Reading stopped before the end.
    pub cut: bool,
    ops: Vec<Op>,
    /// Label → number of the instruction it stands before.
    labels: Vec<Option<usize>>,
    guards: Vec<(Label, Label, Label, u32)>,
    /// Number of the instruction that a switch table or array data stands before, and its bytes.
    payloads: Vec<(usize, u32)>,
}

impl BodyBuilder {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn len(&self) -> usize {
        self.ops.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }

    fn push(&mut self, op: u8, regs: Vec<u16>, operand: i64, at: Position, extra: Extra) {
        for register in &regs {
            if *register < PARAM {
                self.locals = self.locals.max(register.saturating_add(1));
            }
        }
        self.ops.push(Op { op, regs, operand, at, extra });
    }

    /// An instruction without a jump. `operand` is a symbol number or a literal; registers in the order of the mnemonic,
    /// all of them for calls (both of a long or double).
    pub fn op(&mut self, op: u8, regs: Vec<u16>, operand: i64, at: Position) {
        self.push(op, regs, operand, at, Extra::None);
    }

    /// `goto` or a conditional jump.
    pub fn jump(&mut self, op: u8, regs: Vec<u16>, to: Label, at: Position) {
        self.push(op, regs, 0, at, Extra::Jump(to));
    }

    /// `packed-switch` or `sparse-switch`; where no case fits, the code goes on behind it.
    pub fn switch(&mut self, op: u8, register: u16, cases: Vec<(i32, Label)>, at: Position) {
        self.push(op, vec![register], 0, at, Extra::Switch(cases));
    }

    /// `fill-array-data` with elements of `width` bytes, little-endian.
    pub fn data(&mut self, register: u16, width: u16, bytes: Vec<u8>, at: Position) {
        self.push(0x26, vec![register], 0, at, Extra::Data(width, bytes));
    }

    /// A switch table or array data of so many bytes stands here, as in a dex file: what follows begins behind it.
    pub fn payload(&mut self, bytes: u32) {
        self.payloads.push((self.ops.len(), bytes));
    }

    pub fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len().saturating_sub(1))
    }

    /// The label stands before the next instruction.
    pub fn bind(&mut self, label: Label) {
        let next = self.ops.len();
        if let Some(slot) = self.labels.get_mut(label.0) {
            *slot = Some(next);
        }
    }

    /// What is thrown between two labels is caught at `handler`; `caught` is a type number, NONE for all.
    pub fn guard(&mut self, start: Label, end: Label, handler: Label, caught: u32) {
        self.guards.push((start, end, handler, caught));
    }

    /// Opcode of the last instruction.
    pub fn last(&self) -> Option<u8> {
        self.ops.last().map(|op| op.op)
    }

    /// Whether a label stands before the next instruction, so that jumps may arrive there.
    pub fn arrives(&self) -> bool {
        self.labels.contains(&Some(self.ops.len()))
    }

    fn offsets(&self) -> Vec<u32> {
        let mut at = 0u32;
        let mut all = Vec::with_capacity(self.ops.len().saturating_add(1));
        let mut payloads = self.payloads.iter().peekable();
        for row in 0..=self.ops.len() {
            while let Some((_, bytes)) = payloads.next_if(|(before, _)| *before == row) {
                // Payloads begin at multiples of four.
                at = at.checked_next_multiple_of(4).unwrap_or(u32::MAX).saturating_add(*bytes);
            }
            all.push(at);
            at = at.saturating_add(self.ops.get(row).map_or(0, |op| u32::from(opcode(op.op).size)));
        }
        all
    }

    /// Byte offset of a label; past the end where it was never bound.
    fn target(&self, offsets: &[u32], label: Label) -> u32 {
        let index = self.labels.get(label.0).copied().flatten().unwrap_or(self.ops.len());
        offsets.get(index).or(offsets.last()).copied().unwrap_or(0)
    }
}

/// Registers that the parameters take.
pub(crate) fn ins(proto: &str, flags: u32) -> u16 {
    let params = proto_parts(proto).map(|p| p.0).unwrap_or_default();
    let words = params.iter().map(|p| if matches!(*p, "J" | "D") { 2u16 } else { 1 });
    words.fold(u16::from(flags & STATIC == 0), u16::saturating_add)
}

impl Builder {
    /// Lays a body out; gives its number.
    pub(super) fn body(&mut self, method: u32, flags: u32, proto: &str, body: BodyBuilder) -> u32 {
        let number = self.code.bodies.len() as u32;
        let offsets = body.offsets();
        let from = self.code.op_code.len() as u32;
        for (row, op) in body.ops.iter().enumerate() {
            let offset = offsets.get(row).copied().unwrap_or(0);
            let operand = match &op.extra {
                Extra::None => op.operand,
                Extra::Jump(label) => i64::from(body.target(&offsets, *label)),
                Extra::Switch(cases) => {
                    for (key, label) in cases {
                        let all = &mut self.code.switches;
                        all.body.push(number);
                        all.offset.push(offset);
                        all.key.push(i64::from(*key));
                        all.target.push(body.target(&offsets, *label));
                    }
                    0
                }
                Extra::Data(width, bytes) => {
                    self.written.arrays.insert((number, offset), (*width, bytes.clone()));
                    0
                }
            };
            self.code.op_offset.push(offset);
            self.code.op_code.push(op.op);
            self.code.op_operand.push(operand);
            let place = |r: &u16| if *r >= PARAM { (*r & !PARAM).saturating_add(body.locals) } else { *r };
            self.written.regs.extend(op.regs.iter().map(place));
            self.written.reg_ends.push(self.written.regs.len() as u32);
            self.written.at.push(op.at);
        }
        let tries = self.guards(&body, &offsets);
        self.lines(&body, &offsets);
        let ins = ins(proto, flags);
        self.code.bodies.push(Body {
            method,
            part: self.code.classes.last().map_or(NONE, |c| c.part),
            file_offset: body.file_offset,
            size: offsets.last().copied().unwrap_or(0),
            registers: body.locals.saturating_add(ins),
            ins,
            ops: from..self.code.op_code.len() as u32,
            tries,
            cut: body.cut,
        });
        number
    }

    fn guards(&mut self, body: &BodyBuilder, offsets: &[u32]) -> std::ops::Range<u32> {
        let from = self.code.tries.len() as u32;
        for (start, end, handler, caught) in &body.guards {
            let place = |label: &super::Label| body.target(offsets, *label);
            let one = Try { start: place(start), end: place(end), handler: place(handler), caught: *caught };
            self.code.tries.push(one);
        }
        from..self.code.tries.len() as u32
    }

    fn lines(&mut self, body: &BodyBuilder, offsets: &[u32]) {
        let from = self.code.line_offset.len() as u32;
        let mut last = 0;
        for (op, offset) in body.ops.iter().zip(offsets) {
            if op.at.line != last {
                last = op.at.line;
                self.code.line_offset.push(*offset);
                self.code.line_number.push(last);
            }
        }
        self.code.body_lines.push(from..self.code.line_offset.len() as u32);
    }
}
