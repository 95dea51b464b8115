"""Slots that are one field, told as a field with everything that is known of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.gloss import Text
from sousveil.model.lists import ValueList
from sousveil.model.record import Name, RecordField
from sousveil.recover.gloss import Glossary
from sousveil.recover.records.about import special
from sousveil.recover.records.checks import Checks
from sousveil.recover.records.names import hungarian
from sousveil.recover.records.pieces import Key, Mark, Slot
from sousveil.recover.records.resources import in_words
from sousveil.recover.records.steps import Steps
from sousveil.recover.records.widgets import Widgets

STEPS = 8
CHOICES = 60
LABEL = 30
"""Letters of a text that may be the label of a field of the same name."""
_GENERAL = frozenset((
    "name", "title", "type", "kind", "state", "status", "note", "notes", "remark", "content", "number", "code",
    "count", "index", "id", "key", "value", "text", "other", "action", "class", "card", "level", "result", "list",
    "data", "info", "label", "desc", "description", "reason", "date", "time", "user", "order", "group",
))  # fmt: skip
"""Names that say something else in each record: the text of that name may belong to another."""
_ORIGINS = ("typed", "chosen", "phone", "sensor", "account", "server", "constant")
_GOES = ("sent", "kept", "shown")
_KINDS = ("identifier", "serialised", "key", "column", "widget", "resource", "template")


_VAGUE = {"device"}
"""Categories of labels that the field's own name says better: a telephone on a form is its number."""


