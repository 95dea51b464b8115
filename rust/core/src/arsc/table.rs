//! The fact table `resources`.
use std::fmt::Write;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;

use super::pool::NO_TEXT;
use super::{BAG, MAP_INDEX, MAP_SPECIAL, NO_KEY, PARENT_KEY, Resources, Row, value};
use crate::gap::{Cause, Gap};
use crate::table::{Column, Kind, Table, TableError, TableSpec, Values};

pub const RESOURCES: TableSpec = TableSpec {
    name: "resources",
    doc: "Resource values in all configurations: one row a value, several rows for arrays, plurals, styles and attributes.",
    columns: &[
        Column::new("part", Kind::U32, "Part that holds the resource table."),
        Column::new("id", Kind::U32, "Resource id 0xPPTTEEEE: package, type, entry."),
        Column::new("package", Kind::Text, "Package the table names."),
        Column::new("type", Kind::Text, "Resource type: string, array, layout, id, …"),
        Column::new(
            "name",
            Kind::Text,
            "Entry name as the table gives it; tools that hide names may give many entries one name.",
        ),
        Column::new(
            "config",
            Kind::Text,
            "Qualifiers as in folder names (`zh-rCN`, `sw600dp-land`); empty for the default.",
        ),
        Column::new("locale", Kind::Text, "Locale of the configuration as BCP-47; empty for any."),
        Column::maybe(
            "key",
            Kind::Text,
            "In a bag: array index, plural quantity, attribute name, enum or flag name, or `parent`; null for a simple value.",
        ),
        Column::new(
            "kind",
            Kind::Text,
            "string, reference, attribute, integer, bool, color, dimension, fraction, float, format (what an attribute takes), null, empty (a bag without values) or unknown.",
        ),
        Column::maybe(
            "value",
            Kind::Text,
            "The value as text; references as `@type/name`, or `@0x…` where no name is known. Null for a string that does not decode and for empty bags.",
        ),
        Column::new("data", Kind::U32, "The raw 32 bits: id of a reference, number, index in the string pool."),
        Column::maybe(
            "line",
            Kind::U32,
            "Line, where the value stands in a text; 0 where the part as a whole is the value.",
        ),
        Column::maybe("column", Kind::U32, "Column, where the value stands in a text; 0 as for `line`."),
    ],
};

/// A text column that stops taking text when its share is used up: rows may all point at one long string.
struct Column32 {
    cells: StringBuilder,
    left: usize,
    cut: bool,
}

impl Column32 {
    fn new(rows: usize, left: usize) -> Self {
        Column32 { cells: StringBuilder::with_capacity(rows, rows.saturating_mul(8)), left, cut: false }
    }

    fn push(&mut self, text: &str) {
        if text.len() > self.left {
            self.cut = true;
            self.cells.append_value("");
        } else {
            self.left = self.left.saturating_sub(text.len());
            self.cells.append_value(text);
        }
    }

    fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.push(text),
            None => self.cells.append_null(),
        }
    }

    fn done(mut self) -> Values {
        Values::Array(Arc::new(self.cells.finish()))
    }
}

/// The text columns in the order of [`RESOURCES`], between `id` and `data`; `kind` is among them.
struct Columns {
    package: Column32,
    kind_of: Column32,
    name: Column32,
    config: Column32,
    locale: Column32,
    key: Column32,
    kind: Column32,
    value: Column32,
}

