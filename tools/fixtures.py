"""Build the test apps (tests/apps/NAME, tests/flows/NAME) and the example (examples/demo) from their sources.

    python tools/fixtures.py            build what is out of date
    python tools/fixtures.py NAME...    build these, whatever their state
    python tools/fixtures.py --all      build everything
    python tools/fixtures.py --check    build everything aside, say which bytes differ, change nothing
    python tools/fixtures.py --stale    say what is out of date (needs no JDK), change nothing

An app is a folder with AndroidManifest.xml, java/, res/, assets/, lib/ (the last four optional),
build.toml (optional: key, min_api) and expected.yaml or flow.yaml. The result is app.apk in the same folder;
below tests/flows it is NAME.apk, for a truth file finds its apps by their file names.

Needs a JDK, mvn, and the Debian packages aapt, zipalign, apksigner. The compile-time stub jar and
D8 come from Maven and stay in ~/.m2. Same sources and same tools give the same bytes: entries are
sorted, times are fixed, the keys are committed and RSA PKCS#1 signatures hold no randomness.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import hashlib
import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "tests" / "apps"
FLOWS = ROOT / "tests" / "flows"
KEYS = APPS / "key"
BUILT = APPS / "built.tsv"
ANDROID = ("org.robolectric", "android-all", "14-robolectric-10818077")
D8 = ("com.android.tools", "r8", "8.5.35")
# The first moment a ZIP entry can carry.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
# Android maps these in place, so they must not be compressed.
STORED = (".arsc", ".so")
# What goes into the app; expected.yaml, flow.yaml and notes do not.
SOURCES = ("AndroidManifest.xml", "build.toml", "java", "res", "assets", "lib")


class BuildError(Exception):
    """A build step failed; the text says which and why."""


def run(step: str, *command: str | Path) -> None:
    """Run one tool quietly; on failure raise with all it said."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{step}: {command[0]} gave {done.returncode}\n{done.stdout}{done.stderr}")


def maven_jar(coordinate: tuple[str, str, str]) -> Path:
    """Path of a jar in the local Maven repository, fetched when it is not there yet."""
    group, name, version = coordinate
    home = Path(os.environ.get("MAVEN_REPOSITORY", Path.home() / ".m2" / "repository"))
    jar = home.joinpath(*group.split("."), name, version, f"{name}-{version}.jar")
    if not jar.is_file():
        print(f"fetching {':'.join(coordinate)}", file=sys.stderr)
        run(
            "fetch",
            "mvn",
            "-q",
            "dependency:get",
            f"-Dmaven.repo.local={home}",
            f"-Dartifact={':'.join(coordinate)}",
            "-Dtransitive=false",
        )
    return jar


def app_folders() -> dict[str, Path]:
    """Every app by name, in order; the example is called "demo"."""
    found: dict[str, Path] = {}
    for folder in [p.parent for place in (APPS, FLOWS) for p in sorted(place.glob("*/AndroidManifest.xml"))]:
        if folder.name in found:
            raise SystemExit(f"two apps have the name {folder.name}")
        found[folder.name] = folder
    found["demo"] = ROOT / "examples" / "demo"
    return found


def app_file(folder: Path) -> Path:
    """Where the built app of a folder is."""
    return folder / (f"{folder.name}.apk" if folder.parent == FLOWS else "app.apk")


def source_files(folder: Path) -> list[Path]:
    """The files an app is made of, in a fixed order."""
    files: list[Path] = []
    for name in SOURCES:
        path = folder / name
        if path.is_file():
            files.append(path)
        elif path.is_dir():
            files += [p for p in path.rglob("*") if p.is_file()]
    return sorted(files, key=lambda p: p.relative_to(folder).as_posix())


def source_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of an app's sources."""
    whole = hashlib.sha256()
    for path in source_files(folder):
        part = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()}\0{part}\n".encode())
    return whole.hexdigest()


def settings(folder: Path) -> dict[str, object]:
    """build.toml of an app: key ("test" or "debug") and min_api."""
    given = folder / "build.toml"
    return tomllib.loads(given.read_text("utf-8")) if given.is_file() else {}


def link(folder: Path, work: Path, android: Path) -> Path:
    """Compile the manifest and resources with aapt2; R.java lands in work/gen."""
    base = work / "base.apk"
    command: list[str | Path] = [
        "aapt2",
        "link",
        "-I",
        android,
        "-o",
        base,
        "--java",
        work / "gen",
        "--manifest",
        folder / "AndroidManifest.xml",
    ]
    if (folder / "assets").is_dir():
        command += ["-A", folder / "assets"]
    if (folder / "res").is_dir():
        run("resources", "aapt2", "compile", "--dir", folder / "res", "-o", work / "res.zip")
        command.append(work / "res.zip")
    run("link", *command)
    return base


