"""Texts put together of keys and values: `key=` before a value, `<tag>` around it, `"key":` in a text of JSON."""

from __future__ import annotations

import re

from sousveil.recover.code import Use
from sousveil.recover.records.classes import Classes
from sousveil.recover.records.names import outer, simple, split_method
from sousveil.recover.records.pieces import Board, Key, Mark, Slot
from sousveil.recover.records.values import Reader, Value

LEAST = 2
_BEFORE = re.compile(
    r"""(?:(?:^|[?&;,{(\[\s|])(?P<key>[A-Za-z_][\w.\-]{0,60})=['"]?|<(?P<tag>[A-Za-z_][\w:.\-]{0,60})(?:\s[^<>]*)?>"""
    r"""|["'](?P<json>[A-Za-z_]\w{0,60})["']\s*:\s*["']?)$"""
)
_HOLES = re.compile(r"%(?:\d+\$)?[-#+ 0,(]*\d*(?:\.\d+)?[sdfxbcB]")
_SQL = re.compile(
    r"\b(?:select\s.+\sfrom|update\s+\w+\s+set|delete\s+from|where|order by)\b", re.IGNORECASE | re.DOTALL
)


class Templates:
    """One piece for each text that is put together of two or more keys and values."""

    def __init__(self, reader: Reader, board: Board, classes: Classes) -> None:
        self._reader, self._board, self._classes = reader, board, classes
        self.writes: list[tuple[Slot, Value, Use]] = []

    def collect(self) -> None:
        for use in self._reader.uses:
            if use.kind != "call" or not use.values:
                continue
            if use.text in (
                "Ljava/lang/StringBuilder;->toString()Ljava/lang/String;",
                "Ljava/lang/StringBuffer;->toString()Ljava/lang/String;",
            ):
                self._built(use)
            elif use.text.startswith("Ljava/lang/String;->format("):
                self._formatted(use)

    def _built(self, use: Use) -> None:
        root = self._reader.root(use.values[0])
        if root.kind != "new" or root.offset is None:
            return
        pieces = self._reader.builder(Value(root, use.method), use.offset)
        found: list[tuple[str, Value]] = []
        before = ""
        for piece in pieces:
            if isinstance(piece, str):
                before += piece
                continue
            key = key_before(before)
            if key:
                found.append((key, piece))
            before = before[-200:] + " "
        text = "".join(p if isinstance(p, str) else " " for p in pieces)
        self._template(use, text, found)

    def _formatted(self, use: Use) -> None:
        for at in (0, 1):
            text = self._reader.text(Value(use.values[at], use.method)) if len(use.values) > at + 1 else None
            if text:
                given = self._reader.elements(Value(use.values[at + 1], use.method))
                holes = list(_HOLES.finditer(text))
                found = [
                    (key, Value(given[n], use.method))
                    for n, hole in enumerate(holes[: len(given)])
                    if (key := key_before(text[: hole.start()]))
                ]
                self._template(use, text, found)
                return

    def _template(self, use: Use, text: str, found: list[tuple[str, Value]]) -> None:
        if len({k for k, _ in found}) < LEAST or _SQL.search(text):
            return
        cls = self._reader.class_of(use.method)
        _, name, _ = split_method(self._text(use.method))
        if name == "toString":
            self._names(found)
            return
        key: Key = ("template", use.method, use.offset)
        piece = self._board.piece(key, "template", f"{simple(outer(cls))}.{name}")
        piece.owner = outer(cls)
        piece.methods.setdefault(use.method)
        piece.between = True
        for told, value in found:
            slot = piece.slot(told, "template")
            slot.mark(Mark(f"A text has a value after {told}", use.method, use.offset))
            self.writes.append((slot, value, use))

    def _names(self, found: list[tuple[str, Value]]) -> None:
        """What a class calls its own fields where it tells itself as a text."""
        for told, value in found:
            slot = self._classes.slot_of(value.node)
            if slot is not None:
                slot.named("template", told)

    def _text(self, method: int) -> str:
        code = self._reader.facts.code
        return code.method_text(method) if code is not None else ""


def key_before(text: str) -> str:
    """The key or tag that a value stands behind; empty where there is none."""
    found = _BEFORE.search(text[-120:])
    if found is None:
        return ""
    return found.group("key") or found.group("tag") or found.group("json") or ""
