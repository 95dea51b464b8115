"""From facts and traces to the forms, lists and rules that people wrote: one package for each of the four recoveries.

They build on one another in this order: what a code means (lists), what a person sees (screens), what is written down
(records), what is done then (decisions).
"""

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.recovered import Recovered
from sousveil.model.traces import Traces
from sousveil.recover.decisions import decisions
from sousveil.recover.lists import lists
from sousveil.recover.natives import natives
from sousveil.recover.records import records
from sousveil.recover.remains import remains
from sousveil.recover.screens import screens
from sousveil.recover.sealed import sealed
from sousveil.recover.switches import switches


def recover(facts: Facts, traces: Traces, knowledge: Knowledge) -> Recovered:
    """All lists, screens, records and decisions of a sample."""
    closed = sealed(facts, traces)
    inside = {one.sealed.id: one.data for one in closed if one.data is not None}
    listed = tuple(lists(facts, traces, knowledge))
    shown = tuple(screens(facts, traces, knowledge, listed))
    written = tuple(records(facts, traces, knowledge, listed, shown))
    decided = tuple(decisions(facts, traces, knowledge, listed, shown, written))
    left = tuple(remains(facts, traces, knowledge))
    return Recovered(
        lists=listed,
        screens=shown,
        records=written,
        decisions=decided,
        sealed=tuple(one.sealed for one in closed),
        inside=inside,
        remains=left,
        switches=tuple(switches(facts, traces, knowledge, listed)),
        natives=tuple(natives(facts, traces, knowledge)),
    )
