//! Byte readers, fact columns and code analysis. No Python, no unsafe, no panics on hostile input.
pub mod code;
pub mod dex;
pub mod framework;
pub mod gap;
pub mod hierarchy;
pub mod reach;
pub mod sight;
pub mod store;
pub mod table;
pub mod values;

#[cfg(test)]
mod assemble;
