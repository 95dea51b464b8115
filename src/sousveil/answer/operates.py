"""How an operator works through it: screens and the ways between them."""

from sousveil.knowledge.load import Knowledge
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    return []
