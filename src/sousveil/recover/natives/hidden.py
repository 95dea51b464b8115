"""Texts that native code makes: constructors, functions that are handed constants, methods that Java asks.

A text counts where a run made it, it stands nowhere in the file, and it is not put together of pieces that do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sousveil import core
from sousveil.emulate import Job, Ran, Text
from sousveil.emulate.trail import figures
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Strength
from sousveil.model.facts import Facts
from sousveil.model.native import HiddenText
from sousveil.model.text import visible
from sousveil.recover.natives.files import Files, NativeFile
from sousveil.recover.natives.running import Function, Given, Running
from sousveil.recover.natives.twins import clearest, grouped

if TYPE_CHECKING:
    from sousveil.recover.sealed.constants import Constants

MOST_TARGETS = 400
MOST_CALLS = 200
TRIED = 3
"""Calls of one function that must all give nothing before the others are left out."""
MOST_TEXTS = 400
MOST_INSTRUCTIONS = 400
MOST_CONSTANTS = 120
CIPHERS = ("native.algorithm.aes", "native.algorithm.des")
_FEWEST = 6
_RETURNS = (")Ljava/lang/String;", ")[B", ")[C")
_NATIVE = 0x100


@dataclass(frozen=True, slots=True)
class Key:
    """Bytes or a text that native code makes or uses, which may open something."""

    value: bytes
    function: Function
    job: Job | None


@dataclass(slots=True)
class Hidden:
    """All of a sample."""

    texts: list[HiddenText] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    constants: list[Key] = field(default_factory=list)
    """Constants that are handed to functions of files with the tables of a block cipher."""
    algorithms: tuple[str, ...] = ()
    """Block ciphers of such files, by id."""
    by_part: dict[int, list[HiddenText]] = field(default_factory=dict)


def hidden(facts: Facts, running: Running, constants: Constants, knowledge: Knowledge, files: Files) -> Hidden:
    """Runs what may hide a text, in bounded order: constructors, calls with constants, Java methods."""
    found = Hidden()
    work = _Work(facts, running, found)
    marks = {
        m.id: [bytes.fromhex(one) for one in m.bytes] for m in knowledge.natives.values() if m.id in CIPHERS
    }  # fmt: skip
    read = [clearest(group) for group in grouped([f for f in files.by_part.values() if f.part.same_as is None])]
    for file in read:
        work.constants(file, marks)
    if not running.ready:
        return found
    for file in read:
        work.constructors(file)
    if facts.code is not None:
        work.methods(constants)
    for file in read:
        work.called(file.part.number)
    return found


class _Work:
    """Collects while it runs."""

    def __init__(self, facts: Facts, running: Running, found: Hidden) -> None:
        self._facts, self._running, self._found = facts, running, found
        self._calls = _handed(facts)
        self._seen: set[tuple[int, str]] = set()

    def constants(self, file: NativeFile, marks: dict[str, list[bytes]]) -> None:
        """Constants of the length of a key that are handed to functions, in a file with the tables of a cipher."""
        data = self._facts.parts.blob(file.part.number).bytes()
        held = [name for name, tables in sorted(marks.items()) if any(t in data for t in tables)]
        if not held:
            return
        self._found.algorithms = tuple(dict.fromkeys((*self._found.algorithms, *held)))
        for target, calls in sorted(self._calls.get(file.part.number, {}).items()):
            for given in calls:
                self._constant(self._running.function(file.part.number, target), given, data)

    def _constant(self, function: Function, given: tuple[str, ...], data: bytes) -> None:
        numbers = {int(w[1:]) for w in given if w[0] == "n"}
        sizes = [s for s in (16, 24, 32, 8) if numbers & {s, 8 * s}] or [16]
        for word in given:
            offset = core.native_offset(data, int(word[1:], 16)) if word[0] == "a" else None
            for size in sizes if offset is not None and len(self._found.constants) < MOST_CONSTANTS else ():
                value = data[offset : (offset or 0) + size]
                if len(value) == size and len(set(value)) > size // 2:
                    self._found.constants.append(Key(value, function, None))

    def constructors(self, file: NativeFile) -> None:
        """Functions that run when the file is loaded."""
        number = file.part.number
        try:
            _, constructors = core.native_loaded(self._facts.parts.blob(number).bytes())
        except ValueError:
            return
        if any(self._running.function(number, a & ~1).instructions >= _FEWEST for a in constructors):
            ran = self._running.run(number, Job(None))
            for text in ran.texts:
                self._put(self._running.function(number, text.function), Job(None), text, "constructor", ran)

    def called(self, part: int) -> None:
        """Functions that are handed addresses of the file's own data."""
        targets = self._calls.get(part, {})
        for address in sorted(targets, key=lambda a: (-len(targets[a]), a))[:MOST_TARGETS]:
            function = self._running.functions.get((part, address))
            if function is None or not _FEWEST <= function.instructions <= MOST_INSTRUCTIONS:
                continue
            jobs = [Job(address, function.thumb, given) for given in targets[address]]
            made = list(self._tried(part, jobs))
            # A decoder makes a text of nearly all that it is given; chance does not.
            if len(made) * 2 >= len(jobs[:MOST_CALLS]):
                for job, ran, texts in made:
                    for text in texts:
                        self._put(function, job, text, "call", ran)

    def _tried(self, part: int, jobs: Sequence[Job]) -> Iterator[tuple[Job, Ran, list[Text]]]:
        empty = 0
        for job in jobs[:MOST_CALLS]:
            ran = self._running.run(part, job)
            texts = [t for t in ran.texts if not t.plain]
            if ran.stop == "returned" and texts:
                yield job, ran, texts
            else:
                empty += TRIED if ran.stop == "fuel" else 1
                if empty >= TRIED and empty * 2 > len(jobs):
                    return

    def methods(self, constants: Constants) -> None:
        """Methods that Java declares native and that give back a text or bytes."""
        wanted = dict(_declared(self._facts))
        wanted = {m: s for m, s in wanted.items() if self._running.serves(s)}
        with_values: dict[int, list[tuple[object, ...]]] = {}
        for method, text in wanted.items():
            given = self._running.method(text, ())
            if given is not None:
                self._result(given)
            else:
                with_values[method] = []
        if with_values:
            for use in constants.uses:
                if use.kind == "call" and use.symbol in with_values and len(with_values[use.symbol]) < MOST_CALLS:
                    with_values[use.symbol].append(constants.arguments(use))
        for method, calls in with_values.items():
            for values in dict.fromkeys(calls):
                given = self._running.method(wanted[method], values)
                if given is not None:
                    self._result(given)

    def _result(self, given: Given) -> None:
        ran = self._running.run(given.function.part, given.job)
        raw = given.value.encode() if isinstance(given.value, str) else given.value
        self._found.keys.append(Key(raw, given.function, given.job))
        for text in ran.texts:
            if text.where == "result":
                self._put(given.function, given.job, text, "java method", ran)
        if isinstance(given.value, bytes):
            for text in ran.texts:
                if text.where != "result" and text.text.encode() == given.value.rstrip(b"\0"):
                    self._put(given.function, given.job, text, "java method", ran)

    def _put(self, function: Function, job: Job, text: Text, how: str, ran: Ran) -> None:
        """Keeps a text once a file. Texts that stand in the file are no news, but may be keys."""
        part = self._facts.part(function.part)
        raw = text.text.encode()
        if len(raw) in (8, 16, 24, 32) and not text.plain:
            self._found.keys.append(Key(raw, function, job))
        self._found.keys += [Key(block, function, job) for block in ran.blocks if how == "call"]
        if text.plain or figures(text.text) or (part.number, text.text) in self._seen:
            return
        if len(self._found.texts) >= MOST_TEXTS:
            return
        self._seen.add((part.number, text.text))
        shows = {
            "constructor": "Run when the library is loaded: the constructor at",
            "call": "Called with constants of the file: the function at",
            "java method": "Behind a method that Java declares: the function at",
        }[how]
        made = HiddenText(
            text=visible(text.text),
            how=how,
            part=part.full_path,
            function=function.address,
            name=visible(function.name),
            strength=Strength.INFERRED if how == "call" else Strength.TRACED,
            evidence=tuple(self._running.steps(function, job, text.text, shows)),
        )
        self._found.texts.append(made)
        self._found.by_part.setdefault(part.number, []).append(made)


