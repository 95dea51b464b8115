"""Conditions in words, and the places they stand at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from sousveil.model import spots
from sousveil.model.evidence import Reach, Role, Step
from sousveil.model.facts import Facts
from sousveil.model.text import one_line, visible
from sousveil.recover.code import Leaf
from sousveil.recover.decisions.places import Place, Said
from sousveil.recover.decisions.terms import Term
from sousveil.recover.decisions.wants import EQUAL, NEGATED, Want, Ways

_MOST_TEXTS = 4
_CHOICE = {"ticked": "ticked", "chosen": "chosen", "typed": "filled in"}


class Phrases:
    """Says comparisons; `named` names what is compared, `option` a widget that a choice stands for."""

    def __init__(
        self,
        named: Callable[[Term], str] = lambda term: f"`{term.name}`",
        option: Callable[[str], str | None] = lambda code: None,
    ) -> None:
        self._named = named
        self._option = option

    def __call__(self, want: Want) -> str:
        """A comparison in words."""
        term = want.term
        if term is None:
            return want.leaf.text
        name = self._named(term)
        if term.kind == "choice":
            return f"{name} is {'' if want.sign in EQUAL else 'not '}chosen"
        if term.kind == "widget" and (said := _state(want, name)):
            return said
        if want.role:
            name = f"the role or privilege {name}"
        if term.outside == "answer":
            name = f"{name} in the answer"
        if want.kind in ("lack", "filled"):
            return f"{name} is {'not ' if want.kind == 'lack' else ''}there"
        if term.kind == "widget" and term.state == "chosen":
            name = f"the choice in {name}"
        return f"{name} {self.compared(want)}"

    def compared(self, want: Want) -> str:
        """`is 3`, `is not 1 or 2`, `contains «x»`."""
        codes = listed([self._option(code) or (code if _short(code) else f"«{code}»") for code in want.codes])
        if want.sign in EQUAL:
            return f"is {codes}" if codes else "is equal to another value"
        if want.sign in NEGATED:
            return f"is not {codes}" if codes else "is not equal to another value"
        return f"{want.sign} {codes}".strip()

    def all(self, wants: Iterable[Want], either: Iterable[Ways] = ()) -> str:
        """All of them, joined by `and`."""
        said = [self(want) for want in wants]
        for ways in either:
            each = [" and ".join(dict.fromkeys(map(self, way))) for way in ways]
            said.append(f"({' or '.join(dict.fromkeys(each))})")
        return " and ".join(dict.fromkeys(said))

    def needed(self, wants: Sequence[Want]) -> str:
        """What would satisfy a check: one of what is missing is enough."""
        states: dict[str, dict[str, None]] = {}
        for want in map(filled, wants):
            name = self._named(want.term) if want.term is not None else ""
            said = self(want)
            state = said.removeprefix(name) if name and said.startswith(name) else said
            states.setdefault(state, {})[name if state != said else ""] = None
        return " or ".join(_together(list(names), state) for state, names in states.items())


def _together(names: Sequence[str], state: str) -> str:
    if len(names) < 2:
        return f"{names[0] if names else ''}{state}"
    return f"one of {', '.join(names[:-1])} and {names[-1]}{state}"


def filled(want: Want) -> Want:
    """The other side of a lack: what must be."""
    return Want("filled", want.term, want.opposite() or want.sign, want.codes, want.leaf)


def _state(want: Want, name: str) -> str:
    """What is said of a widget; nothing where it is compared with a code."""
    term = want.term
    if term is None:
        return ""
    ticked = term.state == "ticked" and want.sign in ("is true", "is false")
    if want.kind in ("lack", "filled") or ticked:
        word = _CHOICE.get(term.state, "filled in")
        return f"{name} is {'not ' if want.kind == 'lack' or want.sign == 'is false' else ''}{word}"
    if term.state == "shown":
        shown = (want.sign in EQUAL) == (want.codes[:1] == ("0",)) if want.codes else want.sign == "is true"
        return f"the part {name} is {'shown' if shown else 'hidden'}"
    return ""


def _short(code: str) -> bool:
    return code.isascii() and len(code) <= 24


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}" if words else ""


class Places:
    """Makes the steps of evidence."""

    def __init__(self, facts: Facts, constants: Callable[[int], Mapping[str, int]]) -> None:
        self._facts = facts
        self._constants = constants

    def code(self, method: int, offset: int, shows: str, role: Role, reach: Reach | None) -> Step | None:
        """An instruction."""
        code = self._facts.code
        if code is None or code.method_part(method) is None:
            return None
        spot = spots.instruction(self._facts, method, offset)
        part = self._facts.part(spot.part)
        return Step(
            part=part.full_path,
            part_sha256=part.sha256,
            place=spot.place,
            reads=spot.reads,
            shows=visible(one_line(shows, 200)),
            role=role,
            reach=reach,
        )

    def said(self, place: Place, reach: Reach | None) -> list[Step]:
        """Where the texts of a place stand: constants of the code, and resources by their number."""
        found = []
        for one in place.said[:_MOST_TEXTS]:
            if one.resource is not None:
                found.append(self._resource(one))
            elif (offset := self._constants(place.method).get(one.text)) is not None and offset != place.offset:
                found.append(self.code(place.method, offset, f"The text «{one.text}»", Role.CONTEXT, reach))
        return [step for step in found if step is not None]

    def _resource(self, said: Said) -> Step | None:
        number = self._parts.get(said.resource or 0)
        part = self._facts.part(number) if number is not None else None
        if part is None or not part.full_path.endswith((".arsc", ".pb")):
            return None
        config = f"@{said.config}" if said.config else ""
        return Step(
            part=part.full_path,
            part_sha256=part.sha256,
            place=f"res:0x{said.resource:08x}{config}",
            reads=said.text,
            shows=visible(one_line(f"The text «{said.text}»", 200)),
            role=Role.CONTEXT,
        )

    @cached_property
    def _parts(self) -> dict[int, int]:
        """Resource → the part that holds it."""
        table = self._facts.tables.get("resources")
        return dict(zip(table.column("id"), table.column("part"), strict=True)) if table is not None else {}

    def leaf(self, leaf: Leaf, shows: str, reach: Reach | None) -> Step | None:
        """A branch."""
        return self.code(leaf.method, leaf.offset, f"Asks whether {shows}", Role.CONTEXT, reach)
