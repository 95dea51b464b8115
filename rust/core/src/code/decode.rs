//! Bodies decoded again, with registers, from the bytes of the part.
use super::{Body, Code, Insn, OperandKind};
use crate::dex::bytes::u16_at;
use crate::dex::opcodes::{Form, op};
use crate::dex::push_quoted;
use crate::dex::{Cases, array_data};

impl Code {
    /// What the operand of an opcode is.
    pub fn operand_kind(opcode: u8) -> OperandKind {
        op(opcode).kind
    }

    /// Mnemonic of an opcode, such as `invoke-virtual/range`.
    pub fn mnemonic(opcode: u8) -> &'static str {
        op(opcode).name
    }

    /// The part's bytes from the first code unit of a body on; empty for a body without a dex file behind it.
    pub fn code_bytes(&self, body: &Body) -> &[u8] {
        let source = self.sources.iter().find(|source| source.0 == body.part);
        let data: &[u8] = source.map(|source| (*source.1).as_ref()).unwrap_or_default();
        data.get(body.file_offset as usize..).unwrap_or_default()
    }

    /// Decodes a body into `out`, which is emptied first but keeps its buffers: reuse it from body to body.
    pub fn decode(&self, body_no: u32, out: &mut Vec<Insn>) {
        let Some(body) = self.bodies.get(body_no as usize) else {
            out.clear();
            return;
        };
        let bytes = self.code_bytes(body);
        let range = body.ops.start as usize..body.ops.end as usize;
        let offsets = self.op_offset.get(range.clone()).unwrap_or_default();
        let codes = self.op_code.get(range.clone()).unwrap_or_default();
        let operands = self.op_operand.get(range).unwrap_or_default();
        out.truncate(offsets.len());
        let mut filled = 0usize;
        for ((offset, opcode), operand) in offsets.iter().zip(codes).zip(operands) {
            if filled == out.len() {
                out.push(Insn { offset: 0, op: 0, size: 0, regs: Vec::new(), operand: 0 });
            }
            if let Some(insn) = out.get_mut(filled) {
                let row = op(*opcode);
                *insn = Insn {
                    offset: *offset,
                    op: *opcode,
                    size: u32::from(row.size),
                    regs: std::mem::take(&mut insn.regs),
                    operand: *operand,
                };
                registers(row.form, bytes.get(*offset as usize..).unwrap_or_default(), &mut insn.regs);
            }
            filled = filled.wrapping_add(1);
        }
        if let Some(written) = &self.written {
            written.decode(body, out);
        }
    }

    /// The cases of the switch at `insn`: (key, target as byte offset). Empty for other instructions.
    pub fn switch_targets(&self, body_no: u32, insn: &Insn) -> Vec<(i32, u32)> {
        let Some(body) = self.bodies.get(body_no as usize) else { return Vec::new() };
        if self.written.is_some() {
            return self.written_cases(body_no, insn.offset);
        }
        let at = usize::try_from(insn.operand).ok().filter(|_| matches!(insn.op, 0x2b | 0x2c));
        let cases = at.and_then(|at| Cases::read(self.code_bytes(body), at, insn.offset));
        cases.into_iter().flatten().filter_map(|(key, target)| Some((key, u32::try_from(target).ok()?))).collect()
    }

    fn written_cases(&self, body_no: u32, offset: u32) -> Vec<(i32, u32)> {
        let all = &self.switches;
        let from = all.body.partition_point(|body| *body < body_no);
        let rows = all.body.iter().zip(&all.offset).zip(all.key.iter().zip(&all.target)).skip(from);
        let own = rows.take_while(|row| *row.0.0 == body_no).filter(|row| *row.0.1 == offset);
        own.map(|row| (i32::try_from(*row.1.0).unwrap_or_default(), *row.1.1)).collect()
    }

    /// Element size and bytes (little-endian) of the array data at a `fill-array-data`.
    pub fn array_data(&self, body_no: u32, insn: &Insn) -> Option<(u16, &[u8])> {
        if let Some(written) = &self.written {
            let (width, bytes) = written.arrays.get(&(body_no, insn.offset))?;
            return Some((*width, bytes));
        }
        let body = self.bodies.get(body_no as usize)?;
        let at = usize::try_from(insn.operand).ok().filter(|_| insn.op == 0x26)?;
        array_data(self.code_bytes(body), at)
    }

    /// Opcode and operand of the instruction that begins at `offset`.
    pub fn instruction_at(&self, body_no: u32, offset: u32) -> Option<(u8, i64)> {
        let body = self.bodies.get(body_no as usize)?;
        let range = body.ops.start as usize..body.ops.end as usize;
        let row = self.op_offset.get(range.clone())?.binary_search(&offset).ok()?;
        let at = range.start.checked_add(row)?;
        Some((*self.op_code.get(at)?, *self.op_operand.get(at)?))
    }

    /// The instruction at `offset` with its operand by name, such as `const-string "abc"` or
    /// `invoke-virtual Lx/A;->m(I)V`; registers are left out. None where no instruction begins.
    pub fn instruction_text(&self, body_no: u32, offset: u32) -> Option<String> {
        let (opcode, operand) = self.instruction_at(body_no, offset)?;
        let row = op(opcode);
        let number = u32::try_from(operand).unwrap_or(super::NONE);
        let mut out = row.name.to_owned();
        if row.kind != OperandKind::None {
            out.push(' ');
        }
        match row.kind {
            OperandKind::None => {}
            OperandKind::String => push_quoted(&mut out, self.strings.get(number).unwrap_or("?")),
            OperandKind::Type => out.push_str(self.type_name(number)),
            OperandKind::Field => self.push_field(&mut out, number),
            OperandKind::Method => self.push_method(&mut out, number),
            OperandKind::Proto => self.push_proto(&mut out, number),
            OperandKind::MethodHandle => out.push_str(&self.handle_text(number)),
            OperandKind::CallSite => out.push_str(&self.call_site_text(number)),
            OperandKind::Literal => out.push_str(&operand.to_string()),
            OperandKind::Branch | OperandKind::Payload if operand < 0 => {
                out.push_str(&format!("-0x{:x}", operand.unsigned_abs()))
            }
            OperandKind::Branch | OperandKind::Payload => out.push_str(&format!("+0x{operand:x}")),
        }
        Some(out)
    }

    /// `name(I)Lx/Fn; by invoke-static:Lx/Boot;->m()V`
    pub fn call_site_text(&self, number: u32) -> String {
        let Some(site) = self.call_sites.get(number as usize) else { return "?".to_owned() };
        format!("{}{} by {}", self.text(site.name), self.proto_text(site.proto), self.handle_text(site.bootstrap))
    }
}

