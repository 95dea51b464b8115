"""Labels and fields in words: the original with our gloss beside it."""

from collections.abc import Iterable

from sousveil.model.gloss import Text
from sousveil.model.record import RecordField
from sousveil.model.text import one_line

_LABEL = 24


def own(texts: Iterable[Text]) -> Text | None:
    """The original of a label: a script of its own before Latin, which is often a default that nobody reads; of those
    one with a gloss."""
    told = [text for text in texts if text.text.strip()]
    others = [text for text in told if not text.text.isascii()]
    return next((text for text in others if text.gloss), None) or next(iter([*others, *told]), None)


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
