//! Names of the framework's public resources.
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

const LIST: &str = include_str!("framework.txt");

/// (type, name) of a framework resource, `0x0101021b` → `("attr", "versionCode")`. None for ids that are not public in Android 14.
pub fn framework(id: u32) -> Option<(&'static str, &'static str)> {
    static NAMES: OnceLock<FxHashMap<u32, (&str, &str)>> = OnceLock::new();
    if id >> 24 != 1 {
        return None;
    }
    NAMES.get_or_init(load).get(&id).copied()
}

/// The id of a public framework attribute by its name.
pub fn framework_attribute(name: &str) -> Option<u32> {
    static IDS: OnceLock<FxHashMap<&str, u32>> = OnceLock::new();
    IDS.get_or_init(|| {
        load().into_iter().filter(|(_, (kind, _))| *kind == "attr").map(|(id, (_, n))| (n, id)).collect()
    })
    .get(name)
    .copied()
}

/// The id of a public framework resource by type and name.
pub fn framework_id(kind: &str, name: &str) -> Option<u32> {
    static IDS: OnceLock<FxHashMap<(&str, &str), u32>> = OnceLock::new();
    IDS.get_or_init(|| load().into_iter().map(|(id, named)| (named, id)).collect()).get(&(kind, name)).copied()
}

fn load() -> FxHashMap<u32, (&'static str, &'static str)> {
    let (mut kind, mut id) = ("", 0_u32);
    let mut names = FxHashMap::default();
    for line in LIST.lines() {
        match line.as_bytes().first() {
            Some(b'#') | None => {}
            Some(b':') => kind = line.get(1..).unwrap_or_default(),
            Some(b'@') => id = line.get(1..).and_then(|hex| u32::from_str_radix(hex, 16).ok()).unwrap_or(0),
            Some(_) => {
                names.insert(id, (kind, line));
                id = id.saturating_add(1);
            }
        }
    }
    names
}
