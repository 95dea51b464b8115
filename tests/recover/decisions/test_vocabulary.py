"""Words of action and of people, in texts and in identifiers."""

import pytest

from sousveil.knowledge.load import load
from sousveil.recover.decisions.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def actions() -> Vocabulary:
    return Vocabulary.actions(load())


@pytest.fixture(scope="module")
def concerns() -> Vocabulary:
    return Vocabulary.concerns(load())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("请确认人员已拘捕", {"arrest"}),
        ("带回盘问", {"detain", "question"}),
        ("Вызвать полицию: водитель не владелец", {"police"}),
        ("Задержан гражданин", {"arrest"}),
        ("هشدار: فرد تحت تعقیب", {"alarm"}),
        ("أضيف إلى القائمة السوداء", {"mark"}),
        ("قولغا ئېلىش", {"arrest"}),
        ("Refuse parcel and report damage", {"refuse", "report"}),
        ("Please choose a colour", set()),
        ("请选择颜色", set()),
    ],
)
def test_actions_in_texts(actions: Vocabulary, text: str, ids: set[str]) -> None:
    assert {hit.id for hit in actions.text(text)} == ids


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("mImmediateArrestLayout", {"arrest"}),
        ("zhuabuButton", {"arrest"}),
        ("btn_detain", {"detain"}),
        ("keepScreenOn", {"keep"}),
        ("arrestingTower", {"arrest"}),
        ("interestRate", set()),
        ("colourPicker", set()),
    ],
)
def test_actions_in_identifiers(actions: Vocabulary, name: str, ids: set[str]) -> None:
    assert {hit.id for hit in actions.identifier(name)} == ids


def test_a_longer_word_hides_the_shorter_one_in_it(actions: Vocabulary) -> None:
    assert [hit.word for hit in actions.text("信息采集")] == ["信息采集"]


def test_a_text_that_is_too_long_to_be_a_message_has_no_words(actions: Vocabulary) -> None:
    assert actions.text("拘捕" * 500) == ()


def test_who_is_spoken_of(concerns: Vocabulary) -> None:
    assert {hit.id for hit in concerns.text("Вызвать полицию: водитель не владелец")} == {"person", "authority"}
    assert {hit.id for hit in concerns.identifier("getUserRole")} == {"role"}
    assert concerns.identifier("getName") == ()
    assert concerns.text("Keep at the shop, call the customer") == ()
