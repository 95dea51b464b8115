//! Values by id, and references followed to what they stand for.
use super::{NO_KEY, Resources, Row, table, value};

/// How many references in a row are followed; Android follows 20.
const DEPTH: usize = 20;
/// How many values one reference may stand for over all configurations.
const MOST: usize = 1024;

/// One value of a resource, as the table `resources` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    pub config: String,
    pub locale: String,
    pub key: Option<String>,
    pub kind: &'static str,
    pub value: Option<String>,
    pub data: u32,
    /// The resource that holds it: another than the one asked for when references were followed.
    pub id: u32,
}

impl Resources {
    fn rows_of(&self, id: u32) -> impl Iterator<Item = &Row> {
        let row = |number: &u32| usize::try_from(*number).ok().and_then(|n| self.rows.get(n));
        let from = self.by_id.partition_point(|n| row(n).is_some_and(|r| r.id < id));
        let rest = self.by_id.get(from..).unwrap_or_default();
        rest.iter().filter_map(row).take_while(move |r| r.id == id)
    }

    fn shown(&self, row: &Row) -> Value {
        let (config, locale) = self.config(row);
        let (mut key, mut text) = (String::new(), String::new());
        let (has_key, has_text) = (self.push_key(row, &mut key), self.push_value(row, &mut text));
        Value {
            config: config.to_owned(),
            locale: locale.to_owned(),
            key: has_key.then_some(key),
            kind: table::kind(row),
            value: has_text.then_some(text),
            data: row.data,
            id: row.id,
        }
    }

    /// All values of an id, in table order.
    pub fn values(&self, id: u32) -> Vec<Value> {
        self.rows_of(id).map(|row| self.shown(row)).collect()
    }

    /// The value an id stands for: of its configurations the one for `locale` (exact, then its language, then none), the
    /// simplest first; references are followed. None for an unknown id, a bag, or a cycle.
    pub fn resolve(&self, id: u32, locale: Option<&str>) -> Option<Value> {
        let (mut id, wanted) = (id, locale.unwrap_or_default());
        for _ in 0..DEPTH {
            let row = self.rows_of(id).filter(|r| r.key == NO_KEY).min_by_key(|r| {
                let (config, has) = self.config(r);
                (distance(has, wanted), config.len())
            })?;
            match row.data_type {
                value::REFERENCE | value::DYNAMIC_REFERENCE
                    if row.data != 0 && self.rows_of(row.data).next().is_some() =>
                {
                    id = row.data
                }
                _ => return Some(self.shown(row)),
            }
        }
        None
    }

    /// Every value an id stands for, over all configurations, references followed. A value reached through a
    /// reference has its own configuration, or that of the reference where its own is the default.
    pub fn resolve_all(&self, id: u32) -> Vec<Value> {
        let mut out = Vec::new();
        self.collect(id, &mut Vec::new(), &mut out);
        out
    }

    fn collect(&self, id: u32, path: &mut Vec<u32>, out: &mut Vec<Value>) {
        if path.contains(&id) || path.len() >= DEPTH {
            return;
        }
        path.push(id);
        for row in self.rows_of(id) {
            if out.len() >= MOST {
                break;
            }
            let reference = matches!(row.data_type, value::REFERENCE | value::DYNAMIC_REFERENCE) && row.data != 0;
            if !reference || row.key != NO_KEY || self.rows_of(row.data).next().is_none() {
                out.push(self.shown(row));
                continue;
            }
            let from = out.len();
            self.collect(row.data, path, out);
            let (config, locale) = self.config(row);
            for value in out.get_mut(from..).unwrap_or_default().iter_mut().filter(|v| v.config.is_empty()) {
                value.config = config.to_owned();
                value.locale = locale.to_owned();
            }
        }
        path.pop();
    }

    /// Resources that name a file, in table order: (path, type, name, qualifiers, id). A file is a string value with a `/`
    /// outside the types that hold text.
    pub fn files(&self) -> Vec<(String, String, String, String, u32)> {
        let file =
            |row: &&Row| row.key == NO_KEY && row.data_type == value::STRING && self.text(row.text).contains('/');
        let rows = self.rows.iter().filter(file);
        rows.filter_map(|row| {
            let of = self.types.get(usize::try_from(row.kind).ok()?)?;
            let kind = self.text(of.name);
            let path = self.text(row.text);
            let known =
                path.ends_with(".xml") || matches!(kind, "layout" | "menu" | "xml" | "raw" | "drawable" | "mipmap");
            (known && kind != "string").then(|| {
                (
                    path.to_owned(),
                    kind.to_owned(),
                    self.text(row.name).to_owned(),
                    self.config(row).0.to_owned(),
                    row.id,
                )
            })
        })
        .collect()
    }
}

/// How far a value's locale is from the one wanted: 0 is best.
fn distance(has: &str, wanted: &str) -> u8 {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    match (has, wanted) {
        (has, wanted) if has == wanted => 0,
        ("", _) => 2,
        (has, wanted) if !wanted.is_empty() && language(has) == language(wanted) => 1,
        _ => 3,
    }
}
