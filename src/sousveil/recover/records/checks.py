"""Checks of a form: what is refused where it is empty, and when a widget is shown."""

from __future__ import annotations

from collections import defaultdict

from sousveil.recover.code import Node, Use
from sousveil.recover.records.classes import Classes
from sousveil.recover.records.names import split_method
from sousveil.recover.records.pieces import Board, Key, Mark, Slot
from sousveil.recover.records.values import Reader, Value
from sousveil.recover.records.widgets import Widgets
from sousveil.recover.records.writes import telling

_VISIBLE, _INVISIBLE, _GONE = 0, 4, 8


class Checks:
    """Fills refusals of slots, and the conditions under which widgets are shown."""

    def __init__(self, reader: Reader, board: Board, classes: Classes, widgets: Widgets) -> None:
        self._reader, self._board, self._classes, self._widgets = reader, board, classes, widgets
        self.shown_if: dict[Key, dict[str, Mark]] = defaultdict(dict)
        self._hidden_if: dict[Key, dict[str, Mark]] = defaultdict(dict)
        self._always: set[Key] = set()
        self.refused: dict[Key, dict[str, Mark]] = defaultdict(dict)
        """Widget → what a person is told where it is empty."""

    def collect(self) -> None:
        self._refusals()
        self._visibility()

    def _refusals(self) -> None:
        """Calls that tell a person something, and texts given back, where one value is empty."""
        uses = [u for u in self._reader.uses if self._tells(u)]
        conditions = self._reader.own.conditions([(u.method, u.offset) for u in uses], across=False)
        for use, found in zip(uses, conditions, strict=True):
            told = [c for c in found if not c.technical]
            empty = [leaf for c in told[:1] for leaf in c.leaves if leaf.sign == "is empty"]
            if not empty or any(len(c.leaves) > 2 for c in told[:1]):
                continue
            text = self._text(use)
            mark = Mark(f"Refused where it is empty{f': «{text}»' if text else ''}", use.method, use.offset)
            for leaf in empty[:1]:
                for node in leaf.about:
                    self._about(Value(node, leaf.method), text, mark)

    def _tells(self, use: Use) -> bool:
        if use.kind == "return":
            return bool(use.values) and bool(self._widgets.text_of(Value(use.values[0], use.method)))
        owner, name, _ = split_method(use.text)
        return use.kind == "call" and self._reader.marks.one(owner, name, "refused") is not None

    def _text(self, use: Use) -> str:
        for node in use.values[1:] if use.kind == "call" else use.values:
            texts = self._widgets.text_of(Value(node, use.method))
            if texts:
                return texts[0].text
        return ""

    def _about(self, value: Value, text: str, mark: Mark) -> None:
        node = self._bare(value.node)
        slot = self._classes.slot_of(node)
        if slot is not None:
            slot.refusals.setdefault(text, mark)
            return
        if node.kind == "call" and node.receiver is not None:
            owner, name, _ = split_method(node.text)
            if self._reader.marks.one(owner, name, "entry") is not None:
                key = self._widgets.key(value.at(node.receiver))
                if key is not None:
                    self.refused[key].setdefault(text, mark)
                    return
        for inner in self._reader.inlined(value.at(node)):
            if inner.node.kind == "call":
                self._inner(inner, text, mark)

    def _inner(self, value: Value, text: str, mark: Mark) -> None:
        """A small method of the app that reads the widget."""
        node = self._bare(value.node)
        if node.kind == "call" and node.receiver is not None:
            key = self._widgets.key(value.at(node.receiver))
            if key is not None:
                self.refused[key].setdefault(text, mark)

    @staticmethod
    def _bare(node: Node) -> Node:
        """Below trim, toString and the like."""
        for _ in range(6):
            if node.kind == "call" and node.receiver is not None and node.name in ("toString", "trim", "length"):
                node = node.receiver
            elif node.kind == "any" and len(node.children) == 1:
                node = node.children[0]
            else:
                break
        return node

    def _visibility(self) -> None:
        uses = [
            u for u in self._reader.uses
            if u.kind == "call" and u.text.endswith("->setVisibility(I)V") and len(u.values) == 2
            and u.values[1].kind == "int"
        ]  # fmt: skip
        conditions = self._reader.own.conditions([(u.method, u.offset) for u in uses], across=False)
        for use, found in zip(uses, conditions, strict=True):
            key = self._widgets.key(Value(use.values[0], use.method))
            if key is None:
                continue
            told = [self._reader.said(c) for c in found if not c.technical and telling(c.leaves)]
            where = self.shown_if if use.values[1].number == _VISIBLE else self._hidden_if
            if not told and use.values[1].number == _VISIBLE:
                self._always.add(key)
            elif told:
                text = " and ".join(dict.fromkeys(told))
                where[key].setdefault(text, Mark(f"Shown or hidden where {text}", use.method, use.offset))

    def condition_of(self, key: Key, seen: int = 0) -> tuple[str, Mark] | None:
        """When a widget, or a group it stands in, is shown; None where always or not known."""
        if self.shown_if.get(key) and key not in self._always:
            ways = list(self.shown_if[key].items())[:3]
            return " or ".join(text for text, _ in ways), ways[0][1]
        if self._hidden_if.get(key) and key not in self._always:
            ways = list(self._hidden_if[key].items())[:3]
            return "not where " + " or ".join(text for text, _ in ways), ways[0][1]
        if seen < 4:
            for group in self._widgets.around(key):
                found = self.condition_of((key[0], key[1], group), 4)
                if found is not None:
                    return found
        return None

    def fill(self) -> None:
        """What a widget refuses, its fields refuse."""
        for piece in self._board.pieces.values():
            for slot in piece.slots.values():
                for key in slot.widgets:
                    self._from_widget(slot, key)

    def _from_widget(self, slot: Slot, key: Key) -> None:
        for text, mark in self.refused.get(key, {}).items():
            slot.refusals.setdefault(text, mark)
