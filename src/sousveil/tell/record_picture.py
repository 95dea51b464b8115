"""A picture of records and how one holds or names another: boxes in layers, and the same as a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sousveil.model.record import Record
from sousveil.tell.layered import PICTURE, WIDE, curve, fitted, placed

DRAWN = 40
"""Records in the picture; the table has all."""
_HIGH, _DOWN = 56, 44


@dataclass(frozen=True, slots=True)
class Box:
    """A record in the picture. Numbers are units of the picture."""

    record: Record
    title: str
    below: str
    x: int
    y: int
    wide: int = WIDE
    high: int = _HIGH

    @property
    def special(self) -> bool:
        return any(field.special for field in self.record.fields)


@dataclass(frozen=True, slots=True)
class Line:
    """One record holds another: the data of an SVG path; `many` of them or one."""

    path: str
    many: bool


@dataclass(frozen=True, slots=True)
class Picture:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    wide: int
    high: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Row:
    """One relation in words."""

    one: Record
    other: Record
    by: str
    many: bool


def told(records: Sequence[Record]) -> tuple[Record, ...]:
    return tuple(record for record in records if not record.folded)


def rows(records: Sequence[Record]) -> tuple[Row, ...]:
    """All relations between records that are told."""
    known = {record.id: record for record in told(records)}
    return tuple(
        Row(record, known[relation.to], relation.by, relation.many)
        for record in known.values()
        for relation in record.relations
        if relation.to in known
    )


def picture(records: Sequence[Record]) -> Picture | None:
    """The records that hold others and those they hold; None where there are no relations."""
    related = rows(records)
    joined = dict.fromkeys(r.id for row in related for r in (row.one, row.other))
    on = [record for record in told(records) if record.id in joined]
    if not on:
        return None
    kept = {record.id for record in on[:DRAWN]}
    ways = [row for row in related if row.one.id in kept and row.other.id in kept]
    boxes = tuple(_box(record, x, y) for record, x, y in placed(_layers(on[:DRAWN], ways), 8, _HIGH, _DOWN))
    corners = {box.record.id: (box.x, box.y) for box in boxes}
    pairs = {(row.one.id, row.other.id): row for row in ways}
    lines = tuple(Line(curve(corners[a], corners[b], _HIGH), row.many) for (a, b), row in pairs.items())
    high = max((box.y for box in boxes), default=0) + _HIGH + 8
    return Picture(boxes, lines, PICTURE, high, len(on) - len(kept))


def _layers(on: Sequence[Record], ways: Sequence[Row]) -> list[list[Record]]:
    """Records that hold others above those they hold."""
    held = {row.other.id for row in ways}
    ids = [record.id for record in on if record.id not in held]
    seen: set[str] = set()
    layers = []
    while len(seen) < len(on):
        fresh = {one for one in ids if one not in seen} or {next(r.id for r in on if r.id not in seen)}
        seen |= fresh
        layers.append([record for record in on if record.id in fresh])
        ids = [row.other.id for row in ways if row.one.id in fresh]
    return layers


def _box(record: Record, x: int, y: int) -> Box:
    return Box(record, fitted(record.name, 24), fitted(record.gloss or record.about or "", 29), x, y)
