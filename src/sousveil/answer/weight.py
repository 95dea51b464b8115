"""What weighs more inside a chapter: the record with the most that law protects, the list of persons, the coded action.

A weight orders sentences and chooses those of the summary. It is no measure of harm.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from sousveil.knowledge.load import Knowledge
from sousveil.model.decision import Decision
from sousveil.model.lists import ValueList
from sousveil.model.record import Record
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding
from sousveil.model.request import Request
from sousveil.model.task import Task

HEAVY = 20
"""From here a finding is told before what has no weight, whether or not its code was seen to run."""

_SPECIAL, _ABOUT, _SENT, _FORMS = 12, 6, 8, 5
_UNFILLED = 0.4
_KINDS = {"person_types": 40, "actions_on_persons": 36, "network_tools": 34, "religions": 24, "political_status": 22,
          "reasons": 18, "blood_types": 16, "relations": 10, "documents": 8, "vehicle_types": 8, "plate_types": 8,
          "other": 4, "yes_no": -20, "numbers": -20, "measures": -6}  # fmt: skip
_RULES = {
    "made_by/name": 30,
    "made_by/label": 24,
    "made_by/certificate": 28,
    "made_by/own_code": 20,
    "collects/who_sends": 60,
    "controls/orders_server": HEAVY - 1,
    "controls/orders_sms": HEAVY - 1,
    "controls/orders_message": HEAVY - 2,
    "controls/orders_sender": HEAVY - 3,
}
"""Rules whose findings answer their question first."""
_SERIES, _PERSON, _LABELLED = 30, 20, 10


class Weights:
    """Weighs findings; what they tell of is looked up by id."""

    def __init__(self, recovered: Recovered, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._known: dict[str, dict[str, Callable[[], int]]] = {
            "record": {one.id: partial(weight_of_record, one) for one in recovered.records},
            "list": {one.id: partial(_of_list, one) for one in recovered.lists},
            "request": {one.id: partial(_of_request, one) for one in recovered.requests},
            "task": {one.id: partial(_of_task, one) for one in recovered.tasks},
        }
        """Key in a finding's data → id → how the thing of that id is weighed."""
        self._decisions = {one.id: one for one in recovered.decisions}

    def of(self, finding: Finding) -> int:
        """The weight; 0 for what has none."""
        data: dict[str, Any] = finding.data
        for key, known in self._known.items():
            if weigh := known.get(data.get(key, "")):
                return weigh()
        decided = [d for id_ in data.get("decisions", ()) if (d := self._decisions.get(id_))]
        if decided:
            return self._of_decisions(decided)
        if finding.rule == "made_by/name" and all(str(e).endswith("_words") for e in data.get("entries", ())):
            return 0  # a mention in a sentence names no maker
        return _RULES.get(finding.rule, 0)

    def _of_decisions(self, some: list[Decision]) -> int:
        actions = {id_ for one in some for id_ in one.actions}
        known = self._knowledge.actions
        persons = any(known[id_].kind == "person" for id_ in actions if id_ in known)
        series = len(some) > 1 and some[0].sets is None
        labelled = any(code.labels for one in some for code in one.codes) or any(one.texts for one in some)
        waits = any(one.waits for one in some)
        series = series and (persons or labelled)
        return HEAVY + _SERIES * series + _PERSON * persons + _LABELLED * (labelled + waits) + min(len(some), 9)


def _of_task(task: Task) -> int:
    """What names the police weighs most; what is known by names alone least."""
    weight = 4 + 3 * min(len(task.choices), 5) + min(len(task.needs), 9)
    return weight + HEAVY * task.authority + (0 if task.by_names else 10)


def _of_request(one: Request) -> int:
    """By how much about people goes into it, and whether it says where to; never before what runs."""
    told = 2 * len(one.categories) + sum(part.name is not None for part in one.parts) // 3
    return min(HEAVY - 1, 2 + 3 * bool(one.addresses) + told)


def weight_of_record(record: Record) -> int:
    """Special categories first, then how much is told of whom, whether it is sent, from how many forms it is known."""
    special = {c for f in record.fields for c in f.special}
    categories = {c for f in record.fields for c in f.categories}
    sent = sum("sent" in f.goes for f in record.fields)
    weight = _SPECIAL * len(special) + 2 * len(categories) + min(len(record.fields), 60) // 3
    weight += sum(bool(f.labels) for f in record.fields) // 3
    weight += _ABOUT * (record.about == "person") + _SENT * (sent > 0) + _FORMS * (len(record.forms) - 1)
    filled = any(f.origins or (f.goes and f.goes != ("kept",)) for f in record.fields)
    return weight if filled else int(weight * _UNFILLED)


def _of_list(one: ValueList) -> int:
    """By what its entries are, how many they are, and whether code was seen to use it."""
    return _KINDS.get(one.kind, 6) + min(one.count, 60) // 4 + 6 * (one.use == "used")
