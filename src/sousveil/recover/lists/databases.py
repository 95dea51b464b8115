"""SQLite files: every table with its columns and rows. Opened from memory, read only."""

import contextlib
import sqlite3
from collections.abc import Iterator

from sousveil.model.parts import Part
from sousveil.recover.lists.table import Row, Rows

_MOST_TABLES = 60
_MOST_ROWS = 5000
_MOST_COLUMNS = 16
_MOST_TEXT = 500
_STEPS = 50_000_000
_OWN = {"android_metadata", "room_master_table", "sqlite_sequence", "sqlite_stat1"}


def read(part: Part, data: bytes) -> list[Rows]:
    """One list a table; a table without rows is an empty one."""
    found: list[Rows] = []
    base = sqlite3.connect(":memory:")
    with contextlib.closing(base), contextlib.suppress(sqlite3.Error, OverflowError, MemoryError):
        base.deserialize(_no_journal(data))
        base.execute("pragma query_only = on")
        base.execute("pragma trusted_schema = off")
        base.text_factory = lambda raw: raw.decode("utf-8", "replace")
        left = [_STEPS // 1000]
        base.set_progress_handler(lambda: _spent(left), 1000)
        found.extend(_tables(base))
    return found


def _spent(left: list[int]) -> int:
    left[0] -= 1
    return left[0] <= 0


def _no_journal(data: bytes) -> bytes:
    """A base in memory has no write-ahead log: the header's two numbers for it are set to the plain form."""
    return data[:18] + b"\x01\x01" + data[20:] if data[18:20] == b"\x02\x02" else data


def _tables(base: sqlite3.Connection) -> Iterator[Rows]:
    names = [n for (n,) in base.execute("select name from sqlite_master where type = 'table' order by name")]
    for name in [n for n in names if n not in _OWN and not n.startswith("sqlite_")][:_MOST_TABLES]:
        quoted = '"' + str(name).replace('"', '""') + '"'
        try:
            (count,) = base.execute(f"select count(*) from {quoted}").fetchone()  # noqa: S608 — quoted above
            cursor = base.execute(f"select * from {quoted} limit {_MOST_ROWS}")  # noqa: S608
            header = tuple(str(d[0]) for d in cursor.description)[:_MOST_COLUMNS]
            rows = [Row(tuple(_cell(v) for v in row[:_MOST_COLUMNS]), "entry") for row in cursor]
        except sqlite3.Error:
            continue
        yield Rows("database table", str(name), rows, header, entry=f"Row of the table {name}:", count=int(count))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value[:16].hex() if len(value) in (16, 20, 32) else f"{len(value)} bytes"
    return str(value)[:_MOST_TEXT]
