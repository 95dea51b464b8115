"""What the code of each screen shows: layouts, texts put into widgets, listeners. Read once from all own code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sousveil.model.facts import Facts
from sousveil.recover.code import Node, OwnCode, Use
from sousveil.recover.screens.classes import Classes
from sousveil.recover.screens.conditions import Spoken
from sousveil.recover.screens.layouts import kind_of
from sousveil.recover.screens.texts import Texts

_FIRST = ("setContentView", "addPreferencesFromResource", "setPreferencesFromResource")
_LAYOUT_CALLS = (*_FIRST, "inflate", "setView", "setCustomView", "setDropDownViewResource", "<init>")
_LISTENS = re.compile(r"set(On\w+Listener|OnClick|OnClickListener)$")
_BINDING = re.compile(r"/(\w+)Binding;$")
_BOUND = re.compile(r"L[\w/$]+Binding;")
_ANNOTATED = re.compile(r"/(Bind|BindView|BindViews|InjectView|ViewInject|ViewById|Click|OnClick|OnCheckedChanged);$")
_WIDGET = re.compile(r"Land(roid/widget|roidx/appcompat/widget)/\w*(Text|TextView|Button|CheckBox|Spinner|Switch|"
                     r"Image\w*|Picker|SeekBar|RatingBar|ListView|GridView);$")  # fmt: skip
_DEEPEST = 6
MADE = "made at "
"""What stands for the id of a widget that code makes."""


@dataclass(slots=True)
class Shown:
    """What one class shows, from its own code and that of the classes in it."""

    layouts: dict[str, tuple[Use, bool]] = field(default_factory=dict)
    """Layout → where it is put in, and whether as the screen's own view."""
    files: dict[tuple[str, str], Use] = field(default_factory=dict)
    """Menus and preference screens: (kind, name) → where."""
    titles: list[tuple[Node, Use]] = field(default_factory=list)
    puts: dict[str, list[tuple[str, Node, Use]]] = field(default_factory=dict)
    """Id → (setText, setHint, choices, setVisibility; value; where)."""
    listens: dict[str, list[tuple[Node, Use]]] = field(default_factory=dict)
    """Id → what listens to it."""
    ids: dict[str, str] = field(default_factory=dict)
    """Id → type that code gives the widget; empty where it gives none."""
    says: list[tuple[Node, Use]] = field(default_factory=list)
    """Texts that code uses otherwise."""


