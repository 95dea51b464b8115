//! Strings, types, protos, fields and methods, interned over all dex files of the sample.
use super::bytes::{Cursor, u16_at, u32_at};
use super::header::Section;
use super::notes::Bad;
use super::{CodeBuilder, Reading, known, mutf8};
use crate::code::{FieldRef, MethodRef, NONE, Proto};
use crate::code::{hash_proto, hash_text, hash_three};

/// Parameters Android allows a method.
const MAX_PARAMS: u32 = 255;

/// The entries of a table with the offset of each.
fn entries<'a>(data: &'a [u8], section: Section, size: usize) -> impl Iterator<Item = (usize, &'a [u8])> + use<'a> {
    let table = data.get(section.offset..).unwrap_or_default();
    let offsets = (section.offset..).step_by(size);
    offsets.zip(table.chunks_exact(size)).take(section.count)
}

pub(super) fn strings(b: &mut CodeBuilder, r: &mut Reading) {
    let mut bad = Bad::new("strings");
    b.index.strings.reserve(r.header.strings.count);
    r.maps.strings.reserve_exact(r.header.strings.count);
    let mut lengths = Bad::new("strings");
    for (index, (place, entry)) in (r.string_base..).zip(entries(r.data, r.header.strings, 4)) {
        let at = u32_at(entry, 0).unwrap_or_default() as usize;
        let number = match string(b, r, at, index, &mut lengths) {
            Ok(number) => number,
            Err(why) => {
                bad.add(place, || format!("{why} (data at 0x{at:x})"));
                NONE
            }
        };
        r.maps.strings.push(number);
    }
    bad.tell(&mut r.notes);
    if let Some((place, detail)) =
        lengths.summary("state a length other than their own, or hold bytes that are no text")
    {
        r.notes.odd_at("string_data", place, detail);
    }
}

fn string(b: &mut CodeBuilder, r: &mut Reading, at: usize, index: u32, odd: &mut Bad) -> Result<u32, &'static str> {
    let mut cursor = Cursor::new(r.data, at);
    let units = cursor.uleb().ok_or("its data is outside the file")?;
    let rest = r.data.get(cursor.at()..).unwrap_or_default();
    let end = memchr::memchr(0, rest).ok_or("it has no end")?;
    let raw = rest.get(..end).unwrap_or_default();
    if !r.notes.charge(end.saturating_add(4)) {
        return Err("the work allowed for this file is spent");
    }
    let decoded = mutf8::decode(raw);
    if decoded.units != units as usize || decoded.broken {
        odd.add(at, || format!("{units} characters stated, {} there", decoded.units));
    }
    intern_string(b, &decoded.text, r.part, index).ok_or("there is no room for more text")
}

fn intern_string(b: &mut CodeBuilder, text: &str, part: u32, index: u32) -> Option<u32> {
    let hash = hash_text(text);
    let strings = &b.code.strings;
    if let Some(number) = b.index.strings.find(hash, |number| strings.get(number) == Some(text)) {
        return Some(number);
    }
    let number = b.code.strings.push(text)?;
    b.index.strings.insert(hash, number);
    b.code.string_part.push(part);
    b.code.string_index.push(index);
    Some(number)
}

pub(super) fn types(b: &mut CodeBuilder, r: &mut Reading) {
    let mut bad = Bad::new("types");
    b.index.type_of_string.resize(b.code.strings.len(), NONE);
    for (place, entry) in entries(r.data, r.header.types, 4) {
        let index = u32_at(entry, 0).unwrap_or_default();
        let string = known(&r.maps.strings, index).filter(|_| r.notes.charge(4));
        let slot = string.and_then(|s| b.index.type_of_string.get_mut(s as usize).map(|slot| (s, slot)));
        let number = match slot {
            Some((_, slot)) if *slot != NONE => *slot,
            Some((string, slot)) => {
                *slot = b.code.types.len() as u32;
                b.code.types.push(string);
                *slot
            }
            None => {
                bad.add(place, || format!("it names string {index}"));
                NONE
            }
        };
        r.maps.types.push(number);
    }
    bad.tell(&mut r.notes);
}

