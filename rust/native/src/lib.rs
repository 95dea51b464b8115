//! What native code refers to and calls. Bytes are read, nothing is run.
//!
//! Functions are read in a line from beginning to end. For each register and some places on the stack it is kept what
//! they hold, where that is a number or an address the code itself makes; where branches meet, only what holds on all
//! forward ways is kept. So a told string is one that the code really makes the address of, and a told argument is one
//! that stands there on the way read; what is computed otherwise is not known here.
mod a32;
mod a64;
mod constants;
mod environment;
mod loaded;
mod machine;
mod memory;
mod names;
mod relocations;
mod specs;
mod starts;
mod step;
mod t32;
mod tables;
#[cfg(test)]
mod tests;
mod value;
mod walk;
mod x86;

pub use constants::{Found, find_words};
pub use loaded::{Filled, Loaded, loaded};
pub use specs::{NATIVE_CALLS, NATIVE_FUNCTIONS, NATIVE_REGISTERED, NATIVE_STRING_USES, SPECS};
pub use tables::NativeCode;
