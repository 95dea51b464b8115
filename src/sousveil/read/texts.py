"""Text parts line by line: configuration, JSON, HTML, scripts and notes that lie in the package."""

import re
from collections.abc import Iterator

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.model.lines import decode, split
from sousveil.model.parts import Part, RawGap
from sousveil.model.tables import Column, TableSpec

KINDS = frozenset(
    (
        *("text", "text_gbk", "text_utf16", "text_latin1", "json", "xml", "html", "css"),
        *("javascript", "properties", "script", "pem"),
    )
)
SIGNATURE_FILES = re.compile(r"META-INF/[^/]+\.(MF|SF)", re.IGNORECASE)
"""Lists of entries and their hashes, made by the signing tool: the reader of signatures reads them."""
LARGEST = 16 << 20
RUN = 4_096
"""A longer line is cut into runs of this many characters that overlap by `OVERLAP`."""
OVERLAP = 256

TEXTS = TableSpec(
    "texts",
    "Lines of the text parts. Long lines (minified scripts) come in overlapping runs.",
    (
        Column("part", "u32", "Number of the part."),
        Column("line", "u32", "Line, from 1."),
        Column("column", "u32", "Character in the line where this run starts, from 1."),
        Column("value", "text", "The text."),
    ),
)


def read(facts: Facts) -> None:
    """Fills the table `texts`."""
    rows: list[tuple[int, int, int, str]] = []
    for part in facts.parts:
        if part.kind not in KINDS or SIGNATURE_FILES.fullmatch(part.path):
            continue
        if part.size > LARGEST:
            facts.gaps.append(_too_large(part))
        data = facts.parts.blob(part.number).bytes()[:LARGEST]
        rows += ((part.number, *run) for run in runs(decode(data, part.kind, cut=part.size > LARGEST)))
    named = [(c.name, c.kind, [row[place] for row in rows]) for place, c in enumerate(TEXTS.columns)]
    facts.tables["texts"] = core.Table.build(TEXTS.name, named)


def runs(text: str) -> Iterator[tuple[int, int, str]]:
    """(line, column, run) for every line that is not blank."""
    for number, line in enumerate(split(text), 1):
        if not line.strip():
            continue
        for start in range(0, max(1, len(line) - OVERLAP), RUN - OVERLAP):
            yield number, start + 1, line[start : start + RUN]


def _too_large(part: Part) -> RawGap:
    return RawGap(
        part.number,
        "entry",
        "limit",
        f"A text of {part.size:,} bytes; the first {LARGEST:,} were read.",
        "Unpack it and read the rest by hand.",
    )
