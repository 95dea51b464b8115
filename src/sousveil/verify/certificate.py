"""Certificates of a package, found again by the shortest way: the signing block, or the files in META-INF."""

import hashlib
import re
import struct
from collections.abc import Iterator

from sousveil.model.parts import Part, Parts

MAGIC = b"APK Sig Block 42"
BLOCKS = {"v2": (0x7109871A,), "v3": (0xF05368C0,), "v3.1": (0x1B93AD61,)}
END = b"PK\x05\x06"
SIGNATURES = re.compile(r"META-INF/[^/]+\.(RSA|DSA|EC)", re.IGNORECASE)


def certificates(parts: Parts, package: Part, scheme: str, signer: int) -> list[str]:
    """`sha256 …` of each certificate that stands at a signer; those of a rotation lineage are not read.

    Raises ValueError when the package has no such signature.
    """
    ders = _jar(parts, package) if scheme == "v1" else _block(parts.blob(package.number).bytes(), scheme, signer)
    found = [f"sha256 {hashlib.sha256(der).hexdigest()}" for der in ders]
    if not found:
        raise ValueError(f"no {scheme} signature by signer {signer}")
    return found


def _jar(parts: Parts, package: Part) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates

    for part in parts:
        if part.parent == package.number and SIGNATURES.fullmatch(part.path):
            for certificate in load_der_pkcs7_certificates(parts.blob(part.number).bytes()):
                yield certificate.public_bytes(Encoding.DER)


def _block(data: bytes, scheme: str, signer: int) -> Iterator[bytes]:
    end = data.rfind(END)
    if end < 0:
        return
    (directory,) = struct.unpack_from("<I", data, end + 16)
    if data[directory - 16 : directory] != MAGIC:
        return
    (size,) = struct.unpack_from("<Q", data, directory - 24)
    at, stop = directory - size, directory - 24
    while at + 12 <= stop:
        length, kind = struct.unpack_from("<QI", data, at)
        if kind in BLOCKS.get(scheme, ()):
            signers = list(_items(_item(data[at + 12 : at + 8 + length], 0)))
            signed = _item(signers[signer], 0)
            digests = _item(signed, 0)
            yield from _items(_item(signed, 4 + len(digests)))
        at += 8 + length


def _item(data: bytes, at: int) -> bytes:
    """A value after its length."""
    (length,) = struct.unpack_from("<I", data, at)
    return data[at + 4 : at + 4 + length]


def _items(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 4 <= len(data):
        item = _item(data, at)
        yield item
        at += 4 + len(item)
