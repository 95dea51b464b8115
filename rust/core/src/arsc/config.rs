//! Resource configurations (`ResTable_config` of ResourceTypes.h): bytes to qualifiers as folders name them, and to BCP-47.
use std::fmt::Write;

use super::bytes::{size_at, u8_at, u16_at};

/// What a resource value is for. Zero or empty means any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    pub mcc: u16,
    pub mnc: u16,
    pub language: String,
    pub script: String,
    pub region: String,
    pub variant: String,
    pub numbering: String,
    pub orientation: u8,
    pub touchscreen: u8,
    pub density: u16,
    pub keyboard: u8,
    pub navigation: u8,
    pub input_flags: u8,
    pub gender: u8,
    pub width: u16,
    pub height: u16,
    pub sdk: u16,
    pub minor: u16,
    pub screen_layout: u8,
    pub ui_mode: u8,
    pub smallest_width_dp: u16,
    pub width_dp: u16,
    pub height_dp: u16,
    pub screen_layout2: u8,
    pub color_mode: u8,
}

/// Two letters as they are, or three packed into 15 bits (`unpackLanguageOrRegion`).
fn unpack(bytes: &[u8], base: u8) -> String {
    let (Some(&a), Some(&b)) = (bytes.first(), bytes.get(1)) else { return String::new() };
    if a & 0x80 != 0 {
        let letters = [b & 0x1f, ((b & 0xe0) >> 5) | ((a & 0x03) << 3), (a & 0x7c) >> 2];
        return letters.iter().map(|l| char::from(base.wrapping_add(*l))).collect();
    }
    text(bytes)
}

/// ASCII up to the first NUL; other bytes are not letters of any tag.
fn text(bytes: &[u8]) -> String {
    bytes.iter().take_while(|b| **b != 0).map(|b| if b.is_ascii_graphic() { char::from(*b) } else { '?' }).collect()
}

impl Config {
    /// Reads the fields that `size`, the first of them, covers; the rest is "any". Older tools write shorter structures.
    pub fn read(bytes: &[u8]) -> Self {
        let size = size_at(bytes, 0).unwrap_or(0).min(bytes.len());
        let bytes = bytes.get(..size).unwrap_or_default();
        let b = |at| u8_at(bytes, at).unwrap_or(0);
        let h = |at| u16_at(bytes, at).unwrap_or(0);
        let computed = b(52) != 0;
        Config {
            mcc: h(4),
            mnc: h(6),
            language: unpack(bytes.get(8..10).unwrap_or_default(), b'a'),
            region: unpack(bytes.get(10..12).unwrap_or_default(), b'0'),
            orientation: b(12),
            touchscreen: b(13),
            density: h(14),
            keyboard: b(16),
            navigation: b(17),
            input_flags: b(18),
            gender: b(19),
            width: h(20),
            height: h(22),
            sdk: h(24),
            minor: h(26),
            screen_layout: b(28),
            ui_mode: b(29),
            smallest_width_dp: h(30),
            width_dp: h(32),
            height_dp: h(34),
            script: if computed { String::new() } else { text(bytes.get(36..40).unwrap_or_default()) },
            variant: text(bytes.get(40..48).unwrap_or_default()),
            screen_layout2: b(48),
            color_mode: b(49),
            numbering: text(bytes.get(53..61).unwrap_or_default()),
        }
    }

