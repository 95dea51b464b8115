"""Native files: what readelf says, what remains when tables are wiped, and strings read again at their places."""

import re
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest

core = pytest.importorskip("sousveil.core")

pytestmark = pytest.mark.skipif(not (shutil.which("gcc") and shutil.which("readelf")), reason="needs gcc and readelf")

SOURCE = """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define OUT __attribute__((visibility("default")))
OUT int Java_org_example_Tool_count(void *env, void *self) { return (int)strlen(getenv("HOME")); }
OUT void Java_org_example_Tool_put__Ljava_lang_String_2I(void *e) { puts("写入/data/local/tmp/列表"); }
OUT int plain_counter = 7;
static int hidden_step(int n) { puts("Проверка телефона"); return n * 3; }
OUT int go(int n) { return hidden_step(n) + system("pm list packages"); }
char address[64] = "http://192.0.2.1/upload";
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("native")
    (folder / "tool.c").write_text(SOURCE)
    out = folder / "libtool.so"
    subprocess.run(
        [
            "gcc",
            "-shared",
            "-fPIC",
            "-O1",
            "-fno-inline",
            "-Wl,-soname,libtool.so",
            "-Wl,--build-id",
            "-o",
            out,
            folder / "tool.c",
        ],
        check=True,
    )
    return out


def read(data: bytes) -> Any:
    natives = core.Natives()
    natives.add(3, data)
    return natives


def rows(natives: Any, name: str) -> list[dict[str, Any]]:
    table = natives.table(name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows()]


def readelf(library: Path) -> list[tuple[str, str, int, str]]:
    """(name, direction, address, version) of the dynamic symbols readelf lists."""
    text = subprocess.run(["readelf", "-W", "--dyn-syms", library], check=True, capture_output=True, text=True).stdout
    found = []
    for line in text.splitlines():
        words = re.match(r"\s*\d+: ([0-9a-f]+)\s+\d+ \w+\s+(?:GLOBAL|WEAK)\s+\w+\s+(\w+) (\S+)(?: \(\d+\))?$", line)
        if words:
            name, _, version = words[3].partition("@")
            direction = "import" if words[2] == "UND" else "export"
            found.append((name, direction, int(words[1], 16), version.lstrip("@")))
    return sorted(found)


def symbols(natives: Any) -> list[tuple[str, str, int, str]]:
    kept = [r for r in rows(natives, "native_symbols") if r["direction"] != "local"]
    return sorted((r["name"], r["direction"], r["address"], r["version"] or "") for r in kept)


def wiped(data: bytes) -> bytes:
    """The file without its section table, as obfuscators leave it."""
    out = bytearray(data)
    offset, size, count = struct.unpack_from("<Q", out, 40)[0], *struct.unpack_from("<HH", out, 58)
    out[offset : offset + size * count] = bytes(size * count)
    struct.pack_into("<Q", out, 40, 0)
    struct.pack_into("<HHH", out, 58, 0, 0, 0)
    return bytes(out)


def test_symbols_are_those_readelf_lists(library: Path) -> None:
    natives = read(library.read_bytes())
    assert symbols(natives) == readelf(library)
    assert natives.gaps() == []
    assert [r["library"] for r in rows(natives, "native_needed")] == ["libc.so.6"]
    imports = {r["name"]: r for r in rows(natives, "native_symbols") if r["direction"] == "import"}
    assert imports["system"]["library"] == "libc.so.6"
    local = [r["name"] for r in rows(natives, "native_symbols") if r["direction"] == "local"]
    assert any(name.startswith("hidden_step") for name in local)


def test_the_header_facts(library: Path) -> None:
    (row,) = rows(read(library.read_bytes()), "native_files")
    assert (row["part"], row["machine"], row["bits"], row["endian"], row["kind"]) == (
        3,
        "x86_64",
        64,
        "little",
        "shared",
    )
    assert (row["soname"], row["interpreter"], row["stripped"]) == ("libtool.so", None, False)
    said = subprocess.run(["readelf", "-n", library], check=True, capture_output=True, text=True).stdout
    assert row["build_id"] in said


def test_java_methods_are_decoded(library: Path) -> None:
    found = [(r["class"], r["method"], r["parameters"]) for r in rows(read(library.read_bytes()), "native_jni")]
    assert sorted(found, key=str) == [
        ("Lorg/example/Tool;", "count", None),
        ("Lorg/example/Tool;", "put", "(Ljava/lang/String;I)"),
    ]


@pytest.mark.parametrize("strip", [False, True])
def test_strings_of_any_script_are_found_where_they_stand(library: Path, strip: bool) -> None:
    data = wiped(library.read_bytes()) if strip else library.read_bytes()
    found = {r["value"]: r for r in rows(read(data), "native_strings")}
    for text in ("pm list packages", "写入/data/local/tmp/列表", "Проверка телефона", "http://192.0.2.1/upload"):
        row = found[text]
        assert data[row["file_offset"] :].startswith(text.encode())
        assert core.locate_native(data, row["file_offset"]) == text
        assert core.locate_native(data, row["address"], virtual_address=True) == text
    assert "puts" not in found
    with pytest.raises(ValueError, match="not in the file"):
        core.locate_native(data, 1 << 40, virtual_address=True)


def test_a_wiped_section_table_loses_no_dynamic_symbol(library: Path) -> None:
    natives = read(wiped(library.read_bytes()))
    assert symbols(natives) == readelf(library)
    assert natives.oddities()[0][1] == "no_section_table"
    assert rows(natives, "native_files")[0]["stripped"]


def test_a_stripped_library(library: Path, tmp_path: Path) -> None:
    out = tmp_path / "stripped.so"
    subprocess.run(["strip", "-o", out, library], check=True)
    natives = read(out.read_bytes())
    assert rows(natives, "native_files")[0]["stripped"]
    assert symbols(natives) == readelf(library)


def test_signs_of_packing_are_told(library: Path) -> None:
    data = bytearray(library.read_bytes())
    struct.pack_into("<Q", data, 24, 0xDEAD_0000)
    table = struct.unpack_from("<Q", data, 32)[0]
    for at in range(table, table + 56 * struct.unpack_from("<H", data, 56)[0], 56):
        if struct.unpack_from("<II", data, at) == (1, 5):
            struct.pack_into("<I", data, at + 4, 7)
    natives = read(bytes(data) + b"UPX!" + bytes(100))
    kinds = {kind for _, kind, _, _ in natives.oddities()}
    assert {"entry_outside_segments", "writable_code_segment", "upx_marker", "trailing_data"} <= kinds


def test_damage_is_a_gap_and_never_an_error(library: Path) -> None:
    data = library.read_bytes()
    for size in range(0, len(data), 997):
        read(data[:size])
    for at in range(0, min(len(data), 4096), 3):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        natives = read(bytes(broken))
        assert rows(natives, "native_files") or natives.gaps()
    part, place, cause, detail = read(b"\x7fELF").gaps()[0]
    assert (part, cause) == (3, "truncated")
    assert place.startswith("@0x")
    assert detail
