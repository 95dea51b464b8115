import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.model.text import json_visible, masked, one_line, visible


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


# Format characters that draw something: signs that stand before or over Arabic, Syriac and Kaithi numbers.
DRAWN = "\n\t\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


def test_every_character_that_draws_nothing_is_written_out():
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    hidden = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) in kinds]
    assert [c for c in hidden if visible(c) == c and c not in DRAWN] == []


@given(st.text(max_size=200))
def test_visible_text_hides_nothing_and_is_its_own(text):
    shown = visible(text)
    assert visible(shown) == shown
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown if c not in DRAWN)


@given(st.text(max_size=400), st.integers(1, 80))
def test_one_line_is_one_short_line(text, limit):
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1 and "\t" not in line
    assert visible(line) == line


@given(
    st.recursive(
        st.text(max_size=20), lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3)
    )
)
def test_any_json_keeps_its_meaning(value):
    document = json_visible(json.dumps(value, ensure_ascii=False))
    assert json.loads(document) == value
    assert visible(document) == document


@given(st.text(max_size=100))
def test_any_mask_is_short_and_visible(text):
    mask = masked(text)
    assert mask == masked(text) and visible(mask) == mask
    if "@" not in text:
        assert text[: len(text) // 4 + 1] not in mask.split("…")[0] or not text


def test_a_short_mailbox_is_masked_too_and_its_domain_stays():
    assert masked("ab@example.org") == "a…@example.org (masked)"
    assert masked("a@example.org") == "…@example.org (masked)"
    assert masked("foobar@example.org") == "fo…@example.org (masked)"


def test_a_sentence_is_cut_between_words():
    from sousveil.model.text import at_word

    assert at_word("one two three four five", 14) == "one two three…"
    assert at_word("one two three", 14) == "one two three"
    assert at_word("a" * 30, 10) == "a" * 9 + "…", "one long word is cut where it must be"
