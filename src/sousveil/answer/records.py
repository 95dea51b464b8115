"""What it records: each record with its fields, told in the chapter `collects`."""

from sousveil.knowledge.load import Knowledge
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    return []
