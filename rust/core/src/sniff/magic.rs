//! Binary formats by the bytes they start with.

/// Formats told by bytes at one offset alone: (offset, bytes, kind).
const SIGNS: &[(usize, &[u8], &str)] = &[
    (0, b"cdex", "cdex"),
    (0, b"dey\n", "odex"),
    (0, b"vdex", "vdex"),
    (0, b"art\n", "art"),
    (0, b"pro\0", "art_profile"),
    (0, b"prm\0", "art_profile"),
    (0, b"\x02\x00\x0c\x00", "arsc"),
    (0, b"\x7fELF", "elf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"PK\x07\x08PK\x03\x04", "zip"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "wav"),
    (4, b"ftypheic", "heif"),
    (4, b"ftypmif1", "heif"),
    (4, b"ftypavif", "heif"),
    (4, b"ftyp", "mp4"),
    (0, b"SQLite format 3\0", "sqlite"),
    (0, b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f", "hermes"),
    (0, b"-----BEGIN ", "pem"),
    (0, b"\x1f\x8b\x08", "gzip"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "seven_zip"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"\x04\x22\x4d\x18", "lz4"),
    (4, b"1AY&SY", "bzip2"),
    (0, b"Rar!\x1a\x07", "rar"),
    (257, b"ustar", "tar"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"MThd\0\0\0\x06", "midi"),
    (0, b"fLaC", "flac"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, b"#!AMR", "amr"),
    (0, b"OTTO", "otf"),
    (0, b"ttcf", "ttf"),
    (0, b"true\0", "ttf"),
    (0, b"wOFF", "woff"),
    (0, b"wOF2", "woff"),
    (0, b"%PDF-", "pdf"),
    (0, b"#!", "script"),
    (4, b"TFL3", "tflite"),
    (0, b"\x1bLua", "lua"),
    (0, b"\x1bLJ", "lua"),
    (0, b"\0asm", "wasm"),
    (0, b"XALZ", "dotnet_packed"),
    (0, b"XABA", "assembly_store"),
    (0, b"UnityFS\0", "unity_bundle"),
    (0, b"\xfe\xed\xfe\xed", "jks"),
    (0, b"bplist00", "bplist"),
    (0, b"ANDROID BACKUP\n", "android_backup"),
    (2, b"\xda\x27\x14\0\0\0\x01\0", "icu"),
    (2, b"\xda\x27\0\x14\0\0\x01\0", "icu"),
];

/// The kind of binary that starts with `head` and has `len` bytes; None for text and the unknown.
pub fn kind(head: &[u8], len: u64) -> Option<&'static str> {
    let sign = SIGNS.iter().find(|(at, sign, kind)| has(head, *at, sign) && confirmed(head, kind));
    sign.map(|(_, _, kind)| *kind).or_else(|| checked(head, len))
}

fn has(head: &[u8], at: usize, sign: &[u8]) -> bool {
    head.get(at..).is_some_and(|rest| rest.starts_with(sign))
}

/// Second looks at signs that are short or stand away from the start.
fn confirmed(head: &[u8], kind: &str) -> bool {
    match kind {
        "webp" | "wav" => has(head, 0, b"RIFF"),
        "bzip2" => has(head, 0, b"BZh"),
        "mp4" | "heif" => has(head, 0, &[0, 0]),
        // An interpreter's path follows, and no binary data.
        "script" => {
            head.iter().take(128).take_while(|b| **b != b'\n').all(|b| matches!(b, b'\t' | b'\r' | 0x20..=0x7e))
        }
        "arsc" => le32(head, 4).is_some_and(|size| size >= 12),
        _ => true,
    }
}

type Test = fn(&[u8], u64) -> Option<&'static str>;

/// Formats that need more than a sign.
fn checked(head: &[u8], len: u64) -> Option<&'static str> {
    let tests: [Test; 11] = [dex, axml, class, der, pe, pyc, font, picture, sound, zlib, lzma];
    tests.iter().find_map(|test| test(head, len))
}

fn le16(head: &[u8], at: usize) -> Option<u16> {
    let bytes = head.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn le32(head: &[u8], at: usize) -> Option<u32> {
    let bytes = head.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn be16(head: &[u8], at: usize) -> Option<u16> {
    le16(head, at).map(u16::swap_bytes)
}

fn dex(head: &[u8], _: u64) -> Option<&'static str> {
    let version = head.strip_prefix(b"dex\n")?.get(..4)?;
    matches!(version, [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', 0]).then_some("dex")
}

/// Android does not look at the type of the outer chunk, so neither can this: a string pool right after the
/// header tells as well.
fn axml(head: &[u8], len: u64) -> Option<&'static str> {
    let size = u64::from(le32(head, 4)?);
    let pool = le32(head, 8) == Some(0x001c_0001);
    let typed = le16(head, 0)? == 3 && le16(head, 2)? == 8 && size >= 8;
    (typed || (pool && (size == len || le16(head, 2)? == 8))).then_some("axml")
}

fn class(head: &[u8], _: u64) -> Option<&'static str> {
    (has(head, 0, b"\xca\xfe\xba\xbe") && (45..200).contains(&be16(head, 6)?)).then_some("java_class")
}

fn der(head: &[u8], len: u64) -> Option<&'static str> {
    let (at, body) = der_length(head)?;
    if u64::try_from(at).ok()?.checked_add(body)? != len {
        return None;
    }
    let rest = head.get(at..)?;
    if has(rest, 0, b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02") {
        return Some("pkcs7");
    }
    // tbsCertificate: a sequence that starts with an explicit version.
    if let Some((inner, _)) = der_length(rest)
        && has(rest, inner, b"\xa0\x03\x02\x01")
    {
        return Some("certificate");
    }
    (body > 8 && matches!(rest.first()?, 0x02 | 0x06 | 0x30 | 0x31)).then_some("der")
}

