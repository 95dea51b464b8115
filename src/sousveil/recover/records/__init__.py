"""Records: what is written down, whole, with all names of each field."""

from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.record import Record
from sousveil.model.screen import Screen
from sousveil.model.traces import Traces


def records(
    facts: Facts,
    traces: Traces,
    knowledge: Knowledge,
    listed: Sequence[ValueList],
    shown: Sequence[Screen],
) -> list[Record]:
    """Every record, ids `R-1`, `R-2` …; those about people come first."""
    return []
