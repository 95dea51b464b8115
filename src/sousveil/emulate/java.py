"""The few functions of the Java Native Interface by which a method gives back a text or an array (JNI specification,
chapter 4). Java's objects are numbers that stand for no memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sousveil.emulate.machine import Machine

COUNT = 236
_FIRST = 0x5A000000
_LONGEST = 1 << 16


@dataclass(slots=True)
class _Object:
    """A text, an array of bytes or of letters, a class, a method, or nothing of interest."""

    kind: str
    data: bytearray
    name: str = ""
    held: int = 0
    """Where its elements were copied to."""


class Java:
    """Objects of one run."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._objects: list[_Object] = []
        self._calls = {number: function for function, numbers in _CALLS.items() for number in numbers}

    def forget(self) -> None:
        self._objects.clear()

    def given(self, kind: str, text: str) -> int:
        """An argument of a Java method: the interface, a text, an array, or an object nobody asks."""
        if kind == "e":
            from sousveil.emulate.arch import JAVA

            return JAVA
        if kind == "s":
            return self.make("text", text.encode("utf-8", "replace"))
        return self.make("bytes", bytes.fromhex(text)) if kind == "x" else self.make("object", b"")

    def make(self, kind: str, data: bytes, name: str = "") -> int:
        from sousveil.emulate.machine import Stopped

        if len(self._objects) > 4096 or len(data) > _LONGEST:
            raise Stopped("memory")
        self._objects.append(_Object(kind, bytearray(data), name))
        return _FIRST + 16 * len(self._objects)

    def known(self, handle: int) -> _Object:
        from sousveil.emulate.machine import Stopped

        at = (handle - _FIRST) // 16 - 1
        if not 0 <= at < len(self._objects):
            raise Stopped("java object")
        return self._objects[at]

    def result(self, handle: int) -> tuple[bytes | None, bool]:
        """What a method gave back: its bytes, and whether it is a text."""
        at = (handle - _FIRST) // 16 - 1
        if not 0 <= at < len(self._objects) or (handle - _FIRST) % 16:
            return None, False
        one = self._objects[at]
        if one.kind == "letters":
            return one.data.decode("utf-16-le", "replace").encode("utf-8", "replace"), True
        return (bytes(one.data), one.kind == "text") if one.kind in ("text", "bytes") else (None, False)

    def call(self, number: int) -> int | None:
        """One function of the table by its place."""
        from sousveil.emulate.machine import Stopped

        function = self._calls.get(number)
        if function is None:
            raise Stopped(f"java {number}")
        return function(self, self._machine, number)


def _nothing(_j: Java, _m: Machine, _n: int) -> int:
    return 0


def _version(_j: Java, _m: Machine, _n: int) -> int:
    return 0x10006


def _class(j: Java, m: Machine, _n: int) -> int:
    return j.make("class", b"", m.string_at(m.argument(1)).decode("utf-8", "replace"))


def _class_of(j: Java, m: Machine, _n: int) -> int:
    texts = j.known(m.argument(1)).kind == "text"
    return j.make("class", b"", "java/lang/String" if texts else "")


def _method(j: Java, m: Machine, _n: int) -> int:
    words = [m.string_at(m.argument(n)).decode("utf-8", "replace") for n in (2, 3)]
    return j.make("method", b"", f"{j.known(m.argument(1)).name}.{words[0]}{words[1]}")


def _same(_j: Java, m: Machine, _n: int) -> int:
    return m.argument(1)


def _handed(m: Machine, number: int, at: int) -> int:
    """An argument behind the method: in registers, behind a list, or in an array, by which function is called."""
    form = (number - 28) % 3
    if form == 0:
        return m.argument(3 + at)
    held = m.argument(3)
    return m.arch.variadic(held, at) if form == 1 else m.arch.word(held + 8 * at)


