"""Languages and scripts of the app's own texts, so that a reader's machine shows and speaks them rightly."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# By the first word of a character's Unicode name. Han alone does not tell Chinese from Japanese, nor Arabic script
# Uyghur from Arabic, so the tag names the script and leaves the language open.
_TAGS = {
    "ARABIC": "und-Arab",
    "ARMENIAN": "und-Armn",
    "BENGALI": "und-Beng",
    "CJK": "und-Hani",
    "CYRILLIC": "und-Cyrl",
    "DEVANAGARI": "und-Deva",
    "GEORGIAN": "und-Geor",
    "GREEK": "und-Grek",
    "HANGUL": "und-Hang",
    "HEBREW": "und-Hebr",
    "HIRAGANA": "und-Jpan",
    "KATAKANA": "und-Jpan",
    "KHMER": "und-Khmr",
    "LAO": "und-Laoo",
    "MONGOLIAN": "und-Mong",
    "MYANMAR": "und-Mymr",
    "SYRIAC": "und-Syrc",
    "THAANA": "und-Thaa",
    "THAI": "und-Thai",
    "TIBETAN": "und-Tibt",
}
_JOINING = {"Mn", "Mc", "Me", "Zs", "Nd", "Po", "Pd"}


@lru_cache(maxsize=4096)
def _tag(char: str) -> str | None:
    """The tag of a letter; `` for what belongs to any script; None for Latin and other letters."""
    if char.isascii():
        return None if char.isalpha() else ""
    name = unicodedata.name(char, "")
    tag = _TAGS.get(name.split(" ", 1)[0])
    if tag and unicodedata.category(char) != "Nd":
        return tag
    return "" if unicodedata.category(char) in _JOINING else None


def runs(text: str) -> Iterator[tuple[str, str | None]]:
    """The text in pieces of one script each, with the piece's language tag; None for Latin.

    Spaces and marks between two letters of one script stay with them; at its edges they do not.
    """
    start, tag, end = 0, None, 0
    for i, char in enumerate(text):
        here = _tag(char)
        if here == "":
            continue
        if here != tag:
            cut = end if tag else i
            if text[start:cut]:
                yield text[start:cut], tag
            if text[cut:i]:
                yield text[cut:i], None
            start, tag = i, here
        end = i + 1
    if tag:
        yield text[start:end], tag
        start = end
    if text[start:]:
        yield text[start:], tag if start == 0 and not tag else None


def tongue(text: str) -> str | None:
    """The tag of the first script in the text that is not Latin, looked for in its first characters."""
    return next((tag for _, tag in runs(text[:200]) if tag), None)


def language(locale: str) -> str | None:
    """The BCP 47 tag of an Android resource locale (`zh-rCN`, `b+sr+Latn`, `ar`), or None when it is none."""
    text = locale.removeprefix("b+").replace("+", "-") if locale.startswith("b+") else locale.replace("-r", "-", 1)
    return text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}", text) else None


_UYGHUR = frozenset("ەېۇۆۈۋڭ")
_PERSIAN = frozenset("پچژگکی")
_ARABIC = frozenset("ةىأإيك")
_NOT_RUSSIAN = frozenset("әғқңөұүһіїєґўђћџљњѓќјѕ")


def spoken(text: str) -> str | None:
    """The language of a text as its letters alone tell it: zh, ug, fa, ar or ru; None where they do not.

    Han counts as Chinese where no kana stands beside it. Arabic script without a letter of one language counts as
    Arabic. Cyrillic counts as Russian unless a letter that Russian lacks is there.
    """
    if text.isascii():
        return None
    letters = set(text.lower())
    tags = {tag for char in letters if (tag := _tag(char))}
    if "und-Hani" in tags:
        return None if tags & {"und-Jpan", "und-Hang"} else "zh"
    if "und-Arab" in tags:
        # Uyghur writes vowels that the other two lack, and ى inside words, where Arabic has it only at their end.
        if letters & _UYGHUR or re.search(r"ى\w", text):
            return "ug"
        return "fa" if letters & _PERSIAN and not letters & _ARABIC else "ar"
    if "und-Cyrl" in tags:
        return None if letters & _NOT_RUSSIAN else "ru"
    return None
