"""Which text of a label is the original: where an app speaks a language of its own script by default, a default in
Latin letters is a leftover, and what stands in another configuration is what people read."""

from collections.abc import Sequence

from sousveil.model.facts import Facts
from sousveil.model.gloss import Text

SHARE = 1 / 3
"""Of the default texts with letters, those in a script of their own that make it the app's. Libraries bring many in
English."""
_LEAST = 20


def own_script(facts: Facts) -> bool:
    """Whether the default texts of an app are in a script of their own, not in Latin letters."""
    own = latin = 0
    for row in facts.rows("resources"):
        if row["type"] == "string" and row["value"] and not row["locale"]:
            letters = [char for char in str(row["value"])[:200] if char.isalpha()]
            own += any(ord(char) > 0x24F for char in letters)
            latin += bool(letters) and not any(ord(char) > 0x24F for char in letters)
    return own >= _LEAST and own >= SHARE * (own + latin)


def first_own(texts: Sequence[Text]) -> list[Text]:
    """Texts in a script of their own before those in Latin letters, else in their order."""
    return sorted(texts, key=lambda text: text.text.isascii())
