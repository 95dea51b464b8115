"""Screens to fill in."""

from sousveil.answer.forms import findings
from sousveil.knowledge.load import load
from sousveil.line import open_facts
from sousveil.model.limits import Limits
from tests.conftest import APPS, ROOT


def forms(app):
    return list(findings(open_facts(app, Limits()), load()))


def test_a_form_is_told_with_its_labels_in_every_language():
    (form,) = forms(ROOT / "examples" / "demo" / "app.apk")
    assert form.data["fields"][:2] == ["Name", "ID number"]
    assert {"text": "身份证号", "lang": "zh"} in [{k: t[k] for k in ("text", "lang")} for t in form.data["texts"]]
    assert {"religion", "blood_type"} <= set(form.categories)
    assert len(form.evidence) == len(form.data["fields"])


def test_an_app_without_fields_has_no_form():
    assert forms(APPS / "quiet" / "app.apk") == []
