"""Load the knowledge: every YAML file of a folder, checked against the schema, as one value.

knowledge/version.yaml          version: text
knowledge/categories/*.yaml     categories: [Category]
knowledge/KIND/*.yaml           about: text, entries: [CatalogueEntry], for each KIND of `KINDS`
knowledge/permissions/*.yaml    permissions: [Permission]
knowledge/noise/*.yaml          noise: [Noise]
knowledge/secrets/*.yaml        secrets: [Secret]
knowledge/rules/QUESTION/*.yaml one Rule a file
knowledge/certificates/*.yaml   kept as it stands
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sousveil.errors import KnowledgeError
from sousveil.knowledge import cache
from sousveil.knowledge.read import Text
from sousveil.model.knowledge import CatalogueEntry, Category, Noise, Permission, Rule, Secret

KINDS = ("sources", "sinks", "powers", "weaknesses", "evasions", "products", "makers")
"""Folders that hold catalogue entries; an entry's kind is its folder's name."""


@dataclass(frozen=True)
class Knowledge:
    """All that is known. Every mapping and tuple is in the order of file path, then of place in the file."""

    version: str
    sha256: str
    """Over the path and bytes of every file, so that a report can say which knowledge made it."""
    categories: dict[str, Category] = field(default_factory=dict)
    entries: dict[str, CatalogueEntry] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """Entry id → kind."""
    rules: dict[str, Rule] = field(default_factory=dict)
    permissions: dict[str, Permission] = field(default_factory=dict)
    noise: dict[str, Noise] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)
    certificates: dict[str, Any] = field(default_factory=dict)
    """File stem → what stands in it."""
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    """`KIND id` → file and line, for messages."""

    def of_kind(self, kind: str) -> dict[str, CatalogueEntry]:
        """The entries of one folder."""
        return {id_: entry for id_, entry in self.entries.items() if self.kinds[id_] == kind}

    def named(self, target: str) -> list[str]:
        """The entry ids a rule's target stands for: one id, or a branch ending in `*`."""
        if target.endswith("*"):
            return [id_ for id_ in self.entries if id_.startswith(target[:-1])]
        return [target] if target in self.entries else []


def load(folder: Path | None = None) -> Knowledge:
    """The knowledge in `folder` (default: what ships with sousveil). Raises KnowledgeError."""
    root = folder or Path(__file__).parent
    files = _read_files(root)
    digest = _digest(files)
    kept = cache.get(digest)
    if kept is None:
        kept = _parse(files, digest)
        cache.put(kept)
    return kept


def _read_files(root: Path) -> list[tuple[str, bytes]]:
    if not root.is_dir():
        raise KnowledgeError(str(root), 0, "no such folder", "a folder of knowledge")
    paths = sorted((path.relative_to(root).as_posix(), path) for path in root.rglob("*.yaml"))
    return [(name, path.read_bytes()) for name, path in paths]


def _digest(files: list[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, raw in files:
        whole.update(f"{len(name.encode())}:{name}:{len(raw)}:".encode())
        whole.update(raw)
    return whole.hexdigest()


def _parse(files: list[tuple[str, bytes]], digest: str) -> Knowledge:
    known = Knowledge(version=_version(files), sha256=digest)
    for name, raw in files:
        if name != "version.yaml":
            _take(known, Text(name, raw))
    return known


def _version(files: list[tuple[str, bytes]]) -> str:
    for name, raw in files:
        if name == "version.yaml":
            data = Text(name, raw).data
            if isinstance(data, dict) and isinstance(data.get("version"), str):
                return str(data["version"])
    raise KnowledgeError("version.yaml", 1, "no version", "`version:` with a text")


def _take(known: Knowledge, text: Text) -> None:
    kind = text.file.split("/")[0]
    if kind == "rules":
        rule = text.build(Rule, text.data)
        _keep(known, text, known.rules, "rule", rule.rule, rule, ())
    elif kind in KINDS:
        text.only("about", "entries")
        for item, loc in text.items("entries"):
            entry = text.build(CatalogueEntry, item, loc)
            _keep(known, text, known.entries, "entry", entry.id, entry, loc)
            known.kinds[entry.id] = kind
    elif kind == "categories":
        for item, loc in text.items("categories"):
            category = text.build(Category, item, loc)
            _keep(known, text, known.categories, "category", category.id, category, loc)
    elif kind == "permissions":
        for item, loc in text.items("permissions"):
            permission = text.build(Permission, item, loc)
            _keep(known, text, known.permissions, "permission", permission.name, permission, loc)
    elif kind == "noise":
        for item, loc in text.items("noise"):
            noise = text.build(Noise, item, loc)
            _keep(known, text, known.noise, "noise", noise.id, noise, loc)
    elif kind == "secrets":
        for item, loc in text.items("secrets"):
            secret = text.build(Secret, item, loc)
            _keep(known, text, known.secrets, "secret", secret.id, secret, loc)
    elif kind == "certificates":
        known.certificates[text.file.removeprefix("certificates/").removesuffix(".yaml")] = text.data
    else:
        folders = ", ".join(("categories", *KINDS, "permissions", "noise", "secrets", "rules", "certificates"))
        raise KnowledgeError(text.file, 0, "a file outside the known folders", f"one of {folders}")


def _keep(known: Knowledge, text: Text, into: dict[str, Any], kind: str, id_: str, what: object, loc: Any) -> None:
    """File `what` under its id, once."""
    place = f"{kind} {id_}"
    if id_ in into:
        file, line = known.places[place]
        raise KnowledgeError(text.file, text.line(loc), f"{place} stands already in {file}:{line}", "each id once")
    into[id_] = what
    known.places[place] = (text.file, text.line(loc))
