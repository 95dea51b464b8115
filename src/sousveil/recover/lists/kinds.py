"""What the entries of a list are: by the pattern they fit, or by how many of them are words of a vocabulary."""

import re
from dataclasses import dataclass
from functools import cached_property

from sousveil.knowledge.load import Knowledge
from sousveil.model.knowledge import ListKind
from sousveil.recover.lists.found import Found
from sousveil.recover.lists.names import is_human, words

_SIGNS = " \t\r\n.:;,!?()[]{}<>«»\"'“”（）、。：；！？-–—*·"
_MOST = 2000
"""Entries looked at: enough to tell the kind of any list."""
_CODE = 4
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
        self._names = [re.compile(n.pattern) for n in knowledge.noise.values()]
        self._sentinels = {plain(m): s.id for s in knowledge.sentinels.values() for m in s.members}
        self._begins = [(plain(b), s.id) for s in knowledge.sentinels.values() for b in s.begins]
        self._beginnings = tuple(begin for begin, _ in self._begins)

    @cached_property
    def _ready(self) -> list[tuple[ListKind, list[re.Pattern[str]], frozenset[str], frozenset[str]]]:
        return [
            (
                kind,
                [re.compile(p) for p in kind.pattern],
                frozenset(map(plain, kind.members)),
                frozenset(n.rstrip("s") for n in kind.named),
            )
            for kind in self._knowledge.lists.values()
        ]

    def sentinel(self, text: str) -> str | None:
        """Why an entry stands for no choice; None where it is one."""
        said = plain(text)
        known = self._sentinels.get(said)
        if known is None and said.startswith(self._beginnings):
            known = next((id_ for begin, id_ in self._begins if said.startswith(begin)), None)
        return self._knowledge.sentinels[known].what if known is not None else None

    def product(self, package: str) -> str | None:
        """Public name of the app a package name belongs to."""
        known = self._knowledge.apps.get(package)
        return f"{known.name} ({known.sort})" if known is not None else None

    def of(self, found: Found) -> Kind:
        """The kind that most entries of a column fit, the first column first; the first in the knowledge where two fit
        as well. A kind that is folded counts only for entries without labels."""
        first = OTHER
        labelled = any(is_human(t) for i in found.items[:200] for t in i.plain()[1:])
        named = {w.rstrip("s") for w in words(found.name)}
        for column, entries in enumerate(self._columns(found)):
            if (
                column
                and found.form_key == ""
                and found.path is not None
                and found.resource is None
                and not _codes(found)
            ):
                break
            best: tuple[float, Kind] = (0.0, OTHER)
            once = {entry: (plain(entry), entry.strip() if len(entry) < 4096 else None) for entry in entries}
            asked = list(once.values())
            figures = _figures(found, column)
            for kind, patterns, members, kind_words in self._ready:
                if figures and kind.id != "list.numbers":
                    continue
                wanted = kind.share * (NAMED if named & kind_words else 1)
                share, fits = _share(asked, patterns, members, wanted)
                if fits >= kind.fewest and share >= wanted and share > best[0]:
                    if kind.folded is not None and (column or labelled):
                        continue
                    if kind.id == "list.urls" and self._only_names(entries):
                        return Kind("urls", kind.what, "names that look like addresses", False, column)
                    best = (share, Kind(kind.id.split(".", 1)[1], kind.what, kind.folded, kind.personal, column))
            if best[1].folded is None and best[1] != OTHER:
                return best[1]
            first = best[1] if first == OTHER else first
        return first

    def _only_names(self, entries: list[str]) -> bool:
        """Whether most addresses are only names: of vocabularies, of properties."""
        return sum(any(n.search(e) for n in self._names) for e in entries) > 0.3 * len(entries)

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


def _codes(found: Found) -> bool:
    """Whether the first column of a table holds codes, so that the next one says what the entries are."""
    return all(len(i.value) <= _CODE or i.value.isdigit() for i in found.items[:200])


def _figures(found: Found, column: int) -> bool:
    """Whether a column holds numbers of the code, which are codes and no texts."""
    kinds = [i.kinds[column] if column < len(i.kinds) else i.kind if column == 0 else "" for i in found.items[:200]]
    return sum(k == "int" for k in kinds) > 0.5 * len(kinds)


def _share(
    entries: list[tuple[str, str | None]], patterns: list[re.Pattern[str]], members: frozenset[str], wanted: float
) -> tuple[float, int]:
    """How many of the entries, each as a plain text and as it is matched, are members or fit a pattern; nothing where
    their share cannot be as large as wanted."""
    if not entries:
        return 0.0, 0
    missed = 0
    for plain, text in entries:
        if plain in members or (text is not None and any(p.fullmatch(text) is not None for p in patterns)):
            continue
        missed += 1
        if (len(entries) - missed) / len(entries) < wanted:
            return 0.0, 0
    return (len(entries) - missed) / len(entries), len(entries) - missed
