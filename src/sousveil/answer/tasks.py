"""Tasks: those that name the police or suspicion in the chapter `flags`, all others in `operates`."""

from collections.abc import Sequence

from sousveil.answer.rules import UNNUMBERED, listing
from sousveil.answer.wording import field_in_words, own
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach
from sousveil.model.gloss import Text
from sousveil.model.record import RecordField
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.task import Task, TaskChoice, TaskNeed, TaskOption, TaskRecord
from sousveil.model.text import one_line, visible

_LEAST = 4
"""Fewer fields that a screen was seen to show are most likely not all: then all of the record are told."""
_FIELDS, _OPTIONS, _QUESTIONS, _NEEDS, _TOLD = 7, 8, 4, 3, 20
_INNOCENT = (
    "Deliveries, repairs, care and inspections give people tasks in the same way. What a task is about, and what its "
    "answers lead to, the texts of the app tell; what a server makes of them is not in the app."
)
_PLAIN = frozenset(("id", "note", "type", "description", "remark"))
_GIVEN = {"answer": "a server gives", "push": "a message from outside gives"}
_WHOLE = {
    "partial": "Some of it is told by names alone: there may be more to it.",
    "lower bound": "Code that is not in the package, or that was not followed, may ask more.",
}


def flags(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """Tasks that name the police, a security authority or suspicion."""
    return [_Teller(recovered).finding(task) for task in recovered.tasks if task.authority]


def operates(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """All other tasks."""
    return [_Teller(recovered).finding(task) for task in recovered.tasks if not task.authority][:_TOLD]


class _Teller:
    def __init__(self, recovered: Recovered) -> None:
        self._records = {record.id: record for record in recovered.records}
        self._decisions = {one.id: one for one in recovered.decisions}
        self._lists = {one.id: one for one in recovered.lists}

    def finding(self, task: Task) -> Finding:
        says = self._by_names(task) if task.by_names else self._by_code(task)
        if task.reach is Reach.DEAD:
            says = f"{says} Nothing was found that can start this code."
        members = [self._records[one.record] for one in (*task.given, *task.sends) if one.record in self._records]
        return Finding(
            id=UNNUMBERED,
            question=Question.FLAGS if task.authority else Question.OPERATES,
            rule=("flags" if task.authority else "operates") + ("/task_by_names" if task.by_names else "/task"),
            says=says,
            data={
                "task": task.id,
                "records": [record.id for record in members],
                "decisions": list(task.decisions),
                "lists": [choice.list for choice in task.choices if choice.list],
                "whole": task.whole,
                "texts": [t.model_dump() for t in dict.fromkeys(self._texts(task))],
                "table": {"head": ["Part", "Field or question", "Answers, or when"], "rows": self._rows(task)},
            },
            categories=tuple(dict.fromkeys(c for record in members for f in record.fields for c in f.categories)),
            strength=task.strength,
            reach=task.reach,
            evidence=task.evidence,
            innocent_if=_INNOCENT,
        )

    # sentences

    def _by_code(self, task: Task) -> str:
        given = " and ".join(self._one_given(one) for one in task.given[:2])
        known = [f.name for one in task.given for f in self._fields(one.record)]
        sent = " and ".join(
            f"“{one_line(self._name(one), 60)}” ({self._telling(one, known)})" for one in task.sends[:3]
        )
        how = next((_GIVEN[one.how] for one in task.given if one.how in _GIVEN), None)
        first = f"{how} the operator {given}, and" if how is not None else f"which by its name is about {given},"
        comma = "," if how is None else ""
        parts = [f"In the task {self._title(task)}{comma} {first} the answers are sent as {sent}."]
        asked = sorted(task.choices, key=lambda c: (not c.authority, c.how == "names"))
        if asked:
            more = f"; and {len(asked) - _QUESTIONS} more" if len(asked) > _QUESTIONS else ""
            parts.append(f"It asks: {'; '.join(map(self._question, asked[:_QUESTIONS]))}{more}.")
        parts += [*self._who(task), *self._needed(task)]
        return " ".join([*parts, _WHOLE.get(task.whole, "")]).strip()

    def _by_names(self, task: Task) -> str:
        rest = [f"“{one_line(self._name(one), 60)}” ({self._telling(one)})" for one in task.given]
        known = [f.name for one in task.given for f in self._fields(one.record)]
        found = " and ".join(f"“{one_line(self._name(one), 60)}” ({self._telling(one, known)})" for one in task.sends)
        parts = [
            f"By the names of its records the app has a task {self._title(task)}: {listing(rest, 4)}, and for what was "
            f"found {found}."
        ]
        if task.choices:
            parts.append(f"Answers: {'; '.join(map(self._question, task.choices[:_QUESTIONS]))}.")
        return " ".join([*parts, "Code that asks or sends this was not found: what happens with it is not known."])

    @staticmethod
    def _title(task: Task) -> str:
        title = own(task.titles)
        return f"{_told(title)} ({one_line(task.name, 60)})" if title is not None else f"“{one_line(task.name, 60)}”"

    def _one_given(self, one: TaskRecord) -> str:
        record = self._records.get(one.record)
        if record is None or len(one.fields) < min(_LEAST, len(record.fields)):
            return f"“{one_line(self._name(one), 60)}” ({self._telling(one)})"
        shown = [f for f in record.fields if f.name in one.fields]
        words = [field_in_words(f)[1] for f in sorted(shown, key=lambda f: (not f.categories, not f.labels))]
        count = f"{len(record.fields)} fields" if len(shown) == len(record.fields) else (
            f"{len(shown)} of its {len(record.fields)} fields")  # fmt: skip
        return f"“{one_line(record.name, 60)}” ({count}: {listing(words, _FIELDS)})"

    def _telling(self, one: TaskRecord, known: Sequence[str] = ()) -> str:
        """How many fields, and those that tell most: what others of the task (`known`) have as well comes last."""
        record = self._records.get(one.record)
        if record is None:
            return "not in the sample"
        fields = sorted(record.fields, key=lambda f: (
            f.name in known, f.name not in one.fields, not f.special, not f.categories, not f.labels,
            f.gloss is None or f.name.lower() in _PLAIN,
        ))  # fmt: skip
        words = list(dict.fromkeys(field_in_words(f)[1] for f in fields))
        return f"{len(record.fields)} fields, among them {', '.join(words[:_FIELDS])}"

    def _name(self, one: TaskRecord) -> str:
        record = self._records.get(one.record)
        return record.name if record is not None else one.record

    def _question(self, choice: TaskChoice) -> str:
        name = self._asked(choice)
        if choice.how == "names":
            return f"the list {self._listed(choice)} has the name of {name}"
        if choice.list is not None and choice.list in self._lists:
            return f"{name}, from the list {self._listed(choice)}"
        options = [_option(one) for one in choice.options[:_OPTIONS]]
        more = f" and {len(choice.options) - _OPTIONS} more" if len(choice.options) > _OPTIONS else ""
        code = f", put into `{choice.field.partition('.')[2]}`" if choice.field and choice.asks else ""
        return f"{name}{code}: {', '.join(options)}{more}"

    def _asked(self, choice: TaskChoice) -> str:
        if choice.asks is not None:
            return _told(choice.asks)
        record, _, name = (choice.field or "").partition(".")
        found = next((f for f in self._fields(record) if f.name == name), None)
        return f"its field `{visible(name)}`" + (f" ({found.gloss})" if found is not None and found.gloss else "")

    def _fields(self, record: str) -> Sequence[RecordField]:
        found = self._records.get(record)
        return found.fields if found is not None else ()

    def _listed(self, choice: TaskChoice) -> str:
        one = self._lists.get(choice.list or "")
        if one is None:
            return choice.list or ""
        items = [i for i in one.items if not i.sentinel]
        texts = [own(i.labels) or Text(text=i.value) for i in items[:_OPTIONS]]
        more = f" and {len(items) - _OPTIONS} more" if len(items) > _OPTIONS else ""
        return f"“{one_line(one.name, 60)}” ({', '.join(map(_plain, texts))}{more})"

    def _who(self, task: Task) -> list[str]:
        """What only some who use the app are asked, in one sentence for each role."""
        told: dict[str, dict[str, None]] = {}
        for one in (self._decisions[id_] for id_ in task.decisions if id_ in self._decisions):
            if one.who is not None and one.sets is None:
                told.setdefault(one.who, {})[one.does] = None
        return [f"Where {who}, the app {' and '.join(list(does)[:_NEEDS])}." for who, does in told.items()]

    @staticmethod
    def _needed(task: Task) -> list[str]:
        """How much must be there, and what of it no question has told."""
        if not task.needs:
            return []
        asked = {choice.asks for choice in task.choices}
        rest = [need for need in task.needs if need.says not in asked]
        rest.sort(key=lambda need: (not need.proven, need.says is None))
        told = [_need(need) for need in rest[:_NEEDS]]
        more = f" and {len(rest) - len(told)} more, in the table" if len(rest) > len(told) else ""
        also = " also" if len(rest) < len(task.needs) else ""
        sent = "Before it is sent," if rest and all(need.proven for need in rest[:_NEEDS]) else "Before that,"
        return [f"{sent} it{also} asks that {'; '.join(told)}{more}."] if told else []

    # the table

    def _rows(self, task: Task) -> list[list[str]]:
        rows: list[list[str]] = []
        for what, some in (("given", task.given), ("sent", task.sends)):
            for one in some:
                for field in self._fields(one.record):
                    shown = "shown" if what == "given" and field.name in one.fields else ""
                    rows.append([f"{what}: {visible(self._name(one))}", _both(field), shown or (field.condition or "")])
        for choice in task.choices:
            answers = [_option(one) for one in choice.options] or [self._listed(choice)]
            rows.append(["asked", self._asked(choice), "; ".join(answers)])
        for decided in (self._decisions[id_] for id_ in task.decisions if id_ in self._decisions):
            rows.append(["then", decided.does, decided.when])
        for need in task.needs:
            says = f" (else {_told(need.says)})" if need.says is not None else ""
            rows.append(["must be there", f"{need.needs}{says}", need.when])
        return [[one_line(cell, 400) for cell in row] for row in rows]

    @staticmethod
    def _texts(task: Task) -> list[Text]:
        asked = [
            t for choice in task.choices for t in (choice.asks, *(o.text for o in choice.options)) if t is not None
        ]
        return [*task.titles, *asked, *(need.says for need in task.needs if need.says is not None)][:40]


def _told(text: Text) -> str:
    return f"«{one_line(text.text, 100)}»" + (f" ({text.gloss})" if text.gloss else "")


def _plain(text: Text) -> str:
    return one_line(text.text, 40) + (f" ({text.gloss})" if text.gloss and text.gloss != text.text else "")


def _need(need: TaskNeed) -> str:
    says = f" (else {_told(need.says)})" if need.says is not None else ""
    return f"{need.needs}{f' where {need.when}' if need.when else ''}{says}"


def _option(one: TaskOption) -> str:
    name = _plain(one.text) if one.text is not None else one.name
    return f"{name} = {one.code}" if one.code else name


def _both(field: RecordField) -> str:
    words = field_in_words(field)[1]
    return f"{visible(field.name)}: {words}" if words.lower() != field.name.lower() else visible(field.name)
