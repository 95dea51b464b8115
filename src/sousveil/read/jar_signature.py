"""Scheme v1: signed JAR (Oracle's JAR file specification), as Android checks it.

A signature block file (PKCS#7, RFC 2315) signs a signature file (.SF), whose digests cover the manifest, whose digests
cover the entries.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sousveil.read.certificate import Identity, Unchecked, check, identity
from sousveil.read.signing_block import Block, Damage, Odd, Signed, Unread

Read = Callable[[str], "bytes | memoryview | None"]

SIGNATURE = re.compile(r"META-INF/([^/]+)\.(RSA|DSA|EC)", re.IGNORECASE)
MANIFEST = "META-INF/MANIFEST.MF"
# Strongest first, as Android chooses. Android itself never accepted MD5 for entries.
DIGESTS = (
    ("SHA-512", "sha512"),
    ("SHA-384", "sha384"),
    ("SHA-256", "sha256"),
    ("SHA1", "sha1"),
    ("SHA-1", "sha1"),
    ("MD5", "md5"),
)
OIDS = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
MAX_FILE = 32 << 20
MAX_SECTIONS = 200_000
MAX_SIGNERS = 32


@dataclass(frozen=True, slots=True)
class Node:
    """One DER value: tag, contents, and all its bytes."""

    tag: int
    body: memoryview
    whole: memoryview


def nodes(data: memoryview) -> Iterator[Node]:
    """The DER values that stand one after another. Raises Damage."""
    at = 0
    while at < len(data):
        start = at
        if len(data) - at < 2:
            raise Damage("a DER value is cut short")
        tag, size = data[at], data[at + 1]
        at += 2
        if size & 0x80:
            width = size & 0x7F
            if not 1 <= width <= 4 or width > len(data) - at:
                raise Damage("a DER length is not definite or too long")
            size = int.from_bytes(data[at : at + width], "big")
            at += width
        if size > len(data) - at:
            raise Damage("a DER value runs past its container")
        yield Node(tag, data[at : at + size], data[start : at + size])
        at += size


def children(node: Node) -> list[Node]:
    """The values inside a constructed value."""
    return list(nodes(node.body))


def oid(node: Node) -> str:
    """An object identifier in dotted form."""
    numbers: list[int] = []
    value = 0
    for byte in node.body[:64]:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(value)
            value = 0
    if not numbers:
        raise Damage("an empty object identifier")
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


@dataclass(frozen=True, slots=True)
class SignerInfo:
    issuer: bytes
    serial: bytes
    digest: str
    attributes: Node | None
    signature: bytes


def parse_pkcs7(data: memoryview) -> tuple[list[bytes], list[SignerInfo]]:
    """Certificates (DER) and signer information of a SignedData. Raises Damage."""
    try:
        content = children(next(nodes(data)))
        signed = children(children(content[1])[0])
        certificates = [bytes(c.whole) for part in signed if part.tag == 0xA0 for c in children(part)]
        return certificates[:MAX_SIGNERS], [_signer_info(n) for n in children(signed[-1])[:MAX_SIGNERS]]
    except (IndexError, StopIteration, RecursionError) as error:
        raise Damage("the PKCS#7 structure lacks a part") from error


def _signer_info(node: Node) -> SignerInfo:
    parts = children(node)
    issuer, serial = children(parts[1])[:2]
    name = oid(children(parts[2])[0])
    attributes = parts[3] if parts[3].tag == 0xA0 else None
    signature = parts[5 if attributes else 4]
    return SignerInfo(bytes(issuer.whole), bytes(serial.body), OIDS.get(name, name), attributes, bytes(signature.body))


def _issuer_and_serial(der: bytes) -> tuple[bytes, bytes]:
    fields = children(children(next(nodes(memoryview(der))))[0])
    if fields[0].tag == 0xA0:
        fields = fields[1:]
    return bytes(fields[2].whole), bytes(fields[0].body)


def read_v1(names: Sequence[str], blob: Read, newer: bool, found: Block) -> None:
    """Adds the v1 signers to `found`. `newer` says that a signing block with v2 or later is there."""
    present = dict.fromkeys(names)
    for number, name in enumerate([n for n in present if SIGNATURE.fullmatch(n)][:MAX_SIGNERS]):
        data = blob(name)
        if data is None or len(data) > MAX_FILE:
            found.gaps.append(
                Unread(name, "malformed" if data is None else "limit", "the signature file cannot be read")
            )
            continue
        try:
            _signature(number, name, memoryview(data), present=present, blob=blob, newer=newer, found=found)
        except Damage as damage:
            found.gaps.append(Unread(name, "malformed", str(damage)))
        except (ValueError, IndexError, StopIteration):  # whole DER values that are not those of a signature
            found.gaps.append(Unread(name, "malformed", "the PKCS#7 structure lacks a part"))


def _signature(
    number: int, name: str, data: memoryview, *, present: dict[str, None], blob: Read, newer: bool, found: Block
) -> None:
    certificates, infos = parse_pkcs7(data)
    if not infos:
        found.gaps.append(Unread(name, "malformed", "the signature names no signer"))
    people = [identity(der) for der in certificates]
    stem = SIGNATURE.fullmatch(name)
    wanted = f"META-INF/{stem.group(1)}.SF".lower() if stem else ""
    file = next((n for n in present if n.lower() == wanted), None)
    text = blob(file) if file else None
    signers: dict[int, tuple[str, str]] = {}
    for info in infos:
        try:
            place = next(
                i for i, der in enumerate(certificates) if _issuer_and_serial(der) == (info.issuer, info.serial)
            )
        except (StopIteration, IndexError):
            found.gaps.append(Unread(name, "malformed", "the signer's certificate is not in the signature file"))
            continue
        signers[place] = _verdict(people[place], info, text, present=present, blob=blob, newer=newer, found=found)
    for place, who in enumerate(people):
        valid, why = signers.get(place, ("unchecked", "Android does not check chains"))
        role = "signer" if place in signers else "chain"
        found.signed.append(Signed("v1", number, place, role, who, valid, why))


def _verdict(
    who: Identity,
    info: SignerInfo,
    text: "bytes | memoryview | None",
    *,
    present: dict[str, None],
    blob: Read,
    newer: bool,
    found: Block,
) -> tuple[str, str]:
    if text is None:
        return "no", "the signature file (.SF) it signs is missing or unreadable"
    if who.key is None:
        return "unchecked", who.damage or "the certificate's key cannot be read"
    if info.digest not in OIDS.values():
        return "unchecked", f"digest algorithm {info.digest} is not known"
    try:
        wrong = _signed_bytes(who, info, bytes(text))
    except Unchecked as reason:
        return "unchecked", str(reason)
    if wrong is None:
        wrong = _contents(bytes(text), present, blob, found)
    if not newer and (schemes := stripped(bytes(text))):
        gone = f"it says that scheme {schemes} was used too, and that signature is gone"
        found.oddities.append(Odd("signature_stripped", MANIFEST, gone))
        wrong = wrong or gone
    return ("no", wrong) if wrong else ("yes", "")


def _signed_bytes(who: Identity, info: SignerInfo, text: bytes) -> str | None:
    if info.attributes is None:
        return check(who.key, info.signature, text, info.digest)
    stated = None
    for attribute in children(info.attributes):
        kind, values = children(attribute)[:2]
        if oid(kind) == MESSAGE_DIGEST:
            stated = bytes(children(values)[0].body)
    if stated != hashlib.new(info.digest, text).digest():
        return "the signature file (.SF) was changed after signing"
    # The attributes are signed as a SET, though they stand under a context tag.
    return check(who.key, info.signature, b"\x31" + bytes(info.attributes.whole[1:]), info.digest)


@dataclass(frozen=True, slots=True)
class Section:
    fields: dict[str, str]
    whole: bytes


def sections(text: bytes) -> Iterator[Section]:
    """The sections of a manifest with their exact bytes, the closing empty line included. Raises Damage."""
    lines = re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", text)
    fields: dict[str, str] = {}
    whole: list[bytes] = []
    count, last = 0, ""
    for line in lines:
        plain = line.rstrip(b"\r\n")
        if plain:
            whole.append(line)
            if plain.startswith(b" ") and last:
                fields[last] += plain[1:].decode("latin-1")
                continue
            key, _, value = plain.partition(b": ")
            last = key.decode("latin-1").lower()
            fields[last] = value.decode("latin-1")
        elif whole:
            yield Section(_utf8(fields), b"".join([*whole, line]))
            fields, whole, last = {}, [], ""
            count += 1
            if count > MAX_SECTIONS:
                raise Damage(f"more than {MAX_SECTIONS} sections in a manifest")
    if whole:
        yield Section(_utf8(fields), b"".join(whole))


def _utf8(fields: dict[str, str]) -> dict[str, str]:
    # Lines are folded by bytes, so a character may be cut in two: decode once the value is whole.
    return {key: value.encode("latin-1").decode("utf-8", "replace") for key, value in fields.items()}


def stripped(text: bytes) -> str:
    """The newer schemes a signature file says were used."""
    main = next(sections(text), None)
    return main.fields.get("x-android-apk-signed", "") if main else ""


def _digest(fields: dict[str, str], suffix: str) -> tuple[str, bytes] | None:
    """The strongest digest of a section: (hashlib name, value)."""
    for name, algorithm in DIGESTS:
        value = fields.get(f"{name}{suffix}".lower())
        if value is not None:
            try:
                return algorithm, base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                return algorithm, b""
    return None


def _contents(text: bytes, present: dict[str, None], blob: Read, found: Block) -> str | None:
    manifest = blob(MANIFEST)
    if manifest is None or len(manifest) > MAX_FILE:
        return "the manifest is missing or unreadable"
    manifest = bytes(manifest)
    parts = list(sections(manifest))
    rows = {part.fields["name"]: part for part in reversed(parts[1:]) if "name" in part.fields}
    signed = list(sections(text))
    whole = _digest(signed[0].fields, "-Digest-Manifest") if signed else None
    if whole is None or hashlib.new(whole[0], manifest).digest() != whole[1]:
        for part in signed[1:]:
            wrong = _section(part, rows)
            if wrong:
                return wrong
        rows = {name: row for name, row in rows.items() if name in {p.fields.get("name") for p in signed[1:]}}
    return entries(rows, present, blob)


def _section(part: Section, rows: dict[str, Section]) -> str | None:
    name = part.fields.get("name", "")
    stated = _digest(part.fields, "-Digest")
    if name not in rows or stated is None:
        return f"the signature file signs {name[:200]!r}, which the manifest does not name"
    whole = rows[name].whole
    # Some old signers left the closing empty line out of the digest.
    shorter = re.sub(rb"(?:\r\n|\n|\r)\Z", b"", whole)
    if stated[1] not in (hashlib.new(stated[0], whole).digest(), hashlib.new(stated[0], shorter).digest()):
        return f"the manifest's lines on {name[:200]!r} were changed after signing"
    return None


def entries(rows: dict[str, Section], present: dict[str, None], blob: Read) -> str | None:
    """Why the package's entries do not fit the manifest: the first one that fails."""
    for name in present:
        if name.endswith("/") or name.startswith("META-INF/"):
            continue
        stated = _digest(rows[name].fields, "-Digest") if name in rows else None
        if stated is None:
            return f"the entry {name[:200]!r} is not signed"
        data = blob(name)
        if data is None:
            return f"the entry {name[:200]!r} cannot be read"
        if hashlib.new(stated[0], data).digest() != stated[1]:
            return f"the entry {name[:200]!r} was changed after signing"
    absent = next((name for name in rows if name not in present), None)
    return f"the entry {absent[:200]!r} was removed after signing" if absent is not None else None
