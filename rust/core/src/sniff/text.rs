//! Text and its languages, by shape. Cheap signs, not parsers: a reader that trusts a kind still has to parse.

/// The kind of text that starts with `head` and has `len` bytes; None when it is no text.
pub fn kind(head: &[u8], len: u64) -> Option<&'static str> {
    let cut = len > head.len() as u64;
    if let Some(text) = utf16(head) {
        return Some(if starts_markup(&text) { "xml" } else { "text_utf16" });
    }
    match utf8(head, cut) {
        Some(text) => Some(language(text.trim_start_matches('\u{feff}').trim_start(), cut)),
        None if gbk(head, cut) => Some("text_gbk"),
        None => latin1(head).then_some("text_latin1"),
    }
}

fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

/// `head` as UTF-8 without control characters. Where more follows, the last character may be cut.
fn utf8(head: &[u8], cut: bool) -> Option<&str> {
    if head.iter().copied().any(is_control) {
        return None;
    }
    match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        Err(e) if cut && e.error_len().is_none() => {
            head.get(..e.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok())
        }
        Err(_) => None,
    }
}

/// `head` as UTF-16: with a byte order mark, or with every second byte zero as in Latin text.
fn utf16(head: &[u8]) -> Option<String> {
    let pairs: Vec<[u8; 2]> = head.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).collect();
    let big = head.starts_with(&[0xfe, 0xff]);
    let little = head.starts_with(&[0xff, 0xfe]);
    let zeros = |at: usize| pairs.iter().filter(|pair| pair.get(at) == Some(&0)).count();
    let mostly = |zeros: usize| zeros.saturating_mul(10) >= pairs.len().saturating_mul(9);
    let big = big || (!little && pairs.len() >= 8 && mostly(zeros(0)) && zeros(1) == 0);
    let little = little || (!big && pairs.len() >= 8 && mostly(zeros(1)) && zeros(0) == 0);
    if !big && !little {
        return None;
    }
    let units = pairs.iter().map(|&pair| if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
    // A surrogate pair may be cut at the end of the head; lone ones elsewhere say that it is no text.
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\0')).collect();
    let text = text.trim_start_matches('\u{feff}').trim_end_matches('\0');
    let plain = text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}'));
    (plain && !text.is_empty()).then(|| text.to_owned())
}

/// True when all high bytes form GBK pairs and most of them are common characters.
fn gbk(head: &[u8], cut: bool) -> bool {
    if head.iter().copied().any(is_control) {
        return false;
    }
    let (mut pairs, mut common) = (0_usize, 0_usize);
    let mut bytes = head.iter().copied();
    while let Some(lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        match (lead, bytes.next()) {
            (0x81..=0xfe, Some(trail @ (0x40..=0x7e | 0x80..=0xfe))) => {
                pairs = pairs.saturating_add(1);
                // GB 2312: punctuation and the two levels of characters.
                if matches!(lead, 0xa1..=0xa3 | 0xb0..=0xf7) && trail >= 0xa1 {
                    common = common.saturating_add(1);
                }
            }
            (0x81..=0xfe, None) if cut => {}
            _ => return false,
        }
    }
    pairs >= 2 && common.saturating_mul(10) >= pairs.saturating_mul(8)
}

/// True for text that is ASCII but for one character in ten, as in European languages before UTF-8.
fn latin1(head: &[u8]) -> bool {
    let high = head.iter().filter(|byte| **byte >= 0x80).count();
    head.len() >= 16 && high.saturating_mul(10) <= head.len() && !head.iter().copied().any(is_control)
}

fn language(text: &str, cut: bool) -> &'static str {
    let start: String = text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    match () {
        () if start.starts_with("-----begin ") => "pem",
        () if start.starts_with("<!doctype html") || start.starts_with("<html") => "html",
        () if starts_markup(text) => markup(&start),
        () if is_json(text, cut) => "json",
        () if is_javascript(text) => "javascript",
        () if is_css(text) => "css",
        () if is_properties(text) => "properties",
        () => "text",
    }
}

fn starts_markup(text: &str) -> bool {
    let mut chars = text.trim_start().chars();
    chars.next() == Some('<')
        && chars.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '?' | '!' | '_'))
        && text.contains('>')
}

fn markup(start: &str) -> &'static str {
    let tags = ["<html", "<body", "<head>", "<script", "<div", "<!doctype html"];
    if tags.iter().any(|tag| start.contains(tag)) { "html" } else { "xml" }
}

/// Brackets at both ends and a value that can follow the first.
fn is_json(text: &str, cut: bool) -> bool {
    let mut chars = text.chars();
    let open = chars.next();
    let next = chars.find(|c| !c.is_whitespace());
    let last = text.trim_end().chars().last();
    match open {
        Some('{') => matches!(next, Some('"' | '}')) && (cut || last == Some('}')),
        Some('[') => {
            matches!(next, Some('"' | '[' | '{' | ']' | '-' | '0'..='9' | 't' | 'f' | 'n'))
                && (cut || last == Some(']'))
        }
        _ => false,
    }
}

/// Words of JavaScript: three different ones, and an end of statement or call.
fn is_javascript(text: &str) -> bool {
    let words = [
        "function(",
        "function (",
        "function ",
        "=>",
        "var ",
        "const ",
        "let ",
        "return ",
        "typeof ",
        "window.",
        "document.",
        "exports",
        "require(",
        "undefined",
        "prototype",
        "===",
        "use strict",
    ];
    let hits = words.iter().filter(|word| text.contains(**word)).count();
    hits >= 3 && (text.contains(';') || text.contains(");") || text.contains("})"))
}

/// Rules of the form `selector { name: value; }`.
fn is_css(text: &str) -> bool {
    let rules = text.matches('{').count();
    let ends = text.matches('}').count();
    let values = text.matches(':').count();
    rules >= 1
        && rules.abs_diff(ends) <= 1
        && values >= rules
        && text.contains(';')
        && !text.contains("=\"")
        && text.chars().next().is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | '#' | '@' | '*' | '/' | ':'))
        && ["color", "margin", "padding", "font", "width", "display", "background", "border"]
            .iter()
            .any(|word| text.contains(word))
}

/// Nine in ten lines that are no comment have the form `key=value`.
fn is_properties(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!', ';', '[']));
    let (mut all, mut pairs) = (0_usize, 0_usize);
    for line in lines {
        all = all.saturating_add(1);
        let key = line.split('=').next().unwrap_or_default().trim_end();
        let is_key = !key.is_empty() && key.len() < line.len() && !key.contains([' ', '(', '"', '<', '{']);
        pairs = pairs.saturating_add(usize::from(is_key));
    }
    pairs >= 1 && pairs.saturating_mul(10) >= all.saturating_mul(9)
}
