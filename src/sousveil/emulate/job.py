"""What is asked of the emulator and what it answers, and how a job is written into a place.

A job is `init` (all constructors) or the address of a function with its arguments:
`n16` a number, `a0x5000` an address of the file, `b` an empty buffer, `e` the Java interface, `o` an object of no
interest, `sTEXT` a Java string, `x0a0b` a Java array of bytes. A `t` before the address says that it is Thumb code.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

INIT = "init"
MOST_ARGUMENTS = 8


@dataclass(frozen=True, slots=True)
class Job:
    """One run. `arguments` are written as above, texts as they are."""

    function: int | None
    """None: the constructors."""
    thumb: bool = False
    arguments: tuple[str, ...] = ()

    def write(self) -> str:
        """As it stands behind `run:` in a place."""
        if self.function is None:
            return INIT
        given = ";".join(_quoted(a) for a in self.arguments)
        return f"{'t' if self.thumb else ''}0x{self.function:x}({given})"


def _quoted(argument: str) -> str:
    return argument[0] + quote(argument[1:], safe="", errors="surrogatepass")


def parse(text: str) -> Job:
    """The job that `write` wrote. Raises ValueError."""
    if text == INIT:
        return Job(None)
    start, _, rest = text.partition("(")
    if not rest.endswith(")"):
        raise ValueError(f"no job: {text[:80]}")
    given = tuple(a[0] + unquote(a[1:], errors="surrogatepass") for a in rest[:-1].split(";") if a)
    if len(given) > MOST_ARGUMENTS or any(a[0] not in "naboesx" for a in given):
        raise ValueError(f"no job: {text[:80]}")
    return Job(int(start.removeprefix("t"), 16), start.startswith("t"), given)


@dataclass(frozen=True, slots=True)
class Text:
    """A text that stands in memory afterwards, or that Java is given. `plain`: it, or its pieces, stand in the file."""

    text: str
    where: str
    """data, heap, buffer or result."""
    address: int | None
    """Of a text in the file's own data."""
    function: int
    """Function that was run, as an address of the file."""
    plain: bool


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a job."""

    stop: str
    """returned, fuel, or what stopped it: `import NAME`, `java NAME`, `interrupt`, `fault`."""
    steps: int = 0
    """What it cost: all its fuel, or how often it read and wrote."""
    texts: tuple[Text, ...] = ()
    result: bytes | None = None
    """What a Java method gives back: a text in UTF-8, or an array of bytes."""
    is_text: bool = False
    blocks: tuple[bytes, ...] = ()
    """Pieces of 8, 16, 24 or 32 bytes that were written and are no text."""
