"""Pictures of screens: boxes stand apart, lines join them, wireframes keep order and drop what says nothing."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.model.evidence import Strength
from sousveil.model.gloss import Text
from sousveil.model.screen import Element, Lead, Screen
from sousveil.tell import layered, pictures
from tests.tell import sample_report


def screen(number: int, *to: int, **more: object) -> Screen:
    leads = tuple(Lead(to=f"S-{n}", by="m") for n in to)
    given = {"id": f"S-{number}", "name": f"a.B{number}", "kind": "activity", "leads": leads, **more}
    return Screen.model_validate({"strength": Strength.OBSERVED, **given})


def entry(**more: object) -> Element:
    return Element.model_validate({"tag": "EditText", "kind": "entry", **more})


def test_a_screen_stands_below_the_one_that_leads_to_it() -> None:
    chart = pictures.chart([screen(1, 2, starts=True), screen(2, 3), screen(3, 1)])
    assert chart is not None
    assert [box.screen.id for box in chart.boxes] == ["S-1", "S-2", "S-3"]
    assert all(a.y < b.y for a, b in pairwise(chart.boxes))
    assert len(chart.edges) == 3


def test_no_ways_no_map() -> None:
    assert pictures.chart([screen(1), screen(2)]) is None
    assert pictures.chart([]) is None
    assert pictures.chart([screen(1, 7)]) is None, "a way to nowhere"


def test_libraries_and_rows_are_not_on_the_map() -> None:
    chart = pictures.chart([screen(1, 2, 3, 4), screen(2), screen(3, folded=True), screen(4, kind="row")])
    assert chart is not None
    assert [box.screen.id for box in chart.boxes] == ["S-1", "S-2"]


WAYS = st.lists(st.lists(st.integers(1, 90), max_size=4), min_size=1, max_size=90)


@given(WAYS)
def test_boxes_stand_apart_and_inside_whatever_leads_where(ways: list[list[int]]) -> None:
    chart = pictures.chart([screen(n, *to) for n, to in enumerate(ways, 1)])
    if chart is None:
        return
    assert len(chart.boxes) <= pictures.DRAWN
    assert len({box.screen.id for box in chart.boxes}) == len(chart.boxes)
    for box in chart.boxes:
        assert 0 <= box.x <= chart.wide - box.wide
        assert 0 <= box.y <= chart.high - box.high
    for n, one in enumerate(chart.boxes):
        for two in chart.boxes[n + 1 :]:
            assert abs(one.x - two.x) >= one.wide or abs(one.y - two.y) >= one.high
    for edge in chart.edges:
        assert re.fullmatch(r"M[\d ]+C[\d ]+", edge.path)


def test_what_is_left_out_is_counted_and_what_starts_or_asks_stays() -> None:
    many = [screen(n, n + 1) for n in range(1, 200)]
    many += [screen(200), screen(201, 202), screen(202, elements=(entry(),), categories=("religion",))]
    many[150] = screen(151, 152, starts=True)
    chart = pictures.chart(many)
    assert chart is not None
    assert len(chart.boxes) == pictures.DRAWN
    assert chart.left_out == 202 - pictures.DRAWN
    assert any(box.screen.starts for box in chart.boxes)


def test_the_table_has_every_screen_that_leads_is_led_to_or_asks() -> None:
    rows = pictures.listed([screen(1, 2), screen(2), screen(3), screen(4, elements=(entry(),)), screen(5, starts=True)])
    assert [row.id for row in rows] == ["S-1", "S-2", "S-4", "S-5"]


def test_screens_about_people_are_drawn_first() -> None:
    plain = screen(1, elements=(entry(), entry()))
    people = screen(2, elements=(entry(),), categories=("name",))
    assert [one.id for one in pictures.drawn([plain, people, screen(3)])] == ["S-2", "S-1"]


def test_a_wireframe_keeps_nesting_and_drops_groups_that_say_nothing() -> None:
    elements = (
        Element(tag="LinearLayout", kind="group"),
        Element(tag="LinearLayout", kind="group", depth=1, horizontal=True),
        Element(tag="TextView", kind="text", depth=2, texts=(Text(text="姓名", gloss="name"),)),
        entry(depth=2),
        Element(tag="LinearLayout", kind="group", depth=1),
        Element(tag="Button", kind="button", depth=1, id="save"),
    )
    sheet = pictures.sheet(screen(1, elements=elements))
    (root,) = sheet.frames
    assert [frame.one.kind for frame in root.inside] == ["group", "button"]
    assert [frame.one.kind for frame in root.inside[0].inside] == ["text", "entry"]
    assert sheet.glossed
    assert not pictures.sheet(screen(1, elements=(entry(),))).glossed


@pytest.mark.parametrize(
    ("texts", "original", "gloss"),
    [
        ((Text(text="Name"), Text(text="姓名", lang="zh-CN", gloss="full name")), "姓名", "full name"),
        ((Text(text="Name"), Text(text="甲", lang="zh-CN")), "甲", "Name"),
        ((Text(text="甲", lang="zh"),), "甲", "甲"),
        ((Text(text="Name"),), "Name", "Name"),
    ],
)
def test_original_and_gloss(texts: tuple[Text, ...], original: str, gloss: str) -> None:
    first = pictures.original(texts)
    assert first is not None
    assert (first.text, pictures.glossed(texts)) == (original, gloss)


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_name_is_cut_to_its_width(text: str, most: int) -> None:
    assert len(layered.fitted(text, most)) <= most + 1


def test_hostile_screens_are_drawn_the_same_twice() -> None:
    made = sample_report.screens()
    assert pictures.chart(made) == pictures.chart(made)
    assert all(pictures.sheet(one).frames for one in pictures.drawn(made))
