"""Decisions: what changes what happens to a person, and when."""

from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.decision import Decision
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.record import Record
from sousveil.model.screen import Screen
from sousveil.model.traces import Traces


def decisions(
    facts: Facts,
    traces: Traces,
    knowledge: Knowledge,
    listed: Sequence[ValueList],
    shown: Sequence[Screen],
    written: Sequence[Record],
) -> list[Decision]:
    """Every decision, ids `D-1`, `D-2` …"""
    return []
