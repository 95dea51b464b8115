"""Code that stands as text in a published tree: smali and Java, to the same facts as bytecode."""

import re
from pathlib import Path

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.model.lines import decode
from sousveil.model.parts import Oddity, Part, RawGap
from sousveil.read.tree import LARGEST

_FRAMEWORK = Path(__file__).parent.parent / "data" / "framework.bin"
_ABSENT = re.compile(r"the class (.+) is named here and is not in the tree")
NAMED = 40
"""Absent classes that are named; the rest are counted."""
_CLOSES = "Read the file at that line by hand; it is damaged, or of a form we do not read."


def read(facts: Facts) -> bool:
    """Fills `facts.code` and the tables of code from text; False where there is none."""
    files = sorted((p for p in facts.parts if p.kind in ("smali", "java")), key=loading_order)
    if not files:
        return False
    resources = facts.resources.numbers() if facts.resources is not None else []
    builder = core.TextCodeBuilder(core.Framework.load(_FRAMEWORK), resources)
    for part in files:
        if part.size > LARGEST:
            detail = f"A text of {part.size:,} bytes; the first {LARGEST:,} were read."
            facts.gaps.append(RawGap(part.number, "entry", "limit", detail, "Read the rest by hand."))
        blob = facts.parts.blob(part.number).slice(0, LARGEST)
        if part.kind == "smali":
            builder.add_smali(part.number, blob)
        else:
            # Java may be written in any encoding; columns count characters of the text as it is decoded here.
            text = decode(blob.bytes(), part.kind, cut=part.size > LARGEST)
            builder.add_java(part.number, core.Blob(text.encode(errors="replace")))
    code = builder.finish()
    facts.code = code
    for name in code.tables:
        facts.tables[name] = code.table(name)
    facts.oddities += [Oddity(*row) for row in code.oddities()]
    _gaps(facts, code)
    for part in facts.parts:
        if part.kind == "dex":
            detail = "Bytecode beside the code that was read as text: it was not read."
            facts.gaps.append(RawGap(part.number, "entry", "unsupported", detail, "Audit it as a sample of its own."))
    return True


def _gaps(facts: Facts, code: core.Code) -> None:
    """What could not be read, by line. Classes that are named and not there are told together."""
    absent: list[str] = []
    for part, place, cause, detail in code.gaps():
        named = _ABSENT.fullmatch(detail)
        if named:
            absent.append(named[1])
        else:
            at = f"text:{place}" if re.fullmatch(r"\d+:\d+", place) else place
            facts.gaps.append(RawGap(part, at, cause, detail, _CLOSES))
    if absent:
        some = ", ".join(sorted(absent)[:NAMED]) + (" …" if len(absent) > NAMED else "")
        facts.gaps.append(
            RawGap(
                0,
                "entry",
                "missing",
                f"{len(absent)} classes that the code names are neither in the folder nor Android's: {some}",
                "Get the missing files, or the app's package itself.",
            )
        )


def loading_order(part: Part) -> tuple[int, int, str]:
    """smali before Java; smali/, smali_classes2/ … in the order Android loads what they were."""
    folder = re.search(r"(?:^|/)smali(?:_classes(\d+))?/", part.path)
    number = int(folder[1] or 1) if folder else 1000
    return (part.kind != "smali", number, part.full_path)
