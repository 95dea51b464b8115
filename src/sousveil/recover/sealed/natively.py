"""Keys that native code hands out: texts used by the function behind a method that Java declares native.

Nothing native runs. What the function returns is not known; each text it uses is tried, and what comes out decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sousveil.model.facts import Facts
from sousveil.recover.code import Node

LENGTHS = (8, 16, 24, 32)
"""Bytes that keys of the usual ciphers have."""
MOST = 200
_NATIVE = 0x100


@dataclass(frozen=True, slots=True)
class NativeText:
    """A text in a native file, and where it stands."""

    part: int
    address: int
    file_offset: int
    text: str


class NativeKeys:
    """Texts by native method."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def of(self, key: Node) -> Iterator[NativeText]:
        """Texts that may be the key, where a native method of the app is called to make it."""
        for node in key.walk():
            if node.kind == "call" and self._is_native(node):
                yield from self._texts(node)
                return

    def _is_native(self, node: Node) -> bool:
        code = self._facts.code
        said = code.definition_text(node.symbol) if code is not None and node.symbol is not None else None
        flags = said.rpartition(" flags 0x")[2].split(" ")[0] if said else "0"
        return bool(int(flags, 16) & _NATIVE)

    def _texts(self, node: Node) -> Iterator[NativeText]:
        functions = {(r["part"], r["address"]) for r in self._facts.rows("native_jni") if _is(r, node)}
        signature = f"({node.text.partition('(')[2]}"
        for row in self._facts.rows("native_registered"):
            if row["method"] == node.name and row["signature"] == signature:
                functions.add((row["part"], row["function"]))
        offsets = {(r["part"], r["address"]): r["file_offset"] for r in self._facts.rows("native_strings")}
        told: set[str] = set()
        for row in self._facts.rows("native_string_uses"):
            text, place = row["text"], (row["part"], row["string"])
            fits = len(text.encode("utf-8", "replace")) in LENGTHS and text not in told
            if fits and (row["part"], row["function"]) in functions and place in offsets and len(told) < MOST:
                told.add(text)
                yield NativeText(row["part"], row["string"], offsets[place], text)


def _is(row: dict[str, object], node: Node) -> bool:
    return row["class"] == node.owner and row["method"] == node.name
