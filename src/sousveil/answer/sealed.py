"""What is sealed inside the package, told in the chapter `searches`: opened parts first."""

from sousveil.answer import rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Strength
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.sealed import Sealed

_WHAT = {
    "text": "a text", "json": "a JSON text", "xml": "an XML text", "sqlite": "an SQLite database",
    "zip": "a ZIP archive", "jar": "an archive of code", "apk": "an Android app", "dex": "code",
    "elf": "a native program or library", "script": "a script", "html": "an HTML page", "gzip": "packed data",
}  # fmt: skip
_CODE = ("jar", "apk", "dex", "elf")
_INNOCENT = "Games and shops seal pictures, levels or prices in the same way. What comes out decides."


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """One finding for each part that was opened; one for all that stay closed for one reason."""
    found = [_opened(one) for one in recovered.sealed if one.opened]
    ruled = {one.part for one in recovered.rulefiles}
    closed = [one for one in recovered.sealed if not one.opened and one.part not in ruled]
    missing = dict.fromkeys(one.missing for one in closed)
    return [*found, *(_closed([one for one in closed if one.missing == why]) for why in missing)]


def _opened(one: Sealed) -> Finding:
    what = _WHAT.get(one.kind, f"data of the kind {one.kind}")
    how = f" by {one.how}" if one.how else ""
    says = f"The file {one.part} is sealed; opened{how} with what the app's own code shows, it is {what}"
    says += f" that begins «{one.begins}»" if one.begins else f" of {one.opened_size:,} bytes"
    more = " Code in it was audited with the app's." if one.kind in _CODE else ""
    return _finding(f"{says}.{more}", "searches/opened", [one], Strength.TRACED)


def _closed(some: list[Sealed]) -> Finding:
    names = rules.listing([one.part for one in some], 6)
    count = "1 file" if len(some) == 1 else f"{len(some)} files"
    verb = "is" if len(some) == 1 else "are"
    says = f"{count} in no known format {verb} read by the app's code and could not be opened ({names}): missing is "
    return _finding(says + some[0].missing + ".", "searches/sealed", some, Strength.OBSERVED)


def _finding(says: str, rule: str, some: list[Sealed], strength: Strength) -> Finding:
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.SEARCHES,
        rule=rule,
        says=says,
        data={"sealed": [one.id for one in some]},
        strength=strength,
        reach=some[0].reach,
        evidence=tuple(step for one in some[:6] for step in one.evidence),
        innocent_if=_INNOCENT,
    )
