"""Places in code as evidence, for all that is recovered."""

from sousveil.model import spots
from sousveil.model.evidence import Reach, Role, Step
from sousveil.model.facts import Facts
from sousveil.model.text import visible
from sousveil.model.traces import Traces


def reach(traces: Traces, method: int) -> Reach:
    """Whether a method can run."""
    return traces.reach.state(method) if traces.reach is not None else Reach.UNKNOWN


def step(facts: Facts, traces: Traces, method: int, offset: int, shows: str, role: Role = Role.SITE) -> Step:
    """The instruction at `offset` of a method."""
    spot = spots.instruction(facts, method, offset)
    part = facts.part(spot.part)
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=spot.place,
        reads=spot.reads,
        shows=visible(shows),
        role=role,
        reach=reach(traces, method),
    )
