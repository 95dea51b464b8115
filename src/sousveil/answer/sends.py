"""Where does it go, by which channel?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sousveil.answer import rules
from sousveil.answer.addresses import Address, addresses
from sousveil.answer.evidence import ordered, reach_of, steps
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Strength
from sousveil.model.facts import Facts
from sousveil.model.report import Finding, Question
from sousveil.model.sighting import Sighting
from sousveil.model.text import one_line, visible
from sousveil.model.traces import Traces

WRITTEN_SHOWN = 20
_ABOUT = re.compile(
    r"(?i)(^|[/._-])(licen[cs]es?|notices?|copying|copyright|readme|authors|changelog|third.?party)([/._-]|$)"
)
"""Texts about software that lie in a package: what they name is credit, not a place to send to."""


@dataclass(slots=True)
class _Destination:
    """One host with every address written for it and every place one stands."""

    seen: list[Sighting] = field(default_factory=list)
    written: set[Address] = field(default_factory=set)


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Channels that rules name, then one finding for each host; hosts only libraries name are folded together."""
    found = rules.findings(Question.SENDS, facts, traces, knowledge)
    hosts, names = _destinations(facts, traces, knowledge)
    own = {h: d for h, d in hosts.items() if any(s.owner is None for s in d.seen)}
    foreign = {h: d for h, d in hosts.items() if h not in own}
    found += [_host(h, d, facts, traces) for h, d in sorted(own.items(), key=lambda item: _rank(*item))]
    found += _libraries(foreign, facts, traces, knowledge)
    if names:
        found.append(_names(names))
    return found


def _destinations(facts: Facts, traces: Traces, knowledge: Knowledge) -> tuple[dict[str, _Destination], list[str]]:
    noise = [re.compile(n.pattern) for n in knowledge.noise.values()]
    hosts: dict[str, _Destination] = {}
    names: list[str] = []
    for sighting in traces.of("address.*"):
        about = sighting.how == "text" and _ABOUT.search(facts.part(sighting.part).path) is not None
        for address in addresses(sighting.text):
            if about or any(n.search(address.written) for n in noise):
                names.append(address.written)
                continue
            destination = hosts.setdefault(address.host, _Destination())
            destination.seen.append(sighting)
            destination.written.add(address)
    return hosts, sorted(set(names))


def _rank(host: str, destination: _Destination) -> tuple[int, str]:
    order = {Reach.LIVE: 0, Reach.DORMANT: 1, Reach.UNKNOWN: 2, None: 2, Reach.DEAD: 3}
    return order[reach_of(destination.seen)], host


def _host(host: str, destination: _Destination, facts: Facts, traces: Traces) -> Finding:
    seen = ordered(destination.seen)
    written = sorted(destination.written, key=lambda a: a.written)
    reach = reach_of(seen)
    clear = sorted({a.scheme for a in written if a.clear})
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.SENDS,
        rule="sends/address",
        says=_says(host, written, seen, reach),
        data={
            "host": host,
            "network": written[0].network,
            "schemes": sorted({a.scheme for a in written if a.scheme}),
            "ports": sorted({a.port for a in written if a.port is not None}),
            "addresses": [visible(a.written) for a in written[:WRITTEN_SHOWN]],
            "addresses_in_all": len(written),
            "clear_text": bool(clear),
            "stands_in": sorted({s.how for s in seen}),
            "places": rules.places(seen),
        },
        strength=Strength.OBSERVED,
        reach=reach,
        evidence=steps(facts, traces, seen, {"address": f"The address {one_line(host)}"}),
        innocent_if="An address in an app is not proof that anything is sent there, nor of what is sent.",
    )


def _says(host: str, written: Sequence[Address], seen: Sequence[Sighting], reach: Reach | None) -> str:
    first = written[0]
    name = f"address {one_line(first.written, 120)}" if len(written) == 1 else f"server {one_line(host, 120)}"
    more = f" ({len(written)} addresses)" if len(written) > 1 else ""
    where = {
        Reach.LIVE: "used by code that can run",
        Reach.DORMANT: "used only by code that is switched off",
        Reach.UNKNOWN: "used by code of which it is unknown whether it runs",
        Reach.DEAD: "used only by code that nothing was found to start",
        None: f"in {rules.listing(sorted({_WHERE.get(s.how, s.how) for s in seen}))}",
    }[reach]
    kind = {
        "private": ", an address inside a private network",
        "reserved": ", which is reserved for examples",
        "this device": ", the device itself",
    }
    clear = "; traffic to it by " + "/".join(sorted({a.scheme for a in written if a.clear})) + " is not encrypted"
    clear = clear if any(a.clear for a in written) and first.network != "this device" else ""
    return f"The package names the {name}{kind.get(first.network, '')}{more}, {where}{clear}."


_WHERE = {
    "string": "code",
    "resource": "its resources",
    "text": "a text file of the package",
    "native": "native code",
    "manifest": "the manifest",
}


def _libraries(hosts: dict[str, _Destination], facts: Facts, traces: Traces, knowledge: Knowledge) -> Iterable[Finding]:
    """Hosts named only by library code: one finding for each library."""
    by_owner: dict[str, dict[str, _Destination]] = {}
    for host, destination in hosts.items():
        owner = min(s.owner or "" for s in destination.seen)
        by_owner.setdefault(owner, {})[host] = destination
    for owner, group in sorted(by_owner.items()):
        seen = ordered(s for d in group.values() for s in d.seen)
        yield Finding(
            id=rules.UNNUMBERED,
            question=Question.SENDS,
            rule="sends/library_addresses",
            says=f"Library code in the app ({rules.product_name(knowledge, owner)}) names "
            f"{rules.listing([one_line(h, 60) for h in sorted(group)], 8)}.",
            data={"library": owner, "hosts": [visible(h) for h in sorted(group)], "places": rules.places(seen)},
            strength=Strength.OBSERVED,
            reach=reach_of(seen),
            evidence=steps(facts, traces, seen, {}),
            innocent_if="Libraries name the servers of their makers; whether the app uses that function is another "
            "question.",
        )


def _names(names: Sequence[str]) -> Finding:
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.SENDS,
        rule="sends/names",
        says=f"{len(names)} strings look like addresses but serve as names (XML namespaces, licences, documentation).",
        data={"names": [visible(n) for n in names[:200]], "folded": True},
        strength=Strength.OBSERVED,
    )
