"""Records and lists that belong together by their names."""

from typing import Any

from sousveil.knowledge.load import load
from sousveil.model.evidence import Strength
from sousveil.model.gloss import Text
from sousveil.model.lists import ListItem, ValueList
from sousveil.model.record import Name, Record, RecordField
from sousveil.recover.tasks.families import Alike, Ties

ALIKE = Alike(load())
plain = ALIKE.plain


def record(name: str, *fields: str) -> Record:
    told = tuple(RecordField(name=f, names=(Name(kind="identifier", text=f),)) for f in fields or ("a", "b"))
    return Record(id="R-1", name=name, names=(), forms=("class",), fields=told, strength=Strength.TRACED)


def listed(name: str, **more: Any) -> ValueList:
    items = (ListItem(value="sold", labels=(Text(text="sold"),)), ListItem(value="lent"))
    return ValueList.model_validate(
        {"id": name, "name": name, "kind": "other", "form": "array", "items": items, "count": 2, "use": "unknown",
         "strength": "observed", **more}
    )  # fmt: skip


def test_names_that_begin_alike_are_one_family() -> None:
    some = [record(n) for n in ("LocalLostBoatEntity", "LocalLostBoatResEntity", "LocalLostBoatVisitorEntity", "Boat")]
    (family,) = ALIKE.families(some, range(4))
    assert (family.stem, family.records) == ("LocalLostBoat", (0, 1, 2))
    assert family.words == plain(("no", "boat"))
    assert [ALIKE.is_result(one.name, family.stem) for one in some[:3]] == [False, True, False]


def test_one_plain_word_makes_no_family() -> None:
    assert ALIKE.families([record("UserInfo"), record("UserAddress")], range(2)) == []
    assert ALIKE.families([record("LocalBoat"), record("LocalCrew")], range(2)) == []


def test_a_list_that_is_named_like_a_record_and_its_field_is_tied_to_them() -> None:
    ties = Ties([listed("reason_for_discrepancy_vehicle"), listed("colours")], ALIKE)
    tie = ties.of(plain(("person", "car")), ["note", "mismatchReason"])
    assert tie is not None
    assert (tie[0].id, tie[1]) == ("reason_for_discrepancy_vehicle", "mismatchReason")
    assert ties.of(plain(("boat", "crew")), ["mismatchReason"]) is None
    assert ties.of(plain(("person", "car")), ["note"]) is None


def test_two_lists_that_fit_alike_and_folded_ones_are_not_tied() -> None:
    assert Ties([listed("car_reason"), listed("reason_car")], ALIKE).of(plain(("car",)), ["reason"]) is None
    assert Ties([listed("car_lost_reason", folded=True)], ALIKE).of(plain(("car", "lost")), ["reason"]) is None
