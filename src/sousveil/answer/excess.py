"""Does it ask for more than it uses, or use more than it asks?"""

from collections.abc import Iterator

from sousveil.answer import rules
from sousveil.answer.evidence import ordered, reach_of, steps
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.knowledge import Permission
from sousveil.model.report import Finding, Question
from sousveil.model.sighting import Sighting
from sousveil.model.text import visible
from sousveil.model.traces import Traces

_UNUSED = (
    "A permission can be used by code loaded later, by native code, by reflection, through another app's screen, "
    "or be left over from an earlier version."
)


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Permissions asked against permissions used. Only permissions whose use our catalogues know are judged."""
    if facts.manifest is None:
        return []
    asked: dict[str, dict[str, object]] = {}
    for row in facts.rows("permissions"):
        if row["how"] in ("asked", "implied", "included"):
            asked.setdefault(str(row["name"]), row)
    return [
        *_asked(asked, facts, traces, knowledge),
        *_not_asked(asked, facts, traces, knowledge),
        *rules.findings(Question.EXCESS, facts, traces, knowledge),
    ]


def uses(permission: Permission, traces: Traces) -> list[Sighting]:
    """Places that need the permission."""
    return ordered(s for entry in permission.used_by for s in traces.of(entry))


def _asked(
    asked: dict[str, dict[str, object]], facts: Facts, traces: Traces, knowledge: Knowledge
) -> Iterator[Finding]:
    given: list[tuple[Permission, dict[str, object]]] = []
    for name, row in sorted(asked.items()):
        permission = knowledge.permissions.get(name)
        if permission is None or permission.protection == "normal" or row["how"] == "included":
            continue
        if row["how"] == "implied":
            given.append((permission, row))
            continue
        seen = uses(permission, traces)
        live = any(s.reach in (Reach.LIVE, None) for s in seen)
        if not live and permission.used_by and facts.code is not None and not facts.partial:
            yield _unused(permission, row, seen, facts)
    if given:
        yield _implied(given, facts)


def _unused(permission: Permission, row: dict[str, object], seen: list[Sighting], facts: Facts) -> Finding:
    asks = f"The app asks to {permission.what} ({_short(permission.name)})"
    ground = "but the code for it was not found to run" if seen else "and no code that does so was found"
    if seen and all(s.reach == Reach.DORMANT for s in seen):
        ground = "but the code for it is switched off"
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.EXCESS,
        rule="excess/unused",
        says=f"{asks}, {ground}.",
        data={"permission": permission.name, "protection": permission.protection},
        categories=tuple(permission.categories),
        strength=Strength.INFERRED,
        evidence=(_manifest_step(facts, row, permission.name),),
        innocent_if=_UNUSED,
    )


def _implied(given: list[tuple[Permission, dict[str, object]]], facts: Facts) -> Finding:
    """What Android gives unasked, as one finding: the app's maker did not choose these one by one."""
    whats = [f"{p.what} ({_short(p.name)})" for p, _ in given]
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.EXCESS,
        rule="excess/implied",
        says=f"Because it is made for an old version of Android, the app may, without asking, {rules.listing(whats)}.",
        data={"permissions": [p.name for p, _ in given]},
        categories=tuple(sorted({c for p, _ in given for c in p.categories})),
        strength=Strength.OBSERVED,
        evidence=tuple(_manifest_step(facts, row, p.name) for p, row in given),
        innocent_if="Android does so for every app made for the same version, so that old apps go on working.",
    )


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _manifest_step(facts: Facts, row: dict[str, object], name: str) -> Step:
    part = facts.part(int(str(row["part"])))
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=str(row["place"]),
        reads=facts.reads(part.number, str(row["place"]), visible(str(row["reads"])) if row.get("reads") else None),
        shows=f"The manifest: {visible(name)}",
    )


def _not_asked(
    asked: dict[str, dict[str, object]], facts: Facts, traces: Traces, knowledge: Knowledge
) -> Iterator[Finding]:
    """Uses of a dangerous permission that is not asked for. Entries that several permissions serve are left out."""
    serving: dict[str, list[str]] = {}
    for permission in knowledge.permissions.values():
        for entry in permission.used_by:
            serving.setdefault(entry, []).append(permission.name)
    for name, permission in sorted(knowledge.permissions.items()):
        if name in asked or permission.protection != "dangerous":
            continue
        seen = ordered(
            s
            for entry in permission.used_by
            if serving[entry] == [name]
            for s in traces.of(entry)
            if s.reach == Reach.LIVE
        )
        own = [s for s in seen if s.owner is None]
        if not own:
            continue
        what = rules.listing([knowledge.entries[e].what for e in sorted({s.entry for s in own})])
        yield Finding(
            id=rules.UNNUMBERED,
            question=Question.EXCESS,
            rule="excess/not_asked",
            says=f"The app has code for {what} without asking for {_short(name)}, which the system wants for it.",
            data={"permission": name, "places": rules.places(own)},
            categories=tuple(permission.categories),
            strength=Strength.INFERRED,
            reach=reach_of(own),
            evidence=steps(facts, traces, own, {}),
            innocent_if="Shared code is often built into apps that never ask for its permission. Another app of the "
            "same maker and shared user id may hold it.",
        )