def _handed(facts: Facts) -> dict[int, dict[int, list[tuple[str, ...]]]]:
    """Part → function of the file → arguments of its calls, each once, where one is an address of the file."""
    table = facts.tables.get("native_calls")
    if table is None:
        return {}
    names = ("part", "address", "target", "argument", "kind", "value")
    calls: dict[tuple[int, int, int], dict[int, str]] = {}
    for part, address, target, argument, kind, value in zip(*(table.column(n) for n in names), strict=True):
        if target is None or argument is None or argument > 7:
            continue
        written = "b"
        if kind in ("address", "text"):
            written = f"a0x{value:x}"
        elif kind == "number":
            written = f"n{value}"
        calls.setdefault((part, target, address), {})[argument] = written
    found: dict[int, dict[int, list[tuple[str, ...]]]] = {}
    for (part, target, _), given in sorted(calls.items()):
        words = tuple(given.get(n, "b") for n in range(max(given) + 1))
        held = found.setdefault(part, {}).setdefault(target, [])
        if any(w[0] == "a" for w in words) and words not in held and len(held) < MOST_CALLS:
            held.append(words)
    return found


def _declared(facts: Facts) -> Iterator[tuple[int, str]]:
    """(number, text) of methods that code declares native and that give back a text or bytes."""
    code = facts.code
    if code is None or not (facts.rows("native_jni") or facts.rows("native_registered")):
        return
    names = {row["method"] for table in ("native_jni", "native_registered") for row in facts.rows(table)}
    for name in code.class_names():
        for method in code.class_methods(name):
            text = code.method_text(method)
            if text.endswith(_RETURNS) and text.partition("->")[2].partition("(")[0] in names:
                said = (code.definition_text(method) or "").rpartition(" flags 0x")[2].split(" ")[0]
                if said and int(said, 16) & _NATIVE:
                    yield method, text
