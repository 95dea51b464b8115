"""Records: what is written down, whole, with all names of each field."""

from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.record import Record
from sousveil.model.screen import Screen
from sousveil.model.traces import Traces
from sousveil.recover.decisions.told import Phrases
from sousveil.recover.gloss import Glossary
from sousveil.recover.records import forms
from sousveil.recover.records.checks import Checks
from sousveil.recover.records.chosen import Chosen
from sousveil.recover.records.classes import Classes
from sousveil.recover.records.fields import Fields
from sousveil.recover.records.keyed import Keyed
from sousveil.recover.records.origins import Origins
from sousveil.recover.records.pieces import Board
from sousveil.recover.records.sent import Sent
from sousveil.recover.records.steps import Steps
from sousveil.recover.records.tables import Tables
from sousveil.recover.records.templates import Templates
from sousveil.recover.records.together import Together
from sousveil.recover.records.values import Reader
from sousveil.recover.records.widgets import Widgets
from sousveil.recover.records.writes import Writes


def records(
    facts: Facts,
    traces: Traces,
    knowledge: Knowledge,
    listed: Sequence[ValueList],
    shown: Sequence[Screen],
    reader: Reader | None = None,
) -> list[Record]:
    """Every record, ids `R-1`, `R-2` …; those about people come first."""
    if facts.code is None or "fields" not in facts.tables:
        return []
    reader, board = reader or Reader(facts, traces, knowledge), Board()
    chosen = Chosen(reader, listed)
    reader.said = chosen.said
    classes = Classes(reader, board)
    classes.collect()
    tables = Tables(reader, board, classes)
    tables.collect()
    keyed = Keyed(reader, board, tables)
    keyed.collect()
    keyed.join_parameters()
    widgets = Widgets(reader)
    widgets.collect()
    from sousveil.recover.decisions.naming import Naming  # decisions are built on records, and name alike

    naming = Naming(facts, Glossary.of(knowledge), widgets)
    chosen.phrase = Phrases(naming.of, naming.option)
    sent = Sent(reader, board, classes, keyed)
    sent.declared()
    templates = Templates(reader, board, classes)
    templates.collect()
    keyed.writes += [*sent.writes, *templates.writes]
    Writes(reader, board, classes, keyed, widgets, Origins(reader, board, classes, tables, widgets)).collect()
    checks = Checks(reader, board, classes, widgets)
    checks.collect()
    checks.fill()
    sent.collect()
    forms.collect(board, widgets)
    steps = Steps(facts, traces)
    return Together(board, Fields(knowledge, steps, widgets, checks, listed), steps, knowledge).records()
