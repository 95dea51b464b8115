//! `cargo run --release --example native_speed -- FILE…`: reads the code of each file; one line each with rows and time.
//! With `--rows TABLE` before the files their rows are printed instead.
use std::time::Instant;

use sousveil_native::NativeCode;

fn main() {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let table = if files.first().is_some_and(|f| f == "--rows") { files.get(1).cloned() } else { None };
    if table.is_some() {
        files.drain(..2);
    }
    for (number, file) in (0_u32..).zip(&files) {
        let Ok(data) = std::fs::read(file) else { continue };
        let mut code = NativeCode::default();
        let begun = Instant::now();
        code.add(number, &data);
        let spent = begun.elapsed();
        match &table {
            Some(name) => print(&code, name),
            None => println!("{file}\t{}\t{:.3}\t{}", data.len(), spent.as_secs_f64(), counts(&code)),
        }
        for (_, gap) in code.gaps() {
            eprintln!("{file}: {} {}", gap.cause.as_str(), gap.detail);
        }
    }
}

fn counts(code: &NativeCode) -> String {
    let count = |spec: &&sousveil_core::table::TableSpec| {
        let rows = code.table(spec.name).and_then(Result::ok).map_or(0, |t| t.batch.num_rows());
        format!("{}={rows}", spec.name)
    };
    sousveil_native::SPECS.iter().map(count).collect::<Vec<_>>().join("\t")
}

fn print(code: &NativeCode, name: &str) {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{UInt8Type, UInt32Type, UInt64Type};
    let Some(Ok(table)) = code.table(name) else { return };
    for row in 0..table.batch.num_rows() {
        let cell = |column: &arrow_array::ArrayRef| {
            if column.is_null(row) {
                return "-".to_owned();
            }
            if let Some(text) = column.as_string_opt::<i32>() {
                return format!("{:?}", text.value(row));
            }
            if let Some(n) = column.as_primitive_opt::<UInt64Type>() {
                return format!("{:x}", n.value(row));
            }
            if let Some(n) = column.as_primitive_opt::<UInt32Type>() {
                return n.value(row).to_string();
            }
            column.as_primitive_opt::<UInt8Type>().map_or_else(String::new, |n| n.value(row).to_string())
        };
        println!("{}", table.batch.columns().iter().map(cell).collect::<Vec<_>>().join("\t"));
    }
}
