//! Arrays: their elements by constant index, and arrays of bytes or chars as text.
use super::super::models::{Effect, Root};
use super::super::ssa::{Def, PHI_USE, is_call};
use super::handles::stands;
use super::{MOST_SITES, Term, TermId, Terms, Why};
use crate::code::NONE;

/// (frame, defined method, value, instruction) of an array's creation.
type Made = (u32, u32, u32, u32);

impl Terms<'_> {
    /// Where an array comes to be: through casts, phis, parameters of known callers, and fields.
    fn made_at(&mut self, frame: u32, defined: u32, value: u32, depth: u32, out: &mut Vec<Made>) {
        if depth > 8 || out.len() > MOST_SITES || !self.step() {
            return;
        }
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return };
        match ssa.def(value) {
            Some(Def::Phi(phi)) => {
                for arg in ssa.phis.get(phi as usize).map_or(&[][..], |p| &p.args) {
                    self.made_at(frame, defined, *arg, depth + 1, out);
                }
            }
            Some(Def::Param(index)) => {
                if let Some((caller, insn, parent)) = self.frame(frame) {
                    let value = world.ssa(caller).map_or(NONE, |s| s.arg(insn, index));
                    self.made_at(parent, caller, value, depth + 1, out);
                }
            }
            Some(Def::Insn(index)) => match ssa.insn(index).map_or((0, 0), |i| (i.op, i.operand as u32)) {
                (0x1f, _) => self.made_at(frame, defined, ssa.arg(index, 0), depth + 1, out),
                (0x23..=0x25, _) => out.push((frame, defined, value, index)),
                (0x52..=0x58 | 0x60..=0x66, field) => {
                    let writes = world.field_writes.get(&world.field(field)).map_or(&[][..], Vec::as_slice);
                    for (writer, offset) in writes.iter().take(MOST_SITES) {
                        let Some(ssa) = world.ssa(*writer) else { continue };
                        let Some(insn) = ssa.at_offset(*offset) else { continue };
                        self.made_at(0, *writer, ssa.arg(insn, 0), depth + 1, out);
                    }
                }
                _ => {}
            },
            None => {}
        }
    }

    /// What `array[index]` may be.
    pub(super) fn element(&mut self, frame: u32, defined: u32, array: u32, index: u32) -> TermId {
        let index = self.eval(frame, defined, index);
        let index = match self.get(index) {
            Term::Int(number) => Some(*number),
            _ => None,
        };
        let mut made = Vec::new();
        self.made_at(frame, defined, array, 0, &mut made);
        if made.is_empty() {
            if let Some(entry) = self.listed(frame, defined, array) {
                return entry;
            }
            let whole = self.eval(frame, defined, array);
            return match self.get(whole) {
                Term::Unknown(_) | Term::Int(_) | Term::New(..) => self.unknown_inside(),
                Term::Text(text) => {
                    let one = index.and_then(|i| text.chars().nth(i as usize));
                    match one {
                        Some(c) => self.intern(Term::Int(i64::from(u32::from(c)))),
                        None => self.unknown_inside(),
                    }
                }
                // A file out of a list of files stands for the folder, known only as being in it.
                _ => self.op("element", vec![whole]),
            };
        }
        let mut all = Vec::new();
        for one in made {
            self.elements_of(one, index, &mut all);
        }
        if all.is_empty() { self.unknown_inside() } else { self.any(all) }
    }

    /// All that is written into the array at this index (None: any).
    fn elements_of(&mut self, (frame, defined, value, made): Made, index: Option<i64>, all: &mut Vec<TermId>) {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return };
        if ssa.insn(made).is_some_and(|i| matches!(i.op, 0x24 | 0x25)) {
            for (place, arg) in (0i64..).zip(ssa.args(made)) {
                if index.is_none_or(|i| i == place) {
                    all.push(self.eval_at(frame, defined, *arg, made));
                }
            }
        }
        for (user, operand) in ssa.uses(value) {
            let Some(insn) = ssa.insn(*user) else { continue };
            match insn.op {
                0x4b..=0x51 if *operand == 1 => {
                    let place = self.eval(frame, defined, ssa.arg(*user, 2));
                    let other = matches!(self.get(place), Term::Int(n) if index.is_some_and(|i| i != *n));
                    if !other {
                        all.push(self.eval_at(frame, defined, ssa.arg(*user, 0), *user));
                    }
                }
                0x26 => {
                    let Some((width, bytes)) = world.code().array_data(ssa.body, insn) else { continue };
                    let numbers = numbers(width, bytes);
                    let chosen: Vec<i64> = match index {
                        Some(i) => usize::try_from(i).ok().and_then(|i| numbers.get(i)).into_iter().copied().collect(),
                        None => numbers.into_iter().take(9).collect(),
                    };
                    all.extend(chosen.into_iter().map(|n| self.intern(Term::Int(n))));
                }
                _ => {}
            }
        }
    }

    /// The elements of an array made here, in order, where its size and all its indices are constants.
    pub(super) fn elements(&mut self, frame: u32, defined: u32, array: u32) -> Option<Vec<TermId>> {
        let mut made = Vec::new();
        self.made_at(frame, defined, array, 0, &mut made);
        let [one] = made.as_slice() else { return None };
        let (frame, defined, _, insn) = *one;
        let ssa = self.world.ssa(defined)?;
        let size = if ssa.insn(insn).is_some_and(|i| i.op == 0x23) {
            let size = self.eval(frame, defined, ssa.arg(insn, 0));
            match self.get(size) {
                Term::Int(size) => *size,
                _ => return None,
            }
        } else {
            ssa.args(insn).len() as i64
        };
        if !(0..=64).contains(&size) {
            return None;
        }
        let mut found = Vec::new();
        for index in 0..size {
            let mut all = Vec::new();
            self.elements_of(*one, Some(index), &mut all);
            found.push(if all.is_empty() { self.unknown_inside() } else { self.any(all) });
        }
        Some(found)
    }

    /// An array as a value: bytes or chars given as data are a text, others only what they are.
    pub(super) fn array_value(&mut self, frame: u32, defined: u32, made: u32) -> TermId {
        let world = self.world;
        let Some(ssa) = world.ssa(defined) else { return self.unknown(Why::Cut) };
        let kind = ssa.insn(made).map_or(NONE, |i| i.operand as u32);
        let itself = Term::New(kind, defined, made);
        let name = world.code().type_name(kind);
        if !matches!(name, "[B" | "[C") {
            return self.intern(itself);
        }
        let value = ssa.result(made);
        let mut numbers_given = None;
        let written = self.is_written(defined, value);
        for (user, _) in ssa.uses(value).iter().filter(|_| !written) {
            if let Some(insn) = ssa.insn(*user).filter(|i| i.op == 0x26)
                && let Some((width, bytes)) = world.code().array_data(ssa.body, insn)
            {
                numbers_given = Some(numbers(width, bytes));
            }
        }
        let given = numbers_given.or_else(|| {
            let parts = self.elements(frame, defined, value)?;
            parts.iter().map(|p| if let Term::Int(n) = self.get(*p) { Some(*n) } else { None }).collect()
        });
        let text = given.filter(|g| !g.is_empty()).and_then(|g| as_text(&g, name == "[C"));
        match text {
            Some(text) => self.text_term(&text),
            None => self.filled(frame, defined, value).unwrap_or_else(|| self.intern(itself)),
        }
    }

    /// What a call read into the array.
    fn filled(&mut self, frame: u32, defined: u32, value: u32) -> Option<TermId> {
        let world = self.world;
        let ssa = world.ssa(defined)?;
        for (user, operand) in ssa.uses(value).iter().take(16) {
            let Some(insn) = ssa.insn(*user).filter(|i| user & PHI_USE == 0 && is_call(i.op)) else { continue };
            let Some(model) = world.model(world.model_of_call(insn.operand as u32)) else { continue };
            let receiver = world.has_receiver(ssa, *user);
            for effect in &model.effects {
                let (Effect::Flow(from, to) | Effect::Store(from, to)) = effect else { continue };
                let from_bare = from.parts.is_empty() && from.root != Root::AllArgs;
                if from_bare && to.root != Root::This && stands(to.root, *operand, receiver) {
                    let given = self.place_in(frame, defined, *user, from);
                    if !matches!(self.get(given), Term::New(..) | Term::Unknown(_)) {
                        let name = self.called(defined, *user);
                        return Some(self.op(name, vec![given]));
                    }
                }
            }
        }
        None
    }
}

/// The elements of array data, signed.
pub(super) fn numbers(width: u16, bytes: &[u8]) -> Vec<i64> {
    let width = usize::from(width.clamp(1, 8));
    let one = |chunk: &[u8]| {
        let mut word = [0u8; 8];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        let shift = 64 - 8 * width as u32;
        // Elements are signed but for char, whose sign no reader here looks at.
        (i64::from_le_bytes(word) << shift) >> shift
    };
    bytes.chunks_exact(width).take(1 << 14).map(one).collect()
}

fn as_text(numbers: &[i64], chars: bool) -> Option<String> {
    if chars {
        let units: Vec<u16> = numbers.iter().map(|n| *n as u16).collect();
        return String::from_utf16(&units).ok();
    }
    String::from_utf8(numbers.iter().map(|n| *n as u8).collect()).ok()
}
