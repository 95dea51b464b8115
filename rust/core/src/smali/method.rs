//! Methods: their instructions, labels, tables and handlers.
use rustc_hash::FxHashMap;

use super::insn::{Line, What};
use super::lex::{Token, Wrong};
use super::value::{self, Value};
use super::{ClassText, METHOD, MethodText, PARAMETER, Reading, flag};
use crate::assemble::proto_parts;
use crate::code::NONE;
use crate::gap::Cause;
use crate::written::{BodyBuilder, Label, PARAM, Position, ins};

/// A switch table or array data.
pub(super) enum Payload {
    Cases(Vec<(i32, String)>, bool),
    Data(u16, Vec<u8>),
}

impl Payload {
    /// Bytes it takes in a dex file.
    fn size(&self) -> u32 {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match self {
            Payload::Cases(cases, true) => count(cases.len()).saturating_mul(4).saturating_add(8),
            Payload::Cases(cases, false) => count(cases.len()).saturating_mul(8).saturating_add(4),
            Payload::Data(_, bytes) => {
                count(bytes.len()).checked_next_multiple_of(2).unwrap_or(u32::MAX).saturating_add(8)
            }
        }
    }
}

enum Item {
    Label(String, Position),
    Line(Line),
    Payload(Payload),
}

/// What a method's lines say.
#[derive(Default)]
struct Lines {
    items: Vec<Item>,
    catches: Vec<([String; 3], u32, Position)>,
    /// Registers that are not parameters, where the method says so.
    locals: Option<u16>,
    cut: bool,
}

/// Numbers of a method's registers.
#[derive(Clone, Copy)]
pub(super) struct Registers {
    pub locals: Option<u16>,
    pub ins: u16,
}

impl Registers {
    /// A register as [`BodyBuilder`] takes it: those that hold parameters by their place among them.
    pub fn read(self, word: &str) -> Result<u16, Wrong> {
        const NO_REGISTER: Wrong = "this is no register";
        const NOT_THERE: Wrong = "the method has no such register";
        let digits = word.get(1..).filter(|d| d.bytes().all(|b| b.is_ascii_digit())).ok_or(NO_REGISTER)?;
        let number: u16 = digits.parse().map_err(|_| NO_REGISTER)?;
        let parameter = match (word.as_bytes().first(), self.locals) {
            (Some(b'p'), _) => number,
            (Some(b'v'), Some(locals)) if number >= locals => number.wrapping_sub(locals),
            (Some(b'v'), _) if number < PARAM => return Ok(number),
            _ => return Err(NO_REGISTER),
        };
        if parameter < self.ins.min(PARAM) { Ok(parameter | PARAM) } else { Err(NOT_THERE) }
    }

    /// All registers from one to another.
    pub fn range(self, from: u16, to: u16) -> Result<Vec<u16>, Wrong> {
        let absolute = |r: u16| match r & PARAM {
            0 => Some(r),
            _ => self.locals.and_then(|l| l.checked_add(r & !PARAM)),
        };
        if from & PARAM == to & PARAM {
            return if from <= to && to.wrapping_sub(from) < 256 { Ok((from..=to).collect()) } else { Err(NO_RANGE) };
        }
        let (Some(first), Some(last)) = (absolute(from), absolute(to)) else { return Err(NO_RANGE) };
        let locals = self.locals.unwrap_or(0);
        if first > last || last.wrapping_sub(first) > 255 {
            return Err(NO_RANGE);
        }
        Ok((first..=last).map(|r| if r >= locals { r.wrapping_sub(locals) | PARAM } else { r }).collect())
    }
}

const NO_RANGE: Wrong = "this is no range of registers";

impl Reading<'_, '_> {
    pub(super) fn method(&mut self, at: Position, class: &mut ClassText) -> Result<(), Wrong> {
        let mut flags = 0;
        let named = loop {
            let word = self.word("the method has no name")?;
            match flag(&word) {
                Some(bit) => flags |= bit,
                None if word.contains('(') => break word,
                None => {}
            }
        };
        let (name, proto) = named.split_at(named.find('(').unwrap_or(0));
        let known = proto_parts(proto).is_some_and(|(_, result)| super::descriptor(result.into()).is_ok());
        if name.is_empty() || !known {
            return Err("the method has no types");
        }
        let mut method = MethodText {
            at,
            name: name.to_owned(),
            proto: proto.to_owned(),
            flags,
            body: None,
            annotations: Vec::new(),
        };
        let file_offset = self.cursor.offset();
        let lines = self.lines(&mut method);
        if !lines.items.is_empty() || lines.locals.is_some() || lines.cut {
            let mut body = self.lay_out(lines);
            body.file_offset = file_offset;
            body.size = self.cursor.offset().saturating_sub(file_offset);
            method.body = Some(body);
        }
        class.methods.push(method);
        Ok(())
    }

