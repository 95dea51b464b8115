"""A second pass: what came out of sealed parts, as parts below them."""

from collections.abc import Mapping

from sousveil import core
from sousveil.model.limits import MIB, Limits
from sousveil.model.parts import Parts
from sousveil.open import apk
from sousveil.open.nested import Opening

MOST = 256 * MIB
"""Bytes that all opened parts of one pass may have."""


def open_further(parts: Parts, limits: Limits, inside: Mapping[int, bytes]) -> Parts:
    """The same parts and, below each of those named by number, what came out of it, taken apart in turn."""
    opening = Opening(limits)
    opening.adopt(parts)
    left = MOST
    for number, data in sorted(inside.items()):
        if len(data) > min(left, opening.left) or opening.too_deep(number):
            detail = (
                f"{parts[number].full_path} was opened; its {len(data):,} bytes were not read: more than the limits"
            )
            opening.gaps.append(apk.gap(number, "entry", "limit", detail))
            continue
        left -= len(data)
        opening.add_opened(number, core.Blob(data))
    opening.open_nested()
    return opening.done()
