"""Is it built unsafely for the people it watches?"""

import re
from collections.abc import Iterator

from sousveil.answer import rules
from sousveil.answer.evidence import ordered, reach_of, step
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.knowledge import Secret
from sousveil.model.report import Finding, Question
from sousveil.model.sighting import Sighting
from sousveil.model.text import masked, visible
from sousveil.model.traces import Traces

SECRETS_SHOWN = 5
_FRAME = re.compile(r"-----BEGIN [A-Z ]+-----(\\n)?")
_OPEN_INNOCENT = "Components are opened on purpose so that other apps can use them; what matters is what they hand out."


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Weaknesses that rules name, open components, and keys that stand in the package."""
    return [
        *rules.findings(Question.WEAK, facts, traces, knowledge),
        *_open_components(facts),
        *_secrets(facts, traces, knowledge),
    ]


def _open_components(facts: Facts) -> Iterator[Finding]:
    """Services, receivers and providers that any app may call. Activities are opened by design and left out."""
    open_by_kind: dict[str, list[dict[str, object]]] = {}
    filtered = {r["component"] for r in facts.rows("filters") if _system_only(str(r["value"]))}
    for row in facts.rows("components"):
        if row["kind"] not in ("service", "receiver", "provider") or not row["exported"] or row["permission"]:
            continue
        if row["kind"] == "receiver" and row["class"] in filtered:
            continue
        open_by_kind.setdefault(str(row["kind"]), []).append(row)
    for kind, rows in sorted(open_by_kind.items()):
        names = [visible(str(r["class"])) for r in rows]
        plural = f"{len(rows)} {kind}s" if len(rows) > 1 else f"a {kind}"
        yield Finding(
            id=rules.UNNUMBERED,
            question=Question.WEAK,
            rule=f"weak/open_{kind}",
            says=f"Any other app on the phone can call {plural} of this app without a permission: "
            f"{rules.listing([n.rpartition('.')[2] for n in names])}.",
            data={"components": names, "kind": kind},
            strength=Strength.OBSERVED,
            evidence=tuple(_component_step(facts, r) for r in rows[:10]),
            innocent_if=_OPEN_INNOCENT,
        )


def _system_only(action: str) -> bool:
    """Broadcasts that only the system may send: an open receiver for them is closed in practice."""
    return action.startswith("android.intent.action.") or action.startswith("android.provider.")


def _component_step(facts: Facts, row: dict[str, object]) -> Step:
    part = facts.part(int(str(row["part"])))
    by = row.get("exported_by")
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=str(row["place"]),
        reads=facts.reads(part.number, str(row["place"]), visible(str(row["reads"])) if row.get("reads") else None),
        shows=f"{row['kind']} {visible(str(row['class']))}, open to others ({by}), no permission",
    )


def _secrets(facts: Facts, traces: Traces, knowledge: Knowledge) -> Iterator[Finding]:
    for secret in knowledge.secrets.values():
        seen = ordered(s for s in traces.of(secret.id) if re.search(secret.pattern, s.text) and not _only_frame(s))
        if seen and secret.standing != "public":
            yield _secret(secret, seen, facts, knowledge)


def _only_frame(sighting: Sighting) -> bool:
    """Whether code holds the first line of a key and no key: readers of keys compare with it.

    In a text the key follows.
    """
    return sighting.how != "text" and _FRAME.fullmatch(sighting.text.strip()) is not None


def _secret(secret: Secret, seen: list[Sighting], facts: Facts, knowledge: Knowledge) -> Finding:
    values = sorted({found.group() for s in seen if (found := re.search(secret.pattern, s.text))})
    depends = (
        " Whether it gives anyone access depends on limits set at the provider." if secret.standing == "depends" else ""
    )
    owners = sorted({rules.product_name(knowledge, s.owner) for s in seen if s.owner})
    inside = f", in library code ({rules.listing(owners)})" if all(s.owner for s in seen) else ""
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.WEAK,
        rule="weak/secret",
        says=f"The package holds something shaped like a secret{inside}: {secret.what} "
        f"({rules.listing([masked(v) for v in values], 3)}).{depends}",
        data={"kind": secret.id, "standing": secret.standing, "values": [masked(v) for v in values]},
        strength=Strength.OBSERVED,
        reach=reach_of(seen),
        evidence=tuple(step(facts, s, shows=f"Shaped like {secret.what}", mask=True) for s in seen[:SECRETS_SHOWN]),
        innocent_if=secret.note or "Test values and examples have the same shape.",
    )
