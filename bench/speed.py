"""Speed and memory of reading and auditing, as ratios within one run.

    python -m bench.speed [--apps DIR] [--runs N] [--json OUT]

Each figure is the CPU time of a process of its own (user + system, children included), median of N runs, with its
peak memory. The floor is inflating and hashing every entry of the package with Python's zipfile and hashlib.
Peers that are not installed are left out and named.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

FLOOR = """
import hashlib, sys, zipfile
for entry in (z := zipfile.ZipFile(sys.argv[1])).infolist():
    hashlib.sha256(z.read(entry)).digest()
"""
COLUMNS = """
import sys
from sousveil.core import Blob, CodeBuilder
builder = CodeBuilder()
for number, path in enumerate(sys.argv[1:]):
    builder.add_dex(number, Blob.from_path(path))
code = builder.finish()
tables = [code.table(name) for name in code.tables]
"""
IMPORT = "import sousveil.core"
LIEF = """
import sys, lief
for path in sys.argv[1:]:
    lief.DEX.parse(path)
"""
ANDROGUARD = """
import sys
from loguru import logger
logger.remove()
from androguard.misc import AnalyzeAPK
AnalyzeAPK(sys.argv[1])
"""


@dataclass
class Figure:
    app: str
    what: str
    cpu_seconds: float
    peak_mib: int


def measured(command: list[str], runs: int) -> tuple[float, int] | None:
    """Median CPU seconds and largest peak memory of a command; None when it cannot run."""
    seconds, peak = [], 0
    for _ in range(runs):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            _child(command, write)
        os.close(write)
        with os.fdopen(read) as pipe:
            line = pipe.read()
        os.waitpid(child, 0)
        if not line:
            return None
        cpu, memory = line.split()
        seconds.append(float(cpu))
        peak = max(peak, int(memory) // 1024)
    return statistics.median(seconds), peak


def _child(command: list[str], write: int) -> None:
    """Runs the command in a process whose children are only this command, so that rusage is exact."""
    import resource

    try:
        code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
    except OSError:
        os._exit(1)
    if code == 0:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(write, f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
    os._exit(0)


def unpack_dex(app: Path, folder: Path) -> list[str]:
    with zipfile.ZipFile(app) as archive:
        names = [n for n in archive.namelist() if n.endswith(".dex") and "/" not in n]
        return [archive.extract(n, folder) for n in sorted(names)]


def figures(app: Path, runs: int) -> tuple[list[Figure], float]:
    """All figures of one app, and its MB of dex."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        dex = unpack_dex(app, Path(folder))
        size = sum(Path(d).stat().st_size for d in dex) / 1e6
        audit = [python, "-m", "sousveil.cli", "audit", str(app), "-o", f"{folder}/out", "-q"]
        commands = {
            "floor": [python, "-c", FLOOR, str(app)],
            "start": [python, "-c", IMPORT],
            "dex to columns": [python, "-c", COLUMNS, *dex],
            "whole audit": audit,
            "dexdump": [shutil.which("dexdump") or "dexdump", "-d", "-l", "plain", *dex],
            "lief": [python, "-c", LIEF, *dex],
            "androguard": [python, "-c", ANDROGUARD, str(app)],
        }
        found = []
        for what, command in commands.items():
            result = measured(command, 1 if what == "androguard" else runs)
            if result is None:
                print(f"{app.name}: {what} cannot run here", file=sys.stderr)
                continue
            found.append(Figure(app.name, what, round(result[0], 3), result[1]))
    return found, size


def report(app: str, found: list[Figure], dex_mb: float) -> list[str]:
    cpu = {f.what: f.cpu_seconds for f in found}
    peak = {f.what: f.peak_mib for f in found}
    lines = [f"{app}: {dex_mb:.1f} MB of dex"]
    for figure in found:
        lines.append(f"  {figure.what:16} {figure.cpu_seconds:8.3f} CPU-s  {figure.peak_mib:6d} MiB")
    columns = max(cpu["dex to columns"] - cpu["start"], 1e-3)
    lines.append(f"  dex to columns   {dex_mb / columns:8.1f} MB a CPU-s, start of Python left out (wanted 50 or more)")
    for peer in ("dexdump", "lief"):
        if peer in cpu:
            lines.append(f"  {peer:16} {dex_mb / cpu[peer]:8.1f} MB a CPU-s")
    lines.append(f"  audit / floor    {cpu['whole audit'] / cpu['floor']:8.1f} (wanted 12 or less from 14 MB of dex)")
    if "androguard" in cpu:
        lines.append(f"  androguard / audit {cpu['androguard'] / cpu['whole audit']:6.1f} (wanted 30 or more)")
    bar = 150 + 15 * dex_mb
    lines.append(f"  peak memory      {peak['whole audit']:8d} MiB (wanted {bar:.0f} or less)")
    return lines


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--apps", type=Path, default=Path(".samples"))
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    kept = []
    for app in sorted(given.apps.glob("*.apk")):
        found, size = figures(app, given.runs)
        kept += [asdict(f) | {"dex_mb": round(size, 2)} for f in found]
        print("\n".join(report(app.name, found, size)), flush=True)
    result = measured([sys.executable, "-m", "sousveil.cli", "--help"], given.runs)
    if result:
        print(f"sousveil --help: {result[0]:.3f} CPU-s (wanted 0.3 or less)")
    if given.json:
        given.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
