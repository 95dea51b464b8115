"""Screens: what an operator sees, enters and presses, and which screen leads where."""

from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.screen import Screen
from sousveil.model.traces import Traces


def screens(
    facts: Facts,
    traces: Traces,
    knowledge: Knowledge,
    listed: Sequence[ValueList],
) -> list[Screen]:
    """Every screen, ids `S-1`, `S-2` …"""
    return []
