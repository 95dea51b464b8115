"""Records of the test apps: every way in which a field is written, and the innocent twins."""

from sousveil.model.report import Question
from tests.conftest import audited


def told(app):
    return {r.name: r for r in audited(app).records if not r.folded}


def fields(record):
    return {f.name: f for f in record.fields}


def names(field):
    return {(n.kind, n.text) for n in field.names}


def test_a_class_its_table_and_what_is_sent_are_one_record():
    records = told("records_entity")
    resident = records["Resident"]
    assert set(resident.forms) >= {"class", "table"}
    found = fields(resident)
    assert len(found) == 5
    assert {("serialised", "sfzh"), ("column", "id_card"), ("identifier", "idCard")} <= names(found["idCard"])
    assert found["religion"].special == ("religion",)
    assert set(found["religion"].goes) == {"sent", "kept"}
    assert found["religion"].unseen
    (relation,) = resident.relations
    assert (relation.to, relation.by) == (records["Household"].id, "household")
    assert "kept" not in fields(records["Household"])["rooms"].goes


def test_columns_of_a_data_access_object_name_the_getters_bound_to_them():
    (visitor,) = told("records_dao").values()
    found = {text: f for f in visitor.fields for kind, text in names(f) if kind == "column"}
    assert ("identifier", "a") in names(found["PASSPORT_NUMBER"])
    assert ("identifier", "b") in names(found["NATIONALITY"])
    assert found["BLOOD_TYPE"].special == ("blood_type",)
    assert len(visitor.fields) == 4


def test_keys_put_in_an_object_also_by_a_method_it_is_given_to():
    report, car = told("records_json").values()
    found = fields(report)
    assert set(found) == {"religion", "car", "version", "imei"}
    assert (found["religion"].origins, found["religion"].labels[0].text) == (("typed",), "Religion")
    assert (found["imei"].origins, found["imei"].unseen) == (("phone",), True)
    assert found["version"].origins == ("constant",)
    assert all("sent" in f.goes for f in report.fields)
    assert [r.to for r in report.relations] == [car.id]
    assert car.about == "vehicle"


def test_a_form_gives_labels_choices_what_is_required_and_when():
    (person,) = told("records_form").values()
    found = fields(person)
    assert found["name"].required is True
    assert [t.text for t in found["name"].labels] == ["姓名"]
    assert any("请输入姓名" in s.shows for s in found["name"].evidence)
    assert [t.text for t in found["blood"].choices] == ["A", "B", "AB", "O"]
    assert found["blood"].condition is None
    assert "theme" in found["passport"].condition
    assert found["reason"].condition == found["passport"].condition
    assert found["officer"].unseen
    assert "template" in person.forms


def test_parameters_that_annotations_name():
    (relative,) = told("records_parcel").values()
    found = fields(relative)
    assert ("key", "qsxm") in names(found["relativeName"])
    assert ("key", "mz") in names(found["ethnicity"])
    assert "sent" in found["ethnicity"].goes


def test_a_school_form_is_a_record_without_special_categories_or_decisions():
    (pupil,) = told("school_form").values()
    assert not any(f.special for f in pupil.fields)
    assert [f.name for f in pupil.fields if f.required] == ["pupilName"]
    assert not [f for f in audited("school_form").findings if f.question == Question.FLAGS]


def test_goods_are_no_people():
    report = audited("delivery_orders")
    assert told("delivery_orders") == {}
    assert {r.name for r in report.records} == {"Order", "Colour"}
    (folded,) = [f for f in report.findings if f.rule == "collects/records_folded"]
    assert folded.data["count"] == 2


def test_a_sentence_names_what_is_special_and_what_no_form_shows():
    (one,) = [
        f for f in audited("records_json").findings if f.rule == "collects/record" and f.data["name"].endswith("report")
    ]
    assert "religion" in one.says
    assert "imei" in one.says
    assert one.data["special"] == ["religion"]
    assert one.evidence


def test_the_demo_is_one_record_of_thirteen_fields():
    from pathlib import Path

    from sousveil.knowledge.load import load
    from sousveil.line import audit_in_memory
    from sousveil.model.limits import Limits

    app = Path(__file__).parents[2] / "examples" / "demo" / "app.apk"
    (visit,) = [r for r in audit_in_memory(app, Limits(), load()).records if not r.folded]
    assert len(visit.fields) == 13
    assert {("key", "zjxy"), ("column", "religion"), ("identifier", "religion")} <= names(fields(visit)["religion"])
