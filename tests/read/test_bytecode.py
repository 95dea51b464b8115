"""The bytecode reader through the binding, on a dex file put together here; tests/oracles has real ones."""

import hashlib
import struct
import zlib

import pytest

from sousveil import core


def hello() -> bytes:
    """A dex file with one class whose method returns a string."""
    strings = [b"L", b"Lx/A;", b"Ljava/lang/String;", b"hi", b"m"]
    types, end = [1, 2], 0x70 + 5 * 4 + 2 * 4 + 12 + 8 + 32
    data = bytearray()
    offsets = []
    for text in strings:
        offsets.append(end + len(data))
        data += bytes([len(text)]) + text + b"\0"
    data += bytes(-(end + len(data)) % 4)
    code = end + len(data)
    data += struct.pack("<4H2I", 1, 0, 0, 0, 0, 3) + struct.pack("<3H", 0x001A, 3, 0x0011)
    members = end + len(data)
    data += bytes([0, 0, 1, 0, 0, 9, code & 0x7F | 0x80, code >> 7])
    data += bytes(-(end + len(data)) % 4)
    counts = [(len(strings), 4), (len(types), 4), (1, 12), (0, 8), (1, 8), (1, 32)]
    tables, at = [], 0x70
    for count, size in counts:
        tables.append((count, at if count else 0))
        at += count * size
    listed = [(kind + 1, *table) for kind, table in enumerate(tables) if table[0]]
    map_at = end + len(data)
    data += struct.pack("<I", len(listed)) + b"".join(struct.pack("<HHII", k, 0, n, o) for k, n, o in listed)
    ids = struct.pack("<5I", *offsets) + struct.pack("<2I", *types) + struct.pack("<3I", 0, 1, 0)
    ids += struct.pack("<HHI", 0, 0, 4) + struct.pack("<8I", 0, 1, 0xFFFFFFFF, 0, 0xFFFFFFFF, 0, members, 0)
    head = struct.pack("<6I", end + len(data), 0x70, 0x12345678, 0, 0, map_at)
    head += b"".join(struct.pack("<II", *table) for table in tables) + struct.pack("<II", len(data), end)
    body = head + ids + bytes(data)
    signed = hashlib.sha1(body).digest() + body
    return b"dex\n035\0" + struct.pack("<I", zlib.adler32(signed)) + signed


def read(*parts: bytes) -> core.Code:
    builder = core.CodeBuilder()
    for number, data in enumerate(parts):
        builder.add_dex(number, core.Blob(data))
    return builder.finish()


def test_facts_names_and_places_of_a_small_file():
    data = hello()
    code = read(data)
    assert (code.gaps(), code.oddities()) == ([], [])
    method = code.find_method("Lx/A;->m()Ljava/lang/String;")
    assert code.instruction_text(method, 0) == 'const-string "hi"'
    assert core.locate_code(core.Blob(data), "Lx/A;->m()Ljava/lang/String; +0x0") == 'const-string "hi"'
    assert code.table("instructions").rows() == [(method, 0, 0x1A, 3), (method, 4, 0x11, 0)]
    assert code.counts()["classes"] == 1
    with pytest.raises(ValueError, match="no instruction begins"):
        core.locate_code(core.Blob(data), "Lx/A;->m()Ljava/lang/String; +0x2")
    with pytest.raises(KeyError):
        code.table("nonsense")


def test_damage_is_a_gap_and_never_an_exception():
    data = hello()
    for size in range(len(data)):
        code = read(data[:size])
        assert code.gaps() and all(cause in {"truncated", "malformed"} for _, _, cause, _ in code.gaps())
    assert [gap[2] for gap in read(b"cdex001\0" + bytes(200)).gaps()] == ["unsupported"]


def test_every_table_fits_its_specification():
    code = read(hello())
    specs = {name: [column for column, _, _ in columns] for name, _, columns in core.table_specs()}
    for name in code.tables:
        assert code.table(name).columns == specs[name]
