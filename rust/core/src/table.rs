//! Fact tables: flat Arrow columns with a written specification for each.
//!
//! A reader declares a `TableSpec` beside the code that fills it. The specification is the only
//! source of the documentation pages in docs/tables, of the Parquet schema and of the checks here.
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    U8,
    U16,
    U32,
    U64,
    I64,
    Bool,
    Text,
}

impl Kind {
    /// The word used in documentation and in the Python interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::U8 => "u8",
            Kind::U16 => "u16",
            Kind::U32 => "u32",
            Kind::U64 => "u64",
            Kind::I64 => "i64",
            Kind::Bool => "bool",
            Kind::Text => "text",
        }
    }

    pub fn data_type(self) -> DataType {
        match self {
            Kind::U8 => DataType::UInt8,
            Kind::U16 => DataType::UInt16,
            Kind::U32 => DataType::UInt32,
            Kind::U64 => DataType::UInt64,
            Kind::I64 => DataType::Int64,
            Kind::Bool => DataType::Boolean,
            Kind::Text => DataType::Utf8,
        }
    }
}

/// One column: name, type, whether a row may lack it, and one sentence for the documentation.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub nullable: bool,
    pub doc: &'static str,
}

impl Column {
    pub const fn new(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Column { name, kind, nullable: false, doc }
    }
    pub const fn maybe(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Column { name, kind, nullable: true, doc }
    }
}

/// A fact table's name, meaning and columns.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec {
    pub name: &'static str,
    pub doc: &'static str,
    pub columns: &'static [Column],
}

impl TableSpec {
    pub fn schema(&self) -> Schema {
        Schema::new(self.columns.iter().map(|c| Field::new(c.name, c.kind.data_type(), c.nullable)).collect::<Vec<_>>())
    }
}

/// The values of one column, handed over without copying.
pub enum Values {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
    U64(Vec<u64>),
    I64(Vec<i64>),
    Bool(Vec<bool>),
    Text(Vec<String>),
    MaybeU32(Vec<Option<u32>>),
    MaybeI64(Vec<Option<i64>>),
    MaybeText(Vec<Option<String>>),
    /// An array built by the reader itself, where `Vec<String>` would copy.
    Array(ArrayRef),
}

impl Values {
    fn into_array(self) -> ArrayRef {
        match self {
            Values::U8(v) => Arc::new(UInt8Array::from(v)),
            Values::U16(v) => Arc::new(UInt16Array::from(v)),
            Values::U32(v) => Arc::new(UInt32Array::from(v)),
            Values::U64(v) => Arc::new(UInt64Array::from(v)),
            Values::I64(v) => Arc::new(Int64Array::from(v)),
            Values::Bool(v) => Arc::new(BooleanArray::from(v)),
            Values::Text(v) => Arc::new(StringArray::from(v)),
            Values::MaybeU32(v) => Arc::new(UInt32Array::from(v)),
            Values::MaybeI64(v) => Arc::new(Int64Array::from(v)),
            Values::MaybeText(v) => Arc::new(StringArray::from(v)),
            Values::Array(a) => a,
        }
    }
}

/// A filled fact table.
#[derive(Clone, Debug)]
pub struct Table {
    pub name: String,
    pub batch: RecordBatch,
}

/// The columns do not fit the specification: a defect of ours, never of the sample.
#[derive(Debug, thiserror::Error)]
#[error("table {table}: {reason}")]
pub struct TableError {
    pub table: String,
    pub reason: String,
}

impl Table {
    /// Fills `spec` with `columns`, in the order of the specification.
    ///
    /// Fails when count, length, type or nullability differ from the specification.
    pub fn new(spec: &TableSpec, columns: Vec<Values>) -> Result<Self, TableError> {
        let arrays = columns.into_iter().map(Values::into_array).collect();
        RecordBatch::try_new(Arc::new(spec.schema()), arrays)
            .map(|batch| Table { name: spec.name.to_owned(), batch })
            .map_err(|e| TableError { table: spec.name.to_owned(), reason: e.to_string() })
    }

    /// A table whose columns are named by the caller: (name, nullable, values).
    pub fn from_named(name: String, columns: Vec<(String, bool, Values)>) -> Result<Self, TableError> {
        let (fields, arrays): (Vec<_>, Vec<_>) = columns
            .into_iter()
            .map(|(column, nullable, values)| {
                let array = values.into_array();
                (Field::new(column, array.data_type().clone(), nullable), array)
            })
            .unzip();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
            .map(|batch| Table { name: name.clone(), batch })
            .map_err(|e| TableError { table: name, reason: e.to_string() })
    }

    pub fn rows(&self) -> usize {
        self.batch.num_rows()
    }
}
