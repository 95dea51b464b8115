"""`sousveil facts`: tables, views, and nothing else."""

import json
from pathlib import Path

import pytest

from sousveil.audits import audit
from sousveil.cli import query
from sousveil.cli.query import VIEWS
from sousveil.errors import InputError

DEMO = Path(__file__).resolve().parents[2] / "examples" / "demo" / "app.apk"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("it's an audit")
    audit(DEMO, out=out)
    return out


def ask(folder: Path, sql: str) -> list[dict]:
    return json.loads(query.run(folder, sql, "json"))


@pytest.mark.parametrize("view", [b.split()[0] for b in VIEWS.read_text().split("create view ")[1:]])
def test_every_view_has_rows(folder, view):
    assert ask(folder, f"select * from {view} limit 1")


def test_calls_are_the_invocations_of_the_code(folder):
    # Opcodes invoke-* of the dex format; each has exactly one row with both names.
    codes = f"op in {(*range(0x6E, 0x73), *range(0x74, 0x79), 0xFA, 0xFB)}"
    (counted,) = ask(folder, f"select count(*) as n from instructions where {codes}")
    assert ask(folder, "select count(*) as n from calls") == [counted]
    found = ask(folder, "select caller from calls where callee like '%TelephonyManager;->getDeviceId()%'")
    assert [row["caller"].partition("(")[0] for row in found] == ["Lorg/example/sousveil/demo/Operator;->attach"]


def test_fields_that_are_read_and_written_are_told_apart(folder):
    sql = "select distinct how from field_uses where field_name like '%Visit;->religion:%' order by how"
    assert [row["how"] for row in ask(folder, sql)] == ["read", "write"]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{}')",
        "copy (select 1) to '{}'",
        "attach '{}' as other",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_a_query_reaches_nothing_but_the_tables(folder, tmp_path, sql):
    file = tmp_path / "other.txt"
    file.write_text("secret")
    with pytest.raises(InputError):
        query.run(folder, sql.format(file), "table")
    assert file.read_text() == "secret"


def test_what_could_not_be_read_is_a_table(tmp_path):
    cut = tmp_path / "cut.apk"
    cut.write_bytes(DEMO.read_bytes()[: DEMO.stat().st_size * 3 // 4])
    made = audit(cut, out=tmp_path / "out")
    rows = ask(tmp_path / "out", "select place, cause, detail from gaps")
    assert rows
    assert {row["detail"] for row in rows} <= {gap.says for gap in made.gaps}
    assert ask(tmp_path / "out", "select count(*) as n from oddities")


def test_a_folder_without_facts_is_refused(tmp_path):
    with pytest.raises(InputError, match="no fact tables"):
        query.run(tmp_path, None, "table")
