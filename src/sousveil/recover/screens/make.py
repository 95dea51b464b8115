"""Puts screens together: classes, layouts, titles, elements, ways."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.flow import NETWORK
from sousveil.model.gloss import Text
from sousveil.model.screen import Element, Lead, Screen
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode
from sousveil.recover.screens.classes import Classes, descriptor, dotted
from sousveil.recover.screens.dialogs import Built, built
from sousveil.recover.screens.elements import ENTERED, Elements, categories, labelled
from sousveil.recover.screens.layouts import Layouts
from sousveil.recover.screens.leads import Leads, Way, navigation
from sousveil.recover.screens.presses import Press, Presses, clicked
from sousveil.recover.screens.shows import Reading, Shown
from sousveil.recover.screens.steps import Steps
from sousveil.recover.screens.texts import Texts

_MOST = 3000
_SINKS = {
    **dict.fromkeys(NETWORK, "sends to a server: "), "sms": "sends ", "mms": "sends ", "bluetooth": "sends: ",
    "file": "writes ", "database": "writes into ", "preferences": "writes into ", "process": "starts ",
    "provider": "writes into ", "clipboard": "writes into ",
}  # fmt: skip
"""Channel of a sink → how what a press does is told. Channels between parts of the phone are told as ways."""
_LIBRARY_LAYOUTS = ("abc_", "design_", "mtrl_", "material_", "notification_", "select_dialog_", "support_", "m3_",
                    "preference", "common_google_", "expand_button", "image_frame", "browser_actions_")  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """A screen on its way."""

    key: str
    """Descriptor of the class; for a dialog of a builder or a layout alone, a name of its own."""
    name: str
    kind: str
    titles: list[Text] = field(default_factory=list)
    layouts: list[str] = field(default_factory=list)
    made_from: str = "none"
    elements: list[Element] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    starts: bool = False
    folded: bool = False
    reach: Reach | None = None
    strength: Strength = Strength.OBSERVED
    evidence: list[Step] = field(default_factory=list)


class Maker:
    """Makes all screens of a sample."""

    def __init__(self, facts: Facts, traces: Traces, knowledge: Knowledge, own: OwnCode | None = None) -> None:
        self._facts, self._traces = facts, traces
        self._texts = Texts(facts, knowledge)
        self._steps = Steps(facts, traces)
        self._classes = Classes(facts, traces)
        self._layouts = Layouts(facts, self._texts)
        self._reading = Reading(facts, own or OwnCode(facts, traces), self._classes, self._texts)
        self._presses = Presses(self._reading)
        self._in_dialogs: dict[str, set[str]] = {}
        self._known_prefixes = tuple(
            "L" + prefix.replace(".", "/") for entry in knowledge.of_kind("products").values()
            for prefix in (*(find.class_ for find in entry.find if find.class_), *entry.owns)
        )  # fmt: skip
        sinks = {
            (seen.method, seen.offset): said + entry.what
            for id_, entry in knowledge.of_kind("sinks").items()
            if (said := _SINKS.get(entry.detail.get("channel", ""))) is not None
            for seen in traces.sightings.get(id_, ()) if seen.method is not None
        }  # fmt: skip
        self._elements = Elements(self._reading, self._layouts, self._texts, sinks)
        for name in self._classes.own:
            if self._classes.kind(name) == "view" and (shown := self._reading.shown.get(name)) is not None:
                self._layouts.custom[dotted(name)] = list(shown.layouts)

    def screens(self) -> list[Screen]:
        drafts = {draft.key: draft for draft in self._drafts()}
        dialogs = [(self._dialog(one, number), one) for number, one in enumerate(built(self._reading))]
        for _, one in dialogs:
            self._in_dialogs.setdefault(one.home, set()).update(one.layouts)
        drafts.update({draft.key: draft for draft, one in dialogs if not self._is_dialog(drafts, one)})
        ways = Leads(self._facts, self._reading).all()
        ways = self._answered(dialogs, ways)
        presses = {key: self._pressed(key) for key in drafts}
        self._fill(drafts, ways, presses)
        self._lead(drafts, ways, presses)
        for draft, one in dialogs:
            if self._is_dialog(drafts, one):
                _join(drafts[one.home], draft)
            else:
                self._show_dialog(drafts, draft, one, presses)
        drafts.update({draft.key: draft for draft in self._alone(drafts)})
        led = {lead.to for draft in drafts.values() for lead in draft.leads if lead.kind != "lists"}
        return _numbered([draft for draft in drafts.values() if _told(draft, led)][:_MOST], self._texts)

    def _answered(self, dialogs: list[tuple[_Draft, Built]], ways: list[Way]) -> list[Way]:
        """Ways that a button of a dialog takes become the dialog's; the others are given back."""
        taken: set[tuple[int, int]] = set()
        by_place: dict[tuple[int, int], list[Way]] = {}
        for way in ways:
            by_place.setdefault((way.use.method, way.use.offset), []).append(way)
        for draft, one in dialogs:
            for pressed, node, use in one.answers:
                for ran in self._presses.answered(node, use, one.home):
                    for way in by_place.get((ran.method, ran.offset), ()):
                        step = self._steps.code(ran.method, ran.offset, f"Leads to {_short(way.to)}")
                        evidence = (step,) if step is not None else ()
                        draft.leads.append(Lead(to=way.to, by=f"pressing {pressed}", kind=way.kind, evidence=evidence))
                        if self._reading.owner(ran.method) in self._reading.dialog_handlers:
                            taken.add((ran.method, ran.offset))
        return [way for way in ways if (way.use.method, way.use.offset) not in taken]

    def _is_dialog(self, drafts: dict[str, _Draft], one: Built) -> bool:
        """Whether a builder stands in a class that is a dialog itself."""
        return one.home in drafts and drafts[one.home].kind == "dialog"

    def _drafts(self) -> Iterable[_Draft]:
        seen: set[str] = set()
        launched = {str(row["component_place"]) for row in self._facts.rows("filters")
                    if row["kind"] == "category" and row["value"] == "android.intent.category.LAUNCHER"}  # fmt: skip
        rows = [row for row in self._facts.rows("components") if row["kind"] in ("activity", "alias")]
        starters = {descriptor(str(row["target"] or row["class"])) for row in rows if row["place"] in launched}
        rows.sort(key=lambda row: descriptor(str(row["target"] or row["class"])) not in starters)
        labels = self._labels()
        for row in rows:
            key = descriptor(str(row["target"] or row["class"]))
            if key in seen:
                continue
            seen.add(key)
            draft = _Draft(key, dotted(key), "activity", starts=key in starters, folded=self._is_known(key))
            draft.titles += labels.get(str(row["reads"]), ())
            shows = "The manifest declares the screen"
            draft.evidence.append(self._steps.written(int(row["part"]), str(row["place"]), row["reads"], shows))
            yield draft
        for kind in ("activity", "fragment", "dialog", "row"):
            for key in sorted(self._classes.own - seen):
                if self._classes.kind(key) == kind and not self._is_abstract(key):
                    seen.add(key)
                    yield _Draft(key, dotted(key), kind)

    def _is_known(self, key: str) -> bool:
        return key not in self._classes.own and key.startswith(self._known_prefixes)

    def _is_abstract(self, key: str) -> bool:
        return key in self._abstract

    @property
    def _abstract(self) -> frozenset[str]:
        if not hasattr(self, "_kept"):
            types = {number: str(name) for number, name in self._facts.pairs("types", "type", "name")}
            flagged = self._facts.pairs("classes", "type", "flags")
            self._kept = frozenset(types[number] for number, flags in flagged if flags & 0x400 and number in types)
        return self._kept

    def _labels(self) -> dict[str, tuple[Text, ...]]:
        """Name of an activity as the manifest writes it → its label."""
        table = self._facts.tables.get("xml_attributes")
        there = {(row["part"], row["element"]) for row in self._facts.rows("xml_elements")
                 if str(row["tag"]) in ("activity", "activity-alias")}  # fmt: skip
        if table is None or not there:
            return {}
        columns = ("name", "part", "element", "kind", "value", "data")
        names: dict[tuple[int, int], str] = {}
        said: dict[tuple[int, int], tuple[Text, ...]] = {}
        for name, part, element, kind, value, data in zip(*(table.column(n) for n in columns), strict=True):
            if (part, element) in there and name == "name":
                names[part, element] = str(value)
            elif (part, element) in there and name == "label":
                ref = self._texts.number(data) if kind == "reference" else None
                text = None if kind == "reference" else value
                said[part, element] = self._texts.of(ref) if ref else self._texts.written(text, value)
        return {names[place]: texts for place, texts in said.items() if place in names}

    def _shown(self, key: str) -> Shown:
        """What a class shows; what it leaves to an own class above it, that shows."""
        own = [self._reading.shown[c] for c in self._classes.ancestors(key) if c in self._reading.shown]
        if len(own) == 1:
            return own[0]
        out = Shown()
        for one in own:
            if not any(first for _, first in out.layouts.values()):
                out.layouts.update({name: use for name, use in one.layouts.items() if name not in out.layouts})
            out.files.update({file: use for file, use in one.files.items() if file not in out.files})
            out.titles += [] if out.titles else one.titles
            out.ids.update({name: typed for name, typed in one.ids.items() if name not in out.ids})
            for name, puts in one.puts.items():
                out.puts.setdefault(name, []).extend(puts)
            for name, listens in one.listens.items():
                out.listens.setdefault(name, []).extend(listens)
        if own:
            out.says = own[0].says
        return out

    def _files(self, key: str, shown: Shown) -> list[tuple[str, str]]:
        """Layouts of a class, its own view first, then menus and preference screens."""
        elsewhere = self._in_dialogs.get(key, set()) if self._classes.kind(key) != "dialog" else set()
        put_in = [item for item in shown.layouts.items() if item[1][1] or item[0] not in elsewhere]
        order = sorted(put_in, key=lambda item: not item[1][1])
        return [*(("layout", name) for name, _ in order if not name.startswith("android:")), *shown.files]

    def _pressed(self, key: str) -> list[Press]:
        if not key.startswith("L"):
            return []
        shown = self._shown(key)
        elements = [e for kind, name in self._files(key, shown) for e in self._layouts.elements(name, kind)]
        found = self._presses.of(key, clicked((e.id, e.does) for e in elements))
        for above in self._classes.ancestors(key)[1:]:
            if above in self._reading.shown:
                found += self._presses.of(above)
        return found

    def _fill(self, drafts: dict[str, _Draft], ways: list[Way], presses: dict[str, list[Press]]) -> None:
        leads = {
            (way.use.method, way.use.offset): f"{way.kind} {_short(way.to)}" for way in ways if way.kind != "lists"
        }
        for key, draft in drafts.items():
            if not key.startswith("L"):
                continue
            shown = self._shown(key)
            files = self._files(key, shown)
            draft.layouts = [name for kind, name in files if kind == "layout"]
            draft.elements = self._elements.of(shown, files, presses[key], leads)
            there = any(self._layouts.has(name, kind) for kind, name in files)
            draft.made_from = "layout" if there else "code" if draft.elements else self._nothing(key)
            draft.strength = Strength.OBSERVED if there or not draft.elements else Strength.TRACED
            for node, _ in shown.titles:
                draft.titles += [t for t in self._texts.said(node) if t not in draft.titles]
            methods = self._facts.code.class_methods(key) if self._facts.code is not None else []
            draft.reach = self._steps.reach(methods)
            self._evidence(draft, shown, files)

    def _nothing(self, key: str) -> str:
        """Why nothing is known of a screen: its class is not in the sample, or shows nothing that was seen."""
        return "none" if key in self._classes.parents else "absent"

    def _evidence(self, draft: _Draft, shown: Shown, files: list[tuple[str, str]]) -> None:
        for kind, name in files[:4]:
            use = shown.layouts[name][0] if kind == "layout" else shown.files[kind, name]
            step = self._steps.code(use.method, use.offset, f"Shows the {kind} {name}")
            draft.evidence += [step] if step is not None else []
            root = self._layouts.root(name, kind)
            if root is not None:
                draft.evidence.append(self._root(root, f"The {kind} {name}"))
        if not files or draft.made_from == "code":
            for puts in list(shown.puts.values())[:3]:
                step = self._steps.code(puts[0][2].method, puts[0][2].offset, "Code that fills a widget of the screen")
                draft.evidence += [step] if step is not None else []

    def _root(self, row: dict[str, Any], shows: str) -> Step:
        reads = str(row["place"]).rpartition("/")[2].partition("[")[0]
        return self._steps.written(int(row["part"]), str(row["place"]), reads, shows)

    def _lead(self, drafts: dict[str, _Draft], ways: list[Way], presses: dict[str, list[Press]]) -> None:
        asked = self._reading.code.conditions([(way.use.method, way.use.offset) for way in ways], across=False)
        for way, conditions in zip(ways, asked, strict=True):
            draft = drafts.get(way.start)
            if draft is None:
                continue
            labels = {one.id: one.texts[0].text for one in draft.elements if one.id and one.texts}
            when = self._reading.spoken.when(conditions, labels)
            by = self._by(way, draft, presses[way.start])
            step = self._steps.code(way.use.method, way.use.offset, f"Leads to {_short(way.to)}")
            draft.leads.append(Lead(to=way.to, by=by, kind=way.kind, condition=when, evidence=(step,) if step else ()))
        for draft in drafts.values():
            for layout in draft.layouts:
                for held, row in self._layouts.holds(layout):
                    if not any(lead.to == descriptor(held) for lead in draft.leads):
                        step = self._root(row, f"The layout {layout} holds {held}")
                        draft.leads.append(
                            Lead(to=descriptor(held), by=f"layout {layout}", kind="holds", evidence=(step,))
                        )
        for start, end, row in navigation(self._facts):
            draft = drafts.get(descriptor(start))
            if draft is not None:
                step = self._root(row, f"Action {row['id'] or ''} of a navigation graph")
                draft.leads.append(Lead(to=descriptor(end), by=f"action {row['id'] or ''}".strip(), evidence=(step,)))

    def _by(self, way: Way, draft: _Draft, presses: list[Press]) -> str:
        """The widget whose press runs the place, else the method it stands in."""
        place = (way.use.method, way.use.offset)
        widgets = dict.fromkeys(
            press.widget for press in presses if any((u.method, u.offset) == place for u in press.uses)
        )
        if 0 < len(widgets) <= 3:
            labels = {one.id: one.texts[0].text for one in draft.elements if one.id and one.texts}
            return "pressing " + " or ".join(f"«{labels[w]}»" if w in labels else w for w in widgets)
        code = self._facts.code
        text = code.method_text(way.use.method) if code is not None else ""
        return f"{dotted(text.partition('->')[0]).rpartition('.')[2]}.{text.partition('->')[2].partition('(')[0]}"

    def _dialog(self, one: Built, number: int) -> _Draft:
        title = one.titles[0].text if one.titles else one.says[0].text if one.says else ""
        draft = _Draft(f"dialog {number}", f"{dotted(one.home)} dialog {number + 1}", "dialog", list(one.titles))
        draft.elements = one.elements()
        draft.layouts = one.layouts
        for name in one.layouts:
            draft.elements += labelled(self._layouts.elements(name))
        draft.made_from = "code"
        draft.strength = Strength.OBSERVED
        step = self._steps.code(one.first.method, one.first.offset, f"Builds a dialog «{title}»")
        draft.evidence += [step] if step is not None else []
        draft.reach = self._steps.reach([one.first.method])
        return draft

    def _show_dialog(
        self, drafts: dict[str, _Draft], dialog: _Draft, one: Built, presses: dict[str, list[Press]]
    ) -> None:
        way = Way(one.home, dialog.key, "shows", one.first)
        for home in Leads(self._facts, self._reading).shows(one.home):
            draft = drafts.get(home)
            if draft is not None:
                by = self._by(way, draft, presses[home])
                draft.leads.append(Lead(to=dialog.key, by=by, kind="shows", evidence=tuple(dialog.evidence)))

    def _alone(self, drafts: dict[str, _Draft]) -> Iterable[_Draft]:
        """Layouts that no code was seen to show and that ask for something."""
        used = {name for draft in drafts.values() for name in draft.layouts}
        used |= self._layouts.included
        used |= {name for names in self._layouts.custom.values() for name in names}
        for name in self._layouts.names():
            if name in used:
                continue
            elements = labelled(self._layouts.elements(name))
            if any(one.kind in ENTERED for one in elements):
                draft = _Draft(f"layout {name}", name, "layout", layouts=[name], elements=elements, made_from="layout")
                draft.folded = name.startswith(_LIBRARY_LAYOUTS) or bool(used)
                root = self._layouts.root(name)
                draft.evidence += [self._root(root, f"The layout {name}")] if root is not None else []
                yield draft


