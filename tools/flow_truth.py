"""Write the truth files of tests/flows and the table in its README from the flow.yaml of each app.

    python tools/flow_truth.py [--check]

truth.json states leaks and flows per app; judged.json has the flows alone, in the form of TaintBench.

With --check nothing is written; the exit code says whether all is up to date. What flow.yaml holds is in that README.
"""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

FLOWS = Path(__file__).resolve().parent.parent / "tests" / "flows"
PACKAGE = "org.example.sousveil"
ABOUT = (
    "Flows through carriers, each in an app of its own: leaks per app, with the class, method and called method of "
    "source and sink as TaintBench names them, the carrier and the grade of its join. Flows with expected=false must "
    "not be reported: the carrier's two ends are not the same. `also` are flows that are there too but not counted, "
    "for the carrier is their source. Made by tools/flow_truth.py."
)
BEGIN, END = "<!-- table: made by tools/flow_truth.py -->", "<!-- end of table -->"


def apps() -> dict[str, dict[str, Any]]:
    """flow.yaml of every app, by name, in order."""
    folders = sorted(p.parent for p in FLOWS.glob("*/AndroidManifest.xml"))
    return {p.name: yaml.safe_load((p / "flow.yaml").read_text("utf-8")) for p in folders}


def whole(name: str, flow: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """A flow with its classes' whole names."""
    return {end: {**at, "cls": f"{PACKAGE}.{name}.{at['cls']}"} for end, at in flow.items()}


def judged(name: str, said: dict[str, Any]) -> list[dict[str, Any]]:
    """The flows of one app that are expected, and those that must not be reported."""
    ends = [(flow, True) for flow in said["leaks"]] + [(flow, False) for flow in said.get("never", [])]
    more = {"carrier": said["carrier"], "grade": said["grade"]}
    return [{**whole(name, flow), "expected": is_leak, "id": n, **more} for n, (flow, is_leak) in enumerate(ends, 1)]


def row(name: str, said: dict[str, Any]) -> dict[str, Any]:
    """What truth.json says of one app."""
    found: dict[str, Any] = {"suite": "carriers", "category": said["carrier"], "leaks": len(said["leaks"])}
    found["flows"] = judged(name, said)
    if "also" in said:
        found["also"] = [whole(name, flow) for flow in said["also"]]
    return found


def text_of(apps: dict[str, Any]) -> str:
    """The text of a truth file."""
    document = {"about": ABOUT, "apps": apps, "sources": {"carriers": "tests/flows"}}
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def table(found: dict[str, dict[str, Any]]) -> str:
    """The table of the apps, carriers together."""
    lines = ["| app | carrier | leaks | grade | what it does |", "|---|---|---|---|---|"]
    for name, said in sorted(found.items(), key=lambda one: (one[1]["carrier"], one[0])):
        lines.append(f"| `{name}` | {said['carrier']} | {len(said['leaks'])} | {said['grade']} | {said['about']} |")
    return "\n".join(lines)


def written() -> dict[Path, str]:
    """What each file should hold."""
    found = apps()
    page = FLOWS / "README.md"
    before, rest = page.read_text("utf-8").split(BEGIN)
    after = rest.split(END)[1]
    return {
        FLOWS / "truth.json": text_of({f"{name}/{name}.apk": row(name, said) for name, said in found.items()}),
        FLOWS / "judged.json": text_of({f"{name}/{name}.apk": judged(name, said) for name, said in found.items()}),
        page: f"{before}{BEGIN}\n{table(found)}\n{END}{after}",
    }


def main() -> int:
    """Command line; see the module's text."""
    stale = [p for p, text in written().items() if not p.is_file() or p.read_text("utf-8") != text]
    for path in stale:
        print(f"{path.name} is out of date" if "--check" in sys.argv else f"wrote {path.name}")
        if "--check" not in sys.argv:
            path.write_text(written()[path], "utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
