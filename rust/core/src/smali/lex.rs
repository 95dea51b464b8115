//! Words, strings and marks of smali, with the place each begins at.
use std::borrow::Cow;
use std::fmt::Write;

use crate::written::Position;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// Anything between blanks and marks: directives, mnemonics, registers, labels, numbers, members.
    Word(Cow<'a, str>),
    /// Text between double quotes, escapes resolved.
    Text(String),
    /// One UTF-16 unit between single quotes.
    Char(u16),
    Comma,
    Equals,
    Open,
    Close,
}

/// Why no token could be read.
pub(super) type Wrong = &'static str;

/// A place in the text, counted on as tokens are taken.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Line of `at`, and a place in that line whose column is known.
    line: u32,
    known: (usize, u32),
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Cursor { text, at: 0, line: 1, known: (0, 1) }
    }

    pub fn offset(&self) -> u32 {
        u32::try_from(self.at).unwrap_or(u32::MAX)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.text.len());
    }

    /// Passes the line break that stands here.
    fn next_line(&mut self) {
        self.skip(1);
        self.line = self.line.saturating_add(1);
        self.known = (self.at, 1);
    }

    /// Passes blanks and comments, over line breaks where `lines`.
    fn blank(&mut self, lines: bool) {
        loop {
            match self.rest().as_bytes().first() {
                Some(b'\n') if lines => self.next_line(),
                Some(b' ' | b'\t' | b'\r' | b'\x0b' | b'\x0c') => self.skip(1),
                Some(b'#') => {
                    let end = memchr::memchr(b'\n', self.rest().as_bytes());
                    self.skip(end.unwrap_or(self.rest().len()));
                }
                _ => return,
            }
        }
    }

    /// Passes what is left of the line, and its break.
    pub fn skip_line(&mut self) {
        match memchr::memchr(b'\n', self.rest().as_bytes()) {
            Some(end) => {
                self.skip(end);
                self.next_line();
            }
            None => self.at = self.text.len(),
        }
    }

    /// Where the next token begins, on this line or a later one.
    pub fn place(&mut self) -> Position {
        self.blank(true);
        let (from, column) = self.known;
        let between = self.text.get(from..self.at).unwrap_or_default().chars().count();
        let column = column.saturating_add(u32::try_from(between).unwrap_or(u32::MAX));
        self.known = (self.at, column);
        Position { line: self.line, column }
    }

    /// Whether nothing but blanks and comments is left of the line.
    pub fn at_line_end(&mut self) -> bool {
        self.blank(false);
        matches!(self.rest().as_bytes().first(), None | Some(b'\n'))
    }

    /// Whether the text ends here.
    pub fn at_end(&mut self) -> bool {
        self.blank(true);
        self.rest().is_empty()
    }

    /// The next token, on this line or a later one; None at the end of the text.
    pub fn token(&mut self) -> Result<Option<Token<'a>>, Wrong> {
        self.blank(true);
        self.read()
    }

    /// The next token of this line; None at its end.
    pub fn here(&mut self) -> Result<Option<Token<'a>>, Wrong> {
        if self.at_line_end() { Ok(None) } else { self.read() }
    }

    /// The next token without taking it; None at the end and for what is no token.
    pub fn peek(&self) -> Option<Token<'a>> {
        self.clone().token().ok().flatten()
    }

    fn read(&mut self) -> Result<Option<Token<'a>>, Wrong> {
        let Some(first) = self.rest().chars().next() else { return Ok(None) };
        let mark = match first {
            ',' => Token::Comma,
            '=' => Token::Equals,
            '{' => Token::Open,
            '}' => Token::Close,
            '"' => return self.quoted('"').map(|units| Some(Token::Text(text(&units)))),
            '\'' => {
                return match self.quoted('\'')?.as_slice() {
                    [unit] => Ok(Some(Token::Char(*unit))),
                    _ => Err("a character constant is not one character"),
                };
            }
            _ => return Ok(Some(Token::Word(self.word()))),
        };
        self.skip(1);
        Ok(Some(mark))
    }

    /// A word; names between backticks may hold anything but a line break, and lose the backticks.
    fn word(&mut self) -> Cow<'a, str> {
        let rest = self.rest();
        let (mut end, mut quoted, mut ticks) = (rest.len(), false, false);
        for (at, c) in rest.char_indices() {
            match c {
                '`' => {
                    quoted = !quoted;
                    ticks = true;
                }
                '\n' => {
                    end = at;
                    break;
                }
                ' ' | '\t' | '\r' | '\x0b' | '\x0c' | ',' | '=' | '{' | '}' | '"' | '#' if !quoted => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let found = rest.get(..end).unwrap_or_default();
        self.skip(end);
        if ticks { Cow::Owned(found.replace('`', "")) } else { Cow::Borrowed(found) }
    }

    /// UTF-16 units between two quotes.
    fn quoted(&mut self, quote: char) -> Result<Vec<u16>, Wrong> {
        let mut units = Vec::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '\n' => break,
                '\\' => {
                    let Some((_, escape)) = chars.next() else { break };
                    match escape {
                        'n' => units.push(10),
                        't' => units.push(9),
                        'r' => units.push(13),
                        'b' => units.push(8),
                        'f' => units.push(12),
                        '\'' | '"' | '\\' => units.push(escape as u16),
                        'u' => {
                            let digits: String = chars.by_ref().take(4).map(|(_, digit)| digit).collect();
                            let unit = u16::from_str_radix(&digits, 16);
                            units.push(unit.map_err(|_| "after \\u stand no four hexadecimal digits")?);
                        }
                        _ => return Err("no such escape"),
                    }
                }
                c if c == quote => {
                    self.skip(at.saturating_add(1));
                    return Ok(units);
                }
                c => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
            }
        }
        Err("the quote is not closed on its line")
    }
}

/// As the dex reader gives strings: lone surrogates as `\udXXX`.
fn text(units: &[u16]) -> String {
    let mut out = String::with_capacity(units.len());
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit {
            Ok(c) => out.push(c),
            Err(lone) => {
                let _ = write!(out, "\\u{:04x}", lone.unpaired_surrogate());
            }
        }
    }
    out
}
