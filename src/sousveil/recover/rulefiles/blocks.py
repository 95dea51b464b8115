"""Blocks of one width with several texts in each, filled up with zeros."""

from __future__ import annotations

import re

from sousveil.recover.lists.table import Row, Rows

_WIDTHS = range(12, 2049)
_STARTS = (0, 2, 4, 8, 16)
_FEWEST = 4
_FIELD = re.compile(rb"[^\0]+")
_MOST = 20_000


def read(data: bytes) -> list[Rows]:
    """The narrowest width at which every block holds texts at the same places."""
    for start in _STARTS:
        body = data[start:]
        for width in _WIDTHS:
            if len(body) % width == 0 and len(body) // width >= _FEWEST and _ends(body, width):
                rows = _rows(body, width, start)
                if rows:
                    return [Rows("fixed blocks", "", rows[:_MOST], entry="Block", count=len(rows))]
    return []


def _ends(body: bytes, width: int) -> bool:
    """A quick look: each block begins with a character and ends with a zero."""
    return all(body[at] and not body[at + width - 1] for at in range(0, min(len(body), width * 16), width))


def _rows(body: bytes, width: int, start: int) -> list[Row]:
    first = [m.start() for m in _FIELD.finditer(body[:width])]
    if len(first) < 2:
        return []
    rows = []
    for at in range(0, len(body), width):
        block = body[at : at + width]
        begins = {m.start() for m in _FIELD.finditer(block)}
        if not begins <= set(first) | {0}:
            return []
        cells = [block[b : next(iter([*[o for o in first if o > b], width]))].rstrip(b"\0") for b in first]
        try:
            texts = tuple(c.decode("utf-8") for c in cells)
        except UnicodeDecodeError:
            return []
        if not texts[0] or not all(t.isprintable() for t in texts):
            return []
        rows.append(Row(texts, f"bytes:0x{start + at:x}+{len(cells[0])}", texts[0]))
    return rows
