//! What Android itself declares: classes, methods and constants, from the table shipped with the package.
//!
//! The table is made by tools/framework_table.py; docs/framework-table.md describes every byte of it. Names are
//! accepted as descriptors (`Landroid/app/Activity;`), slashed or dotted.
use std::borrow::Cow;
use std::ops::Range;

const MAGIC: &[u8] = b"SVFW0001";
/// Far above any table the generator makes; bounds what a damaged file can make us allocate.
const MOST_BYTES: usize = 64 << 20;

pub const STATIC: u16 = 0x8;
pub const FINAL: u16 = 0x10;
pub const INTERFACE: u16 = 0x200;
pub const ABSTRACT: u16 = 0x400;

/// Number of a class in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClassId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant<'a> {
    Int(i64),
    Text(&'a str),
}

/// First and last API level, among those the table was made from, that declares a class or method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    pub since: u8,
    pub until: u8,
}

/// The shipped file is not a framework table: a defect of the installation, never of a sample.
#[derive(Debug, thiserror::Error)]
#[error("framework table: {0}")]
pub struct FrameworkError(&'static str);

#[derive(Default)]
struct Words {
    bytes: String,
    ends: Vec<u32>,
}

impl Words {
    fn get(&self, number: u32) -> Option<&str> {
        let from = *self.ends.get(number as usize)? as usize;
        let to = *self.ends.get((number as usize).checked_add(1)?)? as usize;
        self.bytes.get(from..to)
    }

    fn len(&self) -> u32 {
        u32::try_from(self.ends.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }
}

/// The table in memory. About 20 MB; load it once.
#[derive(Default)]
pub struct Framework {
    steps: Vec<u8>,
    names: Words,
    words: Words,
    protos: Words,
    strings: Words,
    class_flags: Vec<u16>,
    class_parent: Vec<u32>,
    class_levels: Vec<u8>,
    interface_ends: Vec<u32>,
    interfaces: Vec<u32>,
    method_ends: Vec<u32>,
    method_word: Vec<u32>,
    method_proto: Vec<u32>,
    method_flags: Vec<u16>,
    method_levels: Vec<u8>,
    constant_ends: Vec<u32>,
    constant_word: Vec<u32>,
    constant_kind: Vec<u8>,
    constant_value: Vec<u64>,
}

fn at<T: Copy>(column: &[T], index: u32) -> Option<T> {
    column.get(index as usize).copied()
}

/// `Lx/Y;`, `x.Y` and `x/Y` all name the class x/Y.
pub fn slashed(name: &str) -> Cow<'_, str> {
    let name = name.strip_prefix('L').and_then(|n| n.strip_suffix(';')).unwrap_or(name);
    if name.contains('.') { Cow::Owned(name.replace('.', "/")) } else { Cow::Borrowed(name) }
}

impl Framework {
    /// Reads the table. Fails when the bytes are not one; the work is bounded by `MOST_BYTES`.
    pub fn load(bytes: &[u8]) -> Result<Self, FrameworkError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(FrameworkError("it does not begin with SVFW0001"))?;
        let (size, packed) = rest.split_first_chunk::<4>().ok_or(FrameworkError("it ends before its size"))?;
        let size = u32::from_le_bytes(*size) as usize;
        if size > MOST_BYTES {
            return Err(FrameworkError("its size is above the limit"));
        }
        let raw = zstd::bulk::decompress(packed, size).map_err(|_| FrameworkError("it cannot be unpacked"))?;
        Reader { rest: &raw }.table().ok_or(FrameworkError("its columns end early or do not fit"))
    }

    pub fn class(&self, name: &str) -> Option<ClassId> {
        search(&self.names, &slashed(name)).map(ClassId)
    }

    /// Slashed name.
    pub fn name(&self, class: ClassId) -> &str {
        self.names.get(class.0).unwrap_or("")
    }

    pub fn flags(&self, class: ClassId) -> u16 {
        at(&self.class_flags, class.0).unwrap_or(0)
    }

    pub fn parent(&self, class: ClassId) -> Option<ClassId> {
        at(&self.class_parent, class.0)?.checked_sub(1).map(ClassId)
    }

    pub fn interfaces(&self, class: ClassId) -> impl Iterator<Item = ClassId> {
        let range = span(&self.interface_ends, class.0);
        self.interfaces.get(range).unwrap_or(&[]).iter().map(|n| ClassId(*n))
    }

    /// The class itself and all its ancestors, nearest first, parents before interfaces.
    pub fn supers(&self, class: ClassId) -> Vec<ClassId> {
        let mut found = vec![class];
        let mut next = 0usize;
        while let Some(one) = found.get(next).copied() {
            for above in self.parent(one).into_iter().chain(self.interfaces(one)) {
                if !found.contains(&above) {
                    found.push(above);
                }
            }
            next = next.saturating_add(1);
        }
        found
    }

    /// False where either is not in the table.
    pub fn is_subtype(&self, name: &str, ancestor: &str) -> bool {
        match (self.class(name), self.class(ancestor)) {
            (Some(class), Some(ancestor)) => self.supers(class).contains(&ancestor),
            _ => false,
        }
    }

    /// Numbers by which [`Framework::declared`] is asked; None where no framework member has that name.
    pub fn word(&self, name: &str) -> Option<u32> {
        search(&self.words, name)
    }

    /// A proto as `(params)result`, for example `(Ljava/lang/String;I)V`.
    pub fn proto(&self, proto: &str) -> Option<u32> {
        search(&self.protos, proto)
    }

    /// Flags of the method the class itself declares.
    pub fn declared(&self, class: ClassId, word: u32, proto: u32) -> Option<u16> {
        self.method_row(class, word, proto).and_then(|row| self.method_flags.get(row).copied())
    }

    pub fn declares(&self, class: &str, name: &str, proto: &str) -> bool {
        self.find(class, name, proto).is_some()
    }

    /// Every method of this name that the class or an ancestor declares: proto, flags, the class that declares it.
    /// Nearest first. Constructors are those of the class alone.
    pub fn overloads(&self, class: ClassId, name: &str) -> Vec<(&str, u16, ClassId)> {
        let Some(word) = self.word(name) else { return Vec::new() };
        let mut owners = self.supers(class);
        owners.extend(self.class("java/lang/Object").filter(|o| !owners.contains(o)));
        owners.truncate(if name == "<init>" { 1 } else { usize::MAX });
        let mut found = Vec::new();
        for owner in owners {
            for row in span(&self.method_ends, owner.0).filter(|row| self.method_word.get(*row) == Some(&word)) {
                let proto = self.method_proto.get(row).and_then(|p| self.protos.get(*p));
                let flags = self.method_flags.get(row).copied().unwrap_or(0);
                found.extend(proto.map(|proto| (proto, flags, owner)));
            }
        }
        found
    }

    /// What the class itself declares: name, proto, flags.
    pub fn methods(&self, class: ClassId) -> impl Iterator<Item = (&str, &str, u16)> {
        span(&self.method_ends, class.0).filter_map(|row| {
            let name = self.words.get(*self.method_word.get(row)?)?;
            let proto = self.protos.get(*self.method_proto.get(row)?)?;
            Some((name, proto, *self.method_flags.get(row)?))
        })
    }

    /// The nearest ancestor (or the class itself) whose method a subclass may override.
    pub fn overridable(&self, class: ClassId, word: u32, proto: u32) -> Option<ClassId> {
        self.supers(class)
            .into_iter()
            .find(|c| self.declared(*c, word, proto).is_some_and(|flags| flags & (STATIC | FINAL) == 0))
    }

    /// A constant field of the class or the nearest ancestor that has it.
    pub fn constant(&self, class: &str, field: &str) -> Option<Constant<'_>> {
        let (class, word) = (self.class(class)?, self.word(field)?);
        self.supers(class).into_iter().find_map(|c| {
            let range = span(&self.constant_ends, c.0);
            let place = self.constant_word.get(range.clone())?.binary_search(&word).ok()?;
            let row = range.start.checked_add(place)?;
            let value = *self.constant_value.get(row)?;
            match self.constant_kind.get(row)? {
                0 => Some(Constant::Int(unzigzag(value))),
                _ => self.strings.get(u32::try_from(value).ok()?).map(Constant::Text),
            }
        })
    }

    pub fn class_levels(&self, class: &str) -> Option<Levels> {
        self.levels(at(&self.class_levels, self.class(class)?.0)?)
    }

    pub fn method_levels(&self, class: &str, name: &str, proto: &str) -> Option<Levels> {
        self.levels(*self.method_levels.get(self.find(class, name, proto)?)?)
    }

    /// Classes, methods and constants in the table.
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.class_flags.len(), self.method_word.len(), self.constant_word.len())
    }

    fn levels(&self, packed: u8) -> Option<Levels> {
        let step = |n: u8| self.steps.get(n as usize).copied();
        Some(Levels { since: step(packed >> 4)?, until: step(packed & 15)? })
    }

    fn find(&self, class: &str, name: &str, proto: &str) -> Option<usize> {
        self.method_row(self.class(class)?, self.word(name)?, self.proto(proto)?)
    }

    fn method_row(&self, class: ClassId, word: u32, proto: u32) -> Option<usize> {
        let range = span(&self.method_ends, class.0);
        let words = self.method_word.get(range.clone())?;
        let first = words.partition_point(|w| *w < word).saturating_add(range.start);
        let same = words.partition_point(|w| *w <= word).saturating_add(range.start);
        let place = self.method_proto.get(first..same)?.binary_search(&proto).ok()?;
        first.checked_add(place)
    }
}

