//! Byte readers, fact columns and code analysis. No Python, no unsafe, no panics on hostile input.
pub mod aaptproto;
pub mod aapttext;
pub mod arithmetic;
pub mod arsc;
pub mod assemble;
pub mod axml;
pub mod code;
pub mod dex;
pub mod elf;
pub mod filled;
pub mod flow;
pub mod framework;
pub mod gap;
pub mod hierarchy;
pub mod java;
pub mod reach;
pub mod search;
pub mod sight;
pub mod smali;
pub mod sniff;
pub mod specs;
pub mod store;
pub mod table;
pub mod values;
pub mod written;
pub mod zip;

#[cfg(test)]
mod damage;
