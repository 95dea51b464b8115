//! Little-endian numbers, LEB128 and a checked cursor over a dex file's bytes.

/// Two bytes at `at`.
pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().map(|b| u16::from_le_bytes(*b))
}

/// Four bytes at `at`.
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|b| u32::from_le_bytes(*b))
}

/// Reads forward from a position; every read is `None` past the end.
#[derive(Clone)]
pub struct Cursor<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(data: &'a [u8], at: usize) -> Self {
        Cursor { data, at }
    }

    pub fn at(&self) -> usize {
        self.at
    }

    #[inline]
    pub fn u8(&mut self) -> Option<u8> {
        let byte = *self.data.get(self.at)?;
        self.at = self.at.wrapping_add(1);
        Some(byte)
    }

    pub fn u16(&mut self) -> Option<u16> {
        let value = u16_at(self.data, self.at)?;
        self.at = self.at.wrapping_add(2);
        Some(value)
    }

    pub fn u32(&mut self) -> Option<u32> {
        let value = u32_at(self.data, self.at)?;
        self.at = self.at.wrapping_add(4);
        Some(value)
    }

    /// Unsigned LEB128 of at most five bytes; bits past 32 are dropped, as Android does.
    #[inline]
    pub fn uleb(&mut self) -> Option<u32> {
        let first = self.u8()?;
        if first < 0x80 {
            return Some(u32::from(first));
        }
        let mut value = u32::from(first & 0x7f);
        for shift in [7, 14, 21, 28] {
            let byte = self.u8()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Some(value)
    }

    /// Signed LEB128 of at most five bytes.
    #[inline]
    pub fn sleb(&mut self) -> Option<i32> {
        let mut value = 0u32;
        for shift in [0u32, 7, 14, 21, 28] {
            let byte = self.u8()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                let unused = 25u32.saturating_sub(shift);
                return Some((value << unused) as i32 >> unused);
            }
        }
        Some(value as i32)
    }

    /// LEB128 plus one: `None` inside stands for "no index".
    pub fn uleb_p1(&mut self) -> Option<Option<u32>> {
        self.uleb().map(|value| value.checked_sub(1))
    }

    /// `size` bytes (1 to 8) as a little-endian number, filled with zero bits.
    pub fn unsigned(&mut self, size: usize) -> Option<u64> {
        let bytes = self.take(size)?;
        Some(bytes.iter().rev().fold(0, |value, byte| (value << 8) | u64::from(*byte)))
    }

    /// `size` bytes (1 to 8) as a little-endian number, filled with the sign.
    pub fn signed(&mut self, size: usize) -> Option<i64> {
        let value = self.unsigned(size)?;
        let unused = 64usize.saturating_sub(size.saturating_mul(8));
        Some((value << unused) as i64 >> unused)
    }

    pub fn take(&mut self, size: usize) -> Option<&'a [u8]> {
        let bytes = self.data.get(self.at..)?.get(..size)?;
        self.at = self.at.wrapping_add(size);
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn leb128_follows_the_examples_of_the_format() {
        let read = |bytes: &[u8]| {
            let (mut a, mut b, mut c) = (Cursor::new(bytes, 0), Cursor::new(bytes, 0), Cursor::new(bytes, 0));
            (a.sleb().unwrap(), b.uleb().unwrap(), c.uleb_p1().unwrap())
        };
        assert_eq!(read(&[0x00]), (0, 0, None));
        assert_eq!(read(&[0x01]), (1, 1, Some(0)));
        assert_eq!(read(&[0x7f]), (-1, 127, Some(126)));
        assert_eq!(read(&[0x80, 0x7f]), (-128, 16256, Some(16255)));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), (-1, u32::MAX, Some(u32::MAX - 1)));
    }

    #[test]
    fn short_numbers_are_filled_and_the_end_is_met() {
        assert_eq!(Cursor::new(&[0xff], 0).signed(1), Some(-1));
        assert_eq!(Cursor::new(&[0xff], 0).unsigned(1), Some(255));
        assert_eq!(Cursor::new(&[0x00, 0x80], 0).signed(2), Some(-32768));
        assert_eq!(Cursor::new(&[0x80], 0).uleb(), None);
        assert_eq!(Cursor::new(&[1, 2], 1).u16(), None);
        assert_eq!(u32_at(&[1, 2, 3, 4], usize::MAX), None);
    }
}
