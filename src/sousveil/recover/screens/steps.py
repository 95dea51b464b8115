"""Places that screens were read from."""

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
        part = code.method_part(method) if code is not None else None
        if code is None or part is None:
            return None
        home = self._facts.part(part)
        return Step(
            part=home.full_path, part_sha256=home.sha256, place=f"code:{code.method_text(method)}+0x{offset:x}",
            reads=code.instruction_text(method, offset), shows=one_line(shows), reach=self.reach([method]),
        )  # fmt: skip

    def written(self, part: int, place: str, reads: str | None, shows: str) -> Step:
        """An element of the manifest or a layout."""
        home = self._facts.part(part)
        return Step(part=home.full_path, part_sha256=home.sha256, place=place, reads=reads, shows=one_line(shows))

    def reach(self, methods: list[int]) -> Reach | None:
        """The best reach among methods."""
        if self._traces.reach is None or not methods:
            return None
        order = {Reach.LIVE: 0, Reach.DORMANT: 1, Reach.UNKNOWN: 2, Reach.DEAD: 3}
        return min((self._traces.reach.state(method) for method in methods), key=lambda r: order[r])
