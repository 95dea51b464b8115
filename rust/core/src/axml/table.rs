//! The fact tables `xml_elements` and `xml_attributes`.
use std::sync::Arc;

use super::{Document, parse};
use crate::aaptproto;
use crate::aapttext::{self, Symbols};
use crate::arsc::bytes::Oddity;
use crate::arsc::value;
use crate::gap::Gap;
use crate::table::{Column, Kind, Table, TableError, TableSpec, Values};

pub const XML_ELEMENTS: TableSpec = TableSpec {
    name: "xml_elements",
    doc: "Every element of every compiled XML part: manifest, layouts, menus, preferences, network security configuration and the rest.",
    columns: &[
        Column::new("part", Kind::U32, "Part that holds the document."),
        Column::new("element", Kind::U32, "Number of the element in its part, in document order, from 0."),
        Column::maybe("parent", Kind::U32, "Number of the element it stands in; null for the root."),
        Column::new("depth", Kind::U32, "0 for the root."),
        Column::new("tag", Kind::Text, "Tag name."),
        Column::maybe("namespace", Kind::Text, "Namespace of the tag."),
        Column::new("line", Kind::U32, "Line in the source it was compiled from; 0 if not kept."),
        Column::new("path", Kind::Text, "Element path, `/manifest/application[1]/activity[3]`."),
        Column::maybe("text", Kind::Text, "Text directly inside."),
        Column::new("offset", Kind::U32, "Byte offset in the part; 0 in protobuf documents."),
    ],
};

pub const XML_ATTRIBUTES: TableSpec = TableSpec {
    name: "xml_attributes",
    doc: "Every attribute of every compiled XML part.",
    columns: &[
        Column::new("part", Kind::U32, "Part that holds the document."),
        Column::new("element", Kind::U32, "Number of its element in `xml_elements`."),
        Column::maybe("namespace", Kind::Text, "Namespace as written."),
        Column::new(
            "name",
            Kind::Text,
            "The framework's name where the attribute has a framework id, since Android goes by the id; else as written.",
        ),
        Column::maybe("written", Kind::Text, "The name as written, where it differs."),
        Column::maybe("name_id", Kind::U32, "Resource id of the name."),
        Column::maybe("raw", Kind::Text, "The string the file keeps for the value."),
        Column::new("kind", Kind::Text, "Type of the value, as in `resources`."),
        Column::new(
            "value",
            Kind::Text,
            "The value as text; references by number, `@0x7f0a0001` (join `data` with `resources.id`).",
        ),
        Column::new("data", Kind::U32, "The raw 32 bits."),
        Column::new("offset", Kind::U32, "Byte offset in the part; 0 in protobuf documents."),
    ],
};

/// Collects the documents of many parts as columns.
#[derive(Default)]
pub struct Xml {
    documents: Vec<(u32, Arc<Document>)>,
}

impl Xml {
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads binary XML, or protobuf XML when the bytes are that; gives the document too.
    pub fn add(&mut self, part: u32, data: &[u8]) -> Arc<Document> {
        let proto = aaptproto::looks_like_xml(data);
        let document = Arc::new(if proto { aaptproto::xml(data) } else { parse(data) });
        self.documents.push((part, Arc::clone(&document)));
        document
    }

    /// Reads XML that stands as text; `symbols` gives the names in it numbers.
    pub fn add_text(&mut self, part: u32, text: &str, symbols: &Symbols) -> Arc<Document> {
        let document = Arc::new(aapttext::xml(text, symbols));
        self.documents.push((part, Arc::clone(&document)));
        document
    }

    /// (part, oddity), in reading order.
    pub fn oddities(&self) -> Vec<(u32, Oddity)> {
        self.documents.iter().flat_map(|(part, d)| d.notes.oddities.iter().map(|o| (*part, o.clone()))).collect()
    }

    /// (part, gap), in reading order.
    pub fn gaps(&self) -> Vec<(u32, Gap)> {
        self.documents.iter().flat_map(|(part, d)| d.notes.gaps.iter().map(|g| (*part, g.clone()))).collect()
    }

    /// The table `xml_elements`.
    pub fn elements(&self) -> Result<Table, TableError> {
        let rows =
            || self.documents.iter().flat_map(|(part, d)| (0_u32..).zip(&d.elements).map(move |(n, e)| (*part, n, e)));
        let columns = vec![
            Values::U32(rows().map(|(part, _, _)| part).collect()),
            Values::U32(rows().map(|(_, n, _)| n).collect()),
            Values::MaybeU32(rows().map(|(_, _, e)| e.parent).collect()),
            Values::U32(rows().map(|(_, _, e)| e.depth).collect()),
            Values::Text(rows().map(|(_, _, e)| e.tag.clone()).collect()),
            Values::MaybeText(rows().map(|(_, _, e)| e.namespace.clone()).collect()),
            Values::U32(rows().map(|(_, _, e)| e.line).collect()),
            Values::Text(rows().map(|(_, _, e)| e.path.clone()).collect()),
            Values::MaybeText(rows().map(|(_, _, e)| e.text.clone()).collect()),
            Values::U32(rows().map(|(_, _, e)| e.offset).collect()),
        ];
        Table::new(&XML_ELEMENTS, columns)
    }

    /// The table `xml_attributes`.
    pub fn attributes(&self) -> Result<Table, TableError> {
        let rows = || self.documents.iter().flat_map(|(part, d)| d.attributes.iter().map(move |a| (*part, a)));
        let columns = vec![
            Values::U32(rows().map(|(part, _)| part).collect()),
            Values::U32(rows().map(|(_, a)| a.element).collect()),
            Values::MaybeText(rows().map(|(_, a)| a.namespace.clone()).collect()),
            Values::Text(rows().map(|(_, a)| a.name.clone()).collect()),
            Values::MaybeText(rows().map(|(_, a)| a.written.clone()).collect()),
            Values::MaybeU32(rows().map(|(_, a)| a.name_id).collect()),
            Values::MaybeText(rows().map(|(_, a)| a.raw.clone()).collect()),
            Values::Text(rows().map(|(_, a)| value::kind(a.data_type).to_owned()).collect()),
            Values::Text(rows().map(|(_, a)| a.value()).collect()),
            Values::U32(rows().map(|(_, a)| a.data).collect()),
            Values::U32(rows().map(|(_, a)| a.offset).collect()),
        ];
        Table::new(&XML_ATTRIBUTES, columns)
    }
}
