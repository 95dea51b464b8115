"""From facts and traces to findings: one module a question, in the order of a report."""

from collections.abc import Callable

from sousveil.answer import collects, controls, excess, hides, made_by, sends, unknown, weak
from sousveil.answer.summary import coverage, knowledge_summary, part_summaries, sample_summary, tool
from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.report import Finding, Reach, Report
from sousveil.model.traces import Traces

QUESTIONS: tuple[Callable[[Facts, Traces, Knowledge], list[Finding]], ...] = (
    collects.answer,
    sends.answer,
    made_by.answer,
    weak.answer,
    excess.answer,
    controls.answer,
    hides.answer,
    unknown.answer,
)

_ORDER = {None: 0, Reach.LIVE: 0, Reach.DORMANT: 1, Reach.UNKNOWN: 2, Reach.DEAD: 3}


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> Report:
    """The whole report. Findings are numbered in report order: by question, what can run first, absences last."""
    found: list[Finding] = []
    for question in QUESTIONS:
        chapter = question(facts, traces, knowledge)
        found += sorted(
            chapter, key=lambda f: (bool(f.data.get("absent")), bool(f.data.get("folded")), _ORDER[f.reach])
        )
    return Report(
        tool=tool(),
        knowledge=knowledge_summary(knowledge),
        sample=sample_summary(facts),
        parts=part_summaries(facts),
        findings=tuple(_numbered(f, n, knowledge) for n, f in enumerate(found, 1)),
        gaps=tuple(unknown.gaps(facts, traces, knowledge)),
        coverage=coverage(facts, traces),
    )


def _numbered(finding: Finding, number: int, knowledge: Knowledge) -> Finding:
    """Gives the finding its id and marks the special categories among its categories."""
    known = knowledge.categories
    special = [c for c in finding.categories if c in known and known[c].special]
    data = {**finding.data, "special": special} if special else finding.data
    return finding.model_copy(update={"id": f"F-{number}", "data": data})