def _new(j: Java, m: Machine, number: int) -> int:
    """`new String(bytes)`: the way to make a text that is not in UTF-8."""
    from sousveil.emulate.machine import Stopped

    name = j.known(m.argument(2)).name
    if not name.startswith("java/lang/String.<init>([B"):
        raise Stopped(f"java new {name}")
    return j.make("text", bytes(j.known(_handed(m, number, 0)).data))


def _call(j: Java, m: Machine, number: int) -> int:
    """`text.getBytes(…)`: the way to read one."""
    from sousveil.emulate.machine import Stopped

    name, this = j.known(m.argument(2)).name, j.known(m.argument(1))
    if this.kind != "text" or not name.startswith("java/lang/String.getBytes("):
        raise Stopped(f"java call {name}")
    return j.make("bytes", bytes(this.data))


def _text(j: Java, m: Machine, _n: int) -> int:
    return j.make("text", m.string_at(m.argument(1)))


def _text_of_letters(j: Java, m: Machine, _n: int) -> int:
    raw = m.bytes_at(m.argument(1), 2 * min(m.argument(2), _LONGEST))
    return j.make("text", raw.decode("utf-16-le", "replace").encode("utf-8", "replace"))


def _text_bytes(j: Java, m: Machine, _n: int) -> int:
    one = j.known(m.argument(1))
    to = m.allocate(len(one.data) + 1)
    m.put(to, bytes(one.data) + b"\0", 0)
    _was_copied(m, 2)
    return to


def _was_copied(m: Machine, number: int) -> None:
    flag = m.argument(number)
    if flag:
        m.put(flag, b"\1", 0)


def _text_length(j: Java, m: Machine, number: int) -> int:
    data = bytes(j.known(m.argument(1)).data)
    return len(data) if number == 168 else len(data.decode("utf-8", "replace").encode("utf-16-le")) // 2


def _length(j: Java, m: Machine, _n: int) -> int:
    one = j.known(m.argument(1))
    return len(one.data) // (2 if one.kind == "letters" else 1)


def _array(j: Java, m: Machine, number: int) -> int:
    size = m.argument(1) & 0xFFFFFFFF
    return j.make("bytes" if number == 176 else "letters", bytes(min(size, _LONGEST + 1) * (1 if number == 176 else 2)))


def _elements(j: Java, m: Machine, _n: int) -> int:
    one = j.known(m.argument(1))
    one.held = m.allocate(len(one.data))
    m.put(one.held, bytes(one.data), 0)
    _was_copied(m, 2)
    return one.held


def _back(j: Java, m: Machine, _n: int) -> int:
    one = j.known(m.argument(1))
    if one.held and m.argument(3) != 2:
        one.data[:] = m.bytes_at(one.held, len(one.data))
    return 0


def _region(j: Java, m: Machine, number: int) -> int:
    from sousveil.emulate.machine import Stopped

    one = j.known(m.argument(1))
    width = 2 if one.kind == "letters" else 1
    start, size, memory = m.argument(2) * width, m.argument(3) * width, m.argument(4)
    if start + size > len(one.data):
        raise Stopped("java bounds")
    if number in (200, 201):
        m.put(memory, bytes(one.data[start : start + size]), 0)
    else:
        one.data[start : start + size] = m.bytes_at(memory, size)
    return 0


_CALLS: dict[Callable[[Java, Machine, int], int | None], tuple[int, ...]] = {
    _version: (4,),
    _class: (6,),
    _nothing: (15, 16, 17, 19, 22, 23, 26, 170, 228),
    _same: (21, 25),
    _new: (28, 29, 30),
    _class_of: (31,),
    _method: (33, 113),
    _call: (34, 35, 36),
    _text_of_letters: (163,),
    _text: (167,),
    _text_length: (164, 168),
    _text_bytes: (169,),
    _length: (171,),
    _array: (176, 177),
    _elements: (184, 185, 222),
    _back: (192, 193, 223),
    _region: (200, 201, 208, 209),
}
"""Places in the table of functions."""
