"""Texts, numbers and bytes that code always makes the same: keys, above all.

Each question gives a few possible values, never a guess: a value that is not known gives none.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sousveil.recover.code import Node, OwnCode, Use
from sousveil.recover.sealed import arithmetic

if TYPE_CHECKING:
    from sousveil.recover.natives.running import Running

Value = str | bytes | int
Env = tuple[tuple[Value, ...], ...]

MOST = 8
"""Values of one node."""
STEPS = 4_000
"""Nodes looked at for one question: callers of callers grow without end."""
_DEEPEST = 14
_LONGEST = 1 << 16

_HASHES = {
    "MD5": "md5", "SHA": "sha1", "SHA1": "sha1", "SHA224": "sha224", "SHA256": "sha256", "SHA384": "sha384",
    "SHA512": "sha512",
}  # fmt: skip
"""Without the hyphen of `SHA-256`: providers take both, in any case."""
_SAME = ("toString", "toCharArray", "intern", "getEncoded", "clone", "trim", "valueOf", "generateSecret", "strip")


class Constants:
    """Asks the app's own code for constant values; `running`, what native methods give back for such values."""

    def __init__(self, own: OwnCode, running: Running | None = None) -> None:
        self._own = own
        self.running = running
        self._left = STEPS
        self._asked = False
        """Whether a question is being answered: those inside it share its steps."""

    @property
    def uses(self) -> Sequence[Use]:
        """All of the app's own code."""
        return self._own.all

    @cached_property
    def _by_place(self) -> dict[tuple[int, int], Use]:
        return {(u.method, u.offset): u for u in self.uses}

    @cached_property
    def _writes(self) -> dict[int, list[tuple[int, Node]]]:
        found: dict[int, list[tuple[int, Node]]] = {}
        for use in self.uses:
            if use.kind == "write" and use.symbol is not None:
                found.setdefault(use.symbol, []).append((use.method, use.values[0]))
        return found

    @cached_property
    def _returns(self) -> dict[int, list[Node]]:
        found: dict[int, list[Node]] = {}
        for use in self.uses:
            if use.kind == "return" and use.values:
                found.setdefault(use.method, []).append(use.values[0])
        return found

    @cached_property
    def _stores(self) -> dict[tuple[int, int], list[Use]]:
        """(method, offset of the new array) → what is put into it, fills among them."""
        found: dict[tuple[int, int], list[Use]] = {}
        for use in self.uses:
            if use.kind in ("store", "fill") and len(use.values) >= 1:
                array = use.values[1] if use.kind == "store" and len(use.values) > 1 else use.values[0]
                if array.kind == "array" and array.offset is not None:
                    found.setdefault((use.method, array.offset), []).append(use)
        return found

    def of(self, method: int, node: Node, env: Env | None = None, depth: int = 0) -> tuple[Value, ...]:
        """What the node may be; nothing where it is not known. `env` holds what the parameters may be."""
        if not self._asked:
            self._left = STEPS
        if depth > _DEEPEST or self._left <= 0:
            return ()
        self._left -= 1
        asked, self._asked = self._asked, True
        try:
            return self._found(method, node, env, depth)
        finally:
            self._asked = asked

    def _found(self, method: int, node: Node, env: Env | None, depth: int) -> tuple[Value, ...]:
        found: dict[Value, None] = {}
        for value in self._values(method, node, env, depth + 1):
            found[value] = None
            if len(found) >= MOST:
                break
        return tuple(found)

    def of_field(self, node: Node) -> list[Node]:
        """The values that code writes to a field."""
        return [value for _, value in self._writes.get(node.symbol, ())] if node.symbol is not None else []

    def bytes_of(self, method: int, node: Node, env: Env | None = None) -> tuple[bytes, ...]:
        """The same as bytes; texts in UTF-8."""
        found = [v.encode("utf-8", "replace") if isinstance(v, str) else v for v in self.of(method, node, env)]
        return tuple(dict.fromkeys(v for v in found if isinstance(v, bytes) and v))

    def arguments(self, use: Use) -> tuple[Value | None, ...]:
        """What a call is given without its receiver, each where it can be one value only."""
        some = (self.of(use.method, node) for node in _given(use))
        return tuple(values[0] if len(values) == 1 else None for values in some)

    def _values(self, method: int, node: Node, env: Env | None, depth: int) -> Iterator[Value]:
        if node.kind == "text":
            yield node.text
        elif node.kind == "int":
            yield node.number
        elif node.kind == "any":
            for child in node.children:
                yield from self.of(method, child, env, depth)
        elif node.kind in ("static", "field") and node.symbol is not None:
            for there, value in self._writes.get(node.symbol, ())[:MOST]:
                yield from self.of(there, value, None, depth)
        elif node.kind == "array":
            yield from self._array(method, node, env, depth)
        elif node.kind == "new":
            yield from self._new(method, node, env, depth)
        elif node.kind == "call":
            yield from self._call(method, node, env, depth)
        elif node.kind == "parameter":
            yield from self._parameter(method, node.number, env, depth)

    def _parameter(self, method: int, number: int, env: Env | None, depth: int) -> Iterator[Value]:
        if env is not None:
            yield from env[number] if number < len(env) else ()
            return
        for caller, offset in self._own.callers(method)[:MOST]:
            use = self._by_place.get((caller, offset))
            given = _given(use) if use is not None else ()
            if number < len(given):
                yield from self.of(caller, given[number], None, depth)

    def _array(self, method: int, node: Node, env: Env | None, depth: int) -> Iterator[Value]:
        if node.number == 1:
            items = [self.of(method, child, env, depth) for child in node.children]
            yield from _packed({n: i[0] for n, i in enumerate(items) if len(i) == 1 and isinstance(i[0], int)}, node)
            return
        numbers: dict[int, int] = {}
        for use in self._stores.get((method, node.offset or 0), ()):
            if use.kind == "fill":
                filled = self._own.filled(use.method, use.offset)
                if filled is not None:
                    numbers |= dict(enumerate(_numbers(*filled)))
            elif len(use.values) == 3 and arithmetic.counts(use.values[2]):
                numbers |= self._looped(use, node, env, depth)
            elif len(use.values) == 3:
                at = self.of(method, use.values[2], env, depth)
                value = self.of(method, use.values[0], env, depth)
                if len(at) == len(value) == 1 and isinstance(at[0], int) and isinstance(value[0], int):
                    numbers[at[0]] = value[0]
        yield from _packed(numbers, node)

    def _looped(self, use: Use, array: Node, env: Env | None, depth: int) -> dict[int, int]:
        """An array that a loop fills: each element by its place, as far as all it is made of is known."""
        held: dict[int, bytes] = {}

        def bytes_at(node: Node) -> bytes | None:
            if id(node) not in held:
                some = self.of(use.method, node, env, depth)
                held[id(node)] = _raw(some[0]) if len(some) == 1 and not isinstance(some[0], int) else b""
            return held[id(node)] or None

        lengths = self.of(use.method, array.children[0], env, depth) if array.children else ()
        length = lengths[0] if len(lengths) == 1 and isinstance(lengths[0], int) else None
        if length is None and array.children and array.children[0].kind == "length":
            whole = bytes_at(array.children[0].children[0])
            length = len(whole) if whole is not None else None
        if length is None or not 0 < length <= _LONGEST:
            return {}
        found: dict[int, int] = {}
        for place in range(length):
            value = arithmetic.number(use.values[0], use.values[2], place, bytes_at)
            if value is None:
                break
            found[place] = value & 0xFFFF
        return found | ({length - 1: 0} if found and length - 1 not in found else {})

    def _new(self, method: int, node: Node, env: Env | None, depth: int) -> Iterator[Value]:
        if node.text in _HOLDS_FIRST and node.children:
            for value in self.of(method, node.children[0], env, depth):
                text = node.text == "Ljava/lang/String;" and isinstance(value, bytes)
                yield value.decode("utf-8", "replace") if text and isinstance(value, bytes) else value
        elif node.text in ("Ljava/lang/StringBuilder;", "Ljava/lang/StringBuffer;"):
            start = self.of(method, node.children[0], env, depth) if node.children else ("",)
            yield from (v if isinstance(v, str) else "" for v in start)
        elif node.text == "Ljava/math/BigInteger;" and len(node.children) == 2:
            yield from (v for v in self.of(method, node.children[0], env, depth) if isinstance(v, str))

    def _call(self, method: int, node: Node, env: Env | None, depth: int) -> Iterator[Value]:
        name, given = node.name, node.arguments
        first = node.receiver if node.receiver is not None else (given[0] if given else None)
        if first is None:
            return
        if (name == "append" and given) or (name == "concat" and given):
            yield from self._joined(method, first, given[0], env, depth)
        elif name == "getBytes":
            yield from (_raw(v) for v in self.of(method, first, env, depth) if isinstance(v, str | bytes))
        elif name == "toByteArray" and node.owner == "Ljava/math/BigInteger;":
            yield from (raw for v in self.of(method, first, env, depth) if (raw := _hex(v)) is not None)
        elif name in _SAME and not _own(self._own, node):
            yield from self.of(method, first, env, depth)
        elif name in ("decode", "decodeBase64", "decodeHex") and not _own(self._own, node):
            wanted = given[0] if given else first
            reads = _hex if "hex" in node.text.lower() else _base64
            yield from (raw for v in self.of(method, wanted, env, depth) if (raw := reads(v)) is not None)
        elif name == "digest" and node.owner == "Ljava/security/MessageDigest;":
            yield from self._digest(method, node, env, depth)
        elif name in ("copyOf", "copyOfRange", "substring", "subSequence"):
            yield from self._cut(method, node, env, depth)
        else:
            yield from self._answered(method, node, env, depth)

    def _joined(self, method: int, one: Node, other: Node, env: Env | None, depth: int) -> Iterator[Value]:
        ends = self.of(method, other, env, depth)
        for begin in self.of(method, one, env, depth):
            for end in ends:
                if isinstance(begin, str) and not isinstance(end, bytes):
                    char = isinstance(end, int) and 32 <= end < 0x3000 and "(C)" in other.text
                    yield begin + (chr(end) if char and isinstance(end, int) else str(end))

    def _digest(self, method: int, node: Node, env: Env | None, depth: int) -> Iterator[Value]:
        maker = node.receiver
        algorithm = self.of(method, maker.arguments[0], env, depth) if maker and maker.arguments else ()
        given = [node.arguments[0]] if node.arguments else []
        given += [
            u.values[1]
            for u in self.uses
            if not given and u.method == method and u.text.startswith("Ljava/security/MessageDigest;->update([B)")
        ]
        for name in algorithm:
            for one in given:
                for value in self.of(method, one, env, depth):
                    kind = _HASHES.get(str(name).upper().replace("-", ""))
                    if isinstance(value, str | bytes) and kind is not None:
                        yield hashlib.new(kind, _raw(value), usedforsecurity=False).digest()

    def _cut(self, method: int, node: Node, env: Env | None, depth: int) -> Iterator[Value]:
        what = node.children[0]
        bounds = [self.of(method, n, env, depth) for n in node.children[1:3]]
        for value in self.of(method, what, env, depth):
            if isinstance(value, int) or not all(len(b) == 1 and isinstance(b[0], int) for b in bounds):
                continue
            numbers = [int(b[0]) for b in bounds]
            if node.name == "copyOf":
                raw = _raw(value)[: numbers[0]]
                yield raw + bytes(max(0, min(numbers[0], _LONGEST) - len(raw)))
            else:
                yield value[slice(*numbers)] if len(numbers) == 2 else value[numbers[0] :]

    def _answered(self, method: int, node: Node, env: Env | None, depth: int) -> Iterator[Value]:
        """What a method of the app gives back, with these arguments; hex texts that one of its methods reads."""
        given = tuple(self.of(method, n, env, depth) for n in node.arguments)
        callees = self._own.callees(method, node.offset) if node.offset is not None else []
        known = False
        for callee in callees[:2]:
            for value in self._returns.get(callee, ())[:MOST]:
                for one in self.of(callee, value, given, depth):
                    known = True
                    yield one
        if not known and self.running is not None and self.running.serves(node.text):
            made = self.running.method(node.text, [v[0] if len(v) == 1 else None for v in given])
            if made is not None:
                yield made.value
        elif not known and callees and node.text.endswith(")[B") and len(given) == 1:
            yield from (raw for v in given[0] if (raw := _hex(v)) is not None)


