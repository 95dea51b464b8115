"""Places: where in a part something stands. The grammar is docs/evidence.md; this is its parser.

Names come from samples and may hold the marks that divide a place, or characters that hide. Such characters are
written as `%XX`, one for each byte of their UTF-8 form (lone surrogates included), so a place is always one visible
line and reading it back gives the same name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from sousveil.model.text import visible

Field = int | str | tuple[str, ...] | None


class PlaceError(ValueError):
    """The text is not a place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A parsed place: its kind and, in the order of the grammar, its fields.

    | kind | fields |
    |---|---|
    | `code` | class, method, proto, offset (bytes from the start of the method's code) |
    | `method` | class, method, proto |
    | `class` | class (descriptor) |
    | `dexstring` | index in the dex file's string table |
    | `xml` | steps (tuple of `name` or `name[position]`), attribute or None |
    | `res` | id, configuration or None, key of an item or None |
    | `elf` | virtual address, file offset |
    | `run` | the run: `init`, or the address of a function with its arguments |
    | `bytes` | file offset, length |
    | `cert` | scheme, signer, certificate (both from 0) |
    | `text` | line, column (both from 1) |
    | `offset` | file offset; written `@0x1234` |
    | `entry` | none: the part as a whole |
    """

    kind: str
    fields: tuple[Field, ...] = ()

    def number(self, index: int) -> int:
        value = self.fields[index]
        if not isinstance(value, int):
            raise PlaceError(f"field {index} of a {self.kind} place is not a number")
        return value

    def text(self, index: int) -> str:
        value = self.fields[index]
        if not isinstance(value, str):
            raise PlaceError(f"field {index} of a {self.kind} place is not text")
        return value

    def __str__(self) -> str:
        return write(self)


def quote(name: str, marks: str) -> str:
    """The name with `%`, hidden characters, line breaks, tabs and each character of `marks` as `%XX`."""
    return "".join(_escaped(c) if c in marks or c in "%\n\t" or visible(c) != c else c for c in name)


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _plain(text: str) -> str:
    return unquote(text, errors="surrogatepass")


def _number(text: str) -> int:
    return int(text, 16) if text.startswith("0x") else int(text)


_HEX = r"0x[0-9a-f]+"
_CLASS = r"(?P<cls>\[*(?:L[^;]*;|[VZBSCIJFD]))"
_METHOD = _CLASS + r"->(?P<name>[^(]+)(?P<proto>\([^)]*\).+?)"

_SHAPES = {
    "code": re.compile(_METHOD + rf"\+(?P<off>{_HEX})"),
    "method": re.compile(_METHOD),
    "class": re.compile(_CLASS),
    "dexstring": re.compile(r"(?P<index>\d+)"),
    "xml": re.compile(r"(?P<path>(?:/[^/@]+)+)(?:@(?P<attr>.+))?"),
    "res": re.compile(rf"(?P<id>{_HEX})(?:@(?P<conf>[^#]+))?(?:#(?P<key>.+))?"),
    "elf": re.compile(rf"va=(?P<va>{_HEX}),file=(?P<file>{_HEX})"),
    "run": re.compile(rf"(?P<run>init|t?{_HEX}\([^()]*\))"),
    "bytes": re.compile(rf"(?P<off>{_HEX})\+(?P<len>\d+)"),
    "cert": re.compile(r"(?P<scheme>[^/]+)/(?P<signer>\d+)/(?P<number>\d+)"),
    "text": re.compile(r"(?P<line>\d+):(?P<col>\d+)"),
}
_NUMBERS = {"off", "index", "id", "va", "file", "len", "signer", "number", "line", "col"}
_LONGEST = 100_000


def parse(text: str) -> Place:
    """The place that the text names. Raises PlaceError."""
    if len(text) > _LONGEST:
        raise PlaceError(f"a place of {len(text)} characters is too long")
    if text == "entry":
        return Place("entry")
    if re.fullmatch(rf"@{_HEX}", text, re.ASCII):
        return Place("offset", (int(text[1:], 16),))
    kind, _, rest = text.partition(":")
    shape = _SHAPES.get(kind)
    found = shape.fullmatch(rest) if shape else None
    if found is None:
        raise PlaceError(f"not a place: {visible(text[:200])}")
    try:
        return Place(kind, tuple(_field(name, value) for name, value in found.groupdict().items()))
    except ValueError as error:
        raise PlaceError(f"not a place: {visible(text[:200])}") from error


def _field(name: str, value: str | None) -> Field:
    if value is None:
        return None
    if name in _NUMBERS:
        return _number(value)
    if name == "run":  # the arguments are quoted one by one, by whoever reads the run
        return value
    if name == "path":
        return tuple(_plain(step) for step in value[1:].split("/"))
    return _plain(value)


def write(place: Place) -> str:
    """The text of a place, as `parse` reads it. Raises PlaceError for a kind that does not exist."""
    if place.kind == "entry":
        return "entry"
    if place.kind == "offset":
        return f"@0x{place.number(0):x}"
    writer = _WRITERS.get(place.kind)
    if writer is None:
        raise PlaceError(f"no such kind of place: {visible(place.kind)}")
    return f"{place.kind}:{writer(place)}"


def _write_class(place: Place) -> str:
    """The last `;` of a descriptor ends it; one inside the name is a mark like any other."""
    name = place.text(0)
    if name.endswith(";"):
        return quote(name[:-1], ";") + ";"
    return quote(name, ";")


def _write_method(place: Place) -> str:
    arguments, _, result = place.text(2).rpartition(")")
    inside = quote(arguments[1:], ")")
    return f"{_write_class(place)}->{quote(place.text(1), '(')}({inside}){quote(result, '+')}"


def _write_xml(place: Place) -> str:
    steps = place.fields[0]
    if not isinstance(steps, tuple):
        raise PlaceError("an xml place has no steps")
    path = "".join("/" + quote(step, "/@") for step in steps)
    return path if place.fields[1] is None else f"{path}@{quote(place.text(1), '')}"


def _write_res(place: Place) -> str:
    configuration = "" if place.fields[1] is None else "@" + quote(place.text(1), "#")
    key = "" if place.fields[2] is None else "#" + quote(place.text(2), "")
    return f"0x{place.number(0):08x}{configuration}{key}"


_WRITERS: dict[str, Callable[[Place], str]] = {
    "code": lambda p: f"{_write_method(p)}+0x{p.number(3):x}",
    "method": _write_method,
    "class": _write_class,
    "dexstring": lambda p: str(p.number(0)),
    "xml": _write_xml,
    "res": _write_res,
    "elf": lambda p: f"va=0x{p.number(0):x},file=0x{p.number(1):x}",
    "run": lambda p: p.text(0),
    "bytes": lambda p: f"0x{p.number(0):x}+{p.number(1)}",
    "cert": lambda p: f"{quote(p.text(0), '/')}/{p.number(1)}/{p.number(2)}",
    "text": lambda p: f"{p.number(0)}:{p.number(1)}",
}
