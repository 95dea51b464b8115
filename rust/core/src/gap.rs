//! What could not be read, tied to the place where reading stopped.

/// Why a part of a sample is unread. The names are stable: they appear in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The bytes end before the structure does.
    Truncated,
    /// A value contradicts the format or another value.
    Malformed,
    /// The format allows it, this version of sousveil does not read it.
    Unsupported,
    /// A limit on size, count, depth or ratio was met.
    Limit,
    /// The bytes are encrypted and no key is known.
    Encrypted,
}

impl Cause {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Truncated => "truncated",
            Cause::Malformed => "malformed",
            Cause::Unsupported => "unsupported",
            Cause::Limit => "limit",
            Cause::Encrypted => "encrypted",
        }
    }
}

/// One unread place. `place` uses the locator grammar of docs/evidence.md, or `@0xOFFSET` in the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub place: String,
    pub cause: Cause,
    /// One plain sentence: what was expected, what stood there.
    pub detail: String,
}

impl Gap {
    pub fn at(offset: usize, cause: Cause, detail: impl Into<String>) -> Self {
        Gap { place: format!("@0x{offset:x}"), cause, detail: detail.into() }
    }
}