fn span(ends: &[u32], index: u32) -> Range<usize> {
    let from = at(ends, index).unwrap_or(0) as usize;
    let to = at(ends, index.saturating_add(1)).unwrap_or(0) as usize;
    from..to.max(from)
}

fn search(words: &Words, text: &str) -> Option<u32> {
    let (mut low, mut high) = (0, words.len());
    while low < high {
        let middle = low.midpoint(high);
        match words.get(middle)?.cmp(text) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => low = middle.saturating_add(1),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

fn unzigzag(value: u64) -> i64 {
    ((value >> 1) as i64) ^ (value & 1).wrapping_neg() as i64
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn table(mut self) -> Option<Framework> {
        let steps = self.small()?;
        let [names, words, protos, strings] = [self.texts()?, self.texts()?, self.texts()?, self.texts()?];
        let class_flags = self.short()?;
        let class_parent = self.wide()?;
        let class_levels = self.small()?;
        let interface_ends = ends(&self.wide()?)?;
        let interfaces = self.wide()?;
        let method_ends = ends(&self.wide()?)?;
        let method_word = summed(self.wide()?, &method_ends);
        let (method_proto, method_flags, method_levels) = (self.wide()?, self.short()?, self.small()?);
        let constant_ends = ends(&self.wide()?)?;
        let constant_word = summed(self.wide()?, &constant_ends);
        let (constant_kind, constant_value) = (self.small()?, self.column(Some)?);
        Some(Framework {
            steps,
            names,
            words,
            protos,
            strings,
            class_flags,
            class_parent,
            class_levels,
            interface_ends,
            interfaces,
            method_ends,
            method_word,
            method_proto,
            method_flags,
            method_levels,
            constant_ends,
            constant_word,
            constant_kind,
            constant_value,
        })
    }

    fn word(&mut self) -> Option<usize> {
        let (head, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        Some(u32::from_le_bytes(*head) as usize)
    }

    fn take(&mut self, size: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(size)?;
        self.rest = rest;
        Some(head)
    }

    fn column<T>(&mut self, narrow: impl Fn(u64) -> Option<T>) -> Option<Vec<T>> {
        let (count, size) = (self.word()?, self.word()?);
        let body = self.take(size)?;
        if count > size {
            return None;
        }
        let mut values = Vec::with_capacity(count);
        let (mut value, mut shift) = (0u64, 0u32);
        for byte in body {
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                values.push(narrow(value)?);
                (value, shift) = (0, 0);
            } else {
                shift = shift.saturating_add(7);
            }
        }
        (values.len() == count).then_some(values)
    }

    fn wide(&mut self) -> Option<Vec<u32>> {
        self.column(|v| u32::try_from(v).ok())
    }

    fn short(&mut self) -> Option<Vec<u16>> {
        self.column(|v| u16::try_from(v).ok())
    }

    fn small(&mut self) -> Option<Vec<u8>> {
        self.column(|v| u8::try_from(v).ok())
    }

    fn texts(&mut self) -> Option<Words> {
        let ends = ends(&self.wide()?)?;
        let size = self.word()?;
        let bytes = std::str::from_utf8(self.take(size)?).ok()?.to_owned();
        (ends.last().copied()? as usize == bytes.len()).then_some(Words { bytes, ends })
    }
}

/// Counts to positions: value i lies at `ends[i]..ends[i + 1]`.
fn ends(counts: &[u32]) -> Option<Vec<u32>> {
    let mut sum = 0u32;
    let mut found = Vec::with_capacity(counts.len().saturating_add(1));
    found.push(0);
    for count in counts {
        sum = sum.checked_add(*count)?;
        found.push(sum);
    }
    Some(found)
}

/// Differences within each range back to ascending numbers.
fn summed(mut values: Vec<u32>, ends: &[u32]) -> Vec<u32> {
    for index in 0..u32::try_from(ends.len().saturating_sub(1)).unwrap_or(0) {
        let mut sum = 0u32;
        for value in values.get_mut(span(ends, index)).unwrap_or(&mut []) {
            sum = sum.wrapping_add(*value);
            *value = sum;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::expect_used,
        clippy::panic
    )]
    use super::*;

    pub fn shipped() -> Framework {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/sousveil/data/framework.bin");
        Framework::load(&std::fs::read(path).unwrap()).unwrap()
    }

    #[test]
    fn knows_parents_methods_and_constants() {
        let table = shipped();
        assert!(table.is_subtype("android.app.ListActivity", "Landroid/content/Context;"));
        assert!(!table.is_subtype("android.content.Context", "android.app.Activity"));
        assert!(table.is_subtype("java/util/ArrayList", "java/lang/Iterable"));
        assert!(table.declares("android.app.Activity", "onCreate", "(Landroid/os/Bundle;)V"));
        assert!(!table.declares("android.app.ListActivity", "onCreate", "(Landroid/os/Bundle;)V"));
        assert_eq!(table.constant("android.content.Context", "MODE_WORLD_READABLE"), Some(Constant::Int(1)));
        assert_eq!(table.constant("android.app.Activity", "TELEPHONY_SERVICE"), Some(Constant::Text("phone")));
        assert_eq!(table.constant("android.app.Activity", "RESULT_FIRST_USER"), Some(Constant::Int(1)));
        assert_eq!(table.constant("android.app.Activity", "no_such_field"), None);
    }

    #[test]
    fn says_what_may_be_overridden() {
        let table = shipped();
        let list = table.class("android/app/ListActivity").unwrap();
        let proto = table.proto("(Landroid/os/Bundle;)V").unwrap();
        let create = table.overridable(list, table.word("onCreate").unwrap(), proto).unwrap();
        assert_eq!(table.name(create), "android/app/Activity");
        let wait = table.overridable(list, table.word("wait").unwrap(), table.proto("()V").unwrap());
        assert_eq!(wait, None, "wait is final");
    }

    #[test]
    fn dates_classes_and_methods() {
        let table = shipped();
        assert_eq!(table.class_levels("android.app.Activity").unwrap(), Levels { since: 16, until: 35 });
        assert_eq!(table.class_levels("android.app.job.JobService").unwrap().since, 21);
        let newer =
            table.method_levels("android.app.Activity", "onRequestPermissionsResult", "(I[Ljava/lang/String;[I)V");
        assert_eq!(newer.unwrap().since, 23);
        assert_eq!(table.class_levels("java.util.function.Function").unwrap().since, 34);
    }

    #[test]
    fn damaged_tables_are_refused() {
        assert!(Framework::load(b"").is_err());
        assert!(Framework::load(b"SVFW0001\xff\xff\xff\xff").is_err());
        let mut raw = MAGIC.to_vec();
        raw.extend(8u32.to_le_bytes());
        raw.extend(zstd::bulk::compress(&[0xff; 8], 1).unwrap());
        assert!(Framework::load(&raw).is_err());
    }
}
