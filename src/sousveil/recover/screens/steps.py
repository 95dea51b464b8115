"""Places that screens were read from."""

from sousveil.model import spots
from sousveil.model.evidence import Reach, Step
from sousveil.model.facts import Facts
from sousveil.model.text import one_line
from sousveil.model.traces import Traces


class Steps:
    """Makes steps of evidence."""

    def __init__(self, facts: Facts, traces: Traces) -> None:
        self._facts = facts
        self._traces = traces

    def code(self, method: int, offset: int, shows: str) -> Step | None:
        """An instruction."""
        code = self._facts.code
        if code is None or code.method_part(method) is None:
            return None
        spot = spots.instruction(self._facts, method, offset)
        home = self._facts.part(spot.part)
        return Step(
            part=home.full_path, part_sha256=home.sha256, place=spot.place, reads=spot.reads,
            shows=one_line(shows), reach=self.reach([method]),
        )  # fmt: skip

    def written(self, part: int, place: str, reads: str | None, shows: str) -> Step:
        """An element of the manifest or a layout; of a tree what stands there is its line."""
        home = self._facts.part(part)
        if place.startswith("text:"):
            reads = self._facts.reads(part, place)
        return Step(part=home.full_path, part_sha256=home.sha256, place=place, reads=reads, shows=one_line(shows))

    def reach(self, methods: list[int]) -> Reach | None:
        """The best reach among methods."""
        if self._traces.reach is None or not methods:
            return None
        order = {Reach.LIVE: 0, Reach.DORMANT: 1, Reach.UNKNOWN: 2, Reach.DEAD: 3}
        return min((self._traces.reach.state(method) for method in methods), key=lambda r: order[r])
