//! The fact tables of code. Number columns that `Code` holds are handed to Arrow as they are.
use std::ops::Range;
use std::sync::Arc;

use arrow_array::types::{ArrowPrimitiveType, Int64Type, UInt8Type, UInt32Type};
use arrow_array::{PrimitiveArray, StringArray, UInt32Array};
use arrow_buffer::{ArrowNativeType, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer, ToByteSlice};

use super::{Code, Constant, NONE};
use crate::dex::push_quoted;
use crate::table::{Table, TableError, Values};

mod specs;

pub use specs::SPECS;

/// Names of the tables [`table`] makes.
pub const NAMES: [&str; 12] = [
    "annotations",
    "classes",
    "fields",
    "instructions",
    "interfaces",
    "lines",
    "methods",
    "protos",
    "strings",
    "switches",
    "tries",
    "types",
];

/// Characters of composed text (protos, field values) a table may hold in all; past it, values are `…`.
const MAX_TEXT: usize = 256 << 20;

/// How many of each there are: for logs and for the report's coverage.
pub fn counts(code: &Code) -> Vec<(&'static str, usize)> {
    vec![
        ("strings", code.strings.len()),
        ("types", code.types.len()),
        ("protos", code.protos.len()),
        ("fields", code.fields.len()),
        ("methods", code.methods.len()),
        ("classes", code.classes.len()),
        ("conflicts", code.conflicts.len()),
        ("defined_fields", code.defined_fields.len()),
        ("defined_methods", code.defined_methods.len()),
        ("bodies", code.bodies.len()),
        ("instructions", code.op_code.len()),
        ("lines", code.line_offset.len()),
        ("annotations", code.annotations.kind.len()),
        ("tries", code.tries.len()),
        ("switches", code.switches.key.len()),
        ("call_sites", code.call_sites.len()),
    ]
}

/// Makes one table of [`NAMES`]; an error names a table there is not, or text past what Arrow can hold.
pub fn table(code: &Arc<Code>, name: &str) -> Result<Table, TableError> {
    let unknown = || TableError { table: name.to_owned(), reason: "no such table of code".to_owned() };
    let spec = SPECS.iter().find(|spec| spec.name == name).ok_or_else(unknown)?;
    let columns = match name {
        "strings" => strings(code)?,
        "types" => types(code),
        "protos" => protos(code),
        "fields" => fields(code),
        "methods" => methods(code),
        "classes" => classes(code),
        "interfaces" => interfaces(code),
        "instructions" => instructions(code),
        "annotations" => annotations(code)?,
        "lines" => lines(code),
        "tries" => tries(code),
        "switches" => switches(code),
        _ => return Err(unknown()),
    };
    Table::new(spec, columns)
}

/// Keeps `Code` alive while Arrow reads one of its columns.
struct Shared<T: 'static> {
    code: Arc<Code>,
    column: fn(&Code) -> &[T],
}

impl<T: ArrowNativeType> AsRef<[u8]> for Shared<T> {
    fn as_ref(&self) -> &[u8] {
        (self.column)(&self.code).to_byte_slice()
    }
}

fn buffer<T: ArrowNativeType>(code: &Arc<Code>, column: fn(&Code) -> &[T]) -> Buffer {
    Buffer::from(bytes::Bytes::from_owner(Shared { code: code.clone(), column }))
}

/// A column of `Code` as an Arrow array, without a copy.
fn shared<P: ArrowPrimitiveType>(code: &Arc<Code>, column: fn(&Code) -> &[P::Native]) -> Values {
    let values = ScalarBuffer::new(buffer(code, column), 0, column(code).len());
    Values::Array(Arc::new(PrimitiveArray::<P>::new(values, None)))
}

/// Text values of `Code` as an Arrow array, without a copy. `ends` never passes `i32::MAX`, so its bytes are those
/// of Arrow's offsets.
fn shared_texts(code: &Arc<Code>, ends: fn(&Code) -> &[u32], text: fn(&Code) -> &[u8]) -> Result<Values, TableError> {
    let count = ends(code).len();
    if count == 0 {
        return Ok(Values::Text(Vec::new()));
    }
    let offsets = OffsetBuffer::new(ScalarBuffer::<i32>::new(buffer(code, ends), 0, count));
    let array = StringArray::try_new(offsets, buffer(code, text), None);
    let array = array.map_err(|e| TableError { table: "texts".to_owned(), reason: e.to_string() })?;
    Ok(Values::Array(Arc::new(array)))
}

fn count(items: &[impl Sized]) -> Values {
    Values::U32((0..items.len() as u32).collect())
}

