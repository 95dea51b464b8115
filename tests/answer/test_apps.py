"""What the whole line says of the test apps, beyond what each rule's examples check."""

import pytest

from sousveil.model.evidence import Reach, Strength
from sousveil.model.report import Question
from tests.conftest import audited


def told(app, rule):
    return [f for f in audited(app).findings if f.rule == rule and not f.data.get("absent")]


def test_the_same_check_is_live_where_it_is_used_and_dead_where_it_is_not():
    assert [f.reach for f in told("tls_accept_all_live", "weak/tls_accept_all")] == [Reach.LIVE]
    (dead,) = told("tls_accept_all_dead", "weak/tls_accept_all")
    assert dead.reach == Reach.DEAD
    assert "nothing was found that can start this code" in dead.says


def test_live_findings_show_the_way_from_an_entry():
    (shell,) = told("shell_exec", "controls/shell")
    ways = [s for s in shell.evidence if s.role == "way"]
    assert shell.reach == Reach.LIVE
    assert ways[0].place.startswith("method:")
    assert "manifest" in ways[0].shows


def test_code_reached_by_a_name_in_resources_is_not_called_dead():
    assert all(f.reach != Reach.DEAD for f in told("reach_reflection", "controls/shell"))


def test_code_that_nothing_creates_is_dead():
    assert [f.reach for f in told("dead_shell", "controls/shell")] == [Reach.DEAD]


@pytest.mark.parametrize("app", ["test_key_signed", "quiet"])
def test_a_test_key_says_nothing_about_the_maker(app):
    (certificate,) = told(app, "made_by/certificate")
    assert bool(certificate.data["public_test_key"]) == (app == "test_key_signed")
    assert ("does not say who made the app" in certificate.says) == (app == "test_key_signed")


def test_a_company_is_named_in_its_own_script():
    says = " ".join(f.says for f in told("company_resource", "made_by/name"))
    assert "示例科技有限公司" in says


def test_a_permission_that_is_asked_and_not_used_is_told_and_one_used_is_not():
    assert "RECORD_AUDIO" in " ".join(f.says for f in told("mic_permission_unused", "excess/unused"))
    assert told("microphone_record", "excess/unused") == []


def test_an_old_target_is_given_permissions_unasked():
    (implied,) = told("old_target", "excess/implied")
    assert "android.permission.READ_PHONE_STATE" in implied.data["permissions"]
    assert implied.strength == Strength.OBSERVED


def test_servers_are_told_with_clear_text_and_namespaces_are_not_servers():
    (server,) = told("http_url_connection", "sends/address")
    assert (server.data["host"], server.data["clear_text"], server.reach) == ("192.0.2.10", True, Reach.LIVE)
    assert told("namespace_only", "sends/address") == []
    assert told("version_not_address", "sends/address") == []
    assert [f.reach for f in told("dead_endpoint", "sends/address")] == [Reach.DEAD]


def test_secrets_are_masked_everywhere_in_the_report():
    report = audited("secret_in_code")
    secrets = [f for f in report.findings if f.rule == "weak/secret"]
    assert secrets
    assert "AKIAIOSFODNN7EXAMPLE" not in report.to_json()


def test_nothing_is_said_about_what_the_quiet_app_does():
    said = [f for f in audited("quiet").findings if not f.data.get("absent")]
    questions = {f.question for f in said}
    assert questions <= {Question.MADE_BY, Question.WEAK, Question.OPERATES, Question.UNKNOWN}, [f.says for f in said]
    assert not [f for f in said if f.categories]


def test_native_code_that_was_not_followed_is_a_gap():
    assert {"native"} <= {g.cause for g in audited("native_small").gaps}


def test_numbers_follow_the_order_of_the_report():
    findings = audited("device_ids").findings
    assert [f.id for f in findings] == [f"F-{n}" for n in range(1, len(findings) + 1)]
    questions = list(Question)
    order = [questions.index(f.question) for f in findings]
    assert order == sorted(order)
