"""Where the values in a request come from, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.knowledge import CatalogueEntry
from sousveil.model.text import one_line, visible
from sousveil.recover.composed import composed

CONSTANTS, STORES = 6, 6
_PHRASES = {
    "server": "what a server answered before",
    "network": "the network the phone is in",
    "user": "what the user typed",
    "device": "facts about the phone and what is on it",
    "stored": "what was kept on the phone before",
}
"""Origins that say something; the rest is made when the app runs."""
_KEPT = re.compile(r"\b(preference|table|provider|file)\(((?:\"[^\"]*\"|[\w$]+\.[\w$.]+)(?:, \"[^\"]*\")*)")
_WHERE = {
    "preference": "the app's settings",
    "table": "the app's database",
    "provider": "the provider",
    "file": "the file",
}
_FORM = re.compile(r"(?is)--.*|content-(disposition|type|length|transfer-encoding)\b.*|[^\w]*|\w{1,12}=")
"""Texts that only hold a form together: boundaries, line ends, headers of its parts."""


class Origins:
    """Speaks of values by the catalogue's sources. `names` gives the texts of resources."""

    def __init__(self, knowledge: Knowledge, names: Mapping[str, str]) -> None:
        self._entries = knowledge.entries
        self._names = names
        self._fields: dict[str, CatalogueEntry] = {}
        self._texts: list[tuple[re.Pattern[str], CatalogueEntry]] = []
        for entry in sorted(knowledge.of_kind("sources").values(), key=lambda e: e.id):
            for find in entry.find:
                if find.field is not None and entry.categories:
                    self._fields.setdefault(_simple(find.field), entry)
                if find.string is not None and find.string.startswith("^content") and entry.categories:
                    self._texts.append((re.compile(find.string), entry))

    def sources(self, value: str, origins: Sequence[str]) -> list[CatalogueEntry]:
        """Entries of personal data that a value is made of, as tracing or the name of a provider says."""
        found = {o: self._entries[o] for o in origins if o in self._entries}
        for kind, inside in _KEPT.findall(value):
            entry = self._provider(inside) if kind == "provider" else None
            if entry is not None:
                found.setdefault(entry.id, entry)
        return list(found.values())

    def says(self, value: str, origins: Sequence[str]) -> list[str]:
        """Sources, stores and constants that a value is made of; nothing where only code knows."""
        told = [entry.what for entry in self.sources(value, origins)]
        stores = self.stores(value)
        told += stores[:STORES]
        told += [_PHRASES[o] for o in origins if o in _PHRASES and not (o == "stored" and told)]
        constants = [p.text for p in composed(value, self._names) if p.constant and not _FORM.fullmatch(p.text)]
        told += [f"«{one_line(visible(text), 80)}»" for text in dict.fromkeys(constants)][:CONSTANTS]
        return list(dict.fromkeys(told))

    def stores(self, value: str) -> list[str]:
        """Settings, databases, providers and files that a value is read from, by their constant names."""
        return list(dict.fromkeys(self._stores(value)))

    def _stores(self, value: str) -> Iterator[str]:
        for kind, inside in _KEPT.findall(value):
            if kind == "provider" and self._provider(inside) is not None:
                continue
            names = [one_line(visible(name.strip('"')), 40) for name in inside.split(", ")]
            listed = "/".join(name for name in names if name)
            if listed:
                yield f"{_WHERE[kind]} «{listed}»"

    def _provider(self, inside: str) -> CatalogueEntry | None:
        if not inside.startswith('"'):
            return self._fields.get(inside)
        text = inside.strip('"')
        return next((entry for pattern, entry in self._texts if pattern.search(text)), None)


def _simple(field: str) -> str:
    """`android.provider.Telephony$Sms.CONTENT_URI` as terms write it: `Telephony$Sms.CONTENT_URI`."""
    owner, _, name = field.rpartition(".")
    return f"{owner.rpartition('.')[2]}.{name}"
