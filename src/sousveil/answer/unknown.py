"""What could not be read or followed, and so cannot be ruled out?"""

from collections.abc import Iterator, Sequence

from sousveil.answer import flows, moved, rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Strength
from sousveil.model.facts import Facts
from sousveil.model.parts import RawGap
from sousveil.model.report import Finding, Gap, Question, Report
from sousveil.model.text import visible
from sousveil.model.traces import Traces

UNREAD = ("truncated", "malformed", "unsupported", "limit", "encrypted", "defect")
"""Causes that mean a part was not read. The others say what reading alone cannot know."""


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """One sentence for each cause of gaps; the gaps themselves stand in the report beside the findings."""
    counts: dict[str, int] = {}
    found = gaps(facts, traces, knowledge)
    for gap in found:
        counts[gap.cause] = counts.get(gap.cause, 0) + 1
    return [
        Finding(
            id=rules.UNNUMBERED,
            question=Question.UNKNOWN,
            rule=f"unknown/{cause}",
            says=_SAYS[cause].format(n=number, places="place" if number == 1 else "places"),
            data={"cause": cause, "gaps": number},
            strength=Strength.OBSERVED,
            gaps=tuple(g.id for g in found if g.cause == cause),
        )
        for cause, number in sorted(counts.items())
    ] + rules.findings(Question.UNKNOWN, facts, traces, knowledge)


_SAYS = {
    "truncated": "At {n} {places} the bytes end early; what followed is unknown.",
    "malformed": "At {n} {places} what stands there contradicts its format or names what nothing declares; not read.",
    "unsupported": "At {n} {places} stands a form that this version does not read.",
    "limit": "At {n} {places} a limit cut the reading short.",
    "missing": "{n} things that the app had are not in what was given.",
    "encrypted": "At {n} {places} the bytes are encrypted and no key is known.",
    "defect": "At {n} {places} sousveil itself failed.",
    "native": "Native code was read for texts and calls, but data was not followed in it ({n} {places}).",
    "loaded_later": "The app can load code that is not in the package ({n} {places}).",
    "by_name": "Code is chosen by a name computed at run time ({n} {places}).",
    "flow": "Data was followed, but not everywhere ({n} {places}).",
    "nested": "A nested package was not opened ({n} {places}).",
    "script": "Scripts were listed but not followed ({n} {places}).",
}


_HIDING = {
    "loaded_later": (
        "Code is loaded at run time; if it is not in the package, it was not read.",
        "Find the loaded file on a phone or at the address it comes from, and audit it as a sample.",
    ),
    "by_name": (
        "Code is chosen by a name that is computed at run time: any class may be started here.",
        "Read how the name is made at this place.",
    ),
}


def gaps(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Gap]:
    """Every gap, numbered: what readers left, then what this analysis does not follow."""
    raw = [*facts.gaps, *_not_followed(facts, traces, knowledge)]
    made = []
    for number, gap in enumerate(raw, 1):
        part = facts.part(gap.part)
        cause = gap.cause if gap.cause in _SAYS else "malformed"
        made.append(
            Gap(
                id=f"G-{number}",
                part=part.full_path,
                place=gap.place,
                cause=cause,
                says=visible(gap.detail),
                closes=visible(gap.closes),
            )
        )
    return made


def _not_followed(facts: Facts, traces: Traces, knowledge: Knowledge) -> Iterator[RawGap]:
    for row in facts.rows("native_files"):
        yield RawGap(
            int(row["part"]),
            "entry",
            "native",
            "Native code was read for functions, texts and calls; what it computes, and data in it, was not followed.",
            "Read it in a disassembler; the tables native_functions, native_string_uses and native_calls say where.",
        )
    for sighting in traces.hiding:
        cause = knowledge.entries[sighting.entry].hides_code or "loaded_later"
        yield RawGap(sighting.part, sighting.place, cause, *_HIDING[cause])
    for part in facts.parts:
        if part.kind in ("javascript", "hermes", "lua"):
            yield RawGap(
                part.number,
                "entry",
                "script",
                "A script that was not followed.",
                "Read it by hand; its addresses are in the report.",
            )
    yield from _flow(facts, traces, knowledge)


def _flow(facts: Facts, traces: Traces, knowledge: Knowledge) -> Iterator[RawGap]:
    """What following data leaves open: always something, and more where it stopped."""
    if facts.code is None:
        return
    followed = traces.followed
    if followed is None:
        yield RawGap(0, "entry", "flow", "Where data goes was not followed.", "Read the code.")
        return
    through = followed.modelled + followed.defaults
    share = (
        f" On the paths found, {followed.modelled} of {through} steps through code that is not in the package rest on "
        "a model of it, the others on the rule that what goes in comes out."
        if followed.defaults
        else ""
    )
    yield RawGap(
        0, "entry", "flow",
        "Data was followed through byte code of the package. What becomes of it in native code, in scripts and web "
        f"pages, in code loaded later and in calls by a computed name was not.{share}",
        "Read the code there; docs/cannot-see.md says what is not followed.",
    )  # fmt: skip
    yield from moved.bounds(followed)
    told: set[str] = set()
    for one in flows.told(facts, traces, knowledge):
        for gap in (g for flow in one.shown for g in moved.bridged(flow, facts, traces)):
            if gap.detail not in told:
                told.add(gap.detail)
                yield gap


def unread(report: Report) -> Sequence[str]:
    """The gaps that mean part of the sample was not read, one line each."""
    return [f"{g.part} {g.place}: {g.says}" for g in report.gaps if g.cause in UNREAD]