def _join(whole: _Draft, part: _Draft) -> None:
    """What a builder puts into a dialog that has a class of its own."""
    whole.titles += [text for text in part.titles if text not in whole.titles]
    whole.elements += part.elements
    whole.layouts += [name for name in part.layouts if name not in whole.layouts]
    whole.evidence += part.evidence
    if whole.made_from == "none":
        whole.made_from = "code"


def _told(draft: _Draft, led: set[str]) -> bool:
    """Rows, fragments and dialogs about which nothing is known are left out, unless a screen leads there."""
    return draft.kind == "activity" or draft.key in led or bool(draft.elements or draft.leads or draft.layouts)


def _short(name: str) -> str:
    return dotted(name).rpartition(".")[2] if name.startswith("L") else name


def _numbered(drafts: list[_Draft], texts: Texts) -> list[Screen]:
    ids = {draft.key: f"S-{number}" for number, draft in enumerate(drafts, 1)}
    return [
        Screen(
            id=ids[draft.key], name=draft.name, kind=draft.kind, titles=tuple(draft.titles),
            layouts=tuple(draft.layouts), made_from=draft.made_from, elements=tuple(draft.elements),
            leads=tuple(_led(draft, ids)), categories=categories(draft.elements, texts), starts=draft.starts,
            strength=draft.strength, reach=draft.reach, folded=draft.folded, evidence=tuple(draft.evidence),
        )
        for draft in drafts
    ]  # fmt: skip


def _led(draft: _Draft, ids: dict[str, str]) -> Iterable[Lead]:
    """Leads with the ids of screens, one for each goal and way."""
    seen: set[tuple[str, str, str]] = set()
    for lead in draft.leads:
        if lead.kind == "lists" and lead.to not in ids:
            continue
        to = ids.get(lead.to) or (dotted(lead.to) if lead.to.startswith("L") else lead.to)
        if (to, lead.by, lead.kind) in seen or to == ids[draft.key] or to.startswith(("dialog ", "layout ")):
            continue
        seen.add((to, lead.by, lead.kind))
        yield lead.model_copy(update={"to": to})
