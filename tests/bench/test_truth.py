"""Truth files are read in their three forms, and apps are found by both forms of name."""

import json
from pathlib import Path

import pytest

from bench import truth


def written(folder: Path, apps: object, **more: object) -> Path:
    path = folder / "truth.json"
    path.write_text(json.dumps({"about": "made for this test", "apps": apps, **more}), encoding="utf-8")
    return path


def flow(number: int, expected: bool, callee: str = "write") -> dict[str, object]:
    source = {"cls": "org.x.A$B", "method": "run", "callee": "query"}
    return {
        "id": number,
        "expected": expected,
        "source": source,
        "sink": {"cls": "org.x.C", "method": "m", "callee": callee},
    }


def test_leaks_by_category(tmp_path: Path) -> None:
    app = {"category": "Aliasing", "leaks": 2, "disputed": True, "flowdroid_forward": None}
    (read,) = truth.read(written(tmp_path, {"Aliasing/A.apk": app})).apps
    assert (read.suite, read.category, read.leaks, read.disputed, read.peer) == (
        "droidbench",
        "Aliasing",
        2,
        True,
        None,
    )


def test_leaks_by_suite_with_where_suites_are_from(tmp_path: Path) -> None:
    path = written(tmp_path, {"s/a.apk": {"suite": "s", "leaks": None}}, sources={"s": "someone/s"})
    read = truth.read(path)
    assert (read.form, read.apps[0].suite, read.apps[0].leaks) == ("leaks", "s", None)
    assert read.origins == {"s": "someone/s"}


def test_judged_flows_and_which_cannot_be_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path, {"a": [flow(1, True), flow(2, False), flow(3, False, "delete")]})
    read = truth.read(path)
    assert read.form == "flows"
    assert [f.shares_key for f in read.apps[0].flows] == [False, True, False]
    assert read.apps[0].flows[0].source == truth.Place("org.x.A.B", "run", "query")


@pytest.mark.parametrize(
    "apps",
    [
        [],
        {"a": {"leaks": 1}},
        {"a": {"suite": "s", "leaks": -1}},
        {"a": {"suite": "s"}},
        {"a": [{"id": 1}]},
        {"a": [flow(1, True)], "b": {"suite": "s", "leaks": 1}},
        {},
    ],
)
def test_what_is_no_truth_is_refused_by_name_of_file(tmp_path: Path, apps: object) -> None:
    with pytest.raises(truth.TruthError, match=r"truth\.json"):
        truth.read(written(tmp_path, apps))


def test_class_names_agree_however_they_are_written() -> None:
    assert {truth.plain_class(n) for n in ("Lorg/x/A$1;", "org.x.A$1", "org.x.A.1")} == {"org.x.A.1"}


def put(path: Path, data: bytes = b"x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_apps_are_found_with_folders_and_without(tmp_path: Path) -> None:
    put(tmp_path / "apk" / "One" / "Same.apk", b"1")
    put(tmp_path / "apk" / "Two" / "Same.apk", b"2")
    put(tmp_path / "deep" / "down" / "plain_name.apk")
    found, missing = truth.locate(["One/Same.apk", "Two/Same.apk", "plain_name", "suite/plain_name.apk"], tmp_path)
    assert not missing
    assert {name: path.read_bytes() for name, path in found.items()} == {
        "One/Same.apk": b"1",
        "Two/Same.apk": b"2",
        "plain_name": b"x",
        "suite/plain_name.apk": b"x",
    }


def test_missing_and_ambiguous_apps_are_named(tmp_path: Path) -> None:
    put(tmp_path / "One" / "Same.apk", b"1")
    put(tmp_path / "Two" / "Same.apk", b"2")
    found, missing = truth.locate(["Three/Same.apk", "gone"], tmp_path)
    assert not found
    assert missing["gone"] == "no such file"
    assert missing["Three/Same.apk"].endswith("One/Same.apk, Two/Same.apk")


def test_copies_with_the_same_bytes_are_no_choice(tmp_path: Path) -> None:
    put(tmp_path / "One" / "Same.apk")
    put(tmp_path / "Two" / "Same.apk")
    found, _ = truth.locate(["Same"], tmp_path)
    assert found["Same"].name == "Same.apk"
