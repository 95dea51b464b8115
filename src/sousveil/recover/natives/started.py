"""The Java side: what the app's own code loads, runs, hands to a shell and copies out of the package."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from sousveil.model.evidence import Reach, Step
from sousveil.model.facts import Facts
from sousveil.model.text import visible
from sousveil.model.traces import Traces
from sousveil.recover import places
from sousveil.recover.code import Node, OwnCode, Use
from sousveil.recover.remains.paths import paths

_LOAD = {
    "Ljava/lang/System;->loadLibrary": 0,
    "Ljava/lang/System;->load": 0,
    "Ljava/lang/Runtime;->loadLibrary": 1,
    "Ljava/lang/Runtime;->load": 1,
}
_EXEC = {
    "Ljava/lang/Runtime;->exec": 1,
    "Ljava/lang/ProcessBuilder;-><init>": 1,
    "Ljava/lang/ProcessBuilder;->command": 1,
}
_OPEN = "Landroid/content/res/AssetManager;->open"
_RAW = "Landroid/content/res/Resources;->openRawResource"
_ID = 0xFFFFFFFF
_HANDED = 3
"""Methods one inside another that hand on the number of a raw resource."""
_EXECUTABLE = "Ljava/io/File;->setExecutable"
_OUTPUT = "Ljava/lang/Process;->getInputStream"
_INPUT = "Ljava/lang/Process;->getOutputStream"
_WRITE = re.compile(r"->(?:write|writeBytes|writeChars|writeUTF|append|println|print)\(.*(?:String|CharSequence|\[B)")
_SHELL = re.compile(r"^(?:\S*/)?(su|sh)(?:\s|$)")
_CHMOD = re.compile(r"^(?:\S*/)?chmod\s+(?:-R\s+)?(\S+)\s+(.+)$")
MOST_TEXTS = 60
"""Texts written to shells that are told."""


@dataclass(slots=True)
class Run:
    """One place that loads or runs something. Commands have `<…>` for what is made at run time."""

    how: str
    command: str
    words: tuple[str, ...]
    method: int
    offset: int
    root: bool = False
    output: bool = False


@dataclass(slots=True)
class Copy:
    """An asset that is opened, and the files the same code writes."""

    asset: str
    method: int
    offset: int
    to: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Started:
    """All of it, in code order; `executable` holds paths that are made so, with the place."""

    runs: list[Run] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    executable: list[tuple[str, int, int]] = field(default_factory=list)


class JavaSide:
    """Reads the app's own code once."""

    def __init__(self, facts: Facts, traces: Traces, names: dict[str, str], own: OwnCode | None = None) -> None:
        self._facts, self._traces, self._names = facts, traces, names
        self.own = own or OwnCode(facts, traces)

    def read(self) -> Started:
        found = Started()
        if self._facts.code is None:
            return found
        by_method: dict[int, list[Use]] = {}
        for use in self.own.all:
            if use.kind == "store" or (use.kind == "call" and _of_interest(use.text)):
                by_method.setdefault(use.method, []).append(use)
        for method, uses in by_method.items():
            self._method(found, method, uses)
        found.copies += self._raw()
        for run in found.runs:
            chmod = _CHMOD.match(run.command)
            if chmod and _runs_allowed(chmod[1]):
                found.executable.append((chmod[2].strip(), run.method, run.offset))
        self._copies(found)
        return found

    def _method(self, found: Started, method: int, uses: Sequence[Use]) -> None:
        stores = [u for u in uses if u.kind == "store"]
        uses = [u for u in uses if u.kind == "call"]
        shells: list[Run] = []
        output = any(u.text.startswith(_OUTPUT) for u in uses)
        fed = any(u.text.startswith(_INPUT) for u in uses)
        for use in uses:
            name = use.text.partition("(")[0]
            if name in _LOAD:
                for text in self._texts(use, _LOAD[name]):
                    found.runs.append(Run("load", text, (), method, use.offset))
            elif name in _EXEC:
                for run in self._runs(use, stores):
                    run.output = output
                    found.runs.append(run)
                    shells.append(run)
            elif name == _OPEN:
                for text in self._texts(use, 1):
                    found.copies.append(Copy(text, method, use.offset))
            elif name == _EXECUTABLE:
                for text in self._texts(use, 0):
                    found.executable.append((text, method, use.offset))
            elif fed and shells and _WRITE.search(use.text):
                self._fed(found, use, shells[-1])

    def _fed(self, found: Started, use: Use, shell: Run) -> None:
        """A line written to a shell that runs."""
        for text in self._texts(use, 1):
            for raw in text.splitlines():
                line = raw.strip()
                if line and line not in ("exit", "<?>") and len(found.runs) < 4000:
                    root = shell.root
                    found.runs.append(
                        Run("shell", line, tuple(line.split()), use.method, use.offset, root, shell.output)
                    )

    def _runs(self, use: Use, stores: Sequence[Use]) -> Iterator[Run]:
        """What one call of exec or of a process builder runs."""
        types = use.text.partition("(")[2]
        if types.startswith("[Ljava/lang/String;") or "List" in types.partition(")")[0] or "ProcessBuilder" in use.text:
            words = _words(use, stores)
            if words:
                yield _run(words, use)
                return
        for text in self._texts(use, 1):
            yield _run(text.split(), use) if text.strip() else Run("run", "<?>", (), use.method, use.offset)

    def _texts(self, use: Use, argument: int) -> list[str]:
        """Every way the text of an argument may be made."""
        term = self.own.terms([(use.method, use.offset, argument)])[0]
        if term is None:
            return []
        inside = term[0]
        while inside.startswith("file(") and inside.endswith(")"):
            inside = inside[5:-1]
        return list(dict.fromkeys(visible(p.text) or "<?>" for p in paths(inside, self._names)))

    def _raw(self) -> Iterator[Copy]:
        """Raw resources that are opened by their number, here or by a method that is given the number and a name."""
        rows = [r for r in self._facts.rows("resources") if r["type"] == "raw" and r["value"]]
        paths = {int(r["id"]): str(r["value"]) for r in rows}
        if not paths or self._facts.code is None:
            return
        calls = [u for u in self.own.uses(self.own.methods) if u.kind == "call"]
        openers: set[str] = set()
        for _ in range(_HANDED):
            opening = [u for u in calls if u.text.startswith(_RAW) or u.text in openers]
            openers |= {self._facts.code.method_text(u.method) for u in opening if _number(u, paths) is None}
        for use in calls:
            number = _number(use, paths) if use.text in openers or use.text.startswith(_RAW) else None
            if number is not None:
                names = [v.text for v in use.values if v.kind == "text"]
                to = [(names[0], use.method, use.offset)] if len(names) == 1 else []
                yield Copy(paths[number], use.method, use.offset, to)

    def _copies(self, found: Started) -> None:
        """Files that the method of an asset writes."""
        methods = sorted({c.method for c in found.copies})
        written: dict[int, list[tuple[str, int, int]]] = {}
        for kept in self.own.kept(methods):
            if kept.kind == "file" and kept.verb in ("write", "open", "put") and kept.keys:
                for path in paths(kept.keys[-1], self._names):
                    text = visible(path.text)
                    written.setdefault(kept.method, []).append((text, kept.method, kept.offset))
        at_place: dict[tuple[int, int], int] = {}
        for copy in found.copies:
            at_place[copy.method, copy.offset] = at_place.get((copy.method, copy.offset), 0) + 1
        for copy in found.copies:
            to = [w for w in dict.fromkeys(written.get(copy.method, ())) if w[0] != copy.asset]
            copy.to = copy.to or _paired(copy.asset, to, alone=at_place[copy.method, copy.offset] == 1)

    def step(self, method: int, offset: int, shows: str) -> Step:
        return places.step(self._facts, self._traces, method, offset, shows)

    def reach(self, method: int) -> Reach:
        return places.reach(self._traces, method)


