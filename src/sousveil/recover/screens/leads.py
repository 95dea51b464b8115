"""Which screen leads where: intents that name a class, fragments and dialogs that are made, graphs of navigation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sousveil.model.facts import Facts
from sousveil.recover.code import Node, Use
from sousveil.recover.screens.classes import Classes, descriptor
from sousveil.recover.screens.shows import Reading

_INTENT = re.compile(r"^Landroid/content/(Intent;->(<init>|setClass|setClassName|setComponent|makeMainActivity)"
                     r"|ComponentName;-><init>)\(")  # fmt: skip
_STARTS = re.compile(r"->(startActivit\w+|startActivityForResult|launch)\(")
_ABROAD = re.compile(r"^(android\.(intent\.action|settings|media\.action|provider)\.[\w.]+)$")
_DEEPEST = 4
_MOST_NODES = 40


@dataclass(frozen=True, slots=True)
class Way:
    """From a class that shows to a class, or to an action outside the app; `use` is where."""

    start: str
    to: str
    kind: str
    use: Use


class Leads:
    """All ways in the code, in its order."""

    def __init__(self, facts: Facts, reading: Reading) -> None:
        self._reading = reading
        self._classes: Classes = reading.classes
        self._actions: dict[str, list[str]] = {}
        for row in facts.rows("filters"):
            if row["kind"] == "action":
                self._actions.setdefault(str(row["value"]), []).append(descriptor(str(row["component"])))

    def all(self) -> list[Way]:
        found: dict[tuple[str, str, str], Way] = {}
        for use in self._reading.uses():
            for to, kind in self._from(use):
                for start in self.starts(use.method, to):
                    if start != to:
                        found.setdefault((start, to, kind), Way(start, to, kind, use))
        return list(found.values())

    def _from(self, use: Use) -> Iterator[tuple[str, str]]:
        if use.kind == "call" and _INTENT.search(use.text):
            yield from ((to, "opens") for to in self._targets(use.values[1:]))
            return
        if use.kind == "call" and _STARTS.search(use.text):
            yield from ((action, "opens") for action in self._abroad(use.values[1:]))
        if use.kind == "call" and "-><init>(" in use.text:
            if use.values and use.values[0].kind == "this":
                return
            yield from self._made(use.text.partition("->")[0])
        elif use.kind == "call":
            owner, made = use.text.partition("->")[0], use.text.rpartition(")")[2]
            if owner == made:
                yield from self._made(made)
        for value in use.values if use.kind in ("call", "store", "write") else ():
            if value.kind == "class" and self._classes.kind(value.text) == "fragment":
                yield value.text, "holds"

    def _made(self, made: str) -> Iterator[tuple[str, str]]:
        kind = self._classes.kind(made) if made in self._classes.own else None
        if kind in ("fragment", "dialog", "row"):
            yield made, {"fragment": "holds", "dialog": "shows", "row": "lists"}[kind]

    def _targets(self, values: Iterable[Node]) -> Iterator[str]:
        """Activities that the arguments name by class, by class name, or by an action that one of them answers."""
        for node in _few(values):
            if node.kind == "class" and self._is_activity(node.text):
                yield node.text
            elif node.kind == "text":
                if self._is_activity(named := descriptor(node.text)):
                    yield named
                answers = self._actions.get(node.text, [])
                if len(answers) == 1 and not _ABROAD.match(node.text) and self._is_activity(answers[0]):
                    yield answers[0]

    def _abroad(self, values: Iterable[Node]) -> Iterator[str]:
        """Actions outside the app that an intent made here names."""
        for value in values:
            for node in _few([value]):
                if node.kind == "new" and node.text == "Landroid/content/Intent;":
                    yield from (c.text for c in node.children if c.kind == "text" and _ABROAD.match(c.text))

    def _is_activity(self, name: str) -> bool:
        return name in self._classes.activities or self._classes.kind(name) == "activity"

    def starts(self, method: int, to: str) -> list[str]:
        """Screens from whose code this method runs: its own, else those of its callers."""
        found: dict[str, None] = {}
        todo, seen = [(method, 0)], {method}
        while todo:
            here, up = todo.pop(0)
            owner = self._reading.owner(here)
            homes = self.shows(owner) if owner != to and self._classes.home(owner) != to else []
            found.update(dict.fromkeys(homes))
            if homes or up >= _DEEPEST:
                continue
            for caller in self._reading.callers.get(here, ())[:40]:
                if caller not in seen:
                    seen.add(caller)
                    todo.append((caller, up + 1))
        return list(found)

    def shows(self, owner: str, depth: int = 0) -> list[str]:
        """The screens that a class belongs to: rows and views belong to the screens that make them."""
        home = self._classes.home(owner)
        if home is None or depth > 3:
            return []
        if self._classes.is_screen(home):
            return [home]
        makers = sorted(self._classes.makers.get(home, ()))
        return list(dict.fromkeys(one for maker in makers for one in self.shows(maker, depth + 1)))


def _few(values: Iterable[Node]) -> Iterator[Node]:
    """These nodes and those below, bounded."""
    todo = list(values)
    for _ in range(_MOST_NODES):
        if not todo:
            return
        node = todo.pop(0)
        yield node
        todo += node.children


def navigation(facts: Facts) -> list[tuple[str, str, dict[str, Any]]]:
    """Ways of navigation graphs: (from class, to class, row), in Java notation."""
    rows = [row for row in facts.rows("widgets") if row["file_kind"] == "navigation"]
    table = facts.tables.get("xml_attributes")
    if not rows or table is None:
        return []
    columns = zip(*(table.column(name) for name in ("name", "part", "element", "data")), strict=True)
    to = {(part, element): data for name, part, element, data in columns if name == "destination"}
    names = {(row["part"], row["place"]): str(row["includes"] or "") for row in rows}
    by_id = {row["id_number"]: names[row["part"], row["place"]] for row in rows if row["id_number"]}
    found = []
    for row in rows:
        if row["tag"] == "action":
            start = names.get((row["part"], row["parent"]), "")
            end = by_id.get(to.get((row["part"], row["element"])), "")
            if start and end:
                found.append((start, end, row))
    return found
