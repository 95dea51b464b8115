"""Build the small native files of the tests from their sources.

    python tools/natives.py          build all
    python tools/natives.py --check  build aside and say which differ, change nothing

Needs Debian's gcc, gcc-aarch64-linux-gnu, gcc-arm-linux-gnueabihf and gcc-i686-linux-gnu. Other compilers give other
bytes, so the results are committed; the tests say what each must hold, not which bytes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
COMPILERS: dict[str, list[str]] = {
    "a64": ["aarch64-linux-gnu-gcc"],
    "a32": ["arm-linux-gnueabihf-gcc", "-marm"],
    "t32": ["arm-linux-gnueabihf-gcc", "-mthumb"],
    "x86": ["i686-linux-gnu-gcc"],
    "x86_64": ["x86_64-linux-gnu-gcc"],
}
COMMON = ["-Os", "-s", "-Wl,--build-id=none", "-Wl,-z,max-page-size=4096"]
SMALL = ["-nostartfiles", "-Wl,-z,noseparate-code"]
PROGRAM = [*COMMON, "-fPIE", "-pie"]
BARE = ["-nostdlib", "-Wl,-z,noseparate-code"]
LIBRARY = [*COMMON, "-fPIC", "-shared", "-fvisibility=hidden"]


def jobs() -> list[tuple[Path, Path, list[str]]]:
    """(source, result, command without them)."""
    found = []
    natives = TESTS / "natives"
    for name, compiler in COMPILERS.items():
        found.append((natives / "walker.c", natives / name / "walker", [*compiler, *PROGRAM]))
        found.append((natives / "lesson.c", natives / name / "liblesson.so", [*compiler, *LIBRARY]))
        found.append((natives / "digest.c", natives / name / "libdigest.so", [*compiler, *LIBRARY]))
    fixed = [*COMMON, "-no-pie", "-fno-pie"]
    found.append((natives / "walker.c", natives / "t32" / "walker_fixed", [*COMPILERS["t32"], *fixed]))
    found.append((natives / "walker.c", natives / "x86" / "walker_fixed", [*COMPILERS["x86"], *fixed]))
    app = TESTS / "apps" / "native_program"
    found.append((app / "listing.c", app / "assets" / "listing", [*COMPILERS["t32"], *PROGRAM]))
    found.append((app / "listing.c", app / "assets" / "listing_x86", [*COMPILERS["x86"], *PROGRAM]))
    for folder, name in (("arm64-v8a", "a64"), ("armeabi-v7a", "t32"), ("x86", "x86"), ("x86_64", "x86_64")):
        for keyed in (TESTS / "apps" / "sealed_key_native", TESTS / "apps" / "sealed_key_native_made"):
            result = keyed / "lib" / folder / "libschool.so"
            found.append((keyed / "school.c", result, [*COMPILERS[name], *LIBRARY, *BARE]))
        for one, part in (("native_hidden", "shelf"), ("native_tables", "index"), ("native_board", "board")):
            own = TESTS / "apps" / one
            result = own / "lib" / folder / f"lib{part}.so"
            found.append((own / f"{part}.c", result, [*COMPILERS[name], *LIBRARY, *SMALL]))
    game = TESTS / "apps" / "native_game"
    for folder, name in (("arm64-v8a", "a64"), ("armeabi-v7a", "t32")):
        for part in ("engine", "board"):
            result = game / "lib" / folder / f"lib{part}.so"
            found.append((game / f"{part}.c", result, [*COMPILERS[name], *LIBRARY]))
    return found


def build(source: Path, result: Path, command: list[str]) -> None:
    result.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([*command, "-o", str(result), str(source)], check=True)


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--check", action="store_true")
    check = given.parse_args().check
    differ = 0
    with tempfile.TemporaryDirectory() as folder:
        for source, result, command in jobs():
            target = Path(folder) / "built" if check else result
            build(source, target, command)
            if check and (not result.is_file() or target.read_bytes() != result.read_bytes()):
                print(result.relative_to(ROOT))
                differ = 1
    return differ


if __name__ == "__main__":
    sys.exit(main())
