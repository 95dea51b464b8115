"""What is written into the fields of records, where it comes from, and under which condition."""

from __future__ import annotations

from collections.abc import Iterable

from sousveil.recover.code import Leaf, Node, Use
from sousveil.recover.records.classes import Classes
from sousveil.recover.records.keyed import Keyed
from sousveil.recover.records.names import outer, simple, split_method, type_word
from sousveil.recover.records.origins import Found, Origins
from sousveil.recover.records.pieces import Board, Key, Mark, Slot
from sousveil.recover.records.values import Reader, Value
from sousveil.recover.records.widgets import Widgets

_SAYS_NOTHING = frozenset({"is null", "is not null", "is not empty", "is empty"})
"""Signs of a check whether a value is there at all."""
VISIBLE = 0


class Writes:
    """Reads setters, writes to fields and puts; fills origins, links and conditions of slots."""

    def __init__(
        self, reader: Reader, board: Board, classes: Classes, keyed: Keyed, widgets: Widgets, origins: Origins
    ) -> None:
        self._reader, self._board, self._classes = reader, board, classes
        self._keyed, self._widgets, self._origins = keyed, widgets, origins
        self._places: list[tuple[Slot, Use, bool]] = []
        """Slots, where they are written, and whether what is written there is a constant."""

    def collect(self) -> None:
        for slot, value, use in self._keyed.writes:
            self._take(slot, value, use)
        accessors = self._reader.own.accessors
        for use in self._reader.uses:
            if use.kind == "write" and use.values and use.method not in accessors:
                written = self._classes.slot_set(use.text, use.symbol, "write")
                if written is not None:
                    self._take(written, Value(use.values[0], use.method), use)
            elif use.kind == "call" and len(use.values) > 1:
                self._call(use)
        self._conditions()

    def _call(self, use: Use) -> None:
        owner, name, _ = split_method(use.text)
        if name.startswith("set") and len(use.values) == 2:
            slot = self._classes.slot_set(use.text, use.symbol, "call")
            if slot is not None:
                self._take(slot, Value(use.values[1], use.method), use)
                return
        if (simple(owner).endswith("Binding") and name.startswith("set")) or name == "setVariable":
            for value in use.values[1:]:
                piece = self._classes.piece_of(Value(value, use.method))
                if piece is not None:
                    piece.bound = True
            return
        mark = self._reader.marks.one(owner, name, "shown")
        if mark is not None and mark.name is None:
            key = self._widgets.key(Value(use.values[0], use.method))
            if key is not None:
                self._shown(use, key)

    def _shown(self, use: Use, key: Key) -> None:
        shown = Mark("Shown on the screen", use.method, use.offset)
        for found in self._origins.of(Value(use.values[1], use.method)):
            if found.kind == "slot" and found.slot is not None:
                found.slot.goes.setdefault("shown", shown)
                if found.direct:
                    found.slot.widgets.setdefault(key)

    def _take(self, slot: Slot, value: Value, use: Use) -> None:
        mark = Mark(f"Writes {slot.name}", use.method, use.offset)
        slot.mark(mark)
        self._places.append((slot, use, value.node.kind in ("text", "int", "static")))
        found = self._origins.of(value)
        copied = bool(found) and all(f.kind == "slot" for f in found)
        slot.filled = slot.filled or (not copied and self._outside(slot, use))
        for one in found:
            self._one(slot, one, mark)
        known = [f for f in found if f.kind != "constant"]
        if not known and value.node.kind in ("text", "int", "static"):
            slot.origins.setdefault("constant", mark)
        node = self._whole(value.node)
        if node.kind in ("new", "parameter", "field", "call"):
            inner = self._keyed.known(value.at(node))
            if inner is not None and inner is not slot.piece and slot.holds_piece is None:
                slot.holds_piece = inner
        if slot.type is None:
            type_ = self._reader.type_of(value)
            slot.type = type_word(type_) if type_ and type_ != "Ljava/lang/Object;" else None

    def _outside(self, slot: Slot, use: Use) -> bool:
        """The write is neither in the class itself nor what a data access object reads from its table."""
        cls = outer(self._reader.class_of(use.method))
        if slot.piece.form not in ("class", "table"):
            return True
        return cls != outer(slot.piece.owner) and not self._board.is_dao(cls)

    def _one(self, slot: Slot, found: Found, mark: Mark) -> None:
        if found.kind == "slot" and found.slot is not None and found.slot.piece is not slot.piece:
            self._board.link(slot, found.slot, mark, direct=found.direct)
        elif found.kind == "widget" and found.widget is not None:
            slot.origins.setdefault(found.origin, mark)
            if found.direct or len(slot.widgets) < 3:
                slot.widgets.setdefault(found.widget)
        elif found.kind == "source":
            slot.origins.setdefault(found.origin, mark)
            for category in self._reader.knowledge.entries[found.text].categories[:1] if found.direct else ():
                slot.categories.setdefault(category)
        elif found.kind in ("account", "server"):
            slot.origins.setdefault(found.kind, mark)
        elif found.kind == "piece" and found.piece is not None and found.piece is not slot.piece:
            slot.holds_piece = slot.holds_piece or found.piece

    def _conditions(self) -> None:
        places = [(use.method, use.offset) for _, use, _ in self._places]
        for (slot, use, fixed), conditions in zip(
            self._places, self._reader.own.conditions(places, across=False), strict=True
        ):
            told = [c for c in conditions if not c.technical and telling(c.leaves)]
            if fixed and self._chosen(slot, [leaf for c in conditions for leaf in c.leaves], use):
                continue
            if not told:
                slot.always = True
                continue
            for condition in told:
                widgets = list(self._visible(condition.leaves, use.method))
                for key in widgets:
                    slot.under.setdefault(key)
                if not widgets:
                    slot.conditions.setdefault(self._reader.said(condition))

    def _chosen(self, slot: Slot, leaves: list[Leaf], use: Use) -> bool:
        """A constant that is written where a widget is ticked or chosen is what a person chose."""
        found = False
        for leaf in leaves:
            for node in leaf.about:
                if node.kind != "call" or node.receiver is None:
                    continue
                owner, name, _ = split_method(node.text)
                mark = self._reader.marks.one(owner, name, "entry")
                key = self._widgets.key(Value(node.receiver, leaf.method)) if mark is not None else None
                if mark is not None and mark.origin == "chosen" and key is not None:
                    slot.origins.setdefault("chosen", Mark(f"Writes {slot.name} as chosen", use.method, use.offset))
                    slot.widgets.setdefault(key)
                    found = True
        return found

    @staticmethod
    def _whole(node: Node) -> Node:
        """Below calls that give an object as a text."""
        while node.kind == "call" and node.receiver is not None and node.name in ("toString", "toJSONString"):
            node = node.receiver
        return node

    def _visible(self, leaves: Iterable[Leaf], method: int) -> Iterable[Key]:
        """Widgets that must be visible."""
        for leaf in leaves:
            for node in leaf.about:
                if node.kind == "call" and node.name == "getVisibility" and node.receiver is not None:
                    key = self._widgets.key(Value(node.receiver, leaf.method or method))
                    if key is not None and leaf.keys[:1] == (VISIBLE,) and leaf.sign == "==":
                        yield key


def telling(leaves: Iterable[Leaf]) -> bool:
    """A condition that says more than that a value is there."""
    return any(leaf.sign not in _SAYS_NOTHING and not leaf.technical for leaf in leaves)
