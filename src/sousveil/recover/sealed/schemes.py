"""How the app opens what is sealed: algorithm, key and start value as they stand in its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sousveil.recover.code import Node, Use
from sousveil.recover.sealed.constants import Constants
from sousveil.recover.sealed.natively import NativeKeys, NativeText

_XOR = {0x97, 0xB7, 0xD7, 0xDF}
_CIPHER = "Ljavax/crypto/Cipher;->"
MOST = 64


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to open, and the place that shows it. `name` is as code writes it: `AES/CBC/PKCS5Padding`, XOR, RC4."""

    name: str
    key: bytes
    start: bytes
    method: int
    offset: int
    native: NativeText | None = None
    """Where the key stands, where it is a text of native code."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A place that opens something with a key that is not known, and why."""

    name: str
    why: str
    method: int
    offset: int


def schemes(constants: Constants, natives: NativeKeys) -> tuple[list[Scheme], list[Locked]]:
    """All that code shows, without doubles, in the order of places."""
    found: dict[tuple[str, bytes, bytes], Scheme] = {}
    locked: list[Locked] = []
    for use in constants.uses:
        if use.kind == "call" and use.text.startswith(f"{_CIPHER}init("):
            some = list(_cipher(constants, natives, use))
            if not some:
                locked.append(Locked(_name(constants, use.method, use.values[0]), _why(use), use.method, use.offset))
        elif use.kind == "store" and use.values:
            some = list(_by_hand(constants, use))
        else:
            continue
        for one in some:
            found.setdefault((one.name, one.key, one.start), one)
    return list(found.values())[:MOST], locked[:MOST]


def _cipher(constants: Constants, natives: NativeKeys, use: Use) -> Iterator[Scheme]:
    """`cipher.init(mode, key, parameters)`."""
    if len(use.values) < 3:
        return
    name = _name(constants, use.method, use.values[0])
    starts = constants.bytes_of(use.method, use.values[3]) if len(use.values) > 3 else ()
    keys: list[tuple[bytes, NativeText | None]] = [(k, None) for k in constants.bytes_of(use.method, use.values[2])]
    if not keys:
        keys = [(text.text.encode("utf-8", "replace"), text) for text in natives.of(use.values[2])]
    for key, text in keys:
        for start in starts or (b"",):
            yield Scheme(name, key, start, use.method, use.offset, text)


def _name(constants: Constants, method: int, cipher: Node) -> str:
    for node in cipher.walk():
        if node.kind == "call" and node.text.startswith(f"{_CIPHER}getInstance(") and node.arguments:
            said = constants.of(method, node.arguments[0])
            return str(said[0]) if said else "?"
        if node.kind in ("field", "static"):
            for value in constants.of_field(node):
                for inner in value.walk():
                    if inner.text.startswith(f"{_CIPHER}getInstance(") and inner.arguments:
                        said = constants.of(method, inner.arguments[0])
                        return str(said[0]) if said else "?"
    return "?"


def _why(use: Use) -> str:
    for value in use.values[2:3]:
        for node in value.walk():
            if node.kind == "call" and node.owner.startswith("Ljava/security/KeyStore;"):
                return "the key is kept by the phone"
            if node.kind == "parameter":
                return "the key comes from callers that were not followed to a constant"
    return "the key is made in a way that was not followed"


def _by_hand(constants: Constants, use: Use) -> Iterator[Scheme]:
    """`out[i] = in[i] ^ key`: the key is a number, an element of a constant array or a letter of a constant text."""
    for node in use.values[0].walk():
        if node.kind != "operation" or node.number not in _XOR:
            continue
        for side in node.children:
            for key in _keys(constants, use.method, side):
                name = "RC4" if _swaps(constants, use.method) else "XOR"
                yield Scheme(name, key, b"", use.method, use.offset)


def _keys(constants: Constants, method: int, side: Node) -> Iterator[bytes]:
    if side.kind == "int" and side.number & 0xFF:
        yield bytes((side.number & 0xFF,))
    elif side.kind == "element" or (side.kind == "call" and side.name == "charAt" and side.children):
        yield from (key for key in constants.bytes_of(method, side.children[0]) if len(key) <= 256)
    elif side.kind == "parameter":
        for value in constants.of(method, side):
            if isinstance(value, int) and value & 0xFF:
                yield bytes((value & 0xFF,))


def _swaps(constants: Constants, method: int) -> bool:
    """Whether the method counts to 256 as the key set-up of RC4 does."""
    stores = [u for u in constants.uses if u.method == method and u.kind == "store"]
    return len(stores) >= 4 and any(
        n.kind == "int" and n.number == 256 for u in stores for v in u.values for n in v.walk()
    )
