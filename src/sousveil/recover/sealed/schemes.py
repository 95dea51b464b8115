"""How the app opens what is sealed: algorithm, key and start value as they stand in its code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sousveil.recover.code import Node, Use
from sousveil.recover.sealed.constants import Constants
from sousveil.recover.sealed.natively import LENGTHS, NativeKeys, NativeText

if TYPE_CHECKING:
    from sousveil.recover.natives.hidden import Key

_XOR = {0x97, 0xB7, 0xD7, 0xDF}
_CIPHER = "Ljavax/crypto/Cipher;->"
MOST = 64
MOST_MADE = 40
"""Keys that native code makes which are tried where the key of a cipher is not known."""


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
    run: Key | None = None
    """The native function that makes the key."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A place that opens something with a key that is not known, and why."""

    name: str
    why: str
    method: int
    offset: int


def schemes(constants: Constants, natives: NativeKeys, made: Sequence[Key] = ()) -> tuple[list[Scheme], list[Locked]]:
    """All that code shows, without doubles, in the order of places. `made`: keys that native code makes; they are
    tried where a cipher's own key is not known."""
    found: dict[tuple[str, bytes, bytes], Scheme] = {}
    locked: list[Locked] = []
    for use in constants.uses:
        if use.kind == "call" and use.text.startswith(f"{_CIPHER}init("):
            some = list(_cipher(constants, natives, use))
            if not some:
                some = list(_with_made(constants, use, made))
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
    asked = len(constants.running.used) if constants.running is not None else 0
    keys: list[tuple[bytes, NativeText | None]] = [(k, None) for k in constants.bytes_of(use.method, use.values[2])]
    run = _run(constants, asked)
    if not keys:
        keys = [(text.text.encode("utf-8", "replace"), text) for text in natives.of(use.values[2])]
    for key, text in keys:
        for start in starts or (b"",):
            yield Scheme(name, key, start, use.method, use.offset, text, run)


def _run(constants: Constants, asked: int) -> Key | None:
    """The native method that was asked on the way to a value."""
    from sousveil.recover.natives.hidden import Key

    running = constants.running
    if running is None or len(running.used) <= asked:
        return None
    given = running.used[-1]
    return Key(given.value.encode() if isinstance(given.value, str) else given.value, given.function, given.job)


def _with_made(constants: Constants, use: Use, made: Sequence[Key]) -> Iterator[Scheme]:
    """A cipher whose key is not known, with each key that native code makes."""
    if len(use.values) < 3:
        return
    name = _name(constants, use.method, use.values[0])
    starts = constants.bytes_of(use.method, use.values[3]) if len(use.values) > 3 else ()
    for key in [k for k in made if len(k.value) in LENGTHS][:MOST_MADE]:
        for start in starts or (b"",):
            yield Scheme(name, key.value, start, use.method, use.offset, None, key)


def natively(made: Sequence[Key], algorithms: Sequence[str]) -> Iterator[Scheme]:
    """Ciphers of native code by their marks, with each key that stands or is made there: no Java names them."""
    for name, sizes in (("AES", (16, 24, 32)), ("DES", (8,)), ("DESEDE", (24,))):
        if not any(a in algorithms for a in _MARKS[name]):
            continue
        for key in [k for k in made if len(k.value) in sizes][:MOST_MADE]:
            for mode in ("ECB", "CBC"):
                yield Scheme(f"{name}/{mode}", key.value, b"", -1, 0, None, key)


_MARKS = {
    "AES": ("native.algorithm.aes",), "DES": ("native.algorithm.des",), "DESEDE": ("native.algorithm.des",),
}  # fmt: skip


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
