"""Lists in native files: tables of addresses of texts, alone or among numbers; texts of one width; texts that one
function compares; texts that native code makes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sousveil import core
from sousveil.emulate.image import Segment, Unsuitable, segments
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Strength
from sousveil.model.facts import Facts
from sousveil.model.text import one_line
from sousveil.recover.lists.folding import NATIVE
from sousveil.recover.lists.found import Found, Item
from sousveil.recover.natives import known
from sousveil.recover.natives.files import Files, NativeFile, code_step, text_step
from sousveil.recover.natives.twins import clearest, grouped

if TYPE_CHECKING:
    from sousveil.recover.natives.hidden import Hidden

FEWEST = 4
MOST_TABLES = 400
"""Tables of one file."""
MOST_ROWS = 5_000
_WIDEST = 8
"""Words of the widest record."""
_LONGEST = 200
_WIDTHS = (8, 256)
_SHOWN = 3
_COMPARE = ("strcmp", "strcasecmp", "strncmp", "strncasecmp", "strstr", "strcasestr", "fnmatch")


def natives(facts: Facts, knowledge: Knowledge, files: Files, made: Hidden) -> list[Found]:
    """All lists of native files; of builds for several machines those of one. Known libraries are left out."""
    found: list[Found] = []
    users = _Users(facts)
    for group in grouped([f for f in files.by_part.values() if f.part.same_as is None]):
        first = clearest(group)
        found += _made(made, group)
        if not _library(first, knowledge):
            found += _File(facts, files, first, users).lists()
    return found


def _library(file: NativeFile, knowledge: Knowledge) -> bool:
    """Whether the file is, or holds, a library that is known: then its tables are that library's."""
    return bool(known.libraries(file, knowledge))


def _made(made: Hidden, group: Sequence[NativeFile]) -> list[Found]:
    """Texts that one file makes in one way are a list of their own."""
    found = []
    for file in group:
        by_way: dict[str, list[int]] = {}
        texts = made.by_part.get(file.part.number, [])
        for number, text in enumerate(texts):
            by_way.setdefault(text.how, []).append(number)
        for numbers in by_way.values():
            if len(numbers) < FEWEST:
                continue
            one = Found(f"{file.name}: texts that its code makes", "texts made by native code", [], form_key=NATIVE)
            one.items = [Item(texts[n].text) for n in numbers]
            one.evidence = [s for n in numbers[:_SHOWN] for s in texts[n].evidence]
            one.path, one.use = file.part.full_path, "used"
            one.strength = texts[numbers[0]].strength
            one.where = [f"made by the function at 0x{texts[numbers[0]].function:x} of {file.name}"]
            found.append(one)
    return found


def _kind(text: str) -> str:
    return "int" if text.lstrip("-").isdigit() else "text"


@dataclass(slots=True)
class _Users:
    """Functions by part and the address that they make of a table or text."""

    facts: Facts
    _tables: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    _ready: bool = False

    def of(self, part: int) -> dict[int, list[int]]:
        table = self.facts.tables.get("native_string_uses")
        if not self._ready and table is not None:
            self._ready = True
            names = ("part", "function", "string", "table")
            for number, function, string, at in zip(*(table.column(n) for n in names), strict=True):
                held = self._tables.setdefault(number, {}).setdefault(string if at is None else at, [])
                if function not in held:
                    held.append(function)
        return self._tables.get(part, {})


