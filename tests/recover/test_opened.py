"""What came out of sealed parts becomes part of the audit, within bounds, and can be opened again by anyone."""

import hashlib
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.knowledge.load import load
from sousveil.line import understand
from sousveil.model.limits import Limits
from sousveil.model.sealed import Inside, Recipe, Sealed
from sousveil.open import further, open_further, open_sample
from sousveil.recover.natives.files import Files
from sousveil.tell import explain
from sousveil.verify import verify
from sousveil.verify.unseal import unsealed
from tests.conftest import app_path, audited

APP = app_path("sealed_code")


def packed(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_code_that_was_opened_is_audited_with_the_app_and_says_where_it_stands():
    report = audited("sealed_code")
    (listed,) = [f for f in report.findings if f.rule == "searches/list"]
    assert "org.example.chat" in listed.says
    assert listed.says.endswith("This stands inside the opened part assets/part.dat.")
    assert listed.data["opened"] == ["assets/part.dat"]
    assert listed.evidence[0].part == "assets/part.dat!/opened.dex"
    assert [p.path for p in report.parts if p.opened] == ["assets/part.dat!/opened.dex"]


def test_nothing_else_is_said_to_stand_inside():
    report = audited("sealed_code")
    (signer,) = [f for f in report.findings if f.rule == "made_by/certificate"]
    assert "opened" not in signer.data
    assert not [f for f in audited("app_list").findings if "opened" in f.data]


def test_everything_inside_is_read_again_by_the_recipe_alone():
    result = verify(audited("sealed_code"), APP)
    assert result.holds
    assert result.held > 5


@pytest.mark.parametrize("change", [{"key": "00" * 16}, {"cipher": "XOR"}, {"mode": "CBC", "start": "00" * 16}])
def test_a_wrong_recipe_does_not_hold(change):
    report = audited("sealed_code")
    (one,) = report.sealed
    wrong = one.model_copy(update={"recipe": one.recipe.model_copy(update=change)})
    result = verify(report.model_copy(update={"sealed": (wrong,)}), APP)
    assert [f.why for f in result.failures if f.finding == one.id] == ["it does not open as the report says"]


@pytest.mark.parametrize(
    "app",
    ["aes_ecb", "aes_cbc_digest", "des_short", "xor", "rc4", "key_arithmetic", "key_native", "gzip_inside", "code"],
)
def test_each_recipe_is_whole(app):
    (one,) = audited(f"sealed_{app}").sealed
    with zipfile.ZipFile(app_path(f"sealed_{app}")) as archive:
        data = unsealed(one, archive.read(one.part))
    assert hashlib.sha256(data or b"").hexdigest() == one.opened_sha256


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "AES", "DES", "XOR", "RC4"]),
    st.sampled_from(["ECB", "CBC", "CTR"]),
    st.binary(max_size=40),
    st.binary(max_size=20),
    st.sampled_from(["", "base64", "hexadecimal"]),
    st.sampled_from(["", "gzip", "zlib", "lzma"]),
)
@settings(deadline=None)
def test_any_recipe_over_any_bytes_opens_nothing_else(data, cipher, mode, key, start, written, packing):
    recipe = Recipe(written=written, cipher=cipher, mode=mode, key=key.hex(), start=start.hex(), packed=packing)
    one = Sealed(id="X-1", part="p", size=1, entropy=1, looks="", opened=True, recipe=recipe, opened_sha256="0" * 64)
    assert unsealed(one, data) is None


def test_a_person_is_told_where_the_opened_file_lies():
    report = audited("sealed_code")
    (listed,) = [f for f in report.findings if f.rule == "searches/list"]
    said = explain.render(report, listed.id)
    (dex,) = [p for p in report.parts if p.opened]
    assert f"opened/{dex.sha256[:16]}.dex" in said
    assert "unzip -p" in said
    assert "opened.dex >" not in said


def test_classes_that_nobody_sees_in_the_package_are_no_marks_of_it():
    names = [i.value for i in audited("sealed_code").indicators if i.kind == "code"]
    assert not [n for n in names if "app_list" in n]


def test_what_is_inside_is_taken_apart_in_turn_and_marked():
    parts = open_sample(APP, Limits())
    number = parts.find("assets/part.dat").number
    inner = packed(**{"classes.dex": zipfile.ZipFile(APP).read("classes.dex"), "assets/a.txt": b"one\ntwo\n"})
    more = open_further(parts, Limits(), {number: packed(**{"b.jar": inner})})
    assert [(p.full_path, p.opened, p.came_out) for p in more.items[len(parts) :]] == [
        ("assets/part.dat!/opened.zip", number, True),
        ("assets/part.dat!/opened.zip!/b.jar", number, False),
        ("assets/part.dat!/opened.zip!/b.jar!/classes.dex", number, False),
        ("assets/part.dat!/opened.zip!/b.jar!/assets/a.txt", number, False),
    ]
    assert more.blob(len(more) - 1).bytes() == b"one\ntwo\n"
    assert [more.blob(p.number).sha256() for p in parts] == [p.sha256 for p in parts]


@pytest.mark.parametrize("limits", [{"max_depth": 0}, {"max_total": 20_000}])
def test_limits_hold_inside_too_and_are_said(limits):
    parts = open_sample(APP, Limits())
    number = parts.find("assets/part.dat").number
    more = open_further(parts, replace(Limits(), **limits), {number: packed(**{"b.bin": bytes(100_000)}) * 200})
    assert [p.full_path for p in more if p.opened is not None] == []
    assert any(g.cause == "limit" and g.part == number for g in more.gaps)


def test_a_bomb_inside_is_cut_and_the_rest_stands():
    parts = open_sample(APP, Limits())
    number = parts.find("assets/part.dat").number
    bomb = packed(**{"b.bin": bytes(60 << 20), "c.txt": b"some words that are read"})
    more = open_further(parts, replace(Limits(), max_entry=1 << 20), {number: bomb})
    assert any(g.cause in ("limit", "truncated") for g in more.gaps)
    assert more.find("assets/part.dat!/opened.zip!/c.txt") is not None
    assert max(p.size for p in more if p.opened is not None) <= 1 << 20


def test_a_part_that_opens_to_itself_ends(monkeypatch):
    """Whatever comes out each time, the sample is read a few times and no more."""
    from sousveil import line

    read = []

    def unseal(facts, traces, knowledge, before, passed):
        read.append(len(facts.parts))
        last = facts.part(len(facts.parts) - 1)
        made = Sealed(id=f"X-{passed}", part=last.full_path, size=1, entropy=1, looks="", opened=True)
        earlier = before.closed if before is not None else ()
        more = Inside(made, last.number, b"PK\x05\x06" + bytes(18) + bytes([passed]))
        return line.recover.Unsealed(Files(facts), closed=[*earlier, more])

    monkeypatch.setattr(line.recover, "unseal", unseal)
    facts, _, opened = understand(open_sample(APP, Limits()), Limits(), load(), lambda _stage: None)
    assert len(read) == len(opened.closed) == line.PASSES
    assert [g.cause for g in facts.gaps if "opened" in g.detail] == ["limit"]


def test_opened_bytes_are_bounded_over_a_pass(monkeypatch):
    monkeypatch.setattr(further, "MOST", 100)
    parts = open_sample(APP, Limits())
    more = open_further(parts, Limits(), {1: b"x" * 80, 2: b"y" * 80})
    assert [p.size for p in more if p.came_out] == [80]
