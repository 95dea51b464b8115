"""Checks of a form: what must be filled in before it goes on, and under which condition that is asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sousveil.recover.code import OwnCode, Use
from sousveil.recover.decisions.going import Going
from sousveil.recover.decisions.places import Place
from sousveil.recover.decisions.terms import alternatives
from sousveil.recover.decisions.wants import Sorter, Want, When

_UP = 2


@dataclass(frozen=True, slots=True)
class Check:
    """A message that comes where something is not filled in."""

    place: Place
    lacks: tuple[Want, ...]
    rest: tuple[Want, ...]
    """What must hold besides: empty where it is always asked."""
    gates: str
    """`send` or `keep`: that is proven to wait for it; empty where it is not."""


class Checks:
    """Finds them among places with their conditions."""

    def __init__(self, own: OwnCode, going: Going, sorter: Sorter, uses: Mapping[int, Sequence[Use]]) -> None:
        self._own = own
        self._going = going
        self._sorter = sorter
        self._uses = uses
        self._passes: dict[int, list[tuple[When, str]]] = {}
        self._asked: dict[int, list[tuple[int, str]]] = {}

    def of(self, places: Iterable[tuple[Place, When]]) -> list[Check]:
        """Every check among the places."""
        found = []
        for place, when in places:
            lacks = tuple(w for w in when.of("lack") if w.term and (w.term.kind == "widget" or not w.leaf.technical))
            if place.how not in ("shown", "returned") or not place.said or not lacks:
                continue
            rest = tuple(want for want in when.wants if want.kind in ("meaning", "shown"))
            found.append(Check(place, lacks, rest, self._gates(place, lacks, rest)))
        return found

    def handed(self, pairs: Iterable[tuple[Place, Want, When]]) -> list[Check]:
        """Checks of the app's own small methods, at the calls that hand them an entry and a message."""
        found = []
        for place, lack, when in pairs:
            rest = tuple(want for want in when.wants if want.kind in ("meaning", "shown"))
            found.append(Check(place, (lack,), rest, self._gates(place, (lack,), rest)))
        return found

    def _gates(self, place: Place, lacks: Sequence[Want], rest: Sequence[Want]) -> str:
        """Whether something goes on only where the lack is no more."""
        if place.several and place.how == "shown":
            return self._passing(place.method, lambda when: any(_without(w, place) for w in when.wants))
        if place.how == "returned":
            return self._asking(place.method)
        return self._above(place.method, [*lacks, *rest])

    def _above(self, method: int, wants: Sequence[Want], up: int = 0) -> str:
        """Whether something goes on only where these do not hold: in this method, else where it is asked, two calls
        up at most."""
        found = self._passing(method, lambda when: _excludes(when, wants))
        for caller, _ in self._own.callers(method)[:8] if not found and up < _UP else ():
            found = found or self._above(caller, wants, up + 1)
        return found

    def _asking(self, method: int) -> str:
        """The same for a method that hands the message to who asks: what goes on where it is empty."""
        best = ""
        for caller, _ in self._own.callers(method)[:8]:
            best = best or self._passing(caller, lambda when: any(self._clear(w, method) for w in when.wants))
        return best

    def _clear(self, want: Want, method: int) -> bool:
        """The condition says that this method found nothing wrong."""
        calls = [n for about in want.leaf.about for n in about.walk() if n.kind == "call"][:20]
        if not any(n.symbol == method for n in calls):
            return False
        good = want.sign in ("is empty", "is null", "is true") or (
            want.sign in ("equals", "==") and want.codes in (("",), ("0",))
        )
        return good

    def _passing(self, method: int, fits: Callable[[When], bool]) -> str:
        if method not in self._passes:
            going = self._going.calls(self._uses.get(method, ()))[:60]
            rows = self._own.conditions([(use.method, use.offset) for use, _ in going], across=False)
            self._passes[method] = [(self._sorter.when(row), does) for row, (_, does) in zip(rows, going, strict=True)]
        found = [does for when, does in self._passes[method] if fits(when)]
        return "send" if "send" in found else found[0] if found else ""


def _excludes(when: When, wants: Sequence[Want]) -> bool:
    """Whether a place cannot be reached where all of these hold: one is undone by what must hold, or by each way."""

    def undone(found: Sequence[Want]) -> bool:
        return any(_undoes(one, want) for one in found for want in wants)

    return undone(when.wants) or any(all(undone(way) for way in ways) for ways in when.either)


def _without(want: Want, place: Place) -> bool:
    """The condition says that none of the messages, of which this is one, was taken."""
    texts = {text for about in want.leaf.about for text in alternatives(about)}
    return want.sign in ("is empty", "is null") and place.said[0].text in texts


def _undoes(want: Want, lack: Want) -> bool:
    """`want` is the other side of the same branch."""
    same = (want.leaf.method, want.leaf.offset) == (lack.leaf.method, lack.leaf.offset)
    return want.undone_by(lack) or (same and want.sign == lack.opposite())