def compile_dex(folder: Path, work: Path, android: Path, min_api: int) -> Path | None:
    """Java to classes.dex; None for an app without code."""
    java = sorted((folder / "java").rglob("*.java"))
    if not java:
        return None
    java += sorted((work / "gen").rglob("*.java"))
    classes = work / "classes"
    run(
        "javac",
        "javac",
        "--release",
        "8",
        "-nowarn",
        "-Xlint:none",
        "-g:source,lines",
        "-encoding",
        "UTF-8",
        "-cp",
        android,
        "-d",
        classes,
        *java,
    )
    run(
        "d8",
        "java",
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        maven_jar(D8),
        "com.android.tools.r8.D8",
        "--release",
        "--min-api",
        str(min_api),
        "--lib",
        android,
        "--output",
        work,
        *sorted(classes.rglob("*.class")),
    )
    return work / "classes.dex"


def pack(folder: Path, base: Path, dex: Path | None, out: Path) -> None:
    """One ZIP of aapt2's output, the code and the native libraries, sorted and with fixed times."""
    with zipfile.ZipFile(base) as linked:
        parts = {name: linked.read(name) for name in linked.namelist()}
    if dex:
        parts["classes.dex"] = dex.read_bytes()
    for path in (folder / "lib").rglob("*.so"):
        parts[path.relative_to(folder).as_posix()] = path.read_bytes()
    with zipfile.ZipFile(out, "w") as whole:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            whole.writestr(entry, parts[name])


def build(folder: Path) -> bytes:
    """The bytes of one app, built aside."""
    android = maven_jar(ANDROID)
    wanted = settings(folder)
    key = str(wanted.get("key", "test"))
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        (work / "gen").mkdir()
        (work / "classes").mkdir()
        base = link(folder, work, android)
        dex = compile_dex(folder, work, android, int(str(wanted.get("min_api", 21))))
        pack(folder, base, dex, work / "plain.apk")
        run("align", "zipalign", "-f", "-p", "4", work / "plain.apk", work / "app.apk")
        run("sign", "apksigner", "sign", "--key", KEYS / f"{key}.pk8", "--cert", KEYS / f"{key}.pem", work / "app.apk")
        return (work / "app.apk").read_bytes()


def read_built() -> dict[str, tuple[str, str]]:
    """built.tsv: name to (sha256 of sources, sha256 of the built app)."""
    if not BUILT.is_file():
        return {}
    rows = [line.split("\t") for line in BUILT.read_text("utf-8").splitlines()[1:]]
    return {name: (source, app) for name, source, app in rows}


def write_built(rows: dict[str, tuple[str, str]]) -> None:
    """Write built.tsv, sorted by name."""
    lines = ["name\tsources_sha256\tapp_sha256"]
    lines += [f"{name}\t{source}\t{app}" for name, (source, app) in sorted(rows.items())]
    BUILT.write_text("\n".join(lines) + "\n", "utf-8")


def stale(folders: dict[str, Path]) -> list[str]:
    """Apps whose sources or built app are not what built.tsv says."""
    known = read_built()
    names = []
    for name, folder in folders.items():
        app = app_file(folder)
        now = (source_hash(folder), hashlib.sha256(app.read_bytes()).hexdigest() if app.is_file() else "")
        if known.get(name) != now:
            names.append(name)
    return names + sorted(set(known) - set(folders))


def build_many(folders: dict[str, Path], check: bool, jobs: int) -> int:
    """Build each folder; put the app in place, or only compare. Returns the exit code."""
    rows = read_built()
    bad = 0
    for coordinate in (ANDROID, D8):
        maven_jar(coordinate)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        todo = {name: pool.submit(build, folder) for name, folder in folders.items()}
        for name, done in todo.items():
            try:
                app = done.result()
            except BuildError as error:
                print(f"{name}: {error}", file=sys.stderr)
                bad += 1
                continue
            place = app_file(folders[name])
            if check:
                same = place.is_file() and place.read_bytes() == app
                bad += not same
                print(f"{'same' if same else 'DIFFERS'} {name}")
                continue
            place.write_bytes(app)
            rows[name] = (source_hash(folders[name]), hashlib.sha256(app).hexdigest())
            print(f"built {name} ({len(app)} bytes)", flush=True)
    if not check:
        here = app_folders()
        write_built({name: row for name, row in rows.items() if name in here})
    return 1 if bad else 0


def main() -> int:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description="Build the test apps and the example app.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="apps to build (default: out of date)")
    parser.add_argument("--all", action="store_true", help="build every app")
    parser.add_argument("--check", action="store_true", help="rebuild aside and compare bytes")
    parser.add_argument("--stale", action="store_true", help="only say what is out of date")
    parser.add_argument("--jobs", type=int, default=2, help="builds at a time (default 2)")
    given = parser.parse_args()
    folders = app_folders()
    unknown = [name for name in given.names if name not in folders]
    if unknown:
        parser.error(f"no such app: {', '.join(unknown)}")
    old = stale(folders)
    if given.stale:
        print("\n".join(old) if old else "all test apps are up to date")
        return 1 if old else 0
    everything = given.all or (given.check and not given.names)
    names = list(folders) if everything else given.names or [n for n in old if n in folders]
    if not names:
        if old:
            write_built({n: row for n, row in read_built().items() if n in folders})
        print("all test apps are up to date")
        return 0
    return build_many({name: folders[name] for name in names}, given.check, given.jobs)


if __name__ == "__main__":
    sys.exit(main())
