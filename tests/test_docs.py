"""What the documentation shows is what happens."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from sousveil.cli.query import VIEWS

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import shown  # noqa: E402

import docs  # noqa: E402

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, and those about to be."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git work tree")
    return tuple(path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file())


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def fences(page: str, *kinds: str) -> list[str]:
    return [body for kind, body in FENCE.findall((ROOT / page).read_text(encoding="utf-8")) if kind in kinds]


@cache
def made() -> dict[str, str]:
    """Every generated page as it must be; commands shown in pages are run for it and must succeed."""
    return dict(docs.pages())


def test_generated_pages_are_up_to_date():
    there = {name: (ROOT / name).read_text(encoding="utf-8") for name in made() if (ROOT / name).exists()}
    stale = [name for name, text in made().items() if there.get(name) != text]
    assert not stale, "run `make docs`"
    tables = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "tables").glob("*.md")}
    assert tables <= set(made())


def test_the_readme_opens_with_a_real_summary():
    first = fences("README.md", "console")[0]
    assert first.startswith("$ sousveil audit examples/demo/app.apk")
    assert first.count("\n  F-") > 8
    # Without the comment that shortens it, the same page shows the whole output: each line must be in it.
    with shown.desk() as desk:
        whole = desk.run(first.partition("\n")[0].removeprefix("$ ")).splitlines()
    lines = iter(whole)
    for line in first.splitlines()[1:]:
        assert line.strip() == shown.CUT or line in lines, line


def test_what_the_first_audit_says_about_the_example_is_so():
    audit, _, explain, *_ = fences("docs/first-audit.md", "console")
    assert audit.count(", dead]") == 1
    assert "Not found" in audit
    assert "asks to record sound" in audit
    assert "onClick" in explain
    assert "getDeviceId" in explain


def test_output_that_changed_is_seen():
    """`fill` puts in what a command prints, so a page that says otherwise is out of date."""
    with shown.desk() as desk:
        assert shown.fill("```console\n$ echo new\nold\n```", desk) == "```console\n$ echo new\nnew\n```"
        with pytest.raises(subprocess.CalledProcessError):
            shown.fill("```console\n$ sousveil explain nowhere F-1\n```", desk)


@pytest.mark.parametrize("page", shown.PAGES)
def test_every_command_in_a_script_runs(page):
    scripts = [body for body in fences(page, "sh") if "sousveil " in body and ".venv" not in body]
    with shown.desk() as desk:
        for script in scripts:
            desk.run(f"set -e\n{script}")


def test_every_sousveil_command_is_run_by_one_of_these():
    for page in shown.PAGES:
        text = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
        assert not re.findall(r"^\s*\$? ?sousveil [a-z]", text, re.M)
        for kind, body in FENCE.findall((ROOT / page).read_text(encoding="utf-8")):
            if re.search(r"^\$? ?sousveil [a-z]", body, re.M):
                assert kind in ("sh", "console")


def test_the_python_in_the_readme_runs():
    (script,) = fences("README.md", "python")
    with shown.desk() as desk:
        (desk.folder / "shown.py").write_text(script, encoding="utf-8")
        assert "F-1 " in desk.run(f'"{sys.executable}" shown.py')


def test_links_between_pages_lead_somewhere():
    for page in pages():
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        for target in LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, heading = target.partition("#")
            goal = (page.parent / path).resolve() if path else page
            assert goal.exists(), f"{page.relative_to(ROOT)}: {target}"
            if heading:
                heads = re.findall(r"^#+ (.+)$", goal.read_text(encoding="utf-8"), re.M)
                assert heading in {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in heads}, target


def test_every_page_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


def test_every_view_is_described():
    assert {name for name, _, _ in docs.views()} == set(re.findall(r"^create view (\w+)", VIEWS.read_text(), re.M))


def test_every_finding_has_its_data_described():
    """Rules that are not files are made by the code of a question; docs/report.md lists their data."""
    text = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    for path in (ROOT / "src" / "sousveil" / "answer").glob("*.py"):
        for rule in re.findall(r'rule=(?:f?")(\w+/\w+)"', path.read_text(encoding="utf-8")):
            assert f"`{rule}`" in text, rule


def test_no_place_of_one_machine_is_named():
    """What is committed must hold anywhere: no absolute path of a work place, no private registry."""
    private = re.compile(
        rb"(?<![\w:.*-])/(?:work|home|Users)/\w|index-url|registry=http|://[\w.-]+\.(?:internal|lan)\b"
    )
    for path in tracked():
        if path.suffix in (".apk", ".bin", ".png", ".lock") or path == Path(__file__).resolve():
            continue
        found = private.search(path.read_bytes())
        assert not found, f"{path.relative_to(ROOT)}: {found.group()!r}" if found else ""
