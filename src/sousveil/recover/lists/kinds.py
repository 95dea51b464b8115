"""What the entries of a list are: by the pattern they fit, or by how many of them are words of a vocabulary."""

import re
from dataclasses import dataclass
from functools import cached_property

from sousveil.knowledge.load import Knowledge
from sousveil.model.knowledge import ListKind
from sousveil.recover.lists.found import Found
from sousveil.recover.lists.names import words

_SIGNS = " \t\r\n.:;,!?()[]{}<>«»\"'“”（）、。：；！？-–—*·"
_MOST = 2000
"""Entries looked at: enough to tell the kind of any list."""
NAMED = 0.5
"""How much less is enough where the list's own name says the same."""


def plain(text: str) -> str:
    """A text without case and the signs around it."""
    return text.strip(_SIGNS).casefold()


@dataclass(frozen=True)
class Kind:
    """The kind of one list. `column` is the column that told it."""

    id: str
    what: str
    folded: str | None
    personal: bool
    column: int


OTHER = Kind("other", "entries", None, False, 0)


class Kinds:
    """All kinds of the knowledge, ready to be asked."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._sentinels = {plain(m): s.id for s in knowledge.sentinels.values() for m in s.members}

    @cached_property
    def _ready(self) -> list[tuple[ListKind, list[re.Pattern[str]], frozenset[str]]]:
        return [
            (kind, [re.compile(p) for p in kind.pattern], frozenset(plain(m) for m in kind.members))
            for kind in self._knowledge.lists.values()
        ]

    def sentinel(self, text: str) -> str | None:
        """Why an entry stands for no choice; None where it is one."""
        known = self._sentinels.get(plain(text))
        return self._knowledge.sentinels[known].what if known is not None else None

    def product(self, package: str) -> str | None:
        """Public name of the app a package name belongs to."""
        known = self._knowledge.apps.get(package)
        return f"{known.name} ({known.sort})" if known is not None else None

    def of(self, found: Found) -> Kind:
        """The kind that most entries fit; the first in the knowledge where two fit as well."""
        best: tuple[float, Kind] = (0.0, OTHER)
        named = {w.rstrip("s") for w in words(found.name)}
        for column, entries in enumerate(self._columns(found)):
            for kind, patterns, members in self._ready:
                share, fits = _share(entries, patterns, members)
                wanted = kind.share * (NAMED if named & {n.rstrip("s") for n in kind.named} else 1)
                if fits >= kind.fewest and share >= wanted and share > best[0]:
                    if kind.folded is not None and column and found.items[0].value:
                        continue
                    best = (share, Kind(kind.id.split(".", 1)[1], kind.what, kind.folded, kind.personal, column))
        return best[1]

    def _columns(self, found: Found) -> list[list[str]]:
        """Entries by column, without those that stand for nothing; other languages stand in for the first column."""
        columns: list[list[str]] = []
        for item in found.items[:_MOST]:
            for number, text in enumerate(item.texts()):
                if number >= len(columns):
                    columns.append([])
                if text and not (number == 0 and self.sentinel(text) and len(found.items) > 2):
                    columns[number].append(text)
        columns = columns[:8]
        for locale in sorted({code for item in found.items[:50] for code in item.other}):
            columns.append([item.other[locale] for item in found.items[:_MOST] if locale in item.other])
        return columns


def _share(entries: list[str], patterns: list[re.Pattern[str]], members: frozenset[str]) -> tuple[float, int]:
    if not entries:
        return 0.0, 0
    unique = set(entries)
    if patterns:
        fits = sum(any(p.fullmatch(e.strip()) for p in patterns) for e in unique if len(e) < 4096)
    else:
        fits = sum(plain(e) in members for e in unique)
    return fits / len(unique), fits
