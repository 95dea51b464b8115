//! Types of Android's fields, which the framework table has not: made by tools/framework_fields.py.
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::types::slashed;
use crate::framework::Framework;

static PACKED: &[u8] = include_bytes!("fields.zst");
/// Far above the size of the list.
const MOST_BYTES: usize = 4 << 20;

type Rows = FxHashMap<&'static str, FxHashMap<&'static str, &'static str>>;

/// Slashed class → field → kind, as the list writes it.
fn rows() -> &'static Rows {
    static TEXT: OnceLock<String> = OnceLock::new();
    static ROWS: OnceLock<Rows> = OnceLock::new();
    ROWS.get_or_init(|| {
        let text = TEXT.get_or_init(|| {
            let bytes = zstd::bulk::decompress(PACKED, MOST_BYTES).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        });
        let row = |line: &'static str| {
            let mut words = line.split(' ');
            let class = words.next()?;
            let mut fields = FxHashMap::default();
            while let (Some(kind), Some(name)) = (words.next(), words.next()) {
                fields.insert(name, kind);
            }
            Some((class, fields))
        };
        text.lines().filter_map(row).collect()
    })
}

fn row(class: &str, name: &str) -> Option<&'static str> {
    rows().get(slashed(class)?)?.get(name).copied()
}

/// Descriptor of the type of a field that the class itself declares and that is no plain constant.
pub fn kind(class: &str, name: &str) -> Option<&'static str> {
    row(class, name).map(|k| k.trim_start_matches('!')).filter(|k| *k != "=")
}

/// Descriptor and whether it is static, of any field that Android's class itself declares.
pub fn field(framework: &Framework, class: &str, name: &str) -> Option<(String, bool)> {
    if let Some(kind) = row(class, name) {
        let plain = kind.trim_start_matches('!');
        let plain = if plain == "=" { class } else { plain };
        return Some((plain.to_owned(), kind.starts_with('!')));
    }
    framework.class(class)?;
    let found = framework.constant(class, name)?;
    let kind = match found {
        crate::framework::Constant::Int(_) => "I",
        crate::framework::Constant::Text(_) => super::types::STRING,
    };
    Some((kind.to_owned(), true))
}
