"""Marks made into steps of evidence."""

from __future__ import annotations

from sousveil.model import spots
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
        code = self._facts.code
        if code is not None:
            classes = sorted({m.cls for m in marks if m.cls})
            states |= {self._state(method) for cls in classes for method in code.class_methods(cls)}
        return next((r for r in order if r in states), None)

    def _state(self, method: int | None) -> Reach | None:
        if method is None or self._traces.reach is None:
            return None
        return self._traces.reach.state(method)

    def _make(self, mark: Mark) -> Step | None:
        if mark.part is not None and mark.place:
            there = mark.reads if mark.reads is not None else mark.place.rpartition("/")[2].partition("[")[0]
            reads = self._facts.reads(mark.part, mark.place, there)
            return self._step(spots.Spot(mark.part, mark.place, reads), mark)
        code = self._facts.code
        if code is None:
            return None
        if mark.string is not None and (not code.written or mark.method is None):
            return self._step(spots.string(self._facts, mark.string), mark)
        if mark.method is not None and mark.offset is not None:
            return self._step(spots.instruction(self._facts, mark.method, mark.offset), mark)
        if mark.cls and code.class_part(mark.cls) is not None:
            return self._step(spots.class_itself(self._facts, mark.cls), mark)
        return None

    def _step(self, spot: spots.Spot, mark: Mark) -> Step:
        found = self._facts.part(spot.part)
        return Step(
            part=found.full_path,
            part_sha256=found.sha256,
            place=spot.place,
            reads=spot.reads,
            shows=one_line(mark.shows, 240),
            reach=self._state(mark.method),
        )
