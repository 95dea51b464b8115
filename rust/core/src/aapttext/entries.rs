//! Files of values as small trees, and the resources they declare.
use super::parse::{Piece, gap, pieces};
use crate::arsc::bytes::Notes;
use crate::gap::Cause;
use crate::written::Position;

/// Markup in strings nests a little; more is made to break readers.
const DEEPEST: usize = 32;

/// One element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub tag: String,
    pub attributes: Vec<(String, String)>,
    /// Its text with that of all elements inside; markup is left out.
    pub text: String,
    pub at: Position,
    pub children: Vec<Node>,
}

impl Node {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a file of values: what stands below its root.
pub(super) fn read(text: &str, notes: &mut Notes) -> Vec<Node> {
    let mut open: Vec<Node> = Vec::new();
    let mut roots: Vec<Node> = Vec::new();
    let close = |open: &mut Vec<Node>, roots: &mut Vec<Node>| {
        let Some(node) = open.pop() else { return };
        match open.last_mut() {
            Some(parent) => {
                parent.text.push_str(&node.text);
                parent.children.push(node);
            }
            None => roots.push(node),
        }
    };
    pieces(text, notes, |piece, notes| {
        match piece {
            Piece::Start { name, attributes, at, .. } => {
                if open.len() >= DEEPEST {
                    gap(notes, at, Cause::Limit, format!("elements nest deeper than {DEEPEST}"));
                    return false;
                }
                let attributes = attributes.into_iter().map(|a| (a.name.to_owned(), a.value)).collect();
                let tag = name.rsplit(':').next().unwrap_or(name).to_owned();
                open.push(Node { tag, attributes, at, ..Node::default() });
            }
            Piece::Text(text) if open.len() > 1 => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&text);
                }
            }
            Piece::Text(_) => {}
            Piece::End => close(&mut open, &mut roots),
        }
        true
    });
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots.retain(|node| node.tag == "resources");
    roots.into_iter().flat_map(|root| root.children).collect()
}

/// The resources that an element declares, with the element of each: a styleable declares attributes.
pub(super) fn declared(node: &Node) -> Vec<(String, String, &Node)> {
    let name = node.get("name").unwrap_or_default();
    let kind = match node.tag.as_str() {
        "declare-styleable" => {
            let own = node.children.iter().filter(|child| child.tag == "attr");
            let named = own.filter_map(|child| Some((child.get("name")?, child)));
            let mine = named.filter(|(name, _)| !name.contains(':'));
            return mine.map(|(name, child)| ("attr".to_owned(), name.to_owned(), child)).collect();
        }
        "overlayable" | "policy" => return node.children.iter().flat_map(declared).collect(),
        "string-array" | "integer-array" | "array" => "array",
        "item" => node.get("type").unwrap_or_default(),
        kind @ ("string" | "plurals" | "style" | "attr" | "color" | "dimen" | "bool" | "integer" | "fraction"
        | "drawable" | "id") => kind,
        _ => "",
    };
    if kind.is_empty() || name.is_empty() || name.contains([':', '/']) {
        return Vec::new();
    }
    vec![(kind.to_owned(), name.to_owned(), node)]
}
