"""Writes the results in docs/benchmarks.md from what `bench.suites --json` and `bench.trace_speed --json` kept.

    python -m bench.results docs/benchmarks.md FILE.json ...

Only what stands between the two marks in the page is replaced. Nothing is written by hand there.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"


def section(results: list[dict[str, Any]]) -> str:
    """The section as Markdown, results in the order given."""
    lines: list[str] = []
    for result in results:
        lines += ["", *(speed(result) if "merged" in result else scores(result))]
    return "\n".join(lines)


def scores(result: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    options = [f", --{name.replace('_', '-')}" for name in ("lists", "through", "all_sinks") if result[name]]
    if result["only"] != "*":
        options.append(f", only {result['only']}")
    for suite, found in result["suites"].items():
        lines += [f"### {suite}{''.join(options)}", ""]
        lines += ["| | apps | right | wrong | missed | P | R | F1 | apps' P | R | F1 |", "|---|" + "---:|" * 10]
        rows = [*found["categories"].items(), ("all", found["all"])]
        rows += [(name.replace("_", " "), found[name]) for name in ("undisputed", "without_implicit") if name in found]
        lines += [_row(name, figures) for name, figures in rows]
        lines.append("")
        for kind in ("expected", "unexpected"):
            if kind in found:
                words = "Of {stated} {0} flows, ours end at {end_at}, {exactly} of them exactly, "
                words += "and go through {go_through}."
                lines.append(words.format(kind, **found[kind]))
        if "beside_flowdroid" in found:
            peer = found["beside_flowdroid"]
            line = f"On the {peer['apps']} apps for which the truth says what FlowDroid reports: F1"
            lines.append(f"{line} {_number(peer['ours']['f1'])}, FlowDroid {_number(peer['flowdroid']['f1'])}.")
        lines += [f"Wanted: {w['what']} {w['wanted']}; is {_number(w['reached'])}." for w in found["wanted"]]
        lines += [f"Failed: {name} ({why})." for name, why in found["failed"].items()]
    lines += [f"Not scored: {name} ({why})." for name, why in (result["no_number"] | result["missing"]).items()]
    return lines


def _row(name: str, found: dict[str, Any]) -> str:
    a, b = found["leaks"], found["by_app"]
    cells: list[str] = [name, str(found["apps"]), *(str(a[c]) for c in ("right", "wrong", "missed"))]
    cells += [_number(of[c]) for of in (a, b) for c in ("precision", "recall", "f1")]
    return "| " + " | ".join(cells) + " |"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def speed(result: dict[str, Any]) -> list[str]:
    lines = ["### Cost of tracing", ""]
    lines += [
        "| | MB of dex | CPU-s | MiB | flows | Mariana Trench CPU-s | less its start | MiB |",
        "|---|" + "---:|" * 7,
    ]
    for row in [*result["apps"], *result["merged"]]:
        ours = [f"{row[c]:g}" if c in row else row.get("failed", "–") for c in ("cpu_seconds", "peak_mib", "flows")]
        peer = [f"{row[c]:g}" if c in row else "–" for c in ("mariana_cpu", "mariana_less_start", "mariana_mib")]
        lines.append("| " + " | ".join([row["app"], f"{row['dex_mb']:g}", *ours, *peer]) + " |")
    return lines


def replaced(page: str, text: str) -> str:
    """The page with another section. Raises ValueError where the marks are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{text}\n\n{END}{after}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("page", type=Path)
    options.add_argument("results", type=Path, nargs="+")
    given = options.parse_args()
    results = [json.loads(path.read_text(encoding="utf-8")) for path in given.results]
    page = given.page.read_text(encoding="utf-8")
    given.page.write_text(replaced(page, section(results)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
