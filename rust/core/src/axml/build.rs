//! Builds a `Document` from start, text and end events, within limits.
use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::{ANDROID, Attribute, Document, Element};
use crate::arsc::bytes::Notes;
use crate::arsc::names;
use crate::gap::Cause;

/// Deeper elements are not read; build tools and layout inflaters stop far earlier.
const DEEPEST: usize = 512;

pub(crate) struct Builder {
    document: Document,
    /// Open elements: number, and how many children of each tag there were.
    open: Vec<(u32, FxHashMap<String, u32>)>,
    roots: u32,
    /// Bytes of text that may still be stored: strings are shared in the file, not here.
    left: usize,
    attributes_left: usize,
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Builder {
    /// `size` is that of the part: what is kept stays in proportion to it.
    pub fn new(size: usize) -> Self {
        Builder {
            document: Document::default(),
            open: Vec::new(),
            roots: 0,
            left: size.saturating_mul(32).saturating_add(1 << 20),
            attributes_left: size.saturating_div(8).saturating_add(64),
        }
    }

    pub fn document(&mut self) -> &mut Document {
        &mut self.document
    }

    pub fn notes(&mut self) -> &mut Notes {
        &mut self.document.notes
    }

    /// False when a limit is met; the gap says which.
    fn take(&mut self, bytes: usize, at: usize) -> bool {
        if bytes > self.left {
            self.left = 0;
            self.notes().gap(at, Cause::Limit, "the strings of this document add up to over 32 times its size");
            return false;
        }
        self.left = self.left.saturating_sub(bytes);
        true
    }

    pub fn start(&mut self, tag: &str, namespace: Option<&str>, line: u32, offset: usize) -> bool {
        if self.open.len() >= DEEPEST {
            self.notes().gap(offset, Cause::Limit, format!("elements nest deeper than {DEEPEST}"));
            return false;
        }
        let parent = self.open.last_mut().map(|(number, tags)| {
            let count = tags.entry(tag.to_owned()).and_modify(|n| *n = n.saturating_add(1)).or_insert(1);
            (*number, *count)
        });
        let mut path = String::new();
        match parent {
            Some((parent, count)) => {
                let above = usize::try_from(parent).ok().and_then(|p| self.document.elements.get(p));
                let _ = write!(path, "{}/{tag}[{count}]", above.map_or("", |e| &e.path));
            }
            None => {
                self.roots = self.roots.saturating_add(1);
                let _ = write!(path, "/{tag}");
                if self.roots > 1 {
                    let _ = write!(path, "[{}]", self.roots);
                    self.notes().odd(
                        "several_roots",
                        offset,
                        format!("a second root element {tag}; Android reads the first"),
                    );
                }
            }
        }
        if !self.take(path.len().saturating_add(tag.len()).saturating_add(64), offset) {
            return false;
        }
        let number_of_it = number(self.document.elements.len());
        self.document.elements.push(Element {
            parent: parent.map(|(parent, _)| parent),
            depth: number(self.open.len()),
            tag: tag.to_owned(),
            namespace: namespace.map(str::to_owned),
            line,
            path,
            text: None,
            offset: number(offset),
        });
        self.open.push((number_of_it, FxHashMap::default()));
        true
    }

    /// Adds an attribute to the element opened last; `element` is filled in. Its name is settled here: by id where it has one.
    pub fn attribute(&mut self, mut attribute: Attribute) -> bool {
        let at = usize::try_from(attribute.offset).unwrap_or(0);
        if self.attributes_left == 0 {
            self.notes().gap(at, Cause::Limit, "more attributes than the document has room for: they overlap");
            return false;
        }
        self.attributes_left = self.attributes_left.saturating_sub(1);
        let raw = attribute.raw.as_ref().map_or(0, String::len);
        let namespace = attribute.namespace.as_ref().map_or(0, String::len);
        if !self.take(raw.saturating_add(namespace).saturating_add(attribute.name.len()), at) {
            return false;
        }
        let element = self.open.last().map_or(0, |(number, _)| *number);
        attribute.element = element;
        self.name(&mut attribute);
        self.order(&attribute);
        self.document.attributes.push(attribute);
        true
    }

    fn path_of(&self, element: u32) -> String {
        let found = usize::try_from(element).ok().and_then(|e| self.document.elements.get(e));
        found.map_or_else(String::new, |e| e.path.clone())
    }

    fn name(&mut self, attribute: &mut Attribute) {
        let framework = attribute.name_id.and_then(names::framework).filter(|(kind, _)| *kind == "attr");
        let place = |b: &Self| format!("xml:{}@{}", b.path_of(attribute.element), attribute.name);
        let Some((_, name)) = framework else {
            if attribute.name_id.is_none()
                && attribute.namespace.as_deref() == Some(ANDROID)
                && names::framework_attribute(&attribute.name).is_some()
            {
                let place = place(self);
                self.notes().odd_at(
                    "attribute_without_id",
                    place,
                    "a framework attribute without its resource id; Android ignores it",
                );
            }
            return;
        };
        if attribute.namespace.as_deref() != Some(ANDROID) {
            let (place, namespace) = (place(self), attribute.namespace.clone().unwrap_or_default());
            let detail =
                format!("framework attribute {name} stands in namespace \"{namespace}\"; Android goes by its id");
            self.notes().odd_at("attribute_namespace", place, detail);
        }
        if attribute.name != name {
            let (place, written) = (place(self), attribute.name.clone());
            let kind = if written.is_empty() { "attribute_name_empty" } else { "attribute_name_false" };
            self.notes().odd_at(
                kind,
                place,
                format!("written \"{written}\", its id says {name}; Android goes by the id"),
            );
            attribute.written = Some(std::mem::replace(&mut attribute.name, name.to_owned()));
        }
    }

    /// Android finds manifest attributes in one pass over ascending ids: one out of order, or a second of one id, is not seen.
    fn order(&mut self, attribute: &Attribute) {
        let Some(id) = attribute.name_id.filter(|id| id >> 24 == 1) else { return };
        let before = self.document.attributes.iter().rev().take_while(|a| a.element == attribute.element);
        let highest = before.filter_map(|a| a.name_id).filter(|id| id >> 24 == 1).take(256).max();
        let kind = match highest {
            Some(other) if other == id => "attribute_twice",
            Some(other) if other > id => "attributes_unsorted",
            _ => return,
        };
        let place = format!("xml:{}@{}", self.path_of(attribute.element), attribute.name);
        self.notes().odd_at(
            kind,
            place,
            "attributes do not stand in ascending order of id; Android may not see this one",
        );
    }

    pub fn text(&mut self, text: &str, at: usize) -> bool {
        if !self.take(text.len(), at) {
            return false;
        }
        let element = self.open.last().and_then(|(n, _)| usize::try_from(*n).ok());
        if let Some(element) = element.and_then(|n| self.document.elements.get_mut(n)) {
            element.text.get_or_insert_default().push_str(text);
        }
        true
    }

    /// Ends the element opened last, whatever the end tag says, as Android does.
    pub fn end(&mut self, tag: Option<&str>, at: usize) {
        let Some((number, _)) = self.open.pop() else {
            self.notes().odd("end_without_start", at, "an end tag with no open element");
            return;
        };
        let opened = usize::try_from(number).ok().and_then(|n| self.document.elements.get(n));
        if let (Some(tag), Some(element)) = (tag, opened)
            && element.tag != tag
        {
            let detail = format!("<{}> is ended by </{tag}>", element.tag);
            self.notes().odd("end_tag_differs", at, detail);
        }
    }

    pub fn finish(mut self, at: usize) -> Document {
        if !self.open.is_empty() && self.document.notes.gaps.is_empty() {
            let open = self.open.len();
            self.notes().odd("unclosed_elements", at, format!("the document ends inside {open} elements"));
        }
        self.document
    }
}
