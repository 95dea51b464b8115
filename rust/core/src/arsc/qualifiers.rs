//! Qualifiers of a resource folder (`zh-rCN-land-v21`) to a configuration: the other way of `Config::qualifiers`.
use super::config::Config;

const SIZES: [&str; 4] = ["small", "normal", "large", "xlarge"];
const ORIENTATIONS: [&str; 3] = ["port", "land", "square"];
/// From `desk`, which is 2; 0 and 1 are any and a usual phone.
const MODES: [&str; 6] = ["desk", "car", "television", "appliance", "watch", "vrheadset"];
const TOUCH: [&str; 3] = ["notouch", "stylus", "finger"];
const KEYS: [&str; 3] = ["keysexposed", "keyshidden", "keyssoft"];
const KEYBOARDS: [&str; 3] = ["nokeys", "qwerty", "12key"];
const NAVIGATION: [&str; 4] = ["nonav", "dpad", "trackball", "wheel"];
const GENDERS: [&str; 3] = ["neuter", "feminine", "masculine"];
const DENSITIES: [(&str, u16); 9] = [
    ("ldpi", 120),
    ("mdpi", 160),
    ("tvdpi", 213),
    ("hdpi", 240),
    ("xhdpi", 320),
    ("xxhdpi", 480),
    ("xxxhdpi", 640),
    ("anydpi", 0xfffe),
    ("nodpi", 0xffff),
];

fn place(words: &[&str], word: &str) -> Option<u8> {
    let at = words.iter().position(|w| *w == word)?;
    u8::try_from(at).ok()?.checked_add(1)
}

fn between(word: &str, before: &str, after: &str) -> Option<u16> {
    let digits = word.strip_prefix(before)?.strip_suffix(after)?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

impl Config {
    /// The configuration of a folder's qualifiers, and those that are none.
    pub fn from_qualifiers(text: &str) -> (Self, Vec<String>) {
        let (mut config, mut unknown) = (Config::default(), Vec::new());
        for word in text.split('-').filter(|w| !w.is_empty()) {
            if config.sized(word).or_else(|| config.worded(word)).or_else(|| config.spoken(word)).is_none() {
                unknown.push(word.to_owned());
            }
        }
        (config, unknown)
    }

    /// Qualifiers that carry a number.
    fn sized(&mut self, word: &str) -> Option<()> {
        let fields: [(&mut u16, &str, &str); 7] = [
            (&mut self.mcc, "mcc", ""),
            (&mut self.smallest_width_dp, "sw", "dp"),
            (&mut self.width_dp, "w", "dp"),
            (&mut self.height_dp, "h", "dp"),
            (&mut self.density, "", "dpi"),
            (&mut self.sdk, "v", ""),
            (&mut self.mnc, "mnc", ""),
        ];
        for (field, before, after) in fields {
            if let Some(number) = between(word, before, after) {
                *field = if before == "mnc" && number == 0 { 0xffff } else { number };
                return Some(());
            }
        }
        let (width, height) = word.split_once('x')?;
        (self.width, self.height) = (between(width, "", "")?, between(height, "", "")?);
        Some(())
    }

    fn worded(&mut self, word: &str) -> Option<()> {
        if let Some((_, density)) = DENSITIES.iter().find(|(name, _)| *name == word) {
            self.density = *density;
        } else if let Some(n) = place(&SIZES, word) {
            self.screen_layout |= n;
        } else if let Some(n) = place(&["notlong", "long"], word) {
            self.screen_layout |= n << 4;
        } else if let Some(n) = place(&["ldltr", "ldrtl"], word) {
            self.screen_layout |= n << 6;
        } else if let Some(n) = place(&["notround", "round"], word) {
            self.screen_layout2 |= n;
        } else if let Some(n) = place(&["nowidecg", "widecg"], word) {
            self.color_mode |= n;
        } else if let Some(n) = place(&["lowdr", "highdr"], word) {
            self.color_mode |= n << 2;
        } else if let Some(n) = place(&ORIENTATIONS, word) {
            self.orientation = n;
        } else if let Some(n) = place(&MODES, word) {
            self.ui_mode |= n.saturating_add(1);
        } else if let Some(n) = place(&["notnight", "night"], word) {
            self.ui_mode |= n << 4;
        } else {
            return self.handled(word);
        }
        Some(())
    }

    fn handled(&mut self, word: &str) -> Option<()> {
        if let Some(n) = place(&TOUCH, word) {
            self.touchscreen = n;
        } else if let Some(n) = place(&KEYS, word) {
            self.input_flags |= n;
        } else if let Some(n) = place(&KEYBOARDS, word) {
            self.keyboard = n;
        } else if let Some(n) = place(&["navexposed", "navhidden"], word) {
            self.input_flags |= n << 2;
        } else if let Some(n) = place(&NAVIGATION, word) {
            self.navigation = n;
        } else if let Some(n) = place(&GENDERS, word) {
            self.gender = n;
        } else {
            return None;
        }
        Some(())
    }

    /// `zh`, `rCN`, `b+sr+Latn`.
    fn spoken(&mut self, word: &str) -> Option<()> {
        let lower = |w: &str| matches!(w.len(), 2 | 3) && w.bytes().all(|b| b.is_ascii_lowercase());
        if let Some(tag) = word.strip_prefix("b+") {
            self.set_locale(&tag.replace("+u+nu+", "-u-nu-").replace('+', "-"));
        } else if lower(word) && self.language.is_empty() {
            self.language = word.to_owned();
        } else if let Some(region) = word.strip_prefix('r').filter(|r| matches!(r.len(), 2 | 3)) {
            let plain = region.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            if !plain || self.language.is_empty() {
                return None;
            }
            self.region = region.to_owned();
        } else {
            return None;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn qualifiers_go_there_and_back() {
        for text in [
            "",
            "zh-rCN",
            "b+sr+Latn",
            "mcc310-mnc04-en-rUS-ldrtl-sw600dp-w720dp-h360dp-xlarge-long-round-widecg-highdr-land-car-night-xxhdpi-notouch-keyssoft-12key-navhidden-wheel-v21",
            "anydpi-v26",
            "de-feminine",
            "car",
            "640x480",
        ] {
            let (config, unknown) = Config::from_qualifiers(text);
            assert_eq!(config.qualifiers().replace("mnc4", "mnc04"), text);
            assert!(unknown.is_empty());
        }
        assert_eq!(Config::from_qualifiers("zh-rCN").0.locale(), "zh-CN");
        assert_eq!(Config::from_qualifiers("Strange-v4").1, vec!["Strange".to_owned()]);
    }
}
