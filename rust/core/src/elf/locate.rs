//! Reads a string again at a stated place, to check a finding. Shares only the bounded reads with the analysis.
use super::bytes::View;

/// Longest string read back, in bytes.
const MAX_BYTES: u64 = 65_536;

/// How the bytes at a place are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// ASCII or UTF-8, up to a NUL or the first byte that is neither.
    Utf8,
    /// Units of the file's byte order, up to a NUL unit.
    Utf16,
}

/// File offset of a virtual address, by the program headers alone.
pub fn offset_of(data: &[u8], address: u64) -> Option<u64> {
    let v = view(data)?;
    let (table, count) = if v.wide { (v.u64(32)?, v.u16(56)?) } else { (v.u32(28)?.into(), v.u16(44)?) };
    let size = if v.wide { 56 } else { 32 };
    (0..u64::from(count)).find_map(|n| {
        let at = table.checked_add(n.checked_mul(size)?)?;
        let field = |wide: u64, narrow: u64| v.word(at.checked_add(if v.wide { wide } else { narrow })?);
        let (offset, base, len) = (field(8, 4)?, field(16, 8)?, field(32, 16)?);
        let delta = address.checked_sub(base).filter(|delta| v.u32(at) == Some(1) && *delta < len)?;
        offset.checked_add(delta).filter(|o| *o < v.len())
    })
}

/// The string at a file offset. `None` where the offset lies outside the file or no character stands there.
pub fn string_at(data: &[u8], offset: u64, encoding: Encoding) -> Option<String> {
    let rest = data.get(usize::try_from(offset).ok()?..)?;
    let rest = rest.get(..rest.len().min(MAX_BYTES as usize))?;
    let text = match encoding {
        Encoding::Utf8 => {
            let valid = match std::str::from_utf8(rest) {
                Ok(text) => text,
                Err(error) => std::str::from_utf8(rest.get(..error.valid_up_to())?).ok()?,
            };
            let ends = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
            valid.split(ends).next()?.to_owned()
        }
        Encoding::Utf16 => {
            let big = view(data).is_some_and(|v| v.big);
            let unit = |b: &[u8]| {
                let b: [u8; 2] = b.try_into().ok()?;
                Some(if big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) })
            };
            let units = rest.chunks_exact(2).filter_map(unit).take_while(|u| *u != 0);
            char::decode_utf16(units).map_while(Result::ok).collect()
        }
    };
    (!text.is_empty()).then_some(text)
}

fn view(data: &[u8]) -> Option<View<'_>> {
    data.starts_with(b"\x7fELF").then_some(())?;
    Some(View { data, big: data.get(5) == Some(&2), wide: data.get(4) == Some(&2) })
}
