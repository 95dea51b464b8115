"""Text files: one entry a line, or columns with a mark between them."""

import csv
import io
import re
from itertools import pairwise

from sousveil.model.parts import Part
from sousveil.recover.lists.table import Row, Rows

_MARKS = ("\t", ";", "|", ",")
_LONGEST = 400
_MOST = 20_000
_STOP = re.compile(r"[,;.:!?](\s|$)")
_KEY = re.compile(r"\s*([\w.\-]+)\s*[=:]\s*(.*)")


def decode(data: bytes) -> str:
    """Text by byte order mark, UTF-8, then the Chinese code page, then Latin."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for name in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read(part: Part, data: bytes) -> list[Rows]:
    """The lines of a file as a list or a table; nothing where it is prose, code or settings."""
    text = decode(data)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    kept = [(n, line) for n, line in lines if not line.lstrip().startswith(("#", "//", "--", "/*", "*"))][: _MOST + 1]
    if not kept or not _is_list([line for _, line in kept]):
        return []
    mark = _mark([line for _, line in kept], part.path)
    if mark is None:
        if len(kept) < 3:
            return []
        return [Rows("text file", "", [Row((line.strip(),), f"text:{n}:1") for n, line in kept], count=len(kept))]
    rows = [Row(tuple(c.strip() for c in _cells(line, mark)), f"text:{n}:1") for n, line in kept]
    header = rows[0].cells if _is_header(rows) else ()
    body = rows[1:] if header else rows
    return [Rows("table in a text file", "", body, header, rows[0].place, count=len(body))]


def _is_list(lines: list[str]) -> bool:
    """Short lines that are neither sentences nor code nor settings."""
    long = sum(len(line) > _LONGEST for line in lines)
    code = sum(
        line.rstrip().endswith(("{", "}", ";", "(", "*/")) or line.startswith(("import ", "package ")) for line in lines
    )
    sentences = sum(line.rstrip().endswith((".", ":", "。")) and line.count(" ") > 5 for line in lines)
    settings = sum(bool(_KEY.fullmatch(line)) and "://" not in line for line in lines)
    wide = sum(line.count(" ") > 8 for line in lines)
    trimmed = [line.strip() for line in lines]
    runs_on = sum((a[-1:].isalpha() or a.endswith(",")) and b[:1].islower() and " " in a for a, b in pairwise(trimmed))
    stops = sum(bool(_STOP.search(line)) for line in lines)
    marked = any("\t" in line or "|" in line for line in lines[:3])
    if runs_on > 0.1 * len(lines) and stops > 0.05 * len(lines) and not marked:
        return False
    prose = sum(len(line.split()) >= 5 for line in lines)
    if prose > 0.4 * len(lines) and not marked:
        return False
    return max(long, code, sentences, wide) < 0.2 * len(lines) and settings < 0.6 * len(lines)


def _mark(lines: list[str], path: str) -> str | None:
    """The mark that stands as often in nearly every line."""
    named = path.lower().endswith((".csv", ".tsv"))
    if len(lines) < 2 and not named:
        return None
    for mark in _MARKS:
        counts = [len(_cells(line, mark)) for line in lines[:200]]
        usual = max(set(counts), key=counts.count)
        if usual > 1 and counts.count(usual) >= 0.9 * len(counts) and (named or mark != "," or len(lines) > 2):
            return mark
    return None


def _cells(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=mark), [])
    except csv.Error:
        return line.split(mark)


def _is_header(rows: list[Row]) -> bool:
    """The first row names columns: words without figures, unlike the rows below it."""
    first = rows[0].cells
    if not all(re.fullmatch(r"[^\W\d][\w .()/-]*", c) for c in first) or len(set(first)) < len(first):
        return False
    below = rows[1:50]
    if not below:
        return True
    for column, name in enumerate(first):
        cells = [r.cells[column] for r in below if column < len(r.cells)]
        if name in cells:
            return False
        if cells and sum(bool(re.search(r"\d", c)) for c in cells) > 0.7 * len(cells):
            return True
    return bool(re.fullmatch(r"[a-z][a-z0-9_]*|[A-Z][A-Z0-9_]*|[a-z]+[A-Z]\w*", first[0]))
