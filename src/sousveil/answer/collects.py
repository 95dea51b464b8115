"""What does it take about a person?"""

from sousveil.answer import forms, rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.report import Finding, Question
from sousveil.model.traces import Traces


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Reads of personal data by category, what a person fills in, and what was looked for and not found."""
    return [*rules.findings(Question.COLLECTS, facts, traces, knowledge), *forms.findings(facts, knowledge)]
