"""Runs small functions of one native file, a bounded number of instructions, inside an emulator.

There is no system behind it: memory is the file's own segments, a stack, a small heap and some buffers. A call of the
kernel, of an import that is not among the few in `imports`, or of Java outside `java` ends the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from sousveil.emulate import image as images
from sousveil.emulate import imports, java, trail
from sousveil.emulate.arch import (
    BUFFER_SIZE,
    BUFFERS,
    HEAP,
    HEAP_SIZE,
    JAVA,
    MOST_BUFFERS,
    PAGE,
    STACK,
    STACK_SIZE,
    STOP,
    TRAP_STEP,
    TRAPS,
    Arch,
)
from sousveil.emulate.job import Job, Ran, Text

FUEL = 200_000
"""Instructions of one function."""
FUEL_IN_ALL = 3_000_000
"""Instructions of one file; past it no further run is begun."""


class Stopped(Exception):
    """The run ends here; the text says why."""


class Machine:
    """One file in memory. Every job begins with the memory that the constructors left."""

    def __init__(self, data: bytes) -> None:
        self.image = images.read(data)
        self._file, self._low = data, data.lower()
        self.arch = Arch(self.image.machine)
        self.uc: Any = self.arch.uc
        self.trail = trail.Trail()
        self.java = java.Java(self)
        self._stop = ""
        self._heap = HEAP
        self._left = FUEL_IN_ALL
        self._own: list[tuple[int, int]] = []
        self._saved: dict[int, bytes] = {}
        """Page → what stood there before the run touched it."""
        self._load()
        self._error: type[Exception] = self._hook()
        self._begun: Ran | None = None

    def _load(self) -> None:
        pages = self.image.pages()
        for start, size, rights in _ranges(pages):
            self.uc.mem_map(start, size, _rights(rights))
        for one in self.image.segments:
            self.uc.mem_write(one.address + self.image.bias, one.data)
            self._own.append((one.address + self.image.bias, one.address + self.image.bias + one.size))
        word = self.image.word
        for address, value in self.image.patches:
            if address & -PAGE in pages and (address + word - 1) & -PAGE in pages:
                self.uc.mem_write(address, value.to_bytes(word, "little"))
        for address, size, rights in (
            (STACK, STACK_SIZE, 6), (HEAP, HEAP_SIZE, 6), (STOP, PAGE, 5), (JAVA, 2 * PAGE, 4),
        ):  # fmt: skip
            self.uc.mem_map(address, size, _rights(rights))
        self._buffers = [BUFFERS + 2 * number * BUFFER_SIZE for number in range(MOST_BUFFERS)]
        for address in self._buffers:  # nothing lies between them
            self.uc.mem_map(address, BUFFER_SIZE)
        self._names = [*self.image.imports, *(f"java {n}" for n in range(java.COUNT))]
        size = (len(self._names) * TRAP_STEP | PAGE - 1) + 1
        self.uc.mem_map(TRAPS, size, _rights(5))
        back = self.arch.abi.back.ljust(TRAP_STEP, b"\0")
        self.uc.mem_write(TRAPS, back * len(self._names))
        self.uc.mem_write(STOP, self.arch.abi.back)
        first = TRAPS + len(self.image.imports) * TRAP_STEP
        table = b"".join((first + n * TRAP_STEP).to_bytes(word, "little") for n in range(java.COUNT))
        self.uc.mem_write(JAVA, (JAVA + 16).to_bytes(word, "little").ljust(16, b"\0") + table)

    def _hook(self) -> type[Exception]:
        """Watches reads, writes and calls. Gives the class of the emulator's own errors."""
        unicorn: Any = import_module("unicorn")
        kinds = unicorn.UC_HOOK_MEM_READ | unicorn.UC_HOOK_MEM_WRITE
        self.uc.hook_add(kinds, self._touched)
        self.uc.hook_add(unicorn.UC_HOOK_CODE, self._trapped, begin=TRAPS, end=TRAPS + len(self._names) * TRAP_STEP)
        self.uc.hook_add(unicorn.UC_HOOK_INTR, lambda *_: self.stop("interrupt"))
        if self.arch.name.startswith("x86"):
            for name in ("SYSCALL", "SYSENTER"):
                number = getattr(unicorn.x86_const, f"UC_X86_INS_{name}")
                self.uc.hook_add(unicorn.UC_HOOK_INSN, lambda *_: self.stop("interrupt"), aux1=number)
        error: type[Exception] = unicorn.UcError
        return error

    def stop(self, why: str) -> None:
        """Ends the run."""
        self._stop = self._stop or why
        self.uc.emu_stop()

    def _touched(self, uc: Any, access: int, address: int, size: int, value: int, _data: Any) -> None:
        write = access == 17  # UC_MEM_WRITE
        if write:
            self._note_write(self._here(), address, size)
        elif not STACK <= address < STACK + STACK_SIZE:
            self._note_read(address, size)
        if self.trail.full:
            self.stop("fuel")

    def _here(self) -> int:
        return int(self.uc.reg_read(self.arch.counter))

    def _note_read(self, address: int, size: int) -> None:
        if any(low <= address < high for low, high in self._own):
            self.trail.read(address, size)

    def _note_write(self, instruction: int, address: int, size: int, source: int = -1) -> None:
        """Called before the bytes are written."""
        self.trail.write(instruction, address, size, source)
        for page in range(address & -PAGE, address + size, PAGE):
            if page not in self._saved:
                try:
                    self._saved[page] = bytes(self.uc.mem_read(page, PAGE))
                except self._error:  # no memory is there: the run ends by itself
                    return

    def _trapped(self, uc: Any, address: int, _size: int, _data: Any) -> None:
        number = (address - TRAPS) // TRAP_STEP
        if (address - TRAPS) % TRAP_STEP or number >= len(self._names):
            return
        name = self._names[number]
        try:
            if number >= len(self.image.imports):
                result = self.java.call(number - len(self.image.imports))
            else:
                known = imports.KNOWN.get(name)
                if known is None:
                    raise Stopped(f"import {name}")
                result = known(self)
            if result is not None:
                self.uc.reg_write(self.arch.result, result & ((1 << 8 * self.image.word) - 1))
        except Stopped as why:
            self.stop(str(why))
        except Exception:  # whatever a callback raises must not pass through the emulator
            self.stop("fault")

    # What the functions that stand for imports may do

    def argument(self, number: int) -> int:
        return self.arch.argument(number)

    def bytes_at(self, address: int, size: int) -> bytes:
        """Memory that code hands to an import: counted as read."""
        if size > 1 << 18:
            raise Stopped("fuel")
        data = bytes(self.uc.mem_read(address, size))
        if size:
            self._note_read(address, size)
        return data

    def string_at(self, address: int) -> bytes:
        """Up to the NUL, which is left out."""
        out = b""
        while len(out) < 1 << 16:
            size = PAGE - address % PAGE
            piece, nul, _ = bytes(self.uc.mem_read(address, size)).partition(b"\0")
            out += piece
            if nul:
                break
            address += size
        if out:
            self._note_read(address, len(out))
        return out

    def put(self, address: int, data: bytes, source: int = -1) -> None:
        """Writes for an import; `source`: the bytes are a copy of those there."""
        if data:
            self._note_write(-1 - len(data), address, len(data), source)
            self.uc.mem_write(address, data)
        if self.trail.full:
            raise Stopped("fuel")

    def allocate(self, size: int) -> int:
        if not 0 <= size <= 1 << 18 or self._heap + size + 32 > HEAP + HEAP_SIZE:
            raise Stopped("memory")
        address = self._heap
        self._heap += (size + 31) & -16
        return address

    # Jobs

    def run(self, job: Job) -> Ran:
        """One job; the constructors run once, before the first."""
        if self._begun is None:
            self._begun = self._construct()
        return self._begun if job.function is None else self._call(job)

    def _construct(self) -> Ran:
        steps, stop, texts, blocks = 0, "returned", list[Text](), list[bytes]()
        for address in self.image.constructors:
            ran = self._one(address & ~1 if self.arch.name == "arm" else address, address & 1 == 1, [0, 0, 0])
            steps += ran.steps
            stop = stop if ran.stop == "returned" else ran.stop
            texts += ran.texts
            blocks += ran.blocks
        self._saved.clear()
        self._kept = self._heap
        return Ran(stop, steps, _still(texts, self), blocks=tuple(blocks[:16]))

    def _call(self, job: Job) -> Ran:
        self._restore()
        values, buffers = [], 0
        for one in job.arguments:
            kind, rest = one[0], one[1:]
            if kind == "b":
                values.append(self._buffers[buffers % MOST_BUFFERS])
                buffers += 1
            elif kind == "a":
                values.append(int(rest, 16) + self.image.bias)
            elif kind == "n":
                values.append(int(rest))
            else:
                values.append(self.java.given(kind, rest))
        java_method = any(a[0] == "e" for a in job.arguments)
        return self._one(job.function or 0, job.thumb, values, java_method=java_method)

    def _restore(self) -> None:
        for page, data in self._saved.items():
            self.uc.mem_write(page, data)
        self._saved.clear()
        self._heap = self._kept
        self.java.forget()

    def _one(self, address: int, thumb: bool, values: list[int], *, java_method: bool = False) -> Ran:
        """Runs one function and reads what it made."""
        if self._left <= 0:
            return Ran("fuel of the file")
        self.trail, self._stop = trail.Trail(), ""
        self.arch.begin(values)
        steps = self._go((address + self.image.bias) | int(thumb))
        self._left -= steps
        stop = self._stop
        found, blocks = trail.texts(self.trail, self._memory, self._before, _outside_stack)
        texts = [self._text(at, text, plain, address) for at, text, plain in found[:64]]
        result, is_text = self.java.result(int(self.uc.reg_read(self.arch.result))) if java_method else (None, False)
        if stop != "returned":
            result = None
        if result is not None and is_text:
            texts += self._result(result, address)
        return Ran(stop, steps, tuple(texts), result, is_text, tuple(blocks[:16]))

    def _go(self, start: int) -> int:
        """Runs until the function returns. Gives what is counted: all the fuel, or what was read and written."""
        try:
            self.uc.emu_start(start, STOP, count=FUEL)
        except self._error:
            self._stop = self._stop or "fault"
        if not self._stop:
            self._stop = "returned" if self._here() & ~1 == STOP else "fuel"
        return FUEL if self._stop == "fuel" else max(1, len(self.trail.written) + len(self.trail.reads))

    def _memory(self, address: int, size: int) -> bytes:
        """Bytes as they are now; less where a write went past what there is."""
        out = b""
        while len(out) < size:
            step = min(PAGE - (address + len(out)) % PAGE, size - len(out))
            try:
                out += bytes(self.uc.mem_read(address + len(out), step))
            except self._error:
                break
        return out.ljust(size, b"\0") if len(out) >= size - 1 else out

    def _before(self, address: int, size: int) -> bytes:
        """The file's own bytes, before any code ran."""
        for one in self.image.segments:
            at = address - self.image.bias - one.address
            if 0 <= at < one.size:
                return one.data[at : at + size]
        return b""

    def _text(self, at: int, text: str, plain: bool, function: int) -> Text:
        where = next((name for name, test in _WHERE if test(at)), "data")
        address = at - self.image.bias if where == "data" else None
        return Text(text, where, address, function, plain or self.stands(text))

    def _result(self, result: bytes, function: int) -> list[Text]:
        text = result.decode("utf-8", "replace")
        plain = self.stands(text) or trail.covered(text, trail.read_bytes(self.trail, self._before))
        return [Text(text, "result", None, function, plain)] if trail.reads_as_text(text) else []

    def stands(self, text: str) -> bool:
        """Whether the file shows the text to everybody, in whatever case."""
        return text.encode().lower() in self._low


