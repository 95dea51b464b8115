"""Lists that are put together again: from code, resources and files, with their kinds, uses and what is folded."""

import sqlite3

import pytest

from sousveil.knowledge.load import load
from sousveil.model.parts import Part
from sousveil.recover.lists import binary, databases, plain, structured
from sousveil.recover.lists.folding import because
from sousveil.recover.lists.found import Found, Item
from sousveil.recover.lists.kinds import OTHER, Kinds
from sousveil.recover.lists.names import is_human, member, words
from sousveil.recover.lists.script import language
from tests.conftest import audited


def part(path):
    return Part(1, 0, path, path, "text", 0, 0, 0, 0, "", 0)


def named(app, name):
    (one,) = [x for x in audited(app).lists if x.name == name]
    return one


def kind(*values, name="x", **given):
    return Kinds(load()).of(Found(name, "array", [Item(v) for v in values], **given))


# From code


@pytest.mark.parametrize(
    ("name", "told", "first"),
    [
        ("Choice.PAINTS", "colours", ("1", "白色")),
        ("MainActivity.COUNTRIES", "countries", ("TR", "Turkey")),
        ("MainActivity.relation", "relations", ("1", "夫妻")),
        ("MainActivity.rank", "religions", ("islam", "1")),
        ("Standing", "relations", ("TENANT", "T1")),
    ],
)
def test_codes_stand_beside_their_labels(name, told, first):
    one = named("lists_in_code", name)
    assert one.kind == told
    assert not one.folded
    assert (one.items[0].value, one.items[0].labels[0].text) == first


def test_packages_have_their_products_and_what_a_hit_does_is_told():
    one = named("lists_in_code", "MainActivity.WANTED")
    assert (one.kind, one.use, one.count) == ("packages", "used", 4)
    assert one.items[0].known_as == "WhatsApp (messenger)"
    assert one.items[2].known_as is None
    assert one.compared == ("PackageInfo.packageName in MainActivity.onCreate",)
    assert one.hit == ("calls MainActivity.count",)


def test_a_list_that_nothing_uses_is_inert_and_an_empty_one_that_is_compared_is_told():
    unused = named("lists_in_code", "MainActivity.UNUSED")
    empty = named("lists_in_code", "MainActivity.EMPTY")
    assert (unused.use, unused.where, unused.compared) == ("inert", (), ())
    assert (empty.count, empty.folded, bool(empty.compared)) == (0, False, True)


def test_all_cases_of_a_chain_are_there_also_zero():
    one = named("lists_delivery", "MainActivity.label")
    assert [i.value for i in one.items] == ["0", "1", "2", "3"]


def test_an_entry_for_anything_else_is_marked():
    one = named("lists_in_code", "Choice.PAINTS")
    assert [i.value for i in one.items if i.sentinel] == ["9"]


# From resources


def test_names_and_values_are_one_list_in_all_languages():
    one = named("lists_in_resources", "blood_names + blood_values")
    assert (one.kind, one.count, one.languages) == ("blood_types", 5, ("zh",))
    assert one.items[1].value == "A"
    assert [t.text for t in one.items[1].labels] == ["Type A", "A型"]
    assert one.items[0].sentinel


def test_what_an_array_is_compared_with_and_which_is_empty_or_inert():
    tools = named("lists_in_resources", "tools")
    assert tools.compared == ("Intent.getStringExtra in MainActivity.onCreate",)
    assert tools.hit == ("calls MainActivity.mark",)
    assert [i.value for i in tools.items if i.sentinel] == ["None found"]
    assert named("lists_in_resources", "schooling").use == "inert"
    assert (named("lists_in_resources", "black_list").count, named("lists_in_resources", "black_list").folded) == (
        0,
        False,
    )


def test_colour_values_and_languages_are_folded_and_counted():
    folded = {x.name: x.because for x in audited("lists_in_resources").lists if x.folded}
    assert folded == {"screen_colours": "colours of the screen", "speech_locales": "a table of languages"}
    (count,) = [f for f in audited("lists_in_resources").findings if f.rule == "searches/folded"]
    assert count.data["count"] == 2


# From files


def test_files_give_tables_with_their_header_and_a_header_alone_is_a_finding():
    plates = named("lists_in_resources", "plates.csv")
    empty = named("lists_in_resources", "watch.csv")
    assert (plates.header, plates.count) == (("plate", "colour", "owner"), 3)
    assert (empty.header, empty.count, empty.folded) == (("name", "number", "reason"), 0, False)
    (said,) = [f.says for f in audited("lists_in_resources").findings if f.data.get("list") == empty.id]
    assert "is empty" in said


def test_lines_prose_and_settings_are_told_apart():
    assert [r.cells for r in plain.read(part("a.txt"), b"# note\nalpha\nbeta\ngamma\n")[0].rows] == [
        ("alpha",), ("beta",), ("gamma",)
    ]  # fmt: skip
    assert (
        plain.read(part("a.txt"), b"This is a sentence of some length, and it\ngoes on here for a while.\n" * 5) == []
    )
    assert plain.read(part("a.txt"), b"host=example.org\nport=80\nname=x\n") == []
    assert plain.read(part("a.txt"), "甲|1\n乙|2\n".encode("gb18030"))[0].rows[1].cells == ("乙", "2")


def test_json_lists_are_named_by_their_keys_and_animations_are_none():
    (one,) = structured.read_json(part("a.json"), b'{"a": {"b": [{"k": 1, "v": "x"}, {"k": 2, "v": "y"}]}}')
    assert (one.name, one.header, one.rows[1].cells) == ("a.b", ("k", "v"), ("2", "y"))
    assert structured.read_json(part("a.json"), b'{"fr": 30, "ip": 0, "op": 60, "layers": ["a", "b"]}') == []
    assert structured.read_json(part("a.json"), b"[" * 100_000) == []


