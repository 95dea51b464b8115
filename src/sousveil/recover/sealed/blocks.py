"""Block ciphers as `javax.crypto` names them, over the `cryptography` library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sousveil.model.sealed import Recipe
from sousveil.recover.sealed.schemes import Scheme

_SIZES = {"AES": (16, (16, 24, 32)), "DESEDE": (8, (16, 24)), "TRIPLEDES": (8, (16, 24)), "DES": (8, (8,))}
"""Algorithm → bytes of a block, bytes that keys may have."""


@dataclass(frozen=True, slots=True)
class Way:
    """One algorithm, mode, key and start value; `skip` bytes of the data are the start value itself."""

    algorithm: str
    mode: str
    key: bytes
    start: bytes
    skip: int = 0

    @property
    def recipe(self) -> Recipe:
        return Recipe(cipher=self.algorithm, mode=self.mode, key=self.key.hex(), start=self.start.hex(), skip=self.skip)


def ways(scheme: Scheme, data: bytes) -> Iterator[Way]:
    """What the scheme may mean for these bytes: the mode it names; ECB where it names none, as Java does."""
    name, _, rest = scheme.name.upper().partition("/")
    mode = rest.partition("/")[0] or "ECB"
    if name not in _SIZES or len(data) < 16:
        return
    size, sizes = _SIZES[name]
    keys = [k for k in (scheme.key, scheme.key[:8] if name == "DES" else b"") if len(k) in sizes]
    for key in dict.fromkeys(keys):
        if mode == "ECB":
            yield Way(name, mode, key, b"")
            continue
        if len(scheme.start) == size:
            yield Way(name, mode, key, scheme.start)
        yield Way(name, mode, key, bytes(size))
        yield Way(name, mode, key, data[:size], size)


def decrypt(way: Way, data: bytes) -> bytes | None:
    """The plain bytes with their padding; None where the library refuses."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    body = data[way.skip :]
    size = _SIZES[way.algorithm][0]
    if way.mode in ("ECB", "CBC"):
        body = body[: len(body) - len(body) % size]
    key = way.key * 3 if way.algorithm == "DES" else way.key
    try:
        algorithm = algorithms.AES(key) if way.algorithm == "AES" else TripleDES(key)
        mode = {"ECB": modes.ECB, "CBC": modes.CBC, "CTR": modes.CTR}.get(way.mode)
        if mode is None:
            return None
        if way.mode == "CTR" and size == 8:
            return _counted(way, body, Cipher(algorithm, modes.ECB()).encryptor().update)  # noqa: S305
        made = Cipher(algorithm, mode() if way.mode == "ECB" else mode(way.start))
        reader = made.decryptor()
        return reader.update(body) + reader.finalize()
    except ValueError:
        return None


def _counted(way: Way, data: bytes, encrypt: Callable[[bytes], bytes]) -> bytes:
    """CTR over blocks of 8 bytes, which the library has for AES alone."""
    first = int.from_bytes(way.start, "big")
    counts = b"".join(((first + n) & 0xFFFFFFFFFFFFFFFF).to_bytes(8, "big") for n in range(len(data) // 8 + 1))
    stream = encrypt(counts)[: len(data)]
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")


def trimmed(head: bytes, way: Way) -> bytes:
    """A beginning without what may be padding at its end."""
    return unpadded(head) if way.mode in ("ECB", "CBC") else head


def unpadded(data: bytes) -> bytes:
    """Without PKCS#7 padding or the zero bytes that stand in its place."""
    last = data[-1] if data else 0
    if 1 <= last <= 16 and data.endswith(bytes((last,)) * last):
        return data[:-last]
    return data.rstrip(b"\0") if last == 0 else data


def rc4(data: bytes, key: bytes) -> bytes:
    """RC4 with any length of key."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    out = bytearray(len(data))
    i = j = 0
    for n, byte in enumerate(data):
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        out[n] = byte ^ state[(state[i] + state[j]) & 255]
    return bytes(out)
