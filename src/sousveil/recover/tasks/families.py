"""Records whose names begin alike, and lists that are named like a record and its field.

Programmers name what belongs together alike: `Meter`, `MeterResult`, `MeterVisitor`. That they belong together is then
inferred, and said so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sousveil.model.lists import ValueList
from sousveil.model.record import Record

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_TECHNICAL = frozenset((
    "entity", "bean", "info", "model", "dao", "do", "po", "vo", "dto", "record", "data", "item", "obj", "object",
    "table", "db", "req", "request",
))  # fmt: skip
_PLACE = frozenset(("local", "my", "the", "base", "common", "new", "tb", "tbl", "t"))
_RESULT = frozenset((
    "res", "result", "results", "response", "feedback", "reply", "answer", "outcome", "finding", "findings",
))  # fmt: skip
_LOOSE = frozenset((
    "of", "for", "the", "a", "an", "to", "in", "on", "and", "or", "type", "types", "array", "list", "lists",
    "name", "names", "item", "items", "select", "value", "values", "entries", "choice", "choices",
))  # fmt: skip
_NEGATIVE = frozenset(("no", "not", "non", "miss", "missing", "without", "lost", "lack", "none"))
_ALIKE = (
    frozenset(("car", "vehicle", "auto")), frozenset(("trail", "track", "trace", "trajectory")),
    frozenset(("phone", "telephone", "mobile", "tel")), frozenset(("reason", "cause", "reson")),
    frozenset(("mismatch", "discrepancy", "differ", "difference", "inconsistent", "disagree", "unmatched")),
    frozenset(("person", "personnel", "people", "persons")), frozenset(("kind", "category")),
)  # fmt: skip
"""English words that say one thing in identifiers; by usage, no dictionary was opened."""


def words(name: str) -> list[str]:
    """Words of an identifier in lower case."""
    return [word.lower() for word in _WORD.findall(name.rpartition(".")[2])]


def plain(some: Iterable[str]) -> frozenset[str]:
    """Words as they are compared: what says the same is one."""
    return frozenset(_one(word) for word in some)


def _one(word: str) -> str:
    if word in _NEGATIVE:
        return "no"
    return next((min(group) for group in _ALIKE if word in group), word)


@dataclass(frozen=True, slots=True)
class Family:
    """Records whose names begin alike. `stem`: the words they share, as they are written in the first."""

    stem: str
    records: tuple[int, ...]

    @property
    def words(self) -> frozenset[str]:
        """What it is about, as it is compared."""
        return plain(word for word in words(self.stem) if word not in _PLACE)


def families(records: Sequence[Record], told: Iterable[int]) -> list[Family]:
    """Groups of at least two told records that share at least two words at the beginning (of which one says more than
    where it is kept), each record in the group with the longest beginning."""
    split = {number: _core(records[number].name) for number in told if records[number].forms[:1] != ("json",)}
    by_start: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, core in split.items():
        for length in range(1, len(core) + 1):
            by_start[core[:length]].append(number)
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, core in split.items():
        starts = [
            core[:n] for n in range(len(core), 0, -1) if len(by_start[core[:n]]) > 1 and _says(core[:n], by_start)
        ]
        if starts:
            found[starts[0]].append(number)
    return [
        Family(_written(records[some[0]].name, len(start)), tuple(some))
        for start, some in found.items()
        if len(some) > 1
    ]


def _core(name: str) -> tuple[str, ...]:
    core = words(name)
    while len(core) > 1 and core[-1] in _TECHNICAL:
        core.pop()
    return tuple(core)


def _says(start: tuple[str, ...], by_start: dict[tuple[str, ...], list[int]]) -> bool:
    telling = [word for word in start if word not in _PLACE]
    return len(telling) > 1 or (
        len(start) == 1 and len(telling) == 1 and len(start[0]) > 5 and len(by_start[start]) > 2
    )


def _written(name: str, count: int) -> str:
    found = list(_WORD.finditer(name.rpartition(".")[2]))
    return name.rpartition(".")[2][: found[count - 1].end()] if 0 < count <= len(found) else name


def is_result(name: str, stem: str) -> bool:
    """The name of a record says that it holds what was found."""
    return any(word in _RESULT for word in words(name)[len(words(stem)) :])


class Ties:
    """Lists that are named like a record and one of its fields."""

    def __init__(self, lists: Sequence[ValueList]) -> None:
        self._lists = [(one, plain(w for w in words(one.name) if w not in _LOOSE)) for one in lists if not one.folded]

    def of(self, about: frozenset[str], fields: Iterable[str]) -> tuple[ValueList, str] | None:
        """The one list all of whose words stand in the name of the records and of a field, and which field. Of the
        words of the records at most one may be missing in it."""
        found: dict[str, tuple[ValueList, str, int]] = {}
        for field in fields:
            named = plain(words(field))
            for one, said in self._lists:
                both = said & about
                if not both or len(said) < 2 or not said <= about | named or not said & named - about:
                    continue
                if len(about - said) > 1 or len(both) < min(2, len(about) - 1):
                    continue
                score = len(both) + len(said & named)
                if one.id not in found or found[one.id][2] < score:
                    found[one.id] = (one, field, score)
        ranked = sorted(found.values(), key=lambda f: -f[2])
        if not ranked or (len(ranked) > 1 and ranked[1][2] == ranked[0][2]):
            return None
        return ranked[0][:2]
