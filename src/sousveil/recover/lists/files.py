"""Lists in assets and raw files: which files are looked at, and by which reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from sousveil.model.evidence import Step
from sousveil.model.facts import Facts
from sousveil.model.parts import Part
from sousveil.model.sealed import Sealed
from sousveil.model.text import one_line
from sousveil.recover.lists import binary, databases, plain, structured
from sousveil.recover.lists.found import Found, Item
from sousveil.recover.lists.table import Rows

MOST_BYTES = 8 << 20
"""Larger files are not looked through."""
MOST_ROWS = 20_000
_PLACES = re.compile(r"(^|/|!/)(assets|res/raw[\w-]*|raw)/")
_SKIPPED = re.compile(
    r"(?i)(^|/)(licen[sc]es?|notices?|third_party\w*|fonts?|shaders?|www|flutter_assets|dexopt|i18n|l10n|locales?)(/|\.|$)"
    r"|\.(html?|js|css|map|ttf|otf|glsl|frag|vert|lottie|svg|prof|profm|md|proto|kotlin_module|version|pem|crt)$"
)

Reader = Callable[[Part, bytes], list[Rows]]
_READERS: dict[str, tuple[Reader, ...]] = {
    "sqlite": (databases.read,),
    "json": (structured.read_json,),
    "xml": (structured.read_xml,),
    "text": (plain.read,),
    "text_gbk": (plain.read,),
    "text_latin1": (plain.read,),
    "text_utf16": (plain.read,),
    "properties": (plain.read,),
    "opaque": (binary.read,),
}


def files(facts: Facts, closed: Sequence[Sealed]) -> list[Found]:
    """The lists of all assets and raw files, and of what came out of sealed ones."""
    shut = {one.part: one for one in closed}
    found: list[Found] = []
    for part in candidates(facts):
        data = facts.parts.read(part.number).bytes()
        for read in _READERS[part.kind]:
            found += [_list(facts, part, rows, shut) for rows in read(part, data)]
    return found


def candidates(facts: Facts) -> Iterator[Part]:
    """Files of assets and raw resources, and what came out of sealed ones, in a form that may hold entries."""
    for part in facts.parts:
        if part.kind not in _READERS or part.same_as is not None or not 8 <= part.size <= MOST_BYTES:
            continue
        if _PLACES.search(part.full_path) and not _SKIPPED.search(part.full_path):
            yield part


def _list(facts: Facts, part: Part, rows: Rows, shut: Mapping[str, Sealed]) -> Found:
    """A list of a part. What came out of a sealed part goes by the name of that, for code names that."""
    items = [Item(r.cells[0] if r.cells else "", list(r.cells[1:])) for r in rows.rows[:MOST_ROWS]]
    steps = [
        Step(
            part=part.full_path,
            part_sha256=part.sha256,
            place=row.place,
            reads=row.reads,
            shows=one_line(f"{rows.entry} {', '.join(c for c in row.cells if c)}"),
        )
        for row in rows.rows[:3]
    ]
    if not steps:
        says = one_line(f"{rows.entry} {', '.join(rows.header)}: no entries follow" if rows.header else "No entries")
        steps = [Step(part=part.full_path, part_sha256=part.sha256, place=rows.place, reads=None, shows=says)]
    whole = facts.part(part.parent) if part.came_out and part.parent is not None else part
    stem = whole.path.rsplit("/", 1)[-1]
    name = f"{stem}: {rows.name}" if rows.name else stem
    form = f"{rows.form}, sealed" if part.came_out else rows.form
    if part.came_out and whole.full_path in shut:
        steps = [*shut[whole.full_path].evidence, *steps]
    made = Found(name, form, items, header=rows.header, evidence=steps, count=rows.count, path=whole.full_path)
    made.empty = not items
    return made
