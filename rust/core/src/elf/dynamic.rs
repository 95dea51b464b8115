//! The dynamic section: what the linker loads, and where the symbol tables are.
use super::bytes::View;
use super::image::{Image, PT_DYNAMIC, SHT_DYNAMIC};
use crate::gap::{Cause, Gap};

/// Entries past this count are not read; real files have under 60.
const MAX_ENTRIES: u64 = 4096;
/// Names longer than this are taken for damage.
pub(crate) const MAX_NAME: u64 = 65_536;

/// Values of the dynamic section. Addresses are virtual; 0 where the entry is missing.
#[derive(Default)]
pub(crate) struct Dynamic {
    pub strings: u64,
    pub strings_size: u64,
    pub symbols: u64,
    pub hash: u64,
    pub gnu_hash: u64,
    pub versions: u64,
    pub needs: u64,
    pub needs_count: u64,
    pub definitions: u64,
    pub definitions_count: u64,
    /// (address, size, entry size) of the relocation tables.
    pub relocations: Vec<(u64, u64, u64)>,
    pub soname: Option<u64>,
    pub needed: Vec<u64>,
    pub pie: bool,
    pub text_relocations: bool,
    /// All entries as they stand.
    pub entries: Vec<(u64, u64)>,
}

impl Dynamic {
    /// Reads the section named by the program headers, else by the section table.
    pub fn read(image: &mut Image<'_>) -> Option<Self> {
        let segment = image.segments.iter().find(|s| s.kind == PT_DYNAMIC);
        // The linker uses the address, not the file offset, which a hostile file may set apart.
        let place = segment
            .map(|s| (image.file_offset(s.address).unwrap_or(s.offset), s.file_size.max(s.memory_size)))
            .or_else(|| image.sections.iter().find(|s| s.kind == SHT_DYNAMIC).map(|s| (s.offset, s.size)))?;
        let (offset, size) = place;
        let step = image.view.word_size().saturating_mul(2);
        let count = size.checked_div(step).unwrap_or(0);
        let mut dynamic = Dynamic::default();
        let (mut rel, mut rela, mut plt) = ((0, 0), (0, 0), (0, 0, 0));
        for number in 0..count.min(MAX_ENTRIES) {
            let at = offset.saturating_add(number.saturating_mul(step));
            let entry = image.view.word(at).zip(image.view.word(at.saturating_add(image.view.word_size())));
            let Some((tag, value)) = entry else {
                let detail = "the dynamic section runs past the end of the file";
                image.gaps.push(Gap { place: format!("@0x{at:x}"), cause: Cause::Truncated, detail: detail.into() });
                break;
            };
            dynamic.entries.push((tag, value));
            match tag {
                0 => break,
                2 => plt.1 = value,
                7 => rela.0 = value,
                8 => rela.1 = value,
                17 => rel.0 = value,
                18 => rel.1 = value,
                20 => plt.2 = value,
                23 => plt.0 = value,
                _ => dynamic.take(tag, value),
            }
        }
        let word = image.view.word_size();
        let (rel_size, rela_size) = (word.saturating_mul(2), word.saturating_mul(3));
        // DT_PLTREL is the tag of the kind used: 7 for entries with addend.
        let plt_size = if plt.2 == 7 { rela_size } else { rel_size };
        dynamic.relocations = vec![(rel.0, rel.1, rel_size), (rela.0, rela.1, rela_size), (plt.0, plt.1, plt_size)];
        Some(dynamic)
    }

    fn take(&mut self, tag: u64, value: u64) {
        match tag {
            1 => self.needed.push(value),
            4 => self.hash = value,
            5 => self.strings = value,
            6 => self.symbols = value,
            10 => self.strings_size = value,
            14 => self.soname = Some(value),
            22 => self.text_relocations = true,
            30 => self.text_relocations |= value & 4 != 0,
            0x6fff_fef5 => self.gnu_hash = value,
            0x6fff_fff0 => self.versions = value,
            0x6fff_fffb => self.pie = value & 0x0800_0000 != 0,
            0x6fff_fffc => self.definitions = value,
            0x6fff_fffd => self.definitions_count = value,
            0x6fff_fffe => self.needs = value,
            0x6fff_ffff => self.needs_count = value,
            _ => {}
        }
    }