    /// Takes a BCP-47 tag apart: `zh-Hant-TW`, `sr-Latn`, `ar-u-nu-latn`.
    pub fn set_locale(&mut self, tag: &str) {
        let mut numbering = tag.split("-u-nu-");
        let mut parts = numbering.next().unwrap_or_default().split('-');
        self.language = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.len() {
                4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => self.script = part.to_owned(),
                2 | 3 => self.region = part.to_owned(),
                _ => self.variant = part.to_owned(),
            }
        }
        self.numbering = numbering.next().unwrap_or_default().to_owned();
    }

    /// The locale as BCP-47, empty for any. Java's old codes are given their present names.
    pub fn locale(&self) -> String {
        let mut tag = match self.language.as_str() {
            "iw" => "he",
            "in" => "id",
            "ji" => "yi",
            "" if !self.region.is_empty() => "und",
            other => other,
        }
        .to_owned();
        for part in [&self.script, &self.region, &self.variant] {
            if !part.is_empty() {
                tag.push('-');
                tag.push_str(part);
            }
        }
        if !self.numbering.is_empty() {
            tag.push_str("-u-nu-");
            tag.push_str(&self.numbering);
        }
        tag
    }

    fn folder_locale(&self) -> String {
        if self.script.is_empty() && self.variant.is_empty() && self.numbering.is_empty() {
            let region = if self.region.is_empty() { String::new() } else { format!("r{}", self.region) };
            return [self.language.clone(), region].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
        }
        let mut tag = format!("b+{}", self.language);
        for part in [&self.script, &self.region, &self.variant] {
            if !part.is_empty() {
                tag.push('+');
                tag.push_str(part);
            }
        }
        if !self.numbering.is_empty() {
            tag.push_str("+u+nu+");
            tag.push_str(&self.numbering);
        }
        tag
    }

    /// The qualifiers in the order Android prints them (`ResTable_config::toString`): `zh-rCN-sw600dp-land-v21`; empty for the default.
    pub fn qualifiers(&self) -> String {
        let mut out = Qualifiers(String::new());
        out.number(self.mcc, "mcc", "");
        if self.mnc == 0xffff {
            out.word("mnc00");
        } else {
            out.number(self.mnc, "mnc", "");
        }
        out.word(&self.folder_locale());
        out.pick(self.gender, &["", "neuter", "feminine", "masculine"]);
        out.pick(self.screen_layout >> 6, &["", "ldltr", "ldrtl"]);
        out.number(self.smallest_width_dp, "sw", "dp");
        out.number(self.width_dp, "w", "dp");
        out.number(self.height_dp, "h", "dp");
        out.pick(self.screen_layout & 15, &["", "small", "normal", "large", "xlarge"]);
        out.pick((self.screen_layout >> 4) & 3, &["", "notlong", "long"]);
        out.pick(self.screen_layout2 & 3, &["", "notround", "round"]);
        out.pick(self.color_mode & 3, &["", "nowidecg", "widecg"]);
        out.pick((self.color_mode >> 2) & 3, &["", "lowdr", "highdr"]);
        out.pick(self.orientation, &["", "port", "land", "square"]);
        out.pick(self.ui_mode & 15, &["", "", "desk", "car", "television", "appliance", "watch", "vrheadset"]);
        out.pick((self.ui_mode >> 4) & 3, &["", "notnight", "night"]);
        out.density(self.density);
        out.pick(self.touchscreen, &["", "notouch", "stylus", "finger"]);
        out.pick(self.input_flags & 3, &["", "keysexposed", "keyshidden", "keyssoft"]);
        out.pick(self.keyboard, &["", "nokeys", "qwerty", "12key"]);
        out.pick((self.input_flags >> 2) & 3, &["", "navexposed", "navhidden"]);
        out.pick(self.navigation, &["", "nonav", "dpad", "trackball", "wheel"]);
        if self.width != 0 || self.height != 0 {
            out.word(&format!("{}x{}", self.width, self.height));
        }
        if self.sdk != 0 {
            let minor = if self.minor == 0 { String::new() } else { format!(".{}", self.minor) };
            out.word(&format!("v{}{minor}", self.sdk));
        }
        out.0
    }
}

struct Qualifiers(String);

impl Qualifiers {
    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('-');
        }
        self.0.push_str(word);
    }

    fn number(&mut self, value: u16, before: &str, after: &str) {
        if value != 0 {
            self.word(&format!("{before}{value}{after}"));
        }
    }

    /// The word for a value; a number no tool writes is kept as it is.
    fn pick(&mut self, value: u8, words: &[&str]) {
        match words.get(usize::from(value)) {
            Some(word) => self.word(word),
            None => {
                let mut text = String::from("unknown");
                let _ = write!(text, "{value}");
                self.word(&text);
            }
        }
    }

    fn density(&mut self, density: u16) {
        match density {
            0 => {}
            120 => self.word("ldpi"),
            160 => self.word("mdpi"),
            213 => self.word("tvdpi"),
            240 => self.word("hdpi"),
            320 => self.word("xhdpi"),
            480 => self.word("xxhdpi"),
            640 => self.word("xxxhdpi"),
            0xfffe => self.word("anydpi"),
            0xffff => self.word("nodpi"),
            other => self.word(&format!("{other}dpi")),
        }
    }
}
