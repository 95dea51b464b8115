"""Native files to facts: every ELF anywhere in the sample."""

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.model.parts import Oddity, RawGap

TABLES = ("native_files", "native_jni", "native_needed", "native_strings", "native_symbols")
_CLOSES = "Open the same offset with readelf or a disassembler; the bytes there are damaged or altered on purpose."


def read(facts: Facts) -> None:
    """Fills the tables of native code."""
    natives = core.Natives()
    for part in facts.parts:
        if part.kind == "elf":
            natives.add(part.number, facts.parts.blob(part.number).bytes())
    for name in TABLES:
        facts.tables[name] = natives.table(name)
    facts.oddities += [Oddity(*row) for row in natives.oddities()]
    facts.gaps += [RawGap(*row, _CLOSES) for row in natives.gaps()]
