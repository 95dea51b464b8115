"""What a program does, by the calls it makes with names in them and by what it imports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.knowledge import NativeMark
from sousveil.model.native import NativeUse
from sousveil.model.text import visible
from sousveil.recover.natives.files import Call, Files, NativeFile, code_step, text_step

MOST_USES = 60
"""Calls told of one program; the table native_calls holds all."""
MOST_WRAPPED = 400
"""Functions that hand a parameter on to a call, in one file."""

_OPTIONS = re.compile(r"^[+:-]{0,2}(?:[A-Za-z0-9?]:{0,2}){1,60}$")
_USAGE = re.compile(r"(?i)^\s*(?:usage|用法|使用方法|использование)\s*[:：]|\busage: \S|\[options?\]")
_URL = re.compile(r"\b(?:https?|ftp|wss?|tcp|udp|ssh)://[^\s\"'<>\\]{3,200}")
_ADDRESS = re.compile(r"^(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?$")
_WRITES, _READS = frozenset("wa+"), frozenset("r")


def abilities(file: NativeFile, knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """What the imports can do, by id."""
    found = {}
    for mark in knowledge.natives.values():
        if mark.kind == "call" and (held := [s for s in mark.symbols if s in file.imports]):
            found[mark.id] = tuple(held)
    return found


class Uses:
    """Calls with names, of all files, read once from the table."""

    def __init__(self, facts: Facts, knowledge: Knowledge, files: Files) -> None:
        self._files = files
        self._marks = {s: m for m in knowledge.natives.values() if m.kind == "call" for s in m.symbols}
        self._by_part: dict[int, dict[tuple[int, str], list[Call]]] = {}
        for call in files.calls(sorted(self._marks)):
            self._by_part.setdefault(call.part, {}).setdefault((call.address, call.name), []).append(call)
        self._wrapped = _own_calls(facts, set(self._by_part))

    def of(self, file: NativeFile) -> tuple[list[NativeUse], str | None]:
        """The uses of one file, each once, and its option letters."""
        found: dict[tuple[str, str], NativeUse] = {}
        options = None
        handed: dict[int, list[tuple[NativeMark, str, int, str]]] = {}
        for (_, name), calls in self._by_part.get(file.part.number, {}).items():
            mark = self._marks[name]
            given = {c.argument: c for c in calls if c.argument is not None}
            if mark.path is None or (mark.wants is not None and not _is(given.get(0), mark.wants)):
                continue
            held = given.get(mark.path)
            if held is None:
                continue
            if held.text is not None and mark.id.endswith(".options"):
                options = options or (held.text if _OPTIONS.match(held.text) else None)
            elif held.text is not None:
                self._put(found, file, mark, held, held.text, _verb(mark, given))
            elif held.kind == "parameter" and held.value is not None:
                handed.setdefault(held.function, []).append((mark, name, held.value, _verb(mark, given)))
        for function in sorted(handed)[:MOST_WRAPPED]:
            for mark, name, parameter, verb in handed[function]:
                for call in self._wrapped.get((file.part.number, function), ()):
                    if call.argument == parameter and call.text is not None:
                        self._put(found, file, mark, call, call.text, verb, through=name)
        return list(found.values())[:MOST_USES], options

    def _put(
        self,
        found: dict[tuple[str, str], NativeUse],
        file: NativeFile,
        mark: NativeMark,
        call: Call,
        text: str,
        verb: str,
        through: str = "",
    ) -> None:
        if not text.strip() or (verb, text) in found:
            return
        name = through or call.name
        offset = self._files.offsets.get((call.part, call.function))
        place = _file_offset(self._files, call)
        shows = f"{name} at 0x{call.address:x} is given this text"
        step = (
            text_step(file.part, call.value, place, text, shows)
            if call.value is not None and place is not None
            else code_step(file.part, call.function, offset, shows)
        )
        found[verb, text] = NativeUse(verb=verb, call=name, text=visible(text), function=call.function, evidence=step)


def _file_offset(files: Files, call: Call) -> int | None:
    return files.text_offset(call.part, call.value) if call.value is not None else None


def _is(call: Call | None, number: int) -> bool:
    return call is not None and call.kind == "number" and call.value == number


def _verb(mark: NativeMark, given: dict[int, Call]) -> str:
    """Opening to read or to write, as the mode or the flags say."""
    if mark.mode is not None and (mode := given.get(mark.mode)) is not None and mode.text is not None:
        return "writes" if _WRITES & set(mode.text) else "reads"
    if mark.flags is not None and (flags := given.get(mark.flags)) is not None and flags.kind == "number":
        return "writes" if (flags.value or 0) & 3 else "reads"
    return mark.verb


def _own_calls(facts: Facts, parts: set[int]) -> dict[tuple[int, int], list[Call]]:
    """Calls with texts of the files' own functions, by part and function called."""
    found: dict[tuple[int, int], list[Call]] = {}
    table = facts.tables.get("native_calls")
    if table is None:
        return found
    names = ("part", "function", "address", "target", "argument", "kind", "value", "text")
    for part, function, address, target, argument, kind, value, text in zip(
        *(table.column(n) for n in names), strict=True
    ):
        if text is not None and target is not None and part in parts:
            call = Call(part, function, address, "", argument, kind, value, text)
            found.setdefault((part, target), []).append(call)
    return found


def usage(file: NativeFile) -> tuple[str, ...]:
    """Texts that explain a command line."""
    found = [text.strip()[:600] for text, _, _ in file.strings if len(text) > 8 and _USAGE.search(text)]
    return tuple(visible(t) for t in dict.fromkeys(found))[:4]


def addresses(file: NativeFile) -> tuple[str, ...]:
    """URLs and numeric addresses among the strings."""
    found: dict[str, None] = {}
    for text, at, _ in file.strings:
        if at is None:
            continue
        for url in _URL.findall(text):
            found[url] = None
        if _ADDRESS.match(text):
            found[text] = None
    return tuple(visible(t) for t in found if not t.startswith(("0.", "255.")))[:40]


def java_called(calls: Sequence[Call]) -> tuple[str, ...]:
    """Java classes and methods that native code asks for by name."""
    by_place: dict[int, dict[int, str]] = {}
    names: dict[int, str] = {}
    for call in calls:
        if call.argument is not None and call.text is not None:
            by_place.setdefault(call.address, {})[call.argument] = call.text
            names[call.address] = call.name
    found: dict[str, None] = {}
    for address, given in by_place.items():
        if names[address].endswith("FindClass") and 1 in given:
            found[f"class {given[1]}"] = None
        elif names[address].endswith("MethodID") and 2 in given:
            found[f"{given[2]}{given.get(3, '')}"] = None
        elif names[address].endswith("FieldID") and 2 in given:
            found[f"field {given[2]}"] = None
    return tuple(visible(t) for t in found)[:60]
