"""Decisions of the test apps: what is told of those that decide about people, and that the twins decide nothing."""

import pytest

from sousveil.model.decision import Decision
from sousveil.model.evidence import Reach, Strength
from sousveil.model.report import Question
from sousveil.verify import verify
from tests.conftest import app_path, audited

DECIDING = ("decide_measures", "decide_mismatch", "decide_server", "decide_role", "decide_answers")
INNOCENT = ("decide_not_school", "decide_not_parcel", "decide_not_colour", "quiet", "toast", "sound_played")


def decided(app: str) -> tuple[Decision, ...]:
    return audited(app).decisions


def test_three_codes_have_three_ordered_actions_with_their_labels() -> None:
    one, two, three = decided("decide_measures")
    assert [d.codes[0].value for d in (one, two, three)] == ["1", "2", "3"]
    assert {d.codes[0].of for d in (one, two, three)} == {"Guest.measure"}
    assert all(len(d.codes[0].labels) == 1 for d in (one, two, three))
    assert [d.codes[0].labels[0].text for d in (one, two, three)] == ["登记身份证信息", "带回盘问", "马上拘捕"]
    assert (one.action, two.action, three.action) == ("collect", "detain", "arrest")
    assert all(
        d.whole == "exact" and d.strength == Strength.TRACED and d.reach == Reach.LIVE for d in (one, two, three)
    )


def test_what_blocks_the_submission_is_told_where_it_is_asked_and_only_there() -> None:
    one, _, three = decided("decide_measures")
    assert three.requires == ("`arrestedCheck` is ticked",)
    assert [text.text for text in three.refuses] == ["请确认人员已拘捕"]
    assert three.waits == "send"
    assert one.requires == ("`phoneEdit` (telephone) is filled in",)


def test_what_decides_the_code_is_said_to_lie_outside() -> None:
    for decision in decided("decide_measures"):
        assert any("Guest.measure" in said and "not known" in said for said in decision.elsewhere)
    (server,) = decided("decide_server")
    assert any("`hit`" in said for said in server.elsewhere)


def test_two_values_together_call_the_police() -> None:
    (police,) = decided("decide_mismatch")
    assert police.action == "police"
    assert police.when == "`Crossing.ownerMatches` is 2 and `Crossing.reason` is 2"
    assert police.requires == ("`noteEdit` (note) is filled in",)
    assert police.waits == "send"
    assert police.signals == ("dialog",)
    assert police.texts[0].text == "Вызвать полицию: водитель не владелец"


def test_signals_under_the_same_condition_are_told_with_it() -> None:
    (alarm,) = decided("decide_server")
    assert alarm.action == "alarm"
    assert set(alarm.signals) == {"red", "sound"}


def test_a_role_is_told_as_who_may() -> None:
    (listed,) = decided("decide_role")
    assert listed.who == "the role or privilege `Account.role` is 7"
    assert listed.fields == ()


def test_answers_become_codes_under_the_name_of_an_action() -> None:
    police, yes, no = sorted(decided("decide_answers"), key=lambda d: d.puts or "")
    assert police.when == "the role or privilege `privilege` is not 2"
    assert police.who == police.when
    assert police.does.startswith("shows the part `policePanel`")
    assert [(d.sets, d.puts, d.when) for d in (yes, no)] == [
        ("policeCheck", "1", "`policeYes` is ticked"),
        ("policeCheck", "2", "`policeYes` is not ticked and `policeNo` is ticked"),
    ]
    assert yes.requires == ("one of `policeYes` and `policeNo` is ticked",)
    assert yes.waits == "send"
    assert [text.text for text in yes.refuses] == ["Please say whether the police must check the residents"]


def test_answers_under_one_name_are_one_finding() -> None:
    rules = sorted(f.rule for f in audited("decide_answers").findings if f.question == Question.FLAGS)
    assert rules == ["flags/answers", "flags/decision"]


@pytest.mark.parametrize("app", INNOCENT)
def test_innocent_apps_decide_nothing_about_people(app: str) -> None:
    assert decided(app) == ()
    assert [f for f in audited(app).findings if f.question == Question.FLAGS] == []


def test_one_finding_tells_all_codes_of_a_value() -> None:
    (flag,) = [f for f in audited("decide_measures").findings if f.question == Question.FLAGS]
    assert flag.rule == "flags/series"
    for word in ("1 («登记身份证信息»", "3 («马上拘捕»", "nothing is sent until `arrestedCheck` is ticked"):
        assert word in flag.says
    assert flag.data["actions"] == ["collect", "detain", "question", "arrest"]
    assert {text["text"] for text in flag.data["texts"]} >= {"带回盘问", "请确认人员已拘捕"}


@pytest.mark.parametrize("app", DECIDING)
def test_every_place_is_read_again(app: str) -> None:
    report = audited(app)
    flags = [f for f in report.findings if f.question == Question.FLAGS]
    assert flags
    assert all(step.reads for f in flags for step in f.evidence)
    assert any(step.role == "context" and "Asks whether" in step.shows for f in flags for step in f.evidence)
    assert verify(report, app_path(app)).failures == ()


def test_the_same_app_gives_the_same_decisions() -> None:
    from sousveil.knowledge.load import load
    from sousveil.line import audit_in_memory
    from sousveil.model.limits import Limits

    again = audit_in_memory(app_path("decide_measures"), Limits(), load())
    assert again.decisions == decided("decide_measures")
