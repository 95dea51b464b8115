"""Entries in what belongs to the phone: accounts, settings, rows of messages, calls, contacts, channels, shortcuts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Strength
from sousveil.model.facts import Facts
from sousveil.model.knowledge import Left
from sousveil.model.remain import Remain
from sousveil.model.text import visible
from sousveil.model.traces import Traces
from sousveil.recover import places
from sousveil.recover.code import OwnCode, Use
from sousveil.recover.remains.paths import paths

STEPS = 4
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)


@dataclass(frozen=True, slots=True)
class _Name:
    """How an entry is named, and whether that is known to its end."""

    text: str
    known: bool


def entries(own: OwnCode, facts: Facts, traces: Traces, knowledge: Knowledge) -> Iterator[Remain]:
    """One for each kind of call and name."""
    known = list(knowledge.left.values())

    @cache
    def leaving(text: str) -> list[Left]:
        named = text.partition("->")[2]
        return [left for left in known if any(text.startswith(c) or (c[0] != "L" and named == c) for c in left.calls)]

    calls = [(use, left) for use in own.all if use.kind == "call" for left in leaving(use.text)]
    terms = own.terms([(use.method, use.offset, left.argument) for use, left in calls])
    found: dict[tuple[str, _Name], list[Use]] = {}
    for (use, left), term in zip(calls, terms, strict=True):
        for name in _names(use, left, term[0] if term is not None else ""):
            found.setdefault((left.id, name), []).append(use)
    for (id_, name), uses in found.items():
        yield _remain(knowledge.left[id_], name, uses, facts, traces)


def _names(use: Use, left: Left, term: str) -> list[_Name]:
    if left.name == "none":
        return [_Name("", True)]
    if left.name == "rows":
        place, what = min((_first(term, begins), what) for what, begins in left.about.items())
        return [_Name(what, True)] if place < len(term) else []
    if left.name.startswith("new "):
        made = use.values[left.argument] if left.argument < len(use.values) else None
        given = made.children if made is not None and made.kind == "new" else ()
        at = int(left.name.removeprefix("new "))
        text = given[at].text if at < len(given) and given[at].kind == "text" else ""
        return [_Name(text, True) if text else _Name("<?>", False)]
    return [_Name(p.text, p.constant) for p in paths(term, {}) if p.pattern] or [_Name("<?>", False)]


def _first(term: str, begins: list[str]) -> int:
    """Where the first of these names stands in a term, its end where none does."""
    found = re.search("|".join(rf"(?<![\w$.]){re.escape(b)}" for b in begins), term)
    return found.start() if found is not None else len(term)


def _remain(left: Left, name: _Name, uses: list[Use], facts: Facts, traces: Traces) -> Remain:
    uses.sort(key=lambda u: (_REACH.index(places.reach(traces, u.method)), u.method, u.offset))
    shown = visible(name.text) if left.name == "rows" else f"«{visible(name.text)}»"
    does = left.does.format(name=shown if name.text != "<?>" else "(named only when the app runs)")
    where = visible(name.text) or left.kind
    return Remain(
        id="M-0",
        kind=left.kind,
        where=where,
        pattern=where if name.known else None,
        does=does,
        verbs=(left.verb,),
        storage="phone",
        stays=left.stays,
        strength=Strength.TRACED,
        reach=places.reach(traces, uses[0].method),
        evidence=tuple(places.step(facts, traces, u.method, u.offset, f"The app {does}") for u in uses[:STEPS]),
    )
