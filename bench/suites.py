"""Scores the engine against a suite's truth.

    python -m bench.suites --truth FILE --apps DIR [--lists] [--through] [--all-sinks] [--only PATTERN]
        [-j N] [--json OUT]

Apps are found by name anywhere below DIR; those that are not there are named and not scored. Each app is traced in
a process of its own, with limits of time and memory; one that fails is named and counts as if nothing were found.
What counts as a leak, and what as found, is in `bench.scores`: leaks are distinct pairs of source site and sink site
of kind `data`; flows of kind `decision` count only in the category ImplicitFlows.

Without `--lists` our own catalogues say what a source and a sink is. With it, where a truth names sources and sinks of
an app's flows (TaintBench), every call in the app to a method of these names is one, as in the papers' lists per app.
`--json` writes all that is printed and more, the same bytes for the same result. Progress, with CPU time and
memory of each app, goes to standard error.
"""

import argparse
import fnmatch
import json
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import marks, scores, truth
from bench.scores import Result
from bench.truth import AppTruth


@dataclass(frozen=True, slots=True)
class Options:
    lists: bool
    all_sinks: bool
    through: bool
    only: str
    seconds: float
    memory: int


def scored(app: AppTruth, path: Path, options: Options) -> tuple[Result, str]:
    """Traces one app in a process of its own. Also says how that went, in a few words."""
    with tempfile.TemporaryDirectory() as folder:
        out, ask = Path(folder, "out.json"), Path(folder, "ask.json")
        ask.write_text(json.dumps(asked(app, lists=options.lists)), encoding="utf-8")
        command = [sys.executable, "-m", "bench.one_app", str(path.resolve()), str(out), "--ask", str(ask)]
        command += ["--memory", str(options.memory)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=options.seconds, check=False)
        except subprocess.TimeoutExpired:
            return Result(app, failed="out of time"), "out of time"
        if done.returncode != 0 or not out.exists():
            why = failure(done.returncode, done.stderr)
            return Result(app, failed=why), why
        given = json.loads(out.read_text(encoding="utf-8"))
    absent = [truth.Place(*p) for p in given["absent"]]
    result = scores.score(app, given["flows"], all_sinks=options.all_sinks, by_ends=not options.through, absent=absent)
    cost = given["cost"]
    return result, f"{len(given['flows'])} flows, {cost['cpu_seconds']} CPU-s, peak {cost['peak_mib']} MiB"


def asked(app: AppTruth, *, lists: bool) -> dict[str, Any]:
    """What the process is asked: the lists of an app's truth, expected and unexpected flows alike, and its places."""
    ask: dict[str, Any] = {}
    if lists and app.flows:
        ask["sources"] = sorted({f.source.callee for f in app.flows})
        ask["sinks"] = sorted({f.sink.callee for f in app.flows})
    if app.flows:
        ask["places"] = sorted({p for f in app.flows for p in f.key})
    return ask


def failure(code: int, errors: str) -> str:
    """Why a process failed, in one line."""
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    last = [line for line in errors.splitlines() if line.strip()][-1:]
    return re.sub(r" \(/[^)]*\)$", "", last[0].strip()) if last else f"exit status {code}"


def run(apps: dict[AppTruth, Path], options: Options, workers: int) -> list[Result]:
    """Results in the order of the apps, whatever ends first."""
    done = 0

    def one(item: tuple[AppTruth, Path]) -> Result:
        nonlocal done
        result, words = scored(*item, options)
        done += 1
        print(f"{done}/{len(apps)} {item[0].name}: {words}", file=sys.stderr, flush=True)
        return result

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, apps.items()))


