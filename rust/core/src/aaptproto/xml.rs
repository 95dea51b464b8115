//! Protobuf XML (`XmlNode`).
use prost::Message;

use super::messages::{Item, ItemValue, Node, Primitive, PrimitiveValue, Reference, XmlAttribute, XmlElement, XmlNode};
use crate::arsc::value;
use crate::axml::{Attribute, Builder, Document};
use crate::gap::Cause;

/// Whether the bytes open as an `XmlNode` with an element: field 1, then a length that fits. Binary XML opens with 03 00.
pub fn looks_like_xml(data: &[u8]) -> bool {
    let [0x0a, rest @ ..] = data else { return false };
    let mut rest = rest;
    prost::decode_length_delimiter(&mut rest).is_ok_and(|length| length > 0 && length <= rest.len())
}

/// Reads one protobuf XML part. Never fails: an unreadable part gives no elements and a gap.
pub fn parse(data: &[u8]) -> Document {
    let mut out = Builder::new(data.len());
    match XmlNode::decode(data) {
        Ok(root) => {
            node(&root, &mut out);
        }
        // prost gives up past 100 nested messages, 50 elements deep.
        Err(error) => out.notes().gap(0, Cause::Malformed, format!("protobuf XML does not decode: {error}")),
    }
    out.finish(data.len())
}

fn node(node: &XmlNode, out: &mut Builder) -> bool {
    match &node.node {
        Some(Node::Element(e)) => element(e, node.source.as_ref().map_or(0, |s| s.line), out),
        Some(Node::Text(text)) => out.text(text, 0),
        None => true,
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn element(e: &XmlElement, line: u32, out: &mut Builder) -> bool {
    if !out.start(&e.name, some(&e.namespace_uri).as_deref(), line, 0) {
        return false;
    }
    if !e.attribute.iter().all(|a| out.attribute(attribute(a))) || !e.child.iter().all(|child| node(child, out)) {
        return false;
    }
    out.end(None, 0);
    true
}

fn attribute(a: &XmlAttribute) -> Attribute {
    let (data_type, data, text) = a.compiled_item.as_ref().map_or((value::STRING, 0, None), item);
    Attribute {
        element: 0,
        namespace: some(&a.namespace_uri),
        name: a.name.clone(),
        written: None,
        name_id: (a.resource_id != 0).then_some(a.resource_id),
        raw: text.or_else(|| (data_type == value::STRING || !a.value.is_empty()).then(|| a.value.clone())),
        data_type,
        data,
        offset: 0,
    }
}

/// (value type, data, text) as binary resources have them.
pub(super) fn item(item: &Item) -> (u8, u32, Option<String>) {
    match &item.value {
        Some(ItemValue::Reference(r)) => reference(r),
        Some(ItemValue::Text(t) | ItemValue::RawText(t) | ItemValue::StyledText(t) | ItemValue::File(t)) => {
            (value::STRING, 0, Some(t.value.clone()))
        }
        // As aapt2 writes it: `false`.
        Some(ItemValue::Id(_)) => (value::INT_BOOLEAN, 0, None),
        Some(ItemValue::Primitive(p)) => {
            let (kind, data) = primitive(p);
            (kind, data, None)
        }
        None => (value::NULL, 0, None),
    }
}

/// A reference by id, or by name where the bundle gives no id.
pub(super) fn reference(r: &Reference) -> (u8, u32, Option<String>) {
    let attribute = r.kind == 1;
    let kind = if attribute { value::ATTRIBUTE } else { value::REFERENCE };
    let named = r.id == 0 && !r.name.is_empty();
    (kind, r.id, named.then(|| format!("{}{}", if attribute { '?' } else { '@' }, r.name)))
}

fn primitive(p: &Primitive) -> (u8, u32) {
    use PrimitiveValue as P;
    match p.value {
        Some(P::Null(_)) | None => (value::NULL, 0),
        Some(P::Empty(_)) => (value::NULL, 1),
        Some(P::Float(v) | P::OldDimension(v) | P::OldFraction(v)) => (value::FLOAT, v.to_bits()),
        Some(P::Decimal(v)) => (value::INT_DEC, v as u32),
        Some(P::Hexadecimal(v)) => (value::INT_HEX, v),
        Some(P::Boolean(v)) => (value::INT_BOOLEAN, if v { u32::MAX } else { 0 }),
        Some(P::Argb8(v)) => (value::COLOR_FIRST, v),
        Some(P::Rgb8(v)) => (0x1d, v),
        Some(P::Argb4(v)) => (0x1e, v),
        Some(P::Rgb4(v)) => (value::COLOR_LAST, v),
        Some(P::Dimension(v)) => (value::DIMENSION, v),
        Some(P::Fraction(v)) => (value::FRACTION, v),
    }
}
