"""What decisions and tasks are read with: the app's own code once, its words, and how things are called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sousveil.knowledge.load import Knowledge
from sousveil.model.decision import Decision
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.record import Record
from sousveil.model.screen import Screen
from sousveil.model.traces import Traces
from sousveil.recover.decisions.drafts import Drafts
from sousveil.recover.decisions.written import Writer
from sousveil.recover.records.values import Reader
from sousveil.recover.records.widgets import Widgets


class Desk:
    """Everything at hand."""

    def __init__(
        self,
        facts: Facts,
        traces: Traces,
        knowledge: Knowledge,
        listed: Sequence[ValueList],
        shown: Sequence[Screen],
        written: Sequence[Record],
        reader: Reader | None = None,
    ) -> None:
        self.facts, self.traces, self.knowledge = facts, traces, knowledge
        self.lists, self.screens, self.records = listed, shown, written
        reader = reader or Reader(facts, traces, knowledge)
        widgets = Widgets(reader)
        widgets.collect()
        self.drafts = Drafts(facts, traces, knowledge, reader.own)
        self.writer = Writer(facts, traces, knowledge, self.drafts, listed, shown, written, widgets)

    @cached_property
    def decisions(self) -> list[Decision]:
        """Every decision, ids `D-1`, `D-2` …"""
        return [self.writer.decision(number, draft) for number, draft in enumerate(self.drafts.drafts(), 1)]
