"""Conditions of a place, sorted: what they are about, and what is only how the app runs."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sousveil.recover.code import Condition, Leaf, Node
from sousveil.recover.decisions.terms import Names, Term, alternatives, simple

_OPPOSITE = {
    "==": "!=", "equals": "does not equal", "is true": "is false", "is null": "is not null", "is empty": "is not empty",
    "is one of": "is none of", "contains": "does not contain", "<": ">=", ">": "<=",
    "equals (in any case)": "does not equal (in any case)", "starts with": "does not start with",
    "ends with": "does not end with", "matches": "does not match",
}  # fmt: skip
_OPPOSITE |= {other: one for one, other in _OPPOSITE.items()}
EQUAL = ("==", "equals", "equals (in any case)", "is one of")
NEGATED = ("!=", "does not equal", "does not equal (in any case)", "is none of")
_FILLINGS = {"is empty": "lack", "is null": "lack", "is not empty": "filled", "is not null": "filled"}
_LACKS = ("is empty", "is null", "is false")
_FILLED = ("is not empty", "is not null", "is true")
_PLUMBING = re.compile(
    r"^(id|itemid|what|arg1|arg2|requestcode|resultcode|issuccess|issuccessful|errorcode|errcode|retcode|responsecode"
    r"|msgcode|which|position|keycode|size|length|count|class|isshowing|isfinishing|isadded|isdestroyed|isdetached"
    r"|currentitem|childcount|adapter|activity|context|tag|networkavailable|isnetworkavailable|isconnected|connected"
    r"|debug|itemviewtype|viewtype|progress|orientation)$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"^(code|status|success|ret|error|result|msg|message)$", re.IGNORECASE)
_ANSWER = re.compile(r"(Response|Result|Reply|Resp|Rsp|Http|Net|Base)\w{0,4}$")
"""Names that say how an app runs and nothing about what it is for: of anything, and of the frame of an answer."""


@dataclass(frozen=True, slots=True)
class Want:
    """One comparison. `kind`: meaning, lack (something is not filled in), filled, shown, plumbing or unclear."""

    kind: str
    term: Term | None
    sign: str
    codes: tuple[str, ...]
    leaf: Leaf
    role: bool = False

    @property
    def mark(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes two comparisons the same."""
        if self.term is None:
            return ("?", self.leaf.text, ())
        sign = "==" if self.sign in EQUAL else "!=" if self.sign in NEGATED else self.sign
        return (self.term.key + self.term.state, sign, self.codes)

    def undone_by(self, other: "Want") -> bool:
        """Whether `other` cannot hold together with this."""
        if self.term is None or other.term is None or self.term.key != other.term.key:
            return False
        if self.term.state != other.term.state:
            return False
        if self.sign in EQUAL and other.sign in EQUAL:
            return bool(self.codes and other.codes) and not set(self.codes) & set(other.codes)
        alike = self.codes == other.codes
        return alike and _OPPOSITE.get(self.sign) == other.sign

    def opposite(self) -> str:
        return _OPPOSITE.get(self.sign, "")


Ways = tuple[tuple[Want, ...], ...]


@dataclass(frozen=True, slots=True)
class When:
    """All conditions of a place."""

    wants: tuple[Want, ...] = ()
    """Each must hold."""
    either: tuple[Ways, ...] = ()
    """Of each, one way must hold, and all of it."""
    technical: tuple[str, ...] = ()
    told: bool = True
    """Nothing was cut, and everything has a name."""

    def of(self, *kinds: str) -> list[Want]:
        return [want for want in self.wants if want.kind in kinds]

    @property
    def meaning(self) -> list[Want]:
        """Comparisons about what the app is for; of one value that is settled, not what else it is not."""
        found = self.of("meaning")
        settled = {want.term.key for want in found if want.term and want.sign in EQUAL}
        return [w for w in found if w.term is None or w.sign not in NEGATED or w.term.key not in settled]

    @property
    def leaves(self) -> list[Leaf]:
        return [want.leaf for want in self.all if want.kind != "plumbing"]

    @property
    def all(self) -> list[Want]:
        return [*self.wants, *(want for ways in self.either for way in ways for want in way)]