class _File:
    """The tables of one native file."""

    def __init__(self, facts: Facts, files: Files, file: NativeFile, users: _Users) -> None:
        self._files, self._file = files, file
        self._data = facts.parts.blob(file.part.number).bytes()
        self._word = 8 if self._data[4:5] == b"\x02" else 4
        self._users = users.of(file.part.number)
        try:
            self._loads: list[Segment] = segments(self._data, self._word)
            filled, _ = core.native_loaded(self._data)
        except (Unsuitable, ValueError):
            self._loads, filled = [], []
        self._begins = sorted(self._users)
        self._targets = {place: address for place, address, _ in filled if address is not None}

    def lists(self) -> list[Found]:
        found: list[Found] = []
        for base, count, step in self._tables():
            if len(found) < MOST_TABLES:
                found += self._table(base, count, step)
        found += self._fixed()
        found += self._compared()
        return found

    def _bytes(self, address: int, size: int) -> bytes:
        for load in self._loads:
            at = address - load.address
            if 0 <= at < len(load.data):
                return load.data[at : at + size]
        return b""

    def _text(self, address: int | None) -> str | None:
        """The text that stands at an address."""
        raw, nul, _ = self._bytes(address, _LONGEST).partition(b"\0") if address is not None else (b"", b"", b"")
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return None
        return text if nul and len(text) > 1 and text.isprintable() and text.strip() else None

    def _tables(self) -> Iterator[tuple[int, int, int]]:
        """(address of the first text's word, rows, bytes of a row): runs of one distance, as long as they go."""
        places = [p for p in sorted(self._targets) if self._text(self._targets[p]) is not None]
        held, taken = set(places), -1
        for place in places:
            if place <= taken:
                continue
            best = (0, 0)
            for words in range(1, _WIDEST + 1):
                step = words * self._word
                count = 1
                while place + count * step in held and count < MOST_ROWS:
                    count += 1
                count = self._cut(place, count, step)
                if count > best[0] * (2 if best[0] >= FEWEST else 1):
                    best = (count, step)
            if best[0] >= FEWEST:
                taken = place + (best[0] - 1) * best[1]
                yield place, *best

    def _cut(self, place: int, count: int, step: int) -> int:
        """Rows up to the next address that code makes: another table begins there."""
        at = bisect_right(self._begins, place + self._word)
        if at == len(self._begins) or self._begins[at] >= place + count * step:
            return count
        return max(1, -(-(self._begins[at] - place) // step))

    def _table(self, base: int, count: int, step: int) -> list[Found]:
        start = next((base - w for w in range(0, step, self._word) if base - w in self._users), base)
        users = self._users.get(start, [])
        if not users:
            return []
        rows = [self._row(base + n * step, start + n * step, step) for n in range(count)]
        if len({row[0] for row in rows}) * 2 < count:
            return []
        form = "table of texts in native code" if step == self._word else "table of records in native code"
        one = self._found(f"{self._file.name}: table at 0x{start:x}", form, users)
        one.items = [Item(row[0], row[1:], kinds=[_kind(text) for text in row]) for row in rows]
        places = [(self._targets[base + n * step], rows[n][0]) for n in range(min(count, _SHOWN))]
        self._shown(one, places, users)
        return [one]

    def _row(self, text: int, start: int, step: int) -> list[str]:
        """The first text of a row, then its other texts and its numbers."""
        cells = [self._text(self._targets[text]) or ""]
        for place in range(start, start + step, self._word):
            if place == text:
                continue
            if place in self._targets:
                other = self._text(self._targets[place])
                cells.append(other or "")
            else:
                cells.append(str(int.from_bytes(self._bytes(place, 4), "little", signed=True)))
        return cells

    def _fixed(self) -> list[Found]:
        """Texts that stand at one distance, filled up with zeros, from a place that code makes the address of."""
        found: list[Found] = []
        inside = -1
        for start in sorted(self._users):
            if start <= inside or self._text(start) is None or len(found) >= MOST_TABLES:
                continue
            raw = self._bytes(start, 2 * _WIDTHS[1])
            first = len(raw.split(b"\0")[0])
            width = first + 1
            while width < len(raw) and raw[width] == 0:
                width += 1
            texts = self._records(start, width) if _WIDTHS[0] <= width <= _WIDTHS[1] else []
            lengths = {len(t.encode()) for t in texts}
            if len(texts) < FEWEST or len(lengths) < 3 or max(lengths) - min(lengths) < 4:
                continue
            inside = start + (len(texts) - 1) * width
            one = self._found(f"{self._file.name}: texts at 0x{start:x}", "texts of one width", self._users[start])
            one.items = [Item(t) for t in texts]
            self._shown(one, [(start + n * width, texts[n]) for n in range(_SHOWN)], self._users[start])
            found.append(one)
        return found

    def _records(self, start: int, width: int) -> list[str]:
        texts: list[str] = []
        while len(texts) < MOST_ROWS:
            raw = self._bytes(start + len(texts) * width, width)
            text = self._text(start + len(texts) * width)
            if text is None or len(raw) < width or raw.rstrip(b"\0") != text.encode() or raw[-1]:
                break
            if texts and start + len(texts) * width in self._users:
                break
            texts.append(text)
        return texts

    def _compared(self) -> list[Found]:
        """Texts that one function compares something with."""
        part = self._file.part.number
        by_function: dict[int, dict[str, int]] = {}
        for call in self._files.calls(_COMPARE):
            if call.part == part and call.text and call.value is not None and call.argument in (0, 1):
                by_function.setdefault(call.function, {}).setdefault(call.text, call.value)
        found = []
        for function, texts in sorted(by_function.items()):
            if len(texts) < FEWEST:
                continue
            name = f"{self._file.name}: comparisons of 0x{function:x}"
            one = self._found(name, "comparisons in native code", [function])
            one.items = [Item(text) for text in texts]
            one.compared, one.where = [f"a text in the function at 0x{function:x} of {self._file.name}"], []
            self._shown(one, [(at, text) for text, at in list(texts.items())[:_SHOWN]], [function])
            found.append(one)
        return found

    def _found(self, name: str, form: str, users: Sequence[int]) -> Found:
        one = Found(name, form, [], form_key=NATIVE, path=self._file.part.full_path, use="used")
        listed = ", ".join(f"0x{u:x}" for u in users[:_SHOWN])
        one.where = [f"used by the function{'s' if len(users) > 1 else ''} at {listed} of {self._file.name}"]
        one.strength = Strength.OBSERVED
        return one

    def _shown(self, one: Found, places: Sequence[tuple[int, str]], users: Sequence[int]) -> None:
        part = self._file.part
        for address, text in places:
            offset = self._files.text_offset(part.number, address)
            if offset is not None:
                one.evidence.append(text_step(part, address, offset, text, one_line(f"Entry {text}")))
        for user in users[:2]:
            offset = self._files.offsets.get((part.number, user))
            one.evidence.append(code_step(part, user, offset, f"The function at 0x{user:x} makes its address"))
