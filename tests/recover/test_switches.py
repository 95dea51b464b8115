"""Switches: what a package holds and does not run as it stands."""

from types import SimpleNamespace

from sousveil.model.evidence import Reach
from sousveil.model.lists import ValueList
from sousveil.model.report import Finding, Question
from sousveil.recover.switches import _decided, _either, _list, _lists, _named
from sousveil.verify import verify
from tests.conftest import app_path, audited


def dormant(app: str) -> dict[str, Finding]:
    return {f.rule: f for f in audited(app).findings if f.question == Question.DORMANT}


def test_a_resource_that_switches_off_is_named_with_its_value() -> None:
    (found,) = dormant("dormant_switch").values()
    assert found.rule == "dormant/resource"
    assert found.reach == Reach.DORMANT
    assert "`bool/extra`" in found.says
    assert "false in the package" in found.says
    assert any(step.place.startswith("res:") and step.reads == "false" for step in found.evidence)


def test_components_that_nothing_starts_are_told_and_those_that_are_started_are_not() -> None:
    found = dormant("dormant_parts")
    says = found["dormant/component"].says
    assert "LeftActivity`: nothing in the app names it" in says
    assert "OffService`: the manifest has it switched off" in says
    assert "UsedActivity" not in says
    assert "MainActivity" not in says


def test_a_setting_that_decides_is_no_switch_that_is_off() -> None:
    found = dormant("dormant_parts")["dormant/preference"]
    assert "`extra`" in found.says
    assert found.data["folded"] is True


def test_dead_code_is_told_as_such_and_quiet_apps_give_nothing() -> None:
    assert list(dormant("dead_shell")) == ["dormant/unreached"]
    assert dormant("quiet") == {}


def test_lists_that_are_empty_or_unused_are_switches_and_folded_ones_are_not() -> None:
    def made(number: int, **more: object) -> ValueList:
        base: dict[str, object] = {
            "id": f"L-{number}", "name": "TOOLS", "kind": "packages", "form": "array", "items": (), "count": 0,
            "use": "used", "strength": "observed",
        }  # fmt: skip
        return ValueList.model_validate({**base, **more})

    lists = [made(1), made(2, count=3), made(3, count=3, use="inert"), made(4, folded=True)]
    told = [_list(one) for one in _lists(lists)]
    assert [(one.name, one.says) for one in told] == [
        ("TOOLS (L-1)", "it is empty in the package"),
        ("TOOLS (L-3)", "it is there, and nothing uses it"),
    ]


def test_every_place_is_read_again() -> None:
    for app in ("dormant_switch", "dormant_parts"):
        assert verify(audited(app), app_path(app)).failures == ()


def test_the_same_on_both_sides_of_a_question_depends_on_nothing() -> None:
    assert _either({'preference "a" equals -1', 'preference "a" does not equal -1'})
    assert _either({"answer of x is true", "answer of x is false"})
    assert not _either({'preference "a" equals -1', 'preference "a" equals 2'})
    assert not _either({'preference "a" equals -1'})


def test_whether_a_request_arrived_is_no_switch_of_a_server() -> None:
    def decided(switch: str) -> object:
        return _decided(None, {"decides": "server", "switch": switch, "condition": f"{switch} is 200"})  # type: ignore[arg-type]

    assert decided("answer of getStatusCode()") is None
    assert decided("answer of HttpURLConnection.getResponseCode()") is None
    assert decided('answer of JSONObject.getInt("code")') is not None


def test_a_class_that_has_a_method_to_start_it_is_named_where_others_call_that() -> None:
    methods = {1: "Lorg/x/Work;->start()V", 2: "Lorg/x/Main;->onCreate()V", 3: "Lorg/x/Left;->start()V"}
    code = SimpleNamespace(
        method_text=methods.__getitem__,
        method_class=lambda m: methods[m].partition("->")[0],
        type_name={7: "Lorg/x/Work;", 8: "Lorg/x/Left;"}.__getitem__,
    )
    rows = [(1, 0x1C, 7), (2, 0x71, 1), (3, 0x1C, 8)]
    columns = dict(zip(("method", "op", "operand"), zip(*rows, strict=True), strict=True))
    table = SimpleNamespace(column=columns.__getitem__)
    assert _named(SimpleNamespace(code=code, tables={"instructions": table})) == {"Lorg/x/Work;"}  # type: ignore[arg-type]
