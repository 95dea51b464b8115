"""Builds of one program for several machines, and builds that differ only in how they are loaded."""

from __future__ import annotations

from sousveil.recover.natives.files import NativeFile

ALIKE = 0.9
"""Share of names and texts that two builds of one program have in common."""
NAMED_ALIKE = 0.5
"""The same for files of one name in the folders of libraries, which the package says are builds of one library."""
LEAST = 8
"""Fewer names and texts than this say nothing."""
_COMPILERS = frozenset({"abort", "raise"})
"""Imports that compilers add for some machines."""
LONG = 8
"""Shorter texts are partly noise, which differs by machine."""


def grouped(files: list[NativeFile]) -> list[list[NativeFile]]:
    """Files in groups, each one program, in the order met."""
    groups: list[tuple[frozenset[str], list[NativeFile]]] = []
    for file in files:
        marks = _marks(file)
        for known, group in groups:
            first = group[0]
            named = file.in_lib and first.in_lib and file.name == first.name and file.machine != first.machine
            least = 1 if named else LEAST
            if file.part.sha256 == first.part.sha256 or alike(marks, known, NAMED_ALIKE if named else ALIKE, least):
                group.append(file)
                break
        else:
            groups.append((marks, [file]))
    return [group for _, group in groups]


_CLEAREST = ("aarch64", "arm", "x86_64", "x86")
"""Machines in the order in which arguments of calls are known best: those of x86 stand on the stack."""


def clearest(group: list[NativeFile]) -> NativeFile:
    """The build of a program that is read best."""
    return min(group, key=lambda f: (_rank(f.machine), -f.functions, f.part.number))


def _rank(machine: str) -> int:
    return _CLEAREST.index(machine) if machine in _CLEAREST else len(_CLEAREST)


def _marks(file: NativeFile) -> frozenset[str]:
    """Names and texts that a build for another machine has as well: what compilers add begins with an underscore."""
    imports = (name for name in file.imports if not name.startswith("_") and name not in _COMPILERS)
    texts = file.used or {text for text, address, _ in file.strings if address is not None and len(text) >= LONG}
    return frozenset((*(n for n in file.exports if not n.startswith("_")), *imports, *texts))


def alike(a: frozenset[str], b: frozenset[str], share: float, least: int = LEAST) -> bool:
    """Whether so large a share of the larger set stands in the smaller."""
    small, large = sorted((a, b), key=len)
    if len(small) < least or len(small) < share * len(large):
        return False
    return len(small & large) >= share * len(large)
