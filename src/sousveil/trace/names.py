"""The names in the framework table, for lint: which methods a class of Android's own declares or inherits.

Auditing asks the core (`trace.framework`); a lint wants every overload of a name, which the core does not list. Needs
pyarrow, which is installed for development. docs/framework-table.md describes the bytes.
"""

import struct
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise

from sousveil.trace.framework import PATH

Overloads = dict[str, frozenset[str]]
"""Method name → protos, such as `(I)V`."""


@cache
def methods(name: str) -> Overloads | None:
    """Every method of the dotted class `name` with its ancestors' methods; None where there is no such class.

    Raises ImportError where pyarrow is not installed.
    """
    table = _table()
    first = table.numbers.get(name.replace(".", "/"))
    if first is None:
        return None
    found: dict[str, set[str]] = {}
    todo, seen = [first], {first}
    while todo:
        number = todo.pop()
        for word, proto in table.declared(number):
            if word not in {"<init>", "<clinit>"} or number == first:
                found.setdefault(word, set()).add(proto)
        above = [*table.above(number), *([table.numbers["java/lang/Object"]] if number == first else [])]
        todo += [n for n in above if n not in seen]
        seen.update(above)
    return {word: frozenset(protos) for word, protos in found.items()}


class _Table:
    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0
        self._column()  # API levels
        names, self._words, self._protos = self._texts(), self._texts(), self._texts()
        self._texts()  # values of constants
        self._column()  # class flags
        self._parents = self._column()
        self._column()  # class levels
        self._interface_ends = [0, *accumulate(self._column())]
        self._interfaces = self._column()
        self._method_ends = [0, *accumulate(self._column())]
        self._method_words, self._method_protos = self._column(), self._column()
        self.numbers = {text: number for number, text in enumerate(names)}

    def above(self, number: int) -> list[int]:
        """The parent and the interfaces."""
        parent = [self._parents[number] - 1] if self._parents[number] else []
        return parent + self._interfaces[self._interface_ends[number] : self._interface_ends[number + 1]]

    def declared(self, number: int) -> Iterator[tuple[str, str]]:
        """Name and proto of the methods that the class itself declares."""
        word = 0
        for row in range(self._method_ends[number], self._method_ends[number + 1]):
            word += self._method_words[row]
            yield self._words[word], self._protos[self._method_protos[row]]

    def _column(self) -> list[int]:
        count, size = struct.unpack_from("<II", self._raw, self._at)
        self._at += 8
        found, value, shift = [], 0, 0
        for byte in self._raw[self._at : self._at + size]:
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                found.append(value)
                value = shift = 0
        self._at += size
        if len(found) != count:
            raise ValueError(f"{PATH}: a column has {len(found)} numbers and not {count}")
        return found

    def _texts(self) -> list[str]:
        ends = [0, *accumulate(self._column())]
        (size,) = struct.unpack_from("<I", self._raw, self._at)
        self._at += 4
        whole = self._raw[self._at : self._at + size]
        self._at += size
        return [whole[start:end].decode() for start, end in pairwise(ends)]


@cache
def _table() -> _Table:
    import pyarrow  # type: ignore[import-untyped]

    packed = PATH.read_bytes()
    (size,) = struct.unpack_from("<I", packed, 8)
    return _Table(pyarrow.decompress(packed[12:], decompressed_size=size, codec="zstd", asbytes=True))
