//! Writing systems, coarsely: enough to tell words of a language from bytes that happen to be valid UTF-8.

/// Writing systems that are written together count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    /// Chinese, Japanese and Korean, which share characters and signs.
    Han,
    /// All other living scripts, by block of 128 characters.
    Other(u32),
    /// Punctuation, arrows, symbols and emoji, which go with any script.
    Sign,
}

/// The script of a character outside ASCII; `None` for controls, private use and unassigned ranges.
pub(crate) fn of(c: char) -> Option<Script> {
    Some(match u32::from(c) {
        0xa0..=0xbf | 0xd7 | 0xf7 => Script::Sign,
        0xc0..=0x24f | 0x1e00..=0x1eff => Script::Latin,
        0x300..=0x36f => Script::Sign,
        0x370..=0x3ff | 0x1f00..=0x1fff => Script::Greek,
        0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Script::Cyrillic,
        0x590..=0x5ff => Script::Hebrew,
        0x600..=0x6ff | 0x750..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfefc => Script::Arabic,
        n @ (0x530..=0x58f | 0x700..=0x74f | 0x780..=0x89f | 0x900..=0x10ff | 0x1200..=0x1c7f | 0xa840..=0xabff) => {
            Script::Other(n >> 7)
        }
        0x2010..=0x2027 | 0x200b..=0x200f | 0x202f..=0x2064 | 0x20a0..=0x20bf | 0x2100..=0x27bf => Script::Sign,
        0x2900..=0x2bff | 0xfe00..=0xfe0f | 0xfe30..=0xfe4f | 0x1f000..=0x1faff => Script::Sign,
        0x1100..=0x11ff | 0x2e80..=0x2fdf | 0x3000..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7a3 => Script::Han,
        0xf900..=0xfaff | 0xff01..=0xffe6 | 0x20000..=0x323af => Script::Han,
        _ => return None,
    })
}
