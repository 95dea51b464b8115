"""Dex files to facts: every dex of the sample, merged by name in the order Android loads them."""

import re

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.model.parts import Oddity, Part, RawGap
from sousveil.read import written

_CLOSES = "Open the same offset with dexdump or another reader; the bytes there are damaged or altered on purpose."


def read(facts: Facts) -> None:
    """Fills `facts.code` and the tables of code. Nothing is done when the sample holds no code."""
    files = sorted((p for p in facts.parts if p.kind == "dex"), key=loading_order)
    loaded = any(loading_order(p)[1] == 0 and loading_order(p)[0] == 0 for p in files)
    # Code as text goes before bytecode that Android would not load: a tree's assets may hold some.
    if (not loaded and written.read(facts)) or not files:
        return
    builder = core.CodeBuilder()
    for part in files:
        builder.add_dex(part.number, facts.parts.blob(part.number))
    code = builder.finish()
    facts.code = code
    for name in code.tables:
        facts.tables[name] = code.table(name)
    facts.oddities += [Oddity(*row) for row in code.oddities()]
    facts.gaps += [RawGap(*row, _CLOSES) for row in code.gaps()]


def loading_order(part: Part) -> tuple[int, int, int, str]:
    """classes.dex, classes2.dex … of the outermost package first, then nested and loose dex files by path."""
    numbered = re.fullmatch(r"(?:[\w.-]+/dex/)?classes(\d*)\.dex", part.path)
    depth = part.full_path.count("!/")
    return (depth, 0 if numbered else 1, int(numbered[1] or 1) if numbered else 0, part.full_path)
