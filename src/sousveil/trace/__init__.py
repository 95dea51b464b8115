"""From facts to what can run, where catalogue entries are seen, and where personal data goes."""

from functools import partial

from sousveil import core
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach
from sousveil.model.facts import Facts
from sousveil.model.sighting import Sighting
from sousveil.model.traces import Traces
from sousveil.trace import filled, flow, framework, owners, paths, reach, sightings


def trace(facts: Facts, knowledge: Knowledge, *, follow: bool = True) -> Traces:
    """Reach first, because every sighting in code carries it; then data is followed from the sources seen.

    Fills the tables `reach`, `entries` and those of filled collections, and with `follow` those of the data flow.
    """
    found = reach.reach(facts)
    owner_of = owners.owners(knowledge)
    names = facts.code.class_names() if facts.code is not None else []
    own = [name for name in names if owner_of.of(name) is None]
    unsure: set[str] = set()
    seen = sightings.all_sightings(facts, knowledge, found, owner_of, unsure=unsure)
    hiding = hidden(seen, knowledge)
    if found is not None and facts.partial:
        found.hide("code of the app that is not in the folder may start it")
        seen = sightings.without_dead(seen)
    elif found is not None and hiding:
        found.hide(f"{knowledge.entries[hiding[0].entry].what} may start it: {hiding[0].place}")
        seen = sightings.without_dead(seen)
    if found is not None:
        facts.tables["reach"] = found.table()
    traces = Traces(found, seen, own, hiding, frozenset(unsure))
    if facts.code is not None and found is not None:
        models = flow.model_rows(knowledge)
        traces.bodies = partial(core.Bodies, facts.code, framework.table(), found.live, models, flow.texts(facts))
    facts.tables |= filled.tables(facts, own)
    if follow:
        follow_data(facts, knowledge, traces)
    return traces


def follow_data(facts: Facts, knowledge: Knowledge, traces: Traces) -> None:
    """Follows data from the sources seen; fills the tables of the data flow."""
    tables = flow.flows(facts, knowledge, traces)
    if tables is not None:
        facts.tables |= tables.tables
        traces.followed = paths.followed(tables, facts, traces, owners.owners(knowledge))


def hidden(seen: dict[str, list[Sighting]], knowledge: Knowledge) -> list[Sighting]:
    """Places in the app's own code that may start code no way was found to. Libraries' own habits are known."""
    entries = [e.id for e in knowledge.entries.values() if e.hides_code is not None]
    return [s for entry in entries for s in seen.get(entry, []) if s.reach != Reach.DEAD and s.owner is None]
