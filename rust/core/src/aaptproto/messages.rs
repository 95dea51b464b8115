//! The messages of Resources.proto and Configuration.proto that are read; field numbers as in AOSP.
use prost::{Enumeration, Message, Oneof};

#[derive(Clone, PartialEq, Message)]
pub struct XmlNode {
    #[prost(oneof = "Node", tags = "1, 2")]
    pub node: Option<Node>,
    #[prost(message, optional, tag = "3")]
    pub source: Option<SourcePosition>,
}

#[derive(Clone, PartialEq, Oneof)]
pub enum Node {
    #[prost(message, tag = "1")]
    Element(XmlElement),
    #[prost(string, tag = "2")]
    Text(String),
}

#[derive(Clone, PartialEq, Message)]
pub struct SourcePosition {
    #[prost(uint32, tag = "1")]
    pub line: u32,
}

#[derive(Clone, PartialEq, Message)]
pub struct XmlElement {
    #[prost(string, tag = "2")]
    pub namespace_uri: String,
    #[prost(string, tag = "3")]
    pub name: String,
    #[prost(message, repeated, tag = "4")]
    pub attribute: Vec<XmlAttribute>,
    #[prost(message, repeated, tag = "5")]
    pub child: Vec<XmlNode>,
}

#[derive(Clone, PartialEq, Message)]
pub struct XmlAttribute {
    #[prost(string, tag = "1")]
    pub namespace_uri: String,
    #[prost(string, tag = "2")]
    pub name: String,
    #[prost(string, tag = "3")]
    pub value: String,
    #[prost(uint32, tag = "5")]
    pub resource_id: u32,
    #[prost(message, optional, tag = "6")]
    pub compiled_item: Option<Item>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Item {
    #[prost(oneof = "ItemValue", tags = "1, 2, 3, 4, 5, 6, 7")]
    pub value: Option<ItemValue>,
}

#[derive(Clone, PartialEq, Oneof)]
pub enum ItemValue {
    #[prost(message, tag = "1")]
    Reference(Reference),
    #[prost(message, tag = "2")]
    Text(Text),
    #[prost(message, tag = "3")]
    RawText(Text),
    #[prost(message, tag = "4")]
    StyledText(Text),
    #[prost(message, tag = "5")]
    File(Text),
    #[prost(message, tag = "6")]
    Id(Nothing),
    #[prost(message, tag = "7")]
    Primitive(Primitive),
}

/// String, RawString, StyledString and FileReference have their text in field 1.
#[derive(Clone, PartialEq, Message)]
pub struct Text {
    #[prost(string, tag = "1")]
    pub value: String,
}

#[derive(Clone, Copy, PartialEq, Message)]
pub struct Nothing {}

#[derive(Clone, PartialEq, Message)]
pub struct Reference {
    #[prost(enumeration = "ReferenceType", tag = "1")]
    pub kind: i32,
    #[prost(uint32, tag = "2")]
    pub id: u32,
    #[prost(string, tag = "3")]
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Enumeration)]
#[repr(i32)]
pub enum ReferenceType {
    Reference = 0,
    Attribute = 1,
}

#[derive(Clone, Copy, PartialEq, Message)]
pub struct Primitive {
    #[prost(oneof = "PrimitiveValue", tags = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14")]
    pub value: Option<PrimitiveValue>,
}

#[derive(Clone, Copy, PartialEq, Oneof)]
pub enum PrimitiveValue {
    #[prost(message, tag = "1")]
    Null(Nothing),
    #[prost(message, tag = "2")]
    Empty(Nothing),
    #[prost(float, tag = "3")]
    Float(f32),
    #[prost(float, tag = "4")]
    OldDimension(f32),
    #[prost(float, tag = "5")]
    OldFraction(f32),
    #[prost(int32, tag = "6")]
    Decimal(i32),
    #[prost(uint32, tag = "7")]
    Hexadecimal(u32),
    #[prost(bool, tag = "8")]
    Boolean(bool),
    #[prost(uint32, tag = "9")]
    Argb8(u32),
    #[prost(uint32, tag = "10")]
    Rgb8(u32),
    #[prost(uint32, tag = "11")]
    Argb4(u32),
    #[prost(uint32, tag = "12")]
    Rgb4(u32),
    #[prost(uint32, tag = "13")]
    Dimension(u32),
    #[prost(uint32, tag = "14")]
    Fraction(u32),
}

#[derive(Clone, PartialEq, Message)]
pub struct ResourceTable {
    #[prost(message, repeated, tag = "2")]
    pub package: Vec<Package>,
}

/// PackageId, TypeId and EntryId.
#[derive(Clone, Copy, PartialEq, Message)]
pub struct Number {
    #[prost(uint32, tag = "1")]
    pub id: u32,
}

