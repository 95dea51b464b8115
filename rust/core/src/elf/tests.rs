#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use arrow_array::Array;
use arrow_array::cast::AsArray;

use super::*;

/// A little library made by hand: one loaded segment, a dynamic section, two symbols and a string, no sections.
/// `wide` is 64-bit, `big` big-endian.
fn library(wide: bool, big: bool) -> Vec<u8> {
    let mut w = Writer { out: vec![0; 0x400], wide, big };
    w.out[..4].copy_from_slice(b"\x7fELF");
    (w.out[4], w.out[5], w.out[6]) = (1 + u8::from(wide), 1 + u8::from(big), 1);
    let (head, size) = if wide { (64, 56) } else { (52, 32) };
    w.half(16, 3);
    w.half(18, if wide { 183 } else { 40 });
    w.word(if wide { 32 } else { 28 }, head as u64);
    w.half(if wide { 54 } else { 42 }, size);
    w.half(if wide { 56 } else { 44 }, 2);
    w.segment(head, 1, 4, 0, 0x1000, 0x400);
    w.segment(head + size as usize, 2, 6, 0x200, 0x1200, 0x80);
    let strings = b"\0liblog.so\0libtest.so\0__android_log_print\0Java_org_example_A_f\0";
    w.out[0x180..0x180 + strings.len()].copy_from_slice(strings);
    w.symbol(0x100, 1, 22, 0, 0);
    w.symbol(0x100, 2, 42, 7, 0x1301);
    // DT_HASH of one bucket and three symbols.
    w.int(0x164, 3);
    let entries = [(1, 1), (14, 11), (5, 0x1180), (10, 64), (6, 0x1100), (4, 0x1160)];
    for (n, (tag, value)) in entries.iter().enumerate() {
        let at = 0x200 + n * w.size() * 2;
        w.word(at, *tag);
        w.word(at + w.size(), *value);
    }
    let text = "\0/data/local/tmp/检查手机信息\0".as_bytes();
    w.out[0x310..0x310 + text.len()].copy_from_slice(text);
    w.out
}

struct Writer {
    out: Vec<u8>,
    wide: bool,
    big: bool,
}

impl Writer {
    fn size(&self) -> usize {
        if self.wide { 8 } else { 4 }
    }
    fn put(&mut self, at: usize, bytes: &[u8], value_len: usize) {
        let mut bytes = bytes[..value_len].to_vec();
        if self.big {
            bytes.reverse();
        }
        self.out[at..at + value_len].copy_from_slice(&bytes);
    }
    fn half(&mut self, at: usize, value: u16) {
        self.put(at, &value.to_le_bytes(), 2);
    }
    fn int(&mut self, at: usize, value: u32) {
        self.put(at, &value.to_le_bytes(), 4);
    }
    fn word(&mut self, at: usize, value: u64) {
        let size = self.size();
        self.put(at, &value.to_le_bytes(), size);
    }
    fn segment(&mut self, at: usize, kind: u32, flags: u32, offset: u64, address: u64, size: u64) {
        self.int(at, kind);
        let places = if self.wide { [4, 8, 16, 32, 40] } else { [24, 4, 8, 16, 20] };
        self.int(at + places[0], flags);
        for (place, value) in places[1..].iter().zip([offset, address, size, size]) {
            self.word(at + place, value);
        }
    }
    fn symbol(&mut self, table: usize, number: usize, name: u32, section: u16, value: u64) {
        let at = table + number * if self.wide { 24 } else { 16 };
        self.int(at, name);
        let (info, shndx, place) = if self.wide { (4, 6, 8) } else { (12, 14, 4) };
        self.out[at + info] = 0x12;
        self.half(at + shndx, section);
        self.word(at + place, value);
    }
}

fn read(data: &[u8]) -> Natives {
    let mut natives = Natives::default();
    natives.add(7, data);
    natives
}

fn column(natives: &Natives, table: &str, column: &str) -> Vec<String> {
    let table = natives.table(table).unwrap().unwrap();
    let array = table.batch.column_by_name(column).unwrap();
    let array = array.as_string::<i32>();
    (0..array.len()).map(|n| array.value(n).to_owned()).collect()
}

