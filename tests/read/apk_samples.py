"""Ordinary apps to compare with other tools on: under $SOUSVEIL_SAMPLES, or `.samples/`. Never committed."""

import os
import zipfile
from pathlib import Path

ROOT = Path(os.environ.get("SOUSVEIL_SAMPLES") or Path(__file__).parent.parent.parent / ".samples")


def apks() -> list[Path]:
    """The readable APKs of the control group, by path; each name once."""
    found = {p.name: p for p in sorted(ROOT.glob("**/*.apk"), reverse=True) if zipfile.is_zipfile(p)}
    return [found[name] for name in sorted(found)]
