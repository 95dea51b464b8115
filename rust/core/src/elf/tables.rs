//! The fact tables of native files, filled one part after another.
use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray, UInt64Array};

use super::dynamic::Dynamic;
use super::image::{ET_DYN, ET_EXEC, ET_REL, Image, PT_INTERP};
use super::oddity::{self, Oddity};
use super::{jni, notes, strings, symbols};
use crate::gap::Gap;
use crate::table::{Column, Kind, Table, TableError, TableSpec, Values};

const PART: Column = Column::new("part", Kind::U32, "Number of the part in the table parts.");

pub static NATIVE_FILES: TableSpec = TableSpec {
    name: "native_files",
    doc: "One row per ELF file.",
    columns: &[
        PART,
        Column::new("machine", Kind::Text, "arm, aarch64, x86, x86_64, mips, riscv, else machine_ and the number."),
        Column::new("bits", Kind::U8, "Word size: 32 or 64."),
        Column::new("endian", Kind::Text, "little or big."),
        Column::new("kind", Kind::Text, "shared, executable, object, core, else type_ and the number."),
        Column::maybe("soname", Kind::Text, "Name the library gives itself."),
        Column::maybe("interpreter", Kind::Text, "Linker a program asks for."),
        Column::maybe("build_id", Kind::Text, "GNU build id in lower-case hex."),
        Column::new("entry", Kind::U64, "Virtual address of the entry point; 0 for none."),
        Column::new("stripped", Kind::Bool, "True when there is no full symbol table."),
        Column::maybe("android_api", Kind::U32, "Android API level it was linked for, by the NDK's note."),
        Column::maybe("ndk", Kind::Text, "NDK release, by the NDK's note."),
    ],
};

pub static NATIVE_NEEDED: TableSpec = TableSpec {
    name: "native_needed",
    doc: "One row per library a native file asks the linker for, in the file's order.",
    columns: &[PART, Column::new("library", Kind::Text, "Name asked for.")],
};

pub static NATIVE_SYMBOLS: TableSpec = TableSpec {
    name: "native_symbols",
    doc: "One row per symbol: imports, exports, and local names of files that were not stripped.",
    columns: &[
        PART,
        Column::new("name", Kind::Text, "The name as stored, not demangled."),
        Column::new("direction", Kind::Text, "import, export, or local (only in the full symbol table)."),
        Column::new("kind", Kind::Text, "func, object, tls or other."),
        Column::new("address", Kind::U64, "Virtual address; 0 for imports. The Thumb bit of ARM functions is cleared."),
        Column::maybe("file_offset", Kind::U64, "Offset of that address in the part, where the file holds it."),
        Column::maybe("library", Kind::Text, "Library whose version an import asks for."),
        Column::maybe("version", Kind::Text, "Symbol version."),
    ],
};

pub static NATIVE_STRINGS: TableSpec = TableSpec {
    name: "native_strings",
    doc: "One row per string in the loaded bytes and in .comment, in file order; names told in native_symbols are left out.",
    columns: &[
        PART,
        Column::maybe("address", Kind::U64, "Virtual address; none for bytes that are not loaded."),
        Column::new("file_offset", Kind::U64, "Offset in the part."),
        Column::new("encoding", Kind::Text, "ascii, utf8 or utf16."),
        Column::new("value", Kind::Text, "The text. Above 64 KiB it goes on in the next row."),
    ],
};

pub static NATIVE_JNI: TableSpec = TableSpec {
    name: "native_jni",
    doc: "One row per exported function that is named after a Java method.",
    columns: &[
        PART,
        Column::new("symbol", Kind::Text, "The exported name."),
        Column::new("class", Kind::Text, "Class descriptor."),
        Column::new("method", Kind::Text, "Method name."),
        Column::maybe("parameters", Kind::Text, "Parameter descriptors in brackets, where the name tells overloads apart."),
        Column::new("address", Kind::U64, "Virtual address of the function."),
    ],
};