def _number(use: Use, known: Container[int]) -> int | None:
    """The number of a raw resource among what a call is given."""
    numbers = [v.number & _ID for v in use.values if v.kind == "int"]
    return next((n for n in numbers if n in known), None)


def _paired(asset: str, to: list[tuple[str, int, int]], *, alone: bool) -> list[tuple[str, int, int]]:
    """Where this asset goes: code that copies several pairs names by chance, so the names must agree there."""
    name = asset.rpartition("/")[2]
    same = [w for w in to if w[0].rpartition("/")[2] == name]
    if same:
        return same
    return to if alone and len(to) == 1 else []


def _of_interest(text: str) -> bool:
    name = text.partition("(")[0]
    return (
        name in _LOAD
        or name in _EXEC
        or name in (_OPEN, _EXECUTABLE, _OUTPUT, _INPUT)
        or _WRITE.search(text) is not None
    )


def _run(words: Sequence[str], use: Use) -> Run:
    command = " ".join(words)
    shell = _SHELL.match(command)
    root = bool(shell and shell[1] == "su")
    how = "shell" if shell and "-c" in words else "run"
    return Run(how, command, tuple(words), use.method, use.offset, root)


def _runs_allowed(mode: str) -> bool:
    """Whether rights as chmod takes them let a file be run."""
    if mode.isdigit():
        return any(int(digit, 8) & 1 for digit in mode[-3:] if digit in "01234567")
    return "x" in mode


def _words(use: Use, stores: Sequence[Use]) -> list[str]:
    """The words of a command that stands as an array, or as a list made of one, on the spot."""
    arrays = [node for value in use.values for node in value.walk() if node.kind == "array"][:1]
    for array in arrays:
        if array.number == 1:
            return [_text_of(child) for child in array.children]
        held = [u for u in stores if len(u.values) == 3 and u.values[1] is array and u.offset < use.offset]
        placed = {u.values[2].number: _text_of(u.values[0]) for u in held if u.values[2].kind == "int"}
        if placed:
            return [placed.get(n, "<?>") for n in range(max(placed) + 1)][:64]
    return []


def _text_of(node: Node, depth: int = 0) -> str:
    """A word's text; pieces made at run time as `<…>`."""
    if node.kind == "text":
        return node.text
    if node.kind == "any" and depth < 4:
        texts = {_text_of(child, depth + 1) for child in node.children}
        return texts.pop() if len(texts) == 1 else "<?>"
    return "<?>"
