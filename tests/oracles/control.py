"""The control group: ordinary apps that `make samples` fetches, and what they are compared on."""

import re
import zipfile
from pathlib import Path

from sousveil import core
from sousveil.model.facts import Facts
from sousveil.model.limits import Limits
from sousveil.open import open_sample
from tests.conftest import sample

NAMES = (
    "ApiDemos-debug.apk",
    "app-debug-androidTest.apk",
    "appium-uiautomator2-server-debug-androidTest.apk",
    "appium-uiautomator2-server-v10.6.6.apk",
    "settings_apk-debug.apk",
)
"""What tools/samples.py fetches. A name that is not there skips its test and says so."""


def dex_files(name: str) -> dict[str, bytes]:
    """The dex files of one app by name."""
    with zipfile.ZipFile(sample(name)) as package:
        return {n: package.read(n) for n in package.namelist() if re.fullmatch(r"classes\d*\.dex", n)}


def code_of(data: bytes) -> core.Code:
    builder = core.CodeBuilder()
    builder.add_dex(0, core.Blob(data))
    return builder.finish()


def facts_of(path: Path, *readers: object) -> Facts:
    """The facts these readers find in a sample."""
    facts = Facts(open_sample(path, Limits()))
    for reader in readers:
        reader.read(facts)  # type: ignore[attr-defined]
    return facts
