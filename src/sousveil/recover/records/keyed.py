"""What is put and taken under keys: JSON, form and query values, rows of tables, what screens hand one another."""

from __future__ import annotations

from collections import defaultdict

from sousveil.model.mark import RecordMark
from sousveil.recover.code import Node, Use
from sousveil.recover.records.names import outer, simple, split_method
from sousveil.recover.records.pieces import Board, Key, Mark, Piece, Slot
from sousveil.recover.records.tables import Tables
from sousveil.recover.records.values import Reader, Value

_LONGEST_KEY = 80


class Keyed:
    """One piece for each object that keys are put in or taken from."""

    def __init__(self, reader: Reader, board: Board, tables: Tables) -> None:
        self._reader, self._board, self._tables = reader, board, tables
        self.writes: list[tuple[Slot, Value, Use]] = []
        """Slots that are written, with the value and the call."""
        self._pending: dict[tuple[int, str], str] = {}
        self._handed_to: dict[int, list[Use]] = defaultdict(list)

    def collect(self) -> None:
        for use in self._reader.uses:
            if use.kind != "call" or not use.values:
                continue
            owner, name, _ = split_method(use.text)
            for mark in self._reader.marks.of(owner, name):
                if mark.kind == "write":
                    self._write(use, name, mark)
                elif mark.kind == "read":
                    self._read(use, mark)
                elif mark.kind == "insert":
                    self._insert(use, mark)
                else:
                    continue
                break
            else:
                self._stream(use, owner, name)
                self._handed(use)

    def _write(self, use: Use, name: str, mark: RecordMark) -> None:
        arguments = use.values[1:]
        if mark.key is None or mark.value is None or len(arguments) <= max(mark.key, mark.value):
            return
        key = self._key(Value(arguments[mark.key], use.method))
        piece = self.piece(Value(use.values[0], use.method), mark.form or "values", constructor=name == "<init>")
        if key is None or piece is None:
            return
        slot = piece.slot(key, "key" if mark.form != "row" else "column")
        slot.mark(Mark(f"Puts a value under {key}", use.method, use.offset))
        if mark.goes:
            slot.goes.setdefault(mark.goes, None)
            piece.goes.setdefault(mark.goes, None)
        self.writes.append((slot, Value(arguments[mark.value], use.method), use))

    def _read(self, use: Use, mark: RecordMark) -> None:
        arguments = use.values[1:]
        if mark.key is None or len(arguments) <= mark.key or mark.form in ("kept",):
            return
        key = self._key(Value(arguments[mark.key], use.method))
        piece = self.piece(Value(use.values[0], use.method), mark.form or "values") if key is not None else None
        if key is None or piece is None:
            return
        slot = piece.slot(key, "key")
        slot.mark(Mark(f"Takes the value under {key}", use.method, use.offset))
        if mark.form == "json":
            slot.origins.setdefault("server", None)

    def _key(self, value: Value) -> str | None:
        """A key that may be the name of a field."""
        text = self._reader.text(value)
        if text is None or not text.strip() or len(text) > _LONGEST_KEY or "\n" in text:
            return None
        return text if any(c.isalpha() for c in text) else None

    def piece(self, value: Value, form: str, *, constructor: bool = False) -> Piece | None:
        """The piece of the object that a value is."""
        found = self._identity(value, constructor)
        if found is None:
            return None
        key, method, owner = found
        piece = self._board.piece(("keyed", *key), "json" if form == "json" else "values", self._called(owner, method))
        piece.owner = owner
        piece.methods.setdefault(method)
        piece.between = piece.between or form in ("between", "kept")
        piece.firm = piece.firm or form == "row"
        return piece

    def _called(self, owner: str, method: int) -> str:
        """The class and method that an object is made in."""
        code = self._reader.facts.code
        name = split_method(code.method_text(method))[1] if code is not None else ""
        return simple(owner) if not name or name.startswith("<") else f"{simple(owner)}.{name}"

    def _identity(self, value: Value, constructor: bool, depth: int = 0) -> tuple[Key, int, str] | None:
        owner = outer(self._reader.class_of(value.method))
        node = self._reader.root(value.node)
        key: Key | None = None
        if constructor:
            key = (value.method, "pairs")
        elif node.kind == "new" and node.offset is not None:
            key = (value.method, node.offset)
        elif node.kind == "parameter":
            if value.given is not None and node.number < len(value.given):
                return self._identity(value.given[node.number], False, depth + 1)
            key = (value.method, f"p{node.number}")
        elif node.kind in ("field", "static"):
            key = (node.text,)
        elif node.kind == "this":
            key = (self._reader.class_of(value.method),)
        elif node.kind == "call":
            given = (i for i in self._reader.inlined(value.at(node)) if i.node.kind != "int")
            inner = next(given, None) if depth < 3 else None
            if inner is not None:
                return self._identity(inner, False, depth + 1)
            key = (value.method, node.offset) if node.offset is not None else None
        return (key, value.method, owner) if key is not None else None

    def known(self, value: Value) -> Piece | None:
        """The piece of a value that keys were put in; None where none were."""
        node = self._reader.root(value.node)
        if node.kind not in ("new", "parameter", "field", "static", "call", "this"):
            return None
        found = self._identity(value, False)
        return self._board.pieces.get(("keyed", *found[0])) if found is not None else None

    def _insert(self, use: Use, mark: RecordMark) -> None:
        """A row that is given to a table."""
        arguments = use.values[1:]
        if mark.key is None or mark.value is None or len(arguments) <= max(mark.key, mark.value):
            return
        name = self._reader.text(Value(arguments[mark.key], use.method))
        row = self.known(Value(arguments[mark.value], use.method))
        if not name or row is None:
            return
        table = self._board.piece(("table", name.lower()), "table", name)
        table.names.setdefault(("table", name))
        table.firm = True
        table.owner = table.owner or row.owner
        shown = Mark(f"Writes a row of the table {name}", use.method, use.offset)
        table.goes.setdefault("kept", shown)
        if not table.marks:
            table.marks.append(shown)
        self._board.join(row, table, shown)
        for key, slot in row.slots.items():
            self._board.link(self._tables.column(table, key), slot, shown)

    def _stream(self, use: Use, owner: str, name: str) -> None:
        """`writer.name("x")`, then `writer.value(y)`."""
        if name not in ("name", "value") or not owner.endswith("/JsonWriter;") or len(use.values) < 2:
            return
        root = self._reader.root(use.values[0])
        at = (use.method, f"{root.kind}{root.offset}{root.text}{root.number}")
        if name == "name":
            self._pending[at] = self._key(Value(use.values[1], use.method)) or ""
            return
        key = self._pending.pop(at, "")
        piece = self.piece(Value(use.values[0], use.method), "json") if key else None
        if piece is not None:
            slot = piece.slot(key, "key")
            slot.mark(Mark(f"Writes a value under {key}", use.method, use.offset))
            self.writes.append((slot, Value(use.values[1], use.method), use))

    def _handed(self, use: Use) -> None:
        """An object that a method of the app is given to put keys in is the caller's."""
        if use.symbol is not None and use.symbol in self._reader.by_method:
            self._handed_to[use.symbol].append(use)

    def join_parameters(self) -> None:
        """Pieces of parameters with those of what the callers give. Call after `collect`."""
        for piece in list(self._board.pieces.values()):
            if len(piece.key) != 3 or piece.key[0] != "keyed" or not str(piece.key[2]).startswith("p"):
                continue
            method, number = int(piece.key[1]), str(piece.key[2])[1:]
            if not number.isdigit():
                continue
            for use in self._handed_to.get(method, [])[:6]:
                given = self._reader.given(Value(_parameter(int(number)), method))
                for value in given:
                    other = self.known(value)
                    if other is not None:
                        self._board.join(piece, other, Mark("The object that keys are put in", use.method, use.offset))


def _parameter(number: int) -> Node:
    return Node("parameter", "", number, (), None)
