//! What the tables of code mean, column by column.
use crate::table::{Column, Kind, TableSpec};

const fn u32(name: &'static str, doc: &'static str) -> Column {
    Column::new(name, Kind::U32, doc)
}
const fn text(name: &'static str, doc: &'static str) -> Column {
    Column::new(name, Kind::Text, doc)
}

/// The specifications, by name.
pub const SPECS: [&TableSpec; 12] = [
    &ANNOTATIONS,
    &CLASSES,
    &FIELDS,
    &INSTRUCTIONS,
    &INTERFACES,
    &LINES,
    &METHODS,
    &PROTOS,
    &STRINGS,
    &SWITCHES,
    &TRIES,
    &TYPES,
];

const STRINGS: TableSpec = TableSpec {
    name: "strings",
    doc: "Every string of the bytecode, each once over all dex files: constants, names and descriptors.",
    columns: &[
        u32("string", "Number of the string; other tables refer to it."),
        text("value", "The text. Lone surrogates stand as \\udXXX, bytes that are no text as \\xXX."),
        u32("part", "Part where it was first seen."),
        u32("index", "Its index in that part, counting on over the dex files of a container."),
    ],
};

const TYPES: TableSpec = TableSpec {
    name: "types",
    doc: "Every type named in the bytecode.",
    columns: &[u32("type", "Number of the type."), text("name", "Its descriptor, such as Ljava/lang/String; or [I.")],
};

const PROTOS: TableSpec = TableSpec {
    name: "protos",
    doc: "Parameter and result types of methods.",
    columns: &[
        u32("proto", "Number of the proto."),
        text("text", "Such as (ILjava/lang/String;)V. Cut to … once the table holds 256 MiB."),
    ],
};

const FIELDS: TableSpec = TableSpec {
    name: "fields",
    doc: "Every field named in the bytecode, defined in the sample or not.",
    columns: &[
        u32("field", "Number of the field."),
        u32("class", "Type number of the class it is named in."),
        u32("name", "String number of its name."),
        u32("type", "Type number of its type."),
        Column::new("defined", Kind::Bool, "True where the sample defines it."),
        u32("flags", "Access flags as in the file; 0 where not defined."),
        Column::maybe("value", Kind::Text, "First value of a static field: a number, a quoted text, a type, null."),
    ],
};

const METHODS: TableSpec = TableSpec {
    name: "methods",
    doc: "Every method named in the bytecode, defined in the sample or not.",
    columns: &[
        u32("method", "Number of the method."),
        u32("class", "Type number of the class it is named in."),
        u32("name", "String number of its name."),
        u32("proto", "Number of its proto."),
        Column::new("defined", Kind::Bool, "True where the sample defines it."),
        u32("flags", "Access flags as in the file; 0 where not defined."),
        Column::maybe("part", Kind::U32, "Part that defines its class."),
        Column::maybe("code_offset", Kind::U32, "Offset in the part of its first instruction, where it has code."),
        u32("size", "Bytes of its code; 0 without code."),
        Column::new("registers", Kind::U16, "Registers its code uses; 0 without code."),
    ],
};

const CLASSES: TableSpec = TableSpec {
    name: "classes",
    doc: "Every class the sample defines.",
    columns: &[
        u32("class", "Number of the class definition."),
        u32("type", "Type number of its name."),
        Column::maybe("parent", Kind::U32, "Type number of its superclass."),
        u32("flags", "Access flags as in the file."),
        Column::maybe("source", Kind::U32, "String number of the name of its source file."),
        u32("part", "Part that holds the definition."),
        Column::new(
            "conflict",
            Kind::Bool,
            "True where an earlier part defines the same class: Android loads that one.",
        ),
    ],
};

const INTERFACES: TableSpec = TableSpec {
    name: "interfaces",
    doc: "Interfaces a class names.",
    columns: &[u32("class", "Number of the class definition."), u32("type", "Type number of the interface.")],
};

const INSTRUCTIONS: TableSpec = TableSpec {
    name: "instructions",
    doc: "Every instruction, ordered by body, then offset. Switch tables and array data are no rows.",
    columns: &[
        u32("method", "Number of the method."),
        u32("offset", "Bytes from the start of the method's code."),
        Column::new("op", Kind::U8, "Dalvik opcode."),
        Column::new(
            "operand",
            Kind::I64,
            "Number of the string, type, field, method, proto, call site or method handle it names (4294967295 where \
             that is unreadable); the literal of a constant; the target of a jump, or the place of a switch table or \
             array data, as an offset; else 0.",
        ),
    ],
};

const ANNOTATIONS: TableSpec = TableSpec {
    name: "annotations",
    doc: "Annotation elements; an annotation without elements has one row.",
    columns: &[
        text("owner_kind", "class, field, method or parameter."),
        u32("owner", "Type number for a class; field number; method number for a method or its parameters."),
        u32("annotation", "Type number of the annotation."),
        text("element", "Name of the element; empty for an annotation without elements."),
        text("value", "The value: text quoted, arrays as {a, b}, types, members and enums by name."),
        text("visibility", "build, runtime or system."),
    ],
};

const LINES: TableSpec = TableSpec {
    name: "lines",
    doc: "Source lines by debug data, ordered by body, then offset.",
    columns: &[
        u32("method", "Number of the method."),
        u32("offset", "Offset of the first instruction of the line."),
        u32("line", "Line number. Obfuscators may give numbers of their own."),
    ],
};

const TRIES: TableSpec = TableSpec {
    name: "tries",
    doc: "Guarded ranges of code, one row for each exception type caught.",
    columns: &[
        u32("method", "Number of the method."),
        u32("start", "Offset of the first guarded instruction."),
        u32("end", "Offset behind the last guarded instruction."),
        u32("handler", "Offset of the handler."),
        Column::maybe("caught", Kind::U32, "Type number of what is caught; none for everything."),
    ],
};

const SWITCHES: TableSpec = TableSpec {
    name: "switches",
    doc: "Cases of switch instructions.",
    columns: &[
        u32("method", "Number of the method."),
        u32("offset", "Offset of the switch instruction."),
        Column::new("key", Kind::I64, "Value of the case."),
        u32("target", "Offset the case jumps to; 4294967295 where it is outside the method."),
    ],
};
