//! Resource tables (resources.arsc, or resources.pb of a bundle) in all configurations, as one fact table.
//!
//! Read by the rules of Android's own reader (frameworks/base/libs/androidfw: ResourceTypes.h, LoadedArsc.cpp).
//! Several parts (a base and its splits) share one accumulator, so that references between them have names.
use rustc_hash::FxHashMap;

pub mod bytes;
pub mod config;
pub(crate) mod fill;
pub mod names;
pub mod pool;
pub(crate) mod qualifiers;
mod read;
mod resolve;
mod table;
#[cfg(test)]
mod tests;
pub mod value;

use bytes::{Notes, Oddity};
use pool::{Arena, NO_TEXT};
pub use resolve::Value;
pub use table::RESOURCES;

use crate::gap::Gap;

/// The key of a simple value.
pub(crate) const NO_KEY: u32 = u32::MAX;
/// The key of a style's parent.
pub(crate) const PARENT_KEY: u32 = u32::MAX - 1;
/// Array elements are keyed by number, the parts of attributes and plurals by the names `RESOURCES` documents.
pub(crate) const MAP_INDEX: u32 = 0x0200_0000;
pub(crate) const MAP_SPECIAL: u32 = 0x0100_0000;
/// Value type of a row that stands for an empty bag.
pub(crate) const BAG: u8 = 0xfe;

/// One value of one entry in one configuration.
#[derive(Clone, Copy, Debug)]
struct Row {
    part: u32,
    id: u32,
    config: u32,
    /// Handle of the entry's name in this part.
    name: u32,
    kind: u32,
    key: u32,
    data_type: u8,
    data: u32,
    /// Handle of the string, or NO_TEXT.
    text: u32,
}

/// A type of a package of one part.
#[derive(Clone, Copy, Debug)]
struct Type {
    package: u32,
    name: u32,
}

/// All resource tables of one app.
#[derive(Default)]
pub struct Resources {
    arena: Arena,
    rows: Vec<Row>,
    types: Vec<Type>,
    /// (qualifiers, locale).
    configs: Vec<(String, String)>,
    config_numbers: FxHashMap<Vec<u8>, u32>,
    /// 0xPPTT → (type, entry names by number); the first part that names an entry names it for all.
    names: FxHashMap<u32, (u32, Vec<u32>)>,
    packages: FxHashMap<u32, u32>,
    /// Shared libraries: build-time package id → handle of the package name.
    libraries: FxHashMap<u32, u32>,
    by_id: Vec<u32>,
    oddities: Vec<(u32, Oddity)>,
    gaps: Vec<(u32, Gap)>,
    bytes: usize,
    /// Row → where it stands, for rows read from text; line 0 for a file as a whole.
    pub(crate) row_at: FxHashMap<usize, crate::written::Position>,
    /// Names of resources that were read as text; see `aapttext`.
    pub(crate) symbols: crate::aapttext::Symbols,
}

impl Resources {
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads resources.arsc of the part numbered `part`. Damage leaves gaps; what stands before and beside it is read.
    pub fn add(&mut self, part: u32, data: &[u8]) {
        let mut notes = Notes::default();
        let from = self.rows.len();
        read::table(self, part, data, &mut notes);
        self.finish(part, data.len(), from, notes);
    }

    /// Called when the rows of one part are in: index, names check, notes.
    pub(crate) fn finish(&mut self, part: u32, size: usize, from: usize, mut notes: Notes) {
        self.bytes = self.bytes.saturating_add(size);
        self.collapsed(&mut notes);
        self.noted(part, notes);
        let added = u32::try_from(from).unwrap_or(u32::MAX)..u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.by_id.extend(added);
        let rows = &self.rows;
        self.by_id.sort_by_key(|row| usize::try_from(*row).ok().and_then(|r| rows.get(r)).map_or(0, |r| r.id));
    }

    pub(crate) fn noted(&mut self, part: u32, notes: Notes) {
        self.oddities.extend(notes.oddities.into_iter().map(|o| (part, o)));
        self.gaps.extend(notes.gaps.into_iter().map(|g| (part, g)));
    }

    /// Names of resources that were read as text, with their numbers.
    pub fn symbols(&self) -> &crate::aapttext::Symbols {
        &self.symbols
    }

    /// (part, oddity), in reading order.
    pub fn oddities(&self) -> &[(u32, Oddity)] {
        &self.oddities
    }

    /// (part, gap), in reading order.
    pub fn gaps(&self) -> &[(u32, Gap)] {
        &self.gaps
    }

    /// Tools that hide names give every entry of a type one name; references by name are then meaningless.
    fn collapsed(&self, notes: &mut Notes) {
        let mut types: Vec<_> = self.names.iter().collect();
        types.sort_by_key(|(key, _)| **key);
        for (key, (_, names)) in types {
            let mut texts: Vec<&str> = names.iter().filter_map(|n| self.arena.get(*n)).collect();
            let entries = texts.len();
            texts.sort_unstable();
            texts.dedup();
            if texts.len() < entries {
                let detail = format!("{entries} entries of type 0x{key:04x} share {} names", texts.len());
                notes.odd_at("collapsed_names", format!("res:0x{key:04x}0000"), detail);
            }
        }
    }

    fn text(&self, handle: u32) -> &str {
        self.arena.get(handle).unwrap_or_default()
    }

    /// (package, type, name) of an id; framework ids by the public list.
    fn parts_of_name(&self, id: u32) -> Option<(&str, &str, &str)> {
        if let Some((type_number, names)) = self.names.get(&(id >> 16)) {
            let handle = names.get(usize::try_from(id & 0xffff).ok()?).copied().filter(|h| *h != NO_TEXT);
            if let Some(name) = handle {
                let of = self.types.get(usize::try_from(*type_number).ok()?)?;
                return Some((self.text(of.package), self.text(of.name), self.arena.get(name)?));
            }
        }
        names::framework(id).map(|(kind, name)| ("android", kind, name))
    }

    /// `string/app_name`, `android:string/ok`. None for ids that no part and no public list names.
    ///
    /// The package is shown for the framework and for shared libraries only.
    pub fn name(&self, id: u32) -> Option<String> {
        let mut out = String::new();
        self.push_name(id, &mut out).then_some(out)
    }

    fn push_name(&self, id: u32, out: &mut String) -> bool {
        let Some((package, kind, name)) = self.parts_of_name(id) else { return false };
        if id >> 24 != 0x7f && (id >> 24 == 1 || self.libraries.contains_key(&(id >> 24))) {
            out.push_str(package);
            out.push(':');
        }
        out.push_str(kind);
        out.push('/');
        out.push_str(name);
        true
    }
}
