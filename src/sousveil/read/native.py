"""Native files to facts: every ELF anywhere in the sample."""

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.model.parts import Oddity, RawGap

TABLES = ("native_files", "native_jni", "native_needed", "native_strings", "native_symbols")
CODE_TABLES = ("native_calls", "native_functions", "native_registered", "native_string_uses")
_CLOSES = "Open the same offset with readelf or a disassembler; the bytes there are damaged or altered on purpose."


def read(facts: Facts) -> None:
    """Fills the tables of native code."""
    natives, code = core.Natives(), core.NativeCode()
    for part in facts.parts:
        if part.kind == "elf":
            data = facts.parts.blob(part.number).bytes()
            natives.add(part.number, data)
            # A file that stands in the package twice is read once.
            if part.same_as is None:
                code.add(part.number, data)
    for name in TABLES:
        facts.tables[name] = natives.table(name)
    for name in CODE_TABLES:
        facts.tables[name] = code.table(name)
    facts.oddities += [Oddity(*row) for row in natives.oddities()]
    facts.gaps += [RawGap(*row, _CLOSES) for row in [*natives.gaps(), *code.gaps()]]
