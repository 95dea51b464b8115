"""The app's own code as recoveries read it: calls and writes with trees of their values, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from sousveil.model.facts import Facts
from sousveil.model.traces import Traces

if TYPE_CHECKING:
    from sousveil.core import Bodies, Code


LeafRow = tuple[int, int, str, str, list[int], list[int], bool, str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A value as the code makes it. `core.Bodies` says what the kinds are."""

    kind: str
    text: str
    """The text, descriptor, field or method that it names; empty where it names none."""
    number: int
    children: tuple[Node, ...]
    offset: int | None
    symbol: int | None = None

    @property
    def name(self) -> str:
        """Simple name of the method or field."""
        return self.text.partition("->")[2].partition("(")[0].partition(":")[0]

    @property
    def owner(self) -> str:
        """Descriptor of the class the method or field is named with."""
        return self.text.partition("->")[0]

    @property
    def arguments(self) -> tuple[Node, ...]:
        """Of a call, without the receiver."""
        return self.children if self.number == 1 else self.children[1:]

    @property
    def receiver(self) -> Node | None:
        return None if self.number == 1 or not self.children else self.children[0]

    def walk(self) -> Iterator[Node]:
        """This node and all below, from the top, each once: values share their parts, and ways to them multiply."""
        seen: set[int] = set()
        todo = [self]
        while todo:
            node = todo.pop()
            if id(node) not in seen:
                seen.add(id(node))
                yield node
                todo += reversed(node.children)


@dataclass(frozen=True, slots=True)
class Use:
    """A call, a write to a field, a return, a store into an array or a fill of one."""

    method: int
    offset: int
    kind: str
    symbol: int | None
    text: str
    """Method or field, as dex writes it."""
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison of a condition."""

    method: int
    offset: int
    text: str
    sign: str
    keys: tuple[int, ...]
    about: tuple[Node, ...]
    technical: bool
    decides: str
    switch: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold; `across` callers up."""

    across: int
    text: str
    technical: bool
    cut: bool
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A call that touches a carrier. Verbs: open, write, read, put, take, name, delete, pack."""

    method: int
    offset: int
    verb: str
    kind: str
    keys: tuple[str, ...]
    known: bool


class OwnCode:
    """Reads bodies on demand, once for all recoveries of a sample. Trees are shared: do not walk them without a bound
    where they may be large."""

    def __init__(self, facts: Facts, traces: Traces) -> None:
        self._facts = facts
        self._traces = traces
        self._nodes: list[Node] = []
        self._method_text = lru_cache(maxsize=None)(facts.code.method_text if facts.code is not None else str)

    @cached_property
    def _bodies(self) -> Bodies | None:
        return self._traces.bodies() if self._traces.bodies is not None else None

    @property
    def code(self) -> Code | None:
        return self._facts.code

    @cached_property
    def methods(self) -> list[int]:
        """Methods that classes define which no known library explains, in class order."""
        code = self._facts.code
        if code is None:
            return []
        return [method for name in self._traces.own_classes for method in code.class_methods(name)]

    @cached_property
    def all(self) -> Sequence[Use]:
        """The uses of all `methods`; read once."""
        return tuple(self.uses(self.methods))

    @cached_property
    def by_method(self) -> Mapping[int, Sequence[Use]]:
        """The same by method, in that order; methods that use nothing are left out."""
        found: dict[int, list[Use]] = {}
        for use in self.all:
            found.setdefault(use.method, []).append(use)
        return found

    def uses(self, methods: Sequence[int]) -> Iterator[Use]:
        """What these methods call, write, return and store, in order."""
        bodies, code = self._bodies, self._facts.code
        if bodies is None or code is None:
            return
        rows = bodies.uses(list(methods))
        self._read(bodies, code)
        for method, offset, kind, symbol, values in rows:
            if not values and kind != "call":  # code that nothing reaches has no values
                continue
            text = ""
            if symbol is not None:
                text = self._method_text(symbol) if kind == "call" else code.field_text(symbol)
            yield Use(method, offset, kind, symbol, text, tuple(self._nodes[v] for v in values))

    def filled(self, method: int, offset: int) -> tuple[int, bytes] | None:
        """What a `fill` puts into an array: size of an element and the bytes, little-endian."""
        found = self._bodies.filled(method, offset) if self._bodies is not None else None
        return (found[0], bytes(found[1])) if found is not None else None

    def conditions(self, places: Sequence[tuple[int, int]], *, across: bool = True) -> list[list[Condition]]:
        """What must hold for each place (method, offset) to run."""
        bodies, code = self._bodies, self._facts.code
        if bodies is None or code is None:
            return [[] for _ in places]
        rows = bodies.conditions(list(places), across)
        self._read(bodies, code)
        return [
            [
                Condition(up, text, technical, cut, tuple(map(self._leaf, leaves)))
                for up, text, technical, cut, leaves in one
            ]
            for one in rows
        ]

    def _leaf(self, row: LeafRow) -> Leaf:
        method, offset, text, sign, keys, about, technical, decides, switch = row
        nodes = tuple(self._nodes[n] for n in about)
        return Leaf(method, offset, text, sign, tuple(keys), nodes, technical, decides, switch)

    @cached_property
    def accessors(self) -> dict[int, tuple[bool, int]]:
        """Method → whether it reads (else writes), and the field."""
        bodies = self._bodies
        return {m: (reads, field) for m, reads, field in bodies.accessors()} if bodies is not None else {}

    def kept(self, methods: Sequence[int]) -> list[Kept]:
        """Calls that touch a file, preference, table or other place where data waits."""
        if self._bodies is None:
            return []
        return [
            Kept(m, o, verb, kind, tuple(keys), known) for m, o, verb, kind, keys, known in self._bodies.kept(methods)
        ]

    def terms(self, places: Sequence[tuple[int, int, int]]) -> list[tuple[str, bool] | None]:
        """Arguments of calls, (method, offset, argument, the receiver counted), as terms; whether constant."""
        return self._bodies.terms(places) if self._bodies is not None else [None for _ in places]

    def callers(self, method: int) -> list[tuple[int, int]]:
        """Calls that may arrive at a method: (method, offset)."""
        return self._bodies.callers(method) if self._bodies is not None else []

    def callees(self, method: int, offset: int) -> list[int]:
        """Methods with code that a call may arrive at."""
        return self._bodies.callees(method, offset) if self._bodies is not None else []

    def _read(self, bodies: Bodies, code: Code) -> None:
        """Takes the nodes made since the last time. A node's children come before it."""
        for kind, symbol, number, children, offset in bodies.nodes(len(self._nodes)):
            text = ""
            if symbol is not None:
                if kind == "text":
                    text = code.string(symbol)
                elif kind == "call":
                    text = self._method_text(symbol)
                elif kind in ("field", "static"):
                    text = code.field_text(symbol)
                else:
                    text = code.type_name(symbol)
            self._nodes.append(Node(kind, text, number, tuple(self._nodes[c] for c in children), offset, symbol))
