"""JSON and XML files: lists, lists of objects and tables of key and value inside them."""

from __future__ import annotations

import json
import xml.parsers.expat
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sousveil.model.parts import Part
from sousveil.recover.lists.plain import decode
from sousveil.recover.lists.table import Row, Rows

_DEPTH = 6
_MOST_LISTS = 30
_MOST_ROWS = 20_000
_MOST_COLUMNS = 16
_MOST_BYTES = 4 << 20
_FEWEST = 3
_ANIMATION = {"layers", "fr", "ip", "op"}


def read_json(part: Part, data: bytes) -> list[Rows]:
    """The lists in a JSON file, named by the keys that lead to them. An animation is none."""
    if len(data) > _MOST_BYTES:
        return []
    try:
        document = json.loads(decode(data))
    except (ValueError, RecursionError):
        return []
    if isinstance(document, dict) and len(document.keys() & _ANIMATION) >= 3:
        return []
    found = []
    for name, value in _inside(document, "", 0):
        rows = _rows(value)
        if rows is not None:
            found.append(Rows("JSON file", name, rows[0], rows[1], entry="Entry", count=len(rows[0])))
        if len(found) >= _MOST_LISTS:
            break
    return found


def _inside(value: Any, name: str, depth: int) -> Iterator[tuple[str, Any]]:
    yield name, value
    if depth >= _DEPTH:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _inside(inner, f"{name}.{key}".lstrip("."), depth + 1)
    elif isinstance(value, list) and len(value) <= 50:
        for number, inner in enumerate(value):
            if isinstance(inner, list | dict):
                yield from _inside(inner, f"{name}[{number}]", depth + 1)


def _rows(value: Any) -> tuple[list[Row], tuple[str, ...]] | None:
    if isinstance(value, list):
        if len(value) >= 2 and all(isinstance(v, str | int | float) and not isinstance(v, bool) for v in value):
            return [Row((str(v),), "entry") for v in value[:_MOST_ROWS]], ()
        if len(value) >= 2 and all(isinstance(v, dict) for v in value):
            return _objects(value)
        return None
    if isinstance(value, dict) and len(value) >= 4 and {type(v) for v in value.values()} in ({str}, {int}, {float}):
        return [Row((k, str(v)), "entry") for k, v in list(value.items())[:_MOST_ROWS]], ()
    return None


def _objects(value: list[dict[str, Any]]) -> tuple[list[Row], tuple[str, ...]] | None:
    keys: dict[str, int] = {}
    for one in value[:_MOST_ROWS]:
        for key, inner in one.items():
            if isinstance(inner, str | int | float) and not isinstance(inner, bool):
                keys[key] = keys.get(key, 0) + 1
    shared = [k for k, n in keys.items() if n >= 0.5 * len(value)][:_MOST_COLUMNS]
    if not shared:
        return None
    rows = [Row(tuple(_plain(one.get(k)) for k in shared), "entry") for one in value[:_MOST_ROWS]]
    return rows, tuple(shared)


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def read_xml(part: Part, data: bytes) -> list[Rows]:
    """Elements of one name that stand beside one another, each with text or attributes. Entities are not followed."""
    if len(data) > _MOST_BYTES or b"<!ENTITY" in data:
        return []
    reader = _Xml()
    try:
        reader.read(data)
    except xml.parsers.expat.ExpatError:
        return []
    found: list[Rows] = []
    for (path, tag), rows in reader.groups.items():
        if len(rows) < 3 or len(found) >= _MOST_LISTS:
            continue
        columns = sorted({k for cells, _, _ in rows[:1000] for k in cells})[:_MOST_COLUMNS]
        texts = any(text for _, text, _ in rows)
        header = (*columns, *(("text",) if texts else ()))
        if not header:
            continue
        made = [
            Row((*(cells.get(c, "") for c in columns), *((text,) if texts else ())), f"text:{line}:1")
            for cells, text, line in rows
        ]
        name = f"{path}/{tag}" if path else tag
        found.append(Rows("XML file", name, made, header if len(header) > 1 else (), entry="Entry", count=len(made)))
    return found


class _Xml:
    """Elements of one name with one parent, by the path of the parent and their name."""

    def __init__(self) -> None:
        self.groups: dict[tuple[str, str], list[tuple[dict[str, str], str, int]]] = {}
        self._open: list[_Element] = []
        self._parser = xml.parsers.expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> None:
        self._parser.Parse(data, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open.append(_Element(tag, dict(attributes), self._parser.CurrentLineNumber))

    def _text(self, text: str) -> None:
        if self._open and len(self._open[-1].text) < 4096:
            self._open[-1].text += text

    def _end(self, _tag: str) -> None:
        done = self._open.pop()
        if self._open and len(self._open[-1].inside) < _MOST_ROWS:
            self._open[-1].inside.append(done)
        path = "/".join(o.tag for o in [*self._open, done])
        by_tag: dict[str, list[_Element]] = {}
        for one in done.inside:
            by_tag.setdefault(one.tag, []).append(one)
        for tag, alike in by_tag.items():
            rows = self.groups.setdefault((path, tag), [])
            if len(alike) >= _FEWEST and len(rows) < _MOST_ROWS:
                rows += [(one.cells(), one.text.strip(), one.line) for one in alike if one.cells() or one.text.strip()]
        done.leaves = {one.tag: one.text.strip() for one in done.inside if one.text.strip() and not one.leaves}
        done.inside = []


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    inside: list[_Element] = field(default_factory=list)
    leaves: dict[str, str] = field(default_factory=dict)

    def cells(self) -> dict[str, str]:
        return {**self.attributes, **self.leaves}