class Reading:
    """All uses of own code by class, and the widgets that fields hold."""

    def __init__(self, facts: Facts, code: OwnCode, classes: Classes, texts: Texts) -> None:
        self.code, self.classes, self.texts = code, classes, texts
        self._facts = facts
        self.by_method = code.by_method
        self._fields: dict[str, list[Node]] = {}
        for use in self.uses():
            if use.kind == "write" and use.values:
                self._fields.setdefault(use.text, []).append(use.values[0])
        self._ids_of_fields: dict[str, str | None] = {}
        self.clicks: dict[tuple[str, str], list[int]] = {}
        """Class that shows, id → methods that an annotation ties to a press."""
        self.dialog_handlers: set[str] = set()
        """Classes whose objects listen to the buttons of a dialog: what they do belongs to the dialog."""
        self.spoken = Spoken(facts, code, texts.glossary, self.uses())
        self._note_makers()
        self._tied = self._annotated()

    def uses(self) -> Iterator[Use]:
        for uses in self.by_method.values():
            yield from uses

    @cached_property
    def callers(self) -> dict[int, list[int]]:
        """Method → methods of own code that call it by name. What only may arrive there, as `run` of anything may
        arrive at any `run`, says nothing about which screen is there."""
        found: dict[int, dict[int, None]] = {}
        for use in self.uses():
            if use.kind == "call" and use.symbol is not None:
                found.setdefault(use.symbol, {})[use.method] = None
        return {called: list(by) for called, by in found.items()}

    def held(self, field_text: str) -> list[Node]:
        """What is written into a field."""
        return self._fields.get(field_text, [])

    def owner(self, method: int) -> str:
        """Descriptor of the class that defines a method."""
        return (self.code.code.method_class(method) or "") if self.code.code is not None else ""

    def _note_makers(self) -> None:
        for use in self.uses():
            if use.kind == "call" and "DialogInterface$On" in use.text and "Listener;" in use.text:
                self.dialog_handlers |= {v.text for v in use.values[1:] if v.kind == "new"}
            if use.kind == "call" and "-><init>(" in use.text and not (use.values and use.values[0].kind == "this"):
                made = use.text.partition("->")[0]
                if made in self.classes.own and self.owner(use.method) != made:
                    self.classes.makers.setdefault(made, set()).add(self.owner(use.method))

    @cached_property
    def shown(self) -> dict[str, Shown]:
        """Class that shows → what."""
        found: dict[str, Shown] = {}
        for method, uses in self.by_method.items():
            owner = self.owner(method)
            home = self.classes.home(owner)
            if home is None:
                continue
            one = found.setdefault(home, Shown())
            for use in uses:
                self._take(one, use, home)
        for home, names in self._tied.items():
            for name, kind in names:
                found.setdefault(home, Shown()).ids.setdefault(name, kind)
        return found

    def _take(self, one: Shown, use: Use, home: str) -> None:
        if use.kind == "return":
            for name in (n for value in use.values for n in self.texts.refs(value, "layout")):
                one.layouts.setdefault(name, (use, True))
        for name, typed in (w for binding in _BOUND.findall(use.text) for w in self._bindings.get(binding, ())):
            one.ids.setdefault(name, typed)
        if use.kind == "write" and use.values and (found := self.widget(use.values[0])):
            one.ids[found] = use.text.rpartition(":")[2]
        if use.kind != "call" or not use.values:
            return
        name = _name(use)
        if name == "<init>" and (made := self.widget(use.values[0])) is not None:
            one.ids.setdefault(made, use.values[0].text)
        if name in _LAYOUT_CALLS or "ayout" in name:
            self._layouts(one, use, name)
        self._binding(one, use, name)
        if name == "inflate" or name in _FIRST:
            for kind in ("menu", "xml"):
                for file in (f for value in use.values[1:] for f in self.texts.refs(value, kind)):
                    one.files.setdefault(({"xml": "preferences"}.get(kind, kind), file), use)
        for value in use.values[1:]:
            for file in self.texts.refs(value, "id"):
                one.ids.setdefault(file, "")
        self._widgets(one, use, name, home)

    def _layouts(self, one: Shown, use: Use, name: str) -> None:
        method = (self.code.code.method_text(use.method) if self.code.code is not None else "").partition("->")[2]
        first = (
            name in _FIRST
            or method.startswith(("onCreateView(", "onCreateDialog(Landroid/os/Bundle;)"))
            or (name == "<init>" and method.startswith("<init>("))
        )
        for layout in (n for value in use.values for n in self.texts.refs(value, "layout")):
            known = one.layouts.get(layout)
            if known is None or (first and not known[1]):
                one.layouts[layout] = (use, first)

    def _binding(self, one: Shown, use: Use, name: str) -> None:
        """`PageBinding.inflate(…)`: the layout whose name the class was made from."""
        found = _BINDING.search(use.text.partition("->")[0])
        if found and name in ("inflate", "bind"):
            layout = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", found[1]).lower()
            one.layouts.setdefault(layout, (use, True))

    @cached_property
    def _bindings(self) -> dict[str, list[tuple[str, str]]]:
        """Binding class → id and type of each widget that it holds: a layout's widgets, where the layout is missing."""
        code = self.code.code
        wanted = {n for n, name in self._facts.pairs("types", "type", "name") if _BINDING.search(str(name))}
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self._facts.where("fields", "class", wanted) if code is not None and wanted else ():
            if not row["defined"] or row["flags"] & 0x8 or code is None:
                continue
            owner, _, rest = code.field_text(row["field"]).partition("->")
            name, _, typed = rest.partition(":")
            if kind_of(typed) not in ("other", "group"):
                found.setdefault(owner, []).append((self._bound(name), typed))
        return found

    def _widgets(self, one: Shown, use: Use, name: str, home: str) -> None:
        if name == "setTitle" and len(use.values) > 1:
            receiver = use.values[0]
            if receiver.kind in ("this", "field") and not _is_dialog(use.text):
                one.titles.append((use.values[1], use))
                return
        if len(use.values) < 2:
            return
        widget = self.widget(use.values[0])
        if widget is None:
            if name in ("getString", "setText", "setTitle", "makeText"):
                one.says.append((use.values[-1] if name != "makeText" else use.values[-2], use))
            return
        one.ids.setdefault(widget, "")
        if name in ("setText", "setHint", "setVisibility", "setTitle", "append"):
            one.puts.setdefault(widget, []).append((name, use.values[1], use))
        elif name == "setAdapter":
            one.puts.setdefault(widget, []).append(("choices", use.values[1], use))
        elif _LISTENS.search(name):
            one.listens.setdefault(widget, []).append((use.values[1], use))

    def widget(self, node: Node, depth: int = 0) -> str | None:
        """Id of the widget that a value is; None where it is none, or not known."""
        if depth > _DEEPEST:
            return None
        if node.kind == "new":
            return f"{MADE}{node.offset or 0:x}" if _is_widget(node.text) else None
        if node.kind == "call":
            return self._of_call(node, depth)
        if node.kind == "any":
            return next((w for c in node.children if (w := self.widget(c, depth + 1)) is not None), None)
        return self._of_field(node, depth) if node.kind == "field" else None

    def _of_call(self, node: Node, depth: int) -> str | None:
        """The widget that a call gives: it only hands one on, is given its id, or only casts one."""
        given = [
            use.values[0] for use in self.by_method.get(node.symbol or -1, ()) if use.kind == "return" and use.values
        ]
        if len(given) == 1 and given[0].kind in ("field", "call") and depth < _DEEPEST:
            return self.widget(given[0], depth + 1)
        for child in node.arguments:
            found = next(self.texts.refs(child, "id"), None)
            if found is not None:
                return found
        inner = [child for child in node.children if child.kind in ("call", "any")] if _casts(node) else []
        return next((w for child in inner if (w := self.widget(child, depth + 1)) is not None), None)

    def _of_field(self, node: Node, depth: int) -> str | None:
        """The widget that a field holds, where all that is written into it is one."""
        if _BINDING.search(node.owner):
            return self._bound(node.name)
        if node.text not in self._ids_of_fields:
            self._ids_of_fields[node.text] = None
            held = {w for v in self._fields.get(node.text, ()) if (w := self.widget(v, depth + 1)) is not None}
            self._ids_of_fields[node.text] = next(iter(held)) if len(held) == 1 else None
        return self._ids_of_fields[node.text]

    def _bound(self, name: str) -> str:
        """The id that a field of a binding class stands for: `btnSave` is `btn_save` where the package has that."""
        return self._bound_ids.get(name.lower(), name)

    @cached_property
    def _bound_ids(self) -> dict[str, str]:
        named = sorted(self._facts.resource_names().items(), reverse=True)
        return {name.replace("_", "").lower(): name for _, (kind, name) in named if kind == "id"}

    def _annotated(self) -> dict[str, list[tuple[str, str]]]:
        """Class → (id, type) of fields that an annotation ties to a widget; methods tied to one go to `clicks`."""
        found: dict[str, list[tuple[str, str]]] = {}
        code = self.code.code
        names = {n for n, name in self._facts.pairs("types", "type", "name") if _ANNOTATED.search(str(name))}
        for row in self._facts.where("annotations", "annotation", names) if code is not None and names else ():
            if row["owner_kind"] not in ("field", "method") or code is None:
                continue
            is_field = row["owner_kind"] == "field"
            text = code.field_text(row["owner"]) if is_field else code.method_text(row["owner"])
            home = self.classes.home(text.partition("->")[0])
            ids = self._named(str(row["value"]))
            bare = text.partition("->")[2].partition(":")[0]
            if home is None:
                continue
            if is_field:
                name = ids[0] if ids else bare
                self._ids_of_fields[text] = name
                found.setdefault(home, []).append((name, text.rpartition(":")[2]))
            else:
                for name in ids:
                    self.clicks.setdefault((home, name), []).append(int(row["owner"]))
        return found

    def _named(self, value: str) -> list[str]:
        """Ids in the value of an annotation, as numbers or as `R.id.name`."""
        numbers = [self.texts.number(int(number)) for number in re.findall(r"(?<![\w.])\d{7,10}(?!\w)", value)]
        written = re.findall(r"R(?:\.|\$)id(?:\.|;->)(\w+)", value)
        return [ref[1] for ref in numbers if ref is not None and ref[0] == "id"] + written


def _name(use: Use) -> str:
    return use.text.partition("->")[2].partition("(")[0]


def _is_widget(descriptor: str) -> bool:
    """Widgets of Android that show or take something; what only holds others is left out."""
    return bool(_WIDGET.match(descriptor))


def _casts(node: Node) -> bool:
    return "cast" in node.name.lower() or node.name in ("requireNonNull", "checkNotNull", "checkNotNullExpressionValue")


def _is_dialog(text: str) -> bool:
    return "Dialog" in text.partition("->")[0]
