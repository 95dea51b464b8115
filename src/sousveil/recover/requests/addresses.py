"""Where a request goes: addresses with a constant part, `…` for what is made when the app runs."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sousveil.model.text import one_line, visible
from sousveil.recover.composed import Composed, composed

MOST = 8
_COMPARED = 64
_RUN = re.compile(r"…(?:[^\w/?&=:«»]?…)+")
"""Several unknown pieces side by side tell no more than one."""
SMS = '"sms"'
"""How a model of text messages names the network; the number stands beside it."""
_INSIDE = re.compile(r"(?i)(file|javascript|about|data|content|jar|blob|android\.resource):")
"""Addresses of things inside the app or the phone."""


def addresses(rows: Sequence[dict[str, Any]], channel: str, names: Mapping[str, str]) -> list[str]:
    """Those of one request; ports stand behind their hosts."""
    found: dict[str, None] = {}
    for _, group in groupby(rows, key=lambda row: (row["method"], row["offset"])):
        given = [r["value"] for r in group if r["part"] == "address" and r["value"] != SMS]
        port = next((f":{v}" for v in given if v.isdecimal()), "")
        for value in given:
            for text in composed(value, names):
                if not value.isdecimal() and _says_where(text, channel):
                    made = "".join("…" if piece is None else piece for piece in text.pieces)
                    made = _RUN.sub("…", made)
                    found[one_line(visible(made + port), 200)] = None
    return widest(list(found))[:MOST]


def widest(some: Sequence[str]) -> list[str]:
    """Without those that another stands for: `…` is any text."""
    shapes = {one: re.compile(".*".join(map(re.escape, one.split("…"))), re.DOTALL) for one in some[:_COMPARED]}
    return [
        one
        for one in some
        if not any(other != one and "…" in other and shape.fullmatch(one) for other, shape in shapes.items())
    ]


def inside(rows: Sequence[dict[str, Any]]) -> bool:
    """Whether an address names a thing inside the app or the phone."""
    given = [one.text for row in rows if row["part"] == "address" for one in composed(row["value"], {})]
    return any(_INSIDE.match(text) for text in given)


def _says_where(text: Composed, channel: str) -> bool:
    """Whether the constant pieces of an address name a place outside: more than a scheme, a word or signs."""
    whole = "".join(piece or "" for piece in text.pieces)
    if _INSIDE.match(whole):
        return False
    bare = re.sub(r"(?i)^[a-z][a-z0-9+.-]*:(//)?", "", whole)
    enough = sum(c.isalnum() for c in bare) >= 3
    return enough and (channel == "sms" or bare != whole or any(c in bare for c in "./:") or bare == "localhost")
