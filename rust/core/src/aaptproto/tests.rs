#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use prost::Message;

use super::messages::*;
use super::{looks_like_xml, xml};
use crate::arsc::Resources;
use crate::gap::Cause;

fn item(text: &str) -> Item {
    Item { value: Some(ItemValue::Text(Text { value: text.to_owned() })) }
}

fn manifest() -> Vec<u8> {
    let attribute = XmlAttribute {
        namespace_uri: crate::axml::ANDROID.to_owned(),
        name: "debuggable".to_owned(),
        value: "true".to_owned(),
        resource_id: 0x0101_000f,
        compiled_item: Some(Item {
            value: Some(ItemValue::Primitive(Primitive { value: Some(PrimitiveValue::Boolean(true)) })),
        }),
    };
    let inner = XmlElement { name: "application".to_owned(), attribute: vec![attribute], ..XmlElement::default() };
    let child = XmlNode { node: Some(Node::Element(inner)), source: Some(SourcePosition { line: 4 }) };
    let root = XmlElement { name: "manifest".to_owned(), child: vec![child], ..XmlElement::default() };
    XmlNode { node: Some(Node::Element(root)), source: None }.encode_to_vec()
}

#[test]
fn xml_has_the_shape_of_binary_xml() {
    let bytes = manifest();
    assert!(looks_like_xml(&bytes));
    let d = xml(&bytes);
    assert_eq!(d.elements[1].path, "/manifest/application[1]");
    assert_eq!(d.elements[1].line, 4);
    assert_eq!((d.attributes[0].name.as_str(), d.attributes[0].value().as_str()), ("debuggable", "true"));
    assert!(d.notes.oddities.is_empty() && d.notes.gaps.is_empty());
    assert_eq!(xml(&bytes[..bytes.len() - 3]).notes.gaps[0].cause, Cause::Malformed);
}

fn plurals() -> Vec<u8> {
    let config = Configuration { locale: "zh-CN".to_owned(), ui_mode_night: 1, ..Configuration::default() };
    let plural = Plural { entry: vec![PluralEntry { arity: 5, item: Some(item("many")) }] };
    let value = Value { value: Some(ValueKind::Compound(Compound { value: Some(CompoundValue::Plural(plural)) })) };
    let entry = Entry {
        entry_id: Some(Number { id: 2 }),
        name: "count".to_owned(),
        config_value: vec![ConfigValue { config: Some(config), value: Some(value) }],
    };
    let kind = Type { type_id: Some(Number { id: 1 }), name: "plurals".to_owned(), entry: vec![entry] };
    let package = Package { package_id: Some(Number { id: 0x7f }), package_name: "p".to_owned(), r#type: vec![kind] };
    ResourceTable { package: vec![package] }.encode_to_vec()
}

#[test]
fn resources_have_the_shape_of_binary_resources() {
    let mut r = Resources::new();
    r.add_proto(1, &plurals());
    let values = r.values(0x7f01_0002);
    let v = &values[0];
    assert_eq!((v.config.as_str(), v.locale.as_str(), v.key.as_deref()), ("zh-rCN-night", "zh-CN", Some("other")));
    assert_eq!(v.value.as_deref(), Some("many"));
    assert_eq!(r.name(0x7f01_0002).as_deref(), Some("plurals/count"));
}

#[test]
fn mutations() {
    crate::damage::variants(&manifest(), 10_000, |data| {
        xml(data);
    });
    crate::damage::variants(&plurals(), 10_000, |data| {
        let mut r = Resources::new();
        r.add_proto(1, data);
        r.table().unwrap();
        r.resolve_all(0x7f01_0002);
    });
}
