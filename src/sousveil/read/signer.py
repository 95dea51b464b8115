"""Who signed the package: every certificate of every signature scheme, and whether the signature holds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sousveil.model.tables import Column, TableSpec
from sousveil.read.jar_signature import read_v1
from sousveil.read.signing_block import Odd, Signed, Unread, read_block

if TYPE_CHECKING:
    from sousveil.core import Table
    from sousveil.model.facts import Facts

_PART = Column("part", "u32", "Number of the part in the table parts: the package that is signed.")

SIGNERS = TableSpec(
    "signers",
    "One row per certificate of a signature. Whether the signature holds is said apart from its presence.",
    (
        _PART,
        Column("scheme", "text", "v1, v2, v3 or v3.1."),
        Column("signer", "u32", "Number of the signer in the scheme, from 0."),
        Column("certificate", "u32", "Number of the certificate at that signer, from 0."),
        Column("role", "text", "signer, chain (of its issuers) or lineage (earlier keys of the app)."),
        Column("subject", "text", "RFC 4514; empty where it could not be read."),
        Column("issuer", "text", "RFC 4514."),
        Column("serial", "text", "Hex."),
        Column("not_before", "text", "UTC, as 2026-01-31T00:00:00Z."),
        Column("not_after", "text", "UTC."),
        Column("sha256", "text", "Of the certificate in DER, hex."),
        Column("sha1", "text", "Of the certificate, hex."),
        Column("md5", "text", "Of the certificate, hex."),
        Column("key_kind", "text", "RSA, EC, DSA."),
        Column("key_bits", "u32", "Size of the key; 0 where it could not be read."),
        Column(
            "public_key_sha256", "text", "Of the key's SubjectPublicKeyInfo, hex: the same for renewed certificates."
        ),
        Column("signature_algorithm", "text", "With which the certificate itself is signed."),
        Column("valid", "text", "yes, no or unchecked: whether the signature over the package holds."),
        Column("why", "text", "The reason where it is not yes."),
    ),
)

SIGNING_BLOCKS = TableSpec(
    "signing_blocks",
    "One row per block in the APK Signing Block, known or not.",
    (
        _PART,
        Column("id", "u32", "Number of the block's kind."),
        Column("size", "u64", "Bytes of its value."),
        Column("name", "text", "What the number is known for, else empty."),
        Column("file_offset", "u64", "Offset of the block in the package."),
    ),
)


@dataclass(frozen=True, slots=True)
class Signatures:
    """All signatures of one package."""

    signers: tuple[dict[str, Any], ...]
    """Rows of the table `signers`."""
    blocks: tuple[dict[str, Any], ...]
    """Rows of the table `signing_blocks`."""
    gaps: tuple[Unread, ...]
    oddities: tuple[Odd, ...]


def read_signers(
    apk: bytes | memoryview, names: Sequence[str], blob: Callable[[str], bytes | memoryview | None], part: int = 0
) -> Signatures:
    """Reads the signatures of a package.

    `apk` is the whole file, `names` its entries in order, `blob` gives an entry's unpacked bytes (None where it cannot
    be read), `part` the package's number. Damage never raises: it becomes gaps.
    """
    found = read_block(memoryview(apk))
    order = {"v1": 0, "v2": 1, "v3": 2, "v3.1": 3}
    read_v1(names, blob, newer=any(s.scheme != "v1" for s in found.signed), found=found)
    signed = sorted(found.signed, key=lambda s: (order[s.scheme], s.signer, s.certificate))
    for one in signed:
        if one.who.damage:
            place = f"cert:{one.scheme}/{one.signer}/{one.certificate}"
            found.gaps.append(Unread(place, "malformed", one.who.damage))
    blocks = tuple(
        {"part": part, "id": kind, "size": size, "name": name, "file_offset": offset}
        for kind, size, name, offset in found.blocks
    )
    return Signatures(tuple(_row(one, part) for one in signed), blocks, tuple(found.gaps), tuple(found.oddities))


def _row(one: Signed, part: int) -> dict[str, Any]:
    from_identity = {column.name for column in SIGNERS.columns[5:17]}
    row: dict[str, Any] = {"part": part, "scheme": one.scheme, "signer": one.signer, "certificate": one.certificate}
    row |= {"role": one.role, "valid": one.valid, "why": one.why}
    row |= {name: getattr(one.who, name) for name in from_identity}
    return {column.name: row[column.name] for column in SIGNERS.columns}


def build(spec: TableSpec, rows: Iterable[dict[str, Any]]) -> "Table":
    """The Arrow table of `rows`, checked against `spec` by the core."""
    from sousveil import core

    kept = list(rows)
    return core.Table.build(spec.name, [(c.name, c.kind, [row[c.name] for row in kept]) for c in spec.columns])


_CLOSES = "Check the package with apksigner; the signature's bytes are damaged or of a kind we do not read."


def read(facts: "Facts") -> None:
    """Fills `signers` and `signing_blocks` for every package of the sample."""
    from sousveil.model.parts import Oddity, RawGap

    signers: list[dict[str, Any]] = []
    blocks: list[dict[str, Any]] = []
    for package in [p for p in facts.parts if p.kind in ("apk", "aab", "zip")]:
        entries = {p.path: p.number for p in facts.parts if p.parent == package.number}
        if package.kind == "zip" and not any(path.startswith("META-INF/") for path in entries):
            continue

        @cache
        def blob(path: str, entries: dict[str, int] = entries) -> bytes | None:
            number = entries.get(path)
            return None if number is None else facts.parts.blob(number).bytes()

        found = read_signers(facts.parts.blob(package.number).bytes(), list(entries), blob, package.number)
        signers += found.signers
        blocks += found.blocks
        facts.oddities += [Oddity(package.number, odd.kind, odd.place, odd.detail) for odd in found.oddities]
        facts.gaps += [RawGap(package.number, gap.place, gap.cause, gap.detail, _CLOSES) for gap in found.gaps]
    facts.tables["signers"] = build(SIGNERS, signers)
    facts.tables["signing_blocks"] = build(SIGNING_BLOCKS, blocks)