#[derive(Clone, PartialEq, Message)]
pub struct Package {
    #[prost(message, optional, tag = "1")]
    pub package_id: Option<Number>,
    #[prost(string, tag = "2")]
    pub package_name: String,
    #[prost(message, repeated, tag = "3")]
    pub r#type: Vec<Type>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Type {
    #[prost(message, optional, tag = "1")]
    pub type_id: Option<Number>,
    #[prost(string, tag = "2")]
    pub name: String,
    #[prost(message, repeated, tag = "3")]
    pub entry: Vec<Entry>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Entry {
    #[prost(message, optional, tag = "1")]
    pub entry_id: Option<Number>,
    #[prost(string, tag = "2")]
    pub name: String,
    #[prost(message, repeated, tag = "6")]
    pub config_value: Vec<ConfigValue>,
}

#[derive(Clone, PartialEq, Message)]
pub struct ConfigValue {
    #[prost(message, optional, tag = "1")]
    pub config: Option<Configuration>,
    #[prost(message, optional, tag = "2")]
    pub value: Option<Value>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Value {
    #[prost(oneof = "ValueKind", tags = "4, 5")]
    pub value: Option<ValueKind>,
}

#[derive(Clone, PartialEq, Oneof)]
pub enum ValueKind {
    #[prost(message, tag = "4")]
    Item(Item),
    #[prost(message, tag = "5")]
    Compound(Compound),
}

#[derive(Clone, PartialEq, Message)]
pub struct Compound {
    #[prost(oneof = "CompoundValue", tags = "1, 2, 4, 5")]
    pub value: Option<CompoundValue>,
}

#[derive(Clone, PartialEq, Oneof)]
pub enum CompoundValue {
    #[prost(message, tag = "1")]
    Attribute(Attribute),
    #[prost(message, tag = "2")]
    Style(Style),
    #[prost(message, tag = "4")]
    Array(Array),
    #[prost(message, tag = "5")]
    Plural(Plural),
}

#[derive(Clone, PartialEq, Message)]
pub struct Attribute {
    #[prost(uint32, tag = "1")]
    pub format_flags: u32,
    #[prost(int32, tag = "2")]
    pub min_int: i32,
    #[prost(int32, tag = "3")]
    pub max_int: i32,
    #[prost(message, repeated, tag = "4")]
    pub symbol: Vec<Symbol>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Symbol {
    #[prost(message, optional, tag = "3")]
    pub name: Option<Reference>,
    #[prost(uint32, tag = "4")]
    pub value: u32,
    #[prost(uint32, tag = "5")]
    pub r#type: u32,
}

#[derive(Clone, PartialEq, Message)]
pub struct Style {
    #[prost(message, optional, tag = "1")]
    pub parent: Option<Reference>,
    #[prost(message, repeated, tag = "3")]
    pub entry: Vec<StyleEntry>,
}

#[derive(Clone, PartialEq, Message)]
pub struct StyleEntry {
    #[prost(message, optional, tag = "3")]
    pub key: Option<Reference>,
    #[prost(message, optional, tag = "4")]
    pub item: Option<Item>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Array {
    #[prost(message, repeated, tag = "1")]
    pub element: Vec<Element>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Element {
    #[prost(message, optional, tag = "3")]
    pub item: Option<Item>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Plural {
    #[prost(message, repeated, tag = "1")]
    pub entry: Vec<PluralEntry>,
}

#[derive(Clone, PartialEq, Message)]
pub struct PluralEntry {
    /// zero, one, two, few, many, other from 0.
    #[prost(int32, tag = "3")]
    pub arity: i32,
    #[prost(message, optional, tag = "4")]
    pub item: Option<Item>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct Configuration {
    #[prost(uint32, tag = "1")]
    pub mcc: u32,
    #[prost(uint32, tag = "2")]
    pub mnc: u32,
    #[prost(string, tag = "3")]
    pub locale: String,
    #[prost(int32, tag = "4")]
    pub layout_direction: i32,
    #[prost(uint32, tag = "5")]
    pub screen_width: u32,
    #[prost(uint32, tag = "6")]
    pub screen_height: u32,
    #[prost(uint32, tag = "7")]
    pub screen_width_dp: u32,
    #[prost(uint32, tag = "8")]
    pub screen_height_dp: u32,
    #[prost(uint32, tag = "9")]
    pub smallest_screen_width_dp: u32,
    #[prost(int32, tag = "10")]
    pub screen_layout_size: i32,
    #[prost(int32, tag = "11")]
    pub screen_layout_long: i32,
    #[prost(int32, tag = "12")]
    pub screen_round: i32,
    #[prost(int32, tag = "13")]
    pub wide_color_gamut: i32,
    #[prost(int32, tag = "14")]
    pub hdr: i32,
    #[prost(int32, tag = "15")]
    pub orientation: i32,
    #[prost(int32, tag = "16")]
    pub ui_mode_type: i32,
    #[prost(int32, tag = "17")]
    pub ui_mode_night: i32,
    #[prost(uint32, tag = "18")]
    pub density: u32,
    #[prost(int32, tag = "19")]
    pub touchscreen: i32,
    #[prost(int32, tag = "20")]
    pub keys_hidden: i32,
    #[prost(int32, tag = "21")]
    pub keyboard: i32,
    #[prost(int32, tag = "22")]
    pub nav_hidden: i32,
    #[prost(int32, tag = "23")]
    pub navigation: i32,
    #[prost(uint32, tag = "24")]
    pub sdk_version: u32,
    #[prost(int32, tag = "26")]
    pub grammatical_gender: i32,
}
