"""Paths out of terms."""

import re
from collections.abc import Mapping
from dataclasses import replace

from sousveil.recover.composed import Composed, composed

Path = Composed


def paths(term: str, names: Mapping[str, str]) -> list[Path]:
    """Every alternative of a term as a path, with one slash where several stand."""
    return [
        replace(one, pieces=tuple(None if p is None else re.sub("//+", "/", p) for p in one.pieces))
        for one in composed(term, names)
    ]
