"""The picture of decisions: everything fits its boxes, and nothing hostile gets into the page."""

import re

from sousveil.model.decision import DecidingCode, Decision
from sousveil.model.evidence import Strength
from sousveil.model.gloss import Text
from sousveil.tell.decision_picture import WIDTH, pictures


def decision(number: int, **more: object) -> Decision:
    base: dict[str, object] = {
        "id": f"D-{number}", "action": "arrest", "does": "shows the part `arrestPanel`",
        "when": f"`Guest.measure` is {number}",
        "whole": "exact", "strength": Strength.TRACED, "series": "Guest.measure",
    }  # fmt: skip
    return Decision.model_validate({**base, **more})


def test_decisions_of_one_value_are_one_picture() -> None:
    (picture,) = pictures([decision(1), decision(2), decision(3)])
    assert picture.title == "Guest.measure"
    assert len(picture.rows) == 3
    assert [box.kind for box in picture.boxes] == ["asks", "acts"] * 3


def test_boxes_do_not_overlap_and_hold_their_lines() -> None:
    label = DecidingCode(
        of="Guest.measure", value="1", labels=(Text(text="拘捕" * 60, lang="zh", gloss="arrest " * 40),)
    )
    (picture,) = pictures([decision(1, codes=(label,), requires=("`x` is ticked",), waits="send"), decision(2)])
    for box in picture.boxes:
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= picture.height
        assert all(box.y < y < box.y + box.height for y, _ in box.lines)
    for n, one in enumerate(picture.boxes):
        for other in picture.boxes[n + 1 :]:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_the_page_draws_it_without_styles_and_escapes_it() -> None:
    from sousveil.tell.html import render
    from tests.tell import sample_report

    hostile = decision(1, does="shows «<script>alert(1)</script>»")
    report = sample_report.report()
    report = report.model_copy(update={"decisions": (hostile,)})
    page = render(report)
    assert "<script>alert" not in page
    assert "style=" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
