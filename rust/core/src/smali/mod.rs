//! Smali, as baksmali and apktool write it, to the columns of [`crate::code::Code`].
//!
//! The language is that of <https://github.com/google/smali> (smalidea's grammar, baksmali's output). Every instruction
//! gets the offset it has in a dex file, payloads counted in. What cannot be read is a gap with line and column; reading
//! goes on with the next line.
use std::borrow::Cow;

use crate::gap::{Cause, Gap};
use crate::written::{BodyBuilder, Builder, ClassSpec, FieldSpec, MethodSpec, Position};

mod insn;
mod lex;
mod method;
mod value;

#[cfg(test)]
mod tests;

use lex::{Cursor, Token, Wrong};
use value::{Annotation, Value};

/// Gaps kept of one file; a file that is no smali at all has one at every line.
const MOST_GAPS: u32 = 64;

/// Reads the text of one part into `builder`. Never fails: see [`Builder::gap`].
pub fn add(builder: &mut Builder, part: u32, text: &str) {
    builder.begin_part(part);
    Reading { builder, part, cursor: Cursor::new(text), gaps: 0 }.file();
}

/// The same from bytes: smali is UTF-8; bytes that are not are shown as replaced, with a gap at the first.
pub fn add_bytes(builder: &mut Builder, part: u32, data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Err(error) = std::str::from_utf8(data) {
        let before = data.get(..error.valid_up_to()).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count().saturating_add(1);
        let gap = Gap {
            place: format!("text:{line}:1"),
            cause: Cause::Malformed,
            detail: "this line and perhaps more holds bytes that are no UTF-8".to_owned(),
        };
        builder.gap(part, gap);
    }
    add(builder, part, &text);
}

struct Reading<'a, 'b> {
    builder: &'b mut Builder,
    part: u32,
    cursor: Cursor<'a>,
    gaps: u32,
}

/// An annotation with its visibility.
type Seen = (u8, Annotation);

/// A class until it is handed over: its parent and annotations come after its name, and fields before methods.
#[derive(Default)]
struct ClassText {
    at: Position,
    name: String,
    flags: u32,
    parent: String,
    interfaces: Vec<String>,
    source: String,
    annotations: Vec<Seen>,
    fields: Vec<FieldText>,
    methods: Vec<MethodText>,
}

struct FieldText {
    at: Position,
    name: String,
    kind: String,
    flags: u32,
    value: Option<Value>,
    annotations: Vec<Seen>,
}

struct MethodText {
    at: Position,
    name: String,
    proto: String,
    flags: u32,
    body: Option<BodyBuilder>,
    /// With the kind of owner: method or parameter.
    annotations: Vec<(u8, Seen)>,
}

const CLASS: u8 = 0;
const FIELD: u8 = 1;
const METHOD: u8 = 2;
const PARAMETER: u8 = 3;

fn flag(word: &str) -> Option<u32> {
    Some(match word {
        "public" => 0x1,
        "private" => 0x2,
        "protected" => 0x4,
        "static" => 0x8,
        "final" => 0x10,
        "synchronized" => 0x20,
        "bridge" | "volatile" => 0x40,
        "varargs" | "transient" => 0x80,
        "native" => 0x100,
        "interface" => 0x200,
        "abstract" => 0x400,
        "strictfp" => 0x800,
        "synthetic" => 0x1000,
        "annotation" => 0x2000,
        "enum" => 0x4000,
        "constructor" => 0x1_0000,
        "declared-synchronized" => 0x2_0000,
        _ => return None,
    })
}

