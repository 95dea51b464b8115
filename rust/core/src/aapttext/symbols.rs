//! Numbers for names: those of `public.xml`, those given from outside, and made ones.
use std::collections::{BTreeMap, BTreeSet};

use super::Symbols;
use super::entries::{Node, declared};
use super::formats::{self, ENUM, FLAGS, Takes};

/// The package of an app.
const APP: u32 = 0x7f;

/// All resources of a tree, by type, then name, with their numbers once known.
#[derive(Default)]
pub(super) struct Names {
    all: BTreeMap<String, BTreeMap<String, Option<u32>>>,
}

/// Type and name of a file below `res/`, and its qualifiers. None for a file of values.
pub(super) fn of_file(path: &str) -> Option<(&str, &str, &str)> {
    let (folder, file) = path.strip_prefix("res/")?.split_once('/')?;
    let (kind, qualifiers) = folder.split_once('-').unwrap_or((folder, ""));
    let name = file.split('.').next().filter(|n| !n.is_empty() && !file.contains('/'))?;
    (kind != "values").then_some((kind, name, qualifiers))
}

/// Qualifiers of a file of values.
pub(super) fn of_values(path: &str) -> Option<&str> {
    let (folder, file) = path.strip_prefix("res/")?.split_once('/')?;
    let (kind, qualifiers) = folder.split_once('-').unwrap_or((folder, ""));
    (kind == "values" && file.ends_with(".xml")).then_some(qualifiers)
}

impl Names {
    pub fn add(&mut self, kind: &str, name: &str) {
        self.all.entry(kind.to_owned()).or_default().entry(name.to_owned()).or_insert(None);
    }

    /// Gives a name its number, unless it has one.
    pub fn number(&mut self, kind: &str, name: &str, id: u32) {
        let slot = self.all.entry(kind.to_owned()).or_default().entry(name.to_owned()).or_insert(None);
        slot.get_or_insert(id);
    }

    pub fn values(&mut self, nodes: &[Node]) {
        for node in nodes {
            if node.tag == "public"
                && let (Some(kind), Some(name), Some(id)) = (node.get("type"), node.get("name"), node.get("id"))
                && let Some(id) = id.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok())
            {
                self.number(kind, name, id);
            }
            for (kind, name, own) in declared(node) {
                self.add(&kind, &name);
                if kind == "attr" {
                    own.children.iter().filter_map(|child| child.get("name")).for_each(|word| self.add("id", word));
                }
            }
        }
    }

    /// Names that a text makes by using them: `@+id/name`.
    pub fn made(&mut self, text: &str) {
        for (at, _) in text.match_indices("@+") {
            let rest = text.get(at.saturating_add(2)..).unwrap_or_default();
            let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '$');
            let named = rest.split(|c| !word(c)).next().and_then(|w| w.split_once('/'));
            if let Some((kind, name)) = named.filter(|(kind, name)| !kind.is_empty() && !name.is_empty()) {
                self.add(kind, name);
            }
        }
    }

    /// Numbers for all: first those known, then the next free of each type by name; types without any by name of type.
    pub fn settled(self) -> (Vec<(String, String, u32)>, Symbols) {
        let known = |names: &BTreeMap<String, Option<u32>>| {
            names.values().flatten().map(|id| id >> 16).min().filter(|n| n >> 8 == APP)
        };
        let mut taken: BTreeSet<u32> = self.all.values().filter_map(known).collect();
        let mut symbols = Symbols::default();
        let mut all = Vec::new();
        for (kind, names) in &self.all {
            let number = known(names).or_else(|| ((APP << 8) | 1..=(APP << 8) | 0xff).find(|n| !taken.contains(n)));
            let Some(number) = number else { continue };
            taken.insert(number);
            let mut used: BTreeSet<u32> = names.values().flatten().copied().collect();
            let mut next = number << 16;
            for (name, id) in names {
                let id = match id {
                    Some(id) => *id,
                    None => {
                        while used.contains(&next) {
                            next = next.saturating_add(1);
                        }
                        if next >> 16 != number {
                            break;
                        }
                        used.insert(next);
                        next
                    }
                };
                symbols.ids.insert(format!("{kind}/{name}"), id);
                all.push((kind.clone(), name.clone(), id));
            }
        }
        all.sort_by_key(|(_, _, id)| *id);
        (all, symbols)
    }
}

/// What an `<attr>` takes.
pub(super) fn takes(node: &Node) -> Takes {
    let mut found = Takes::plain(formats::mask(node.get("format").unwrap_or_default()));
    for child in &node.children {
        let number = child.get("value").and_then(|v| match v.strip_prefix("0x") {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => v.parse::<i64>().ok().map(|n| n as u32),
        });
        let bit = match child.tag.as_str() {
            "enum" => ENUM,
            "flag" => FLAGS,
            _ => continue,
        };
        if let (Some(name), Some(number)) = (child.get("name"), number) {
            found.mask |= bit;
            found.words.push((name.to_owned(), number));
        }
    }
    if found.mask == 0 {
        found.mask = formats::ANY;
    }
    found
}
