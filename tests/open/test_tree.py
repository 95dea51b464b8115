"""Published trees: what is in the folder is read, nothing else is."""

import os
import threading
from pathlib import Path

import pytest

from sousveil import audits
from sousveil.errors import NotASample
from sousveil.line import open_facts
from sousveil.model.limits import Limits
from sousveil.model.parts import Parts
from sousveil.open import open_sample
from sousveil.open.tree import in_package, kind_in_tree, walk

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example.t">
    <application android:label="@string/app_name">
        <activity android:name=".Main" android:exported="true"/>
    </application>
</manifest>
"""
STRINGS = '<resources>\n    <string name="app_name">Diary</string>\n</resources>\n'
SMALI = ".class public Lorg/example/t/Main;\n.super Landroid/app/Activity;\n"


def make(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    files = {"AndroidManifest.xml": MANIFEST, "res/values/strings.xml": STRINGS}
    return make(tmp_path / "app", files | {"smali/org/example/t/Main.smali": SMALI})


def kinds(parts: Parts) -> dict[str, str]:
    return {part.full_path: part.kind for part in parts}


def test_a_tree_is_its_files_in_order_and_its_hash_is_theirs(tree: Path) -> None:
    parts = open_sample(tree, Limits())
    assert list(kinds(parts).items()) == [
        (".", "tree"),
        ("AndroidManifest.xml", "text_xml"),
        ("res/values/strings.xml", "text_values"),
        ("smali/org/example/t/Main.smali", "smali"),
    ]
    assert audits.fingerprint(tree) == parts[0].sha256
    (tree / "res/values/strings.xml").write_text(STRINGS.replace("Diary", "Other"))
    assert open_sample(tree, Limits())[0].sha256 != parts[0].sha256


@pytest.mark.parametrize(
    ("home", "manifest"),
    [("", "AndroidManifest.xml"), ("resources/", "resources/AndroidManifest.xml"),
     ("app/src/main/", "app/src/main/AndroidManifest.xml"), ("outer/in ner/", "outer/in ner/AndroidManifest.xml")],
)  # fmt: skip
def test_every_layout_of_tree_gives_the_manifest_and_its_label(tmp_path: Path, home: str, manifest: str) -> None:
    folder = make(tmp_path / "x", {home + "AndroidManifest.xml": MANIFEST, home + "res/values/strings.xml": STRINGS})
    facts = open_facts(folder, Limits())
    assert facts.manifest is not None
    assert (facts.manifest.package, facts.manifest.label) == ("org.example.t", {"": "Diary"})
    assert facts.part(facts.manifest.parts[0]).full_path == manifest


@pytest.mark.parametrize("only", ["AndroidManifest.xml", "res/values/strings.xml", "smali/org/example/t/Main.smali"])
def test_one_file_of_a_tree_is_enough_and_the_rest_is_said_to_be_missing(tree: Path, only: str) -> None:
    for path in [p for p in sorted(tree.rglob("*")) if p.is_file() and p != tree / only]:
        path.unlink()
    facts = open_facts(tree, Limits())
    assert [g.cause for g in facts.gaps].count("missing") >= 2
    assert not [g for g in facts.gaps if g.cause == "defect"]


def test_links_are_listed_and_never_followed(tree: Path, tmp_path: Path) -> None:
    outside = make(tmp_path / "outside", {"secret.txt": "the secret", "deep/A.smali": SMALI})
    (tree / "assets").mkdir()
    (tree / "assets/file.txt").symlink_to(outside / "secret.txt")
    (tree / "smali/more").symlink_to(outside / "deep")
    (tree / "loop").symlink_to(tree)
    parts = open_sample(tree, Limits())
    links = [p for p in parts if p.kind == "link"]
    assert [p.full_path for p in links] == ["assets/file.txt", "loop", "smali/more"]
    assert not any(b"the secret" in parts.blob(p.number).bytes() for p in parts)
    assert not any("A.smali" in p.full_path for p in parts)
    assert {o.kind for o in parts.oddities} == {"link_in_tree"}
    assert len([g for g in parts.gaps if "not followed" in g.detail]) == 3
    assert audits.fingerprint(tree) == parts[0].sha256


def test_a_pipe_does_not_block_and_is_said(tree: Path) -> None:
    os.mkfifo(tree / "assets.fifo")
    done: list[Parts] = []
    thread = threading.Thread(target=lambda: done.append(open_sample(tree, Limits())), daemon=True)
    thread.start()
    thread.join(20)
    assert done
    assert any("pipe" in gap.detail for gap in done[0].gaps)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_rights_is_a_gap(tree: Path) -> None:
    (tree / "res/values/strings.xml").chmod(0)
    assert any("cannot be read" in gap.detail for gap in open_sample(tree, Limits()).gaps)


def test_a_file_that_changed_is_not_taken_for_what_it_was(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sousveil.open import tree as module

    def grown(root: Path, most: int) -> object:
        found = list(walk(root, most))
        (tree / "res/values/strings.xml").write_text(STRINGS + "<!-- more -->")
        return iter(found)

    monkeypatch.setattr(module, "walk", grown)
    assert any("changed" in gap.detail or "cannot be read" in gap.detail for gap in open_sample(tree, Limits()).gaps)


def test_names_and_texts_in_other_encodings(tree: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tree) + b"/res/values/b\xff.xml"))).write_bytes(b"<resources/>")
    (tree / "res/values/gbk.xml").write_bytes('<resources><string name="z">公安</string></resources>'.encode("gb18030"))
    make(tree, {"smali/Bad.smali": b".class LBad;\n.super LB;\n# \xff\xfe\n", "sources/Null.java": b"\0\1\2\3" * 64})
    facts = open_facts(tree, Limits())
    assert "res/values/b\\xff.xml" in kinds(facts.parts)
    assert [r["value"] for r in facts.rows("resources") if r["name"] == "z"] == ["公安"]
    assert any("no UTF-8" in gap.detail for gap in facts.gaps)
    assert any("no text" in gap.detail for gap in facts.gaps)


def test_bounds_on_files_depth_and_size(tree: Path) -> None:
    deep = tree.joinpath("assets", *["d"] * 80)
    deep.mkdir(parents=True)
    make(tree, {f"assets/many/{n}.txt": "x" for n in range(50)} | {"assets/large.bin": b"\1" * 5000})
    few = open_sample(tree, Limits(max_entries=30))
    assert len(few) <= 31
    assert any("more than 30 files" in gap.detail for gap in few.gaps)
    small = open_sample(tree, Limits(max_entry=1000))
    assert "assets/large.bin" not in kinds(small)
    assert any("assets/large.bin" in gap.detail for gap in small.gaps)
    assert any("folders inside each other" in gap.detail for gap in open_sample(tree, Limits()).gaps)


def test_a_file_of_a_million_lines(tree: Path) -> None:
    method = (
        ".method static m()V\n    .locals 1\n" + "    const/4 v0, 0x1\n" * 1_000_000 + "    return-void\n.end method\n"
    )
    make(tree, {"smali/org/example/t/Main.smali": SMALI + method})
    facts = open_facts(tree, Limits())
    assert facts.code is not None
    assert facts.code.counts()["instructions"] == 1_000_001
    number = facts.code.find_method("Lorg/example/t/Main;->m()V")
    assert number is not None
    assert facts.code.position(number, 2_000_000) == (1_000_005, 5)


def test_folders_that_are_no_tree_are_refused(tmp_path: Path) -> None:
    make(tmp_path / "x", {"a.txt": "hello", "b/c.png": b"\x89PNG\r\n\x1a\n"})
    with pytest.raises(NotASample, match="nothing that jadx or apktool write"):
        open_sample(tmp_path / "x", Limits())
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotASample):
        open_sample(tmp_path / "empty", Limits())


def test_paths_inside_the_package() -> None:
    homes = ["a/src/main/", "out/resources/", ""]
    assert in_package("out/resources/res/raw/a.bin", homes) == "res/raw/a.bin"
    assert in_package("unknown/x.properties", homes) == "x.properties"
    assert in_package("original/META-INF/A.RSA", homes) == "META-INF/A.RSA"
    assert in_package("original/AndroidManifest.xml", homes) == "original/AndroidManifest.xml"
    assert in_package("a/src/main/jniLibs/x86/l.so", homes) == "lib/x86/l.so"


@pytest.mark.parametrize(
    ("path", "content", "kind"),
    [("a/B.java", "text", "java"), ("a/B.java", "opaque", "opaque"), ("res/raw/x.xml", "xml", "text_xml"),
     ("assets/x.xml", "xml", "xml"), ("res/values-ug/x.xml", "text", "text_values"),
     ("apktool.yml", "text", "tool_file"),
     ("res/layout/x.xml", "axml", "axml")],
)  # fmt: skip
def test_kinds_are_by_content_then_by_name(path: str, content: str, kind: str) -> None:
    assert kind_in_tree(path, content) == kind
