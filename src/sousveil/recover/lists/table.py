"""Rows that a file holds, with the place of each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one entry, its place in the part, and what `verify` reads there (None: only shown)."""

    cells: tuple[str, ...]
    place: str
    reads: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A table or a plain list. `name` tells several of one file apart. `place` is where its header stands."""

    form: str
    name: str
    rows: list[Row]
    header: tuple[str, ...] = ()
    place: str = "entry"
    entry: str = "Line"
    count: int | None = None
    """How many rows there are, where not all are kept."""
