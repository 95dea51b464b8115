"""Each request that the app builds: to whom, and what stands in it."""

from collections.abc import Sequence

from sousveil.answer import rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.request import Request, RequestPart

NAMED = 12
SAID = 4
STEPS = 6
_CHANNEL = {
    "sms": "a text message",
    "email": "an e-mail",
    "tcp": "data over a connection of its own",
    "udp": "data in single packets",
    "websocket": "data over a web socket",
    "mqtt": "a message by MQTT",
    "xmpp": "a chat message",
}


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """One finding for each request that can run; those of code that nothing starts are left to the table."""
    found: dict[tuple[str, Reach | None], list[Finding]] = {}
    for one in recovered.requests:
        if one.reach is not Reach.DEAD:
            made = _finding(one)
            bare = not one.addresses and not one.kept and not _carries(one)
            found.setdefault((made.says if bare else one.id, one.reach), []).append(made)
    return [some[0] if len(some) == 1 else _together(some) for some in found.values()]


def _together(some: Sequence[Finding]) -> Finding:
    """Requests of which nothing is known but that they are sent: told once."""
    more = f" Nothing more is known of {len(some)} such requests."
    data = {**some[0].data, "requests": [one.data["request"] for one in some]}
    evidence = tuple(step for one in some[:STEPS] for step in one.evidence[:2])
    return some[0].model_copy(update={"says": some[0].says + more, "data": data, "evidence": evidence})


def _finding(one: Request) -> Finding:
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.SENDS,
        rule="sends/request",
        says=" ".join([rules.sentence(f"sends {_what(one)}{_where(one)}", one.reach, ()), *_carries(one)]),
        data={"request": one.id, "addresses": list(one.addresses), "verbs": list(one.verbs), "channel": one.channel},
        categories=one.categories,
        strength=one.strength,
        reach=one.reach,
        evidence=one.evidence,
        innocent_if="Apps talk to their servers; what is sent is in the parts, and whether it is sent depends on how "
        "the app is used.",
    )


def _what(one: Request) -> str:
    if one.channel in _CHANNEL:
        return _CHANNEL[one.channel]
    verbs = f"{rules.listing(one.verbs, 3)} " if one.verbs else ""
    return f"a {verbs}request" if one.channel != "network" else "data"


def _where(one: Request) -> str:
    if one.addresses:
        return f" to {rules.listing([f'«{a}»' for a in one.addresses], 3)}"
    kept = f" from {one.kept[0]}" if one.kept else " that is made when it runs"
    return f" to {'a number' if one.channel == 'sms' else 'an address'}{kept}"


def _carries(one: Request) -> list[str]:
    """Names of the parts, what is known of them, and what else goes along."""
    told = []
    body = [p for p in one.parts if p.kind != "header"]
    names = [_name(p) for p in body if p.name]
    if names:
        told.append(f"It carries {rules.listing(names, NAMED)}.")
    known: dict[str, list[str]] = {}
    for part in body:
        if part.name and part.categories:
            known.setdefault(" or ".join(part.says[:2]), []).append(f"«{part.name}»")
    if known:
        words = [f"{rules.listing(n, SAID)} {'is' if len(n) == 1 else 'are'} {what}" for what, n in known.items()]
        told.append(f"Of these, {rules.listing(words, SAID)}.")
    rest = list(dict.fromkeys(word for p in body if not p.name for word in p.says if not word.startswith("«")))
    if rest:
        told.append(f"It {'also ' if names else ''}carries: {rules.listing(rest, 2 * SAID)}.")
    said = {word for p in body for word in p.says}
    more = [word for word in one.followed if word not in said]
    if more:
        told.append(f"Personal data that was followed into it: {rules.listing(more, 2 * SAID)}.")
    return told


def _name(part: RequestPart) -> str:
    """A part's own name, with its gloss where nothing better is known of it."""
    return f"«{part.name}» ({part.gloss})" if part.gloss and not part.categories else f"«{part.name}»"
