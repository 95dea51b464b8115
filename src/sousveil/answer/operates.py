"""How an operator works through it: screens and the ways between them."""

from collections import Counter
from collections.abc import Sequence

from sousveil.answer.rules import UNNUMBERED, listing
from sousveil.answer.wording import own
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Strength
from sousveil.model.gloss import Text
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.screen import Element, Screen
from sousveil.model.text import at_word, one_line, visible

ENTERED = ("entry", "choice", "check")
MOST_TOLD = 60
"""Screens with a finding of their own; those about people first."""
FIELDS_SHOWN = 14
EVIDENCE_SHOWN = 6

_KINDS = (("activity", "full screen", "full screens"), ("fragment", "part of a screen", "parts of screens"),
          ("dialog", "dialog", "dialogs"), ("row", "row of a list", "rows of lists"),
          ("layout", "layout that no code was seen to show", "layouts that no code was seen to show"))  # fmt: skip
_STRENGTHS = (Strength.INFERRED, Strength.TRACED, Strength.OBSERVED)


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """The map, each screen with entries, the rest."""
    screens = [screen for screen in recovered.screens if not screen.folded]
    folded = len(recovered.screens) - len(screens)
    if not recovered.screens:
        return []
    names = {screen.id: titled(screen) for screen in recovered.screens}
    asking = sorted((s for s in screens if entered(s)), key=lambda s: (not s.categories, -len(entered(s))))
    told = asking[:MOST_TOLD]
    rest = [screen for screen in screens if screen not in told]
    found = [_map(recovered.screens, screens, asking, folded)] if screens else []
    found += [_screen(screen, names) for screen in told]
    if rest or folded:
        found.append(_rest(rest, folded, names))
    return found


def entered(screen: Screen) -> list[Element]:
    """What a screen asks for. The buttons of a group of choices are its choices, not entries of their own."""
    groups = any(one.tag.endswith("RadioGroup") for one in screen.elements)
    return [one for one in screen.elements
            if one.kind in ENTERED and not (groups and one.tag.endswith("RadioButton"))]  # fmt: skip


def titled(screen: Screen) -> str:
    """What a screen is called: its title, else its class without the package."""
    if screen.titles:
        return quoted(own(screen.titles) or screen.titles[0])
    if screen.kind == "dialog":
        said = next((own(one.texts) for one in screen.elements if one.texts), None)
        if said is not None:
            return f"the dialog {quoted(said)}"
    return visible(screen.name.rpartition(".")[2])


def quoted(text: Text, limit: int = 40) -> str:
    """A text in its own script with the gloss beside it."""
    gloss = f" ({one_line(text.gloss, 60)})" if text.gloss and text.gloss.lower() != text.text.lower() else ""
    return f"«{at_word(text.text, limit)}»{gloss}"


def label(one: Element) -> str:
    """What an entry is called on its screen; where nothing stands there, its id, with a gloss."""
    ticked = one.texts if one.kind == "check" else ()
    for texts in (ticked, one.labels, one.hints, one.texts):
        if (text := own(texts)) is not None:
            return quoted(text)
    if one.id is None:
        return f"a field without a label ({visible(one.tag.rpartition('.')[2])})"
    plain = one.says_id is None or one.says_id.replace(" ", "").lower() == one.id.replace("_", "").lower()
    return visible(one.id) if plain else f"{visible(one.id)} ({visible(one.says_id or '')})"


def _counted(screens: Sequence[Screen]) -> str:
    told = []
    for kind, one, many in _KINDS:
        count = sum(screen.kind == kind for screen in screens)
        if count:
            told.append(f"{count} {one if count == 1 else many}")
    return listing(told)


def _map(every: Sequence[Screen], screens: Sequence[Screen], asking: Sequence[Screen], folded: int) -> Finding:
    ids = {screen.id for screen in every}
    ways = [lead for screen in screens for lead in screen.leads if lead.to in ids and lead.kind != "lists"]
    starts = [screen for screen in screens if screen.starts]
    unseen = [screen for screen in screens if screen.made_from == "none"]
    absent = [screen for screen in screens if screen.made_from == "absent"]
    by_code = [screen for screen in screens if screen.made_from == "code" and screen.kind != "dialog"]
    says = f"The app shows {_counted(screens)}"
    says += (
        f"; {len(ways)} way{'s' if len(ways) != 1 else ''} from one to another {'were' if len(ways) != 1 else 'was'}"
    )
    says += " found in its code"
    if starts:
        says += f". It begins with {listing([titled(screen) for screen in starts])}"
    if asking:
        says += f". {len(asking)} of them ha{'ve' if len(asking) > 1 else 's'} something to enter or choose"
    if by_code:
        says += f". {len(by_code)} ha{'s' if len(by_code) == 1 else 've'} no layout in the sample: what is told of "
        says += f"{'it' if len(by_code) == 1 else 'them'} is put together from code"
    if absent:
        says += f". The code of {len(absent)} is not in the sample"
    if unseen:
        says += f". Of {len(unseen)} neither a layout nor a widget was found"
    return Finding(
        id=UNNUMBERED, question=Question.OPERATES, rule="operates/map", says=says + ".",
        data={"screens": [s.id for s in screens], "ways": len(ways), "asking": [s.id for s in asking],
              "libraries": folded, "from_code": [s.id for s in by_code], "unseen": [s.id for s in unseen],
              "without_code": [s.id for s in absent]},
        strength=Strength.TRACED if ways else Strength.OBSERVED,
        evidence=tuple(step for screen in (starts or screens)[:3] for step in screen.evidence[:2]),
        innocent_if="Every app has screens.",
    )  # fmt: skip


