"""Whose code a class is: a known library's, or not."""

from collections.abc import Iterable
from functools import lru_cache

from sousveil.knowledge.load import Knowledge


class Owners:
    """Class descriptor → id of the catalogue entry whose class prefix is the longest that fits."""

    def __init__(self, prefixes: Iterable[tuple[str, str]]) -> None:
        self._entries: dict[str, str] = {}
        for prefix, entry in sorted(prefixes):
            self._entries.setdefault("L" + prefix.replace(".", "/"), entry)
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, name: str) -> str | None:
        """Cuts the name after each of its parts, the longest piece first."""
        piece = name.rstrip(";")
        while piece:
            found = self._entries.get(piece) or self._entries.get(piece + "/")
            if found is not None:
                return found
            piece = piece[: max(piece.rfind("/"), piece.rfind("$"), 0)]
        return None


def owners(knowledge: Knowledge) -> Owners:
    """Whose code a class is: the product's whose marks or own prefixes fit."""
    products = knowledge.of_kind("products").values()
    return Owners((p, e.id) for e in products for p in [*(f.class_ for f in e.find if f.class_), *e.owns])


def marks(knowledge: Knowledge) -> Owners:
    """What a class is a mark of: a product, a packer, a way to load code."""
    return Owners((f.class_, e.id) for e in knowledge.entries.values() for f in e.find if f.class_)
