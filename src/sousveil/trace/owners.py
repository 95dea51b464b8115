"""Whose code a class is: a known library's, or not."""

from collections.abc import Iterable
from functools import lru_cache

from sousveil.knowledge.load import Knowledge


class Owners:
    """Class descriptor → id of the catalogue entry whose class prefix is the longest that fits."""

    def __init__(self, prefixes: Iterable[tuple[str, str]]) -> None:
        self._prefixes: dict[str, list[tuple[str, str]]] = {}
        for prefix, entry in prefixes:
            written = "L" + prefix.replace(".", "/")
            self._prefixes.setdefault(written.partition("/")[0], []).append((written, entry))
        for found in self._prefixes.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, name: str) -> str | None:
        for prefix, entry in self._prefixes.get(name.partition("/")[0], ()):
            if name.startswith(prefix) and (
                prefix.endswith("/") or name[len(prefix) : len(prefix) + 1] in (";", "$", "/")
            ):
                return entry
        return None


def owners(knowledge: Knowledge) -> Owners:
    """Whose code a class is: the product's whose marks or own prefixes fit."""
    products = knowledge.of_kind("products").values()
    return Owners((p, e.id) for e in products for p in [*(f.class_ for f in e.find if f.class_), *e.owns])


def marks(knowledge: Knowledge) -> Owners:
    """What a class is a mark of: a product, a packer, a way to load code."""
    return Owners((f.class_, e.id) for e in knowledge.entries.values() for f in e.find if f.class_)