    /// File offset of a name in the dynamic string table.
    pub fn name_offset(&self, image: &Image<'_>, name: u64) -> Option<u64> {
        // A size of 0 is a damaged entry; the linker does not check it on old systems.
        if self.strings == 0 || (self.strings_size != 0 && name >= self.strings_size) {
            return None;
        }
        image.file_offset(self.strings)?.checked_add(name)
    }

    /// A name of the dynamic string table; bytes that are no UTF-8 are shown as replacement characters.
    pub fn name(&self, image: &Image<'_>, name: u64) -> Option<String> {
        let bytes = image.view.cstr(self.name_offset(image, name)?, MAX_NAME)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    /// How many symbols there are. Nothing in the format says so outright: the hash tables, the relocations and
    /// the section table each know a part, and the largest that the bytes allow is taken.
    pub fn symbol_count(&self, image: &Image<'_>, entry: u64) -> u64 {
        let view = &image.view;
        // Address 0 is a missing entry, though a library's first segment is loaded there.
        let place = |address: u64| image.file_offset(address).filter(|_| address != 0);
        let Some(start) = place(self.symbols) else { return 0 };
        let hash = place(self.hash).and_then(|at| view.u32(at.checked_add(4)?)).map_or(0, u64::from);
        let gnu = place(self.gnu_hash).and_then(|at| gnu_count(view, at)).unwrap_or(0);
        let used = self.relocations.iter().map(|table| self.highest_symbol(image, *table)).max().unwrap_or(0);
        let section = image.sections.iter().find(|s| s.kind == 11 && s.offset == start);
        let section = section.and_then(|s| s.size.checked_div(entry)).unwrap_or(0);
        let known = hash.max(gnu).max(used).max(section);
        let strings = place(self.strings).filter(|s| *s > start);
        // Linkers put the strings after the symbols: a bound for lying counts, and a guess where nothing is known.
        let room = strings.unwrap_or(view.len()).saturating_sub(start).checked_div(entry).unwrap_or(0);
        if known == 0 && strings.is_some() { room } else { known.min(room) }
    }

    fn highest_symbol(&self, image: &Image<'_>, (address, size, step): (u64, u64, u64)) -> u64 {
        let Some(start) = image.file_offset(address).filter(|_| address > 0 && size > 0 && step > 0) else { return 0 };
        let size = size.min(image.view.len().saturating_sub(start));
        let info = |n: u64| {
            let at = start.checked_add(n.checked_mul(step)?)?.checked_add(image.view.word_size())?;
            image.view.word(at).map(|info| if image.view.wide { info >> 32 } else { info >> 8 })
        };
        let count = size.checked_div(step).unwrap_or(0);
        (0..count).filter_map(info).max().filter(|n| *n > 0).map_or(0, |n| n.saturating_add(1))
    }
}

/// Number of symbols by the GNU hash table: the highest bucket's chain is followed to its end.
fn gnu_count(view: &View<'_>, at: u64) -> Option<u64> {
    let buckets = u64::from(view.u32(at)?);
    let base = u64::from(view.u32(at.checked_add(4)?)?);
    let bloom = u64::from(view.u32(at.checked_add(8)?)?);
    let first = at.checked_add(16)?.checked_add(bloom.checked_mul(view.word_size())?)?;
    let chains = first.checked_add(buckets.checked_mul(4)?)?;
    let bytes = view.slice(first, buckets.checked_mul(4)?)?;
    let read =
        |b: &[u8]| b.try_into().ok().map(|b| if view.big { u32::from_be_bytes(b) } else { u32::from_le_bytes(b) });
    let highest = u64::from(bytes.chunks_exact(4).filter_map(read).max().unwrap_or(0));
    if highest < base {
        return Some(base);
    }
    let mut symbol = highest;
    // Ends at the bytes' end: a chain without its end mark runs at most through the file once.
    while view.u32(chains.checked_add(symbol.checked_sub(base)?.checked_mul(4)?)?)? & 1 == 0 {
        symbol = symbol.checked_add(1)?;
    }
    symbol.checked_add(1)
}
