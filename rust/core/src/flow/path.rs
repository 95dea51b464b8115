//! Access paths: where below a value the data is. `.name[0]` is field `name`, there the element with key 0.
//!
//! A path stands for that place and everything below it. Paths are numbers; the empty one is 0.
use rustc_hash::FxHashMap;

use crate::code::{Code, NONE};

/// Elements kept; a longer path loses its end and says so. The engine does not follow such a path further.
pub const MOST_ELEMENTS: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Elem {
    /// Resolved field number.
    Field(u32),
    /// A virtual field of models, by number of its name.
    Named(u32),
    /// Any element of a container.
    Any,
    /// An element whose key is not known.
    Unknown,
    /// The element with this key, by number of its text.
    Key(u32),
}

impl Elem {
    fn is_element(self) -> bool {
        matches!(self, Elem::Any | Elem::Unknown | Elem::Key(_))
    }

    /// Whether a read of `self` may find what was written to `other`.
    pub fn meets(self, other: Elem) -> bool {
        self == other
            || self.is_element() && other.is_element() && !matches!((self, other), (Elem::Key(_), Elem::Key(_)))
    }
}

pub type PathId = u32;
pub const EMPTY: PathId = 0;

pub struct Paths {
    lists: Vec<(Vec<Elem>, bool)>,
    numbers: FxHashMap<(Vec<Elem>, bool), PathId>,
    /// Paths by what was put before which, and what is left of them without their first element.
    joined: FxHashMap<(Elem, PathId), PathId>,
    tails: FxHashMap<PathId, PathId>,
    words: Vec<String>,
    word_numbers: FxHashMap<String, u32>,
}

impl Default for Paths {
    fn default() -> Self {
        let empty = (Vec::new(), false);
        Paths {
            lists: vec![empty.clone()],
            numbers: FxHashMap::from_iter([(empty, EMPTY)]),
            joined: FxHashMap::default(),
            tails: FxHashMap::default(),
            words: Vec::new(),
            word_numbers: FxHashMap::default(),
        }
    }
}

impl Paths {
    pub fn word(&mut self, text: &str) -> u32 {
        if let Some(known) = self.word_numbers.get(text) {
            return *known;
        }
        let number = self.words.len() as u32;
        self.words.push(text.to_owned());
        self.word_numbers.insert(text.to_owned(), number);
        number
    }

    pub fn word_text(&self, word: u32) -> &str {
        self.words.get(word as usize).map_or("", String::as_str)
    }

    fn number(&mut self, list: Vec<Elem>, cut: bool) -> PathId {
        let key = (list, cut);
        if let Some(known) = self.numbers.get(&key) {
            return *known;
        }
        let number = self.lists.len() as u32;
        self.lists.push(key.clone());
        self.numbers.insert(key, number);
        number
    }

    pub fn elems(&self, path: PathId) -> &[Elem] {
        self.lists.get(path as usize).map_or(&[], |l| &l.0)
    }

    pub fn len(&self, path: PathId) -> usize {
        self.elems(path).len()
    }

    pub fn head(&self, path: PathId) -> Option<Elem> {
        self.elems(path).first().copied()
    }

    /// Whether the path lost its end.
    pub fn is_cut(&self, path: PathId) -> bool {
        self.lists.get(path as usize).is_some_and(|l| l.1)
    }

    /// `front` before `path`.
    pub fn join(&mut self, front: &[Elem], path: PathId) -> PathId {
        front.iter().rev().fold(path, |path, elem| self.before(*elem, path))
    }

    fn before(&mut self, elem: Elem, path: PathId) -> PathId {
        if let Some(known) = self.joined.get(&(elem, path)) {
            return *known;
        }
        let (rest, mut cut) = self.lists.get(path as usize).cloned().unwrap_or_default();
        let mut list: Vec<Elem> = std::iter::once(elem).chain(rest).collect();
        if list.len() > MOST_ELEMENTS {
            list.truncate(MOST_ELEMENTS);
            cut = true;
        }
        let number = self.number(list, cut);
        self.joined.insert((elem, path), number);
        number
    }

    /// The path without its first element.
    fn tail(&mut self, path: PathId) -> PathId {
        if let Some(known) = self.tails.get(&path) {
            return *known;
        }
        let (list, cut) = self.lists.get(path as usize).cloned().unwrap_or_default();
        let number = self.number(list.into_iter().skip(1).collect(), cut);
        self.tails.insert(path, number);
        number
    }

    /// Whether joining would lose the end of the path.
    pub fn too_long(&self, front: usize, path: PathId) -> bool {
        front + self.len(path) > MOST_ELEMENTS
    }

    /// Whether a field stands twice in the path: a structure that refers back to itself.
    pub fn repeats(&self, path: PathId) -> bool {
        let elems = self.elems(path);
        let again = |(place, elem): (usize, &Elem)| {
            matches!(elem, Elem::Field(_)) && elems.iter().skip(place + 1).any(|other| other == elem)
        };
        elems.iter().enumerate().any(again)
    }

    /// Whether the path goes through a field of the app's own objects.
    pub fn has_field(&self, path: PathId) -> bool {
        self.elems(path).iter().any(|e| matches!(e, Elem::Field(_)))
    }

    /// What is left of `path` below `front`; None where it lies elsewhere. A path that ends above `front` covers it.
    pub fn below(&mut self, front: &[Elem], path: PathId) -> Option<PathId> {
        let list = &self.lists.get(path as usize)?.0;
        if front.iter().zip(list).any(|(wanted, there)| !wanted.meets(*there)) {
            return None;
        }
        let steps = front.len().min(list.len());
        Some((0..steps).fold(path, |path, _| self.tail(path)))
    }

    /// `.name[0]`, fields by their plain names.
    pub fn text(&self, code: &Code, path: PathId) -> String {
        let mut out = String::new();
        for elem in self.elems(path) {
            match elem {
                Elem::Field(field) => {
                    let name = code.fields.get(*field as usize).map_or(NONE, |f| f.name);
                    out.push('.');
                    out.push_str(code.text(name));
                }
                Elem::Named(word) => {
                    out.push('.');
                    out.push_str(self.words.get(*word as usize).map_or("?", String::as_str));
                }
                Elem::Any => out.push_str("[]"),
                Elem::Unknown => out.push_str("[?]"),
                Elem::Key(word) => {
                    let text = self.words.get(*word as usize).map_or("?", String::as_str);
                    out.push_str(&format!("[{text:?}]"));
                }
            }
        }
        if self.is_cut(path) {
            out.push('…');
        }
        out
    }
}
