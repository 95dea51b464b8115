"""Reads each piece of evidence again from the sample, by the shortest path.

This shares the byte readers with the analysis and nothing above them: no merged code, no catalogue, no reach.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sousveil.errors import InputError
from sousveil.model.evidence import Step
from sousveil.model.limits import Limits
from sousveil.model.parts import Parts
from sousveil.model.report import Report
from sousveil.model.text import masked
from sousveil.open import open_sample
from sousveil.verify import flowfacts, flowpath
from sousveil.verify.reread import Unreadable, reread
from sousveil.verify.unseal import opened_again


@dataclass(frozen=True, slots=True)
class Failure:
    """A piece of evidence that does not hold."""

    finding: str
    part: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of reading all evidence again. `shown` steps carry no text to compare; their part was compared."""

    held: int
    shown: int
    failures: tuple[Failure, ...]
    flows: int = 0
    """Paths of data flows that hold."""
    flows_in_text: int = 0
    """Paths of data flows through code that is text: they cannot be checked against bytecode."""

    @property
    def holds(self) -> bool:
        return not self.failures

    def summary(self) -> str:
        checked = f"{self.held} places read again: all hold"
        if self.failures:
            checked = f"{self.held} places hold, {len(self.failures)} do not"
        checked += f"; {self.shown} more name only a part, whose bytes are the same" if self.shown else ""
        checked += f"; {self.flows} data-flow paths hold" if self.flows else ""
        if self.flows_in_text:
            checked += (
                f"; {self.flows_in_text} data-flow paths run through code that is text, with no bytecode to check"
            )
        return checked + "."


def verify(report: Report, sample: Path, limits: Limits | None = None, facts: Path | None = None) -> Verification:
    """Checks every step of every finding against the sample's bytes, and every data flow in the fact tables.

    Raises InputError when it is another sample.
    """
    parts = open_sample(sample, limits or Limits())
    if parts[0].sha256 != report.sample.sha256:
        raise InputError(
            f"{sample}: SHA-256 {parts[0].sha256[:16]}… is not the audited sample's {report.sample.sha256[:16]}….",
            "Name the sample that the report is about.",
        )
    parts, closed = opened_again(report, parts, limits or Limits())
    held = shown = 0
    failures = [Failure(one.id, one.part, "entry", "it does not open as the report says") for one in closed]
    cache: dict[tuple[str, str], tuple[str, ...]] = {}
    for finding, step in _steps(report):
        why = _check(step, parts, cache)
        if why is not None:
            failures.append(Failure(finding, step.part, step.place, why))
        elif step.reads is None:
            shown += 1
        else:
            held += 1
    flows = in_text = 0
    if facts is not None:
        flows, in_text, refused = _flows(facts, parts)
        failures += refused
    return Verification(held, shown, tuple(failures), flows, in_text)


def _flows(facts: Path, parts: Parts) -> tuple[int, int, list[Failure]]:
    """How many paths of data flows hold, how many run through text, and what of the others does not."""
    held = in_text = 0
    texts = {p.number for p in parts if p.kind in ("java", "smali")}
    failures: list[Failure] = []
    code: flowpath.Sample | None = None
    try:
        for flow, steps in flowfacts.paths(facts):
            if steps and any(step.part in texts for step in steps):
                in_text += 1
                continue
            if code is None:
                code = _code(parts)
            refused = flowpath.check(steps, code)
            held += not refused
            failures += (
                Failure(f"flow {flow}", f"step {r.step}", r.claimed, f"it does not hold: {r.there}") for r in refused
            )
    except flowfacts.FactsUnreadable as error:
        failures.append(Failure("flows", "facts", str(facts), f"the tables cannot be read: {error}"))
    return held, in_text, failures


def _code(parts: Parts) -> flowpath.Sample:
    return flowpath.Sample({p.number: parts.blob(p.number).bytes() for p in parts if p.kind == "dex"})


def _steps(report: Report) -> Iterator[tuple[str, Step]]:
    for finding in report.findings:
        for step in finding.evidence:
            yield finding.id, step


def _check(step: Step, parts: Parts, cache: dict[tuple[str, str], tuple[str, ...]]) -> str | None:
    """Why the step does not hold; None when it does."""
    part = parts.find(step.part)
    if part is None:
        return "there is no such part"
    if part.sha256 != step.part_sha256:
        return f"the part's SHA-256 is {part.sha256[:16]}…, not {step.part_sha256[:16]}…"
    if step.reads is None:
        return None
    key = (step.part, step.place)
    if key not in cache:
        try:
            cache[key] = reread(parts, part, step.place)
        except Unreadable as error:
            return f"the place cannot be read: {error}"
    there = cache[key]
    if not there or any(step.reads in (form, masked(form)) for form in there):
        return None
    return f"there stands {there[0]!r}, not {step.reads!r}"
