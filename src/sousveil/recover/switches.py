"""What is in a package and does not run as it stands: switched, never started, empty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sousveil.knowledge.load import Knowledge
from sousveil.model import spots
from sousveil.model.evidence import Reach, Role, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.lists import ValueList
from sousveil.model.sighting import Sighting
from sousveil.model.switch import Switch
from sousveil.model.text import visible
from sousveil.model.traces import Traces
from sousveil.recover.decisions.terms import outer

if TYPE_CHECKING:
    from sousveil.core import Value

_SWITCHED = ("sources", "sinks", "powers")
_RESOURCE = re.compile(r"resource (?:0x([0-9a-f]{8})|((?:bool|string|integer)/[\w.]+))")
_PREFERENCE = re.compile(r'preference "([^"]{1,80})"')
_STATUS = re.compile(
    r"\b(getStatusCode|getResponseCode|getStatusLine|isSuccessful|code|getContentLength)\(\)$|currentTimeMillis"
)
"""Whether a request arrived: every program that asks a server looks at it, and it chooses nothing."""
_STARTED = ("activity", "service", "receiver")
_DULL = ("sink.log", "sink.log.android")
"""What says nothing about a function."""
_STEPS = 4
_MOST = 200
_CONST_CLASS = 0x1C
_INVOKE_STATIC = 0x71


@dataclass(slots=True)
class _Found:
    """One switch in the making."""

    kind: str
    name: str
    says: str
    off: bool
    sightings: list[Sighting] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def switches(facts: Facts, traces: Traces, knowledge: Knowledge, listed: Sequence[ValueList]) -> list[Switch]:
    """Every switch, ids `W-1`, `W-2` …, by kind."""
    found = [
        *_guarded(facts, traces, knowledge),
        *_components(facts, traces),
        *_unreached(facts, traces, knowledge),
    ]
    made = [_switch(facts, knowledge, one) for one in found[:_MOST]] + [_list(one) for one in _lists(listed)]
    return [one.model_copy(update={"id": f"W-{number}"}) for number, one in enumerate(made, 1)]


def _own(traces: Traces, knowledge: Knowledge) -> Iterator[Sighting]:
    """Places in the app's own code that take, send or do something."""
    for id_ in sorted(traces.sightings):
        if knowledge.kinds.get(id_) in _SWITCHED:
            yield from (
                s for s in traces.sightings[id_] if s.owner is None and s.method is not None and s.how != "text"
            )


