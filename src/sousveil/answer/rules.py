"""Rules become findings. The mechanism is the same for every question; the rules are data."""

from collections.abc import Iterable, Sequence

from sousveil.answer.evidence import ordered, reach_of, steps, strength_of, upper_first
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Strength
from sousveil.model.facts import Facts
from sousveil.model.knowledge import CatalogueEntry, Rule
from sousveil.model.report import Finding, Question
from sousveil.model.sighting import Sighting
from sousveil.model.text import masked, one_line
from sousveil.model.traces import Traces

UNNUMBERED = "F-0"


def findings(question: Question, facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Every finding and every statement of absence that the rules of one question give."""
    made: list[Finding] = []
    for rule in knowledge.rules.values():
        if rule.question == question and rule.flow is None:
            made.extend(_apply(rule, facts, traces, knowledge))
    return made


def _apply(rule: Rule, facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    seen = [s for pattern in rule.any for s in traces.of(pattern) if s.how != "implied"]
    if rule.question == Question.MADE_BY:  # names inside a library's code name the library's maker
        seen = [s for s in seen if s.owner is None or s.how == "class"]
    if any(traces.of(pattern) for pattern in rule.none):
        return []
    if any(not traces.of(pattern) for pattern in rule.all):
        return []
    if not seen:
        open_ = any(pattern in traces.unsure or traces.of(pattern) for pattern in rule.absent_unless)
        read = facts.code is not None and not facts.partial
        return [absence(rule)] if rule.absent and read and not open_ else []
    seen = [s for s in seen if _counts(rule, s, traces)]
    if not seen:
        return []
    if rule.split == "rule":
        return [_finding(rule, ordered(seen), facts, traces, knowledge)]
    by_entry: dict[str, list[Sighting]] = {}
    for sighting in seen:
        by_entry.setdefault(sighting.entry, []).append(sighting)
    return [_finding(rule, ordered(group), facts, traces, knowledge) for _, group in sorted(by_entry.items())]


def _counts(rule: Rule, sighting: Sighting, traces: Traces) -> bool:
    """Whether a place counts: not in a class whose use is known, and with what must stand in the same code."""
    inside = sighting.class_name
    if any(inside.startswith((f"L{c.replace('.', '/')};", f"L{c.replace('.', '/')}$")) for c in rule.outside):
        return False
    return all(any(s.owner == sighting.owner for s in traces.of(pattern)) for pattern in rule.same)


def absence(rule: Rule) -> Finding:
    """What was looked for in all code that was read, and not found."""
    return Finding(
        id=UNNUMBERED,
        question=rule.question,
        rule=rule.rule,
        says=rule.absent or "",
        data={"absent": True, "looked_for": list(rule.any)},
        strength=Strength.OBSERVED,
    )


def _finding(rule: Rule, seen: Sequence[Sighting], facts: Facts, traces: Traces, knowledge: Knowledge) -> Finding:
    entries = [knowledge.entries[i] for i in sorted({s.entry for s in seen})]
    reach = reach_of(seen)
    told = [s for s in seen if s.reach == reach] or list(seen)
    owners = sorted({product_name(knowledge, s.owner) for s in told if s.owner})
    only_library = bool(owners) and all(s.owner for s in told) and rule.question != Question.MADE_BY
    told_entries = [e for e in entries if any(s.entry == e.id for s in told)]
    does = rule.does.replace("{what}", listing([e.what for e in told_entries]))
    alone = "" if any(e.id not in knowledge.of_kind("products") for e in told_entries) else judged_by(told)
    does += alone
    if "{seen}" in does:
        does = does.replace("{seen}", listing([f"«{text}»" for text in words(told, knowledge)], 3))
    return Finding(
        id=UNNUMBERED,
        question=rule.question,
        rule=rule.rule,
        says=sentence(does, reach, owners if only_library else []),
        data={
            "entries": [e.id for e in entries],
            "what": [e.what for e in entries],
            "places": places(seen),
            "libraries": owners,
        },
        categories=tuple(sorted({c for e in entries for c in e.categories})),
        strength=Strength.INFERRED if alone else strength_of(told),
        reach=reach,
        evidence=steps(facts, traces, seen, {e.id: upper_first(e.what) for e in entries}, personal(entries)),
        innocent_if=rule.innocent_if,
    )


_BY = {"string": "an address or string of its", "resource": "names of resources as its makers' instructions give them"}
"""What a product is judged by where none of its code is there, by how it was seen."""


def judged_by(seen: Iterable[Sighting]) -> str:
    """The end of a sentence that names a product by weak marks alone; empty where its code or parts are there."""
    ways = {s.how for s in seen}
    return f", judged only by {' and '.join(_BY[w] for w in sorted(ways))}" if ways and ways <= _BY.keys() else ""


def personal(entries: Iterable[CatalogueEntry]) -> frozenset[str]:
    """Entries whose places hold third parties' data."""
    return frozenset(e.id for e in entries if e.personal)


def words(seen: Sequence[Sighting], knowledge: Knowledge) -> list[str]:
    """What stands at the places, without doubles; persons' addresses masked."""
    return list(
        dict.fromkeys(
            masked(s.found or s.text, 2) if knowledge.entries[s.entry].personal else one_line(s.found or s.text, 80)
            for s in seen
        )
    )


def sentence(does: str, reach: Reach | None, owners: Sequence[str]) -> str:
    """The plain sentence, which never says more than reach and strength allow."""
    if owners:
        who = f"Library code in the app ({listing(owners)})"
    else:
        who = "The app" if reach in (None, Reach.LIVE) or does.startswith("has code ") else "Code in the app"
    said = f"{who} {does}"
    if reach == Reach.DEAD:
        said += "; nothing was found that can start this code"
    elif reach == Reach.UNKNOWN:
        said += "; whether this code ever runs is unknown"
    elif reach == Reach.DORMANT:
        said += "; this code is switched off in the package as it stands"
    return said + "."


def places(seen: Iterable[Sighting]) -> dict[str, int]:
    """How many places there are by reach, and in all."""
    counts = {"all": 0}
    for sighting in seen:
        counts["all"] += 1
        if sighting.reach is not None:
            counts[sighting.reach.value] = counts.get(sighting.reach.value, 0) + 1
    return counts


def listing(words: Sequence[str], limit: int = 6) -> str:
    """`a, b and c`; the rest counted beyond `limit`."""
    shown = list(dict.fromkeys(words))
    rest = len(shown) - limit
    if rest > 0:
        return f"{', '.join(shown[:limit])} and {rest} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def product_name(knowledge: Knowledge, owner: str) -> str:
    """The public name of a library, as its catalogue entry says it."""
    entry = knowledge.entries.get(owner)
    return entry.what.partition(",")[0] if entry else owner
