"""What others can make the app do from afar: texts of servers and messages that decide what it does."""

from collections.abc import Sequence

from sousveil.answer import rules
from sousveil.knowledge.load import Knowledge
from sousveil.model.command import Command
from sousveil.model.evidence import Reach, Strength
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question

SHOWN = 12
EACH = 4
STEPS = 40
_WHO = {
    "server": "What a server answers decides what the app does",
    "sms": "The text of a text message that arrives decides what the app does",
    "sender": "Whom a text message comes from decides what the app does",
    "data": "A text in data that the app takes apart (JSON), of which it was not followed where it comes from, decides "
    "what the app does",
    "message": "The text of a message that the app is handed decides what it does",
}
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_INNOCENT = (
    "Apps look at an answer to know what came; a text here need not be an order. What stands behind it is what the "
    "code does only there."
)


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """One finding for each way that orders come."""
    by_origin: dict[str, list[Command]] = {}
    for one in recovered.commands:
        if one.reach is not Reach.DEAD:
            by_origin.setdefault(one.origin, []).append(one)
    return [_finding(origin, by_origin[origin]) for origin in _WHO if origin in by_origin]


def _finding(origin: str, some: Sequence[Command]) -> Finding:
    alike: dict[tuple[str, ...], list[str]] = {}
    for command in some[:SHOWN]:
        alike.setdefault(command.does, []).append(f"«{command.text}»")
    told = [f"{rules.listing(texts, SHOWN)}: {rules.listing(does, EACH)}" for does, texts in alike.items()]
    more = f"; and {len(some) - SHOWN} further texts" if len(some) > SHOWN else ""
    steps = {(s.part, s.place, s.shows): s for c in some for s in c.evidence}
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.CONTROLS,
        rule=f"controls/orders_{origin}",
        says=f"{_WHO[origin]}. Behind each text, what that code touches: {'; '.join(told)}{more}.",
        data={"commands": [c.id for c in some], "texts": [c.text for c in some], "origin": origin},
        categories=tuple(sorted({c for one in some for c in one.categories})),
        strength=Strength.TRACED,
        reach=min((c.reach or Reach.UNKNOWN for c in some), key=_REACH.index),
        evidence=tuple(steps.values())[:STEPS],
        innocent_if=_INNOCENT,
    )
