"""sousveil explain"""

from pathlib import Path
from typing import Annotated

import typer


def explain(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an audit.")],
    finding: Annotated[str, typer.Argument(help="Its id, as in the report.")],
) -> None:
    """\b
    sousveil explain audit/ F-3

    Print one finding in full: the sentence, every place that carries it, the way to it from an entry point,
    and how to open the same place with other tools.
    """
    from sousveil.audits import Audit
    from sousveil.errors import InputError
    from sousveil.tell import explain as telling

    report = Audit.load(folder).report
    wanted = finding.upper()
    if all(f.id != wanted for f in report.findings):
        last = report.findings[-1].id if report.findings else "none"
        raise InputError(f"{folder}: no finding {finding}.", f"Findings run from F-1 to {last}.")
    typer.echo(telling.render(report, wanted))
