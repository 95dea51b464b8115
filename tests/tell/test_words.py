"""Every fixed word is used, and every word that is used is there."""

import re
from importlib.resources import files

from sousveil.model.evidence import Reach, Strength
from sousveil.model.language import language
from sousveil.model.report import Question
from sousveil.tell import words

DYNAMIC = {
    *(f"{p}.{q}" for q in Question for p in ("question", "asks")),
    *(f"strength.{s}{m}" for s in Strength for m in ("", ".means")),
    *(f"reach.{r}{m}" for r in (*Reach, "none") for m in ("", ".means")),
    *(f"screens.way.{w}" for w in ("opens", "holds", "shows", "lists")),
    *(f"screens.kind.{k}" for k in ("activity", "fragment", "dialog", "row", "layout")),
    *(f"screens.from.{f}" for f in ("code", "none")),
    *(
        f"record.name.{k}"
        for k in ("identifier", "serialised", "key", "column", "table", "class", "widget", "template", "resource")
    ),
    *(f"record.origin.{o}" for o in ("typed", "chosen", "phone", "sensor", "server", "account", "constant")),
    *(f"record.goes.{g}" for g in ("sent", "kept", "shown")),
    *(f"record.holds{m}" for m in ("", ".many")),
    *(f"screens.from.{f}" for f in ("code", "none", "absent")),
    *(f"request.{k}" for k in ("header", "query", "body")),
}


def used():
    """Keys of `say` and of `count`, read from code and templates."""
    folder = files("sousveil.tell")
    paths = [*folder.iterdir(), *(folder / "templates").iterdir()]
    texts = [p.read_text() for p in paths if p.name.endswith((".py", ".j2"))]
    said = {k for t in texts for k in re.findall(r"""\bsay\(\s*["']([a-z0-9_.]+)["']\s*[,)]""", t)}
    counted = {k for t in texts for k in re.findall(r"""\b(?:count|counted)\(\s*["']([a-z0-9_.]+)["']\s*,""", t)}
    return said, counted


def test_every_word_that_is_used_is_there():
    said, counted = used()
    assert said | DYNAMIC <= set(words.WORDS)
    assert {f"{k}.{form}" for k in counted for form in ("one", "other")} <= set(words.WORDS)


def test_every_word_that_is_there_is_used():
    said, counted = used()
    forms = {f"{k}.{form}" for k in counted for form in ("one", "other")}
    built = {k for k in words.WORDS if k.startswith(("coverage.", "cause."))}
    assert set(words.WORDS) - said - DYNAMIC - forms - built == set()


def test_sizes_and_counts_are_the_same_in_every_locale():
    assert words.number(1234567) == "1,234,567"
    assert [words.size(n) for n in (0, 999, 1000, 14_200_000, 3 * 10**12)] == [
        "0 B", "999 B", "1.0 kB", "14.2 MB", "3000.0 GB",
    ]  # fmt: skip
    assert words.count("finding", 1) == "1 finding"
    assert words.count("finding", 0) == "0 findings"


def test_a_cause_that_is_new_stays_as_it_is():
    assert words.cause("computed_value") == "computed value"


def test_levels_and_languages_are_said_as_people_know_them():
    assert words.level(28) == "Android 9 (level 28)"
    assert words.level(9999) == "level 9999"
    assert words.level(None) == "not stated"
    assert language("ug") == "Uyghur (ug)"
    assert language("zh-Hant-TW") == "Chinese (zh-Hant-TW)"
    assert language("qqq") == "qqq"
