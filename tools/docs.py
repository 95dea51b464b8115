"""Write the generated pages: docs/tables/, docs/rules.md, docs/commands.md, docs/report.schema.json, and the output of
the commands shown in README.md, docs/first-audit.md and docs/flows.md.

    python tools/docs.py [--check]

With --check nothing is written; the exit code says whether the pages are up to date.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from sousveil import core
from sousveil.cli.query import VIEWS
from sousveil.knowledge.known import Knowledge
from sousveil.knowledge.load import load
from sousveil.model.knowledge import Rule
from sousveil.model.report import Question
from sousveil.read.specs import PYTHON_TABLES
from sousveil.tell.json import schema

sys.path.insert(0, str(Path(__file__).parent))
import shown

ROOT = Path(__file__).parent.parent
COMMANDS = (
    "audit",
    "explain",
    "verify",
    "facts",
    "export",
    "export lists",
    "rules",
    "rules list",
    "rules lint",
    "rules new",
)
GENERATED = "<!-- Made by tools/docs.py; change what it reads, then run `make docs`. -->"
UNOPENED = "to be checked:"
_KINDS = {"u8": "utinyint", "u16": "usmallint", "u32": "uinteger", "u64": "ubigint", "i64": "bigint"}
_KINDS |= {"bool": "boolean", "text": "varchar"}

Spec = tuple[str, str, list[tuple[str, str, str]]]


def specs() -> list[Spec]:
    """Every fact table: name, meaning, columns."""
    python: list[Spec] = [(s.name, s.doc, [(c.name, c.kind, c.doc) for c in s.columns]) for s in PYTHON_TABLES]
    return sorted([*python, *core.table_specs()])


def table_pages() -> Iterator[tuple[str, str]]:
    index = [GENERATED, "", "# Fact tables", "", _TABLES, ""]
    for name, doc, columns in specs():
        lines = [GENERATED, "", f"# {name}", "", doc, "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{column}` | {kind} | {_cell(meaning)} |" for column, kind, meaning in columns]
        lines += ["", "A type with `?` can be null."] if any(kind.endswith("?") for _, kind, _ in columns) else []
        index.append(f"- [{name}]({name}.md): {doc.split('. ')[0].rstrip('.')}.")
        yield f"docs/tables/{name}.md", _page(lines)
    yield "docs/tables/README.md", _page(index)
    yield "docs/tables/views.md", views_page()


_TABLES = (
    'One page a table. `sousveil facts DIR "SQL"` queries them; the files are `DIR/facts/*.parquet`. '
    "[Views](views.md) join them into rows with names."
)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_VIEWS = (
    "`sousveil facts` adds these to the [tables](README.md). Their rows have no order of their own: use `order by`. "
    '`offset` is a word of SQL; as a column it is written `"offset"` or `calls.offset`.'
)


def views_page() -> str:
    """The views with their columns, as DuckDB makes them over empty tables."""
    lines = [GENERATED, "", "# Views", "", _VIEWS]
    with duckdb.connect(":memory:") as base:
        for name, _, columns in specs():
            inner = ", ".join(f'"{c}" {_KINDS[kind.rstrip("?")]}' for c, kind, _ in columns)
            base.execute(f'create table "{name}" ({inner})')
        base.execute(VIEWS.read_text(encoding="utf-8"))
        for name, doc, meanings in views():
            lines += ["", f"## {name}", "", doc, "", "| column | meaning |", "|---|---|"]
            for column, *_ in base.execute(f'describe "{name}"').fetchall():
                lines.append(f"| `{column}` | {_cell(meanings.get(column) or f'Number of the {column}.')} |")
    return _page(lines)


def views() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Name, meaning and columns of each view, from the comments in views.sql."""
    for block in re.split(r"^-- view ", VIEWS.read_text(encoding="utf-8"), flags=re.M)[1:]:
        first, *rest = block.splitlines()
        name, _, doc = first.partition(": ")
        yield name, doc, dict(re.findall(r"^-- (\w+): (.+)$", "\n".join(rest), re.M))


def rules_page() -> str:
    knowledge = load()
    lines = [GENERATED, "", "# Rules", ""]
    lines += [
        f"{len(knowledge.rules)} rules over {len(knowledge.entries)} catalogue entries, knowledge {knowledge.version}. "
        "`{what}` stands for the words of the entries that were seen, `{seen}` for the text that was seen.",
        "",
        _unopened(knowledge),
    ]
    for question in Question:
        mine = [r for r in knowledge.rules.values() if r.question == question]
        lines += ["", f"## {question}"] if mine else []
        for rule in sorted(mine, key=lambda r: r.rule):
            lines += _rule(rule, knowledge)
    return _page(lines)


