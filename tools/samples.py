"""Fetch the control group: ordinary apps that npm packages carry. They are read as bytes and never committed.

python tools/samples.py .samples
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGES = {
    "io.appium.settings": "8.0.10",
    "android-apidemos": "5.0.0",
    "appium-uiautomator2-server": "10.6.6",
    "appium-espresso-driver": "9.3.6",
}


def fetch(name: str, version: str, target: Path) -> None:
    """Puts the package's APKs into `target`; does nothing when they are there."""
    done = target / f".{name}-{version}"
    if done.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", f"{name}@{version}", "--silent"], cwd=folder, check=True, capture_output=True)
        archive = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive) as tar:
            for member in tar:
                stem = Path(member.name).name
                if member.isfile() and stem.endswith(".apk") and "/node_modules/" not in member.name:
                    data = tar.extractfile(member)
                    if data is not None:
                        (target / stem).write_bytes(data.read())
    done.touch()


def main() -> int:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ".samples")
    target.mkdir(parents=True, exist_ok=True)
    for name, version in PACKAGES.items():
        fetch(name, version, target)
    for app in sorted(target.glob("*.apk")):
        print(hashlib.sha256(app.read_bytes()).hexdigest()[:16], app)
    return 0


if __name__ == "__main__":
    sys.exit(main())
