//! Code items: instructions as columns, guarded ranges, switches.
//!
//! Decoding is one sweep from the first code unit to the last, as Android's verifier does it; a jump into the
//! middle of an instruction is told, since code read that way is not in the columns.
use super::bytes::{Cursor, u16_at, u32_at};
use super::opcodes::{self, Form, Op, OperandKind, op, payload_size};
use super::{CodeBuilder, Maps, Reading, known, lines};
use crate::code::{Body, NONE, Try};
use crate::gap::Cause;

/// Buffers used again from body to body.
#[derive(Default)]
pub(crate) struct Scratch {
    /// (offset of the instruction, target) of jumps.
    jumps: Vec<(u32, i64)>,
    /// (offset, opcode, place of the payload).
    payloads: Vec<(u32, u8, i64)>,
    pub values: Vec<crate::code::Constant>,
    pub types: Vec<u32>,
}

/// The fixed part of a code item.
#[derive(Clone, Copy)]
pub(crate) struct CodeItem<'a> {
    pub registers: u16,
    pub ins: u16,
    pub tries: u16,
    pub debug: u32,
    /// Size in bytes the item states for its instructions.
    pub stated: usize,
    /// Where the first instruction stands in the file.
    pub start: usize,
    /// The instructions, cut to the file.
    pub code: &'a [u8],
}

/// The code item at `at`.
pub(crate) fn code_item(data: &[u8], at: usize) -> Option<CodeItem<'_>> {
    let head = data.get(at..)?.get(..16)?;
    let start = at.checked_add(16)?;
    let stated = (u32_at(head, 12)? as usize).checked_mul(2)?;
    let rest = data.get(start..)?;
    Some(CodeItem {
        registers: u16_at(head, 0)?,
        ins: u16_at(head, 2)?,
        tries: u16_at(head, 6)?,
        debug: u32_at(head, 8)?,
        stated,
        start,
        code: rest.get(..stated).unwrap_or(rest),
    })
}

/// Reads the code at `at` of a method; gives its body number, NONE when it cannot be read.
pub(super) fn read(b: &mut CodeBuilder, r: &mut Reading, method: u32, at: u32) -> u32 {
    let Some(item) = code_item(r.data, at as usize) else {
        let place = b.code.method_text(method);
        r.notes.gap(place, Cause::Malformed, format!("its code is said to stand at 0x{at:x}, outside the file"));
        return NONE;
    };
    if !r.notes.charge(item.code.len().saturating_add(16)) {
        return NONE;
    }
    let number = b.code.bodies.len() as u32;
    let first = b.code.op_code.len();
    let (stop, bad_index) = sweep(b, &r.maps, item.code, &mut r.scratch);
    let last = b.code.op_code.len();
    let mut cut = true;
    match stop {
        Stop::End if item.code.len() == item.stated => cut = false,
        Stop::End => tell(b, r, method, item.code.len(), Cause::Truncated, "the file ends within this method"),
        Stop::Cut(at) => tell(b, r, method, at, Cause::Malformed, "an instruction reaches past the end of the method"),
        Stop::Unused(at) => {
            tell(b, r, method, at, Cause::Malformed, "no instruction has this opcode; the rest is not read")
        }
    }
    if let Some(at) = bad_index {
        tell(b, r, method, at, Cause::Malformed, "an instruction names a symbol that is not there");
    }
    let tries = tries(b, r, method, &item);
    switches(b, r, method, number, item.code);
    jumps(b, r, method, first, last);
    let lines = lines::read(b, r, method, &item);
    b.code.bodies.push(Body {
        method,
        part: r.part,
        file_offset: item.start as u32,
        size: item.code.len() as u32,
        registers: item.registers,
        ins: item.ins,
        ops: first as u32..last as u32,
        tries,
        cut,
    });
    b.code.body_lines.push(lines);
    number
}

#[cold]
fn tell(b: &CodeBuilder, r: &mut Reading, method: u32, at: usize, cause: Cause, detail: &str) {
    r.notes.gap(format!("{} +0x{at:x}", b.code.method_text(method)), cause, detail);
}

enum Stop {
    End,
    Cut(usize),
    Unused(usize),
}

