"""Traces one app in this process and writes its flows as JSON, places named as truths name them.

    python -m bench.one_app APP OUT [--ask FILE] [--memory MIB]

The file of `--ask` is a JSON object. With `sources` and `sinks`, names of called methods, every call of these, in any
class of the app, is a source or a sink in place of the catalogues'. With `places`, lists of class, method and callee,
those that are not in the app are named in the answer.
"""

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bench.truth import Place, plain_class
from sousveil import line, trace
from sousveil.core import Code
from sousveil.knowledge.load import Knowledge, load
from sousveil.model.facts import Facts
from sousveil.model.limits import Limits
from sousveil.model.traces import Traces
from sousveil.trace import owners

Row = dict[str, Any]
Site = tuple[str, int, int | None, list[str]]
"""Name, method number, offset, places: as the engine takes sources and sinks that replace the catalogues'."""

CALLS = frozenset({"model", "default"})
"""Kinds of the steps that a call without code makes."""
_METHOD = re.compile(r"(?P<cls>\[*(?:L[^;]+;|[A-Z]))->(?P<name>[^(:]+)(?:\((?P<args>[^)]*)\)(?P<result>.+))?")


class Lists(NamedTuple):
    sources: frozenset[str]
    sinks: frozenset[str]


class Traced(NamedTuple):
    """What the engine gave: rows of its tables, and what places are named with."""

    facts: Facts
    code: Code
    knowledge: Knowledge
    flows: list[Row]
    steps: list[Row]
    owners: owners.Owners
    cost: dict[str, float]
    """CPU and wall seconds of tracing flows alone (reading and reach are done before), and the process's peak memory
    in MiB before and after."""


def opened(app: Path) -> tuple[Facts, Knowledge, Traces]:
    """All that comes before flows."""
    facts = line.open_facts(app, Limits())
    knowledge = load(None)
    return facts, knowledge, trace.trace(facts, knowledge, follow=False)


def run_app(app: Path, lists: Lists | None) -> Traced:
    """The only place that knows how the engine is called."""
    from sousveil.trace import flow

    facts, knowledge, traces = opened(app)
    if facts.code is None:
        raise ValueError(f"{app.name} holds no code")
    sources = sinks = None
    if lists is not None:
        sources, sinks = listed(facts, lists)
    before, cpu, wall = peak_mib(), time.process_time(), time.monotonic()
    tables = flow.flows(facts, knowledge, traces, sources=sources, sinks=sinks)
    if tables is None:
        raise ValueError(f"nothing was traced in {app.name}")
    cost = {
        "cpu_seconds": round(time.process_time() - cpu, 3),
        "wall_seconds": round(time.monotonic() - wall, 3),
        "peak_before_mib": before,
        "peak_mib": peak_mib(),
    }
    return Traced(facts, facts.code, knowledge, rows(tables.flows), rows(tables.steps), owners.owners(knowledge), cost)