impl<'a> Reading<'a, '_> {
    fn gap(&mut self, at: Position, cause: Cause, detail: impl Into<String>) {
        self.gaps = self.gaps.saturating_add(1);
        let detail = match self.gaps {
            MOST_GAPS => "more lines of this file cannot be read".to_owned(),
            n if n < MOST_GAPS => detail.into(),
            _ => return,
        };
        let place = format!("text:{}:{}", at.line, at.column);
        self.builder.gap(self.part, Gap { place, cause, detail });
    }

    /// Tells of what is wrong at `at` and goes on with the next line.
    fn wrong(&mut self, at: Position, why: Wrong) {
        self.gap(at, Cause::Malformed, why);
        self.cursor.skip_line();
    }

    fn file(&mut self) {
        let mut class: Option<ClassText> = None;
        while !self.cursor.at_end() {
            let at = self.cursor.place();
            if let Err(why) = self.directive(at, &mut class) {
                self.wrong(at, why);
            }
        }
        match class {
            Some(class) => self.hand_over(class),
            None if self.gaps == 0 => {
                self.gap(Position { line: 1, column: 1 }, Cause::Malformed, "no class stands in this file")
            }
            None => {}
        }
    }

    fn word(&mut self, missing: Wrong) -> Result<Cow<'a, str>, Wrong> {
        match self.cursor.here()? {
            Some(Token::Word(word)) => Ok(word),
            _ => Err(missing),
        }
    }

    fn directive(&mut self, at: Position, class: &mut Option<ClassText>) -> Result<(), Wrong> {
        let Some(Token::Word(word)) = self.cursor.token()? else { return Err("no directive stands here") };
        if word == ".class" {
            let next = self.class(at)?;
            if let Some(before) = class.replace(next) {
                self.hand_over(before);
            }
            return Ok(());
        }
        let Some(class) = class else { return Err("this stands before any class") };
        match &*word {
            ".super" => class.parent = descriptor(self.word("no class is named")?)?,
            ".implements" => class.interfaces.push(descriptor(self.word("no class is named")?)?),
            ".source" => match self.cursor.here()? {
                Some(Token::Text(name)) => class.source = name,
                _ => return Err("no file is named"),
            },
            ".annotation" => class.annotations.push(self.annotation()?),
            ".field" => self.field(at, class)?,
            ".method" => self.method(at, class)?,
            _ => return Err("no such directive"),
        }
        Ok(())
    }

    fn class(&mut self, at: Position) -> Result<ClassText, Wrong> {
        let mut flags = 0;
        loop {
            let word = self.word("the class has no name")?;
            match flag(&word) {
                Some(bit) => flags |= bit,
                None => return Ok(ClassText { at, name: descriptor(word)?, flags, ..ClassText::default() }),
            }
        }
    }

    fn annotation(&mut self) -> Result<Seen, Wrong> {
        let visibility = match &*self.word("the annotation has no visibility")? {
            "build" => 0,
            "runtime" => 1,
            "system" => 2,
            _ => return Err("no such visibility"),
        };
        let found = value::annotation(&mut self.cursor, "annotation", 0)?;
        descriptor(Cow::Borrowed(&found.kind))?;
        Ok((visibility, found))
    }

    fn field(&mut self, at: Position, class: &mut ClassText) -> Result<(), Wrong> {
        let mut flags = 0;
        let named = loop {
            let word = self.word("the field has no name")?;
            match flag(&word) {
                Some(bit) => flags |= bit,
                // Marks of hidden interfaces, such as `greylist`, say nothing here.
                None if word.contains(':') => break word,
                None => {}
            }
        };
        let (name, kind) = named.split_once(':').ok_or("the field has no type")?;
        let kind = descriptor(Cow::Borrowed(kind))?;
        let value = match self.cursor.peek() {
            Some(Token::Equals) => {
                self.cursor.token()?;
                Some(value::read(&mut self.cursor, 0)?)
            }
            _ => None,
        };
        let mut field = FieldText { at, name: name.to_owned(), kind, flags, value, annotations: Vec::new() };
        self.field_end(class, &mut field)?;
        class.fields.push(field);
        Ok(())
    }

    /// Annotations behind a field are its own only where `.end field` follows.
    fn field_end(&mut self, class: &mut ClassText, field: &mut FieldText) -> Result<(), Wrong> {
        let mut found = Vec::new();
        while self.next_is(".annotation") {
            self.cursor.token()?;
            found.push(self.annotation()?);
        }
        if self.next_is(".end") {
            self.cursor.token()?;
            if self.word("what ends is not named")? != "field" {
                return Err("something ends here that was not begun");
            }
            field.annotations = found;
        } else {
            class.annotations.append(&mut found);
        }
        Ok(())
    }

    fn next_is(&self, wanted: &str) -> bool {
        matches!(self.cursor.peek(), Some(Token::Word(word)) if word == wanted)
    }

    fn hand_over(&mut self, class: ClassText) {
        let name = class.name.as_str();
        self.builder.class(&ClassSpec {
            part: self.part,
            name,
            flags: class.flags,
            parent: &class.parent,
            interfaces: class.interfaces.iter().map(String::as_str).collect(),
            source: &class.source,
            at: class.at,
        });
        if self.builder.is_double() {
            return;
        }
        let owner = self.builder.kind(name);
        self.annotate(CLASS, owner, class.annotations);
        for field in class.fields {
            let value = field.value.map(|v| value::constant(self.builder, &v)).unwrap_or_default();
            let spec = FieldSpec { name: &field.name, kind: &field.kind, flags: field.flags, value, at: field.at };
            let owner = self.builder.field(name, &spec);
            self.annotate(FIELD, owner, field.annotations);
        }
        for method in class.methods {
            let MethodText { at, name: method_name, proto, flags, body, annotations } = method;
            let spec = MethodSpec { name: &method_name, proto: &proto, flags, body, at };
            let owner = self.builder.method(name, spec);
            for (kind, seen) in annotations {
                self.annotate(kind, owner, vec![seen]);
            }
        }
    }

    fn annotate(&mut self, owner_kind: u8, owner: u32, all: Vec<Seen>) {
        for (visibility, annotation) in all {
            let kind = &annotation.kind;
            if annotation.elements.is_empty() {
                self.builder.annotation_seen(visibility, (owner_kind, owner), kind, "", "");
            }
            for (element, given) in &annotation.elements {
                let mut text = String::new();
                value::push(given, &mut text);
                self.builder.annotation_seen(visibility, (owner_kind, owner), kind, element, &text);
            }
        }
    }
}

/// The word, if it is one type.
fn descriptor(word: Cow<'_, str>) -> Result<String, Wrong> {
    let known = crate::assemble::descriptors(&word).is_some_and(|all| all.len() == 1);
    if known { Ok(word.into_owned()) } else { Err("this is no type") }
}
