"""The APK Signing Block: schemes v2, v3 and v3.1, and every other block in it.

Follows the source.android.com pages "APK Signature Scheme v2", "v3" and "v3.1".
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from sousveil.read.certificate import Identity, Unchecked, check, identity

MAGIC = b"APK Sig Block 42"
SCHEMES = {0x7109871A: "v2", 0xF05368C0: "v3", 0x1B93AD61: "v3.1"}
KNOWN_BLOCKS = {
    0x7109871A: "APK Signature Scheme v2",
    0xF05368C0: "APK Signature Scheme v3",
    0x1B93AD61: "APK Signature Scheme v3.1",
    0x6DFF800D: "source stamp v2",
    0x2B09189E: "source stamp v1",
    0x504B4453: "dependency information for Google Play",
    0x2146444E: "Google Play metadata (frosting)",
    0x42726577: "padding",
    0x71777777: "channel (Walle)",
    0x881155FF: "channel (VasDolly)",
}
LINEAGE = 0x3BA06F8C
STRIPPED = 0xBEEFF00D
CHUNK = 1 << 20
MAX_BLOCKS, MAX_SIGNERS, MAX_CERTIFICATES = 256, 64, 128

# Signature algorithm → (digest of the signature, PSS, digest of the contents, or None for the fs-verity tree).
ALGORITHMS: dict[int, tuple[str, bool, str | None]] = {
    0x0101: ("sha256", True, "sha256"),
    0x0102: ("sha512", True, "sha512"),
    0x0103: ("sha256", False, "sha256"),
    0x0104: ("sha512", False, "sha512"),
    0x0201: ("sha256", False, "sha256"),
    0x0202: ("sha512", False, "sha512"),
    0x0301: ("sha256", False, "sha256"),
    0x0421: ("sha256", False, None),
    0x0423: ("sha256", False, None),
    0x0425: ("sha256", False, None),
}


@dataclass(frozen=True, slots=True)
class Unread:
    """A place that could not be read. `cause` is truncated, malformed, unsupported, limit or encrypted."""

    place: str
    cause: str
    detail: str


@dataclass(frozen=True, slots=True)
class Odd:
    """An unusual thing that is readable; a sign, not a judgement."""

    kind: str
    place: str
    detail: str


@dataclass(frozen=True, slots=True)
class Signed:
    """One certificate in its role. `valid` is yes, no or unchecked; `why` is empty for yes."""

    scheme: str
    signer: int
    certificate: int
    role: str
    who: Identity
    valid: str
    why: str


@dataclass(slots=True)
class Block:
    """What the signing block holds. `blocks` are (id, size, name or empty, offset in the file)."""

    signed: list[Signed] = field(default_factory=list)
    blocks: list[tuple[int, int, str, int]] = field(default_factory=list)
    gaps: list[Unread] = field(default_factory=list)
    oddities: list[Odd] = field(default_factory=list)


class Damage(Exception):
    """The bytes do not follow the format."""


class Reader:
    """Little-endian reads that stay inside the bytes."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def __bool__(self) -> bool:
        return self.at < len(self.data)

    def u32(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def take(self, size: int) -> memoryview:
        if size > len(self.data) - self.at:
            raise Damage(f"{size} bytes are announced, {len(self.data) - self.at} are there")
        self.at += size
        return self.data[self.at - size : self.at]

    def prefixed(self) -> "Reader":
        return Reader(self.take(self.u32()))

    def each(self, limit: int) -> Iterator["Reader"]:
        """The length-prefixed elements up to the end."""
        for number in range(limit + 1):
            if not self:
                return
            if number == limit:
                raise Damage(f"more than {limit} elements")
            yield self.prefixed()


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets of the three signed sections: 0 to `block`, `directory` to `end`, `end` to the file's end."""

    block: int
    directory: int
    end: int


def read_block(apk: memoryview) -> Block:
    """Finds the block before the central directory and reads all of it."""
    found = Block()
    end = end_of_directory(apk)
    if end is None:
        found.gaps.append(Unread("@0x0", "malformed", "no end of central directory; signing blocks cannot be found"))
        return found
    directory = int.from_bytes(apk[end + 16 : end + 20], "little")
    if not 32 <= directory <= end or apk[directory - 16 : directory] != MAGIC:
        return found
    size = int.from_bytes(apk[directory - 24 : directory - 16], "little")
    start = directory - size - 8
    if size < 24 or start < 0 or int.from_bytes(apk[start : start + 8], "little") != size:
        place = f"@0x{directory - 24:x}"
        found.gaps.append(Unread(place, "malformed", f"the signing block's two sizes differ or do not fit ({size})"))
        return found
    contents = Contents(apk, Layout(start, directory, end))
    for kind, value, offset in _pairs(apk[start + 8 : directory - 24], start + 8, found):
        found.blocks.append((kind, len(value), KNOWN_BLOCKS.get(kind, ""), offset))
        if kind in SCHEMES:
            _scheme(SCHEMES[kind], value, offset, contents, found)
    return found


def end_of_directory(apk: memoryview) -> int | None:
    """Offset of the end record whose comment reaches exactly to the file's end, as Android asks."""
    low = max(0, len(apk) - 65_557)
    tail = bytes(apk[low:])
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if at + 22 <= len(tail) and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail):
            return low + at
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return None


