"""The runner: what one app is asked, what a failure says, what is printed and kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench import scores, suites
from bench.truth import AppTruth, Judged, Place

A, B, C = Place("x.A", "run", "query"), Place("x.B", "save", "write"), Place("x.C", "send", "execute")
FLOWS = (Judged(1, A, B, True, False), Judged(2, A, C, False, False))
NO_LISTS = suites.Options(lists=False, all_sinks=False, through=False, only="*", seconds=1, memory=1)


def truth_file(folder: Path, **apps: Any) -> Path:
    path = folder / "truth.json"
    path.write_text(json.dumps({"about": "", "apps": apps}), encoding="utf-8")
    return path


def test_lists_are_the_callees_of_expected_and_unexpected_flows_alike() -> None:
    app = AppTruth("a", "taintbench", "", flows=FLOWS)
    asked = suites.asked(app, lists=True)
    assert (asked["sources"], asked["sinks"]) == (["query"], ["execute", "write"])
    assert "sources" not in suites.asked(app, lists=False)
    assert suites.asked(AppTruth("a", "droidbench", "c", 1), lists=True) == {}


@pytest.mark.parametrize(
    ("code", "errors", "said"),
    [
        (-9, "", "ended by SIGKILL"),
        (1, "Traceback\n  line\nValueError: no code\n\n", "ValueError: no code"),
        (
            1,
            "ImportError: cannot import name 'x' from 'y' (/some/where/y.py)\n",
            "ImportError: cannot import name 'x' from 'y'",
        ),
        (3, "", "exit status 3"),
    ],
)
def test_failures_are_one_line_without_paths(code: int, errors: str, said: str) -> None:
    assert suites.failure(code, errors) == said


def result(name: str, stated: int, found: int, **more: Any) -> scores.Result:
    ends = [{"entry": "e", "site": f"s{n}"} for n in range(found)]
    return scores.Result(AppTruth(name, "droidbench", "Cat", stated), leaks=[(e, e) for e in ends], **more)


def test_misses_and_the_unexpected_are_named() -> None:
    results = [result("Short.apk", 2, 1), result("Over.apk", 0, 1), result("Broken.apk", 1, 0, failed="out of time")]
    summary = suites.suite_summary("droidbench", results, lists=False)
    said = "\n".join(suites.printed("droidbench", summary, results))
    assert "Missed: 2\n  Short.apk: 1 of 2\n  Broken.apk: 0 of 1 (failed)" in said
    assert "Unexpected: 1\n  Over.apk: 1 where 0 stated\n    e s0 → e s0" in said
    assert "Failed: 1\n  Broken.apk: out of time" in said
    assert summary["all"]["leaks"] | {"f1": None} == scores.Tally(1, 1, 2).as_json() | {"f1": None}


def test_missed_flows_say_when_a_place_is_not_in_the_app() -> None:
    app = AppTruth("a", "taintbench", "", flows=FLOWS)
    results = [
        scores.Result(app, ends={1: False, 2: True}, exact={2: True}, through={1: True, 2: True}, absent=frozenset({A}))
    ]
    said = "\n".join(suites.printed("taintbench", suites.suite_summary("taintbench", results, lists=True), results))
    assert "a 1: x.A.run: query → x.B.save: write, a longer flow goes through, not in the app: x.A.run: query" in said
    assert "Of 1 expected flows, ours end at 0, 0 of them exactly, and go through 1" in said
    assert "Of 1 unexpected flows, ours end at 1, 1 of them exactly, and go through 1" in said


def test_json_is_the_same_whatever_order_apps_end_in(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    second = threading.Event()

    def slow_first(app: AppTruth, path: Path, options: suites.Options) -> tuple[scores.Result, str]:
        if app.name == "a":
            assert second.wait(10)
        else:
            second.set()
        return scores.Result(app), ""

    monkeypatch.setattr(suites, "scored", slow_first)
    apps = {AppTruth(n, "droidbench", "c", 1): Path(n) for n in ("a", "b")}
    assert [r.app.name for r in suites.run(apps, NO_LISTS, 2)] == ["a", "b"]


def test_a_whole_run_names_missing_and_broken_apps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "There.apk").write_bytes(b"no archive")
    truth = truth_file(
        tmp_path,
        **{
            "There.apk": {"suite": "s", "leaks": 1},
            "Gone.apk": {"suite": "s", "leaks": 1},
            "Unknown.apk": {"suite": "s", "leaks": None},
        },
    )
    out = tmp_path / "out.json"
    arguments = ["--truth", str(truth), "--apks", str(tmp_path), "--json", str(out), "--lists"]
    assert suites.main(arguments) == 1  # the only app there is failed
    said = capsys.readouterr().out
    assert "not scored: Gone.apk: no such file" in said
    assert "not scored: Unknown.apk: the truth gives no number" in said
    kept = json.loads(out.read_text("utf-8"))
    assert kept["missing"] == {"Gone.apk": "no such file"}
    assert kept["suites"]["s"]["all"]["leaks"]["missed"] == 1
    assert kept["apps"]["There.apk"]["failed"]


def test_a_truth_that_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert suites.main(["--truth", str(tmp_path / "none.json"), "--apps", str(tmp_path)]) == 2
    assert "none.json" in capsys.readouterr().err
