"""Layout files as elements: with what they include, their texts in all locales, and what can be entered or chosen."""

import re
from collections.abc import Sequence
from typing import Any

from sousveil.model.facts import Facts
from sousveil.model.screen import Element
from sousveil.recover.screens.texts import Texts

Row = dict[str, Any]

_KINDS = (
    ("choice", ("Spinner", "RadioButton", "RadioGroup", "DatePicker", "TimePicker", "NumberPicker", "SeekBar",
                "RatingBar", "CheckedTextView")),
    ("check", ("CheckBox", "Switch", "SwitchCompat", "ToggleButton", "SwitchMaterial", "CheckBoxPreference",
               "SwitchPreference", "SwitchPreferenceCompat")),
    ("entry", ("EditText", "AutoCompleteTextView", "SearchView", "EditTextPreference", "TextInputEditText")),
    ("choice", ("ListPreference", "MultiSelectListPreference")),
    ("image", ("ImageView", "SurfaceView", "TextureView", "VideoView", "GLSurfaceView", "MapView")),
    ("button", ("Button", "ImageButton", "item", "Preference", "FloatingActionButton", "Chip")),
    ("list", ("ListView", "RecyclerView", "GridView", "ViewPager", "ViewPager2", "Gallery")),
    ("text", ("TextView", "TextClock", "Chronometer", "WebView", "EditView")),
    ("group", ("Layout", "ViewGroup", "ScrollView", "TableRow", "CardView", "Toolbar", "TabHost", "TabWidget", "menu",
               "group", "PreferenceScreen", "PreferenceCategory", "merge", "ViewFlipper", "ViewStub", "fragment",
               "FragmentContainerView", "include", "header", "preference-headers")),
)  # fmt: skip
_LEFT_OUT = ("requestFocus", "Space", "View", "tag", "import", "variable", "data", "intent", "extra")
_SHOWING = (0x0101007D, 0x01010210)
"""`ratingBarStyleSmall` and `ratingBarStyleIndicator`, which take no touch."""
_MOST = 1500
_DEEPEST = 12


def kind_of(tag: str) -> str:
    """What a widget is, by the end of its class name: `com.x.ClearEditText` is an entry."""
    bare = re.split(r"[.$/]", tag.rstrip(";"))[-1]
    for kind, names in _KINDS:
        if bare in names:
            return kind
    for kind, names in _KINDS:
        if any(bare.endswith(name) for name in names if len(name) > 4):
            return kind
    return "other"


