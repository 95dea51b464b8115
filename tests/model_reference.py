"""A small reference reading of the language of effects, to run the statements that stand beside each model.

It is an oracle for the library of models, not the engine: it follows statements one after the other, holds every
object as a node with parts, and takes no branch. docs/models.md describes the language.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sousveil.model.flow import Model

Pick = Callable[[str, str, list[str | None]], Model | None]
"""(class, method, types of the arguments or None where unknown) → the model that counts."""

_CALL = re.compile(r"(?P<new>new )?(?P<name>[\w.$<>]+)\((?P<args>.*)\)$")
_PART = re.compile(r'\.([a-z]\w*)|\[(arg\d+)\]|\["([^"]*)"\]|(\[\])')
SECRET = "SECRET"
CONTENT = ".content"
"""What a name leads to is no part of the name: only effects that write it take it along."""


class StatementError(Exception):
    """A statement that is none."""


@dataclass(eq=False)
class Node:
    """An object, or a value: whether it is tainted, what it is as text, its parts, the carriers it stands for."""

    text: str | None = None
    tainted: bool = False
    parts: dict[str, list["Node"]] = field(default_factory=dict)
    same: list["Node"] = field(default_factory=list)
    """Streams that are one with this."""
    named: dict[str, str] = field(default_factory=dict)
    """Carrier kind → key."""
    writes: set[tuple[str, str]] = field(default_factory=set)
    reads: set[tuple[str, str]] = field(default_factory=set)

    def stream(self) -> list["Node"]:
        found, todo = [self], [self]
        while todo:
            for one in todo.pop().same:
                if one not in found:
                    found.append(one)
                    todo.append(one)
        return found

    def below(self) -> Iterator["Node"]:
        seen, todo = {id(self)}, [self]
        while todo:
            node = todo.pop()
            yield node
            parts = (p for name, held in node.parts.items() if name != CONTENT for p in held)
            for one in [*parts, *node.same]:
                if id(one) not in seen:
                    seen.add(id(one))
                    todo.append(one)


class Run:
    """Statements, run in order; `leaks` holds (statement, must be reached, was reached)."""

    def __init__(self, pick: Pick, silent: Model | None = None) -> None:
        self._pick, self._silent = pick, silent
        self._vars: dict[str, Node] = {}
        self._types: dict[str, str] = {}
        self._carriers: dict[tuple[str, str], list[Node]] = {}
        self._statics: dict[str, Node] = {}
        self.used: list[Model] = []
        self.leaks: list[tuple[str, bool, bool]] = []

    def run(self, text: str) -> "Run":
        for line in filter(None, map(str.strip, text.splitlines())):
            self._statement(line)
        return self

    def _statement(self, line: str) -> None:
        if found := re.fullmatch(r"(LEAK|SAFE)\((.*)\)", line):
            node = self._value(found[2])
            self.leaks.append((line, found[1] == "LEAK", self.reached(node)))
        elif found := re.fullmatch(r"(?:(?P<type>[\w.$]+(?:\[\])*) )?(?P<name>[a-z]\w*) = (?P<value>.+)", line):
            if found["type"] is None and found["name"] not in self._vars:
                raise StatementError(f"`{found['name']}` has no type yet: {line}")
            if found["type"]:
                self._types[found["name"]] = found["type"]
            node = self._value(found["value"])
            self._vars[found["name"]] = node
        else:
            self._value(line, statement=True)

    def reached(self, node: Node) -> bool:
        return any(n.tainted or any(c in n.reads and self._holds(c) for c in n.reads) for n in node.below())

    def _holds(self, carrier: tuple[str, str]) -> bool:
        return carrier[0] != "network" and any(self.reached(n) for n in self._carriers.get(carrier, ()))

    def _value(self, text: str, statement: bool = False) -> Node:  # noqa: PLR0911
        if text == SECRET:
            return Node(tainted=True)
        if re.fullmatch(r'"[^"]*"', text):
            return Node(text[1:-1])
        if re.fullmatch(r"-?\d+|true|false|null", text):
            return Node(text)
        if text in self._vars and not statement:
            return self._vars[text]
        if element := re.fullmatch(r"([a-z]\w*)\[(\d+)\]", text):
            return self._element(self._vars[element[1]], f"[{element[2]}]")
        found = _CALL.fullmatch(text)
        if not found:
            raise StatementError(f"no statement: {text}")
        words = _arguments(found["args"])
        args, types = [self._value(one) for one in words], [self._type(one) for one in words]
        if any(_CALL.fullmatch(one) for one in words):
            raise StatementError(f"a call inside a call: {text}")
        if found["new"]:
            made = Node()
            self._call(found["name"], "<init>", made, args, types, Node())
            return made
        owner, _, method = found["name"].rpartition(".")
        result = Node()
        if owner in self._vars:
            here = self._vars[owner]
            return self._call(self._types[owner], method, here, args, types, result)
        if not owner.rpartition(".")[2][:1].isupper():
            raise StatementError(f"`{owner}` is neither a variable nor a class: {text}")
        return self._call(owner, method, None, args, types, result)

    def _element(self, array: Node, key: str) -> Node:
        held = [n for name, nodes in array.parts.items() if _fits(name, key) for n in nodes]
        return held[0] if len(held) == 1 else Node(tainted=any(self.reached(n) for n in held or [array]))

    def _call(
        self, owner: str, method: str, this: Node | None, args: Sequence[Node], types: list[str | None], result: Node
    ) -> Node:
        model = self._pick(owner, method, types)
        if model is None:
            return result
        self.used.append(model)
        if model is self._silent:
            return result
        frame = _Frame(self, this, args, result)
        for effect in model.effects:
            for verb, text in effect.items():
                frame.apply(verb, text)
        return frame.result()

    def _type(self, word: str) -> str | None:
        """The type an argument is written with: `SECRET` for itself, None for null."""
        if word.startswith('"'):
            return "java.lang.String"
        if re.fullmatch(r"-?\d+", word):
            return "int"
        if word in {"true", "false"}:
            return "boolean"
        return SECRET if word == SECRET else self._types.get(word)

    def put(self, carrier: tuple[str, str], node: Node) -> None:
        self._carriers.setdefault(carrier, []).append(node)

    def content(self, carrier: tuple[str, str]) -> list[Node]:
        return [] if carrier[0] == "network" else self._carriers.get(carrier, [])

    def delete(self, carrier: tuple[str, str]) -> None:
        for known in [c for c in self._carriers if c[0] == carrier[0] and (c[1] + "/").startswith(carrier[1] + "/")]:
            del self._carriers[known]

    def taint(self, node: Node) -> None:
        """Data flows into the object: into every stream that is one with it, and what it writes to."""
        for one in node.stream():
            one.tainted = True
            for carrier in one.writes:
                self.put(carrier, Node(tainted=True))


class _Frame:
    def __init__(self, run: Run, this: Node | None, args: Sequence[Node], result: Node) -> None:
        self._run = run
        self._roots: dict[str, list[Node]] = {"this": [this] if this else [], "result": [result]}
        self._roots |= {f"arg{i}": [a] for i, a in enumerate(args)}
        self._fresh = result

    def result(self) -> Node:
        """The object handed out; several stored at once stand below one node."""
        stored = [n for n in self._roots["result"] if n is not self._fresh]
        if not stored:
            return self._fresh
        first = stored[0]
        if len(stored) == 1 and not (self._fresh.tainted or self._fresh.parts or self._fresh.named):
            return first
        joined = Node(first.text, named={**self._fresh.named, **first.named})
        for one in [self._fresh, *stored]:
            joined.tainted |= one.tainted
            joined.reads |= one.reads
            joined.writes |= one.writes
            joined.same.append(one)
            for part, nodes in one.parts.items():
                joined.parts.setdefault(part, []).extend(nodes)
        return joined

    def apply(self, verb: str, text: str) -> None:
        getattr(self, f"_{verb}")(text)

    def _flow(self, text: str) -> None:
        left, right = text.split(" -> ")
        if any(self._run.reached(n) for n in self._read(left)):
            for node in self._write(right):
                self._run.taint(node)

    def _store(self, text: str) -> None:
        left, right = text.split(" -> ")
        nodes = self._read(left) or (self._write(left) if not left.startswith("arg") else [])
        root, parts = _split(right)
        if not parts:
            self._roots[root] += [n for n in nodes if n not in self._roots[root]]
            return
        for holder in self._walk(root, parts[:-1], make=True):
            holder.parts.setdefault(self._key(parts[-1]), []).extend(nodes)

    def _wrap(self, text: str) -> None:
        left, right = text.split(" = ")
        for one in self._write(left):
            for other in self._read(right):
                one.same.append(other)
                other.same.append(one)
                one.named = {**other.named, **one.named}

    def _open(self, text: str) -> None:
        left, right = text.split(" -> ")
        carrier, mode = left.split(" for ")
        for node in self._write(right):
            if mode in {"writing", "both"}:
                node.writes.add(self._carrier(carrier))
            if mode in {"reading", "both"}:
                node.reads.add(self._carrier(carrier))

    def _name(self, text: str) -> None:
        left, right = text.split(" -> ")
        kind, key = self._carrier(left)
        for node in self._write(right):
            node.named[kind] = key

    def _put(self, text: str) -> None:
        left, right = text.split(" <- ")
        for node in self._read(right):
            self._run.put(self._carrier(left), node)

    def _take(self, text: str) -> None:
        left, right = text.split(" -> ")
        nodes = self._run.content(self._carrier(left))
        root, parts = _split(right)
        if not parts:
            if root == "result":
                self._roots[root] += nodes
                return
            for node in self._roots[root]:
                for one in nodes:
                    if self._run.reached(one):
                        self._run.taint(node)
            return
        for holder in self._walk(root, parts[:-1], make=True):
            holder.parts.setdefault(self._key(parts[-1]), []).extend(nodes)

    def _delete(self, text: str) -> None:
        self._run.delete(self._carrier(text))

    def _pack(self, text: str) -> None:
        left, right = text.split(" -> ")
        for node in list(self._run.content(self._carrier(left))):
            self._run.put(self._carrier(right), node)

    def _call(self, text: str) -> None:
        """App methods are not run here."""

    def _build(self, text: str) -> None:
        """Slots of what is built carry no taint; the name of a component or an action is its key."""
        left, _ = text.split(" = ")
        if re.fullmatch(r"this\.(action|class)", left):
            for node in self._roots["this"]:
                node.named["message"] = "any"

    def _clean(self, text: str) -> None:
        for node in self._read(text):
            node.tainted = False

    def _range(self, text: str) -> None:
        """What numbers a result may be moves no data."""

    def _kill(self, text: str) -> None:
        root, parts = _split(text)
        if not parts:
            for node in self._roots[root]:
                node.tainted = False
                node.parts.clear()
            return
        key = self._key(parts[-1])
        for holder in self._walk(root, parts[:-1], make=False):
            gone = [p for p in holder.parts if p == key or (key == "[]" and p.startswith("["))]
            for part in gone:
                del holder.parts[part]

    def _carrier(self, text: str) -> tuple[str, str]:
        kind, keys = text.strip().removesuffix(")").split("(", 1)
        return kind, "/".join(t for t in (self._term(key.strip(), kind) for key in keys.split(",")) if t != "null")

    def _term(self, key: str, kind: str) -> str:
        if key.startswith('"'):
            return key.strip('"')
        for node in self._roots.get(key, ()):
            for one in node.stream():
                if kind in one.named:
                    return one.named[kind]
            if kind == "message":
                return "any"
            if node.text is not None:
                return node.text
            if node.named:
                return next(iter(node.named.values()))
        return "any" if kind == "message" else "?"

    def _read(self, text: str) -> list[Node]:
        root, parts = _split(text)
        roots = sorted(k for k in self._roots if k.startswith("arg")) if root == "arg*" else [root]
        return [n for one in roots for n in self._walk(one, parts, make=False)]

    def _write(self, text: str) -> list[Node]:
        root, parts = _split(text)
        return self._walk(root, parts, make=True)

    def _walk(self, root: str, parts: Sequence[str], make: bool) -> list[Node]:
        nodes = list(self._roots.get(root, ()))
        if make and root == "result" and not parts:
            return [self._fresh, *[n for n in nodes if n is not self._fresh]]
        for part in parts:
            key = self._key(part)
            found: list[Node] = []
            for node in nodes:
                for holder in node.stream():
                    found += [n for name, held in holder.parts.items() if _fits(name, key) for n in held]
                if self._run.reached(Node(tainted=node.tainted, reads=node.reads)):
                    found.append(Node(tainted=True))
                if make and not node.parts.get(key):
                    made = Node()
                    node.parts.setdefault(key, []).append(made)
                    found.append(made)
            nodes = found
        return nodes

    def _key(self, part: str) -> str:
        if part.startswith("[arg"):
            nodes = self._roots.get(part[1:-1], ())
            text = next((n.text for n in nodes if n.text is not None), None)
            return f"[{text}]" if text is not None else "[?]"
        return part


def _fits(held: str, wanted: str) -> bool:
    if held.startswith("[") and wanted.startswith("["):
        return held == wanted or "[]" in (held, wanted) or "[?]" in (held, wanted)
    return held == wanted


def _split(text: str) -> tuple[str, list[str]]:
    root = re.match(r"this|result|arg\d+|arg\*", text)
    if not root:
        raise StatementError(f"no place: {text}")
    found = []
    for name, argument, constant, any_ in _PART.findall(text[root.end() :]):
        found.append(f".{name}" if name else f"[{argument}]" if argument else "[]" if any_ else f"[{constant}]")
    return root[0], found


def _arguments(text: str) -> list[str]:
    return [one.strip() for one in re.findall(r'(?:"[^"]*"|[^,"])+', text) if one.strip()]
