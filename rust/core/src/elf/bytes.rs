//! Bounded reads of a file whose byte order and word size are known.

/// An ELF file's bytes with its byte order and word size. Every read says `None` outside the bytes.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub data: &'a [u8],
    /// Big endian.
    pub big: bool,
    /// 64-bit structures.
    pub wide: bool,
}

impl<'a> View<'a> {
    pub fn len(&self) -> u64 {
        self.data.len() as u64
    }

    pub fn slice(&self, at: u64, len: u64) -> Option<&'a [u8]> {
        let start = usize::try_from(at).ok()?;
        let end = usize::try_from(at.checked_add(len)?).ok()?;
        self.data.get(start..end)
    }

    fn array<const N: usize>(&self, at: u64) -> Option<[u8; N]> {
        self.slice(at, N as u64)?.try_into().ok()
    }

    pub fn u8(&self, at: u64) -> Option<u8> {
        self.array::<1>(at).map(|[b]| b)
    }

    pub fn u16(&self, at: u64) -> Option<u16> {
        self.array(at).map(|b| if self.big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) })
    }

    pub fn u32(&self, at: u64) -> Option<u32> {
        self.array(at).map(|b| if self.big { u32::from_be_bytes(b) } else { u32::from_le_bytes(b) })
    }

    pub fn u64(&self, at: u64) -> Option<u64> {
        self.array(at).map(|b| if self.big { u64::from_be_bytes(b) } else { u64::from_le_bytes(b) })
    }

    /// A word of the file's own size.
    pub fn word(&self, at: u64) -> Option<u64> {
        if self.wide { self.u64(at) } else { self.u32(at).map(u64::from) }
    }

    /// Size of a word in bytes.
    pub fn word_size(&self) -> u64 {
        if self.wide { 8 } else { 4 }
    }

    /// The bytes from `at` up to a NUL. `None` when no NUL follows within `limit` bytes.
    pub fn cstr(&self, at: u64, limit: u64) -> Option<&'a [u8]> {
        let rest = self.data.get(usize::try_from(at).ok()?..)?;
        let rest = rest.get(..usize::try_from(limit).ok()?.min(rest.len()))?;
        rest.get(..memchr::memchr(0, rest)?)
    }
}