#[test]
fn symbols_and_strings_need_no_section_table() {
    for (wide, big) in [(false, false), (true, false), (false, true), (true, true)] {
        let data = library(wide, big);
        let natives = read(&data);
        assert_eq!(column(&natives, "native_symbols", "name"), ["__android_log_print", "Java_org_example_A_f"]);
        assert_eq!(column(&natives, "native_symbols", "direction"), ["import", "export"]);
        assert_eq!(column(&natives, "native_needed", "library"), ["liblog.so"]);
        assert_eq!(column(&natives, "native_files", "soname"), ["libtest.so"]);
        assert_eq!(column(&natives, "native_jni", "class"), ["Lorg/example/A;"]);
        assert_eq!(column(&natives, "native_strings", "value"), ["/data/local/tmp/检查手机信息"]);
        assert!(natives.gaps().is_empty(), "{:?}", natives.gaps());
        let kinds: Vec<_> = natives.oddities().iter().map(|(_, o)| o.kind).collect();
        assert_eq!(kinds, ["no_section_table"]);
        let offset = offset_of(&data, 0x1311).unwrap();
        assert_eq!(offset, 0x311);
        assert_eq!(string_at(&data, offset, Encoding::Utf8).unwrap(), "/data/local/tmp/检查手机信息");
    }
}

#[test]
fn the_thumb_bit_is_no_part_of_an_address() {
    let address = |wide| {
        let table = read(&library(wide, false)).table("native_jni").unwrap().unwrap();
        table.batch.column_by_name("address").unwrap().as_primitive::<arrow_array::types::UInt64Type>().value(0)
    };
    assert_eq!(address(false), 0x1300);
    assert_eq!(address(true), 0x1301);
}

#[test]
fn a_lying_symbol_count_is_bounded_by_the_bytes() {
    let mut data = library(true, false);
    data[0x164..0x168].fill(0xff);
    let natives = read(&data);
    assert!(column(&natives, "native_symbols", "name").contains(&"Java_org_example_A_f".to_owned()));
}

#[test]
fn a_missing_hash_table_is_not_read_at_address_zero() {
    let mut data = library(true, false);
    // The first segment is loaded at 0, as in real libraries, so that address 0 is readable.
    data[64 + 16..64 + 24].fill(0);
    for (n, address) in [(2, 0x180_u64), (4, 0x100), (5, 0)] {
        let at = 0x200 + n * 16 + 8;
        data[at..at + 8].copy_from_slice(&address.to_le_bytes());
    }
    data[64 + 56 + 16..64 + 56 + 24].copy_from_slice(&0x200_u64.to_le_bytes());
    let natives = read(&data);
    // Without any count the room before the names is the bound: five entries, of which two have names.
    assert_eq!(column(&natives, "native_symbols", "name"), ["__android_log_print", "Java_org_example_A_f"]);
}

#[test]
fn damage_is_named() {
    let natives = read(b"\x7fELF\x02\x01");
    assert_eq!(natives.gaps()[0].1.cause, crate::gap::Cause::Truncated);
    let natives = read(b"MZ");
    assert_eq!(natives.gaps()[0].1.cause, crate::gap::Cause::Malformed);
    let data = library(true, false);
    let natives = read(&data[..0x190]);
    assert!(natives.oddities().iter().any(|(_, o)| o.kind == "segment_outside_file"));
}

#[test]
fn every_byte_may_be_wrong() {
    for (wide, big) in [(false, false), (true, true)] {
        let data = library(wide, big);
        for at in 0..data.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut broken = data.clone();
                broken[at] = value;
                let natives = read(&broken);
                for name in ["native_files", "native_needed", "native_symbols", "native_strings", "native_jni"] {
                    natives.table(name).unwrap().unwrap();
                }
            }
            read(&data[..at]);
        }
    }
}

#[test]
fn the_library_is_one_goblin_reads_too() {
    let data = library(true, false);
    let elf = goblin::elf::Elf::parse(&data).unwrap();
    assert_eq!(elf.libraries, ["liblog.so"]);
    assert_eq!(elf.soname, Some("libtest.so"));
}

#[test]
fn mutations() {
    for (wide, big) in [(false, false), (true, false), (true, true)] {
        crate::damage::variants(&library(wide, big), 7_000, |data| {
            let natives = read(data);
            for name in ["native_files", "native_needed", "native_symbols", "native_strings", "native_jni"] {
                natives.table(name).unwrap().unwrap();
            }
            string_at(data, 0x310, Encoding::Utf16);
            offset_of(data, 0x1310).and_then(|at| string_at(data, at, Encoding::Utf8));
        });
    }
}
