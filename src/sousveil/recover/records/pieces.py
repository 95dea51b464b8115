"""Pieces of records: what one class, table, JSON object, set of values, template or screen says of a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Key = tuple[str | int, ...]

FIELD_MARKS = 8
"""Places kept of one slot; more say nothing new."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of evidence, made into a step at the end: an instruction, a class, or a string (told as the instruction
    that uses it where code stands as text)."""

    shows: str
    method: int | None = None
    offset: int | None = None
    cls: str = ""
    string: int | None = None
    part: int | None = None
    place: str = ""
    """An element of a layout, or a resource, in this part."""
    reads: str | None = None


@dataclass(slots=True)
class Slot:
    """One field of one piece."""

    piece: Piece
    name: str
    names: dict[tuple[str, str], None] = field(default_factory=dict)
    """(kind, text) in the order they were met."""
    type: str | None = None
    marks: list[Mark] = field(default_factory=list)
    origins: dict[str, Mark | None] = field(default_factory=dict)
    goes: dict[str, Mark | None] = field(default_factory=dict)
    widgets: dict[Key, None] = field(default_factory=dict)
    """Widgets it is read from or shown in."""
    categories: dict[str, None] = field(default_factory=dict)
    """From the catalogue of sources, where a value comes from one."""
    conditions: dict[str, None] = field(default_factory=dict)
    filled: bool = False
    """A value is written into it, not by its own class."""
    always: bool = False
    """It is written somewhere without a condition."""
    under: dict[Key, None] = field(default_factory=dict)
    """Widgets that must be visible for it to be written."""
    refusals: dict[str, Mark] = field(default_factory=dict)
    """What a person is told where it is empty."""
    holds: str = ""
    """Descriptor of the class of record it holds."""
    holds_piece: Piece | None = None
    many: bool = False
    key: bool = False
    """The key of a table."""

    def mark(self, mark: Mark) -> None:
        if len(self.marks) < FIELD_MARKS and mark not in self.marks:
            self.marks.append(mark)

    def named(self, kind: str, text: str | None) -> None:
        if text:
            self.names.setdefault((kind, text))


@dataclass(slots=True, eq=False)
class Piece:
    """What one place of the app says of a record. `form` as in `Record.forms`."""

    key: Key
    form: str
    name: str
    names: dict[tuple[str, str], None] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    goes: dict[str, Mark | None] = field(default_factory=dict)
    origins: dict[str, Mark | None] = field(default_factory=dict)
    owner: str = ""
    """Descriptor of the class that the piece stands in."""
    methods: dict[int, None] = field(default_factory=dict)
    firm: bool = False
    """An annotation, a mapping library or a statement makes it a record; otherwise its shape does."""
    bound: bool = False
    """Given to a layout that shows its fields by itself: which ones, its code does not say."""
    between: bool = False
    """Only handed from one screen to another, or settings."""
    number: int = 0

    def slot(self, name: str, kind: str | None = None) -> Slot:
        """The slot of that name, made where it is new. `kind` is the kind of the name."""
        found = self.slots.get(name)
        if found is None:
            found = self.slots[name] = Slot(self, name)
        if kind is not None:
            found.named(kind, name)
        return found


@dataclass(frozen=True, slots=True)
class Link:
    """One slot is copied into another."""

    into: Slot
    out_of: Slot
    mark: Mark
    direct: bool = True


@dataclass(slots=True)
class Board:
    """All pieces, and what joins them."""

    pieces: dict[Key, Piece] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    joins: list[tuple[Piece, Piece, Mark]] = field(default_factory=list)
    """Pieces that are one: a table and the class stored in it, an object and the parameter it is given as."""

    def piece(self, key: Key, form: str, name: str) -> Piece:
        found = self.pieces.get(key)
        if found is None:
            found = self.pieces[key] = Piece(key, form, name, number=len(self.pieces))
        return found

    def cls(self, descriptor: str) -> Piece | None:
        return self.pieces.get(("class", descriptor))

    def table(self, name: str) -> Piece | None:
        return self.pieces.get(("table", name.lower()))

    def is_dao(self, cls: str) -> bool:
        """The class is one that reads and writes a table."""
        return ("dao", cls) in self.pieces

    def of_form(self, form: str) -> Iterator[Piece]:
        return (p for p in list(self.pieces.values()) if p.form == form)

    def link(self, into: Slot, out_of: Slot, mark: Mark, *, direct: bool = True) -> None:
        if into is not out_of:
            self.links.append(Link(into, out_of, mark, direct))

    def join(self, one: Piece, other: Piece, mark: Mark) -> None:
        if one is not other:
            self.joins.append((one, other, mark))
