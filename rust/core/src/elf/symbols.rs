//! Symbols: what a native file asks of others, what it offers, and its own names where it was not stripped.
use rustc_hash::{FxHashMap, FxHashSet};

use super::dynamic::{Dynamic, MAX_NAME};
use super::image::{EM_ARM, Image, SHT_SYMTAB};
use crate::gap::{Cause, Gap};

/// Symbols past this count in one file are not read.
const MAX_SYMBOLS: u64 = 400_000;
/// Entries of the version tables past this count are not read.
const MAX_VERSIONS: u64 = 4096;

/// One symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Symbol {
    pub name: String,
    /// `import`, `export` or `local`.
    pub direction: &'static str,
    /// `func`, `object`, `tls` or `other`.
    pub kind: &'static str,
    pub address: u64,
    pub file_offset: Option<u64>,
    /// File the version of an import is asked of.
    pub library: Option<String>,
    pub version: Option<String>,
}

/// Symbols in table order, and the file offsets of all names used, so that they are not told again as strings.
#[derive(Default)]
pub(crate) struct Symbols {
    pub rows: Vec<Symbol>,
    pub name_offsets: FxHashSet<u64>,
    pub has_full_table: bool,
}

/// Version number → (library, version).
type Versions = FxHashMap<u16, (Option<String>, String)>;

pub(super) struct Raw {
    pub name: u64,
    pub info: u8,
    other: u8,
    pub section: u16,
    pub value: u64,
}

/// Reads the dynamic symbols, then what the full table adds.
pub(crate) fn read(image: &mut Image<'_>, dynamic: Option<&Dynamic>) -> Symbols {
    let mut symbols = Symbols::default();
    if let Some(dynamic) = dynamic {
        read_dynamic(image, dynamic, &mut symbols);
    }
    read_full(image, &mut symbols);
    symbols
}

/// Size of a symbol table entry by the file's class; the size a file states is not trusted.
fn entry_size(image: &Image<'_>) -> u64 {
    if image.view.wide { 24 } else { 16 }
}

pub(super) fn raw(image: &Image<'_>, at: u64) -> Option<Raw> {
    let v = &image.view;
    let next = |n: u64| at.checked_add(n);
    let name = u64::from(v.u32(at)?);
    Some(if v.wide {
        Raw { name, info: v.u8(next(4)?)?, other: v.u8(next(5)?)?, section: v.u16(next(6)?)?, value: v.u64(next(8)?)? }
    } else {
        let value = v.u32(next(4)?)?.into();
        Raw { name, info: v.u8(next(12)?)?, other: v.u8(next(13)?)?, section: v.u16(next(14)?)?, value }
    })
}

fn kind(info: u8) -> &'static str {
    match info & 15 {
        1 => "object",
        2 | 10 => "func",
        6 => "tls",
        _ => "other",
    }
}

/// Address of the code: on ARM the lowest bit of a function only says that it is Thumb code.
fn place(image: &Image<'_>, raw: &Raw) -> u64 {
    if image.machine == EM_ARM && kind(raw.info) == "func" { raw.value & !1 } else { raw.value }
}

fn read_dynamic(image: &mut Image<'_>, dynamic: &Dynamic, symbols: &mut Symbols) {
    let size = entry_size(image);
    let Some(start) = image.file_offset(dynamic.symbols).filter(|_| dynamic.symbols != 0) else {
        if dynamic.symbols != 0 {
            let detail = format!("the dynamic symbol table at address 0x{:x} is in no segment", dynamic.symbols);
            image.gaps.push(Gap { place: "@0x0".into(), cause: Cause::Malformed, detail });
        }
        return;
    };
    let versions = read_versions(image, dynamic, symbols);
    let count = bounded(image, start, dynamic.symbol_count(image, size));
    let version_table = image.file_offset(dynamic.versions).filter(|_| dynamic.versions != 0);
    let mut unnamed = 0_u64;
    for number in 1..count {
        let Some(entry) = raw(image, start.saturating_add(number.saturating_mul(size))) else { break };
        if entry.name == 0 {
            continue;
        }
        let offset = dynamic.name_offset(image, entry.name);
        let Some((offset, name)) = offset.zip(dynamic.name(image, entry.name)) else {
            unnamed = unnamed.saturating_add(1);
            continue;
        };
        symbols.name_offsets.insert(offset);
        let version = version_table.and_then(|t| image.view.u16(t.checked_add(number.checked_mul(2)?)?));
        let version = version.and_then(|v| versions.get(&(v & 0x7fff)));
        if let Some(symbol) = dynamic_symbol(image, &entry, name, version) {
            symbols.rows.push(symbol);
        }
    }
    if unnamed > 0 {
        let detail = format!("{unnamed} dynamic symbols have no readable name");
        image.gaps.push(Gap { place: format!("@0x{start:x}"), cause: Cause::Malformed, detail });
    }
}

fn bounded(image: &mut Image<'_>, start: u64, count: u64) -> u64 {
    if count > MAX_SYMBOLS {
        let detail = format!("{count} symbols, only the first {MAX_SYMBOLS} are read");
        image.gaps.push(Gap { place: format!("@0x{start:x}"), cause: Cause::Limit, detail });
    }
    count.min(MAX_SYMBOLS)
}

