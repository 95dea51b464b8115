import json

import pytest

from sousveil.model.text import json_visible, masked, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("a\x00b\x1b[2J", "a\\u0000b\\u001b[2J"),
        ("\u2800\u034f\u180b\ufffe", "\\u2800\\u034f\\u180b\\ufffe"),
        ("\U0001d173\U000e0041", "\\U0001d173\\U000e0041"),
        ("line\nand\ttab", "line\nand\ttab"),
        ("ể đẹp 读取 جهات", "ể đẹp 读取 جهات"),
    ],
)
def test_what_hides_is_written_out_and_what_reads_is_kept(text, shown):
    assert visible(text) == shown
    assert visible(shown) == shown


def test_a_tower_of_accents_is_cut_at_the_sixth():
    assert visible("a" + "\u0301" * 8) == "a" + "\u0301" * 6 + "\\u0301" * 2


def test_json_keeps_its_meaning():
    value = {"k": "a\u202eb" + "\u0301" * 20 + "\U000e0041\ufffe"}
    document = json_visible(json.dumps(value, ensure_ascii=False))
    assert json.loads(document) == value
    assert visible(document) == document


def test_a_mask_never_shows_more_than_a_quarter():
    assert masked("secret-key-value") == "secr…(16 characters, masked)"
    assert masked("abc") == "…(3 characters, masked)"