/// Where the body of a DER sequence starts, and its length.
fn der_length(head: &[u8]) -> Option<(usize, u64)> {
    if *head.first()? != 0x30 {
        return None;
    }
    let first = *head.get(1)?;
    if first < 0x80 {
        return Some((2, u64::from(first)));
    }
    let count = usize::from(first & 0x7f);
    if !(1..=4).contains(&count) {
        return None;
    }
    let end = count.checked_add(2)?;
    let value = head.get(2..end)?.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    Some((end, value))
}

fn pe(head: &[u8], _: u64) -> Option<&'static str> {
    if !has(head, 0, b"MZ") {
        return None;
    }
    let at = usize::try_from(le32(head, 0x3c)?).ok()?;
    if !has(head, at, b"PE\0\0") {
        return None;
    }
    // The directory of the common language runtime is entry 14, after a header of 96 or 112 bytes.
    let directories: usize = if le16(head, at.checked_add(24)?)? == 0x20b { 112 } else { 96 };
    let runtime = at.checked_add(24)?.checked_add(directories)?.checked_add(14 * 8)?;
    Some(if le32(head, runtime).unwrap_or(0) != 0 { "dotnet" } else { "pe" })
}

fn pyc(head: &[u8], _: u64) -> Option<&'static str> {
    let version = le16(head, 0)?;
    (has(head, 2, b"\r\n") && (version == 62211 || (3000..4000).contains(&version)) && head.len() >= 16)
        .then_some("pyc")
}

fn font(head: &[u8], _: u64) -> Option<&'static str> {
    let tables = be16(head, 4)?;
    let name = head.get(12..16)?;
    (has(head, 0, b"\0\x01\0\0") && (4..64).contains(&tables) && name.iter().all(|b| matches!(b, 0x20..=0x7e)))
        .then_some("ttf")
}

fn picture(head: &[u8], len: u64) -> Option<&'static str> {
    if has(head, 0, b"BM") && u64::from(le32(head, 2)?) <= len && le32(head, 6)? == 0 && le32(head, 14)? <= 124 {
        return Some("bmp");
    }
    let icons = le16(head, 4)?;
    (has(head, 0, &[0, 0, 1, 0])
        && (1..64).contains(&icons)
        && le32(head, 14)?.checked_add(le32(head, 18)?).is_some_and(|end| u64::from(end) <= len))
    .then_some("ico")
}

/// Sound without a file header: a second frame must stand where the first says.
fn sound(head: &[u8], _: u64) -> Option<&'static str> {
    let [first, second, third, fourth, fifth, sixth, ..] = *head else { return None };
    if first != 0xff {
        return None;
    }
    if second & 0xf6 == 0xf0 {
        let size = usize::from(fourth & 3) << 11 | usize::from(fifth) << 3 | usize::from(sixth) >> 5;
        return (size > 7 && has(head, size, &[0xff])).then_some("aac");
    }
    let rates = [0_usize, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    let low_rates = [0_usize, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    let (table, frame, sampling) = match second & 0xfe {
        0xfa => (rates, 144_usize, [44100_usize, 48000, 32000]),
        0xf2 => (low_rates, 72, [22050, 24000, 16000]),
        0xe2 => (low_rates, 72, [11025, 12000, 8000]),
        _ => return None,
    };
    let rate = *table.get(usize::from(third >> 4))?;
    let sampling = *sampling.get(usize::from(third >> 2 & 3))?;
    let size = frame.checked_mul(rate)?.checked_mul(1000)?.checked_div(sampling)?;
    let size = size.checked_add(usize::from(third >> 1 & 1))?;
    (size > 0 && has(head, size, &[0xff, second])).then_some("mp3")
}

/// A zlib header is two bytes, too little: the first block must inflate, too.
fn zlib(head: &[u8], _: u64) -> Option<&'static str> {
    let header = be16(head, 0)?;
    if head.first()? & 0x0f != 8 || head.first()? >> 4 > 7 || header.checked_rem(31)? != 0 || header & 0x20 != 0 {
        return None;
    }
    let mut out = [0; 4096];
    let mut inflate = flate2::Decompress::new(true);
    let status = inflate.decompress(head, &mut out, flate2::FlushDecompress::None).ok()?;
    (status == flate2::Status::StreamEnd || inflate.total_out() == out.len() as u64).then_some("zlib")
}

fn lzma(head: &[u8], _: u64) -> Option<&'static str> {
    let dictionary = le32(head, 1)?;
    let size_known = le32(head, 9)? == 0;
    let size_unknown = head.get(5..13)? == [0xff; 8];
    (has(head, 0, &[0x5d])
        && dictionary.is_power_of_two()
        && dictionary >= 4096
        && (size_known || size_unknown)
        && *head.get(13)? == 0)
        .then_some("lzma")
}