#[derive(Default)]
struct Files {
    part: Vec<u32>,
    machine: Vec<String>,
    bits: Vec<u8>,
    endian: Vec<String>,
    kind: Vec<String>,
    soname: Vec<Option<String>>,
    interpreter: Vec<Option<String>>,
    build_id: Vec<Option<String>>,
    entry: Vec<u64>,
    stripped: Vec<bool>,
    android_api: Vec<Option<u32>>,
    ndk: Vec<Option<String>>,
}

/// Collects the facts of all native files of a sample.
#[derive(Default)]
pub struct Natives {
    files: Files,
    needed: Vec<(u32, String)>,
    symbols: Vec<(u32, symbols::Symbol)>,
    strings: Vec<(u32, strings::Found)>,
    jni: Vec<(u32, String, jni::JavaName, u64)>,
    gaps: Vec<(u32, Gap)>,
    oddities: Vec<(u32, Oddity)>,
}

fn machine(number: u16) -> String {
    let name = match number {
        3 => "x86",
        8 => "mips",
        40 => "arm",
        62 => "x86_64",
        183 => "aarch64",
        243 => "riscv",
        other => return format!("machine_{other}"),
    };
    name.to_owned()
}

fn kind(number: u16, interpreter: bool, pie: bool) -> String {
    let name = match number {
        ET_REL => "object",
        ET_EXEC => "executable",
        ET_DYN if interpreter || pie => "executable",
        ET_DYN => "shared",
        4 => "core",
        other => return format!("type_{other}"),
    };
    name.to_owned()
}

fn interpreter(image: &Image<'_>) -> Option<String> {
    let segment = image.segments.iter().find(|s| s.kind == PT_INTERP)?;
    let bytes = image.view.slice(segment.offset, segment.file_size.min(4096))?;
    let text = bytes.split(|b| *b == 0).next()?;
    (!text.is_empty()).then(|| String::from_utf8_lossy(text).into_owned())
}

impl Natives {
    /// Reads one ELF file. What cannot be read becomes a gap; the rest is kept.
    pub fn add(&mut self, part: u32, data: &[u8]) {
        let mut image = match Image::read(data) {
            Ok(image) => image,
            Err(gap) => return self.gaps.push((part, gap)),
        };
        let dynamic = Dynamic::read(&mut image);
        let mut read = symbols::read(&mut image, dynamic.as_ref());
        let mut names = Vec::new();
        if let Some(dynamic) = &dynamic {
            for name in dynamic.needed.iter().chain(&dynamic.soname) {
                read.name_offsets.extend(dynamic.name_offset(&image, *name));
            }
            names = dynamic.needed.iter().map(|name| dynamic.name(&image, *name)).collect();
        }
        let soname = dynamic.as_ref().and_then(|d| d.name(&image, d.soname?));
        self.needed.extend(names.into_iter().flatten().map(|name| (part, name)));
        oddity::inspect(&mut image, dynamic.as_ref());
        self.strings.extend(strings::read(&mut image, &read.name_offsets).into_iter().map(|row| (part, row)));
        self.add_file(part, &image, dynamic.as_ref(), soname, !read.has_full_table);
        for symbol in read.rows {
            if let Some(java) = jni::java_name(&symbol.name).filter(|_| symbol.direction == "export") {
                self.jni.push((part, symbol.name.clone(), java, symbol.address));
            }
            self.symbols.push((part, symbol));
        }
        self.gaps.extend(image.gaps.into_iter().map(|gap| (part, gap)));
        self.oddities.extend(image.oddities.into_iter().map(|odd| (part, odd)));
    }

    fn add_file(&mut self, part: u32, image: &Image<'_>, dynamic: Option<&Dynamic>, soname: Option<String>, stripped: bool) {
        let notes = notes::read(image);
        let interpreter = interpreter(image);
        let f = &mut self.files;
        f.part.push(part);
        f.machine.push(machine(image.machine));
        f.bits.push(if image.view.wide { 64 } else { 32 });
        f.endian.push(if image.view.big { "big" } else { "little" }.to_owned());
        f.kind.push(kind(image.kind, interpreter.is_some(), dynamic.is_some_and(|d| d.pie)));
        f.soname.push(soname);
        f.interpreter.push(interpreter);
        f.build_id.push(notes.build_id);
        f.entry.push(image.entry);
        f.stripped.push(stripped);
        f.android_api.push(notes.android_api);
        f.ndk.push(notes.ndk);
    }

