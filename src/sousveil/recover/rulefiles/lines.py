"""Tables out of files whose lines may be rules: any separator, comments, sections, header lines; sections of keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sousveil.model.parts import Part
from sousveil.recover.lists import binary, structured
from sousveil.recover.lists.plain import decode
from sousveil.recover.lists.table import Rows
from sousveil.recover.rulefiles import blocks

MOST_LINES = 20_000
_MARKS = ("\t", ";", "|", ",", "::", "=>", "->", "##", "#", "^", "&&", "@@", "$$", "\x01", "\x1f", ":", "=", " ")
_COMMENT = re.compile(r"\s*(#|//|--|/\*|\*/|<!--|!|'|rem\b)", re.IGNORECASE)
_SECTION = re.compile(
    r"\s*(?:\[\s*([^\[\]]{1,120}?)\s*\]|<\s*([\w.\- ]{1,120})\s*>|(?:={2,}|-{2,})\s*(.{1,120}?)\s*[=-]{2,})\s*"
)
_KEY = re.compile(r"\s*([\w.\- ]{1,60}?)\s*[=:]\s*(.*?)\s*")
_MOST_COLUMNS = 24


@dataclass(slots=True)
class Table:
    """Lines taken apart. `sections` has the name of the section that each row stands in."""

    form: str
    rows: list[list[str]]
    places: list[str]
    reads: list[str | None]
    mark: str = ""
    header: tuple[str, ...] = ()
    sections: list[str] = field(default_factory=list)
    others: int = 0
    name: str = ""
    count: int = 0
    """How many rows there are, where not all are kept."""


def tables(part: Part, data: bytes) -> Iterator[Table]:
    """Every way in which a file may be a table; what its columns mean decides which holds."""
    if part.kind == "json":
        for rows in structured.read_json(part, data):
            yield _of(rows)
        yield from _maps(data)
    elif part.kind == "xml":
        for rows in structured.read_xml(part, data):
            yield _of(rows)
    elif part.kind == "opaque":
        for rows in [*binary.read(part, data), *blocks.read(data)]:
            yield _of(rows)
    else:
        yield from _text(decode(data))


def _of(rows: Rows) -> Table:
    return Table(
        rows.form,
        [list(r.cells) for r in rows.rows],
        [r.place for r in rows.rows],
        [r.reads for r in rows.rows],
        header=rows.header,
        name=rows.name,
        count=rows.count or 0,
    )


def _maps(data: bytes) -> Iterator[Table]:
    """JSON objects whose keys stand for lists of texts: a row for each pair."""
    try:
        document = json.loads(decode(data))
    except (ValueError, RecursionError):
        return
    for value in (document, *(document.values() if isinstance(document, dict) else ())):
        if isinstance(value, dict):
            pairs = [(k, t) for k, v in value.items() if isinstance(v, list) for t in v if isinstance(t, str)]
            if len(pairs) >= 3:
                made = [[k, t] for k, t in pairs[:MOST_LINES]]
                yield Table("JSON file", made, ["entry"] * len(made), [None] * len(made))


def _text(text: str) -> Iterator[Table]:
    lines = [(n, line) for n, line in enumerate(text.splitlines()[:MOST_LINES], 1) if line.strip()]
    keyed = _keyed(lines)
    if keyed is not None:
        yield keyed
    for mark in _MARKS:
        kept, sections = [], []
        section = ""
        for number, line in lines:
            named = _SECTION.fullmatch(line)
            if named is not None:
                section = next((g for g in named.groups() if g), "")
            elif not _comment(line, mark):
                kept.append((number, line))
                sections.append(section)
        made = _split(kept, sections, mark)
        if made is not None:
            yield made
    paths = [(n, line.strip()) for n, line in lines if not _comment(line, "")]
    if paths:
        yield Table("lines", [[t] for _, t in paths], [f"text:{n}:1" for n, _ in paths], [None] * len(paths))


def _comment(line: str, mark: str) -> bool:
    """Whether a line is a remark; a mark that stands within lines begins none."""
    said = _COMMENT.match(line)
    if said is None:
        return line.lstrip().startswith(";") and mark != ";"
    return not (mark and said[1].startswith(mark[:1]))


def _split(kept: list[tuple[int, str]], sections: list[str], mark: str) -> Table | None:
    """Rows of the usual width or one column less: the last may be left out."""
    cells = [line.split() if mark == " " else [c.strip(" \t\"'") for c in line.split(mark)] for _, line in kept]
    widths = [_width(row) for row in cells if len(row) > 1]
    if len(widths) < 3:
        return None
    usual = max(set(widths), key=lambda w: (widths.count(w), w))
    fits = [n for n, row in enumerate(cells) if usual - 1 <= _width(row) <= usual and len(row) > 1]
    if not 2 <= usual <= _MOST_COLUMNS or len(fits) < max(3, 0.6 * len(cells)):
        return None
    return Table(
        "lines",
        [(cells[n] + [""] * usual)[:usual] for n in fits],
        [f"text:{kept[n][0]}:1" for n in fits],
        [None] * len(fits),
        mark=mark,
        sections=[sections[n] for n in fits],
        others=len(cells) - len(fits),
    )


def _width(row: list[str]) -> int:
    """Columns of a row; a separator at its end ends the line."""
    return len(row) - 1 if len(row) > 2 and not row[-1] else len(row)


def _keyed(lines: list[tuple[int, str]]) -> Table | None:
    """Sections that each hold the same keys: a row for each section."""
    found: list[tuple[int, str, dict[str, str]]] = []
    for number, line in lines:
        named = _SECTION.fullmatch(line)
        pair = _KEY.fullmatch(line)
        if named is not None:
            found.append((number, next((g for g in named.groups() if g), ""), {}))
        elif pair is not None and found and not _COMMENT.match(line):
            found[-1][2].setdefault(pair[1], pair[2])
    full = [one for one in found if one[2]]
    columns = _shared([one[2] for one in full])
    if len(full) < 3 or not columns:
        return None
    rows = [[name, *(held.get(c, "") for c in columns)] for _, name, held in full]
    places = [f"text:{n}:1" for n, _, _ in full]
    return Table("sections", rows, places, [None] * len(rows), header=("", *columns))


def _shared(held: list[Mapping[str, str]]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for one in held:
        for key in one:
            counts[key] = counts.get(key, 0) + 1
    return tuple(k for k, n in counts.items() if n >= 0.5 * len(held))[:_MOST_COLUMNS]
