"""A sample taken apart: the sample itself, every entry of its archives, and what is odd or unread about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sousveil.model.tables import Column, TableSpec

if TYPE_CHECKING:
    from sousveil.core import Blob, Table

ROOT_PATH = "."
"""`full_path` of the sample itself. Its file's name is in `path` and in no other part's, so that a renamed copy
of a sample gives the same paths."""

PARTS = TableSpec(
    "parts",
    "The sample and every entry of its archives, in the order they were opened.",
    (
        Column("number", "u32", "Number of the part; 0 is the sample."),
        Column("parent", "u32?", "Number of the part that holds this one."),
        Column("path", "text", "Path inside the parent; invalid bytes are shown as \\xNN."),
        Column(
            "full_path", "text", "Path from the sample, steps into archives marked `!/`; unique; `.` is the sample."
        ),
        Column("kind", "text", "What the bytes are, by content."),
        Column("size", "u64", "Bytes that were read."),
        Column("packed_size", "u64", "Bytes stated for the packed form."),
        Column("offset", "u64", "Where the packed bytes start in the parent."),
        Column("method", "u16", "Compression method the archive states: 0 stored, 8 deflate."),
        Column("sha256", "text", "SHA-256 of the bytes that were read."),
        Column("entropy", "u16", "Thousandths of a bit per byte; random bytes have 8000."),
        Column("same_as", "u32?", "Number of an earlier part with the same bytes, which was opened instead of this."),
        Column("opened", "u32?", "Number of the sealed part that this, or a part that holds it, came out of."),
    ),
)

ODDITIES = TableSpec(
    "oddities",
    "Departures from a format that Android accepts or that other tools stumble over.",
    (
        Column("part", "u32", "Number of the part."),
        Column("kind", "text", "Stable name of the departure."),
        Column("place", "text", "Where in the part."),
        Column("detail", "text", "One plain sentence."),
    ),
)

GAPS = TableSpec(
    "gaps",
    "What the readers could not read. The report adds what this version does not follow.",
    (
        Column("part", "u32", "Number of the part."),
        Column("place", "text", "Where in the part reading stopped."),
        Column("cause", "text", "Stable name of the cause, as in report.json."),
        Column("detail", "text", "One plain sentence."),
        Column("closes", "text", "What would close the gap."),
    ),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One file: the sample, or an entry of an archive in it. The columns of `PARTS` say what each field is."""

    number: int
    parent: int | None
    path: str
    full_path: str
    kind: str
    size: int
    packed_size: int
    offset: int
    method: int
    sha256: str
    entropy: int
    same_as: int | None = None
    opened: int | None = None

    @property
    def came_out(self) -> bool:
        """Whether it is, whole, what came out of the sealed part that is its parent."""
        return self.opened is not None and self.opened == self.parent


@dataclass(frozen=True, slots=True)
class Oddity:
    """A departure from a format. `place` is a locator in the part."""

    part: int
    kind: str
    place: str
    detail: str


@dataclass(frozen=True, slots=True)
class RawGap:
    """Something that could not be read or known. `closes` says what would close it."""

    part: int
    place: str
    cause: str
    detail: str
    closes: str


@dataclass(slots=True)
class Parts:
    """All parts of a sample, by number. `read` gives a part's bytes anew each time; nothing is kept here."""

    items: Sequence[Part]
    read: Callable[[int], Blob]
    build: Callable[[str, list[tuple[str, str, list[Any]]]], Table]
    oddities: list[Oddity] = field(default_factory=list)
    gaps: list[RawGap] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Part]:
        return iter(self.items)

    def __getitem__(self, number: int) -> Part:
        return self.items[number]

    def blob(self, number: int) -> Blob:
        """The bytes of a part, inflated on demand."""
        return self.read(number)

    def find(self, full_path: str) -> Part | None:
        """The part of that full path."""
        return next((part for part in self.items if part.full_path == full_path), None)

    def table(self) -> Table:
        """The fact table `parts`."""
        return self._table(PARTS, self.items)

    def oddity_table(self, oddities: Sequence[Oddity] | None = None) -> Table:
        """The fact table `oddities`: of these, or of those found while opening."""
        return self._table(ODDITIES, self.oddities if oddities is None else oddities)

    def gap_table(self, gaps: Sequence[RawGap] | None = None) -> Table:
        """The fact table `gaps`: of these, or of those met while opening."""
        return self._table(GAPS, self.gaps if gaps is None else gaps)

    def _table(self, spec: TableSpec, rows: Sequence[Any]) -> Table:
        columns = [(c.name, c.kind, [getattr(row, c.name) for row in rows]) for c in spec.columns]
        return self.build(spec.name, columns)
