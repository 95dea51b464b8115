"""What it records: each record with its fields, told in the chapter `collects`."""

from sousveil.answer.unfilled import unfilled
from sousveil.answer.wording import field_in_words
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Strength
from sousveil.model.record import Record, RecordField
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.text import one_line, visible

RULE = "collects/record"
FOLDED_RULE = "collects/records_folded"
_NAMED = 4
_TEXTS = 12
_INNOCENT = (
    "Most apps that people sign in to, order by or register with keep records of people. What is recorded has to fit "
    "what the app says it is for; who may read it, and what is done with it, is not in the app."
)


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    told = [one for one in recovered.records if not one.folded]
    alone = [one for one in told if not _loose(one)]
    together: dict[str, list[Record]] = {}
    for one in told:
        if _loose(one):
            together.setdefault(one.about or "", []).append(one)
    found = [_finding(one, knowledge) for one in [*alone, *(some[0] for some in together.values() if len(some) == 1)]]
    found += [unfilled(some) for some in together.values() if len(some) > 1]
    folded = [one for one in recovered.records if one.folded]
    return [*found, _folded(folded)] if folded else found


def _loose(record: Record) -> bool:
    """A place for data that no code was seen to fill, with nothing in it that law protects most: told with others."""
    return bool(record.gaps) and not any(f.special for f in record.fields)


def _finding(record: Record, knowledge: Knowledge) -> Finding:
    sent = [f for f in record.fields if "sent" in f.goes]
    return Finding(
        id="",
        question=Question.COLLECTS,
        rule=RULE,
        says=_says(record, sent, knowledge),
        data={
            "record": record.id,
            "name": visible(record.name),
            "about": record.about,
            "forms": list(record.forms),
            "fields": len(record.fields),
            "sent": len(sent),
            "unseen": [visible(f.name) for f in record.fields if f.unseen],
            "required": [visible(f.name) for f in record.fields if f.required],
            "conditional": [visible(f.name) for f in record.fields if f.condition],
            "texts": [t.model_dump(mode="json") for f in record.fields for t in f.labels[:1]][:_TEXTS],
        },
        categories=tuple(sorted({c for f in record.fields for c in f.categories})),
        strength=record.strength,
        reach=record.reach,
        evidence=record.evidence,
        innocent_if=_INNOCENT,
    )


def _says(record: Record, sent: list[RecordField], knowledge: Knowledge) -> str:
    gloss = f" ({record.gloss})" if record.gloss and record.gloss.lower() != record.name.lower() else ""
    article = "an" if (record.about or "")[:1] in "aeiou" else "a"
    about = f"about {article} {record.about}" if record.about not in (None, "event") else "about an event or task"
    fields = _count(len(record.fields), "field")
    said = [f"The app has a record {about}, “{one_line(record.name, 80)}”{gloss}, with {fields}{_told_by(record)}."]
    special = dict.fromkeys(c for f in record.fields for c in f.special)
    if special:
        labels = [knowledge.categories[c].label for c in special if c in knowledge.categories]
        said.append(f"Of the categories that law protects most it has {_listing(labels, 8)}.")
    if asked := _asked(record):
        said.append(f"Among its fields: {', '.join(asked)}.")
    if sent:
        said.append(_sent(record, sent))
    kept = sum("kept" in f.goes for f in record.fields)
    if kept and record.gaps:
        said.append(f"The phone has columns for {'all' if kept == len(record.fields) else kept} of them.")
    elif kept:
        said.append(f"{_some(kept, len(record.fields))} kept on the phone.")
    if conditional := [f for f in record.fields if f.condition is not None]:
        said.append(f"{_some(len(conditional), len(record.fields))} asked only under a condition{_when(conditional)}.")
    said += record.gaps
    if record.strength == Strength.INFERRED:
        said.append("That its parts belong together is inferred from their names.")
    return " ".join(said)


def _asked(record: Record) -> list[str]:
    """The fields that tell most, what two share told once: those of special categories, of other data about persons,
    what is asked only under a condition, the rest that has a label."""
    kinds = (
        ([f for f in record.fields if f.special], 5),
        ([f for f in record.fields if f.categories and not f.special], 7),
        ([f for f in record.fields if f.condition and not f.categories], 4),
        ([f for f in record.fields if f.labels and not f.condition and not f.categories], 3),
    )
    told: dict[str, str] = {}
    for fields, most in kinds:
        fresh: dict[str, str] = {}
        for field in sorted(fields, key=lambda f: not f.labels):
            same, words = field_in_words(field)
            if same not in told:
                fresh.setdefault(same, words)
        told |= dict(list(fresh.items())[:most])
    return list(told.values())


def _when(conditional: list[RecordField]) -> str:
    """The first conditions that name what was chosen, each with one field of it."""
    named: dict[str, str] = {}
    for field in conditional:
        if "«" in (field.condition or ""):
            named.setdefault(field.condition or "", _called(field))
    told = [f"{one_line(name, 60)} when {one_line(when, 200)}" for when, name in list(named.items())[:2]]
    return f": {'; '.join(told)}" if told else ""


def _told_by(record: Record) -> str:
    tables = [n.text for n in record.names if n.kind == "table"]
    return f" (table {one_line(', '.join(tables[:2]), 80)})" if tables else ""


def _sent(record: Record, sent: list[RecordField]) -> str:
    hidden = sorted(
        (f for f in record.fields if f.unseen), key=lambda f: (not f.special, not f.categories, not f.origins)
    )
    unseen = [one_line(_called(f), 60) for f in hidden]
    text = f"{_some(len(sent), len(record.fields))} sent over the network"
    if unseen and len(unseen) < len(sent):
        text += f"; no form or screen that was found shows {len(unseen)} of them: {_listing(unseen, _NAMED)}"
    elif unseen:
        text += "; no form or screen that was found shows any of them"
    return f"{text}."


def _called(field: RecordField) -> str:
    return f"{field.name} ({field.gloss})" if field.gloss and field.gloss.lower() != field.name.lower() else field.name


def _some(number: int, of: int) -> str:
    if number == of:
        return "All are" if number > 1 else "It is"
    return f"{number} of them {'is' if number == 1 else 'are'}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _listing(words: list[str], most: int) -> str:
    rest = len(words) - most
    return ", ".join(words[:most]) + (f" and {rest} more" if rest > 0 else "")


def _folded(folded: list[Record]) -> Finding:
    forms = {
        form: sum(r.forms[:1] == (form,) for r in folded) for form in ("class", "table", "json", "values", "template")
    }
    told = {k: v for k, v in forms.items() if v}
    fields = sum(len(r.fields) for r in folded)
    loose = sum(r.about is not None for r in folded)
    says = (
        f"{_count(len(folded), 'more record')} with {_count(fields, 'field')} in all "
        f"{'is' if len(folded) == 1 else 'are'} not told one by one"
    )
    nothing = "no field was found to be about a person or thing"
    asked = "only a form that asks, a message inside the app or a text made of it was found"
    if loose == len(folded):
        says += f": {asked}"
    elif loose:
        says += f". Of {len(folded) - loose} {nothing}; of {loose} {asked}"
    else:
        says += f": {nothing}"
    return Finding(
        id="",
        question=Question.COLLECTS,
        rule=FOLDED_RULE,
        says=f"{says}.",
        data={"folded": True, "count": len(folded), "fields": fields, "forms": told, "asked": loose},
        strength=Strength.OBSERVED,
    )
