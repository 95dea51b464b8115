"""Texts from outside that decide what an app does."""

import pytest

from sousveil.model.report import Question
from sousveil.recover.commands import _compared
from tests.conftest import audited


def _row(decides: str, condition: str) -> dict[str, object]:
    return {"decides": decides, "condition": condition}


def _told(decides: str, condition: str) -> list[tuple[str, str, str]]:
    return [one[:3] for one in _compared(_row(decides, condition))]


def test_what_a_server_answers_is_compared_with_a_text() -> None:
    assert _told("server", 'answer of readLine() equals "calls"') == [("server", "equals", "calls")]
    assert _told("server", 'answer of readLine() equals (in any case) "calls"') == [("server", "equals", "calls")]


def test_alternatives_are_orders_each() -> None:
    told = _told("server", 'answer of a() equals "one" or answer of a() equals "two"')
    assert [text for _, _, text in told] == ["one", "two"]


@pytest.mark.parametrize(
    "condition",
    [
        'answer of a() equals "one" or getCount() is 3',
        'size() is 2 or answer of a() equals "one"',
        'answer of a() does not equal "one"',
        "answer of a() equals field x.Y.z",
        "answer of getResponseCode() is 200",
    ],
)
def test_a_condition_with_another_question_is_no_order(condition: str) -> None:
    assert _told("server", condition) == []


def test_messages_between_the_apps_own_parts_are_no_orders() -> None:
    assert _told("message", 'action of the message equals "x.y.GO"') == []
    assert _told("message", 'extra "key" of the message equals "alarm"') == []
    assert _told("message", 'text of the SMS starts with "#go"') == [("sms", "starts with", "#go")]
    assert _told("message", 'sender of the SMS contains "900"') == [("sender", "contains", "900")]


def test_a_servers_orders_are_told_with_what_stands_behind_them() -> None:
    report = audited("orders_server")
    assert {(c.text, c.does) for c in report.commands} == {
        ("people", ("the contacts stored on the phone",)),
        ("calls", ("the list of calls",)),
    }
    (finding,) = [f for f in report.findings if f.rule == "controls/orders_server"]
    assert finding.question == Question.CONTROLS
    assert "«calls»: the list of calls" in finding.says
    assert all(step.place.startswith("code:") for step in finding.evidence) and finding.evidence


def test_orders_by_text_message_are_told_apart() -> None:
    report = audited("orders_sms")
    assert [(c.origin, c.compared, c.text) for c in report.commands] == [("sms", "starts with", "#count")]
    assert [f.rule for f in report.findings if f.rule.startswith("controls/orders")] == ["controls/orders_sms"]


def test_whether_all_went_well_is_no_order() -> None:
    assert audited("answer_read").commands == ()


def test_what_a_message_is_by_its_action_says_where_its_texts_come_from() -> None:
    extra = _row("message", 'extra "message" of the message.split("_")[0] equals "alarm"')
    assert [one[0] for one in _compared(extra, "message")] == ["message"]
    assert list(_compared(extra, "sms")) == []
    assert list(_compared(extra)) == []
    cut = _row("message", '….trim().split(" ")[1] equals "place"')
    assert [one[0] for one in _compared(cut, "sms")] == ["sms"]
    action = _row("message", 'action of the message equals "x.y.GO"')
    assert list(_compared(action, "message")) == []


def test_a_text_under_a_name_in_parsed_data_is_an_order_of_unknown_origin() -> None:
    assert _told("other", 'JSONObject.getString("do") equals "7"') == [("data", "equals", "7")]
    assert _told("other", 'JSONObject.optString("do", "").trim() equals "7"') == [("data", "equals", "7")]
    assert _told("other", 'Cursor.getString(2) equals "7"') == []
    assert _told("preference", 'JSONObject.getString("do") equals "7"') == []
