//! A gzip stream (RFC 1952), as packages are sometimes hidden in one.
use super::pour::{Pump, Stop};
use super::u16_at;

/// The content of the first member, at most `cap` bytes, and whether that is all of it. None when it is no gzip.
pub fn gunzip(data: &[u8], cap: u64) -> Option<(Vec<u8>, bool)> {
    if !data.starts_with(&[0x1f, 0x8b, 8]) {
        return None;
    }
    let flags = *data.get(3)?;
    let mut at = 10_usize;
    if flags & 4 != 0 {
        let len = usize::from(u16_at(data, at as u64)?);
        at = at.checked_add(2)?.checked_add(len)?;
    }
    for text in [8_u8, 16] {
        if flags & text != 0 {
            at = at.checked_add(memchr::memchr(0, data.get(at..)?)?)?.checked_add(1)?;
        }
    }
    if flags & 2 != 0 {
        at = at.checked_add(2)?;
    }
    let mut bytes = Vec::new();
    let poured = Pump::new().inflate(data.get(at..)?, cap, &mut bytes);
    Some((bytes, poured.stop == Stop::Done))
}
