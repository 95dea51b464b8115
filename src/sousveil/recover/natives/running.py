"""Native functions that are run in the emulator, one session a file, and what may be asked of Java methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sousveil import emulate
from sousveil.emulate import Job, Ran, Session
from sousveil.model.evidence import Step
from sousveil.model.facts import Facts
from sousveil.model.parts import Part, RawGap
from sousveil.model.text import visible
from sousveil.recover.natives.files import code_step

MOST_SESSIONS = 40
"""Processes of one sample, one after another."""
MOST_OPEN = 3
"""Processes at a time."""
MOST_STEPS = 4_000_000
"""What all runs of a sample may cost together, as `Ran.steps` counts."""
MOST_RUNS = 1_500
_SIMPLE = "ZBSCI"


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a native file."""

    part: int
    address: int
    instructions: int
    thumb: bool
    offset: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a native method gave back, and the run that shows it."""

    value: str | bytes
    function: Function
    job: Job


class Running:
    """Sessions of one sample. Close it when all questions are asked."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._sessions: dict[int, Session] = {}
        self._failed: set[int] = set()
        self._begun = 0
        self._left, self._runs = MOST_STEPS, MOST_RUNS
        natives, installed = bool(facts.rows("native_files")), emulate.available()
        self.ready, self._missing = natives and installed, natives and not installed
        self.used: list[Given] = []
        """Values that Java methods gave, in the order they were asked for."""

    def close(self) -> None:
        """Ends all sessions; what failed in them becomes a gap."""
        for number in sorted(self._sessions):
            self._end(number)
        if self._missing:
            self._facts.gaps.append(
                _gap(
                    0,
                    "The emulator is not installed (pip install 'sousveil[emulator]'): "
                    "texts that native code makes are unknown",
                )
            )
        if self._left <= 0 or self._runs <= 0:
            self._facts.gaps.append(_gap(0, "Running small native functions stopped at its limit"))
        self.ready = False

    def _end(self, part: int) -> None:
        session = self._sessions.pop(part)
        session.close()
        if session.failed and not session.failed.startswith("Unsuitable"):
            self._facts.gaps.append(_gap(part, f"Running small functions ended: {session.failed}"))

    def run(self, part: int, job: Job) -> Ran:
        """One job of a file; a run that stopped at once where the limits are reached."""
        session = self._session(part)
        if session is None or self._left <= 0 or self._runs <= 0:
            return Ran("limit")
        self._runs -= 1
        ran = session.run(job)
        self._left -= ran.steps
        return ran

    def _session(self, part: int) -> Session | None:
        if not self.ready:
            return None
        if part not in self._sessions:
            if self._begun >= MOST_SESSIONS or part in self._failed:
                return None
            self._begun += 1
            if len(self._sessions) >= MOST_OPEN:
                self._end(next(iter(self._sessions)))
            self._sessions[part] = Session(self._facts.parts.blob(part).bytes())
        if self._sessions[part].failed:
            self._failed.add(part)
        return self._sessions[part]

    @cached_property
    def functions(self) -> dict[tuple[int, int], Function]:
        """By part and address."""
        table = self._facts.tables.get("native_functions")
        if table is None:
            return {}
        names = ("part", "address", "instructions", "mode", "file_offset", "name")
        rows = zip(*(table.column(n) for n in names), strict=True)
        return {(p, a): Function(p, a, i, mode == "t32", offset, name or "") for p, a, i, mode, offset, name in rows}

    def function(self, part: int, address: int) -> Function:
        return self.functions.get((part, address)) or Function(part, address, 0, False, None, "")

    @cached_property
    def _served(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """(class, method) of exported names; ("", method + types) of registered tables → rows."""
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self._facts.rows("native_jni"):
            found.setdefault((row["class"], row["method"]), []).append(row)
        for row in self._facts.rows("native_registered"):
            found.setdefault(("", f"{row['method']}{row['signature']}"), []).append(row)
        return found

    def serves(self, method: str) -> list[Function]:
        """Functions behind a method as dex writes it; none where they cannot be told apart."""
        owner, _, rest = method.partition("->")
        name, _, types = rest.partition("(")
        exported = self._served.get((owner, name), [])
        fits = [r for r in exported if r["parameters"] in (None, f"({types.partition(')')[0]})")]
        found = [(r["part"], r["address"]) for r in fits]
        found = found or [(r["part"], r["function"]) for r in self._served.get(("", f"{name}({types}"), [])]
        parts = [p for p, _ in found]
        return [self.function(*one) for one in sorted(found)] if len(set(parts)) == len(parts) else []

    def method(self, method: str, values: Sequence[object]) -> Given | None:
        """What a Java method gives back for these arguments; None where that is not known. An argument that is no
        text, number or array of bytes is an object that answers nothing."""
        given = _arguments(method, values)
        if given is None or not method.endswith((")Ljava/lang/String;", ")[B", ")[C", ")Ljava/lang/Object;")):
            return None
        for function in self.serves(method)[:2]:
            job = Job(function.address, function.thumb, ("e", "o", *given))
            ran = self.run(function.part, job)
            if ran.stop == "returned" and ran.result:
                value = ran.result.decode("utf-8", "replace") if ran.is_text else ran.result
                found = Given(value, function, job)
                self.used.append(found)
                return found
        return None

    def place(self, function: Function, shows: str) -> Step:
        """The function, which is shown only."""
        named = f" ({function.name})" if function.name else ""
        where = f"{shows} 0x{function.address:x}{visible(named)}"
        return code_step(self._facts.part(function.part), function.address, function.offset, where)

    def steps(self, function: Function, job: Job, text: str | None, shows: str) -> list[Step]:
        """The function, and the run that makes the text."""
        return [self.place(function, shows), run_step(self._facts.part(function.part), job, text)]


def run_step(part: Part, job: Job, text: str | None) -> Step:
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=f"run:{job.write()}",
        reads=visible(text) if text is not None else None,
        shows="Comes out when this function alone is run in an emulator",
    )


def _arguments(method: str, values: Sequence[object]) -> list[str] | None:
    """Arguments as a job writes them; None where one is not known, or is of two words."""
    types = _types(method.partition("(")[2].partition(")")[0])
    if len(types) > 6:
        return None
    found = []
    for number, kind in enumerate(types):
        value = values[number] if number < len(values) else None
        if kind in _SIMPLE and isinstance(value, int):
            found.append(f"n{value}")
        elif kind == "Ljava/lang/String;" and isinstance(value, str) and len(value) < 4096:
            found.append(f"s{value}")
        elif kind == "[B" and isinstance(value, bytes) and len(value) < 4096:
            found.append(f"x{value.hex()}")
        elif kind.startswith("L") and kind not in ("Ljava/lang/String;", "Ljava/lang/Object;"):
            found.append("o")
        else:
            return None
    return found


def _types(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        start = at
        while text[at : at + 1] == "[":
            at += 1
        at = text.find(";", at) + 1 if text[at : at + 1] == "L" else at + 1
        if at <= start:
            break
        found.append(text[start:at])
    return found


def _gap(part: int, detail: str) -> RawGap:
    return RawGap(part, "entry", "native", detail, "Read the constructors and decoders in a disassembler.")
