//! XML parts of a package as flat lists of elements and attributes: binary XML of an APK here, protobuf XML of a bundle in `aaptproto`.
//!
//! Read by Android's rules (frameworks/base/libs/androidfw/ResourceTypes.cpp, `ResXMLTree`): what Android tolerates is
//! read and noted as an oddity; what it refuses is read as far as it makes sense, with a gap.
mod build;
mod read;
mod table;
#[cfg(test)]
mod tests;

pub use read::parse;
pub use table::{XML_ATTRIBUTES, XML_ELEMENTS, Xml};

pub(crate) use build::Builder;

use crate::arsc::bytes::Notes;
use crate::written::Position;

/// The namespace of the framework's attributes.
pub const ANDROID: &str = "http://schemas.android.com/apk/res/android";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Number of the element it stands in; None for a root.
    pub parent: Option<u32>,
    /// 0 for a root.
    pub depth: u32,
    pub tag: String,
    pub namespace: Option<String>,
    /// Line in the file it was compiled from, 0 if not kept.
    pub line: u32,
    /// `/manifest/application[1]/activity[3]`: numbers count equal tags under one parent, from 1; a root has none.
    pub path: String,
    /// Text directly inside, all pieces joined.
    pub text: Option<String>,
    /// Offset of its chunk in the part; 0 where the format has none.
    pub offset: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Number of its element.
    pub element: u32,
    pub namespace: Option<String>,
    /// The framework's name for `name_id` where there is one, since Android looks attributes up by id; else the name as written.
    pub name: String,
    /// The name as written, where it differs.
    pub written: Option<String>,
    /// Resource id of the name.
    pub name_id: Option<u32>,
    /// The string the file keeps for the value.
    pub raw: Option<String>,
    /// `Res_value` type; see `arsc::value`.
    pub data_type: u8,
    pub data: u32,
    /// Offset in the part; 0 where the format has none.
    pub offset: u32,
}

impl Attribute {
    /// The value as text: strings as they are, references by number.
    pub fn value(&self) -> String {
        use crate::arsc::value;
        match (&self.raw, self.data_type) {
            (Some(raw), value::STRING) => raw.clone(),
            (_, value::STRING) => String::new(),
            (Some(raw), kind) if value::is_reference(kind) && self.data == 0 && raw.len() > 1 => raw.clone(),
            (_, kind) => {
                let mut out = String::new();
                value::push(kind, self.data, &mut out);
                out
            }
        }
    }
}

/// One XML part. Elements stand in document order, attributes in element order.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub elements: Vec<Element>,
    pub attributes: Vec<Attribute>,
    /// Where each element and attribute stands, for XML that is text; else empty.
    pub element_at: Vec<Position>,
    pub attribute_at: Vec<Position>,
    pub notes: Notes,
}
