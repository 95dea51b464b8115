"""What is sent: objects and keys that arrive at a call of the network, and parameters that a library sends."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from sousveil.model.flow import NETWORK
from sousveil.recover.code import Node, Use
from sousveil.recover.records.classes import Classes, first_text
from sousveil.recover.records.keyed import Keyed
from sousveil.recover.records.names import parameters, simple, split_method, type_word
from sousveil.recover.records.pieces import Board, Mark, Piece, Slot
from sousveil.recover.records.values import Reader, Value

MOST = 400
_WRITES = frozenset({"write", "writeBytes", "writeUTF", "writeChars", "print", "println", "append"})
_PLATFORM = ("Landroid/", "Landroidx/", "Ljava/util/")
_ADDS = frozenset({"put", "add", "addFirst", "addLast", "offer"})


class Sent:
    """Marks pieces and slots as sent."""

    def __init__(self, reader: Reader, board: Board, classes: Classes, keyed: Keyed) -> None:
        self._reader, self._board, self._classes, self._keyed = reader, board, classes, keyed
        self.writes: list[tuple[Slot, Value, Use]] = []
        self._inside: dict[int, list[Piece]] = defaultdict(list)
        """Number of a piece → pieces that are elements of it."""
        self._arrays: dict[tuple[int, int | None], list[Value]] = defaultdict(list)

    def declared(self) -> None:
        """Parameters that annotations of an interface name; each has one there, so that their order is their number.
        Call before writes are read."""
        code = self._reader.facts.code
        named: dict[int, list[str]] = defaultdict(list)
        marks = self._reader.marks
        for row in marks.annotated(marks.annotations.__contains__):
            if row["owner_kind"] != "parameter" or code is None:
                continue
            mark = marks.annotations[code.type_name(row["annotation"])]
            if mark.kind == "parameter" and row["element"] in ("value", ""):
                named[row["owner"]].append(first_text(row["value"]) if row["element"] else "")
        for method in sorted(named):
            self._interface(method, named[method])

    def _interface(self, method: int, named: list[str]) -> None:
        code = self._reader.facts.code
        assert code is not None  # noqa: S101 - callers have checked
        owner, name, proto = split_method(code.method_text(method))
        types = parameters(proto)
        piece = self._board.piece(("call", method), "values", name)
        piece.owner, piece.firm = owner, True
        told = Mark(f"{simple(owner)}.{name} sends its parameters", cls=owner)
        piece.marks.append(told)
        piece.goes.setdefault("sent", told)
        for number, text in enumerate(named):
            if not text or number >= len(types):
                continue
            slot = piece.slot(text, "key")
            slot.type = type_word(types[number])
            slot.goes.setdefault("sent", told)
            slot.mark(told)
            for use in self._reader.calls_of.get(method, [])[:12]:
                arguments = use.values[len(use.values) - len(types) :]
                if number < len(arguments):
                    self.writes.append((slot, Value(arguments[number], use.method), use))

    @cached_property
    def _sinks(self) -> set[tuple[int, int]]:
        """(method, offset) of calls that send over a network."""
        known = self._reader.knowledge
        found = set()
        for entry, sightings in sorted(self._reader.traces.sightings.items()):
            if known.kinds.get(entry) != "sinks" or known.entries[entry].detail.get("channel") not in NETWORK:
                continue
            found |= {(s.method, s.offset) for s in sightings if s.method is not None}
        return found

    def collect(self) -> None:
        for use in self._reader.uses:
            if use.kind == "call" and len(use.values) > 1:
                self._element(use)
        for use in self._reader.uses:
            if use.kind == "call" and self._sends(use):
                mark = Mark("Sent over the network", use.method, use.offset)
                for value in use.values:
                    self._reach(Value(value, use.method), mark)
        self._requests()
        self._spread()

    def _element(self, use: Use) -> None:
        """An object that is put in an array or list."""
        if split_method(use.text)[1] not in _ADDS or len(use.values) != 2:
            return
        root = self._reader.root(use.values[0])
        if root.kind == "new":
            self._arrays[use.method, root.offset].append(Value(use.values[1], use.method))

    def _sends(self, use: Use) -> bool:
        owner, name, _ = split_method(use.text)
        given = use.values[0] if use.values else None
        known = (use.method, use.offset) in self._sinks or self._reader.marks.one(owner, name, "sent") is not None
        declared = use.symbol is not None and ("call", use.symbol) in self._board.pieces
        if known or declared or given is None:
            return known or declared
        queued = name == "enqueue" and given.kind == "call" and not owner.startswith(_PLATFORM)
        return queued or (name in _WRITES and self._written(use, given))

    def _written(self, use: Use, given: Node) -> bool:
        """The call writes to something that a call of the network gave."""
        for number, node in enumerate(given.walk()):
            if number > 20:
                return False
            if node.offset is not None and (use.method, node.offset) in self._sinks:
                return True
        return False

    def _reach(self, value: Value, mark: Mark) -> None:
        """Everything of records that a value holds is sent."""
        todo, left, seen = [(value, 0)], MOST, set()
        while todo and left:
            left -= 1
            one, depth = todo.pop()
            node = one.node
            piece = self._keyed.known(one)
            if piece is not None:
                self._is_sent(piece, mark)
            text = self._board.pieces.get(("template", one.method, node.offset)) if node.offset is not None else None
            if text is not None:
                text.between = False
                self._is_sent(text, mark)
            known = self._classes.piece_of(one) if node.kind in ("call", "field", "new", "parameter") else None
            if known is not None and depth < 8:
                self._is_sent(known, mark)
            if node.kind == "new" and (one.method, node.offset) in self._arrays:
                todo += [(v, depth + 1) for v in self._arrays[one.method, node.offset][:6]]
            at = (one.method, node.kind, node.offset, node.symbol, node.number)
            if depth > 10 or at in seen:
                continue
            seen.add(at)
            todo += self._below(one, depth)

    def _below(self, value: Value, depth: int) -> list[tuple[Value, int]]:
        node = value.node
        slot = self._classes.slot_of(node)
        if slot is not None:
            return []
        if node.kind == "parameter":
            return [(v, depth + 3) for v in self._reader.given(value)]
        found = [(value.at(child), depth + 1) for child in node.children[:8]]
        found += [(v, depth + 2) for v in self._reader.inlined(value)]
        if node.kind == "field" and node.symbol is not None:
            writes = self._reader.writes_of.get(node.symbol, [])[:4]
            found = [(Value(u.values[0], u.method), depth + 2) for u in writes if u.values]
        for part in self._reader.pieces(value) if node.kind in ("call", "new") else []:
            if isinstance(part, Value) and part.node is not node:
                found.append((part, depth + 1))
        return found

    def _is_sent(self, piece: Piece, mark: Mark) -> None:
        if piece.between:
            return
        piece.goes.setdefault("sent", mark)

    def _requests(self) -> None:
        """Keys that the requests found by following data name."""
        names: dict[int, set[str]] = defaultdict(set)
        for row in self._reader.facts.rows("requests"):
            if row["name"] and row["part"] in ("body", "address", "part"):
                names[row["method"]].add(row["name"])
        for piece in self._board.pieces.values():
            for method in piece.methods:
                for key in sorted(names.get(method, ())):
                    if key in piece.slots:
                        piece.slots[key].goes.setdefault("sent", None)

    def _spread(self) -> None:
        """What an object that is sent holds is sent with it; so is what it is put together of."""
        todo = [p for p in self._board.pieces.values() if "sent" in p.goes]
        while todo:
            piece = todo.pop()
            mark = piece.goes["sent"]
            for slot in piece.slots.values():
                slot.goes.setdefault("sent", mark)
                inner = slot.holds_piece or self._board.cls(slot.holds)
                if inner is not None and "sent" not in inner.goes:
                    inner.goes["sent"] = mark
                    todo.append(inner)
            for one, other, _ in self._board.joins:
                for a, b in ((one, other), (other, one)):
                    if a is piece and b.form != "table" and "sent" not in b.goes and b.key[0] == "keyed":
                        b.goes["sent"] = mark
                        todo.append(b)
