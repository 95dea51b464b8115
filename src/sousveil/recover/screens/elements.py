"""The elements of a screen: of its layouts, with what code puts into them; of code alone where no layout is there."""

import re
from collections.abc import Iterable, Sequence

from sousveil.model.gloss import Text
from sousveil.model.screen import Element
from sousveil.model.text import one_line
from sousveil.recover.code import Node, Use
from sousveil.recover.screens.conditions import plain
from sousveil.recover.screens.layouts import Layouts, kind_of
from sousveil.recover.screens.presses import Press
from sousveil.recover.screens.shows import MADE, Reading, Shown
from sousveil.recover.screens.texts import Texts

ENTERED = ("entry", "choice", "check")
SAID = "said by code"
_MOST = 1500
_CALLS_TOLD = 3
_CLOSES = ("finish", "dismiss", "popBackStack", "onBackPressed", "finishActivity")
_RUNS = {
    "startService": "starts a service", "startForegroundService": "starts a service",
    "stopService": "stops a service", "bindService": "uses a service", "sendBroadcast": "sends a broadcast",
}  # fmt: skip
_PLAIN = re.compile(
    r"^(access\$\w+|lambda\$.*|on[A-Z]\w*|get[A-Z]?\w*|is[A-Z]\w*|set[A-Z]\w*|\$.*|<\w+>|.{1,2}|invoke|run)$"
)


class Elements:
    """Makes the elements of screens."""

    def __init__(self, reading: Reading, layouts: Layouts, texts: Texts, sinks: dict[tuple[int, int], str]) -> None:
        self._reading, self._layouts, self._texts, self._sinks = reading, layouts, texts, sinks
        self._spoken = reading.spoken

    def of(self, shown: Shown, names: Sequence[tuple[str, str]], presses: Sequence[Press],
           leads: dict[tuple[int, int], str]) -> list[Element]:  # fmt: skip
        """Elements of these files (kind, name), each with what code says of it. `leads`: place → where it leads."""
        out: list[Element] = []
        for kind, name in names:
            inner = self._layouts.elements(name, kind, 0)
            use = shown.layouts.get(name)
            if use is not None and not use[1] and out and inner:
                where = self._method(use[0].method)
                out.append(Element(tag="layout", id=name, kind="group", condition=f"put in by {where}"))
                inner = [one.model_copy(update={"depth": one.depth + 1}) for one in inner]
            out += inner
        out = out[:_MOST]
        known = {one.id for one in out if one.id}
        if not any(self._layouts.has(name, kind) for kind, name in names):
            out += self._from_code(shown, known)
        does = self._does(presses, leads)
        ran = {(use.method, use.offset): press for press in reversed(presses) for use in press.uses}
        labels = {one.id: one.texts[0].text for one in out if one.id and one.texts}
        done = [self._completed(one, shown, does, ran, labels) for one in out]
        # The order of code is not the order on the screen: what stands before an entry there is no label of it.
        return labelled(done) if any(self._layouts.has(name, kind) for kind, name in names) else done

    def _from_code(self, shown: Shown, known: set[str]) -> list[Element]:
        """Widgets that code names, in its order; then the texts it uses without naming a widget."""
        out = []
        for name, typed in shown.ids.items():
            if name in known or name.startswith("android:"):
                continue
            tag = typed[1:-1].replace("/", ".") if typed.startswith("L") else "View"
            kind = kind_of(tag) if tag not in ("View", "android.view.View") else "other"
            if kind == "other":
                kind = self._texts.widget_kind(name) or "other"
            if tag.rpartition(".")[2] in ("Bundle", "Fragment", "Drawable", "String", "Bitmap"):
                continue
            says = None if name.startswith(MADE) else self._texts.says_id(name)
            out.append(Element(tag=tag, id=name, kind=kind, says_id=says))
        said: dict[str, tuple[Text, ...]] = {}
        for node, _ in shown.says[:400]:
            texts = self._texts.said(node)
            if texts:
                said.setdefault(texts[0].text, texts)
        out += [Element(tag="text", kind="text", texts=texts, condition=SAID) for texts in said.values()]
        return out[:_MOST]

    def _completed(self, one: Element, shown: Shown, does: dict[str, str], ran: dict[tuple[int, int], Press],
                   labels: dict[str, str]) -> Element:  # fmt: skip
        if one.id is None:
            return one
        texts, hints, choices = list(one.texts), list(one.hints), list(one.choices)
        condition = one.condition
        for what, node, use in shown.puts.get(one.id, ()):
            if what in ("setText", "setTitle", "append"):
                texts += [t for t in self._texts.said(node) if t not in texts]
            elif what == "setHint":
                hints += [t for t in self._texts.said(node) if t not in hints]
            elif what == "choices":
                choices += [t for t in self._choices(node) if t not in choices]
            elif what == "setVisibility" and node.kind == "int" and node.number == 0 and one.hidden:
                condition = condition or self._condition(use, ran, labels)
        kind = "choice" if choices and one.kind == "other" else one.kind
        return one.model_copy(update={
            "id": None if one.id.startswith(MADE) else one.id, "kind": kind, "condition": condition,
            "texts": tuple(texts[:40]), "hints": tuple(hints[:20]), "choices": tuple(choices[:200]),
            "does": does.get(one.id) or one.does,
        })  # fmt: skip

    def _choices(self, node: Node) -> tuple[Text, ...]:
        """What an adapter is made of, where that is a constant."""
        inner = [node, *node.children, *(c for child in node.children for c in child.children)]
        for one in inner:
            for name in self._texts.refs(one, "array"):
                return self._texts.of(("array", name))
        arrays = (one for one in inner if one.kind == "array" and one.number == 1)
        return next((self._texts.said(array) for array in arrays), ())

    def _condition(self, use: Use, ran: dict[tuple[int, int], Press], labels: dict[str, str]) -> str | None:
        """When a place runs: what its method asks, and the press that runs it."""
        found = self._reading.code.conditions([(use.method, use.offset)], across=False)
        told = [condition.text for condition in found[0] if not condition.technical] if found else []
        press = ran.get((use.method, use.offset))
        if press is None:
            return self._spoken.when(found[0] if found else [], labels) or plain(" and ".join(told[:3])) or None
        name = f"«{one_line(labels[press.widget], 60)}»" if press.widget in labels else press.widget
        if press.handler == "onCheckedChanged":
            told = [re.sub(r"^parameter \d \(Z\) is (true|false)$", rf"{name} is \1", text) for text in told]
            return " and ".join(told[:3]).replace(" is true", " is on").replace(" is false", " is off") or None
        when = self._spoken.when(found[0] if found else [], labels)
        return " and ".join([*([when] if when else map(plain, told[:3])), f"{name} was pressed"])

    def _does(self, presses: Iterable[Press], leads: dict[tuple[int, int], str]) -> dict[str, str]:
        """Id → what pressing does, in words."""
        out: dict[str, dict[str, None]] = {}
        for press in presses:
            told = out.setdefault(press.widget, {})
            for use in press.uses:
                if (use.method, use.offset) in leads:
                    told[leads[use.method, use.offset]] = None
            for use in press.uses:
                if (use.method, use.offset) in self._sinks:
                    told[self._sinks[use.method, use.offset]] = None
            told.update(dict.fromkeys(said for use in press.uses if (said := self._plain(use)) is not None))
            called = [name for use in press.uses if (name := self._called(use))]
            told.update(dict.fromkeys(f"calls {name}" for name in list(dict.fromkeys(called))[:_CALLS_TOLD]))
            if any(use.kind == "call" and _simple(use) in _CLOSES for use in press.uses):
                told["closes the screen"] = None
        return {widget: "; ".join(list(told)[:6]) for widget, told in out.items() if told}

    def _plain(self, use: Use) -> str | None:
        """What a call of Android's own does that a person notices, or that goes on unseen."""
        name = _simple(use)
        if use.kind != "call":
            return None
        if name == "makeText" and "Toast;" in use.text and len(use.values) > 2:
            said = self._texts.said(use.values[-2])
            return f"says «{one_line(said[0].text, 60)}»" if said else None
        if name == "showDialog":
            return "shows a dialog"
        if name in _RUNS and use.text.endswith(("ComponentName;", ")Z", ")V")):
            named = [n.text for v in use.values[1:] for n in (v, *v.children) if n.kind == "class"]
            return _RUNS[name] + (" " + named[0][1:-1].rpartition("/")[2] if named else "")
        return None

    def _called(self, use: Use) -> str | None:
        """Name of a method of the app that is called, with its gloss; nothing for what only passes on."""
        if use.kind != "call" or use.symbol not in self._reading.by_method:
            return None
        name = _simple(use)
        if _PLAIN.match(name) or name in _CLOSES or name in _RUNS or name.startswith("startActivity"):
            return None
        gloss = self._texts.says_id(name)
        plain = gloss is None or gloss.replace(" ", "").lower() == name.replace("_", "").lower()
        return name if plain else f"{name} ({gloss})"

    def _method(self, method: int) -> str:
        text = self._reading.code.code.method_text(method) if self._reading.code.code is not None else ""
        return text.partition("->")[2].partition("(")[0]


