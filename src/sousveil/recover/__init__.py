"""From facts and traces to the forms, lists and rules that people wrote: one package for each recovery.

They build on one another in this order: what is inside sealed files (`unseal`, asked after each pass of reading), what
a code means (lists), what a person sees (screens), what is written down (records), what is done then (decisions,
tasks). A recovery that fails leaves a gap, and the rest stands.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.gloss import Text
from sousveil.model.lists import ValueList
from sousveil.model.record import Record
from sousveil.model.recovered import Recovered
from sousveil.model.screen import Screen
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode
from sousveil.recover.commands import commands
from sousveil.recover.decisions.desk import Desk
from sousveil.recover.gloss import Glossary
from sousveil.recover.lists import lists
from sousveil.recover.natives import natives
from sousveil.recover.records import records
from sousveil.recover.records.values import Reader
from sousveil.recover.remains import remains
from sousveil.recover.requests import requests
from sousveil.recover.rulefiles import rulefiles, told_as_rules
from sousveil.recover.screens import screens
from sousveil.recover.switches import switches
from sousveil.recover.tasks import tasks
from sousveil.recover.trying import trying
from sousveil.recover.unsealing import Unsealed, unseal

__all__ = ["Unsealed", "recover", "unseal"]

T = TypeVar("T")


def recover(facts: Facts, traces: Traces, knowledge: Knowledge, opened: Unsealed) -> Recovered:
    """All that can be put together again of a sample. `opened`: what `unseal` found."""
    on = (facts, traces, knowledge)
    own = opened.own or OwnCode(facts, traces)

    def tried(name: str, found: Callable[[], Sequence[T]]) -> tuple[T, ...]:
        with trying(facts, name):
            return tuple(found())
        return ()

    shut = [one.sealed for one in opened.closed]
    listed = tried("lists", lambda: lists(*on, shut, opened))
    ruled = tried("files of rules", lambda: rulefiles(*on, shut, own))
    listed = told_as_rules(listed, ruled)
    shown = tried("screens", lambda: screens(*on, listed, own))
    forms = _Forms(*on, own, listed, shown)
    forms.records = tried("records", forms.written)
    return Recovered(
        label=tried("the app's name", lambda: _label(facts, knowledge)),
        lists=listed,
        screens=shown,
        records=forms.records,
        decisions=tried("decisions", lambda: forms.desk.decisions if forms.desk is not None else ()),
        tasks=tried("tasks", lambda: tasks(forms.desk) if forms.desk is not None else ()),
        sealed=tuple(shut),
        rulefiles=ruled,
        remains=tried("what is left on a phone", lambda: remains(*on, own)),
        commands=tried("commands", lambda: commands(*on)),
        requests=tried("requests", lambda: requests(*on)),
        switches=tried("switches", lambda: switches(*on, listed)),
        natives=tried("native programs", lambda: natives(*on, opened.files, opened.made, own)),
    )


class _Forms:
    """Records and what is decided by them; all of it reads the app's own code, where there is any, by one reader."""

    def __init__(
        self,
        facts: Facts,
        traces: Traces,
        knowledge: Knowledge,
        own: OwnCode,
        listed: Sequence[ValueList],
        shown: Sequence[Screen],
    ) -> None:
        self._facts, self._traces, self._knowledge, self._own = facts, traces, knowledge, own
        self._listed, self._shown = listed, shown
        self.records: Sequence[Record] = ()
        self._there = facts.code is not None and "fields" in facts.tables

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._facts, self._traces, self._knowledge, self._own)

    def written(self) -> Sequence[Record]:
        if not self._there:
            return ()
        return records(self._facts, self._traces, self._knowledge, self._listed, self._shown, self._reader)

    @cached_property
    def desk(self) -> Desk | None:
        """What decisions and tasks are read with; ask after the records are known."""
        if not self._there or self._traces.bodies is None or not self._knowledge.actions:
            return None
        on = (self._facts, self._traces, self._knowledge)
        return Desk(*on, self._listed, self._shown, self.records, self._reader)


def _label(facts: Facts, knowledge: Knowledge) -> list[Text]:
    """The app's name in each language, with its gloss."""
    words = Glossary.of(knowledge)
    named = facts.manifest.label if facts.manifest is not None and facts.manifest.label else {}
    return [words.told(text, locale or None) for locale, text in sorted(named.items())]
