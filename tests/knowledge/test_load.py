"""The loader: what it takes, what it refuses and where it says so, and that the cache gives the same."""

import json
from pathlib import Path

import pytest

from sousveil.errors import KnowledgeError
from sousveil.knowledge import cache
from sousveil.knowledge.known import KINDS, Knowledge
from sousveil.knowledge.load import load
from sousveil.model.flow import NETWORK

ENTRY = """about: Sources for a test.

entries:
  - id: source.test.{name}
    what: the test of {name}
    categories: [location]
    find:
      - {{call: android.location.LocationManager.getLastKnownLocation, args: {{0: '^gps$', 1: 3}}}}
      - {{class: org.example.}}
    source: https://example.org/
    read: 2026-01-02
"""
CATEGORY = """categories:
  - {id: location, label: Location, dpv: 'pd:Location', source: 'https://example.org/', read: 2026-01-02}
"""
RULE = """rule: collects/test
question: collects
does: reads {what}
any: [source.test.*]
innocent_if: It is a test.
source: https://example.org/
read: 2026-01-02
examples: {fires: [one], silent: [quiet]}
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    kept = tmp_path / "cache"
    monkeypatch.setenv("SOUSVEIL_CACHE", str(kept))
    return kept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "knowledge"
    for name, text in {
        "version.yaml": "version: '1'\n",
        "categories/all.yaml": CATEGORY,
        "sources/b.yaml": ENTRY.format(name="b"),
        "sources/a.yaml": ENTRY.format(name="a"),
        "rules/collects/test.yaml": RULE,
        "certificates/known.yaml": "known: [{sha256: '00', since: 2020-01-01}]\n",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def refused(root: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as caught:
        load(root)
    return caught.value


def test_what_ships_loads() -> None:
    known = load()
    assert {known.kinds[id_] for id_ in known.entries} == set(KINDS)
    assert len(known.rules) > 80 and len(known.categories) > 60
    assert known.entries["source.contacts.store"].what == "the contacts stored on the phone"


def test_order_is_that_of_the_files(folder: Path) -> None:
    known = load(folder)
    assert list(known.entries) == ["source.test.a", "source.test.b"]
    assert known.named("source.test.*") == ["source.test.a", "source.test.b"]
    assert known.named("source.test.b") == ["source.test.b"]
    assert known.named("source.none") == []
    assert list(known.of_kind("sources")) == ["source.test.a", "source.test.b"]
    assert known.places["entry source.test.a"] == ("sources/a.yaml", 4)
    assert known.certificates["known"] == {"known": [{"sha256": "00", "since": "2020-01-01"}]}


def test_cache_gives_the_same(folder: Path, own_cache: Path) -> None:
    first = load(folder)
    assert len(list(own_cache.iterdir())) == 1
    second = load(folder)
    assert second is not first and second == first
    find = second.entries["source.test.a"].find
    assert find[0].args == {0: "^gps$", 1: 3} and find[0].body == "any" and find[1].class_ == "org.example."
    assert second.rules["collects/test"].question.value == "collects"
    assert second.entries["source.test.a"].model_dump() == first.entries["source.test.a"].model_dump()


def test_a_rule_that_asks_for_a_flow_is_kept(folder: Path) -> None:
    path = folder / "rules" / "collects" / "test.yaml"
    asks = "flow: {from: location, through: [file, zip_entry], to: [network, sms]}"
    path.write_text(path.read_text().replace("any: [source.test.*]", asks))
    first, second = load(folder), load(folder)
    assert first is not second and first == second
    flow = second.rules["collects/test"].flow
    assert flow is not None and second.rules["collects/test"].any == []
    assert (flow.from_, flow.through, flow.to) == (["location"], ["file", "zip_entry"], ["network", "sms"])


def test_where_data_comes_out_and_what_is_taken(folder: Path) -> None:
    finds = (
        "      - {string: ^content}\n      - {override: a.B.c}\n      - {field: a.B.URI, gives: [result.content]}\n"
        "      - {call: a.B.d, takes: [arg1]}\n"
    )
    path = folder / "sources" / "a.yaml"
    path.write_text(path.read_text().replace("    source:", f"{finds}    source:"))
    entry = load(folder).entries["source.test.a"]
    call, _, string, override, field, taken = entry.find
    assert [entry.given(f) for f in (call, string, override, field)] == [
        ["result"], ["result.content"], ["arg*"], ["result.content"],
    ]  # fmt: skip
    assert (entry.taken(call), entry.taken(taken)) == (["arg*"], ["arg1"])
    for_all = entry.model_copy(update={"gives": ["arg0"], "takes": ["this"]})
    assert (for_all.given(call), for_all.given(field)) == (["arg0"], ["result.content"])
    assert (for_all.taken(call), for_all.taken(taken)) == (["this"], ["arg1"])


def test_channels_of_the_network_are_channels_of_sinks() -> None:
    channels = {entry.detail.get("channel") for entry in load().of_kind("sinks").values()}
    assert channels >= NETWORK


def test_what_ships_is_the_same_from_the_cache() -> None:
    first = load()
    second = load()
    assert second is not first and second == first


def test_changed_file_is_not_taken_from_the_cache(folder: Path) -> None:
    before = load(folder)
    path = folder / "sources" / "a.yaml"
    path.write_text(path.read_text().replace("the test of a", "another"))
    after = load(folder)
    assert after.entries["source.test.a"].what == "another"
    assert after.sha256 != before.sha256


def test_moved_file_has_another_hash(folder: Path) -> None:
    before = load(folder).sha256
    (folder / "sources" / "a.yaml").rename(folder / "sources" / "c.yaml")
    assert load(folder).sha256 != before


def test_broken_cache_is_passed_over(folder: Path, own_cache: Path) -> None:
    first = load(folder)
    (kept,) = own_cache.iterdir()
    for text in ("", "{", "[]", "{}", json.dumps({"sha256": first.sha256}), "null"):
        kept.write_text(text)
        assert load(folder) == first


def test_cache_that_cannot_be_written_is_passed_over(folder: Path, own_cache: Path) -> None:
    own_cache.write_text("a file, not a folder")
    assert isinstance(load(folder), Knowledge)
    assert cache.get(load(folder).sha256) is None


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "says"),
    [
        ("sources/a.yaml", "    what: the test of a\n", "", 4, "what: field required"),
        ("sources/a.yaml", "read: 2026-01-02", "read: yesterday", 11, "read: string should match"),
        ("sources/a.yaml", "categories:", "category:", 6, "category: extra inputs"),
        ("sources/a.yaml", "{class: org.example.}", "{class: a., string: b}", 9, "exactly one"),
        ("sources/a.yaml", "{class: org.example.}", "{}", 9, "exactly one"),
        ("sources/a.yaml", "about:", "abuot:", 1, "unknown key `abuot`"),
        ("sources/a.yaml", "entries:", "entries: []\nentries:", 4, "stands twice"),
        ("sources/a.yaml", "[location]", "[location", 7, "did not find expected"),
        ("sources/b.yaml", "source.test.b", "source.test.a", 4, "stands already in sources/a.yaml:4"),
        ("rules/collects/test.yaml", "question: collects", "question: why", 2, "question"),
        ("rules/collects/test.yaml", "silent: [quiet]", "silent: []", 8, "at least 1"),
        ("version.yaml", "version", "v", 1, "no version"),
    ],
)
def test_wrong_file_is_named_with_its_line(
    folder: Path, *, name: str, old: str, new: str, line: int, says: str
) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    error = refused(folder)
    assert (error.file, error.line) == (name, line)
    assert says in error.what
    assert f"{name}:{line}: " in str(error)


def test_unknown_folder_is_refused(folder: Path) -> None:
    (folder / "surces").mkdir()
    (folder / "surces" / "x.yaml").write_text("entries: []\n")
    assert "outside the known folders" in refused(folder).what


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "sources" / "a.yaml").write_bytes(b"\xff\xfe\x00")
    assert refused(folder).file == "sources/a.yaml"


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "no such folder" in refused(tmp_path / "nowhere").what


GLOSSARY = """about: Words for a test.
topic: test
source: A dictionary
read: 2026-01-02
zh:
  - {term: 学校, gloss: school, latin: [xuexiao], category: location}
en:
  - {term: school, gloss: school, source: Usage}
"""


def test_terms_take_topic_and_source_of_their_file(folder: Path) -> None:
    (folder / "glossary").mkdir()
    (folder / "glossary" / "test.yaml").write_text(GLOSSARY, encoding="utf-8")
    known = load(folder)
    assert [(t.lang, t.topic, t.source, t.latin) for t in known.glossary.values()] == [
        ("zh", "test", "A dictionary", ["xuexiao"]),
        ("en", "test", "Usage", []),
    ]
    assert load(folder).glossary == known.glossary, "what the cache gives back is the same"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("en:\n", "  - {term: 学校, gloss: academy}\nen:\n", 7, "stands already in glossary/test.yaml:6"),
        ("en:\n", "xx:\n", 7, "unknown key `xx`"),
        ("gloss: school, latin", "gloss: '', latin", 6, "gloss"),
        ("topic: test\n", "", 5, "topic"),
    ],
)
def test_terms_that_do_not_fit_are_refused(folder: Path, old: str, new: str, line: int, says: str) -> None:
    (folder / "glossary").mkdir()
    (folder / "glossary" / "test.yaml").write_text(GLOSSARY.replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    assert (error.value.line, says in error.value.what) == (line, True), error.value