def _unopened(knowledge: Knowledge) -> str:
    """How many sources were written down without opening the page."""
    groups = {
        "rules": knowledge.rules,
        "catalogues": knowledge.entries,
        "permissions": knowledge.permissions,
        "secrets": knowledge.secrets,
        "noise": knowledge.noise,
        "categories": knowledge.categories,
        "models": knowledge.models,
        "kinds of lists": knowledge.lists,
        "sentinels": knowledge.sentinels,
        "apps": knowledge.apps,
    }
    held = {name: [x.source for x in group.values()] for name, group in groups.items()}
    unopened = {name: sum(s.startswith(UNOPENED) for s in sources) for name, sources in held.items()}
    if not any(unopened.values()):
        return "Every source was opened and read."
    parts = ", ".join(f"{name} {number}" for name, number in unopened.items() if number)
    return (
        f"Of {sum(map(len, held.values()))} sources, {sum(unopened.values())} begin with `{UNOPENED}`: "
        f"the page was named but has not been opened yet ({parts})."
    )


def _rule(rule: Rule, knowledge: Knowledge) -> list[str]:
    lines = ["", f"### {rule.rule}", "", f"The app {rule.does}.", ""]
    if rule.flow is not None:
        through = f" through {', '.join(rule.flow.through)}" if rule.flow.through else ""
        lines += [f"- flow: from {', '.join(rule.flow.from_)}{through} to {', '.join(rule.flow.to)}"]
    for name in ("any", "all", "none"):
        patterns = getattr(rule, name)
        lines += [f"- {name} of: {', '.join(_looked(p, knowledge) for p in patterns)}"] if patterns else []
    lines += [f"- when nothing is seen: {rule.absent}"] if rule.absent else []
    lines += [f"- an ordinary app: {rule.innocent_if}"] if rule.innocent_if else []
    lines += [f"- examples: fires on {', '.join(rule.examples.fires)}; silent on {', '.join(rule.examples.silent)}"]
    return [*lines, f"- source: {rule.source} (read {rule.read})"]


def _looked(pattern: str, knowledge: Knowledge) -> str:
    if pattern.endswith("*"):
        return f"`{pattern}` ({sum(1 for i in knowledge.entries if i.startswith(pattern[:-1]))} entries)"
    entry = knowledge.entries.get(pattern)
    return f"`{pattern}` ({entry.what})" if entry else f"`{pattern}`"


def commands_page() -> str:
    lines = [GENERATED, "", "# Commands", "", "Printed by `--help`. Exit codes: [report.md](report.md#exit-codes)."]
    for command in ("", *COMMANDS):
        text = subprocess.run(
            [sys.executable, "-m", "sousveil", *command.split(), "--help"],
            capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "110"},
        ).stdout  # fmt: skip
        name = f"sousveil {command}".strip()
        plain = "\n".join(line.rstrip() for line in text.replace("python -m sousveil", "sousveil").splitlines())
        lines += ["", f"## {name}", "", "```", plain.strip(), "```"]
    return _page(lines)


def _page(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def pages() -> Iterator[tuple[str, str]]:
    """Every generated page: its path below the repository, and its text."""
    yield from table_pages()
    yield "docs/rules.md", rules_page()
    yield "docs/commands.md", commands_page()
    yield "docs/report.schema.json", schema()
    with shown.desk() as desk:
        for page in shown.PAGES:
            yield page, shown.fill((ROOT / page).read_text(encoding="utf-8"), desk)


def stale(write: bool) -> list[str]:
    """The pages that are not as they should be; with `write` they are, afterwards."""
    wrong = []
    made = dict(pages())
    for name, text in made.items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        wrong.append(name)
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in sorted((ROOT / "docs" / "tables").glob("*.md")):
        name = path.relative_to(ROOT).as_posix()
        if name not in made:
            wrong.append(name)
            if write:
                path.unlink()
    return wrong


def main() -> int:
    check = "--check" in sys.argv
    wrong = stale(write=not check)
    print(f"{len(wrong)} page{'s' if len(wrong) != 1 else ''} out of date{': ' + ', '.join(wrong) if wrong else ''}")
    return 1 if wrong and check else 0


if __name__ == "__main__":
    sys.exit(main())
