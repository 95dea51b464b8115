"""What values are: texts put together, widgets, fields of records, keys, sources; through small methods of the app."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.traces import Traces
from sousveil.recover.code import Condition, Node, OwnCode, Use
from sousveil.recover.records.marks import Marks
from sousveil.recover.records.names import parameters, result, split_field, split_method

DEEPEST = 6
WIDEST = 6
NODES = 200

_BUILDERS = ("Ljava/lang/StringBuilder;", "Ljava/lang/StringBuffer;")


@dataclass(frozen=True, slots=True)
class Value:
    """A node, the method it stands in, and what that method's parameters are where it was looked into."""

    node: Node
    method: int
    given: tuple[Value, ...] | None = None

    def at(self, node: Node) -> Value:
        return Value(node, self.method, self.given)


class Reader:
    """Uses of the app's own code, indexed, and values looked into."""

    def __init__(self, facts: Facts, traces: Traces, knowledge: Knowledge, own: OwnCode | None = None) -> None:
        self.facts, self.traces, self.knowledge = facts, traces, knowledge
        self.own = own or OwnCode(facts, traces)
        self.marks = Marks(facts, knowledge)
        self.by_method = self.own.by_method
        self.calls_of: dict[int, list[Use]] = defaultdict(list)
        self.writes_of: dict[int, list[Use]] = defaultdict(list)
        self.returns_of: dict[int, list[Use]] = defaultdict(list)
        for use in self.own.all:
            if use.kind == "call" and use.symbol is not None:
                self.calls_of[use.symbol].append(use)
            elif use.kind == "write" and use.symbol is not None:
                self.writes_of[use.symbol].append(use)
            elif use.kind == "return":
                self.returns_of[use.method].append(use)
        self.own_classes = frozenset(traces.own_classes)
        self.said: Callable[[Condition], str] = lambda condition: condition.text
        """A condition in words."""

    @cached_property
    def uses(self) -> Sequence[Use]:
        """All of them, by number of method."""
        return tuple(use for method in sorted(self.by_method) for use in self.by_method[method])

    @cached_property
    def _owners(self) -> dict[int, str]:
        return {}

    def class_of(self, method: int) -> str:
        """Descriptor of the class a method is in."""
        if method not in self._owners:
            code = self.facts.code
            self._owners[method] = (code.method_class(method) if code is not None else None) or ""
        return self._owners[method]

    @cached_property
    def static_texts(self) -> dict[int, str]:
        """Field → its first value where that is a text."""
        table = self.facts.tables.get("fields")
        if table is None:
            return {}
        rows = zip(table.column("field"), table.column("value"), strict=True)
        return {f: _unquoted(v) for f, v in rows if v is not None and v.startswith('"')}

    # texts

    def text(self, value: Value, depth: int = 0) -> str | None:
        """The text a value always is; None where any of it is not known."""
        found = self.pieces(value, depth)
        if len(found) > NODES or not all(isinstance(p, str) for p in found):
            return None
        return "".join(p for p in found if isinstance(p, str)) if found else None

    def pieces(self, value: Value, depth: int = 0) -> list[str | Value]:
        """A text as it is put together: known texts and other values, in order."""
        node = value.node
        if node.kind == "text":
            return [node.text]
        found: list[str | Value] = [value]
        if depth > DEEPEST:
            return found
        if node.kind == "static":
            found = self._static(value, depth)
        elif node.kind == "parameter" and value.given is not None and node.number < len(value.given):
            found = self.pieces(value.given[node.number], depth + 1)
        elif node.kind == "any" and node.children:
            found = self._longest(value, depth)
        elif node.kind == "call":
            found = self._built(value, depth)
        elif node.kind == "new" and node.text in _BUILDERS:
            found = self._appended(value, node.offset, None, depth)
        return found

    def _longest(self, value: Value, depth: int) -> list[str | Value]:
        """Of alternatives the one that says most: what may be left out of a statement stands in the others."""
        ways = [self.pieces(value.at(child), depth + 1) for child in value.node.children[:WIDEST]]
        known = [w for w in ways if all(isinstance(p, str) for p in w)]
        return max(known, key=lambda w: sum(map(len, w))) if known else [value]  # type: ignore[arg-type]

    def _static(self, value: Value, depth: int) -> list[str | Value]:
        symbol = value.node.symbol
        if symbol is None:
            return [value]
        if symbol in self.static_texts:
            return [self.static_texts[symbol]]
        writes = self.writes_of.get(symbol, [])
        if len(writes) == 1:
            found = self.pieces(Value(writes[0].values[0], writes[0].method), depth + 1)
            if all(isinstance(p, str) for p in found):
                return found
        return [value]

    def _built(self, value: Value, depth: int) -> list[str | Value]:
        node = value.node
        receiver = node.receiver
        if node.owner in _BUILDERS and receiver is not None:
            if node.name == "toString":
                root = self.root(receiver)
                if root.kind == "new" and root.text in _BUILDERS:
                    return self._appended(value, root.offset, node.offset, depth)
            if node.name == "append":
                root = self.root(node)
                return self._appended(value, root.offset, None, depth) if root.kind == "new" else [value]
        if node.text.startswith("Ljava/lang/String;->concat(") and receiver is not None:
            return [*self.pieces(value.at(receiver), depth + 1), *self.pieces(value.at(node.arguments[0]), depth + 1)]
        if node.text.startswith("Ljava/lang/String;->valueOf(") or (node.name == "toString" and receiver is not None):
            inner = node.arguments[0] if receiver is None else receiver
            found = self.pieces(value.at(inner), depth + 1)
            return found if all(isinstance(p, str) for p in found) else [value]
        return self._inlined_text(value, depth)

    def _inlined_text(self, value: Value, depth: int) -> list[str | Value]:
        for inner in self.inlined(value):
            found = self.pieces(inner, depth + 2)
            if all(isinstance(p, str) for p in found):
                return found
        return [value]

    def _appended(self, value: Value, made: int | None, until: int | None, depth: int) -> list[str | Value]:
        """What is appended to a builder made at an offset, in the order of the code."""
        found: list[str | Value] = []
        for use in self.by_method.get(value.method, []):
            if use.kind != "call" or not use.values or (until is not None and use.offset >= until):
                continue
            owner, name, _ = split_method(use.text)
            if owner not in _BUILDERS or self.root(use.values[0]).offset != made:
                continue
            if name in ("append", "<init>") and len(use.values) > 1:
                given = use.values[1]
                if given.kind == "int" and "append(C)" in use.text:
                    found.append(chr(given.number) if 0 <= given.number < 0x10000 else "?")
                elif given.kind == "int" and name == "append":
                    found.append(str(given.number))
                elif given.kind != "int":
                    found += self.pieces(value.at(given), depth + 1)
        return found or [value]

    def builder(self, value: Value, until: int | None) -> list[str | Value]:
        """What is appended to a builder, up to an offset; the builder itself where nothing is."""
        return self._appended(value, value.node.offset, until, 0)

    def elements(self, value: Value) -> list[Node]:
        """Elements of an array that is made on the spot, in order."""
        node = value.node
        if node.kind != "array":
            return []
        if node.number == 1:
            return list(node.children)
        stored = {
            use.values[2].number: use.values[0]
            for use in self.by_method.get(value.method, [])
            if use.kind == "store" and use.values[1].kind == "array" and use.values[1].offset == node.offset
            and use.values[2].kind == "int"
        }  # fmt: skip
        return [stored[n] for n in sorted(stored)]

    # values through methods

    @staticmethod
    def root(node: Node) -> Node:
        """What a chain of calls that each give back their receiver begins with."""
        for _ in range(NODES):
            if node.kind == "any" and node.children:
                made = [c for c in node.children if c.kind in ("new", "call")]
                node = made[0] if made else node.children[0]
            elif node.kind == "call" and node.receiver is not None and _fluent(node):
                node = node.receiver
            else:
                return node
        return node

    def inlined(self, value: Value) -> Iterator[Value]:
        """What a method of the app may return, its parameters being what the call gives."""
        node = value.node
        if node.kind != "call" or node.symbol is None:
            return
        returns = self.returns_of.get(node.symbol, [])
        if not returns or len(returns) > WIDEST:
            return
        given = tuple(value.at(a) for a in node.arguments)
        for use in returns:
            if use.values:
                yield Value(use.values[0], node.symbol, given)

    def given(self, value: Value) -> Sequence[Value]:
        """What a parameter may be: as the call that was looked into says, else as all calls in the app say."""
        number = value.node.number
        if value.given is not None:
            return value.given[number : number + 1]
        found = []
        for use in self.calls_of.get(value.method, [])[:WIDEST]:
            arguments = use.values[len(use.values) - self._count(value.method) :]
            if number < len(arguments):
                found.append(Value(arguments[number], use.method))
        return found

    @cached_property
    def _counts(self) -> dict[int, int]:
        return {}

    def _count(self, method: int) -> int:
        if method not in self._counts:
            code = self.facts.code
            text = code.method_text(method) if code is not None else ""
            self._counts[method] = len(parameters(split_method(text)[2]))
        return self._counts[method]

    def type_of(self, value: Value) -> str:
        """Declared type of a value; empty where it is not known."""
        node = value.node
        if node.kind in ("new", "array"):
            return node.text
        simple: dict[str, Callable[[], str]] = {
            "field": lambda: split_field(node.text)[2],
            "static": lambda: split_field(node.text)[2],
            "call": lambda: result(split_method(node.text)[2]),
            "text": lambda: "Ljava/lang/String;",
            "this": lambda: self.class_of(value.method),
            "parameter": lambda: self._parameter_type(value),
            "any": lambda: next((t for c in node.children[:WIDEST] if (t := self.type_of(value.at(c)))), ""),
        }
        return simple[node.kind]() if node.kind in simple else ""

    def _parameter_type(self, value: Value) -> str:
        code = self.facts.code
        types = parameters(split_method(code.method_text(value.method))[2]) if code is not None else []
        return types[value.node.number] if value.node.number < len(types) else ""


def _fluent(node: Node) -> bool:
    """The call gives back what it is called on, judged by its types."""
    owner, name, proto = split_method(node.text)
    back = result(proto)
    return name not in ("build", "toString", "getJSONObject", "get") and (
        back == owner or (name == "append" and back in _BUILDERS) or (back.partition("$")[0] == owner.partition("$")[0]
        and back != owner and name.startswith(("add", "put", "set", "append", "params")))
    )  # fmt: skip


def _unquoted(text: str) -> str:
    import json

    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1]