def peak_mib() -> int:
    """The most memory this program has held so far. `ru_maxrss` would count what its parent held when it forked."""
    status = Path("/proc/self/status")
    if status.exists():
        for row in status.read_text(encoding="ascii", errors="replace").splitlines():
            if row.startswith("VmHWM:"):
                return int(row.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def rows(table: Any) -> list[Row]:
    """Rows of a pyarrow table or of a fact table of the core."""
    import pyarrow  # type: ignore[import-untyped]

    found: list[Row] = pyarrow.table(table).to_pylist()
    return found


def listed(facts: Facts, lists: Lists) -> tuple[list[Site], list[Site]]:
    """Every call in the app whose callee a list names, ordered by method and offset."""
    sources: list[Site] = []
    sinks: list[Site] = []
    code = facts.code
    if code is None:
        return sources, sinks
    wanted: dict[int, tuple[str, str]] = {}
    for method in range(len(facts.tables["methods"])):
        text = code.method_text(method)
        name = callee_of(text)
        if name in lists.sources or name in lists.sinks:
            wanted[method] = name, text
    for method, offset, op, operand in calls(facts):
        if operand in wanted:
            name, text = wanted[operand]
            static = op in (0x71, 0x77)
            if name in lists.sources:
                sources.append((f"list:{name}", method, offset, gives(text)))
            if name in lists.sinks:
                sinks.append((f"list:{name}", method, offset, takes(text, static=static)))
    return sources, sinks


def calls(facts: Facts) -> Iterator[tuple[int, int, int, int]]:
    """(method, offset, opcode, called method) of every call, in table order."""
    table = facts.tables["instructions"]
    columns = (table.column(name) for name in ("method", "offset", "op", "operand"))
    for method, offset, op, operand in zip(*columns, strict=True):
        if 0x6E <= op <= 0x72 or 0x74 <= op <= 0x78:  # invoke-virtual … invoke-interface, and their /range forms
            yield method, offset, op, operand


def gives(text: str) -> list[str]:
    """Where a listed source puts its datum: the new object, the result, else what it was handed to fill.

    Experts count what a text or file names with it: a file that is read by a name counts as the name's datum.
    """
    found = _METHOD.fullmatch(text)
    if found is not None and found["name"] == "<init>":
        return ["this", "this.content"]
    if found is None or found["result"] in (None, "V"):
        return ["arg*"]
    return ["result", "result.content", "result[].content"]


def takes(text: str, *, static: bool) -> list[str]:
    """Where a listed sink takes data, fields of the app's own objects and all: its arguments, or its receiver where it
    has none."""
    found = _METHOD.fullmatch(text)
    if found is None or found["args"]:
        return ["arg*.*"]
    return ["arg*.*"] if static else ["this.*"]


def callee_of(text: str) -> str:
    """The name a truth gives a method or field, from text such as `invoke-direct Lx/A;->m(I)V`; empty if none."""
    found = _METHOD.search(text)
    if found is None:
        return ""
    if found["name"] == "<init>":
        return plain_class(found["cls"]).rpartition(".")[2]
    return found["name"]


def place(code: Code, method: int, offset: int | None) -> Place:
    """A place as truths name it. The callee is empty where the place is no instruction, or one that names nothing."""
    found = _METHOD.search(code.method_text(method))
    cls, name = (plain_class(found["cls"]), found["name"]) if found else ("", "")
    text = code.instruction_text(method, offset) if offset is not None else None
    return Place(cls, name, callee_of(text) if text and not text.startswith("const-string") else "")


def site(code: Code, method: int, offset: int | None) -> str:
    """A place in one line, as evidence writes it."""
    return code.method_text(method) + (f"+0x{offset:x}" if offset is not None else "")


def named(traced: Traced) -> list[Row]:
    """The flows as `bench.scores` takes them, in order of source, sink and kind."""
    ways: dict[int, list[Row]] = {}
    for step in sorted(traced.steps, key=lambda s: (s["flow"], s["step"])):
        ways.setdefault(step["flow"], []).append(step)
    found = [_named(traced, row, ways.get(row["flow"], [])) for row in traced.flows]
    return sorted(found, key=lambda f: json.dumps(f, sort_keys=True))


def _named(traced: Traced, row: Row, way: list[Row]) -> Row:
    code = traced.code
    passed = dict.fromkeys((s["method"], s["offset"]) for s in way if s["offset"] is not None)
    source, sink = _end(traced, row, "source"), _end(traced, row, "sink")
    listed = row["source"].startswith("list:")
    for end, name, step in (
        () if listed else ((source, "read", _read(way)), (sink, "written", _written(code, row, way)))
    ):
        if step is not None:
            end[name] = list(place(code, step["method"], step["offset"]))
    return {
        "kind": row["kind"],
        "reach": row["reach"],
        "source": source,
        "sink": sink,
        "way": [{"site": site(code, m, o), "place": list(place(code, m, o))} for m, o in passed],
    }


def _read(way: list[Row]) -> Row | None:
    """Where what a source only names (an address of contacts, a file) is read: the call that turns a name into data."""
    if not way or ".content" not in way[0]["to_path"]:
        return None
    calls = (s for s in way if s["kind"] in CALLS and s["offset"] is not None)
    return next((s for s in calls if ".content" in s["from_path"] and ".content" not in s["to_path"]), None)


def _written(code: Code, row: Row, way: list[Row]) -> Row | None:
    """Where data is written into what a sink opened: the last call that moves it, but for those that put a stream
    around another."""
    opened = row["sink_offset"] is not None and (
        row["sink_operand"] is None
        or (
            row["sink_operand"] == 0
            and "-><init>(" in (code.instruction_text(row["sink_method"], row["sink_offset"]) or "")
        )
    )
    calls = [s for s in way if s["kind"] in CALLS and s["offset"] is not None and "-><init>(" not in s["symbol"]]
    return calls[-1] if opened and calls else None


def _end(traced: Traced, row: Row, which: str) -> Row:
    method, offset, entry = row[f"{which}_method"], row[f"{which}_offset"], row[which]
    known = traced.knowledge.entries.get(entry)
    detail: Mapping[str, Any] = known.detail if known is not None else {}
    return {
        "entry": entry,
        "site": site(traced.code, method, offset),
        "place": list(place(traced.code, method, offset)),
        "channel": str(detail.get("channel", "")),
        "categories": list(known.categories) if known is not None else [],
        "owner": traced.owners.of(traced.code.method_class(method) or "") or "",
    }


def absent(facts: Facts, places: list[Place]) -> list[Place]:
    """Those of some places that are no call of the app: to tell a miss from a place the app does not have."""
    code = facts.code
    if code is None or not places:
        return places
    around: dict[int, Place] = {}
    callees: dict[int, str] = {}
    left = dict.fromkeys(places)
    for method, _, _, operand in calls(facts):
        if method not in around:
            around[method] = place(code, method, None)
        if operand not in callees:
            callees[operand] = callee_of(code.method_text(operand))
        left.pop(around[method]._replace(callee=callees[operand]), None)
    return list(left)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("app", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--ask", type=Path)
    options.add_argument("--memory", type=int, default=6144)
    given = options.parse_args()
    limit = given.memory << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    asked = json.loads(given.ask.read_text(encoding="utf-8")) if given.ask else {}
    lists = None
    if "sources" in asked or "sinks" in asked:
        lists = Lists(frozenset(asked.get("sources", ())), frozenset(asked.get("sinks", ())))
    traced = run_app(given.app, lists)
    result = {
        "flows": named(traced),
        "absent": absent(traced.facts, [Place(*p) for p in asked.get("places", ())]),
        "cost": traced.cost,
        "cut": sum(bool(row.get("cut")) for row in traced.flows),
    }
    given.out.write_text(json.dumps(result, sort_keys=True), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
