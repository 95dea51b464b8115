"""Labels and fields in words: the original with our gloss beside it."""

import re
from collections.abc import Iterable

from sousveil.model.gloss import Text
from sousveil.model.record import RecordField
from sousveil.model.text import one_line

_LABEL = 24


_SIMPLE = re.compile(
    r"[a-z]\w*[A-Z]\w*\(\)|[A-Z]\w{3,}\.[a-z]\w{3,}|[a-z]\w*\.\w{4,}|[A-Za-z]\w{3,}|[a-z]+(?: [\w().-]+)+"
)
"""A call without arguments or a field by a name that says something; plain words."""


def short_path(where: str) -> str:
    """A path as terms write it, with `…` for what is made at run time in a way that no name tells."""
    made, piece, depth = "", "", 0
    for char in where:
        opened = depth
        depth = max(0, depth + (char == "<") - (char == ">"))
        if depth or opened:
            piece += char
        else:
            made += char
        if opened and not depth:
            made += piece if _SIMPLE.fullmatch(piece[1:-1]) else "…"
            piece = ""
    return re.sub("…(?:<[^<>]*>|…)*…|…+", "…", made + ("…" if piece else ""))


def own(texts: Iterable[Text]) -> Text | None:
    """The text of a label to show: the first; of a script of its own without a gloss, one that has a gloss."""
    told = [text for text in texts if text.text.strip()]
    first = next(iter(told), None)
    if first is None or first.gloss or first.text.isascii():
        return first
    return next((text for text in told if text.gloss and not text.text.isascii()), first)


def field_in_words(field: RecordField) -> tuple[str, str]:
    """What makes it the same as another, and its words: the app's own with the gloss, else the gloss of its name."""
    label = own(field.labels)
    if label is None:
        words = field.gloss or one_line(field.name, 40)
        return words.lower(), words
    text = one_line(label.text, _LABEL).rstrip(":： ")
    gloss = label.gloss.rstrip(": ") if label.gloss else None
    words = f"{text} ({gloss})" if gloss and gloss.lower() != text.lower() else text
    return (gloss or words).lower(), words
