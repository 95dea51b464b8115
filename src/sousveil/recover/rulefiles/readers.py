"""Which code names a file: Java by a text or a raw resource's number, native code by a text it uses."""

from __future__ import annotations

from collections.abc import Iterator

from sousveil.model.evidence import Role, Step
from sousveil.model.facts import Facts
from sousveil.model.parts import Part
from sousveil.model.traces import Traces
from sousveil.recover import places
from sousveil.recover.code import OwnCode
from sousveil.recover.lists.names import member
from sousveil.recover.sealed import readers

MOST = 4


class Readers:
    """Asks code on demand: most samples hold no file of rules."""

    def __init__(self, facts: Facts, traces: Traces, own: OwnCode | None = None) -> None:
        self._facts, self._traces = facts, traces
        self._own = own or OwnCode(facts, traces)

    def of(self, part: Part) -> Iterator[tuple[str, Step]]:
        """Words and evidence for each place, Java first."""
        for number, use in enumerate(readers(self._facts, part, self._own.all)):
            if number >= MOST or self._facts.code is None:
                break
            words = member(self._facts.code.method_text(use.method))
            shows = f"Names the file {part.path}"
            yield words, places.step(self._facts, self._traces, use.method, use.offset, shows, Role.CONTEXT)
        yield from self._native(part)

    def _native(self, part: Part) -> Iterator[tuple[str, Step]]:
        stem = part.path.rpartition("/")[2]
        offsets: dict[tuple[int, int], int] | None = None
        told = 0
        for row in self._facts.rows("native_string_uses"):
            text = row["text"] or ""
            if told >= MOST or len(stem) < 4 or not (text == stem or text.endswith(f"/{stem}")):
                continue
            if offsets is None:
                offsets = {(r["part"], r["address"]): r["file_offset"] for r in self._facts.rows("native_strings")}
            at = offsets.get((row["part"], row["string"]))
            if at is None:
                continue
            told += 1
            native = self._facts.part(row["part"])
            yield (
                f"native code of {native.path.rpartition('/')[2]}",
                Step(
                    part=native.full_path,
                    part_sha256=native.sha256,
                    place=f"elf:va=0x{row['string']:x},file=0x{at:x}",
                    reads=text,
                    shows=f"A text of the function at 0x{row['function']:x}: the name of the file",
                    role=Role.CONTEXT,
                ),
            )