    fn lines(&mut self, method: &mut MethodText) -> Lines {
        let mut all = Lines::default();
        let ins = ins(&method.proto, method.flags);
        // Where the annotations of the parameter named last begin.
        let mut parameter = 0;
        loop {
            let at = self.cursor.place();
            match self.cursor.peek() {
                Some(Token::Word(word)) if matches!(&*word, ".method" | ".class" | ".field") => {}
                None if self.cursor.at_end() => {}
                _ => match self.line(method, &mut all, ins, &mut parameter) {
                    Ok(true) => continue,
                    Ok(false) => return all,
                    Err(why) => {
                        all.cut = true;
                        self.wrong(at, why);
                        continue;
                    }
                },
            }
            all.cut = true;
            self.gap(at, Cause::Truncated, "the method is not ended");
            return all;
        }
    }

    /// Reads one line; false where the method ends.
    fn line(
        &mut self,
        method: &mut MethodText,
        all: &mut Lines,
        ins: u16,
        parameter: &mut usize,
    ) -> Result<bool, Wrong> {
        let at = self.cursor.place();
        let Some(Token::Word(word)) = self.cursor.token()? else { return Err("no instruction stands here") };
        match &*word {
            ".end" => match self.cursor.here()? {
                Some(Token::Word(what)) if what == "method" => return Ok(false),
                Some(Token::Word(what)) if what == "param" || what == "parameter" => {
                    method.annotations.iter_mut().skip(*parameter).for_each(|a| a.0 = PARAMETER);
                }
                _ => self.cursor.skip_line(),
            },
            ".param" | ".parameter" => {
                *parameter = method.annotations.len();
                self.cursor.skip_line();
            }
            ".annotation" => {
                let seen = self.annotation()?;
                method.annotations.push((METHOD, seen));
            }
            ".registers" | ".locals" => {
                let count = self.count()?;
                let locals = if word == ".locals" { Some(count) } else { count.checked_sub(ins) };
                all.locals = Some(locals.filter(|l| *l < PARAM).ok_or("these are not the method's registers")?);
            }
            ".catch" | ".catchall" => self.catch(at, word == ".catchall", all)?,
            ".packed-switch" | ".sparse-switch" | ".array-data" => {
                let payload = self.payload(&word)?;
                all.items.push(Item::Payload(payload));
            }
            ".line" | ".local" | ".restart" | ".prologue" | ".epilogue" | ".source" => self.cursor.skip_line(),
            _ if word.starts_with(':') => all.items.push(Item::Label(word.into_owned(), at)),
            _ if word.starts_with('.') => return Err("no such directive"),
            _ => {
                let line = self.instruction(at, &word, Registers { locals: all.locals, ins })?;
                all.items.push(Item::Line(line));
            }
        }
        Ok(true)
    }

    fn count(&mut self) -> Result<u16, Wrong> {
        let word = self.word("no number stands here")?;
        match value::number(&word)? {
            Value::Int(count) => u16::try_from(count).map_err(|_| "no method has so many registers"),
            _ => Err("no number stands here"),
        }
    }

    fn catch(&mut self, at: Position, every: bool, all: &mut Lines) -> Result<(), Wrong> {
        let caught = match every {
            true => NONE,
            false => {
                let kind = super::descriptor(self.word("no class is named")?)?;
                self.builder.kind(&kind)
            }
        };
        let mut labels = Vec::new();
        while let Some(token) = self.cursor.here()? {
            if let Token::Word(word) = token {
                labels.extend(word.split("..").filter(|w| w.starts_with(':')).map(str::to_owned));
            }
        }
        let labels = <[String; 3]>::try_from(labels).map_err(|_| "a handler needs three labels")?;
        all.catches.push((labels, caught, at));
        Ok(())
    }

    fn payload(&mut self, what: &str) -> Result<Payload, Wrong> {
        let end = what.strip_prefix('.').unwrap_or(what);
        match end {
            "packed-switch" => {
                let first = self.integer()?;
                let mut key = first as i32;
                let mut cases = Vec::new();
                while let Some(label) = self.entry(end)? {
                    cases.push((key, label));
                    key = key.wrapping_add(1);
                }
                Ok(Payload::Cases(cases, true))
            }
            "sparse-switch" => {
                let mut cases = Vec::new();
                while let Some(key) = self.entry(end)? {
                    let Value::Int(key) = value::number(&key)? else { return Err("a case is no number") };
                    let (Some(Token::Word(arrow)), Some(Token::Word(label))) =
                        (self.cursor.token()?, self.cursor.token()?)
                    else {
                        return Err("a case has no label");
                    };
                    if arrow != "->" {
                        return Err("a case has no label");
                    }
                    cases.push((key as i32, label.into_owned()));
                }
                Ok(Payload::Cases(cases, false))
            }
            _ => self.array(end),
        }
    }

    fn array(&mut self, end: &str) -> Result<Payload, Wrong> {
        let width = self.integer()?;
        let width = u16::try_from(width).ok().filter(|w| matches!(w, 1 | 2 | 4 | 8)).ok_or("no such width")?;
        let mut bytes = Vec::new();
        loop {
            let given = match self.cursor.peek() {
                Some(Token::Char(_)) => value::read(&mut self.cursor, 0)?,
                _ => match self.entry(end)? {
                    Some(word) => value::of_word(&word)?,
                    None => return Ok(Payload::Data(width, bytes)),
                },
            };
            let bits = value::bits(&given).ok_or("an element is no number")?;
            bytes.extend(bits.to_le_bytes().iter().take(usize::from(width)));
        }
    }

