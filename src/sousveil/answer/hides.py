"""Is it packed, obfuscated, evasive?"""

from collections.abc import Iterator

from sousveil.answer import rules
from sousveil.knowledge.load import Knowledge
from sousveil.model import spots
from sousveil.model.evidence import Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.parts import Oddity
from sousveil.model.report import Finding, Question
from sousveil.model.text import visible
from sousveil.model.traces import Traces

ODDITIES_SHOWN = 10
MILD = ("archive_comment", "zip64")
"""Departures that many plain packages have; they stay in the table `oddities`."""
SEALED_ENTROPY = 7_900
"""Thousandths of a bit a byte. Random bytes have 8,000; a kilobyte of them rarely under 7,800."""
SEALED_SIZE = 4_096
SHORT_NAME = 2
RENAMED_SHARE = 0.5
RENAMED_AT_LEAST = 30


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Packers and checks that rules name, renamed code, sealed parts, and tricks in archive, manifest and code."""
    return [
        *rules.findings(Question.HIDES, facts, traces, knowledge),
        *_renamed(facts, traces),
        *_sealed(facts),
        *_tricks(facts),
    ]


def _renamed(facts: Facts, traces: Traces) -> Iterator[Finding]:
    """The share of the app's own classes whose names are one or two letters."""
    if facts.code is None:
        return
    outer = [n for n in traces.own_classes if "$" not in n]
    short = [n for n in outer if len(n[1:-1].rpartition("/")[2]) <= SHORT_NAME]
    if len(outer) < RENAMED_AT_LEAST or len(short) < RENAMED_SHARE * len(outer):
        return
    share = round(100 * len(short) / len(outer))
    spot = spots.class_itself(facts, short[0])
    part = facts.part(spot.part)
    yield Finding(
        id=rules.UNNUMBERED,
        question=Question.HIDES,
        rule="hides/renamed",
        says=f"{share} % of the classes that no known library explains have names of one or two letters: "
        "the code was renamed before release.",
        data={"classes": len(outer), "short": len(short), "percent": share},
        strength=Strength.INFERRED,
        evidence=(
            Step(
                part=part.full_path,
                part_sha256=part.sha256,
                place=spot.place,
                reads=spot.reads,
                shows="One of the short names",
            ),
        ),
        innocent_if="Renaming is part of the standard build tools and makes apps smaller; most released apps do it.",
    )


def _sealed(facts: Facts) -> Iterator[Finding]:
    opened = {p.opened for p in facts.parts}
    sealed = [
        p
        for p in facts.parts
        if p.kind == "opaque" and p.entropy >= SEALED_ENTROPY and p.size >= SEALED_SIZE and p.number not in opened
    ]
    if not sealed:
        return
    total = sum(p.size for p in sealed)
    parts, held = (f"{len(sealed)} parts", "they hold") if len(sealed) > 1 else ("1 part", "it holds")
    what = f"{parts} of the package ({total:,} bytes) look{'' if len(sealed) > 1 else 's'}"
    yield Finding(
        id=rules.UNNUMBERED,
        question=Question.HIDES,
        rule="hides/sealed_parts",
        says=f"{what} encrypted or packed in an unknown way; what {held} is unknown.",
        data={"parts": [p.full_path for p in sealed[:100]], "count": len(sealed), "bytes": total},
        strength=Strength.INFERRED,
        evidence=tuple(
            Step(
                part=p.full_path,
                part_sha256=p.sha256,
                place="entry",
                shows=f"{p.size:,} bytes, {(p.entropy or 0) / 1000:.2f} bits of information a byte, no known format",
            )
            for p in sealed[:ODDITIES_SHOWN]
        ),
        innocent_if="Games and media apps seal their data; compressed formats we do not know look the same.",
    )


def _tricks(facts: Facts) -> Iterator[Finding]:
    by_kind: dict[str, list[Oddity]] = {}
    for oddity in facts.oddities:
        if oddity.kind in MILD:
            continue
        by_kind.setdefault(oddity.kind, []).append(oddity)
    for kind, found in sorted(by_kind.items()):
        times = f" ({len(found)} places)" if len(found) > 1 else ""
        yield Finding(
            id=rules.UNNUMBERED,
            question=Question.HIDES,
            rule=f"hides/{kind}",
            says=f"The package departs from its format in a way that tools read differently: "
            f"{kind.replace('_', ' ')}{times}.",
            data={"kind": kind, "places": len(found)},
            strength=Strength.OBSERVED,
            evidence=tuple(_oddity_step(facts, o) for o in found[:ODDITIES_SHOWN]),
            innocent_if="Careless build tools leave such marks as well; on its own it proves no intent.",
        )


def _oddity_step(facts: Facts, oddity: Oddity) -> Step:
    part = facts.part(oddity.part)
    return Step(part=part.full_path, part_sha256=part.sha256, place=oddity.place, shows=visible(oddity.detail))
