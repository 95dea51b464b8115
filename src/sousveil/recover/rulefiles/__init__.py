"""Files of rules: which file or folder of which product is searched for what, read column by column.

A file counts as one only where its columns say so by their values: packages beside paths or patterns, paths on the
phone's storage, checksums beside sizes. What the columns mean is inferred, and the report says it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.parts import Part
from sousveil.model.rulefile import FileRule, RuleColumn, RuleFile
from sousveil.model.sealed import Sealed
from sousveil.model.text import one_line, visible
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode
from sousveil.recover.lists.files import candidates
from sousveil.recover.natives import scripts
from sousveil.recover.rulefiles.lines import Table, tables
from sousveil.recover.rulefiles.readers import Readers
from sousveil.recover.rulefiles.roles import role
from sousveil.recover.rulefiles.words import Products, on_phone, say

MOST_RULES = 2_000
MOST_CELL = 1_000
FEWEST = 3
FEWEST_HASHES = 16
SHOWN = 3
_KEPT = re.compile(r"(?i)(^|/)(files|databases?|shared_prefs|cache|backups?|android|dcim|downloads?|pictures|media|"
                   r"msgstore|logs?|images?|videos?|voice|audio|documents?)(/|$)|\.(db|db3|sqlite3?|xml|crypt\d*|realm|"
                   r"log|txt|dat|key)$")  # fmt: skip
"""What paths of an app's own files look like."""
_SOUGHT = ("path", "pattern", "glob")


def rulefiles(
    facts: Facts, traces: Traces, knowledge: Knowledge, closed: Sequence[Sealed], code: OwnCode | None = None
) -> list[RuleFile]:
    """Every file of rules, ids `U-1`, `U-2` …; those that name known products first."""
    products = Products(knowledge)
    shut = {one.part: one for one in closed}
    own = facts.manifest.package if facts.manifest is not None else None
    names = {p.full_path.rpartition("!/")[2].removeprefix("assets/") for p in facts.parts}
    readers = Readers(facts, traces, code)
    found = []
    for part in candidates(facts):
        if scripts.is_commands(facts.parts.blob(part.number).bytes()):
            continue
        best = _best(part, facts.parts.blob(part.number).bytes(), products, own, names)
        if best is not None:
            found.append(_file(facts, part, best, products, shut, readers))
    found.sort(key=lambda f: (not f.products, f.part))
    return [f.model_copy(update={"id": f"U-{n}"}) for n, f in enumerate(found, 1)]


Judged = tuple[Table, list[RuleColumn]]


def _best(part: Part, data: bytes, products: Products, own: str | None, names: set[str]) -> Judged | None:
    """The way of taking a file apart that explains the most cells; None where none makes rules of it."""
    best: tuple[float, Judged] | None = None
    for table in tables(part, data):
        _without_header(table, products)
        columns = _columns(table, products)
        if not _are_rules(table, columns, products, own, names):
            continue
        told = sum(c.share for c in columns if c.role in (*_SOUGHT, "package", "hash", "extension", "mode", "size"))
        score = told * len(table.rows) - 0.2 * len(table.rows) * sum(c.role == "unknown" for c in columns)
        if best is None or score > best[0]:
            best = score, (table, columns)
    return best[1] if best is not None else None


def _columns(table: Table, products: Products) -> list[RuleColumn]:
    width = max((len(r) for r in table.rows), default=0)
    made = []
    for number in range(width):
        values = [r[number][:MOST_CELL] if number < len(r) else "" for r in table.rows]
        found = role(values, products.known)
        header = table.header[number] if number < len(table.header) else ""
        made.append(RuleColumn(number=number + 1, role=found.id, header=visible(header), share=found.share))
    if len(set(table.sections)) > 1:
        made.append(RuleColumn(number=width + 1, role=_section(table, products), share=1.0))
        table.rows = [[*row, section] for row, section in zip(table.rows, table.sections, strict=True)]
        table.sections = []
    return made


def _section(table: Table, products: Products) -> str:
    """Names of sections may be the packages that their lines are about."""
    return "package" if role(table.sections, products.known).id == "package" else "section"


