"""Native files of a sample with what their tables hold, gathered by part without making a dictionary of every row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sousveil import core
from sousveil.model.evidence import Step
from sousveil.model.facts import Facts
from sousveil.model.parts import Part
from sousveil.model.text import visible

MOST_STRINGS = 60_000
"""Strings of one file that are compared and searched."""


@dataclass(slots=True)
class NativeFile:
    """One ELF file. Symbols are name → address."""

    part: Part
    machine: str
    kind: str
    soname: str
    interpreter: bool
    build_id: str
    ndk: str
    exports: dict[str, int] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    strings: list[tuple[str, int | None, int]] = field(default_factory=list)
    """Text, address, file offset."""
    used: set[str] = field(default_factory=set)
    """Texts whose addresses the code makes."""
    functions: int = 0
    independent: bool = True

    @property
    def name(self) -> str:
        return self.part.path.rpartition("/")[2]

    @property
    def in_lib(self) -> bool:
        """Where the package installer puts libraries from."""
        return re.search(r"(?:^|/)lib/[^/]+/[^/]+$", self.part.full_path) is not None


@dataclass(frozen=True, slots=True)
class Call:
    """A call with a known argument."""

    part: int
    function: int
    address: int
    name: str
    argument: int | None
    kind: str | None
    value: int | None
    text: str | None


class Files:
    """All native files, by part number."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.by_part: dict[int, NativeFile] = {}
        for row in facts.rows("native_files"):
            part = facts.part(int(row["part"]))
            self.by_part[part.number] = NativeFile(
                part=part,
                machine=str(row["machine"]),
                kind=str(row["kind"]),
                soname=str(row["soname"] or ""),
                interpreter=row["interpreter"] is not None,
                build_id=str(row["build_id"] or ""),
                ndk=str(row["ndk"] or ""),
                # e_type 2: an executable at fixed addresses.
                independent=b"\x02" not in facts.parts.blob(part.number).slice(16, 18).bytes(),
            )
        self._held: tuple[int, bytes] = (-1, b"")
        self._symbols()
        self._strings()
        self._functions()
        for part, text in self._columns("native_string_uses", "part", "text"):
            if (file := self.by_part.get(part)) is not None and len(text) > 3:
                file.used.add(text)

    def _columns(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        found = self._facts.tables.get(table)
        if found is not None:
            yield from zip(*(found.column(name) for name in names), strict=True)

    def _symbols(self) -> None:
        for part, name, direction, address in self._columns("native_symbols", "part", "name", "direction", "address"):
            if (file := self.by_part.get(part)) is None:
                continue
            if direction == "import":
                file.imports.add(name)
            elif direction == "export":
                file.exports[name] = address

    def _strings(self) -> None:
        for part, address, offset, value in self._columns("native_strings", "part", "address", "file_offset", "value"):
            file = self.by_part.get(part)
            if file is not None and len(file.strings) < MOST_STRINGS:
                file.strings.append((value, address, offset))

    def _functions(self) -> None:
        for (part,) in self._columns("native_functions", "part"):
            if (file := self.by_part.get(part)) is not None:
                file.functions += 1

    def calls(self, names: Sequence[str]) -> Iterator[Call]:
        """Calls of these imports or symbols, in table order; one for each known argument."""
        table = self._facts.tables.get("native_calls")
        if table is None or not names:
            return
        ready = core.Patterns([f"^(?:{'|'.join(map(re.escape, names))})$"])
        columns = ("part", "function", "address", "name", "argument", "kind", "value", "text")
        at = [table.columns.index(name) for name in columns]
        for _, number, _, _ in ready.search(table, "name"):
            row = table.row(number)
            yield Call(*(row[n] for n in at))

    @cached_property
    def offsets(self) -> dict[tuple[int, int], int]:
        """(part, address of a function) → offset in the file."""
        columns = self._columns("native_functions", "part", "address", "file_offset")
        return {(part, address): offset for part, address, offset in columns if offset is not None}

    def text_offset(self, part: int, address: int) -> int | None:
        """File offset of a text whose address code makes."""
        if self._held[0] != part:
            self._held = (part, self._facts.parts.blob(part).bytes())
        return core.native_offset(self._held[1], address)

    def function_of(self, part: int, address: int) -> int | None:
        """Address of the function that holds an address."""
        from bisect import bisect_right

        starts = self._starts.get(part, [])
        at = bisect_right(starts, address)
        return starts[at - 1] if at else None

    @cached_property
    def _starts(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for part, address in self._columns("native_functions", "part", "address"):
            found.setdefault(part, []).append(address)
        return found


def text_step(part: Part, address: int | None, offset: int, text: str, shows: str) -> Step:
    """A string at its place. `verify` reads it up to the first control character."""
    place = f"elf:va=0x{address:x},file=0x{offset:x}" if address is not None else f"bytes:0x{offset:x}+{_length(text)}"
    return Step(part=part.full_path, part_sha256=part.sha256, place=place, reads=text, shows=visible(shows))


def _length(text: str) -> int:
    return len(text.encode())


def code_step(part: Part, address: int, offset: int | None, shows: str) -> Step:
    """A place in native code, which is shown only."""
    place = f"elf:va=0x{address:x},file=0x{offset:x}" if offset is not None else "entry"
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=place,
        reads=None if place != "entry" else visible(part.path),
        shows=visible(shows),
    )
