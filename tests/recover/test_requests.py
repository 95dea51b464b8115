"""Requests: to whom, what stands in them, and where it comes from."""

from typing import Any

import pytest

from sousveil.knowledge.load import load
from sousveil.model.report import Question
from sousveil.recover.requests.addresses import addresses, inside, widest
from sousveil.recover.requests.origins import Origins
from tests.conftest import audited


def _row(part: str, value: str, offset: int = 0, name: str = "") -> dict[str, Any]:
    return {"method": 1, "offset": offset, "part": part, "name": name, "value": value, "origin": "constant"}


def test_an_address_keeps_its_constant_parts() -> None:
    rows = [_row("address", '"http://192.0.2.1/a?id=" + getId()')]
    assert addresses(rows, "http", {}) == ["http://192.0.2.1/a?id=…"]


def test_a_port_stands_behind_its_host_only() -> None:
    rows = [_row("address", '"192.0.2.1"', 4), _row("address", "5001", 4), _row("address", '"192.0.2.2"', 8)]
    assert addresses(rows, "tcp", {}) == ["192.0.2.1:5001", "192.0.2.2"]


def test_an_address_in_a_resource_is_read() -> None:
    rows = [_row("address", "@string/server")]
    assert addresses(rows, "http", {"@string/server": "https://192.0.2.1/"}) == ["https://192.0.2.1/"]


@pytest.mark.parametrize("value", ['"nodata"', '"http://"', '"+"', '"file:///android_asset/a.html"', "getUrl()"])
def test_what_names_no_place_outside_is_no_address(value: str) -> None:
    assert addresses([_row("address", value)], "http", {}) == []


def test_a_page_of_the_app_itself_is_inside() -> None:
    assert inside([_row("address", '"file:///android_asset/" + name')])
    assert not inside([_row("address", '"http://192.0.2.1/"')])


def test_a_number_of_text_messages_needs_no_dot() -> None:
    rows = [_row("address", '"sms"'), _row("address", '"900100"')]
    assert addresses(rows, "sms", {}) == ["900100"]


def test_values_are_told_by_where_they_were() -> None:
    origins = Origins(load(), {})
    assert origins.says('getString(preference("set", "id"))', ("stored",)) == ["the app's settings «set/id»"]
    assert origins.says('read(file("cache/" + name))', ("stored",)) == ["the file «cache/»"]
    assert origins.says("getId()", ("computed",)) == []


def test_a_provider_is_told_as_what_it_holds() -> None:
    origins = Origins(load(), {})
    told = origins.says("getString(query(provider(ContactsContract$Contacts.CONTENT_URI)))", ("stored",))
    assert told == ["the contacts stored on the phone"]
    told = origins.says('getString(query(provider("content://sms/inbox")))', ("stored",))
    assert told == ["the text messages stored on the phone"]
    assert origins.says("getString(query(provider(get(0))))", ("stored",)) == ["what was kept on the phone before"]


def test_lines_that_hold_a_form_together_say_nothing() -> None:
    origins = Origins(load(), {})
    for line in ('"--AaB03x"', '"\\r\\n"', '"Content-Disposition: form-data; name=\\"x\\""', '"id="'):
        assert origins.says(line, ("constant",)) == []
    assert origins.says('"hello there"', ("constant",)) == ["«hello there»"]


def test_a_request_over_http_is_told_whole() -> None:
    report = audited("https_post")
    (one,) = report.requests
    assert one.channel == "http" and one.addresses and one.addresses[0].startswith("https://")
    (finding,) = [f for f in report.findings if f.rule == "sends/request"]
    assert finding.question == Question.SENDS and one.addresses[0] in finding.says
    assert all(step.place.startswith("code:") for step in finding.evidence) and finding.evidence


def test_names_in_a_body_are_told_with_their_gloss(demo) -> None:
    from sousveil.line import audit_in_memory
    from sousveil.model.limits import Limits

    report = audit_in_memory(demo, Limits(), load())
    (one,) = report.requests
    assert one.verbs == ("POST",) and one.addresses == ("http://192.0.2.10:8080/api/visit",)
    assert {p.name: p.gloss for p in one.parts if p.kind == "body"}["sfzh"] == "identity card number"
    (finding,) = [f for f in report.findings if f.rule == "sends/request"]
    assert "«sfzh» (identity card number)" in finding.says
    assert "Personal data that was followed into it: the co-ordinates of a position" in finding.says
    assert "device_id" in one.categories


def test_an_app_that_sends_nothing_has_none() -> None:
    assert audited("quiet").requests == ()


def test_addresses_that_another_stands_for_are_left_out():
    some = ["http://a.example/x?p=1", "http://a.example/x?p=…", "http://a.example/y", "http://b.example/…"]
    assert widest(some) == ["http://a.example/x?p=…", "http://a.example/y", "http://b.example/…"]


def test_unknown_pieces_side_by_side_are_one():
    rows = [{"method": 1, "offset": 2, "part": "address", "value": '"http://a.example/" + a.b + c() + "." + d()'}]
    assert addresses(rows, "http", {}) == ["http://a.example/…"]
