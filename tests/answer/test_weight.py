"""What is told first in a chapter, and what is sent along unseen."""

from sousveil.answer import who_sends
from sousveil.answer.weight import HEAVY, Weights, weight_of_record
from sousveil.knowledge.load import load
from sousveil.model.evidence import Strength
from sousveil.model.lists import ListItem, ValueList
from sousveil.model.record import Name, Record, RecordField
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question


def field(name: str, **more: object) -> RecordField:
    return RecordField(name=name, names=(Name(kind="identifier", text=name),), **more)  # type: ignore[arg-type]


def record(number: int, *fields: RecordField, folded: bool = False) -> Record:
    return Record(
        id=f"R-{number}",
        name=f"Visit{number}",
        names=(),
        forms=("class",),
        about="person",
        fields=fields,
        folded=folded,
        strength=Strength.TRACED,
    )


SENT = {"goes": ("sent",), "unseen": True}
FAITH = field("faith", categories=("religion",), special=("religion",), origins=("typed",), goes=("sent",))
NURSE = field("nurse", origins=("account",), **SENT)
PLACE = field("lat", categories=("precise_location",), **SENT)
TYPED = field("note", origins=("typed",), goes=("sent",))


def test_a_record_of_special_categories_weighs_more_than_a_longer_one_without():
    plain = record(1, *(field(f"n{n}", origins=("typed",)) for n in range(20)))
    assert weight_of_record(record(2, FAITH)) > weight_of_record(plain)


def test_a_record_that_nothing_fills_weighs_less():
    kept = field("faith", categories=("religion",), special=("religion",), goes=("kept",))
    assert weight_of_record(record(1, kept)) < weight_of_record(record(2, FAITH))


def test_a_list_of_persons_is_told_before_the_rest_and_yes_and_no_is_not():
    def weighed(kind: str) -> int:
        items = tuple(ListItem(value=str(n)) for n in range(5))
        one = ValueList(id="L-1", name="x", kind=kind, form="array in code", items=items, count=5, use="used",
                        strength=Strength.OBSERVED)  # fmt: skip
        finding = Finding(id="F-0", question=Question.SEARCHES, rule="searches/list", says="A list.",
                          data={"list": "L-1"}, strength=Strength.OBSERVED)  # fmt: skip
        return Weights(Recovered(lists=(one,)), load()).of(finding)

    assert weighed("person_types") >= HEAVY > weighed("yes_no")


def test_position_and_identity_that_no_form_shows_are_told_with_their_records():
    told = who_sends.answer(Recovered(records=(record(1, NURSE, PLACE), record(2, NURSE), record(3, TYPED))), load())
    assert len(told) == 1
    assert told[0].says.startswith("Of the 3 records that are sent, 2 carry who is logged in and 1 a position")
    assert told[0].data["with_identity"] == ["R-1", "R-2"]
    assert told[0].data["with_position"] == ["R-1"]


def test_what_a_form_shows_is_not_told_as_unseen():
    shown = field("nurse", origins=("account",), goes=("sent", "shown"))
    assert who_sends.answer(Recovered(records=(record(1, shown, TYPED),)), load()) == []


def test_folded_records_are_not_counted():
    assert who_sends.answer(Recovered(records=(record(1, NURSE, folded=True),)), load()) == []
