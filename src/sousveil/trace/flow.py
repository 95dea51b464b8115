"""Data flow: from catalogue entries that give personal data to those that take it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sousveil import core
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach
from sousveil.model.facts import Facts
from sousveil.model.knowledge import CatalogueEntry, Find
from sousveil.model.sighting import Sighting
from sousveil.model.traces import Traces
from sousveil.trace import entry, framework
from sousveil.trace.reach import CodeReach

Site = tuple[str, int, int | None, list[str]]
"""Name of a source or sink, method number, byte offset of the call (None: a method that Android calls), places."""

MOST_STEPS = 400_000
"""Facts the engine follows in one sample before it stops and says so."""

OPAQUE = ("android.content.Context", "android.view.View", "android.app.Fragment", "android.os.Handler")
"""Objects everything goes through: what is called on them is not what they hold."""

SOURCES, SINKS = "source.", "sink."
"""Branches of the catalogues that data comes from and goes to."""


@dataclass(frozen=True, slots=True)
class FlowTables:
    """The fact tables of the data flow, and what it cost."""

    tables: dict[str, core.Table]
    """`flows`, `steps`, `carriers`, `guards`, `requests`."""
    counts: dict[str, int]

    @property
    def flows(self) -> core.Table:
        return self.tables["flows"]

    @property
    def steps(self) -> core.Table:
        return self.tables["steps"]


def flows(
    facts: Facts,
    knowledge: Knowledge,
    traces: Traces,
    sources: Iterable[Site] | None = None,
    sinks: Iterable[Site] | None = None,
) -> FlowTables | None:
    """Follow data from every source seen to every sink; None without code. `sources` and `sinks` stand in for the
    catalogues' where given."""
    if facts.code is None or not isinstance(traces.reach, CodeReach):
        return None
    found = core.Flows(
        facts.code,
        framework.table(),
        traces.reach.live,
        model_rows(knowledge),
        list(sources) if sources is not None else sites(knowledge, traces, SOURCES),
        list(sinks) if sinks is not None else sites(knowledge, traces, SINKS),
        unnamed=unnamed(knowledge, traces) if sources is None else [],
        named=(
            by_name(knowledge, SOURCES) if sources is None else [],
            by_name(knowledge, SINKS) if sinks is None else [],
        ),
        components=components(facts),
        opaque=list(OPAQUE),
        resources=texts(facts),
        most_steps=MOST_STEPS,
    )
    return FlowTables({name: found.table(name) for name in found.names()}, found.counts())


def texts(facts: Facts) -> list[tuple[int, str, str | None]]:
    """String resources of the default configuration, as the core takes them."""
    found: dict[int, tuple[int, str, str | None]] = {}
    for row in facts.rows("resources"):
        if row["type"] == "string" and row["key"] is None and (not row["config"] or row["id"] not in found):
            found[row["id"]] = (row["id"], f"string/{row['name']}", row["value"])
    return [found[number] for number in sorted(found)]


def sites(knowledge: Knowledge, traces: Traces, branch: str) -> list[Site]:
    """Where the entries of a branch are seen in code that can run, with the places where data comes out or goes in.

    Sources without a data category (an address is named) start no flow of their own.
    """
    found: set[tuple[int, int, str, tuple[str, ...]]] = set()
    for entry_id, seen in traces.sightings.items():
        if not entry_id.startswith(branch):
            continue
        entry_ = knowledge.entries[entry_id]
        if branch == SOURCES and not entry_.categories:
            continue
        hows = ("call", "override", "field", "string") if branch == SOURCES else ("call", "override")
        for one in seen:
            if one.method is None or one.how not in hows or one.reach in (Reach.DEAD, Reach.DORMANT):
                continue
            find = _find(entry_, one)
            places = entry_.given(find) if branch == SOURCES else entry_.taken(find)
            offset = -1 if one.how == "override" else one.offset
            found.add((one.method, offset, entry_id, tuple(places)))
    return [(name, method, None if o < 0 else o, list(places)) for method, o, name, places in sorted(found)]


def unnamed(knowledge: Knowledge, traces: Traces) -> list[Site]:
    """Where data comes in whose kind is not known, in the order of the catalogue."""
    found: list[Site] = []
    for entry_ in knowledge.of_kind("sources").values():
        if entry_.detail.get("starts") != "flow":
            continue
        seen = {
            (one.method, one.offset, tuple(entry_.given(_find(entry_, one))))
            for one in traces.sightings.get(entry_.id, ())
            if one.method is not None and one.how == "call" and one.reach not in (Reach.DEAD, Reach.DORMANT)
        }
        found += [(entry_.id, method, offset, list(places)) for method, offset, places in sorted(seen)]
    return found


def by_name(knowledge: Knowledge, branch: str) -> list[tuple[str, str, str, list[str]]]:
    """Methods of a branch, (entry, class, method, places), for calls by reflection."""
    found = []
    for entry_ in knowledge.entries.values():
        if entry_.id.startswith(branch) and (branch == SINKS or entry_.categories):
            for find in entry_.find:
                if find.call is not None and not find.args:
                    class_name, _, method = find.call.rpartition(".")
                    places = entry_.given(find) if branch == SOURCES else entry_.taken(find)
                    found.append((entry_.id, class_name, method, list(places)))
    return found


def _find(entry_: CatalogueEntry, one: Sighting) -> Find:
    if one.nth >= 0:
        return entry_.find[one.nth]
    return next((f for f in entry_.find if f.string is not None), entry_.find[0])


def model_rows(knowledge: Knowledge) -> list[Any]:
    """The models as the core takes them."""
    return [
        (
            model.id,
            list(model.class_),
            model.subtypes,
            list(model.method),
            None if model.params is None else [descriptor(p) for p in model.params],
            [pair for effect in model.effects for pair in effect.items()],
        )
        for model in knowledge.models.values()
    ]


_PRIMITIVE = {
    "void": "V", "boolean": "Z", "byte": "B", "short": "S", "char": "C", "int": "I", "long": "J", "float": "F",
    "double": "D",
}  # fmt: skip


def descriptor(name: str) -> str:
    """`java.lang.String[]` as `[Ljava/lang/String;`."""
    base = name.replace("...", "[]")
    dims = base.count("[]")
    base = re.sub(r"(\[\])+$", "", base)
    return "[" * dims + _PRIMITIVE.get(base, f"L{base.replace('.', '/')};")


def components(facts: Facts) -> list[tuple[str, str, list[dict[str, list[str]]], list[str]]]:
    """The manifest's components with their filters, as the core takes them."""
    if facts.manifest is None:
        return []
    found = []
    for one in facts.manifest.components:
        filters: dict[int, dict[str, list[str]]] = {}
        for line in facts.manifest.filters:
            if line.component_place == one.place:
                words = filters.setdefault(line.number, {})
                for key, value in _filter_words(line.kind, line.value):
                    words.setdefault(key, []).append(value)
        name = entry.descriptor(one.target or one.class_name)
        found.append((name, one.kind, [filters[n] for n in sorted(filters)], (one.authorities or "").split(";")))
    return found


def _filter_words(kind: str, value: str) -> Iterable[tuple[str, str]]:
    if kind == "action":
        yield "actions", value
    elif kind == "category":
        yield "categories", value
    elif kind == "data":
        for word in value.split(";"):
            key, _, text = word.partition("=")
            if key in ("scheme", "host", "mimeType"):
                yield {"scheme": "schemes", "host": "hosts", "mimeType": "types"}[key], text
