"""Opens bytes with the schemes that the app's code shows, in bounded order, and proves it by what comes out."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sousveil import core
from sousveil.model.sealed import Recipe
from sousveil.recover.sealed.schemes import Scheme

MOST_TRIES = 4_000
"""Attempts in one sample; past it the report says that trying stopped."""
PROBE = 1 << 14
"""Bytes that are tried before the whole is."""
LARGEST = 32 << 20
_SHORTEST = 16

PROOFS = frozenset((
    "zip", "apk", "jar", "dex", "elf", "sqlite", "gzip", "json", "xml", "axml", "arsc", "html", "png", "jpeg", "pdf",
    "script", "javascript", "properties", "pem",
))  # fmt: skip
"""Kinds that nobody gets by chance. Text is weighed apart."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What came out, by which scheme and in which way."""

    data: bytes
    kind: str
    scheme: Scheme | None
    recipe: Recipe

    @property
    def how(self) -> str:
        """In words."""
        one = self.recipe
        first = ", start value in the first block" if one.skip else ""
        named = f"{one.cipher}/{one.mode}" if one.mode else one.cipher
        bits = len(one.key) * 4
        cipher = (
            "exclusive or with a key" if one.cipher == "XOR" else f"{named}, key of {bits} bits{first}" * bool(named)
        )
        return "; ".join(filter(None, (one.written, cipher, one.packed)))


@dataclass(slots=True)
class Budget:
    """Counts attempts over all parts of a sample."""

    left: int = MOST_TRIES

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0


def opened(data: bytes, schemes: Sequence[Scheme], budget: Budget) -> Opened | None:
    """The first way that gives something with a structure of its own; None where none does."""
    for form, raw in _forms(data):
        for plain, how in _unpacked(raw):
            if how and proven(plain) is not None:
                return Opened(plain, proven(plain) or "", None, Recipe(written=form, packed=how))
        for scheme in schemes:
            for way, decrypted in _ways(raw, scheme, budget):
                for plain, packed in reversed(list(_unpacked(decrypted))):
                    kind = proven(plain)
                    if kind is not None:
                        recipe = way.model_copy(update={"written": form, "packed": packed})
                        return Opened(plain, kind, scheme, recipe)
    return None


def proven(data: bytes) -> str | None:
    """The kind of bytes that show a structure: a known format, or text that reads as text."""
    if len(data) < _SHORTEST:
        return None
    kind, _ = core.sniff(core.Blob(data))
    if kind in PROOFS:
        return kind
    return "text" if _reads(data) else None


def _reads(data: bytes) -> bool:
    """Text: it decodes, nearly all of it is letters, digits and spaces, and lines have an ordinary length."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data[:PROBE].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < min(len(data), PROBE) - 4:
                continue
            text = data[: error.start].decode(encoding)
        plain = sum(c.isalnum() or c in " \t\r\n.,:;/_-=\"'(){}[]<>@#%&*+?!|\\~$^" for c in text)
        told = sum(
            c.isalnum() and (c.isascii() or "\u0400" <= c <= "\u06ff" or "\u4e00" <= c <= "\u9fff") for c in text
        )
        if plain >= 0.98 * len(text) and told >= 0.5 * len(text) and (encoding == "utf-8" or _common(text)):
            return True
    return False


def _common(text: str) -> bool:
    """Chance bytes read as GB 18030 give rare characters; written Chinese gives the most frequent ones."""
    chinese = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    return sum(c in "的一是不了人在有我他这中大来上国个到说们为子和你地出道也时年" for c in chinese) >= 0.05 * len(
        chinese
    )


def _forms(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes as they are, and what they are when they are written as text."""
    yield "", data
    head = data[:4096].strip()
    if re.fullmatch(rb"[0-9A-Fa-f\s]{32,}", head):
        try:
            yield "hexadecimal", bytes.fromhex(data.decode("ascii"))
        except ValueError:
            return
    elif re.fullmatch(rb"[A-Za-z0-9+/=\s_-]{24,}", head):
        try:
            yield "base64", base64.b64decode(b"".join(data.split()), validate=True)
        except (binascii.Error, ValueError):
            return


def _unpacked(data: bytes) -> Iterator[tuple[bytes, str]]:
    """The bytes, and what is packed in them."""
    yield data, ""
    if data[:2] == b"\x1f\x8b":
        yield from _safely(lambda: gzip.GzipFile(fileobj=io.BytesIO(data)).read(LARGEST), "gzip")
    elif data[:1] == b"\x78":
        yield from _safely(lambda: zlib.decompressobj().decompress(data, LARGEST), "zlib")
    elif data[:6] in (b"\xfd7zXZ\x00",) or data[:3] == b"\x5d\x00\x00":
        yield from _safely(lambda: lzma.LZMADecompressor().decompress(data, LARGEST), "lzma")


def _safely(read: Callable[[], bytes], name: str) -> Iterator[tuple[bytes, str]]:
    try:
        yield read(), name
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
        return


def _ways(data: bytes, scheme: Scheme, budget: Budget) -> Iterator[tuple[Recipe, bytes]]:
    """The scheme over the bytes in each way that is left open, the probe first."""
    name = scheme.name.upper()
    if name == "XOR":
        if budget.take() and proven_head(_xor(data[:PROBE], scheme.key)):
            yield Recipe(cipher="XOR", key=scheme.key.hex()), _xor(data, scheme.key)
        return
    if name == "RC4" or name.startswith(("ARC4", "RC4")):
        if budget.take() and proven_head(_rc4(data[:PROBE], scheme.key)):
            yield Recipe(cipher="RC4", key=scheme.key.hex()), _rc4(data, scheme.key)
        return
    yield from _blocks(data, scheme, budget)


def proven_head(data: bytes) -> bool:
    """Whether a beginning is worth going on with."""
    return proven(data) is not None or data[:2] in (b"\x1f\x8b", b"\x78\x9c", b"\x78\x01", b"\x78\xda")


def _xor(data: bytes, key: bytes) -> bytes:
    whole = (key * (len(data) // len(key) + 1))[: len(data)]
    return (int.from_bytes(data, "little") ^ int.from_bytes(whole, "little")).to_bytes(len(data), "little")


def _rc4(data: bytes, key: bytes) -> bytes:
    from sousveil.recover.sealed import blocks

    return blocks.rc4(data, key)


def _blocks(data: bytes, scheme: Scheme, budget: Budget) -> Iterator[tuple[Recipe, bytes]]:
    from sousveil.recover.sealed import blocks

    for way in blocks.ways(scheme, data):
        if not budget.take():
            return
        head = blocks.decrypt(way, data[: PROBE - PROBE % 16])
        if head is None or not proven_head(blocks.trimmed(head, way)):
            continue
        plain = blocks.decrypt(way, data)
        if plain is not None:
            yield way.recipe, blocks.trimmed(plain, way)
