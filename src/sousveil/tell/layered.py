"""Boxes in layers and the curves between them: what the pictures of screens and of records share. Numbers are units."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeVar

from sousveil.model.text import one_line

ACROSS, WIDE, GAP = 4, 176, 20
"""Boxes beside one another, the width of one, and the room between two."""

PICTURE = 2 * GAP + ACROSS * WIDE + (ACROSS - 1) * GAP
"""Width of a whole picture."""

T = TypeVar("T")


def placed(
    layers: Sequence[Sequence[T]], y: int, high: int, down: int, first: int = 0, across: int = ACROSS
) -> Iterator[tuple[T, int, int]]:
    """(item, x, y) from `y` down, each layer in the middle of the columns from `first` on; one that is too long takes
    several rows. `high`: of a box; `down`: between layers."""
    for layer in layers:
        for start in range(0, len(layer), across):
            row = layer[start : start + across]
            left = GAP + first * (WIDE + GAP) + ((across - len(row)) * (WIDE + GAP)) // 2
            yield from ((item, left + n * (WIDE + GAP), y) for n, item in enumerate(row))
            y += high + (down if start + across >= len(layer) else GAP)


def curve(start: tuple[int, int], end: tuple[int, int], high: int) -> str:
    """Path from one box to another, given by their upper left corners: down from the lower side, up beside, so that
    it is told from the ways down, across below; it leaves and meets a side squarely."""
    (x, y), (to_x, to_y) = start, end
    x0, x1 = x + WIDE // 2, to_x + WIDE // 2
    if to_y > y:
        y0, y1 = y + high, to_y - 4
        bend = max(18, (y1 - y0) // 2)
        return f"M{x0} {y0}C{x0} {y0 + bend} {x1} {y1 - bend} {x1} {y1}"
    if to_y < y:
        x0, x1 = x + WIDE, to_x + WIDE + 4
        y0, y1 = y + high // 2, to_y + high // 2
        out = max(x0, x1) + GAP - 4
        return f"M{x0} {y0}C{out} {y0} {out} {y1} {x1} {y1}"
    y0 = y + high
    return f"M{x0} {y0}C{x0} {y0 + 22} {x1} {y0 + 22} {x1} {y0 + 4}"


def fitted(text: str, most: int) -> str:
    """The text cut to a width; characters that are drawn wide count twice, capitals a little more than one."""
    line = one_line(text, 200)
    used = 0.0
    for place, char in enumerate(line):
        used += 2 if unicodedata.east_asian_width(char) in "WF" else 1.3 if char.isupper() else 1
        if used > most:
            return line[: max(1, place - 1)] + "…"
    return line
