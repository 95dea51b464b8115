"""Files of rules: known by the values of their columns, in any form, and not where a table is something else."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.knowledge.load import load
from sousveil.model.parts import Part
from sousveil.model.rulefile import RuleColumn
from sousveil.recover.lists import digests
from sousveil.recover.rulefiles import _best, blocks
from sousveil.recover.rulefiles.roles import is_package, is_path, is_regex, role
from sousveil.recover.rulefiles.words import Products, say
from tests.conftest import audited

PRODUCTS = Products(load())
CHATS = ["com.whatsapp", "org.telegram.messenger", "com.viber.voip", "jp.naver.line.android", "com.kakao.talk"]


def judged(data, kind="text", own="org.example.own", names=()):
    data = data.encode() if isinstance(data, str) else data
    part = Part(1, 0, "assets/r.dat", "assets/r.dat", kind, len(data), 0, 0, 0, "", 0)
    found = _best(part, data, PRODUCTS, own, set(names))
    return None if found is None else (found[0], [c.role for c in found[1]])


def lines(mark, *columns):
    return "\n".join(mark.join(row) for row in zip(*columns, strict=True)) + "\n"


PATHS = [f"/sdcard/{name}/media" for name in ("a", "b", "c", "d", "e")]
PATTERNS = [rf"^msg_\d+{n}\.db$" for n in range(5)]


@pytest.mark.parametrize("mark", ["\t", ";", "|", ",", "::", "=>", "##", "\x01", " ", "^"])
def test_any_separator(mark):
    table, roles = judged(lines(mark, CHATS, PATHS, ["r", "rw", "r", "r", "rw"]))
    assert roles == ["package", "path", "mode"]
    assert (table.mark, len(table.rows)) == (mark, 5)


def test_comments_sections_and_a_header_are_no_rules():
    text = "# what is looked for\npkg;dir;re\n[chat]\ncom.whatsapp;/WhatsApp/Databases;.*\\.db\n\n"
    text += "// more\norg.telegram.messenger;/Telegram/Docs;.+\\.pdf\n[calls]\ncom.viber.voip;/viber/media;\\d+\\.jpg\n"
    text += "com.kakao.talk;/KakaoTalk;[a-z]+\\.dat\n"
    table, roles = judged(text)
    assert roles == ["package", "path", "pattern", "section"]
    assert table.header == ("pkg", "dir", "re")
    assert [row[3] for row in table.rows] == ["chat", "chat", "calls", "calls"]


def test_a_last_column_may_be_left_out_and_order_is_free():
    table, roles = judged(
        "1;/sdcard/A/x.db;com.whatsapp;r\n2;/sdcard/B;com.viber.voip\n7;/sdcard/C;com.kakao.talk;rw\n"
    )
    assert roles == ["number", "path", "package", "mode"]
    assert len(table.rows) == 3


def test_sections_of_keys_json_and_xml():
    ini = "".join(f"[{p}]\ndir = /data/data/{p}/files\nglob = log*\n\n" for p in CHATS)
    assert judged(ini)[1] == ["package", "path", "glob"]
    objects = [{"a": p, "b": "/sdcard/x/", "c": 4} for p in CHATS]
    assert judged(json.dumps({"list": objects}), "json")[1][:2] == ["package", "path"]
    assert judged(json.dumps({p: ["/sdcard/x", "/sdcard/y"] for p in CHATS}), "json")[1] == ["package", "path"]
    xml = "<r>" + "".join(f'<i p="{p}" d="/sdcard/{n}"/>' for n, p in enumerate(CHATS)) + "</r>"
    assert sorted(judged(xml, "xml")[1]) == ["package", "path"]


def test_blocks_of_one_width():
    data = b"".join(p.encode().ljust(40, b"\0") + b"/sdcard/x/y\0".ljust(24, b"\0") for p in CHATS)
    table, roles = judged(data, "opaque")
    assert (table.form, roles) == ("fixed blocks", ["package", "path"])
    assert table.places[1] == f"bytes:0x40+{len(CHATS[1])}"


def test_paths_of_known_products_alone():
    table, roles = judged("/sdcard/WhatsApp/Media\n/sdcard/Telegram\n/storage/emulated/0/tencent/MicroMsg\n")
    assert roles == ["path"]
    column = [RuleColumn(number=1, role="path", share=1.0)]
    said = [say(row, column, PRODUCTS) for row in table.rows]
    assert said[2] == ("the folder «/storage/emulated/0/tencent/MicroMsg» of WeChat is searched for", ("WeChat",))


TWINS = {
    "language": "title;Welcome;Willkommen\nback;Back;Zurück\nsend.now;Send now;Jetzt senden\nquit;Quit;Beenden\n",
    "language with dots": "app.menu.file=File\napp.menu.edit=Edit\napp.menu.view=View\napp.menu.help=Help\n",
    "levels": "1;forest;textures/tree.png;12;0\n2;cave;textures/rock.png;15;1\n3;lake;textures/reed.png;9;0\n",
    "cities": "Berlin,DE,52.52,13.40,3645000\nParis,FR,48.85,2.35,2161000\nRome,IT,41.89,12.51,2873000\n",
    "routes": "com.shop.user;/user/login\ncom.shop.cart;/cart/show\ncom.shop.pay;/pay/start\n",
    "classes": "com.acme.Main;/assets/main\ncom.acme.Next;/assets/next\ncom.acme.Last;/assets/last\n",
    "media types": "application/json;json\nimage/png;png\ntext/html;html\nvideo/mp4;mp4\n",
    "dates": "1/2/2020;4;a\n2/2/2020;5;b\n3/2/2020;6;c\n",
    "addresses": "https://example.org/a;1\nhttps://example.org/b;2\nhttps://example.org/c;3\n",
    "packages alone": "com.whatsapp\norg.telegram.messenger\ncom.viber.voip\ncom.kakao.talk\n",
    "own files": "org.example.own;/files/a.db\norg.example.own;/files/b.db\norg.example.own;/files/c.db\n",
    "prose": "Look in /sdcard for it.\nIt may be in /data too; who knows.\nOr it is not there at all, they say.\n",
}


@pytest.mark.parametrize("twin", TWINS)
def test_a_table_of_something_else_is_no_file_of_rules(twin):
    assert judged(TWINS[twin]) is None


def test_files_of_the_package_itself_are_not_searched_for():
    text = "com.viber.voip;img/a.png\ncom.whatsapp;img/b.png\ncom.kakao.talk;img/c.png\n"
    assert judged(text) is not None
    assert judged(text, names=("img/a.png", "img/b.png", "img/c.png")) is None


@pytest.mark.parametrize(
    ("values", "known"),
    [
        (["jpg", "*.png", ".doc"], "extension"),
        (["0", "1", "1"], "flag"),
        (["rw", "r", "r"], "mode"),
        (["755", "644", "644"], "mode"),
        (["d41d8cd98f00b204e9800998ecf8427e"] * 3, "hash"),
        (["120000", "5400", "88123"], "size"),
        (["1", "2", "3"], "number"),
        (["*.db", "msg*", "a?.txt"], "glob"),
        (["§§", "%%", "--"], "unknown"),
        (["", "", ""], "unknown"),
    ],
)
def test_roles_are_known_by_values(values, known):
    assert role(values, PRODUCTS.known).id == known


def test_forms_of_one_value():
    assert is_package("com.example.app") and not is_package("com.example.App") and not is_package("com.example.txt")
    assert is_path("/sdcard/a") and is_path("a/b c/") and not is_path("image/png") and not is_path("http://a/b")
    assert is_regex(r"\d+\.db") and not is_regex("*.db") and not is_regex("(unclosed.*")


def test_a_rule_in_words():
    roles = ["package", "path", "pattern", "mode", "unknown"]
    columns = [RuleColumn(number=n, role=r, share=1.0) for n, r in enumerate(roles, 1)]
    said, products = say(["com.whatsapp", "/WhatsApp/Databases/", r"msg.*\.db", "rw", "§"], columns, PRODUCTS)
    assert said == (
        "in the files of WhatsApp (com.whatsapp), the folder «/WhatsApp/Databases/» is searched for what fits the "
        "expression «msg.*\\.db» (mode rw; unknown column 5: §)"
    )
    assert products == ("WhatsApp",)


def records(order, first, size, width, count, head=b""):
    """Lengths and checksums as they would be: invented ones."""
    chance = random.Random(count)
    made = head
    for _ in range(count):
        digest = chance.randbytes(width)
        number = (chance.randrange(1, 1 << 22)).to_bytes(size, order)
        made += number + digest if first else digest + number
    return made


@pytest.mark.parametrize("order", ["big", "little"])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("size", [4, 8])
@pytest.mark.parametrize("width", [16, 20, 32])
def test_records_of_length_and_checksum(order, first, size, width):
    for head in (b"", (300).to_bytes(4, order), b"MAGC" + (300).to_bytes(4, order), b"MAGCxx\1\0"):
        data = records(order, first, size, width, 300, head)
        (rows,) = digests.read(data)
        assert rows.count == 300
        start = len(head) + (size if first else 0)
        number = data[len(head) :][:size] if first else data[len(head) + width :][:size]
        assert rows.rows[0].cells == (data[start : start + width].hex(), str(int.from_bytes(number, order)))


def test_a_short_list_needs_a_count_before_it():
    assert digests.read(records("big", True, 4, 16, 20, b"MAGC" + (20).to_bytes(4, "big")))
    assert not digests.read(records("big", True, 4, 16, 20, b"MAGCabcd"))


@given(st.binary(max_size=4000))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_in_bounds(data):
    digests.read(data)
    blocks.read(data)
    for kind in ("text", "json", "xml", "opaque"):
        judged(data, kind)


def test_numbers_of_a_mesh_and_of_a_sound_are_no_checksums():
    import math
    import struct

    mesh = b"".join(struct.pack("<5fI", math.sin(n), math.cos(n), n / 9, 1.0, 0.0, n) for n in range(500))
    sound = b"".join(struct.pack("<h", int(9000 * math.sin(n / 7))) for n in range(6000))
    assert digests.read(mesh) == digests.read(sound) == []


def test_an_opened_file_of_rules_is_told_with_who_reads_it():
    report = audited("sealed_aes_ecb")
    (one,) = report.rulefiles
    assert [c.role for c in one.columns] == ["package", "path", "mode"]
    assert (one.count, one.sealed, one.part) == (60, "X-1", "assets/rules.dat!/opened.text")
    assert one.read_by == ("MainActivity.onCreate",)
    assert one.rules[0].says == (
        "in the files of the app org.example.app1, the file «/files/notes1.txt» is searched for (mode r)"
    )
    (finding,) = [f for f in report.findings if f.rule == "searches/rules"]
    assert "in the files of the app org.example.app1" in finding.says
    assert [x.because for x in report.lists if "rules.dat" in x.name] == ["told as rules"]


def test_tables_openly_in_the_package_and_their_twins():
    (table, hashes) = audited("rules_table").rulefiles
    assert table.products[:2] == ("WhatsApp", "Telegram")
    assert [c.role for c in table.columns][:3] == ["package", "path", "pattern"]
    assert table.read_by == ("MainActivity.onCreate",)
    assert [c.role for c in hashes.columns] == ["hash", "size"]
    (finding,) = [f for f in audited("rules_table").findings if f.rule == "searches/rules" and "checksum" in f.says]
    assert "200 files by MD5 checksum and size" in finding.says
    assert not [f for f in audited("rules_table").findings if f.rule == "searches/sealed"]
    assert audited("rules_twin").rulefiles == ()
