"""Arithmetic on the elements of constant arrays, place by place: what a loop computes."""

from __future__ import annotations

from collections.abc import Callable

from sousveil.recover.code import Node

_SIGNS = ("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>")
_LITERAL = ("+", "r-", "*", "/", "%", "&", "|", "^")
_DEEPEST = 24


def counts(index: Node) -> bool:
    """Whether a value is the counter of a loop that begins at 0 and goes up by 1."""
    if index.kind != "any":
        return False
    starts = [c for c in index.children if c.kind == "int" and c.number == 0]
    steps = [c for c in index.children if c.kind == "operation" and sign(c.number) == "+" and _one(c)]
    return len(starts) == 1 and len(steps) == 1 and len(index.children) == 2


def _one(node: Node) -> bool:
    return any(child.kind == "int" and child.number == 1 for child in node.children)


def sign(opcode: int) -> str | None:
    """The operation of a Dalvik opcode between two numbers; `r-` for a constant minus a value."""
    if 0x90 <= opcode <= 0xA5:
        return _SIGNS[(opcode - 0x90) % 11]
    if 0xB0 <= opcode <= 0xC5:
        return _SIGNS[(opcode - 0xB0) % 11]
    if 0xD0 <= opcode <= 0xD7:
        return _LITERAL[opcode - 0xD0]
    if 0xD8 <= opcode <= 0xE2:
        return (*_LITERAL, "<<", ">>", ">>>")[opcode - 0xD8]
    return None


def number(
    node: Node, counter: Node, place: int, bytes_at: Callable[[Node], bytes | None], depth: int = 0
) -> int | None:
    """The value of an expression when the counter is at `place`; None where a part of it is not known."""
    if depth > _DEEPEST:
        return None
    if node == counter or node.kind == "int":
        return place if node == counter else node.number
    if node.kind == "element" or (node.kind == "call" and node.name == "charAt"):
        data = bytes_at(node.children[0])
        at = number(node.children[1], counter, place, bytes_at, depth + 1)
        return data[at] if data is not None and at is not None and 0 <= at < len(data) else None
    if node.kind == "length" or (node.kind == "call" and node.name == "length"):
        data = bytes_at(node.children[0])
        return len(data) if data is not None else None
    if node.kind == "operation" and len(node.children) == 2:
        both = [number(child, counter, place, bytes_at, depth + 1) for child in node.children]
        return _computed(sign(node.number), both[0], both[1])
    return None


def _computed(sign_: str | None, one: int | None, other: int | None) -> int | None:
    """Java's arithmetic of int: 32 bits, division towards zero."""
    if one is None or other is None or sign_ is None or (sign_ in "/%" and other == 0):
        return None
    if sign_ == "/":
        return _int(int(abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)))
    if sign_ == "%":
        return _int(abs(one) % abs(other) * (1 if one >= 0 else -1))
    made = {
        "+": one + other, "-": one - other, "r-": other - one, "*": one * other, "&": one & other, "|": one | other,
        "^": one ^ other, "<<": one << (other & 31), ">>": one >> (other & 31),
        ">>>": (one & 0xFFFFFFFF) >> (other & 31),
    }  # fmt: skip
    return _int(made[sign_])


def _int(value: int) -> int:
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >= 1 << 31 else value
