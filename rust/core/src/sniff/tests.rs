#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use super::*;

fn kind(bytes: impl AsRef<[u8]>) -> &'static str {
    sniff(bytes.as_ref()).kind
}

fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    out.resize(bytes.len() + 300, 0);
    out
}

#[test]
fn binary_formats() {
    let cases: [(&[u8], &str); 21] = [
        (b"dex\n035\0", "dex"),
        (b"cdex001\0", "cdex"),
        (b"dey\n036\0", "odex"),
        (b"vdex027\0", "vdex"),
        (b"\x7fELF\x02", "elf"),
        (b"\x03\x00\x08\x00\x00\x10\x00\x00\x01\x00\x1c\x00", "axml"),
        (b"\x00\x00\x08\x00\x00\x10\x00\x00\x01\x00\x1c\x00", "axml"),
        (b"\x02\x00\x0c\x00\x00\x10\x00\x00", "arsc"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "wav"),
        (b"SQLite format 3\0", "sqlite"),
        (b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f", "hermes"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", "java_class"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"\x1c\0\0\0TFL3", "tflite"),
        (b"\x1bLua\x53", "lua"),
        (b"\0asm\x01", "wasm"),
        (b"OTTO\0\x09", "otf"),
        (b"\0\x20\xda\x27\0\x14\0\0\x01\0\x02\0ResB", "icu"),
        (b"\0\0\0\x18ftypisom", "mp4"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(kind(padded(bytes)), expected);
    }
    assert_eq!(kind(b""), "empty");
    assert_eq!(kind(b"\x00\x01\x02\x03"), "opaque");
    assert_eq!(kind(padded(b"dex\nabc\0")), "opaque");
    assert_eq!(kind(padded(b"MZ")), "opaque");
}

#[test]
fn texts() {
    let cases: [(&[u8], &str); 18] = [
        (b"<?xml version=\"1.0\"?><a/>", "xml"),
        (b"<resources><string/></resources>", "xml"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"{\"a\": 1}", "json"),
        (b"[1, 2]\n", "json"),
        (b"[section]\nkey=value\n", "properties"),
        (b"#comment\nversion=1.0\nname = x\n", "properties"),
        (b"var a = function() { return typeof b; };", "javascript"),
        (b"body { color: red; margin: 0; }", "css"),
        (b"#!/system/bin/sh\nls\n", "script"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n", "pem"),
        (b"Just a sentence, nothing more.", "text"),
        ("Ein schöner Satz – 中文".as_bytes(), "text"),
        (b"\xff\xfeh\0i\0", "text_utf16"),
        (b"h\0e\0l\0l\0o\0 \0w\0o\0r\0l\0d\0", "text_utf16"),
        (b"\xd6\xd0\xb9\xfa\xc8\xcb\xc3\xf1\xa3\xac\xc4\xe3\xba\xc3", "text_gbk"),
        (b"A caf\xe9 in the old town", "text_latin1"),
        (b"\xe9\xe8 \xea", "opaque"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(kind(bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn der_is_told_by_its_content() {
    let wrap = |body: &[u8]| [&[0x30, 0x82, (body.len() >> 8) as u8, body.len() as u8], body].concat();
    let signed = [&b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"[..], &[0; 300]].concat();
    assert_eq!(kind(wrap(&signed)), "pkcs7");
    let inner = wrap(&[&b"\xa0\x03\x02\x01\x02"[..], &[0; 300]].concat());
    assert_eq!(kind(wrap(&inner)), "certificate");
    assert_eq!(kind(wrap(&[&[2_u8, 1, 0][..], &[0; 300]].concat())), "der");
    assert_eq!(kind([wrap(&signed), vec![0]].concat()), "opaque");
}

#[test]
fn entropy_tells_noise_from_order() {
    assert_eq!(sniff(&[7; 5000]).entropy_milli, 0);
    let all: Vec<u8> = (0..=255_u8).cycle().take(256 * 16).collect();
    assert_eq!(sniff(&all), Sniff { kind: "opaque", entropy_milli: 8000 });
}

#[test]
fn pieces_and_whole_agree() {
    let text = "ein Satz mit Umlauten: äöü. ".repeat(3000);
    let whole = sniff(text.as_bytes());
    for size in [1, 7, 4096, 16 * 1024 + 1] {
        let mut sniffer = Sniffer::new();
        text.as_bytes().chunks(size).for_each(|piece| sniffer.update(piece));
        assert_eq!(sniffer.finish(), whole);
    }
    assert_eq!(whole.kind, "text");
}

#[test]
fn any_start_of_any_sign_is_read_without_harm() {
    for byte in 0..=255_u8 {
        for len in 0..40 {
            sniff(&vec![byte; len]);
        }
    }
}

#[test]
fn the_table_of_kinds_is_sorted() {
    assert!(KINDS.is_sorted_by(|a, b| a.0 < b.0));
}
