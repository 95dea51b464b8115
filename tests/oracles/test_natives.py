"""References to texts against capstone's operands, imports and exports against LIEF, on native files of others.

SOUSVEIL_NATIVES names a folder of native files, such as the unpacked arm64 and armhf packages of Debian; without it, or
without capstone and LIEF, nothing is compared.
"""

import os
import random
from pathlib import Path

import pytest

from sousveil import core

capstone = pytest.importorskip("capstone")
lief = pytest.importorskip("lief")

FOLDER = os.environ.get("SOUSVEIL_NATIVES")
FILES = sorted(p for p in Path(FOLDER).rglob("*") if p.is_file() and not p.is_symlink()) if FOLDER else []
FILES = [p for p in FILES if p.stat().st_size > 100_000 and p.open("rb").read(4) == b"\x7fELF"]
FUNCTIONS = 100
LEAST = 5
pytestmark = pytest.mark.skipif(not FILES, reason="SOUSVEIL_NATIVES names no folder of native files")


class Image:
    """The loaded bytes, by LIEF alone."""

    def __init__(self, path):
        self.file = lief.ELF.parse(str(path))
        self.loads = [
            (s.virtual_address, bytes(s.content)) for s in self.file.segments if s.type == lief.ELF.Segment.TYPE.LOAD
        ]

    def bytes(self, address, size):
        for start, content in self.loads:
            if start <= address < start + len(content):
                return content[address - start : address - start + size]
        return b""

    def text(self, address):
        raw = self.bytes(address, 4096)
        end = raw.find(b"\0")
        try:
            text = raw[:end].decode() if end >= LEAST else ""
        except UnicodeDecodeError:
            return None
        return text if len(text) >= LEAST and all(c.isprintable() or c in "\t\n\r\x1b" for c in text) else None


def a64(image, start, size):
    """Pairs of adrp and add with nothing between them that writes the register or leaves the line."""
    made, page = set(), {}
    disassembler = capstone.Cs(capstone.CS_ARCH_ARM64, capstone.CS_MODE_ARM)
    disassembler.detail = disassembler.skipdata = True
    for i in disassembler.disasm(image.bytes(start, size), start):
        operands = i.operands if i.id else []
        if i.mnemonic == "adrp":
            page[operands[0].reg] = operands[1].imm
            continue
        if i.mnemonic == "adr":
            made.add(operands[1].imm)
        if i.mnemonic == "add" and len(operands) == 3 and operands[2].type == capstone.CS_OP_IMM:
            base = page.get(operands[1].reg)
            if base is not None and operands[2].shift.value == 0:
                made.add(base + operands[2].imm)
        if i.mnemonic in ("bl", "blr", "b", "ret", "br"):
            page.clear()
        elif i.id and not i.mnemonic.startswith(("st", "cmp", "b", "cb", "tb")):
            for register in i.regs_access()[1]:
                page.pop(register, None)
    return made


def arm(image, start, size, thumb):
    """Pairs of a literal and `add pc`."""
    made, held = set(), {}
    mode = capstone.CS_MODE_THUMB if thumb else capstone.CS_MODE_ARM
    disassembler = capstone.Cs(capstone.CS_ARCH_ARM, mode)
    disassembler.detail = disassembler.skipdata = True
    pc = capstone.arm.ARM_REG_PC
    for i in disassembler.disasm(image.bytes(start, size), start):
        operands = i.operands if i.id else []
        counter = i.address + (4 if thumb else 8)
        literal = len(operands) == 2 and operands[1].type == capstone.CS_OP_MEM and operands[1].mem.base == pc
        if i.mnemonic.startswith("ldr") and literal and not operands[1].mem.index:
            held[operands[0].reg] = int.from_bytes(image.bytes((counter & ~3) + operands[1].mem.disp, 4), "little")
        elif i.mnemonic.startswith("add") and operands and pc in [o.reg for o in operands[1:] if o.type == 1]:
            other = [o.reg for o in operands if o.reg != pc]
            if other and other[-1] in held:
                made.add((held.pop(other[-1]) + counter) & 0xFFFFFFFF)
        elif i.id and i.mnemonic in ("bl", "blx", "b", "bx", "pop"):
            held.clear()
    return made


def x86_64(image, start, size):
    disassembler = capstone.Cs(capstone.CS_ARCH_X86, capstone.CS_MODE_64)
    disassembler.detail = True
    made = set()
    for i in disassembler.disasm(image.bytes(start, size), start):
        if i.mnemonic == "lea" and i.operands[1].mem.base == capstone.x86.X86_REG_RIP:
            made.add(i.address + i.size + i.operands[1].mem.disp)
    return made


def ours(path):
    """(functions: address → (size, mode), texts: function → addresses)."""
    code = core.NativeCode()
    code.add(0, path.read_bytes())
    table = code.table("native_functions")
    functions = dict(
        zip(table.column("address"), zip(table.column("size"), table.column("mode"), strict=True), strict=True)
    )
    uses = {}
    table = code.table("native_string_uses")
    for function, string in zip(table.column("function"), table.column("string"), strict=True):
        uses.setdefault(function, set()).add(string)
    return functions, uses


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_texts_that_a_disassembler_sees_are_ours_too(path):
    image = Image(path)
    functions, uses = ours(path)
    large = sorted(a for a, (size, _) in functions.items() if size > 60)
    seen = found = 0
    for start in random.Random(7).sample(large, min(FUNCTIONS, len(large))):
        size, mode = functions[start]
        if mode == "a64":
            made = a64(image, start, size)
        elif mode in ("a32", "t32"):
            made = arm(image, start, size, mode == "t32")
        elif mode == "x86_64":
            made = x86_64(image, start, size)
        else:
            pytest.skip("addresses relative to a register are no operand")
        texts = {a for a in made if image.text(a)}
        seen += len(texts)
        found += len(texts & uses.get(start, set()))
    assert found >= 0.97 * seen, f"{found} of {seen}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_imports_and_exports_are_those_of_lief(path):
    natives = core.Natives()
    natives.add(0, path.read_bytes())
    table = natives.table("native_symbols")
    rows = list(zip(table.column("name"), table.column("direction"), strict=True))
    file = lief.ELF.parse(str(path))
    theirs = {str(s.name) for s in file.dynamic_symbols if s.name and s.shndx == 0}
    assert {name for name, direction in rows if direction == "import"} >= theirs
    exported = {str(s.name) for s in file.exported_symbols if s.name}
    assert {name for name, direction in rows if direction == "export"} >= exported
