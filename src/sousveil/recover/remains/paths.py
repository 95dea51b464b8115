"""Paths out of terms."""

import re
from collections.abc import Mapping
from dataclasses import replace

from sousveil.knowledge.load import Knowledge
from sousveil.recover.composed import Composed, composed

Path = Composed

_MEMBER = re.compile(r"(?:.*[.$])?(\w+(?:\(\))?)")
_ANSWER = re.compile(r'answer of [^"]*?(?= (?:equals|is|starts|contains|ends|does|==|!=|<|>))')
_PACKAGE = re.compile(r"(?:getPackageName\(\)|ApplicationInfo\.packageName)")
_APPS = ("/data/data/", "/data/user/0/")


def owned(path: Path, package: str) -> Path:
    """A path below the folder of all apps that goes on with the name of an app's package: this app's own, for no other
    app's files are open to it."""
    first = path.pieces[0] if path.pieces else None
    named = len(path.pieces) > 1 and path.pieces[1] is None and _PACKAGE.fullmatch(path.unknown[0]) is not None
    if not package or first not in _APPS or not named:
        return path
    rest = path.pieces[2:]
    joined = f"{first}{package}{rest[0] if rest and rest[0] is not None else ''}"
    return Composed((joined, *(rest[1:] if rest and rest[0] is not None else rest)), path.unknown[1:])


def paths(term: str, names: Mapping[str, str]) -> list[Path]:
    """Every alternative of a term as a path, with one slash where several stand."""
    return [
        replace(one, pieces=tuple(None if p is None else re.sub("//+", "/", p) for p in one.pieces))
        for one in composed(term, names)
    ]


def readable(path: Path, knowledge: Knowledge) -> str:
    """A path with a word for each piece that is made when the app runs, such as `<the serial number of the phone>`."""
    said = {term: one.says for one in knowledge.values.values() for term in one.terms if not one.undo}
    left = iter(path.unknown)
    return "".join(f"<{_word(next(left, '?'), said)}>" if piece is None else piece for piece in path.pieces)


def _word(term: str, said: Mapping[str, str]) -> str:
    if term in said:
        return said[term]
    if "network(" in term:
        return "from a server"
    member = _MEMBER.fullmatch(term)
    return member.group(1) if member else "…"


def plainer(condition: str) -> str:
    """A condition without the code by which an answer was read."""
    return _ANSWER.sub("what a server answers", condition)
