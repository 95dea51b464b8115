"""What a record is about, judged by its fields; what is about nothing is folded away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.mark import Subject
from sousveil.model.record import RecordField
from sousveil.recover.records.resources import words

SHARE = 0.15
"""Least share of fields that tell what a record is about."""
NAMED = 8
"""Fields that a record's own name counts for."""
COLUMNS = 4
"""A table of fewer columns is not judged by its name alone."""


def subject(
    name: str, fields: Sequence[RecordField], knowledge: Knowledge, gloss: str | None = None, *, table: bool = False
) -> str | None:
    """Id of the subject that most fields tell of; None where too few tell of any. `table`: it is kept in one."""
    best: tuple[float, str] | None = None
    for one in knowledge.subjects.values():
        score = _score(one, name, fields, gloss, table=table and one.table and len(fields) >= COLUMNS)
        if score is not None and (best is None or score > best[0]):
            best = (score, one.id)
    return best[1] if best is not None else None


def held(name: str, fields: Sequence[RecordField], knowledge: Knowledge, gloss: str | None = None) -> str | None:
    """The same for what a record that is told holds: one field is enough."""
    for one in knowledge.subjects.values():
        strong = set(one.categories) - set(one.weak)
        if any(set(f.categories) & strong for f in fields):
            return one.id
    return subject(name, fields, knowledge, gloss)


def _score(
    subject_: Subject, name: str, fields: Sequence[RecordField], gloss: str | None, *, table: bool
) -> float | None:
    strong = weak = 0
    for field in fields:
        told = set(field.categories)
        if told & (set(subject_.categories) - set(subject_.weak)):
            strong += 1
        elif told & set(subject_.weak) or _words(field.name, field.gloss) & set(subject_.words):
            weak += 1
    if subject_.id == "person" and any(field.special for field in fields):
        return strong + weak * 0.5 + 1
    named = bool(_words(name, gloss) & set(subject_.names))
    share = (strong + weak) / len(fields) if fields else 0.0
    fits = strong >= 2 or (named and strong + weak >= 2) or (strong > 0 and weak > 0 and share >= SHARE)
    if not fits and not (table and named):
        return None
    return strong + weak * 0.5 + (NAMED if named else 0)


def _words(name: str, gloss: str | None) -> set[str]:
    found = set(words(name)) | set(re.findall(r"[a-z]+", (gloss or "").lower()))
    return found | {w.removesuffix("s") for w in found}


def special(categories: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    known = knowledge.categories
    return tuple(c for c in categories if c in known and known[c].special)