class Layouts:
    """Layouts, menus and preference screens by resource name. Of several configurations the default one."""

    def __init__(self, facts: Facts, texts: Texts) -> None:
        self._texts = texts
        self._rows: dict[tuple[str, str], list[Row]] = {}
        self.custom: dict[str, list[str]] = {}
        """Class of an own view, in Java notation → layouts it puts into itself."""
        configs: dict[tuple[str, str], str] = {}
        for row in facts.rows("widgets"):
            key = (str(row["file_kind"]), str(row["file"]))
            config = str(row["config"])
            known = configs.get(key)
            if known is None or (config != known and (config == "" or (known != "" and len(config) < len(known)))):
                configs[key], self._rows[key] = config, []
            if configs[key] == config:
                self._rows[key].append(row)
        self._orientation = _horizontal(facts)
        self._indicators = _indicators(facts)
        self.included = frozenset(
            str(row["includes"])[8:] for rows in self._rows.values() for row in rows
            if str(row["includes"] or "").startswith("@layout/")
        )  # fmt: skip

    def names(self, kind: str = "layout") -> list[str]:
        return sorted(name for what, name in self._rows if what == kind)

    def has(self, name: str, kind: str = "layout") -> bool:
        return (kind, name) in self._rows

    def root(self, name: str, kind: str = "layout") -> Row | None:
        found = self._rows.get((kind, name))
        return found[0] if found else None

    def holds(self, name: str) -> list[tuple[str, Row]]:
        """Fragments that a layout names: class in Java notation, and the row."""
        rows = self._rows.get(("layout", name), ())
        return [(str(row["includes"]), row) for row in rows
                if "ragment" in str(row["tag"]) and row["includes"] and "." in str(row["includes"])]  # fmt: skip

    def elements(self, name: str, kind: str = "layout", depth: int = 0, within: tuple[str, ...] = ()) -> list[Element]:
        """The elements of a file, includes put in their place; bounded."""
        out: list[Element] = []
        if name in within or depth > 60 or len(within) > _DEEPEST:
            return out
        depths: dict[str, int] = {}
        for row in self._rows.get((kind, name), ()):
            here = depths.get(str(row["parent"]), depth - 1) + 1
            depths[str(row["place"])] = here
            tag = re.split(r"[.$/]", str(row["tag"]))[-1]
            if tag in _LEFT_OUT or len(out) >= _MOST:
                continue
            out.append(self._element(row, here))
            put_in = self._put_in(row, tag)
            for inner in put_in:
                out += self.elements(inner, "layout", here + 1, (*within, name))[: max(0, _MOST - len(out))]
        return out

    def _put_in(self, row: Row, tag: str) -> Sequence[str]:
        if tag == "include" and str(row["includes"] or "").startswith("@layout/"):
            return [str(row["includes"]).partition("/")[2]]
        return self.custom.get(str(row["tag"]), ())

    def _element(self, row: Row, depth: int) -> Element:
        said = self._texts.written(row["text"], row["text_ref"])
        read_aloud = self._texts.written(row["content_description"], row["content_description_ref"])
        named = re.match(r"@array/([\w.]+)$", str(row["choices"] or ""))
        kind = kind_of(str(row["tag"]))
        if (int(row["part"]), int(row["element"])) in self._indicators:
            kind = "other"
        return Element(
            tag=str(row["tag"]),
            id=row["id"],
            depth=depth,
            kind=kind,
            texts=said or (read_aloud if kind in ("button", "image") else ()),
            hints=self._texts.written(row["hint"], row["hint_ref"]),
            choices=self._texts.of(("array", named[1])) if named else (),
            input=row["input_type"] if kind == "entry" else None,
            says_id=self._texts.says_id(str(row["id"])) if row["id"] else None,
            hidden=row["visibility"] is not None,
            does=f"calls {row['on_click']}" if row["on_click"] else None,
            horizontal=(int(row["part"]), int(row["element"])) in self._orientation or str(row["tag"]) == "TableRow",
        )


def _indicators(facts: Facts) -> frozenset[tuple[int, int]]:
    """Bars of stars that only show a rating: they say so, or have one of Android's two styles for that."""
    bars = {(int(r["part"]), int(r["element"])) for r in facts.rows("widgets") if str(r["tag"]).endswith("RatingBar")}
    table = facts.tables.get("xml_attributes")
    if table is None or not bars:
        return frozenset()
    columns = zip(*(table.column(name) for name in ("name", "part", "element", "data")), strict=True)
    said = [((part, element), name, data) for name, part, element, data in columns if (part, element) in bars]
    shows = {"isIndicator": bool, "style": _SHOWING.__contains__}
    return frozenset(place for place, name, data in said if name in shows and shows[name](data))


def _horizontal(facts: Facts) -> frozenset[tuple[int, int]]:
    """Linear layouts that say `horizontal`, or nothing, which means the same; groups of choices that say so."""
    rows = [(str(row["tag"]), (int(row["part"]), int(row["element"]))) for row in facts.rows("widgets")]
    linear = {place for tag, place in rows if tag.endswith("LinearLayout")}
    groups = {place for tag, place in rows if tag.endswith("RadioGroup")}
    table = facts.tables.get("xml_attributes")
    if table is None or not linear | groups:
        return frozenset(linear)
    columns = zip(*(table.column(name) for name in ("name", "part", "element", "data")), strict=True)
    said = {(part, element): data for name, part, element, data in columns if name == "orientation"}
    return frozenset({p for p in linear if said.get(p, 0) == 0} | {p for p in groups if said.get(p, 1) == 0})
