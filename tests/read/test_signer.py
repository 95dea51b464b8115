"""Signatures made by apksigner are read and checked; each kind of tampering is said with its reason."""

import io
import re
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from sousveil.read.signer import Signatures, read_signers
from sousveil.read.signing_block import end_of_directory

pytestmark = pytest.mark.skipif(
    not (shutil.which("apksigner") and shutil.which("keytool")), reason="needs apksigner and keytool"
)
DEBUG = "CN=Android Debug,O=Android,C=US"
KNOWN = Path(__file__).parents[2] / "src/sousveil/knowledge/certificates/test_keys.yaml"


def run(*words: str | Path) -> None:
    subprocess.run([str(w) for w in words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signer")
    for alias, name, kind in (("a", DEBUG, "RSA"), ("b", "CN=Second\\, Ltd,C=CH", "RSA"), ("e", "CN=Curve", "EC")):
        size = "2048" if kind == "RSA" else "256"
        run("keytool", "-genkeypair", "-keystore", folder / f"{alias}.jks", "-storepass", "secret", "-alias", "a",
            "-dname", name,
            "-keyalg", kind, "-keysize", size, "-validity", "1000")  # fmt: skip
    with zipfile.ZipFile(folder / "plain.apk", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("AndroidManifest.xml", b"not read here")
        package.writestr("classes.dex", b"code " * 300_000)
        package.writestr("assets/" + "很长的名字" * 12 + ".txt", "text")
    return folder


@pytest.fixture(scope="module")
def sign(folder: Path) -> Callable[..., bytes]:
    def sign(*schemes: str, key: str = "a", more: tuple[str, ...] = (), low: int = 18) -> bytes:
        out = folder / "signed.apk"
        flags = [f"--{s}-signing-enabled={str(s in schemes).lower()}" for s in ("v1", "v2", "v3")]
        run("apksigner", "sign", "--ks", folder / f"{key}.jks", "--ks-pass", "pass:secret", *flags,
            "--min-sdk-version", str(low),
            *more, "--out", out, folder / "plain.apk")  # fmt: skip
        return out.read_bytes()

    return sign


def read(apk: bytes) -> Signatures:
    with zipfile.ZipFile(io.BytesIO(apk)) as package:
        names = package.namelist()
        return read_signers(apk, names, lambda name: package.read(name) if name in names else None)


def verdicts(found: Signatures) -> list[tuple[str, str]]:
    return [(row["scheme"], row["valid"]) for row in found.signers if row["role"] == "signer"]


def repacked(apk: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(apk)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, data if entry == name else old.read(entry))
        if name not in old.namelist():
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("schemes", [("v1",), ("v2",), ("v1", "v2"), ("v3",), ("v1", "v2", "v3")])
def test_each_scheme_is_read_and_holds(sign: Callable[..., bytes], schemes: tuple[str, ...]) -> None:
    found = read(sign(*schemes, low=18 if "v1" in schemes else 28))
    assert verdicts(found) == [(scheme, "yes") for scheme in schemes]
    assert found.gaps == ()
    row = found.signers[0]
    assert row["subject"] == DEBUG
    assert (row["key_kind"], row["key_bits"]) == ("RSA", 2048)
    assert len({r["sha256"] for r in found.signers}) == 1


@pytest.mark.parametrize("key", ["b", "e"])
def test_other_keys_and_names(sign: Callable[..., bytes], key: str) -> None:
    found = read(sign("v1", "v2", "v3", key=key))
    assert verdicts(found) == [("v1", "yes"), ("v2", "yes"), ("v3", "yes")]
    assert found.signers[0]["key_kind"] == {"b": "RSA", "e": "EC"}[key]


def test_hashes_are_those_apksigner_prints(sign: Callable[..., bytes], folder: Path) -> None:
    row = read(sign("v2")).signers[0]
    said = subprocess.run(
        ["apksigner", "verify", "--verbose", "--print-certs", "--min-sdk-version", "24", folder / "signed.apk"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name, shown in (("sha256", "certificate SHA-256"), ("sha1", "certificate SHA-1"), ("md5", "certificate MD5")):
        assert row[name] == re.search(rf"{shown} digest: (\w+)", said).group(1)  # type: ignore[union-attr]
    assert row["public_key_sha256"] == re.search(r"public key SHA-256 digest: (\w+)", said).group(1)  # type: ignore[union-attr]


def test_v1_names_the_entry_that_was_changed(sign: Callable[..., bytes]) -> None:
    apk = sign("v1")
    changed = read(repacked(apk, "classes.dex", b"other code"))
    assert verdicts(changed) == [("v1", "no")]
    assert changed.signers[0]["why"] == "the entry 'classes.dex' was changed after signing"
    added = read(repacked(apk, "assets/new", b"added"))
    assert added.signers[0]["why"] == "the entry 'assets/new' is not signed"
    manifest = read(repacked(apk, "META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\r\n\r\n"))
    assert manifest.signers[0]["valid"] == "no"
    assert "does not name" in manifest.signers[0]["why"]
    file = read(repacked(apk, "META-INF/A.SF", b"Signature-Version: 1.0\r\n\r\n"))
    assert file.signers[0]["valid"] == "no"
    assert "changed" in file.signers[0]["why"] or "does not fit" in file.signers[0]["why"]


def test_a_stripped_newer_signature_is_told(sign: Callable[..., bytes]) -> None:
    found = read(repacked(sign("v1", "v2"), "META-INF/harmless", b""))
    assert verdicts(found) == [("v1", "no")]
    assert [odd.kind for odd in found.oddities] == ["signature_stripped"]


@pytest.mark.parametrize("scheme", ["v2", "v3"])
def test_a_changed_byte_breaks_the_block_schemes(sign: Callable[..., bytes], scheme: str) -> None:
    apk = bytearray(sign(scheme, low=28))
    apk[40] ^= 1
    found = read_signers(bytes(apk), (), lambda _: None)
    assert verdicts(found) == [(scheme, "no")]
    assert found.signers[0]["why"].startswith("the contents were changed after signing")


def test_a_changed_signature_is_told(sign: Callable[..., bytes]) -> None:
    apk = bytearray(sign("v2", low=28))
    start = read_signers(bytes(apk), (), lambda _: None).blocks[0]["file_offset"]
    certificate = bytes(apk).find(b"Android Debug", start)
    apk[certificate + 12] ^= 1  # «Debug» becomes «Debuf», still a well-formed name
    found = read_signers(bytes(apk), (), lambda _: None)
    assert verdicts(found) == [("v2", "no")]
    assert "signature does not fit" in found.signers[0]["why"]


def test_the_verity_digest_is_checked(sign: Callable[..., bytes]) -> None:
    apk = bytearray(sign("v2", more=("--verity-enabled=true",), low=28))
    assert verdicts(read(bytes(apk))) == [("v2", "yes")]


def test_a_rotated_key_shows_its_lineage(sign: Callable[..., bytes], folder: Path) -> None:
    lineage = folder / "lineage"
    run("apksigner", "rotate", "--out", lineage, "--old-signer", "--ks", folder / "a.jks", "--ks-pass", "pass:secret",
        "--new-signer", "--ks", folder / "b.jks", "--ks-pass", "pass:secret")  # fmt: skip
    more = ("--next-signer", "--ks", str(folder / "b.jks"), "--ks-pass", "pass:secret", "--lineage", str(lineage))
    found = read(sign("v1", "v2", "v3", more=more))
    newest = [r for r in found.signers if r["scheme"] == "v3"]
    assert [(r["role"], r["valid"]) for r in newest] == [("signer", "yes"), ("lineage", "yes"), ("lineage", "yes")]
    assert newest[0]["subject"] == "C=CH,CN=Second\\, Ltd" or newest[0]["subject"] == "CN=Second\\, Ltd,C=CH"
    assert newest[1]["subject"] == DEBUG
    assert newest[2]["sha256"] == newest[0]["sha256"]


def test_unknown_blocks_are_listed(sign: Callable[..., bytes]) -> None:
    apk = sign("v2", low=28)
    end = end_of_directory(memoryview(apk))
    assert end is not None
    directory = struct.unpack_from("<I", apk, end + 16)[0]
    size = struct.unpack_from("<Q", apk, directory - 24)[0]
    extra = struct.pack("<QI", 9, 0x12345678) + b"hello"
    grown = struct.pack("<Q", size + len(extra))
    start = directory - size - 8
    block = grown + apk[start + 8 : directory - 24] + extra + grown + apk[directory - 16 : directory]
    tail = bytearray(apk[directory:])
    struct.pack_into("<I", tail, end - directory + 16, start + len(block))
    found = read(apk[:start] + block + bytes(tail))
    assert (0x12345678, 5, "") in [(b["id"], b["size"], b["name"]) for b in found.blocks]
    assert verdicts(found) == [("v2", "yes")]


def test_broken_blocks_never_raise(sign: Callable[..., bytes]) -> None:
    apk = sign("v1", "v2", "v3")
    start = read(apk).blocks[0]["file_offset"]
    for at in range(start - 8, start + 3000, 7):
        broken = bytearray(apk)
        broken[at] ^= 0xFF
        found = read_signers(bytes(broken), (), lambda _: None)
        assert ("v2", "yes") not in verdicts(found) or ("v3", "yes") not in verdicts(found) or found.gaps or at > start
    for data in (b"", b"PK\x05\x06", b"PK\x05\x06" + bytes(18), apk[:-1], apk[:500]):
        read_signers(data, (), lambda _: None)


def test_broken_v1_files_never_raise(sign: Callable[..., bytes]) -> None:
    apk = sign("v1")
    with zipfile.ZipFile(io.BytesIO(apk)) as package:
        files = {name: package.read(name) for name in package.namelist() if name != "classes.dex"}
    files["classes.dex"] = b""
    for name in [n for n in files if n.startswith("META-INF/")]:
        for at in range(0, len(files[name]), 5):
            data = bytearray(files[name])
            data[at] ^= 0x5A
            found = read_signers(b"", list(files), (files | {name: bytes(data)}).get)
            assert ("v1", "yes") not in verdicts(found)


def test_the_debug_key_is_recognised_by_the_knowledge(sign: Callable[..., bytes]) -> None:
    keys = yaml.safe_load(KNOWN.read_text())["certificates"]
    row = read(sign("v2")).signers[0]
    hits = [
        k["id"] for k in keys if k.get("sha256") == row["sha256"] or re.search(k.get("subject", "(?!)"), row["subject"])
    ]
    assert hits == ["android-debug"]
    for key in keys:
        assert key["source"].startswith("https://")
        assert key.get("sha256") or key.get("subject")
        assert re.fullmatch("[0-9a-f]{64}", key.get("sha256", "0" * 64))
