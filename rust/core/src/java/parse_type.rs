//! Types, modifiers and annotations from the syntax tree.
use tree_sitter::Node;

use super::ast::{Note, NoteValue, TypeName, TypeVar};
use super::parse::{DEFAULT, Reader, dotted, kids};

impl Reader<'_> {
    pub fn vars(&mut self, node: Node) -> Vec<TypeVar> {
        let list = node.child_by_field_name("type_parameters").map(kids).unwrap_or_default();
        let one = |r: &mut Self, node: Node| {
            let parts = kids(node);
            let name = parts.iter().find(|n| n.kind().ends_with("identifier"))?;
            let bound = parts.iter().find(|n| n.kind() == "type_bound").and_then(|n| kids(*n).first().copied());
            Some(TypeVar { name: r.word(*name).to_owned(), bound: bound.map(|n| r.type_name(n)) })
        };
        list.into_iter().filter_map(|node| one(self, node)).collect()
    }

    /// Access flags and annotations before a declaration.
    pub fn modifiers(&mut self, node: Node) -> (u32, Vec<Note>) {
        let Some(list) = kids(node).into_iter().find(|n| n.kind() == "modifiers") else { return (0, Vec::new()) };
        let mut cursor = list.walk();
        let words: Vec<Node> = list.children(&mut cursor).collect();
        let mut flags = 0;
        let mut notes = Vec::new();
        for word in words {
            flags |= match word.kind() {
                "public" => 1,
                "private" => 2,
                "protected" => 4,
                "static" => 8,
                "final" => 0x10,
                "synchronized" => 0x20,
                "volatile" => 0x40,
                "transient" => 0x80,
                "native" => 0x100,
                "abstract" => 0x400,
                "strictfp" => 0x800,
                "default" => DEFAULT,
                _ => 0,
            };
            if matches!(word.kind(), "annotation" | "marker_annotation") {
                notes.push(self.note(word));
            }
        }
        (flags, notes)
    }

    fn note(&mut self, node: Node) -> Note {
        let mut elements = Vec::new();
        for one in node.child_by_field_name("arguments").map(kids).unwrap_or_default() {
            if one.kind() == "element_value_pair" {
                let value = one.child_by_field_name("value").map(|n| self.note_value(n));
                elements.extend(value.map(|v| (self.field(one, "key"), v)));
            } else {
                elements.push(("value".to_owned(), self.note_value(one)));
            }
        }
        Note { name: dotted(&self.field(node, "name")), elements }
    }

    pub fn note_value(&mut self, node: Node) -> NoteValue {
        match node.kind() {
            "annotation" | "marker_annotation" => {
                let note = self.deeper(node, |r| r.note(node));
                NoteValue::Note(note.unwrap_or(Note { name: String::new(), elements: Vec::new() }))
            }
            "element_value_array_initializer" | "array_initializer" => {
                let all = self.deeper(node, |r| kids(node).into_iter().map(|n| r.note_value(n)).collect());
                NoteValue::Array(all.unwrap_or_default())
            }
            _ => NoteValue::Expr(self.expr(node)),
        }
    }

    /// A type as written.
    pub fn type_name(&mut self, node: Node) -> TypeName {
        self.deeper(node, |r| r.named_type(node)).unwrap_or_default()
    }

    fn named_type(&mut self, node: Node) -> TypeName {
        match node.kind() {
            "array_type" => {
                let mut kind = node.child_by_field_name("element").map(|n| self.type_name(n)).unwrap_or_default();
                kind.dims = kind.dims.saturating_add(self.dims(node));
                kind
            }
            "generic_type" | "scoped_type_identifier" => {
                let mut kind = TypeName::default();
                for part in kids(node) {
                    match part.kind() {
                        "type_arguments" => kind.args = kids(part).into_iter().map(|n| self.type_name(n)).collect(),
                        "annotation" | "marker_annotation" => {}
                        _ => {
                            let one = self.type_name(part);
                            kind.name =
                                if kind.name.is_empty() { one.name } else { format!("{}.{}", kind.name, one.name) };
                            kind.args = one.args;
                        }
                    }
                }
                kind
            }
            "annotated_type" => kids(node).last().map(|n| self.type_name(*n)).unwrap_or_default(),
            "wildcard" => {
                let upper = self.word(node).contains("extends");
                let bound = kids(node).into_iter().rfind(|n| !n.kind().ends_with("annotation") && n.kind() != "super");
                bound.filter(|_| upper).map(|n| self.type_name(n)).unwrap_or(TypeName::plain("Object"))
            }
            _ => match self.word(node) {
                // What stands for a type that the decompiler did not find, and `var`.
                "__" | "var" => TypeName::default(),
                word => TypeName::plain(&dotted(word)),
            },
        }
    }
}
