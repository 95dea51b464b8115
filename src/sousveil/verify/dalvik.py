"""Dalvik instructions decoded for the checker of flow paths, from the public tables alone.

<https://source.android.com/docs/core/runtime/dalvik-bytecode>, <https://source.android.com/docs/core/runtime/instruction-formats>.
"""

import struct
from dataclasses import dataclass, field

MOST_UNITS = 1 << 20
"""Code units of one method that are decoded."""


class Undecodable(Exception):
    """The bytes are no code; the text says why."""


def _forms() -> dict[int, str]:
    """Opcode to the name of its form."""
    runs = {
        "10x": "00 0e", "12x": "01 04 07 21 7b-8f b0-cf", "22x": "02 05 08", "32x": "03 06 09",
        "11x": "0a-0d 0f-11 1d 1e 27", "11n": "12", "21s": "13 16", "31i": "14 17", "21h": "15 19", "51l": "18",
        "21c": "1a 1c 1f 22 60-6d fe ff", "31c": "1b", "22c": "20 23 52-5f", "35c": "24 6e-72 fc", "3rc": "25 74-78 fd",
        "31t": "26 2b 2c", "10t": "28", "20t": "29", "30t": "2a", "23x": "2d-31 44-51 90-af", "22t": "32-37",
        "21t": "38-3d", "22s": "d0-d7", "22b": "d8-e2", "45cc": "fa", "4rcc": "fb",
    }  # fmt: skip
    found = {}
    for form, ranges in runs.items():
        for piece in ranges.split():
            first, _, last = piece.partition("-")
            found.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), form))
    return found


FORMS = _forms()
_WIDE = frozenset([
    0x04, 0x05, 0x06, 0x0B, 0x16, 0x17, 0x18, 0x19, 0x45, 0x53, 0x61, 0x7D, 0x7E, 0x80, 0x81, 0x83, 0x86, 0x88,
    0x89, 0x8B, *range(0x9B, 0xA6), *range(0xAB, 0xB0), *range(0xBB, 0xC6), *range(0xCB, 0xD0),
])  # fmt: skip
_NO_WRITE = frozenset([
    0x00, *range(0x0E, 0x12), 0x1D, 0x1E, *range(0x24, 0x2D), *range(0x32, 0x3E), *range(0x4B, 0x52),
    *range(0x59, 0x60), *range(0x67, 0x6E), *range(0x6E, 0x79), *range(0xFA, 0xFE),
])  # fmt: skip
_FIRST_READ = frozenset([
    0x0F, 0x10, 0x11, 0x1D, 0x1E, 0x1F, 0x26, 0x27, 0x2B, 0x2C, *range(0x32, 0x3E), *range(0x4B, 0x52),
    *range(0x59, 0x60), *range(0x67, 0x6E), *range(0xB0, 0xD0),
])  # fmt: skip
MOVES = range(0x01, 0x0A)
MOVE_RESULTS = range(0x0A, 0x0D)
MOVE_EXCEPTION = 0x0D
RETURNS = range(0x0F, 0x12)
RETURN_VOID = 0x0E
THROW = 0x27
CHECK_CAST = 0x1F
INVOKES = frozenset([*range(0x6E, 0x73), *range(0x74, 0x79), 0xFA, 0xFB, 0xFC, 0xFD])
STATIC_INVOKES = frozenset([0x71, 0x77])
NEW_ARRAYS = frozenset([0x24, 0x25])
BRANCHES = frozenset([0x2B, 0x2C, *range(0x32, 0x3E)])
AGET, APUT = range(0x44, 0x4B), range(0x4B, 0x52)
IGET, IPUT = range(0x52, 0x59), range(0x59, 0x60)
SGET, SPUT = range(0x60, 0x67), range(0x67, 0x6E)
ASSIGNS = frozenset([*MOVES, CHECK_CAST, 0x20, 0x21, *range(0x2D, 0x32), *range(0x7B, 0x90), *range(0x90, 0xE3)])


@dataclass(frozen=True, slots=True)
class Insn:
    """One instruction. `regs` in the order of the mnemonic; `index` is a symbol's number in the dex file."""

    offset: int
    op: int
    size: int
    regs: tuple[int, ...]
    index: int = -1
    target: int = 0

    @property
    def writes(self) -> int:
        """The register it writes, or -1. A cast keeps what it holds and writes nothing."""
        return -1 if self.op in _NO_WRITE or self.op == CHECK_CAST or not self.regs else self.regs[0]

    @property
    def width(self) -> int:
        return 2 if self.op in _WIDE else 1

    @property
    def reads(self) -> tuple[int, ...]:
        if self.op in INVOKES or self.op in NEW_ARRAYS or self.op in _FIRST_READ:
            return self.regs
        return self.regs[1:]

    def overwrites(self, register: int) -> bool:
        return self.writes >= 0 and self.writes <= register < self.writes + self.width


