"""Collections that the app's own code fills with constants: the tables `fillings`, `filled` and `list_uses`."""

from collections.abc import Sequence

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.trace import framework


def tables(facts: Facts, own: Sequence[str]) -> dict[str, core.Table]:
    """The three tables by name, of the classes `own`; nothing where there is no code."""
    if facts.code is None:
        return {}
    wanted = ("array", "raw")
    arrays = sorted({int(row["id"]) for row in facts.rows("resources") if row["type"] in wanted})
    found = core.filled(facts.code, framework.table(), own, arrays)
    return {table.name: table for table in found}
