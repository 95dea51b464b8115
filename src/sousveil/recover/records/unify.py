"""One record out of the class, table, objects and values that are copied into one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sousveil.recover.records.names import hungarian, same
from sousveil.recover.records.pieces import Board, Link, Mark, Piece, Slot
from sousveil.recover.records.resources import words

LEAST_COPIED = 2
"""Fields that must be copied before two pieces are one."""
SHARE = 0.5
"""Of the smaller piece's fields that are copied."""
NAMED_LEAST = 4
NAMED_SHARE = 0.6
LARGER = 0.4
"""Of the larger piece's fields, where the smaller is a record of its own."""
KIN_SHARE = 0.4
STEM = 6
"""Letters by which words of one root are known: religion, religious."""
_TAILS = frozenset(
    (
        "id",
        "no",
        "num",
        "number",
        "type",
        "name",
        "time",
        "date",
        "code",
        "desc",
        "other",
        "info",
        "list",
        "flag",
        "count",
    )
)
"""Words that say nothing alone."""
_ENDING = re.compile(r"(?:Entity|Bean|Dto|DTO|Vo|VO|Model|Data|Po|PO|Pojo)$")
MOST_HOLDERS = 6
"""A class that more others are copied into is a carrier, not a record."""


@dataclass(slots=True)
class Group:
    """Pieces that are one record, and their fields."""

    pieces: list[Piece]
    fields: list[list[Slot]] = field(default_factory=list)
    inferred: bool = False
    """Two pieces were joined by their names alone."""
    why: list[Mark] = field(default_factory=list)