@dataclass
class Body:
    """The code of one method. Offsets are bytes from its start."""

    registers: int
    ins: int
    insns: dict[int, Insn]
    next: dict[int, tuple[int, ...]] = field(default_factory=dict)
    tries: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    before: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)
    """Offset to where control comes from: (offset, by an exception)."""

    def handlers(self, offset: int) -> tuple[int, ...]:
        return tuple(h for start, end, all_ in self.tries if start <= offset < end for h in all_ if h in self.insns)

    def result(self, offset: int) -> Insn | None:
        """The move-result that takes what the call at an offset gives."""
        call = self.insns[offset]
        after = self.insns.get(offset + call.size)
        return after if after is not None and after.op in MOVE_RESULTS else None

    def link(self) -> None:
        for offset in self.insns:
            for after in self.next[offset]:
                self.before.setdefault(after, []).append((offset, False))
            for handler in self.handlers(offset):
                self.before.setdefault(handler, []).append((offset, True))


def decode(code: bytes, offset: int) -> Insn:
    """The instruction at a byte offset. Raises Undecodable."""
    try:
        (first,) = struct.unpack_from("<H", code, offset)
        op, high = first & 0xFF, first >> 8
        if op not in FORMS:
            raise Undecodable(f"no instruction has opcode {op:#04x}")
        insn = _READERS[FORMS[op]](code, offset, op, high)
        if offset + insn.size > len(code):
            raise Undecodable(f"the code ends at +{offset:#x}")
        return insn
    except (struct.error, IndexError) as error:
        raise Undecodable(f"the code ends at +{offset:#x}") from error


def _u16(code: bytes, at: int) -> int:
    (value,) = struct.unpack_from("<H", code, at)
    return int(value)


def _signed(code: bytes, at: int, form: str) -> int:
    (value,) = struct.unpack_from(form, code, at)
    return int(value)


def _call(code: bytes, offset: int, op: int, high: int, size: int) -> Insn:
    count, last = high >> 4, high & 15
    word = _u16(code, offset + 4)
    regs = (word & 15, word >> 4 & 15, word >> 8 & 15, word >> 12, last)[:count]
    return Insn(offset, op, size, regs, _u16(code, offset + 2))


def _range(code: bytes, offset: int, op: int, high: int, size: int) -> Insn:
    first = _u16(code, offset + 4)
    return Insn(offset, op, size, tuple(range(first, first + high)), _u16(code, offset + 2))


_READERS = {
    "10x": lambda c, o, p, h: Insn(o, p, 2, ()),
    "12x": lambda c, o, p, h: Insn(o, p, 2, (h & 15, h >> 4)),
    "11x": lambda c, o, p, h: Insn(o, p, 2, (h,)),
    "11n": lambda c, o, p, h: Insn(o, p, 2, (h & 15,)),
    "10t": lambda c, o, p, h: Insn(o, p, 2, (), target=o + 2 * ((h ^ 0x80) - 0x80)),
    "20t": lambda c, o, p, h: Insn(o, p, 4, (), target=o + 2 * _signed(c, o + 2, "<h")),
    "30t": lambda c, o, p, h: Insn(o, p, 6, (), target=o + 2 * _signed(c, o + 2, "<i")),
    "22x": lambda c, o, p, h: Insn(o, p, 4, (h, _u16(c, o + 2))),
    "32x": lambda c, o, p, h: Insn(o, p, 6, (_u16(c, o + 2), _u16(c, o + 4))),
    "21t": lambda c, o, p, h: Insn(o, p, 4, (h,), target=o + 2 * _signed(c, o + 2, "<h")),
    "22t": lambda c, o, p, h: Insn(o, p, 4, (h & 15, h >> 4), target=o + 2 * _signed(c, o + 2, "<h")),
    "31t": lambda c, o, p, h: Insn(o, p, 6, (h,), target=o + 2 * _signed(c, o + 2, "<i")),
    "21s": lambda c, o, p, h: Insn(o, p, 4, (h,)),
    "21h": lambda c, o, p, h: Insn(o, p, 4, (h,)),
    "31i": lambda c, o, p, h: Insn(o, p, 6, (h,)),
    "51l": lambda c, o, p, h: Insn(o, p, 10, (h,)),
    "21c": lambda c, o, p, h: Insn(o, p, 4, (h,), _u16(c, o + 2)),
    "31c": lambda c, o, p, h: Insn(o, p, 6, (h,), _signed(c, o + 2, "<I")),
    "22c": lambda c, o, p, h: Insn(o, p, 4, (h & 15, h >> 4), _u16(c, o + 2)),
    "23x": lambda c, o, p, h: Insn(o, p, 4, (h, c[o + 2], c[o + 3])),
    "22b": lambda c, o, p, h: Insn(o, p, 4, (h, c[o + 2])),
    "22s": lambda c, o, p, h: Insn(o, p, 4, (h & 15, h >> 4)),
    "35c": lambda c, o, p, h: _call(c, o, p, h, 6),
    "3rc": lambda c, o, p, h: _range(c, o, p, h, 6),
    "45cc": lambda c, o, p, h: _call(c, o, p, h, 8),
    "4rcc": lambda c, o, p, h: _range(c, o, p, h, 8),
}


