"""Screens: what an operator sees, enters and presses, and which screen leads where."""

from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.screen import Screen
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode
from sousveil.recover.screens.make import Maker


def screens(
    facts: Facts,
    traces: Traces,
    knowledge: Knowledge,
    listed: Sequence[ValueList],
    own: OwnCode | None = None,
) -> list[Screen]:
    """Every screen, ids `S-1`, `S-2` …: activities as the manifest lists them, then fragments, dialogs, rows, layouts
    that no code was seen to show."""
    return Maker(facts, traces, knowledge, own).screens()
