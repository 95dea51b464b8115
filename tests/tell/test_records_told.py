"""Records as tables, a picture and files."""

import csv
import io
import json

from jsonschema import Draft202012Validator

from sousveil.model.evidence import Strength
from sousveil.model.record import Name, Record, RecordField, Relation
from sousveil.tell import html, record_files, record_picture
from tests.conftest import audited


def record(id_, *names, relations=(), folded=False):
    fields = tuple(RecordField(name=n, names=(Name(kind="identifier", text=n),), special=()) for n in names)
    return Record(
        id=id_, name=f"Name{id_}", names=(), forms=("class",), fields=fields, relations=relations,
        strength=Strength.OBSERVED, folded=folded,
    )  # fmt: skip


def test_the_files_of_a_record_are_read_back():
    made = dict(record_files.records(audited("records_form")))
    assert set(made) == {"records.csv", "R-1.csv", "R-1.schema.json"}
    rows = list(csv.DictReader(io.StringIO(made["R-1.csv"])))
    assert {r["field"]: r["labels"] for r in rows}["passport"] == "护照号码"
    schema = json.loads(made["R-1.schema.json"])
    Draft202012Validator.check_schema(schema)
    assert schema["required"] == ["name"]
    assert schema["properties"]["blood"]["x-special"] == ["blood_type"]


def test_a_cell_that_is_a_formula_is_quoted():
    hostile = record("R-1", "=HYPERLINK(1)", "fine")
    report = audited("quiet").model_copy(update={"records": (hostile,)})
    made = dict(record_files.records(report))
    assert "'=HYPERLINK(1)" in made["R-1.csv"]
    assert "\n=HYPERLINK" not in made["R-1.csv"]


def test_a_picture_needs_relations_between_records_that_are_told():
    one = record("R-1", "a", relations=(Relation(to="R-2", by="a", many=True),))
    other = record("R-2", "b", relations=(Relation(to="R-1", by="b"),))
    drawn = record_picture.picture([one, other])
    assert drawn is not None
    assert [b.record.id for b in drawn.boxes] == ["R-1", "R-2"]
    assert len(drawn.lines) == 2
    assert record_picture.picture([one, other.model_copy(update={"folded": True})]) is None


def test_the_page_has_the_table_and_the_picture():
    page = html.render(audited("records_entity"))
    assert "record-map" in page
    assert "zjxy" in page
    assert "style=" not in page.split("</style>")[1]


def test_a_hostile_name_stays_text():
    report = audited("records_entity")
    first = report.records[0]
    bad = first.fields[0].model_copy(update={"name": "<script>x</script>"})
    changed = first.model_copy(update={"fields": (bad, *first.fields[1:])})
    page = html.render(report.model_copy(update={"records": (changed, *report.records[1:])}))
    assert "<script>x" not in page
