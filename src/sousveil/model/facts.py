"""Everything that was read from a sample, before anything is concluded from it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sousveil.model.lines import Lines
from sousveil.model.parts import Oddity, Part, Parts, RawGap

if TYPE_CHECKING:
    from sousveil.core import Code, Resources, Table
    from sousveil.model.manifest import Manifest


@dataclass(slots=True)
class Facts:
    """Fact tables by name, and the readers' handles that can render a place as text.

    `tables` is what is kept as Parquet. `code` and `resources` answer questions about single numbers
    (the text of a method, the values of a resource) without copying a table into Python.
    """

    parts: Parts
    tables: dict[str, Table] = field(default_factory=dict)
    manifest: Manifest | None = None
    code: Code | None = None
    resources: Resources | None = None
    oddities: list[Oddity] = field(default_factory=list)
    gaps: list[RawGap] = field(default_factory=list)
    partial: bool = False
    """True where code that the app had is known not to be here: then nothing is said to be absent or never to run."""
    _rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _lines: dict[int, Lines] = field(default_factory=dict)

    def part(self, number: int) -> Part:
        return self.parts[number]

    def reads(self, part: int, place: str, otherwise: str | None = None) -> str | None:
        """What stands at a place: of a text the line from there on, read again by `verify`; else `otherwise`."""
        if not place.startswith("text:"):
            return otherwise
        if part not in self._lines:
            self._lines[part] = Lines(self.parts.blob(part).bytes(), self.parts[part].kind)
        _, line, column = place.split(":")
        return self._lines[part].at(int(line), int(column))

    def resource_names(self) -> dict[int, tuple[str, str]]:
        """Type and name of each resource by number, those of a published tree that have no value of their own too."""
        given = self.resources.numbers() if self.resources is not None else []
        found = {number: (kind, name) for kind, name, number in given}
        return found | {int(row["id"]): (str(row["type"]), str(row["name"])) for row in self.rows("resources")}

    def where(self, table: str, column: str, wanted: Container[object]) -> list[dict[str, Any]]:
        """The rows whose value in one column is wanted, in table order, without making all others of a large table."""
        found = self.tables.get(table)
        there = [n for n, value in enumerate(found.column(column)) if value in wanted] if found is not None else []
        if found is None or not there:
            return []
        columns = [(name, found.column(name)) for name in found.columns]
        return [{name: values[n] for name, values in columns} for n in there]

    def pairs(self, table: str, first: str, second: str) -> Iterator[tuple[Any, Any]]:
        """Two columns side by side; nothing when the table is absent."""
        found = self.tables.get(table)
        return zip(found.column(first), found.column(second), strict=True) if found is not None else iter(())

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a small table as dictionaries, in table order; nothing when the table is absent.

        They are made once: do not change them.
        """
        found = self.tables.get(table)
        if found is None:
            return []
        if table not in self._rows:
            names = found.columns
            self._rows[table] = [dict(zip(names, row, strict=True)) for row in found.rows()]
        return self._rows[table]
