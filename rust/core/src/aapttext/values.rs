//! The resources of a tree as rows, like those of a resource table.
use super::entries::{Node, declared, read};
use super::formats::{self, ANY, BOOLEAN, COLOR, DIMENSION, FLOAT, FRACTION, INTEGER, STRING, Takes};
use super::symbols::{Names, of_file, of_values, takes};
use super::{File, strings, word};
use crate::arsc::bytes::Notes;
use crate::arsc::config::Config;
use crate::arsc::fill::RowOf;
use crate::arsc::pool::NO_TEXT;
use crate::arsc::{BAG, MAP_INDEX, MAP_SPECIAL, NO_KEY, PARENT_KEY, Resources, value};
use crate::gap::{Cause, Gap};
use crate::written::Position;

/// Quantities in the order of bag keys from 4 on.
const QUANTITIES: [&str; 6] = ["other", "zero", "one", "two", "few", "many"];

impl Resources {
    /// Reads the files below `res/` of a tree. `package` is the app's. `numbers` are ids known from elsewhere, `used`
    /// resources that code names: both as (type, name).
    pub fn add_tree(
        &mut self,
        package: &str,
        files: &[File],
        numbers: &[(String, String, u32)],
        used: &[(String, String)],
    ) {
        let mut names = Names::default();
        let mut documents: Vec<(usize, Vec<Node>, Notes)> = Vec::new();
        for (number, file) in files.iter().enumerate() {
            if let (Some(_), Some(text)) = (of_values(&file.path), &file.text) {
                let mut notes = Notes::default();
                let nodes = read(text, &mut notes);
                names.values(&nodes);
                documents.push((number, nodes, notes));
            } else if let Some((kind, name, _)) = of_file(&file.path) {
                names.add(kind, name);
            }
            names.made(file.text.as_deref().unwrap_or_default());
        }
        numbers.iter().for_each(|(kind, name, id)| names.number(kind, name, *id));
        used.iter().for_each(|(kind, name)| names.add(kind, name));
        let (all, symbols) = names.settled();
        self.symbols = symbols;
        for (_, nodes, _) in &documents {
            for (kind, name, node) in nodes.iter().flat_map(declared) {
                if kind == "attr" && (node.get("format").is_some() || !node.children.is_empty()) {
                    self.symbols.attributes.entry(name).or_insert_with(|| takes(node));
                }
            }
        }
        self.tree_names(package, &all);
        self.tree_rows(files, documents);
    }

    fn tree_names(&mut self, package: &str, all: &[(String, String, u32)]) {
        let package_name = self.intern(package);
        self.add_package(0x7f, package_name);
        let mut last: Option<(&str, u32)> = None;
        for (kind, name, id) in all {
            let of = match last {
                Some((before, of)) if before == kind => of,
                _ => {
                    let type_name = self.intern(kind);
                    self.add_type(package_name, type_name)
                }
            };
            last = Some((kind, of));
            self.symbols.types.insert(kind.clone(), of);
            let name = self.intern(name);
            self.add_name(*id, of, name);
        }
    }

    fn tree_rows(&mut self, files: &[File], documents: Vec<(usize, Vec<Node>, Notes)>) {
        let (first, mut total) = (self.row_count(), 0_usize);
        let mut documents = documents.into_iter().peekable();
        for (number, file) in files.iter().enumerate() {
            let from = self.row_count();
            let size = file.text.as_ref().map_or(0, String::len).saturating_add(file.path.len());
            let (nodes, mut notes) = match documents.next_if(|d| d.0 == number) {
                Some((_, nodes, notes)) => (nodes, notes),
                None => (Vec::new(), Notes::default()),
            };
            let qualifiers = of_values(&file.path).or_else(|| of_file(&file.path).map(|f| f.2)).unwrap_or_default();
            let (config, unknown) = Config::from_qualifiers(qualifiers);
            if !unknown.is_empty() {
                let detail = format!("no qualifiers of a folder: {}", unknown.join(", "));
                notes.gaps.push(Gap { place: "entry".to_owned(), cause: Cause::Unsupported, detail });
            }
            let config = self.add_config(qualifiers.as_bytes(), || config);
            let limit = from.saturating_add(size).saturating_add(64);
            let mut filler =
                Filler { into: self, notes: &mut notes, part: file.part, config, limit, at: Position::default() };
            match of_file(&file.path) {
                Some((kind, name, _)) => filler.file(kind, name, &file.path),
                None => nodes.iter().flat_map(declared).for_each(|(kind, name, node)| filler.entry(&kind, &name, node)),
            }
            self.noted(file.part, notes);
            total = total.saturating_add(size);
        }
        // Once for all files: it sorts.
        self.finish(files.first().map_or(0, |f| f.part), total, first, Notes::default());
    }
}

struct Filler<'r> {
    into: &'r mut Resources,
    notes: &'r mut Notes,
    part: u32,
    config: u32,
    limit: usize,
    /// Where the element read now stands.
    at: Position,
}

