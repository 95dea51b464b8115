//! What the tables of native code hold.
use sousveil_core::table::{Column, Kind, TableSpec};

const PART: Column = Column::new("part", Kind::U32, "Number of the part in the table parts.");

pub static NATIVE_FUNCTIONS: TableSpec = TableSpec {
    name: "native_functions",
    doc: "One row per function of native code, by address.",
    columns: &[
        PART,
        Column::new("address", Kind::U64, "Virtual address; the Thumb bit of ARM functions is cleared."),
        Column::new("size", Kind::U64, "Bytes up to its end as the file gives it, else up to the next function."),
        Column::maybe("file_offset", Kind::U64, "Offset of the address in the part."),
        Column::maybe(
            "name",
            Kind::Text,
            "Name by the symbol tables, or the import a stub leads to, with @plt behind.",
        ),
        Column::new("mode", Kind::Text, "a32, t32, a64, x86 or x86_64."),
        Column::new(
            "found_by",
            Kind::Text,
            "symbol, unwind (exception tables), entry, pointer (in data), call, prologue; rest for code between functions.",
        ),
        Column::new("instructions", Kind::U64, "Instructions read."),
    ],
};

pub static NATIVE_STRING_USES: TableSpec = TableSpec {
    name: "native_string_uses",
    doc: "One row per function and string whose address the function makes, by the first place where it does.",
    columns: &[
        PART,
        Column::new("function", Kind::U64, "Virtual address of the function."),
        Column::new("address", Kind::U64, "Virtual address of the instruction that finishes the string's address."),
        Column::new("string", Kind::U64, "Virtual address of the string."),
        Column::maybe(
            "table",
            Kind::U64,
            "Where the string stands in a table of addresses: the address the code makes, of that table.",
        ),
        Column::new(
            "text",
            Kind::Text,
            "The string: UTF-8 up to its NUL, four characters or more unless a call is given it.",
        ),
    ],
};

pub static NATIVE_CALLS: TableSpec = TableSpec {
    name: "native_calls",
    doc: "Calls in native code: one row per argument that is known; one row for a call of which none is.",
    columns: &[
        PART,
        Column::new("function", Kind::U64, "Virtual address of the function that calls."),
        Column::new("address", Kind::U64, "Virtual address of the call."),
        Column::maybe("target", Kind::U64, "Virtual address of the function called; none for imports."),
        Column::maybe(
            "name",
            Kind::Text,
            "Import or symbol called; JNIEnv.NAME for functions of the Java interface; syscall:N for calls of the kernel.",
        ),
        Column::maybe("argument", Kind::U8, "Number of the argument, from 0."),
        Column::maybe(
            "kind",
            Kind::Text,
            "What stands there: text, number, address, parameter (of the calling function, by number), stack (place on the stack), result (of the call at that address).",
        ),
        Column::maybe(
            "value",
            Kind::U64,
            "The number, address, parameter's number, distance on the stack, or address of the call.",
        ),
        Column::maybe("text", Kind::Text, "The text, where it is one."),
    ],
};

pub static NATIVE_REGISTERED: TableSpec = TableSpec {
    name: "native_registered",
    doc: "One row per entry of a table of Java methods as RegisterNatives takes them.",
    columns: &[
        PART,
        Column::new("table", Kind::U64, "Virtual address of the table's first entry."),
        Column::new("address", Kind::U64, "Virtual address of the entry."),
        Column::new("method", Kind::Text, "Method name."),
        Column::new("signature", Kind::Text, "Parameter and return types, as in class files."),
        Column::new("function", Kind::U64, "Virtual address of the function; the Thumb bit is cleared."),
    ],
};

/// All tables of this crate, by name.
pub static SPECS: [&TableSpec; 4] = [&NATIVE_CALLS, &NATIVE_FUNCTIONS, &NATIVE_REGISTERED, &NATIVE_STRING_USES];
