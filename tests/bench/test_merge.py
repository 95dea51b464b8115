"""Merged apps: the size asked for, the same bytes each time, copies whose classes are others."""

import zipfile
from pathlib import Path

import pytest

from bench import merge
from sousveil import line
from sousveil.model.limits import Limits
from tests.conftest import APPS

NAMES = ("clipboard_read", "clipboard_write", "calendar_read")


@pytest.fixture(scope="module")
def files() -> list[merge.Dex]:
    return merge.dex_files(APPS / name / "app.apk" for name in NAMES)


def test_copies_come_last_and_share_no_class(files: list[merge.Dex]) -> None:
    copies = [d for d in files if d.copy]
    assert files[-len(copies) :] == copies
    for dex in copies:
        original = next(d for d in files if (d.app, d.entry, d.copy) == (dex.app, dex.entry, False))
        assert len(dex.classes) == len(original.classes)
        assert not dex.classes & original.classes


def test_a_dex_file_without_new_classes_is_not_taken(files: list[merge.Dex]) -> None:
    one = files[0]
    assert merge.chosen([one, one, one], one.size * 3) == [one]


def test_the_size_asked_for_is_not_passed(files: list[merge.Dex]) -> None:
    size = files[0].size
    assert sum(d.size for d in merge.chosen(files, size)) <= size * 1.05


def test_merged_apps_open_and_hold_all_classes(files: list[merge.Dex], tmp_path: Path) -> None:
    taken = merge.chosen(files, 10**9)
    made = merge.write(taken, tmp_path / "a.apk")
    merge.write(taken, tmp_path / "b.apk")
    assert (tmp_path / "a.apk").read_bytes() == (tmp_path / "b.apk").read_bytes()
    assert zipfile.ZipFile(tmp_path / "a.apk").namelist()[0] == "AndroidManifest.xml"
    facts = line.open_facts(tmp_path / "a.apk", Limits())
    assert facts.code is not None
    assert set(facts.code.class_names()) == set().union(*(d.classes for d in taken))
    assert (made.dex_files, made.classes) == (len(taken), len(facts.code.class_names()))
    assert made.copies > 0
    assert not facts.gaps


def test_nothing_to_merge_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no dex file"):
        merge.write([], tmp_path / "a.apk")
