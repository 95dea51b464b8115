"""Pictures of screens: the map of ways between them, and a wireframe of each from its layout.

Only places and words are worked out here; the template draws them. The map is laid out in layers: a screen stands
below the first one that leads to it. A layer of more screens than fit beside one another takes several rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sousveil.model.gloss import Text
from sousveil.model.screen import Element, Screen
from sousveil.tell.layered import ACROSS, GAP, PICTURE, WIDE, curve, fitted, placed

DRAWN = 60
"""Screens on the map; the table has all."""
FRAMES = 30
"""Screens that are drawn; those about people first."""
WIDGETS = 150
"""Widgets of one screen that are drawn."""
ENTERED = ("entry", "choice", "check")

_HIGH, _DOWN = 44, 40
_TITLE, _SUB = 24, 30


@dataclass(frozen=True, slots=True)
class Box:
    """A screen on the map. Numbers are units of the picture."""

    screen: Screen
    title: str
    below: str
    x: int
    y: int
    drawn: bool
    """Whether a wireframe of it is on the page."""

    wide: int = WIDE
    high: int = _HIGH


@dataclass(frozen=True, slots=True)
class Edge:
    """A way on the map, as the data of an SVG path."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Map:
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    wide: int
    high: int
    left_out: int


@dataclass(slots=True)
class Frame:
    """A widget of a wireframe with those inside it."""

    one: Element
    inside: list["Frame"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One screen as a wireframe: `original` and `gloss` differ in the words alone."""

    screen: Screen
    frames: tuple[Frame, ...]
    glossed: bool
    """Whether any word on it has a gloss."""
    left_out: int


def title(screen: Screen) -> Text:
    """What a screen is called: its title, for a dialog else what it says, else its class without the package."""
    if screen.titles:
        return screen.titles[0]
    said = next((one.texts[0] for one in screen.elements if one.texts), None) if screen.kind == "dialog" else None
    return said or Text(text=bare(screen))


def bare(screen: Screen) -> str:
    """The class without its package, and without the class it stands in where its own name tells enough."""
    name = screen.name.rpartition(".")[2]
    inner = name.rpartition("$")[2]
    return inner if len(inner) > 3 else name


def entered(screen: Screen) -> int:
    """How many things a screen asks for, the buttons of a group of choices not counted one by one."""
    groups = any(one.tag.endswith("RadioGroup") for one in screen.elements)
    return sum(one.kind in ENTERED and not (groups and one.tag.endswith("RadioButton")) for one in screen.elements)


def drawn(screens: Sequence[Screen]) -> tuple[Screen, ...]:
    """Screens to draw one by one: those that ask for something, about people first, most entries first."""
    asking = [screen for screen in screens if not screen.folded and entered(screen)]
    return tuple(sorted(asking, key=lambda s: (not s.categories, -entered(s)))[:FRAMES])


def listed(screens: Sequence[Screen]) -> tuple[Screen, ...]:
    """The rows of the table beside the map."""
    led = {lead.to for screen in screens for lead in screen.leads}
    return tuple(s for s in screens if not s.folded and (s.leads or s.id in led or s.starts or entered(s)))


def chart(screens: Sequence[Screen]) -> Map | None:
    """The map; None where no screen leads to another."""
    chosen = {s.id: s for s in screens if not s.folded and s.kind != "row"}
    ways = [(s.id, lead.to, lead.kind) for s in chosen.values() for lead in s.leads if lead.to in chosen]
    joined = {end for start, to, _ in ways for end in (start, to)}
    on = [s for s in chosen.values() if s.id in joined]
    if not on:
        return None
    kept = _kept(on, ways)
    ways = [way for way in ways if way[0] in kept and way[1] in kept]
    shown = {screen.id for screen in drawn(screens)}
    boxes, high = _packed(_components([s for s in on if s.id in kept], ways), ways, chosen, shown)
    corners = {box.screen.id: (box.x, box.y) for box in boxes}
    edges = tuple(Edge(curve(corners[a], corners[b], _HIGH), kind) for a, b, kind in dict.fromkeys(ways))
    return Map(boxes, edges, PICTURE, high, len(on) - len(kept))


def _kept(on: Sequence[Screen], ways: Sequence[tuple[str, str, str]]) -> set[str]:
    """The screens that are drawn where there are too many: whole groups, those that start or ask about people first;
    of a group too large, the screens with most ways."""
    degree: dict[str, int] = {}
    for start, to, _ in ways:
        degree[start] = degree.get(start, 0) + 1
        degree[to] = degree.get(to, 0) + 1
    kept: set[str] = set()
    groups = _components(on, ways)
    about = [any(s.categories and entered(s) for s in group) for group in groups]
    order = sorted(range(len(groups)), key=lambda n: (not any(s.starts for s in groups[n]), not about[n], n))
    for number in order:
        group = sorted(groups[number], key=lambda s: (not s.starts, -degree.get(s.id, 0)))
        room = DRAWN - len(kept)
        if len(group) <= room or not kept or len(group) > DRAWN // 2:
            kept |= {screen.id for screen in group[:room]}
    return kept


def _layers(on: Sequence[Screen], ways: Sequence[tuple[str, str, str]]) -> list[list[str]]:
    """Screens by how many ways they are from a start; in a layer, near those that lead to them."""
    after: dict[str, list[str]] = {}
    for start, to, _ in ways:
        after.setdefault(start, []).append(to)
    led = {to for _, to, _ in ways}
    first = [s.id for s in on if s.starts] + [s.id for s in on if not s.starts and s.id not in led]
    layers: list[list[str]] = []
    seen: set[str] = set()
    waiting = [s.id for s in on]
    layer = first
    while waiting:
        layer = [one for one in dict.fromkeys(layer) if one not in seen] or waiting[:1]
        layers.append(layer)
        seen.update(layer)
        waiting = [one for one in waiting if one not in seen]
        layer = [to for one in layer for to in after.get(one, ())]
        if not any(one not in seen for one in layer):
            layer = []
    return layers


def _components(on: Sequence[Screen], ways: Sequence[tuple[str, str, str]]) -> list[list[Screen]]:
    """Screens that ways join, those that start first, then the larger ones."""
    near: dict[str, list[str]] = {}
    for start, to, _ in ways:
        near.setdefault(start, []).append(to)
        near.setdefault(to, []).append(start)
    part: dict[str, int] = {}
    for number, screen in enumerate(on):
        todo = [screen.id] if screen.id not in part else []
        while todo:
            one = todo.pop()
            if one not in part:
                part[one] = number
                todo += near.get(one, ())
    found: dict[int, list[Screen]] = {}
    for screen in on:
        found.setdefault(part[screen.id], []).append(screen)
    return sorted(found.values(), key=lambda group: (not any(s.starts for s in group), -len(group)))


def _packed(
    groups: Iterable[Sequence[Screen]],
    ways: Sequence[tuple[str, str, str]],
    screens: dict[str, Screen],
    shown: set[str],
) -> tuple[tuple[Box, ...], int]:
    """The boxes of all groups, and the height they need: small groups stand beside one another."""
    boxes: list[Box] = []
    top, bottom, column = 8, 8, 0
    for group in groups:
        ids = {screen.id for screen in group}
        layers = _layers(group, [way for way in ways if way[0] in ids])
        across = min(ACROSS, max(map(len, layers)))
        if column + across > ACROSS:
            top, column = bottom + GAP // 2, 0
        at = placed(layers, top, _HIGH, _DOWN, column, across)
        fresh = [_box(screens[id_], x, y, id_ in shown) for id_, x, y in at]
        boxes += fresh
        bottom = max(bottom, max(box.y for box in fresh) + _HIGH + GAP)
        column += across
    return tuple(boxes), bottom


def _box(screen: Screen, x: int, y: int, drawn_: bool) -> Box:
    called = title(screen)
    asks = entered(screen)
    whole = screen.name.rpartition(".")[2]
    below = fitted(called.gloss or (whole if whole != called.text else ""), _SUB - (14 if asks else 0))
    return Box(screen, fitted(called.text, _TITLE), below, x, y, drawn_)


def sheet(screen: Screen) -> Sheet:
    """The wireframe of one screen: groups that hold one thing alone, or nothing, are left out."""
    kept = screen.elements[:WIDGETS]
    roots: list[Frame] = []
    open_: list[Frame] = []
    for one in kept:
        while open_ and open_[-1].one.depth >= one.depth:
            open_.pop()
        frame = Frame(one)
        (open_[-1].inside if open_ else roots).append(frame)
        open_.append(frame)
    texts = [t for e in kept for t in (*e.texts, *e.hints, *e.choices)]
    trimmed = tuple(f for root in roots for f in _trimmed(root))
    return Sheet(screen, trimmed, any(t.gloss for t in texts), len(screen.elements) - len(kept))


def _trimmed(frame: Frame) -> list[Frame]:
    frame.inside = [f for inner in frame.inside for f in _trimmed(inner)]
    bare = frame.one.kind in ("group", "other") and not (frame.one.texts or frame.one.hints or frame.one.condition)
    if bare and frame.one.kind == "group" and len(frame.inside) <= 1:
        return frame.inside
    if bare and frame.one.kind == "other" and not frame.inside and not frame.one.id:
        return []
    return [frame]


def original(texts: Sequence[Text]) -> Text | None:
    """Of the texts in all languages the one told as the original: the first that is not English, else the first."""
    foreign = (text for text in texts if text.gloss or (text.lang or "en").split("-")[0] != "en")
    return next(foreign, texts[0] if texts else None)


def glossed(texts: Sequence[Text]) -> str | None:
    """Our gloss of the original; the app's own English where it has that; else the original as it stands."""
    first = original(texts)
    if first is None:
        return None
    own = next(
        (t.text for t in texts if (t.lang or "").split("-")[0] == "en" or (t.lang is None and t.text.isascii())), None
    )
    return first.gloss or own or first.text
