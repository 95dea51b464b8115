"""Code that stands as text in a published tree: smali and Java, to the same facts as bytecode."""

import re

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.model.parts import Oddity, Part, RawGap
from sousveil.read.tree import LARGEST

_CLOSES = "Read the file at that line by hand; it is damaged, or of a form we do not read."


def read(facts: Facts) -> bool:
    """Fills `facts.code` and the tables of code from text; False where there is none."""
    files = sorted((p for p in facts.parts if p.kind in ("smali", "java")), key=loading_order)
    if not files:
        return False
    builder = core.TextCodeBuilder()
    for part in files:
        if part.size > LARGEST:
            detail = f"A text of {part.size:,} bytes; the first {LARGEST:,} were read."
            facts.gaps.append(RawGap(part.number, "entry", "limit", detail, "Read the rest by hand."))
        blob = facts.parts.blob(part.number).slice(0, LARGEST)
        if part.kind == "smali":
            builder.add_smali(part.number, blob)
    code = builder.finish()
    facts.code = code
    for name in code.tables:
        facts.tables[name] = code.table(name)
    facts.oddities += [Oddity(*row) for row in code.oddities()]
    facts.gaps += [RawGap(*row, _CLOSES) for row in code.gaps()]
    for part in facts.parts:
        if part.kind == "dex":
            detail = "Bytecode beside the code that was read as text: it was not read."
            facts.gaps.append(RawGap(part.number, "entry", "unsupported", detail, "Audit it as a sample of its own."))
    return True


def loading_order(part: Part) -> tuple[int, int, str]:
    """smali before Java; smali/, smali_classes2/ … in the order Android loads what they were."""
    folder = re.search(r"(?:^|/)smali(?:_classes(\d+))?/", part.path)
    number = int(folder[1] or 1) if folder else 1000
    return (part.kind != "smali", number, part.full_path)
