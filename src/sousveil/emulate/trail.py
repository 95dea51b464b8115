"""What a run read and wrote, and the texts that it made: computed ones, not copies of what stands in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

SHORTEST, LONGEST = 5, 4096
MOST_EVENTS = 150_000
_LOOPED = 3
"""Different places that one instruction must have written to, to be part of a loop."""
_PIECE = 3
_TEXT = re.compile(rb"(?:[\x09\x0a\x0d\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})+")
_PLAIN = re.compile(r"[A-Za-z0-9 ./:_,@-]")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?")
KEYS = (8, 16, 24, 32)


@dataclass(slots=True)
class Trail:
    """Reads and writes of one run, in order. Addresses are those in memory."""

    written: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(instruction, address, size, source of a copy or -1)."""
    fed: list[bool] = field(default_factory=list)
    """Of each write: as many bytes of data were read before."""
    reads: dict[int, int] = field(default_factory=dict)
    """Address in the file's data → largest size read there."""
    _balance: int = 0

    def read(self, address: int, size: int) -> None:
        self._balance = min(self._balance + size, 4096)
        if self.reads.get(address, 0) < size:
            self.reads[address] = size

    def write(self, instruction: int, address: int, size: int, source: int = -1) -> None:
        enough = self._balance >= size
        self._balance -= size if enough else 0
        self.written.append((instruction, address, size, source))
        self.fed.append(enough)

    @property
    def full(self) -> bool:
        return len(self.written) + len(self.reads) > MOST_EVENTS

    def computed(self) -> dict[int, bool]:
        """Each byte that was written → whether a loop or a reading instruction made it."""
        places: dict[int, set[int]] = {}
        for instruction, address, _, source in self.written:
            if source < 0 and len(places.setdefault(instruction, set())) < _LOOPED:
                places[instruction].add(address)
        made: dict[int, bool] = {}
        for (instruction, address, size, source), fed in zip(self.written, self.fed, strict=True):
            if source >= 0:
                copied = [made.get(source + n, False) for n in range(size)]
                made.update((address + n, one) for n, one in enumerate(copied))
            else:
                one = fed or len(places[instruction]) >= _LOOPED
                made.update((address + n, one) for n in range(size))
        return made

    def spans(self, made: dict[int, bool]) -> Iterator[tuple[int, int]]:
        """Runs of bytes that were written."""
        start = last = None
        for address in sorted(made):
            if last is None or address != last + 1:
                if start is not None and last is not None:
                    yield start, last + 1
                start = address
            last = address
        if start is not None and last is not None:
            yield start, last + 1


def texts(
    trail: Trail, memory: Callable[[int, int], bytes], first: Callable[[int, int], bytes], wanted: Callable[[int], bool]
) -> tuple[list[tuple[int, str, bool]], list[bytes]]:
    """(address, text, plain) of the texts that were written where `wanted` says, and pieces that may be keys.

    `memory` gives the bytes as they are now, `first` the file's own before the run.
    """
    made = trail.computed()
    seen = read_bytes(trail, first)
    found: list[tuple[int, str, bool]] = []
    blocks: list[bytes] = []
    for start, end in trail.spans(made):
        if not wanted(start) or end - start > 1 << 20:
            continue
        data = memory(start, end - start + 1)
        strings = list(_strings(data, end - start))
        for at, text in strings:
            bytes_ = text.encode()
            own = sum(made.get(start + at + n, False) for n in range(len(bytes_)))
            found.append((start + at, text, own < 0.8 * len(bytes_) or covered(text, seen)))
        if not strings and end - start in KEYS and len(set(data[:-1])) > (end - start) // 2:
            blocks.append(data[:-1])
    return found, blocks


def read_bytes(trail: Trail, first: Callable[[int, int], bytes]) -> bytes:
    """The bytes of the file that were read, in the order of their addresses; gaps as NUL."""
    out: list[bytes] = []
    last = None
    for start in sorted(trail.reads):
        end = start + trail.reads[start]
        if last is None or start > last:
            out.append(b"\0")
            last = start
        if end > last:
            out.append(first(last, end - last))
            last = end
    return b"".join(out)


def _strings(data: bytes, size: int) -> Iterator[tuple[int, str]]:
    """Texts that fill the space between NULs, or nearly."""
    at = 0
    for piece in data[:size].split(b"\0"):
        found = _TEXT.fullmatch(piece)
        skip = 0
        if found is None and len(piece) <= 24 and piece[:1] and piece[0] == 2 * (len(piece) - 1):
            skip, found = 1, _TEXT.fullmatch(piece, 1)  # a short text of libc++ stands behind its length
        if found is not None and SHORTEST <= len(piece) - skip <= LONGEST:
            try:
                text = piece[skip:].decode()
            except UnicodeDecodeError:
                text = ""
            if reads_as_text(text):
                yield at + skip, text
        at += len(piece) + 1


def reads_as_text(text: str) -> bool:
    """Letters mostly, not one alphabet in its order, nor figures alone; or a network address."""
    if _ADDRESS.fullmatch(text):
        return True
    letters = sum(c.isalpha() for c in text)
    if len(text) < SHORTEST or len(set(text)) < 4 or letters < max(3, 0.2 * len(text)):
        return False
    plain = len(_PLAIN.findall(text)) + sum(ord(c) > 0x7F for c in text)
    steps = sum(ord(b) - ord(a) == 1 for a, b in pairwise(text))
    share = 0.9 if len(text) < 12 else 0.75
    known = sum(c.isalnum() for c in text)
    return plain >= share * len(text) and known >= 0.5 * len(text) and steps < 0.5 * len(text)


def figures(text: str) -> bool:
    """Hexadecimal or no letters: a number that was written out, more often than a text. Not a network address."""
    written = all(c in "0123456789abcdefABCDEF-: " or not c.isalnum() for c in text)
    return written and _ADDRESS.fullmatch(text) is None


def covered(text: str, seen: bytes) -> bool:
    """Whether the letters of a text were read as they are, in pieces and in whatever case."""
    whole, low = seen.lower(), text.lower().encode()
    at, held = 0, bytearray()
    while at < len(low):
        size = 0
        while at + size < len(low) and low[at : at + size + 1] in whole:
            size += 1
        if size >= min(_PIECE, len(low) - at) and size:
            held += low[at : at + size]
            at += size
        else:
            at += 1
    letters = sum(c.isalpha() for c in text.lower())
    return sum(c.isalpha() for c in held.decode("utf-8", "replace")) >= 0.8 * letters
