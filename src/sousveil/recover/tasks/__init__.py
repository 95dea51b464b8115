"""Tasks: an operator is given a record by a server or a message, has to answer questions about it, and sends one."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from sousveil.model.evidence import Reach, Role, Step, Strength
from sousveil.model.gloss import Text
from sousveil.model.record import Record
from sousveil.model.task import Task, TaskChoice, TaskNeed, TaskRecord
from sousveil.recover.code import Use
from sousveil.recover.decisions.desk import Desk
from sousveil.recover.decisions.vocabulary import Vocabulary
from sousveil.recover.tasks.answers import Answers
from sousveil.recover.tasks.families import Alike, Family, Ties, words
from sousveil.recover.tasks.units import Unit, Units

_THINGS = ("person", "vehicle", "dwelling", "phone", "account", "network", "parcel", "event")
_PEOPLE = ("person", "vehicle", "dwelling", "phone")
"""Things behind which a person stands: only then a task that names the police is told as one about people."""
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_STEPS = 16
_LEAST = 3
"""Fields of a record that is sent."""


def tasks(desk: Desk) -> list[Task]:
    """Every task, ids `T-1`, `T-2` …; those that name the police or suspicion first, those by names alone last."""
    found = _Tasks(desk).all()
    found.sort(key=lambda task: (task.by_names, not task.authority, -len(task.choices) - len(task.needs)))
    return [task.model_copy(update={"id": f"T-{number}"}) for number, task in enumerate(found, 1)]


class _Tasks:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = desk.records
        drafts = desk.drafts
        self._units = Units(drafts.own, drafts.going, drafts.uses, desk.records).units
        told = [number for number, record in enumerate(desk.records) if not record.folded]
        self._alike = Alike(desk.knowledge)
        self._families = self._alike.families(desk.records, told)
        self._ties = Ties(desk.lists, self._alike)
        concerns = Vocabulary.concerns(desk.knowledge)
        self._in_text = lru_cache(maxsize=4096)(lambda text: any(h.id == "authority" for h in concerns.text(text)))
        self._in_name = lru_cache(maxsize=4096)(
            lambda name: any(h.id == "authority" for h in concerns.identifier(name))
        )
        self._screens = {screen.name.rpartition(".")[2]: screen for screen in reversed(desk.screens)}
        self._used: set[int] = set()

    def all(self) -> list[Task]:
        found: dict[tuple[object, ...], Task] = {}
        for name in sorted(self._units):
            task = self._of(self._units[name])
            if task is not None:
                key = (tuple(r.record for r in task.given), tuple(r.record for r in task.sends))
                there = found.get(key)
                if there is None or len(there.needs) + len(there.choices) < len(task.needs) + len(task.choices):
                    found[key] = task
        for task in found.values():
            self._used |= {n for n, record in enumerate(self._records) if record.id in
                           {r.record for r in (*task.given, *task.sends)}}  # fmt: skip
        by_names = [task for family in self._families if (task := self._by_names(family)) is not None]
        return [*found.values(), *by_names]

    # told by code

    def _of(self, unit: Unit) -> Task | None:
        if not unit.sends:
            return None
        sent = self._sent(unit)
        given = self._given(unit, sent)
        if not sent or not given:
            return None
        answers = Answers(self._desk, unit, self._records)
        choices = self._with_lists(unit, answers.choices(list(sent)), given, sent)
        choices = [choice.model_copy(update={"authority": self._speaks(choice)}) for choice in choices]
        needs = answers.needs()
        if not choices and not needs and not any(self._field_speaks(n) for n in sent):
            return None
        screens = [self._screens[unit.name].id] if unit.name in self._screens else []
        return Task(
            id="T-0",
            name=unit.name,
            titles=self._titles(unit, given, sent),
            screens=(*screens, *self._showing(unit, given)),
            given=tuple(given[n] for n in given),
            sends=tuple(sent[n] for n in sent),
            choices=tuple(choices),
            needs=tuple(needs),
            decisions=tuple(d.id for d in self._desk.decisions if d.screen is not None and d.screen in screens),
            authority=self._of_people([*given, *sent]) and self._named(choices, needs, sent),
            whole=self._whole(given, choices),
            strength=Strength.INFERRED if any(r.how == "names" for r in given.values()) else Strength.TRACED,
            reach=self._reach(unit),
            evidence=tuple(self._evidence(unit, given, sent, answers)),
        )  # fmt: skip

    def _sent(self, unit: Unit) -> dict[int, TaskRecord]:
        """Records about people or things that are filled in or put together here and are sent."""
        found: dict[int, TaskRecord] = {}
        for number in dict.fromkeys([*unit.fills, *sorted(unit.home)]):
            for held in self._held(number) or [number]:
                if (how := self._how(unit, held, put=held != number)) is not None:
                    found[held] = TaskRecord(record=self._records[held].id, how=how, fields=self._speaking(held))
        sure = {n for n, one in found.items() if one.how == "sent"}
        alike = {n for family in self._families if sure & set(family.records) for n in family.records}
        return {n: one for n, one in found.items() if n in sure or n in alike or not sure}

    def _held(self, number: int) -> list[int]:
        """Records that a small one only carries: its keys are their names."""
        record = self._records[number]
        names = {f.name.lower() for f in record.fields} if record.forms[:1] in (("values",), ("json",)) else set()
        return [n for n, other in enumerate(self._records) if n != number and other.name.lower() in names]

    def _how(self, unit: Unit, number: int, *, put: bool) -> str | None:
        """How a record gets out of a class; None where it does not, or is none about a person or thing."""
        record = self._records[number]
        if record.about not in _THINGS or len(record.fields) < _LEAST or "table" in unit.from_.get(number, ()):
            return None
        if record.strength is Strength.INFERRED and unit.called.get(number, record.name) != record.name:
            return None
        if put or any("sent" in f.goes for f in record.fields):
            return "sent"
        return "filled" if len(unit.fills.get(number, ())) > 1 and "table" not in record.forms else None

    def _given(self, unit: Unit, sent: dict[int, TaskRecord]) -> dict[int, TaskRecord]:
        found: dict[int, TaskRecord] = {}
        for number, fields in unit.reads.items():
            record, roots = self._records[number], unit.from_[number]
            if "message" in roots:  # what another screen hands over is given where that was given it
                roots = roots | {way for other in self._units.values() for way in other.from_.get(number, ())}
            if any("server" in f.origins for f in record.fields):
                roots = {*roots, "answer"}
            how = next((way for way in ("push", "answer") if way in roots), None)
            if number in sent or how is None or record.about not in _THINGS:
                continue
            if sum("sent" in f.goes for f in record.fields) > len(record.fields) // 2:
                continue
            found[number] = TaskRecord(record=record.id, how=how, fields=self._shown(record, fields))
        if not found:
            for family in self._families:
                if any(number in sent for number in family.records):
                    found |= {n: TaskRecord(record=self._records[n].id, how="names")
                              for n in family.records if n not in sent and self._from_outside(n)}  # fmt: skip
        return found

    def _from_outside(self, number: int) -> bool:
        """Nothing in the app fills the record in or sends it."""
        record = self._records[number]
        return not any(f.origins or "sent" in f.goes for f in record.fields) and not any(
            number in unit.fills for unit in self._units.values()
        )

    @staticmethod
    def _shown(record: Record, fields: dict[str, Use]) -> tuple[str, ...]:
        """Fields a screen shows; where none was seen, those that are read."""
        shown = [f.name for f in record.fields if "shown" in f.goes]
        return tuple(shown or [f.name for f in record.fields if f.name in fields])

    def _showing(self, unit: Unit, given: dict[int, TaskRecord]) -> list[str]:
        """Other screens that show the given record."""
        others = [(screen.id, self._units[name]) for name, screen in self._screens.items()
                  if name != unit.name and name in self._units]  # fmt: skip
        return [id_ for id_, other in others if any(len(other.reads.get(n, ())) > 2 for n in given)]

    # told by names alone

    def _by_names(self, family: Family) -> Task | None:
        """A family with a record of what was found and one of what is looked at, that speaks of an authority."""
        results = [n for n in family.records if self._alike.is_result(self._records[n].name, family.stem)]
        rest = [n for n in family.records if n not in results and self._records[n].about in _THINGS]
        speaks = any(self._field_speaks(n) for n in family.records)
        speaks = speaks and self._of_people(rest)
        if not results or not rest or not speaks or self._used & set(family.records):
            return None
        sent = {n: TaskRecord(record=self._records[n].id, how="names", fields=self._speaking(n)) for n in results}
        given = {n: TaskRecord(record=self._records[n].id, how="names") for n in rest}
        choices = self._tied(family.words, results)
        members = [self._records[n] for n in family.records]
        return Task(
            id="T-0",
            name=family.stem,
            titles=self._title_of(family.words, family.stem),
            given=tuple(given.values()),
            sends=tuple(sent.values()),
            choices=tuple(choice.model_copy(update={"authority": self._speaks(choice)}) for choice in choices),
            authority=True,
            by_names=True,
            whole="lower bound",
            strength=Strength.INFERRED,
            reach=next((reach for reach in _REACH if any(r.reach is reach for r in members)), None),
            evidence=tuple(step for record in members for step in record.evidence[:2])[:_STEPS],
        )

    # words

    def _speaks(self, choice: TaskChoice) -> bool:
        texts = [choice.asks, *(option.text for option in choice.options)]
        names = [choice.field.rpartition(".")[2]] if choice.field else []
        return any(t is not None and self._in_text(t.text) for t in texts) or any(map(self._in_name, names))

    def _need_speaks(self, need: TaskNeed) -> bool:
        return need.says is not None and self._in_text(need.says.text)

    def _of_people(self, numbers: Iterable[int]) -> bool:
        return any(self._records[n].about in _PEOPLE for n in numbers)

    def _named(self, choices: Sequence[TaskChoice], needs: Sequence[TaskNeed], sent: Iterable[int]) -> bool:
        """Whether a question, what must be there, or a field that is sent names the police or suspicion."""
        said = any(c.authority for c in choices) or any(self._need_speaks(n) for n in needs)
        return said or any(self._field_speaks(n) for n in sent)

    def _field_speaks(self, number: int) -> bool:
        return bool(self._speaking(number))

    def _speaking(self, number: int) -> tuple[str, ...]:
        """Fields that name the police or suspicion."""
        return tuple(field.name for field in self._records[number].fields if self._in_name(field.name))

    def _with_lists(
        self, unit: Unit, choices: Sequence[TaskChoice], given: dict[int, TaskRecord], sent: dict[int, TaskRecord]
    ) -> list[TaskChoice]:
        """The questions, and lists that are named like what the task is about and a field of what it sends."""
        about = [family.words for family in self._families if {*given, *sent} & set(family.records)]
        found = list(choices)
        for said in about:
            found += [c for c in self._tied(said, list(sent)) if c.list not in {one.list for one in found}]
        return found

    def _tied(self, about: frozenset[str], numbers: Iterable[int]) -> list[TaskChoice]:
        found = []
        for number in numbers:
            record = self._records[number]
            named = about | (self._alike.plain(words(record.name)) & about)
            tie = self._ties.of(named, [f.name for f in record.fields if f.list is None])
            if tie is not None:
                found.append(TaskChoice(field=f"{record.id}.{tie[1]}", list=tie[0].id, how="names"))
        return found

    def _titles(self, unit: Unit, given: dict[int, TaskRecord], sent: dict[int, TaskRecord]) -> tuple[Text, ...]:
        screen = self._screens.get(unit.name)
        if screen is not None:
            titled = [e.texts for e in screen.elements if e.id and "title" in e.id.lower() and e.texts]
            if screen.titles or titled:
                return screen.titles or titled[0]
        for family in self._families:
            if {*given, *sent} & set(family.records):
                return self._title_of(family.words, family.stem)
        return ()

    def _title_of(self, about: frozenset[str], stem: str) -> tuple[Text, ...]:
        """A text of the app whose name is made of the same words."""
        named = self._desk.writer.naming.texts_named(words(stem)) or self._desk.writer.naming.texts_named(
            [word for word in words(stem) if word != "local"]
        )
        return tuple(named)

    # how firm

    def _whole(self, given: dict[int, TaskRecord], choices: Sequence[TaskChoice]) -> str:
        if self._desk.facts.partial or self._desk.traces.hiding or any(r.how == "names" for r in given.values()):
            return "lower bound"
        return "partial" if any(c.how == "names" for c in choices) else "exact"

    def _reach(self, unit: Unit) -> Reach | None:
        reach = self._desk.traces.reach
        if reach is None:
            return None
        states = {reach.state(use.method) for use in unit.sends}
        return next((one for one in _REACH if one in states), None)

    def _evidence(
        self, unit: Unit, given: dict[int, TaskRecord], sent: dict[int, TaskRecord], answers: Answers
    ) -> list[Step]:
        places, reach = self._desk.writer.places, self._desk.traces.reach
        steps: list[Step | None] = []
        for use in unit.sends[:2]:
            state = reach.state(use.method) if reach is not None else None
            steps.append(places.code(use.method, use.offset, "Here it is sent", Role.SITE, state))
        for number in given:
            for name, use in list(unit.reads.get(number, {}).items())[:3]:
                shows = f"Reads {name} of {self._records[number].name}, which it is given"
                steps.append(places.code(use.method, use.offset, shows, Role.CONTEXT, None))
        for number in sent:
            for name, use in list(unit.fills.get(number, {}).items())[:2]:
                shows = f"Fills in {name} of {self._records[number].name}"
                steps.append(places.code(use.method, use.offset, shows, Role.CONTEXT, None))
            if number in unit.home:
                steps += self._records[number].evidence[:2]
        steps += self._desk.writer.of_checks(answers.checks)
        unique = {(step.place, step.shows): step for step in steps if step is not None}
        return list(unique.values())[:_STEPS]
