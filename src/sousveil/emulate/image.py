"""A native file as the linker would put it into memory: segments, relocations, constructors."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from sousveil import core
from sousveil.emulate.arch import BIAS, MACHINES, PAGE, TRAP_STEP, TRAPS

MOST_BYTES = 64 << 20
MOST_IMPORTS = 20_000


class Unsuitable(Exception):
    """The file cannot be put into memory here; the text says why."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Bytes at an address of the file; `size` counts the zeros behind them."""

    address: int
    data: bytes
    size: int
    flags: int

    @property
    def writable(self) -> bool:
        return bool(self.flags & 2)

    @property
    def runs(self) -> bool:
        return bool(self.flags & 1)


@dataclass(slots=True)
class Image:
    """What stands where. Addresses are the file's own; `bias` is added in memory."""

    machine: str
    word: int
    bias: int
    segments: list[Segment]
    constructors: list[int]
    imports: list[str]
    patches: list[tuple[int, int]] = field(default_factory=list)
    """(address, word to write there), both in memory."""

    def pages(self) -> dict[int, int]:
        """Page in memory → rights of all segments on it."""
        found: dict[int, int] = {}
        for one in self.segments:
            first = (one.address + self.bias) & -PAGE
            for page in range(first, one.address + self.bias + one.size, PAGE):
                found[page] = found.get(page, 0) | one.flags & 7
        return found


def read(data: bytes) -> Image:
    """Raises Unsuitable for files of other machines, too large ones, and those that are damaged."""
    if len(data) < 64 or data[5] != 1 or data[:4] != b"\x7fELF":
        raise Unsuitable("no little-endian ELF file")
    machine = MACHINES.get((int.from_bytes(data[18:20], "little"), data[4]))
    kind = int.from_bytes(data[16:18], "little")
    if machine is None or kind not in (2, 3):
        raise Unsuitable("a machine that is not emulated")
    word = 8 if data[4] == 2 else 4
    found = segments(data, word)
    bias = BIAS if kind == 3 else 0
    high = max((s.address + s.size for s in found), default=0)
    if not found or high + bias > 0x50000000 or sum(s.size for s in found) > MOST_BYTES:
        raise Unsuitable("segments that do not fit into memory here")
    try:
        filled, constructors = core.native_loaded(data)
    except ValueError as error:
        raise Unsuitable(str(error)) from error
    image = Image(machine, word, bias, found, constructors, [])
    numbers: dict[str, int] = {}
    for place, address, name in filled:
        if name is None and address is not None:
            image.patches.append((place + bias, address + bias))
        elif name is not None and len(numbers) < MOST_IMPORTS:
            number = numbers.setdefault(name, len(numbers))
            image.patches.append((place + bias, TRAPS + number * TRAP_STEP))
    image.imports = list(numbers)
    return image


def segments(data: bytes, word: int) -> list[Segment]:
    """What the file asks to be loaded. Raises Unsuitable where that is more than there can be."""
    form, at = ("<IIQQQQQQ", 32) if word == 8 else ("<8I", 28)
    start = int.from_bytes(data[at : at + word], "little")
    step, count = struct.unpack_from("<HH", data, 54 if word == 8 else 42)
    found = []
    for number in range(min(count, 64)):
        place = start + number * step
        if place + struct.calcsize(form) > len(data):
            break
        row = struct.unpack_from(form, data, place)
        if row[0] != 1:
            continue
        if word == 8:
            flags, offset, address, held, size = row[1], row[2], row[3], row[5], row[6]
        else:
            offset, address, held, size, flags = row[1], row[2], row[4], row[5], row[6]
        if size > MOST_BYTES or address > 1 << 31:
            raise Unsuitable("segments that do not fit into memory here")
        found.append(Segment(address, data[offset : offset + min(held, size)], size, flags))
    return found
