//! What bytes are, by their content and never by a name.
mod magic;
#[cfg(test)]
mod tests;
mod text;

use crate::zip::{Archive, Limits};

/// Every kind a [`Sniff`] can have, sorted, with what it means. `directory` is given by archives alone.
pub const KINDS: &[(&str, &str)] = &[
    ("aab", "Android App Bundle: a ZIP archive with base/manifest/AndroidManifest.xml"),
    ("aac", "AAC sound in ADTS frames"),
    ("aar", "Android library: a ZIP archive with AndroidManifest.xml and classes.jar"),
    ("amr", "AMR sound"),
    ("android_backup", "output of adb backup"),
    ("apk", "Android package: a ZIP archive with AndroidManifest.xml"),
    ("apks", "a ZIP archive that holds Android packages"),
    ("arsc", "compiled Android resource table"),
    ("art", "ART heap image"),
    ("art_profile", "profile of hot methods for ART"),
    ("assembly_store", ".NET assemblies joined by Xamarin"),
    ("axml", "compiled Android XML"),
    ("bmp", "BMP picture"),
    ("bplist", "binary property list"),
    ("bzip2", "bzip2 stream"),
    ("cdex", "compact dex file"),
    ("certificate", "X.509 certificate in DER"),
    ("css", "style sheet"),
    ("der", "other DER structure, such as a key"),
    ("dex", "Dalvik executable"),
    ("directory", "a folder's own record in an archive"),
    ("dotnet", ".NET assembly"),
    ("dotnet_packed", ".NET assembly compressed by Xamarin"),
    ("elf", "ELF program or library"),
    ("empty", "no bytes"),
    ("flac", "FLAC sound"),
    ("gif", "GIF picture"),
    ("gzip", "gzip stream"),
    ("heif", "HEIF or AVIF picture"),
    ("hermes", "Hermes JavaScript bytecode"),
    ("html", "HTML page"),
    ("ico", "icon"),
    ("icu", "data of the ICU library: languages, regions, text rules"),
    ("jar", "a ZIP archive of Java classes or dex files without a manifest of Android"),
    ("java_class", "Java class file"),
    ("javascript", "JavaScript source"),
    ("jks", "Java key store"),
    ("jpeg", "JPEG picture"),
    ("json", "JSON"),
    ("lua", "compiled Lua"),
    ("lz4", "LZ4 frame"),
    ("lzma", "LZMA stream"),
    ("matroska", "Matroska or WebM"),
    ("midi", "MIDI music"),
    ("mp3", "MP3 sound"),
    ("mp4", "MPEG-4 container"),
    ("odex", "optimised dex file of Dalvik"),
    ("ogg", "Ogg container"),
    ("opaque", "none of the others; high entropy means compressed or encrypted"),
    ("otf", "OpenType font"),
    ("pdf", "PDF document"),
    ("pe", "Windows program"),
    ("pem", "PEM text: certificate or key"),
    ("pkcs7", "PKCS #7 signed data in DER"),
    ("png", "PNG picture"),
    ("properties", "text of key=value lines"),
    ("pyc", "compiled Python"),
    ("rar", "RAR archive"),
    ("script", "script that names its interpreter"),
    ("seven_zip", "7z archive"),
    ("sqlite", "SQLite database"),
    ("tar", "tar archive"),
    ("text", "plain text in UTF-8"),
    ("text_gbk", "plain text, by its bytes most likely GBK or GB18030"),
    ("text_latin1", "plain text with a few bytes of ISO 8859 or Windows-125x"),
    ("text_utf16", "plain text in UTF-16"),
    ("tflite", "TensorFlow Lite model"),
    ("ttf", "TrueType font or collection"),
    ("unity_bundle", "Unity asset bundle"),
    ("vdex", "verified dex file of ART"),
    ("wasm", "WebAssembly module"),
    ("wav", "WAV sound"),
    ("webp", "WebP picture"),
    ("woff", "web font"),
    ("xml", "XML text"),
    ("xz", "xz stream"),
    ("zip", "other ZIP archive"),
    ("zlib", "zlib stream"),
    ("zstd", "Zstandard frame"),
];

/// Bytes at the start that are looked at.
const HEAD: usize = 16 * 1024;

