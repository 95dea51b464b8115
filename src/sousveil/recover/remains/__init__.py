"""What an app leaves on a phone: files, folders, settings and databases that its own code writes or deletes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.knowledge import Storage
from sousveil.model.remain import Remain
from sousveil.model.text import one_line, visible
from sousveil.model.traces import Traces
from sousveil.recover import places
from sousveil.recover.code import Kept, OwnCode
from sousveil.recover.remains.entries import entries
from sousveil.recover.remains.formats import Formats
from sousveil.recover.remains.paths import Path, owned, paths, plainer, readable

STEPS = 4
"""Places told of one thing that is left."""

CONDITIONS = 3
"""Conditions told of one thing."""

_ASIDE = ("exists()", "mkdir", "isDirectory()", "isFile()", "Environment.getExternalStorageState()", "canWrite()")
"""Whether a file or card is there says nothing about why it is written."""
_NOT = {"not", "none", "false", "null", "!="}
_VERBS = {"write": "written", "put": "written", "open": "written", "delete": "deleted", "made": "made"}
_FOLDER = ("Ljava/io/File;->mkdir()Z", "Ljava/io/File;->mkdirs()Z")
"""Where Android keeps the folders of apps, by their packages."""
_FILE = ("Ljava/io/File;->createNewFile()Z",)
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)


@dataclass(slots=True)
class _Left:
    """One thing while its places are gathered."""

    kind: str
    path: Path
    verbs: dict[str, None] = field(default_factory=dict)
    holds: dict[str, None] = field(default_factory=dict)
    places: dict[tuple[int, int], None] = field(default_factory=dict)
    written: list[tuple[int, int]] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    alone: bool = True
    """Its places name only this: conditions of callers speak of it."""


def remains(facts: Facts, traces: Traces, knowledge: Knowledge, own: OwnCode | None = None) -> list[Remain]:
    """Everything that stays or is deleted, ids `M-1`, `M-2` …; what survives uninstalling comes first."""
    if facts.code is None:
        return []
    own = own or OwnCode(facts, traces)
    names = {name: value for one in knowledge.storage.values() for name, value in one.names.items()}
    found: dict[tuple[str, str], _Left] = {}
    touched = list(_touched(own, names))
    named: dict[tuple[int, int], set[str]] = {}
    for _, path, _, _, place in touched:
        named.setdefault(place, set()).add(path.text)
    for kind, path, verb, hold, place in touched:
        left = found.setdefault((kind, path.text), _Left(kind, path))
        left.alone &= len(named[place]) == 1
        left.verbs[verb] = None
        left.places[place] = None
        (left.deleted if verb == "deleted" else left.written).append(place)
        if hold:
            left.holds[hold] = None
    formats = Formats(knowledge).written(own, names)
    made = [
        _remain(left, own, facts, traces, knowledge).model_copy(
            update={"format": tuple(map(visible, formats.get(left.path.text, ())))}
        )
        for left in found.values()
    ]
    made += entries(own, facts, traces, knowledge)
    made.sort(key=lambda m: (not m.stays, _REACH.index(m.reach or Reach.UNKNOWN), m.kind, m.where))
    return [m.model_copy(update={"id": f"M-{n}"}) for n, m in enumerate(made, 1)]


Touch = tuple[str, Path, str, str, tuple[int, int]]


def _touched(own: OwnCode, names: dict[str, str]) -> Iterator[Touch]:
    """(kind, path, verb, what it holds, place) of every call that writes or deletes."""
    for kept in own.kept(own.methods):
        place = (kept.method, kept.offset)
        for kind, path, verb, hold in _of(kept, names):
            yield kind, path, verb, hold, place
    calls = [u for u in own.all if u.kind == "call" and u.text in (*_FOLDER, *_FILE)]
    for use, term in zip(calls, own.terms([(u.method, u.offset, 0) for u in calls]), strict=True):
        if term is not None:
            inside = term[0].removeprefix("file(").removesuffix(")") if term[0].startswith("file(") else term[0]
            kind = "folder" if use.text in _FOLDER else "file"
            for path in paths(inside, names):
                yield kind, path, "made", "", (use.method, use.offset)


def _of(kept: Kept, names: dict[str, str]) -> Iterator[tuple[str, Path, str, str]]:
    verb = _VERBS.get(kept.verb, "")
    if kept.kind == "file" and verb and kept.keys:
        for path in paths(kept.keys[-1], names):
            yield "file", path, verb, ""
    elif kept.kind == "preference" and verb and kept.keys:
        held = paths(kept.keys[1], names) if len(kept.keys) > 1 else []
        for path in paths(kept.keys[0], names):
            for hold in held or [Path(())]:
                yield "preference", path, verb, hold.text
    elif kept.kind == "table" and kept.verb == "name" and len(kept.keys) == 2 and kept.keys[0] == '"databases"':
        for path in paths(kept.keys[1], names):
            yield "database", path, "written", ""


def _remain(left: _Left, own: OwnCode, facts: Facts, traces: Traces, knowledge: Knowledge) -> Remain:
    package = (facts.manifest.package if facts.manifest is not None else None) or "?"
    storage = _storage(left, knowledge, package)
    path = owned(left.path, package)
    sites = sorted(left.places, key=lambda p: (_REACH.index(places.reach(traces, p[0])), p))
    reach = places.reach(traces, sites[0][0]) if sites else None
    return Remain(
        id="M-0",
        kind=left.kind,
        where=visible(readable(path, knowledge)) or "<?>",
        pattern=visible(path.pattern) if path.pattern else None,
        holds=tuple(visible(h) for h in left.holds),
        verbs=tuple(
            v for v in ("made", "written", "deleted") if v in left.verbs and not (v == "deleted" and _anew(left))
        ),
        storage=storage.id if storage else "unknown",
        stays=storage.stays if storage else None,
        when=_when(own, sites[0], left.alone) if sites else (),
        strength=Strength.TRACED,
        reach=reach,
        evidence=tuple(_step(facts, traces, left, site) for site in sites[:STEPS]),
    )


def _anew(left: _Left) -> bool:
    """Whether every place that deletes it only makes room: the same method writes it after that and not before."""
    return bool(left.deleted) and all(
        any(m == method and o > offset for m, o in left.written)
        and not any(m == method and o < offset for m, o in left.written)
        for method, offset in left.deleted
    )


def _step(facts: Facts, traces: Traces, left: _Left, site: tuple[int, int]) -> Step:
    shows = f"Touches the {left.kind} {left.path.text or '<?>'}"
    return places.step(facts, traces, site[0], site[1], shows)


def _when(own: OwnCode, site: tuple[int, int], alone: bool) -> tuple[str, ...]:
    """The conditions that say something about the app and not about how its code runs; what must not be the case only
    where nothing else is known. Those of callers only where the place names one thing."""
    told = [c for c in own.conditions([site], across=alone)[0] if not c.technical and not c.cut]
    told = [c for c in told if not c.text.startswith(_ASIDE)]
    positive = [c for c in told if any(not _NOT.intersection(leaf.sign.split()) for leaf in c.leaves)]
    return tuple(dict.fromkeys(one_line(visible(plainer(c.text)), 200) for c in positive or told))[:CONDITIONS]


def _storage(left: _Left, knowledge: Knowledge, package: str) -> Storage | None:
    if left.kind in ("preference", "database"):
        return knowledge.storage.get("app")
    path = owned(left.path, package)
    first = path.pieces[0] if path.pieces else None
    if first is None:
        return None
    best: tuple[int, Storage | None] = (0, None)
    for one in knowledge.storage.values():
        for begin in (begin.replace("{package}", package) for begin in one.begins):
            inside = first == begin or first.startswith(begin.rstrip("/") + "/")
            if inside and len(begin) > best[0]:
                best = (len(begin), one)
    return best[1]
