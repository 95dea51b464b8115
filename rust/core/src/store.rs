//! Fact tables on disk, as Parquet.
use std::fs::File;
use std::path::Path;

use arrow_array::RecordBatchReader;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::table::Table;

/// Writes `table` to `path`. The bytes depend on the table alone.
pub fn write(table: &Table, path: &Path) -> Result<(), ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_created_by("sousveil".to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, table.batch.schema(), Some(properties))?;
    writer.write(&table.batch)?;
    writer.close()?;
    Ok(())
}

/// Reads a table written by [`write`]; its name is the file's stem.
pub fn read(path: &Path) -> Result<Table, ParquetError> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.build()?;
    let schema = reader.schema();
    let batches = reader.collect::<Result<Vec<_>, _>>()?;
    let batch = arrow_select::concat::concat_batches(&schema, &batches)?;
    let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Table { name, batch })
}
