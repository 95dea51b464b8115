"""Truth files: what a suite's makers say is in each app, and where the apps are.

Three forms are read, told apart by what stands for an app:

- leaks and a `category`: DroidBench;
- leaks and a `suite`: component, aliasing and native suites, with a part `sources` that says where each suite is from;
- a list of judged flows, each with class, method and callee of source and sink: TaintBench.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Place(NamedTuple):
    """A call as truths name it: class and method around it, and the name of what is called.

    `$` and `.` between a class and the class in it are the same here: both are `.`. A constructor's callee is the
    simple name of its class.
    """

    cls: str
    method: str
    callee: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One flow that experts judged. `shares_key`: an expected flow has the same two places."""

    number: int
    source: Place
    sink: Place
    expected: bool
    shares_key: bool

    @property
    def key(self) -> tuple[Place, Place]:
        return self.source, self.sink


@dataclass(frozen=True, slots=True)
class AppTruth:
    """What is said of one app: a number of leaks (None: not known), or judged flows."""

    name: str
    suite: str
    category: str
    leaks: int | None = None
    disputed: bool = False
    peer: int | None = None
    """Leaks a peer reports on this app, where the file says so."""
    flows: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    form: str
    """`leaks` or `flows`."""
    about: str
    apps: tuple[AppTruth, ...]
    origins: Mapping[str, str]
    """Suite → where its apps are published."""


class TruthError(ValueError):
    """The file is no truth of a known form; says which app and what was expected."""


def read(path: Path) -> Truth:
    """Reads a truth file of any of the three forms. Raises TruthError."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        stated = given["apps"].items()
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as problem:
        raise TruthError(f"{path}: a JSON object with a part `apps` is expected ({problem})") from problem
    try:
        apps = tuple(_app(name, value) for name, value in sorted(stated))
    except (KeyError, TypeError, AttributeError) as problem:
        raise TruthError(f"{path}: an app lacks or mistypes {problem}") from problem
    forms = {"flows" if isinstance(value, list) else "leaks" for _, value in stated}
    if len(forms) != 1:
        raise TruthError(f"{path}: apps of one form are expected, found {sorted(forms) or 'none'}")
    return Truth(forms.pop(), str(given.get("about", "")), apps, dict(given.get("sources", {})))


def _app(name: str, value: Any) -> AppTruth:
    if isinstance(value, list):
        return AppTruth(name, "taintbench", "", flows=_judged(value))
    if "suite" not in value and "category" not in value:
        raise KeyError(f"`suite` or `category` of {name}")
    leaks, peer = value["leaks"], value.get("flowdroid_forward")
    if not all(n is None or (isinstance(n, int) and n >= 0) for n in (leaks, peer)):
        raise TypeError(f"the number of leaks of {name}")
    suite = value.get("suite", "droidbench")
    return AppTruth(name, suite, value.get("category", ""), leaks, bool(value.get("disputed")), peer)


def _judged(flows: list[dict[str, Any]]) -> tuple[Judged, ...]:
    keys = {(_place(f["source"]), _place(f["sink"])) for f in flows if f["expected"]}
    found = []
    for f in flows:
        source, sink, expected = _place(f["source"]), _place(f["sink"]), bool(f["expected"])
        shared = not expected and (bool(f.get("shares_key")) or (source, sink) in keys)
        found.append(Judged(int(f["id"]), source, sink, expected, shared))
    return tuple(found)


def _place(value: Mapping[str, str]) -> Place:
    return Place(plain_class(value["cls"]), value["method"], value["callee"])


def plain_class(name: str) -> str:
    """`Lcom/x/A$1;`, `com.x.A$1` and `com.x.A.1` are all `com.x.A.1`."""
    if name.startswith("L") and name.endswith(";"):
        name = name[1:-1]
    return name.replace("/", ".").replace("$", ".")


def locate(names: Iterable[str], below: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Name → file, and name → why there is none. A name may go with folders (`Aliasing/Merge1.apk`) or lack `.apk`.

    A file whose path ends like the whole name is taken; else the only file of that name, wherever it lies, or several
    with the same bytes. Upper and lower case must agree only where a choice is left.
    """
    by_file: dict[str, list[Path]] = {}
    for path in sorted(below.rglob("*")):
        if path.suffix.lower() == ".apk" and path.is_file():
            by_file.setdefault(path.name.lower(), []).append(path)
    found: dict[str, Path] = {}
    missing: dict[str, str] = {}
    for name in names:
        parts = Path(name if name.lower().endswith(".apk") else f"{name}.apk").parts
        candidates = by_file.get(parts[-1].lower(), [])
        exact = [p for p in candidates if p.parts[-len(parts) :] == parts]
        named = [p for p in candidates if p.name == parts[-1]]
        chosen = exact or named or candidates
        if not chosen:
            missing[name] = "no such file"
        elif len(chosen) > 1 and len({p.read_bytes() for p in chosen}) > 1:
            missing[name] = "several different files of that name: " + ", ".join(
                p.relative_to(below).as_posix() for p in chosen
            )
        else:
            found[name] = chosen[0]
    return found, missing
