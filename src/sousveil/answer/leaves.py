"""What stays on a phone, and how a person can check their own."""

import re
from collections.abc import Sequence

from sousveil.answer import rules
from sousveil.answer.wording import short_path
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Strength
from sousveil.model.recovered import Recovered
from sousveil.model.remain import Remain
from sousveil.model.report import Finding, Question

MOST_DELETED = 12
MOST_ENTRIES = 40
SHOWN = 6
STEPS = 6

_INNOCENT = (
    "Many apps keep pictures, downloads or caches on the shared storage. A name that is this app's own says more than "
    "a general one."
)

_INNOCENTS = {
    "leaves/stays": _INNOCENT,
    "leaves/entry": "Apps for messages, calls, contacts, pictures or accounts do this as their work.",
}


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """What stays, each thing for itself; what goes with the app, in one sentence for each kind; what is deleted."""
    entries = [m for m in recovered.remains if m.reach is not Reach.DEAD and m.does]
    told = _merged([m for m in recovered.remains if m.reach is not Reach.DEAD and m.pattern and not m.does])
    kept = [m for m in told if _written(m)]
    stay = [m for m in kept if m.stays]
    found = [_entry(m) for m in entries][:MOST_ENTRIES]
    found += [_one(f[0], knowledge) if len(f) == 1 else _folder(f, knowledge) for f in _by_folder(stay)]
    for kind in ("file", "folder", "preference", "database"):
        same = [m for m in kept if m.kind == kind and not m.stays]
        found += [_many(same, "", knowledge)] if same else []
    found += [_deleted(f) for f in _by_folder([m for m in told if not _written(m)])][:MOST_DELETED]
    unknown = [m for m in recovered.remains if m.pattern is None and not m.does and m.reach is not Reach.DEAD]
    return [*found, *([_nameless(unknown)] if unknown else [])]


def _merged(some: Sequence[Remain]) -> list[Remain]:
    """Things that read the same once their paths are short: the first of them, with what is done to any."""
    found: dict[tuple[str, str, Reach | None], Remain] = {}
    for one in some:
        where = short_path(one.where)
        where += "…" if one.kind == "file" and where.endswith("/") and _written(one) else ""
        key = (one.kind, where, one.reach)
        if where.strip("/…") == "" or (one.kind == "folder" and where.rstrip("/") in _ROOTS):
            continue
        if key in found:
            both = found[key]
            verbs = tuple(v for v in ("made", "written", "changed", "deleted") if v in {*both.verbs, *one.verbs})
            when = both.when if both.when == one.when else ()
            found[key] = both.model_copy(
                update={"verbs": verbs, "when": when, "evidence": (*both.evidence[:1], *one.evidence[:1])}
            )
        else:
            found[key] = one.model_copy(update={"where": where})
    return list(found.values())


def _name(one: Remain) -> str:
    """The last name of a path; a folder of which the name of the file is not known, as such."""
    return one.where.rpartition("/")[2] or "…"


_ROOTS = ("/sdcard", "/mnt/sdcard", "/storage/emulated/0", "files", "cache")
"""Folders that are there anyway: to make them leaves nothing."""
_TELLING = re.compile(r'"[^"]*\w{2}[^"]*"|preference|resource|answer of [a-z]\w+\(\)')
_BLUR = re.compile(r"…|parameter \d|\bfield \S*\.\w{1,2}\b|new B\[\]|\b\w{1,2}\.\w{1,2}\(|status|Status")
_LONGEST = 160


def _when(one: Remain) -> str:
    """Conditions that a reader can follow: with a text, a setting or an answer, and nothing left out."""
    plain = [w for w in one.when if _TELLING.search(w) and not _BLUR.search(w) and len(w) <= _LONGEST]
    return f" This happens when {' and '.join(plain)}." if plain and len(plain) == len(one.when) else ""


def _entry(one: Remain) -> Finding:
    """An entry in what belongs to the phone, and whether uninstalling takes it away."""
    gone: dict[bool | None, str] = {
        True: "; uninstalling the app does not undo this",
        False: "; it goes when the app is uninstalled",
    }
    after = gone.get(one.stays, "") if one.verbs != ("deleted",) or one.stays else ""
    says = rules.sentence(f"{one.does}{after}", one.reach, ())
    return _finding("leaves/deleted" if one.verbs == ("deleted",) else "leaves/entry", says, [one])


