"""From facts and traces to findings: one module a question, in the order of a report."""

from collections.abc import Callable, Mapping

from sousveil.answer import (
    collects,
    commands,
    controls,
    dormant,
    excess,
    flags,
    flows,
    hides,
    indicators,
    leaves,
    made_by,
    names,
    natives,
    operates,
    records,
    requests,
    rulefiles,
    rules,
    sealed,
    searches,
    sends,
    tasks,
    unknown,
    weak,
    who_sends,
)
from sousveil.answer.summary import coverage, knowledge_summary, part_summaries, sample_summary, tool
from sousveil.answer.weight import HEAVY, Weights
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Role, Strength
from sousveil.model.facts import Facts
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Gap, Question, Report
from sousveil.model.text import visible
from sousveil.model.traces import Traces

QUESTIONS: dict[Question, Callable[[Facts, Traces, Knowledge], list[Finding]]] = {
    Question.COLLECTS: collects.answer,
    Question.SENDS: sends.answer,
    Question.MADE_BY: made_by.answer,
    Question.WEAK: weak.answer,
    Question.EXCESS: excess.answer,
    Question.CONTROLS: controls.answer,
    Question.HIDES: hides.answer,
    Question.UNKNOWN: unknown.answer,
}

RECOVERED: dict[Question, tuple[Callable[[Recovered, Knowledge], list[Finding]], ...]] = {
    Question.COLLECTS: (records.answer, who_sends.answer),
    Question.SENDS: (requests.answer, natives.sends),
    Question.SEARCHES: (rulefiles.answer, searches.answer, sealed.answer),
    Question.DORMANT: (dormant.answer,),
    Question.FLAGS: (flags.answer, tasks.flags),
    Question.CONTROLS: (commands.answer,),
    Question.LEAVES: (leaves.answer,),
    Question.OPERATES: (operates.answer, tasks.operates),
    Question.NATIVES: (natives.answer,),
    Question.HIDES: (natives.hides,),
}
"""What is told from lists, screens, records and decisions."""

_ORDER = {None: 0, Reach.LIVE: 0, Reach.DORMANT: 1, Reach.UNKNOWN: 2, Reach.DEAD: 3}


def answer(facts: Facts, traces: Traces, knowledge: Knowledge, recovered: Recovered) -> Report:
    """The whole report. Findings are numbered in report order: by question, what weighs most first, then what can
    run; what was folded, dead code and absences last. Of those that are alike in this, flows of data come first."""
    found: list[Finding] = []
    weights = Weights(recovered, knowledge)
    for question in Question:
        chapter = flows.findings(question, facts, traces, knowledge)
        if question is Question.MADE_BY:
            chapter = [*names.answer(facts, recovered), *chapter]
        if question in QUESTIONS:
            chapter = [*chapter, *QUESTIONS[question](facts, traces, knowledge)]
        if question is Question.COLLECTS:
            chapter = [f for f in chapter if not _told_as_screen(f, recovered)]
        pieced = [finding for tell in RECOVERED.get(question, ()) for finding in tell(recovered, knowledge)]
        chapter = [*pieced, *chapter]
        found += sorted((_weighed(f, weights.of(f)) for f in chapter), key=_place)
    decompiled = frozenset(part.full_path for part in facts.parts if part.kind == "java")
    opened = {part.full_path: facts.part(part.opened).full_path for part in facts.parts if part.opened is not None}
    gaps = [*unknown.gaps(facts, traces, knowledge), *recovered.gaps]
    return Report(
        tool=tool(),
        knowledge=knowledge_summary(knowledge),
        sample=sample_summary(facts),
        parts=part_summaries(facts),
        findings=tuple(
            _numbered(_inside(_held_down(f, decompiled), opened), n, knowledge, gaps) for n, f in enumerate(found, 1)
        ),
        records=recovered.records,
        lists=recovered.lists,
        decisions=recovered.decisions,
        tasks=recovered.tasks,
        screens=recovered.screens,
        sealed=recovered.sealed,
        commands=recovered.commands,
        requests=recovered.requests,
        rulefiles=recovered.rulefiles,
        remains=recovered.remains,
        natives=recovered.natives,
        indicators=tuple(indicators.indicators(facts, traces, knowledge, recovered, found)),
        gaps=tuple(gaps),
        coverage=coverage(facts, traces),
    )


def _told_as_screen(finding: Finding, recovered: Recovered) -> bool:
    """A form in a layout that a screen shows: the chapter on how an operator works tells it, with more."""
    name = str(finding.data.get("screen", "")).rpartition("/")[2].removesuffix(".xml")
    return finding.rule == "collects/form" and any(name in one.layouts for one in recovered.screens if not one.folded)


def _weighed(finding: Finding, weight: int) -> Finding:
    return finding.model_copy(update={"data": {**finding.data, "weight": weight}}) if weight else finding


def _place(finding: Finding) -> tuple[bool, bool, bool, int, int, int]:
    """Where a finding stands in its chapter."""
    data, weight = finding.data, int(finding.data.get("weight", 0))
    last = (data.get("absent") is True, finding.reach is Reach.DEAD, bool(data.get("folded")))
    return *last, -weight if weight >= HEAVY else 0, _ORDER[finding.reach], -weight


def _held_down(finding: Finding, decompiled: frozenset[str]) -> Finding:
    """What rests on decompiled Java is at most traced: a decompiler, not we, read what the app does."""
    if finding.strength == Strength.OBSERVED and any(step.part in decompiled for step in finding.evidence):
        return finding.model_copy(update={"strength": Strength.TRACED})
    return finding


def _inside(finding: Finding, opened: Mapping[str, str]) -> Finding:
    """Says so where a finding stands in what came out of a sealed part. `opened`: part → the sealed one."""
    sites = [step.part for step in finding.evidence if step.role is not Role.CONTEXT]
    sealed = tuple(dict.fromkeys(opened[part] for part in sites if part in opened))
    if not sealed:
        return finding
    whole = "This stands" if all(part in opened for part in sites) else "Part of this stands"
    names = rules.listing([visible(path) for path in sealed], 3)
    says = f"{finding.says} {whole} inside the opened part{'s' if len(sealed) > 1 else ''} {names}."
    return finding.model_copy(update={"says": says, "data": {**finding.data, "opened": list(sealed)}})


def _numbered(finding: Finding, number: int, knowledge: Knowledge, gaps: list[Gap]) -> Finding:
    """Gives the finding its id, names its gaps by theirs, and marks the special categories among its categories."""
    known = knowledge.categories
    special = [c for c in finding.categories if c in known and known[c].special]
    data = {**finding.data, "special": special} if special else finding.data
    said = {g.says: g.id for g in gaps} if finding.gaps else {}
    named = tuple(dict.fromkeys(said.get(gap, gap) for gap in finding.gaps))
    return finding.model_copy(update={"id": f"F-{number}", "data": data, "gaps": named})