def _pairs(data: memoryview, base: int, found: Block) -> Iterator[tuple[int, memoryview, int]]:
    at = 0
    for number in range(MAX_BLOCKS + 1):
        if at >= len(data):
            return
        size = int.from_bytes(data[at : at + 8], "little")
        if number == MAX_BLOCKS:
            found.gaps.append(Unread(f"@0x{base + at:x}", "limit", f"more than {MAX_BLOCKS} blocks"))
            return
        if size < 4 or size > len(data) - at - 8:
            detail = f"a block of {size} bytes does not fit in the signing block"
            found.gaps.append(Unread(f"@0x{base + at:x}", "malformed", detail))
            return
        kind = int.from_bytes(data[at + 8 : at + 12], "little")
        yield kind, data[at + 12 : at + 8 + size], base + at
        at += 8 + size


class Contents:
    """Digests over the signed sections, each computed once."""

    def __init__(self, apk: memoryview, layout: Layout) -> None:
        end = bytearray(apk[layout.end :])
        # The end record is hashed as if the central directory began where the signing block does.
        struct.pack_into("<I", end, 16, layout.block)
        self.sections = (apk[: layout.block], apk[layout.directory : layout.end], memoryview(end))
        self.known: dict[str | None, bytes] = {}

    def digest(self, name: str | None) -> bytes:
        """The top digest; `None` asks for the fs-verity tree. Raises Unchecked where it is not defined."""
        if name not in self.known:
            self.known[name] = self._tree() if name is None else self._chunks(name)
        return self.known[name]

    def _chunks(self, name: str) -> bytes:
        tops = []
        for section in self.sections:
            for at in range(0, len(section), CHUNK):
                chunk = section[at : at + CHUNK]
                digest = hashlib.new(name, b"\xa5" + struct.pack("<I", len(chunk)))
                digest.update(chunk)
                tops.append(digest.digest())
        return hashlib.new(name, b"\x5a" + struct.pack("<I", len(tops)) + b"".join(tops)).digest()

    def _tree(self) -> bytes:
        """fs-verity's Merkle tree: SHA-256, blocks of 4,096 bytes, eight zero bytes as salt, then the size."""
        if len(self.sections[0]) % 4096:
            raise Unchecked("the signing block does not begin at a multiple of 4,096, as the verity digest needs")
        size = sum(map(len, self.sections))
        rest = b"".join(self.sections[1:])
        level = b"".join(
            _leaf(data[at : at + 4096]) for data in (self.sections[0], rest) for at in range(0, len(data), 4096)
        )
        while len(level) > 4096:
            level = b"".join(_leaf(level[at : at + 4096]) for at in range(0, len(level), 4096))
        return _leaf(level) + struct.pack("<Q", size)


def _leaf(block: memoryview | bytes) -> bytes:
    digest = hashlib.sha256(bytes(8))
    digest.update(block)
    digest.update(bytes(4096 - len(block)))
    return digest.digest()


def _scheme(scheme: str, value: memoryview, offset: int, contents: Contents, found: Block) -> None:
    try:
        for number, signer in enumerate(Reader(value).prefixed().each(MAX_SIGNERS)):
            _signer(scheme, number, signer, contents, found)
    except Damage as damage:
        found.gaps.append(Unread(f"@0x{offset:x}", "malformed", f"{scheme} signature block: {damage}"))


