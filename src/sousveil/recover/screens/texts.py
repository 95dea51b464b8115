"""Resources as code and layouts name them, and their texts in every locale, each with its gloss."""

import re
from collections.abc import Iterator
from functools import cached_property

from sousveil import core
from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.gloss import Text
from sousveil.model.text import one_line
from sousveil.recover.code import Node
from sousveil.recover.gloss import Glossary
from sousveil.recover.originals import first_own, own_script

Ref = tuple[str, str]
"""Type and name of a resource: `("layout", "main")`."""

_STATIC = re.compile(r"[/L]R\$(\w+);->([\w$]+):I$")
_WRITTEN = re.compile(r"@\+?(?:[\w.]+:)?(\w+)/([\w.$]+)$")
_SAYING = ("string", "plurals", "array", "integer")
"""Types of resources that are texts, or figures shown as such. An id in the place of a text says nothing."""
_LONGEST = 400
_MOST_CHOICES = 200
_MOST_NODES = 60


class Texts:
    """Texts of the package by resource. Nothing is looked up outside it."""

    def __init__(self, facts: Facts, knowledge: Knowledge) -> None:
        self.glossary = Glossary.of(knowledge)
        self._facts = facts

    @cached_property
    def _read(self) -> tuple[dict[int, Ref], dict[Ref, dict[str, list[str]]]]:
        """Resources by number, and texts of strings and arrays by locale, the default first."""
        numbers: dict[int, Ref] = {}
        told: dict[Ref, dict[str, list[str]]] = {}
        for row in self._facts.rows("resources"):
            ref = (str(row["type"]), str(row["name"]))
            numbers.setdefault(int(row["id"]), ref)
            if ref[0] in ("string", "array") and row["value"] is not None and not str(row["config"]).startswith("mcc"):
                told.setdefault(ref, {}).setdefault(str(row["locale"] or ""), []).append(str(row["value"]))
        return numbers, told

    def number(self, number: int) -> Ref | None:
        """The resource with this number, of the package or of Android."""
        if number < 0x01000000:
            return None
        found = self._read[0].get(number)
        if found is None and number >> 24 == 1:
            kind, _, name = (core.framework_name(number) or "").partition("/")
            return (kind, f"android:{name}") if name else None
        return found

    def ref(self, node: Node) -> Ref | None:
        """The resource that a value in code is the number of."""
        if node.kind == "int":
            return self.number(node.number)
        if node.kind == "static" and (found := _STATIC.search(node.text)):
            return found[1], found[2]
        return None

    def refs(self, node: Node, kind: str) -> Iterator[str]:
        """Names of the resources of one type that a value may be the number of."""
        for one in node.children if node.kind == "any" else (node,):
            found = self.ref(one)
            if found is not None and found[0] == kind:
                yield found[1]

    def of(self, ref: Ref, seen: int = 0) -> tuple[Text, ...]:
        """The texts of a string in every locale, without doubles; an array's in its order, in its default locale."""
        found = self._read[1].get(ref, {})
        told = [(locale, text) for locale in sorted(found) for text in found[locale][:_MOST_CHOICES]]
        if ref[0] == "array":
            told = [(locale, text) for locale in sorted(found)[:1] for text in found[locale][:_MOST_CHOICES]]
        out: dict[str, Text] = {}
        for locale, text in told:
            inner = _WRITTEN.match(text)
            if inner and seen < 4:
                for one in self.of((inner[1], inner[2]), seen + 1):
                    out.setdefault(one.text, one)
            elif text.strip():
                out.setdefault(text, self.told(text, locale))
        told_all = tuple(out.values())
        return tuple(first_own(told_all)) if ref[0] == "string" and self._own_script else told_all

    @cached_property
    def _own_script(self) -> bool:
        return own_script(self._facts)

    def told(self, text: str, locale: str = "") -> Text:
        """A text with its language and gloss."""
        short = one_line(text.strip(), _LONGEST)
        return self.glossary.told(short, locale or None)

    def written(self, text: str | None, ref: str | None) -> tuple[Text, ...]:
        """What a layout says: the string it names, else the text that stands there."""
        if ref and (named := _WRITTEN.match(ref)):
            found = self.of((named[1], named[2]))
            if found:
                return found
            if named[1] not in _SAYING:
                return ()
        return (self.told(text),) if text and text.strip() and not text.startswith("@") else ()

    def said(self, node: Node) -> tuple[Text, ...]:
        """The texts that a value in code is made of: constants and strings of the package."""
        out: dict[str, Text] = {}
        todo = [node]
        for _ in range(_MOST_NODES):
            if not todo:
                break
            one = todo.pop(0)
            ref = self.ref(one)
            found: tuple[Text, ...] = ()
            if ref is not None and ref[0] in ("string", "array", "plurals"):
                found = self.of(ref)
            elif one.kind == "text" and any(char.isalpha() for char in one.text):
                found = (self.told(one.text),)
            elif one.kind in ("any", "array") or (one.kind == "call" and _passes_text(one)):
                todo = [*(child for child in one.children if child.kind != "this"), *todo]
            for text in found:
                out.setdefault(text.text, text)
        return tuple(out.values())

    def says_id(self, name: str) -> str | None:
        """Gloss of an identifier."""
        found = self.glossary.identifier(name)
        return found.gloss if found else None

    def widget_kind(self, name: str) -> str | None:
        """What kind of widget an id says it is, by its prefix or ending: `et_name` is an entry."""
        words = re.split(r"_|(?<=[a-z])(?=[A-Z])", name)
        for word in (words[0], words[-1]):
            found = self.glossary.identifier(word.lower())
            if found is not None and found.whole and (kind := _KINDS.get(found.gloss)):
                return kind
        return None


_KINDS = {
    "entry": "entry", "text": "text", "button": "button", "image": "image", "choice": "choice", "list": "list",
    "check box": "check", "choices": "choice", "group of choices": "group", "group": "group",
}  # fmt: skip
_FROM_TEXT = ("getString", "getText", "getStringArray", "getTextArray", "format", "concat", "append", "toString")


def _passes_text(node: Node) -> bool:
    return node.name in (*_FROM_TEXT, "valueOf", "fromHtml", "asList", "getQuantityString")
