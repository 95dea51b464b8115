"""The order in which every output tells findings and their evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sousveil.model.evidence import Reach, Role, Step, Strength
from sousveil.model.report import Finding, Gap, PartSummary, Question, Report

_FIRMEST = {Strength.OBSERVED: 0, Strength.TRACED: 1, Strength.INFERRED: 2}


def absent(finding: Finding) -> bool:
    """The finding says that something was looked for and not found."""
    return finding.data.get("absent") is True


def special(finding: Finding) -> tuple[str, ...]:
    """Those of the finding's categories that law protects most; `data.special` names them."""
    named = finding.data.get("special")
    return tuple(c for c in finding.categories if isinstance(named, list | tuple) and c in named)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The findings of one question. `told`: all that are neither dead nor absences, in report order; `live` of them
    can run or are not code, of the `unsure` it is not known."""

    question: Question
    told: tuple[Finding, ...]
    live: tuple[Finding, ...]
    unsure: tuple[Finding, ...]
    dead: tuple[Finding, ...]
    absent: tuple[Finding, ...]

    @property
    def size(self) -> int:
        return len(self.live) + len(self.unsure) + len(self.dead) + len(self.absent)


def chapters(report: Report) -> tuple[Chapter, ...]:
    """One chapter for each question, in order, also where it is empty."""
    return tuple(_chapter(q, [f for f in report.findings if f.question is q]) for q in Question)


def _chapter(question: Question, findings: list[Finding]) -> Chapter:
    there = [f for f in findings if not absent(f)]

    def with_reach(*reaches: Reach | None) -> tuple[Finding, ...]:
        return tuple(f for r in reaches for f in there if f.reach is r)

    live = tuple(f for f in there if f.reach in (Reach.LIVE, None))
    return Chapter(
        question,
        tuple(f for f in there if f.reach is not Reach.DEAD),
        live,
        with_reach(Reach.UNKNOWN, Reach.DORMANT),
        with_reach(Reach.DEAD),
        tuple(f for f in findings if absent(f)),
    )


def folded(finding: Finding) -> bool:
    """The finding is kept for completeness and says little: strings that only look like addresses."""
    return finding.data.get("folded") is True


_MOST_TELLING = {Question.COLLECTS: 4, Question.SENDS: 4, Question.MADE_BY: 3, Question.SEARCHES: 3, Question.FLAGS: 3,
                 Question.UNKNOWN: 2}  # fmt: skip


def telling(report: Report, each: int = 2) -> tuple[Finding, ...]:
    """What weighs most: by weight where a finding has one, then special categories, what is live, own code first, what
    follows data from its source before what names a place, the firmest first. At most four for what is taken and
    where it goes, three for who made it, what it looks for and whom it flags, `each` for another question."""
    chosen: list[Finding] = []
    for chapter in chapters(report):
        told = [f for f in chapter.told if not folded(f) and (f.reach in (Reach.LIVE, None) or weight(f) > 0)]
        ranked = sorted(told, key=_rank)
        chosen += ranked[: _MOST_TELLING.get(chapter.question, each)]
    return tuple(chosen)


def weight(finding: Finding) -> int:
    """What the finding weighs in its chapter: `data.weight`."""
    said = finding.data.get("weight")
    return said if isinstance(said, int) else 0


def _rank(finding: Finding) -> tuple[int, bool, bool, bool, bool, int]:
    library = bool(finding.data.get("libraries") or finding.data.get("library"))
    flows = bool(finding.data.get("flows"))
    return (-weight(finding), not special(finding), finding.reach is None, library, not flows,
            _FIRMEST[finding.strength])  # fmt: skip


def signer(report: Report) -> Finding | None:
    """The first finding about the maker that rests on a certificate."""
    for finding in report.findings:
        if finding.question is Question.MADE_BY and any(s.place.startswith("cert:") for s in finding.evidence):
            return finding
    return None


def originals(finding: Finding) -> tuple[tuple[str, str | None, str | None], ...]:
    """Texts of the app with their language and our gloss: `data.texts`, a list of {text, lang, gloss}."""
    texts = finding.data.get("texts")
    rows = [t for t in texts if isinstance(t, dict)] if isinstance(texts, list | tuple) else []
    return tuple((str(t.get("text", "")), _text(t.get("lang")), _text(t.get("gloss"))) for t in rows)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


@dataclass(slots=True)
class Site:
    """One place, the steps by which data gets to it, the way to it from an entry (entry first) and what stands beside
    it."""

    step: Step | None
    flow: list[Step] = field(default_factory=list)
    way: list[Step] = field(default_factory=list)
    beside: list[Step] = field(default_factory=list)


def sites(evidence: Iterable[Step]) -> list[Site]:
    """The steps grouped: steps of a flow or a way, and context, follow the site that they belong to."""
    groups: list[Site] = []
    for step in evidence:
        if step.role is Role.SITE:
            groups.append(Site(step))
            continue
        if not groups:
            groups.append(Site(None))
        last = groups[-1]
        {Role.FLOW: last.flow, Role.WAY: last.way}.get(step.role, last.beside).append(step)
    return groups


@dataclass(frozen=True, slots=True)
class Cause:
    """The gaps of one cause, and the one in the largest part."""

    cause: str
    gaps: tuple[Gap, ...]
    largest: Gap
    size: int | None


def causes(report: Report) -> tuple[Cause, ...]:
    """Gaps by cause, the most frequent first."""
    sizes = {p.path: p.size for p in report.parts}
    names = sorted({g.cause for g in report.gaps})
    made = []
    for name in names:
        gaps = tuple(g for g in report.gaps if g.cause == name)
        largest = max(gaps, key=lambda g: sizes.get(g.part, -1))
        made.append(Cause(name, gaps, largest, sizes.get(largest.part)))
    return tuple(sorted(made, key=lambda c: -len(c.gaps)))


def parts_by_path(report: Report) -> dict[str, PartSummary]:
    """Parts by path; of two with one path, the first."""
    found: dict[str, PartSummary] = {}
    for part in report.parts:
        found.setdefault(part.path, part)
    return found
