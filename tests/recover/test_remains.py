"""What an app leaves on a phone, and how one looks for it."""

import json
import zipfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.answer.indicators import _own
from sousveil.knowledge.load import load
from sousveil.model.indicator import Indicator
from sousveil.recover.composed import MOST
from sousveil.recover.remains import _anew, _Left
from sousveil.recover.remains.formats import Formats
from sousveil.recover.remains.paths import Path as Left
from sousveil.recover.remains.paths import paths
from sousveil.tell import check, stix, yara
from tests.conftest import audited

APPS = Path(__file__).parent.parent / "apps"


def by_name(app):
    return {m.where: m for m in audited(app).remains}


def test_a_marker_on_the_shared_storage_stays_and_the_apps_own_files_go():
    left = by_name("leaves_marker")
    assert left["/sdcard/gate/gate_mark.dat"].stays is True
    assert left["/sdcard/gate/gate_mark.dat"].verbs == ("written",)
    assert left["rounds"].kind == "preference"
    assert left["rounds"].stays is False
    assert left["/sdcard/gate/gate_old.dat"].verbs == ("deleted",)
    assert [m.pattern for m in left.values() if m.where.startswith("files/")] == ["files/rounds-*.txt"]


def test_asking_whether_a_file_is_there_leaves_nothing():
    assert by_name("leaves_nothing") == {}
    assert not [f for f in audited("leaves_nothing").findings if f.question == "leaves"]


def test_what_is_deleted_to_be_made_anew_is_not_deleted_again():
    def left(written, deleted):
        return _Left("file", Left(()), written=written, deleted=deleted)

    assert _anew(left([(1, 20)], [(1, 10)]))
    assert not _anew(left([(1, 20)], [(1, 30)]))
    assert not _anew(left([(1, 20)], [(2, 10)]))
    assert not _anew(left([(1, 5), (1, 20)], [(1, 10)]))
    assert not _anew(left([(1, 20)], []))


def test_what_is_only_deleted_is_nothing_to_look_for():
    values = {i.value for i in audited("leaves_marker").indicators if i.kind == "path"}
    assert values == {"/sdcard/gate/gate_mark.dat", "/sdcard/gate"}


def test_a_public_test_certificate_is_no_indicator():
    kinds = {i.kind for i in audited("test_key_signed").indicators}
    assert "package" in kinds
    assert "certificate" not in kinds


def test_stix_is_read_by_the_standard_library_and_is_the_same_twice():
    stix2 = pytest.importorskip("stix2")
    report = audited("leaves_marker")
    bundle = stix2.parse(stix.render(report))
    patterns = {o["pattern"] for o in bundle.objects if o["type"] == "indicator"}
    assert "[file:path = '/sdcard/gate/gate_mark.dat']" in patterns
    assert "[app:id = 'org.example.sousveil.leaves_marker']" in patterns
    assert stix.render(report) == stix.render(report)


def reading(key, value):
    """Key and value as MVT takes a pattern apart: mvt/common/indicators.py, release 2026.10.26."""
    one, other = f"[{key} = '{value}']".strip("[]").split("=")
    return one.strip(), other.replace("'", "").strip()


def patterns(*indicators):
    report = SimpleNamespace(
        knowledge=SimpleNamespace(version="2026-01-01"),
        sample=SimpleNamespace(sha256="0" * 64, package="org.example.x", name="x"),
        indicators=[Indicator(kind=k, value=v, says="") for k, v in indicators],
    )
    return [o["pattern"] for o in json.loads(stix.render(report))["objects"] if o["type"] == "indicator"]


@given(st.text(min_size=1, max_size=40))
def test_mvt_reads_what_was_written_or_it_is_not_written(value):
    for pattern in patterns(("path", f"/data/{value}")):
        assert reading("file:path", f"/data/{value}") == ("file:path", f"/data/{value}")
        assert pattern == f"[file:path = '/data/{value}']"


def test_one_folder_has_three_names_and_a_server_is_known_without_www():
    assert patterns(("path", "/storage/emulated/0/gate/x.dat")) == [
        "[file:path = '/sdcard/gate/x.dat']",
        "[file:path = '/storage/emulated/0/gate/x.dat']",
        "[file:path = '/data/media/0/gate/x.dat']",
    ]
    assert patterns(("domain", "www.example.org")) == [
        "[domain-name:value = 'www.example.org']",
        "[domain-name:value = 'example.org']",
    ]
    assert patterns(("path", "/sdcard/a=b"), ("path", "/sdcard/it's"), ("path", "/sdcard/*.dat")) == []


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/sdcard", False),
        ("/sdcard/Download", False),
        ("/sdcard/DCIM/Camera", False),
        ("/sdcard/log.txt", False),
        ("/sdcard/gatelog.txt", True),
        ("/sdcard/Download/gate_mark.dat", True),
        ("/sdcard/abc", False),
        ("/sdcard/abc/def", True),
        ("/sdcard/gate-*.log", False),
        ("/data/local/tmp", False),
    ],
)
def test_a_place_that_every_phone_has_is_no_firm_indicator(path, own):
    knowledge = load()
    storage = "system" if path.startswith("/data") else "shared"
    assert _own(path, storage, knowledge) is own


def test_mvt_itself_loads_the_indicators(tmp_path):
    pytest.importorskip("mvt.common.indicators")
    from tools import mvt_reads

    (tmp_path / "indicators.stix2").write_text(stix.render(audited("leaves_marker")))
    count, found = mvt_reads.problems(tmp_path / "indicators.stix2")
    assert count >= 3
    assert found == []


