"""From sightings to the steps of a finding."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sousveil.model import spots
from sousveil.model.evidence import Reach, Role, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.sighting import Sighting
from sousveil.model.text import masked, one_line, visible
from sousveil.model.traces import Traces

SITES_SHOWN = 5
"""Places printed with a finding. The rest are counted; the fact tables hold all of them."""
WAY_SHOWN = 12

_ORDER = {Reach.LIVE: 0, Reach.DORMANT: 1, Reach.UNKNOWN: 2, Reach.DEAD: 3, None: 0}


def ordered(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Live before dead, the app's own code before libraries, then by place. No doubles."""
    unique = {(s.entry, s.part, s.place): s for s in sightings}
    return sorted(unique.values(), key=lambda s: (_ORDER[s.reach], s.owner is not None, s.part, s.place, s.entry))


def step(facts: Facts, sighting: Sighting, *, shows: str, mask: bool = False) -> Step:
    """The step for one sighting. `mask` hides a secret in what stands there."""
    part = facts.part(sighting.part)
    reads: str | None = facts.reads(sighting.part, sighting.place) or sighting.text
    if sighting.how == "string" and sighting.place == "entry":
        reads = None  # the text it stands in is known as a whole only
    if sighting.place.startswith("code:") and sighting.method is not None and facts.code is not None:
        reads = facts.code.instruction_text(sighting.method, sighting.offset) or sighting.text
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=sighting.place,
        reads=masked(reads) if mask and reads else reads,
        shows=visible(shows),
        role=Role.SITE,
        reach=sighting.reach,
    )


def way_steps(facts: Facts, traces: Traces, sighting: Sighting) -> list[Step]:
    """The shortest way from an entry point to a live sighting: the entry, then each place where control goes on."""
    return way_to(facts, traces, sighting.method, sighting.reach)


def way_to(facts: Facts, traces: Traces, method: int | None, reach: Reach | None) -> list[Step]:
    """The same for a method; nothing where it is not live."""
    if method is None or traces.reach is None or facts.code is None or reach != Reach.LIVE:
        return []
    hops = traces.reach.way(method)
    if not hops:
        return []
    code, entry = facts.code, hops[0].method
    why = one_line(f"Started by the system: {traces.reach.why(method)}")
    found = [_way_step(facts, spots.method_itself(facts, entry), why)]
    for before, hop in pairwise(hops[:WAY_SHOWN]):
        if hop.offset is None:
            continue
        shows = one_line(f"{upper_first(hop.edge)} → {code.method_text(hop.method)}")
        found.append(_way_step(facts, spots.instruction(facts, before.method, hop.offset), shows))
    return found


def _way_step(facts: Facts, spot: spots.Spot, shows: str) -> Step:
    part = facts.part(spot.part)
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=spot.place,
        reads=spot.reads,
        shows=shows,
        role=Role.WAY,
        reach=Reach.LIVE,
    )


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def steps(
    facts: Facts,
    traces: Traces,
    sightings: Sequence[Sighting],
    shows: dict[str, str],
    masks: frozenset[str] = frozenset(),
) -> tuple[Step, ...]:
    """Evidence of a finding: its first places, the way to the first live one after it.

    `shows` gives the plain words of each catalogue entry, `masks` the entries whose places are masked.
    """
    found: list[Step] = []
    way_told = False
    for sighting in sightings[:SITES_SHOWN]:
        words = shows.get(sighting.entry) or one_line(sighting.text)
        found.append(step(facts, sighting, shows=words, mask=sighting.entry in masks))
        if not way_told:
            way = way_steps(facts, traces, sighting)
            found.extend(way)
            way_told = bool(way)
    return tuple(found)


def reach_of(sightings: Sequence[Sighting]) -> Reach | None:
    """The best reach among the places; None when none of them is code."""
    known = [s.reach for s in sightings if s.reach is not None]
    return min(known, key=lambda r: _ORDER[r]) if known else None


def strength_of(sightings: Sequence[Sighting]) -> Strength:
    """What stands there is observed; a call picked by the computed value of an argument is traced."""
    return Strength.TRACED if all(s.args for s in sightings) else Strength.OBSERVED
