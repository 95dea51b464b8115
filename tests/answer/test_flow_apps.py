"""Flows of the test apps through the whole line: told where data moves, silent in the twin, and every path holds."""

import pytest

from sousveil.knowledge.load import load
from sousveil.line import Job, run
from sousveil.model.evidence import Reach, Role, Strength
from sousveil.model.limits import Limits
from sousveil.verify import verify
from tests.conftest import app_path, audited

PAIRS = [
    ("file_path", "file_names", "sends/device_ids", "read again in"),
    ("file_private", "extra_actions", "sends/location", 'the file "files/position", read again in Later.onReceive'),
    ("preference_key", "preference_keys", "sends/phone_number", "Put into the settings under"),
    ("preference_key", "preference_files", "sends/phone_number", "Put into the settings under"),
    ("static_map", "static_map_keys", "sends/device_ids", "It goes in here: the body of a request"),
    ("extra_action", "extra_actions", "sends/location", "Sent to another part of the app, taken in Ear.onReceive"),
    ("handler_message", "handler_targets", "sends/device_ids", "Android hands it on to"),
    ("share_contact", "extra_activity", "sends/other_apps", "Read here: the contacts stored on the phone"),
    ("log_personal", "phone_number", "weak/log_personal", "Read here: the phone's own telephone number"),
]


def told(app, rule):
    return [f for f in audited(app).findings if f.rule == rule]


@pytest.mark.parametrize(("app", "twin", "rule", "step"), PAIRS)
def test_a_flow_is_told_with_its_steps_and_the_twin_has_none(app, twin, rule, step):
    (finding,) = told(app, rule)
    assert (finding.strength, finding.reach) == (Strength.TRACED, Reach.LIVE)
    site, *steps = finding.evidence
    assert site.role == Role.SITE
    assert steps[0].shows.startswith(("Read here", "Android hands this method"))
    flow = [s.shows for s in steps if s.role == Role.FLOW]
    assert any(step in shows for shows in [*flow, site.shows.replace("Where it goes", "It goes in here")])
    assert all(s.place.startswith(("code:", "method:")) and s.reads for s in finding.evidence)
    assert told(twin, rule) == []


def test_the_sentence_names_the_carriers_on_the_way():
    (finding,) = told("file_private", "sends/location")
    assert "by way of a file" in finding.says
    assert finding.data["flows"][0]["through"] == [{"kind": "file", "key": '"files/position"', "grade": "A"}]


def test_only_the_number_of_contacts_is_no_contact():
    assert told("upload_contacts", "sends/contacts") == []


def test_a_weak_join_weakens_the_finding_and_is_named_as_its_gap():
    (finding,) = told("file_folders", "sends/phone_number")
    gaps = {g.id: g for g in audited("file_folders").gaps}
    assert finding.strength == Strength.INFERRED
    assert "part of the way there is inferred" in finding.says
    (gap,) = (gaps[id_] for id_ in finding.gaps)
    assert "only the file's name is the same" in gap.says
    assert gap.place.startswith("code:")


def test_every_report_on_code_says_that_not_all_data_is_followed():
    assert [g.cause for g in audited("quiet").gaps].count("flow") == 1
    assert any(f.rule == "unknown/flow" for f in audited("quiet").findings)


@pytest.mark.parametrize("app", ["static_field", "preference_key", "send_messages", "extra_action"])
def test_every_path_of_a_written_report_holds(app, tmp_path):
    report = run(Job(app_path(app), tmp_path, Limits()), lambda _: None)
    checked = verify(report, app_path(app), facts=tmp_path / "facts")
    assert checked.failures == ()
    assert checked.flows >= 1


def test_two_runs_give_the_same_tables(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        run(Job(app_path("file_private"), tmp_path / name, Limits()), lambda _: None)
    for table in ("flows", "steps", "carriers"):
        first, second = ((tmp_path / n / "facts" / f"{table}.parquet").read_bytes() for n in ("a", "b"))
        assert first == second


def test_every_important_kind_of_data_has_a_rule_for_the_network():
    rules = [r for r in load().rules.values() if r.flow is not None and "network" in r.flow.to and not r.flow.through]
    known = load()
    asked = {
        entry.id
        for rule in rules
        for entry in known.of_kind("sources").values()
        if any(entry.id in known.named(word) or word in entry.categories for word in rule.flow.from_)
    }
    silent = {e.id for e in known.of_kind("sources").values() if e.categories and e.id not in asked}
    assert silent == set()
