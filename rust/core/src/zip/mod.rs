//! ZIP archives as Android reads them, and what is odd about them.
//!
//! Follows PKWARE APPNOTE 6.3 for the layout and Android's libziparchive and androidfw for the meaning: the central
//! directory is the truth, names and data offset come from it and from the lengths in the local header, method 8
//! is deflate and **every other method is read as stored** (androidfw since Android 9 does so for the manifest,
//! resources and assets; before 9 it inflated them, so an entry whose bytes inflate to the stated size and checksum
//! is inflated), encryption bits are ignored. Where Android refuses an entry, it is still read here and said so.
//! Zip64 is read.
//!
//! A departure from a plain archive is an [`Oddity`]; what could not be read is a [`Gap`].
//!
//! | kind | what it says | what Android does |
//! |---|---|---|
//! | `absolute_name` | the name starts with `/` or a drive letter | keeps it as a plain name |
//! | `archive_comment` | the archive carries a comment | ignores it |
//! | `backslash_name` | the name holds `\` | keeps it as a plain name |
//! | `control_in_name` | the name holds control, bidirectional or zero-width characters | keeps it |
//! | `count_mismatch` | the end record states another number of records than there are | reads only the stated number |
//! | `crc_mismatch` | the bytes do not have the stated checksum | assets: ignores it; code: refuses |
//! | `decoy_end_record` | the last end record leads nowhere, an earlier one was used | refuses the archive |
//! | `directory_with_data` | the name ends in `/` but there are bytes | reads them by that name |
//! | `duplicate_name` | two records have one name; the first is meant to be used | new versions refuse, old ones differ |
//! | `empty_name` | the name has no characters | cannot be asked for |
//! | `encryption_bit` | flag bit 0, 6 or 13 claims encryption | ignores the bit |
//! | `extra_overrun` | an extra field or comment is longer than the room there is | refuses the archive |
//! | `gap_before_end` | bytes stand between directory and end record | ignores them |
//! | `invalid_utf8_name` | the name is not UTF-8 | refuses the archive |
//! | `large_extra` | a local extra field is longer than alignment needs; it can carry data | skips it |
//! | `leading_data` | the archive does not start with an entry | refuses the archive |
//! | `local_header_mismatch` | local header and directory disagree (the detail says in what) | name, sizes, checksum: refuses the entry; method, flags: the directory counts |
//! | `multi_disk` | the end record claims several disks | ignores it |
//! | `nul_in_name` | the name holds a NUL byte | refuses the archive |
//! | `overlapping_entries` | two entries share bytes | reads both |
//! | `path_conflict` | one name is a file and a folder at once, which stops tools that unpack | reads both |
//! | `shifted_offsets` | all offsets are wrong by one amount | refuses the archive |
//! | `size_mismatch` | stated and found sizes differ | code: refuses; assets: reads the stated size |
//! | `trailing_data` | bytes follow the end record and its comment | refuses the archive |
//! | `traversal_name` | a `..` step in the name would leave the folder | keeps it as a plain name |
//! | `unknown_method` | the method is neither stored nor deflate | reads it as stored |
//! | `unlisted_bytes` | bytes between entries that nothing accounts for | ignores them |
//! | `unlisted_entry` | a local header that the directory does not list | ignores it |
//! | `zip64` | zip64 records are used | reads them since Android 12 |
mod directory;
mod gzip;
mod layout;
mod local;
mod names;
mod pour;
mod salvage;
mod scan;
#[cfg(test)]
mod tests;

use crate::gap::{Cause, Gap};
pub use gzip::gunzip;
pub use scan::{Read, Scan};

/// All kinds of [`Oddity`], sorted. The table above says what each means.
pub const ODDITY_KINDS: [&str; 29] = [
    "absolute_name",
    "archive_comment",
    "backslash_name",
    "control_in_name",
    "count_mismatch",
    "crc_mismatch",
    "decoy_end_record",
    "directory_with_data",
    "duplicate_name",
    "empty_name",
    "encryption_bit",
    "extra_overrun",
    "gap_before_end",
    "invalid_utf8_name",
    "large_extra",
    "leading_data",
    "local_header_mismatch",
    "multi_disk",
    "nul_in_name",
    "overlapping_entries",
    "path_conflict",
    "shifted_offsets",
    "size_mismatch",
    "trailing_data",
    "traversal_name",
    "unknown_method",
    "unlisted_bytes",
    "unlisted_entry",
    "zip64",
];

/// At most this many oddities are kept of one archive; a gap says when there were more.
pub const MAX_ODDITIES: usize = 20_000;
/// The ratio limit is not applied to an entry's first bytes: ordinary files of zeros or blanks pack very well.
pub const RATIO_FREE: u64 = 32 << 20;

/// Bounds on what is read. A bound that is met gives a [`Gap`] with [`Cause::Limit`].
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one entry after inflating.
    pub max_entry: u64,
    /// Bytes of all entries after inflating.
    pub max_total: u64,
    /// Inflated bytes per packed byte, beyond [`RATIO_FREE`].
    pub max_ratio: u64,
    /// Directory records.
    pub max_entries: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_entry: 512 << 20, max_total: 2 << 30, max_ratio: 1000, max_entries: 200_000 }
    }
}

/// A departure from a plain archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// One of [`ODDITY_KINDS`].
    pub kind: &'static str,
    /// `@0xOFFSET` in the archive.
    pub place: String,
    /// One plain sentence.
    pub detail: String,
}