def _format(some: Sequence[Remain]) -> str:
    """What is written into files, where that is known."""
    said = [(_name(m), f) for m in some for f in m.format]
    if len(some) == 1:
        return "".join(f" Written into it: {form}." for _, form in said[:SHOWN])
    return "".join(f" Written into «{name}»: {form}." for name, form in said[:SHOWN])


def _written(one: Remain) -> bool:
    return bool({"written", "made"} & set(one.verbs))


def _by_folder(stay: Sequence[Remain]) -> list[list[Remain]]:
    """Files of one folder together where there are several."""
    found: dict[tuple[str, str], list[Remain]] = {}
    for one in stay:
        key = one.where.rpartition("/")[0] if one.kind == "file" else one.where
        found.setdefault((one.kind, key), []).append(one)
    return list(found.values())


def _folder(some: Sequence[Remain], knowledge: Knowledge) -> Finding:
    place = knowledge.storage[some[0].storage].says if some[0].storage in knowledge.storage else "on the phone"
    names = rules.listing([f"«{_name(m)}»" for m in some], SHOWN)
    where = some[0].where.rpartition("/")[0]
    deleted = sum("deleted" in m.verbs for m in some)
    also = "uninstalling the app does not remove them"
    if deleted:
        also += f", but it has code that deletes {'them' if deleted == len(some) else f'{deleted} of them'}"
    does = f"writes {len(some)} files to the folder «{where}» {place} ({names}); {also}"
    return _finding("leaves/stays", rules.sentence(does, some[0].reach, ()) + _format(some), some)


def _one(one: Remain, knowledge: Knowledge) -> Finding:
    place = knowledge.storage[one.storage].says if one.storage in knowledge.storage else "on the phone"
    what = "makes the folder" if one.kind == "folder" else "writes the file"
    also = ", and has code that deletes it" if "deleted" in one.verbs else "; uninstalling the app does not remove it"
    says = f"{rules.sentence(f'{what} «{one.where}» {place}{also}', one.reach, ())}{_format([one])}{_when(one)}"
    return _finding("leaves/stays", says, [one])


def _many(some: Sequence[Remain], more: str, knowledge: Knowledge) -> Finding:
    kind = {"preference": "settings file", "database": "database"}.get(some[0].kind, some[0].kind)
    word = kind if len(some) == 1 else f"{kind}s" if kind != "database" else "databases"
    where = knowledge.storage[some[0].storage].says if some[0].storage in knowledge.storage else "in places not known"
    alone = len(some) == 1
    gone = f"{'it goes' if alone else 'they go'} when the app is uninstalled"
    gone = gone if some[0].stays is False else f"whether {'it stays' if alone else 'they stay'} is not known"
    listed = rules.listing([f"«{m.where}»" for m in some], SHOWN)
    does = f"keeps {len(some)} {word}{f' {more}' if more else ''} {where} ({listed}); {gone}"
    reach = Reach.LIVE if any(m.reach is Reach.LIVE for m in some) else some[0].reach
    return _finding("leaves/kept", rules.sentence(does, reach, ()), some, reach)


def _deleted(some: Sequence[Remain]) -> Finding:
    one = some[0]
    if len(some) > 1:
        names = rules.listing([f"«{_name(m)}»" for m in some], SHOWN)
        does = f"deletes {len(some)} files of the folder «{one.where.rpartition('/')[0]}» ({names})"
    elif one.kind == "file" and one.where.endswith(("/*", "/…")):
        does = f"deletes files of the folder «{one.where[:-2]}» whose names it finds out when it runs"
    elif one.kind == "file" and one.where.endswith("/"):
        does = f"deletes the folder «{one.where}»"
    else:
        does = f"deletes the {one.kind} «{one.where}»"
    return _finding(
        "leaves/deleted", rules.sentence(does, one.reach, ()) + (_when(one) if len(some) == 1 else ""), some
    )


def _nameless(some: Sequence[Remain]) -> Finding:
    count = len(some)
    places = "a further place whose name is" if count == 1 else f"{count} further places whose names are"
    says = f"Code in the app writes or deletes {places} only made when it runs."
    return _finding("leaves/unknown", says, some, Reach.UNKNOWN)


def _finding(rule: str, says: str, some: Sequence[Remain], reach: Reach | None = None) -> Finding:
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.LEAVES,
        rule=rule,
        says=says,
        data={"remains": [m.id for m in some]},
        strength=Strength.TRACED,
        reach=reach or some[0].reach,
        evidence=tuple(step for m in some for step in m.evidence[:2])[:STEPS],
        innocent_if=_INNOCENTS.get(rule),
    )