fn dynamic_symbol(
    image: &Image<'_>,
    entry: &Raw,
    name: String,
    version: Option<&(Option<String>, String)>,
) -> Option<Symbol> {
    let import = entry.section == 0;
    let visible = entry.info >> 4 != 0 && matches!(entry.other & 3, 0 | 3);
    if !import && !visible {
        return None;
    }
    let address = if import { 0 } else { place(image, entry) };
    Some(Symbol {
        name,
        direction: if import { "import" } else { "export" },
        kind: kind(entry.info),
        address,
        file_offset: if import { None } else { image.file_offset(address) },
        library: version.filter(|_| import).and_then(|(library, _)| library.clone()),
        version: version.map(|(_, version)| version.clone()),
    })
}

/// The version tables (LSB core, symbol versioning): needed versions and the file's own.
fn read_versions(image: &Image<'_>, dynamic: &Dynamic, symbols: &mut Symbols) -> Versions {
    let mut versions = Versions::default();
    let mut budget = MAX_VERSIONS;
    let mut name = |offset: u32| {
        let text = dynamic.name(image, offset.into())?;
        symbols.name_offsets.extend(dynamic.name_offset(image, offset.into()));
        Some(text)
    };
    let v = &image.view;
    // vn_version, vn_cnt, vn_file, vn_aux, vn_next; then vna_hash, vna_flags, vna_other, vna_name, vna_next.
    walk(image, dynamic.needs, dynamic.needs_count, &mut budget, 12, |at, budget| {
        let library = name(v.u32(at.checked_add(4)?)?);
        let mut aux = at.checked_add(v.u32(at.checked_add(8)?)?.into())?;
        for _ in 0..v.u16(at.checked_add(2)?)? {
            *budget = budget.checked_sub(1)?;
            let number = v.u16(aux.checked_add(6)?)? & 0x7fff;
            if let Some(version) = name(v.u32(aux.checked_add(8)?)?) {
                versions.insert(number, (library.clone(), version));
            }
            aux = aux.checked_add(v.u32(aux.checked_add(12)?)?.into())?;
        }
        Some(())
    });
    // vd_version, vd_flags, vd_ndx, vd_cnt, vd_hash, vd_aux, vd_next; then vda_name.
    walk(image, dynamic.definitions, dynamic.definitions_count, &mut budget, 16, |at, _| {
        let base = v.u16(at.checked_add(2)?)? & 1 != 0;
        let number = v.u16(at.checked_add(4)?)? & 0x7fff;
        let aux = at.checked_add(v.u32(at.checked_add(12)?)?.into())?;
        let version = name(v.u32(aux)?)?;
        // The base definition names the file itself, not a version.
        if !base {
            versions.insert(number, (None, version));
        }
        Some(())
    });
    versions
}

/// Follows a chain of `count` records from `address`; the distance to the next stands at `next` in each.
fn walk(
    image: &Image<'_>,
    address: u64,
    count: u64,
    budget: &mut u64,
    next: u64,
    mut visit: impl FnMut(u64, &mut u64) -> Option<()>,
) {
    let Some(mut at) = image.file_offset(address).filter(|_| address != 0) else { return };
    for _ in 0..count {
        let Some(left) = budget.checked_sub(1) else { return };
        *budget = left;
        // A record that cannot be read loses its own names only.
        let _ = visit(at, budget);
        let step = at.checked_add(next).and_then(|p| image.view.u32(p)).unwrap_or(0);
        if step == 0 {
            return;
        }
        at = at.saturating_add(step.into());
    }
}

fn read_full(image: &mut Image<'_>, symbols: &mut Symbols) {
    let Some(table) = image.sections.iter().find(|s| s.kind == SHT_SYMTAB).cloned() else { return };
    let Some(strings) = image.sections.get(table.link as usize).cloned() else { return };
    let size = entry_size(image);
    let room = image.view.len().saturating_sub(table.offset);
    let count = bounded(image, table.offset, table.size.min(room).checked_div(size).unwrap_or(0));
    symbols.has_full_table = count > 1;
    let known: FxHashSet<(String, u64)> = symbols.rows.iter().map(|s| (s.name.clone(), s.address)).collect();
    let imports: FxHashSet<String> = symbols.rows.iter().map(|s| s.name.clone()).collect();
    for number in 1..count {
        let Some(entry) = raw(image, table.offset.saturating_add(number.saturating_mul(size))) else { break };
        // Only code and data: sections, files and mapping symbols are no names of the program.
        let named = entry.name != 0 && entry.name < strings.size && matches!(entry.info & 15, 0 | 1 | 2 | 6 | 10);
        let offset = strings.offset.saturating_add(entry.name);
        let Some(bytes) = image.view.cstr(offset, MAX_NAME).filter(|_| named) else { continue };
        symbols.name_offsets.insert(offset);
        let name = String::from_utf8_lossy(bytes).into_owned();
        let import = entry.section == 0;
        let address = if import { 0 } else { place(image, &entry) };
        // The full table repeats dynamic names, imports with `@VERSION` behind.
        let plain = name.split('@').next().unwrap_or_default();
        let seen = if import { imports.contains(plain) } else { known.contains(&(name.clone(), address)) };
        if seen || name.starts_with('$') || (!import && kind(entry.info) == "other") {
            continue;
        }
        symbols.rows.push(Symbol {
            name,
            direction: if import { "import" } else { "local" },
            kind: kind(entry.info),
            address,
            file_offset: if import { None } else { image.file_offset(address) },
            library: None,
            version: None,
        });
    }
}
