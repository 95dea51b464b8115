"""From facts to what can run and where catalogue entries are seen."""

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.traces import Traces
from sousveil.trace import owners, reach, sightings


def trace(facts: Facts, knowledge: Knowledge) -> Traces:
    """Reach first, because every sighting in code carries it."""
    found = reach.reach(facts)
    owner_of = owners.owners(knowledge)
    names = facts.code.class_names() if facts.code is not None else []
    own = [name for name in names if owner_of.of(name) is None]
    return Traces(found, sightings.all_sightings(facts, knowledge, found, owner_of), own)
