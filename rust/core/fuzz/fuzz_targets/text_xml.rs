//! `cargo +nightly fuzz run text_xml`: any text as values and as a document.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sousveil_core::aapttext::{File, xml};
use sousveil_core::arsc::Resources;

fuzz_target!(|data: &str| {
    let mut all = Resources::new();
    let file = |part, path: &str| File { part, path: path.to_owned(), text: Some(data.to_owned()) };
    all.add_tree("p", &[file(0, "res/layout/a.xml"), file(1, "res/values-zh-rCN/b.xml")], &[], &[]);
    let document = xml(data, all.symbols());
    assert_eq!(document.element_at.len(), document.elements.len());
    assert_eq!(document.attribute_at.len(), document.attributes.len());
    let rows = all.table().map(|t| t.rows()).unwrap_or(0);
    assert!(rows <= data.len() * 2 + 1024);
});
