"""Groups of pieces told as records, in order: about people and things first, then what is folded."""

from __future__ import annotations

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Strength
from sousveil.model.record import Name, Record, RecordField, Relation
from sousveil.recover.gloss import Glossary
from sousveil.recover.records.about import held, subject
from sousveil.recover.records.fields import Fields
from sousveil.recover.records.pieces import Board, Piece, Slot
from sousveil.recover.records.steps import Steps
from sousveil.recover.records.unify import Group, groups

STEPS = 12
_FORMS = ("class", "table", "json", "values", "template", "screen")
UNFILLED = "No code that was read fills it with values."
LEAST = 2
"""Fewer fields are no record."""


class Together:
    """Makes the records of a board."""

    def __init__(self, board: Board, fields: Fields, steps: Steps, knowledge: Knowledge) -> None:
        self._board, self._fields, self._steps, self._knowledge = board, fields, steps, knowledge
        self._glossary = Glossary.of(knowledge)
        self._keys = {
            slot.holds_piece.number: slot.name
            for piece in board.pieces.values()
            for slot in piece.slots.values()
            if slot.holds_piece is not None and slot.names and next(iter(slot.names))[0] == "key"
        }
        """Number of a piece → key that it is put under in another."""

    def records(self) -> list[Record]:
        told = [(g, self._record(g)) for g in groups(self._board) if len(g.fields) >= LEAST]
        told = self._unfolded(told)
        told.sort(key=lambda item: _weight(item[1]))
        numbered = [(g, r.model_copy(update={"id": f"R-{n}"})) for n, (g, r) in enumerate(told, 1)]
        ids = {p.number: r.id for g, r in numbered for p in g.pieces}
        return [r.model_copy(update={"relations": self._relations(g, r.id, ids)}) for g, r in numbered]

    def _unfolded(self, told: list[tuple[Group, Record]]) -> list[tuple[Group, Record]]:
        """What a record that is told holds is told too, where any of its fields is about a person or thing."""
        of = {p.number: n for n, (g, _) in enumerate(told) for p in g.pieces}
        todo = [n for n, (_, r) in enumerate(told) if not r.folded]
        while todo:
            for slot in [s for slots in told[todo.pop()][0].fields for s in slots]:
                piece = self._held(slot)
                number = of.get(piece.number) if piece is not None else None
                if number is None or not told[number][1].folded:
                    continue
                group, record = told[number]
                about = held(record.name, record.fields, self._knowledge, record.gloss)
                if about is not None:
                    told[number] = (group, record.model_copy(update={"about": about, "folded": False}))
                    todo.append(number)
        return told

    def _record(self, group: Group) -> Record:
        if group.inferred:
            group.fields = self._fields.joined(group.fields)
        fields = tuple(self._fields.told(slots) for slots in group.fields)
        name = self._name(group.pieces)
        found = self._glossary.identifier(name)
        gloss = found.gloss if found is not None else None
        kept = any(p.form == "table" for p in group.pieces)
        about = subject(name, fields, self._knowledge, gloss, table=kept)
        marks = [m for p in group.pieces for m in p.marks[:1]]
        places = [m for s in group.fields for slot in s for m in slot.marks]
        return Record(
            id="R-0",
            name=name,
            gloss=gloss,
            names=tuple(Name(kind=k, text=t) for k, t in dict.fromkeys(n for p in group.pieces for n in p.names)),
            forms=tuple(f for f in _FORMS if any(self._form(p, f) for p in group.pieces)),
            about=about,
            fields=fields,
            strength=self._strength(group),
            reach=self._steps.reach([*marks, *places]),
            folded=self._folded(group, about, fields),
            evidence=self._steps.all([*marks, *group.why[:3], *places], STEPS),
            gaps=(UNFILLED,) if self._unfilled(group) else (),
        )

    @staticmethod
    def _unfilled(group: Group) -> bool:
        """No value was seen to be written into it but by its own class and data access object."""
        kept = any(p.form == "table" for p in group.pieces)
        return kept and not any(s.filled for slots in group.fields for s in slots)

    def _name(self, pieces: list[Piece]) -> str:
        """The class that has most of the fields, else the table, else the key it is put under, else where the object
        is made."""
        order = {"class": 0, "table": 1, "json": 2, "values": 3, "template": 4, "screen": 5}
        best = min(pieces, key=lambda p: (order.get(p.form, 9), -len(p.slots), p.number))
        if best.form in ("class", "table"):
            return best.name
        return next((self._keys[p.number] for p in pieces if p.number in self._keys), best.name)

    @staticmethod
    def _form(piece: Piece, form: str) -> bool:
        return piece.form == form or (form == "screen" and any(s.widgets for s in piece.slots.values()))

    @staticmethod
    def _strength(group: Group) -> Strength:
        if group.inferred or not any(p.firm or p.form in ("table", "json", "class") for p in group.pieces):
            return Strength.INFERRED
        return Strength.TRACED if len(group.pieces) > 1 else Strength.OBSERVED

    @staticmethod
    def _folded(group: Group, about: str | None, fields: tuple[RecordField, ...]) -> bool:
        if about is None:
            return True
        apart = all(p.between or p.form == "screen" for p in group.pieces)
        return apart and not any(f.special for f in fields)

    def _relations(self, group: Group, id_: str, ids: dict[int, str]) -> tuple[Relation, ...]:
        found: dict[tuple[str, str], Relation] = {}
        for slots in group.fields:
            for slot in slots:
                piece = self._held(slot)
                to = ids.get(piece.number) if piece is not None else None
                if to is not None and to != id_:
                    found.setdefault((to, slot.name), Relation(to=to, by=slot.name, many=slot.many))
        return tuple(found.values())

    def _held(self, slot: Slot) -> Piece | None:
        if slot.holds_piece is not None:
            return slot.holds_piece
        if slot.holds.startswith("table:"):
            return self._board.table(slot.holds.removeprefix("table:"))
        return self._board.cls(slot.holds) if slot.holds else None


def _weight(record: Record) -> tuple[bool, bool, int, int]:
    sensitive = sum(bool(f.special) for f in record.fields)
    return record.folded, record.about != "person", -sensitive, -len(record.fields)