def test_the_yara_rule_fits_the_sample_and_no_other_test_app():
    yara_x = pytest.importorskip("yara_x")
    report = audited_demo()
    rule = yara.render(report)
    assert rule is not None
    rules = yara_x.compile(rule)
    assert matches(rules, APPS.parent.parent / "examples" / "demo" / "app.apk")
    others = sorted(APPS.glob("*/app.apk"))
    assert others
    assert not [app.parent.name for app in others if matches(rules, app)]


def audited_demo():
    from sousveil.line import audit_in_memory
    from sousveil.model.limits import Limits

    return audit_in_memory(APPS.parent.parent / "examples" / "demo" / "app.apk", Limits(), load())


def matches(rules, app):
    with zipfile.ZipFile(app) as package:
        code = [name for name in package.namelist() if name.endswith(".dex")]
        return any(rules.scan(package.read(name)).matching_rules for name in code)


def test_the_page_for_people_names_the_marker_and_warns():
    page = check.render(audited("leaves_marker"))
    assert "`/sdcard/gate/gate_mark.dat`" in page
    assert "does not prove" in page


def test_entries_in_what_is_the_phones_are_told_with_what_uninstalling_does():
    left = {(m.kind, m.where, m.verbs): m for m in audited("leaves_entries").remains if m.does}
    assert left[("account", "org.example.sousveil.garden", ("made",))].stays is False
    assert left[("provider row", "the list of calls", ("made",))].stays is True
    assert left[("provider row", "the list of calls", ("deleted",))].does == "deletes rows of the list of calls"
    assert left[("system setting", "garden_mark", ("written",))].stays is None
    assert left[("notification channel", "garden_news", ("made",))].stays is False
    assert ("database", "garden.db", ("deleted",)) in left
    assert len(left) == 6
    says = [f.says for f in audited("leaves_entries").findings if f.rule == "leaves/entry"]
    assert "The app adds rows to the list of calls; uninstalling the app does not undo this." in says


def test_an_app_that_only_reads_leaves_no_entry():
    assert not [m for m in audited("call_log_read").remains if m.does]
    assert not [m for m in audited("contacts_read").remains if m.does]


def test_the_format_of_a_marker_is_told_to_people_too():
    marks = {m.where: m.format for m in audited("leaves_fields").remains}
    assert marks["/sdcard/garden/garden_mark.dat"] == (
        "4 fields with «|» between them: 1. the time in milliseconds since 1970 (UTC); 2. the model of the phone; "
        "3. a value made by length(); 4. always «2»",
    )
    assert marks["/sdcard/garden/garden_code.dat"][0].startswith("the base64 form of 2 fields with «;» between them")
    assert marks["/sdcard/garden/garden_turn.dat"][0].startswith("the reverse, last character first, of 2 fields")
    assert "Written into it: 4 fields with «|»" in check.render(audited("leaves_fields"))


def test_what_is_written_to_one_of_several_files_is_not_said_of_each():
    assert {m.format for m in audited("leaves_marker").remains} == {()}


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ('"7"', "always «7»"),
        ('"7" | "8"', "«7» or «8»"),
        ('""', ""),
        ("getName()", ""),
        ("?", ""),
        ('"a" + getName()', "«a» then a value made by getName()"),
        ('"x: " + a() + "\\ny: " + b()', "«x: » then a value made by a() then «\\ny: » then a value made by b()"),
        (
            'a() + "," + ? + ",9"',
            "3 fields with «,» between them: 1. a value made by a(); 2. a value not known; 3. always «9»",
        ),
        (
            'encodeToString(reverse("a" + Build.MODEL))',
            "the base64 form of the reverse, last character first, of «a» then the model of the phone",
        ),
        ('encodeToString("a") + reverse("b")', ""),
    ],
)
def test_contents_in_words(term, said):
    assert Formats(load()).told(term, {}) == said


@given(st.text(alphabet='ab/"\\()+| ?*[],;', max_size=60))
def test_any_term_is_a_content(term):
    assert isinstance(Formats(load_once()).told(term, {}), str)


@cache
def load_once():
    return load()


@pytest.mark.parametrize(
    ("term", "texts", "patterns"),
    [
        ('"files/" + getName() + ".txt"', ["files/<getName()>.txt"], ["files/*.txt"]),
        ('"/a/" + ("b" | "c" | x.y)', ["/a/b", "/a/c", "/a/<x.y>"], ["/a/b", "/a/c", "/a/*"]),
        ('"/a" + File.separator + "b"', ["/a/b"], ["/a/b"]),
        ('substring(getString("k | + )"), 1)', ['<substring(getString("k | + )"), 1)>'], [None]),
        ('(("a" | "b") + "c") | "d"', ["ac", "bc", "d"], ["ac", "bc", "d"]),
        ('"a\\"b//c"', ['a"b/c'], ['a"b/c']),
        ("?", ["<?>"], [None]),
        ("", ["<?>"], [None]),
    ],
)
def test_paths_of_a_term(term, texts, patterns):
    found = paths(term, {"File.separator": "/"})
    assert [p.text for p in found] == texts
    assert [p.pattern for p in found] == patterns


@given(st.text(alphabet='ab/"\\()+| ?*[]', max_size=60))
def test_any_text_is_a_term(term):
    assert len(paths(term, {})) <= MOST


@given(st.lists(st.text(alphabet="abc.", min_size=1, max_size=5), min_size=1, max_size=5))
def test_constants_are_kept_whole(pieces):
    term = " + ".join(f'"{p}"' for p in pieces)
    (only,) = paths(term, {})
    assert only.text == "".join(pieces)
    assert only.constant
