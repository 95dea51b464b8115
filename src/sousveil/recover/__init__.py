"""From facts and traces to the forms, lists and rules that people wrote: one package for each recovery.

They build on one another in this order: what is inside sealed files, what a code means (lists), what a person sees
(screens), what is written down (records), what is done then (decisions). A recovery that fails leaves a gap, and the
rest stands.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.gloss import Text
from sousveil.model.parts import RawGap
from sousveil.model.recovered import Recovered
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode
from sousveil.recover.commands import commands
from sousveil.recover.decisions.desk import Desk
from sousveil.recover.gloss import Glossary
from sousveil.recover.lists import lists
from sousveil.recover.natives import natives
from sousveil.recover.natives.files import Files
from sousveil.recover.natives.hidden import Hidden, hidden
from sousveil.recover.natives.running import Running
from sousveil.recover.records import records
from sousveil.recover.records.values import Reader
from sousveil.recover.remains import remains
from sousveil.recover.requests import requests
from sousveil.recover.screens import screens
from sousveil.recover.sealed import sealed
from sousveil.recover.sealed.constants import Constants
from sousveil.recover.switches import switches
from sousveil.recover.tasks import tasks

T = TypeVar("T")


def recover(facts: Facts, traces: Traces, knowledge: Knowledge) -> Recovered:
    """All that can be put together again of a sample."""

    def tried(name: str, found: Callable[[], Sequence[T]]) -> tuple[T, ...]:
        try:
            return tuple(found())
        except Exception as error:  # a defect of ours must not cost the user the rest of the report
            facts.gaps.append(_defect(name, error))
            return ()

    @cache
    def reader() -> Reader:
        """The app's own code, read once."""
        return Reader(facts, traces, knowledge)

    def read() -> bool:
        return facts.code is not None and "fields" in facts.tables

    running = Running(facts)
    constants = Constants(OwnCode(facts, traces), running)
    files = Files(facts)
    made = next(
        iter(tried("texts of native code", lambda: [hidden(facts, running, constants, knowledge, files)])), Hidden()
    )
    closed = tried("sealed files", lambda: sealed(facts, traces, constants, made))
    running.close()
    inside = {one.sealed.id: one.data for one in closed if one.data is not None}
    listed = tried(
        "lists", lambda: lists(facts, traces, knowledge, inside, [one.sealed for one in closed], (files, made))
    )
    shown = tried("screens", lambda: screens(facts, traces, knowledge, listed))
    written = tried("records", lambda: records(facts, traces, knowledge, listed, shown, reader()) if read() else ())

    @cache
    def desk() -> Desk | None:
        """What decisions and tasks are read with."""
        there = read() and traces.bodies is not None and bool(knowledge.actions)
        return Desk(facts, traces, knowledge, listed, shown, written, reader()) if there else None

    decided = tried("decisions", lambda: one.decisions if (one := desk()) is not None else ())
    return Recovered(
        label=tried("the app's name", lambda: _label(facts, knowledge)),
        lists=listed,
        screens=shown,
        records=written,
        decisions=decided,
        tasks=tried("tasks", lambda: tasks(one) if (one := desk()) is not None else ()),
        sealed=tuple(one.sealed for one in closed),
        inside=inside,
        remains=tried("what is left on a phone", lambda: remains(facts, traces, knowledge)),
        commands=tried("commands", lambda: commands(facts, traces, knowledge)),
        requests=tried("requests", lambda: requests(facts, traces, knowledge)),
        switches=tried("switches", lambda: switches(facts, traces, knowledge, listed)),
        natives=tried("native programs", lambda: natives(facts, traces, knowledge, files, made)),
    )


def _label(facts: Facts, knowledge: Knowledge) -> list[Text]:
    """The app's name in each language, with its gloss."""
    words = Glossary.of(knowledge)
    named = facts.manifest.label if facts.manifest is not None and facts.manifest.label else {}
    return [words.told(text, locale or None) for locale, text in sorted(named.items())]


def _defect(name: str, error: Exception) -> RawGap:
    return RawGap(
        part=0,
        place="entry",
        cause="defect",
        detail=f"Putting together {name} failed: {type(error).__name__}: {error}",
        closes="Report it to us with the sample's SHA-256.",
    )
