//! Entry names: how their bytes are shown, and which of them are odd.
use rustc_hash::{FxHashMap, FxHashSet};

use super::Archive;

/// Steps of a path that are compared with other names; bounds the work on names made of slashes.
const MAX_STEPS: usize = 16;

/// The name as text: UTF-8 as it is, NUL and any other byte as `\xNN`.
pub fn decode(raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c == '\0' {
                text.push_str("\\x00");
            } else {
                text.push(c);
            }
        }
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

/// Characters that change how a name looks without being seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{061c}')
}

fn is_absolute(name: &str) -> bool {
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some('/' | '\\'), _) => true,
        (Some(c), Some(':')) => c.is_ascii_alphabetic(),
        _ => false,
    }
}

/// What is odd about one name: (kind, why).
fn oddities(name: &str) -> Vec<(&'static str, &'static str)> {
    let mut kinds = Vec::new();
    let rules: [(&'static str, bool, &'static str); 6] = [
        ("empty_name", name.is_empty(), "has no name"),
        ("absolute_name", is_absolute(name), "starts at the root of a file system"),
        ("traversal_name", name.split(['/', '\\']).any(|step| step == ".."), "holds a step to the folder above"),
        ("control_in_name", name.chars().any(is_hidden), "holds characters that are not seen"),
        ("nul_in_name", name.contains("\\x00"), "holds a NUL byte"),
        ("invalid_utf8_name", shows_raw_byte(name), "is not UTF-8"),
    ];
    for (kind, odd, why) in rules {
        if odd {
            kinds.push((kind, why));
        }
    }
    if kinds.iter().all(|(kind, _)| !matches!(*kind, "nul_in_name" | "invalid_utf8_name")) && name.contains('\\') {
        kinds.push(("backslash_name", "holds a backslash"));
    }
    kinds
}

/// True where [`decode`] wrote an escape other than NUL's.
fn shows_raw_byte(name: &str) -> bool {
    name.match_indices("\\x").any(|(at, _)| {
        name.get(at.saturating_add(2)..at.saturating_add(4))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .is_some_and(|byte| byte >= 0x80)
    })
}

/// Notes odd names, names that stand twice, and names that are file and folder at once.
pub fn check(archive: &mut Archive) {
    let entries = std::mem::take(&mut archive.entries);
    let mut first: FxHashMap<&str, u32> = FxHashMap::default();
    for entry in &entries {
        for (kind, why) in oddities(&entry.name) {
            archive.odd(kind, entry.record_offset, format!("the name of entry {} {why}: {}", entry.index, entry.name));
        }
        match first.get(entry.name.as_str()) {
            Some(earlier) => {
                let detail = format!("entries {earlier} and {} are both named {}", entry.index, entry.name);
                archive.odd("duplicate_name", entry.record_offset, detail);
            }
            None => {
                first.insert(&entry.name, entry.index);
            }
        }
        if entry.name.ends_with('/') && !entry.is_directory() {
            let detail = format!("{} is named like a folder and has {} bytes", entry.name, entry.size);
            archive.odd("directory_with_data", entry.record_offset, detail);
        }
    }
    let mut noted: FxHashSet<&str> = FxHashSet::default();
    for entry in &entries {
        let folders = entry.name.match_indices('/').filter_map(|(at, _)| entry.name.get(..at)).take(MAX_STEPS);
        for folder in folders.filter(|folder| !folder.is_empty()) {
            if let Some(file) = first.get(folder)
                && noted.insert(folder)
            {
                let detail = format!(
                    "entry {file} is a file named {folder}, entry {} lies in a folder of that name",
                    entry.index
                );
                archive.odd("path_conflict", entry.record_offset, detail);
            }
        }
    }
    archive.entries = entries;
}
