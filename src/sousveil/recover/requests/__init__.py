"""Requests of the app's own code, put together from the rows that tracing found at the places that send."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.flow import NETWORK
from sousveil.model.knowledge import CatalogueEntry
from sousveil.model.request import Request, RequestPart
from sousveil.model.text import one_line, visible
from sousveil.model.traces import Traces
from sousveil.recover import places
from sousveil.recover.composed import composed
from sousveil.recover.gloss import Glossary
from sousveil.recover.requests.addresses import SMS, addresses, inside
from sousveil.recover.requests.origins import Origins

PARTS = 80
STEPS = 16
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_KIND = {"header": "header", "part": "query", "body": "body"}
_NAME = re.compile(r"[\w.$~@ -]{1,60}")

Row = dict[str, Any]


def requests(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Request]:
    """Every request of the app's own code that says where it goes or what it carries, ids `Q-1` …"""
    rows = facts.rows("requests")
    if facts.code is None or not rows:
        return []
    maker = _Maker(facts, traces, knowledge)
    made = [maker.one(list(group)) for _, group in groupby(rows, key=lambda row: row["request"])]
    told = sorted((r for r in made if r is not None), key=_place)
    unique = {(r.channel, r.verbs, r.addresses, r.kept, r.parts): r for r in reversed(told)}
    return [one.model_copy(update={"id": f"Q-{n}"}) for n, one in enumerate(sorted(unique.values(), key=_place), 1)]


def _place(one: Request) -> tuple[Any, ...]:
    first = (_REACH.index(one.reach or Reach.UNKNOWN), not one.addresses, -len(one.parts))
    return *first, one.addresses, one.kept, one.verbs, one.channel


