"""Descriptors and identifiers as words for people."""

import re
from functools import lru_cache


@lru_cache(maxsize=1 << 13)
def short_class(descriptor: str) -> str:
    """`Lcom/x/A$B;` → `A.B`; an array keeps its brackets."""
    plain = descriptor.lstrip("[")
    depth = len(descriptor) - len(plain)
    name = plain.removeprefix("L").removesuffix(";").rsplit("/", 1)[-1].replace("$", ".")
    return name + "[]" * depth


@lru_cache(maxsize=1 << 14)
def member(text: str) -> str:
    """`Lcom/x/A;->m(I)V` → `A.m`; a constructor is `new A`."""
    owner, _, rest = text.partition("->")
    name = re.split(r"[(:]", rest, maxsplit=1)[0]
    cls = short_class(owner)
    if name == "<init>":
        return f"new {cls}"
    return f"{cls}.{name}".replace("<clinit>", "static")


def words(name: str) -> list[str]:
    """`CarColors`, `car_colors` → car, colors."""
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3 \2\4", name)
    return [w.lower() for w in re.split(r"[^A-Za-z0-9]+", spaced) if w]


_HUMAN = re.compile(r"[^\W\d_]")
_IDENTIFIER = re.compile(r"[a-z][A-Za-z0-9_]*|[A-Z][A-Z0-9_]+|[\w.$/\[;-]*[_./$;:=%{}<>\\][\w./$\[;:=%{}<>\\-]*")


def is_human(text: str) -> bool:
    """Whether a text is written for people: letters beyond ASCII, several words, or one word with a capital."""
    text = text.strip()
    if not _HUMAN.search(text) or text.startswith(("@", "<", "{", "res/")) or "%s" in text or "%d" in text:
        return False
    if any(ord(c) > 127 and c.isalpha() for c in text):
        return True
    if _IDENTIFIER.fullmatch(text):
        return False
    if " " in text:
        return len(re.findall(r"[A-Za-z]{2,}", text)) >= 2 or bool(re.fullmatch(r"[A-Z][a-z]+ \S+", text))
    return bool(re.fullmatch(r"[A-Z][a-z]{2,}([-/][A-Za-z]+)*", text))
