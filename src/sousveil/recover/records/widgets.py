"""Widgets as code finds them: which one a value is, what stands beside it, what can be chosen in it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import Any

from sousveil.model.gloss import Text
from sousveil.recover.code import Node
from sousveil.recover.records.names import hungarian, outer, simple, split_field, split_method
from sousveil.recover.records.pieces import Key
from sousveil.recover.records.resources import Named, words
from sousveil.recover.records.values import Reader, Value

_FINDS = re.compile(r"^(?:findViewById|findRequiredView\w*|findOptionalView\w*|findChildViewById|castView|getView|"
                    r"requireViewById|findView|\$|_\$_findCachedViewById|bindView|findById)$")  # fmt: skip
_SHOWN_BY = re.compile(r"(?:View|Text|EditText|Edit|Spinner|Box|Button|Layout|Switch|Group|Field|Bar|Picker|Input|"
                       r"Toggle|Rating\w*|Chip)(?:\$\w+)?;$")  # fmt: skip
_BINDS = re.compile(r"/(?:BindView|Bind|InjectView|ViewById|ViewInject|FindViewById)s?;$")
_PREFIX = frozenset(
    [
        "et",
        "edt",
        "edit",
        "text",
        "txt",
        "tv",
        "sp",
        "spn",
        "spinner",
        "cb",
        "chk",
        "check",
        "checkbox",
        "rb",
        "rg",
        "radio",
        "group",
        "btn",
        "button",
        "ll",
        "rl",
        "layout",
        "view",
        "field",
        "input",
        "value",
        "content",
        "label",
        "item",
        "form",
        "widget",
        "box",
        "material",
        "simple",
        "common",
        "multi",
        "choose",
        "select",
        "selected",
        "picker",
        "more",
        "new",
        "add",
        "m",
        "the",
    ]
)
"""Words of identifiers that say what a widget is and not what it is about."""


class Widgets:
    """Keys of widgets are ("widget", class of the screen, id or field)."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.named = Named(reader.facts)
        self.labels: dict[Key, dict[str, list[Text]]] = defaultdict(dict)
        """Widget → where a label comes from → its texts."""
        self.choices: dict[Key, str] = {}
        """Widget → array it is filled from."""
        self.types: dict[Key, str] = {}

    @cached_property
    def _bound(self) -> dict[str, str]:
        """Field → id, by annotation."""
        code, found = self._reader.facts.code, {}
        for row in self._reader.marks.annotated(lambda kind: bool(_BINDS.search(kind))):
            if row["owner_kind"] != "field" or code is None:
                continue
            number = re.search(r"\d{6,}", row["value"] or "")
            if number is not None:
                at = self.named.number(int(number.group(0)))
                if at is not None:
                    found[code.field_text(row["owner"])] = at[1]
        return found

    @cached_property
    def _found(self) -> dict[str, str]:
        """Field → id, by the call that finds the view it is given."""
        found: dict[str, str] = {}
        for symbol, writes in sorted(self._reader.writes_of.items()):
            for use in writes:
                name = self._id_in(use.values[0]) if use.values else None
                if name and symbol is not None:
                    found.setdefault(use.text, name)
        return found

    def _id_in(self, node: Node) -> str | None:
        """The id that a call which finds views is given, through calls around it."""
        for _ in range(4):
            if node.kind == "any" and node.children:
                node = next((c for c in node.children if c.kind == "call"), node.children[0])
                continue
            if node.kind != "call":
                return None
            if _FINDS.match(node.name):
                for argument in node.arguments:
                    at = self.named.of(argument)
                    if at is not None and at[0] == "id":
                        return at[1]
            inner = [a for a in node.arguments if a.kind == "call"] or ([node.receiver] if node.receiver else [])
            if not inner or inner[0] is None:
                return None
            node = inner[0]
        return None

    def key(self, value: Value) -> Key | None:
        """The widget that a value is."""
        node = value.node
        for _ in range(4):
            if node.kind == "any" and node.children:
                node = next((c for c in node.children if c.kind in ("field", "call")), node.children[0])
        screen = outer(self._reader.class_of(value.method))
        if node.kind in ("field", "static"):
            owner, name, type_ = split_field(node.text)
            if not self.is_view(type_) and node.text not in self._bound and node.text not in self._found:
                return None
            found = ("widget", outer(owner), self._bound.get(node.text) or self._found.get(node.text) or name)
            self.types.setdefault(found, type_)
            return found
        if node.kind == "new" and node.offset is not None and self.is_view(node.text):
            return ("widget", screen, f"{value.method}@{node.offset}")
        if node.kind == "call" and _FINDS.match(node.name):
            id_ = self._id_in(node) or self._given_id(value.at(node))
            return ("widget", screen, id_) if id_ else None
        return None

    def _given_id(self, value: Value) -> str | None:
        """The id where it is a parameter of a small method of the app."""
        for argument in value.node.arguments:
            if argument.kind == "parameter" and value.given is not None and argument.number < len(value.given):
                at = self.named.of(value.given[argument.number].node)
                if at is not None and at[0] == "id":
                    return at[1]
        return None

    def is_view(self, type_: str) -> bool:
        if type_ in ("Landroid/text/TextView;",) or not type_.startswith("L") or type_.startswith("Ljava/"):
            return False
        supers = self._reader.marks.supers(type_)
        if any(s.startswith(("Landroid/view/View", "Landroid/widget/")) for s in supers):
            return True
        return type_ not in self._reader.own_classes and bool(_SHOWN_BY.search(type_))

    # labels

    def collect(self) -> None:
        """Labels that code sets, and arrays that widgets are filled from."""
        for use in self._reader.uses:
            if use.kind != "call" or len(use.values) < 2:
                continue
            owner, name, _ = split_method(use.text)
            mark = self._reader.marks.one(owner, name, "shown")
            if mark is not None and mark.name == "key":
                key = self.key(Value(use.values[0], use.method))
                texts = self.text_of(Value(use.values[1], use.method))
                if key is not None and texts:
                    self.labels[key].setdefault("code", texts)
            elif name in (
                "setAdapter",
                "setEntries",
                "setItems",
                "setData",
                "setDataList",
                "setList",
                "setSpinnerData",
            ):
                self._filled(Value(use.values[0], use.method), [Value(v, use.method) for v in use.values[1:]])

    def text_of(self, value: Value) -> list[Text]:
        """A text by number, by getString of a number, or as it stands."""
        node = value.node
        at = self.named.of(node)
        if at is None and node.kind == "call" and node.name in ("getString", "getText") and node.arguments:
            at = self.named.of(node.arguments[0])
        if at is not None:
            return self.named.string(at[1]) if at[0] == "string" else []
        text = self._reader.text(value) if node.kind in ("text", "static", "call") else None
        return [Text(text=text)] if text and text.strip() else []

    def _filled(self, widget: Value, given: list[Value]) -> None:
        key = self.key(widget)
        if key is None:
            return
        for value in given:
            for inner in _walk(value.node):
                at = self.named.of(inner)
                if at is not None and at[0] == "array":
                    self.choices.setdefault(key, at[1])

    @cached_property
    def _layout(self) -> dict[str, list[dict[str, Any]]]:
        """Id → rows of the widgets that have it."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self._reader.facts.rows("widgets"):
            if row["file_kind"] == "layout" and row["id"]:
                found[row["id"]].append(row)
        return found

    @cached_property
    def _before(self) -> dict[tuple[int, str], list[Text]]:
        """(part, place) of an entry → texts of the text that stands last before it in the file, or in the group
        around."""
        found: dict[tuple[int, str], list[Text]] = {}
        last: list[Text] = []
        at: tuple[int, str] | None = None
        for row in self._reader.facts.rows("widgets"):
            if (row["part"], row["file"]) != at:
                at, last = (row["part"], row["file"]), []
            texts = self.named.referred(row["text_ref"], row["text"])
            if str(row["tag"]).endswith("TextView") and not str(row["tag"]).endswith("CompleteTextView"):
                last = texts or last
            elif entered(str(row["tag"])):
                found[row["part"], row["place"]] = last
                last = []
        return found

    def of_row(self, row: dict[str, Any]) -> list[Text]:
        """What a layout says beside or in a widget."""
        texts = self.named.referred(row["text_ref"], row["text"]) if checked(str(row["tag"])) else []
        texts = texts or self._before.get((row["part"], row["place"]), [])
        texts = texts or self.named.referred(row["hint_ref"], row["hint"])
        return texts or self.named.referred(row["content_description_ref"], row["content_description"])

    def label(self, key: Key) -> tuple[list[Text], str]:
        """What a screen calls a widget, and how that is known: `layout`, `code` or `name`."""
        name = str(key[2])
        for row in self._layout.get(name, []):
            texts = self.of_row(row)
            if texts:
                return texts, "layout"
        if "code" in self.labels.get(key, {}):
            return self.labels[key]["code"], "code"
        texts = self.by_name(self._bare(key)) if "@" not in name else []
        return texts, "name" if texts else ""

    def _bare(self, key: Key) -> str:
        """The id without the name of the widget's class, where it ends in that."""
        name, type_ = str(key[2]), simple(self.types.get(key, ""))
        bare = name[: -len(type_)] if type_ and name.lower().endswith(type_.lower()) else name
        return bare.strip("_") or name

    def by_name(self, identifier: str) -> list[Text]:
        """Texts whose name is the identifier's words, without those that say what a widget is."""
        name = self.text_named(identifier)
        return self.named.string(name) if name is not None else []

    def text_named(self, identifier: str) -> str | None:
        """The one text of the app with that name."""
        whole = words(hungarian(identifier))
        bare = tuple(w for w in whole if w not in _PREFIX)
        for wanted in dict.fromkeys((whole, bare)):
            names = self.named.strings_by_words.get(wanted, []) if wanted else []
            if len(names) == 1:
                return names[0]
        return None

    def array_of(self, key: Key) -> str | None:
        """The array that a widget's choices come from."""
        for row in self._layout.get(str(key[2]), []):
            if row["choices"] and str(row["choices"]).startswith("@array/"):
                return str(row["choices"]).removeprefix("@array/")
        return self.choices.get(key)

    def around(self, key: Key) -> list[str]:
        """Ids of the groups a widget stands in, the nearest first."""
        for row in self._layout.get(str(key[2]), [])[:1]:
            return [a for a in self._ancestors(row) if a]
        return []

    @cached_property
    def _by_place(self) -> dict[tuple[int, str], dict[str, Any]]:
        return {(r["part"], r["place"]): r for r in self._reader.facts.rows("widgets")}

    def _ancestors(self, row: dict[str, Any]) -> list[str]:
        found: list[str] = []
        for _ in range(30):
            parent = self._by_place.get((row["part"], row["parent"]))
            if parent is None:
                return found
            found.append(parent["id"] or "")
            row = parent
        return found

    def entries(self) -> list[dict[str, Any]]:
        """Widgets of layouts that take something from a person."""
        return [r for r in self._reader.facts.rows("widgets") if r["file_kind"] == "layout" and entered(str(r["tag"]))]


_ENTERED = ("EditText", "AutoCompleteTextView", "Spinner", "CheckBox", "RadioButton", "RadioGroup", "Switch",
            "ToggleButton", "RatingBar", "SwitchMaterial", "SwitchCompat", "DatePicker", "NumberPicker")  # fmt: skip
_CHECKED = ("CheckBox", "RadioButton", "Switch", "ToggleButton", "SwitchMaterial", "SwitchCompat")


def entered(tag: str) -> bool:
    return tag.endswith(_ENTERED)


def checked(tag: str) -> bool:
    """It carries its label itself."""
    return tag.endswith(_CHECKED)


def _walk(node: Node) -> list[Node]:
    found = []
    for inner in node.walk():
        found.append(inner)
        if len(found) > 40:
            break
    return found
