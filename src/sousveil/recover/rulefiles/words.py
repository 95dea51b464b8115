"""One rule in plain words: whose files, which folder or file, what is looked for there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sousveil.knowledge.load import Knowledge
from sousveil.model.rulefile import RuleColumn
from sousveil.model.text import one_line

_ENDING = re.compile(r"[^/]*\.[A-Za-z0-9_*]{1,8}")
_ROOTS = re.compile(
    r"/?(?:sdcard|storage/emulated/(?:0|legacy)|storage/sdcard\d|mnt/sdcard\d?|storage/self/primary|data/media/0)/?"
)
_OWNER = re.compile(r"(?:^|/)(?:data/data|data/user/\d+|Android/(?:data|media|obb))/([a-zA-Z0-9_.]+)(?:/|$)")
_HASHES = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 128: "SHA-512"}
_SHOWN = 80


class Products:
    """Public names of apps, by package and by the folder they keep on the shared storage."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._apps = knowledge.apps
        self._folders = {one.path.casefold(): one.name for one in knowledge.folders.values()}

    def known(self, package: str) -> bool:
        return package in self._apps

    def package(self, package: str) -> str | None:
        known = self._apps.get(package)
        return known.name if known is not None else None

    def of_path(self, path: str) -> tuple[str | None, str | None]:
        """Product and package that a path tells: by a package's name in it, or by a folder of the shared storage."""
        owner = _OWNER.search(path)
        if owner is not None:
            return self.package(owner[1]), owner[1]
        inside = inner(path).casefold()
        pieces = [p for p in inside.split("/") if p]
        for size in range(min(4, len(pieces)), 0, -1):
            name = self._folders.get("/".join(pieces[:size]))
            if name is not None:
                return name, None
        return None, None


def inner(path: str) -> str:
    """A path below the shared storage, without that."""
    return _ROOTS.sub("", path, count=1) if _ROOTS.match(path) else path


def on_phone(path: str) -> bool:
    """Whether a path begins where Android keeps files of people and apps."""
    return _ROOTS.match(path) is not None or _OWNER.search(path) is not None or path.startswith(("/data/", "/storage/"))


@dataclass(slots=True)
class Said:
    """What one line says, role by role."""

    places: list[str] = field(default_factory=list)
    sought: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    owner: str = ""
    products: list[str] = field(default_factory=list)


def say(cells: Sequence[str], columns: Sequence[RuleColumn], products: Products) -> tuple[str, tuple[str, ...]]:
    """The rule in words, and the products it names."""
    said = Said()
    for column, cell in zip(columns, cells, strict=False):
        if cell:
            _cell(said, column, cell, products)
    where = f"in the files of {said.owner}, " if said.owner else ""
    place = " and ".join(said.places)
    if said.sought and place:
        text = f"{where}{place} is searched for {' and '.join(said.sought)}"
    elif said.sought:
        text = (
            f"{where}{' and '.join(said.sought)} {'are' if said.owner or len(said.sought) > 1 else 'is'} searched for"
        )
        text = text.replace("a file with", "files with") if text.endswith("are searched for") else text
    elif place:
        text = f"{where}{place} is searched for"
    else:
        text = f"{said.owner or 'nothing that is understood'} is named"
    beside = f" ({'; '.join(said.beside)})" if said.beside else ""
    return text + beside, tuple(dict.fromkeys(said.products))


def _cell(said: Said, column: RuleColumn, cell: str, products: Products) -> None:
    shown = one_line(cell, _SHOWN)
    if column.role == "package":
        name = products.package(cell)
        said.owner = f"{name} ({shown})" if name else f"the app {shown}"
        said.products += [name] if name else []
    elif column.role == "path":
        name, package = products.of_path(cell)
        whose = f" of {name}" if name else f" of the app {package}" if package else ""
        said.places.append(f"the {'file' if _is_file(cell) else 'folder'} «{shown}»{'' if said.owner else whose}")
        said.products += [name] if name else []
    elif column.role == "pattern":
        said.sought.append(f"what fits the expression «{shown}»")
    elif column.role == "glob":
        said.sought.append(f"names like «{shown}»")
    elif column.role == "extension":
        said.sought.append(f"files ending in «{shown}»")
    elif column.role == "hash":
        said.sought.append(f"a file with the {_HASHES.get(len(cell), 'checksum')} «{shown}»")
    elif column.role == "size":
        said.beside.append(f"size {shown} bytes" if "hash" in said_roles(said) else f"number {shown}")
    else:
        _beside(said, column, shown)


def said_roles(said: Said) -> set[str]:
    return {"hash"} if any(s.startswith("a file with the") for s in said.sought) else set()


def _beside(said: Said, column: RuleColumn, shown: str) -> None:
    name = f" “{one_line(column.header, 40)}”" if column.header else ""
    kinds = {
        "mode": f"mode {shown}",
        "flag": f"flag{name} {shown}",
        "label": f"«{shown}»",
        "section": f"under «{shown}»",
    }
    said.beside.append(kinds.get(column.role, f"unknown column {column.number}{name}: {shown}"))


def _is_file(path: str) -> bool:
    return not path.endswith("/") and _ENDING.fullmatch(path.rpartition("/")[2]) is not None
