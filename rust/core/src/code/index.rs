//! Finding symbols by value. The bytecode reader fills the index as it interns; for a `Code` made otherwise it is
//! built at first use.
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::{Code, FieldRef, MethodRef, NONE};

/// An open-addressing table from value to number; the values themselves stand in the columns of `Code`.
#[derive(Default)]
pub(crate) struct Slots {
    /// (hash, number); NONE marks an empty slot. The length is a power of two or zero.
    slots: Vec<(u32, u32)>,
    used: usize,
}

impl Slots {
    /// The number stored under `hash` for which `same` holds.
    #[inline]
    pub fn find(&self, hash: u32, mut same: impl FnMut(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            let (tag, number) = *self.slots.get(at)?;
            if number == NONE {
                return None;
            }
            if tag == hash && same(number) {
                return Some(number);
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    /// Stores a number that [`Slots::find`] did not find.
    #[inline]
    pub fn insert(&mut self, hash: u32, number: u32) {
        if self.used.saturating_mul(2) >= self.slots.len() {
            self.reserve(self.used.saturating_add(1));
        }
        self.used = self.used.saturating_add(1);
        self.place(hash, number);
    }

    fn place(&mut self, hash: u32, number: u32) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.1 == NONE {
                *slot = (hash, number);
                return;
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    /// Makes room for `more` further numbers.
    pub fn reserve(&mut self, more: usize) {
        let wanted = self.used.saturating_add(more).saturating_mul(2).next_power_of_two().max(64);
        if wanted <= self.slots.len() {
            return;
        }
        let old = std::mem::replace(&mut self.slots, vec![(0, NONE); wanted]);
        for (hash, number) in old.into_iter().filter(|slot| slot.1 != NONE) {
            self.place(hash, number);
        }
    }
}

fn short(hasher: &FxHasher) -> u32 {
    let wide = hasher.finish();
    (wide ^ (wide >> 32)) as u32
}

#[inline]
pub(crate) fn hash_text(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    short(&hasher)
}

#[inline]
pub(crate) fn hash_three(a: u32, b: u32, c: u32) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write_u64((u64::from(a) << 32) | u64::from(b));
    hasher.write_u32(c);
    short(&hasher)
}

pub(crate) fn hash_proto(result: u32, params: &[u32]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write_u32(result);
    params.iter().for_each(|param| hasher.write_u32(*param));
    short(&hasher)
}

/// Value → number for each symbol kind.
#[derive(Default)]
pub(crate) struct Index {
    pub strings: Slots,
    /// String number → type number, or NONE; shorter than the strings where the last ones name no type.
    pub type_of_string: Vec<u32>,
    pub protos: Slots,
    pub fields: Slots,
    pub methods: Slots,
}

impl Index {
    fn build(code: &Code) -> Self {
        let mut index = Index { type_of_string: vec![NONE; code.strings.len()], ..Default::default() };
        let numbers = || 0u32..;
        for number in numbers().take(code.strings.len()) {
            index.strings.insert(hash_text(code.text(number)), number);
        }
        for (number, string) in numbers().zip(&code.types) {
            if let Some(slot) = index.type_of_string.get_mut(*string as usize) {
                *slot = number;
            }
        }
        for (number, proto) in numbers().zip(&code.protos) {
            index.protos.insert(hash_proto(proto.result, code.params_of(proto)), number);
        }
        for (number, field) in numbers().zip(&code.fields) {
            index.fields.insert(hash_three(field.class, field.name, field.kind), number);
        }
        for (number, method) in numbers().zip(&code.methods) {
            index.methods.insert(hash_three(method.class, method.name, method.proto), number);
        }
        index
    }
}

impl Code {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::build(self))
    }

    /// Number of a string.
    pub fn find_string(&self, text: &str) -> Option<u32> {
        self.index().strings.find(hash_text(text), |number| self.text(number) == text)
    }

    /// Type number of a descriptor such as `Lcom/x/A;`.
    pub fn find_type(&self, descriptor: &str) -> Option<u32> {
        let string = self.find_string(descriptor)? as usize;
        self.index().type_of_string.get(string).copied().filter(|number| *number != NONE)
    }

    /// Proto number of a text such as `(ILjava/lang/String;)V`.
    pub fn find_proto(&self, text: &str) -> Option<u32> {
        let (params, result) = text.strip_prefix('(')?.split_once(')')?;
        let params = descriptors(params)?.into_iter().map(|d| self.find_type(d)).collect::<Option<Vec<_>>>()?;
        let result = self.find_type(result)?;
        self.index().protos.find(hash_proto(result, &params), |number| {
            self.protos.get(number as usize).is_some_and(|p| p.result == result && self.params_of(p) == params)
        })
    }

    /// Method number by descriptor, name and proto text.
    pub fn find_method(&self, class: &str, name: &str, proto: &str) -> Option<u32> {
        let wanted =
            MethodRef { class: self.find_type(class)?, name: self.find_string(name)?, proto: self.find_proto(proto)? };
        let hash = hash_three(wanted.class, wanted.name, wanted.proto);
        self.index().methods.find(hash, |number| self.methods.get(number as usize) == Some(&wanted))
    }

    /// Method number of a text such as `Lcom/x/A;->m(I)V`.
    pub fn find_method_text(&self, text: &str) -> Option<u32> {
        let (class, rest) = text.split_once("->")?;
        let (name, proto) = rest.split_at_checked(rest.find('(')?)?;
        self.find_method(class, name, proto)
    }

    /// Field number of a text such as `Lcom/x/A;->f:I`.
    pub fn find_field_text(&self, text: &str) -> Option<u32> {
        let (class, rest) = text.split_once("->")?;
        let (name, kind) = rest.rsplit_once(':')?;
        let wanted =
            FieldRef { class: self.find_type(class)?, name: self.find_string(name)?, kind: self.find_type(kind)? };
        let hash = hash_three(wanted.class, wanted.name, wanted.kind);
        self.index().fields.find(hash, |number| self.fields.get(number as usize) == Some(&wanted))
    }
}

/// Cuts `ILjava/lang/String;[J` into its descriptors.
pub(crate) fn descriptors(mut text: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    while !text.is_empty() {
        let dims = text.find(|c| c != '[')?;
        let end = if text.get(dims..)?.starts_with('L') { text.find(';')? } else { dims };
        let (one, rest) = text.split_at_checked(end.checked_add(1)?)?;
        found.push(one);
        text = rest;
    }
    Some(found)
}
