"""Certificates and verdicts are those apksigner gives: on the control group and on every test app."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sousveil.read import signer
from tests.conftest import APPS, sample
from tests.oracles.control import NAMES, facts_of

pytestmark = pytest.mark.skipif(not shutil.which("apksigner"), reason="apksigner is not installed")

OURS = ("native_library", "names_obfuscated", "no_code", "old_target")
"""A few test apps; they are signed alike."""

SHOWN = {
    "sha256": "certificate SHA-256 digest",
    "sha1": "certificate SHA-1 digest",
    "md5": "certificate MD5 digest",
    "key_kind": "key algorithm",
    "key_bits": "key size (bits)",
    "public_key_sha256": "public key SHA-256 digest",
}


def compare(path: Path) -> None:
    command = ["apksigner", "verify", "--verbose", "--print-certs", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    schemes = dict(re.findall(r"^Verified using (v[\d.]+) scheme .*: (true|false)$", said, re.M))
    facts = facts_of(path, signer)
    rows = [r for r in facts.rows("signers") if r["part"] == 0 and r["role"] == "signer"]
    assert not [g for g in facts.gaps if g.part == 0 and g.place.startswith("cert:")]
    # apksigner says of v1 only what counts: on a phone that reads v2 the JAR signature is not looked at, and an app
    # for such phones alone is not asked for one. Every scheme it calls good we call good; what we call good beyond
    # that is at most a v1 signature.
    good = {s for s, verdict in schemes.items() if verdict == "true"}
    ours = {r["scheme"] for r in rows if r["valid"] == "yes"}
    assert good and good <= ours and ours - good <= {"v1"}
    theirs = [
        {key: re.search(rf"^Signer #{n} {re.escape(label)}: (.+)$", said, re.M)[1] for key, label in SHOWN.items()}  # type: ignore[index]
        for n in range(1, int(re.search(r"^Number of signers: (\d+)$", said, re.M)[1]) + 1)  # type: ignore[index]
    ]
    for scheme in good:
        found = [{key: str(r[key]) for key in SHOWN} for r in rows if r["scheme"] == scheme]
        assert sorted(found, key=str) == sorted(theirs, key=str), scheme
    names = {frozenset(re.split(r",\s?", dn)) for dn in re.findall(r"^Signer #\d+ certificate DN: (.+)$", said, re.M)}
    assert {_parts(r["subject"]) for r in rows} == {frozenset(map(_known, dn)) for dn in names}


def _parts(subject: str) -> frozenset[str]:
    """A name's parts without their order: RFC 4514 writes them from last to first, apksigner from first to last."""
    return frozenset(_known(part) for part in subject.split(","))


def _known(part: str) -> str:
    """The mail address has no short name in RFC 4514: Java shouts it, OpenSSL and we do not."""
    return re.sub(r"^EMAILADDRESS=", "emailAddress=", part)


@pytest.mark.samples
@pytest.mark.parametrize("name", NAMES)
def test_certificates_of_ordinary_apps(name: str) -> None:
    compare(sample(name))


@pytest.mark.parametrize("app", OURS)
def test_certificates_of_test_apps(app: str) -> None:
    compare(APPS / app / "app.apk")


@pytest.mark.samples
@pytest.mark.parametrize("name", NAMES)
def test_a_changed_byte_is_refused_by_both(name: str, tmp_path: Path) -> None:
    data = bytearray(sample(name).read_bytes())
    data[len(data) // 3] ^= 1
    broken = tmp_path / "broken.apk"
    broken.write_bytes(bytes(data))
    assert subprocess.run(["apksigner", "verify", broken], capture_output=True, check=False).returncode != 0
    verdicts = {r["valid"] for r in facts_of(broken, signer).rows("signers") if r["scheme"] in ("v2", "v3")}
    assert verdicts == {"no"}
