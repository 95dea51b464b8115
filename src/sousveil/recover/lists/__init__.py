"""Lists of meaning: what is looked for, chosen from or told apart."""

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.traces import Traces


def lists(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[ValueList]:
    """Every list of meaning, ids `L-1`, `L-2` …; those told first come first."""
    return []
