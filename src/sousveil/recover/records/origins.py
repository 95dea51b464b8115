"""Where the value of a field comes from: another field, a widget, a call that gives personal data, a server, a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sousveil.recover.records.classes import Classes
from sousveil.recover.records.names import split_method
from sousveil.recover.records.pieces import Board, Key, Piece, Slot
from sousveil.recover.records.resources import words
from sousveil.recover.records.tables import Tables
from sousveil.recover.records.values import Reader, Value
from sousveil.recover.records.widgets import Widgets

DEEPEST = 7
MOST = 24
_SENSORS = ("source.location.", "source.sensor.", "source.wifi.", "source.bluetooth.", "source.nfc.")
_ACCOUNT = frozenset(
    [
        "user",
        "username",
        "userid",
        "uid",
        "account",
        "login",
        "operator",
        "officer",
        "police",
        "employee",
        "staff",
        "organization",
        "organisation",
        "organ",
        "org",
        "department",
        "dept",
        "token",
        "session",
        "worker",
        "inspector",
    ]
)
"""Words of the key of a setting that holds who is logged in."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a value comes from. `direct`: it is that thing, in another form at most."""

    kind: str
    """slot, widget, source, constant, account, server, piece."""
    direct: bool
    slot: Slot | None = None
    widget: Key | None = None
    origin: str = ""
    text: str = ""
    piece: Piece | None = None