def _without_header(table: Table, products: Products) -> None:
    """The first line names columns where it has none of the forms that the lines below it have."""
    if table.header or len(table.rows) <= FEWEST or table.mark == "":
        return
    first, below = table.rows[0], table.rows[1:]
    roles = [role([r[n][:MOST_CELL] for r in below if n < len(r)], products.known) for n in range(len(first))]
    formed = [n for n, one in enumerate(roles) if one.id not in ("label", "unknown")]
    if formed and not any(role([first[n]], products.known).id == roles[n].id for n in formed if first[n]):
        table.header = tuple(first)
        table.rows, table.places, table.reads = below, table.places[1:], table.reads[1:]
        table.sections = table.sections[1:]


def _are_rules(table: Table, columns: list[RuleColumn], products: Products, own: str | None, names: set[str]) -> bool:
    held = {c.role: c.number - 1 for c in reversed(columns)}
    if len(table.rows) < FEWEST:
        return False
    if "hash" in held and "size" in held:
        return len(table.rows) >= FEWEST_HASHES
    paths = _of(table, held.get("path"))
    if paths and sum(p.lstrip("/") in names for p in paths) > 0.3 * len(paths):
        return False  # files of the package itself
    packages = _of(table, held.get("package"))
    if packages and any(r in held for r in (*_SOUGHT, "extension")):
        if all(p == own for p in packages):
            return False
        known = sum(map(products.known, packages)) >= max(1, 0.1 * len(packages))
        kept = sum(on_phone(p) or _KEPT.search(p) is not None for p in paths)
        return known or (bool(paths) and kept >= 0.5 * len(paths))
    there = sum(on_phone(p) or products.of_path(p)[0] is not None for p in paths)
    return bool(paths) and there >= 0.6 * len(paths)


def _of(table: Table, column: int | None) -> list[str]:
    return [r[column] for r in table.rows if column < len(r) and r[column]] if column is not None else []


def _file(
    facts: Facts, part: Part, judged: Judged, products: Products, shut: dict[str, Sealed], readers: Readers
) -> RuleFile:
    table, columns = judged
    whole = facts.part(part.parent) if part.came_out and part.parent is not None else part
    sealed = shut.get(whole.full_path) if part.came_out else None
    rules: list[FileRule] = []
    named: dict[str, None] = {}
    ordered = sorted(range(len(columns)), key=lambda n: columns[n].role != "package")
    for place, row in zip(table.places, table.rows, strict=True):
        cells = [row[n] if n < len(row) else "" for n in ordered]
        says, whose = say(cells, [columns[n] for n in ordered], products)
        named |= dict.fromkeys(whose)
        if len(rules) < MOST_RULES:
            told = tuple(visible(c[:MOST_CELL]) for c in row)
            rules.append(FileRule(place=place, cells=told, products=whose, says=visible(says)))
    code = list(readers.of(whole))
    stem = whole.path.rpartition("/")[2]
    return RuleFile(
        id="U-0",
        part=part.full_path,
        name=visible(f"{stem}: {table.name}" if table.name else stem),
        form=table.form,
        separator=table.mark,
        sealed=sealed.id if sealed is not None else None,
        columns=tuple(columns),
        rules=tuple(rules),
        count=max(table.count, len(table.rows)),
        others=table.others,
        products=tuple(named),
        read_by=tuple(dict.fromkeys(visible(words) for words, _ in code)),
        strength=Strength.INFERRED,
        reach=sealed.reach if sealed is not None else _reach([s for _, s in code]),
        evidence=(*_lines(facts, part, table), *(sealed.evidence if sealed is not None else ()), *(s for _, s in code)),
    )


def _reach(steps: Sequence[Step]) -> Reach | None:
    order = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
    return min((s.reach for s in steps if s.reach is not None), key=order.index, default=None)


def _lines(facts: Facts, part: Part, table: Table) -> Iterator[Step]:
    for place, reads, row in list(zip(table.places, table.reads, table.rows, strict=True))[:SHOWN]:
        yield Step(
            part=part.full_path,
            part_sha256=part.sha256,
            place=place,
            reads=facts.reads(part.number, place, reads),
            shows=one_line(f"Rule: {'; '.join(c for c in row if c)}"),
        )


def told_as_rules(lists: Sequence[ValueList], rules: Sequence[RuleFile]) -> tuple[ValueList, ...]:
    """The lists, where those of a file that is told as rules are folded."""
    parts = {one.part for one in rules}
    why = {"folded": True, "because": "told as rules"}
    return tuple(
        one.model_copy(update=why) if not one.folded and any(s.part in parts for s in one.evidence) else one
        for one in lists
    )
