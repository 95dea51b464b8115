"""What the app calls itself, which version it is, and in which languages it speaks: told in the chapter `made_by`."""

from collections.abc import Iterator
from typing import Any

from sousveil.answer import rules
from sousveil.model.evidence import Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.gloss import Text
from sousveil.model.language import language
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.text import one_line, visible

TEXTS_AT_LEAST = 20
"""Texts in a language that make it one of the app; libraries bring a handful in eighty languages."""
SHARE = 0.25
"""Of the texts of the language with the most."""


def answer(facts: Facts, recovered: Recovered) -> list[Finding]:
    """Name and version in one sentence, languages in another."""
    return [*_name(facts, recovered.label), *_languages(facts)]


def _name(facts: Facts, label: tuple[Text, ...]) -> Iterator[Finding]:
    manifest = facts.manifest
    if manifest is None or not label:
        return
    named = dict(sorted((manifest.label or {}).items()))
    told = [f"«{one_line(t.text, 120)}»" + (f" ({t.gloss})" if t.gloss else "") for t in label]
    version = f", version {visible(manifest.version_name)}" if manifest.version_name else ""
    code = f" (code {manifest.version_code})" if manifest.version_code else ""
    texts = [{"text": visible(t.text), "lang": t.lang, "gloss": t.gloss} for t in label]
    yield Finding(
        id=rules.UNNUMBERED,
        question=Question.MADE_BY,
        rule="made_by/label",
        says=f"The app calls itself {rules.listing(told)}{version}{code}; its name for the system is "
        f"{visible(manifest.package or 'not given')}.",
        data={"label": {k: visible(v) for k, v in named.items()}, "texts": texts},
        strength=Strength.OBSERVED,
        evidence=tuple(_label_steps(facts, set(named.values()))),
        innocent_if="Every app has a name and a version.",
    )


def _label_steps(facts: Facts, texts: set[str]) -> Iterator[Step]:
    """The resources that hold the name, the first for each text."""
    left = set(texts)
    for row in facts.rows("resources"):
        if row["type"] == "string" and row["value"] in left:
            left.discard(row["value"])
            yield _step(facts, row, f"The name «{one_line(row['value'], 80)}»")


def _step(facts: Facts, row: dict[str, Any], shows: str) -> Step:
    part = facts.part(int(row["part"]))
    config = f"@{row['config']}" if row["config"] else ""
    place, reads = f"res:0x{row['id']:08x}{config}", row["value"]
    if row["line"] is not None:
        place = f"text:{row['line']}:{row['column']}" if row["line"] else "entry"
        reads = facts.reads(part.number, place) if row["line"] else None
    return Step(part=part.full_path, part_sha256=part.sha256, place=place, reads=reads, shows=shows)


def _languages(facts: Facts) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    first: dict[str, dict[str, Any]] = {}
    for row in facts.rows("resources"):
        if row["type"] == "string" and row["value"] and row["locale"]:
            counts[row["locale"]] = counts.get(row["locale"], 0) + 1
            first.setdefault(row["locale"], row)
    most = max(counts.values(), default=0)
    told = [k for k, n in sorted(counts.items(), key=lambda i: (-i[1], i[0])) if n >= max(TEXTS_AT_LEAST, SHARE * most)]
    if not told:
        return
    shown = [f"{language(code)} ({counts[code]:,} texts)" for code in told]
    yield Finding(
        id=rules.UNNUMBERED,
        question=Question.MADE_BY,
        rule="made_by/languages",
        says=f"Beside its default texts, the app has texts in {rules.listing(shown, 8)}.",
        data={"languages": {code: counts[code] for code in told}},
        strength=Strength.OBSERVED,
        evidence=tuple(_step(facts, first[code], f"A text in {language(code)}") for code in told[:8]),
        innocent_if="Libraries bring texts in many languages; only those with many texts are named here.",
    )
