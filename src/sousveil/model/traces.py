"""What tracing found: which code can run, and where catalogue entries were seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sousveil.model.evidence import Reach, Strength
from sousveil.model.sighting import Sighting

if TYPE_CHECKING:
    from sousveil.core import Bodies


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


@dataclass(frozen=True, slots=True)
class Flow:
    """One row of the table `flows`: data from the place of a source to the place of a sink."""

    number: int
    decision: bool
    """The data only decides whether the sink runs."""
    source: str
    """Catalogue entry."""
    source_method: int
    source_offset: int | None
    sink: str
    """Catalogue entry."""
    sink_method: int
    sink_offset: int | None
    steps: int
    """How many steps its path has."""
    modelled: int
    """Percent of the calls without code on the path that a model describes."""
    grade: str
    """Weakest join of a carrier on the path, A to D; empty where there is none."""
    strength: Strength
    reach: Reach
    """The worse of its two ends."""
    cut: bool
    """A bound was met on the way."""
    joins: tuple[int, ...] = ()
    """Numbers of the joins on its path, in order: rows of the table `carriers`."""
    through: frozenset[str] = frozenset()
    """Kinds of carrier that it passes, static fields among them."""
    owner: str | None = None
    """The library that both ends are in; None for all other flows."""
    operand: int | None = None
    """What of the call at the sink it arrives in, the receiver counted; None where the table does not say."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One row of the table `steps`; what its kinds mean is in docs/evidence.md."""

    kind: str
    method: int
    offset: int | None
    from_reg: int
    to_reg: int
    from_path: str
    to_path: str
    symbol: str
    why: str


@dataclass(frozen=True, slots=True)
class Join:
    """One row of the table `carriers`: what is put somewhere at one place comes out at another."""

    number: int
    kind: str
    grade: str
    put_method: int
    put_offset: int | None
    put_key: str
    take_method: int
    take_offset: int | None
    take_key: str


class StepsOf(Protocol):
    """Gives the steps of a flow when they are asked for: there may be hundreds of thousands in all."""

    def of(self, flow: Flow) -> list[FlowStep]: ...


@dataclass(slots=True)
class Followed:
    """What came of following data, and what it met."""

    flows: list[Flow]
    joins: list[Join]
    steps: StepsOf
    counts: dict[str, int]
    """What it cost and where it stopped; see `core.Flows.counts`."""
    modelled: int = 0
    """Steps through methods without code that a model describes, over all paths."""
    defaults: int = 0
    """Such steps that no model describes."""


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
    followed: Followed | None = None
    """None where there is no code, or data was not followed."""
    bodies: Callable[[], Bodies] | None = None
    """Makes the reader of values and conditions; None where there is no code. Ask once: it reads all code."""

    @property
    def flows(self) -> list[Flow]:
        """Every flow of data that was found, in table order."""
        return self.followed.flows if self.followed is not None else []

    def of(self, pattern: str) -> list[Sighting]:
        """Sightings of one entry, or of a branch when `pattern` ends in `*`, entries in alphabetical order."""
        if not pattern.endswith("*"):
            return self.sightings.get(pattern, [])
        stem = pattern[:-1]
        return [s for entry in sorted(self.sightings) if entry.startswith(stem) for s in self.sightings[entry]]
