#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use std::collections::BTreeSet;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{UInt8Type, UInt64Type};

use super::*;

macro_rules! native {
    ($name:literal) => {
        ($name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/natives/", $name)).as_slice())
    };
}

type File = (&'static str, &'static [u8]);

const WALKERS: [File; 7] = [
    native!("a64/walker"),
    native!("a32/walker"),
    native!("t32/walker"),
    native!("x86/walker"),
    native!("x86_64/walker"),
    native!("t32/walker_fixed"),
    native!("x86/walker_fixed"),
];
const LESSONS: [File; 5] = [
    native!("a64/liblesson.so"),
    native!("a32/liblesson.so"),
    native!("t32/liblesson.so"),
    native!("x86/liblesson.so"),
    native!("x86_64/liblesson.so"),
];
const DIGESTS: [File; 5] = [
    native!("a64/libdigest.so"),
    native!("a32/libdigest.so"),
    native!("t32/libdigest.so"),
    native!("x86/libdigest.so"),
    native!("x86_64/libdigest.so"),
];

fn read(data: &[u8]) -> NativeCode {
    let mut code = NativeCode::default();
    code.add(1, data);
    code
}

fn texts(code: &NativeCode, table: &str, column: &str) -> Vec<Option<String>> {
    let table = code.table(table).unwrap().unwrap();
    let column = table.batch.column_by_name(column).unwrap().clone();
    let column = column.as_string::<i32>();
    (0..column.len()).map(|n| (!column.is_null(n)).then(|| column.value(n).to_owned())).collect()
}

fn numbers(code: &NativeCode, table: &str, column: &str) -> Vec<Option<u64>> {
    let table = code.table(table).unwrap().unwrap();
    let column = table.batch.column_by_name(column).unwrap().clone();
    let column = column.as_primitive::<UInt64Type>();
    (0..column.len()).map(|n| (!column.is_null(n)).then(|| column.value(n))).collect()
}

/// (name, argument, text) of calls with texts.
fn calls(code: &NativeCode) -> BTreeSet<(String, u8, String)> {
    let table = code.table("native_calls").unwrap().unwrap();
    let arguments = table.batch.column_by_name("argument").unwrap().clone();
    let arguments = arguments.as_primitive::<UInt8Type>();
    let (names, given) = (texts(code, "native_calls", "name"), texts(code, "native_calls", "text"));
    let rows = names.into_iter().zip(given).enumerate();
    rows.filter_map(|(n, (name, text))| Some((name?, arguments.value(n), text?))).collect()
}

const TEXTS: [&str; 20] = [
    "/sdcard/school/results.txt",
    "ho:l:",
    "/sdcard/school/subjects.txt",
    "/sdcard/school",
    "/sdcard/Download",
    "/sdcard/school/walker.lock",
    "w",
    "r",
    "Usage: walker [-h] [-o results] [-l list] folder\n",
    "school_report",
    "%s\t%s\n",
    "%s/%s",
    "kind found",
    "cannot open folder",
    "minutes.txt",
    "timetable.csv",
    "menu.html",
    "recipes.xml",
    "by size",
    "by name",
];

#[test]
fn every_text_of_a_stripped_program_is_tied_to_code_on_each_machine() {
    for (name, data) in WALKERS.iter().take(5) {
        let code = read(data);
        let found: BTreeSet<String> = texts(&code, "native_string_uses", "text").into_iter().flatten().collect();
        assert_eq!(found, TEXTS.iter().map(|t| (*t).to_owned()).collect(), "{name}");
        assert!(code.gaps().is_empty(), "{name}");
    }
}

#[test]
fn programs_at_fixed_addresses_are_read_as_well() {
    for (name, data) in WALKERS.iter().skip(5) {
        let found: BTreeSet<String> = texts(&read(data), "native_string_uses", "text").into_iter().flatten().collect();
        for text in TEXTS.iter().filter(|t| t.len() > 8 && !t.ends_with(".txt") || t.starts_with('/')) {
            let tabled = text.ends_with(".csv") || text.ends_with(".html") || text.ends_with(".xml");
            assert!(tabled || found.contains(*text), "{name}: {text}");
        }
    }
}

#[test]
fn texts_are_joined_to_the_functions_that_use_them() {
    for (name, data) in &WALKERS[..5] {
        let code = read(data);
        let text = texts(&code, "native_string_uses", "text");
        let function = numbers(&code, "native_string_uses", "function");
        let of = |wanted: &str| {
            let at = text.iter().position(|t| t.as_deref() == Some(wanted)).unwrap();
            function[at].unwrap()
        };
        assert_eq!(of("ho:l:"), of("/sdcard/Download"), "{name}");
        assert_eq!(of("kind found"), of("cannot open folder"), "{name}");
        assert_eq!(of("kind found"), of("minutes.txt"), "{name}");
        assert_ne!(of("kind found"), of("ho:l:"), "{name}");
        assert_ne!(of("school_report"), of("kind found"), "{name}");
    }
}

#[test]
fn constant_arguments_of_imports_are_told() {
    for (name, data) in &WALKERS[..5] {
        let found = calls(&read(data));
        let wanted = [
            ("getopt", 2, "ho:l:"),
            ("fopen", 1, "r"),
            ("fopen", 1, "w"),
            ("unlink", 0, "/sdcard/school/walker.lock"),
            ("chmod", 0, "/sdcard/school"),
            ("strstr", 1, "school_report"),
            ("fputs", 0, "Usage: walker [-h] [-o results] [-l list] folder\n"),
        ];
        for (import, argument, text) in wanted {
            assert!(found.contains(&(import.to_owned(), argument, text.to_owned())), "{name}: {import} {text}");
        }
        // What a call is not given is not told of it.
        assert!(!found.iter().any(|(import, _, text)| import == "closedir" && !text.is_empty()), "{name}");
    }
}

#[test]
fn java_methods_are_found_by_their_tables_and_calls_by_their_arguments() {
    for (name, data) in LESSONS {
        let code = read(data);
        let methods: Vec<String> = texts(&code, "native_registered", "method").into_iter().flatten().collect();
        assert_eq!(methods, ["doubled", "greeting"], "{name}");
        let found = calls(&code);
        let wanted = [
            ("JNIEnv.FindClass", 1, "org/example/lesson/Numbers"),
            ("JNIEnv.FindClass", 1, "java/util/ArrayList"),
            ("JNIEnv.GetMethodID", 2, "add"),
            ("JNIEnv.GetMethodID", 3, "(Ljava/lang/Object;)Z"),
            ("JNIEnv.NewStringUTF", 1, "Good morning, class"),
            ("puts", 0, "lesson library loaded"),
        ];
        for (call, argument, text) in wanted {
            assert!(found.contains(&(call.to_owned(), argument, text.to_owned())), "{name}: {call} {text}");
        }
        let names = texts(&code, "native_calls", "name");
        assert!(names.iter().flatten().any(|n| n == "JNIEnv.RegisterNatives"), "{name}");
    }
}

#[test]
fn numbers_made_by_code_are_found_on_each_machine() {
    let words = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for (name, data) in DIGESTS {
        let found: BTreeSet<u32> = find_words(data, &words).unwrap().iter().map(|f| f.word).collect();
        assert_eq!(found, words.into_iter().collect(), "{name}");
    }
    assert!(find_words(WALKERS[0].1, &words).unwrap().is_empty());
}

#[test]
fn every_field_of_the_headers_may_lie() {
    for (_, data) in [WALKERS[0], WALKERS[2], LESSONS[3], LESSONS[4]] {
        let wide = data[4] == 2;
        let (header, segments) = if wide { (64, 56 * 12) } else { (52, 32 * 12) };
        for at in (0..header + segments).step_by(2) {
            for value in [0x0000_u16, 0x0001, 0x7fff, 0xffff] {
                let mut broken = data.to_vec();
                broken[at..at + 2].copy_from_slice(&value.to_le_bytes());
                bounded(&broken);
            }
        }
    }
}

#[test]
fn the_dynamic_section_and_tables_may_lie() {
    for (_, data) in [LESSONS[0], LESSONS[2], LESSONS[3]] {
        for at in (0x100..data.len()).step_by(37) {
            let mut broken = data.to_vec();
            let end = (at + 8).min(data.len());
            broken[at..end].fill(0xff);
            bounded(&broken);
        }
        for len in (0..data.len()).step_by(101) {
            bounded(&data[..len]);
        }
    }
}

/// Reads without panic, and tells no more than the bytes can hold.
fn bounded(data: &[u8]) {
    let code = read(data);
    for spec in SPECS {
        let rows = code.table(spec.name).unwrap().unwrap().batch.num_rows();
        assert!(rows <= data.len() * 8, "{} {rows}", spec.name);
    }
    let _ = find_words(data, &[0x6745_2301]);
}

#[test]
fn other_machines_are_a_gap() {
    let mut data = WALKERS[0].1.to_vec();
    data[18] = 8;
    let code = read(&data);
    assert_eq!(code.gaps().len(), 1);
    assert_eq!(code.table("native_functions").unwrap().unwrap().batch.num_rows(), 0);
    // The words of a 64-bit file under a machine of 32 bits.
    data[18] = 40;
    assert!(read(&data).gaps()[0].1.detail.contains("word size"));
}

macro_rules! shelf {
    ($folder:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/apps/native_hidden/lib/",
            $folder,
            "/libshelf.so"
        ))
        .as_slice()
    };
}

