"""Resource tables: values, references, and the same entries as aapt2 shows."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil import core
from tests.read.apk_samples import apks
from tests.read.axml_builder import Ref, arsc

TABLE = arsc(
    {
        "string": {"hello": {"": "Hello", "zh": "你好"}, "other": {"": Ref(0x7F010000)}, "loop": {"": Ref(0x7F010002)}},
        "array": {"list": {"": ["a", Ref(0x7F010000)]}},
    }
)


@pytest.fixture
def resources() -> core.Resources:
    found = core.Resources()
    found.add(4, TABLE)
    return found


def test_rows(resources: core.Resources) -> None:
    rows = [(r[1], r[3], r[4], r[6], r[7], r[8], r[9]) for r in resources.table().rows()]
    assert rows == [
        (0x7F010000, "string", "hello", "", None, "string", "Hello"),
        (0x7F010001, "string", "other", "", None, "reference", "@string/hello"),
        (0x7F010002, "string", "loop", "", None, "reference", "@string/loop"),
        (0x7F010000, "string", "hello", "zh", None, "string", "你好"),
        (0x7F020000, "array", "list", "", "0", "string", "a"),
        (0x7F020000, "array", "list", "", "1", "reference", "@string/hello"),
    ]
    assert (resources.gaps, resources.oddities) == ([], [])


def test_references_are_followed(resources: core.Resources) -> None:
    assert resources.resolve(0x7F010001).value == "Hello"
    assert resources.resolve(0x7F010001, "zh-CN").value == "你好"
    assert [(v.locale, v.value) for v in resources.resolve_all(0x7F010001)] == [("", "Hello"), ("zh", "你好")]
    assert resources.resolve(0x7F010002) is None
    assert resources.resolve(0x7F0A0000) is None


def test_names(resources: core.Resources) -> None:
    assert resources.name(0x7F020000) == "array/list"
    assert resources.name(0x01040000) == "android:string/cancel"
    assert resources.name(0x7F020001) is None
    assert core.framework_name(0x0101021B) == "attr/versionCode"


def test_splits_share_names(resources: core.Resources) -> None:
    resources.add(5, arsc({"string": {"hello": {"fr": "Bonjour"}}}))
    assert [v.value for v in resources.values(0x7F010000)] == ["Hello", "你好", "Bonjour"]
    assert set(resources.table().column("part")) == {4, 5}


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(TABLE) - 1), st.binary(min_size=1, max_size=4))
def test_broken_bytes_never_raise(at: int, junk: bytes) -> None:
    broken = core.Resources()
    broken.add(0, TABLE[:at] + junk + TABLE[at + len(junk) :])
    broken.table()
    broken.resolve_all(0x7F010001)


def test_a_cut_table_keeps_what_stands_before(resources: core.Resources) -> None:
    cut = core.Resources()
    cut.add(0, TABLE[:-20])
    assert cut.resolve(0x7F010000).value == "Hello"
    assert cut.gaps


def dumped(apk: Path) -> tuple[dict[int, str], set[tuple[int, str]], set[tuple[int, str, str]]]:
    """Names, (id, qualifiers), and one-line string values as aapt2 shows them."""
    text = subprocess.run(["aapt2", "dump", "resources", str(apk)], capture_output=True, text=True, check=True).stdout
    names, configs, strings, current = {}, set(), set(), 0
    for line in text.splitlines():
        if found := re.match(r" +resource 0x([0-9a-f]{8}) (\S+)", line):
            current = int(found[1], 16)
            names[current] = found[2]
        elif found := re.match(r" {6}\(([\w+-]*)\) (.*)", line):
            configs.add((current, found[1]))
            if re.fullmatch(r'"[^"\\]*"', found[2]):
                strings.add((current, found[1], found[2][1:-1]))
    return names, configs, strings


@pytest.mark.skipif(not shutil.which("aapt2"), reason="aapt2 is not installed")
@pytest.mark.parametrize("apk", apks(), ids=lambda p: p.name)
def test_same_entries_as_aapt2(apk: Path) -> None:
    found = core.Resources()
    with zipfile.ZipFile(apk) as package:
        found.add(0, package.read("resources.arsc"))
    names, configs, strings = dumped(apk)
    table = found.table()
    rows = list(zip(*(table.column(c) for c in ("id", "config", "type", "name", "key", "kind", "value")), strict=True))
    assert {r[0]: f"{r[2]}/{r[3]}" for r in rows} == names
    assert {(r[0], r[1]) for r in rows} == configs
    ours = {(r[0], r[1], r[6]) for r in rows if r[4] is None and r[5] == "string"}
    assert strings <= ours


@pytest.mark.skipif(not shutil.which("aapt2"), reason="aapt2 is not installed")
@pytest.mark.parametrize("apk", apks(), ids=lambda p: p.name)
def test_protobuf_form_gives_the_same_facts(apk: Path, tmp_path: Path) -> None:
    converted = tmp_path / "proto.apk"
    command = ["aapt2", "convert", "--output-format", "proto", "-o", str(converted), str(apk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("aapt2 does not convert this package")
    binary, proto = core.Resources(), core.Resources()
    with zipfile.ZipFile(apk) as a, zipfile.ZipFile(converted) as b:
        binary.add(0, a.read("resources.arsc"))
        proto.add(0, b.read("resources.pb"), True)
        paths = [[e.path for e in core.Xml().add(0, z.read("AndroidManifest.xml")).elements()] for z in (a, b)]
    assert paths[0] == paths[1]
    assert not proto.gaps

    def rows(resources: core.Resources) -> set[tuple[object, ...]]:
        table = resources.table()
        names = ("id", "type", "name", "config", "locale", "key")
        return set(zip(*(table.column(c) for c in names), strict=True))

    assert rows(proto) == rows(binary)
