"""The five instruction sets: how a machine is made ready, and where a function finds its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

BIAS = 0x10000000
"""Where files that may stand anywhere are put."""
STACK, STACK_SIZE = 0x70000000, 0x40000
HEAP, HEAP_SIZE = 0x60000000, 0x100000
BUFFERS, BUFFER_SIZE, MOST_BUFFERS = 0x68000000, 0x1000, 8
TRAPS, TRAP_STEP = 0x7E000000, 16
JAVA = 0x7D000000
STOP = 0x7F000000
THREAD = 0x7C000000
PAGE = 0x1000


@dataclass(frozen=True, slots=True)
class Abi:
    """Calling convention of one instruction set: registers by their names in unicorn."""

    word: int
    arguments: tuple[str, ...]
    result: str
    stack: str
    link: str | None
    """Register of the return address; None where it stands on the stack."""
    back: bytes
    """The instruction that returns."""


_ABIS = {
    "arm": Abi(4, ("R0", "R1", "R2", "R3"), "R0", "SP", "LR", bytes.fromhex("1eff2fe1")),
    "aarch64": Abi(8, tuple(f"X{n}" for n in range(8)), "X0", "SP", "LR", bytes.fromhex("c0035fd6")),
    "x86": Abi(4, (), "EAX", "ESP", None, b"\xc3"),
    "x86_64": Abi(8, ("RDI", "RSI", "RDX", "RCX", "R8", "R9"), "RAX", "RSP", None, b"\xc3"),
}
MACHINES = {(40, 1): "arm", (183, 2): "aarch64", (3, 1): "x86", (62, 2): "x86_64"}
"""(e_machine, class of the file) → name."""


class Arch:
    """One processor of unicorn with the registers of a calling convention. Unicorn is imported here and not before."""

    def __init__(self, name: str) -> None:
        unicorn: Any = import_module("unicorn")
        arm64_const, arm_const, x86_const = unicorn.arm64_const, unicorn.arm_const, unicorn.x86_const

        self.name, self.abi = name, _ABIS[name]
        mode = {
            "arm": (unicorn.UC_ARCH_ARM, unicorn.UC_MODE_ARM, arm_const, "UC_ARM_REG_"),
            "aarch64": (unicorn.UC_ARCH_ARM64, unicorn.UC_MODE_ARM, arm64_const, "UC_ARM64_REG_"),
            "x86": (unicorn.UC_ARCH_X86, unicorn.UC_MODE_32, x86_const, "UC_X86_REG_"),
            "x86_64": (unicorn.UC_ARCH_X86, unicorn.UC_MODE_64, x86_const, "UC_X86_REG_"),
        }[name]
        self.uc: Any = unicorn.Uc(mode[0], mode[1])
        self._constants, self._prefix = mode[2], mode[3]
        self._first = [self._register(r) for r in self.abi.arguments]
        self.stack, self.result = self._register(self.abi.stack), self._register(self.abi.result)
        self.counter = self._register({"x86": "EIP", "x86_64": "RIP"}.get(name, "PC"))
        self._ready()

    def _register(self, name: str) -> int:
        return int(getattr(self._constants, self._prefix + name))

    def _ready(self) -> None:
        """Floating point, and the block of the thread where compilers look for the guard of the stack."""
        self.uc.mem_map(THREAD, PAGE)
        if self.name == "arm":
            self.uc.reg_write(self._register("C1_C0_2"), self.uc.reg_read(self._register("C1_C0_2")) | (0xF << 20))
            self.uc.reg_write(self._register("FPEXC"), 0x40000000)
            self.uc.reg_write(self._register("C13_C0_3"), THREAD)
        elif self.name == "aarch64":
            self.uc.reg_write(self._register("TPIDR_EL0"), THREAD)
        elif self.name == "x86_64":
            self.uc.reg_write(self._register("FS_BASE"), THREAD)
        else:
            self._segment()

    def _segment(self) -> None:
        """Descriptors: 32-bit x86 has no register that holds the base of GS alone. The others begin at 0."""
        table, flat = THREAD + 0x800, 0xFFFF | 0x92 << 40 | 0xCF << 48
        own = 0xFFF | (THREAD & 0xFFFFFF) << 16 | 0x92 << 40 | 0x40 << 48 | (THREAD >> 24) << 56
        self.uc.mem_write(table + 8, own.to_bytes(8, "little") + flat.to_bytes(8, "little"))
        self.uc.reg_write(self._register("GDTR"), (0, table, 23, 0))
        for name in ("SS", "DS", "ES"):
            self.uc.reg_write(self._register(name), 16)
        self.uc.reg_write(self._register("GS"), 8)

    def begin(self, arguments: list[int]) -> None:
        """A fresh stack with the arguments in their places and STOP as the place to go back to."""
        word, count = self.abi.word, len(self._first)
        mask = (1 << (8 * word)) - 1
        top = STACK + STACK_SIZE - 0x1000
        for register, value in zip(self._first, arguments, strict=False):
            self.uc.reg_write(register, value & mask)
        rest = b"".join((v & mask).to_bytes(word, "little") for v in arguments[count:])
        if self.abi.link is not None:
            self.uc.reg_write(self._register(self.abi.link), STOP)
        else:
            top -= word
            rest = STOP.to_bytes(word, "little") + rest
        self.uc.mem_write(top, rest) if rest else None
        self.uc.reg_write(self.stack, top)

    def argument(self, number: int) -> int:
        """An argument, as the function that was just called finds it."""
        if number < len(self._first):
            return int(self.uc.reg_read(self._first[number]))
        pushed = number - len(self._first) + (1 if self.abi.link is None else 0)
        return self.word(int(self.uc.reg_read(self.stack)) + pushed * self.abi.word)

    def word(self, address: int) -> int:
        return int.from_bytes(self.uc.mem_read(address, self.abi.word), "little")

    def variadic(self, held: int, number: int) -> int:
        """An argument behind a `va_list`."""
        if self.name == "x86_64":
            used = int.from_bytes(self.uc.mem_read(held, 4), "little") + 8 * number
            if used < 48:
                return self.word(self.word(held + 16) + used)
            return self.word(self.word(held + 8) + used - 48)
        if self.name == "aarch64":
            used = int.from_bytes(self.uc.mem_read(held + 24, 4), "little", signed=True) + 8 * number
            if used < 0:
                return self.word(self.word(held + 8) + used)
            return self.word(self.word(held) + used)
        return self.word(held + number * self.abi.word)
