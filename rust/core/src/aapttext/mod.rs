//! Manifests, layouts and resource values that stand as text XML (in a published tree), giving the same shapes as
//! `axml` and `arsc`.
//!
//! Values are typed as aapt2 types them (frameworks/base/tools/aapt2/ResourceUtils.cpp): by what the attribute takes.
//! Numbers of resources come from `public.xml` where there is one; others get numbers of their own, by type and name.
use rustc_hash::FxHashMap;

mod document;
mod entries;
mod formats;
mod parse;
mod strings;
mod symbols;
#[cfg(test)]
mod tests;
mod values;
mod word;

pub use document::parse as xml;

use formats::Takes;

/// A file below `res/` of a tree. `text` is None for what is no XML: its name alone counts.
#[derive(Clone, Debug)]
pub struct File {
    pub part: u32,
    /// From `res/` on.
    pub path: String,
    pub text: Option<String>,
}

/// Resources by name.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// `type/name` → id.
    pub(crate) ids: FxHashMap<String, u32>,
    /// Type → its number in the table of types.
    pub(crate) types: FxHashMap<String, u32>,
    /// Attributes the tree declares: what they take.
    pub(crate) attributes: FxHashMap<String, Takes>,
}

impl Symbols {
    /// (type, name, id) of all, by id.
    pub fn all(&self) -> Vec<(String, String, u32)> {
        let named = self.ids.iter().filter_map(|(full, id)| Some((full.split_once('/')?, *id)));
        let mut all: Vec<_> = named.map(|((kind, name), id)| (kind.to_owned(), name.to_owned(), id)).collect();
        all.sort_by(|a, b| (a.2, &a.0, &a.1).cmp(&(b.2, &b.0, &b.1)));
        all
    }

    /// Id of `type/name`, of the app or after `android:` of the framework.
    pub fn id(&self, name: &str) -> Option<u32> {
        match name.strip_prefix("android:") {
            Some(name) => name.split_once('/').and_then(|(kind, name)| crate::arsc::names::framework_id(kind, name)),
            None => self.ids.get(name).copied(),
        }
    }
}
