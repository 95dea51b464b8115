"""The package itself as facts: its parts, and where archives depart from their format."""

from sousveil.model.facts import Facts


def read(facts: Facts) -> None:
    """Takes over the tables, oddities and gaps that opening the sample gave."""
    facts.tables["parts"] = facts.parts.table()
    facts.oddities += facts.parts.oddities
    facts.gaps += facts.parts.gaps
