//! Class definitions and their members.
use super::bytes::{Cursor, u32_at};
use super::values::{Values, constant};
use super::{CodeBuilder, Reading, annotations, body, known, symbols};
use crate::code::{Class, Constant, DefinedField, DefinedMethod, NONE};
use crate::gap::Cause;

/// Interfaces a class may name; more than the constant pool of any compiler's class file holds.
const MAX_INTERFACES: u32 = 0xffff;
const NO_INDEX: u32 = u32::MAX;

pub(super) fn read(b: &mut CodeBuilder, r: &mut Reading) {
    let table = r.data.get(r.header.classes.offset..).unwrap_or_default();
    let mut place = r.header.classes.offset;
    for entry in table.chunks_exact(32).take(r.header.classes.count) {
        if !r.notes.charge(32) {
            return;
        }
        let mut words = entry.chunks_exact(4).filter_map(|word| u32_at(word, 0));
        let mut next = || words.next().unwrap_or_default();
        let definition = Definition {
            name: next(),
            flags: next(),
            parent: next(),
            interfaces: next(),
            source: next(),
            annotations: next(),
            members: next(),
            values: next(),
        };
        class(b, r, place, &definition);
        place = place.wrapping_add(32);
    }
}

/// A `class_def_item`, as it stands.
struct Definition {
    name: u32,
    flags: u32,
    parent: u32,
    interfaces: u32,
    source: u32,
    annotations: u32,
    members: u32,
    values: u32,
}

fn class(b: &mut CodeBuilder, r: &mut Reading, place: usize, d: &Definition) {
    let Some(name) = known(&r.maps.types, d.name) else {
        let detail = format!("a class definition names type {}, which is not there; its members are lost", d.name);
        r.notes.gap_at(place, Cause::Malformed, detail);
        return;
    };
    let conflict = b.code.class_of_type.contains_key(&name);
    let mut class = Class {
        name,
        flags: d.flags,
        parent: optional(b, r, name, &Part::Parent, d.parent),
        interfaces: interfaces(b, r, name, d.interfaces as usize),
        source: optional(b, r, name, &Part::Source, d.source),
        part: r.part,
        fields: 0..0,
        methods: 0..0,
    };
    static_values(b, r, name, d.values as usize);
    members(b, r, &mut class, d.members as usize, conflict);
    if d.annotations != 0 && !conflict {
        annotations::read(b, r, name, d.annotations as usize);
    }
    if conflict {
        let detail =
            "another definition of this class comes first; Android loads that one, and this one's code is not read";
        r.notes.odd("class_defined_twice", b.code.type_name(name).to_owned(), detail);
        b.code.conflicts.push(class);
    } else {
        b.code.class_of_type.insert(name, b.code.classes.len() as u32);
        b.code.classes.push(class);
    }
}

enum Part {
    Parent,
    Source,
}

fn optional(b: &CodeBuilder, r: &mut Reading, class: u32, part: &Part, index: u32) -> u32 {
    let (map, what) = match part {
        Part::Parent => (&r.maps.types, "superclass"),
        Part::Source => (&r.maps.strings, "source file"),
    };
    if index == NO_INDEX {
        return NONE;
    }
    known(map, index).unwrap_or_else(|| {
        let detail = format!("its {what} is number {index}, which is not there");
        r.notes.gap(b.code.type_name(class).to_owned(), Cause::Malformed, detail);
        NONE
    })
}

fn interfaces(b: &CodeBuilder, r: &mut Reading, class: u32, at: usize) -> Vec<u32> {
    let mut list = std::mem::take(&mut r.scratch.types);
    if symbols::type_list(r, at, MAX_INTERFACES, &mut list).is_none() {
        let detail = format!("its interfaces at 0x{at:x} cannot be read whole");
        r.notes.gap(b.code.type_name(class).to_owned(), Cause::Malformed, detail);
    }
    let found = list.clone();
    r.scratch.types = list;
    found
}

/// Reads the values of static fields into the scratch buffer.
fn static_values(b: &CodeBuilder, r: &mut Reading, class: u32, at: usize) {
    r.scratch.values.clear();
    if at == 0 {
        return;
    }
    let mut cursor = Cursor::new(r.data, at);
    let mut found = std::mem::take(&mut r.scratch.values);
    let mut values = Values { code: &b.code, maps: &r.maps, notes: &mut r.notes };
    let read = cursor.uleb().and_then(|count| {
        (0..count).try_for_each(|_| {
            found.push(constant(&mut values, &mut cursor)?);
            Some(())
        })
    });
    if read.is_none() {
        let detail = format!("its static values at 0x{at:x} cannot be read whole");
        r.notes.gap(b.code.type_name(class).to_owned(), Cause::Malformed, detail);
    }
    r.notes.charge(cursor.at().saturating_sub(at));
    r.scratch.values = found;
}