def _simple(use: Use) -> str:
    return use.text.partition("->")[2].partition("(")[0]


def labelled(elements: Sequence[Element]) -> list[Element]:
    """The elements with what stands before each entry as its label, and groups of choices with their choices."""
    out = list(elements)
    before: Element | None = None
    for place, one in enumerate(elements):
        if one.kind == "choice" and one.tag.endswith("RadioGroup") and not one.choices:
            inner = _inside(out, place)
            out[place] = one.model_copy(update={"choices": tuple(t for e in inner for t in e.texts[:1])})
        in_group = one.tag.endswith("RadioButton")
        if one.kind in ENTERED and before is not None and not in_group:
            if before.kind == "text":
                out[place] = out[place].model_copy(update={"labels": before.texts})
            elif before.kind == "group" and before.hints:
                out[place] = out[place].model_copy(update={"labels": before.hints})
        if one.kind != "group" or one.hints:
            before = None if one.kind in ENTERED and not in_group else one
    return out


def _inside(elements: Sequence[Element], place: int) -> list[Element]:
    inner = []
    for one in elements[place + 1 :]:
        if one.depth <= elements[place].depth:
            break
        inner.append(one)
    return inner


def categories(elements: Sequence[Element], texts: Texts) -> tuple[str, ...]:
    """Data categories that the labels of entries name, and texts that are one term as a whole."""
    found: dict[str, None] = {}
    for one in elements:
        if one.kind in ENTERED:
            labels = [text.text for text in (*one.labels, *one.texts, *one.hints)] + ([one.id] if one.id else [])
            for label in labels:
                found.update(dict.fromkeys(texts.glossary.categories(label)))
        elif one.kind == "text" and one.condition != SAID:
            for text in one.texts:
                gloss = texts.glossary.text(text.text) or texts.glossary.identifier(text.text)
                if gloss is not None and gloss.whole:
                    found.update(dict.fromkeys(gloss.categories))
    return tuple(sorted(found))
