"""The words of actions and concerns, ready to be looked up in texts and identifiers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sousveil.knowledge.load import Knowledge
from sousveil.model.action import Concern

LONGEST = 400
"""Letters of a text that are looked at: a longer one is an article or data, no message."""
_SPLIT = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ENDINGS = ("", "s", "es", "d", "ed", "ing")
_STEM = 6
"""Letters of the shortest Russian word whose last letter may change."""
_LATIN_LEAST = 5
"""Letters of the shortest Latin spelling that is looked for inside a word without capitals."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that was found, and the action or concern it stands for."""

    id: str
    word: str
    gloss: str


class Vocabulary:
    """Looks words up; what was asked before is kept."""

    def __init__(self, things: Iterable[Concern]) -> None:
        self._han: list[tuple[str, Hit]] = []
        self._phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Hit]]]] = {}
        self._spelt: dict[str, list[Hit]] = {}
        for thing in things:
            for lang, words in thing.words.items():
                for word, gloss in words.items():
                    self._add(lang, word, Hit(thing.id, word, gloss))
            for word, gloss in thing.latin.items():
                self._spelt.setdefault(word, []).append(Hit(thing.id, word, gloss))
        self._han.sort(key=lambda pair: -len(pair[0]))
        self.text = lru_cache(maxsize=1 << 14)(self._text)
        self.identifier = lru_cache(maxsize=1 << 14)(self._identifier)

    @classmethod
    def actions(cls, knowledge: Knowledge) -> "Vocabulary":
        return cls(knowledge.actions.values())

    @classmethod
    def concerns(cls, knowledge: Knowledge) -> "Vocabulary":
        return cls(knowledge.concerns.values())

    def _add(self, lang: str, word: str, hit: Hit) -> None:
        if lang == "zh":
            self._han.append((word, hit))
            return
        parts = tuple(_fold(word).split())
        self._phrases.setdefault(lang, {}).setdefault(_key(lang, parts[0]), []).append((parts, hit))
        if lang == "en":
            self._spelt.setdefault("".join(parts), []).append(hit)

    def _text(self, text: str) -> tuple[Hit, ...]:
        """Words of a message or label, in the order of the text; of overlapping ones the longest."""
        if len(text) > LONGEST or not text.strip():
            return ()
        found = list(self._in_han(text)) if _HAN.search(text) else []
        langs = [
            *(["ru"] if _CYRILLIC.search(text) else []),
            *(["ug", "fa", "ar"] if _ARABIC.search(text) else []),
            *(["en"] if (not found and " " in text.strip()) or text.isascii() else []),
        ]
        words = [_fold(word) for word in _WORD.findall(text)]
        for lang in langs:
            found += self._in_words(lang, words)
        return tuple(dict.fromkeys(found))

    def _in_han(self, text: str) -> Iterator[Hit]:
        taken = [False] * len(text)
        places: list[tuple[int, Hit]] = []
        for word, hit in self._han:
            start = text.find(word)
            while start >= 0:
                if not any(taken[start : start + len(word)]):
                    places.append((start, hit))
                    taken[start : start + len(word)] = [True] * len(word)
                elif (start, len(word)) in {(s, len(h.word)) for s, h in places}:
                    places.append((start, hit))
                start = text.find(word, start + 1)
        yield from (hit for _, hit in sorted(places, key=lambda pair: pair[0]))

    def _in_words(self, lang: str, words: list[str]) -> Iterator[Hit]:
        known = self._phrases.get(lang, {})
        for at in range(len(words)):
            best: list[tuple[int, Hit]] = []
            for start in _beginnings(lang, words[at]):
                for parts, hit in known.get(_key(lang, start), ()):
                    there = [start, *words[at + 1 : at + len(parts)]]
                    if len(there) == len(parts) and all(map(_same, [lang] * len(parts), parts, there)):
                        best.append((len(parts), hit))
            longest: dict[str, int] = {}
            for n, hit in best:
                longest[hit.id] = max(n, longest.get(hit.id, 0))
            yield from (hit for n, hit in best if n == longest[hit.id])

    def _identifier(self, name: str) -> tuple[Hit, ...]:
        """Words of an identifier, the longest first."""
        words = [word.lower() for word in _SPLIT.findall(name)] if name.isascii() and len(name) <= 120 else []
        found: list[Hit] = []
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + 5), at, -1):
                hits = self._spelling("".join(words[at:end]))
                if hits:
                    found += hits
                    break
            else:
                end = at + 1
                found += self._inside(words[at])
            at = end
        return tuple(dict.fromkeys(found))

    def _spelling(self, word: str) -> list[Hit]:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                hits = self._spelt.get(word[: len(word) - len(ending)])
                if hits:
                    return hits
        return []

    def _inside(self, word: str) -> list[Hit]:
        """A spelling of another language at either end of a word that was written without capitals."""
        for hits in (self._spelt.get(word[:n]) or self._spelt.get(word[-n:]) for n in range(len(word) - 1, 3, -1)):
            if hits and not hits[0].word.isascii() and len(hits[0].word) >= _LATIN_LEAST:
                return hits
        return []


def _key(lang: str, word: str) -> str:
    return word[: _STEM - 2] if lang == "ru" else word[:4] if lang == "en" else word


def _beginnings(lang: str, word: str) -> Iterator[str]:
    """A word, and in Arabic the word without the letters that are written onto it."""
    yield word
    if lang == "ar":
        for before in ("وال", "بال", "لل", "ال", "و", "ب", "ل"):
            if word.startswith(before) and len(word) > len(before) + 2:
                yield word[len(before) :]
                break


def _same(lang: str, known: str, word: str) -> bool:
    if lang == "en":
        return any(word == known + ending for ending in _ENDINGS)
    if lang == "ru" and len(known) >= _STEM:
        return word.startswith(known[:-1]) and len(word) <= len(known) + 2
    return word == known


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower().translate(_FOLDED)


_FOLDED = str.maketrans("أإآٱكيىةё", "ااااکییهе")
