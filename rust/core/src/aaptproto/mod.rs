//! Manifests, XML and resource tables of app bundles (AAB): the protobuf forms of aapt2
//! (frameworks/base/tools/aapt2/Resources.proto and Configuration.proto), giving the same shapes as `axml` and `arsc`.
mod config;
mod messages;
mod resources;
#[cfg(test)]
mod tests;
mod xml;

pub use xml::{looks_like_xml, parse as xml};
