"""Files made to break readers: each ends in a report or in a plain refusal, never in a defect of ours.

The command is run for what only it can show (exit codes, what is printed, what lies on disk); hundreds of broken
packages go through the same line in this process.
"""

import io
import json
import random
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from sousveil.errors import InputError
from sousveil.knowledge.load import Knowledge, load
from sousveil.line import audit_in_memory
from sousveil.model.limits import Limits
from sousveil.model.report import Report
from sousveil.model.text import visible
from sousveil.read.signer import read_signers
from tests.conftest import APPS

PLAIN = (APPS / "quiet" / "app.apk").read_bytes()
CODE = (APPS / "call_recording" / "app.apk").read_bytes()
NATIVE = (APPS / "native_small" / "app.apk").read_bytes()
AUDITED, UNREAD, REFUSED = 0, 3, 4

Save = Callable[[str, bytes], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def save(name: str, data: bytes) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    return save


def run(sample: Path, *more: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Runs the command and returns what it said and the folder it was to write."""
    out = sample.parent.parent / "out"
    command = [sys.executable, "-m", "sousveil", "audit", str(sample), "-o", str(out), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120), out


def packed(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in entries:
            package.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def entries(apk: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(apk)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_entries(apk: bytes, *more: tuple[str, bytes]) -> bytes:
    return packed([*(entries(apk) | dict(more)).items()])


@cache
def knowledge() -> Knowledge:
    return load()


def audit(path: Path, data: bytes, limits: Limits | None = None) -> Report | None:
    """The report, or None for a plain refusal. Anything else that is raised, and any defect told, fails the test."""
    path.write_bytes(data)
    try:
        report = audit_in_memory(path, limits or Limits(), knowledge())
    except InputError as error:
        assert error.why and error.next_step
        return None
    assert [g.says for g in report.gaps if g.cause == "defect"] == []
    return report


# Through the command.


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.apk", b"", "the file is empty"),
        ("text.apk", b"a note, no package\n", "looks like text"),
        ("noise.apk", random.Random(3).randbytes(5000), "no Android package or code"),
        ("only_end.apk", b"PK\x05\x06" + bytes(18), "holds no entries"),
        ("other.zip", packed([("a.txt", b"text")]), "nothing in it is an Android package"),
    ],
)
def test_what_is_no_sample_is_refused_and_leaves_nothing(save: Save, name: str, data: bytes, says: str) -> None:
    done, out = run(save(name, data))
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert says in done.stderr and "Traceback" not in done.stderr
    assert not out.exists()


@pytest.mark.parametrize("part", [1, 3, 5, 7, 9])
def test_a_cut_package_is_read_as_far_as_it_goes(save: Save, part: int) -> None:
    done, out = run(save("cut.apk", PLAIN[: len(PLAIN) * part // 10]))
    assert done.returncode == UNREAD, done.stderr
    report = json.loads((out / "report.json").read_text())
    assert "truncated" in {gap["cause"] for gap in report["gaps"]}
    assert report["parts"][1]["path"] == "AndroidManifest.xml"
    assert "unread: " in done.stderr


def test_a_bomb_in_a_bomb_costs_little_and_is_told(save: Save) -> None:
    zeros = packed([("zeros", bytes(200 << 20))])
    inner = with_entries(PLAIN, ("assets/again.zip", packed([(f"{n}.zip", zeros + bytes([n])) for n in range(9)])))
    begun = time.monotonic()
    done, out = run(save("bomb.apk", inner), "--max-memory", "1024")
    assert time.monotonic() - begun < 60
    assert done.returncode == UNREAD, done.stderr
    report = json.loads((out / "report.json").read_text())
    assert "limit" in {gap["cause"] for gap in report["gaps"]}


HOSTILE_NAMES = (
    "../../../../escaped.txt", "/escaped.txt", "..\\..\\escaped.txt", "C:\\escaped.txt", "a\x1b[2J\x1b]0;own\x07b",
    "gpj.\u202eexe", "zero\u200bwidth", "<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "new\nline",
    "x" * 60_000, "..", "report.json", "con", "a//b", "\ufeff", "%s%n{0}{{7*7}}",
)  # fmt: skip


def test_names_stay_names(save: Save, tmp_path: Path) -> None:
    data = with_entries(PLAIN, *((name, b"http://192.0.2.7/" + name[:40].encode()) for name in HOSTILE_NAMES))
    data = data.replace(b"con", b"c\x00n")  # zipfile would cut a name at NUL when writing
    sample = save("names.apk", data)
    done, out = run(sample)
    assert done.returncode in (AUDITED, UNREAD), done.stderr
    assert not list(tmp_path.rglob("*escaped*")) and not Path("/escaped.txt").exists()
    assert sorted(p.name for p in out.iterdir()) == ["facts", "indicators", "report.html", "report.json"]
    page = (out / "report.html").read_text()
    for text in (page, (out / "report.json").read_text(), done.stdout, done.stderr):
        assert visible(text) == text
    assert "<script>alert(1)" not in page and "<img src=x" not in page
    verified = subprocess.run([sys.executable, "-m", "sousveil", "verify", out, sample], capture_output=True, text=True)  # noqa: PLW1510
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_the_name_of_the_sample_is_hostile_too(save: Save) -> None:
    for data in (b"", PLAIN):
        done, _ = run(save("a\x1b[2J\u202egpj.apk", data))
        assert done.returncode == (AUDITED if data else REFUSED)
        for text in (done.stdout, done.stderr):
            assert visible(text) == text


def test_what_is_no_file_does_not_hang(tmp_path: Path) -> None:
    good = tmp_path / "good.apk"
    good.write_bytes(PLAIN)
    for odd in ("/dev/zero", "/dev/null"):
        command = [sys.executable, "-m", "sousveil", "audit", odd, str(good), "-o", str(tmp_path / "out")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == UNREAD, "one of two could be read"
        assert odd in done.stderr and "Traceback" not in done.stderr


def test_a_time_limit_ends_the_audit_and_leaves_nothing(save: Save) -> None:
    apps = [(f"{n}.apk", with_entries(CODE, ("n", b"%d" % n))) for n in range(4000)]
    done, out = run(save("many.apks", packed(apps)), "--max-seconds", "1")
    assert done.returncode == REFUSED
    assert "--max-seconds" in done.stderr
    assert not out.exists()


# In this process.


def test_packages_in_packages_in_packages(tmp_path: Path) -> None:
    data = PLAIN
    for level in range(60):
        data = with_entries(PLAIN, (f"assets/{level}.apk", data))
    report = audit(tmp_path / "deep.apk", data)
    assert report is not None and "limit" in {g.cause for g in report.gaps}
    assert max(part.path.count("!/") for part in report.parts) <= Limits().max_depth + 1


def test_archives_that_multiply(tmp_path: Path) -> None:
    """Seven different archives in each of seven, five deep: 16,807 at the bottom."""
    level = [packed([("n", bytes([n]))]) for n in range(7)]
    for _ in range(4):
        level = [packed([(f"{m}.zip", inner) for m, inner in enumerate(level)] + [("n", bytes([n]))]) for n in range(7)]
    data = with_entries(PLAIN, *((f"assets/{n}.zip", inner) for n, inner in enumerate(level)))
    begun = time.monotonic()
    report = audit(tmp_path / "many.apk", data, Limits(max_entries=2000))
    assert report is not None and len(report.parts) <= 2001
    assert time.monotonic() - begun < 30


def test_an_archive_that_holds_itself(tmp_path: Path) -> None:
    """The directory lists an entry whose stored bytes are the whole file, directory included."""
    name = b"assets/self.apk"
    body = entries(PLAIN)
    plain = packed([*body.items(), (name.decode(), b"")], zipfile.ZIP_STORED)
    data = bytearray(plain)
    record = data.rfind(b"PK\x01\x02")
    struct.pack_into("<III", data, record + 16, zlib.crc32(data), len(data), len(data))
    struct.pack_into("<I", data, record + 42, 0)
    assert audit(tmp_path / "self.apk", bytes(data)) is not None


@pytest.mark.parametrize("value", [0, 1, 0xFFFE, 0xFFFF])
def test_counts_that_lie(tmp_path: Path, value: int) -> None:
    end = PLAIN.rfind(b"PK\x05\x06")
    for offset in range(4, 22, 2):
        data = bytearray(PLAIN)
        struct.pack_into("<H", data, end + offset, value)
        audit(tmp_path / "count.apk", bytes(data))
    parts = entries(NATIVE)
    for name in [n for n in parts if n.endswith((".xml", ".arsc", ".dex", ".so"))]:
        for offset in range(4, min(len(parts[name]) - 4, 160), 4):
            part = bytearray(parts[name])
            struct.pack_into("<I", part, offset, value << 16 | value)
            audit(tmp_path / "count.apk", with_entries(NATIVE, (name, bytes(part))))


DEX = entries(CODE)["classes.dex"]
FIELDS = [*range(8, 0x70, 4)]


@pytest.mark.parametrize("offset", FIELDS, ids=hex)
def test_every_broken_header_field_of_a_dex_is_told_or_harmless(tmp_path: Path, offset: int) -> None:
    plain = audit(tmp_path / "plain.apk", with_entries(CODE))
    assert plain is not None
    for value in (0, 1, len(DEX), 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        data = bytearray(DEX)
        struct.pack_into("<I", data, offset, value)
        if data == DEX:
            continue
        report = audit(tmp_path / "broken.apk", with_entries(CODE, ("classes.dex", bytes(data))))
        assert report is not None
        told = len(report.gaps) > len(plain.gaps) or bool(_oddities(report) - _oddities(plain))
        assert told or _what(report) == _what(plain), f"{value:#x}: the findings changed and nothing says why"


def _oddities(report: Report) -> set[str]:
    """The rules that say how the package departs from its format."""
    return {f.rule for f in report.findings if f.rule.startswith("hides/") and not f.data.get("absent")}


def _what(report: Report) -> list[tuple[str, str]]:
    return sorted((f.rule, f.says) for f in report.findings)


APKS = sorted(APPS.glob("*/app.apk"))
WORTH = (".dex", ".arsc", ".xml", ".so", ".RSA", ".SF", ".MF")


@pytest.mark.parametrize("seed", range(8))
def test_random_damage(tmp_path: Path, seed: int) -> None:
    """40 apps a seed; half with bytes changed anywhere, half with one part changed and packed again."""
    rng = random.Random(seed)
    for number in range(40):
        data = rng.choice(APKS).read_bytes()
        if number % 2:
            data = _flipped(data, rng)
        else:
            parts = entries(data)
            name = rng.choice([n for n in parts if n.endswith(WORTH)])
            data = with_entries(data, (name, _flipped(parts[name], rng)))
        path = tmp_path / f"{seed}-{number}.apk"
        audit(path, data)
        path.unlink()


def _flipped(data: bytes, rng: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 4, 16])):
        at = rng.randrange(len(broken) if rng.random() < 0.6 else min(len(broken), 256))
        if rng.random() < 0.7:
            broken[at] = rng.choice([0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)])
        else:
            broken[at : at + 4] = rng.choice([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]).to_bytes(4, "little")
    return bytes(broken)


@pytest.mark.parametrize("value", [0, 1, 0x30, 0x31, 0x80, 0xFF])
def test_every_byte_of_a_jar_signature_may_be_anything(value: int) -> None:
    """The signature is read by hand from DER: what is whole DER and no signature must cost nothing but itself."""
    parts = entries(PLAIN)
    name = next(n for n in parts if n.endswith(".RSA"))
    for at in range(len(parts[name])):
        broken = bytearray(parts[name])
        broken[at] = value
        found = read_signers(b"", list(parts), (parts | {name: bytes(broken)}).get)
        assert found.signers or found.gaps