    /// The next word of a table; None at its end, which is passed.
    fn entry(&mut self, end: &str) -> Result<Option<String>, Wrong> {
        match self.cursor.token()? {
            Some(Token::Word(word)) if word == ".end" => match self.cursor.here()? {
                Some(Token::Word(what)) if what == end => Ok(None),
                _ => Err("the table is ended as something else"),
            },
            Some(Token::Word(word)) => Ok(Some(word.into_owned())),
            _ => Err("the table is not ended"),
        }
    }

    fn integer(&mut self) -> Result<i64, Wrong> {
        let word = self.word("no number stands here")?;
        match value::number(&word)? {
            Value::Int(number) => Ok(number),
            _ => Err("no number stands here"),
        }
    }

    fn lay_out(&mut self, lines: Lines) -> BodyBuilder {
        let mut body = BodyBuilder::new();
        body.locals = lines.locals.unwrap_or(0);
        body.cut = lines.cut;
        let payloads = payloads(&lines.items);
        let mut labels = Labels::default();
        for item in &lines.items {
            match item {
                Item::Label(name, at) => {
                    if !labels.define(&mut body, name) {
                        self.gap(*at, Cause::Malformed, "this label stands twice in its method");
                    }
                }
                Item::Line(line) => self.emit(line, &payloads, &mut labels, &mut body),
                Item::Payload(payload) => body.payload(payload.size()),
            }
        }
        for ([start, end, handler], caught, at) in &lines.catches {
            let [start, end, handler] = [start, end, handler].map(|name| labels.named(&mut body, name, *at));
            body.guard(start, end, handler, *caught);
        }
        for at in labels.missing() {
            body.cut = true;
            self.gap(at, Cause::Malformed, "this names a label that is not there");
        }
        body
    }

    fn emit(&mut self, line: &Line, payloads: &FxHashMap<&str, &Payload>, labels: &mut Labels, body: &mut BodyBuilder) {
        match &line.what {
            What::Plain(operand) => body.op(line.op, line.regs.clone(), *operand, line.at),
            What::Jump(name) => {
                let to = labels.named(body, name, line.at);
                body.jump(line.op, line.regs.clone(), to, line.at);
            }
            What::Table(name) => {
                let register = line.regs.first().copied().unwrap_or(0);
                match (payloads.get(name.as_str()), line.op == 0x26) {
                    (Some(Payload::Data(width, bytes)), true) => {
                        body.data(register, *width, bytes.clone(), line.at);
                    }
                    (Some(Payload::Cases(cases, _)), false) => {
                        let name = |(key, name): &(i32, String)| (*key, labels.named(body, name, line.at));
                        let cases = cases.iter().map(name).collect();
                        body.switch(line.op, register, cases, line.at);
                    }
                    _ => {
                        self.gap(line.at, Cause::Malformed, "no table stands where this points");
                        body.cut = true;
                        body.op(line.op, line.regs.clone(), 0, line.at);
                    }
                }
            }
        }
    }
}

/// Tables by the labels that stand before them.
fn payloads(items: &[Item]) -> FxHashMap<&str, &Payload> {
    let mut found = FxHashMap::default();
    let mut names: Vec<&str> = Vec::new();
    for item in items {
        match item {
            Item::Label(name, _) => names.push(name),
            Item::Payload(payload) => names.drain(..).for_each(|name| {
                found.insert(name, payload);
            }),
            Item::Line(_) => names.clear(),
        }
    }
    found
}

/// Labels of one method by name.
#[derive(Default)]
struct Labels {
    all: FxHashMap<String, (Label, bool)>,
    /// Where labels were first asked for, in that order.
    asked: Vec<(String, Position)>,
}

impl Labels {
    fn named(&mut self, body: &mut BodyBuilder, name: &str, at: Position) -> Label {
        if let Some((label, _)) = self.all.get(name) {
            return *label;
        }
        let label = body.label();
        self.all.insert(name.to_owned(), (label, false));
        self.asked.push((name.to_owned(), at));
        label
    }

    /// False where the label stood before.
    fn define(&mut self, body: &mut BodyBuilder, name: &str) -> bool {
        if let Some((label, defined)) = self.all.get_mut(name) {
            let first = !std::mem::replace(defined, true);
            if first {
                body.bind(*label);
            }
            return first;
        }
        let label = body.label();
        body.bind(label);
        self.all.insert(name.to_owned(), (label, true));
        true
    }

    fn missing(&self) -> impl Iterator<Item = Position> + '_ {
        let missing = |name: &String| self.all.get(name).is_some_and(|(_, defined)| !defined);
        self.asked.iter().filter(move |(name, _)| missing(name)).map(|(_, at)| *at)
    }
}
