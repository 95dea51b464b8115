"""Decisions drawn: on the left what is asked, on the right what then happens. The table beside it says the same."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sousveil.model.decision import Decision
from sousveil.model.gloss import Text
from sousveil.model.text import one_line, visible

WIDTH = 760
_LEFT, _RIGHT, _BOX = 8, 408, 344
_LINE, _PAD, _GAP = 17, 9, 14
_LETTERS = 46
"""Narrow letters of one line; a Chinese one is as wide as two."""
_LINES = 9


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its lines. `kind`: asks, acts or waits."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    lines: tuple[tuple[int, str], ...]
    """Base line of each, and its text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: boxes and the arrows between them, each from x1, y1 to x2, y2."""

    title: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[tuple[int, int, int, int], ...]
    rows: tuple[Decision, ...]


def pictures(decisions: Sequence[Decision]) -> list[Picture]:
    """One for each screen, else each value that decides, else each decision."""
    groups: dict[str, list[Decision]] = {}
    for one in decisions:
        groups.setdefault(one.screen or one.record or one.series or one.id, []).append(one)
    return [_picture(some) for some in groups.values()]


def _picture(some: Sequence[Decision]) -> Picture:
    boxes: list[Box] = []
    arrows: list[tuple[int, int, int, int]] = []
    y = _GAP
    for one in some:
        left, right = _lines(_asks(one)), _lines(_acts(one))
        waits = _lines(_waits(one))
        height = max(_height(left), _height(right))
        boxes += [_box(_LEFT, y, height, "asks", left), _box(_RIGHT, y, height, "acts", right)]
        arrows.append((_LEFT + _BOX, y + height // 2, _RIGHT, y + height // 2))
        y += height
        if waits:
            boxes.append(_box(_RIGHT, y + _GAP, _height(waits), "waits", waits))
            arrows.append((_RIGHT + _BOX // 2, y, _RIGHT + _BOX // 2, y + _GAP))
            y += _GAP + _height(waits)
        y += _GAP
    title = some[0].series or some[0].when if len(some) == 1 else some[0].series or some[0].id
    return Picture(visible(one_line(title, 120)), WIDTH, y, tuple(boxes), tuple(arrows), tuple(some))


def _asks(one: Decision) -> Iterable[str]:
    yield one.when.replace("`", "")
    for code in one.codes:
        for text in code.labels[:2]:
            yield f"{code.value} = {_told(text)}"


def _acts(one: Decision) -> Iterable[str]:
    yield one.does.replace("`", "")
    if one.signals:
        yield "also: " + ", ".join(one.signals)


def _waits(one: Decision) -> Iterable[str]:
    if one.requires:
        first = {"send": "not sent until", "keep": "not kept until"}.get(one.waits, "asked for:")
        yield f"{first} {' and '.join(one.requires[:4])}".replace("`", "")
    for text in one.refuses[:2]:
        yield f"else {_told(text)}"


def _told(text: Text) -> str:
    return f"«{text.text}»" + (f" ({text.gloss})" if text.gloss else "")


def _lines(texts: Iterable[str]) -> list[str]:
    found = [line for text in texts for line in _wrapped(visible(one_line(text, 400)))]
    return found if len(found) <= _LINES else [*found[: _LINES - 1], "…"]


def _wrapped(text: str) -> list[str]:
    """Lines of at most so many letters, cut at spaces where there are some."""
    lines, line, used = [], "", 0
    for word in text.split(" "):
        for piece in _pieces(word):
            wide = _width(piece)
            if line and used + wide + 1 > _LETTERS:
                lines.append(line)
                line, used = "", 0
            line = f"{line} {piece}" if line else piece
            used += wide + 1
    return [*lines, line] if line else lines


def _pieces(word: str) -> list[str]:
    """A word that is longer than a line, in pieces."""
    pieces, piece, used = [], "", 0
    for char in word:
        wide = _width(char)
        if used + wide > _LETTERS - 2:
            pieces.append(piece)
            piece, used = "", 0
        piece += char
        used += wide
    return [*pieces, piece]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _height(lines: Sequence[str]) -> int:
    return 2 * _PAD + _LINE * max(1, len(lines))


def _box(x: int, y: int, height: int, kind: str, lines: Sequence[str]) -> Box:
    placed = tuple((y + _PAD + _LINE * (n + 1) - 5, line) for n, line in enumerate(lines))
    return Box(x, y, _BOX, height, kind, placed)
