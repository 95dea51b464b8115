"""Whom it flags, by which rule, with which consequence."""

from collections.abc import Iterable, Sequence

from sousveil.answer.rules import UNNUMBERED
from sousveil.knowledge.load import Knowledge
from sousveil.model.decision import Decision
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.gloss import Text
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.text import one_line

_STEPS = 40
_SHOWN = 8
_FIRM = (Strength.OBSERVED, Strength.TRACED, Strength.INFERRED)
_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_SIGNALS = {
    "sound": "plays a sound",
    "vibrate": "vibrates",
    "dialog": "opens a dialog",
    "notification": "shows a notification",
    "red": "shows it in red",
}
_INNOCENT = (
    "Words of action stand near persons in other apps too: a clinic keeps patients, a school collects children. "
    "Read the texts and the screen before you say what happens to anybody."
)


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """One finding for all codes of one value, one for each decision that stands alone."""
    tasked = {id_ for task in recovered.tasks if task.authority for id_ in task.decisions}
    series: dict[str, list[Decision]] = {}
    for one in recovered.decisions:
        series.setdefault(_group(one), []).append(one)
    told = [
        some
        for some in series.values()
        if not all(d.id in tasked for d in some) or any(grave(d, knowledge) for d in some)
    ]
    return [_told_together(some, knowledge) for some in told]


def grave(one: Decision, knowledge: Knowledge) -> bool:
    """It names a measure against a person. What else stands in a task is told with the task."""
    return any(known.kind == "person" for id_ in one.actions if (known := knowledge.actions.get(id_)))


def _group(one: Decision) -> str:
    """What decisions that are told together share."""
    if one.sets is not None:
        return f"sets {one.sets} {one.screen or ''} {one.requires}"
    if one.series is None or " and " in one.when:
        return one.id
    return f"{one.series} {one.who or ''}"


def _told_together(some: Sequence[Decision], knowledge: Knowledge) -> Finding:
    if len(some) == 1:
        return _alone(some[0], knowledge)
    return _answers(some, knowledge) if some[0].sets is not None else _series(some, knowledge)


def _answers(some: Sequence[Decision], knowledge: Knowledge) -> Finding:
    """Codes that the app puts under the name of an action, one for each answer."""
    told = "; ".join(f"{one.puts} when {_with_labels(one)}" for one in some[:_SHOWN])
    more = f"; and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    name = some[0].does.removeprefix("sets ").rpartition(" to ")[0]
    says = f"The app puts a code under {name}: {told}{more}{_requires(some[0])}."
    return _finding(some, "flags/answers", says, knowledge)


def _alone(one: Decision, knowledge: Knowledge) -> Finding:
    says = f"When {_with_labels(one)}, the app {_does(one)}{_requires(one)}."
    return _finding([one], "flags/decision", says, knowledge)


def _series(some: Sequence[Decision], knowledge: Knowledge) -> Finding:
    told = "; ".join(f"{_code(one, knowledge)}: the app {_does(one)}{_requires(one)}" for one in some[:_SHOWN])
    more = f"; and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    says = f"{_chooser(some)} decides what happens. {told}{more}."
    return _finding(some, "flags/series", says, knowledge)


def _chooser(some: Sequence[Decision]) -> str:
    """What chooses, as the conditions call it: the choice in a widget, the value of a field."""
    names = {one.when.rpartition(" is ")[0] for one in some}
    name = names.pop() if len(names) == 1 else f"`{some[0].series}`"
    return f"T{name[1:]}" if name.startswith("the ") else f"The value of {name}"


def _code(one: Decision, knowledge: Knowledge) -> str:
    """`3 («…» (gloss))`; where the label has no gloss, the measures that its words name."""
    codes = [code for code in one.codes if code.of == one.series]
    if not codes:
        return one.when
    labels = codes[-1].labels
    label = _label(labels)
    if label and not labels[0].gloss:
        named = [known.what for id_ in one.actions if (known := knowledge.actions.get(id_)) and known.kind == "person"]
        label = f"{label}: {', '.join(named)}" if named else label
    return f"{codes[-1].value}{f' ({label})' if label else ''}"


def _with_labels(one: Decision) -> str:
    """The condition, with what its codes stand for."""
    labels = [
        f"{code.value} stands for {label}"
        for code in one.codes
        if (label := _label(code.labels)) and f"«{one_line(code.labels[0].text, 120)}»" not in one.does
    ]
    return f"{one.when} ({'; '.join(labels)})" if labels else one.when


def _label(labels: Iterable[Text]) -> str:
    first = next(iter(labels), None)
    return _told(first) if first else ""


def _told(text: Text) -> str:
    return f"«{one_line(text.text, 100)}»" + (f" ({text.gloss})" if text.gloss else "")


def _does(one: Decision) -> str:
    signals = [_SIGNALS[id_] for id_ in one.signals if id_ in _SIGNALS]
    return " and ".join([one.does, *signals])


def _requires(one: Decision) -> str:
    """What must be filled in; only what is asked in this case, where there is such."""
    if not one.requires:
        return ""
    needed = " and ".join(one.requires[:4]) + (f" and {len(one.requires) - 4} more" if len(one.requires) > 4 else "")
    said = f" (else {_label(one.refuses)})" if one.refuses else ""
    if one.waits == "send":
        return f", and nothing is sent until {needed}{said}"
    if one.waits == "keep":
        return f", and nothing is kept until {needed}{said}"
    return f", and it asks that {needed}{said}"


def _finding(some: Sequence[Decision], rule: str, says: str, knowledge: Knowledge) -> Finding:
    roles = list(dict.fromkeys(one.who for one in some if one.who))
    elsewhere = list(dict.fromkeys(said for one in some for said in one.elsewhere))
    whole = next((w for w in ("partial", "lower bound") if any(one.whole == w for one in some)), "exact")
    if elsewhere:
        says = f"{says} {' '.join(elsewhere)}"
    if roles and any(one.who != one.when for one in some):
        says = f"{says} Only where {' or '.join(roles)}."
    if whole != "exact":
        says = f"{says} {_WHOLE[whole]}"
    reach = next((r for r in _REACH if any(one.reach is r for one in some)), None)
    if reach is Reach.DEAD:
        says = f"{says} Nothing was found that can start this code."
    return Finding(
        id=UNNUMBERED,
        question=Question.FLAGS,
        rule=rule,
        says=says,
        data={
            "decisions": [one.id for one in some],
            "actions": list(dict.fromkeys(id_ for one in some for id_ in one.actions)),
            "whole": whole,
            "elsewhere": elsewhere,
            "who": roles,
            "texts": [t.model_dump() for t in dict.fromkeys(_texts(some))],
        },
        strength=max((one.strength for one in some), key=_FIRM.index),
        reach=reach,
        evidence=tuple(_steps(some)),
        innocent_if=_INNOCENT,
    )


_WHOLE = {
    "partial": "Some of the condition could not be read: there may be more to it.",
    "lower bound": "Code that is not in the package, or that was not followed, may decide more.",
}


def _texts(some: Sequence[Decision]) -> Iterable[Text]:
    for one in some:
        yield from (text for code in one.codes for text in code.labels)
        yield from one.texts
        yield from one.refuses


def _steps(some: Sequence[Decision]) -> list[Step]:
    found = {(step.place, step.shows): step for one in some for step in one.evidence}
    return list(found.values())[:_STEPS]
