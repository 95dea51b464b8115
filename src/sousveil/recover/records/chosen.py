"""Conditions in words: which entry of which list was chosen where code compares only its number.

A list is handed to a widget or a builder, and the same widget or builder is told who listens for the choice. In the
listening class a getter of the entry gives the code, wherever it is then passed to. Where a class listens to more than
one list, the code stays a code.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from sousveil.model.lists import ListItem, ValueList
from sousveil.model.text import one_line
from sousveil.recover.code import Condition, Leaf, Node, Use
from sousveil.recover.decisions.terms import Names
from sousveil.recover.decisions.told import Phrases
from sousveil.recover.decisions.wants import EQUAL, NEGATED, Sorter
from sousveil.recover.lists.names import member
from sousveil.recover.records.values import Reader

_LISTENS = re.compile(r"Listen|Select|Choose|Chosen|Confirm|Pick|Callback|Click", re.IGNORECASE)
_GETTER = re.compile(r"^(?:get|component)?(\w+)$")
_PEELED = frozenset(("intValue", "longValue", "valueOf", "toString", "parseInt"))
_DEEPEST = 24
_SIGNS = {"contains": "contains", "does not contain": "does not contain"}


class Chosen:
    """Says conditions; keeps which class listens to which list."""

    def __init__(self, reader: Reader, listed: Sequence[ValueList]) -> None:
        self._reader = reader
        named = Counter(one.name for one in listed)
        self._lists = {
            one.name: one
            for one in listed
            if not one.folded and named[one.name] == 1 and any(i.labels for i in one.items)
        }
        names = Names(reader.facts, reader.own)
        names.note(reader.uses)
        self._sorter = Sorter(names, lambda _: False)
        self.phrase = Phrases()
        self._by_class = self._listeners() if self._lists else {}
        self._by_field = self._fields() if self._by_class else {}

    def said(self, condition: Condition) -> str:
        """The condition with each of its comparisons in words."""
        text = condition.text
        for leaf in sorted(condition.leaves, key=lambda one: -len(one.text)):
            if leaf.text and leaf.text in text:
                text = text.replace(leaf.text, self._leaf(leaf))
        return text

    def _leaf(self, leaf: Leaf) -> str:
        for node in leaf.about:
            listed = self._list_of(node, leaf.method)
            found = self._entry(listed, leaf, node) if listed is not None else None
            if found is not None:
                return found
        want = self._sorter.want(leaf)
        if want.term is None or want.term.kind not in ("field", "widget", "key", "choice"):
            return leaf.text
        return self.phrase(want)

    def _entry(self, listed: ValueList, leaf: Leaf, node: Node) -> str | None:
        """The comparison with the labels of the entries that it names."""
        codes = [str(key) for key in leaf.keys] or [code for n in leaf.about if n is not node and (code := _code(n))]
        entries = [next((i for i in listed.items if i.value == code and i.labels), None) for code in codes]
        told = [_told(entry) for entry in entries if entry is not None]
        if not told or len(told) < len(codes):
            return None
        if leaf.sign in EQUAL:
            return f"the choice is {' or '.join(told)}"
        if leaf.sign in NEGATED:
            return f"the choice is not {' or '.join(told)}"
        word = _SIGNS.get(leaf.sign)
        return f"what was chosen {word} {' or '.join(told)}" if word else None

    def _list_of(self, node: Node, method: int, seen: int = 0) -> ValueList | None:
        """The list that a compared value is the code of an entry of."""
        while node.kind == "call" and node.name in _PEELED and node.children:
            node = node.children[0]
        if node.kind == "field":
            return self._by_field.get(node.text)
        if node.kind == "parameter" and seen < 3:
            found = {one.id: one for use in self._callers(method)
                     if (value := _argument(use, node.number)) is not None
                     and (one := self._list_of(value, use.method, seen + 1)) is not None}  # fmt: skip
            return found.popitem()[1] if len(found) == 1 else None
        return self._of_getter(node, method)

    def _of_getter(self, node: Node, method: int) -> ValueList | None:
        """The list of the entry that is asked: one that the listening class was handed."""
        listed = self._by_class.get(self._reader.class_of(method))
        if listed is None or node.kind != "call" or node.receiver is None or node.arguments:
            return None
        if not any(below.kind == "parameter" for below in _chain(node.receiver)):
            return None
        asked = _GETTER.match(node.name)
        first = listed.header[0].lower() if listed.header and listed.header[0] else ""
        return listed if asked and (not first or asked[1].lower() == first.removeprefix("m")) else None

    def _callers(self, method: int) -> Iterator[Use]:
        """Calls that arrive at a method; those that name it, where none was followed."""
        followed = self._reader.own.callers(method)
        for caller, offset in followed:
            for use in self._reader.by_method.get(caller, ()):
                if use.offset == offset and use.kind == "call":
                    yield use
        if not followed:
            yield from self._reader.calls_of.get(method, ())

    def _listeners(self) -> dict[str, ValueList]:
        """Class → the one list whose choice it is told of."""
        heard: dict[str, set[str | None]] = defaultdict(set)
        on_field: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for use in self._reader.uses:
            if use.kind != "call" or not use.values:
                continue
            links = list(self._links(use))
            names = {name for _, arguments, text in links for name in self._named(arguments, text, use)}
            hearing = {cls for name, arguments, _ in links for cls in self._hearing(name, arguments, use)}
            base = use.values[0]
            if base.kind == "field":
                on_field[base.text][0].update(names)
                on_field[base.text][1].update(hearing)
            elif hearing and names:
                for cls in hearing:
                    heard[cls].add(next(iter(names)) if len(names) == 1 else None)
        for names, hearing in on_field.values():
            for cls in hearing:
                heard[cls].add(next(iter(names)) if len(names) == 1 else None)
        return {cls: self._lists[name] for cls, names_of in heard.items() if len(names_of) == 1
                for name in names_of if name is not None}  # fmt: skip

    def _links(self, use: Use) -> Iterator[tuple[str, tuple[Node, ...], str]]:
        """The call and, of a chain of calls on one builder, those before it: name, arguments, method."""
        yield use.text.partition("->")[2].partition("(")[0], use.values[1:], use.text
        for node in _chain(use.values[0]):
            if node.kind == "call":
                yield node.name, node.arguments, node.text

    def _named(self, arguments: Sequence[Node], text: str, use: Use) -> Iterator[str]:
        """Names of the lists that are handed over."""
        code = self._reader.facts.code
        made = f"{member(text)} in {member(code.method_text(use.method))}" if code is not None else ""
        if made in self._lists:
            yield made
        for node in arguments:
            if node.kind in ("static", "field") and (name := member(node.text)) in self._lists:
                yield name

    def _hearing(self, name: str, arguments: Sequence[Node], use: Use) -> Iterator[str]:
        for node in arguments:
            if node.kind == "new" and node.text in self._reader.own_classes:
                yield node.text
            elif node.kind == "this" and _LISTENS.search(name):
                yield self._reader.class_of(use.method)

    def _fields(self) -> dict[str, ValueList]:
        """Field that keeps what was chosen → the list, where all that a listener puts in it comes from one."""
        found: dict[str, dict[str, ValueList]] = defaultdict(dict)
        for use in self._reader.uses:
            into = use.text if use.kind == "write" else use.values[0].text if _adds(use) else ""
            listed = self._of_getter(_peeled(use.values[-1]), use.method) if into else None
            if listed is not None:
                found[into][listed.id] = listed
        return {field: next(iter(some.values())) for field, some in found.items() if len(some) == 1}


def _adds(use: Use) -> bool:
    return (use.kind == "call" and len(use.values) == 2 and use.values[0].kind == "field"
            and use.text.partition("->")[2].startswith("add("))  # fmt: skip


def _peeled(node: Node) -> Node:
    while node.kind == "call" and node.name in _PEELED and node.children:
        node = node.children[0]
    return node


def _chain(node: Node) -> Iterator[Node]:
    """A value and the objects it is asked from, from the top."""
    for _ in range(_DEEPEST):
        yield node
        if not node.children or node.kind not in ("call", "element", "cast", "any"):
            return
        node = node.children[0]


def _argument(use: Use, number: int) -> Node | None:
    """The argument of that number, the receiver not counted."""
    inside = use.text.partition("(")[2].partition(")")[0]
    count = len(re.findall(r"\[*(?:L[^;]+;|[ZBSCIJFD])", inside))
    at = number + len(use.values) - count
    return use.values[at] if 0 <= at < len(use.values) else None


def _code(node: Node) -> str | None:
    """The code of an entry: a number, or the name of the constant that stands in its place."""
    node = _peeled(node)
    if node.kind == "int":
        return str(node.number)
    return node.name if node.kind == "static" else node.text if node.kind == "text" else None


def _told(entry: ListItem) -> str:
    """`3 («…» (gloss))`; of a doubtful one, that its code may be another."""
    label = entry.labels[0]
    gloss = f" ({label.gloss})" if label.gloss else ""
    doubt = ", a constant's name in place of a code" if entry.doubtful else ""
    return f"{one_line(entry.value, 40)} («{one_line(label.text, 60)}»{gloss}{doubt})"
