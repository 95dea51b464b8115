"""A rule file to start from."""

from pathlib import Path

from sousveil.errors import InputError
from sousveil.model.report import Question

TEMPLATE = """\
# One rule a file. Every field is explained in CONTRIBUTING.md, "A rule".
rule: {rule}
question: {question}
# After "The app". {{what}} stands for what the catalogue entries below say of themselves.
does: does something a reader can understand
# Ids of catalogue entries; one is enough. A `*` at the end takes a branch: power.shell*
any:
  - kind.entry
# Or, in place of `any`, a flow of data; docs/flows.md:
# flow: {{from: [contacts], through: [file], to: [network]}}
# rule: one finding for all entries. entry: one finding for each. category, of flows: one for each kind of data.
split: rule
# Printed when nothing was seen. Leave out when silence says nothing.
absent: Nothing that does so was found.
innocent_if: When an ordinary app does the same.
# Where this is written, and the day you read it.
source: https://example.org/where-it-stands
read: 2026-01-01
# Folders below tests/apps (or the folder given by --apps), or below flows beside it.
examples:
  fires: [an_app_that_does_it]
  silent: [quiet]
"""


def write_new(rule: str, folder: Path) -> Path:
    """Writes a rule file. Raises InputError for a bad name or a file that is there."""
    question, _, name = rule.partition("/")
    if question not in set(Question) or not name.isidentifier() or not name.islower():
        raise InputError(
            f"{rule}: not a rule name.", f"Write QUESTION/name in small letters; questions: {', '.join(Question)}."
        )
    path = folder / "rules" / question / f"{name}.yaml"
    if path.exists():
        raise InputError(f"{path}: there is a rule already.", "Edit it, or choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEMPLATE.format(rule=rule, question=question), encoding="utf-8")
    return path
