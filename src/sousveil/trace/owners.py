"""Whose code a class is: a known library's, or not."""

from functools import lru_cache

from sousveil.knowledge.load import Knowledge


class Owners:
    """Class descriptor → product id, by the longest class prefix a product's catalogue entry names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._prefixes: dict[str, list[tuple[str, str]]] = {}
        for entry in knowledge.of_kind("products").values():
            for find in entry.find:
                if find.class_:
                    prefix = "L" + find.class_.replace(".", "/")
                    self._prefixes.setdefault(prefix.partition("/")[0], []).append((prefix, entry.id))
        for found in self._prefixes.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, name: str) -> str | None:
        for prefix, product in self._prefixes.get(name.partition("/")[0], ()):
            if name.startswith(prefix) and (prefix.endswith("/") or name[len(prefix) : len(prefix) + 1] in (";", "$", "/")):
                return product
        return None