fn members(b: &mut CodeBuilder, r: &mut Reading, class: &mut Class, at: usize, conflict: bool) {
    let fields = b.code.defined_fields.len() as u32;
    let methods = b.code.defined_methods.len() as u32;
    if at != 0 {
        let mut cursor = Cursor::new(r.data, at);
        if let Err(why) = class_data(b, r, class.name, &mut cursor, conflict) {
            let detail = format!("{why}, at 0x{:x}; its further members are lost", cursor.at());
            r.notes.gap(b.code.type_name(class.name).to_owned(), Cause::Malformed, detail);
        }
    }
    class.fields = fields..b.code.defined_fields.len() as u32;
    class.methods = methods..b.code.defined_methods.len() as u32;
}

const CUT: &str = "the list of its members ends early";

fn class_data(
    b: &mut CodeBuilder,
    r: &mut Reading,
    class: u32,
    cursor: &mut Cursor,
    conflict: bool,
) -> Result<(), &'static str> {
    let mut count = || cursor.uleb().ok_or(CUT);
    let (statics, instance, direct, virtual_) = (count()?, count()?, count()?, count()?);
    let mut values = std::mem::take(&mut r.scratch.values).into_iter();
    for (fields, is_static) in [(statics, true), (instance, false)] {
        let mut index = 0;
        for _ in 0..fields {
            let flags = step(r, cursor, &mut index)?;
            let value = if is_static { values.next().unwrap_or_default() } else { Constant::None };
            field(b, r, class, DefinedField { field: index, flags, value }, conflict);
        }
    }
    for methods in [direct, virtual_] {
        let mut index = 0;
        for _ in 0..methods {
            let flags = step(r, cursor, &mut index)?;
            let code = cursor.uleb().ok_or(CUT)?;
            method(b, r, class, DefinedMethod { method: index, flags, body: NONE }, code, conflict);
        }
    }
    Ok(())
}

/// Moves `index` on to the next member; gives its flags.
fn step(r: &mut Reading, cursor: &mut Cursor, index: &mut u32) -> Result<u32, &'static str> {
    let (more, flags) = cursor.uleb().zip(cursor.uleb()).ok_or(CUT)?;
    *index = index.checked_add(more).ok_or("a member's number overflows")?;
    if r.notes.charge(4) { Ok(flags) } else { Err("the work allowed for this file is spent") }
}

/// Keeps a field; `defined.field` is still its index in the dex file.
fn field(b: &mut CodeBuilder, r: &mut Reading, class: u32, mut defined: DefinedField, conflict: bool) {
    let Some(number) = known(&r.maps.fields, defined.field) else {
        let detail = format!("it defines field {}, which is not there", defined.field);
        r.notes.gap(b.code.type_name(class).to_owned(), Cause::Malformed, detail);
        return;
    };
    defined.field = number;
    if b.code.fields.get(number as usize).is_some_and(|field| field.class != class) {
        let detail = format!("it defines {}, a field of another class", b.code.field_text(number));
        r.notes.odd("member_of_other_class", b.code.type_name(class).to_owned(), detail);
    }
    let next = b.code.defined_fields.len() as u32;
    if let Some(slot) = b.code.definition_of_field.get_mut(number as usize).filter(|slot| **slot == NONE && !conflict) {
        *slot = next;
    }
    b.code.defined_fields.push(defined);
}

/// Keeps a method and reads its code; `defined.method` is still its index in the dex file.
fn method(b: &mut CodeBuilder, r: &mut Reading, class: u32, mut defined: DefinedMethod, code: u32, conflict: bool) {
    let Some(number) = known(&r.maps.methods, defined.method) else {
        let detail = format!("it defines method {}, which is not there", defined.method);
        r.notes.gap(b.code.type_name(class).to_owned(), Cause::Malformed, detail);
        return;
    };
    defined.method = number;
    if b.code.methods.get(number as usize).is_some_and(|method| method.class != class) {
        let detail = format!("it defines {}, a method of another class", b.code.method_text(number));
        r.notes.odd("member_of_other_class", b.code.type_name(class).to_owned(), detail);
    }
    let first = b.code.definition_of_method.get(number as usize) == Some(&NONE);
    if !first && !conflict {
        let detail = "this method is defined before; this definition's code is not read";
        r.notes.odd("method_defined_twice", b.code.method_text(number), detail);
    }
    if first && !conflict {
        if code != 0 {
            defined.body = body::read(b, r, number, code);
        }
        if let Some(slot) = b.code.definition_of_method.get_mut(number as usize) {
            *slot = b.code.defined_methods.len() as u32;
        }
    }
    b.code.defined_methods.push(defined);
}
