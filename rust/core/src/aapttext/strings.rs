//! Text of string resources: escapes, quotes, blanks (`StringBuilder` of aapt2's ResourceUtils.cpp).

/// The text without escapes and quotes. Runs of blanks outside quotes become one, at the ends none; with `keep` they stay,
/// as in attributes.
pub(super) fn plain(raw: &str, keep: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    let (mut quoted, mut blank) = (false, false);
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        let shown = match c {
            '"' if !keep => {
                quoted = !quoted;
                continue;
            }
            '\\' => match escape(&mut chars) {
                Some(escaped) => escaped,
                None => continue,
            },
            c if !keep && !quoted && c.is_ascii_whitespace() => {
                blank = true;
                continue;
            }
            c => c,
        };
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        out.push(shown);
    }
    out
}

/// What stands for the characters behind a backslash; unknown escapes stand for themselves.
fn escape(chars: &mut std::str::Chars<'_>) -> Option<char> {
    match chars.next()? {
        'n' => Some('\n'),
        't' => Some('\t'),
        'u' => {
            let (unit, after) = unit(chars.as_str())?;
            *chars = after.chars();
            if !(0xd800..0xdc00).contains(&unit) {
                return Some(char::from_u32(unit).unwrap_or('\u{fffd}'));
            }
            // The second half of a pair.
            let Some((low, rest)) = after.strip_prefix("\\u").and_then(self::unit) else { return Some('\u{fffd}') };
            let pair = [unit as u16, low as u16];
            let found = char::decode_utf16(pair).next().and_then(Result::ok);
            if found.is_some() {
                *chars = rest.chars();
            }
            Some(found.unwrap_or('\u{fffd}'))
        }
        other => Some(other),
    }
}

fn unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}
