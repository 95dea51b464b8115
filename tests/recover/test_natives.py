"""Native programs: what starts them, what they do, and what is only a library of a game."""

import pytest

from sousveil import emulate
from sousveil.line import open_facts
from sousveil.model.limits import Limits
from sousveil.recover.natives.running import Running
from sousveil.recover.natives.scripts import commands, interpreter, is_shell
from sousveil.recover.natives.twins import alike
from sousveil.verify import verify
from tests.conftest import APPS, audited


def chapter(app):
    return [f for f in audited(app).findings if f.question == "natives"]


def natives(app):
    return {n.name: n for n in audited(app).natives}


def test_a_program_from_assets_is_told_as_a_story():
    told = [f for f in chapter("native_program") if f.rule == "natives/program"]
    assert len(told) == 1
    says = told[0].says
    files = "/data/data/org.example.sousveil.native_program/files/listing"
    assert f"copies assets/listing to «{files}», makes it executable" in says
    assert f"runs it with «{files} -l /sdcard/school», and reads what it prints" in says
    assert "reads «/sdcard/school/listing.txt»" in says
    assert "-l …, -v" in says
    assert told[0].reach == "live"
    assert told[0].strength == "traced"


def test_its_build_for_another_machine_is_the_same_program():
    listing = natives("native_program")["listing"]
    assert [p.machine for p in listing.parts] == ["arm", "x86"]
    assert listing.usage == ("Usage: listing [-v] [-l folder]",)
    assert listing.options == "l:v"


def test_a_script_nothing_starts_is_told_as_such():
    script = natives("native_program")["tidy.sh"]
    assert script.kind == "script"
    assert script.starts == ()
    assert any("chmod 644" in c for c in script.commands)
    says = next(f.says for f in chapter("native_program") if f.rule == "natives/script")
    assert "What starts it was not seen" in says


def test_a_games_engine_is_one_plain_sentence():
    told = chapter("native_game")
    assert not [f for f in told if f.rule in ("natives/program", "natives/script")]
    known = [f for f in told if f.rule == "natives/known"]
    assert len(known) == 1
    assert "libengine.so (the Cocos2d-x game engine)" in known[0].says
    assert not [f for f in audited("native_game").findings if f.rule.startswith("hides/native")]


def test_a_method_registered_in_a_table_is_joined_to_its_declaration():
    board = natives("native_game")["libboard.so"]
    assert [m.how for m in board.methods] == ["registered"]
    assert board.methods[0].declared
    assert board.methods[0].method == "Lorg/example/sousveil/native_game/MainActivity;->roll(I)I"
    assert sorted(p.machine for p in board.parts) == ["aarch64", "arm"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (range(20), range(20), True),
        (range(20), range(1, 20), True),
        (range(20), range(10), False),
        (range(20), range(20, 40), False),
        (range(3), range(3), False),
    ],
)
def test_twins_have_nearly_all_in_common(a, b, same):
    assert alike(frozenset(map(str, a)), frozenset(map(str, b)), 0.9) is same


def test_scripts_are_read_by_line():
    text = b"#!/system/bin/sh\n# x\nif [ -d /a ]; then\n  ls /a | sort > /b; fi\nA=1 cp \\\n  /c /d && echo ok # end\n"
    assert interpreter(text) == "/system/bin/sh"
    assert is_shell("/system/bin/sh")
    assert not is_shell("/usr/bin/python3")
    assert commands(text) == [(4, "ls /a"), (4, "sort > /b"), (5, "cp /c /d")]


HIDDEN = {
    "constructor": {f"org.example.{n}" for n in ("reader", "library", "lending", "catalogue", "returns")},
    "call": {"/sdcard/library/cards.txt", "http://192.0.2.17:8080/cards"},
    "java method": {"lent to nobody yet"},
}


def test_texts_that_native_code_makes_are_told_with_their_function():
    shelf = natives("native_hidden")["libshelf.so"]
    for how, texts in HIDDEN.items():
        assert {t.text for t in shelf.hidden if t.how == how} == texts
    assert {t.strength for t in shelf.hidden if t.how == "call"} == {"inferred"}
    (told,) = [f for f in chapter("native_hidden") if f.rule == "natives/hidden"]
    assert "makes 8 texts that do not stand in the file as such" in told.says
    assert {s.place.split(":")[0] for s in told.evidence} == {"elf", "run"}
    (sent,) = [f for f in audited("native_hidden").findings if f.rule == "sends/hidden_address"]
    assert "http://192.0.2.17:8080/cards" in sent.says


def test_what_native_code_makes_is_made_again_by_verify():
    report = audited("native_hidden")
    assert verify(report, APPS / "native_hidden" / "app.apk").holds
    (told,) = [f for f in report.findings if f.rule == "natives/hidden"]
    lie = told.model_copy(
        update={"evidence": tuple(s.model_copy(update={"reads": "another text"}) for s in told.evidence if s.reads)}
    )
    broken = report.model_copy(update={"findings": (lie,)})
    assert len(verify(broken, APPS / "native_hidden" / "app.apk").failures) == len(lie.evidence)


def test_a_games_tables_and_saves_hide_nothing():
    assert natives("native_board")["libboard.so"].hidden == ()
    report = audited("native_board")
    assert not [f for f in report.findings if f.rule in ("natives/hidden", "sends/hidden_address", "searches/list")]
    assert all(one.folded for one in report.lists)


def test_lists_of_native_code_have_their_kind_and_users():
    found = {one.name.split(":")[1].split(" 0x")[0].strip() + one.kind: one for one in audited("native_tables").lists}
    assert set(found) == {"table atpackages", "table atpaths", "comparisons ofpackages"}
    paths = found["table atpaths"]
    assert next([t.text for t in i.labels] for i in paths.items) == ["1", "/sdcard/library/cards.txt"]
    assert paths.count == 4
    assert all(one.use == "used" for one in found.values())
    assert paths.where[0].startswith("used by the function at 0x")


def test_without_the_emulator_a_gap_says_so(monkeypatch):
    monkeypatch.setattr(emulate, "available", lambda: False)
    facts = open_facts(APPS / "native_hidden" / "app.apk", Limits())
    running = Running(facts)
    assert not running.ready
    running.close()
    assert any("not installed" in g.detail for g in facts.gaps)
