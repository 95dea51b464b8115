"""Tasks of the test apps: what is given, asked and sent, and where it is told."""

import pytest

from sousveil.model.evidence import Strength
from sousveil.model.report import Question
from sousveil.model.task import Task
from sousveil.verify import verify
from tests.conftest import app_path, audited


def only(app: str) -> Task:
    (task,) = audited(app).tasks
    return task


def test_what_is_given_and_what_is_sent() -> None:
    report = audited("task_household")
    names = {record.id: record.name for record in report.records}
    task = only("task_household")
    assert [(names[one.record], one.how) for one in task.given] == [("Household", "answer")]
    assert set(task.given[0].fields) == {"name", "address", "idCard"}
    assert [(names[one.record], one.how, one.fields) for one in task.sends] == [
        ("HouseholdResult", "sent", ("policeCheck",))
    ]


def test_a_question_has_its_answers_with_their_codes() -> None:
    police, reason = only("task_household").choices
    assert police.asks is not None
    assert police.asks.text == "Please say whether the police should look into it"
    assert police.authority
    assert police.field is not None
    assert police.field.endswith(".policeCheck")
    assert [(one.name, one.code) for one in police.options] == [("`policeCheckYes`", "1"), ("`policeCheckNo`", "2")]
    assert len(reason.options) == 3
    assert not reason.authority


def test_checks_behind_two_methods_and_in_one_that_is_given_the_message_are_proven() -> None:
    needs = {need.says.text: need for need in only("task_household").needs if need.says}
    assert set(needs) == {
        "Please say whether the police should look into it",
        "Please choose a reason",
        "Please enter a telephone number",
    }
    assert all(need.proven for need in needs.values())
    assert needs["Please enter a telephone number"].needs == "`phoneEdit` (telephone) is filled in"


def test_a_task_that_names_the_police_is_told_with_the_decisions_in_it() -> None:
    (told,) = [f for f in audited("task_household").findings if f.question == Question.FLAGS]
    assert told.rule == "flags/task"
    assert told.strength == Strength.TRACED
    assert "a server gives the operator “Household”" in told.says
    assert "Before it is sent" in told.says
    assert ["then", "sets `policeCheck` (police check) to 1", "`policeCheckYes` is ticked"] in told.data["table"][
        "rows"
    ]


def test_the_same_of_a_delivery_is_told_as_work_and_flags_nobody() -> None:
    findings = audited("task_not_delivery").findings
    assert [f for f in findings if f.question == Question.FLAGS] == []
    assert [f.rule for f in findings if f.rule.startswith("operates/task")] == ["operates/task"]
    assert not only("task_not_delivery").authority


@pytest.mark.parametrize("app", ["decide_not_school", "decide_not_colour", "quiet", "toast", "school_form"])
def test_what_is_no_task(app: str) -> None:
    assert [task for task in audited(app).tasks if task.authority] == []


def test_every_place_is_read_again() -> None:
    report = audited("task_household")
    assert all(step.reads for task in report.tasks for step in task.evidence)
    assert verify(report, app_path("task_household")).failures == ()
