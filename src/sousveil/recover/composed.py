"""Texts out of terms: `"files/" + name + ".txt"` as the pieces that are constant and those that are not.

A term is text as the core writes it: quoted constants, joined by ` + `, alternatives between brackets with ` | `;
anything else stands for a value that is made at run time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

MOST = 16
"""Alternatives of one term that are told."""

_DEEPEST = 40

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """One way a text may be made: constant pieces as text, others as None with their words in `unknown`."""

    pieces: tuple[str | None, ...]
    unknown: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """With `<…>` for what is made at run time."""
        left = iter(self.unknown)
        return "".join(f"<{next(left, '?')}>" if piece is None else piece for piece in self.pieces)

    @property
    def pattern(self) -> str | None:
        """With `*` for what is made at run time; None where nothing constant is left but slashes and dots."""
        made = "".join("*" if piece is None else piece for piece in self.pieces)
        while "**" in made:
            made = made.replace("**", "*")
        return made if any(c.isalnum() for c in made) else None

    @property
    def constant(self) -> bool:
        return None not in self.pieces


def composed(term: str, names: Mapping[str, str]) -> list[Composed]:
    """Every alternative of a term, at most `MOST`. `names` gives the value of fields that are always the same."""
    reader = _Reader(term, names)
    return [_joined(pieces) for pieces in islice(reader.either(0), MOST)]


def ways(term: str, names: Mapping[str, str]) -> list[Pieces]:
    """The same as pieces, (text, whether it is constant), nothing changed; for terms that are no paths."""
    found = []
    for way in islice(_Reader(term, names).either(0), MOST):
        joined: list[tuple[str, bool]] = []
        for text, constant in way:
            if constant and joined and joined[-1][1]:
                joined[-1] = (joined[-1][0] + text, True)
            else:
                joined.append((text, constant))
        found.append(tuple(joined))
    return found


def _joined(pieces: tuple[tuple[str, bool], ...]) -> Composed:
    """Neighbouring constants as one piece."""
    out: list[str | None] = []
    unknown = []
    for text, constant in pieces:
        if not constant:
            out.append(None)
            unknown.append(text)
        elif out and out[-1] is not None:
            out[-1] += text
        else:
            out.append(text)
    return Composed(tuple(out), tuple(unknown))


class _Reader:
    """Reads a term from left to right."""

    def __init__(self, term: str, names: Mapping[str, str]) -> None:
        self._term = term
        self._at = 0
        self._names = names

    def either(self, depth: int) -> Iterator[Pieces]:
        found = list(self.whole(depth))
        while self._takes(" | "):
            found += self.whole(depth)
        return iter(found[:MOST])

    def whole(self, depth: int) -> list[Pieces]:
        parts = [self.part(depth)]
        while self._takes(" + "):
            parts.append(self.part(depth))
        return [tuple(p for one in way for p in one) for way in islice(product(*parts), MOST)]

    def part(self, depth: int) -> list[Pieces]:
        empty: Pieces = ()
        if self._takes("("):
            inner = list(self.either(depth + 1)) if depth < _DEEPEST else self._one((self._until(), False))
            self._takes(")")
            return inner or [empty]
        if self._term.startswith('"', self._at):
            return self._one((self._quoted(), True))
        words = self._until()
        if words in self._names:
            return self._one((self._names[words], True))
        return self._one((words or "?", False))

    @staticmethod
    def _one(piece: tuple[str, bool]) -> list[Pieces]:
        return [(piece,)]

    def _takes(self, mark: str) -> bool:
        if self._term.startswith(mark, self._at):
            self._at += len(mark)
            return True
        return False

    def _quoted(self) -> str:
        out = []
        self._at += 1
        while self._at < len(self._term) and self._term[self._at] != '"':
            if self._term[self._at] == "\\":
                self._at += 1
                out.append(
                    {"n": "\n", "t": "\t", "r": "\r"}.get(
                        self._term[self._at : self._at + 1], self._term[self._at : self._at + 1]
                    )
                )
            else:
                out.append(self._term[self._at])
            self._at += 1
        self._at += 1
        return "".join(out)

    def _until(self) -> str:
        """What is no constant: up to the next mark outside brackets and quotes."""
        start, depth, quoted = self._at, 0, False
        while self._at < len(self._term):
            char = self._term[self._at]
            if char == "\\" and quoted:
                self._at += 1
            elif char == '"':
                quoted = not quoted
            elif not quoted and char in "([{":
                depth += 1
            elif not quoted and char in ")]}":
                if depth == 0:
                    break
                depth -= 1
            elif not quoted and depth == 0 and self._term.startswith((" + ", " | "), self._at):
                break
            self._at += 1
        return self._term[start : self._at].strip()
