//! How readers put types, names, configurations and values into `Resources`.
use super::bytes::Notes;
use super::config::Config;
use super::pool::{Arena, NO_TEXT};
use super::{Resources, Row, Type};
use crate::gap::Cause;

impl Resources {
    pub(crate) fn arena(&mut self) -> &mut Arena {
        &mut self.arena
    }

    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        self.arena.add(text)
    }

    pub(crate) fn add_package(&mut self, id: u32, name: u32) {
        self.packages.entry(id).or_insert(name);
    }

    pub(crate) fn add_library(&mut self, id: u32, name: u32) {
        self.libraries.entry(id).or_insert(name);
    }

    /// Opens a type of a package; its number goes into rows and names.
    pub(crate) fn add_type(&mut self, package: u32, name: u32) -> u32 {
        let number = u32::try_from(self.types.len()).unwrap_or(u32::MAX);
        self.types.push(Type { package, name });
        number
    }

    /// Names an entry, unless an earlier part did. `id` is 0xPPTTEEEE.
    pub(crate) fn add_name(&mut self, id: u32, of: u32, name: u32) {
        let (_, names) = self.names.entry(id >> 16).or_insert_with(|| (of, Vec::new()));
        let entry = usize::try_from(id & 0xffff).unwrap_or(0);
        if names.len() <= entry {
            names.resize(entry.saturating_add(1), NO_TEXT);
        }
        if let Some(slot) = names.get_mut(entry).filter(|slot| **slot == NO_TEXT) {
            *slot = name;
        }
    }

    /// The number of a configuration; `bytes` is anything that is equal where configurations are.
    pub(crate) fn add_config(&mut self, bytes: &[u8], read: impl FnOnce() -> Config) -> u32 {
        if let Some(&number) = self.config_numbers.get(bytes) {
            return number;
        }
        let number = u32::try_from(self.configs.len()).unwrap_or(u32::MAX);
        let config = read();
        self.configs.push((config.qualifiers(), config.locale()));
        self.config_numbers.insert(bytes.to_vec(), number);
        number
    }

    pub(crate) fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// False when `limit` rows are there already; the gap is written once.
    pub(crate) fn push_row(&mut self, row: RowOf, limit: usize, notes: &mut Notes) -> bool {
        if self.rows.len() >= limit {
            if !notes.gaps.iter().any(|g| g.cause == Cause::Limit && g.detail.starts_with("more values")) {
                notes.gap(row.at, Cause::Limit, "more values than the table has room for: entries overlap");
            }
            return false;
        }
        let RowOf { part, id, config, name, of, key, data_type, data, text, at: _ } = row;
        self.rows.push(Row { part, id, config, name, kind: of, key, data_type, data, text });
        true
    }
}

/// A row to be filled in; `at` is its place for gaps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowOf {
    pub part: u32,
    pub id: u32,
    pub config: u32,
    pub name: u32,
    pub of: u32,
    pub key: u32,
    pub data_type: u8,
    pub data: u32,
    pub text: u32,
    pub at: usize,
}
