"""From facts to what can run and where catalogue entries are seen."""

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.traces import Traces
from sousveil.trace import reach, sightings


def trace(facts: Facts, knowledge: Knowledge) -> Traces:
    """Reach first, because every sighting in code carries it."""
    found = reach.reach(facts)
    return Traces(found, sightings.all_sightings(facts, knowledge, found))
