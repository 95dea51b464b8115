//! Dex bytes → [`Code`].
//!
//! <https://source.android.com/docs/core/runtime/dex-format>, versions 035 to 041. Nothing the file says is
//! believed before it is checked against the bytes there are; what cannot be read becomes a gap, and the rest is
//! still read.
use crate::code::{Code, DexBytes, Index, NONE};
use crate::gap::Cause;

mod annotations;
#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
mod assemble;
mod body;
pub mod bytes;
mod call_sites;
mod classes;
pub mod header;
mod lines;
pub mod locate;
pub mod mutf8;
pub(crate) mod notes;
pub mod opcodes;
mod symbols;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
mod tests;
mod values;

pub(crate) use body::{Cases, array_data};
pub(crate) use values::push_quoted;

use header::Header;
use notes::Notes;

/// Index in the dex file → number in `Code`, for each symbol kind.
#[derive(Default)]
pub(crate) struct Maps {
    pub strings: Vec<u32>,
    pub types: Vec<u32>,
    pub protos: Vec<u32>,
    pub fields: Vec<u32>,
    pub methods: Vec<u32>,
    pub call_sites: Vec<u32>,
    pub method_handles: Vec<u32>,
}

/// A number that stands for a symbol.
pub(crate) fn known(map: &[u32], index: u32) -> Option<u32> {
    map.get(index as usize).copied().filter(|number| *number != NONE)
}

/// One dex file being read.
pub(crate) struct Reading<'a> {
    pub data: &'a [u8],
    pub part: u32,
    pub header: Header,
    pub maps: Maps,
    pub notes: Notes,
    /// Number of the first string of this file within the part.
    pub string_base: u32,
    pub scratch: body::Scratch,
}

/// Reads dex files one after another into one [`Code`].
#[derive(Default)]
pub struct CodeBuilder {
    pub(crate) code: Code,
    pub(crate) index: Index,
}

impl CodeBuilder {
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the dex file `bytes`, part number `part` of the sample. Add parts in the order Android loads them:
    /// where two define a class, the first holds. Never fails: what is unread stands in `Code::gaps`.
    pub fn add_dex(&mut self, part: u32, bytes: DexBytes) {
        let data: &[u8] = (*bytes).as_ref();
        let mut notes = Notes::new(part, data.len());
        if u32::try_from(data.len()).is_err() {
            notes.gap_at(0, Cause::Limit, "the file is larger than 4 GiB, which dex offsets cannot reach");
        } else {
            notes = self.read_all(part, data, notes);
        }
        notes.finish(&mut self.code.gaps, &mut self.code.oddities);
        self.code.sources.push((part, bytes));
    }

    fn read_all(&mut self, part: u32, data: &[u8], mut notes: Notes) -> Notes {
        let mut at = Some(0);
        let mut string_base = 0u32;
        while let Some(start) = at {
            let Some(header) = Header::read(data, start, &mut notes) else { break };
            at = header.next(data).filter(|_| notes.charge(header.size));
            header.verify(data, &mut notes);
            let count = header.strings.count as u32;
            let scratch = body::Scratch::default();
            let mut reading = Reading { data, part, header, maps: Maps::default(), notes, string_base, scratch };
            self.read_one(&mut reading);
            notes = reading.notes;
            string_base = string_base.saturating_add(count);
        }
        notes
    }

    fn read_one(&mut self, reading: &mut Reading) {
        // The dex files of a container may share their tables, a hostile one in every header.
        let h = &reading.header;
        let sections = [h.strings, h.types, h.protos, h.fields, h.methods, h.classes];
        let entries = sections.iter().fold(0usize, |sum, section| sum.saturating_add(section.count));
        if !reading.notes.charge(entries.saturating_mul(8)) {
            return;
        }
        symbols::strings(self, reading);
        symbols::types(self, reading);
        symbols::protos(self, reading);
        symbols::fields(self, reading);
        symbols::methods(self, reading);
        call_sites::method_handles(self, reading);
        call_sites::call_sites(self, reading);
        classes::read(self, reading);
    }

    /// The code of all parts added.
    pub fn finish(self) -> Code {
        let mut code = self.code;
        code.definition_of_method.resize(code.methods.len(), NONE);
        code.definition_of_field.resize(code.fields.len(), NONE);
        code.strings.close_empty();
        code.annotations.value.close_empty();
        let _ = code.index.set(self.index);
        code
    }
}

impl Code {
    /// Reads dex files in the order Android loads them: (part number, bytes).
    pub fn from_dex(parts: impl IntoIterator<Item = (u32, DexBytes)>) -> Code {
        let mut builder = CodeBuilder::new();
        parts.into_iter().for_each(|(part, bytes)| builder.add_dex(part, bytes));
        builder.finish()
    }
}
