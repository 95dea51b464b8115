"""CPU time and memory of tracing flows, as ratios within one run.

    python -m bench.trace_speed [--apps DIR] [--sizes 1,4,16,32,100] [--runs N] [--mariana-trench PROGRAM
        --system-jar JAR] [--json OUT]

Two parts: each app below DIR as it is, and apps of the given megabytes of dex merged from them (`bench.merge`).
A figure is the median of N runs, each in a process of its own. CPU time is that of the tracing stage on all threads,
reading and reach left out; memory is the peak of the whole process, reading included, with the peak before tracing
beside it.

Mariana Trench, where its program is given, runs on the same file with its own models and rules: its CPU time and peak
are of the whole process, and a second figure has its start (the same run on the smallest app) taken off. It looks for
other flows than we do, so the ratio says what each costs, not which is better. Its reader of class files knows no
invokedynamic: the jar must be one of Android 6 or older.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from bench.speed import measured

Row = dict[str, Any]


def traced(app: Path, runs: int, seconds: float, memory: int) -> Row:
    """Cost of tracing one app; `failed` says why there is none."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.json")
        command = [sys.executable, "-m", "bench.one_app", str(app.resolve()), str(out), "--memory", str(memory)]
        for _ in range(runs):
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
            except subprocess.TimeoutExpired:
                return {"failed": f"over {seconds:.0f} s"}
            if done.returncode != 0:
                return {"failed": (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]}
            found.append(json.loads(out.read_text(encoding="utf-8")))
    cost = {name: statistics.median(f["cost"][name] for f in found) for name in found[0]["cost"]}
    return cost | {"flows": len(found[0]["flows"]), "cut": found[0]["cut"]}


