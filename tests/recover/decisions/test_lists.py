"""A list that another recovery found gives its labels to the codes that it is compared with."""

from sousveil.knowledge.load import load
from sousveil.line import open_facts
from sousveil.model.gloss import Text
from sousveil.model.limits import Limits
from sousveil.model.lists import ListItem, ValueList
from sousveil.recover.decisions import decisions
from sousveil.trace import trace
from tests.conftest import app_path


def made(compared: tuple[str, ...], *, folded: bool = False) -> ValueList:
    items = (ListItem(value="1", labels=(Text(text="Родственник"),)), ListItem(value="2", labels=(Text(text="Угон"),)))
    return ValueList.model_validate(
        {"id": "L-1", "name": "reasons", "kind": "other", "form": "array", "items": items, "count": 2,
         "compared": compared, "use": "used", "strength": "observed", "folded": folded}
    )  # fmt: skip


def labels(listed: ValueList) -> list[tuple[str, str | None, list[str]]]:
    knowledge = load()
    facts = open_facts(app_path("decide_mismatch"), Limits())
    (police,) = decisions(facts, trace(facts, knowledge), knowledge, [listed], (), ())
    return [(code.of, code.list, [text.text for text in code.labels]) for code in police.codes]


def test_the_code_of_a_list_that_is_compared_with_the_value_has_its_label() -> None:
    assert labels(made(("Crossing.reason",))) == [
        ("Crossing.ownerMatches", None, []),
        ("Crossing.reason", "L-1", ["Угон"]),
    ]


def test_a_list_that_is_compared_with_something_else_or_is_folded_gives_none() -> None:
    assert all(found == (of, None, []) for found in labels(made(("Parcel.state",))) for of in [found[0]])
    assert all(found[1] is None for found in labels(made(("Crossing.reason",), folded=True)))
