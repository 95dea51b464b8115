//! `cargo +nightly fuzz run axml`: any bytes as binary and as protobuf XML, with both tables.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sousveil_core::aaptproto;
use sousveil_core::axml::{Document, Xml};

fuzz_target!(|data: &[u8]| {
    let mut xml = Xml::new();
    let document = xml.add(0, data);
    check(&document);
    check(&aaptproto::xml(data));
    assert_eq!(xml.elements().map(|t| t.rows()).ok(), Some(document.elements.len()));
    assert_eq!(xml.attributes().map(|t| t.rows()).ok(), Some(document.attributes.len()));
});

/// Parents stand before their children, attributes at elements that are there.
fn check(document: &Document) {
    for (number, element) in document.elements.iter().enumerate() {
        assert!(element.parent.is_none_or(|parent| (parent as usize) < number));
    }
    for attribute in &document.attributes {
        assert!((attribute.element as usize) < document.elements.len());
    }
}
