"""Widgets of layouts, menus and preference files."""

import pytest

from sousveil import core
from sousveil.read.layouts import Widget, input_type, read_layout, table
from tests.read.axml_builder import Node, Ref, arsc, axml


def read(tree: Node, kind: str = "layout") -> list[Widget]:
    resources = core.Resources()
    resources.add(
        9,
        arsc(
            {
                "string": {"who": {"": "Name", "ug": "ئىسىم"}},
                "id": {"field": {"": False}},
                "array": {"kinds": {"": ["a"]}},
            }
        ),
    )
    return list(read_layout(core.Xml().add(3, axml(tree)), resources, kind, "form", "land"))


def test_a_field_with_its_label_and_limits() -> None:
    field: Node = ("EditText", {
        "android:id": Ref(0x7F020000), "android:hint": Ref(0x7F010000), "android:inputType": 3,
        "android:maxLength": 11, "android:visibility": 2, "android:onClick": "send",
    }, [])  # fmt: skip
    root, widget = read(("LinearLayout", {}, [field]))
    assert (widget.id, widget.id_number) == ("field", 0x7F020000)
    assert (widget.hint, widget.hint_ref) == ("Name", "@string/who")
    assert (widget.input_type, widget.max_length, widget.visibility, widget.on_click) == ("phone", 11, "gone", "send")
    assert (widget.parent, widget.place) == ("xml:/LinearLayout", "xml:/LinearLayout/EditText[1]")
    assert (root.file_kind, root.file, root.config, root.parent) == ("layout", "form", "land", "")


def test_choices_keep_their_array() -> None:
    (spinner,) = read(("Spinner", {"android:entries": Ref(0x7F030000)}, []))
    assert spinner.choices == "@array/kinds"


def test_menus_and_preferences_are_known_by_their_root() -> None:
    (_, item) = read(("menu", {}, [("item", {"android:title": "Send"}, [])]), "xml")
    assert (item.file_kind, item.text) == ("menu", "Send")
    (_, switch) = read(
        ("PreferenceScreen", {}, [("SwitchPreference", {"key": "upload", "defaultValue": True}, [])]), "xml"
    )
    assert (switch.file_kind, switch.key, switch.default) == ("preferences", "upload", "true")
    assert read(("network-security-config", {}, []), "xml") == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0x81, "textPassword"),
        (0x20001, "text|textMultiLine"),
        (0x2002, "number|numberDecimal"),
        (0x14, "date"),
        (0, "none"),
    ],
)
def test_input_types(value: int, words: str) -> None:
    assert input_type(value) == words


def test_the_table_holds_every_widget() -> None:
    widgets = read(("LinearLayout", {}, [("TextView", {"android:text": "x"}, [])]))
    assert table(widgets).column("text") == [None, "x"]
