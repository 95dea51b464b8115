"""Whether a value that one instruction leaves in a register is what another finds in one.

A search over (offset, register): a value stays until its register is overwritten, and a move copies it.
"""

from collections.abc import Iterable

from sousveil.verify.dalvik import MOVES, Body, Insn

State = tuple[int, int]
"""Just before the instruction at this offset, the value stands in this register."""

MOST_STATES = 200_000


class TooLarge(Exception):
    """The method has more paths than are searched."""


def after(body: Body, offset: int, registers: Iterable[int]) -> list[State]:
    """The states on all ways on from an instruction."""
    return [(following, register) for following in body.next.get(offset, ()) for register in registers]


def _held(insn: Insn, register: int) -> list[int]:
    """Where a value is after an instruction that finds it in a register."""
    kept = [] if insn.overwrites(register) else [register]
    return [*kept, insn.regs[0]] if insn.op in MOVES and insn.regs[1] == register else kept


def spread(body: Body, start: Iterable[State]) -> set[State]:
    """Every state that a value gets to."""
    seen = set(start)
    todo = list(seen)
    while todo:
        offset, register = todo.pop()
        insn = body.insns.get(offset)
        if insn is None:
            continue
        on = after(body, offset, _held(insn, register))
        # An instruction that throws has written nothing.
        on += [(handler, register) for handler in body.handlers(offset)]
        for state in on:
            if state not in seen:
                seen.add(state)
                todo.append(state)
        if len(seen) > MOST_STATES:
            raise TooLarge
    return seen


def origins(body: Body, state: State) -> tuple[list[State], set[int]]:
    """Where the value before an instruction may come from: states just after each write of it, and parameters."""
    seen = {state}
    todo = [state]
    starts: list[State] = []
    entry: set[int] = set()
    while todo:
        offset, register = todo.pop()
        if offset == 0:
            entry.add(register)
        for come, thrown in body.before.get(offset, ()):
            insn = body.insns[come]
            source = register
            if not thrown and insn.overwrites(register):
                if insn.op not in MOVES:
                    starts.append((offset, register))
                    continue
                source = insn.regs[1]
            if (come, source) not in seen:
                seen.add((come, source))
                todo.append((come, source))
        if len(seen) > MOST_STATES:
            raise TooLarge
    return starts, entry


def same(body: Body, offset: int, register: int) -> set[int]:
    """Registers that, before an instruction, may hold the very object that this one holds."""
    starts, entry = origins(body, (offset, register))
    everywhere = spread(body, [*starts, *((0, one) for one in entry)])
    return {register, *(one for at, one in everywhere if at == offset)}