/// One record of the directory, with what its local header adds.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Number of the record, from 0, in directory order.
    pub index: u32,
    /// The name; NUL and bytes that are not UTF-8 are shown as `\xNN`.
    pub name: String,
    /// Offset of the directory record; of the local header in a salvaged archive.
    pub record_offset: u64,
    /// Offset of the local header.
    pub header_offset: u64,
    /// Offset of the first packed byte; None where the local header cannot be read.
    pub data_offset: Option<u64>,
    /// Stated size as it lies in the archive.
    pub packed_size: u64,
    /// Stated size when unpacked.
    pub size: u64,
    /// Stated compression method: 0 stored, 8 deflate.
    pub method: u16,
    /// General purpose flags of the directory record.
    pub flags: u16,
    /// Stated CRC-32.
    pub crc: u32,
}

impl Entry {
    /// True for a folder's own record.
    pub fn is_directory(&self) -> bool {
        self.name.ends_with('/') && self.size == 0 && (self.packed_size == 0 || self.method == 8)
    }
}

/// The bytes hold no ZIP archive at all.
#[derive(Debug, thiserror::Error)]
#[error("not a ZIP archive: {0}")]
pub struct NotArchive(pub String);

/// A read directory. Holds no bytes of the archive: each call takes them again.
#[derive(Clone, Debug)]
pub struct Archive {
    pub entries: Vec<Entry>,
    pub oddities: Vec<Oddity>,
    pub gaps: Vec<Gap>,
    /// Offset of the central directory; the APK Signing Block ends here. None in a salvaged archive.
    pub directory_offset: Option<u64>,
    /// Where entry data must end: the directory, or the end of a salvaged archive.
    data_end: u64,
    limits: Limits,
}

impl Archive {
    /// Reads the directory and all local headers of `data`.
    ///
    /// Fails only when nothing in `data` looks like an archive; damage gives gaps.
    pub fn open(data: &[u8], limits: Limits) -> Result<Self, NotArchive> {
        let mut archive = Archive {
            entries: Vec::new(),
            oddities: Vec::new(),
            gaps: Vec::new(),
            directory_offset: None,
            data_end: data.len() as u64,
            limits,
        };
        if directory::read(&mut archive, data) {
            local::read_headers(&mut archive, data);
            names::check(&mut archive);
            layout::check(&mut archive, data);
        } else if data.starts_with(local::SIGNATURE) {
            salvage::walk(&mut archive, data);
            names::check(&mut archive);
        } else {
            return Err(NotArchive("no end record was found and the bytes do not start with an entry".to_owned()));
        }
        Ok(archive)
    }

    /// Inflates, hashes and identifies every entry, in parallel; keeps none of the bytes.
    pub fn scan(&self, data: &[u8]) -> Scan {
        scan::scan(self, data)
    }

    /// The bytes of one entry, cut where a limit or damage stops them (the scan's gaps say so).
    /// None when there is no such entry.
    pub fn bytes(&self, data: &[u8], index: usize) -> Option<Vec<u8>> {
        self.entries.get(index).map(|entry| scan::collect(self, data, entry))
    }

    /// Where the bytes of an entry lie in the archive as they are, when they are stored and whole.
    pub fn stored_range(&self, data: &[u8], index: usize) -> Option<std::ops::Range<usize>> {
        self.entries.get(index).and_then(|entry| scan::stored_range(self, data, entry))
    }

    fn odd(&mut self, kind: &'static str, offset: u64, detail: String) {
        debug_assert!(ODDITY_KINDS.contains(&kind));
        push_oddity(&mut self.oddities, &mut self.gaps, kind, offset, detail);
    }

    fn gap(&mut self, offset: u64, cause: Cause, detail: impl Into<String>) {
        self.gaps.push(gap_at(offset, cause, detail));
    }
}

fn gap_at(offset: u64, cause: Cause, detail: impl Into<String>) -> Gap {
    Gap::at(usize::try_from(offset).unwrap_or(usize::MAX), cause, detail)
}

fn push_oddity(list: &mut Vec<Oddity>, gaps: &mut Vec<Gap>, kind: &'static str, offset: u64, detail: String) {
    if list.len() > MAX_ODDITIES {
        return;
    }
    list.push(Oddity { kind, place: format!("@0x{offset:x}"), detail });
    if list.len() > MAX_ODDITIES {
        gaps.push(gap_at(offset, Cause::Limit, format!("more than {MAX_ODDITIES} oddities; the rest is not listed")));
    }
}

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).into()
}

/// Little-endian fields at an offset; None past the end.
fn u16_at(data: &[u8], offset: u64) -> Option<u16> {
    Some(u16::from_le_bytes(bytes_at(data, offset, 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], offset: u64) -> Option<u32> {
    Some(u32::from_le_bytes(bytes_at(data, offset, 4)?.try_into().ok()?))
}

fn u64_at(data: &[u8], offset: u64) -> Option<u64> {
    Some(u64::from_le_bytes(bytes_at(data, offset, 8)?.try_into().ok()?))
}

fn bytes_at(data: &[u8], offset: u64, len: u64) -> Option<&[u8]> {
    let start = usize::try_from(offset).ok()?;
    let end = usize::try_from(offset.checked_add(len)?).ok()?;
    data.get(start..end)
}
