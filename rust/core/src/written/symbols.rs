//! Symbols by value: what a reader names becomes a number once.
use rustc_hash::FxHashMap;

use super::Written;
use crate::assemble::proto_parts;
use crate::code::{CallSite, Code, FieldRef, MethodHandle, MethodRef, NONE, Proto};
use crate::gap::Gap;

/// Puts a [`Code`] together from text.
#[derive(Default)]
pub struct Builder {
    pub(super) code: Code,
    pub(super) written: Written,
    /// The class begun last was defined before.
    pub(super) double: bool,
    strings: FxHashMap<String, u32>,
    types: FxHashMap<u32, u32>,
    protos: FxHashMap<String, u32>,
    fields: FxHashMap<FieldRef, u32>,
    methods: FxHashMap<MethodRef, u32>,
    /// Part whose text is being read: the origin of strings first seen now.
    part: u32,
}

impl Builder {
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the part whose text is read from now on.
    pub fn begin_part(&mut self, part: u32) {
        self.part = part;
    }

    pub fn string(&mut self, text: &str) -> u32 {
        if let Some(known) = self.strings.get(text) {
            return *known;
        }
        let Some(number) = self.code.strings.push(text) else { return NONE };
        self.strings.insert(text.to_owned(), number);
        self.code.string_part.push(self.part);
        self.code.string_index.push(number);
        number
    }

    /// Number of a type, given by descriptor.
    pub fn kind(&mut self, descriptor: &str) -> u32 {
        let string = self.string(descriptor);
        let next = self.code.types.len() as u32;
        let number = *self.types.entry(string).or_insert(next);
        if number == next {
            self.code.types.push(string);
        }
        number
    }

    /// Number of a proto such as `(I)V`; NONE where it is none.
    pub fn proto(&mut self, text: &str) -> u32 {
        if let Some(known) = self.protos.get(text) {
            return *known;
        }
        let Some((params, result)) = proto_parts(text) else { return NONE };
        let params: Vec<u32> = params.into_iter().map(|p| self.kind(p)).collect();
        let result = self.kind(result);
        let from = self.code.proto_params.len() as u32;
        self.code.proto_params.extend(&params);
        let number = self.code.protos.len() as u32;
        self.code.protos.push(Proto { result, params: from..self.code.proto_params.len() as u32 });
        self.protos.insert(text.to_owned(), number);
        number
    }

    pub fn field_ref(&mut self, class: &str, name: &str, kind: &str) -> u32 {
        let field = FieldRef { class: self.kind(class), name: self.string(name), kind: self.kind(kind) };
        let next = self.code.fields.len() as u32;
        let number = *self.fields.entry(field).or_insert(next);
        if number == next {
            self.code.fields.push(field);
            self.code.definition_of_field.push(NONE);
        }
        number
    }

    pub fn method_ref(&mut self, class: &str, name: &str, proto: &str) -> u32 {
        let method = MethodRef { class: self.kind(class), name: self.string(name), proto: self.proto(proto) };
        let next = self.code.methods.len() as u32;
        let number = *self.methods.entry(method).or_insert(next);
        if number == next {
            self.code.methods.push(method);
            self.code.definition_of_method.push(NONE);
        }
        number
    }

    pub fn method_handle(&mut self, handle: MethodHandle) -> u32 {
        self.code.method_handles.push(handle);
        (self.code.method_handles.len() as u32).saturating_sub(1)
    }

    pub fn call_site(&mut self, site: CallSite) -> u32 {
        self.code.call_sites.push(site);
        (self.code.call_sites.len() as u32).saturating_sub(1)
    }

    /// One annotation element; `element` empty for an annotation without any. `owner_kind` 0 class, 1 field, 2 method;
    /// `owner` a type, field or method number; `value` in the notation of the table `annotations`.
    pub fn annotation(&mut self, owner_kind: u8, owner: u32, kind: &str, element: &str, value: &str) {
        self.annotation_seen(1, (owner_kind, owner), kind, element, value);
    }

    /// The same with a visibility: 0 build, 1 runtime, 2 system.
    pub fn annotation_seen(&mut self, visibility: u8, owner: (u8, u32), kind: &str, element: &str, value: &str) {
        let kind = self.kind(kind);
        let element = if element.is_empty() { NONE } else { self.string(element) };
        let all = &mut self.code.annotations;
        if all.value.push(value).is_none() {
            return;
        }
        all.owner_kind.push(owner.0);
        all.owner.push(owner.1);
        all.kind.push(kind);
        all.element.push(element);
        all.visibility.push(visibility);
    }

    /// Says what could not be read.
    pub fn gap(&mut self, part: u32, gap: Gap) {
        self.code.gaps.push((part, gap));
    }

    /// The code of all classes given.
    pub fn finish(self) -> Code {
        let mut code = self.code;
        code.strings.close_empty();
        code.annotations.value.close_empty();
        code.written = Some(Box::new(self.written));
        code
    }
}