def by_category(results: Iterable[Result]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(result.app.category or result.app.suite, []).append(result)
    return dict(sorted(found.items()))


def figures(results: list[Result]) -> dict[str, Any]:
    return {
        "apps": len(results),
        "leaks": scores.total(r.tally() for r in results).as_json(),
        "by_app": scores.total(r.app_tally() for r in results).as_json(),
    }


def suite_summary(suite: str, results: list[Result], *, lists: bool) -> dict[str, Any]:
    """All figures of one suite, for JSON and for print."""
    summary: dict[str, Any] = {
        "all": figures(results),
        "categories": {name: figures(part) for name, part in by_category(results).items()},
        "wanted": marks.checked(suite, results, lists=lists),
        "failed": {r.app.name: r.failed for r in results if r.failed},
    }
    if any(r.app.disputed for r in results):
        summary["undisputed"] = figures([r for r in results if not r.app.disputed])
    if any(r.app.category == scores.IMPLICIT for r in results):
        summary["without_implicit"] = figures([r for r in results if r.app.category != scores.IMPLICIT])
    peer = marks.beside_peer(results)
    if peer is not None:
        number, theirs, ours = peer
        summary["beside_flowdroid"] = {"apps": number, "flowdroid": theirs.as_json(), "ours": ours.as_json()}
    if any(r.app.flows for r in results):
        summary["counted"] = "end_at" if all(r.by_ends for r in results) else "go_through"
        summary["expected"] = scores.reported(results, expected=True)
        summary["unexpected"] = scores.reported(results, expected=False)
        summary["unjudged"] = sum(r.unjudged for r in results)
    return summary


def app_json(result: Result) -> dict[str, Any]:
    app = result.app
    said: dict[str, Any] = {"suite": app.suite, "category": app.category, "failed": result.failed}
    if app.flows:
        said["flows"] = [
            {
                "id": f.number,
                "expected": f.expected,
                "shares_key": f.shares_key,
                "exactly": result.exact.get(f.number, False),
                "ends_at": result.ends.get(f.number, False),
                "goes_through": result.through.get(f.number, False),
                "source": place(f.source),
                "sink": place(f.sink),
                "not_in_app": [place(p) for p in f.key if p in result.absent],
            }
            for f in app.flows
        ]
        return said | {"unjudged": result.unjudged}
    pairs = [
        {"source": a["site"], "source_entry": a["entry"], "sink": b["site"], "sink_entry": b["entry"]}
        for a, b in result.leaks
    ]
    return said | {"stated": app.leaks, "disputed": app.disputed, "found": len(pairs), "leaks": pairs}


def place(value: truth.Place) -> str:
    return f"{value.cls}.{value.method}: {value.callee}"


def whole(results: list[Result], options: Options, apart: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The whole result as JSON: no times, no paths, so that the same result has the same bytes."""
    suites = sorted({r.app.suite for r in results})
    return {
        "lists": options.lists,
        "all_sinks": options.all_sinks,
        "through": options.through,
        "only": options.only,
        **apart,
        "suites": {s: suite_summary(s, [r for r in results if r.app.suite == s], lists=options.lists) for s in suites},
        "apps": {r.app.name: app_json(r) for r in results},
    }


def ratio(value: float | None) -> str:
    return "    –" if value is None else f"{value:.3f}"


def table_line(name: str, found: dict[str, Any]) -> str:
    a, b = found["leaks"], found["by_app"]
    return (
        f"  {name:30} {found['apps']:4} {a['right']:6} {a['wrong']:5} {a['missed']:6}"
        f"  {ratio(a['precision'])} {ratio(a['recall'])} {ratio(a['f1'])}"
        f"   {ratio(b['precision'])} {ratio(b['recall'])} {ratio(b['f1'])}"
    )


def printed(suite: str, summary: dict[str, Any], results: list[Result]) -> list[str]:
    """The tables, the misses and the unexpected, the marks."""
    lines = [f"{suite}: {len(results)} apps scored", ""]
    lines.append(f"  {'':30} apps  right wrong missed      P     R    F1   apps' P     R    F1")
    lines += [table_line(name, part) for name, part in summary["categories"].items()]
    named = {"all": "all", "undisputed": "without disputed apps", "without_implicit": "without ImplicitFlows"}
    lines += [table_line(words, summary[key]) for key, words in named.items() if key in summary]
    if any(r.app.category == scores.IMPLICIT for r in results):
        lines.append("  In ImplicitFlows, and only there, decisions count as leaks.")
    failed = [f"{name}: {why}" for name, why in summary["failed"].items()]
    for title, names in (("Failed", failed), ("Missed", _missed(results)), ("Unexpected", _unexpected(results))):
        lines += ["", f"{title}: {len(names)}", *(f"  {n}" for n in names)]
    lines += ["", *_others(suite, summary)]
    return lines


def _missed(results: list[Result]) -> list[str]:
    lines = []
    for r in results:
        note = " (failed)" if r.failed else ""
        for f in r.app.flows:
            if f.expected and not r.found.get(f.number):
                through = ", a longer flow goes through" if r.through.get(f.number) else ""
                gone = "".join(f", not in the app: {place(p)}" for p in f.key if p in r.absent)
                lines.append(f"{r.app.name} {f.number}: {place(f.source)} → {place(f.sink)}{through}{gone}{note}")
        stated = r.app.leaks or 0
        if len(r.leaks) < stated:
            lines.append(f"{r.app.name}: {len(r.leaks)} of {stated}{note}")
    return lines


def _unexpected(results: list[Result]) -> list[str]:
    lines = []
    for r in results:
        for f in r.app.flows:
            if not f.expected and not f.shares_key and r.found.get(f.number):
                lines.append(f"{r.app.name} {f.number}: {place(f.source)} → {place(f.sink)}")
        if not r.app.flows and len(r.leaks) > (r.app.leaks or 0):
            pairs = [f"\n    {a['entry']} {a['site']} → {b['entry']} {b['site']}" for a, b in r.leaks]
            lines.append(f"{r.app.name}: {len(r.leaks)} where {r.app.leaks or 0} stated{''.join(pairs)}")
    return lines


def _others(suite: str, summary: dict[str, Any]) -> list[str]:
    """Beside others, and what is wanted."""
    lines = []
    if "unexpected" in summary:
        words = "Of {stated} {0} flows, ours end at {end_at}, {exactly} of them exactly, and go through {go_through}"
        lines += [words.format(kind, **summary[kind]) for kind in ("expected", "unexpected")]
        counted = {"end_at": "those that end at them", "go_through": "those that go through them"}[summary["counted"]]
        lines.append(f"What counts in this run: {counted}. Pairs nobody judged: {summary['unjudged']}")
    if "beside_flowdroid" in summary:
        both = summary["beside_flowdroid"]
        lines.append(f"On the {both['apps']} apps for which the truth says what FlowDroid reports, leak level:")
        lines += [_mark(who, both[who]) for who in ("ours", "flowdroid")]
    published = [m for m in marks.MARKS if m.suite == suite]
    if published:
        lines.append("Published, on other subsets or truths (not one to one):")
        lines.append(_mark("this run", summary["all"]["leaks"]))
        for m in published:
            figures_of = {"precision": m.precision, "recall": m.recall, "f1": m.f1}
            lines.append(_mark(f"{m.who} ({m.subset})", figures_of))
    for w in summary["wanted"]:
        word = {True: "reached", False: "NOT reached", None: "nothing to tell by"}[w["met"]]
        lines.append(f"Wanted: {w['what']} {w['wanted']}; is {ratio(w['reached']).strip()}: {word}")
    return lines


def _mark(who: str, of: dict[str, Any]) -> str:
    return f"  {who:64} P {ratio(of['precision'])} R {ratio(of['recall'])} F1 {ratio(of['f1'])}"


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--truth", type=Path, required=True)
    options.add_argument("--apps", "--apks", type=Path, required=True, metavar="DIR")
    options.add_argument("--lists", action="store_true", help="take sources and sinks from the truth's flows")
    options.add_argument("--all-sinks", action="store_true", help="count preferences and databases as sinks too")
    options.add_argument(
        "--through", action="store_true", help="count flows that go through both places of a truth's flow"
    )
    options.add_argument("--only", default="*", metavar="PATTERN", help="score only apps whose name fits, such as 'A*'")
    options.add_argument("-j", "--workers", type=int, default=2)
    options.add_argument("--seconds", type=float, default=300, help="time limit an app")
    options.add_argument("--memory", type=int, default=6144, metavar="MIB", help="limit of address space an app")
    options.add_argument("--json", type=Path, metavar="OUT")
    return options.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    given = parsed(arguments)
    try:
        known = truth.read(given.truth)
    except (truth.TruthError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    asked_for = [a for a in known.apps if fnmatch.fnmatch(a.name, given.only)]
    unknown = {a.name: "the truth gives no number" for a in asked_for if not a.flows and a.leaks is None}
    found, missing = truth.locate([a.name for a in asked_for if a.name not in unknown], given.apps)
    for name, why in (unknown | missing).items():
        print(f"not scored: {name}: {why}")
    if given.lists and known.form == "leaks":
        print("the truth has no lists: our own catalogues are used")
    for suite, origin in sorted(known.origins.items()):
        print(f"{suite} is published as {origin}")
    options = Options(
        given.lists and known.form == "flows", given.all_sinks, given.through, given.only, given.seconds, given.memory
    )
    if given.only != "*":
        print(f"a part of the truth: apps that fit {given.only}")
    results = run({a: found[a.name] for a in asked_for if a.name in found}, options, max(given.workers, 1))
    said = whole(results, options, {"missing": missing, "no_number": unknown})
    for suite, summary in said["suites"].items():
        print("\n" + "\n".join(printed(suite, summary, [r for r in results if r.app.suite == suite])))
    if given.json:
        given.json.write_text(json.dumps(said, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return 0 if any(not r.failed for r in results) else 1


if __name__ == "__main__":
    sys.exit(main())
