"""Fetch the apps of the suites that score the engine. They are read as bytes, never run and never committed.

python tools/suites.py .suites [NAME ...] [--from URL]

Puts each suite's APKs below .suites/NAME. Without a name, all but `taintbench`, which is real malware: ask for it by
name, on a machine where a virus scanner will not take it away. The truths are not fetched: they are given apart.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple


class Suite(NamedTuple):
    repository: str
    commit: str
    folder: str
    malware: bool = False


SUITES = {
    "droidbench": Suite("secure-software-engineering/DroidBench", "cbb5f2b714304cb94a03f363ed0080535cd6ca40", "apk"),
    "iccbench": Suite("fgwei/ICC-Bench", "738f1bb908ca8827f1c3ac739efec9c61c8a4d30", "apks"),
    "nativeflowbench": Suite("arguslab/NativeFlowBench", "b92ad62a9a66a24461c043fc248f39a3a3cc1ebb", "apks"),
    "taintbench": Suite(
        "pascal-lab/android-benchmarks",
        "f906cca71947ac387419ac01794d9f6bcee356bf",
        "real-world/TaintBench",
        malware=True,
    ),
    "ubcbench": Suite("LinaQiu/UBCBench", "daa296e753d85f55add8cf666e6d32239ab56dc1", "apk"),
}


def git(folder: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", folder, *arguments], check=False, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def fetch(suite: Suite, target: Path, base: str) -> tuple[int, list[str]]:
    """Puts the suite's APKs into `target`, in their folders. How many, and which are no archives."""
    count, broken = 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        git(folder, "init", "--quiet")
        git(folder, "fetch", "--quiet", "--depth", "1", f"{base}/{suite.repository}", suite.commit)
        listed = git(folder, "ls-tree", "-r", "-z", "--name-only", "FETCH_HEAD", f"{suite.folder}/").decode()
        for path in sorted(p for p in listed.split("\0") if p.endswith(".apk")):
            out = target / Path(path).relative_to(suite.folder)
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(git(folder, "show", f"FETCH_HEAD:{path}"))
            count += 1
            if not zipfile.is_zipfile(out):
                broken.append(path)
    return count, broken


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("target", type=Path)
    options.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SUITES))
    options.add_argument("--from", dest="base", default="https://github.com", metavar="URL")
    given = options.parse_args()
    unknown = sorted(set(given.names) - set(SUITES))
    if unknown:
        options.error(f"no such suite: {', '.join(unknown)}")
    for name in given.names or [n for n, s in SUITES.items() if not s.malware]:
        count, broken = fetch(SUITES[name], given.target / name, given.base)
        print(f"{name}: {count} apps", *(f"  no archive: {path}" for path in broken), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