class _Sets:
    """Union-find over pieces or slots by number."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def top(self, one: int) -> int:
        while self._above.get(one, one) != one:
            self._above[one] = self._above.get(self._above[one], self._above[one])
            one = self._above[one]
        return one

    def unite(self, one: int, other: int) -> None:
        a, b = sorted((self.top(one), self.top(other)))
        self._above[b] = a


def groups(board: Board) -> list[Group]:
    """All records, in the order their pieces were met."""
    pieces = [p for p in board.pieces.values() if p.slots]
    by_number = {p.number: p for p in pieces}
    sets, why, inferred = _Sets(), defaultdict(list), set()
    for one, other, mark in board.joins:
        sets.unite(one.number, other.number)
        why[one.number].append(mark)
    for one, other, mark in _copied(board):
        sets.unite(one.number, other.number)
        why[one.number].append(mark)
    for one, other in _twins(pieces):
        sets.unite(one.number, other.number)
    for one, other in [*_alike(pieces, sets), *_kin(pieces)]:
        if sets.top(one.number) != sets.top(other.number):
            sets.unite(one.number, other.number)
            inferred.add(one.number)
    found: dict[int, list[Piece]] = defaultdict(list)
    for number in sorted(by_number):
        found[sets.top(number)].append(by_number[number])
    links: dict[int, list[Link]] = defaultdict(list)
    for link in board.links:
        top = sets.top(link.into.piece.number)
        if top == sets.top(link.out_of.piece.number):
            links[top].append(link)
    return [
        Group(
            members,
            _similar(_fields(members, links[top]))
            if any(p.number in inferred for p in members)
            else _fields(members, links[top]),
            any(p.number in inferred for p in members),
            [m for p in members for m in why[p.number]],
        )
        for top, members in sorted(found.items())
    ]


def _copied(board: Board) -> Iterable[tuple[Piece, Piece, Mark]]:
    """Pairs of pieces so many fields of which are copied that they are one."""
    between: dict[tuple[int, int], dict[tuple[str, str], Link]] = defaultdict(dict)
    pieces: dict[int, Piece] = {}
    for link in board.links:
        a, b = link.into, link.out_of
        if not link.direct or a.piece is b.piece:
            continue
        if a.piece.number > b.piece.number:
            a, b = b, a
        pieces[a.piece.number], pieces[b.piece.number] = a.piece, b.piece
        between[a.piece.number, b.piece.number][a.name, b.name] = link
    partners: dict[int, int] = defaultdict(int)
    chosen = []
    for (one, other), pairs in sorted(between.items()):
        left, right = {a for a, _ in pairs}, {b for _, b in pairs}
        copied = min(len(left), len(right))
        smaller = min(len(pieces[one].slots), len(pieces[other].slots))
        if copied >= LEAST_COPIED and copied >= SHARE * smaller and _whole(pieces[one], pieces[other], copied):
            chosen.append((one, other, copied, next(iter(pairs.values())).mark))
    for one, other, _, _ in chosen:
        partners[one] += 1
        partners[other] += 1
    for one, other, copied, mark in sorted(chosen, key=lambda c: (-c[2], c[0], c[1])):
        if max(partners[one], partners[other]) > MOST_HOLDERS and copied < 2 * NAMED_LEAST:
            continue
        yield pieces[one], pieces[other], mark


def _whole(one: Piece, other: Piece, copied: int) -> bool:
    """Keys that are put somewhere may be a part of a record. A small class or table of which a large one has a copy is
    another record."""
    small, large = sorted((one, other), key=lambda p: len(p.slots))
    return small.form not in ("class", "table") or copied >= LARGER * len(large.slots)


def _kin(pieces: list[Piece]) -> list[tuple[Piece, Piece]]:
    """Classes of one name but for an ending that says what they are for, many fields of which are called alike."""
    by_stem: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.form == "class":
            by_stem[_ENDING.sub("", piece.name).lower()].append(piece)
    found = []
    for stem, members in sorted(by_stem.items()):
        if len(members) != 2 or len(stem) < NAMED_LEAST:
            continue
        one, other = members
        common = sum(any(alike(a, b) for b in other.slots) for a in one.slots)
        if common >= NAMED_LEAST and common >= KIN_SHARE * min(len(one.slots), len(other.slots)):
            found.append((one, other))
    return found


def _similar(fields: list[list[Slot]]) -> list[list[Slot]]:
    """Of a record that was joined by names: fields called alike, the most alike first, none with two that are so."""
    pairs = []
    for n, one in enumerate(fields):
        for m in range(n + 1, len(fields)):
            other = fields[m]
            if {s.piece.number for s in one} & {s.piece.number for s in other}:
                continue
            score = max((_score(a.name, b.name) for a in one for b in other), default=0.0)
            if score >= KIN_SHARE:
                pairs.append((score, n, m))
    gone: set[int] = set()
    for score in sorted({p[0] for p in pairs}, reverse=True):
        left = [(n, m) for s, n, m in pairs if s == score and not {n, m} & gone]
        for n, m in left:
            if sum(bool({n, m} & {a, b}) for a, b in left) == 1:
                fields[n] = [*fields[n], *fields[m]]
                fields[m] = []
        gone |= {at for pair in left for at in pair}
    return [slots for slots in fields if slots]


def _score(one: str, other: str) -> float:
    """Share of the words of the longer name that the shorter has."""
    if not alike(one, other):
        return 0.0
    short, long = sorted((words(hungarian(one)), words(hungarian(other))), key=len)
    return len(short) / len(long) if set(short) - _TAILS else 0.0


def alike(one: str, other: str) -> bool:
    """Two identifiers say the same: equal, or each word of the shorter begins like one of the longer."""
    if same(hungarian(one)) == same(hungarian(other)):
        return True
    short, long = sorted((words(hungarian(one)), words(hungarian(other))), key=len)
    return bool(short) and len(long) - len(short) <= 1 and all(any(_begins(a, b) for b in long) for a in short)


def _begins(one: str, other: str) -> bool:
    least = min(len(one), len(other), STEM)
    return (least >= 4 and one[:least] == other[:least]) or one == other


def _twins(pieces: list[Piece]) -> list[tuple[Piece, Piece]]:
    """Objects of one form that one class puts the same keys in, at several places."""
    found: list[tuple[Piece, Piece]] = []
    first: dict[tuple[str, str, bool, frozenset[str]], Piece] = {}
    for piece in pieces:
        if piece.form in ("values", "json", "template") and len(piece.slots) > LEAST_COPIED:
            same_ = first.setdefault((piece.owner, piece.form, piece.between, frozenset(piece.slots)), piece)
            if same_ is not piece:
                found.append((same_, piece))
    return found


def _alike(pieces: list[Piece], sets: _Sets) -> list[tuple[Piece, Piece]]:
    """Pairs of what is put together so far that most names of both agree in: each the other's only match, and not both
    with a table or a class of their own."""
    wide: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        wide[sets.top(piece.number)].append(piece)
    tops = [t for t, members in sorted(wide.items()) if not all(p.between for p in members)]
    names = {t: [n for p in wide[t] for n in _names(p)] for t in tops}
    size = {t: max(len(p.slots) for p in wide[t]) for t in tops}
    forms = {t: {p.form for p in wide[t]} for t in tops}
    tops = [t for t in tops if size[t] >= NAMED_LEAST]
    best: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(tops):
        for other in tops[number + 1 :]:
            if forms[one] & forms[other] & {"class", "table"}:
                continue
            common = min(_common(names[one], names[other]), _common(names[other], names[one]))
            if common >= NAMED_LEAST and common >= NAMED_SHARE * max(size[one], size[other]):
                best[one].append(other)
                best[other].append(one)
    return [
        (wide[one][0], wide[others[0]][0])
        for one, others in sorted(best.items())
        if len(others) == 1 and len(best[others[0]]) == 1 and one < others[0]
    ]


def _names(piece: Piece) -> list[set[str]]:
    return [{same(text) for _, text in slot.names} | {same(hungarian(slot.name))} for slot in piece.slots.values()]


def _common(one: list[set[str]], other: list[set[str]]) -> int:
    there = set().union(*other) if other else set()
    return sum(bool(names & there) for names in one)


def _fields(members: list[Piece], links: list[Link]) -> list[list[Slot]]:
    """Slots that are one field: copied into one another, or of equal names. Two of one piece are never one field."""
    slots = [s for p in members for s in p.slots.values()]
    number = {id(s): n for n, s in enumerate(slots)}
    sets = _Sets()
    inside: dict[int, dict[int, int]] = {n: {s.piece.number: n} for n, s in enumerate(slots)}

    def unite(a: int, b: int) -> None:
        one, other = sets.top(a), sets.top(b)
        if one == other or any(inside[one].get(p, n) != n for p, n in inside[other].items()):
            return
        sets.unite(one, other)
        kept, gone = sorted((one, other))
        inside[kept] |= inside.pop(gone)

    by_name: dict[str, int] = {}
    for n, slot in enumerate(slots):
        for name in dict.fromkeys([same(hungarian(slot.name)), *(same(t) for _, t in slot.names)]):
            unite(by_name.setdefault(name, n), n)
    for link in links:
        if link.direct and number.get(id(link.into)) is not None and number.get(id(link.out_of)) is not None:
            unite(number[id(link.into)], number[id(link.out_of)])
    found: dict[int, list[Slot]] = defaultdict(list)
    for n, slot in enumerate(slots):
        found[sets.top(n)].append(slot)
    return [found[top] for top in sorted(found)]
