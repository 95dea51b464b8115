"""Archives: what zipfile reads on good ones is read; on broken ones nothing breaks and it is told."""

import hashlib
import io
import random
import struct
import zipfile

import pytest
from archives import AXML, DEX, apk, pack
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil import core

names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\\"), min_size=1, max_size=30)
GOOD = apk(("res/a.png", b"\x89PNG\r\n\x1a\n" + bytes(50)), ("assets/long.txt", b"a line of text\n" * 500))


@settings(max_examples=60, deadline=None)
@given(
    entries=st.dictionaries(names, st.binary(max_size=2000), min_size=1, max_size=8),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
)
def test_good_archives_read_as_zipfile_reads_them(entries: dict[str, bytes], method: int) -> None:
    data = pack(list(entries.items()), method)
    archive = core.Archive(core.Blob(data))
    archive.scan()
    assert archive.gaps() == []
    read = archive.entries()
    with zipfile.ZipFile(io.BytesIO(data)) as reference:
        infos = reference.infolist()
        assert [e.name for e in read] == [i.filename for i in infos]
        for entry, info in zip(read, infos, strict=True):
            expected = reference.read(info)
            assert archive.blob(entry.index).bytes() == expected
            assert (entry.size, entry.packed_size, entry.method) == (info.file_size, info.compress_size, method)
            assert entry.header_offset == info.header_offset
            assert entry.sha256 == hashlib.sha256(expected).hexdigest()
            assert entry.crc_ok and entry.whole


def _headers() -> list[tuple[int, int]]:
    """(offset, width) of every field of every local header, directory record and end record of GOOD."""
    layouts = {
        b"PK\x03\x04": (4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2),
        b"PK\x01\x02": (4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4),
        b"PK\x05\x06": (4, 2, 2, 2, 2, 4, 4, 2),
    }
    fields = []
    for sign, widths in layouts.items():
        at = GOOD.find(sign)
        while at >= 0:
            offset = at
            for width in widths:
                fields.append((offset, width))
                offset += width
            at = GOOD.find(sign, at + 1)
    return fields


FIELDS = _headers()


def _walk(data: bytes) -> tuple[list[object], list[object], list[object]] | None:
    """Everything the archive says; None when it is refused."""
    try:
        archive = core.Archive(core.Blob(data), max_total=64 << 20)
    except ValueError as error:
        assert "not a ZIP archive" in str(error)
        return None
    archive.scan()
    for entry in archive.entries():
        blob = archive.blob(entry.index)
        assert len(blob) == entry.read_size
        assert blob.sha256() == entry.sha256
    rows = [(e.name, e.sha256, e.kind, e.read_size) for e in archive.entries()]
    return rows, archive.oddities(), archive.gaps()


@pytest.mark.parametrize("value", [0, 1, 0x7FFF, 0xFFFE, 0xFFFF, 0xFFFFFFFF, 0x80000000])
def test_every_header_field_may_lie(value: int) -> None:
    plain = _walk(GOOD)
    assert plain is not None and plain[1:] == ([], [])
    for offset, width in FIELDS:
        mask = (1 << 8 * width) - 1
        broken = bytearray(GOOD)
        broken[offset : offset + width] = (value & mask).to_bytes(width, "little")
        first = _walk(bytes(broken))
        assert first == _walk(bytes(broken))
        if first is not None and first[0] != plain[0]:
            assert first[1] or first[2], f"field at {offset} changed what is read and nothing says so"


@settings(max_examples=150, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12),
    cut=st.integers(0, len(GOOD)),
)
def test_any_bytes_are_read_without_harm(changes: list[tuple[int, int]], cut: int) -> None:
    broken = bytearray(GOOD)
    for offset, value in changes:
        broken[offset] = value
    _walk(bytes(broken[:cut]))


def test_a_cut_archive_is_salvaged() -> None:
    found = _walk(GOOD[: GOOD.find(b"PK\x01\x02")])
    assert found is not None
    rows, _, gaps = found
    assert [name for name, *_ in rows] == ["AndroidManifest.xml", "classes.dex", "res/a.png", "assets/long.txt"]
    assert [cause for _, cause, _ in gaps] == ["truncated"]


def test_a_bomb_is_cut_and_told() -> None:
    data = pack([("zeros", bytes(64 << 20))])
    archive = core.Archive(core.Blob(data), max_ratio=100)
    archive.scan()
    (entry,) = archive.entries()
    assert entry.read_size == 32 << 20 and not entry.whole
    assert [cause for _, cause, _ in archive.gaps()] == ["limit"]
    assert len(archive.blob(0)) == 32 << 20


def test_methods_and_bits_that_android_ignores() -> None:
    data = bytearray(apk(method=zipfile.ZIP_STORED))
    for sign, flags, method in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        at = data.find(sign)
        struct.pack_into("<H", data, at + flags, 1)
        struct.pack_into("<H", data, at + method, 0x2B67)
    archive = core.Archive(core.Blob(bytes(data)))
    archive.scan()
    assert archive.blob(0).bytes() == AXML
    assert {kind for kind, _, _ in archive.oddities()} == {"unknown_method", "encryption_bit"}
    assert archive.gaps() == []


def test_blobs_share_and_cut() -> None:
    blob = core.Blob(b"0123456789")
    assert blob.slice(2, 5).slice(1, 99).bytes() == b"34"
    assert len(blob.slice(7, 3)) == 0
    assert blob.sha256() == hashlib.sha256(b"0123456789").hexdigest()
    with pytest.raises(OSError, match="nowhere"):
        core.Blob.from_path("/nowhere/at/all")


def test_sniff_sees_content() -> None:
    noise = random.Random(1).randbytes(1 << 16)
    assert core.sniff(core.Blob(DEX))[0] == "dex"
    kind, entropy = core.sniff(core.Blob(noise))
    assert (kind, entropy > 7990) == ("opaque", True)
    assert core.sniff(core.Blob(apk()))[0] == "apk"
    assert {core.sniff(core.Blob(GOOD))[0], "directory"} <= {kind for kind, _ in core.kinds()}
