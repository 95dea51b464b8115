"""Where something of the code stands: an instruction, a method, a class. The one place that makes such places.

Bytecode gives `code:`, `method:` and `class:` places, code that was read from text line and column.
"""

from dataclasses import dataclass

from sousveil.model.facts import Facts


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a part, and what stands there."""

    part: int
    place: str
    reads: str | None


def instruction(facts: Facts, method: int, offset: int) -> Spot:
    """The instruction `offset` bytes into a method."""
    assert facts.code is not None  # noqa: S101 - a method's number comes from code
    code, part = facts.code, facts.code.method_part(method) or 0
    if code.written and (at := code.position(method, offset)) is not None:
        return _text(facts, part, at)
    return Spot(part, f"code:{code.method_text(method)}+0x{offset:x}", code.instruction_text(method, offset))


def method_itself(facts: Facts, method: int) -> Spot:
    """A method that the sample defines."""
    assert facts.code is not None  # noqa: S101 - a method's number comes from code
    code = facts.code
    part = code.method_part(method)
    if part is None:
        part = code.class_part(code.method_class(method) or "") or 0
    if code.written and (at := code.method_position(method)) is not None:
        return _text(facts, part, at)
    return Spot(part, f"method:{code.method_text(method)}", code.definition_text(method))


def class_itself(facts: Facts, name: str) -> Spot:
    """A class, given by descriptor, that the sample defines."""
    assert facts.code is not None  # noqa: S101 - callers have checked
    code, part = facts.code, facts.code.class_part(name) or 0
    if code.written and (at := code.class_position(name)) is not None:
        return _text(facts, part, at)
    return Spot(part, f"class:{name}", code.class_text(name))


def string(facts: Facts, number: int) -> Spot:
    """A string that no code is known to use."""
    assert facts.code is not None  # noqa: S101 - callers have checked
    part, index = facts.code.string_origin(number) or (0, 0)
    if facts.code.written:
        at = facts.code.string_position(number)
        return Spot(part, "entry", None) if at is None else _text(facts, at[0], at[1:])
    return Spot(part, f"dexstring:{index}", facts.code.string(number))


def _text(facts: Facts, part: int, at: tuple[int, int]) -> Spot:
    place = f"text:{at[0]}:{at[1]}"
    return Spot(part, place, facts.reads(part, place))