class Fields:
    """Makes `RecordField`s."""

    def __init__(
        self, knowledge: Knowledge, steps: Steps, widgets: Widgets, checks: Checks, listed: Sequence[ValueList]
    ) -> None:
        self._knowledge, self._steps = knowledge, steps
        self._widgets, self._checks = widgets, checks
        self._glossary = Glossary.of(knowledge)
        self._by_array = {place: one for one in listed for place in _arrays(one)}

    def told(self, slots: list[Slot]) -> RecordField:
        widgets = list(dict.fromkeys(w for s in slots for w in s.widgets))
        names = self._names(slots, widgets)
        labels, marks = self._labels(slots, widgets)
        name = next((n.text for n in names if n.kind == "identifier"), names[0].text)
        gloss, of = self._gloss(labels, [name, *(n.text for n in names if n.kind != "widget")])
        categories = self._categories(slots, labels, [n.text for n in names if n.kind != "widget"])
        origins = {o for s in slots for o in s.origins}
        if origins - {"constant"}:
            origins.discard("constant")
        goes = {g for s in slots for g in (*s.goes, *s.piece.goes)}
        condition, condition_mark = self._condition(slots, widgets)
        refusals = {text: mark for s in slots for text, mark in s.refusals.items()}
        choices, list_id = self._choices(widgets)
        evidence = [*(m for m in [condition_mark] if m), *refusals.values()]
        shown = {"typed", "chosen"} & origins or "shown" in goes
        return RecordField(
            name=name,
            names=tuple(names),
            labels=tuple(labels),
            gloss=gloss,
            gloss_of=of,
            type=next((s.type for s in slots if s.type not in (None, "any")), None),
            choices=tuple(choices),
            list=list_id,
            condition=condition,
            required=True if refusals else None,
            categories=categories,
            special=special(categories, self._knowledge),
            origins=tuple(o for o in _ORIGINS if o in origins),
            goes=tuple(g for g in _GOES if g in goes),
            unseen="sent" in goes and not shown and self._told_nowhere(slots, origins),
            evidence=self._steps.all([*_first(slots), *marks, *evidence, *_rest(slots)], STEPS),
        )

    @staticmethod
    def _told_nowhere(slots: list[Slot], origins: set[str]) -> bool:
        """A value that is no constant is written, and no layout shows the object by itself."""
        return origins != {"constant"} and any(s.filled for s in slots) and not any(s.piece.bound for s in slots)

    def joined(self, fields: list[list[Slot]]) -> list[list[Slot]]:
        """Fields of different pieces that screens call the same, where in each piece only one is called so."""
        called: dict[str, list[list[Slot]]] = defaultdict(list)
        for slots in fields:
            labels, _ = self._labels(slots, list(dict.fromkeys(w for s in slots for w in s.widgets)))
            if labels:
                called[labels[0].text].append(slots)
        for same_ in called.values():
            pieces = [s.piece.number for slots in same_ for s in slots]
            if len(same_) == 2 and len(set(pieces)) == len(pieces):
                same_[0].extend(same_[1])
                same_[1].clear()
        return [slots for slots in fields if slots]

    def _names(self, slots: list[Slot], widgets: list[Key]) -> list[Name]:
        found = dict.fromkeys(at for s in slots for at in s.names)
        for key in widgets:
            if "@" not in str(key[2]):
                found.setdefault(("widget", str(key[2])))
        ordered = sorted(found, key=lambda n: _KINDS.index(n[0]) if n[0] in _KINDS else len(_KINDS))
        return [Name(kind=kind, text=text) for kind, text in ordered] or [Name(kind="key", text=slots[0].name)]

    def _labels(self, slots: list[Slot], widgets: list[Key]) -> tuple[list[Text], list[Mark]]:
        """The labels of the widgets; of a widget of its own before one that several fields share."""
        for wanted in ("layout", "code", "name"):
            for key in widgets:
                texts, how = self._widgets.label(key)
                if texts and how == wanted:
                    return [self._glossary.told(t.text, t.lang) for t in texts], []
        if not any(s.piece.form in ("class", "table") for s in slots):
            return [], []
        for name in dict.fromkeys(text for s in slots for _, text in s.names):
            if hungarian(name).lower() in _GENERAL:
                continue
            text = self._widgets.text_named(name)
            if text is None:
                continue
            told = [self._glossary.told(t.text, t.lang) for t in self._widgets.named.string(text)]
            if any(t.gloss for t in told) and all(len(t.text) <= LABEL for t in told):
                mark = self._widgets.named.mark(
                    text, f"A text of the app that is named like the field: «{told[0].text}»"
                )
                return told, [mark] if mark is not None else []
        return [], []

    def _gloss(self, labels: list[Text], names: list[str]) -> tuple[str | None, str | None]:
        told = next((t.gloss for t in labels if t.gloss), None)
        if told is not None:
            return told, "label"
        for name in dict.fromkeys(names):
            found = self._glossary.identifier(hungarian(name)) or (
                self._glossary.text(name) if not name.isascii() else None
            )
            if found is not None:
                return found.gloss, "identifier"
        split = next((said for name in names if " " in (said := in_words(hungarian(name)))), None)
        return split, "identifier" if split is not None else None

    def _categories(self, slots: list[Slot], labels: list[Text], names: list[str]) -> tuple[str, ...]:
        found = dict.fromkeys(c for t in labels for c in self._glossary.categories(t.text))
        if not set(found) - _VAGUE:
            for name in names:
                named = dict.fromkeys(self._glossary.categories(hungarian(name)))
                if named:
                    found = named
                    break
        for slot in slots:
            found |= slot.categories
        return tuple(c for c in found if c in self._knowledge.categories)

    def _condition(self, slots: list[Slot], widgets: list[Key]) -> tuple[str | None, Mark | None]:
        """When the field is asked: its widget's condition, that of a widget that must be visible, else that under
        which it is written everywhere."""
        for key in [*widgets, *(k for s in slots for k in s.under)]:
            found = self._checks.condition_of(key)
            if found is not None:
                return self._named(found[0]), found[1]
        written = [s for s in slots if s.origins]
        conditions = list(dict.fromkeys(c for s in written for c in s.conditions))
        if any(c.replace(" is not ", " is ", 1) in conditions for c in conditions if " is not " in c):
            return None, None  # written in either case
        if (
            conditions
            and not any(s.always for s in written)
            and {"typed", "chosen"} & {o for s in written for o in s.origins}
        ):
            return self._named(" or ".join(conditions[:3])), None
        return None, None

    def _named(self, text: str) -> str:
        """The condition with numbers of widgets as their names."""
        text = re.sub(r"\bparameter \d+ \([^)]*\)", "a value it is given", text)
        text = re.sub(r"\b2\d{9}\b", self._resource, text)
        return re.sub(r"\bfield (?:[a-z_]\w*\.)+(?=[A-Z])", "field ", text)[:400]

    def _resource(self, found: re.Match[str]) -> str:
        at = self._widgets.named.number(int(found.group(0)))
        return at[1] if at is not None else found.group(0)

    def _choices(self, widgets: list[Key]) -> tuple[list[Text], str | None]:
        for key in widgets:
            array = self._widgets.array_of(key)
            if array is None:
                continue
            listed = self._by_array.get(array)
            items = self._widgets.named.array(array)[:CHOICES]
            return [self._glossary.told(t.text, t.lang) for t in items], listed.id if listed is not None else None
        return [], None


def _arrays(one: ValueList) -> list[str]:
    return [one.name.removeprefix("array/").removeprefix("@array/")] if getattr(one, "name", None) else []


def _first(slots: list[Slot]) -> list[Mark]:
    """One place of each piece, so that every name is shown where it stands."""
    return [s.marks[0] for s in slots if s.marks]


def _rest(slots: list[Slot]) -> list[Mark]:
    found: list[Mark] = []
    for slot in slots:
        found += [m for m in (*slot.origins.values(), *slot.goes.values(), *slot.piece.goes.values()) if m is not None]
        found += slot.marks[1:3]
    return found
