"""Write the generated pages: docs/tables/, docs/rules.md, docs/commands.md, docs/report.schema.json.

    python tools/docs.py [--check]

With --check nothing is written; the exit code says whether the pages are up to date.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sousveil import core
from sousveil.knowledge.load import load
from sousveil.model.report import Question, Report
from sousveil.read import PYTHON_TABLES

DOCS = Path(__file__).parent.parent / "docs"
COMMANDS = ("audit", "explain", "verify", "facts", "rules", "rules list", "rules lint", "rules new")


def tables() -> Iterator[tuple[str, str]]:
    specs = [(s.name, s.doc, [(c.name, c.kind, c.doc) for c in s.columns]) for s in PYTHON_TABLES]
    specs += core.table_specs()
    index = ["# Fact tables", "", 'One page a table. `sousveil facts DIR "SQL"` queries them.', ""]
    for name, doc, columns in sorted(specs):
        lines = [f"# {name}", "", doc, "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{column}` | {kind} | {meaning} |" for column, kind, meaning in columns]
        lines += ["", "A type with `?` can be null."]
        index.append(f"- [{name}]({name}.md): {doc.split('. ')[0].rstrip('.')}.")
        yield f"tables/{name}.md", "\n".join(lines) + "\n"
    yield "tables/README.md", "\n".join(index) + "\n"


def rules() -> str:
    knowledge = load()
    lines = ["# Rules", "", f"{len(knowledge.rules)} rules over {len(knowledge.entries)} catalogue entries."]
    for question in Question:
        mine = [r for r in knowledge.rules.values() if r.question == question]
        if mine:
            lines += ["", f"## {question}"]
        for rule in sorted(mine, key=lambda r: r.rule):
            lines += ["", f"### {rule.rule}", "", f"The app {rule.does}.", ""]
            lines += [f"- looks for: {', '.join(f'`{e}`' for e in rule.any)}"]
            lines += [f"- when nothing is seen: {rule.absent}"] if rule.absent else []
            lines += [f"- innocent if: {rule.innocent_if}"]
            lines += [
                f"- examples: fires on {', '.join(rule.examples.fires)}; silent on {', '.join(rule.examples.silent)}"
            ]
            lines += [f"- source: {rule.source} (read {rule.read})"]
    return "\n".join(lines) + "\n"


def commands() -> str:
    lines = ["# Commands", "", "Printed by `--help`."]
    for command in ("", *COMMANDS):
        text = subprocess.run(
            [sys.executable, "-m", "sousveil", *command.split(), "--help"],
            capture_output=True, text=True, check=True, env={"COLUMNS": "110", "PATH": "/usr/bin:/bin"},
        ).stdout  # fmt: skip
        name = f"sousveil {command}".strip()
        lines += ["", f"## {name}", "", "```", text.replace("python -m sousveil", "sousveil").strip(), "```"]
    return "\n".join(lines) + "\n"


def pages() -> Iterator[tuple[str, str]]:
    yield from tables()
    yield "rules.md", rules()
    yield "commands.md", commands()
    yield "report.schema.json", json.dumps(Report.model_json_schema(by_alias=True), indent=1) + "\n"


def main() -> int:
    stale = []
    for name, text in pages():
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    print(f"{len(stale)} page{'s' if len(stale) != 1 else ''} out of date{': ' + ', '.join(stale) if stale else ''}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
