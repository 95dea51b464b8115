"""Records whose names begin alike, and lists that are named like a record and its field.

Programmers name what belongs together alike: `Meter`, `MeterResult`, `MeterVisitor`. That they belong together is then
inferred, and said so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sousveil.knowledge.load import Knowledge
from sousveil.model.lists import ValueList
from sousveil.model.record import Record

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words(name: str) -> list[str]:
    """Words of an identifier in lower case."""
    return [word.lower() for word in _WORD.findall(name.rpartition(".")[2])]


@dataclass(frozen=True, slots=True)
class Family:
    """Records whose names begin alike. `stem`: the words they share, as they are written in the first."""

    stem: str
    records: tuple[int, ...]
    words: frozenset[str]
    """What it is about, as it is compared."""


class Alike:
    """Tells what names say, by the words that knowledge has of them."""

    def __init__(self, knowledge: Knowledge) -> None:
        roles: dict[str, frozenset[str]] = {}
        self._same: dict[str, str] = {}
        for one in knowledge.naming.values():
            if one.role == "same":
                self._same |= dict.fromkeys(one.words, one.words[0])
            else:
                roles[one.role] = roles.get(one.role, frozenset()) | frozenset(one.words)
        none: frozenset[str] = frozenset()
        self._technical, self._place = roles.get("technical", none), roles.get("place", none)
        self._result, self._loose = roles.get("result", none), roles.get("loose", none)

    def plain(self, some: Iterable[str]) -> frozenset[str]:
        """Words as they are compared: what says the same is one."""
        return frozenset(self._same.get(word, word) for word in some)

    def about(self, name: str) -> frozenset[str]:
        """What the name of a list is about."""
        return self.plain(word for word in words(name) if word not in self._loose)

    def is_result(self, name: str, stem: str) -> bool:
        """The name of a record says that it holds what was found."""
        return any(word in self._result for word in words(name)[len(words(stem)) :])

    def families(self, records: Sequence[Record], told: Iterable[int]) -> list[Family]:
        """Groups of at least two told records that share at least two words at the beginning (of which one says more
        than where it is kept), each record in the group with the longest beginning."""
        split = {n: self._core(records[n].name) for n in told if records[n].forms[:1] != ("json",)}
        by_start: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, core in split.items():
            for length in range(1, len(core) + 1):
                by_start[core[:length]].append(number)
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, core in split.items():
            starts = [core[:n] for n in range(len(core), 0, -1) if self._says(core[:n], by_start)]
            if starts:
                found[starts[0]].append(number)
        return [self._family(records, start, some) for start, some in found.items() if len(some) > 1]

    def _family(self, records: Sequence[Record], start: tuple[str, ...], some: Sequence[int]) -> Family:
        stem = _written(records[some[0]].name, len(start))
        return Family(stem, tuple(some), self.plain(word for word in words(stem) if word not in self._place))

    def _core(self, name: str) -> tuple[str, ...]:
        core = words(name)
        while len(core) > 1 and core[-1] in self._technical:
            core.pop()
        return tuple(core)

    def _says(self, start: tuple[str, ...], by_start: dict[tuple[str, ...], list[int]]) -> bool:
        telling = [word for word in start if word not in self._place]
        alone = len(start) == 1 and len(telling) == 1 and len(start[0]) > 5 and len(by_start[start]) > 2
        return len(by_start[start]) > 1 and (len(telling) > 1 or alone)


def _written(name: str, count: int) -> str:
    """The first words of a name as they stand in it."""
    found = list(_WORD.finditer(name.rpartition(".")[2]))
    return name.rpartition(".")[2][: found[count - 1].end()] if 0 < count <= len(found) else name


class Ties:
    """Lists that are named like a record and one of its fields."""

    def __init__(self, lists: Sequence[ValueList], alike: Alike) -> None:
        self._alike = alike
        self._lists = [(one, alike.about(one.name)) for one in lists if not one.folded]

    def of(self, about: frozenset[str], fields: Iterable[str]) -> tuple[ValueList, str] | None:
        """The one list all of whose words stand in the name of the records and of a field, and which field. Of the
        words of the records at most one may be missing in it."""
        found: dict[str, tuple[ValueList, str, int]] = {}
        for field in fields:
            named = self._alike.plain(words(field))
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
