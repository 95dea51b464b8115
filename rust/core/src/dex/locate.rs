//! Re-reads one place of a dex file by the shortest way, to check what an analysis said of it.
//!
//! Shares with the reader only the numbers, the header, the string encoding and the opcode table. The texts are
//! those of `Code::instruction_text`, `Code::class_text` and `Code::definition_text`.
use super::bytes::{Cursor, u16_at, u32_at};
use super::header::{Header, Section};
use super::notes::Notes;
use super::opcodes::{Form, NOP, OperandKind, op, payload_size};
use super::{mutf8, push_quoted};

/// Why a place cannot be shown.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocateError {
    #[error("this is no dex file")]
    NotDex,
    #[error("no such {0} in this dex file")]
    Absent(&'static str),
    #[error("the method has no code")]
    NoCode,
    #[error("no instruction begins at +0x{0:x}")]
    NoInstruction(u32),
    #[error("the bytes at this place cannot be read")]
    Unreadable,
    #[error("'{0}' is no place in bytecode")]
    Place(String),
}

use LocateError::{Absent, NoCode, NoInstruction, NotDex, Unreadable};

type Found<T> = Result<T, LocateError>;

/// The text at a place: `Lx/A;->m(I)V +0x12`, `Lx/A;->m(I)V`, `Lx/A;` or `string 12`.
pub fn place(dex: &[u8], place: &str) -> Found<String> {
    let wrong = || LocateError::Place(place.to_owned());
    if let Some(index) = place.strip_prefix("string ") {
        return string(dex, index.parse().map_err(|_| wrong())?);
    }
    if let Some((member, offset)) = place.rsplit_once(" +0x") {
        return instruction(dex, member, u32::from_str_radix(offset, 16).map_err(|_| wrong())?);
    }
    match place.contains("->") {
        true => method(dex, place),
        false if place.ends_with(';') => class(dex, place),
        false => Err(wrong()),
    }
}

/// The instruction at `offset` bytes into a method, such as `const-string "abc"`.
pub fn instruction(dex: &[u8], member: &str, offset: u32) -> Found<String> {
    first(dex, |file| {
        let (_, at) = file.find_method(member)?;
        let item = super::body::code_item(file.data, at as usize).filter(|_| at != 0).ok_or(NoCode)?;
        file.instruction(item.code, offset)
    })
}

/// String `index`, counting on over the dex files of a container.
pub fn string(dex: &[u8], index: u32) -> Found<String> {
    let mut left = index;
    for file in files(dex)? {
        match left.checked_sub(file.header.strings.count as u32) {
            Some(beyond) => left = beyond,
            None => return file.string(left),
        }
    }
    Err(Absent("string"))
}

/// `class Lx/A; extends Lx/B; implements Lx/C; Lx/D;`
pub fn class(dex: &[u8], name: &str) -> Found<String> {
    first(dex, |file| {
        let entry = file.find_class(name)?;
        let mut out = format!("class {name}");
        let parent = word(entry, 8)?;
        if parent != u32::MAX {
            out.push_str(" extends ");
            out.push_str(&file.type_name(parent)?);
        }
        let names = file.type_list(word(entry, 12)?)?;
        if !names.is_empty() {
            out.push_str(" implements ");
            out.push_str(&names.join(" "));
        }
        Ok(out)
    })
}

/// `method Lx/A;->m(I)V flags 0x1 code 24 bytes`, or `… no code`.
pub fn method(dex: &[u8], member: &str) -> Found<String> {
    first(dex, |file| {
        let (flags, at) = file.find_method(member)?;
        if at == 0 {
            return Ok(format!("method {member} flags 0x{flags:x} no code"));
        }
        let item = super::body::code_item(file.data, at as usize).ok_or(Unreadable)?;
        Ok(format!("method {member} flags 0x{flags:x} code {} bytes", item.code.len()))
    })
}

struct File<'a> {
    data: &'a [u8],
    header: Header,
}

fn files(data: &[u8]) -> Found<Vec<File<'_>>> {
    let mut found = Vec::new();
    let mut at = Some(0);
    while let Some(start) = at {
        let Some(header) = Header::read(data, start, &mut Notes::new(0, data.len())) else { break };
        at = header.next(data);
        found.push(File { data, header });
    }
    if found.is_empty() { Err(NotDex) } else { Ok(found) }
}

