"""The language of effects, as docs/models.md describes it: parsed here only to refuse what the engine cannot read."""

import re
from collections.abc import Callable

from sousveil.model.flow import CARRIERS

_PART = r'(?:\.\*|\.[a-z][a-z0-9_]*|\[\]|\[arg\d+\]|\["[^"]*"\])'
_PLACE = re.compile(rf"(?:this|result|arg\d+|arg\*){_PART}{{0,3}}")
_SLOT = re.compile(r'(?P<place>.+?)\.(?P<slot>[a-z][a-z0-9_]*)(?P<key>\[(?:arg\d+|"[^"]*")\])?')
_CARRIER = re.compile(r"(?P<kind>\w+)\((?P<keys>.*)\)")
_CALL = re.compile(r"(?P<place>\S+?)\.(?P<method>\w+)\((?P<args>[^()]*)\)")
_KEY = re.compile(r'arg\d+|this|result|"[^"]*"')
_TEXT = re.compile(r'"[^"]*"')
_BOUND = r"(?:-?\d+|arg\d+)"
_RANGE = re.compile(rf"(?:{_BOUND} <= )?result(?: <=? {_BOUND})?")
MODES = ("reading", "writing", "both")

PLACE_HELP = 'this, argN, arg* or result, with up to three of .name, .*, [], [argN] or ["text"]'
CARRIER_HELP = (
    f"KIND(KEY, …): a kind of {', '.join(c for c in CARRIERS if c != 'static')}; keys argN, this, result or text"
)


class EffectError(ValueError):
    """What is wrong with one effect, and what was expected."""

    def __init__(self, what: str, expected: str) -> None:
        self.what, self.expected = what, expected
        super().__init__(f"{what}; expected {expected}")


def check(verb: str, text: str) -> None:
    """Raises EffectError where the engine could not read the effect."""
    form = VERBS.get(verb)
    if form is None:
        raise EffectError(f"unknown verb `{verb}`", f"one of {', '.join(VERBS)}")
    form(text.strip())


def place(text: str) -> None:
    """Raises EffectError where `text` is no place."""
    if not _PLACE.fullmatch(text):
        raise EffectError(f"`{text}` is no place", PLACE_HELP)


def places_of(verb: str, text: str) -> list[str]:
    """Every place and key word of an effect, for checks against the parameters of a method."""
    bare = _TEXT.sub("", text)
    return re.findall(r"\b(?:this|result|arg\d+)\b", bare if verb != "call" else re.sub(r"\.\w+\(", "(", bare))


def _two(text: str, sign: str, form: str) -> tuple[str, str]:
    left, found, right = text.partition(f" {sign} ")
    if not found or f" {sign} " in right:
        raise EffectError(f"`{text}`", form)
    return left.strip(), right.strip()


def _arrow(text: str) -> None:
    left, right = _two(text, "->", "PLACE -> PLACE")
    place(left)
    place(right)


def _wrap(text: str) -> None:
    left, right = _two(text, "=", "PLACE = PLACE")
    place(left)
    place(right)


def _carrier(text: str) -> None:
    found = _CARRIER.fullmatch(text)
    if not found or found["kind"] not in CARRIERS or found["kind"] == "static":
        raise EffectError(f"`{text}` is no carrier", CARRIER_HELP)
    for key in _keys(found["keys"]):
        if not _KEY.fullmatch(key):
            raise EffectError(f"`{key}` is no key of a carrier", CARRIER_HELP)


def _keys(text: str) -> list[str]:
    return [key.strip() for key in re.findall(r'"[^"]*"|[^,]+', text)]


def _open(text: str) -> None:
    form = f"KIND(KEY) for {'|'.join(MODES)} -> PLACE"
    left, right = _two(text, "->", form)
    carrier, _, mode = left.partition(" for ")
    if mode.strip() not in MODES:
        raise EffectError(f"`{text}`", form)
    _carrier(carrier.strip())
    place(right)


def _out(text: str) -> None:
    left, right = _two(text, "->", "KIND(KEY) -> PLACE")
    _carrier(left)
    place(right)


def _put(text: str) -> None:
    left, right = _two(text, "<-", "KIND(KEY) <- PLACE")
    _carrier(left)
    place(right)


def _pack(text: str) -> None:
    left, right = _two(text, "->", "KIND(KEY) -> KIND(KEY)")
    _carrier(left)
    _carrier(right)


def _call(text: str) -> None:
    form = "PLACE.method(ARG, …) or PLACE.method(ARG, …) -> PLACE, with a place or _ for each ARG"
    called, arrow, right = text.partition(" -> ")
    found = _CALL.fullmatch(called.strip())
    if not found:
        raise EffectError(f"`{text}`", form)
    place(found["place"])
    for arg in filter(None, (one.strip() for one in found["args"].split(","))):
        if arg != "_":
            place(arg)
    if arrow:
        place(right.strip())


def _build(text: str) -> None:
    form = 'PLACE.slot = A or PLACE.slot[KEY] = A, where A is a place or "text"'
    left, right = _two(text, "=", form)
    found = _SLOT.fullmatch(left)
    if not found:
        raise EffectError(f"`{text}`", form)
    place(found["place"])
    if not _TEXT.fullmatch(right):
        place(right)


def _range(text: str) -> None:
    if not _RANGE.fullmatch(text) or text == "result":
        form = "LOW <= result, result <= HIGH, or both, with a number or argN; < before HIGH leaves it out"
        raise EffectError(f"`{text}` is no range", form)


VERBS: dict[str, Callable[[str], None]] = {
    "flow": _arrow, "store": _arrow, "wrap": _wrap, "open": _open, "name": _out, "put": _put, "take": _out,
    "delete": _carrier, "pack": _pack, "call": _call, "build": _build, "clean": place, "kill": place,
    "range": _range,
}  # fmt: skip
