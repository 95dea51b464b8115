"""The lint: each kind of mistake is found, and what ships has none."""

from pathlib import Path

import pytest

from sousveil.knowledge.lint import UNREAD, lint, split_name

APPS = Path(__file__).parents[1] / "apps"
FILES = {
    "version.yaml": "version: '1'\n",
    "categories/all.yaml": (
        "categories:\n  - {id: location, label: Location, dpv: 'pd:Location', source: s, read: 2026-01-02}\n"
    ),
    "sources/a.yaml": (
        "entries:\n  - id: source.test.a\n    what: a test\n    categories: [location]\n    find:\n"
        "      - {call: android.location.LocationManager.getLastKnownLocation, args: {0: '^gps$'}}\n"
        "    source: s\n    read: 2026-01-02\n"
    ),
    "permissions/a.yaml": (
        "permissions:\n  - {name: p, what: test, protection: normal, categories: [location],"
        " used_by: [source.test.a], source: s, read: 2026-01-02}\n"
    ),
    "noise/a.yaml": "noise:\n  - {id: noise.a, pattern: '^x', reason: r, source: s, read: 2026-01-02}\n",
    "secrets/a.yaml": (
        "secrets:\n  - {id: secret.a, what: key, pattern: '^x', standing: public, source: s, read: 2026-01-02}\n"
    ),
    "glossary/a.yaml": (
        "about: a\ntopic: a\nsource: s\nread: 2026-01-02\n"
        "zh:\n  - {term: 学校, gloss: school, latin: [xuexiao], short: [xx], category: location}\n"
    ),
    "rules/collects/test.yaml": (
        "rule: collects/test\nquestion: collects\ndoes: reads it\nany: [source.test.*]\nabsent: Nothing was found.\n"
        "innocent_if: It is a test.\nsource: s\nread: 2026-01-02\nexamples: {fires: [one], silent: [quiet]}\n"
    ),
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for app in ("one", "quiet"):
        (tmp_path / "apps" / app).mkdir(parents=True)
    return tmp_path / "knowledge"


def test_nothing_to_say_about_good_knowledge(folder: Path) -> None:
    assert lint(folder, folder.parent / "apps", lambda owner, member: True) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "level", "says"),
    [
        ("sources/a.yaml", "[location]", "[place]", "error", "unknown category `place`"),
        ("permissions/a.yaml", "[location]", "[place]", "error", "unknown category `place`"),
        ("categories/all.yaml", "read: 2026", "parent: x, read: 2026", "error", "unknown parent category `x`"),
        ("categories/all.yaml", "pd:Location", "location", "error", "no DPV term"),
        ("sources/a.yaml", "^gps$", "^(gps$", "error", "does not compile"),
        ("sources/a.yaml", "^gps$", "^(?=gps)g", "error", "look-around"),
        ("sources/a.yaml", "^gps$", r"(a)\1", "error", "back reference"),
        ("sources/a.yaml", "^gps$", "g*", "error", "fits the empty text"),
        ("sources/a.yaml", "    find:\n", "    find:\n      - {part: {file: x}}\n", "error", "`part` has no `file`"),
        ("noise/a.yaml", "^x", "x(", "error", "does not compile"),
        ("secrets/a.yaml", "^x", "x(", "error", "does not compile"),
        ("sources/a.yaml", "source: s", "source: ' '", "error", "has no source"),
        ("sources/a.yaml", "source: s", f"source: '{UNREAD}x'", "note", "still to be read"),
        ("glossary/a.yaml", "category: location", "category: place", "error", "unknown category `place`"),
        ("glossary/a.yaml", "[xuexiao]", "[Xue xiao]", "error", "not all small Latin letters"),
        ("glossary/a.yaml", "[xx]", "[x]", "error", "a single letter"),
        ("glossary/a.yaml", "[xx]", "[xuexiao]", "error", "one spelling twice"),
        ("glossary/a.yaml", "term: 学校", "term: school", "error", "no letter of the language"),
        ("glossary/a.yaml", "gloss: school", "gloss: 'school '", "error", "ends with a space"),
        ("glossary/a.yaml", "source: s", f"source: '{UNREAD}x'", "note", "still to be read"),
        ("permissions/a.yaml", "source.test.a", "source.test.b", "error", "neither an entry"),
        ("rules/collects/test.yaml", "source.test.*", "source.none", "error", "which no catalogue has"),
        ("rules/collects/test.yaml", "source.test.*", "none.*", "error", "which no catalogue has"),
        ("rules/collects/test.yaml", "collects/test", "collects/other", "error", "stands in rules/"),
        ("rules/collects/test.yaml", "question: collects", "question: weak", "error", "named otherwise"),
        ("rules/collects/test.yaml", "does: reads it", "does: reads it.", "error", "without a full stop"),
        ("rules/collects/test.yaml", "It is a test.", "It is a test", "error", "with a full stop"),
        ("rules/collects/test.yaml", "[one]", "[two]", "error", "no example app `two`"),
        ("rules/collects/test.yaml", "[one]", "['../apps']", "error", "no example app"),
        ("rules/collects/test.yaml", "[quiet]", "[one]", "error", "both fire and stay silent"),
        ("sources/a.yaml", "id: source.test.a", "id: nosuch", "error", "id: string should match"),
        ("sources/a.yaml", "source: s", "gives: [that]\n    source: s", "error", "`that` is no place"),
        ("rules/collects/test.yaml", "any: [source.test.*]", "all: []", "error", "either `any`"),
        ("rules/collects/test.yaml", "any:", "flow: {from: location, to: network}\nany:", "error", "either `any`"),
        ("rules/collects/test.yaml", "any: [source.test.*]", "flow: {from: spot, to: network}", "error", "`spot`"),
        ("rules/collects/test.yaml", "any: [source.test.*]", "flow: {from: location, to: pigeon}", "error", "`pigeon`"),
        (
            "rules/collects/test.yaml",
            "any: [source.test.*]",
            "flow: {from: location, through: [bucket], to: network}",
            "error",
            "through.0: input should be",
        ),
    ],
)
def test_each_mistake_is_found(folder: Path, *, name: str, old: str, new: str, level: str, says: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    found = lint(folder, folder.parent / "apps")
    assert any(one.level == level and says in one.what and one.file == name and one.line > 0 for one in found), found


def test_quantifier_after_a_class_is_no_possessive(folder: Path) -> None:
    path = folder / "sources" / "a.yaml"
    path.write_text(path.read_text().replace("^gps$", r"x{1,2}[\w\\\]-]+y"))
    assert lint(folder) == []


def test_entry_that_no_rule_names_is_noted(folder: Path) -> None:
    path = folder / "rules" / "collects" / "test.yaml"
    path.unlink()
    path = folder / "permissions" / "a.yaml"
    path.write_text(path.read_text().replace("source.test.a", "org.example.Thing.act"))
    assert [(one.level, one.what) for one in lint(folder)] == [("note", "source.test.a: no rule names it")]


def test_names_are_looked_up_where_they_can_be(folder: Path) -> None:
    asked: list[tuple[str, str | None]] = []

    def known(owner: str, member: str | None) -> bool:
        asked.append((owner, member))
        return False

    found = lint(folder, None, known)
    assert asked == [("android.location.LocationManager", "getLastKnownLocation")]
    assert [one.level for one in found] == ["note"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.b.C", ("a.b.C", None)),
        ("a.b.C$D.m", ("a.b.C$D", "m")),
        ("a.b.C.CONTENT_URI", ("a.b.C", "CONTENT_URI")),
        ("a.b.C.<init>", ("a.b.C", "<init>")),
    ],
)
def test_split_name(name: str, parts: tuple[str, str | None]) -> None:
    assert split_name(name) == parts


def test_what_ships_has_no_error() -> None:
    assert [str(one) for one in lint() if one.level == "error"] == []


def test_what_ships_has_its_example_apps() -> None:
    assert [str(one) for one in lint(apps=APPS) if one.level == "error"] == []
