"""Does it ask for more than it uses, or use more than it asks?"""

from collections.abc import Iterator

from sousveil.answer import rules
from sousveil.answer.evidence import ordered, reach_of, steps
from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.knowledge import Permission
from sousveil.model.report import Finding, Question, Reach, Step, Strength
from sousveil.model.sighting import Sighting
from sousveil.model.text import visible
from sousveil.model.traces import Traces

_UNUSED = (
    "A permission can be used by code loaded later, by native code, by reflection, through another app's screen, or be left over "
    "from an earlier version."
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
    for name, row in sorted(asked.items()):
        permission = knowledge.permissions.get(name)
        if permission is None or permission.protection == "normal" or row["how"] == "included":
            continue
        implied = row["how"] == "implied"
        seen = uses(permission, traces)
        live = [s for s in seen if s.reach in (Reach.LIVE, None)]
        if not implied and (live or not permission.used_by or facts.code is None):
            continue
        yield _excess(permission, row, seen, implied=implied, used=bool(live), facts=facts)


def _excess(
    permission: Permission, row: dict[str, object], seen: list[Sighting], *, implied: bool, used: bool, facts: Facts
) -> Finding:
    short = permission.name.rpartition(".")[2]
    if implied:
        says = f"The app may {permission.what} ({short}) though it does not ask: its old target version implies it"
        says += "" if used else ", and no code that does so was found"
    elif seen and all(s.reach == Reach.DORMANT for s in seen):
        says = f"The app asks to {permission.what} ({short}), but the code for it is switched off"
    elif seen:
        says = f"The app asks to {permission.what} ({short}), but the code for it was not found to run"
    else:
        says = f"The app asks to {permission.what} ({short}), and no code that does so was found"
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.EXCESS,
        rule="excess/implied" if implied else "excess/unused",
        says=says + ".",
        data={"permission": permission.name, "protection": permission.protection, "implied": implied, "used": used},
        categories=tuple(permission.categories),
        strength=Strength.OBSERVED if implied else Strength.INFERRED,
        evidence=(_manifest_step(facts, row, permission.name),),
        innocent_if=_UNUSED,
    )


def _manifest_step(facts: Facts, row: dict[str, object], name: str) -> Step:
    part = facts.part(int(str(row["part"])))
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=str(row["place"]),
        reads=visible(str(row["reads"])) if row.get("reads") else None,
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
        short = name.rpartition(".")[2]
        what = rules.listing([knowledge.entries[e].what for e in sorted({s.entry for s in own})])
        yield Finding(
            id=rules.UNNUMBERED,
            question=Question.EXCESS,
            rule="excess/not_asked",
            says=f"The app has code for {what} without asking for {short}; without it the system refuses the call.",
            data={"permission": name, "places": rules.places(own)},
            categories=tuple(permission.categories),
            strength=Strength.INFERRED,
            reach=reach_of(own),
            evidence=steps(facts, traces, own, {}),
            innocent_if="Shared code is often built into apps that never ask for its permission. Another app of the "
            "same maker and shared user id may hold it.",
        )