/// What the first dex file of a container that has the place says; else what the last one says.
fn first<T>(data: &[u8], read: impl Fn(&File) -> Found<T>) -> Found<T> {
    let mut result = Err(NotDex);
    for file in files(data)? {
        result = read(&file);
        if !matches!(result, Err(Absent(_))) {
            break;
        }
    }
    result
}

fn word(entry: &[u8], at: usize) -> Found<u32> {
    u32_at(entry, at).ok_or(Unreadable)
}

fn half(entry: &[u8], at: usize) -> Found<u32> {
    u16_at(entry, at).map(u32::from).ok_or(Unreadable)
}

impl<'a> File<'a> {
    fn entry(&self, section: Section, size: usize, index: u32, what: &'static str) -> Found<&'a [u8]> {
        let table = self.data.get(section.offset..).unwrap_or_default();
        table.chunks_exact(size).take(section.count).nth(index as usize).ok_or(Absent(what))
    }

    fn string(&self, index: u32) -> Found<String> {
        let at = word(self.entry(self.header.strings, 4, index, "string")?, 0)?;
        let mut cursor = Cursor::new(self.data, at as usize);
        cursor.uleb().ok_or(Unreadable)?;
        let rest = self.data.get(cursor.at()..).unwrap_or_default();
        let raw = rest.get(..memchr::memchr(0, rest).ok_or(Unreadable)?).unwrap_or_default();
        Ok(mutf8::decode(raw).text.into_owned())
    }

    fn type_name(&self, index: u32) -> Found<String> {
        self.string(word(self.entry(self.header.types, 4, index, "type")?, 0)?)
    }

    fn type_list(&self, at: u32) -> Found<Vec<String>> {
        if at == 0 {
            return Ok(Vec::new());
        }
        let mut cursor = Cursor::new(self.data, at as usize);
        let count = cursor.u32().ok_or(Unreadable)?;
        (0..count).map(|_| self.type_name(u32::from(cursor.u16().ok_or(Unreadable)?))).collect()
    }

    fn proto(&self, index: u32) -> Found<String> {
        let entry = self.entry(self.header.protos, 12, index, "proto")?;
        Ok(format!("({}){}", self.type_list(word(entry, 8)?)?.concat(), self.type_name(word(entry, 4)?)?))
    }

    fn field(&self, index: u32) -> Found<String> {
        let entry = self.entry(self.header.fields, 8, index, "field")?;
        let (class, kind) = (self.type_name(half(entry, 0)?)?, self.type_name(half(entry, 2)?)?);
        Ok(format!("{class}->{}:{kind}", self.string(word(entry, 4)?)?))
    }

    fn method(&self, index: u32) -> Found<String> {
        let entry = self.entry(self.header.methods, 8, index, "method")?;
        let (class, proto) = (self.type_name(half(entry, 0)?)?, self.proto(half(entry, 2)?)?);
        Ok(format!("{class}->{}{proto}", self.string(word(entry, 4)?)?))
    }

    fn handle(&self, index: u32) -> Found<String> {
        let entry = self.entry(self.header.method_handles, 8, index, "method handle")?;
        let member = half(entry, 4)?;
        let (kind, field) = match half(entry, 0)? {
            0 => ("static-put", true),
            1 => ("static-get", true),
            2 => ("instance-put", true),
            3 => ("instance-get", true),
            4 => ("invoke-static", false),
            5 => ("invoke-instance", false),
            6 => ("invoke-constructor", false),
            7 => ("invoke-direct", false),
            8 => ("invoke-interface", false),
            _ => return Err(Unreadable),
        };
        let member = if field { self.field(member)? } else { self.method(member)? };
        Ok(format!("{kind}:{member}"))
    }

    /// Bootstrap handle, name and proto are the first three values of a call site.
    fn call_site(&self, index: u32) -> Found<String> {
        let at = word(self.entry(self.header.call_sites, 4, index, "call site")?, 0)?;
        let mut cursor = Cursor::new(self.data, at as usize);
        cursor.uleb().ok_or(Unreadable)?;
        let mut next = |wanted: u8| {
            let head = cursor.u8().filter(|head| head & 0x1f == wanted).ok_or(Unreadable)?;
            let value = cursor.unsigned(usize::from(head >> 5).saturating_add(1)).ok_or(Unreadable)?;
            u32::try_from(value).map_err(|_| Unreadable)
        };
        let (handle, name, proto) = (next(0x16)?, next(0x17)?, next(0x15)?);
        Ok(format!("{}{} by {}", self.string(name)?, self.proto(proto)?, self.handle(handle)?))
    }

    /// The first definition of a class.
    fn find_class(&self, name: &str) -> Found<&'a [u8]> {
        let table = self.data.get(self.header.classes.offset..).unwrap_or_default();
        let mut entries = table.chunks_exact(32).take(self.header.classes.count);
        let is_it = |entry: &&[u8]| word(entry, 0).and_then(|index| self.type_name(index)).is_ok_and(|n| n == name);
        entries.find(is_it).ok_or(Absent("class"))
    }

