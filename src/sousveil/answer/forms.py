"""Screens that a person fills in: fields with the labels that stand beside them, in every language of the app."""

from collections.abc import Iterator
from typing import Any

from sousveil.answer import rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.report import Finding, Question
from sousveil.model.text import one_line, visible

Row = dict[str, Any]

FIELDS_AT_LEAST = 2
FIELDS_SHOWN = 12
ENTERED = (
    "EditText",
    "AutoCompleteTextView",
    "Spinner",
    "CheckBox",
    "RadioButton",
    "Switch",
    "ToggleButton",
    "RatingBar",
)
"""Ends of the tags of widgets that take something from a person. Libraries' own ones end alike."""


def findings(facts: Facts, knowledge: Knowledge) -> Iterator[Finding]:
    """One finding for each layout with labelled fields, in the order of their names."""
    screens: dict[str, dict[str, Row]] = {}
    label = ""
    for row in facts.rows("widgets"):
        if row["file_kind"] != "layout":
            continue
        if not str(row["tag"]).endswith(ENTERED):
            label = row["text_ref"] or row["text"] or label if str(row["tag"]).endswith("TextView") else ""
            continue
        named = row["text_ref"] or row["hint_ref"] or row["text"] or row["hint"] or label
        label = ""
        if named:
            screens.setdefault(str(row["file"]), {}).setdefault(str(named), row)
    texts = _texts(facts)
    for name, fields in sorted(screens.items()):
        if len(fields) >= FIELDS_AT_LEAST:
            yield _finding(name, fields, texts, facts, knowledge)


def _texts(facts: Facts) -> dict[str, list[tuple[str, str]]]:
    """`@string/name` → (locale, text), the default first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in facts.rows("resources"):
        if row["type"] == "string" and row["value"]:
            found.setdefault(f"@string/{row['name']}", []).append((str(row["locale"] or ""), str(row["value"])))
    return {name: sorted(dict(values).items()) for name, values in found.items()}


def _finding(
    name: str, fields: dict[str, Row], texts: dict[str, list[tuple[str, str]]], facts: Facts, knowledge: Knowledge
) -> Finding:
    told = {label: texts.get(label, [("", label)]) for label in fields}
    shown = [f"«{one_line(values[0][1], 40)}»" for values in told.values()]
    originals = [
        {"text": visible(text), "lang": locale} for values in told.values() for locale, text in values if locale
    ]
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.COLLECTS,
        rule="collects/form",
        says=f"A screen of the app ({visible(name)}) has {len(fields)} fields to fill in or tick: "
        f"{rules.listing(shown, FIELDS_SHOWN)}.",
        data={"screen": visible(name), "fields": [visible(v[0][1]) for v in told.values()], "texts": originals},
        categories=_categories(told, knowledge),
        strength=Strength.OBSERVED,
        evidence=tuple(_step(facts, row, told[label][0][1]) for label, row in fields.items()),
        innocent_if="Most apps have forms. Whether this screen is shown, and what becomes of what is typed, is not "
        "said here.",
    )


def _categories(told: dict[str, list[tuple[str, str]]], knowledge: Knowledge) -> tuple[str, ...]:
    """Categories whose name is a label, word for word; anything looser would be a guess."""
    labels = {text.strip(" :*").lower() for values in told.values() for _, text in values}
    return tuple(
        sorted(c.id for c in knowledge.categories.values() if {c.label.lower(), c.id.replace("_", " ")} & labels)
    )


def _step(facts: Facts, row: Row, label: str) -> Step:
    part = facts.part(int(row["part"]))
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=str(row["place"]),
        reads=facts.reads(part.number, str(row["place"]), str(row["place"]).rpartition("/")[2].partition("[")[0]),
        shows=f"A field labelled «{one_line(label, 80)}»",
    )
