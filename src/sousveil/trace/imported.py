"""Classes that a published tree names and does not hold: imports of its Java files, components of its manifest.

A tree often leaves libraries out. That a file imports a class of one, or that the manifest declares one of its screens,
says that the app was built with it.
"""

import re
from collections.abc import Iterator

from sousveil.model.facts import Facts
from sousveil.model.lines import decode
from sousveil.model.sighting import Sighting
from sousveil.trace.owners import Owners

_IMPORT = re.compile(r"^import (?:static )?([\w.$]+(?:\.\*)?);", re.MULTILINE)
LARGEST = 4 << 20


def sightings(facts: Facts, marks: Owners, told: set[str]) -> Iterator[Sighting]:
    """One sighting an entry, by the first file in order that imports a class of it; then by the manifest. Nothing for
    code that was read from a package. `told` gets the entries."""
    if facts.code is None or not facts.code.written:
        return
    yield from _imports(facts, marks, told)
    for one in facts.manifest.components if facts.manifest is not None else ():
        entry = marks.of(f"L{(one.class_name or '').replace('.', '/')};")
        if entry is not None and entry not in told and one.place.startswith("text:"):
            told.add(entry)
            yield Sighting(entry, "component", one.part, one.place, facts.reads(one.part, one.place) or "")


def _imports(facts: Facts, marks: Owners, told: set[str]) -> Iterator[Sighting]:
    own = set(facts.code.class_names()) if facts.code is not None else set()
    for part in facts.parts:
        if part.kind != "java" or part.size > LARGEST:
            continue
        text = decode(facts.parts.blob(part.number).bytes(), part.kind)
        for found in _IMPORT.finditer(text):
            name = f"L{found[1].removesuffix('.*').replace('.', '/')};"
            entry = marks.of(name)
            if entry is not None and entry not in told and name not in own:
                told.add(entry)
                place = f"text:{text.count(chr(10), 0, found.start()) + 1}:1"
                yield Sighting(entry, "class", part.number, place, facts.reads(part.number, place) or found[0])
