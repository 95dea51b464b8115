"""English words beside texts and identifiers, from the glossary alone: no model, no network, nothing invented.

A text is cut into terms of the glossary so that the fewest letters stay uncovered, with the fewest and longest terms.
What no term covers stays as it is. Below a share of covered letters there is no gloss at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sousveil.knowledge.load import Knowledge
from sousveil.model.gloss import Gloss, Text
from sousveil.model.knowledge import Term
from sousveil.model.script import spoken
from sousveil.recover.english import Said, ordered
from sousveil.recover.words import Spellings, split

SHARE = 0.6
"""Least share of letters that terms must cover."""
SHOWN = 0.8
"""Least share for a gloss that stands beside a text: word for word with holes, it would mislead."""
LONGEST = 600
"""Letters of a text that are looked at; a longer one has no gloss."""

_RANGES = (("zh", 0x3400, 0x9FFF), ("ar", 0x0600, 0x06FF), ("ru", 0x0400, 0x04FF))
_LETTERS = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for _, low, high in _RANGES) + "]")
"""Any letter, mark or sign of a script that terms are cut from."""
_OF_ARABIC_SCRIPT = ("ug", "fa", "ar")
_FOLDED = str.maketrans("أإآٱيكةیکى\u200c\u00a0", "ااااىکهىکى  ")
_MARKS = {
    "：": ":",
    "，": ",",
    "。": ".",
    "、": ",",
    "（": "(",
    "）": ")",
    "！": "!",
    "？": "?",
    "；": ";",
    "،": ",",
    "؟": "?",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, with the terms it may stand for. `letters`: it is made of letters to be covered."""

    original: str
    terms: tuple[Term, ...] = ()
    letters: bool = False


class Glossary:
    """The terms of the knowledge, ready to be looked up."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, dict[str, Term]] = {}
        for term in (kept := tuple(terms)):
            self._terms.setdefault(term.lang, {}).setdefault(_fold(term.term), term)
        self._most = {lang: max(map(len, known)) for lang, known in self._terms.items()}
        self._spellings = Spellings(kept)
        self.text = lru_cache(maxsize=1 << 15)(self._text)
        self.identifier = lru_cache(maxsize=1 << 15)(self._identifier)

    @classmethod
    def of(cls, knowledge: Knowledge) -> "Glossary":
        """The glossary of this knowledge; made once."""
        kept = _MADE.get(knowledge.sha256)
        if kept is None:
            kept = cls(knowledge.glossary.values())
            if len(_MADE) > 8:
                _MADE.clear()
            _MADE[knowledge.sha256] = kept
        return kept

    def told(self, text: str, lang: str | None = None) -> Text:
        """The text with its language and, where there is one, its gloss."""
        found = self.text(text, lang)
        shown = found.gloss if found is not None and found.share >= SHOWN else None
        return Text(text=text, lang=lang or spoken(text), gloss=shown)

    def categories(self, text: str) -> tuple[str, ...]:
        """Data categories that a label or identifier names."""
        found = self.text(text) or self.identifier(text)
        return found.categories if found else ()

    def pieces(self, text: str, lang: str | None = None) -> list[Piece]:
        """The text in pieces whose originals, put together, are the text."""
        if _LETTERS.search(text) is None:
            return [Piece(text)] if text else []
        return max((self._cut(text, told) for told in self._languages(text, lang)), key=_covered, default=[Piece(text)])

    def _text(self, original: str, lang: str | None = None) -> Gloss | None:
        """Gloss of a text that is not in Latin script; None where too little of it is known."""
        if len(original) > LONGEST or _LETTERS.search(original) is None:
            return None
        pieces = self.pieces(original, lang)
        letters = sum(_letters(p.original) for p in pieces if p.letters)
        known = sum(_letters(p.original) for p in pieces if p.terms)
        if not known or known < SHARE * letters:
            return None
        return _gloss(original, pieces, known / letters, _sayings(_ordered(pieces)))

    def _identifier(self, name: str) -> Gloss | None:
        """Gloss of an identifier or an English label; None where too little of it is known."""
        if not name.isascii() or len(name) > 120:
            return None
        words = self._spellings.read(split(name))
        told = [word for word in words if not word.widget] or words
        letters = sum(len(word.text) for word in told if not word.text.isdigit())
        known = sum(len(word.text) for word in told if word.terms)
        if not known or known < SHARE * letters:
            return None
        pieces = [Piece(word.text, word.terms) for word in told]
        kept = {id(term) for place, word in enumerate(told) if self._spellings.names_datum(told, place)
                for term in word.terms}  # fmt: skip
        return _gloss(name, pieces, known / letters, " ".join(_said(p) for p in pieces), kept)

    def _languages(self, text: str, lang: str | None) -> list[str]:
        """Languages that Arabic script is read as, in turn. Other scripts have one language each."""
        told = (lang or "").split("-")[0]
        if told in _OF_ARABIC_SCRIPT:
            return [told]
        guess = spoken(text) or "ar"
        if guess in _OF_ARABIC_SCRIPT:
            return [guess, *(other for other in _OF_ARABIC_SCRIPT if other != guess)]
        return [guess]

    def _cut(self, text: str, guess: str) -> list[Piece]:
        """The best cut: least letters uncovered, then fewest pieces, then longest terms first."""
        if len(text) > LONGEST:
            return [Piece(text)]
        folded = _fold(text)
        at = [_language(char, guess) for char in text]
        if spoken(text) is None:
            at = [None if lang in ("ru", "zh") else lang for lang in at]
        best: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        take = [1] * len(text)
        for start in range(len(text) - 1, -1, -1):
            left, pieces = best[start + 1]
            best[start] = (left + (1 if at[start] and text[start].isalpha() else 0), pieces + 1)
            lang = at[start]
            for end in self._ends(folded, at, start, lang) if lang else ():
                offered = (best[end][0], best[end][1] + 1)
                if offered < best[start]:
                    best[start], take[start] = offered, end - start
        return _joined(self._taken(text, folded, at, take))

    def _ends(self, folded: str, at: Sequence[str | None], start: int, lang: str) -> Iterable[int]:
        """Where terms that begin at `start` end, the longest first."""
        known = self._terms.get(lang, {})
        if lang != "zh" and start and _is_word(folded[start - 1]):
            return
        for end in range(min(len(folded), start + self._most.get(lang, 0)), start, -1):
            inside = lang == "zh" or end == len(folded) or not _is_word(folded[end])
            if inside and folded[start:end] in known:
                yield end

    def _taken(self, text: str, folded: str, at: Sequence[str | None], take: Sequence[int]) -> list[Piece]:
        pieces: list[Piece] = []
        start = 0
        while start < len(text):
            end, lang = start + take[start], at[start]
            term = self._terms.get(lang, {}).get(folded[start:end]) if lang else None
            pieces.append(Piece(text[start:end], (term,) if term else (), bool(lang and text[start].isalpha())))
            start = end
        return _without_lone(pieces)


_MADE: dict[str, Glossary] = {}


def _without_lone(pieces: list[Piece]) -> list[Piece]:
    """Single Chinese characters count only where they do not touch another, or an unknown letter: there they are
    part of a word that is not known."""
    lone = [p.letters and len(p.original) == 1 and (not p.terms or p.terms[0].lang == "zh") for p in pieces]
    out = []
    for place, piece in enumerate(pieces):
        beside = (place > 0 and lone[place - 1]) or (place + 1 < len(pieces) and lone[place + 1])
        out.append(Piece(piece.original, (), True) if lone[place] and beside else piece)
    return out


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind without terms as one piece."""
    out: list[Piece] = []
    for piece in pieces:
        if out and not piece.terms and not out[-1].terms and piece.letters == out[-1].letters:
            out[-1] = Piece(out[-1].original + piece.original, (), piece.letters)
        else:
            out.append(piece)
    return out


