"""Files of records: texts of a fixed width, texts behind their length, sorted checksums."""

import struct
from itertools import pairwise

from sousveil.model.parts import Part
from sousveil.recover.lists import digests
from sousveil.recover.lists.table import Row, Rows

_FEWEST = 4
_MOST = 20_000
_WIDTHS = (4, 256)
_LENGTHS = (">H", "<H", ">I", "<I", ">B")
_CHECKSUMS = (16, 20, 32)


def read(part: Part, data: bytes) -> list[Rows]:
    """The records of a file that is nothing else; at most one reading."""
    for form, rows in (
        ("texts behind their length", _prefixed(data)),
        ("texts of a fixed width", _fixed(data)),
        ("sorted checksums", _sorted(data)),
    ):
        if rows:
            return [Rows(form, "", rows[:_MOST], entry="Record", count=len(rows))]
    return digests.read(data)


def _text(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text and text.isprintable() else None


def _prefixed(data: bytes) -> list[Row]:
    """Every byte of the file is in a record, or in a count before the first."""
    for form in _LENGTHS:
        size = struct.calcsize(form)
        for start in (0, 4, 2):
            rows = _walk(data, form, size, start)
            counted = int.from_bytes(data[:start], "big" if form[0] == ">" else "little")
            if len(rows) >= _FEWEST and (start == 0 or counted == len(rows)):
                return rows
    return []


def _walk(data: bytes, form: str, size: int, start: int) -> list[Row]:
    rows, at = [], start
    while at < len(data):
        if at + size > len(data):
            return []
        (length,) = struct.unpack_from(form, data, at)
        raw = data[at + size : at + size + length]
        text = _text(raw) if 0 < length == len(raw) else None
        if text is None or length > 4096:
            return []
        rows.append(Row((text,), f"bytes:0x{at + size:x}+{length}", text))
        at += size + length
    return rows


def _fixed(data: bytes) -> list[Row]:
    """Records of one width, filled up with zeros or blanks; the narrowest width that gives a text in each."""
    for width in range(_WIDTHS[0], _WIDTHS[1] + 1):
        if len(data) % width or len(data) // width < _FEWEST:
            continue
        raws = [data[at : at + width] for at in range(0, len(data), width)]
        if not all(r[-1:] in b"\0 " for r in raws) or any(r[:1] in b"\0 " for r in raws):
            continue
        texts = [_text(r.rstrip(b"\0 ")) for r in raws]
        if all(t is not None for t in texts) and len(set(texts)) > 1:
            return [Row((t or "",), f"bytes:0x{n * width:x}+{len((t or '').encode())}", t) for n, t in enumerate(texts)]
    return []


def _sorted(data: bytes) -> list[Row]:
    """Checksums are told by their order alone: random bytes of this many records do not stand sorted by chance."""
    for width in _CHECKSUMS:
        count = len(data) // width
        if len(data) % width or count < 12:
            continue
        raws = [data[at : at + width] for at in range(0, len(data), width)]
        first = {r[0] for r in raws}
        if all(a < b for a, b in pairwise(raws)) and len(first) > min(8, count // 2):
            return [Row((r.hex(),), f"bytes:0x{n * width:x}+{width}") for n, r in enumerate(raws)]
    return []
