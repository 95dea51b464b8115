"""Texts that records are read from: SQL, names, templates."""

from types import SimpleNamespace

import pytest

from sousveil.recover.code import Use
from sousveil.recover.records import sql
from sousveil.recover.records.names import hungarian, outer, property_name, same, simple, type_word
from sousveil.recover.records.resources import words
from sousveil.recover.records.sent import Sent
from sousveil.recover.records.templates import key_before


def columns(text):
    return [(c.name, c.type) for table in sql.created(text) for c in table.columns]


def test_columns_with_quotes_types_and_constraints():
    text = (
        'CREATE TABLE IF NOT EXISTS "PERSON" ("_id" INTEGER PRIMARY KEY ,`name` VARCHAR(20) NOT NULL,[age] INT, '
        "'note' TEXT DEFAULT 'a, b (c)', price DECIMAL(10, 2), UNIQUE (name, age))"
    )
    assert columns(text) == [
        ("_id", "number"), ("name", "text"), ("age", "number"), ("note", "text"), ("price", "number")
    ]  # fmt: skip
    assert sql.created(text)[0].name == "PERSON"
    assert [c.key for c in sql.created(text)[0].columns] == [True, False, False, False, False]


def test_a_foreign_key_names_the_other_table():
    text = (
        "create table visit(id integer, person_id integer references person(id), house integer, "
        "FOREIGN KEY(house) REFERENCES houses(id))"
    )
    assert [c.references for c in sql.created(text)[0].columns] == ["", "person", "houses"]


@pytest.mark.parametrize(
    "text", ["CREATE TABLE", "CREATE TABLE x (", "CREATE TABLE x ()", "DROP TABLE x", "", "CREATE TABLE (a TEXT)"]
)
def test_what_is_no_whole_table_gives_none(text):
    assert [t for t in sql.created(text) if t.columns] == []


def test_a_text_of_a_million_brackets_ends():
    assert sql.created("CREATE TABLE t (" + "(" * 1_000_000)[:1] == sql.created("CREATE TABLE t (" + "(" * 1_000_000)


def test_insert_and_select():
    assert sql.inserted("INSERT OR ABORT INTO `users`(`id`,`name`) VALUES (?,?)") == ("users", ["id", "name"])
    assert sql.inserted("INSERT INTO t VALUES (1)") is None
    assert sql.selected("select a, b as c from main.t where x") == ("t", ["a", "c"])
    assert sql.selected("SELECT * FROM t") == ("t", None)


def test_accessors_and_names():
    assert [property_name(n) for n in ("getName", "isMale", "setURL", "get_id", "get", "gettysburg", "name")] == [
        "name", "male", "URL", "_id", "", "", ""
    ]  # fmt: skip
    assert same("ID_CARD") == same("idCard")
    assert hungarian("mIdCard") == "idCard"
    assert hungarian("model") == "model"
    assert outer("La/b/C$D$1;") == "La/b/C;"
    assert outer("La/b/C$$ViewBinder;") == "La/b/C;"
    assert simple("La/b/C$D;") == "D"
    assert [type_word(t) for t in ("I", "Ljava/lang/String;", "[J", "La/Person;")] == [
        "number", "text", "list of number", "Person"
    ]  # fmt: skip
    assert words("etIdCardNo2") == ("et", "id", "card", "no", "2")


def test_names_in_other_scripts_stay_apart():
    assert same("姓名") != same("护照")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("name=", "name"), ("a=1&id_card=", "id_card"), ("<xm>", "xm"), ('<v:xm type="1">', "v:xm"),
        ('{"sfzh":"', "sfzh"),
        ("Person{name='", "name"), ("no key here ", ""), ("x == ", ""), ("</xm>", ""),
    ],
)  # fmt: skip
def test_keys_before_values(text, key):
    assert key_before(text) == key


@pytest.mark.parametrize("name", ["write", "enqueue", "println"])
def test_a_static_method_without_values_is_no_write_to_a_connection(name):
    marks = SimpleNamespace(one=lambda *_: None)
    reader = SimpleNamespace(marks=marks)
    board = SimpleNamespace(pieces={})
    sent = Sent(reader, board, None, None)
    sent.__dict__["_sinks"] = {}
    assert sent._sends(Use(1, 0, "call", None, f"Lorg/x/Log;->{name}()V", ())) is False
