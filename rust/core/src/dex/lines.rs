//! Debug data: which instruction comes from which source line.
//!
//! <https://source.android.com/docs/core/runtime/dex-format#debug-info-item>
use std::ops::Range;

use super::body::CodeItem;
use super::bytes::Cursor;
use super::{CodeBuilder, Reading};
use crate::gap::Cause;

const FIRST_SPECIAL: u8 = 0x0a;
const LINE_BASE: i32 = -4;
const LINE_RANGE: u8 = 15;

/// Fills the line columns for a body; gives its range. Rows past the method's end are left out: compilers let
/// methods of different length share debug data.
pub(super) fn read(b: &mut CodeBuilder, r: &mut Reading, method: u32, item: &CodeItem) -> Range<u32> {
    let first = b.code.line_offset.len() as u32;
    if item.debug != 0 {
        let mut cursor = Cursor::new(r.data, item.debug as usize);
        let end = u32::try_from(item.code.len()).unwrap_or(u32::MAX);
        let read = run(&mut cursor, end, &mut b.code.line_offset, &mut b.code.line_number);
        let used = cursor.at().saturating_sub(item.debug as usize);
        if read.is_none() {
            let detail = format!("its debug data at 0x{:x} cannot be read whole", item.debug);
            r.notes.gap(b.code.method_text(method), Cause::Malformed, detail);
        }
        r.notes.charge(used);
    }
    first..b.code.line_offset.len() as u32
}

fn run(cursor: &mut Cursor, end: u32, offsets: &mut Vec<u32>, numbers: &mut Vec<u32>) -> Option<()> {
    let mut line = cursor.uleb()? as i32;
    for _ in 0..cursor.uleb()? {
        cursor.uleb()?;
    }
    let mut at = 0u32;
    while at < end {
        match cursor.u8()? {
            0x00 => break,
            0x01 => at = at.checked_add(cursor.uleb()?.checked_mul(2)?)?,
            0x02 => line = line.wrapping_add(cursor.sleb()?),
            0x03 => skip(cursor, 3)?,
            0x04 => skip(cursor, 4)?,
            0x05 | 0x06 | 0x09 => skip(cursor, 1)?,
            0x07 | 0x08 => {}
            special => {
                let adjusted = special.wrapping_sub(FIRST_SPECIAL);
                at = at.checked_add(u32::from(adjusted / LINE_RANGE).wrapping_mul(2))?;
                line = line.wrapping_add(LINE_BASE).wrapping_add(i32::from(adjusted % LINE_RANGE));
                if at < end {
                    offsets.push(at);
                    numbers.push(line as u32);
                }
            }
        }
    }
    Some(())
}

fn skip(cursor: &mut Cursor, numbers: usize) -> Option<()> {
    (0..numbers).try_for_each(|_| cursor.uleb().map(|_| ()))
}
