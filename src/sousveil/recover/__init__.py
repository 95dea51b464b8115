"""From facts and traces to the forms, lists and rules that people wrote: one package for each recovery.

They build on one another in this order: what is inside sealed files, what a code means (lists), what a person sees
(screens), what is written down (records), what is done then (decisions). A recovery that fails leaves a gap, and the
rest stands.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.gloss import Text
from sousveil.model.parts import RawGap
from sousveil.model.recovered import Recovered
from sousveil.model.sealed import Inside
from sousveil.model.traces import Traces
from sousveil.recover.decisions import decisions
from sousveil.recover.gloss import Glossary
from sousveil.recover.lists import lists
from sousveil.recover.natives import natives
from sousveil.recover.records import records
from sousveil.recover.remains import remains
from sousveil.recover.rulefiles import rulefiles, told_as_rules
from sousveil.recover.screens import screens
from sousveil.recover.sealed import sealed
from sousveil.recover.switches import switches

T = TypeVar("T")


def unseal(facts: Facts, traces: Traces, before: Sequence[Inside], passed: int) -> Sequence[Inside]:
    """What is sealed, and what came out where the app's own code opens it: asked after each pass of reading."""
    try:
        return sealed(facts, traces, before, passed)
    except Exception as error:  # a defect of ours must not cost the user the rest of the report
        facts.gaps.append(_defect("sealed files", error))
        return before


def recover(facts: Facts, traces: Traces, knowledge: Knowledge, closed: Sequence[Inside] = ()) -> Recovered:
    """All that can be put together again of a sample. `closed`: what `unseal` found."""

    def tried(name: str, found: Callable[[], Sequence[T]]) -> tuple[T, ...]:
        try:
            return tuple(found())
        except Exception as error:  # a defect of ours must not cost the user the rest of the report
            facts.gaps.append(_defect(name, error))
            return ()

    shut = [one.sealed for one in closed]
    listed = tried("lists", lambda: lists(facts, traces, knowledge, shut))
    ruled = tried("files of rules", lambda: rulefiles(facts, traces, knowledge, shut))
    listed = told_as_rules(listed, ruled)
    shown = tried("screens", lambda: screens(facts, traces, knowledge, listed))
    written = tried("records", lambda: records(facts, traces, knowledge, listed, shown))
    decided = tried("decisions", lambda: decisions(facts, traces, knowledge, listed, shown, written))
    return Recovered(
        label=tried("the app's name", lambda: _label(facts, knowledge)),
        lists=listed,
        screens=shown,
        records=written,
        decisions=decided,
        sealed=tuple(shut),
        rulefiles=ruled,
        remains=tried("what is left on a phone", lambda: remains(facts, traces, knowledge)),
        switches=tried("switches", lambda: switches(facts, traces, knowledge, listed)),
        natives=tried("native programs", lambda: natives(facts, traces, knowledge)),
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
