"""Text parts: nothing raises, nothing is lost, and a place leads back to the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.read.texts import OVERLAP, RUN, decode, runs


@given(st.binary(max_size=400))
def test_any_bytes_are_some_text(data: bytes) -> None:
    assert isinstance(decode(data), str)
    assert isinstance(decode(data, cut=True), str)


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=200)


@given(PLAIN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_was_written_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(PLAIN, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_needs_no_mark_where_it_begins_in_latin_letters(text: str, encoding: str) -> None:
    assert decode(("<" + text).encode(encoding)) == "<" + text


@pytest.mark.parametrize(
    ("text", "encoding", "kind"),
    [
        ("读取联系人 and more", "gb18030", "text_gbk"),
        ("Übertragung läuft", "latin-1", "text_latin1"),
        ("café à midi", "latin-1", "text"),
    ],
)
def test_older_encodings_are_tried(text: str, encoding: str, kind: str) -> None:
    assert decode(text.encode(encoding), kind) == text


@given(st.text(alphabet="读取aжé😀", min_size=1, max_size=40), st.integers(0, 160))
def test_a_cut_changes_no_encoding(text: str, at: int) -> None:
    """A part longer than is read ends anywhere; the characters before the cut stay what they were."""
    data = text.encode()[:at]
    assert text.startswith(decode(data, cut=True))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=30) | st.integers(0, 3 * RUN).map(lambda n: "ab" * (n // 2)), max_size=6))
def test_every_character_is_covered_at_its_place(lines: list[str]) -> None:
    text = "\n".join(lines)
    whole = [line.removesuffix("\r") for line in text.split("\n")]
    covered = [bytearray(len(line)) for line in whole]
    for line, column, run in runs(text):
        assert len(run) <= RUN
        assert whole[line - 1][column - 1 : column - 1 + len(run)] == run
        covered[line - 1][column - 1 : column - 1 + len(run)] = b"\1" * len(run)
    assert all(all(seen) for line, seen in zip(whole, covered, strict=True) if line.strip())


@given(st.integers(0, 3 * RUN), st.integers(1, OVERLAP))
def test_a_word_at_a_seam_stands_whole_in_one_run(at: int, size: int) -> None:
    word = "x" * size
    line = "." * at + word + "." * (3 * RUN)
    assert any(word in run for _, _, run in runs(line))
