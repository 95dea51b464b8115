//! One instruction: mnemonic, registers, operand.
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::lex::{Token, Wrong};
use super::method::Registers;
use super::value::{self, Value};
use super::{Reading, descriptor};
use crate::assemble::proto_parts;
use crate::code::CallSite;
use crate::code::NONE;
use crate::dex::opcodes::{Form, OPS, Op, OperandKind, op};
use crate::written::Position;

/// An instruction before labels have places.
pub(super) struct Line {
    pub op: u8,
    pub regs: Vec<u16>,
    pub at: Position,
    pub what: What,
}

pub(super) enum What {
    /// The operand's value: symbol number or literal.
    Plain(i64),
    /// The label jumped to.
    Jump(String),
    /// The label of a switch table or of array data.
    Table(String),
}

fn opcode(name: &str) -> Option<u8> {
    static CODES: OnceLock<FxHashMap<&str, u8>> = OnceLock::new();
    let codes = CODES.get_or_init(|| {
        let rows = (0..=u8::MAX).zip(OPS.iter()).filter(|(_, row)| row.form != Form::Unused);
        rows.map(|(code, row)| (row.name, code)).collect()
    });
    codes.get(name).copied()
}

/// Registers that stand before the operand; None where they stand in braces.
fn registers(form: Form) -> Option<usize> {
    Some(match form {
        Form::Unused | Form::F10x | Form::F10t | Form::F20t | Form::F30t => 0,
        Form::F11n | Form::F11x | Form::F21t | Form::F21s | Form::F21h | Form::F21c => 1,
        Form::F31t | Form::F31i | Form::F31c | Form::F51l => 1,
        Form::F12x | Form::F22x | Form::F22b | Form::F22t | Form::F22s | Form::F22c | Form::F32x => 2,
        Form::F23x => 3,
        Form::F35c | Form::F3rc | Form::F45cc | Form::F4rcc => return None,
    })
}

impl Reading<'_, '_> {
    pub(super) fn instruction(&mut self, at: Position, word: &str, has: Registers) -> Result<Line, Wrong> {
        let code = opcode(word).ok_or("no instruction of Android has this name")?;
        let row = op(code);
        let regs = match registers(row.form) {
            Some(count) => self.listed(count, has)?,
            None => self.braced(matches!(row.form, Form::F3rc | Form::F4rcc), has)?,
        };
        if row.kind != OperandKind::None
            && !(row.form == Form::F10t || row.form == Form::F20t || row.form == Form::F30t)
        {
            self.comma()?;
        }
        let what = match row.kind {
            OperandKind::None => What::Plain(0),
            OperandKind::Branch => What::Jump(self.label()?),
            OperandKind::Payload => What::Table(self.label()?),
            OperandKind::Literal => What::Plain(self.literal(code, row)?),
            _ => What::Plain(i64::from(self.symbol(row.kind)?)),
        };
        if matches!(row.form, Form::F45cc | Form::F4rcc) {
            self.comma()?;
            self.proto()?;
        }
        Ok(Line { op: code, regs, at, what })
    }

    fn comma(&mut self) -> Result<(), Wrong> {
        match self.cursor.here()? {
            Some(Token::Comma) => Ok(()),
            _ => Err("the instruction ends early"),
        }
    }

    fn register(&mut self, has: Registers) -> Result<u16, Wrong> {
        let word = self.word("the instruction ends early")?;
        has.read(&word)
    }

    fn listed(&mut self, count: usize, has: Registers) -> Result<Vec<u16>, Wrong> {
        let mut all = Vec::with_capacity(count);
        for number in 0..count {
            if number > 0 {
                self.comma()?;
            }
            all.push(self.register(has)?);
        }
        Ok(all)
    }

    fn braced(&mut self, range: bool, has: Registers) -> Result<Vec<u16>, Wrong> {
        if self.cursor.here()? != Some(Token::Open) {
            return Err("no registers stand in braces");
        }
        let mut words: Vec<String> = Vec::new();
        loop {
            match self.cursor.here()? {
                Some(Token::Close) => break,
                Some(Token::Comma) if !range => {}
                Some(Token::Word(word)) if words.len() < 5 => {
                    words.extend(word.split("..").filter(|w| !w.is_empty()).map(str::to_owned));
                }
                _ => return Err("the registers are not listed whole"),
            }
        }
        let all = words.iter().map(|word| has.read(word)).collect::<Result<Vec<_>, _>>()?;
        match (range, all.as_slice()) {
            (false, _) => Ok(all),
            (true, []) => Ok(all),
            (true, [only]) => Ok(vec![*only]),
            (true, [from, to]) => has.range(*from, *to),
            _ => Err("the registers are not listed whole"),
        }
    }

    fn label(&mut self) -> Result<String, Wrong> {
        let word = self.word("no label is named")?;
        if word.starts_with(':') { Ok(word.into_owned()) } else { Err("no label is named") }
    }

