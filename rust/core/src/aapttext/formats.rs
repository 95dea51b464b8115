//! What attributes take: formats, and words with their numbers.
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

const LIST: &str = include_str!("formats.txt");

pub(crate) const REFERENCE: u32 = 1;
pub(crate) const STRING: u32 = 2;
pub(crate) const INTEGER: u32 = 4;
pub(crate) const BOOLEAN: u32 = 8;
pub(crate) const COLOR: u32 = 0x10;
pub(crate) const FLOAT: u32 = 0x20;
pub(crate) const DIMENSION: u32 = 0x40;
pub(crate) const FRACTION: u32 = 0x80;
pub(crate) const ANY: u32 = 0xffff;
pub(crate) const ENUM: u32 = 0x1_0000;
pub(crate) const FLAGS: u32 = 0x2_0000;

/// Formats as `ResTable_map` has them, and the words of enums and flags.
#[derive(Clone, Debug, Default)]
pub(crate) struct Takes {
    pub mask: u32,
    pub words: Vec<(String, u32)>,
}

impl Takes {
    pub fn plain(mask: u32) -> Self {
        Takes { mask, words: Vec::new() }
    }
}

/// Of a public framework attribute.
pub(crate) fn framework(name: &str) -> Option<&'static Takes> {
    static ALL: OnceLock<FxHashMap<&str, Takes>> = OnceLock::new();
    ALL.get_or_init(|| LIST.lines().filter(|l| !l.starts_with('#')).filter_map(line).collect()).get(name)
}

fn line(text: &'static str) -> Option<(&'static str, Takes)> {
    let mut cells = text.split(' ');
    let (name, mask) = (cells.next()?, u32::from_str_radix(cells.next()?, 16).ok()?);
    let word = |cell: &str| {
        let (word, number) = cell.split_once('=')?;
        Some((word.to_owned(), u32::from_str_radix(number, 16).ok()?))
    };
    Some((name, Takes { mask, words: cells.filter_map(word).collect() }))
}

/// The mask of `format="reference|string"`.
pub(crate) fn mask(text: &str) -> u32 {
    text.split('|').fold(0, |mask, word| {
        mask | match word.trim() {
            "reference" => REFERENCE,
            "string" => STRING,
            "integer" => INTEGER,
            "boolean" => BOOLEAN,
            "color" => COLOR,
            "float" => FLOAT,
            "dimension" => DIMENSION,
            "fraction" => FRACTION,
            "enum" => ENUM,
            "flags" => FLAGS,
            "any" => ANY,
            _ => 0,
        }
    })
}