impl Resources {
    /// The fact table. Text that would blow up beyond 64 times the input is left out, with a gap (see [`Resources::gaps`]).
    pub fn table(&mut self) -> Result<Table, TableError> {
        let share = self.bytes.saturating_mul(64).saturating_add(1 << 20).min(1 << 30);
        let column = || Column32::new(self.rows.len(), share);
        let mut c = Columns {
            package: column(),
            kind_of: column(),
            name: column(),
            config: column(),
            locale: column(),
            key: column(),
            kind: column(),
            value: column(),
        };
        let mut buffer = String::new();
        for row in &self.rows {
            self.push_texts(row, &mut c, &mut buffer);
        }
        let texts = [c.package, c.kind_of, c.name, c.config, c.locale, c.key, c.kind, c.value];
        if texts.iter().any(|t| t.cut) {
            let part = self.rows.first().map_or(0, |r| r.part);
            self.gaps
                .push((part, Gap::at(0, Cause::Limit, "many values share one very long string: some are left out")));
        }
        let mut columns = vec![
            Values::U32(self.rows.iter().map(|r| r.part).collect()),
            Values::U32(self.rows.iter().map(|r| r.id).collect()),
        ];
        columns.extend(texts.into_iter().map(Column32::done));
        columns.push(Values::U32(self.rows.iter().map(|r| r.data).collect()));
        let at = |row: usize| self.row_at.get(&row);
        columns.push(Values::MaybeU32((0..self.rows.len()).map(|row| at(row).map(|p| p.line)).collect()));
        columns.push(Values::MaybeU32((0..self.rows.len()).map(|row| at(row).map(|p| p.column)).collect()));
        Table::new(&RESOURCES, columns)
    }

    fn push_texts(&self, row: &Row, c: &mut Columns, buffer: &mut String) {
        let of = usize::try_from(row.kind).ok().and_then(|t| self.types.get(t));
        c.package.push(of.map_or("", |t| self.text(t.package)));
        c.kind_of.push(of.map_or("", |t| self.text(t.name)));
        c.name.push(self.text(row.name));
        let (qualifiers, locale) = self.config(row);
        c.config.push(qualifiers);
        c.locale.push(locale);
        buffer.clear();
        c.key.maybe(self.push_key(row, buffer).then_some(buffer.as_str()));
        c.kind.push(kind(row));
        buffer.clear();
        c.value.maybe(self.push_value(row, buffer).then_some(buffer.as_str()));
    }

    /// (qualifiers, locale) of a row.
    pub(super) fn config(&self, row: &Row) -> (&str, &str) {
        let found = usize::try_from(row.config).ok().and_then(|c| self.configs.get(c));
        found.map_or(("", ""), |(qualifiers, locale)| (qualifiers, locale))
    }

    /// Appends the key of a bag row; false for a simple value.
    pub(super) fn push_key(&self, row: &Row, out: &mut String) -> bool {
        const SPECIAL: [&str; 10] = ["type", "min", "max", "l10n", "other", "zero", "one", "two", "few", "many"];
        match row.key {
            NO_KEY => return false,
            PARENT_KEY => out.push_str("parent"),
            key if key & 0xffff_0000 == MAP_INDEX => {
                let _ = write!(out, "{}", key & 0xffff);
            }
            key => {
                let special = key.checked_sub(MAP_SPECIAL).and_then(|n| SPECIAL.get(usize::try_from(n).ok()?));
                match (special, self.parts_of_name(key)) {
                    (Some(word), _) => out.push_str(word),
                    (None, Some((_, _, name))) => {
                        out.push_str(if key >> 24 == 1 { "android:" } else { "" });
                        out.push_str(name);
                    }
                    (None, None) => {
                        let _ = write!(out, "0x{key:08x}");
                    }
                }
            }
        }
        true
    }

    /// Appends the value; false where there is none.
    pub(super) fn push_value(&self, row: &Row, out: &mut String) -> bool {
        match row.data_type {
            BAG => return false,
            _ if row.key == MAP_SPECIAL => value::push_formats(row.data, out),
            _ if row.text != NO_TEXT => out.push_str(self.text(row.text)),
            value::STRING => return false,
            kind if value::is_reference(kind) && row.data != 0 => {
                let from = out.len();
                out.push(if value::kind(kind) == "attribute" { '?' } else { '@' });
                if !self.push_name(row.data, out) {
                    out.truncate(from);
                    value::push(kind, row.data, out);
                }
            }
            kind => value::push(kind, row.data, out),
        }
        true
    }
}

/// The word in the column `kind`.
pub(super) fn kind(row: &Row) -> &'static str {
    match row.data_type {
        BAG => "empty",
        _ if row.key == MAP_SPECIAL => "format",
        other => value::kind(other),
    }
}
