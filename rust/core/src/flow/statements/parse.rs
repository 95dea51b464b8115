//! The statements beside a model, as text: what docs/models.md calls the test.

/// What a statement is refused for, with its line (from 1).
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {what}")]
pub struct StatementError {
    pub line: u32,
    pub what: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    Text(String),
    Int(i64),
    Bool(bool),
    Null,
    Secret,
    Variable(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    Word(Word),
    /// `v[0]`
    Element {
        array: String,
        index: i64,
    },
    New {
        class: String,
        args: Vec<Word>,
    },
    /// `owner` is a variable or a class.
    Call {
        owner: String,
        method: String,
        args: Vec<Word>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// `LEAK(x)` and `SAFE(x)`.
    Check(Expr),
    Assign {
        kind: Option<String>,
        name: String,
        value: Expr,
    },
    Plain(Expr),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// From 1.
    pub line: u32,
    pub what: What,
}

/// Reads all statements; empty lines are passed over.
pub fn parse(text: &str) -> Result<Vec<Statement>, StatementError> {
    let lines = (1u32..).zip(text.lines().map(str::trim)).filter(|(_, l)| !l.is_empty());
    lines
        .map(|(line, text)| Ok(Statement { line, what: what(text).map_err(|what| StatementError { line, what })? }))
        .collect()
}

fn what(text: &str) -> Result<What, String> {
    for mark in ["LEAK(", "SAFE("] {
        if let Some(inner) = text.strip_prefix(mark).and_then(|t| t.strip_suffix(')')) {
            return Ok(What::Check(expr(inner.trim())?));
        }
    }
    let Some((left, right)) = outside_quotes(text, " = ") else {
        return match expr(text)? {
            Expr::Word(_) | Expr::Element { .. } => Err(format!("`{text}` is no statement")),
            call => Ok(What::Plain(call)),
        };
    };
    let (kind, name) = match left.trim().rsplit_once(' ') {
        Some((kind, name)) => (Some(kind.trim().to_owned()), name),
        None => (None, left.trim()),
    };
    if !is_name(name) {
        return Err(format!("`{name}` is no name of a variable"));
    }
    Ok(What::Assign { kind, name: name.to_owned(), value: expr(right.trim())? })
}

fn expr(text: &str) -> Result<Expr, String> {
    if let Some((array, index)) = text.strip_suffix(']').and_then(|t| t.split_once('[')).filter(|(a, _)| is_name(a)) {
        let index = index.parse().map_err(|_| format!("`{index}` is no place in an array"))?;
        return Ok(Expr::Element { array: array.to_owned(), index });
    }
    let Some(open) = text.find('(').filter(|_| !text.starts_with('"')) else { return word(text).map(Expr::Word) };
    let (head, rest) = text.split_at(open);
    let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) else {
        return Err(format!("`{text}` does not end with `)`"));
    };
    let args = words(inner)?;
    if let Some(class) = head.strip_prefix("new ") {
        return Ok(Expr::New { class: class.trim().to_owned(), args });
    }
    match head.rsplit_once('.') {
        Some((owner, method)) => Ok(Expr::Call { owner: owner.to_owned(), method: method.to_owned(), args }),
        None => Err(format!("`{head}` names no method of anything")),
    }
}

fn words(text: &str) -> Result<Vec<Word>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (one, after) = outside_quotes(rest, ",").unwrap_or((rest, ""));
        found.push(word(one.trim())?);
        rest = after.trim();
    }
    Ok(found)
}

fn word(text: &str) -> Result<Word, String> {
    if let Some(quoted) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).filter(|t| !t.contains('"')) {
        return Ok(Word::Text(quoted.to_owned()));
    }
    match text {
        "SECRET" => Ok(Word::Secret),
        "null" => Ok(Word::Null),
        "true" | "false" => Ok(Word::Bool(text == "true")),
        _ if is_name(text) => Ok(Word::Variable(text.to_owned())),
        _ => text.parse().map(Word::Int).map_err(|_| format!("`{text}` is no variable, text or number")),
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Splits at the first mark that stands in no quotes.
fn outside_quotes<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let mut quoted = false;
    for (place, one) in text.char_indices() {
        quoted ^= one == '"';
        if !quoted && text.get(place..).is_some_and(|t| t.starts_with(mark)) {
            let (left, right) = text.split_at(place);
            return Some((left, right.strip_prefix(mark)?));
        }
    }
    None
}

/// A type in Java notation as a descriptor.
pub fn descriptor(name: &str) -> String {
    let base = name.trim_end_matches("[]");
    let dims = "[".repeat(name.len().saturating_sub(base.len()) / 2);
    let kind = match base {
        "int" => "I",
        "long" => "J",
        "byte" => "B",
        "char" => "C",
        "boolean" => "Z",
        "float" => "F",
        "double" => "D",
        "short" => "S",
        "void" => "V",
        _ => return format!("{dims}L{};", base.replace('.', "/")),
    };
    format!("{dims}{kind}")
}
