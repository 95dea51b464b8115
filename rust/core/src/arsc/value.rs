//! Typed values (`Res_value` of ResourceTypes.h) as words and text.
use std::fmt::Write;

pub const NULL: u8 = 0x00;
pub const REFERENCE: u8 = 0x01;
pub const ATTRIBUTE: u8 = 0x02;
pub const STRING: u8 = 0x03;
pub const FLOAT: u8 = 0x04;
pub const DIMENSION: u8 = 0x05;
pub const FRACTION: u8 = 0x06;
pub const DYNAMIC_REFERENCE: u8 = 0x07;
pub const DYNAMIC_ATTRIBUTE: u8 = 0x08;
pub const INT_DEC: u8 = 0x10;
pub const INT_HEX: u8 = 0x11;
pub const INT_BOOLEAN: u8 = 0x12;
pub const COLOR_FIRST: u8 = 0x1c;
pub const COLOR_LAST: u8 = 0x1f;

/// The word for a value type. `null` has data 0 (undefined) or 1 (empty on purpose).
pub fn kind(data_type: u8) -> &'static str {
    match data_type {
        NULL => "null",
        REFERENCE | DYNAMIC_REFERENCE => "reference",
        ATTRIBUTE | DYNAMIC_ATTRIBUTE => "attribute",
        STRING => "string",
        FLOAT => "float",
        DIMENSION => "dimension",
        FRACTION => "fraction",
        INT_BOOLEAN => "bool",
        COLOR_FIRST..=COLOR_LAST => "color",
        0x10..=0x1f => "integer",
        _ => "unknown",
    }
}

pub fn is_reference(data_type: u8) -> bool {
    matches!(data_type, REFERENCE | DYNAMIC_REFERENCE | ATTRIBUTE | DYNAMIC_ATTRIBUTE)
}

/// The number in a dimension or fraction: 24 bits with a radix point (`complex_value` of ResourceTypes.h).
fn complex(data: u32) -> f64 {
    let mantissa = f64::from((data & 0xffff_ff00) as i32 as f32);
    let scale = match (data >> 4) & 3 {
        0 => 1.0 / 256.0,
        1 => 1.0 / 32_768.0,
        2 => 1.0 / 8_388_608.0,
        _ => 1.0 / 2_147_483_648.0,
    };
    mantissa * scale
}

/// Rounds off what 24 bits cannot hold, so that 0.1dp is not written 0.10000000149.
fn short(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

/// Appends the text of a value that is neither string nor named reference: `true`, `-1`, `0xff`, `#ff102030`,
/// `12dp`, `50%p`, `@0x7f010001`, `?0x7f010001`, `@null`, `@empty`.
pub fn push(data_type: u8, data: u32, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = match data_type {
        NULL => write!(out, "{}", if data == 1 { "@empty" } else { "@null" }),
        REFERENCE | DYNAMIC_REFERENCE if data == 0 => write!(out, "@null"),
        REFERENCE | DYNAMIC_REFERENCE => write!(out, "@0x{data:08x}"),
        ATTRIBUTE | DYNAMIC_ATTRIBUTE => write!(out, "?0x{data:08x}"),
        FLOAT => write!(out, "{}", f32::from_bits(data)),
        DIMENSION => {
            let unit = match data & 15 {
                0 => "px",
                1 => "dp",
                2 => "sp",
                3 => "pt",
                4 => "in",
                5 => "mm",
                _ => "?",
            };
            write!(out, "{}{unit}", short(complex(data)))
        }
        FRACTION => {
            let unit = match data & 15 {
                0 => "%",
                1 => "%p",
                _ => "?",
            };
            write!(out, "{}{unit}", short(complex(data) * 100.0))
        }
        INT_BOOLEAN => write!(out, "{}", data != 0),
        INT_HEX => write!(out, "0x{data:x}"),
        COLOR_FIRST..=COLOR_LAST => write!(out, "#{data:08x}"),
        0x10..=0x1f => write!(out, "{}", data as i32),
        _ => write!(out, "0x{data:08x}"),
    };
}

/// The formats an attribute takes (`ResTable_map::TYPE_*`), as in `<attr format="…">`.
pub fn push_formats(mask: u32, out: &mut String) {
    const FORMATS: [(u32, &str); 10] = [
        (1, "reference"),
        (2, "string"),
        (4, "integer"),
        (8, "boolean"),
        (0x10, "color"),
        (0x20, "float"),
        (0x40, "dimension"),
        (0x80, "fraction"),
        (0x1_0000, "enum"),
        (0x2_0000, "flags"),
    ];
    for (_, word) in FORMATS.iter().filter(|(bit, _)| mask & 0xffff != 0xffff && mask & bit != 0) {
        if !out.is_empty() {
            out.push('|');
        }
        out.push_str(word);
    }
    if mask & 0xffff == 0xffff {
        out.push_str("any");
    }
}