def _payload(code: bytes, at: int) -> int:
    """Bytes of the table or array data at an offset; 0 where none stands."""
    word = _u16(code, at)
    if word not in (0x0100, 0x0200, 0x0300) or at + 4 > len(code):
        return 0
    count = _u16(code, at + 2)
    if word == 0x0100:
        return 8 + 4 * count
    if word == 0x0200:
        return 4 + 8 * count
    size = count * _signed(code, at + 4, "<I")
    return 8 + size + (size & 1)


def _cases(code: bytes, insn: Insn) -> list[int]:
    """Offsets a switch jumps to."""
    at = insn.target
    if at < 0 or at + 4 > len(code):
        return []
    word, count = _u16(code, at), _u16(code, at + 2)
    first = at + (8 if word == 0x0100 else 4 + 4 * count)
    if word not in (0x0100, 0x0200) or first + 4 * count > len(code):
        return []
    return [insn.offset + 2 * _signed(code, first + 4 * n, "<i") for n in range(count)]


def body(data: bytes, at: int) -> Body:
    """The code item at an offset of a dex file, all of it decoded. Raises Undecodable."""
    try:
        registers, ins, _, tries, _, units = struct.unpack_from("<HHHHII", data, at)
        if units > MOST_UNITS:
            raise Undecodable("the method is too large")
        code = data[at + 16 : at + 16 + 2 * units]
        found = Body(registers, ins, {})
        offset = 0
        while offset < len(code):
            size = _payload(code, offset)
            if not size:
                insn = found.insns[offset] = decode(code, offset)
                size = insn.size
            offset += size
        for insn in found.insns.values():
            found.next[insn.offset] = tuple(n for n in dict.fromkeys(_following(code, insn)) if n in found.insns)
        if tries:
            start = at + 16 + 2 * units + (2 * units & 2)
            found.tries = _tries(data, start, tries)
        found.link()
        return found
    except (struct.error, IndexError) as error:
        raise Undecodable("the file ends within the method") from error


def _following(code: bytes, insn: Insn) -> list[int]:
    on = insn.offset + insn.size
    if insn.op in RETURNS or insn.op in (RETURN_VOID, THROW):
        return []
    if insn.op in (0x28, 0x29, 0x2A):
        return [insn.target]
    if insn.op in (0x2B, 0x2C):
        return [on, *_cases(code, insn)]
    return [on, insn.target] if insn.op in BRANCHES else [on]


def uleb(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned number of variable length, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80 or shift > 28:
            return value, at


def _tries(data: bytes, at: int, count: int) -> list[tuple[int, int, tuple[int, ...]]]:
    lists = at + 8 * count
    found = []
    for number in range(count):
        start, length, place = struct.unpack_from("<IHH", data, at + 8 * number)
        size, here = uleb(data, lists + place)
        signed = size - (1 << (7 * (here - lists - place))) if size >> (7 * (here - lists - place) - 1) & 1 else size
        handlers = []
        for _ in range(min(abs(signed), 0x10000)):
            _, here = uleb(data, here)
            handler, here = uleb(data, here)
            handlers.append(2 * handler)
        if signed <= 0:
            handler, here = uleb(data, here)
            handlers.append(2 * handler)
        found.append((2 * start, 2 * (start + length), tuple(handlers)))
    return found