pub(super) fn protos(b: &mut CodeBuilder, r: &mut Reading) {
    let mut bad = Bad::new("protos");
    let mut params = Vec::new();
    for (place, entry) in entries(r.data, r.header.protos, 12) {
        let result = u32_at(entry, 4).unwrap_or_default();
        let at = u32_at(entry, 8).unwrap_or_default() as usize;
        let read = type_list(r, at, MAX_PARAMS, &mut params).zip(known(&r.maps.types, result));
        let number = match read {
            Some(((), result)) => intern_proto(b, result, &params),
            None => {
                bad.add(place, || format!("it names type {result} and a list at 0x{at:x}"));
                NONE
            }
        };
        r.maps.protos.push(number);
    }
    bad.tell(&mut r.notes);
}

/// Type numbers of the list at `at` into `out`; offset 0 is the empty list.
pub(super) fn type_list(r: &mut Reading, at: usize, most: u32, out: &mut Vec<u32>) -> Option<()> {
    out.clear();
    if at == 0 {
        return Some(());
    }
    let mut cursor = Cursor::new(r.data, at);
    let count = cursor.u32().filter(|count| *count <= most)?;
    if !r.notes.charge((count as usize).saturating_mul(2)) {
        return None;
    }
    for _ in 0..count {
        out.push(known(&r.maps.types, u32::from(cursor.u16()?))?);
    }
    Some(())
}

fn intern_proto(b: &mut CodeBuilder, result: u32, params: &[u32]) -> u32 {
    let hash = hash_proto(result, params);
    let code = &b.code;
    let same = |number: u32| {
        code.protos.get(number as usize).is_some_and(|p| p.result == result && code.params_of(p) == params)
    };
    if let Some(number) = b.index.protos.find(hash, same) {
        return number;
    }
    let number = b.code.protos.len() as u32;
    let start = b.code.proto_params.len() as u32;
    b.code.proto_params.extend_from_slice(params);
    b.code.protos.push(Proto { result, params: start..b.code.proto_params.len() as u32 });
    b.index.protos.insert(hash, number);
    number
}

pub(super) fn fields(b: &mut CodeBuilder, r: &mut Reading) {
    let mut bad = Bad::new("field references");
    b.index.fields.reserve(r.header.fields.count);
    for (place, entry) in entries(r.data, r.header.fields, 8) {
        let number = match member(r, entry, &r.maps.types) {
            Some((class, kind, name)) => {
                let field = FieldRef { class, name, kind };
                let hash = hash_three(class, name, kind);
                let fields = &mut b.code.fields;
                b.index.fields.find(hash, |number| fields.get(number as usize) == Some(&field)).unwrap_or_else(|| {
                    let number = fields.len() as u32;
                    fields.push(field);
                    b.index.fields.insert(hash, number);
                    number
                })
            }
            None => {
                bad.add(place, || "it names a class, type or name that is not there".to_owned());
                NONE
            }
        };
        r.maps.fields.push(number);
    }
    bad.tell(&mut r.notes);
    b.code.definition_of_field.resize(b.code.fields.len(), NONE);
}

pub(super) fn methods(b: &mut CodeBuilder, r: &mut Reading) {
    let mut bad = Bad::new("method references");
    b.index.methods.reserve(r.header.methods.count);
    for (place, entry) in entries(r.data, r.header.methods, 8) {
        let number = match member(r, entry, &r.maps.protos) {
            Some((class, proto, name)) => {
                let method = MethodRef { class, name, proto };
                let hash = hash_three(class, name, proto);
                let methods = &mut b.code.methods;
                let found = b.index.methods.find(hash, |number| methods.get(number as usize) == Some(&method));
                found.unwrap_or_else(|| {
                    let number = methods.len() as u32;
                    methods.push(method);
                    b.index.methods.insert(hash, number);
                    number
                })
            }
            None => {
                bad.add(place, || "it names a class, proto or name that is not there".to_owned());
                NONE
            }
        };
        r.maps.methods.push(number);
    }
    bad.tell(&mut r.notes);
    b.code.definition_of_method.resize(b.code.methods.len(), NONE);
}

/// Class, second (by `map`) and name of a field or method id.
fn member(r: &Reading, entry: &[u8], map: &[u32]) -> Option<(u32, u32, u32)> {
    let class = known(&r.maps.types, u32::from(u16_at(entry, 0)?))?;
    let second = known(map, u32::from(u16_at(entry, 2)?))?;
    let name = known(&r.maps.strings, u32_at(entry, 4)?)?;
    Some((class, second, name))
}
