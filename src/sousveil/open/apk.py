"""One archive: its entries as parts, its oddities and gaps with it."""

import re
from collections.abc import Iterator

from sousveil import core
from sousveil.model.limits import Limits
from sousveil.model.parts import Oddity, RawGap

_CLOSES = {
    "truncated": "Get a whole copy of the sample and audit that.",
    "malformed": "Open the same place with a hex viewer; the bytes are damaged or altered on purpose.",
    "unsupported": "Unpack this entry with another tool and audit it as a sample.",
    "limit": "Raise the limit named and audit again.",
    "missing": "Get the app's package itself, or the missing files, and audit again.",
    "encrypted": "Find the key, or take the file from a phone where the app has run.",
}

_PROTO = (
    (re.compile(r"[^/]+/manifest/AndroidManifest\.xml"), "proto_xml"),
    (re.compile(r"[^/]+/resources\.pb"), "proto_resources"),
    (re.compile(r"[^/]+/res/.+\.xml"), "proto_xml"),
)


def kind_in_bundle(path: str, kind: str) -> str:
    """The kind of an app bundle's entry. Protocol buffers have no sign of their own: their path tells them."""
    if kind in ("opaque", "text"):
        for pattern, proto in _PROTO:
            if pattern.fullmatch(path):
                return proto
    return kind


def read_archive(blob: core.Blob, max_total: int, max_entries: int, limits: Limits) -> core.Archive | None:
    """The archive in `blob`, hashed and identified; None when it is none."""
    try:
        archive = core.Archive(
            blob,
            max_entry=limits.max_entry,
            max_total=max(max_total, 0),
            max_ratio=limits.max_ratio,
            max_entries=max(max_entries, 0),
        )
    except ValueError:
        return None
    archive.scan()
    return archive


def oddities(number: int, archive: core.Archive) -> Iterator[Oddity]:
    """What is odd about the archive that is part `number`."""
    for kind, place, detail in archive.oddities():
        yield Oddity(number, kind, place, detail)


def gaps(number: int, archive: core.Archive) -> Iterator[RawGap]:
    """What could not be read of the archive that is part `number`."""
    for place, cause, detail in archive.gaps():
        yield gap(number, place, cause, detail)


def gap(number: int, place: str, cause: str, detail: str) -> RawGap:
    """A gap with what closes gaps of its cause."""
    return RawGap(number, place, cause, detail, _CLOSES[cause])
