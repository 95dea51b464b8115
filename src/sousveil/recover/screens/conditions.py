"""Conditions of places in words: when a way is taken, when a widget is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sousveil.model.facts import Facts
from sousveil.model.text import one_line
from sousveil.recover.code import Condition, OwnCode, Use
from sousveil.recover.decisions.naming import Naming
from sousveil.recover.decisions.terms import Names, Term
from sousveil.recover.decisions.told import Phrases
from sousveil.recover.decisions.wants import Sorter
from sousveil.recover.gloss import Glossary

_MOST = 3
_GIVEN = re.compile(r"\bparameter \d+ \([^)]*\)")
HANDED = "a value it is given"


class Spoken:
    """Says conditions; `labels` of a screen are texts by the id of a widget."""

    def __init__(self, facts: Facts, own: OwnCode, glossary: Glossary, uses: Iterable[Use]) -> None:
        names = Names(facts, own)
        names.note(uses)
        self._sorter = Sorter(names, lambda _: False)
        self._naming = Naming(facts, glossary)

    def when(self, row: Sequence[Condition], labels: Mapping[str, str]) -> str | None:
        """What must hold and says something about the app; None where nothing does. Which widget was pressed, how the
        app runs and what has no name is left out."""

        def named(term: Term) -> str:
            text = labels.get(term.words[0]) if term.kind == "choice" else None
            return f"«{one_line(text, 60)}»" if text else self._naming.of(term)

        phrase = Phrases(named, lambda code: self._option(code, labels))
        wants = [w for w in self._sorter.when(row).wants if w.kind in ("meaning", "shown", "lack", "filled") and w.term]
        wants = [w for w in wants if w.term is not None and (w.kind in ("meaning", "shown") or w.term.kind == "widget")]
        wants = [w for w in wants if w.term is not None and w.term.kind != "method"]
        said = list(dict.fromkeys(map(phrase, wants)))
        return " and ".join(said[:_MOST]) or None

    def _option(self, code: str, labels: Mapping[str, str]) -> str | None:
        text = labels.get(code.removeprefix("id/")) if code.startswith("id/") else None
        return f"«{one_line(text, 60)}»" if text else self._naming.option(code)


def plain(condition: str) -> str:
    """A condition as code reads it, without numbers of parameters."""
    return _GIVEN.sub(HANDED, condition)
