"""Resources that code names: by number, or by the field of a class R where numbers were put back into names."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import Any

from sousveil.model.facts import Facts
from sousveil.model.gloss import Text
from sousveil.recover.code import Node
from sousveil.recover.originals import first_own, own_script
from sousveil.recover.records.pieces import Mark

_R = re.compile(r"(?:^|/)R\$(\w+);->(\w+):I$")
_VOWEL = re.compile("[aeiouy]")
MOST_TEXTS = 6
MOST_CHOICES = 200


class Named:
    """Names and texts of resources."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def _by_id(self) -> dict[int, tuple[str, str]]:
        return self._facts.resource_names()

    @cached_property
    def _texts(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in self._facts.rows("resources"):
            if row["type"] == "string" and row["value"]:
                found["string", row["name"]].setdefault(row["locale"] or "", row["value"])
        return {at: sorted(texts.items()) for at, texts in found.items()}

    @cached_property
    def strings_by_words(self) -> dict[tuple[str, ...], list[str]]:
        """Words of a text's name → names."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for _, name in self._texts:
            found[words(name)].append(name)
        return found

    @cached_property
    def _strings(self) -> dict[str, list[dict[str, Any]]]:
        """Name of a text → where it is given."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self._facts.rows("resources"):
            if row["type"] == "string" and row["value"]:
                found[row["name"]].append(row)
        return found

    def mark(self, name: str, shows: str) -> Mark | None:
        """Where the default text of that name stands."""
        row = min(self._strings.get(name, ()), key=lambda r: (r["config"] != "", r["config"]), default=None)
        if row is None:
            return None
        config = f"@{row['config']}" if row["config"] else ""
        place = f"res:0x{row['id']:08x}{config}"
        if row["line"] is not None:
            place = f"text:{row['line']}:{row['column']}" if row["line"] else "entry"
        return Mark(shows, part=row["part"], place=place, reads=row["value"])

    @cached_property
    def _arrays(self) -> dict[str, dict[str, list[tuple[str, str]]]]:
        """Array → locale → (key, text) of its items."""
        found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for row in self._facts.rows("resources"):
            if row["type"] == "array" and row["key"] is not None and row["value"] is not None:
                found[row["name"]][row["locale"] or ""].append((row["key"], row["value"]))
        return found

    def of(self, node: Node) -> tuple[str, str] | None:
        """Type and name of the resource that a value is the number of."""
        if node.kind == "int":
            return self._by_id.get(node.number & 0xFFFFFFFF)
        if node.kind == "static":
            found = _R.search(node.text)
            return (found.group(1), found.group(2)) if found is not None else None
        return None

    def number(self, number: int) -> tuple[str, str] | None:
        return self._by_id.get(number)

    def string(self, name: str) -> list[Text]:
        """A text in the languages it stands in, the default first."""
        texts: list[Text] = []
        for locale, value in self._texts.get(("string", name), []):
            followed = self._follow(value)
            if followed and all(t.text != followed for t in texts):
                texts.append(Text(text=followed, lang=locale or None))
        return (first_own(texts) if self._own_script else texts)[:MOST_TEXTS]

    @cached_property
    def _own_script(self) -> bool:
        return own_script(self._facts)

    def _follow(self, value: str) -> str:
        """The default text of another that a text stands for."""
        if value.startswith("@string/"):
            inner = self._texts.get(("string", value.removeprefix("@string/")), [])
            return inner[0][1] if inner and not inner[0][1].startswith("@") else ""
        return value

    def referred(self, reference: str | None, text: str | None = None) -> list[Text]:
        """Texts of `@string/name`; else the text as it stands."""
        if reference and reference.startswith("@string/"):
            return self.string(reference.removeprefix("@string/"))
        return [Text(text=text)] if text and not text.startswith(("@", "?")) else []

    def array(self, name: str) -> list[Text]:
        """Items of an array in its default language."""
        by_locale = self._arrays.get(name, {})
        items = by_locale.get("") or next((by_locale[k] for k in sorted(by_locale)), [])
        told = [self.string(v.removeprefix("@string/"))[:1] if v.startswith("@string/") else [Text(text=v)]
                for _, v in items if v]  # fmt: skip
        return [t for texts in told for t in texts][:MOST_CHOICES]


@lru_cache(maxsize=1 << 13)
def words(name: str) -> tuple[str, ...]:
    """Words of an identifier in lower case: `etIdCard_no` → et, id, card, no."""
    return tuple(w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+", name))


def in_words(identifier: str) -> str:
    """An identifier as words with spaces between; nothing where one of them can be no word: too short, or without a
    vowel."""
    said = words(identifier)
    telling = [word for word in said if not word.isdigit()]
    if not telling or not all(word.isascii() and len(word) > 1 and _VOWEL.search(word) for word in telling):
        return ""
    whether = telling[0] in ("is", "if") and len(said) > 1
    return " ".join(("whether", *said[1:]) if whether else said)
