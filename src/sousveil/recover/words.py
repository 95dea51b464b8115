"""Identifiers cut into words, and words looked up by their Latin spelling: English, pinyin, listed initials."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from sousveil.model.knowledge import Term

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_LEAST = 4
"""Letters of the shortest spelling that is looked for inside a word: shorter ones are found everywhere."""
_TAIL = frozenset(("id", "no", "num", "number", "code", "str", "string", "text", "value", "list", "info", "key"))
"""Words after which a name still names the datum before them."""


@dataclass(frozen=True, slots=True)
class Word:
    """One or more words of an identifier. `widget`: it only says what kind of widget bears the name."""

    text: str
    terms: tuple[Term, ...] = ()
    widget: bool = False


def split(name: str) -> list[str]:
    """Words of an identifier: at `_`, `-`, spaces, between small and capital letters, letters and digits."""
    return _WORD.findall(name)


class Spellings:
    """The terms by how identifiers spell them."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._whole: dict[str, list[Term]] = {}
        self._short: dict[str, list[Term]] = {}
        self._inside: dict[str, dict[str, list[Term]]] = {"zh": {}, "en": {}}
        for term in terms:
            spelt = [term.term.replace(" ", "").lower()] if term.lang == "en" else term.latin
            for spelling in spelt:
                self._whole.setdefault(spelling, []).append(term)
                if term.lang in self._inside and len(spelling) >= _LEAST and term.topic != "widgets":
                    self._inside[term.lang].setdefault(spelling, []).append(term)
            for spelling in term.short:
                self._short.setdefault(spelling, []).append(term)
        self._most = max(map(len, self._whole), default=0)

    def read(self, words: Sequence[str]) -> list[Word]:
        """The words with their terms, longest-first; `m` before a capital is left out."""
        low = [word.lower() for word in words]
        if len(words) > 1 and words[0] == "m" and words[1][0].isupper():
            low = low[1:]
        found: list[Word] = []
        at = 0
        while at < len(low):
            end, read = self._at(low, at)
            found += read
            at = end
        return found

    def _at(self, low: Sequence[str], at: int) -> tuple[int, list[Word]]:
        for end in range(min(len(low), at + 6), at, -1):
            joined = "".join(low[at:end])
            terms = self._whole.get(joined) if len(joined) <= self._most else None
            if terms:
                return end, [Word(joined, _same(terms), all(term.topic == "widgets" for term in terms))]
        word = low[at]
        if word in self._short:
            return at + 1, [Word(word, _same(self._short[word]))]
        return at + 1, list(self._parts(word)) or [Word(word)]

    def _parts(self, word: str) -> tuple[Word, ...]:
        """A word that is nothing but known spellings of one language, as those; else nothing."""
        if not 2 * _LEAST <= len(word) <= 40 or not word.isalpha():
            return ()
        for known in (self._inside["zh"], self._inside["en"]):
            cut = _cut(word, known)
            if cut:
                return tuple(Word(piece, _same(known[piece])) for piece in cut)
        return ()

    @staticmethod
    def names_datum(words: Sequence[Word], place: int) -> bool:
        """Whether the term at `place` is what the identifier names: one English word inside a longer name is not
        (`phoneModel`), but for what only says number, code or text."""
        word = words[place]
        if any(term.lang != "en" or " " in term.term for term in word.terms):
            return True
        return all(later.text in _TAIL or later.text.isdigit() for later in words[place + 1 :])


def _cut(word: str, known: Container[str]) -> list[str]:
    """The word as the fewest known spellings, the longest first where two cuts are alike; nothing if there is none."""
    best: list[list[str] | None] = [None] * len(word) + [[]]
    for start in range(len(word) - _LEAST, -1, -1):
        for end in range(len(word), start + _LEAST - 1, -1):
            rest, spelling = best[end], word[start:end]
            if rest is not None and spelling in known:
                here = best[start]
                if here is None or len(rest) + 1 < len(here):
                    best[start] = [spelling, *rest]
    return best[0] or []


def _same(terms: Sequence[Term]) -> tuple[Term, ...]:
    return tuple({term.term: term for term in terms}.values())
