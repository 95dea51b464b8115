"""How outcomes appear on the terminal, and what they mean for the exit code."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import typer

from sousveil.audits import Outcome
from sousveil.cli.exits import Exit
from sousveil.model.text import visible

_SEVERITY = [Exit.OK, Exit.PART_UNREAD, Exit.BAR_MET, Exit.UNREADABLE, Exit.KNOWLEDGE, Exit.DEFECT]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that findings can meet: a question or a rule, and perhaps a reach."""

    rule: str
    reach: str | None

    @classmethod
    def parse(cls, text: str) -> "Bar":
        from sousveil.model.evidence import Reach
        from sousveil.model.report import Question

        rule, _, reach = text.partition(":")
        if rule.partition("/")[0] not in set(Question) or (reach and reach not in set(Reach)):
            raise typer.BadParameter(
                f"--fail-on {text}: write QUESTION, QUESTION/RULE, or either with :REACH; "
                f"questions are {', '.join(Question)}; reaches are {', '.join(Reach)}"
            )
        return cls(rule, reach or None)

    def met(self, rule: str, reach: str) -> bool:
        named = rule == self.rule or rule.partition("/")[0] == self.rule
        return named and (self.reach is None or self.reach == reach)


def terminal_width() -> int:
    return max(40, min(shutil.get_terminal_size((100, 24)).columns, 120)) if sys.stdout.isatty() else 100


def show_outcome(outcome: Outcome, bars: Sequence[Bar], *, as_json: bool) -> Exit:
    """Prints one outcome and gives its exit code."""
    if outcome.status != "audited" or outcome.folder is None:
        typer.echo(visible(f"sousveil: {outcome.sample}: {outcome.error}"), err=True)
        return _failed(outcome)
    if as_json:
        typer.echo((outcome.folder / "report.json").read_text(encoding="utf-8"), nl=False)
    else:
        typer.echo(outcome.summary)
        typer.echo(visible(f"Report: {outcome.folder / 'report.html'}"))
    for unread in outcome.unread:
        typer.echo(visible(f"unread: {unread}"), err=True)
    for defect in outcome.defects:
        said = f"sousveil: a defect of ours: {defect}. Please report it with {outcome.folder}/report.json"
        typer.echo(visible(said), err=True)
    if outcome.defects:
        return Exit.DEFECT
    if any(bar.met(rule, reach) for bar in bars for rule, reach in outcome.findings):
        return Exit.BAR_MET
    return Exit.PART_UNREAD if outcome.unread else Exit.OK


def _failed(outcome: Outcome) -> Exit:
    if outcome.status == "knowledge":
        return Exit.KNOWLEDGE
    if outcome.status == "defect":
        typer.echo(visible(outcome.trace), err=True)
        typer.echo("This is a defect of ours. Please report it with the text above and the sample's SHA-256.", err=True)
        return Exit.DEFECT
    return Exit.UNREADABLE


def worst(exits: Sequence[Exit], default: Exit) -> Exit:
    """The exit code of a run: a sample that could not be read among others that could is a part unread."""
    if not exits:
        return default
    if Exit.UNREADABLE in exits and any(e in (Exit.OK, Exit.BAR_MET, Exit.PART_UNREAD) for e in exits):
        exits = [Exit.PART_UNREAD if e == Exit.UNREADABLE else e for e in exits]
    return max(exits, key=_SEVERITY.index)
