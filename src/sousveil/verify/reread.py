"""One place, read again from its part by the shortest way."""

import struct

from sousveil import core
from sousveil.emulate import Session, available, job
from sousveil.model.lines import Lines
from sousveil.model.parts import Part, Parts
from sousveil.model.place import Place, PlaceError, parse
from sousveil.model.text import visible
from sousveil.verify.certificate import certificates


class Unreadable(Exception):
    """The place cannot be read; the text says why."""


def reread(parts: Parts, part: Part, place: str) -> tuple[str, ...]:
    """What stands at a place, in each form it may be written. Nothing for a place that names a part as a whole."""
    try:
        found = parse(place)
        there = _READERS[found.kind](parts, part, found)
        return (there,) if isinstance(there, str) else tuple(there or ())
    except (PlaceError, ValueError, IndexError, struct.error) as error:
        raise Unreadable(str(error)) from error


def _code(parts: Parts, part: Part, place: Place) -> str:
    name, method, proto = place.text(0), place.text(1), place.text(2)
    return core.locate_code(parts.blob(part.number), f"{name}->{method}{proto} +0x{place.number(3):x}")


def _method(parts: Parts, part: Part, place: Place) -> str:
    return core.locate_code(parts.blob(part.number), f"{place.text(0)}->{place.text(1)}{place.text(2)}")


def _class(parts: Parts, part: Part, place: Place) -> str:
    return core.locate_code(parts.blob(part.number), place.text(0))


def _dexstring(parts: Parts, part: Part, place: Place) -> str:
    return core.locate_code(parts.blob(part.number), f"string {place.number(0)}")


def _xml(parts: Parts, part: Part, place: Place) -> str:
    """An attribute's value, or an element's tag."""
    steps, attribute = place.fields
    path = "/" + "/".join(steps) if isinstance(steps, tuple) else ""
    for element in core.Xml().add(part.number, parts.blob(part.number).bytes()).elements():
        if element.path != path:
            continue
        if attribute is None:
            return str(element.tag)
        for found in element.attributes:
            if attribute in (f"android:{found.name}", found.name):
                return str(found.value)
        raise Unreadable(f"the element has no attribute {attribute}")
    raise Unreadable("there is no such element")


def _resource(parts: Parts, part: Part, place: Place) -> str:
    resources = core.Resources()
    resources.add(part.number, parts.blob(part.number).bytes(), part.path.endswith("resources.pb"))
    number, config, key = place.fields
    for value in resources.values(place.number(0)):
        if value.config == (config or "") and (value.key or None) == key and value.value is not None:
            return str(value.value)
    raise Unreadable(f"there is no such value of 0x{number:08x}")


def _native(parts: Parts, part: Part, place: Place) -> str:
    return core.locate_native(parts.blob(part.number).bytes(), place.number(1))


def _run(parts: Parts, part: Part, place: Place) -> tuple[str, ...]:
    """All texts that come out when the function is run again."""
    if not available():
        raise Unreadable("the emulator (unicorn) is not installed")
    with Session(parts.blob(part.number).bytes()) as session:
        ran = session.run(job.parse(place.text(0)))
        if session.failed:
            raise Unreadable(session.failed)
    found = [text.text for text in ran.texts]
    for raw in (ran.result, *ran.blocks):
        found += [raw.decode("utf-8", "replace"), raw.hex()] if raw is not None else []
    return tuple(map(visible, found)) or ("nothing",)


def _certificate(parts: Parts, part: Part, place: Place) -> list[str]:
    """Any certificate of that signer: a chain's order is not kept in the package."""
    return certificates(parts, part, place.text(0), place.number(1))


def _text(parts: Parts, part: Part, place: Place) -> str:
    """The line from there on."""
    there = Lines(parts.blob(part.number).bytes(), part.kind).at(place.number(0), place.number(1))
    if there is None:
        raise Unreadable("the text has no such place")
    return there


def _bytes(parts: Parts, part: Part, place: Place) -> str:
    start = place.number(0)
    return parts.blob(part.number).slice(start, start + place.number(1)).bytes().decode()


def _whole(parts: Parts, part: Part, place: Place) -> str | None:
    return visible(part.path) if place.kind == "entry" else None


_READERS = {
    "code": _code,
    "method": _method,
    "class": _class,
    "dexstring": _dexstring,
    "xml": _xml,
    "res": _resource,
    "elf": _native,
    "run": _run,
    "cert": _certificate,
    "text": _text,
    "bytes": _bytes,
    "offset": _whole,
    "entry": _whole,
}
