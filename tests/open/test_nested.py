"""Opening samples: what is one, what is inside, and how far."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import AXML, DEX, apk, pack

from sousveil.errors import LimitExceeded, NotASample
from sousveil.model.limits import Limits
from sousveil.model.parts import ROOT_PATH
from sousveil.open import open_sample

Save = Callable[[str, bytes], Path]


def paths(path: Path, limits: Limits | None = None) -> list[tuple[str, str]]:
    return [(p.full_path, p.kind) for p in open_sample(path, limits or Limits())]


def test_an_apk_and_its_parts(saved: Save) -> None:
    path = saved("my app.apk", apk(("lib/x.so", b"\x7fELF" + bytes(60))))
    parts = open_sample(path, Limits())
    assert [(p.number, p.parent, p.full_path, p.kind) for p in parts] == [
        (0, None, ROOT_PATH, "apk"),
        (1, 0, "AndroidManifest.xml", "axml"),
        (2, 0, "classes.dex", "dex"),
        (3, 0, "lib/x.so", "elf"),
    ]
    assert parts[0].path == "my app.apk"
    assert parts.blob(0).bytes() == path.read_bytes()
    assert parts.blob(2).bytes() == DEX
    assert all(parts.blob(p.number).sha256() == p.sha256 for p in parts)
    assert parts.find("classes.dex") == parts[2] and parts.find("no") is None


def test_a_renamed_copy_gives_the_same_paths(saved: Save) -> None:
    assert paths(saved("a.apk", apk())) == paths(saved("b.zip", apk()))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_packages_in_packages(saved: Save, method: int) -> None:
    inner = apk(("deep.bin", b"\x00\x01\x02"))
    middle = apk(("assets/inner.dat", inner), method=method)
    parts = open_sample(
        saved("a.apk", apk(("assets/middle", middle), ("assets/other", inner), method=method)), Limits()
    )
    deep = parts.find("assets/middle!/assets/inner.dat")
    assert deep is not None and deep.kind == "apk"
    other = parts.find("assets/other!/deep.bin")
    assert other is not None and parts.blob(other.number).bytes() == b"\x00\x01\x02"
    # The same content a second time is listed and marked, not opened again.
    assert deep.same_as == parts.find("assets/other").number  # type: ignore[union-attr]
    assert parts.find("assets/middle!/assets/inner.dat!/deep.bin") is None
    assert all(parts.blob(p.number).sha256() == p.sha256 for p in parts)


def test_depth_and_number_and_size_have_limits(saved: Save) -> None:
    data = apk()
    for level in range(6):
        data = apk((f"assets/{level}", data))
    path = saved("deep.apk", data)
    for limits, expected in ((Limits(), 5), (Limits(max_depth=0), 1), (Limits(max_depth=2), 3)):
        parts = open_sample(path, limits)
        assert sum(p.path == "classes.dex" for p in parts) == expected
        assert [g.cause for g in parts.gaps] == ["limit"]
    few = open_sample(path, Limits(max_entries=5))
    assert len(few) <= 6 and few.gaps
    small = open_sample(path, Limits(max_total=len(data) + 10))
    assert sum(p.size for p in small) <= 2 * len(data) + 20 and small.gaps
    with pytest.raises(LimitExceeded, match=r"deep\.apk"):
        open_sample(path, Limits(max_total=10))


def test_gzip_is_opened_when_it_holds_code(saved: Save) -> None:
    packed = gzip.compress(apk(), mtime=0)
    text = gzip.compress(b"only text", mtime=0)
    found = paths(saved("a.apk", apk(("assets/a.gz", packed), ("assets/t.gz", text))))
    assert ("assets/a.gz!/content", "apk") in found
    assert ("assets/a.gz!/content!/classes.dex", "dex") in found
    assert not any("t.gz!/" in path for path, _ in found)


def test_bare_code(saved: Save) -> None:
    assert paths(saved("classes.dex", DEX)) == [(ROOT_PATH, "dex")]
    assert paths(saved("x.so", b"\x7fELF" + bytes(60))) == [(ROOT_PATH, "elf")]
    assert paths(saved("c.gz", gzip.compress(DEX, mtime=0))) == [(ROOT_PATH, "gzip"), ("content", "dex")]


def test_sets_of_packages(saved: Save) -> None:
    entries = [
        ("manifest.json", b'{"package_name": "org.example"}'),
        ("base.apk", apk()),
        ("config.en.apk", apk(("x", b"y"))),
    ]
    found = paths(saved("a.xapk", pack(entries)))
    assert found[0] == (ROOT_PATH, "apks")
    assert ("base.apk!/classes.dex", "dex") in found and ("config.en.apk!/x", "text") in found


def test_a_bundle(saved: Save) -> None:
    entries = [
        ("BundleConfig.pb", b"\x0a\x01"),
        ("base/manifest/AndroidManifest.xml", b"\x0a\x08manifest"),
        ("base/dex/classes.dex", DEX),
        ("base/resources.pb", b"\x0a\x00\x12"),
        ("base/res/layout/main.xml", b"\x0a\x01\x02"),
    ]
    assert [kind for _, kind in paths(saved("a.aab", pack(entries)))] == [
        "aab", "opaque", "proto_xml", "dex", "proto_resources", "proto_xml",
    ]  # fmt: skip


def test_a_folder_of_splits(saved: Save, tmp_path: Path) -> None:
    saved("set/base.apk", apk())
    saved("set/split_config.de.apk", apk(("res/x.xml", AXML)))
    saved("set/notes.txt", b"where it came from")
    first = open_sample(tmp_path / "set", Limits())
    found = [p.full_path for p in first]
    assert found[:4] == [ROOT_PATH, "base.apk", "notes.txt", "split_config.de.apk"]
    assert "split_config.de.apk!/res/x.xml" in found
    assert first[0].kind == "folder" and first.blob(0).sha256() == first[0].sha256
    assert first[0].sha256 == open_sample(tmp_path / "set", Limits())[0].sha256


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.apk", b"", "empty"),
        ("text.apk", b"this is a note\n", "text"),
        ("docs.zip", pack([("a.txt", b"text")]), "nothing in it"),
        ("none.zip", pack([]), "no entries"),
        ("x.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "png"),
    ],
)
def test_what_is_no_sample_is_named(saved: Save, name: str, data: bytes, why: str) -> None:
    with pytest.raises(NotASample, match=why) as error:
        open_sample(saved(name, data), Limits())
    assert name in str(error.value) and error.value.next_step


def test_no_file_and_no_package_in_a_folder(saved: Save, tmp_path: Path) -> None:
    with pytest.raises(NotASample, match="no such file"):
        open_sample(tmp_path / "missing.apk", Limits())
    saved("folder/a.txt", b"text")
    with pytest.raises(NotASample, match="no APK in this folder"):
        open_sample(tmp_path / "folder", Limits())


def test_names_never_become_paths(saved: Save, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    path = saved("a.apk", apk(("../../evil", b"x"), ("/root/evil", b"y"), ("a/\u202egpj.exe", b"z")))
    parts = open_sample(path, Limits())
    assert {o.kind for o in parts.oddities} == {"traversal_name", "absolute_name", "control_in_name"}
    assert sorted(tmp_path.rglob("*")) == [*before, path]


def test_two_entries_of_one_name_keep_apart(saved: Save) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = apk(("classes.dex", DEX + b"second"))
    parts = open_sample(saved("a.apk", data), Limits())
    assert [p.full_path for p in parts if p.kind == "dex"] == ["classes.dex", "classes.dex#2"]
    assert parts.blob(3).bytes().endswith(b"second")
    assert [o.kind for o in parts.oddities] == ["duplicate_name"]


def test_tables(saved: Save) -> None:
    parts = open_sample(saved("a.apk", apk(("../x", b"1"))), Limits())
    table = parts.table()
    assert len(table) == 4 and table.column("parent") == [None, 0, 0, 0]
    assert table.column("sha256") == [p.sha256 for p in parts]
    assert parts.oddity_table().column("kind") == ["traversal_name"]