impl Filler<'_> {
    fn row(&mut self, kind: &str, name: &str) -> Option<RowOf> {
        let id = self.into.symbols.ids.get(&format!("{kind}/{name}")).copied()?;
        let of = self.into.symbols.types.get(kind).copied()?;
        let name = self.into.intern(name);
        let (part, config) = (self.part, self.config);
        Some(RowOf { part, id, config, name, of, key: NO_KEY, data_type: 0, data: 0, text: NO_TEXT, at: 0 })
    }

    fn push(&mut self, row: RowOf, (data_type, data, text): word::Typed) {
        let text = text.map_or(NO_TEXT, |t| self.into.intern(&t));
        let number = self.into.row_count();
        if self.into.push_row(RowOf { data_type, data, text, ..row }, self.limit, self.notes) {
            self.into.row_at.insert(number, self.at);
        }
    }

    fn file(&mut self, kind: &str, name: &str, path: &str) {
        if let Some(row) = self.row(kind, name) {
            self.push(row, (value::STRING, 0, Some(path.to_owned())));
        }
    }

    fn entry(&mut self, kind: &str, name: &str, node: &Node) {
        let Some(row) = self.row(kind, name) else { return };
        self.at = node.at;
        let before = self.into.row_count();
        match node.tag.as_str() {
            "string-array" => self.array(row, node, STRING),
            "integer-array" => self.array(row, node, INTEGER),
            "array" => self.array(row, node, ANY),
            "plurals" => self.plurals(row, node),
            "style" => self.style(row, name, node),
            "attr" => self.attribute(row, node),
            "id" => self.push(row, (value::INT_BOOLEAN, 0, None)),
            _ if kind == "id" => self.push(row, (value::INT_BOOLEAN, 0, None)),
            _ => {
                let typed = self.item(node, mask(kind, node));
                self.push(row, typed);
            }
        }
        if self.into.row_count() == before {
            self.push(row, (BAG, 0, None));
        }
    }

    /// A value as the text of an element.
    fn item(&self, node: &Node, mask: u32) -> word::Typed {
        let found = match node.children.is_empty() {
            true => word::special(node.text.trim(), &Takes::plain(mask), &self.into.symbols),
            false => None,
        };
        found.unwrap_or_else(|| (value::STRING, 0, Some(strings::plain(&node.text, false))))
    }

    fn array(&mut self, row: RowOf, node: &Node, mask: u32) {
        let items = node.children.iter().filter(|child| child.tag == "item");
        for (index, child) in (0_u32..=0xffff).zip(items) {
            self.at = child.at;
            let typed = self.item(child, mask);
            self.push(RowOf { key: MAP_INDEX | index, ..row }, typed);
        }
    }

    fn plurals(&mut self, row: RowOf, node: &Node) {
        for child in node.children.iter().filter(|child| child.tag == "item") {
            let quantity = child.get("quantity").and_then(|q| QUANTITIES.iter().position(|known| *known == q));
            let Some(key) = quantity.and_then(|q| u32::try_from(q).ok()).map(|q| q.saturating_add(4)) else { continue };
            self.at = child.at;
            let typed = self.item(child, STRING);
            self.push(RowOf { key: MAP_SPECIAL | key, ..row }, typed);
        }
    }

    /// The parent is what is named, or what stands before the last dot.
    fn style(&mut self, row: RowOf, name: &str, node: &Node) {
        let parent = match node.get("parent") {
            Some(text) => text.to_owned(),
            None => name.rsplit_once('.').map_or(String::new(), |(before, _)| before.to_owned()),
        };
        if !parent.is_empty() {
            let bare = parent.trim_start_matches(['@', '?']);
            let package = bare.split_once(':').map_or("", |(package, _)| package);
            let rest = bare.rsplit(':').next().unwrap_or(bare);
            let rest = rest.strip_prefix("style/").unwrap_or(rest);
            let full = if package == "android" { format!("@android:style/{rest}") } else { format!("@style/{rest}") };
            let found = word::special(&full, &Takes::default(), &self.into.symbols);
            self.push(RowOf { key: PARENT_KEY, ..row }, found.unwrap_or((value::REFERENCE, 0, Some(full))));
        }
        for child in node.children.iter().filter(|child| child.tag == "item") {
            let Some(attribute) = child.get("name") else { continue };
            self.at = child.at;
            let (key, takes) = match attribute.strip_prefix("android:") {
                Some(own) => (self.into.symbols.id(&format!("android:attr/{own}")), formats::framework(own).cloned()),
                None => {
                    let own = attribute.rsplit(':').next().unwrap_or(attribute);
                    (self.into.symbols.id(&format!("attr/{own}")), self.into.symbols.attributes.get(own).cloned())
                }
            };
            let takes = takes.unwrap_or_else(|| Takes::plain(ANY));
            let typed = word::special(child.text.trim(), &takes, &self.into.symbols);
            let typed = typed.unwrap_or_else(|| (value::STRING, 0, Some(strings::plain(&child.text, false))));
            self.push(RowOf { key: key.unwrap_or(0), ..row }, typed);
        }
    }

    fn attribute(&mut self, row: RowOf, node: &Node) {
        let takes = takes(node);
        self.push(RowOf { key: MAP_SPECIAL, ..row }, (value::INT_DEC, takes.mask, None));
        for (key, name) in [(1, "min"), (2, "max")] {
            let number = node.get(name).and_then(|n| n.parse::<i32>().ok());
            if let Some(number) = number {
                self.push(RowOf { key: MAP_SPECIAL | key, ..row }, (value::INT_DEC, number as u32, None));
            }
        }
        let data_type = if takes.mask & formats::FLAGS != 0 { value::INT_HEX } else { value::INT_DEC };
        for (name, number) in &takes.words {
            let key = self.into.symbols.id(&format!("id/{name}")).unwrap_or(0);
            self.push(RowOf { key, ..row }, (data_type, *number, None));
        }
    }
}

/// What a simple value of a type may be, besides a reference.
fn mask(kind: &str, node: &Node) -> u32 {
    if let Some(format) = node.get("format") {
        return formats::mask(format);
    }
    match kind {
        "string" => STRING,
        "bool" => BOOLEAN,
        "integer" => INTEGER,
        "color" | "drawable" => COLOR,
        "dimen" => FLOAT | DIMENSION | FRACTION,
        "fraction" => FLOAT | FRACTION,
        _ => ANY,
    }
}
