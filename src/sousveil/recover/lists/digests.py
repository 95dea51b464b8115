"""Records of a length and a checksum: lists of files that are looked for by their content.

They are told by their bytes alone: a length's highest bytes are nearly always zero, every byte of a checksum takes any
value. A magic number, a count or a version may stand before the first record.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sousveil.recover.lists.table import Row, Rows

_HASHES = (16, 20, 32)
_SIZES = (4, 8)
_STARTS = (0, 4, 8, 12, 16, 20, 24, 32, 2, 6, 10)
FEWEST = 16
_SAMPLE = 4096
_MOST = 20_000
_NAMES = {16: "MD5", 20: "SHA-1", 32: "SHA-256"}


def read(data: bytes) -> list[Rows]:
    """The one way of reading all bytes after a header as such records, where there is one."""
    found = [rows for start in _STARTS for rows in _at(data, start)]
    if not found:
        return []
    counted = [one for one in found if one[0]]
    return [(counted or found)[0][1]]


def _at(data: bytes, start: int) -> Iterator[tuple[bool, Rows]]:
    """Whether a count in the header agrees, and the records."""
    body = memoryview(data)[start:]
    for hash_ in _HASHES:
        for size in _SIZES:
            width = hash_ + size
            count = len(body) // width
            if len(body) % width or count < FEWEST:
                continue
            for first in (True, False):
                order = _order(body, width, 0 if first else hash_, size)
                place = size if first else 0
                if order is not None and _any_value(body, width, range(place, place + hash_)):
                    agrees = start > 0 and _counts(data[:start], count)
                    if agrees or count >= 4 * FEWEST or start == 0:
                        yield agrees, _rows(body, start, hash_, size, first, order)


def _order(body: memoryview, width: int, at: int, size: int) -> str | None:
    """`<` or `>` where one end of the numbers is zero and the other is not; None where they are no lengths."""
    count = min(len(body) // width, _SAMPLE)
    columns = [body[at + n : count * width : width].tobytes() for n in range(size)]
    zeros = [column.count(0) / count for column in columns]
    high = size // 4 * (1 if size == 4 else 2)
    varied = [len(set(column)) >= min(count // 4, 64) for column in columns]
    if all(z >= 0.95 for z in zeros[:high]) and varied[-1]:
        return ">"
    if all(z >= 0.95 for z in zeros[-high:]) and varied[0]:
        return "<"
    return None


def _any_value(body: memoryview, width: int, places: Sequence[int]) -> bool:
    """Whether each place takes very many values, none of them much oftener than the others."""
    count = min(len(body) // width, _SAMPLE)
    most = 3 * count / 256 + 6
    for place in places:
        column = body[place : count * width : width].tobytes()
        counts = Counter(column)
        near = sum(abs(a - b) <= 4 for a, b in pairwise(column)) / max(1, count - 1)
        if len(counts) < 0.55 * min(count, 256) or max(counts.values()) > most or (near > 0.25 and not _sorted(column)):
            return False
    return True


def _sorted(column: bytes) -> bool:
    return all(a <= b for a, b in pairwise(column))


def _counts(head: bytes, count: int) -> bool:
    """Whether the number of records stands in the header."""
    return any(
        struct.unpack_from(form, head, at)[0] == count
        for form in ("<I", ">I", "<H", ">H")
        for at in range(len(head) - struct.calcsize(form) + 1)
    )


def _rows(body: memoryview, start: int, hash_: int, size: int, first: bool, order: str) -> Rows:
    width = hash_ + size
    rows = []
    for at in range(0, min(len(body), _MOST * width), width):
        record = body[at : at + width].tobytes()
        number, digest = (record[:size], record[size:]) if first else (record[hash_:], record[:hash_])
        length = int.from_bytes(number, "big" if order == ">" else "little")
        rows.append(Row((digest.hex(), str(length)), f"bytes:0x{start + at:x}+{width}"))
    header = (f"{_NAMES[hash_]} checksum", "size")
    return Rows("records of checksum and size", "", rows, header, entry="Record", count=len(body) // width)
