"""What can it do to the phone?"""

from sousveil.answer import rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.report import Finding, Question
from sousveil.model.traces import Traces


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Powers over the phone: shell, code loaded later, administration, installs, restarts, bridges."""
    return rules.findings(Question.CONTROLS, facts, traces, knowledge)
