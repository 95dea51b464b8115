//! Signs of packing or of tables made to mislead, each tied to a place. A sign is a fact, not a judgement.
use super::dynamic::Dynamic;
use super::image::{ET_DYN, ET_EXEC, Image, PF_W, PF_X, PT_GNU_STACK};

/// One odd thing about a native file. The kinds are stable words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    pub kind: &'static str,
    /// `@0xOFFSET` in the part.
    pub place: String,
    /// One plain sentence.
    pub detail: String,
}

/// Machine code of real compilers stays under 7 bits a byte; enciphered or packed bytes come near 8.
const PACKED_BITS: f64 = 7.5;
/// Below this size the measure says nothing.
const ENTROPY_MIN: u64 = 4096;
/// Shorter trailing bytes are alignment.
const TRAILING_MIN: u64 = 64;

/// Adds the oddities that need the whole image.
pub(crate) fn inspect(image: &mut Image<'_>, dynamic: Option<&Dynamic>) {
    let mut found = Vec::new();
    segments(image, &mut found);
    markers(image, &mut found);
    trailing(image, &mut found);
    if dynamic.is_some_and(|d| d.text_relocations) {
        found.push(odd("text_relocations", 0, "the dynamic section asks for relocations inside code"));
    }
    image.oddities.append(&mut found);
}

fn odd(kind: &'static str, offset: u64, detail: impl Into<String>) -> Oddity {
    Oddity { kind, place: format!("@0x{offset:x}"), detail: detail.into() }
}

fn segments(image: &Image<'_>, found: &mut Vec<Oddity>) {
    let runs = matches!(image.kind, ET_EXEC | ET_DYN);
    if runs && image.loads().next().is_none() {
        found.push(odd("no_segments", 0, "a program or library without a loadable segment"));
    }
    for s in image.loads() {
        if s.flags & (PF_W | PF_X) == PF_W | PF_X {
            let detail = format!("the segment at address 0x{:x} is both writable and executable", s.address);
            found.push(odd("writable_code_segment", s.offset, detail));
        }
        if s.file_size > 0 && s.offset.saturating_add(s.file_size) > image.view.len() {
            let detail = format!("the segment needs {} bytes, the file ends before", s.file_size);
            found.push(odd("segment_outside_file", s.offset, detail));
        }
        let code = image.view.slice(s.offset, s.file_size).filter(|_| s.flags & PF_X != 0 && s.file_size >= ENTROPY_MIN);
        if let Some(bits) = code.map(entropy).filter(|bits| *bits > PACKED_BITS) {
            let detail = format!("the code segment holds {bits:.2} bits a byte, as packed or enciphered bytes do");
            found.push(odd("high_entropy_code", s.offset, detail));
        }
    }
    if image.segments.iter().any(|s| s.kind == PT_GNU_STACK && s.flags & PF_X != 0) {
        found.push(odd("executable_stack", 0, "the program headers ask for an executable stack"));
    }
    let inside = |s: &&super::image::Segment| {
        s.flags & PF_X != 0 && image.entry.checked_sub(s.address).is_some_and(|d| d < s.memory_size)
    };
    if runs && image.entry != 0 && !image.loads().any(|s| inside(&s)) {
        let detail = format!("the entry address 0x{:x} is in no executable segment", image.entry);
        found.push(odd("entry_outside_segments", 0, detail));
    }
}

/// How near the file's ends a packer's own header stands.
const MARKER_REACH: u64 = 256;

fn markers(image: &Image<'_>, found: &mut Vec<Oddity>) {
    let len = image.view.len();
    for at in memchr::memmem::find_iter(image.view.data, b"UPX!").map(|at| at as u64) {
        // In the middle it is a word some program looks for; at the ends it is UPX's header.
        if at < image.tables_end.min(len).saturating_add(MARKER_REACH) || len.saturating_sub(at) <= MARKER_REACH {
            found.push(odd("upx_marker", at, "the marker of the UPX packer"));
            break;
        }
    }
    for at in memchr::memmem::find_iter(image.view.data, b"dex\n0").map(|at| at as u64) {
        // Header size and byte-order mark, so that code which looks for dex files is not taken for one.
        let field = |n: u64| image.view.slice(at.saturating_add(n), 4);
        if field(36) == Some(&[0x70, 0, 0, 0]) && field(40) == Some(&[0x78, 0x56, 0x34, 0x12]) {
            found.push(odd("embedded_dex", at, "a dex file stands inside the native file"));
            break;
        }
    }
}

fn trailing(image: &Image<'_>, found: &mut Vec<Oddity>) {
    let segments = image.segments.iter().map(|s| s.offset.saturating_add(s.file_size));
    let sections = image.sections.iter().filter(|s| s.kind != super::image::SHT_NOBITS);
    let end = segments.chain(sections.map(|s| s.offset.saturating_add(s.size))).fold(image.tables_end, u64::max);
    let extra = image.view.len().saturating_sub(end);
    if extra >= TRAILING_MIN {
        found.push(odd("trailing_data", end, format!("{extra} bytes follow that no header describes")));
    }
}

/// Shannon entropy in bits a byte.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in bytes {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count = count.saturating_add(1);
        }
    }
    let total = bytes.len() as f64;
    let share = |n: u32| f64::from(n) / total;
    counts.iter().filter(|n| **n > 0).map(|n| -share(*n) * share(*n).log2()).sum()
}
