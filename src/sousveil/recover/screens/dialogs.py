"""Dialogs put together by a builder: title, message, choices, buttons."""

from dataclasses import dataclass, field

from sousveil.model.gloss import Text
from sousveil.model.screen import Element
from sousveil.recover.code import Node, Use
from sousveil.recover.screens.shows import Reading
from sousveil.recover.screens.texts import Texts

_BUTTONS = ("setPositiveButton", "setNegativeButton", "setNeutralButton")
_CHOICES = ("setItems", "setSingleChoiceItems", "setMultiChoiceItems")
_DEEPEST = 40


@dataclass(slots=True)
class Built:
    """One dialog, by the class whose code builds it."""

    home: str
    first: Use
    titles: tuple[Text, ...] = ()
    says: list[Text] = field(default_factory=list)
    choices: tuple[Text, ...] = ()
    several: bool = False
    buttons: list[tuple[Text, ...]] = field(default_factory=list)
    answers: list[tuple[str, Node, Use]] = field(default_factory=list)
    """What is pressed, what listens to it, where."""
    layouts: list[str] = field(default_factory=list)

    def elements(self) -> list[Element]:
        """The dialog as widgets."""
        out = [Element(tag="message", kind="text", texts=tuple(self.says))] if self.says else []
        if self.choices:
            out.append(Element(tag="items", kind="check" if self.several else "choice", choices=self.choices))
        out += [Element(tag="button", kind="button", texts=texts) for texts in self.buttons if texts]
        return out


def built(reading: Reading) -> list[Built]:
    """All dialogs that builders make in own code, in its order; those that say nothing are left out."""
    found: dict[tuple[int, int | None], Built] = {}
    for use in reading.uses():
        if use.kind != "call" or not use.values or "Dialog" not in use.text or "Builder;->set" not in use.text:
            continue
        made = _root(use.values[0])
        home = reading.classes.home(reading.owner(use.method))
        if made is None or home is None:
            continue
        one = found.setdefault((use.method, made.offset), Built(home, use))
        _take(one, use, reading.texts)
    return [one for one in found.values() if one.titles or one.says or one.choices or one.layouts]


def _root(node: Node) -> Node | None:
    for _ in range(_DEEPEST):
        if node.kind == "new":
            return node if "Dialog" in node.text else None
        if node.kind in ("any", "call") and node.children:
            node = node.children[0]
        else:
            return None
    return None


def _take(one: Built, use: Use, texts: Texts) -> None:
    name = use.text.partition("->")[2].partition("(")[0]
    if len(use.values) < 2:
        return
    if name == "setView":
        one.layouts += [n for node in use.values[1:] for inner in (node, *node.children)
                        for n in texts.refs(inner, "layout")]  # fmt: skip
        return
    said = texts.said(use.values[1])
    if name == "setTitle":
        one.titles = one.titles or said
    elif name == "setMessage":
        one.says += said
    elif name in _CHOICES:
        one.choices, one.several = said, name == "setMultiChoiceItems"
        one.answers.append(("a choice", use.values[-1], use))
    elif name in _BUTTONS:
        one.buttons.append(said)
        one.answers.append((f"«{said[0].text}»" if said else "a button", use.values[-1], use))
