"""Where every catalogue entry is seen, in code and outside it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sousveil import core
from sousveil.knowledge.load import Knowledge
from sousveil.model import spots
from sousveil.model.evidence import Reach
from sousveil.model.facts import Facts
from sousveil.model.knowledge import Find
from sousveil.model.sighting import Sighting
from sousveil.model.traces import ReachOf
from sousveil.trace import declared, framework, imported, owners, texts

Wanted = dict[str, Any]
"""One pattern as the core takes it; see `core.sight`."""

_ORDER = {Reach.LIVE: 0, Reach.DORMANT: 1, Reach.UNKNOWN: 2, Reach.DEAD: 3, None: 0}


def all_sightings(
    facts: Facts, knowledge: Knowledge, reach: ReachOf | None, owner_of: owners.Owners, *, unsure: set[str]
) -> dict[str, list[Sighting]]:
    """Catalogue id → sightings, in the order `Traces` promises. Entries that only seem to be there go to `unsure`."""
    found: dict[str, list[Sighting]] = {}
    for sighting in _all(facts, knowledge, reach, owner_of, unsure=unsure):
        found.setdefault(sighting.entry, []).append(sighting)
    return {entry: _ordered(seen) for entry, seen in sorted(found.items())}


def without_dead(found: dict[str, list[Sighting]]) -> dict[str, list[Sighting]]:
    """The same sightings where nothing can be called dead."""
    return {
        entry: _ordered([replace(s, reach=Reach.UNKNOWN) if s.reach == Reach.DEAD else s for s in seen])
        for entry, seen in found.items()
    }


def _ordered(seen: list[Sighting]) -> list[Sighting]:
    return sorted(set(seen), key=lambda s: (_ORDER[s.reach], s.owner is not None, s.part, s.place, s.text))


def _all(
    facts: Facts, knowledge: Knowledge, reach: ReachOf | None, owner_of: owners.Owners, *, unsure: set[str]
) -> Iterator[Sighting]:
    strings = texts.patterns_of(knowledge)
    for entry in knowledge.entries.values():
        for find in entry.find:
            yield from declared.sightings(entry, find, facts)
    ready = core.Patterns([pattern.expression for pattern in strings])
    yield from texts.sightings(strings, ready, facts)
    yield from texts.in_resources(knowledge, facts)
    yield from texts.in_parts(knowledge, facts)
    if facts.code is None:
        return
    yield from _classes(facts, owners.marks(knowledge), owner_of)
    if reach is not None:
        yield from _code(facts, knowledge, strings, texts.in_code(ready, facts), reach, owner_of, unsure=unsure)


def _classes(facts: Facts, marks: owners.Owners, owner_of: owners.Owners) -> Iterator[Sighting]:
    """One sighting an entry, for the first class of it; thousands of classes would say no more."""
    code = facts.code
    assert code is not None  # noqa: S101 - callers have checked
    told: set[str] = set()
    yield from imported.sightings(facts, marks, told)
    for name in code.class_names():
        entry = marks.of(name)
        if entry is not None and entry not in told:
            told.add(entry)
            spot, text = spots.class_itself(facts, name), code.class_text(name) or name
            yield Sighting(entry, "class", spot.part, spot.place, text, owner=owner_of.of(name), class_name=name)


def _code(
    facts: Facts,
    knowledge: Knowledge,
    strings: list[texts.Pattern],
    found: dict[int, dict[int, str]],
    reach: ReachOf,
    owner_of: owners.Owners,
    *,
    unsure: set[str],
) -> Iterator[Sighting]:
    code = facts.code
    assert code is not None  # noqa: S101 - callers have checked
    asked = [
        (entry.id, made, nth)
        for entry in knowledge.entries.values()
        for nth, find in enumerate(entry.find)
        if (made := pattern(find)) is not None
    ] + _strings(strings, found)
    patterns = [made | {"entry": number} for number, (_, made, _) in enumerate(asked)]
    for number, how, method, offset, symbol, owner_class, seems, args in core.sight(code, framework.table(), patterns):
        if seems:  # a body that only seems to do what is asked is not evidence, neither for nor against
            unsure.add(asked[number][0])
            continue
        class_name = code.method_class(method) if method is not None else None
        if class_name is None and owner_class is not None:
            class_name = code.class_name(owner_class)
        place, part, text = _where(facts, how, method, offset, symbol, class_name)
        yield Sighting(
            asked[number][0], how, part, place, text, method, offset or 0,
            reach.state(method) if method is not None else _class_reach(code, class_name, reach),
            owner_of.of(class_name or ""), tuple(args), asked[number][2],
            class_name or "", found[asked[number][1]["pattern"]][symbol] if how == "string" else "",
        )  # fmt: skip


def _strings(patterns: list[texts.Pattern], found: dict[int, dict[int, str]]) -> list[tuple[str, Wanted, int]]:
    """Text patterns as the core takes them: by the numbers of the strings they stand in."""
    return [
        (patterns[number].entry, {"kind": "string", "strings": list(strings), "pattern": number}, -1)
        for number, strings in sorted(found.items())
        if patterns[number].name is None
    ]


def _where(
    facts: Facts, how: str, method: int | None, offset: int | None, symbol: int, class_name: str | None
) -> tuple[str, int, str]:
    """Locator, part and text of one sighting in code."""
    code = facts.code
    assert code is not None  # noqa: S101 - callers have checked
    if how != "override" and method is not None and offset is not None:
        spot = spots.instruction(facts, method, offset)
        return spot.place, spot.part, code.string(symbol) if how == "string" else _symbol(code, how, symbol)
    if method is not None:
        spot = spots.method_itself(facts, method)
        return spot.place, spot.part, code.definition_text(method) or code.method_text(method)
    if how == "string":
        spot = spots.string(facts, symbol)
        return spot.place, spot.part, code.string(symbol)
    if class_name is not None:
        spot = spots.class_itself(facts, class_name)
        return spot.place, spot.part, code.class_text(class_name) or class_name
    raise ValueError(f"a {how} sighting without a place")


def _symbol(code: core.Code, how: str, symbol: int) -> str:
    return {"call": code.method_text, "field": code.field_text}.get(how, code.type_name)(symbol)


def _class_reach(code: core.Code, class_name: str | None, reach: ReachOf) -> Reach | None:
    """A class is as live as its liveliest method; a string that no code uses is dead."""
    if class_name is None:
        return Reach.DEAD
    states = [reach.state(m) for m in code.class_methods(class_name)]
    return min(states, key=lambda s: _ORDER[s], default=Reach.DEAD)


def pattern(find: Find) -> Wanted | None:
    """A `find` about code as the core takes it; None for the others."""
    if find.call is not None:
        owner, _, name = find.call.rpartition(".")
        made: Wanted = {"kind": "call", "class": owner, "name": name, "subtypes": find.subtypes}
        made |= {"params": find.params} if find.params is not None else {}
        args = [(number, wanted(value)) for number, value in (find.args or {}).items()]
        args += [(number, None) for number in find.computed]
        return made | {"args": args} if args else made
    if find.field is not None:
        owner, _, name = find.field.rpartition(".")
        return {"kind": "field", "class": owner, "name": name}
    if find.override is not None:
        owner, _, name = find.override.rpartition(".")
        return {"kind": "override", "class": owner, "name": name, "params": find.params, "body": find.body}
    if find.extends is not None:
        return {"kind": "extends", "class": find.extends}
    return None


def wanted(value: str | int) -> str | list[int] | None:
    """What an argument must be: a number, bits of a number, or a regular expression over text."""
    return [value] if isinstance(value, int) else value
