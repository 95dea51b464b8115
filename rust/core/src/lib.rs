//! Byte readers, fact columns and code analysis. No Python, no unsafe, no panics on hostile input.
pub mod code;
pub mod framework;
pub mod gap;
pub mod hierarchy;
pub mod reach;
pub mod store;
pub mod table;
