"""Checks that stand in a small method of the app's own, which is given the entry and what to say if it is empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sousveil.recover.code import Node, OwnCode, Use
from sousveil.recover.decisions.places import Finder, Place
from sousveil.recover.decisions.terms import Names, Term, parts
from sousveil.recover.decisions.wants import Sorter, Want
from sousveil.recover.records.names import parameters

_LACKS = ("is empty", "is null")
_LOOKED = 12
_SHOWS = ("makeText", "setError", "show", "toast", "alert", "tip", "say", "setText", "setMessage", "message", "hint")
_MOST = 2000


class Helpers:
    """Finds such methods once; gives, for the calls of other methods, what is asked there."""

    def __init__(self, own: OwnCode, names: Names, sorter: Sorter, finder: Finder,
                 uses: Mapping[int, Sequence[Use]]) -> None:  # fmt: skip
        self._own, self._names, self._sorter, self._finder = own, names, sorter, finder
        self._by_method = uses
        self._kept: dict[int, tuple[int, int, Want] | None] = {}

    def asked(self, methods: Iterable[int]) -> Iterator[tuple[Place, Want]]:
        """Calls of these methods that hand an entry and a text to such a method: the place, and what is lacking."""
        for method in methods:
            for use in self._by_method.get(method, ()):
                if use.kind != "call" or use.symbol is None or use.symbol not in self._by_method or len(use.values) < 2:
                    continue
                if not any(value.kind in ("text", "int", "call", "static") for value in use.values):
                    continue
                found = self._helper(use.symbol)
                made = self._made(use, found) if found is not None else None
                if made is not None:
                    yield made

    def _made(self, use: Use, found: tuple[int, int, Want]) -> tuple[Place, Want] | None:
        entry, message, lack = found
        count = len(parameters(use.text.partition("(")[2]))
        given = use.values[len(use.values) - count :]
        if max(entry, message) >= len(given):
            return None
        term = self._widget(given[entry])
        said = tuple(self._finder.said(use.method, given[message]))
        if term is None or not said:
            return None
        hits = tuple(hit for one in said for hit in self._finder.hits(one))
        name = use.text.partition("->")[2].partition("(")[0]
        place = Place(use.method, use.offset, "shown", said, name, hits)
        return place, Want("lack", term, lack.sign, (), lack.leaf)

    def _widget(self, node: Node) -> Term | None:
        """The entry itself, or what is read from it."""
        held = self._names.term(node)
        if held is None or held.kind not in ("field", "widget"):
            return None
        state = held.state or "typed"
        return Term(held.key, held.name.rpartition(".")[2], "widget", held.words, held.owner, held.field, state)

    def _helper(self, method: int) -> tuple[int, int, Want] | None:
        """(parameter that is the entry, parameter that is the message, what is asked); None for any other method."""
        if method not in self._kept:
            self._kept[method] = self._read(method) if len(self._kept) < _MOST else None
        return self._kept[method]

    def _read(self, method: int) -> tuple[int, int, Want] | None:
        uses = [use for use in self._by_method.get(method, ()) if use.kind == "call" and _given(use)]
        if not uses or len(self._by_method.get(method, ())) > 60:
            return None
        rows = self._own.conditions([(use.method, use.offset) for use in uses], across=False)
        for use, row in zip(uses, rows, strict=True):
            leaves = [leaf for one in row for leaf in one.leaves if leaf.sign in _LACKS]
            for leaf in leaves:
                for node in (n for about in leaf.about for n in parts(about, _LOOKED)):
                    if node.kind == "parameter" and node.number != _given(use)[0]:
                        return node.number, _given(use)[0], self._sorter.want(leaf)
        return None


def _given(use: Use) -> list[int]:
    """Parameters of the method that a call which shows something is given as its text."""
    name = use.text.partition("->")[2].partition("(")[0]
    if not name.startswith(_SHOWS):
        return []
    return [value.number for value in use.values if value.kind == "parameter"]
