"""Counts, strings and opcodes equal those of dexdump (AOSP) and androguard on every dex file of the control group.

One difference in counting, none in facts: both tools list the tables behind switch and fill-array-data instructions as
instructions of their own. We keep them out of `instructions`, because no processor reaches them.
"""

import re
import shutil
import struct
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.oracles.control import NAMES, code_of, dex_files

PAYLOADS = {0x0100, 0x0200, 0x0300}
"""Idents of the three kinds of tables between instructions (Dalvik bytecode, «payload» formats)."""

pytestmark = [pytest.mark.samples, pytest.mark.parametrize("name", NAMES)]


def dexdump(path: Path) -> dict[str, int]:
    """Counts of what dexdump prints of one dex file; it prints an instruction a line, tables among them."""
    counts = dict.fromkeys(["classes", "defined_methods", "defined_fields", "instructions", "lines"], 0)
    instruction = re.compile(r"^[0-9a-f]{6}: .*\|[0-9a-f]{4}: (\S+)")
    member = re.compile(r"^    #\d+ +: \(in ")
    line = re.compile(r"^        0x[0-9a-f]{4} line=\d+")
    kind = "defined_fields"
    with subprocess.Popen(["dexdump", "-d", path], stdout=subprocess.PIPE, text=True, errors="replace") as run:
        for text in run.stdout or ():
            if found := instruction.match(text):
                # `array-data`, `packed-switch-data` and `sparse-switch-data` are tables; `fill-array-data` is none.
                counts["instructions"] += not found[1].endswith("-data") or found[1] == "fill-array-data"
            elif text.startswith("  Class descriptor"):
                counts["classes"] += 1
            elif text.startswith(("  Static fields", "  Instance fields")):
                kind = "defined_fields"
            elif text.startswith(("  Direct methods", "  Virtual methods")):
                kind = "defined_methods"
            elif member.match(text):
                counts[kind] += 1
            elif line.match(text):
                counts["lines"] += 1
    return counts


@pytest.mark.skipif(not shutil.which("dexdump"), reason="dexdump is not installed")
def test_counts_equal_those_of_dexdump(name: str, tmp_path: Path) -> None:
    for file, data in dex_files(name).items():
        path = tmp_path / file
        path.write_bytes(data)
        code = code_of(data)
        ours, theirs = code.counts(), dexdump(path)
        assert (code.gaps(), code.oddities()) == ([], []), file
        assert {key: ours[key] for key in theirs} == theirs, file
        path.unlink()


def test_the_header_states_the_same_counts(name: str) -> None:
    """A third judge that shares no code with any reader: the table sizes in the file's own header."""
    keys = (
        ("strings", 0x38),
        ("types", 0x40),
        ("protos", 0x48),
        ("fields", 0x50),
        ("methods", 0x58),
        ("classes", 0x60),
    )
    for file, data in dex_files(name).items():
        ours = code_of(data).counts()
        assert {k: ours[k] for k, _ in keys} == {k: struct.unpack_from("<I", data, at)[0] for k, at in keys}, file


def test_androguard_reads_the_same(name: str) -> None:
    """Every string's text, every opcode's count and the counts of members."""
    dex = pytest.importorskip("androguard.core.dex")
    from loguru import logger

    logger.disable("androguard")
    for file, data in dex_files(name).items():
        code = code_of(data)
        ours, theirs = code.counts(), _androguard(dex.DEX(data))
        assert {key: ours[key] for key in theirs["counts"]} == theirs["counts"], file
        assert Counter(code.table("instructions").column("op")) == theirs["opcodes"], file
        assert sorted(code.table("strings").column("value")) == theirs["strings"], file


def _androguard(dex: Any) -> dict[str, Any]:
    methods = [m for c in dex.get_classes() for m in c.get_methods()]
    opcodes = Counter(i.get_op_value() for m in methods if m.get_code() for i in m.get_instructions())
    for table in PAYLOADS:
        del opcodes[table]
    return {
        "counts": {
            "classes": len(list(dex.get_classes())),
            "defined_methods": len(methods),
            "defined_fields": sum(len(c.get_fields()) for c in dex.get_classes()),
            "instructions": opcodes.total(),
        },
        "opcodes": opcodes,
        "strings": sorted(dex.get_strings()),
    }
