#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::config::Config;
use super::*;

fn words(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

fn pool16(strings: &[&str]) -> Vec<u8> {
    let (mut offsets, mut data) = (Vec::new(), Vec::<u8>::new());
    for s in strings {
        offsets.push(data.len() as u32);
        let units: Vec<u16> = s.encode_utf16().collect();
        data.extend((units.len() as u16).to_le_bytes());
        data.extend(units.iter().flat_map(|u| u.to_le_bytes()));
        data.extend([0, 0]);
    }
    while data.len() % 4 != 0 {
        data.push(0);
    }
    let start = 28 + 4 * offsets.len() as u32;
    let mut out = vec![1, 0, 28, 0];
    out.extend(words(&[start + data.len() as u32, offsets.len() as u32, 0, 0, start, 0]));
    out.extend(words(&offsets));
    out.extend(data);
    out
}

/// A type chunk of 28-byte configuration; `entries` are offsets table and data as they stand.
fn type_chunk(id: u8, flags: u8, count: u32, language: [u8; 2], offsets: &[u8], data: &[u8]) -> Vec<u8> {
    let header = 20 + 28;
    let start = header + offsets.len() as u32;
    let mut out = vec![1, 2, header as u8, 0];
    out.extend(words(&[start + data.len() as u32]));
    out.extend([id, flags, 0, 0]);
    out.extend(words(&[count, start, 28, 0]));
    out.extend(language);
    out.extend([0; 18]);
    assert_eq!(out.len(), header as usize);
    out.extend(offsets);
    out.extend(data);
    out
}

fn simple(key: u32, data_type: u8, data: u32) -> Vec<u8> {
    let mut out = vec![8, 0, 0, 0];
    out.extend(words(&[key]));
    out.extend([8, 0, 0, data_type]);
    out.extend(words(&[data]));
    out
}

fn table_of(types: &[Vec<u8>]) -> Vec<u8> {
    let (type_names, keys) = (pool16(&["string", "array"]), pool16(&["hello", "other", "list"]));
    let mut package = vec![0, 2, 0x1c, 1];
    let size = 284 + type_names.len() + keys.len() + types.iter().map(Vec::len).sum::<usize>();
    package.extend(words(&[size as u32, 0x7f]));
    let mut name = [0; 256];
    name[0] = b'p';
    package.extend(name);
    package.extend(words(&[284, 2, 284 + type_names.len() as u32, 3]));
    package.resize(284, 0);
    let body = [pool16(&["Hello", "你好"]), package, type_names, keys, types.concat()].concat();
    let mut out = vec![2, 0, 12, 0];
    out.extend(words(&[body.len() as u32 + 12, 1]));
    out.extend(body);
    out
}

fn array() -> Vec<u8> {
    let mut out = vec![16, 0, 1, 0];
    out.extend(words(&[2, 0, 2]));
    out.extend(words(&[0x0200_0000, 3 << 24 | 8, 0, 0x0200_0001, 1 << 24 | 8, 0x7f01_0000]));
    out
}

fn sample() -> Vec<u8> {
    let entries = [simple(0, value::STRING, 0), simple(1, value::REFERENCE, 0x7f01_0000)].concat();
    table_of(&[
        type_chunk(1, 0, 2, [0; 2], &words(&[0, 16]), &entries),
        type_chunk(1, 0, 2, *b"zh", &words(&[0, u32::MAX]), &simple(0, value::STRING, 1)),
        type_chunk(2, 1, 1, [0; 2], &words(&[5]), &array()),
    ])
}

fn shown(r: &Resources, id: u32) -> Vec<(String, Option<String>, Option<String>)> {
    r.values(id).into_iter().map(|v| (v.locale, v.key, v.value)).collect()
}

fn text(s: &str) -> Option<String> {
    Some(s.to_owned())
}

#[test]
fn values_in_all_configurations() {
    let mut r = Resources::new();
    r.add(3, &sample());
    assert!(r.gaps().is_empty(), "{:?}", r.gaps());
    assert_eq!(shown(&r, 0x7f01_0000), [(String::new(), None, text("Hello")), ("zh".to_owned(), None, text("你好"))]);
    assert_eq!(shown(&r, 0x7f01_0001), [(String::new(), None, text("@string/hello"))]);
    assert_eq!(
        shown(&r, 0x7f02_0005),
        [(String::new(), text("0"), text("Hello")), (String::new(), text("1"), text("@string/hello"))]
    );
    assert_eq!(r.resolve(0x7f01_0001, Some("zh-CN")).unwrap().value, text("你好"));
    assert_eq!(r.resolve(0x7f01_0001, Some("fr")).unwrap().value, text("Hello"));
    assert_eq!(r.resolve_all(0x7f01_0001).len(), 2);
    assert_eq!(r.name(0x0101_021b), text("android:attr/versionCode"));
    assert_eq!(r.table().unwrap().rows(), 5);
}

#[test]
fn compact_entries_and_short_offsets() {
    // Compact: key u16, flags u16 with the type in the high byte, data.
    let mut entry = vec![1, 0, 8, value::INT_DEC];
    entry.extend(words(&[7]));
    let t = type_chunk(1, 2, 2, [0; 2], &[0xff, 0xff, 0, 0], &entry);
    let mut r = Resources::new();
    r.add(0, &table_of(&[t]));
    assert_eq!(shown(&r, 0x7f01_0001), [(String::new(), None, text("7"))]);
    assert_eq!(r.name(0x7f01_0001), text("string/other"));
}

#[test]
fn arrays_as_aapt2_keys_them() {
    let mut bag = vec![16, 0, 1, 0];
    bag.extend(words(&[2, 0, 2, 0x0100_0001, 0x1000_0008, 5, 0x0100_0002, 0x1000_0008, 6]));
    let mut r = Resources::new();
    r.add(0, &table_of(&[type_chunk(2, 0, 1, [0; 2], &words(&[0]), &bag)]));
    let keys: Vec<_> = r.values(0x7f02_0000).into_iter().map(|v| (v.key.unwrap(), v.value.unwrap())).collect();
    assert_eq!(keys, [("0".to_owned(), "5".to_owned()), ("1".to_owned(), "6".to_owned())]);
}

#[test]
fn cycles_end_and_shared_names_are_said() {
    let a = [simple(0, value::REFERENCE, 0x7f01_0001), simple(0, value::REFERENCE, 0x7f01_0000)].concat();
    let mut r = Resources::new();
    r.add(0, &table_of(&[type_chunk(1, 0, 2, [0; 2], &words(&[0, 16]), &a)]));
    assert_eq!(r.resolve(0x7f01_0000, None), None);
    assert!(r.resolve_all(0x7f01_0000).is_empty());
    assert!(r.oddities().iter().any(|(_, o)| o.kind == "collapsed_names"));
}

#[test]
fn entries_that_share_a_bag_are_bounded() {
    let offsets = words(&[0; 4000]);
    let mut r = Resources::new();
    let mut bag = vec![16, 0, 1, 0];
    bag.extend(words(&[2, 0, 2000]));
    bag.extend((0..2000).flat_map(|i| words(&[0x0200_0000 + i, 0x1000_0008, i])));
    r.add(0, &table_of(&[type_chunk(2, 0, 4000, [0; 2], &offsets, &bag)]));
    assert!(r.row_count() < 40_000);
    assert_eq!(r.gaps().iter().filter(|(_, g)| g.cause == crate::gap::Cause::Limit).count(), 1);
}

#[test]
fn qualifiers_and_locales() {
    let mut c = Config {
        language: "zh".into(),
        region: "CN".into(),
        smallest_width_dp: 600,
        orientation: 2,
        sdk: 21,
        ..Config::default()
    };
    assert_eq!((c.qualifiers().as_str(), c.locale().as_str()), ("zh-rCN-sw600dp-land-v21", "zh-CN"));
    c = Config::default();
    c.set_locale("sr-Latn-RS");
    assert_eq!((c.qualifiers().as_str(), c.locale().as_str()), ("b+sr+Latn+RS", "sr-Latn-RS"));
    let mut bytes = vec![28, 0, 0, 0, 0, 0, 0, 0, 0xad, 0x05];
    bytes.resize(28, 0);
    assert_eq!(Config::read(&bytes).locale(), "fil");
}

#[test]
fn value_texts() {
    let of = |kind, data| {
        let mut out = String::new();
        value::push(kind, data, &mut out);
        out
    };
    assert_eq!(of(value::DIMENSION, 0x0000_1001), "16dp");
    assert_eq!(of(value::DIMENSION, 0x0000_0001 | 0x0000_0c00), "12dp");
    assert_eq!(of(value::FRACTION, 0x4000_0031), "50%p");
    assert_eq!(of(value::INT_DEC, u32::MAX), "-1");
    assert_eq!(of(0x1d, 0xff00_99cc), "#ff0099cc");
    assert_eq!(of(value::NULL, 1), "@empty");
}

#[test]
fn no_single_broken_byte_panics() {
    let good = sample();
    for at in 0..good.len() {
        for value in [0, 1, 0x7f, 0x80, 0xff] {
            let mut bad = good.clone();
            bad[at] = value;
            let mut r = Resources::new();
            r.add(0, &bad);
            r.table().unwrap();
        }
    }
}

#[test]
fn mutations() {
    let whole = sample();
    crate::damage::variants(&whole, 20_000, |data| {
        let mut r = Resources::new();
        r.add(0, data);
        r.add(1, &whole);
        r.table().unwrap();
        for id in (0x7f01_0000..0x7f01_0008).chain(0x7f02_0000..0x7f02_0004) {
            r.name(id);
            r.resolve(id, Some("fr-CA"));
            r.resolve_all(id);
        }
        r.files();
    });
}
