"""Whom it flags, by which rule, with which consequence."""

from sousveil.knowledge.load import Knowledge
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    return []