def _still(texts: list[Text], machine: Machine) -> tuple[Text, ...]:
    """Texts that stand in memory when all constructors have run, each once."""
    found: dict[tuple[str, int | None], Text] = {}
    for one in texts:
        found.setdefault((one.text, one.address), one)
    return tuple(found.values())[:256]


def _ranges(pages: dict[int, int]) -> Iterator[tuple[int, int, int]]:
    """Pages that follow one another with the same rights, as (start, size, rights)."""
    start = end = rights = -1
    for page in sorted(pages):
        if page != end or pages[page] != rights:
            if start >= 0:
                yield start, end - start, rights
            start, rights = page, pages[page]
        end = page + PAGE
    if start >= 0:
        yield start, end - start, rights


def _rights(flags: int) -> int:
    """Rights of a segment as the emulator takes them: read 1, write 2, run 4."""
    return flags >> 2 & 1 | flags & 2 | (flags & 1) << 2


def _outside_stack(address: int) -> bool:
    return not STACK <= address < STACK + STACK_SIZE


_WHERE: tuple[tuple[str, Callable[[int], bool]], ...] = (
    ("heap", lambda at: HEAP <= at < HEAP + HEAP_SIZE),
    ("buffer", lambda at: BUFFERS <= at < BUFFERS + 2 * MOST_BUFFERS * BUFFER_SIZE),
)
