"""What is in it but switched off, empty, or switched from afar."""

from collections.abc import Sequence

from sousveil.answer.rules import UNNUMBERED, listing
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Strength
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.switch import Switch

_SHOWN = 5
_STEPS = 30
_FIRM = (Strength.OBSERVED, Strength.TRACED, Strength.INFERRED)
_REACH = (Reach.LIVE, Reach.UNKNOWN, Reach.DORMANT, Reach.DEAD)
_SAYS = {
    ("resource", True): "{n} in the package {is} switched off by a resource",
    ("resource", False): "{n} in the package {is} switched by a resource",
    ("preference", False): "{n} {runs} only as a setting kept on the phone says",
    ("server", False): "{n} {runs} only as a server's answer says",
    ("component", True): "{n} declared in the manifest {does} not start as the package stands",
    ("unreached", True): "{n} {is} in the package, and nothing was found that can start {it}",
    ("list", True): "{n} {is} in the package and of no effect",
}
_THINGS = {"component": ("component", "components"), "list": ("list", "lists"),
           "unreached": ("class or method", "classes and methods")}  # fmt: skip
_SAID = ("preference", "server", "unreached")
"""Kinds of which the head of the sentence says all that there is to say."""
_INNOCENT = {
    "resource": "One package is built for several customers or devices, with parts switched off.",
    "preference": "Settings are what settings screens are for.",
    "server": "Shops and games switch functions from afar to try them out.",
    "component": "Old screens stay in packages when nobody takes them out.",
    "unreached": "Old code stays in packages when nobody takes it out.",
    "list": "Lists are filled later, or left over.",
}


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """One finding for each kind of switch; those that are off before those that something else decides."""
    by_kind: dict[tuple[str, bool], list[Switch]] = {}
    for one in recovered.switches:
        by_kind.setdefault((one.kind, one.off), []).append(one)
    return [_finding(kind, off, by_kind[kind, off]) for kind, off in _SAYS if (kind, off) in by_kind]


def _finding(kind: str, off: bool, some: Sequence[Switch]) -> Finding:
    one = len(some) == 1
    thing, plural = _THINGS.get(kind, ("function", "functions"))
    head = _SAYS[kind, off].format(
        n=f"One {thing}" if one else f"{len(some)} {plural}",
        **{"is": "is" if one else "are"},
        does="does" if one else "do",
        runs="runs" if one else "run",
        it="it" if one else "them",
    )
    told = "; ".join(_told(switch) for switch in some[:_SHOWN])
    more = f"; and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    steps = {(step.place, step.shows): step for switch in some for step in switch.evidence}
    return Finding(
        id=UNNUMBERED,
        question=Question.DORMANT,
        rule=f"dormant/{kind}" + ("" if off or (kind, True) not in _SAYS else "_other"),
        says=f"{head}: {told}{more}.",
        data={
            "switches": [{"name": s.name, "says": s.says, "what": list(s.what)} for s in some],
            "count": len(some),
            "folded": kind == "preference",
        },
        strength=max((switch.strength for switch in some), key=_FIRM.index),
        reach=next((r for r in _REACH if any(s.reach is r for s in some)), None),
        evidence=tuple(steps.values())[:_STEPS],
        innocent_if=_INNOCENT[kind],
    )


def _told(one: Switch) -> str:
    held = f" ({listing(one.what, 2)})" if one.what else ""
    said = "" if one.kind in _SAID else f": {one.says}"
    return f"`{one.name}`{held}{said}"
