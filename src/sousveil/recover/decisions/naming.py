"""What a compared value is called: by the label a screen gives it, else by its identifier with our words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sousveil.model.facts import Facts
from sousveil.model.gloss import Text
from sousveil.model.record import Record, RecordField
from sousveil.model.text import one_line
from sousveil.recover.code import Node
from sousveil.recover.decisions.terms import Term, simple
from sousveil.recover.gloss import Glossary
from sousveil.recover.records.names import hungarian
from sousveil.recover.records.resources import in_words, words
from sousveil.recover.records.values import Value
from sousveil.recover.records.widgets import Widgets

_LONGEST = 60
_WIDGETS = frozenset((
    "et", "edt", "edit", "text", "txt", "tv", "sp", "spn", "spinner", "cb", "chk", "checkbox", "rb", "rg",
    "radio", "btn", "button", "ll", "rl", "layout", "view", "group", "field", "input", "box", "material",
    "simple", "linear", "relative", "frame", "scroll", "image", "rbtn", "img", "iv", "rtv", "required",
    "container", "panel", "dlg", "sv", "lv", "m",
))  # fmt: skip
"""Words that say what a widget is; those of an identifier that has no other word are kept."""


_NO = re.compile(r"(?:(?<=[a-z])No|_no)(?=(?:$|[A-Z_]))[A-Za-z_]{0,12}$")


class Naming:
    """Names terms. `widgets` says what stands beside a widget, `records` what a screen calls a field."""

    def __init__(
        self, facts: Facts, glossary: Glossary, widgets: Widgets | None = None, records: Sequence[Record] = ()
    ) -> None:
        self._facts = facts
        self._glossary = glossary
        self._widgets = widgets
        self._fields = _fields(records)
        self.label = lru_cache(maxsize=1 << 12)(self._label)

    def of(self, term: Term) -> str:
        """`«label» (gloss)`, else `` `identifier` (words)``."""
        label = self.label(term)
        return quoted(label) if label is not None else f"`{term.name}`{self.beside(term)}"

    def option(self, code: str) -> str | None:
        """A widget that a choice stands for, `id/yes`; None for any other code."""
        if not code.startswith("id/"):
            return None
        name = code.removeprefix("id/")
        return self.of(Term(f"id:{name}", name, "choice", (name,)))

    def beside(self, term: Term) -> str:
        """Our words for an identifier, in brackets; nothing where they say no more than it does."""
        last = term.name.rpartition(".")[2]
        said = self.words(last)
        if term.state == "ticked" or term.kind == "choice":  # an answer: `yes` and `no`, not `number`
            asked = _NO.sub("", last)
            said = f"{self.words(asked)} no" if asked and asked != last else said
        return f" ({said})" if said and said.replace(" ", "") != last.lower() else ""

    def words(self, identifier: str) -> str:
        """An identifier in words: glossed where the glossary knows enough of it, else only split."""
        return spelt(identifier, self._glossary)

    def texts_named(self, named: Sequence[str]) -> list[Text]:
        """The one text of the app whose name is these words, in its languages."""
        names = (
            self._widgets.named.strings_by_words.get(tuple(named), []) if self._widgets is not None and named else []
        )
        texts = self._widgets.named.string(names[0]) if self._widgets is not None and len(names) == 1 else []
        return [self._glossary.told(text.text, text.lang) for text in texts]

    def field(self, term: Term) -> tuple[Record, RecordField] | None:
        """The field of a record that a term is."""
        return self._fields.get((simple(term.owner).rpartition(".")[2], term.words[0].lower())) if term.words else None

    def _label(self, term: Term) -> Text | None:
        if term.kind in ("widget", "choice"):
            return self._of_widget(term)
        found = self.field(term) if term.kind == "field" else None
        return original(found[1].labels) if found is not None and found[1].labels else None

    def _of_widget(self, term: Term) -> Text | None:
        if self._widgets is None:
            return None
        key = ("widget", "", term.words[0]) if term.kind == "choice" else self._widgets.key(self._value(term))
        texts, how = self._widgets.label(key) if key is not None else ([], "")
        if how == "name":  # a text that is only named like the widget may belong to another
            return None
        return original([self._glossary.told(text.text, text.lang) for text in texts])

    def _value(self, term: Term) -> Value:
        code = self._facts.code
        text = code.field_text(term.field) if code is not None and term.field is not None else ""
        return Value(Node("field", text or f"{term.owner}->{term.words[0]}:", 0, (), None, term.field), 0)


def original(texts: Iterable[Text]) -> Text | None:
    """Of the texts of one label the one to show: the first; where it has no gloss, one in a script of its own that
    has."""
    told = [text for text in texts if text.text.strip()]
    first = next(iter(told), None)
    if first is None or first.gloss or first.text.isascii():
        return first
    return next((text for text in told if text.gloss and not text.text.isascii()), first)


def quoted(text: Text, limit: int = _LONGEST) -> str:
    """`«…» (gloss)`."""
    said = one_line(text.text, limit).rstrip(" :：*")
    gloss = (text.gloss or "").rstrip(" :*")
    return f"«{said}»{f' ({gloss})' if gloss and gloss.lower() != said.lower() else ''}"


def spelt(identifier: str, glossary: Glossary) -> str:
    """An identifier in words, what only says which kind of widget it is left out."""
    bare = hungarian(identifier)
    split = [word for word in words(bare) if word not in _WIDGETS]
    found = glossary.identifier("_".join(split)) or glossary.identifier(bare)
    return found.gloss if found is not None else in_words("_".join(split or words(bare)))


def _fields(records: Sequence[Record]) -> dict[tuple[str, str], tuple[Record, RecordField]]:
    """(class, field in lower case) → the record and its field."""
    found: dict[tuple[str, str], tuple[Record, RecordField]] = {}
    for record in records:
        named = [_last(n.text) for n in record.names if n.kind in ("class", "identifier")] + [_last(record.name)]
        for one in record.fields:
            for name in dict.fromkeys(named):
                for word in {one.name.lower(), *(n.text.lower() for n in one.names)}:
                    found.setdefault((name, word), (record, one))
    return found


def _last(name: str) -> str:
    return name.strip("L;").replace("/", ".").rpartition(".")[2]
