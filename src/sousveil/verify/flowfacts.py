"""Paths of data flows, as an audit keeps them in its fact tables."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from sousveil import core
from sousveil.verify.stepkinds import FlowStep

COLUMNS = ("flow", "step", "kind", "method", "offset", "from_reg", "to_reg", "from_path", "to_path", "symbol")


class FactsUnreadable(Exception):
    """The fact tables do not say what they must; the text says why."""


def paths(facts: Path) -> Iterator[tuple[int, list[FlowStep]]]:
    """(flow, its steps in order) of an audit's facts; none where it traced nothing. Raises FactsUnreadable."""
    if not (facts / "steps.parquet").exists() and not (facts / "flows.parquet").exists():
        return
    try:
        table = core.Table.read(facts / "steps.parquet")
        rows = sorted(zip(*(table.column(name) for name in COLUMNS), strict=True), key=lambda row: row[:2])
        flows = core.Table.read(facts / "flows.parquet").column("flow")
        named = _Names(facts) if rows else None
        found = {flow: [_step(row, named) for row in group] for flow, group in groupby(rows, key=lambda row: row[0])}
    except (OSError, KeyError, IndexError, TypeError, ValueError) as error:
        raise FactsUnreadable(f"{type(error).__name__}: {error}") from error
    for flow in sorted({*flows, *found}):
        yield flow, found.get(flow, [])


def _step(row: tuple[Any, ...], named: "_Names | None") -> FlowStep:
    _, _, kind, method, offset, from_reg, to_reg, from_path, to_path, symbol = row
    text, part = ("", None) if named is None else named.method(method)
    return FlowStep(kind, text, offset, from_reg, to_reg, from_path or "", to_path or "", symbol or "", part)


class _Names:
    """Methods by number."""

    def __init__(self, facts: Path) -> None:
        def column(table: str, name: str) -> list[Any]:
            return core.Table.read(facts / f"{table}.parquet").column(name)

        methods = core.Table.read(facts / "methods.parquet")
        self._methods = [methods.column(name) for name in ("class", "name", "proto", "part")]
        self._types, self._strings = column("types", "name"), column("strings", "value")
        self._protos = column("protos", "text")

    def method(self, number: int) -> tuple[str, int | None]:
        """Its text, and the part that defines it."""
        owner, name, proto, part = (column[number] for column in self._methods)
        return f"{self._types[owner]}->{self._strings[name]}{self._protos[proto]}", part
