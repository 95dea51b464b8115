"""Marks made into steps of evidence."""

from __future__ import annotations

from sousveil.model.evidence import Reach, Step
from sousveil.model.facts import Facts
from sousveil.model.text import one_line
from sousveil.model.traces import Traces
from sousveil.recover.records.pieces import Mark


class Steps:
    """What stands at a mark's place is read here as `verify` reads it again."""

    def __init__(self, facts: Facts, traces: Traces) -> None:
        self._facts, self._traces = facts, traces
        self._made: dict[Mark, Step | None] = {}

    def of(self, mark: Mark) -> Step | None:
        if mark not in self._made:
            self._made[mark] = self._make(mark)
        return self._made[mark]

    def all(self, marks: list[Mark], most: int) -> tuple[Step, ...]:
        """The first steps, each place once."""
        found: dict[tuple[str, str], Step] = {}
        for mark in marks:
            step = self.of(mark)
            if step is not None:
                found.setdefault((step.part, step.place), step)
            if len(found) >= most:
                break
        return tuple(found.values())

    def reach(self, marks: list[Mark]) -> Reach | None:
        """The best reach of the places that are code."""
        order = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
        states = {self._state(m.method) for m in marks if m.method is not None}
        return next((r for r in order if r in states), None)

    def _state(self, method: int | None) -> Reach | None:
        if method is None or self._traces.reach is None:
            return None
        return self._traces.reach.state(method)

    def _make(self, mark: Mark) -> Step | None:
        code = self._facts.code
        if mark.place and mark.part is not None:
            return self._step(mark.part, mark.place, mark.reads, mark)
        if code is None:
            return None
        if mark.method is not None and mark.offset is not None:
            part = code.method_part(mark.method)
            place = f"code:{code.method_text(mark.method)}+0x{mark.offset:x}"
            reads = code.instruction_text(mark.method, mark.offset)
            return self._step(part, place, reads, mark) if part is not None else None
        if mark.cls:
            part = code.class_part(mark.cls)
            return self._step(part, f"class:{mark.cls}", code.class_text(mark.cls), mark) if part is not None else None
        if mark.string is not None:
            origin = code.string_origin(mark.string)
            if origin is not None:
                return self._step(origin[0], f"dexstring:{origin[1]}", code.string(mark.string), mark)
        return None

    def _step(self, part: int, place: str, reads: str | None, mark: Mark) -> Step:
        found = self._facts.part(part)
        return Step(
            part=found.full_path,
            part_sha256=found.sha256,
            place=place,
            reads=reads,
            shows=one_line(mark.shows, 240),
            reach=self._state(mark.method),
        )
