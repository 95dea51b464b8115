"""Builds apps of a wanted size of dex from sample apps, to see how cost grows.

    python -m bench.merge --apps DIR --sizes 1,4,16 OUT

writes OUT/1.apk and so on, and says on standard output, a JSON object a line, what came together.

The dex files of several apps go into one archive as classes.dex, classes2.dex and so on, with the manifest and the
resource table of the app that gives the first. A dex file is taken when at least half of its classes are new. Where
the apps hold too little, copies are taken in which every class has another name (the first letter in upper case),
so that copies are analysed too. What came together is a load, not an app: only the first app's components are
declared, and nothing calls across.
"""

import argparse
import hashlib
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sousveil.core import Blob, CodeBuilder

_KEPT = ("AndroidManifest.xml", "resources.arsc")


@dataclass(frozen=True, slots=True)
class Dex:
    """A dex file of an app, or its renamed copy."""

    app: Path
    entry: str
    size: int
    classes: frozenset[str]
    copy: bool = False

    def read(self) -> bytes:
        with zipfile.ZipFile(self.app) as archive:
            data = archive.read(self.entry)
        return renamed(data) if self.copy else data


@dataclass(frozen=True, slots=True)
class Merged:
    megabytes: float
    dex_files: int
    classes: int
    copies: int


def dex_files(apps: Iterable[Path]) -> list[Dex]:
    """Every dex file of some apps, the largest first; renamed copies stand after all others."""
    found: list[Dex] = []
    for app in apps:
        for entry, data in _entries(app):
            found.append(Dex(app, entry, len(data), classes_of(data)))
            found.append(Dex(app, entry, len(data), classes_of(renamed(data)), copy=True))
    return sorted(found, key=lambda d: (d.copy, -d.size, d.app.as_posix(), d.entry))


def _entries(app: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(app) as archive:
            for entry in sorted(archive.namelist()):
                if entry.startswith("classes") and entry.endswith(".dex"):
                    yield entry, archive.read(entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as problem:
        print(f"{app.name}: left out ({problem})", file=sys.stderr)


def classes_of(data: bytes) -> frozenset[str]:
    builder = CodeBuilder()
    builder.add_dex(0, Blob(data))
    return frozenset(builder.finish().class_names())


def chosen(files: Iterable[Dex], size: int) -> list[Dex]:
    """Files of together at most `size` bytes and a twentieth more, each with at least half of its classes new."""
    taken: list[Dex] = []
    seen: set[str] = set()
    total = 0
    for dex in files:
        if total >= size * 0.95:
            break
        if total + dex.size <= size * 1.05 and 2 * len(dex.classes - seen) >= len(dex.classes) > 0:
            taken.append(dex)
            seen |= dex.classes
            total += dex.size
    return taken


def write(files: list[Dex], out: Path) -> Merged:
    """Writes the archive, the same bytes for the same files. Raises ValueError where there are none."""
    if not files:
        raise ValueError("no dex file fits")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with zipfile.ZipFile(files[0].app) as first:
            for name in _KEPT:
                if name in first.namelist():
                    archive.writestr(zipfile.ZipInfo(name), first.read(name))
        for number, dex in enumerate(files, start=1):
            name = f"classes{number if number > 1 else ''}.dex"
            archive.writestr(zipfile.ZipInfo(name), dex.read(), zipfile.ZIP_DEFLATED)
    classes = len(frozenset().union(*(d.classes for d in files)))
    return Merged(sum(d.size for d in files) / 1e6, len(files), classes, sum(d.copy for d in files))


def renamed(data: bytes) -> bytes:
    """The same dex file with the first letter of each class it defines in upper case, wherever its type is named.

    Lengths do not change, so no offset does; the string table may leave its order, which readers can live with.
    """
    found = bytearray(data)
    strings, string_ids, types, type_ids = struct.unpack_from("<4I", data, 0x38)
    classes, class_defs = struct.unpack_from("<2I", data, 0x60)
    places: dict[bytes, list[int]] = {}
    for number in range(types):
        (string,) = struct.unpack_from("<I", data, type_ids + 4 * number)
        if string < strings:
            start = _text_start(data, struct.unpack_from("<I", data, string_ids + 4 * string)[0])
            text = data[start : data.index(0, start)]
            inner = text.lstrip(b"[")
            if inner.startswith(b"L"):
                places.setdefault(inner, []).append(start + len(text) - len(inner) + 1)
    for number in range(classes):
        (type_number,) = struct.unpack_from("<I", data, class_defs + 32 * number)
        (string,) = struct.unpack_from("<I", data, type_ids + 4 * type_number)
        start = _text_start(data, struct.unpack_from("<I", data, string_ids + 4 * string)[0])
        for place in places.get(data[start : data.index(0, start)], ()):
            found[place : place + 1] = data[place : place + 1].upper()
    found[12:32] = hashlib.sha1(found[32:]).digest()
    found[8:12] = struct.pack("<I", zlib.adler32(found[12:]))
    return bytes(found)


def _text_start(data: bytes, offset: int) -> int:
    """Where a string's bytes begin: after its length, a LEB128 number."""
    while data[offset] & 0x80:
        offset += 1
    return offset + 1


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--apps", type=Path, required=True)
    options.add_argument("--sizes", required=True, help="MB of dex")
    options.add_argument("out", type=Path)
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    files = dex_files(sorted(given.apps.rglob("*.apk")))
    for size in given.sizes.split(","):
        path = given.out / f"{size}.apk"
        try:
            made = write(chosen(files, int(float(size) * 1e6)), path)
        except ValueError as problem:
            print(f"{size} MB: {problem}", file=sys.stderr)
            continue
        print(json.dumps({"wanted": float(size), "path": str(path)} | asdict(made)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
