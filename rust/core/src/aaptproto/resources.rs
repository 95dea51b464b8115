//! Protobuf resource tables (resources.pb).
use prost::Message;

use super::config;
use super::messages::{Attribute, Compound, CompoundValue, ConfigValue, Item, ResourceTable, ValueKind};
use super::xml;
use crate::arsc::bytes::Notes;
use crate::arsc::fill::RowOf;
use crate::arsc::pool::NO_TEXT;
use crate::arsc::{BAG, MAP_INDEX, MAP_SPECIAL, NO_KEY, PARENT_KEY, Resources, value};
use crate::gap::Cause;

/// Quantities zero, one, two, few, many, other as bag keys.
const QUANTITIES: [u32; 6] = [5, 6, 7, 8, 9, 4];

impl Resources {
    /// Reads resources.pb of the part numbered `part`, giving the rows that `add` gives for resources.arsc.
    pub fn add_proto(&mut self, part: u32, data: &[u8]) {
        let mut notes = Notes::default();
        let from = self.row_count();
        match ResourceTable::decode(data) {
            Ok(table) => {
                let limit = from.saturating_add(data.len()).saturating_add(1024);
                Filler { into: self, notes: &mut notes, limit }.table(part, &table);
            }
            Err(error) => notes.gap(0, Cause::Malformed, format!("protobuf resource table does not decode: {error}")),
        }
        self.finish(part, data.len(), from, notes);
    }
}

struct Filler<'r> {
    into: &'r mut Resources,
    notes: &'r mut Notes,
    limit: usize,
}

impl Filler<'_> {
    fn table(&mut self, part: u32, table: &ResourceTable) {
        for package in &table.package {
            let package_id = package.package_id.map_or(0, |n| n.id) & 0xff;
            let package_name = self.into.intern(&package.package_name);
            self.into.add_package(package_id, package_name);
            for kind in &package.r#type {
                let type_name = self.into.intern(&kind.name);
                let of = self.into.add_type(package_name, type_name);
                let type_id = kind.type_id.map_or(0, |n| n.id) & 0xff;
                for entry in &kind.entry {
                    let id = (package_id << 24) | (type_id << 16) | (entry.entry_id.map_or(0, |n| n.id) & 0xffff);
                    let name = self.into.intern(&entry.name);
                    self.into.add_name(id, of, name);
                    let row = RowOf {
                        part,
                        id,
                        config: 0,
                        name,
                        of,
                        key: NO_KEY,
                        data_type: 0,
                        data: 0,
                        text: NO_TEXT,
                        at: 0,
                    };
                    for value in &entry.config_value {
                        self.config_value(row, value);
                    }
                }
            }
        }
    }

    fn config_value(&mut self, row: RowOf, value: &ConfigValue) {
        let message = value.config.clone().unwrap_or_default();
        let config = self.into.add_config(&message.encode_to_vec(), || config::read(&message));
        let row = RowOf { config, ..row };
        match value.value.as_ref().and_then(|v| v.value.as_ref()) {
            Some(ValueKind::Item(item)) => self.item(row, item),
            Some(ValueKind::Compound(compound)) => self.compound(row, compound),
            None => {}
        }
    }

    fn push(&mut self, row: RowOf, (data_type, data, text): (u8, u32, Option<String>)) {
        let text = text.map_or(NO_TEXT, |t| self.into.intern(&t));
        self.into.push_row(RowOf { data_type, data, text, ..row }, self.limit, self.notes);
    }

    fn item(&mut self, row: RowOf, item: &Item) {
        self.push(row, xml::item(item));
    }

    fn compound(&mut self, row: RowOf, compound: &Compound) {
        let before = self.into.row_count();
        match &compound.value {
            Some(CompoundValue::Attribute(attribute)) => self.attribute(row, attribute),
            Some(CompoundValue::Style(style)) => {
                if let Some(parent) = &style.parent {
                    self.push(RowOf { key: PARENT_KEY, ..row }, xml::reference(parent));
                }
                for entry in &style.entry {
                    let key = entry.key.as_ref().map_or(0, |k| k.id);
                    if let Some(item) = &entry.item {
                        self.item(RowOf { key, ..row }, item);
                    }
                }
            }
            Some(CompoundValue::Array(array)) => {
                for (index, element) in (0_u32..=0xffff).zip(&array.element) {
                    if let Some(item) = &element.item {
                        self.item(RowOf { key: MAP_INDEX | index, ..row }, item);
                    }
                }
            }
            Some(CompoundValue::Plural(plural)) => {
                for entry in &plural.entry {
                    let quantity = usize::try_from(entry.arity).ok().and_then(|a| QUANTITIES.get(a)).copied();
                    if let (Some(quantity), Some(item)) = (quantity, &entry.item) {
                        self.item(RowOf { key: MAP_SPECIAL | quantity, ..row }, item);
                    }
                }
            }
            None => {}
        }
        if self.into.row_count() == before {
            self.push(row, (BAG, 0, None));
        }
    }

    fn attribute(&mut self, row: RowOf, attribute: &Attribute) {
        self.push(RowOf { key: MAP_SPECIAL, ..row }, (value::INT_DEC, attribute.format_flags, None));
        // Absent limits are written as the whole range of an int, or as zeros.
        if attribute.min_int != i32::MIN && attribute.min_int != 0 {
            let data = attribute.min_int as u32;
            self.push(RowOf { key: MAP_SPECIAL | 1, ..row }, (value::INT_DEC, data, None));
        }
        if attribute.max_int != i32::MAX && attribute.max_int != 0 {
            let data = attribute.max_int as u32;
            self.push(RowOf { key: MAP_SPECIAL | 2, ..row }, (value::INT_DEC, data, None));
        }
        for symbol in &attribute.symbol {
            let key = symbol.name.as_ref().map_or(0, |n| n.id);
            let data_type = u8::try_from(symbol.r#type).ok().filter(|t| *t != 0).unwrap_or(value::INT_DEC);
            self.push(RowOf { key, ..row }, (data_type, symbol.value, None));
        }
    }
}
