//! Native code: headers, imports and exports, strings, Java method names (System V ABI ELF, as Android's linker reads
//! it). Nothing here disassembles.
mod bytes;
mod dynamic;
mod image;
mod jni;
mod locate;
mod notes;
mod oddity;
mod program;
mod script;
mod strings;
mod symbols;
mod tables;
#[cfg(test)]
mod tests;

pub use image::is_elf;
pub use jni::{JavaName, java_name};
pub use locate::{Encoding, offset_of, string_at};
pub use oddity::Oddity;
pub use program::{Load, NativeSymbol, Program};
pub use tables::{NATIVE_FILES, NATIVE_JNI, NATIVE_NEEDED, NATIVE_STRINGS, NATIVE_SYMBOLS, Natives};