/// Fills the instruction columns from `code`. Gives why it stopped, and the first instruction whose index is bad.
fn sweep(b: &mut CodeBuilder, maps: &Maps, code: &[u8], scratch: &mut Scratch) -> (Stop, Option<usize>) {
    let (offsets, codes, operands) = (&mut b.code.op_offset, &mut b.code.op_code, &mut b.code.op_operand);
    scratch.jumps.clear();
    scratch.payloads.clear();
    let mut bad = None;
    let mut at = 0usize;
    while at < code.len() {
        let rest = code.get(at..).unwrap_or_default();
        let window = match rest.first_chunk::<10>() {
            Some(window) => *window,
            None => padded(rest),
        };
        let info = op(window[0]);
        let marked = window[0] == opcodes::NOP && window[1] != 0;
        if let Some(size) = marked.then(|| payload_size(code, at)).flatten() {
            if size > rest.len() {
                return (Stop::Cut(at), bad);
            }
            at = at.wrapping_add(size);
            continue;
        }
        let size = usize::from(info.size);
        if size > rest.len() {
            return (Stop::Cut(at), bad);
        }
        let Some(operand) = operand(info, &window, at, maps) else {
            return (Stop::Unused(at), bad);
        };
        match info.kind {
            OperandKind::Branch => scratch.jumps.push((at as u32, operand)),
            OperandKind::Payload => scratch.payloads.push((at as u32, window[0], operand)),
            OperandKind::None | OperandKind::Literal => {}
            _ if operand == i64::from(NONE) => bad = bad.or(Some(at)),
            _ => {}
        }
        offsets.push(at as u32);
        codes.push(window[0]);
        operands.push(operand);
        at = at.wrapping_add(size);
    }
    (Stop::End, bad)
}

fn padded(rest: &[u8]) -> [u8; 10] {
    let mut window = [0; 10];
    window.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    window
}

/// The operand column's value; None for an unused opcode.
#[inline]
fn operand(info: &Op, w: &[u8; 10], at: usize, maps: &Maps) -> Option<i64> {
    let second = u16::from_le_bytes([w[2], w[3]]);
    let wide = u32::from_le_bytes([w[2], w[3], w[4], w[5]]);
    let jump = |units: i32| (at as i64).wrapping_add(i64::from(units).wrapping_mul(2));
    Some(match info.form {
        Form::Unused => return None,
        Form::F10x | Form::F12x | Form::F11x | Form::F22x | Form::F23x | Form::F32x => 0,
        Form::F11n => i64::from((w[1] as i8) >> 4),
        Form::F22b => i64::from(w[3] as i8),
        Form::F21s | Form::F22s => i64::from(second as i16),
        // const/high16 fills the upper half of 32 bits, const-wide/high16 that of 64.
        Form::F21h if w[0] == 0x15 => i64::from(second as i16) << 16,
        Form::F21h => i64::from(second as i16) << 48,
        Form::F31i => i64::from(wide as i32),
        Form::F51l => i64::from_le_bytes([w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9]]),
        Form::F10t => jump(i32::from(w[1] as i8)),
        Form::F20t | Form::F21t | Form::F22t => jump(i32::from(second as i16)),
        Form::F30t | Form::F31t => jump(wide as i32),
        Form::F31c => symbol(&maps.strings, wide),
        Form::F21c | Form::F22c | Form::F35c | Form::F3rc | Form::F45cc | Form::F4rcc => {
            let map = match info.kind {
                OperandKind::Method => &maps.methods,
                OperandKind::Field => &maps.fields,
                OperandKind::Type => &maps.types,
                OperandKind::String => &maps.strings,
                OperandKind::Proto => &maps.protos,
                OperandKind::CallSite => &maps.call_sites,
                _ => &maps.method_handles,
            };
            symbol(map, u32::from(second))
        }
    })
}

#[inline]
fn symbol(map: &[u32], index: u32) -> i64 {
    i64::from(map.get(index as usize).copied().unwrap_or(NONE))
}

/// Tells of jumps that end elsewhere than at an instruction.
fn jumps(b: &CodeBuilder, r: &mut Reading, method: u32, first: usize, last: usize) {
    let starts = b.code.op_offset.get(first..last).unwrap_or_default();
    let lands = |target: i64| u32::try_from(target).is_ok_and(|target| starts.binary_search(&target).is_ok());
    let wrong = r.scratch.jumps.iter().find(|(_, target)| !lands(*target)).copied();
    if let Some((from, target)) = wrong {
        let place = format!("{} +0x{from:x}", b.code.method_text(method));
        let detail = format!("a jump to {target:#x}, where no instruction begins; code reached that way is not read");
        r.notes.odd("jump_into_instruction", place.clone(), detail.clone());
        r.notes.gap(place, Cause::Unsupported, detail);
    }
}

