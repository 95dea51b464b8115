"""The table of Android's own classes that ships with sousveil."""

from functools import cache
from pathlib import Path

from sousveil import core

PATH = Path(__file__).parent.parent / "data" / "framework.bin"


@cache
def table() -> core.Framework:
    """Loaded once a process."""
    return core.Framework.load(PATH)
