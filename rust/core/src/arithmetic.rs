//! Java's arithmetic on int and long: it wraps, shifts by the low bits, and has no value where it divides by zero.
//!
//! Operations are numbered in the order of the opcodes of dex (`add-int`, `sub-int`, …, `ushr-int`).

/// Number of the last operation.
pub const LAST: u8 = 10;

macro_rules! on {
    ($name:ident, $signed:ty, $unsigned:ty) => {
        #[doc = concat!("Operation `kind` on two values of `", stringify!($signed), "`; None for another number.")]
        #[must_use]
        pub fn $name(kind: u8, a: $signed, b: $signed) -> Option<$signed> {
            Some(match kind {
                0 => a.wrapping_add(b),
                1 => a.wrapping_sub(b),
                2 => a.wrapping_mul(b),
                3 if b == -1 => a.wrapping_neg(),
                3 => a.checked_div(b)?,
                4 if b == -1 => 0,
                4 => a.checked_rem(b)?,
                5 => a & b,
                6 => a | b,
                7 => a ^ b,
                8 => a.wrapping_shl(b as u32),
                9 => a.wrapping_shr(b as u32),
                LAST => (a as $unsigned).wrapping_shr(b as u32) as $signed,
                _ => return None,
            })
        }
    };
}

on!(int, i32, u32);
on!(long, i64, u64);

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::{int, long};

    #[test]
    fn wraps_as_java_does() {
        assert_eq!(int(0, i32::MAX, 1), Some(i32::MIN));
        assert_eq!(int(3, i32::MIN, -1), Some(i32::MIN));
        assert_eq!(int(4, i32::MIN, -1), Some(0));
        assert_eq!(int(3, 1, 0), None);
        assert_eq!(long(4, 1, 0), None);
        assert_eq!(int(8, 1, 33), Some(2));
        assert_eq!(long(8, 1, 33), Some(1 << 33));
        assert_eq!(int(10, -1, 28), Some(15));
        assert_eq!(long(10, -1, 60), Some(15));
        assert_eq!(int(11, 1, 1), None);
    }
}
