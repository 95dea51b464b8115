import shlex

import pytest

from sousveil.model.text import visible
from sousveil.tell import text
from sousveil.tell.terminal import shorten, width, wrap
from tests.tell import sample_report


def test_it_says_who_the_app_is(small):
    out = text.render(small)
    for said in ("Helper", "便民助手", "ياردەمچى", "org.example.made.up", small.sample.sha256, "Signer", "(F-8)"):
        assert said in out
    assert "2.1 \\u202ebeta build 210" in out


def test_each_finding_stands_once_with_strength_and_reach(small):
    out = text.render(small, width=200)
    for finding in small.findings:
        assert sum(line.startswith(f"  {finding.id} ") for line in out.splitlines()) == 1
    assert "F-1   [traced, live] The app reads the contacts stored on the phone." in out


def test_dead_stands_below_live_and_not_found_below_both(small):
    out = text.render(small)
    at = [out.index(s) for s in ("F-2 ", "dead: present", "F-4 ", "Not found", "F-3 ", "Where data goes")]
    assert at == sorted(at)


def test_gaps_are_counted_and_the_largest_named(small):
    out = text.render(small)
    assert "Not read or not followed (34)" in out
    assert "30    contradicts the format; largest: classes.dex" in out


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_no_line_but_a_command_or_hash_is_wider_than_asked(rich, columns):
    for line in text.render(rich, width=columns).splitlines():
        assert width(line) <= columns or line.startswith("  sousveil ")


def test_nothing_hidden_and_no_colour_unless_asked(rich):
    plain = text.render(rich, most=0)
    assert visible(plain) == plain
    coloured = text.render(rich, colour=True, most=0)
    assert coloured.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "") == plain


def test_what_is_left_out_is_counted(rich):
    out = text.render(rich, most=3)
    assert "more, in report.html and report.json" in out
    assert "more, in report.html" not in text.render(rich, most=0)


def test_the_next_commands_survive_a_shell(small):
    out = text.render(small, folder="my cases/$(id)")
    command = next(line for line in out.splitlines() if "sousveil verify" in line)
    assert shlex.split(command) == ["sousveil", "verify", "my cases/$(id)", "it's -a sample.apk"]


def test_an_empty_report_is_not_called_safe(empty):
    out = text.render(empty)
    assert "no findings" in out
    assert "not proof" in out


def test_wide_scripts_take_two_columns():
    assert width("读取") == 4
    assert width("e\u0301") == 1
    lines = wrap("读取联系人与通话记录" * 5, 20, "  ", "  ").splitlines()
    assert all(width(line) <= 20 for line in lines)
    assert "".join(line.strip() for line in lines) == "读取联系人与通话记录" * 5
    assert shorten("读取联系人", 7) == "读取联…"


def test_it_is_a_pure_function(rich):
    assert text.render(rich) == text.render(sample_report.report(300))
