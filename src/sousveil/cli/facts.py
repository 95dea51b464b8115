"""sousveil facts"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Form(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def facts(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an audit.")],
    sql: Annotated[str | None, typer.Argument(help="A query; without one the tables are listed.")] = None,
    form: Annotated[Form, typer.Option("--form", help="How rows are printed.")] = Form.TABLE,
) -> None:
    """\b
    sousveil facts audit/
    sousveil facts audit/ "select name, how from permissions order by name"
    sousveil facts audit/ "select * from calls where callee like '%sendTextMessage%'" --form csv

    Query what was read from the sample with SQL (DuckDB). Tables and views are described in docs/tables.
    """
    from sousveil.cli import query

    typer.echo(query.run(folder, sql, form.value), nl=False)