/// Registers of the instruction at the start of `bytes`, in the order of the mnemonic.
fn registers(form: Form, bytes: &[u8], out: &mut Vec<u16>) {
    out.clear();
    let unit = |at: usize| u16_at(bytes, at).unwrap_or_default();
    let (first, second) = (unit(0), unit(2));
    let (a, b, wide) = ((first >> 8) & 15, first >> 12, first >> 8);
    match form {
        Form::Unused | Form::F10x | Form::F10t | Form::F20t | Form::F30t => {}
        Form::F11n => out.push(a),
        Form::F12x | Form::F22t | Form::F22s | Form::F22c => out.extend([a, b]),
        Form::F22x => out.extend([wide, second]),
        Form::F32x => out.extend([second, unit(4)]),
        Form::F23x => out.extend([wide, second & 0xff, second >> 8]),
        Form::F22b => out.extend([wide, second & 0xff]),
        Form::F11x | Form::F21t | Form::F21s | Form::F21h | Form::F21c => out.push(wide),
        Form::F31t | Form::F31i | Form::F31c | Form::F51l => out.push(wide),
        Form::F35c | Form::F45cc => {
            let third = unit(4);
            let all = [third & 15, (third >> 4) & 15, (third >> 8) & 15, third >> 12, a];
            out.extend(all.iter().take(usize::from(b)));
        }
        Form::F3rc | Form::F4rcc => out.extend((0..wide).map(|i| unit(4).wrapping_add(i))),
    }
}
