"""The section of results is made from kept JSON and replaces only itself."""

from pathlib import Path

import pytest

from bench import results, scores, suites
from bench.truth import AppTruth, Judged, Place
from tests.conftest import ROOT

OPTIONS = suites.Options(lists=True, all_sinks=False, through=False, only="a*", seconds=1, memory=1)


def test_scores_become_a_table() -> None:
    flows = (Judged(1, Place("a", "b", "c"), Place("d", "e", "f"), True, False),)
    found = scores.Result(
        AppTruth("x", "taintbench", "", flows=flows), ends={1: True}, exact={1: True}, through={1: True}
    )
    kept = suites.whole([found], OPTIONS, {"missing": {"gone": "no such file"}, "no_number": {}})
    text = results.section([kept])
    assert "### taintbench, --lists, only a*" in text
    assert "| all | 1 | 1 | 0 | 0 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in text
    assert "Of 1 expected flows, ours end at 1, 1 of them exactly, and go through 1." in text
    assert "Not scored: gone (no such file)." in text


def test_cost_becomes_a_table_with_failures_said() -> None:
    good = {"app": "1 MB", "dex_mb": 1.0, "cpu_seconds": 0.5, "peak_mib": 100, "flows": 3, "mariana_cpu": 5.0}
    text = results.section([{"apps": [], "merged": [good, {"app": "4 MB", "dex_mb": 4.0, "failed": "over 9 s"}]}])
    assert "| 1 MB | 1 | 0.5 | 100 | 3 | 5 | – | – |" in text
    assert "| 4 MB | 4 | over 9 s |" in text


def test_only_the_section_is_replaced() -> None:
    page = f"before\n{results.BEGIN}\nold\n{results.END}\nafter\n"
    assert results.replaced(page, "new") == f"before\n{results.BEGIN}\nnew\n\n{results.END}\nafter\n"
    with pytest.raises(ValueError, match="lacks"):
        results.replaced("no marks", "new")


def test_the_page_has_the_marks() -> None:
    page = Path(ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert "new text" in results.replaced(page, "new text")