    /// Unread places, with their part, in the order met.
    pub fn gaps(&self) -> &[(u32, Gap)] {
        &self.gaps
    }

    /// Signs of packing or of misleading tables, with their part, in the order met.
    pub fn oddities(&self) -> &[(u32, Oddity)] {
        &self.oddities
    }

    /// The table of that name as filled so far; `None` for a name that is not of native files.
    pub fn table(&self, name: &str) -> Option<Result<Table, TableError>> {
        Some(match name {
            "native_files" => self.files_table(),
            "native_needed" => {
                let (part, library) = self.needed.iter().cloned().unzip();
                Table::new(&NATIVE_NEEDED, vec![Values::U32(part), Values::Text(library)])
            }
            "native_symbols" => self.symbols_table(),
            "native_strings" => self.strings_table(),
            "native_jni" => self.jni_table(),
            _ => return None,
        })
    }

    fn files_table(&self) -> Result<Table, TableError> {
        let f = &self.files;
        let columns = vec![
            Values::U32(f.part.clone()),
            Values::Text(f.machine.clone()),
            Values::U8(f.bits.clone()),
            Values::Text(f.endian.clone()),
            Values::Text(f.kind.clone()),
            Values::MaybeText(f.soname.clone()),
            Values::MaybeText(f.interpreter.clone()),
            Values::MaybeText(f.build_id.clone()),
            Values::U64(f.entry.clone()),
            Values::Bool(f.stripped.clone()),
            Values::MaybeU32(f.android_api.clone()),
            Values::MaybeText(f.ndk.clone()),
        ];
        Table::new(&NATIVE_FILES, columns)
    }

    fn symbols_table(&self) -> Result<Table, TableError> {
        let rows = || self.symbols.iter().map(|(_, s)| s);
        let columns = vec![
            Values::U32(self.symbols.iter().map(|(part, _)| *part).collect()),
            text(rows().map(|s| s.name.as_str())),
            text(rows().map(|s| s.direction)),
            text(rows().map(|s| s.kind)),
            Values::U64(rows().map(|s| s.address).collect()),
            maybe_u64(rows().map(|s| s.file_offset)),
            maybe_text(rows().map(|s| s.library.as_deref())),
            maybe_text(rows().map(|s| s.version.as_deref())),
        ];
        Table::new(&NATIVE_SYMBOLS, columns)
    }

    fn strings_table(&self) -> Result<Table, TableError> {
        let rows = || self.strings.iter().map(|(_, s)| s);
        let columns = vec![
            Values::U32(self.strings.iter().map(|(part, _)| *part).collect()),
            maybe_u64(rows().map(|s| s.address)),
            Values::U64(rows().map(|s| s.file_offset).collect()),
            text(rows().map(|s| s.encoding)),
            text(rows().map(|s| s.value.as_str())),
        ];
        Table::new(&NATIVE_STRINGS, columns)
    }

    fn jni_table(&self) -> Result<Table, TableError> {
        let columns = vec![
            Values::U32(self.jni.iter().map(|row| row.0).collect()),
            text(self.jni.iter().map(|row| row.1.as_str())),
            text(self.jni.iter().map(|row| row.2.class.as_str())),
            text(self.jni.iter().map(|row| row.2.method.as_str())),
            maybe_text(self.jni.iter().map(|row| row.2.parameters.as_deref())),
            Values::U64(self.jni.iter().map(|row| row.3).collect()),
        ];
        Table::new(&NATIVE_JNI, columns)
    }
}

fn text<'a>(values: impl Iterator<Item = &'a str>) -> Values {
    Values::Array(Arc::new(StringArray::from_iter_values(values)) as ArrayRef)
}

fn maybe_text<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Values {
    Values::Array(Arc::new(values.collect::<StringArray>()) as ArrayRef)
}

fn maybe_u64(values: impl Iterator<Item = Option<u64>>) -> Values {
    Values::Array(Arc::new(values.collect::<UInt64Array>()) as ArrayRef)
}
