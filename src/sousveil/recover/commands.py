"""Commands: texts that come from outside and decide whether sensitive code of the app runs.

They are read off the guards of calls that matter. A comparison counts where what is compared comes from a server's
answer or from a message, and the other side is a constant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sousveil.knowledge.load import Knowledge
from sousveil.model.command import Command
from sousveil.model.evidence import Reach, Role, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.flow import NETWORK
from sousveil.model.sighting import Sighting
from sousveil.model.text import one_line, visible
from sousveil.model.traces import Traces
from sousveil.recover import places

MOST = 120
DONE = 8
STEPS = 4
FEWEST = 3
"""Texts that one thing of a message must be compared with: a single one may be anything the app tells itself."""

_ONE = re.compile(
    r"(?P<asked>.+?) (?P<how>equals|starts with|contains|ends with)(?: \(in any case\))?"
    r' "(?P<text>[^"]{1,80})"(?: or |$)'
)
_OTHER = (" is ", " are ", " == ", " != ", " < ", " > ", " <= ", " >= ", " equal", " contain", " does not ", " with ")
"""Signs of a further question in what is asked."""
_SELF = ("action of the message", "extra ", "Message.", "flags of the message")
"""Messages between the app's own parts, and those of Android itself."""
_SAID = {"text of the SMS": "sms", "sender of the SMS": "sender"}
_HANDED = {
    "android.provider.Telephony.SMS_RECEIVED": "sms",
    "android.provider.Telephony.SMS_DELIVER": "sms",
    "com.google.android.c2dm.intent.RECEIVE": "message",
}
"""Actions of messages that come from outside the phone."""
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_KINDS = ("sources", "sinks", "powers")
_NETWORK = "data sent to or asked of a server"
_DIRECT = frozenset({"sms", "mms"})
"""Channels that need no server."""
_ORIGINS = ("server", "sms", "sender", "message", "data")
_PARSED = re.compile(
    r'JSONObject\.(?:get|opt)String\("[^"]{1,40}"(?:, [^()]*)?\)(?:\.trim\(\)|\.to(?:Lower|Upper)Case\(\))*'
)
"""What stands under a name in data that is taken apart; where the data comes from was not followed."""

Row = dict[str, Any]


@dataclass(slots=True)
class _Found:
    origin: str
    how: str
    text: str
    asked: str
    doing: dict[str, Sighting] = field(default_factory=dict)
    branches: dict[tuple[int, int], None] = field(default_factory=dict)


def commands(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Command]:
    """Every command of the app's own code, ids `K-1` …, by where it comes from and its text."""
    if facts.code is None:
        return []
    at: dict[tuple[int, int], list[Sighting]] = {}
    for sighting in _told(traces, knowledge):
        if sighting.method is not None:
            at.setdefault((sighting.method, sighting.offset), []).append(sighting)
    answers = _answers(knowledge)
    found: dict[tuple[str, str, str], _Found] = {}
    chosen: dict[str, set[str]] = {}
    rows = [row for row in facts.rows("guards") if not row["technical"] and not row["cut"]]
    handed = {
        (row["method"], row["offset"]): origin
        for row in rows
        for action, origin in _HANDED.items()
        if row["condition"] == f'action of the message equals "{action}"'
    }
    for row in rows:
        here = at.get((row["method"], row["offset"]))
        for origin, how, text, asked in _compared(row, handed.get((row["method"], row["offset"]), "")):
            chosen.setdefault(asked, set()).add(text)
            if here and text.strip().casefold() not in answers:
                one = found.setdefault((origin, how, text), _Found(origin, how, text, asked))
                one.doing.update({s.entry: s for s in here if s.entry not in one.doing})
                if row["at_method"] is not None and row["at_offset"] is not None:
                    one.branches[row["at_method"], row["at_offset"]] = None
    worth = [f for f in found.values() if _worth(f, len(chosen[f.asked]), knowledge)]
    kept = sorted(worth, key=lambda f: (_ORIGINS.index(f.origin), f.text, f.how))[:MOST]
    return [_command(f, number, facts, traces, knowledge) for number, f in enumerate(kept, 1)]