_HOLDS_FIRST = (
    "Ljava/lang/String;", "Ljavax/crypto/spec/SecretKeySpec;", "Ljavax/crypto/spec/IvParameterSpec;",
    "Ljavax/crypto/spec/DESKeySpec;", "Ljavax/crypto/spec/DESedeKeySpec;", "Lorg/apache/commons/codec/binary/Base64;",
)  # fmt: skip


def _given(use: Use) -> tuple[Node, ...]:
    """Arguments of a call without its receiver: as many as its proto has."""
    params = use.text.partition("(")[2].partition(")")[0]
    return use.values[len(use.values) - _count(params) :] if _count(params) else ()


def _count(params: str) -> int:
    count, at = 0, 0
    while at < len(params):
        while at < len(params) and params[at] == "[":
            at += 1
        at = params.index(";", at) + 1 if params[at : at + 1] == "L" and ";" in params[at:] else at + 1
        count += 1
    return count


def _own(own: OwnCode, node: Node) -> bool:
    """Whether the sample itself has the code of what is called."""
    return own.code is not None and own.code.class_part(node.owner) is not None


def _raw(value: Value) -> bytes:
    return value.encode("utf-8", "replace") if isinstance(value, str) else value if isinstance(value, bytes) else b""


def _base64(value: Value) -> bytes | None:
    text = b"".join(_raw(value).split())
    try:
        return base64.b64decode(text.replace(b"-", b"+").replace(b"_", b"/") + b"=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _hex(value: Value) -> bytes | None:
    try:
        return bytes.fromhex(value) if isinstance(value, str) and len(value) >= 8 else None
    except ValueError:
        return None


def _numbers(width: int, raw: bytes) -> list[int]:
    return [int.from_bytes(raw[n : n + width], "little") for n in range(0, len(raw) - len(raw) % width, width)]


def _packed(numbers: dict[int, int], node: Node) -> Iterator[Value]:
    """Numbers by place as the bytes or the text that the array is."""
    if not numbers or min(numbers) < 0 or max(numbers) >= _LONGEST:
        return
    values = [numbers.get(n, 0) for n in range(max(numbers) + 1)]
    if node.text == "[C":
        yield "".join(chr(v & 0xFFFF) for v in values)
    elif node.text in ("[B", "[I", "[S"):
        yield bytes(v & 0xFF for v in values)
