"""What tracing found: which code can run, and where catalogue entries were seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sousveil.model.report import Reach
from sousveil.model.sighting import Sighting


@dataclass(frozen=True, slots=True)
class WayStep:
    """One hop on the way from an entry point: from `offset` in the method before it, by `edge`, to `method`.

    The first hop is the entry itself; its `offset` is None.
    """

    method: int
    offset: int | None
    edge: str


class ReachOf(Protocol):
    """Answers whether a method can run."""

    def state(self, method: int) -> Reach: ...

    def why(self, method: int) -> str:
        """For live code the entry point; for dead and unknown code the ground of that verdict."""

    def way(self, method: int) -> Sequence[WayStep]:
        """The shortest way from an entry point, the entry first; empty when there is none."""

    def counts(self) -> dict[Reach, int]: ...


@dataclass(slots=True)
class Traces:
    reach: ReachOf | None
    sightings: dict[str, list[Sighting]] = field(default_factory=dict)
    """Catalogue id → sightings: live first, the app's own code before libraries, then by place."""
    own_classes: list[str] = field(default_factory=list)
    """Descriptors of the classes that no known library explains, in class order."""
    hiding: list[Sighting] = field(default_factory=list)
    """Places where code may be started that no way was found to; where there are any, nothing is called dead."""
    unsure: frozenset[str] = frozenset()
    """Entries that may be there: a body that does what is asked unless a call in it does otherwise."""

    def of(self, pattern: str) -> list[Sighting]:
        """Sightings of one entry, or of a branch when `pattern` ends in `*`, entries in alphabetical order."""
        if not pattern.endswith("*"):
            return self.sightings.get(pattern, [])
        stem = pattern[:-1]
        return [s for entry in sorted(self.sightings) if entry.startswith(stem) for s in self.sightings[entry]]
