"""What can run: the core's call graph, started from the entry points, with switched-off components apart."""

from collections import Counter
from collections.abc import Sequence

from sousveil import core
from sousveil.model.evidence import Reach
from sousveil.model.facts import Facts
from sousveil.model.traces import WayStep
from sousveil.trace import entry, framework


class CodeReach:
    """Reach of every method. `dormant` is what only components that are switched off could start."""

    def __init__(self, live: core.Reach, dormant: core.Reach | None) -> None:
        self._live = live
        self._dormant = dormant
        self._hidden = ""

    @property
    def live(self) -> core.Reach:
        """The core's own, without what is switched off."""
        return self._live

    def hide(self, why: str) -> None:
        """From here on nothing is dead: something in the app may start code that no way was found to."""
        self._hidden = why

    def state(self, method: int) -> Reach:
        state = Reach(self._live.state(method))
        if state == Reach.DEAD and self._hidden:
            state = Reach.UNKNOWN
        if state != Reach.LIVE and self._dormant is not None and self._dormant.state(method) == "live":
            return Reach.DORMANT
        return state

    def why(self, method: int) -> str:
        if self._dormant is not None and self.state(method) == Reach.DORMANT:
            return self._dormant.why(method)
        return self._live.why(method) or self._hidden

    def way(self, method: int) -> Sequence[WayStep]:
        reach = self._dormant if self._dormant is not None and self.state(method) == Reach.DORMANT else self._live
        return [WayStep(number, offset, edge) for number, offset, edge in reach.steps(method)]

    def table(self) -> core.Table:
        """The fact table `reach`, saying what `state` says."""
        return self._live.table(self._dormant, self._hidden or None)

    def counts(self) -> dict[Reach, int]:
        counted = Counter(self.table().column("state"))
        return {reach: counted[reach.value] for reach in Reach}


def reach(facts: Facts) -> CodeReach | None:
    """Reach of the sample's code; None when it holds none. Fills the table `entries`."""
    if facts.code is None:
        return None
    table = framework.table()
    named = entry.named(facts)
    live = core.Reach(facts.code, table, entry.entries(facts), named)
    off = entry.entries(facts, enabled=False)
    dormant = core.Reach(facts.code, table, off, named) if off else None
    facts.tables["entries"] = live.entries()
    return CodeReach(live, dormant)