def mariana(program: Path, jar: Path, app: Path, runs: int, seconds: float) -> tuple[float, int] | None:
    """CPU seconds and peak MiB of Mariana Trench on an app; None when it cannot run or is out of time."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        command = ["env", *(f"{k}={v}" for k, v in environment.items())]
        command += ["timeout", f"{seconds:.0f}", str(program), "--apk-path", str(app)]
        command += ["--system-jar-configuration-path", str(jar), "--skip-source-indexing"]
        command += ["--source-root-directory", folder, "--output-directory", folder]
        return measured(command, runs)


def dex_mb(app: Path) -> float:
    """MB of dex; 0 where the file is no archive."""
    try:
        with zipfile.ZipFile(app) as archive:
            found = [e.file_size for e in archive.infolist() if e.filename.endswith(".dex") and "/" not in e.filename]
    except zipfile.BadZipFile:
        return 0.0
    return sum(found) / 1e6


def measure(apps: list[tuple[str, Path]], given: argparse.Namespace) -> list[Row]:
    """Figures of each app; prints as it goes."""
    start = None
    if given.mariana_trench and apps:
        smallest = min((path for _, path in apps), key=dex_mb)
        start = mariana(given.mariana_trench, given.system_jar, smallest, given.runs, given.seconds)
        if start is None:
            print("Mariana Trench cannot run here: left out", file=sys.stderr)
    found = []
    for name, path in apps:
        row: Row = {"app": name, "dex_mb": round(dex_mb(path), 2)}
        row |= traced(path, given.runs, given.seconds, given.memory)
        if start is not None:
            peer = mariana(given.mariana_trench, given.system_jar, path, given.runs, given.seconds)
            if peer is not None:
                less_start = round(max(peer[0] - start[0], 0.0), 2)
                row |= {"mariana_cpu": round(peer[0], 2), "mariana_less_start": less_start, "mariana_mib": peer[1]}
            else:
                row["mariana_failed"] = True
        found.append(row)
        print(text(row), flush=True)
    return found


def text(row: Row) -> str:
    line = f"  {row['app'][:44]:44} {row['dex_mb']:7.2f} MB"
    if "failed" in row:
        line += f"  failed: {row['failed']}"
    else:
        per_mb = row["cpu_seconds"] / max(row["dex_mb"], 1e-3)
        both = row["cpu_seconds"] / max(row["wall_seconds"], 1e-3)
        line += f" {row['cpu_seconds']:8.3f} CPU-s {per_mb:7.3f} a MB  {both:4.1f} cores"
        line += (
            f" {row['peak_mib']:6.0f} MiB (before {row['peak_before_mib']:.0f})  {row['flows']} flows, {row['cut']} cut"
        )
    if "mariana_failed" in row:
        line += "\n    Mariana Trench failed or was out of time"
    if "mariana_cpu" in row:
        line += f"\n    Mariana Trench {row['mariana_cpu']:.2f} CPU-s ({row['mariana_less_start']:.2f} less its start),"
        line += f" {row['mariana_mib']} MiB"
        if row.get("cpu_seconds"):
            line += f": {row['mariana_cpu'] / row['cpu_seconds']:.1f} times ours"
            line += f" ({row['mariana_less_start'] / row['cpu_seconds']:.1f} less its start)"
    return line


def growth(rows: list[Row]) -> list[str]:
    """How cost grows beside the dex: from the smallest to each size, and from each size to the next."""
    good = [r for r in rows if "failed" not in r and r["cpu_seconds"] > 0]
    lines = []
    for before, after in itertools.pairwise(good):
        first = good[0]
        step = (after["cpu_seconds"] / before["cpu_seconds"]) / (after["dex_mb"] / before["dex_mb"])
        whole = (after["cpu_seconds"] / first["cpu_seconds"]) / (after["dex_mb"] / first["dex_mb"])
        words = f"  {before['app']} to {after['app']}: cost grows {step:.2f} times as fast as the dex"
        lines.append(f"{words}, from the smallest {whole:.2f} times (wanted 1 or less)")
    return lines


def summary(rows: list[Row]) -> list[str]:
    good = [r for r in rows if "failed" not in r]
    if not good:
        return ["no app could be traced"]
    slowest = max(good, key=lambda r: r["cpu_seconds"])
    median = statistics.median(r["cpu_seconds"] for r in good)
    lines = [f"median of {len(good)} apps: {median:.3f} CPU-s (wanted on TaintBench 0.5 or less)"]
    lines.append(f"slowest: {slowest['app']} {slowest['cpu_seconds']:.3f} CPU-s (wanted 5 or less)")
    peers = [r["mariana_cpu"] / r["cpu_seconds"] for r in good if r.get("mariana_cpu") and r["cpu_seconds"]]
    if peers:
        lines.append(f"Mariana Trench, whole, beside ours: median {statistics.median(peers):.1f} times")
    return lines


def merged(apps: Path, sizes: str, folder: Path) -> list[tuple[str, Path]]:
    """Apps of the given MB of dex, made in a process of its own so that peaks of later ones stay theirs."""
    command = [sys.executable, "-m", "bench.merge", "--apps", str(apps), "--sizes", sizes, str(folder)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    built = []
    for made in map(json.loads, lines):
        short = "" if made["megabytes"] > made["wanted"] * 0.9 else ", SHORT: the apps hold no more"
        said = (
            "  {wanted:g} MB: {megabytes:.1f} MB in {dex_files} dex files ({copies} renamed copies), {classes} classes"
        )
        print(said.format(**made) + short)
        built.append((f"{made['wanted']:g} MB", Path(made["path"])))
    return built


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--apps", type=Path, default=Path(".samples"))
    options.add_argument("--sizes", default="1,4,16,32,100", help="MB of dex to merge; empty for none")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--seconds", type=float, default=600, help="time limit a run")
    options.add_argument("--memory", type=int, default=12288, metavar="MIB")
    options.add_argument("--mariana-trench", type=Path, metavar="PROGRAM")
    options.add_argument("--system-jar", type=Path, metavar="JAR", help="an android-all jar, for Mariana Trench")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    if given.mariana_trench and not given.system_jar:
        options.error("--mariana-trench needs --system-jar")
    apps = [(p.relative_to(given.apps).as_posix(), p) for p in sorted(given.apps.rglob("*.apk")) if dex_mb(p) > 0]
    print("apps:")
    rows = measure(apps, given)
    print("\n".join(summary(rows)))
    with tempfile.TemporaryDirectory() as folder:
        print("merged:")
        by_size = measure(merged(given.apps, given.sizes, Path(folder)), given) if given.sizes else []
    print("\n".join(growth(by_size)))
    print("  wanted at 16 MB: 6 CPU-s and 500 MiB or less")
    if given.json:
        given.json.write_text(json.dumps({"apps": rows, "merged": by_size}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