/// NONE as null.
fn optional(values: Vec<u32>) -> Values {
    let there: Vec<bool> = values.iter().map(|value| *value != NONE).collect();
    Values::Array(Arc::new(UInt32Array::new(values.into(), Some(NullBuffer::from(there)))))
}

/// Composes text for each of `numbers`, within [`MAX_TEXT`].
fn composed(numbers: Range<u32>, mut push: impl FnMut(&mut String, u32) -> bool) -> Values {
    let mut bytes = String::new();
    let mut ends = Vec::with_capacity(numbers.len().saturating_add(1));
    let mut there = Vec::with_capacity(numbers.len());
    ends.push(0i32);
    for number in numbers {
        if bytes.len() < MAX_TEXT {
            there.push(push(&mut bytes, number));
        } else {
            bytes.push('…');
            there.push(true);
        }
        ends.push(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
    }
    let nulls = there.contains(&false).then(|| NullBuffer::from(there));
    match StringArray::try_new(OffsetBuffer::new(ends.into()), Buffer::from_vec(bytes.into_bytes()), nulls) {
        Ok(array) => Values::Array(Arc::new(array)),
        Err(_) => Values::Text(Vec::new()),
    }
}

fn strings(code: &Arc<Code>) -> Result<Vec<Values>, TableError> {
    Ok(vec![
        Values::U32((0..code.strings.len() as u32).collect()),
        shared_texts(code, |c| &c.strings.ends, |c| c.strings.bytes.as_bytes())?,
        shared::<UInt32Type>(code, |c| &c.string_part),
        shared::<UInt32Type>(code, |c| &c.string_index),
    ])
}

fn types(code: &Code) -> Vec<Values> {
    let names = composed(0..code.types.len() as u32, |out, number| {
        out.push_str(code.type_name(number));
        true
    });
    vec![count(&code.types), names]
}

fn protos(code: &Code) -> Vec<Values> {
    let texts = composed(0..code.protos.len() as u32, |out, number| {
        code.push_proto(out, number);
        true
    });
    vec![count(&code.protos), texts]
}

fn fields(code: &Code) -> Vec<Values> {
    let all = || (0..code.fields.len() as u32).map(|number| code.defined_field(number));
    let values = composed(0..code.fields.len() as u32, |out, number| {
        code.defined_field(number).is_some_and(|field| push_constant(code, out, &field.value))
    });
    vec![
        count(&code.fields),
        Values::U32(code.fields.iter().map(|field| field.class).collect()),
        Values::U32(code.fields.iter().map(|field| field.name).collect()),
        Values::U32(code.fields.iter().map(|field| field.kind).collect()),
        Values::Bool(all().map(|field| field.is_some()).collect()),
        Values::U32(all().map(|field| field.map_or(0, |field| field.flags)).collect()),
        values,
    ]
}

fn push_constant(code: &Code, out: &mut String, value: &Constant) -> bool {
    match value {
        Constant::None => return false,
        Constant::Int(value) => out.push_str(&value.to_string()),
        Constant::Float(value) => out.push_str(&format!("{value:?}")),
        Constant::Text(number) => push_quoted(out, code.text(*number)),
        Constant::Type(number) => out.push_str(code.type_name(*number)),
        Constant::Null => out.push_str("null"),
    }
    true
}

fn methods(code: &Code) -> Vec<Values> {
    let all = || (0..code.methods.len() as u32).map(|number| code.defined_method(number));
    let bodies = || all().map(|method| method.and_then(|method| code.bodies.get(method.body as usize)));
    let of_class = |type_no| code.class(type_no).map_or(NONE, |class| class.part);
    let parts = code.methods.iter().zip(all()).map(|(m, defined)| defined.map_or(NONE, |_| of_class(m.class)));
    vec![
        count(&code.methods),
        Values::U32(code.methods.iter().map(|method| method.class).collect()),
        Values::U32(code.methods.iter().map(|method| method.name).collect()),
        Values::U32(code.methods.iter().map(|method| method.proto).collect()),
        Values::Bool(all().map(|method| method.is_some()).collect()),
        Values::U32(all().map(|method| method.map_or(0, |method| method.flags)).collect()),
        optional(parts.collect()),
        optional(bodies().map(|body| body.map_or(NONE, |body| body.file_offset)).collect()),
        Values::U32(bodies().map(|body| body.map_or(0, |body| body.size)).collect()),
        Values::U16(bodies().map(|body| body.map_or(0, |body| body.registers)).collect()),
    ]
}

fn classes(code: &Code) -> Vec<Values> {
    let all = || code.classes.iter().chain(&code.conflicts);
    let conflict = (0..code.classes.len()).map(|_| false).chain(code.conflicts.iter().map(|_| true));
    vec![
        Values::U32((0u32..).zip(all()).map(|(number, _)| number).collect()),
        Values::U32(all().map(|class| class.name).collect()),
        optional(all().map(|class| class.parent).collect()),
        Values::U32(all().map(|class| class.flags).collect()),
        optional(all().map(|class| class.source).collect()),
        Values::U32(all().map(|class| class.part).collect()),
        Values::Bool(conflict.collect()),
    ]
}

fn interfaces(code: &Code) -> Vec<Values> {
    let all = (0u32..).zip(code.classes.iter().chain(&code.conflicts));
    let (classes, types) =
        all.flat_map(|(number, class)| class.interfaces.iter().map(move |name| (number, *name))).unzip();
    vec![Values::U32(classes), Values::U32(types)]
}

/// The method of each row of a column that `ranges` cut into bodies.
fn methods_by_row(code: &Code, rows: usize, range: impl Fn(usize) -> Range<u32>) -> Values {
    let mut methods = Vec::with_capacity(rows);
    for (number, body) in code.bodies.iter().enumerate() {
        methods.resize(methods.len().saturating_add(range(number).len()), body.method);
    }
    // A `Code` filled by hand may leave rows without a body.
    methods.resize(rows, NONE);
    Values::U32(methods)
}

fn instructions(code: &Arc<Code>) -> Vec<Values> {
    let ops = |body: usize| code.bodies.get(body).map(|body| body.ops.clone()).unwrap_or_default();
    vec![
        methods_by_row(code, code.op_code.len(), ops),
        shared::<UInt32Type>(code, |c| &c.op_offset),
        shared::<UInt8Type>(code, |c| &c.op_code),
        shared::<Int64Type>(code, |c| &c.op_operand),
    ]
}

fn lines(code: &Arc<Code>) -> Vec<Values> {
    let lines = |body: usize| code.body_lines.get(body).cloned().unwrap_or_default();
    vec![
        methods_by_row(code, code.line_offset.len(), lines),
        shared::<UInt32Type>(code, |c| &c.line_offset),
        shared::<UInt32Type>(code, |c| &c.line_number),
    ]
}

fn annotations(code: &Arc<Code>) -> Result<Vec<Values>, TableError> {
    let all = &code.annotations;
    let word = |kind: u8, words: [&'static str; 4]| words.get(usize::from(kind)).copied().unwrap_or("?");
    let owners = all.owner_kind.iter().map(|kind| word(*kind, ["class", "field", "method", "parameter"]));
    let seen = all.visibility.iter().map(|kind| word(*kind, ["build", "runtime", "system", "?"]));
    let elements = composed(0..all.element.len() as u32, |out, row| {
        let element = all.element.get(row as usize).copied().unwrap_or(NONE);
        out.push_str(code.text(element));
        true
    });
    Ok(vec![
        Values::Array(Arc::new(StringArray::from_iter_values(owners))),
        shared::<UInt32Type>(code, |c| &c.annotations.owner),
        shared::<UInt32Type>(code, |c| &c.annotations.kind),
        elements,
        shared_texts(code, |c| &c.annotations.value.ends, |c| c.annotations.value.bytes.as_bytes())?,
        Values::Array(Arc::new(StringArray::from_iter_values(seen))),
    ])
}

fn tries(code: &Code) -> Vec<Values> {
    let mut methods = Vec::with_capacity(code.tries.len());
    for body in &code.bodies {
        methods.resize(methods.len().saturating_add(body.tries.len()), body.method);
    }
    methods.resize(code.tries.len(), NONE);
    vec![
        Values::U32(methods),
        Values::U32(code.tries.iter().map(|row| row.start).collect()),
        Values::U32(code.tries.iter().map(|row| row.end).collect()),
        Values::U32(code.tries.iter().map(|row| row.handler).collect()),
        optional(code.tries.iter().map(|row| row.caught).collect()),
    ]
}

fn switches(code: &Arc<Code>) -> Vec<Values> {
    let method = |body: &u32| code.bodies.get(*body as usize).map_or(NONE, |body| body.method);
    vec![
        Values::U32(code.switches.body.iter().map(method).collect()),
        shared::<UInt32Type>(code, |c| &c.switches.offset),
        shared::<Int64Type>(code, |c| &c.switches.key),
        shared::<UInt32Type>(code, |c| &c.switches.target),
    ]
}