/// What bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sniff {
    /// A name from [`KINDS`].
    pub kind: &'static str,
    /// Shannon entropy of all bytes in thousandths of a bit per byte: 0 to 8000.
    pub entropy_milli: u16,
}

/// Identifies all of `bytes`.
pub fn sniff(bytes: &[u8]) -> Sniff {
    let mut sniffer = Sniffer::new();
    sniffer.update(bytes);
    let mut found = sniffer.finish();
    if found.kind == "zip" {
        found.kind = archive_kind(bytes);
    }
    found
}

/// Tells the kinds of ZIP archive apart by the names in the directory.
pub fn archive_kind(bytes: &[u8]) -> &'static str {
    let Ok(archive) = Archive::open(bytes, Limits::default()) else { return "zip" };
    let has = |name: &str| archive.entries.iter().any(|entry| entry.name == name);
    let ends = |suffix: &str| archive.entries.iter().any(|entry| entry.name.ends_with(suffix));
    match () {
        () if has("AndroidManifest.xml") && has("classes.jar") && !has("classes.dex") => "aar",
        () if has("AndroidManifest.xml") => "apk",
        () if has("base/manifest/AndroidManifest.xml") => "aab",
        () if ends(".apk") => "apks",
        () if has("META-INF/MANIFEST.MF") || has("classes.dex") || ends(".class") => "jar",
        () => "zip",
    }
}

/// Identifies bytes that come in pieces. Kinds of ZIP archive are all `zip` here: see [`archive_kind`].
pub struct Sniffer {
    head: Vec<u8>,
    len: u64,
    /// Four tables, so that runs of one byte do not wait for each other.
    counts: Box<[[u32; 256]; 4]>,
    /// Counts moved out of `counts` before they could overflow.
    totals: [u64; 256],
}

impl Default for Sniffer {
    fn default() -> Self {
        Self::new()
    }
}

impl Sniffer {
    pub fn new() -> Self {
        Sniffer { head: Vec::new(), len: 0, counts: Box::new([[0; 256]; 4]), totals: [0; 256] }
    }

    pub fn update(&mut self, bytes: &[u8]) {
        let room = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        self.len = self.len.saturating_add(bytes.len() as u64);
        for piece in bytes.chunks(1 << 30) {
            self.count(piece);
            self.settle();
        }
    }

    fn count(&mut self, bytes: &[u8]) {
        let [a, b, c, d] = &mut *self.counts;
        let fours = bytes.chunks_exact(4);
        let rest = fours.remainder();
        let bump = |table: &mut [u32; 256], byte: u8| {
            if let Some(count) = table.get_mut(usize::from(byte)) {
                *count = count.wrapping_add(1);
            }
        };
        for four in fours {
            if let &[w, x, y, z] = four {
                bump(a, w);
                bump(b, x);
                bump(c, y);
                bump(d, z);
            }
        }
        for &byte in rest {
            bump(a, byte);
        }
    }

    /// Adds the tables to the totals once they could be near their bound.
    fn settle(&mut self) {
        if self.len >> 30 == 0 {
            return;
        }
        for table in self.counts.iter_mut() {
            for (total, count) in self.totals.iter_mut().zip(table.iter_mut()) {
                *total = total.saturating_add(u64::from(*count));
                *count = 0;
            }
        }
    }

    /// The result for all bytes seen.
    pub fn finish(mut self) -> Sniff {
        for table in self.counts.iter() {
            for (total, count) in self.totals.iter_mut().zip(table) {
                *total = total.saturating_add(u64::from(*count));
            }
        }
        let kind = if self.len == 0 {
            "empty"
        } else {
            magic::kind(&self.head, self.len).or_else(|| text::kind(&self.head, self.len)).unwrap_or("opaque")
        };
        Sniff { kind, entropy_milli: entropy_milli(&self.totals, self.len) }
    }
}

/// Shannon entropy of a histogram, in thousandths of a bit per byte.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn entropy_milli(totals: &[u64; 256], len: u64) -> u16 {
    let len = len as f64;
    let bits: f64 = totals
        .iter()
        .filter(|count| **count > 0)
        .map(|count| {
            let share = *count as f64 / len;
            -share * share.log2()
        })
        .sum();
    (bits * 1000.0).round().clamp(0.0, 8000.0) as u16
}
