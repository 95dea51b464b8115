"""sousveil export"""

from pathlib import Path
from typing import Annotated

import typer

from sousveil.cli import export_records

app = typer.Typer(no_args_is_help=True, help="Write parts of a report in forms that other programs read.")
app.command("records")(export_records.records)


@app.command("lists")
def lists(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an audit.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder to write to; without it `lists` in the audit's folder.")
    ] = None,
) -> None:
    """\b
    sousveil export lists audit/
    sousveil export lists audit/ -o lists/

    Write each list of the chapter `searches` as CSV, and lists.csv, which says what each is. Cells that a
    spreadsheet would take for a formula begin with an apostrophe.
    """
    from sousveil.audits import Audit
    from sousveil.errors import InputError
    from sousveil.tell import csv

    target = out if out is not None else folder / "lists"
    made = list(csv.lists(Audit.load(folder).report))
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in made:
            (target / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"{target}: cannot be written to ({error.strerror}).", "Name another folder with -o."
        ) from error
    typer.echo(f"{len(made) - 1} lists in {target}")