    /// Flags of a method and where its code item stands.
    fn find_method(&self, member: &str) -> Found<(u32, u32)> {
        let class = member.split("->").next().unwrap_or_default();
        let at = word(self.find_class(class)?, 24)?;
        if at == 0 {
            return Err(Absent("method"));
        }
        let mut cursor = Cursor::new(self.data, at as usize);
        let mut next = || cursor.uleb().ok_or(Unreadable);
        let fields = u64::from(next()?).saturating_add(u64::from(next()?));
        let counts = [next()?, next()?];
        for _ in 0..fields {
            next()?;
            next()?;
        }
        for count in counts {
            let mut index = 0u32;
            for _ in 0..count {
                index = index.checked_add(next()?).ok_or(Unreadable)?;
                let (flags, code) = (next()?, next()?);
                if self.method(index).is_ok_and(|text| text == member) {
                    return Ok((flags, code));
                }
            }
        }
        Err(Absent("method"))
    }

    fn instruction(&self, code: &[u8], offset: u32) -> Found<String> {
        let (mut at, wanted) = (0usize, offset as usize);
        let missing = NoInstruction(offset);
        let payload = |at: usize| payload_size(code, at).filter(|_| code.get(at) == Some(&NOP));
        while at < wanted {
            let opcode = code.get(at).ok_or(NoInstruction(offset))?;
            at = at.saturating_add(payload(at).unwrap_or(usize::from(op(*opcode).size)));
        }
        if at != wanted || payload(at).is_some() {
            return Err(missing);
        }
        let rest = code.get(at..).unwrap_or_default();
        let row = op(*rest.first().ok_or(missing)?);
        let bytes = rest.get(..usize::from(row.size)).filter(|_| row.form != Form::Unused).ok_or(Unreadable)?;
        let operand = self.operand(row.form, row.kind, bytes, offset)?;
        // A name may be empty in a damaged file; the blank before it stays, as in the analysis.
        Ok(if row.kind == OperandKind::None { row.name.to_owned() } else { format!("{} {operand}", row.name) })
    }

    fn operand(&self, form: Form, kind: OperandKind, bytes: &[u8], offset: u32) -> Found<String> {
        let index = || if form == Form::F31c { word(bytes, 2) } else { half(bytes, 2) };
        Ok(match kind {
            OperandKind::None => String::new(),
            OperandKind::String => {
                let mut out = String::new();
                push_quoted(&mut out, &self.string(index()?)?);
                out
            }
            OperandKind::Type => self.type_name(index()?)?,
            OperandKind::Field => self.field(index()?)?,
            OperandKind::Method => self.method(index()?)?,
            OperandKind::Proto => self.proto(index()?)?,
            OperandKind::CallSite => self.call_site(index()?)?,
            OperandKind::MethodHandle => self.handle(index()?)?,
            OperandKind::Literal => literal(form, bytes).ok_or(Unreadable)?.to_string(),
            OperandKind::Branch | OperandKind::Payload => {
                let units = literal(form, bytes).ok_or(Unreadable)?;
                let target = units.wrapping_mul(2).wrapping_add(i64::from(offset));
                let sign = if target < 0 { '-' } else { '+' };
                format!("{sign}0x{:x}", target.unsigned_abs())
            }
        })
    }
}

/// The number in an instruction: a literal, or a distance in code units.
fn literal(form: Form, bytes: &[u8]) -> Option<i64> {
    let signed = |at: usize, size: usize| Cursor::new(bytes, at).signed(size);
    match form {
        Form::F11n => Some(signed(1, 1)? >> 4),
        Form::F10t => signed(1, 1),
        Form::F22b => signed(3, 1),
        Form::F21h if bytes.first() == Some(&0x15) => Some(signed(2, 2)? << 16),
        Form::F21h => Some(signed(2, 2)? << 48),
        Form::F20t | Form::F21t | Form::F21s | Form::F22t | Form::F22s => signed(2, 2),
        Form::F30t | Form::F31t | Form::F31i => signed(2, 4),
        Form::F51l => signed(2, 8),
        _ => None,
    }
}