def _screen(screen: Screen, names: dict[str, str]) -> Finding:
    entries = entered(screen)
    counts = Counter(label(one) for one in entries)
    labels = [text if count == 1 else f"{text} ({count} times)" for text, count in counts.items()]
    one = len(entries) == 1
    title = titled(screen)
    title = f"T{title[1:]}" if title.startswith("the dialog ") else f"The screen {title}"
    says = f"{title} asks for {len(entries)} thing{'' if one else 's'}"
    says += f": {listing(labels, FIELDS_SHOWN)}"
    if screen.made_from == "code" and screen.kind != "dialog":
        says += ". It has no layout in the sample; this is put together from code"
    if screen.kind == "layout":
        says = f"A layout of the app ({visible(screen.name)}) asks for {listing(labels, FIELDS_SHOWN)}"
        says += ". No code was seen to show it"
    conditions = [f"{label(e)} only when {e.condition}" for e in entries if e.condition]
    if conditions:
        says += f". It shows {listing([one_line(text, 160) for text in conditions], 3)}"
    led = [lead for lead in screen.leads if lead.to in names and lead.kind != "lists"]
    ways = list(dict.fromkeys(names[lead.to] for lead in led))
    if_only = {names[lead.to]: lead.condition for lead in led if lead.condition}
    if ways:
        says += f". It leads to {listing(ways)}"
    if screen.reach == Reach.DEAD:
        says += ". Nothing was found that can start this code"
    return Finding(
        id=UNNUMBERED, question=Question.OPERATES, rule="operates/screen", says=says + ".",
        data={"screen": screen.id, "fields": [one_line(text, 200) for text in labels], "leads": ways,
              "leads_only_when": {to: one_line(when, 300) for to, when in if_only.items()},
              "buttons": [_button(e) for e in screen.elements if e.kind == "button" and (e.texts or e.does)][:20],
              "conditions": [one_line(text, 300) for text in conditions],
              "texts": [{"text": one_line(t.text, 200), "lang": t.lang, "gloss": t.gloss}
                        for e in entries for t in (*e.labels, *e.hints, *e.texts) if _foreign(t)][:60]},
        categories=screen.categories, strength=_weakest(screen), reach=screen.reach,
        evidence=tuple([*screen.evidence, *(s for lead in screen.leads for s in lead.evidence)][:EVIDENCE_SHOWN]),
        innocent_if="Most apps have forms. Who is meant to fill this one in, and about whom, the labels tell, not the "
        "form.",
    )  # fmt: skip


def _foreign(text: Text) -> bool:
    return text.gloss is not None or (text.lang or "en").split("-")[0] != "en"


def _button(one: Element) -> dict[str, str]:
    text = own(one.texts)
    name = quoted(text) if text is not None else visible(one.id or one.tag)
    return {"button": name, "does": one_line(one.does or "", 300)}


def _weakest(screen: Screen) -> Strength:
    """Of the screen, and of its ways, that stand in code that was read."""
    ways = [Strength.TRACED] if any(lead.evidence for lead in screen.leads) else []
    return min([screen.strength, *ways], key=_STRENGTHS.index)


def _rest(rest: Sequence[Screen], folded: int, names: dict[str, str]) -> Finding:
    told = []
    if rest:
        shown = list(dict.fromkeys(names[screen.id] for screen in rest))[:8]
        more = [f"{len(rest) - len(shown)} more"] if len(rest) > len(shown) else []
        first = listing([*shown, *more], len(shown) + 1)
        told.append(f"{len(rest)} further screen{'s' if len(rest) != 1 else ''} show{'' if len(rest) != 1 else 's'} "
                    f"texts, lists or pictures, or are not told one by one: {first}")  # fmt: skip
    if folded:
        told.append(f"{folded} screen{'s are' if folded != 1 else ' is'} a library's, or a layout that no code of the "
                    "app was seen to show")  # fmt: skip
    says = ". ".join(told)
    return Finding(
        id=UNNUMBERED, question=Question.OPERATES, rule="operates/rest", says=says[:1].upper() + says[1:] + ".",
        data={"folded": True, "screens": [screen.id for screen in rest], "libraries": folded},
        strength=Strength.OBSERVED,
        evidence=tuple(step for screen in rest[:3] for step in screen.evidence[:1]),
        innocent_if="Every app has such screens.",
    )  # fmt: skip