class Origins:
    """Looks into values with a bound on how far."""

    def __init__(self, reader: Reader, board: Board, classes: Classes, tables: Tables, widgets: Widgets) -> None:
        self._reader, self._board = reader, board
        self._classes, self._tables, self._widgets = classes, tables, widgets
        self._left = 0

    @cached_property
    def _seen(self) -> dict[tuple[int, int], str]:
        """(method, offset) → catalogue entry of a source seen there."""
        kinds = self._reader.knowledge.kinds
        return {
            (s.method, s.offset): entry
            for entry in sorted(self._reader.traces.sightings)
            if kinds.get(entry) == "sources"
            for s in self._reader.traces.sightings[entry]
            if s.method is not None
        }

    def of(self, value: Value) -> list[Found]:
        """All that a value may come from, the nearest first."""
        self._left = MOST * 4
        found: list[Found] = []
        for one in self._look(value, 0, True):
            if one not in found:
                found.append(one)
            if len(found) >= MOST:
                break
        return found

    def _look(self, value: Value, depth: int, direct: bool) -> Iterator[Found]:
        self._left -= 1
        if depth > DEEPEST or self._left < 0:
            return
        node = value.node
        if node.kind == "text" and node.text:
            yield Found("constant", direct, text=node.text)
        elif node.kind in ("field", "static"):
            yield from self._field(value, depth, direct)
        elif node.kind == "call":
            yield from self._call(value, depth, direct)
        elif node.kind == "new":
            yield from self._made(value, depth, direct)
        else:
            for one, deeper, same_ in self._parts(value, direct):
                yield from self._look(one, depth + deeper, same_)

    def _parts(self, value: Value, direct: bool) -> Iterator[tuple[Value, int, bool]]:
        """What a value is one of or made of: (value, how much deeper, whether it is that)."""
        node = value.node
        if node.kind == "any":
            yield from ((value.at(child), 1, direct) for child in node.children[:6])
        elif node.kind == "parameter":
            yield from ((given, 2, direct) for given in self._reader.given(value))
        elif node.kind == "operation":
            yield from ((value.at(child), 1, False) for child in node.children[:4])
        elif node.kind == "array":
            yield from ((value.at(child), 1, False) for child in self._reader.elements(value)[:12])

    def _field(self, value: Value, depth: int, direct: bool) -> Iterator[Found]:
        node = value.node
        slot = self._classes.slot_of(node)
        if slot is not None:
            yield Found("slot", direct, slot=slot)
            return
        text = self._reader.text(value) if node.kind == "static" else None
        if text:
            yield Found("constant", direct, text=text)
            return
        entry = self._seen.get((value.method, node.offset)) if node.offset is not None else None
        if entry is not None:
            yield self._source(entry, direct)
        if node.symbol is not None and self._widgets.key(value) is None:
            for use in self._reader.writes_of.get(node.symbol, [])[:6]:
                if use.values and use.values[0].kind not in ("int", "text"):
                    yield from self._look(Value(use.values[0], use.method), depth + 2, direct)

    def _made(self, value: Value, depth: int, direct: bool) -> Iterator[Found]:
        node = value.node
        piece = self._classes.piece_of(value)
        if piece is not None:
            yield Found("piece", direct, piece=piece)
            return
        pieces = self._reader.pieces(value)
        if pieces != [value]:
            for part in pieces[:12]:
                if isinstance(part, Value):
                    yield from self._look(part, depth + 1, False)
            return
        for child in node.children[:4]:
            yield from self._look(value.at(child), depth + 1, False)

    def _call(self, value: Value, depth: int, direct: bool) -> Iterator[Found]:
        node = value.node
        owner, name, _ = split_method(node.text)
        slot = self._classes.slot_of(node) or self._tables.row_slot(value)
        if slot is not None:
            yield Found("slot", direct, slot=slot)
            return
        entry = self._seen.get((value.method, node.offset)) if node.offset is not None else None
        if entry is not None and not entry.startswith("source.input."):
            yield self._source(entry, direct)
            return
        mark = self._reader.marks.one(owner, name, "entry", "read", "plain", "text_of", "object_of", "sent")
        if mark is not None and mark.kind == "entry":
            found = self._entry(value, mark.origin or "typed", direct)
            if found is not None:
                yield found
                return
        if mark is not None and mark.kind == "read" and node.arguments:
            yield from self._keyed(value, mark.form or "", direct)
            return
        if mark is not None and mark.kind in ("text_of", "sent"):
            yield from self._whole(value, depth)
            return
        yield from self._through(value, depth, direct, plain=mark is not None and mark.kind == "plain")

    def _through(self, value: Value, depth: int, direct: bool, *, plain: bool) -> Iterator[Found]:
        """Through a small method of the app, or a call that gives what it is given in another form."""
        node = value.node
        inner = list(self._reader.inlined(value))
        if inner:
            for one in inner:
                yield from self._look(one, depth + 2, direct)
            return
        pieces = self._reader.pieces(value)
        if pieces != [value]:
            known = [p for p in pieces if isinstance(p, Value)]
            for part in known[:12]:
                yield from self._look(part, depth + 1, direct and len(known) == 1)
            return
        if plain or node.receiver is None:
            for child in node.children[:4]:
                yield from self._look(value.at(child), depth + 1, direct and plain)
            return
        setting = self._setting(value)
        if setting is not None:
            yield setting
        elif node.receiver.kind in ("call", "element", "any"):
            yield from self._look(value.at(node.receiver), depth + 1, False)

    def _setting(self, value: Value) -> Found | None:
        """A text under a key, from a store of settings of the app's own making."""
        node = value.node
        if node.name not in ("getString", "getInt", "getLong", "get", "getPreference", "getValue", "decodeString"):
            return None
        key = node.arguments[0] if node.arguments else None
        if key is None or key.kind not in ("text", "static"):
            return None
        return self._account(self._reader.text(value.at(key)) or key.name, True)

    def _account(self, key: str, direct: bool) -> Found | None:
        return Found("account", direct, text=key) if set(words(key)) & _ACCOUNT else None

    def _keyed(self, value: Value, form: str, direct: bool) -> Iterator[Found]:
        key = self._reader.text(value.at(value.node.arguments[0])) or ""
        if form == "json":
            yield Found("server", direct, text=key)
        elif form == "kept":
            found = self._account(key or value.node.arguments[0].name, direct)
            if found is not None:
                yield found

    def _entry(self, value: Value, origin: str, direct: bool) -> Found | None:
        receiver = value.node.receiver
        for _ in range(3):
            if receiver is None:
                return None
            key = self._widgets.key(value.at(receiver))
            if key is not None:
                return Found("widget", direct, widget=key, origin=origin)
            if receiver.kind != "call" or receiver.name not in ("getEditText", "getText", "getEditableText"):
                return None
            receiver = receiver.receiver
        return None

    def _whole(self, value: Value, depth: int) -> Iterator[Found]:
        """Objects that are written as a text or a body as a whole."""
        for child in value.node.children[-4:]:
            piece = self._piece(value.at(child))
            if piece is not None:
                yield Found("piece", True, piece=piece)
            else:
                yield from self._look(value.at(child), depth + 1, True)

    def _piece(self, value: Value) -> Piece | None:
        return self._classes.piece_of(value)

    def _source(self, entry: str, direct: bool) -> Found:
        origin = "sensor" if entry.startswith(_SENSORS) else "phone"
        return Found("source", direct, origin=origin, text=entry)