def _told(traces: Traces, knowledge: Knowledge) -> Iterator[Sighting]:
    """Places in the app's own code that read personal data, send, or do something to the phone."""
    for id_ in sorted(traces.sightings):
        kind = knowledge.kinds.get(id_)
        reads = kind == "sources" and bool(knowledge.entries[id_].categories)
        if kind == "powers" or reads or (kind == "sinks" and _sends(id_, knowledge) in NETWORK | _DIRECT):
            yield from (s for s in traces.sightings[id_] if s.owner is None and s.how != "text")


def _answers(knowledge: Knowledge) -> frozenset[str]:
    """Words that only say whether something went well: they are no order."""
    kinds = (knowledge.lists.get(name) for name in ("list.yes_no", "list.results", "list.http"))
    return frozenset(m.casefold() for kind in kinds if kind is not None for m in kind.members)


def _compared(row: Row, handed: str = "") -> Iterator[tuple[str, str, str, str]]:
    """(origin, how, text, what is asked) of each alternative; nothing where one of them is no such comparison."""
    found, end, condition = [], 0, str(row["condition"])
    if not condition.endswith(('"', '" or ')):
        return
    for part in _ONE.finditer(condition):
        if part.start() != end or any(sign in part["asked"] for sign in _OTHER):
            return
        end = part.end()
        origin = _origin(str(row["decides"]), part["asked"], handed)
        if origin is None:
            return
        found.append((origin, part["how"], part["text"], part["asked"]))
    if end == len(condition):
        yield from found


def _origin(decides: str, asked: str, handed: str) -> str | None:
    """`handed` is what the message is by its action: what is asked may be cut, or be an extra of it."""
    said = next((origin for words, origin in _SAID.items() if words in asked), None)
    if said is not None or decides == "server":
        return said or "server"
    if decides == "other" and _PARSED.fullmatch(asked):
        return "data"
    if decides != "message" or asked.startswith(_SELF[0]):
        return None
    if handed == "sms" and "…" in asked:
        return "sms"
    return "message" if handed == "message" or not asked.startswith(_SELF) else None


def _worth(found: _Found, texts: int, knowledge: Knowledge) -> bool:
    """Whether more than a request to a server stands behind it, or one thing is compared with several texts, so that
    they choose between functions. Of what the app is handed only the latter counts."""
    if texts >= FEWEST and found.origin != "data":
        return True
    strong = any(knowledge.kinds[e] != "sinks" or _sends(e, knowledge) in _DIRECT for e in found.doing)
    return strong and (texts >= FEWEST if found.origin == "data" else found.origin != "message")


def _sends(entry: str, knowledge: Knowledge) -> str:
    """Channel of a sink; empty for anything else."""
    return str(knowledge.entries[entry].detail.get("channel", "")) if knowledge.kinds[entry] == "sinks" else ""


def _command(found: _Found, number: int, facts: Facts, traces: Traces, knowledge: Knowledge) -> Command:
    entries = [knowledge.entries[e] for e in sorted(found.doing, key=lambda e: (_KINDS.index(knowledge.kinds[e]), e))]
    reach = min((s.reach or Reach.UNKNOWN for s in found.doing.values()), key=_REACH.index)
    return Command(
        id=f"K-{number}",
        origin=found.origin,
        compared=found.how,
        text=visible(found.text),
        asked=one_line(visible(found.asked), 200),
        does=tuple(dict.fromkeys(_NETWORK if _sends(e.id, knowledge) in NETWORK else e.what for e in entries))[:DONE],
        categories=tuple(sorted({c for e in entries for c in e.categories})),
        strength=Strength.TRACED,
        reach=reach,
        evidence=tuple(_steps(found, facts, traces, knowledge)),
    )


def _steps(found: _Found, facts: Facts, traces: Traces, knowledge: Knowledge) -> Iterator[Step]:
    for method, offset in list(found.branches)[:STEPS]:
        shows = f"Compared here: goes on where it {found.how} «{one_line(visible(found.text), 60)}»"
        yield places.step(facts, traces, method, offset, shows)
    for entry, one in sorted(found.doing.items())[:STEPS]:
        if one.method is not None:
            shows = f"Behind it: {knowledge.entries[entry].what}"
            yield places.step(facts, traces, one.method, one.offset, shows, Role.CONTEXT)
