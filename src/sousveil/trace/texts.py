"""Patterns over text that is not code: text parts, resources, native strings, manifest values."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sousveil import core
from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.sighting import Sighting
from sousveil.trace.declared import fits, native_place, resource_place


class Pattern(NamedTuple):
    """A regular expression of a catalogue entry. With `name`, a text counts only where it stands under such a name."""

    entry: str
    expression: str
    name: str | None = None


def patterns_of(knowledge: Knowledge) -> list[Pattern]:
    """All patterns over text: of catalogue entries, and the shapes of keys."""
    found = [Pattern(e.id, f.string) for e in knowledge.entries.values() for f in e.find if f.string]
    return found + [Pattern(s.id, s.pattern, s.name) for s in knowledge.secrets.values()]


SHOWN = 400
"""Characters of a long text kept around the place that was found."""


def _line_place(row: Mapping[str, Any], start: int) -> str:
    return f"text:{row['line']}:{row['column'] + start}"


_PLACES: tuple[tuple[str, str, str, Callable[[Mapping[str, Any], int], str]], ...] = (
    ("texts", "value", "text", _line_place),
    ("resources", "value", "resource", lambda row, _: resource_place(row)),
    ("native_strings", "value", "native", lambda row, _: native_place(row)),
    ("meta_data", "value", "manifest", lambda row, _: str(row["place"])),
)


def sightings(patterns: Sequence[Pattern], ready: core.Patterns, facts: Facts) -> Iterator[Sighting]:
    """Where each pattern stands, once a row, in table order. `ready` holds the same patterns in the same order."""
    for name, column, how, place in _PLACES:
        table = facts.tables.get(name)
        if table is None:
            continue
        hits = ready.search(table, column)
        rows = _rows(table, {hit[1] for hit in hits})
        for number, row_number, start, end in hits:
            row, pattern = rows[row_number], patterns[number]
            if pattern.name is not None and re.search(pattern.name, str(row.get("name", ""))) is None:
                continue
            text = str(row[column])
            before, found = _found(text, start, end)
            where = place(row, before)
            yield Sighting(
                pattern.entry, how, int(row["part"]), where, text if how != "text" else _cut(text, before), found=found
            )


def _rows(table: core.Table, numbers: set[int]) -> dict[int, dict[str, Any]]:
    """Only the rows that were hit: a resource table has many thousands."""
    return {number: dict(zip(table.columns, table.row(number), strict=True)) for number in sorted(numbers)}


def in_resources(knowledge: Knowledge, facts: Facts) -> Iterator[Sighting]:
    """Entries that name resources: by their value first, which few rows have, then by type and name."""
    table = facts.tables.get("resources")
    if table is None:
        return
    finds = [(e.id, f.resource) for e in knowledge.entries.values() for f in e.find if f.resource is not None]
    ready = core.Patterns([wanted.get("value", "") or wanted.get("name", "") for _, wanted in finds])
    for column in ("value", "name"):
        hits = [h for h in ready.search(table, column) if ("value" in finds[h[0]][1]) == (column == "value")]
        rows = _rows(table, {hit[1] for hit in hits})
        for number, row_number, start, end in hits:
            entry, wanted = finds[number]
            row = rows[row_number]
            if row["value"] is not None and fits(row, wanted, ("type", "name")):
                text = str(row["value"])
                found = _found(text, start, end)[1] if column == "value" else text
                yield Sighting(entry, "resource", int(row["part"]), resource_place(row), text, found=found)


def in_parts(knowledge: Knowledge, facts: Facts) -> Iterator[Sighting]:
    """Entries that name parts of the package: by their path first, then by what they are."""
    finds = [(e.id, f.part) for e in knowledge.entries.values() for f in e.find if f.part is not None]
    ready = core.Patterns([wanted.get("path", "") for _, wanted in finds])
    for number, row, _, _ in ready.search(facts.tables["parts"], "path"):
        entry, wanted = finds[number]
        part = facts.parts[row]
        if "kind" not in wanted or re.search(wanted["kind"], part.kind):
            yield Sighting(entry, "part", part.number, "entry", part.path)


def in_code(ready: core.Patterns, facts: Facts) -> dict[int, dict[int, str]]:
    """Pattern number → for each string of the code it stands in, the words that fit."""
    found: dict[int, dict[int, str]] = {}
    code = facts.code
    if code is None:
        return found
    for pattern, string, start, end in ready.search_code(code):
        found.setdefault(pattern, {})[string] = _found(code.string(string), start, end)[1]
    return found


def _found(text: str, start: int, end: int) -> tuple[int, str]:
    """From a range of UTF-8 bytes: where the words begin, in characters, and the words."""
    data = text.encode()
    return len(data[:start].decode()), data[start:end].decode()


def _cut(text: str, before: int) -> str:
    if len(text) <= SHOWN:
        return text
    start = max(0, before - SHOWN // 4)
    return text[start : start + SHOWN]