class _Maker:
    def __init__(self, facts: Facts, traces: Traces, knowledge: Knowledge) -> None:
        self._facts, self._traces = facts, traces
        self._own = set(traces.own_classes)
        self._words = Glossary.of(knowledge)
        self._names = _resources(facts)
        self._origins = Origins(knowledge, self._names)
        self._into = self._flows(traces, knowledge)
        sinks = knowledge.of_kind("sinks")
        self._channels = {
            (s.method, s.offset): str(sinks[s.entry].detail["channel"])
            for s in traces.of("sink.*")
            if sinks[s.entry].detail.get("channel") in NETWORK
        }

    @staticmethod
    def _flows(traces: Traces, knowledge: Knowledge) -> dict[tuple[int, int | None], list[CatalogueEntry]]:
        """Place of a call that sends → sources of the data that was followed into it."""
        found: dict[tuple[int, int | None], list[CatalogueEntry]] = {}
        for flow in traces.flows:
            entry = knowledge.entries.get(flow.source)
            if entry is not None and entry.categories and not flow.decision and "network" not in flow.through:
                here = found.setdefault((flow.sink_method, flow.sink_offset), [])
                here += [entry] if entry not in here else []
        return found

    def one(self, rows: Sequence[Row]) -> Request | None:
        """A request out of its rows; None for those of libraries and those that tell nothing."""
        code = self._facts.code
        methods = list(dict.fromkeys(row["method"] for row in rows if row["part"] != "answer"))
        if code is None or not methods or not all(code.method_class(m) in self._own for m in methods):
            return None
        channel = self._channel(rows)
        named = addresses(rows, channel, self._names)
        if channel in ("tcp", "network") and any(a.startswith(("http:", "https:")) for a in named):
            channel = "http"  # an address of the web, whatever carries it
        parts = tuple(self._parts(rows))
        into = {e.id: e for r in rows for e in self._into.get((r["method"], r["offset"]), ())}
        told = bool(into) or any(p.name or p.categories for p in parts)
        if not named and (inside(rows) or not told):
            return None
        stores = [s for r in rows if r["part"] == "address" for s in self._origins.stores(r["value"])]
        return Request(
            id="Q-0",
            channel=channel,
            verbs=tuple(dict.fromkeys(_verbs(rows))),
            addresses=tuple(named),
            kept=tuple(dict.fromkeys(stores)),
            parts=parts,
            followed=tuple(sorted({e.what for e in into.values()})),
            categories=tuple(sorted({*_categories(into.values()), *(c for p in parts for c in p.categories)})),
            answers=tuple(_answers(rows)),
            strength=Strength.TRACED,
            reach=min((places.reach(self._traces, m) for m in methods), key=_REACH.index),
            evidence=tuple(self._steps(rows)),
        )

    def _channel(self, rows: Sequence[Row]) -> str:
        if any(row["part"] == "address" and row["value"] == SMS for row in rows):
            return "sms"
        found = {self._channels[at] for row in rows if (at := (row["method"], row["offset"])) in self._channels}
        return found.pop() if len(found) == 1 else "http" if any(r["part"] == "verb" for r in rows) else "network"

    def _parts(self, rows: Sequence[Row]) -> Iterator[RequestPart]:
        """Parts with names, and those without whose value says something; what one name holds stands together."""
        where = {row["value"] for row in rows if row["part"] == "address"}
        merged: dict[tuple[str, str, str], list[Row]] = {}
        for row in rows:
            name = row["name"] if row["name"] != "?" and _NAME.fullmatch(row["name"]) else ""
            if row["part"] in _KIND and (name or (row["part"] == "body" and row["value"] not in where)):
                merged.setdefault((_KIND[row["part"]], name, "" if name else row["value"]), []).append(row)
        for (kind, name, _), same in list(merged.items())[:PARTS]:
            value = " | ".join(dict.fromkeys(r["value"] for r in same))
            origins = tuple(dict.fromkeys(o for r in same for o in r["origin"].split("+")))
            says = self._origins.says(value, origins)
            gloss = self._words.identifier(name) if name and kind != "header" else None
            if name or says:
                yield RequestPart(
                    kind=kind,
                    name=visible(name) or None,
                    gloss=gloss.gloss if gloss is not None and gloss.gloss.lower() != name.lower() else None,
                    value=one_line(visible(value), 400),
                    says=tuple(says),
                    origins=origins,
                    categories=tuple(sorted(_categories(self._origins.sources(value, origins)))),
                )

    def _steps(self, rows: Sequence[Row]) -> Iterator[Step]:
        seen: dict[tuple[int, int], list[str]] = {}
        for row in rows:
            if row["offset"] is not None:
                what = f"{row['part']} {row['name']}".strip() if row["part"] != "part" else "piece of the address"
                seen.setdefault((row["method"], row["offset"]), []).append(what)
        for (method, offset), given in list(seen.items())[:STEPS]:
            shows = one_line("Given here: " + ", ".join(dict.fromkeys(given)), 300)
            yield places.step(self._facts, self._traces, method, offset, shows)


def _resources(facts: Facts) -> dict[str, str]:
    """`@string/name` → its text in the default language."""
    found: dict[str, str] = {}
    for row in facts.rows("resources"):
        if row["type"] == "string" and row["key"] is None and row["value"] is not None:
            name = f"@string/{row['name']}"
            if not row["config"] or name not in found:
                found[name] = row["value"]
    return found


def _categories(entries: Iterable[CatalogueEntry]) -> set[str]:
    return {category for entry in entries for category in entry.categories}


def _verbs(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if row["part"] == "verb":
            yield from (one.text for one in composed(row["value"], {}) if one.constant)


def _answers(rows: Sequence[Row]) -> Iterator[str]:
    """Numbers of HTTP that an answer is compared with; other comparisons are of the code's own."""
    for row in rows:
        number = re.fullmatch(r"(==|!=) ([1-5]\d\d)", row["value"]) if row["part"] == "answer" else None
        if number is not None:
            yield f"looks whether the answer's status is {number.group(2)}"
