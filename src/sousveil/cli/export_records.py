"""sousveil export records"""

from pathlib import Path
from typing import Annotated

import typer


def records(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an audit.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder to write to; without it `records` in the audit's folder.")
    ] = None,
) -> None:
    """\b
    sousveil export records audit/
    sousveil export records audit/ -o records/

    Write each record that is told as CSV, one line a field, and as JSON Schema, and records.csv, which says what each
    is. Cells that a spreadsheet would take for a formula begin with an apostrophe.
    """
    from sousveil.audits import Audit
    from sousveil.errors import InputError
    from sousveil.tell import record_files

    target = out if out is not None else folder / "records"
    made = list(record_files.records(Audit.load(folder).report))
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in made:
            (target / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"{target}: cannot be written to ({error.strerror}).", "Name another folder with -o."
        ) from error
    typer.echo(f"{len(made) // 2} records in {target}")