fn switches(b: &mut CodeBuilder, r: &mut Reading, method: u32, body: u32, code: &[u8]) {
    for (from, opcode, at) in std::mem::take(&mut r.scratch.payloads) {
        let place = usize::try_from(at).ok();
        if opcode == opcodes::FILL_ARRAY_DATA {
            if place.and_then(|at| array_data(code, at)).is_none() {
                tell(b, r, method, from as usize, Cause::Malformed, "no array data stands where this points");
            }
            continue;
        }
        let Some(cases) = place.and_then(|at| Cases::read(code, at, from)) else {
            tell(b, r, method, from as usize, Cause::Malformed, "no switch table stands where this points");
            continue;
        };
        if !r.notes.charge(cases.targets.len()) {
            return;
        }
        for (key, target) in cases {
            r.scratch.jumps.push((from, target));
            b.code.switches.body.push(body);
            b.code.switches.offset.push(from);
            b.code.switches.key.push(i64::from(key));
            b.code.switches.target.push(u32::try_from(target).unwrap_or(NONE));
        }
    }
}

/// The cases of a switch table: (key, target as byte offset).
pub(crate) struct Cases<'a> {
    first: i32,
    /// Empty for packed tables.
    keys: &'a [u8],
    targets: &'a [u8],
    at: usize,
    from: u32,
}

impl<'a> Cases<'a> {
    /// The table at `at` of a switch instruction at `from`.
    pub fn read(code: &'a [u8], at: usize, from: u32) -> Option<Self> {
        let payload = code.get(at..)?.get(..payload_size(code, at)?)?;
        match *payload.get(1)? {
            opcodes::PACKED_PAYLOAD => {
                let first = u32_at(payload, 4)? as i32;
                Some(Cases { first, keys: &[], targets: payload.get(8..)?, at: 0, from })
            }
            opcodes::SPARSE_PAYLOAD => {
                let (keys, targets) = payload.get(4..)?.split_at_checked(payload.len().saturating_sub(4) / 2)?;
                Some(Cases { first: 0, keys, targets, at: 0, from })
            }
            _ => None,
        }
    }
}

impl Iterator for Cases<'_> {
    type Item = (i32, i64);

    fn next(&mut self) -> Option<(i32, i64)> {
        let place = self.at.wrapping_mul(4);
        let units = u32_at(self.targets, place)? as i32;
        let key = match u32_at(self.keys, place) {
            Some(key) => key as i32,
            None => self.first.wrapping_add(self.at as i32),
        };
        self.at = self.at.wrapping_add(1);
        Some((key, i64::from(self.from).wrapping_add(i64::from(units).wrapping_mul(2))))
    }
}

/// Element size and bytes of the array data at `at`.
pub(crate) fn array_data(code: &[u8], at: usize) -> Option<(u16, &[u8])> {
    let payload = code.get(at..)?.get(..payload_size(code, at)?)?;
    if *payload.get(1)? != opcodes::ARRAY_PAYLOAD {
        return None;
    }
    let width = u16_at(payload, 2)?;
    let size = (u32_at(payload, 4)? as usize).checked_mul(usize::from(width))?;
    Some((width, payload.get(8..)?.get(..size)?))
}

/// Fills the guarded ranges of a body.
fn tries(b: &mut CodeBuilder, r: &mut Reading, method: u32, item: &CodeItem) -> std::ops::Range<u32> {
    let first = b.code.tries.len() as u32;
    if item.tries > 0 && item.code.len() == item.stated && read_tries(b, r, item).is_none() {
        let detail = "its exception handlers cannot be read whole";
        r.notes.gap(b.code.method_text(method), Cause::Malformed, detail);
    }
    first..b.code.tries.len() as u32
}

fn read_tries(b: &mut CodeBuilder, r: &mut Reading, item: &CodeItem) -> Option<()> {
    let padding = item.stated & 2;
    let table = item.start.checked_add(item.stated)?.checked_add(padding)?;
    let lists = table.checked_add(usize::from(item.tries).checked_mul(8)?)?;
    let mut entry = Cursor::new(r.data, table);
    for _ in 0..item.tries {
        let start = entry.u32()?.checked_mul(2)?;
        let end = start.checked_add(u32::from(entry.u16()?).checked_mul(2)?)?;
        let mut list = Cursor::new(r.data, lists.checked_add(usize::from(entry.u16()?))?);
        let size = list.sleb()?;
        for _ in 0..size.unsigned_abs() {
            let (kind, handler) = (list.uleb()?, list.uleb()?.checked_mul(2)?);
            if !r.notes.charge(2) {
                return None;
            }
            let caught = known(&r.maps.types, kind)?;
            r.scratch.jumps.push((start, i64::from(handler)));
            b.code.tries.push(Try { start, end, handler, caught });
        }
        if size <= 0 {
            let handler = list.uleb()?.checked_mul(2)?;
            r.scratch.jumps.push((start, i64::from(handler)));
            b.code.tries.push(Try { start, end, handler, caught: NONE });
        }
    }
    Some(())
}
