"""Layouts, menus and preference screens: what a person sees and fills in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sousveil import core
from sousveil.core import Attribute, Document, Element, Resources
from sousveil.model.tables import Column, TableSpec
from sousveil.read.elements import Tree, place
from sousveil.read.manifest_tables import build
from sousveil.read.resources import XML, Shown, document, path_in_module, show

if TYPE_CHECKING:
    from sousveil.model.facts import Facts

WIDGETS = TableSpec(
    "widgets",
    "Elements of layouts, menus and preference screens. Texts are in the default locale.",
    (
        Column("part", "u32", "Number of the part."),
        Column("file_kind", "text", "layout, menu, preferences or navigation."),
        Column("file", "text", "Resource name of the file; the path where no resource names it."),
        Column("config", "text", "Configuration the file is for, as qualifiers."),
        Column("element", "u32", "Number of the element, as in `xml_elements`."),
        Column("parent", "text", "Place of the element it stands in; empty for the root."),
        Column("tag", "text", "Tag, or the class a <view> or <fragment> names."),
        Column("id", "text?", "Name of the id, without `id/`."),
        Column("id_number", "u32?", "Resource id of the id: code finds the widget by it."),
        Column("text", "text?", "Text or title."),
        Column("text_ref", "text?", "Resource of the text."),
        Column("hint", "text?", "Hint or summary."),
        Column("hint_ref", "text?", "Resource of the hint."),
        Column("content_description", "text?", "Description read aloud."),
        Column("content_description_ref", "text?", "Resource of the description."),
        Column("input_type", "text?", "Kind of input, as in android:inputType."),
        Column("on_click", "text?", "Method called on a click."),
        Column("choices", "text?", "Array of choices: `@array/name`."),
        Column("visibility", "text?", "invisible or gone; null where visible."),
        Column("max_length", "i64?", "Characters that can be typed."),
        Column("key", "text?", "For a preference: the key it is kept under."),
        Column("default", "text?", "For a preference: its default value."),
        Column("includes", "text?", "Layout, menu, graph or class that is put in here."),
        Column("place", "text", "Element."),
    ),
)

_VISIBILITY = {0: None, 1: "invisible", 2: "gone"}

#: android:inputType values (attrs.xml of AOSP): classes with their variations, then flags.
_INPUT_WHOLE = {
    0x00: "none", 0x01: "text", 0x11: "textUri", 0x21: "textEmailAddress", 0x31: "textEmailSubject",
    0x41: "textShortMessage", 0x51: "textLongMessage", 0x61: "textPersonName", 0x71: "textPostalAddress",
    0x81: "textPassword", 0x91: "textVisiblePassword", 0xA1: "textWebEditText", 0xB1: "textFilter",
    0xC1: "textPhonetic", 0xD1: "textWebEmailAddress", 0xE1: "textWebPassword", 0x02: "number",
    0x12: "numberPassword", 0x03: "phone", 0x04: "datetime", 0x14: "date", 0x24: "time",
}  # fmt: skip
_INPUT_FLAGS = {
    1: (
        (0x1000, "textCapCharacters"), (0x2000, "textCapWords"), (0x4000, "textCapSentences"),
        (0x8000, "textAutoCorrect"), (0x10000, "textAutoComplete"), (0x20000, "textMultiLine"),
        (0x40000, "textImeMultiLine"), (0x80000, "textNoSuggestions"),
        (0x100000, "textEnableTextConversionSuggestions"),
    ),
    2: ((0x1000, "numberSigned"), (0x2000, "numberDecimal")),
}  # fmt: skip

_PREFERENCES = ("PreferenceScreen", "PreferenceCategory", "preference-headers")


@dataclass(frozen=True, slots=True)
class Widget:
    """One row of `WIDGETS`."""

    part: int
    file_kind: str
    file: str
    config: str
    element: int
    parent: str
    tag: str
    id: str | None
    id_number: int | None
    text: str | None
    text_ref: str | None
    hint: str | None
    hint_ref: str | None
    content_description: str | None
    content_description_ref: str | None
    input_type: str | None
    on_click: str | None
    choices: str | None
    visibility: str | None
    max_length: int | None
    key: str | None
    default: str | None
    includes: str | None
    place: str


@dataclass(frozen=True, slots=True)
class _File:
    """What all widgets of one file share."""

    part: int
    kind: str
    name: str
    config: str


def input_type(value: int) -> str:
    """An inputType in the words of the attribute; unknown bits as a number."""
    words = [_INPUT_WHOLE.get(value & 0xFFF) or f"0x{value & 0xFFF:x}"]
    for bit, word in _INPUT_FLAGS.get(value & 0xF, ()):
        if value & bit:
            words.append(word)
            value &= ~bit
    if value & ~0xFFF:
        words.append(f"0x{value & ~0xFFF:x}")
    return "|".join(words)


def file_kind(root: Element, kind: str) -> str | None:
    """What a file is: by its resource type, else by its root. None for what shows nothing to a person."""
    if kind in ("layout", "menu", "navigation"):
        return kind
    if root.tag in _PREFERENCES or root.tag.endswith(".PreferenceScreen"):
        return "preferences"
    return "menu" if root.tag == "menu" else None


def read_layout(document: Document, resources: Resources, kind: str, file: str, config: str) -> Iterator[Widget]:
    """The widgets of one file in document order; nothing when it is no screen, menu or preference file."""
    tree = Tree(document)
    what = file_kind(tree.root, kind) if tree.root else None
    if what is None:
        return
    home = _File(tree.part, what, file, config)
    for element in tree.elements:
        above = place(tree.elements[element.parent]) if element.parent is not None else ""
        yield _widget(home, above, element, resources)


def _widget(home: _File, above: str, element: Element, resources: Resources) -> Widget:
    # Libraries declare attributes of the same names (app:title); layouts name them, so both count here.
    found: dict[str, Attribute] = {}
    for attribute in element.attributes:
        found.setdefault(attribute.name, attribute)
    nothing = Shown(None, None)

    def of(*names: str) -> Shown:
        first = next((found[name] for name in names if name in found), None)
        return show(resources, first) if first else nothing

    def either(*names: str) -> str | None:
        shown = of(*names)
        return shown.reference or shown.text

    text, hint, said = of("text", "title"), of("hint", "summary"), of("contentDescription")
    id_, input_, length, seen = found.get("id"), found.get("inputType"), of("maxLength").text, found.get("visibility")
    hidden = "gone" if of("visible").text == "false" else None
    name = resources.name(id_.data) if id_ and id_.data else None
    return Widget(
        part=home.part,
        file_kind=home.kind,
        file=home.name,
        config=home.config,
        element=element.index,
        parent=above,
        tag=(of("class").text if element.tag == "view" else None) or element.tag,
        id=name.rpartition("/")[2] if name else None,
        id_number=id_.data if id_ and id_.data else None,
        text=text.text,
        text_ref=text.reference,
        hint=hint.text,
        hint_ref=hint.reference,
        content_description=said.text,
        content_description_ref=said.reference,
        input_type=input_type(input_.data) if input_ and input_.kind == "integer" else None,
        on_click=of("onClick").text,
        choices=either("entries"),
        visibility=_VISIBILITY.get(seen.data) if seen and seen.kind == "integer" else hidden,
        max_length=int(length) if length and length.isdigit() else None,
        key=of("key").text,
        default=either("defaultValue"),
        includes=_includes(element, either),
        place=place(element),
    )


def _includes(element: Element, either: Callable[..., str | None]) -> str | None:
    if element.tag == "include":
        return either("layout")
    if "ragment" in element.tag:
        return either("name", "class", "navGraph")
    return either("menu", "graph") if element.tag in ("include", "navigation") else None


def table(widgets: Iterable[Widget]) -> "core.Table":
    """The fact table `widgets`."""
    return build(WIDGETS, list(widgets))


def read(facts: "Facts") -> None:
    """Fills the table `widgets` from every XML part that is a screen, a menu or a preference file."""
    resources = facts.resources if facts.resources is not None else core.Resources()
    known = {path: (kind, name, config) for path, kind, name, config, _ in resources.files()}
    widgets: list[Widget] = []
    for part in facts.parts:
        path = path_in_module(part)
        if part.kind not in XML or path.endswith("AndroidManifest.xml"):
            continue
        kind, name, config = known.get(path, ("", path, ""))
        widgets += read_layout(document(facts, part, resources), resources, kind, name, config)
    facts.tables["widgets"] = table(widgets)