def test_xml_elements_beside_one_another_are_rows_and_entities_are_refused():
    (one,) = structured.read_xml(part("a.xml"), b'<r><i k="1">a</i><i k="2">b</i><i k="3">c</i></r>')
    assert [r.cells for r in one.rows] == [("1", "a"), ("2", "b"), ("3", "c")]
    assert one.rows[0].place == "text:1:1"
    bomb = b'<!DOCTYPE r [<!ENTITY x "xxxx">]><r><i>&x;</i><i>&x;</i><i>&x;</i></r>'
    assert structured.read_xml(part("a.xml"), bomb) == []


def test_tables_of_a_database_are_read_without_changing_it_and_damage_gives_nothing():
    base = sqlite3.connect(":memory:")
    base.execute('create table "odd "" name" (code integer, label text)')
    base.executemany('insert into "odd "" name" values (?, ?)', [(1, "one"), (2, "two")])
    base.execute("create table hollow (a, b)")
    base.commit()
    data = base.serialize()
    hollow, odd = databases.read(part("a.db"), data)
    assert (hollow.name, hollow.rows, hollow.header) == ("hollow", [], ("a", "b"))
    assert [r.cells for r in odd.rows] == [("1", "one"), ("2", "two")]
    assert all(not rows.rows for rows in databases.read(part("a.db"), data[:4096]))
    assert databases.read(part("a.db"), b"SQLite format 3\0" + b"\xff" * 4000) == []


def test_records_of_a_fixed_width_behind_a_length_and_sorted_checksums():
    names = [b"alpha", b"be", b"gamma ray", b"delta"]
    (prefixed,) = binary.read(part("a.bin"), b"".join(len(n).to_bytes(2, "big") + n for n in names))
    assert [r.cells[0].encode() for r in prefixed.rows] == names
    assert prefixed.rows[1].place == "bytes:0x9+2"
    (fixed,) = binary.read(part("a.bin"), b"".join(n.ljust(12, b"\0") for n in names))
    assert [r.cells[0].encode() for r in fixed.rows] == names
    hashes = sorted(bytes([n * 15 % 256]) * 16 for n in range(16))
    (sums,) = binary.read(part("a.bin"), b"".join(hashes))
    assert sums.form == "sorted checksums"
    assert binary.read(part("a.bin"), bytes(range(256)) * 3) == []


# Kinds


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("com.whatsapp", "org.telegram.messenger", "jp.naver.line.android"), "packages"),
        (("org.example.A_SAID", "org.example.B_SAID"), "actions"),
        (("d41d8cd98f00b204e9800998ecf8427e", "0cc175b9c0f1b6a831c399e269772661"), "hashes"),
        (("汉族", "维吾尔族", "回族", "其他"), "ethnic_groups"),
        (("未选择", "伊斯兰教", "基督教", "佛教"), "religions"),
        (("سفید", "سیاه", "قرمز"), "colours"),
        (("жена", "муж", "сын", "дочь"), "relations"),
        ((".doc", ".pdf", ".jpg"), "file_extensions"),
        ((".com", ".edu", ".org"), "other"),
        (("en-US", "fr-FR", "de-DE"), "locales"),
        (("lorem", "ipsum", "dolor"), "other"),
    ],
)
def test_kinds_by_pattern_and_by_vocabulary(values, told):
    assert kind(*values).id == told


def test_addresses_that_only_name_a_vocabulary_are_folded():
    found = kind("http://www.w3.org/2001/XMLSchema", "http://www.w3.org/1999/xhtml")
    assert found.folded == "names that look like addresses"


def test_a_table_is_not_named_by_a_later_column():
    items = [Item("X-1001", ["white"]), Item("X-1002", ["black"]), Item("X-1003", ["red"])]
    assert Kinds(load()).of(Found("t", "table", items, path="assets/t.csv")) == OTHER


def test_columns_of_a_database_and_tags_are_folded():
    columns = Found("A.PROJECTION", "array", [Item("_id"), Item("title")], form_key="array")
    tags = Found("A.x", "array", [Item("on_start"), Item("on_stop")], form_key="array")
    assert because(columns, OTHER) == "columns of databases"
    assert because(tags, OTHER) == "names of the app's own making"


# Words


def test_names_and_languages():
    assert words("CarColors_v2") == ["car", "colors", "v2"]
    assert member("Lorg/x/A$B;-><init>(I)V") == "new A.B"
    assert [language(t) for t in ("白色", "ئۇيغۇر", "فارسی", "قطر", "белый", "Line")] == [
        "zh",
        "ug",
        "fa",
        "ar",
        "ru",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "human"),
    [("On its way", True), ("白色", True), ("Turkey", True), ("on_start", False), ("a.b.C", False), ("MAX_SIZE", False),
     ("@drawable/x", False), ("%s of %d", False), ("camelCase", False), ("12", False)],
)  # fmt: skip
def test_text_for_people(text, human):
    assert is_human(text) is human


# Innocent twins


def test_the_twins_have_lists_and_no_decision_about_persons():
    for app in ("lists_colour_picker", "lists_school_form", "lists_delivery"):
        report = audited(app)
        told = [x for x in report.lists if not x.folded]
        assert told
        assert not any(x.hit for x in told)
        assert not [f for f in report.findings if f.question == "flags" and not f.data.get("absent")]


def test_labels_and_values_kept_in_two_fields_are_one_list():
    one = named("lists_colour_picker", "MainActivity.NAMES + MainActivity.VALUES")
    assert one.items[0].labels[0].text == "Red"
