import json
from pathlib import Path

import jsonschema
import pytest

from sousveil.model.report import Report
from sousveil.model.text import visible
from sousveil.tell import json as tell_json
from tests.tell import sample_report

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "report.schema.json"


@pytest.mark.parametrize("report", [sample_report.report(300), sample_report.small(), sample_report.empty()])
def test_every_report_fits_the_published_schema(report):
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(tell_json.render(report)), schema, jsonschema.Draft202012Validator)


def test_the_published_schema_is_current():
    assert PUBLISHED.read_text(encoding="utf-8") == tell_json.schema(), "run `make docs`"


@pytest.mark.parametrize("harm", [{"strange": 1}, {"strength": "certain"}, {"question": "why"}])
def test_the_schema_refuses_what_is_no_report(small, harm):
    document = json.loads(tell_json.render(small))
    document["findings"][0] |= harm
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json.loads(PUBLISHED.read_text(encoding="utf-8")))


def test_nothing_hidden_stands_in_the_file_and_nothing_is_lost(rich):
    text = tell_json.render(rich)
    assert visible(text) == text
    assert Report.model_validate_json(text) == rich
