"""Commands shown in Markdown, and what they print.

A fence `console` holds lines `$ command`, each followed by its output. `fill` runs the commands in a folder that holds
only the example app and puts their real output in. A comment before the fence may shorten it:

    <!-- shown: brief -->        a summary's head, and the first 3 findings of each chapter
    <!-- shown: first 12 -->     the first 12 lines of each output
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/first-audit.md", "docs/flows.md")
CUT = "…"
FINDINGS = 3

_FENCE = re.compile(
    r"(?P<head>(?:<!-- shown: (?P<how>[a-z0-9 ]+) -->\n)?```console\n)(?P<body>.*?)(?P<tail>^```$)", re.M | re.S
)


class Failed(subprocess.CalledProcessError):
    """A command that failed, with what it said."""

    def __str__(self) -> str:
        return f"{super().__str__()}\n{self.stderr}"


@contextmanager
def desk() -> Iterator["Desk"]:
    """A temporary folder like a fresh copy of the repository with nothing in it but the example app."""
    with tempfile.TemporaryDirectory() as folder:
        yield Desk(Path(folder))


class Desk:
    """Where commands are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "examples" / "demo").mkdir(parents=True)
        shutil.copy(ROOT / "examples" / "demo" / "app.apk", folder / "examples" / "demo")
        (folder / "bin").mkdir()
        command = folder / "bin" / "sousveil"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sousveil "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        self._env = os.environ | {
            "PATH": f"{command.parent}:{os.environ.get('PATH', '')}",
            "PYTHONPATH": str(ROOT / "src"),
            "COLUMNS": "100",
        }

    def run(self, command: str) -> str:
        """What a command prints. Raises CalledProcessError, with what the command said, when it fails."""
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self._env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Failed(done.returncode, command, done.stdout, done.stderr)
        return done.stdout


def fill(text: str, desk: Desk) -> str:
    """The page with the output of each command as it is today."""

    def one(fence: re.Match[str]) -> str:
        lines: list[str] = []
        for command in re.findall(r"^\$ (.+)$", fence["body"], re.M):
            output = desk.run(command).rstrip().splitlines()
            lines += [f"$ {command}", *_short(output, fence["how"] or "all")]
        return fence["head"] + "".join(f"{line}\n" for line in lines) + fence["tail"]

    return _FENCE.sub(one, text)


def _short(lines: list[str], how: str) -> list[str]:
    if how == "brief":
        return _brief(lines)
    number = int(how.removeprefix("first ")) if how.startswith("first ") else len(lines)
    return [*lines[:number], CUT] if len(lines) > number else lines


def _brief(lines: list[str]) -> list[str]:
    """The head, then each chapter with its first findings; chapters that hold only what was not found are left out."""
    head, *chapters = [paragraph.splitlines() for paragraph in "\n".join(lines).split("\n\n")]
    kept = [*head, ""]
    for chapter in chapters:
        end = next((n for n, line in enumerate(chapter) if line == "  Not found"), len(chapter))
        starts = [n for n in range(1, end) if chapter[n].startswith("  F-")]
        if not starts:
            continue
        end = min(end, starts[FINDINGS]) if len(starts) > FINDINGS else end
        end -= chapter[end - 1].startswith("  dead:")
        kept += [*chapter[:end], *([f"  {CUT}"] if end < len(chapter) else []), ""]
    return kept[:-1]