#[test]
fn what_the_linker_fills_and_calls_is_told() {
    for data in [shelf!("arm64-v8a"), shelf!("armeabi-v7a"), shelf!("x86"), shelf!("x86_64")] {
        let found = loaded(data).unwrap();
        assert_eq!(found.constructors.len(), 1);
        assert!(found.filled.windows(2).all(|two| two[0].place < two[1].place));
        assert!(found.filled.iter().any(|f| f.import.as_deref() == Some("malloc")));
        assert!(found.filled.iter().all(|f| f.address.is_some() != f.import.is_some()));
    }
    assert!(loaded(b"no such file").is_err());
}

#[test]
fn a_small_function_that_is_handed_data_has_all_its_arguments_told() {
    for data in [shelf!("arm64-v8a"), shelf!("armeabi-v7a"), shelf!("x86_64")] {
        let code = read(data);
        let table = code.table("native_calls").unwrap().unwrap();
        let target = table.batch.column_by_name("target").unwrap().clone();
        let value = table.batch.column_by_name("value").unwrap().clone();
        let kinds = texts(&code, "native_calls", "kind");
        let numbers: BTreeSet<u64> = (0..kinds.len())
            .filter(|n| !target.is_null(*n) && kinds[*n].as_deref() == Some("number"))
            .map(|n| value.as_primitive::<UInt64Type>().value(n))
            .collect();
        assert!(numbers.is_superset(&BTreeSet::from([25, 28])), "{numbers:?}");
    }
}
