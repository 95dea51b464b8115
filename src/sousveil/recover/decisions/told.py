"""Conditions in words, and the places they stand at."""

from collections.abc import Iterable, Sequence

from sousveil.model.evidence import Reach, Role, Step
from sousveil.model.facts import Facts
from sousveil.model.text import one_line, visible
from sousveil.recover.code import Leaf
from sousveil.recover.decisions.places import Place, Said
from sousveil.recover.decisions.wants import EQUAL, NEGATED, Want

_CHOICE = {"ticked": "ticked", "chosen": "chosen", "typed": "filled in"}


def phrase(want: Want) -> str:
    """A comparison in words."""
    term = want.term
    if term is None:
        return want.leaf.text
    name = f"`{term.name}`"
    if term.kind == "widget" and want.kind in ("lack", "filled"):
        word = _CHOICE.get(term.state, "filled in")
        return f"{name} is {'not ' if want.kind == 'lack' else ''}{word}"
    if term.kind == "widget" and term.state == "shown":
        shown = (want.sign in EQUAL) == (want.codes[:1] == ("0",)) if want.codes else want.sign == "is true"
        return f"the part {name} is {'shown' if shown else 'hidden'}"
    if term.outside == "answer":
        name = f"{name} in the answer"
    if want.kind in ("lack", "filled"):
        return f"{name} is {'not ' if want.kind == 'lack' else ''}there"
    if term.kind == "widget" and term.state == "chosen":
        name = f"the choice in {name}"
    return f"{name} {compared(want)}"


def compared(want: Want) -> str:
    """`is 3`, `is not 1 or 2`, `contains «x»`."""
    codes = listed([code if _short(code) else f"«{code}»" for code in want.codes])
    if want.sign in EQUAL:
        return f"is {codes}" if codes else "is equal to another value"
    if want.sign in NEGATED:
        return f"is not {codes}" if codes else "is not equal to another value"
    return f"{want.sign} {codes}".strip()


def _short(code: str) -> bool:
    return code.isascii() and len(code) <= 24


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}" if words else ""


def conditions(wants: Iterable[Want], either: Iterable[tuple[Want, ...]] = ()) -> str:
    """All of them, joined by `and`."""
    said = [phrase(want) for want in wants]
    said += [" or ".join(dict.fromkeys(phrase(want) for want in some)) for some in either]
    return " and ".join(dict.fromkeys(said))


class Places:
    """Makes the steps of evidence."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def code(self, method: int, offset: int, shows: str, role: Role, reach: Reach | None) -> Step | None:
        """An instruction."""
        code = self._facts.code
        number = code.method_part(method) if code is not None else None
        if code is None or number is None:
            return None
        part = self._facts.part(number)
        return Step(
            part=part.full_path,
            part_sha256=part.sha256,
            place=f"code:{code.method_text(method)}+0x{offset:x}",
            reads=code.instruction_text(method, offset),
            shows=visible(one_line(shows, 200)),
            role=role,
            reach=reach,
        )

    def said(self, place: Place, reach: Reach | None) -> list[Step]:
        """Where the texts of a place stand: constants of the code, and resources by their number."""
        found: list[Step | None] = []
        for one in place.said:
            if one.offset is not None and one.offset != place.offset:
                found.append(self.code(place.method, one.offset, _text(one), Role.CONTEXT, reach))
        return [step for step in found if step is not None]

    def leaf(self, leaf: Leaf, shows: str, reach: Reach | None) -> Step | None:
        """A branch."""
        return self.code(leaf.method, leaf.offset, f"Asks whether {shows}", Role.CONTEXT, reach)


def _text(said: Said) -> str:
    return f"The text «{said.text}»"
