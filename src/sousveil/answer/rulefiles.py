"""Files of rules, told in the chapter `searches`: how many, by what, and the first in plain words."""

from collections.abc import Sequence

from sousveil.answer import rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.rulefile import FileRule, RuleFile
from sousveil.model.text import one_line

RULE = "searches/rules"
_SHOWN = 3
_PRODUCTS = 12
_INNOCENT = (
    "Apps that clean, back up or move data carry such tables of other apps' files. What is done with what is "
    "found, and on whose phone, decides."
)
_HASHES = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 128: "SHA-512"}
_SOUGHT = {
    "package": "name of an app package", "path": "path", "pattern": "expression", "glob": "name with stars",
    "hash": "checksum", "size": "size", "extension": "file ending", "mode": "mode", "flag": "flag", "number": "number",
    "address": "address", "section": "section", "label": "words", "unknown": "unknown column",
}  # fmt: skip


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    return [_finding(one) for one in recovered.rulefiles]


def _finding(one: RuleFile) -> Finding:
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.SEARCHES,
        rule=RULE,
        says=one_line(_says(one), 1500),
        data={
            "rulefile": one.id, "count": one.count, "columns": [c.role for c in one.columns],
            "products": list(one.products),
        },
        strength=one.strength,
        reach=one.reach,
        evidence=one.evidence,
        innocent_if=_INNOCENT,
    )  # fmt: skip


def _says(one: RuleFile) -> str:
    roles = [c.role for c in one.columns]
    named = f", which name {rules.listing(list(one.products), _PRODUCTS)}" if one.products else ""
    if "hash" in roles and "size" in roles and not {"path", "package"} & set(roles):
        cell = one.rules[0].cells[roles.index("hash")] if one.rules else ""
        start = (
            f"The file “{one.name}” is a list of {one.count:,} files by {_HASHES.get(len(cell), '')} checksum and size"
        )
        first = f"The first: {_first(one.rules[:1])}."
    else:
        columns = ", ".join(_SOUGHT[r] for r in roles)
        start = f"The file “{one.name}” holds {one.count:,} lines in the form of rules ({columns}){named}"
        shown = sorted(one.rules, key=lambda r: not r.products)[:_SHOWN]
        first = f"Read as such, {_first(shown)}{', and so on' if one.count > len(shown) else ''}."
    return f"{start}.{_read_by(one)} {first}"


def _first(some: Sequence[FileRule]) -> str:
    return "; ".join(rule.says for rule in some)


def _read_by(one: RuleFile) -> str:
    if one.read_by:
        return f" The file is named in {rules.listing(list(one.read_by), 3)}."
    return "" if one.sealed is not None else " Code that names the file was not found."