class Sorter:
    """Sorts conditions. `is_role` says whether words name a role."""

    def __init__(self, names: Names, roles: Callable[[Term], bool]) -> None:
        self._names = names
        self._roles = roles

    def when(self, conditions: Sequence[Condition], way: int = 0) -> When:
        """`way`: up to how many callers up there is only one, so that its conditions hold on every way."""
        wants: list[Want] = []
        either: list[Ways] = []
        technical: list[str] = []
        told = True
        for one in conditions:
            if one.across > way:
                continue
            if one.cut:
                told = False
                continue
            found = [self.want(leaf) for leaf in one.leaves]
            if one.technical:
                technical.append(one.text)
                found = [w for w in found if w.kind in ("lack", "filled") and len(found) == 1]
            if len(found) == 1:
                wants += found
            elif ways := _ways(one, found):
                either.append(ways)
            elif found:
                told = False
                technical.append(one.text)
        kept = _reduced(wants, either)
        told = told and all(w.kind != "unclear" for w in kept[0])
        return When(tuple(dict.fromkeys(kept[0])), tuple(kept[1]), tuple(technical), told)

    def want(self, leaf: Leaf) -> Want:
        """One comparison, sorted."""
        about = leaf.about
        term = next((t for t in map(self._names.term, about) if t is not None), None)
        if term is None:
            term = next((t for node in about if (t := self._names.heard(leaf.method, node)) is not None), None)
        codes = tuple(map(self._names.number, leaf.keys)) or self._codes(about)
        if term is not None and term.state == "ticked" and codes and codes[0].startswith("id/"):
            term = None  # of a group: which button of it
        if term is None and len(codes) == 1 and codes[0].startswith("id/") and not _pressed(leaf):
            name = codes[0].removeprefix("id/")
            term = Term(f"id:{name}", name, "choice", (name,))
        kind = self._kind(term, leaf, codes)
        role = term is not None and kind == "meaning" and self._roles(term)
        return Want(kind, term, leaf.sign, codes, leaf, role)

    def _codes(self, about: Iterable[Node]) -> tuple[str, ...]:
        told = [self._names.constant(node) for node in about]
        return tuple(text for text in told if text is not None)

    def _kind(self, term: Term | None, leaf: Leaf, codes: tuple[str, ...]) -> str:
        if term is None:
            return "plumbing" if leaf.technical or _pressed(leaf) or _no_word_yet(leaf) else "unclear"
        if term.kind in ("choice", "widget"):
            return _of_widget(term, leaf, codes) if term.kind == "widget" else "meaning"
        if leaf.sign in _FILLINGS:
            return "plumbing" if term.kind == "method" else _FILLINGS[leaf.sign]
        if leaf.technical or _is_plumbing(term):
            return "plumbing"
        if term.words[0].startswith("isEmpty") or (codes == ("",)):
            return "lack" if leaf.sign in (*EQUAL, "is true") else "filled"
        return "meaning"


def _no_word_yet(leaf: Leaf) -> bool:
    """A message that is made up in several places is compared with none."""
    return any(alternatives(node) for node in leaf.about) and leaf.sign in (
        "is empty",
        "is null",
        "is not empty",
        "is not null",
    )


def _is_plumbing(term: Term) -> bool:
    word, owner = term.words[0], simple(term.owner)
    if term.kind in ("field", "method") and term.owner.startswith(("Landroid", "Ljava", "Lretrofit", "Lokhttp")):
        return True
    return bool(_PLUMBING.match(word) or (_ANSWERED.match(word) and _ANSWER.search(owner)))


def _of_widget(term: Term, leaf: Leaf, codes: tuple[str, ...]) -> str:
    if term.state == "shown":
        return "shown"
    if leaf.sign in _LACKS or (term.state == "chosen" and leaf.sign in ("==", "<") and codes in (("-1",), ("0",))):
        return "lack"
    if leaf.sign in _FILLED or (
        term.state == "chosen" and leaf.sign in ("!=", ">=", ">") and codes in (("-1",), ("0",))
    ):
        return "filled"
    if codes == ("",):
        return "lack" if leaf.sign in EQUAL else "filled"
    return "meaning"


def _pressed(leaf: Leaf) -> bool:
    """A view or menu item by its number, a counter, something without a name: how the app runs."""
    return "getId()" in leaf.text or "getItemId()" in leaf.text or "counter" in leaf.text


_BETWEEN = re.compile(r"(\)?)( and | or )(\(?)")


def _ways(condition: Condition, wants: Sequence[Want]) -> Ways:
    """The alternatives of a condition that is one `or` of comparisons or of plain `and`s; nothing for another shape.
    Inside a longer text technical comparisons are left out."""
    text = condition.text.removeprefix("(")
    ways: list[list[Want]] = [[]]
    for want in wants:
        if not text.startswith(want.leaf.text):
            if want.leaf.technical:
                continue
            return ()
        ways[-1].append(want)
        text = text[len(want.leaf.text) :]
        between = _BETWEEN.match(text)
        if between is None:
            return tuple(dict.fromkeys(map(tuple, ways))) if text in ("", ")") else ()
        if between.group(2) == " or ":
            ways.append([])
        elif between.group(1) or between.group(3):
            return ()
        text = text[between.end() :]
    return ()


def _reduced(wants: list[Want], either: list[Ways]) -> tuple[list[Want], list[Ways]]:
    """Ways that what surely holds rules out are left out; of one that is left, all holds. What holds anyway is not
    repeated in a way, nor is a way that says no more than another."""
    rest: list[Ways] = []
    for ways in either:
        sure = {want.mark for want in wants}
        left = [way for way in ways if not any(w.undone_by(s) for w in way for s in wants)]
        left = [tuple({w.mark: w for w in way if w.mark not in sure}.values()) for way in left] or list(ways)
        if not all(left):
            continue
        marks = [frozenset(w.mark for w in way) for way in left]
        left = [
            way
            for n, way in enumerate(left)
            if not any(m < marks[n] or (m == marks[n] and k < n) for k, m in enumerate(marks))
        ]
        if len(left) == 1:
            wants = [*wants, *left[0]]
        else:
            rest.append(tuple(left))
    return wants, rest