def _guarded(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[_Found]:
    """Calls behind a condition that a resource, a preference or an answer decides."""
    at: dict[tuple[int, int], list[Sighting]] = {}
    for sighting in _own(traces, knowledge):
        if sighting.method is not None:
            at.setdefault((sighting.method, sighting.offset), []).append(sighting)
    found: dict[tuple[str, str, bool], _Found] = {}
    ways: dict[tuple[str, str, str], set[str]] = {}
    for row in facts.rows("guards"):
        here = at.get((row["method"], row["offset"]))
        if not here or not row["switch"] or row["technical"] or row["cut"] or " or " in row["condition"]:
            continue
        told = _decided(facts, row)
        if told is None:
            continue
        telling = [s for s in here if s.entry not in _DULL]
        if not telling and told.kind != "resource":
            continue
        one = found.setdefault((told.kind, told.name, told.off), told)
        one.sightings += [s for s in telling if s not in one.sightings]
        for sighting in telling:
            ways.setdefault((told.kind, told.name, sighting.entry), set()).add(str(row["condition"]))
        step = _branch(facts, row)
        if step is not None and step not in one.steps:
            one.steps.append(step)
    for one in found.values():
        one.sightings = [s for s in one.sightings if not _either(ways[one.kind, one.name, s.entry])]
    # A setting or an answer that decides nothing worth telling is none; a resource is told for what it is.
    kept = [key for key, one in found.items() if one.sightings or one.kind == "resource"]
    return [found[key] for key in sorted(kept, key=lambda k: (_KINDS.index(k[0]), not k[2], k[1]))]


_OPPOSITES = (("does not ", ""), (" equal ", " equals "), (" contain ", " contains "), ("is not ", "is "),
              ("!=", "=="), ("is false", "is true"), ("is off", "is on"))  # fmt: skip


def _either(conditions: set[str]) -> bool:
    """Whether the same is done on both sides of one question, so that nothing depends on it."""
    plain = set()
    for condition in conditions:
        text = condition
        for no, yes in _OPPOSITES:
            text = text.replace(no, yes)
        plain.add(text)
    return len(plain) < len(conditions)


_KINDS = ("resource", "server", "preference", "component", "unreached", "list")


def _decided(facts: Facts, row: dict[str, object]) -> _Found | None:
    """The switch of a condition, and what it says as the package stands."""
    decides, switch, condition = str(row["decides"]), str(row["switch"]), str(row["condition"])
    if decides == "resource" and (named := _RESOURCE.fullmatch(switch)) and named.group(1) and facts.resources:
        number = int(named.group(1), 16)
        name = facts.resources.name(number) or switch
        values = facts.resources.resolve_all(number)
        texts = list(dict.fromkeys(v.value for v in values if v.value is not None))
        if len(texts) != 1 or "; " in switch:
            return None
        wanted = {"is on": "true", "is off": "false"}.get(condition.removeprefix(switch).strip())
        off = wanted is not None and texts[0] != wanted
        one = _Found("resource", name, f"it is {texts[0]} in the package", off)
        one.steps += _resource(facts, values[0], name)
        return one
    if decides == "preference" and (named := _PREFERENCE.fullmatch(switch)):
        return _Found("preference", named.group(1), "a setting kept on the phone decides", False)
    plain = switch.startswith("answer of ") and "…" not in switch and "new " not in switch
    if decides == "server" and plain and not _STATUS.search(switch):
        return _Found("server", switch.removeprefix("answer of "), "a server's answer decides", False)
    return None


def _resource(facts: Facts, value: Value, name: str) -> list[Step]:
    """The value as it stands in the table of resources."""
    table = facts.tables.get("resources")
    numbers = dict(zip(table.column("id"), table.column("part"), strict=True)) if table is not None else {}
    part = facts.part(numbers[value.id]) if value.id in numbers else None
    if part is None or not part.full_path.endswith((".arsc", ".pb")):
        return []
    place = f"res:0x{value.id:08x}" + (f"@{value.config}" if value.config else "")
    shows = f"The value of {name}"
    return [Step(part=part.full_path, part_sha256=part.sha256, place=place, reads=value.value, shows=shows,
                 role=Role.CONTEXT)]  # fmt: skip


def _branch(facts: Facts, row: dict[str, object]) -> Step | None:
    method, offset = row["at_method"], row["at_offset"]
    if not isinstance(method, int) or not isinstance(offset, int):
        return None
    return _code(facts, method, offset, f"Goes on only where {row['condition']}", Role.CONTEXT, None)


def _components(facts: Facts, traces: Traces) -> list[_Found]:
    """The app's own components that are switched off, or that no other code names and no one else may start."""
    code = facts.code
    own = set(traces.own_classes)
    if code is None:
        return []
    rows = [r for r in facts.rows("components") if r["kind"] in _STARTED and _descriptor(r) in own]
    whole = not traces.hiding and not _missing(facts, traces)
    named = _named(facts) if whole and any(not r["exported"] for r in rows) else None
    found = []
    filtered = {row["component"] for row in facts.rows("filters")}
    for row in rows:
        name, descriptor = str(row["class"]), _descriptor(row)
        if not row["enabled"]:
            by = f" by {row['switch']}" if row["switch"] else ""
            one = _Found("component", name, f"the manifest has it switched off{by}", True)
        elif named is not None and not row["exported"] and name not in filtered and descriptor not in named:
            one = _Found("component", name, "nothing in the app names it, and no other app may start it", True)
        else:
            continue
        part = facts.part(int(row["part"]))
        reads = facts.reads(part.number, str(row["place"]), visible(str(row["reads"])) if row["reads"] else None)
        one.steps.append(
            Step(part=part.full_path, part_sha256=part.sha256, place=str(row["place"]), reads=reads,
                 shows=f"{row['kind']} {visible(name)}: {one.says}")
        )  # fmt: skip
        found.append(one)
    return found


def _descriptor(row: dict[str, object]) -> str:
    return f"L{str(row['class']).replace('.', '/')};"


def _named(facts: Facts) -> set[str]:
    """Descriptors of classes that code of other classes, a text or another element of the manifest names."""
    code, table = facts.code, facts.tables.get("instructions")
    found: set[str] = set()
    if code is None or table is None:
        return found
    itself: dict[str, set[str]] = {}
    called: list[tuple[int, int]] = []
    for method, op, operand in zip(table.column("method"), table.column("op"), table.column("operand"), strict=True):
        if op == _CONST_CLASS:
            name = code.type_name(operand)
            if outer(code.method_class(method) or "") != outer(name):
                found.add(name)
            else:
                itself.setdefault(outer(name), set()).add(name)
        elif op == _INVOKE_STATIC:
            called.append((method, operand))
    # A class may have a method that starts it, for others to call.
    for method, callee in called if itself else ():
        there = outer(code.method_text(callee).partition("->")[0])
        if there in itself and outer(code.method_class(method) or "") != there:
            found |= itself[there]
    strings = facts.tables.get("strings")
    texts = Counter(str(text) for text in (strings.column("value") if strings is not None else ()))
    elements = facts.tables.get("xml_attributes")
    values = Counter(str(text) for text in (elements.column("value") if elements is not None else ()))
    twice = [text for text, times in values.items() if times > 1]
    return found | {f"L{text.replace('.', '/')};" for text in (*texts, *twice) if "." in text and " " not in text}


def _missing(facts: Facts, traces: Traces) -> bool:
    """Whether classes of the app's own packages are named and not there: what they start is not known."""
    types = facts.tables.get("types")
    if facts.code is None or types is None or facts.partial:
        return True
    there = set(facts.code.class_names())
    roots = {_root(name) for name in traces.own_classes}
    declared = [_descriptor(row) for row in facts.rows("components") if row["kind"] in (*_STARTED, "provider")]
    named = (str(name) for name in (*types.column("name"), *declared))
    return any(n.startswith("L") and n not in there and _root(n) in roots and not _generated(n) for n in named)


def _root(name: str) -> str:
    """The first two parts of a class's package."""
    return "/".join(name.split("/")[:2])


def _generated(name: str) -> bool:
    """Classes of numbers that compilers fold away."""
    return bool(re.search(r"/(R|BuildConfig)(\$\w+)?;$", name))


def _unreached(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[_Found]:
    """The app's own code that takes, sends or does something and that no way leads to; by class."""
    if traces.hiding or facts.code is None or _missing(facts, traces):
        return []
    found: dict[str, _Found] = {}
    for sighting in _own(traces, knowledge):
        if sighting.reach is not Reach.DEAD or sighting.method is None or sighting.entry in _DULL:
            continue
        owner = facts.code.method_class(sighting.method) or ""
        name = outer(owner).strip("L;").replace("/", ".")
        if not _dead(facts, traces, outer(owner)):
            method = facts.code.method_text(sighting.method).partition("->")[2].partition("(")[0]
            name = f"{owner[1:-1].replace('/', '.')}.{method}"
        one = found.setdefault(name, _Found("unreached", name, "nothing was found that can start it", True))
        one.sightings.append(sighting)
    return [found[name] for name in sorted(found)]


def _dead(facts: Facts, traces: Traces, descriptor: str) -> bool:
    """Whether nothing leads to any method of a class; of one that others use, only a method may be left over."""
    if facts.code is None or traces.reach is None:
        return False
    return all(traces.reach.state(m) is Reach.DEAD for m in facts.code.class_methods(descriptor))


def _lists(listed: Sequence[ValueList]) -> list[ValueList]:
    return [one for one in listed if not one.folded and (one.count == 0 or one.use == "inert")]


def _list(one: ValueList) -> Switch:
    says = "it is empty in the package" if one.count == 0 else "it is there, and nothing uses it"
    return Switch(
        id="W-0",
        kind="list",
        name=f"{one.name} ({one.id})",
        says=says,
        off=True,
        what=() if one.kind == "other" else (f"a list of {one.kind.replace('_', ' ')}",),
        strength=one.strength,
        reach=one.reach,
        evidence=one.evidence[:_STEPS],
    )


def _switch(facts: Facts, knowledge: Knowledge, one: _Found) -> Switch:
    entries = dict.fromkeys(s.entry for s in one.sightings)
    reaches = {s.reach for s in one.sightings}
    reach = next((r for r in (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD) if r in reaches), None)
    steps: list[Step | None] = []
    for sighting in one.sightings[:_STEPS]:
        what = knowledge.entries[sighting.entry].what
        if sighting.method is not None:
            steps.append(_code(facts, sighting.method, sighting.offset, what, Role.SITE, sighting.reach))
    steps += one.steps[:_STEPS]
    return Switch(
        id="W-0",
        kind=one.kind,
        name=one.name,
        says=one.says,
        off=one.off,
        what=tuple(knowledge.entries[id_].what for id_ in entries),
        strength=Strength.INFERRED if one.kind in ("unreached", "component") and one.sightings else Strength.TRACED,
        reach=Reach.DORMANT if one.off and one.kind == "resource" else reach,
        evidence=tuple(step for step in steps if step is not None),
    )


def _code(facts: Facts, method: int, offset: int, shows: str, role: Role, reach: Reach | None) -> Step | None:
    if facts.code is None or facts.code.method_part(method) is None:
        return None
    spot = spots.instruction(facts, method, offset)
    part = facts.part(spot.part)
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=spot.place,
        reads=spot.reads,
        shows=visible(shows[:200]),
        role=role,
        reach=reach,
    )
