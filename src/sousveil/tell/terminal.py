"""Lines for a terminal: widths of all scripts, wrapping with an indent, quiet emphasis."""

import unicodedata

from sousveil.model.text import visible


def width(text: str) -> int:
    """Columns that the text takes: two for wide characters, none for marks on the letter before."""
    return sum(_columns(c) for c in text)


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, columns: int, first: str = "", rest: str = "") -> str:
    """The visible text, on one paragraph, in lines of at most `columns`, with the first and the other indents."""
    lines: list[str] = []
    line, used, empty = first, width(first), True
    for word in visible(text).split():
        for piece in _pieces(word, max(8, columns - width(rest))):
            need = width(piece) + (0 if empty else 1)
            if used + need > columns and not empty:
                lines.append(line)
                line, used, empty = rest, width(rest), True
                need = width(piece)
            line += piece if empty else " " + piece
            used, empty = used + need, False
    lines.append(line)
    return "\n".join(lines)


def _pieces(word: str, columns: int) -> list[str]:
    """A word cut where it is wider than a line; scripts without spaces are cut there too."""
    if width(word) <= columns:
        return [word]
    pieces, start, used = [], 0, 0
    for i, char in enumerate(word):
        if used + _columns(char) > columns:
            pieces.append(word[start:i])
            start, used = i, 0
        used += _columns(char)
    return [*pieces, word[start:]]


def shorten(text: str, columns: int) -> str:
    """The visible text on one line, cut with an ellipsis at `columns`."""
    line = " ".join(visible(text).split())
    if width(line) <= columns:
        return line
    kept, used = "", 1
    for char in line:
        used += _columns(char)
        if used > columns:
            break
        kept += char
    return kept + "…"


class Style:
    """Emphasis by ANSI codes, or none."""

    def __init__(self, colour: bool) -> None:
        self._on = colour

    def _with(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._on and text else text

    def bold(self, text: str) -> str:
        return self._with("1", text)

    def faint(self, text: str) -> str:
        return self._with("2", text)
