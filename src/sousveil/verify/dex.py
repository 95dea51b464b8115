"""Methods and symbols of a dex file, read from its bytes for the checker of flow paths.

<https://source.android.com/docs/core/runtime/dex-format>. Shares nothing with the readers of the core.
"""

import struct
from functools import cached_property

from sousveil.verify.dalvik import Body, Undecodable, body, uleb

NO_INDEX = 0xFFFFFFFF


class Dex:
    """One dex file; in a container (version 041), the file whose header stands at `at`."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        if data[at : at + 4] != b"dex\n":
            raise Undecodable("this is no dex file")
        self.data = data
        self._tables = struct.unpack_from("<12I", data, at + 0x38)
        self._bodies: dict[int, Body] = {}
        self._codes: dict[str, int] = {}
        """Method to where its code stands; 0 where this file has none."""
        self._size = struct.unpack_from("<I", data, at + 0x20)[0]
        self._at = at

    @classmethod
    def all(cls, data: bytes) -> list["Dex"]:
        """Every dex file of a container, or the only one."""
        try:
            found = [cls(data)]
            while data[found[-1]._at + 4 : found[-1]._at + 7] >= b"041" and found[-1]._size >= 0x70:
                at = found[-1]._at + found[-1]._size
                if data[at : at + 4] != b"dex\n":
                    break
                found.append(cls(data, at))
            return found
        except struct.error as error:
            raise Undecodable("the header of the dex file is cut") from error

    def _entry(self, table: int, form: str, index: int) -> tuple[int, ...]:
        count, offset = self._tables[2 * table : 2 * table + 2]
        if not 0 <= index < count:
            raise Undecodable("an instruction names a symbol that is not there")
        try:
            return struct.unpack_from(form, self.data, offset + index * struct.calcsize(form))
        except struct.error as error:
            raise Undecodable("a table of the dex file is cut") from error

    def string(self, index: int) -> str:
        (at,) = self._entry(0, "<I", index)
        try:
            _, start = uleb(self.data, at)
            return _text(self.data[start : self.data.index(b"\0", start)])
        except (IndexError, ValueError) as error:
            raise Undecodable("a string is cut") from error

    def type(self, index: int) -> str:
        return self.string(self._entry(1, "<I", index)[0])

    def _types(self, at: int) -> list[str]:
        if at == 0:
            return []
        try:
            (count,) = struct.unpack_from("<I", self.data, at)
            return [self.type(n) for n in struct.unpack_from(f"<{min(count, 0x10000)}H", self.data, at + 4)]
        except struct.error as error:
            raise Undecodable("a list of types is cut") from error

    def proto(self, index: int) -> str:
        _, result, parameters = self._entry(2, "<III", index)
        return f"({''.join(self._types(parameters))}){self.type(result)}"

    def field(self, index: int) -> str:
        """`Lx/A;->f:I`"""
        owner, kind, name = self._entry(3, "<HHI", index)
        return f"{self.type(owner)}->{self.string(name)}:{self.type(kind)}"

    def method(self, index: int) -> str:
        """`Lx/A;->m(I)V`"""
        owner, proto, name = self._entry(4, "<HHI", index)
        return f"{self.type(owner)}->{self.string(name)}{self.proto(proto)}"

    @cached_property
    def _classes(self) -> dict[str, int]:
        """Class to where its data stands; the first definition counts."""
        found: dict[str, int] = {}
        for number in range(min(self._tables[10], len(self.data) // 32)):
            entry = self._entry(5, "<8I", number)
            found.setdefault(self.type(entry[0]), entry[6])
        return found

    def body(self, method: str) -> Body | None:
        """The code of a method such as `Lx/A;->m(I)V`; None where this file does not define it with code."""
        owner, _, rest = method.partition("->")
        at = self._classes.get(owner, 0)
        if at == 0:
            return None
        code = self._codes.get(method)
        if code is None:
            code = self._codes[method] = self._code(at, method, rest.partition("(")[0])
        if code == 0:
            return None
        if code not in self._bodies:
            self._bodies[code] = body(self.data, code)
        return self._bodies[code]

    def _code(self, at: int, method: str, name: str) -> int:
        try:
            counts = []
            for _ in range(4):
                value, at = uleb(self.data, at)
                counts.append(value)
            for _ in range(2 * (counts[0] + counts[1])):
                _, at = uleb(self.data, at)
            for count in counts[2:]:
                index = 0
                for _ in range(count):
                    step, at = uleb(self.data, at)
                    _, at = uleb(self.data, at)
                    code, at = uleb(self.data, at)
                    index += step
                    if self.string(self._entry(4, "<HHI", index)[2]) == name and self.method(index) == method:
                        return code
        except IndexError as error:
            raise Undecodable("the data of a class is cut") from error
        return 0


def _text(raw: bytes) -> str:
    """Modified UTF-8 as the fact tables write it: lone surrogates as `\\udXXX`, bytes that are no text as `\\xXX`."""
    text = raw.replace(b"\xc0\x80", b"\0")
    try:
        units = text.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    except UnicodeDecodeError:
        return text.decode("utf-8", "backslashreplace")
    joined = units.decode("utf-16-le", "surrogatepass")
    return "".join(f"\\u{ord(c):04x}" if 0xD800 <= ord(c) <= 0xDFFF else c for c in joined)