def _language(char: str, guess: str) -> str | None:
    code = ord(char)
    for lang, low, high in _RANGES:
        if low <= code <= high and unicodedata.category(char)[0] in "LM":
            return guess if lang == "ar" and guess in _OF_ARABIC_SCRIPT else lang
    return None


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


@lru_cache(maxsize=1 << 14)
def _fold(text: str) -> str:
    """Small letters, and letters that one script writes in two ways as one; as long as the text."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text).translate(_FOLDED)


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _covered(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.original) for piece in pieces if piece.terms)


def _said(piece: Piece) -> str:
    if not piece.terms:
        return piece.original
    return " / ".join(dict.fromkeys(term.gloss for term in piece.terms))


def _ordered(pieces: Sequence[Piece]) -> list[tuple[str, bool]]:
    """What is said of each piece, and whether it is known; Chinese in English order."""
    said = [(_said(piece), bool(piece.terms)) for piece in pieces]
    if not any(term.lang == "zh" for piece in pieces for term in piece.terms):
        return said
    words = [Said(piece.original, english, known) for piece, (english, known) in zip(pieces, said, strict=True)]
    return [(word.english, word.known) for word in ordered(words)]


def _sayings(pieces: Sequence[tuple[str, bool]]) -> str:
    """Glosses and the rest in their order, with a space between words."""
    out = ""
    for told, known in pieces:
        said = told if known else "".join(_MARKS.get(char, char) for char in told)
        if out and said and (said[0] == "(" and _is_word(out[-1])):
            out += " "
        elif out and said and _is_word(said[0]) and (out[-1] in ",;:.!?)" or _is_word(out[-1]) or known):
            out += "" if out[-1].isspace() or out[-1] in "([/" else " "
        elif out and out[-1] == ")" and said and _is_word(said[0]):
            out += " "
        out += said
    return out.strip()


def _gloss(original: str, pieces: Sequence[Piece], share: float, said: str, kept: set[int] | None = None) -> Gloss:
    used = [piece for piece in pieces if piece.terms]
    named: dict[str, None] = {}
    for piece in used:
        told = {term.category for term in piece.terms}
        category = next(iter(told)) if len(told) == 1 else None
        if category is not None and (kept is None or id(piece.terms[0]) in kept):
            named[category] = None
    languages = dict.fromkeys(piece.terms[0].lang for piece in used)
    bare = [piece for piece in pieces if piece.terms or any(map(_is_word, piece.original))]
    whole = len(bare) == 1
    return Gloss(original=original, gloss=said, lang="+".join(languages), share=round(share, 3), whole=whole,
                 categories=tuple(named))  # fmt: skip
