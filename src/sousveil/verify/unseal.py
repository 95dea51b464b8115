"""Opens sealed parts again as the report says, with nothing but the recipe; the hash decides whether it is right."""

from __future__ import annotations

import base64
import binascii
import hashlib
import lzma
import zlib
from collections.abc import Iterator

from sousveil.model.limits import Limits
from sousveil.model.parts import Parts
from sousveil.model.report import Report
from sousveil.model.sealed import Recipe, Sealed
from sousveil.open import open_further


def opened_again(report: Report, parts: Parts, limits: Limits) -> tuple[Parts, list[Sealed]]:
    """The parts with all that was opened, in the passes that the report names; and what did not come out as it says."""
    failed: list[Sealed] = []
    for passed in sorted({one.passed for one in report.sealed if one.opened}):
        inside: dict[int, bytes] = {}
        for one in (s for s in report.sealed if s.opened and s.passed == passed):
            part = parts.find(one.part)
            data = unsealed(one, parts.blob(part.number).bytes()) if part is not None else None
            if part is None or data is None:
                failed.append(one)
            else:
                inside[part.number] = data
        parts = open_further(parts, limits, inside)
    return parts, failed


def unsealed(one: Sealed, data: bytes) -> bytes | None:
    """What comes out by the recipe, where its hash is the one that the report gives."""
    if one.recipe is None:
        return None
    for made in _ways(one.recipe, data, one.opened_size):
        if hashlib.sha256(made).hexdigest() == one.opened_sha256:
            return made
    return None


def _ways(recipe: Recipe, data: bytes, size: int) -> Iterator[bytes]:
    """What may come out: padding may be there or not."""
    try:
        raw = _written(recipe.written, data)
        plain = _plain(recipe, raw[recipe.skip :])
    except (ValueError, binascii.Error):
        return
    for one in (plain, plain[: -plain[-1]] if plain and plain[-1] else plain, plain.rstrip(b"\0")):
        try:
            yield _unpacked(recipe.packed, one, size)
        except (zlib.error, lzma.LZMAError, EOFError):
            continue


def _written(form: str, data: bytes) -> bytes:
    if form == "hexadecimal":
        return bytes.fromhex(data.decode("ascii"))
    return base64.b64decode(b"".join(data.split())) if form == "base64" else data


def _plain(recipe: Recipe, data: bytes) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key, start = bytes.fromhex(recipe.key), bytes.fromhex(recipe.start)
    if recipe.cipher and not key:
        raise ValueError("no key")
    if recipe.cipher == "XOR":
        return bytes(byte ^ key[n % len(key)] for n, byte in enumerate(data))
    if recipe.cipher == "RC4":
        return _rc4(key, data)
    if not recipe.cipher:
        return data
    block = 16 if recipe.cipher == "AES" else 8
    algorithm = algorithms.AES(key) if block == 16 else TripleDES(key * 3 if len(key) == 8 else key)
    if recipe.mode == "CTR" and block == 8:  # the library has CTR for AES alone
        first = int.from_bytes(start, "big") if len(start) == block else 0
        counts = b"".join(((first + n) % (1 << 64)).to_bytes(block, "big") for n in range(len(data) // block + 1))
        stream = Cipher(algorithm, modes.ECB()).encryptor().update(counts)  # noqa: S305
        return bytes(a ^ b for a, b in zip(data, stream, strict=False))
    if recipe.mode == "CTR":
        reader = Cipher(algorithm, modes.CTR(start)).decryptor()
    else:
        reader = Cipher(algorithm, modes.CBC(start) if recipe.mode == "CBC" else modes.ECB()).decryptor()  # noqa: S305
        data = data[: len(data) // block * block]
    return reader.update(data) + reader.finalize()


def _rc4(key: bytes, data: bytes) -> bytes:
    box, at, made = list(range(256)), 0, bytearray()
    for n in range(256):
        at = (at + box[n] + key[n % len(key)]) % 256
        box[n], box[at] = box[at], box[n]
    n = at = 0
    for byte in data:
        n = (n + 1) % 256
        at = (at + box[n]) % 256
        box[n], box[at] = box[at], box[n]
        made.append(byte ^ box[(box[n] + box[at]) % 256])
    return bytes(made)


def _unpacked(form: str, data: bytes, size: int) -> bytes:
    if form == "gzip":
        return zlib.decompressobj(31).decompress(data, size + 1)
    if form == "zlib":
        return zlib.decompressobj().decompress(data, size + 1)
    return lzma.LZMADecompressor().decompress(data, size + 1) if form == "lzma" else data
