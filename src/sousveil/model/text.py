"""Text from a sample is hostile: it can hide, reorder or imitate. These functions make it visible."""

import re

# Accents that stack on the letter before them. Honest text stacks a few; a tower of them covers other lines.
_ACCENTS = "[\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"

# Controls (C0 but tab and newline, DEL, C1), zero-width and bidirectional marks, line separators,
# invisible operators, interlinear marks, byte order mark, tags, lone surrogates, noncharacters; letters and
# selectors that draw nothing (grapheme joiner, Mongolian, Braille blank, shorthand, hieroglyph and musical
# format marks).
_HIDDEN = re.compile(
    f"(?<={_ACCENTS}{{6}}){_ACCENTS}|"
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u034f\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)


def _escape(char: re.Match[str]) -> str:
    code = ord(char.group())
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """The text with every hidden or reordering character as a written escape, newlines kept."""
    return _HIDDEN.sub(_escape, text)


def one_line(text: str, limit: int = 200) -> str:
    """Visible, on one line, cut at `limit` characters with an ellipsis."""
    line = visible(text.replace("\t", " ").replace("\n", "\\n"))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def at_word(text: str, limit: int = 200) -> str:
    """As `one_line`, cut between words where one ends near enough."""
    line = one_line(text, limit)
    if not line.endswith("…") or len(line) < limit:
        return line
    space = line.rfind(" ", max(0, limit - 40))
    return f"{line[:space].rstrip(' ,;:(«“')}…" if space > limit // 2 else line


def json_visible(document: str) -> str:
    """A JSON document with hidden characters inside its strings written as JSON escapes. Its meaning stays."""

    def escape(char: re.Match[str]) -> str:
        code = ord(char.group())
        if code < 0x10000:
            return f"\\u{code:04x}"
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"

    return _HIDDEN.sub(escape, document)


# Zero-width joiners are legitimate in Persian and Uyghur words, but they are also a hiding place; they are shown.


def masked(text: str, keep: int = 4) -> str:
    """A secret or a third party's datum: the first characters, then dots, then the length. Of an e-mail address
    the domain stays, which names an organisation.

    The same text always gives the same mask, so `verify` can compare without the secret.
    """
    name, at, host = text.partition("@")
    if at and "." in host and " " not in text:
        return f"{visible(name[: min(2, len(name) // 2)])}…@{visible(host)} (masked)"
    shown = text[: min(keep, max(0, len(text) // 4))]
    return f"{visible(shown)}…({len(text)} characters, masked)"
