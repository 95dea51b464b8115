"""What is sent along unseen: the position and the identity of whoever is logged in, told in the chapter `collects`."""

from sousveil.answer import rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.record import Record, RecordField
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.text import one_line, visible

RULE = "collects/who_sends"
_POSITION = frozenset(("location", "precise_location", "coarse_location"))
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_NAMED = 8
_EVIDENCE = 24
_INNOCENT = (
    "Apps for work in the field, deliveries or care often note who filled in a form and where. Whether the people who "
    "use the app know of it, and who may read it, is not in the app."
)


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """One finding for all records that are sent with such fields; nothing where there is none."""
    sent = [r for r in recovered.records if not r.folded and any("sent" in f.goes for f in r.fields)]
    placed = {r.id: found for r in sent if (found := [f for f in r.fields if f.unseen and _positions(f)])}
    signed = {r.id: found for r in sent if (found := [f for f in r.fields if f.unseen and "account" in f.origins])}
    told = [r for r in sent if r.id in placed or r.id in signed]
    if not told or not signed:
        return []
    fields = {r.id: [*placed.get(r.id, ()), *signed.get(r.id, ())] for r in told}
    named = rules.listing([_named(r, fields[r.id]) for r in told], _NAMED)
    if len(sent) == 1:
        carry = f"The record that is sent carries who is logged in{' and a position' if placed else ''}"
    else:
        carry = f"Of the {len(sent)} records that are sent, {len(signed)} carr{'y' if len(signed) > 1 else 'ies'} who "
        carry += f"is logged in{_and_position(len(placed))}"
    says = f"{carry}, and no form or screen that was found shows these fields: {named}."
    return [
        Finding(
            id=rules.UNNUMBERED,
            question=Question.COLLECTS,
            rule=RULE,
            says=says,
            data={
                "records": [r.id for r in told],
                "sent": len(sent),
                "with_position": list(placed),
                "with_identity": list(signed),
                "fields": list(dict.fromkeys(visible(f.name) for some in fields.values() for f in some)),
            },
            categories=tuple(dict.fromkeys(c for some in fields.values() for f in some for c in f.categories)),
            strength=Strength.INFERRED if any(r.strength == Strength.INFERRED for r in told) else Strength.TRACED,
            reach=next((reach for reach in _REACH if any(r.reach is reach for r in told)), None),
            evidence=tuple(_steps(told, placed, signed))[:_EVIDENCE],
            innocent_if=_INNOCENT,
        )
    ]  # fmt: skip


def _positions(field: RecordField) -> bool:
    return bool(_POSITION & set(field.categories))


def _and_position(count: int) -> str:
    return f" and {count} a position" if count else ""


def _named(record: Record, fields: list[RecordField]) -> str:
    names = [one_line(name, 40) for name in dict.fromkeys(f.name for f in fields)]
    return f"{one_line(record.name, 60)} ({', '.join(names[:6])})"


def _steps(told: list[Record], *ways: dict[str, list[RecordField]]) -> list[Step]:
    found: dict[tuple[str, str, str], Step] = {}
    for record in told:
        for way in ways:
            for field in way.get(record.id, [])[:2]:
                for step in field.evidence[:2]:
                    found.setdefault((step.part, step.place, step.shows), step)
    return list(found.values())
