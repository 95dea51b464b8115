"""The apps for flows through carriers: their truth is current, names places that are there, and covers the carriers."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FLOWS = ROOT / "tests" / "flows"
NAMES = sorted(p.parent.name for p in FLOWS.glob("*/AndroidManifest.xml"))
# Carriers whose two ends are joined by name; data that moves by reference has no grade.
NAMED = {
    "file",
    "zip_entry",
    "preference",
    "table",
    "provider",
    "message",
    "process",
    "clipboard",
    "notification",
    "property",
}
TWINNED = {"file", "zip_entry", "preference", "table", "provider", "message", "static", "handler"}


def said(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FLOWS / name / "flow.yaml").read_text("utf-8"))
    return found


def java(name: str, cls: str) -> str:
    (path,) = (FLOWS / name / "java").rglob(f"{cls}.java")
    return path.read_text("utf-8")


def test_truth_and_table_are_those_of_the_apps() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "flow_truth.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_truth_finds_its_apps() -> None:
    truth = json.loads((FLOWS / "truth.json").read_text("utf-8"))
    assert len(truth["apps"]) == len(NAMES) >= 40
    for place, row in truth["apps"].items():
        assert (FLOWS / place).is_file()
        assert row["leaks"] == sum(flow["expected"] for flow in row["flows"])
        assert row["suite"] == "carriers"
    assert len({Path(place).name for place in truth["apps"]}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_flow_has_its_words(name: str) -> None:
    flow = said(name)
    assert set(flow) <= {"about", "carrier", "grade", "leaks", "never", "also", "note"}
    assert bool(flow["leaks"]) != bool(flow.get("never"))
    assert flow["about"].endswith(".")
    assert flow["grade"] in {"", "A", "B", "C", "D"}
    assert bool(flow["grade"]) == bool(flow["leaks"] and flow["carrier"] in NAMED)


@pytest.mark.parametrize("name", NAMES)
def test_both_ends_of_a_flow_are_in_the_app(name: str) -> None:
    for flow in [one for kind in ("leaks", "never", "also") for one in said(name).get(kind, [])]:
        assert set(flow) == {"source", "sink"}
        for end in flow.values():
            text = java(name, end["cls"])
            body = re.search(rf"^    [\w ]*\b{end['method']}\([^)]*\)[^{{;]*\{{\n(.*?)^    \}}", text, re.M | re.S)
            assert body, f"{end['cls']}.{end['method']} is not there"
            callee = end["callee"]
            if callee == end["method"]:
                assert "@Override" in text
            else:
                assert f".{callee}(" in body[1], callee


def test_every_carrier_and_grade_is_there_and_has_its_twin() -> None:
    flows = [said(name) for name in NAMES]
    assert {f["carrier"] for f in flows if f["leaks"]} >= NAMED
    assert {f["grade"] for f in flows if f["leaks"] and f["carrier"] == "file"} == {"A", "B", "C", "D"}
    assert {f["carrier"] for f in flows if not f["leaks"]} >= TWINNED


def test_names_do_not_say_the_truth() -> None:
    words = re.compile(r"leak|benign|taint|negative|positive|safe|secret|sink|source", re.I)
    for name in NAMES:
        for path in [Path(name), *(FLOWS / name / "java").rglob("*.java")]:
            assert not words.search(path.stem)
