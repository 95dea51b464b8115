"""Paths and conditions of what is left, in words a reader can follow."""

import pytest

from sousveil.answer import leaves
from sousveil.answer.wording import short_path
from sousveil.knowledge.load import load
from sousveil.model.evidence import Reach, Strength
from sousveil.model.recovered import Recovered
from sousveil.model.remain import Remain


def _left(where, kind="file", verbs=("written",), stays=True, when=()):
    return Remain(
        id="M-1", kind=kind, where=where, pattern=where, verbs=verbs, storage="shared" if stays else "app", stays=stays,
        when=when, strength=Strength.TRACED, reach=Reach.LIVE,
    )  # fmt: skip


def _told(*some):
    return [f.says for f in leaves.answer(Recovered(remains=some), load())]


@pytest.mark.parametrize(
    ("where", "short"),
    [
        ("/sdcard/log.txt", "/sdcard/log.txt"),
        ("/sdcard/<getDeviceId()>.apk", "/sdcard/<getDeviceId()>.apk"),
        ('/sdcard/a/<substring((readString() | ?) + "_x.zip")>', "/sdcard/a/…"),
        ("files/<?><new [B>.tmp", "files/….tmp"),
        ("files/<new [B | ?)><currentTimeMillis()><b.c>", "files/…"),
        ("/sdcard/<open", "/sdcard/…"),
    ],
)
def test_what_no_name_tells_is_left_out_of_a_path(where, short):
    assert short_path(where) == short


def test_paths_that_read_the_same_are_told_once():
    (says,) = _told(_left("/sdcard/a/<?>"), _left("/sdcard/a/<new [B>", verbs=("deleted", "written")))
    assert "«/sdcard/a/…»" in says
    assert "has code that deletes it" in says


def test_a_folder_that_is_there_anyway_is_not_left():
    assert _told(_left("/sdcard", "folder", ("made",))) == []
    assert len(_told(_left("/sdcard/.x", "folder", ("made",)))) == 1


def test_deleted_files_of_one_folder_are_told_together():
    (says,) = _told(_left("/sdcard/a/b.txt", verbs=("deleted",)), _left("/sdcard/a/c.txt", verbs=("deleted",)))
    assert says == "The app deletes 2 files of the folder «/sdcard/a» («b.txt» and «c.txt»)."
    (says,) = _told(_left("/sdcard/a/*", verbs=("deleted",)))
    assert says == "The app deletes files of the folder «/sdcard/a» whose names it finds out when it runs."


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ('JSONObject.getString("command") equals "get"', True),
        ('preference "log" is on', True),
        ("canRead() is true", False),
        ('new StringBuilder.append(d.a(…)).toString() contains "zip"', False),
        ('parameter 1 (String) equals "upload"', False),
        ('field a.b.c equals "upload"', False),
    ],
)
def test_only_conditions_that_a_reader_can_follow(when, told):
    (says,) = _told(_left("/sdcard/a/b.txt", when=(when,)))
    assert ("This happens when" in says) == told


def test_one_thing_goes_and_several_go():
    (says,) = _told(_left("set", "preference", stays=False))
    assert says.endswith("(«set»); it goes when the app is uninstalled.")
    (says,) = _told(_left("one", "preference", stays=False), _left("two", "preference", stays=False))
    assert says.endswith("they go when the app is uninstalled.")
