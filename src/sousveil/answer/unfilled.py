"""Tables of the phone that no code which was read fills, told together: one finding for what they are about."""

import re
from collections.abc import Sequence

from sousveil.answer.wording import field_in_words
from sousveil.model.evidence import Reach, Strength
from sousveil.model.record import Record
from sousveil.model.report import Finding, Question
from sousveil.model.text import one_line, visible

RULE = "collects/tables"
_NAMED, _FIELDS, _EVIDENCE = 12, 40, 40
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_FIRM = (Strength.OBSERVED, Strength.TRACED, Strength.INFERRED)
_PLURALS = {"person": "persons", "vehicle": "vehicles", "dwelling": "dwellings", "phone": "phones",
            "account": "accounts", "network": "networks", "parcel": "parcels", "event": "events or tasks"}  # fmt: skip
_TAIL = re.compile(r"(Entity|Bean|Info|Model|Record|DO|PO|VO)$")
_INNOCENT = (
    "A table that nothing fills may belong to a part that was left out, planned or taken from another app. What is "
    "kept in it, and by which code, is not known."
)


def unfilled(some: Sequence[Record]) -> Finding:
    """One finding for records about the same kind of thing."""
    about = some[0].about or ""
    fields = sum(len(record.fields) for record in some)
    named = [f"{_short(record)} ({len(record.fields)})" for record in some]
    more = f" and {len(named) - _NAMED} more, in the table" if len(named) > _NAMED else ""
    asked = _asked(some)
    return Finding(
        id="",
        question=Question.COLLECTS,
        rule=RULE,
        says=f"The phone has {len(some)} more tables about {_PLURALS.get(about, about)}, with {fields} columns, that "
        f"no code which was read fills: {', '.join(named[:_NAMED])}{more}."
        + (f" Among their columns: {', '.join(asked)}." if asked else ""),
        data={
            "records": [record.id for record in some],
            "about": about,
            "fields": fields,
            "table": {
                "head": ["Table", "Columns", "Which"],
                "rows": [[_called(record), str(len(record.fields)), _columns(record)] for record in some],
            },
        },
        categories=tuple(sorted({c for record in some for f in record.fields for c in f.categories})),
        strength=max((record.strength for record in some), key=_FIRM.index),
        reach=next((reach for reach in _REACH if any(record.reach is reach for record in some)), None),
        evidence=tuple(step for record in some for step in record.evidence[:2])[:_EVIDENCE],
        innocent_if=_INNOCENT,
    )


def _short(record: Record) -> str:
    return one_line(_TAIL.sub("", record.name) or record.name, 40)


def _called(record: Record) -> str:
    gloss = f" ({record.gloss})" if record.gloss and record.gloss.lower() != record.name.lower() else ""
    return f"{visible(record.name)}{gloss}"


def _columns(record: Record) -> str:
    fields = sorted(record.fields, key=lambda f: (not f.categories, not f.labels))
    words = list(dict.fromkeys(field_in_words(f)[1] for f in fields))
    more = f" and {len(words) - _FIELDS} more" if len(words) > _FIELDS else ""
    return f"{', '.join(words[:_FIELDS])}{more}"


def _asked(some: Sequence[Record]) -> list[str]:
    """What the columns are, by category of data, each once."""
    found: dict[str, str] = {}
    for field in (f for record in some for f in record.fields if f.categories):
        same, words = field_in_words(field)
        found.setdefault(same, words)
    return list(found.values())[:8]
