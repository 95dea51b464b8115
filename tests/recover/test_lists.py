"""Lists that are put together again: from code, resources and files, with their kinds, uses and what is folded."""

import sqlite3
from types import SimpleNamespace

import pytest

from sousveil.answer.searches import _entry, _ragged, _row
from sousveil.knowledge.load import load
from sousveil.model.gloss import Text
from sousveil.model.lists import ListItem, ValueList
from sousveil.model.parts import Part
from sousveil.recover.lists import _again, binary, databases, plain, structured
from sousveil.recover.lists.folding import AGAIN, because
from sousveil.recover.lists.found import Found, Item
from sousveil.recover.lists.homes import homes
from sousveil.recover.lists.kinds import OTHER, Kind, Kinds
from sousveil.recover.lists.names import is_human, member, words
from sousveil.recover.lists.script import language
from sousveil.recover.lists.uses import _PLUMBING, _subject
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


def test_prose_in_short_lines_is_no_list_and_names_in_small_letters_are_one():
    prose = "On behalf of all at \nthe large house, \nwe were glad to see \nthe many friends, \nwho came along \nto us "
    assert plain.read(part("a.txt"), prose.encode()) == []
    assert len(plain.read(part("a.txt"), b"red apple\n\ngreen pear\nblue plum\n")[0].rows) == 3


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


def switch(subject, method, *labels):
    items = [Item(str(n), [label], kind="int") for n, label in enumerate(labels)]
    return Found("A.x", "switch", items, form_key="switch", subject=subject, method_name=method)


def test_numbers_of_dialogs_and_menus_are_folded_and_codes_of_things_are_told():
    own = "Lorg/x/A;->onCreateDialog(I)Landroid/app/Dialog;"
    other = "Lorg/x/A;->colour(I)Ljava/lang/String;"
    position = "Landroid/widget/Spinner;->getSelectedItemPosition()I"
    menu = "Landroid/view/MenuItem;->getItemId()I"
    folded = "branches over dialogs, menus and answers"
    assert because(switch("parameter 1", own, "Delete", "Really"), OTHER) == folded
    assert because(switch("parameter 1", other, "White", "Black"), OTHER) is None
    assert because(switch(menu, other, "White", "Black"), OTHER) == folded
    assert (
        because(switch(position, other, "To go on, press the key twice", "You have switched it off"), OTHER) == folded
    )
    assert because(switch(position, other, "White", "Black"), OTHER) is None
    assert because(switch(menu, other, "White", "Black"), Kind("colours", "colours", None, False, 1)) is None


def test_texts_of_a_picker_are_folded():
    name = "NumberPicker.setDisplayedValues in A.onCreate"
    shown = Found(name, "array in code", [Item("One day"), Item("Two days")], form_key="array", handed="x")
    assert because(shown, OTHER) == "texts that a picker shows"


def test_names_of_a_librarys_own_model_are_folded_where_the_code_is_another_ones():
    sexes = Kind("sexes", "sexes", None, False, 0)
    enum = Found("Gender", "enum", [Item("MALE"), Item("FEMALE")], form_key="enum")
    sought = Found("A.x", "array in code", [Item("male"), Item("female")], form_key="array")
    assert because(enum, sexes, foreign=True) == "lists in code under another name than the app's"
    assert because(enum, sexes) is None
    assert because(sought, sexes, foreign=True) is None


def test_the_same_entries_are_told_once_unless_something_is_compared_with_them():
    def made(**given):
        return Found("x", "array in code", [Item("Red"), Item("Blue")], **given)

    told = set()
    assert _again(made(), told) is None
    assert _again(made(), told) == AGAIN
    assert _again(made(compared=["a value in A.x"]), told) is None


def test_components_of_a_maker_of_libraries_are_no_home_of_the_app():
    facts = SimpleNamespace(
        manifest=SimpleNamespace(package="org.fields.harvest"),
        rows=lambda _: [{"class": "com.google.android.gms.ads.AdActivity"}, {"class": "net.barn.tools.Main"}],
    )
    assert homes(facts, load()) == {"org/fields", "net/barn"}


@pytest.mark.parametrize(
    ("called", "plumbing"),
    [
        ("Ljava/util/Iterator;->hasNext()Z", True),
        ("Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;", True),
        ("Landroid/view/MotionEvent;->getAction()I", True),
        ("Ljava/lang/Runtime;->exec(Ljava/lang/String;)Ljava/lang/Process;", False),
        (
            "Landroid/location/LocationManager;->getLastKnownLocation(Ljava/lang/String;)Landroid/location/Location;",
            False,
        ),
        ("Lorg/x/A;->report(I)V", False),
    ],
)
def test_what_every_program_does_next_is_no_hit(called, plumbing):
    assert bool(_PLUMBING.match(called)) is plumbing


def test_what_is_compared_is_said_for_people():
    assert _subject("parameter 1", "A.x") == "what A.x is given"
    assert _subject("Ljava/lang/StringBuilder;->toString()Ljava/lang/String;", "A.x") == "a text put together in A.x"
    assert _subject("Lorg/x/A;->name:Ljava/lang/String;", "A.x") == "A.name"


# Sentences


def item(value, *labels):
    return ListItem(value=value, labels=tuple(Text(text=t, lang=None, gloss=None) for t in labels))


def test_words_stand_beside_an_entry_before_numbers_and_an_empty_code_is_left_out():
    assert _entry(item("0", "150", "0", "First place")) == "0 = First place"
    assert _entry(item("0", "150")) == "0 = 150"
    assert _entry(item("", "Albania")) == "Albania"
    assert _entry(item("red", "red")) == "red"


def test_rows_of_different_lengths_are_groups_and_no_codes():
    def made(*items, **given):
        base = {"id": "L-1", "name": "x", "kind": "other", "form": "array in code", "count": len(items), "use": "used"}
        return ValueList(**base, items=items, strength="observed", **given)

    groups = made(item("Ann", "Ben", "Cas"), item("Fluffy", "Tom"))
    assert _ragged(groups)
    assert _row(groups.items[0]) == "(Ann, Ben, Cas)"
    assert not _ragged(made(item("1", "Red", "x"), item("2", "Blue", "y")))


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