    /// The operand as the bytes of a dex file give it: what is narrow comes with its sign.
    fn literal(&mut self, code: u8, row: &Op) -> Result<i64, Wrong> {
        let given = match self.cursor.here()? {
            Some(Token::Char(unit)) => i64::from(unit),
            Some(Token::Word(word)) => value::bits(&value::of_word(&word)?).ok_or("the operand is no number")?,
            _ => return Err("the operand is no number"),
        };
        Ok(match row.form {
            Form::F31i => i64::from(given as i32),
            // Old tools write the upper half alone.
            Form::F21h if code == 0x15 && given & 0xffff != 0 => i64::from((given as i16 as i32) << 16),
            Form::F21h if code == 0x15 => i64::from(given as i32),
            Form::F21h if given & 0xffff_ffff_ffff != 0 => i64::from(given as i16) << 48,
            _ => given,
        })
    }

    fn symbol(&mut self, kind: OperandKind) -> Result<u32, Wrong> {
        match kind {
            OperandKind::String => match self.cursor.here()? {
                Some(Token::Text(text)) => Ok(self.builder.string(&text)),
                _ => Err("the operand is no text"),
            },
            OperandKind::Type => {
                let name = descriptor(self.word("no type is named")?)?;
                Ok(self.builder.kind(&name))
            }
            OperandKind::Field | OperandKind::Method => {
                let word = self.word("the operand is missing")?;
                let wanted = kind == OperandKind::Method;
                match value::member(&word) {
                    Some((class, name, what, true)) if wanted => Ok(self.builder.method_ref(class, name, what)),
                    Some((class, name, what, false)) if !wanted => Ok(self.builder.field_ref(class, name, what)),
                    _ => Err("the operand is no field or method of that kind"),
                }
            }
            OperandKind::Proto => {
                let proto = self.proto()?;
                Ok(self.builder.proto(&proto))
            }
            OperandKind::MethodHandle => {
                let word = self.word("the operand is missing")?;
                match value::of_word(&word)? {
                    Value::Handle(kind, text) => {
                        value::handle(self.builder, kind, &text).ok_or("the handle names no member")
                    }
                    _ => Err("the operand is no method handle"),
                }
            }
            OperandKind::CallSite => self.call_site(),
            OperandKind::None | OperandKind::Literal | OperandKind::Branch | OperandKind::Payload => Ok(0),
        }
    }

    fn proto(&mut self) -> Result<String, Wrong> {
        let word = self.word("the types are missing")?;
        let known = proto_parts(&word).is_some_and(|(_, result)| descriptor(result.into()).is_ok());
        if known { Ok(word.into_owned()) } else { Err("these are no types of a method") }
    }

    /// `call_site_0("run", (I)Lx/Fn;, more values)@Lx/Boot;->m(…)V`
    fn call_site(&mut self) -> Result<u32, Wrong> {
        const BROKEN: Wrong = "the call site cannot be read";
        if !self.word(BROKEN)?.ends_with('(') {
            return Err(BROKEN);
        }
        let Some(Token::Text(name)) = self.cursor.here()? else { return Err(BROKEN) };
        self.comma()?;
        let mut site = CallSite {
            part: self.part,
            bootstrap: NONE,
            name: self.builder.string(&name),
            proto: NONE,
            values: Vec::new(),
            handles: Vec::new(),
        };
        let mut bootstrap = None;
        while bootstrap.is_none() {
            let given = match self.cursor.here()? {
                Some(Token::Comma) => continue,
                Some(Token::Text(text)) => Some(Value::Text(text)),
                Some(Token::Char(unit)) => Some(Value::Int(i64::from(unit))),
                Some(Token::Word(word)) => {
                    // The last value and the bootstrap method stand in one word.
                    let (before, after) = word.split_once(")@").map_or((&*word, None), |(b, a)| (b, Some(a)));
                    bootstrap = after.map(str::to_owned);
                    if before.is_empty() { None } else { Some(value::of_word(before)?) }
                }
                _ => return Err(BROKEN),
            };
            if let Some(given) = given {
                self.site_value(&mut site, given)?;
            }
        }
        let boot = bootstrap.unwrap_or_default();
        site.bootstrap = match value::of_word(&boot)? {
            Value::Member(text) => value::handle(self.builder, 4, &text),
            Value::Handle(kind, text) => value::handle(self.builder, kind, &text),
            _ => None,
        }
        .ok_or(BROKEN)?;
        Ok(self.builder.call_site(site))
    }

    fn site_value(&mut self, site: &mut CallSite, given: Value) -> Result<(), Wrong> {
        if site.proto == NONE {
            let Value::Proto(proto) = given else { return Err("the call site has no types") };
            site.proto = self.builder.proto(&proto);
            return Ok(());
        }
        if let Value::Handle(kind, text) = &given {
            site.handles.push(value::handle(self.builder, *kind, text).ok_or("the handle names no member")?);
        }
        let mut text = String::new();
        value::push(&given, &mut text);
        site.values.push(text);
        Ok(())
    }
}
