"""The knowledge as one value."""

from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from sousveil.model.action import Action, Concern
from sousveil.model.flow import Model
from sousveil.model.knowledge import (
    App,
    CatalogueEntry,
    Category,
    Folder,
    Left,
    ListKind,
    NativeMark,
    Noise,
    Permission,
    Rule,
    Secret,
    Sentinel,
    Services,
    Storage,
    Term,
    Value,
)
from sousveil.model.mark import NameWords, RecordMark, Subject

KINDS = ("addresses", "sources", "sinks", "powers", "weaknesses", "evasions", "products", "makers")
"""Folders that hold catalogue entries; an entry's kind is its folder's name."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A folder whose files hold lists: what one item is called, its class, and what names it."""

    called: str
    cls: type[BaseModel]
    key: str = "id"


LISTS: dict[str, Listed] = {
    "actions": Listed("action", Action),
    "apps": Listed("app", App, "package"),
    "categories": Listed("category", Category),
    "concerns": Listed("concern", Concern),
    "folders": Listed("folder", Folder, "path"),
    "left": Listed("entry left", Left),
    "lists": Listed("kind of list", ListKind),
    "naming": Listed("words of names", NameWords),
    "natives": Listed("native mark", NativeMark),
    "noise": Listed("noise", Noise),
    "permissions": Listed("permission", Permission, "name"),
    "records": Listed("mark", RecordMark),
    "secrets": Listed("secret", Secret),
    "sentinels": Listed("sentinel", Sentinel),
    "services": Listed("services", Services),
    "storage": Listed("storage", Storage),
    "subjects": Listed("subject", Subject),
    "values": Listed("value", Value),
}
"""Folder → what its lists hold. The folder, the key in its files and the attribute of `Knowledge` have one name."""


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
    natives: dict[str, NativeMark] = field(default_factory=dict)
    """What native code shows of itself, by id."""
    noise: dict[str, Noise] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)
    records: dict[str, RecordMark] = field(default_factory=dict)
    """How libraries name, write and read the fields of records."""
    naming: dict[str, NameWords] = field(default_factory=dict)
    """Words in names of classes, fields and lists."""
    subjects: dict[str, Subject] = field(default_factory=dict)
    """What records are about."""
    storage: dict[str, Storage] = field(default_factory=dict)
    """Places that apps write to."""
    services: dict[str, Services] = field(default_factory=dict)
    """Services that very many use."""
    lists: dict[str, ListKind] = field(default_factory=dict)
    sentinels: dict[str, Sentinel] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    """By package name."""
    folders: dict[str, Folder] = field(default_factory=dict)
    """By their path on the shared storage."""
    left: dict[str, Left] = field(default_factory=dict)
    """Calls that leave entries on the phone."""
    values: dict[str, Value] = field(default_factory=dict)
    """What is written into files, by terms."""
    models: dict[str, Model] = field(default_factory=dict)
    """What methods do with data."""
    actions: dict[str, Action] = field(default_factory=dict)
    """Kinds of action that change what happens to a person, by id."""
    concerns: dict[str, Concern] = field(default_factory=dict)
    """Words of persons, police and roles, by which an action is one about people."""
    glossary: dict[str, Term] = field(default_factory=dict)
    """`LANGUAGE TERM` → the term and its gloss."""
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

    def unmasked(self) -> "Knowledge":
        """The same knowledge with nothing marked as personal, for reports that show third parties' data."""
        shown = {id_: entry.model_copy(update={"personal": False}) for id_, entry in self.entries.items()}
        lists = {id_: kind.model_copy(update={"personal": False}) for id_, kind in self.lists.items()}
        return replace(self, entries=shown, lists=lists)
