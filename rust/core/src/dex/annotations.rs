//! Annotations of classes, fields, methods and parameters.
//!
//! <https://source.android.com/docs/core/runtime/dex-format#annotations-directory>
use super::bytes::Cursor;
use super::values::Values;
use super::{CodeBuilder, Reading, known};
use crate::code::{Annotations, NONE};
use crate::gap::Cause;

const CLASS: u8 = 0;
const FIELD: u8 = 1;
const METHOD: u8 = 2;
const PARAMETER: u8 = 3;

/// Reads the annotations directory at `at` of the class `class` (type number).
pub(super) fn read(b: &mut CodeBuilder, r: &mut Reading, class: u32, at: usize) {
    // Taken out while it is filled: values are written with the symbols of the same `Code`.
    let mut out = std::mem::take(&mut b.code.annotations);
    if directory(b, r, class, at, &mut out).is_none() {
        let detail = format!("the annotations at 0x{at:x} cannot be read whole");
        r.notes.gap(b.code.type_name(class).to_owned(), Cause::Malformed, detail);
    }
    b.code.annotations = out;
}

fn directory(b: &CodeBuilder, r: &mut Reading, class: u32, at: usize, out: &mut Annotations) -> Option<()> {
    let mut cursor = Cursor::new(r.data, at);
    let of_class = cursor.u32()? as usize;
    let counts = [(FIELD, cursor.u32()?), (METHOD, cursor.u32()?), (PARAMETER, cursor.u32()?)];
    if of_class != 0 {
        set(b, r, (CLASS, class), of_class, out)?;
    }
    for (kind, count) in counts {
        for _ in 0..count {
            let (index, offset) = (cursor.u32()?, cursor.u32()? as usize);
            let map = if kind == FIELD { &r.maps.fields } else { &r.maps.methods };
            let owner = (kind, known(map, index)?);
            if kind == PARAMETER {
                parameters(b, r, owner, offset, out)?;
            } else {
                set(b, r, owner, offset, out)?;
            }
        }
    }
    Some(())
}

fn parameters(b: &CodeBuilder, r: &mut Reading, owner: (u8, u32), at: usize, out: &mut Annotations) -> Option<()> {
    let mut cursor = Cursor::new(r.data, at);
    for _ in 0..cursor.u32()? {
        let offset = cursor.u32()? as usize;
        r.notes.charge(4).then_some(())?;
        if offset != 0 {
            set(b, r, owner, offset, out)?;
        }
    }
    Some(())
}

fn set(b: &CodeBuilder, r: &mut Reading, owner: (u8, u32), at: usize, out: &mut Annotations) -> Option<()> {
    let mut cursor = Cursor::new(r.data, at);
    r.notes.charge(8).then_some(())?;
    for _ in 0..cursor.u32()? {
        let offset = cursor.u32()? as usize;
        r.notes.charge(8).then_some(())?;
        annotation(b, r, owner, offset, out)?;
    }
    Some(())
}

fn annotation(b: &CodeBuilder, r: &mut Reading, owner: (u8, u32), at: usize, out: &mut Annotations) -> Option<()> {
    let mut cursor = Cursor::new(r.data, at);
    let visibility = cursor.u8().filter(|v| *v <= 2)?;
    let kind = known(&r.maps.types, cursor.uleb()?)?;
    let size = cursor.uleb()?;
    let row = |element: u32, out: &mut Annotations| {
        let end = out.value.bytes.len();
        out.value.close(end)?;
        out.owner_kind.push(owner.0);
        out.owner.push(owner.1);
        out.kind.push(kind);
        out.element.push(element);
        out.visibility.push(visibility);
        Some(())
    };
    if size == 0 {
        return row(NONE, out);
    }
    let mut values = Values { code: &b.code, maps: &r.maps, notes: &mut r.notes };
    for _ in 0..size {
        let element = known(&r.maps.strings, cursor.uleb()?)?;
        let kept = out.value.bytes.len();
        let read = values.text(&mut cursor, &mut out.value.bytes, 0);
        if read.is_none() || out.value.bytes.len() > i32::MAX as usize {
            out.value.bytes.truncate(kept);
            return None;
        }
        row(element, out)?;
    }
    values.notes.charge(cursor.at().saturating_sub(at)).then_some(())
}
