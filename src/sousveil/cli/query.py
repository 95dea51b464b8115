"""SQL over the fact tables of an audit."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from sousveil.errors import InputError
from sousveil.model.text import one_line

WIDEST = 60
VIEWS = Path(__file__).parent.parent / "data" / "views.sql"

_SEALED: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""A query reads the fact tables and nothing else: no other file, no network, no code fetched for it."""


def run(folder: Path, sql: str | None, form: str) -> str:
    """The rows of a query as text. Raises InputError when the folder holds no facts or the query is wrong."""
    import duckdb

    files = sorted((folder / "facts").glob("*.parquet"))
    if not files:
        raise InputError(f"{folder}: no fact tables.", "Name the folder that `sousveil audit -o` wrote.")
    with duckdb.connect(":memory:", config=_SEALED) as base:
        base.execute(f"set allowed_directories = [{_literal(str(files[0].parent.resolve()))}]")
        base.execute("set enable_external_access = false")
        for path in files:
            base.execute(f'create view "{path.stem}" as select * from read_parquet({_literal(str(path.resolve()))})')  # noqa: S608
        names = {path.stem for path in files}
        for view in VIEWS.read_text(encoding="utf-8").split(";\n"):
            needed = view.partition("-- needs ")[2].partition("\n")[0].split()
            if view.strip() and names.issuperset(needed):
                base.execute(view)
        try:
            result = base.execute(sql or _LIST)
        except duckdb.Error as error:
            raise InputError(f"The query fails: {error}", "`sousveil facts DIR` lists tables and columns.") from error
        heads = [d[0] for d in result.description or ()]
        rows = result.fetchall()
    return {"table": _table, "csv": _csv, "json": _json}[form](heads, rows)


_LIST = """
select table_name as "table", string_agg(column_name, ', ' order by column_index) as columns
from duckdb_columns() where not internal group by table_name order by table_name
"""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _table(heads: list[str], rows: list[tuple[Any, ...]]) -> str:
    cells = [[one_line("" if c is None else str(c), WIDEST if len(heads) > 2 else 200) for c in row] for row in rows]
    widths = [max(len(h), *(len(r[i]) for r in cells), 0) if cells else len(h) for i, h in enumerate(heads)]
    lines = ["  ".join(h.ljust(w) for h, w in zip(heads, widths, strict=True)).rstrip()]
    lines += ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join(lines) + f"\n({len(rows)} row{'' if len(rows) == 1 else 's'})\n"


def _csv(heads: list[str], rows: list[tuple[Any, ...]]) -> str:
    """Cells that a spreadsheet would take for a formula get a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_guarded(c) for c in row] for row in rows)
    return out.getvalue()


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _json(heads: list[str], rows: list[tuple[Any, ...]]) -> str:
    return (
        json.dumps([dict(zip(heads, row, strict=True)) for row in rows], ensure_ascii=False, indent=1, default=str)
        + "\n"
    )
