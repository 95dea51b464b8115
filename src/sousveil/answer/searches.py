"""What it looks for: the lists that were recovered, one finding each, and how many were folded."""

import re
from collections import Counter

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Strength
from sousveil.model.gloss import Text
from sousveil.model.lists import ListItem, ValueList
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.text import at_word, one_line

RULE = "searches/list"
FOLDED_RULE = "searches/folded"
_FIRST = 6
_TEXTS = 4
_LONGEST = 40
_USES = 3
_NUMBER = re.compile(r"-?[\d.]+")
_INNOCENT = (
    "Most apps carry lists: choices of a form, kinds of goods, colours. What a list means depends on what is done with "
    "a hit, and on whom the app is used."
)


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    found = [_finding(one, knowledge) for one in recovered.lists if not one.folded]
    folded = [one for one in recovered.lists if one.folded]
    return [*found, _folded(folded)] if folded else found


def _finding(one: ValueList, knowledge: Knowledge) -> Finding:
    return Finding(
        id="",
        question=Question.SEARCHES,
        rule=RULE,
        says=_says(one, knowledge),
        data={
            "list": one.id,
            "kind": one.kind,
            "count": one.count,
            "form": one.form,
            "use": one.use,
            "doubtful": sum(i.doubtful for i in one.items),
            "texts": [t.model_dump(mode="json") for t in _texts(one)],
        },
        strength=one.strength,
        reach=one.reach,
        evidence=one.evidence,
        innocent_if=_INNOCENT,
    )


def _texts(one: ValueList) -> list[Text]:
    """Texts with a gloss, for the table of originals that the page shows beside a finding."""
    return [t for i in one.items[:_TEXTS] for t in i.labels if t.gloss is not None]


def _says(one: ValueList, knowledge: Knowledge) -> str:
    name = one_line(one.name, 120)
    what = what_of(one.kind, knowledge)
    if not one.items:
        columns = f", with the columns {', '.join(one.header[:8])}" if one.header else ""
        return one_line(f"The app has a list “{name}” ({one.form}{columns}) that is empty.{_use(one)}", 600)
    number = f"{one.count} {what}" if one.count != 1 else f"one of {what}"
    say = _row if _ragged(one) else _entry
    named = [i for i in one.items if not i.sentinel and not i.doubtful] or one.items
    first = ", ".join(say(i) for i in named[:_FIRST])
    more = ", …" if one.count > min(_FIRST, len(named)) else ""
    noted = _noted(one)
    entries = f"Among its entries: {first}{more}" if more else f"Its entries: {first}."
    return at_word(f"The app has a list of {number}, “{name}” ({one.form}). {entries}{_use(one)}{noted}", 1200)


def _entry(item: ListItem) -> str:
    label = _label(item)
    text = at_word(item.value, _LONGEST)
    if label is not None and label.text:
        beside = at_word(label.text, _LONGEST)
        text = f"{text} = {beside}" if text else beside
    if item.known_as is not None:
        text += f" [{item.known_as}]"
    glossed = None if text.isascii() else next((t.gloss for t in item.labels if t.gloss), None)
    return f"{text} ({glossed})" if glossed else text


def _ragged(one: ValueList) -> bool:
    """Rows of different lengths, which are groups: the first of a row is no code for the others."""
    widths = {len(i.labels) for i in one.items}
    return not one.header and one.form == "array in code" and len(widths) > 1 and max(widths) > 1


def _row(item: ListItem) -> str:
    texts = [item.value, *(t.text for t in item.labels if t.text and t.text != item.value)]
    return f"({', '.join(one_line(t, _LONGEST) for t in texts[:_FIRST])}{', …' if len(texts) > _FIRST else ''})"


def _label(item: ListItem) -> Text | None:
    """What stands beside an entry: words before numbers."""
    beside = [t for t in item.labels if t.text != item.value]
    label = next((t for t in beside if t.text and not _NUMBER.fullmatch(t.text)), beside[0] if beside else None)
    own = item.labels[0] if item.labels else None
    if label is not None and label.text and label.lang is not None and own is not None and own.text == item.value:
        return None
    return label


def _use(one: ValueList) -> str:
    said = []
    if one.compared:
        said.append(f"compared with {_some(one.compared)}")
    if one.hit:
        said.append(f"on a hit it {_some(one.hit)}")
    if one.where:
        said.append(_some(one.where))
    if said:
        told = "; ".join(said)
        return f" {told[:1].upper()}{told[1:]}."
    if one.use == "inert":
        return " Nothing in the app uses it."
    return " What uses it is not known." if one.use == "unknown" else ""


def _some(words: tuple[str, ...]) -> str:
    rest = len(words) - _USES
    return ", ".join(one_line(w, 160) for w in words[:_USES]) + (f" and {rest} more" if rest > 0 else "")


def _noted(one: ValueList) -> str:
    doubtful = sum(i.doubtful for i in one.items)
    said: list[str] = []
    for item in [i for i in one.items if i.sentinel and i.note and not any(t.gloss for t in i.labels)][:3]:
        said.append(f" {one_line((item.note or '').split('; ')[-1], 160)}.")
    if doubtful:
        said.append(f" {doubtful} {'entry is' if doubtful == 1 else 'entries are'} doubtful.")
    return "".join(said)


def what_of(kind: str, knowledge: Knowledge) -> str:
    """What entries of a kind are called."""
    known = knowledge.lists.get(f"list.{kind}")
    return known.what if known is not None else "entries"


def _folded(folded: list[ValueList]) -> Finding:
    reasons = Counter(one.because or "others" for one in folded)
    parts = ", ".join(f"{why} {n}" for why, n in sorted(reasons.items(), key=lambda r: (-r[1], r[0])))
    return Finding(
        id="",
        question=Question.SEARCHES,
        rule=FOLDED_RULE,
        says=f"Of the app's lists, {len(folded)} are not told one by one: {parts}.",
        data={"folded": True, "count": len(folded), "reasons": dict(sorted(reasons.items()))},
        strength=Strength.OBSERVED,
    )
