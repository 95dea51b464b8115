"""Screens of two small apps: a form about people, and a colour picker that asks nothing about anybody."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from sousveil.knowledge.load import load
from sousveil.line import open_facts
from sousveil.model.limits import Limits
from sousveil.model.screen import Element, Screen
from sousveil.recover.screens import screens
from sousveil.recover.screens.layouts import _indicators, kind_of
from sousveil.trace import trace
from tests.conftest import audited


@cache
def shown(app: str) -> dict[str, Screen]:
    """Screens by class without the package; a builder's dialog by its number there."""
    return {screen.name.rpartition(".")[2]: screen for screen in audited(app).screens}


def element(screen: Screen, id_: str) -> Element:
    (found,) = [one for one in screen.elements if one.id == id_]
    return found


def ways(app: str, name: str) -> set[tuple[str, str, str]]:
    ids = {screen.id: short for short, screen in shown(app).items()}
    return {(lead.kind, ids.get(lead.to, lead.to), lead.by) for lead in shown(app)[name].leads}


def test_every_screen_of_the_form_is_there() -> None:
    assert {(name, one.kind, one.made_from) for name, one in shown("screens_admission").items()} == {
        ("MainActivity", "activity", "layout"),
        ("FormActivity", "activity", "layout"),
        ("DoneActivity", "activity", "code"),
        ("Patients", "row", "layout"),
        ("FormActivity dialog 1", "dialog", "code"),
    }
    assert [name for name, one in shown("screens_admission").items() if one.starts] == ["MainActivity"]


def test_titles_stand_in_every_language_with_a_gloss() -> None:
    form = shown("screens_admission")["FormActivity"]
    assert [(t.text, t.lang, t.gloss) for t in form.titles] == [
        ("Admission", None, None),
        ("登记", "zh-CN", "register"),
    ]


def test_entries_have_their_labels_hints_and_choices() -> None:
    form = shown("screens_admission")["FormActivity"]
    name, religion = element(form, "et_name"), element(form, "et_religion")
    assert (name.kind, name.input) == ("entry", "textPersonName")
    assert [(t.text, t.gloss) for t in name.labels] == [("Name of the patient", None), ("姓名", "name")]
    assert [(t.text, t.gloss) for t in religion.hints] == [("Religion", None), ("宗教信仰", "religious belief")]
    assert religion.labels == (), "what stands before it belongs to another entry"
    blood, meal = element(form, "blood"), element(form, "meal")
    assert [t.text for t in blood.choices] == ["A", "B", "AB", "O"], "the array that code gives it"
    assert [t.text for t in meal.choices] == ["Usual", "Without meat"], "of an included layout"
    assert [t.text for t in meal.labels] == ["Meal"]


def test_what_is_asked_about_people_has_categories() -> None:
    assert set(shown("screens_admission")["FormActivity"].categories) == {"blood_type", "name", "religion"}
    assert all(one.categories == () for one in shown("screens_colours").values())


def test_a_hidden_entry_says_when_it_is_shown() -> None:
    guest = element(shown("screens_admission")["FormActivity"], "guest_name")
    assert (guest.hidden, guest.condition) == (True, "«Brings a guest» is on")


def test_what_a_press_does_by_the_branch_of_its_own_id() -> None:
    form = shown("screens_admission")["FormActivity"]
    assert element(form, "save").does == "calls ask"
    assert element(form, "clear").does == "closes the screen"


def test_ways_between_screens() -> None:
    assert ways("screens_admission", "MainActivity") == {
        ("opens", "FormActivity", "pressing «New patient»"),
        ("lists", "Patients", "MainActivity.onCreate"),
    }
    assert ways("screens_admission", "FormActivity") == {("shows", "FormActivity dialog 1", "pressing «Save»")}
    assert ways("screens_admission", "FormActivity dialog 1") == {("opens", "DoneActivity", "pressing «Yes»")}
    assert ways("screens_admission", "DoneActivity") == set()
    assert ways("screens_colours", "PickActivity") == {("opens", "ShowActivity", "pressing «Show»")}


def test_a_screen_without_a_layout_is_put_together_from_code_and_says_so() -> None:
    done = shown("screens_admission")["DoneActivity"]
    assert [t.text for t in done.titles] == ["Done"]
    assert [(one.kind, [t.text for t in one.texts]) for one in done.elements] == [("text", ["Patients"]), ("entry", [])]
    assert done.strength == "traced"


def test_every_screen_has_evidence() -> None:
    for app in ("screens_admission", "screens_colours"):
        for one in shown(app).values():
            assert one.evidence, one.name
            assert all(lead.evidence for lead in one.leads)


def says(app: str, rule: str) -> list[str]:
    return [finding.says for finding in audited(app).findings if finding.rule == rule]


def test_sentences() -> None:
    (whole,) = says("screens_admission", "operates/map")
    assert whole.startswith("The app shows 3 full screens, 1 dialog and 1 row of a list; 3 ways from one to another")
    assert "It begins with «Patients»" in whole
    told = says("screens_admission", "operates/screen")
    assert told[0].startswith("The screen «Admission» asks for 6 things: «Name of the patient», «Religion»")
    assert "It shows «Name of the guest» only when «Brings a guest» is on. It leads to the dialog «Save" in told[0]
    assert told[1].startswith(
        "The screen «Done» asks for 1 thing: a field without a label (EditText). It has no layout"
    )
    (pick,) = says("screens_colours", "operates/screen")
    assert "«颜色» (colour)" in pick
    (asked,) = [f for f in audited("screens_colours").findings if f.rule == "operates/screen"]
    assert asked.categories == ()


def test_an_app_without_screens_says_nothing() -> None:
    assert [f for f in audited("no_code").findings if f.question == "operates" and "entries" in f.data] == []


def test_the_same_screens_again() -> None:
    facts = open_facts(Path("tests/apps/screens_admission/app.apk"), Limits())
    knowledge = load()
    once = screens(facts, trace(facts, knowledge, follow=False), knowledge, [])
    assert once == screens(facts, trace(facts, knowledge, follow=False), knowledge, [])
    assert [one.id for one in once] == [f"S-{n}" for n in range(1, len(once) + 1)]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("EditText", "entry"),
        ("org.example.ClearEditText", "entry"),
        ("androidx.appcompat.widget.AppCompatSpinner", "choice"),
        ("RadioButton", "choice"),
        ("ImageButton", "button"),
        ("androidx.recyclerview.widget.RecyclerView", "list"),
        ("org.example.Unheard", "other"),
    ],
)
def test_kinds_of_widgets(tag: str, kind: str) -> None:
    assert kind_of(tag) == kind


def test_a_bar_of_stars_that_only_shows_a_rating_asks_for_nothing() -> None:
    tags = ["RatingBar"] * 4 + ["Spinner"]
    rows = {"widgets": [{"tag": tag, "part": 1, "element": number} for number, tag in enumerate(tags)]}
    said = [
        ("style", 1, 0, 0x01010210),
        ("isIndicator", 1, 1, 0),
        ("isIndicator", 1, 2, 1),
        ("style", 1, 3, 0x7F0F0001),
        ("isIndicator", 1, 4, 1),
    ]
    columns = dict(zip(("name", "part", "element", "data"), zip(*said, strict=True), strict=True))
    table = SimpleNamespace(column=columns.__getitem__)
    facts = SimpleNamespace(rows=rows.__getitem__, tables={"xml_attributes": table})
    assert _indicators(facts) == {(1, 0), (1, 2)}  # type: ignore[arg-type]
