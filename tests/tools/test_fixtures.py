"""The test apps: up to date, said in words, and inert."""

import ipaddress
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(p.parent for p in (ROOT / "tests" / "apps").glob("*/AndroidManifest.xml"))
FOLDERS.append(ROOT / "examples" / "demo")
FLOWS = sorted(p.parent for p in (ROOT / "tests" / "flows").glob("*/AndroidManifest.xml"))
# RFC 5737 and RFC 2606.
NETWORKS = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]
HOST = re.compile(r"(?:^|\.)example\.(?:org|com)$")
# Names of formats, in resources and in the app that is about them.
NAMESPACES = {"schemas.android.com", "www.w3.org"}
# Numbers in version_not_address, which is about not taking them for addresses.
NO_ADDRESS = {"1.2.3.4", "2.5.4.3"}


def texts(folder: Path) -> list[str]:
    """All readable sources of an app."""
    kinds = {".java", ".xml", ".json", ".html", ".txt", ".c"}
    return [p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.suffix in kinds]


def test_built_apps_are_those_of_the_sources() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "fixtures.py", "--stale"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_expected_has_its_words(folder: Path) -> None:
    said = yaml.safe_load((folder / "expected.yaml").read_text("utf-8"))
    assert set(said) <= {"about", "fires", "silent", "innocent_if", "note"}
    assert said["about"].endswith(".")
    assert said["fires"] or said["silent"]
    for topic in said["fires"] + said["silent"]:
        assert isinstance(topic, str)
    assert not set(said["fires"]) & set(said["silent"])


@pytest.mark.parametrize("folder", FOLDERS + FLOWS, ids=lambda p: p.name)
def test_only_reserved_addresses(folder: Path) -> None:
    for text in texts(folder):
        for host in re.findall(r"\b(?!content:)[a-z]+://(?:[^/\s\"'<>@]*@)?([A-Za-z0-9.-]+\.[A-Za-z0-9-]+)", text):
            if not re.fullmatch(r"[\d.]+", host):
                assert HOST.search(host) or host in NAMESPACES, host
        for number in set(re.findall(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", text)) - NO_ADDRESS:
            assert any(ipaddress.ip_address(number) in net for net in NETWORKS), number
        for mail in re.findall(r"@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", text):
            if mail.endswith((".org", ".com", ".net", ".cn")):
                assert HOST.search(mail), mail


@pytest.mark.parametrize("folder", FOLDERS + FLOWS, ids=lambda p: p.name)
def test_app_is_small_and_named_by_its_folder(folder: Path) -> None:
    app = folder / (f"{folder.name}.apk" if folder in FLOWS else "app.apk")
    assert app.stat().st_size < 64 * 1024
    with zipfile.ZipFile(app) as parts:
        assert "AndroidManifest.xml" in parts.namelist()
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    manifest = (folder / "AndroidManifest.xml").read_text("utf-8")
    assert f'package="org.example.sousveil.{folder.name}"' in manifest
