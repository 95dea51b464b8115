"""Patterns over text that is not code: text parts, resources, native strings, manifest values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.model.sighting import Sighting
from sousveil.trace.declared import native_place, resource_place

Pattern = tuple[str, str]
"""Catalogue id and regular expression."""

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


def sightings(patterns: Sequence[Pattern], facts: Facts) -> Iterator[Sighting]:
    """Where each pattern stands, once a row, in table order."""
    expressions = [expression for _, expression in patterns]
    for name, column, how, place in _PLACES:
        table = facts.tables.get(name)
        if table is None or not patterns:
            continue
        hits = core.search_column(expressions, table, column)
        wanted = {row: list(cells.values()) for row, cells in _rows(facts, name, {h[1] for h in hits}).items()}
        names = table.columns
        for number, row_number, start, end in hits:
            row = dict(zip(names, wanted[row_number], strict=True))
            text = str(row[column])
            before = len(text.encode()[:start].decode(errors="replace"))
            yield Sighting(patterns[number][0], how, int(row["part"]), place(row, before), _cut(text, before, end))


def _rows(facts: Facts, name: str, numbers: set[int]) -> dict[int, dict[str, Any]]:
    """Only the rows that were hit: a resource table has many thousands."""
    table = facts.tables[name]
    return {number: dict(zip(table.columns, table.row(number), strict=True)) for number in sorted(numbers)}


def _cut(text: str, before: int, end: int) -> str:
    if len(text) <= SHOWN:
        return text
    start = max(0, before - SHOWN // 4)
    return text[start : start + SHOWN]