def _signer(scheme: str, number: int, signer: Reader, contents: Contents, found: Block) -> None:
    data = signer.prefixed().data
    outer = signer.take(8) if scheme != "v2" else b""
    signatures = [(s.u32(), bytes(s.prefixed().data)) for s in signer.prefixed().each(MAX_CERTIFICATES)]
    key = bytes(signer.prefixed().data)
    inner = Reader(data)
    digests = [(d.u32(), bytes(d.prefixed().data)) for d in inner.prefixed().each(MAX_CERTIFICATES)]
    people = [identity(bytes(c.data)) for c in inner.prefixed().each(MAX_CERTIFICATES)]
    limits = inner.take(8) if scheme != "v2" else b""
    if not people:
        raise Damage(f"signer {number} has no certificate")
    wrong = _wrong(people[0], key, data, signatures=signatures, digests=digests, contents=contents)
    if wrong is None and outer != limits:
        wrong = ("no", "the signed and the unsigned range of Android versions differ")
    valid, why = wrong or ("yes", "")
    found.signed.append(Signed(scheme, number, 0, "signer", people[0], valid, why))
    for place, who in enumerate(people[1:], 1):
        found.signed.append(Signed(scheme, number, place, "chain", who, "unchecked", "Android does not check chains"))
    for attribute in inner.prefixed().each(MAX_CERTIFICATES) if inner else ():
        if attribute.u32() == LINEAGE and scheme != "v2":
            _lineage(scheme, number, attribute, people[0], first=len(people), found=found)


def _wrong(  # noqa: PLR0911 - one reason each
    who: Identity,
    key: bytes,
    data: memoryview,
    *,
    signatures: list[tuple[int, bytes]],
    digests: list[tuple[int, bytes]],
    contents: Contents,
) -> tuple[str, str] | None:
    """Why a signer's signature does not hold or was not checked; None when it holds."""
    if who.key is None:
        return "unchecked", who.damage or "the certificate's key cannot be read"
    if key != who.spki:
        return "no", "the signer's public key is not the certificate's"
    if [kind for kind, _ in signatures] != [kind for kind, _ in digests]:
        return "no", "the lists of signature and digest algorithms differ"
    known = [
        (ALGORITHMS[kind], signature, digest)
        for (kind, signature), (_, digest) in zip(signatures, digests, strict=True)
        if kind in ALGORITHMS
    ]
    if not known:
        return "unchecked", "no signature algorithm that is known: " + ", ".join(f"0x{k:04x}" for k, _ in signatures)
    try:
        for (digest, pss, content), signature, stated in known:
            wrong = check(who.key, signature, bytes(data), digest, pss=pss)
            if wrong:
                return "no", wrong
            if contents.digest(content) != stated:
                return "no", f"the contents were changed after signing ({content or 'verity'} digest differs)"
    except Unchecked as reason:
        return "unchecked", str(reason)
    return None


def _lineage(scheme: str, number: int, attribute: Reader, signer: Identity, *, first: int, found: Block) -> None:
    """The proof of rotation: every earlier certificate vouches for the next."""
    version = attribute.u32()
    before: Identity | None = None
    asked = 0
    people: list[Signed] = []
    for place, node in enumerate(attribute.each(MAX_CERTIFICATES), first):
        data = node.prefixed().data
        node.u32()
        algorithm = node.u32()
        signature = bytes(node.prefixed().data)
        inner = Reader(data)
        who = identity(bytes(inner.prefixed().data))
        valid, why = "yes", ""
        if before is not None:
            valid, why = _vouched(before, asked, inner.u32(), signature, data)
        people.append(Signed(scheme, number, place, "lineage", who, valid, why))
        before, asked = who, algorithm
    if before is not None and before.sha256 != signer.sha256:
        last = people[-1]
        why = "the last certificate of the lineage is not the signer's"
        people[-1] = Signed(scheme, number, last.certificate, "lineage", last.who, "no", why)
    if version != 1:
        detail = f"{scheme} signer {number}: lineage version {version}"
        found.gaps.append(Unread("signing block", "unsupported", detail))
    found.signed.extend(people)


def _vouched(before: Identity, asked: int, stated: int, signature: bytes, data: memoryview) -> tuple[str, str]:
    if asked != stated or asked not in ALGORITHMS or before.key is None:
        return (
            ("no", "the lineage's algorithms differ") if asked != stated else ("unchecked", "algorithm or key unknown")
        )
    digest, pss, _ = ALGORITHMS[asked]
    try:
        wrong = check(before.key, signature, bytes(data), digest, pss=pss)
    except Unchecked as reason:
        return "unchecked", str(reason)
    return ("no", wrong) if wrong else ("yes", "")
