"""sousveil verify"""

from pathlib import Path
from typing import Annotated

import typer

from sousveil.cli.exits import Exit


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an audit.")],
    sample: Annotated[Path, typer.Argument(help="The sample it is about.")],
) -> None:
    """\b
    sousveil verify audit/ app.apk

    Read every piece of evidence again from the sample, by the shortest path and without the analysis that found it.
    Check every step of every data flow against the instructions that stand there.

    \b
    Exit: 0 all hold · 4 the sample cannot be read · 6 some do not hold; each is named
    """
    from sousveil.audits import Audit
    from sousveil.model.text import visible
    from sousveil.verify import verify as check

    result = check(Audit.load(folder).report, sample, facts=folder / "facts")
    for failure in result.failures:
        typer.echo(visible(f"{failure.finding} {failure.part} {failure.place}: {failure.why}"))
    typer.echo(result.summary())
    raise typer.Exit(Exit.OK if result.holds else Exit.VERIFICATION)
