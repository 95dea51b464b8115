"""What must stand at a step of a flow path, by its kind. See docs/evidence.md, "Steps of a data flow"."""

from collections.abc import Callable
from dataclasses import dataclass

from sousveil.verify import dalvik
from sousveil.verify.dalvik import Body, Insn, Undecodable
from sousveil.verify.dex import Dex


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A row of the table `steps`, with the method as text such as `Lx/A;->m(I)V`. Offsets count bytes."""

    kind: str
    method: str
    offset: int | None
    from_reg: int = -1
    to_reg: int = -1
    from_path: str = ""
    to_path: str = ""
    symbol: str = ""
    part: int | None = None
    """Number of the part that defines the method, where that is known."""

    def __str__(self) -> str:
        where = self.method if self.offset is None else f"{self.method} +{self.offset:#x}"
        return f"{self.kind} v{self.from_reg}{self.from_path} to v{self.to_reg}{self.to_path} {self.symbol} at {where}"


class Wrong(Exception):
    """What stands there instead."""


def member(symbol: str) -> str:
    """Name and type: the class may be one that inherits the member."""
    return symbol.partition("->")[2]


def signature(method: str) -> str:
    """Name and parameter types: what an override shares."""
    return member(method).rpartition(")")[0]


def parameter(body: Body, register: int) -> None:
    if not body.registers - body.ins <= register < body.registers:
        raise Wrong(f"the parameters stand in v{body.registers - body.ins} to v{body.registers - 1}")


def shown(dex: Dex, insn: Insn) -> str:
    registers = ", ".join(f"v{r}" for r in insn.regs)
    try:
        named = symbol_of(dex, insn)
    except Undecodable:
        named = ""
    return f"opcode {insn.op:#04x} {{{registers}}} {named}".rstrip()


def symbol_of(dex: Dex, insn: Insn) -> str:
    if insn.op in dalvik.INVOKES and insn.op not in (0xFC, 0xFD):
        return dex.method(insn.index)
    if insn.op in dalvik.IGET or insn.op in dalvik.IPUT or insn.op in dalvik.SGET or insn.op in dalvik.SPUT:
        return dex.field(insn.index)
    if insn.op in (0x1A, 0x1B):
        return dex.string(insn.index)
    if insn.op in (0x1C, 0x1F, 0x20, 0x22, 0x23) or insn.op in dalvik.NEW_ARRAYS:
        return dex.type(insn.index)
    return ""


def invoked(step: FlowStep, dex: Dex, insn: Insn) -> None:
    if insn.op not in dalvik.INVOKES or symbol_of(dex, insn) != step.symbol:
        raise Wrong(f"{shown(dex, insn)} stands there")


def named(step: FlowStep, dex: Dex, insn: Insn) -> None:
    """A symbol that is given stands there."""
    if step.symbol and symbol_of(dex, insn) != step.symbol:
        raise Wrong(f"{shown(dex, insn)} stands there")


def agree(step: FlowStep) -> None:
    if step.from_path != step.to_path:
        raise Wrong("the value goes on whole, but its paths differ")


def gives(body: Body, insn: Insn) -> set[int]:
    """Registers in which an instruction gives something out: a result, one written, or an argument."""
    result = body.result(insn.offset) if insn.op in dalvik.INVOKES | dalvik.NEW_ARRAYS else None
    places = {insn.writes, *(result.regs if result is not None else ())}
    if insn.op in dalvik.INVOKES:
        places.update(insn.regs)
    return places - {-1}


def given(step: FlowStep, body: Body, insn: Insn) -> None:
    """What the instruction gives out stands in `to_reg`."""
    if step.to_reg not in gives(body, insn):
        raise Wrong("the instruction gives nothing out in that register")


def _source(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    if symbol_of(dex, insn) != step.symbol or not step.symbol:
        raise Wrong(f"{shown(dex, insn)} stands there")
    given(step, body, insn)


def _assign(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    # Of a table that the datum is the index of, what is taken out tells the datum.
    asked = insn.op in dalvik.AGET and step.from_reg == insn.regs[2]
    moved = insn.op in dalvik.ASSIGNS and step.from_reg in insn.reads
    if not (asked or moved) or step.to_reg != insn.regs[0]:
        raise Wrong(f"{shown(dex, insn)} stands there")
    agree(step)


def _field(step: FlowStep, dex: Dex, insn: Insn, ops: range, registers: tuple[int, ...]) -> str:
    if insn.op not in ops or symbol_of(dex, insn) != step.symbol:
        raise Wrong(f"{shown(dex, insn)} stands there")
    if (step.from_reg, step.to_reg) != registers:
        raise Wrong(f"{shown(dex, insn)} has other registers")
    return "." + member(step.symbol).partition(":")[0]


def _off(step: FlowStep, *firsts: str) -> None:
    """A load takes the first element off the path; all of a tainted object is tainted."""
    whole = step.from_path == "" == step.to_path
    if not whole and not any(step.from_path == first + step.to_path for first in firsts):
        raise Wrong(f"loading {firsts[0]} from there does not give {step.to_path!r}")


def _on(step: FlowStep, *firsts: str) -> None:
    """A store puts an element before the path; a path too long is cut at its end."""
    for first in firsts:
        if step.to_path == first + step.from_path:
            return
        if (
            step.to_path.startswith(first)
            and (first + step.from_path).startswith(step.to_path)
            and _depth(step.to_path) >= 3
        ):
            return
    raise Wrong(f"storing into {firsts[0]} does not give {step.to_path!r}")


def _depth(path: str) -> int:
    """Elements of a path; text between quotes may hold the marks."""
    depth, quoted = 0, False
    for char in path:
        quoted ^= char == '"'
        depth += not quoted and char in ".["
    return depth


def _element(path: str) -> str:
    """The first element of a path, when it is one of an array."""
    return path[: path.find("]") + 1] if path.startswith("[") else "[]"


def _load(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    regs = insn.regs
    _off(step, _field(step, dex, insn, dalvik.IGET, (regs[1], regs[0]) if len(regs) > 1 else ()))


def _store(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    _on(step, _field(step, dex, insn, dalvik.IPUT, insn.regs))


def _static_load(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    name = _field(step, dex, insn, dalvik.SGET, (-1, *insn.regs))
    if step.from_path != step.to_path:
        _off(step, name)


def _static_store(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    # An object that was taken out of the field and changed is changed in the field.
    ops = dalvik.SGET if insn.op in dalvik.SGET and step.from_path else dalvik.SPUT
    name = _field(step, dex, insn, ops, (*insn.regs, -1))
    if step.from_path != step.to_path:
        _on(step, name)


def _array_load(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    if insn.op not in dalvik.AGET or (step.from_reg, step.to_reg) != (insn.regs[1], insn.regs[0]):
        raise Wrong(f"{shown(dex, insn)} stands there")
    _off(step, _element(step.from_path))


def _array_store(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    if insn.op in dalvik.NEW_ARRAYS:
        result = body.result(insn.offset)
        right = step.from_reg in insn.regs and result is not None and result.regs[0] == step.to_reg
    else:
        right = insn.op in dalvik.APUT and (step.from_reg, step.to_reg) == insn.regs[:2]
    if not right:
        raise Wrong(f"{shown(dex, insn)} stands there")
    _on(step, _element(step.to_path))


def _model(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    invoked(step, dex, insn)
    if step.from_reg not in insn.regs:
        raise Wrong(f"{shown(dex, insn)} is not given that register")
    given(step, body, insn)


def _alias(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    named(step, dex, insn)
    result = body.result(insn.offset) if insn.op in dalvik.INVOKES else None
    registers = {*insn.regs, *(result.regs if result is not None else ())}
    if step.from_reg not in registers or step.to_reg not in registers:
        raise Wrong(f"{shown(dex, insn)} does not have both registers")
    if insn.op in dalvik.MOVES or insn.op == dalvik.CHECK_CAST:
        agree(step)
    elif insn.op in dalvik.IGET or insn.op in dalvik.IPUT:
        _on(step, "." + member(dex.field(insn.index)).partition(":")[0])
    elif insn.op not in dalvik.INVOKES and insn.op not in dalvik.AGET and insn.op not in dalvik.APUT:
        raise Wrong(f"{shown(dex, insn)} stands there")


def _branch(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    if insn.op not in dalvik.BRANCHES or step.from_reg not in insn.regs:
        raise Wrong(f"{shown(dex, insn)} stands there")


def _sink(step: FlowStep, dex: Dex, body: Body, insn: Insn) -> None:
    if (insn.op in dalvik.INVOKES or step.symbol) and symbol_of(dex, insn) != step.symbol:
        raise Wrong(f"{shown(dex, insn)} stands there")
    if step.from_reg not in insn.reads and not written_later(step, body):
        raise Wrong(f"{shown(dex, insn)} does not read that register")


def written_later(step: FlowStep, body: Body) -> bool:
    """A sink that gives out an object (a stream), into which the datum is written afterwards: what the call returns,
    or what a constructor makes."""
    insn = body.insns.get(step.offset) if step.kind == "sink" and step.offset is not None else None
    if insn is None or insn.op not in dalvik.INVOKES:
        return False
    if step.from_reg in insn.regs:
        return step.from_reg == insn.regs[0] and "-><init>(" in step.symbol
    result = body.result(insn.offset)
    return result is not None and step.from_reg == result.regs[0]


KINDS: dict[str, Callable[[FlowStep, Dex, Body, Insn], None]] = {
    "source": _source,
    "assign": _assign,
    "load": _load,
    "store": _store,
    "static_load": _static_load,
    "static_store": _static_store,
    "array_load": _array_load,
    "array_store": _array_store,
    "model": _model,
    "default": _model,
    "alias": _alias,
    "branch": _branch,
    "sink": _sink,
}
