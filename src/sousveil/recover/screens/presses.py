"""What pressing a widget runs: listeners, methods that a layout or an annotation names, branches on the pressed id."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sousveil.recover.code import Node, Use
from sousveil.recover.screens.shows import Reading

_HANDLES = re.compile(r"->(on\w+|doClick|invoke|accept|call|run|_internalCallbackOnClick)\(")
_MOST_METHODS = 60
_MOST_USES = 1500
_EQUAL = ("==", "is one of", "is")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Press:
    """A widget and all that its press runs in the app's own code, near the screen."""

    widget: str
    handler: str
    """Name of the method that is called first."""
    uses: tuple[Use, ...]


class Presses:
    """Presses of each class that shows something."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._code = reading.code

    def of(self, home: str, clicked: Iterable[tuple[str, str]] = ()) -> list[Press]:
        """All presses; `clicked` gives (id, method name) of what layouts name."""
        found: list[Press] = []
        shown = self._reading.shown.get(home)
        for widget, listeners in sorted(shown.listens.items()) if shown is not None else ():
            for node, use in listeners:
                found += self._listened(widget, node, use, home)
        for (owner, widget), methods in sorted(self._reading.clicks.items()):
            if owner == home:
                found += [self._press(widget, method, home) for method in methods]
        for widget, name in clicked:
            found += [self._press(widget, method, home) for method in self._methods(home, name)]
        found += self._chosen(home)
        return found

    def answered(self, node: Node, use: Use, home: str) -> tuple[Use, ...]:
        """All that a listener's methods run."""
        roots = [one for owner in self._listeners(node, use) for method in self._handlers(owner)
                 for one in self._reading.by_method.get(method, ())]  # fmt: skip
        return self._closure(roots, home)

    def _listened(self, widget: str, node: Node, use: Use, home: str) -> list[Press]:
        out = []
        for owner in self._listeners(node, use):
            for method in self._handlers(owner):
                roots = self._for(method, widget)
                if roots:
                    out.append(Press(widget, self._name(method), self._closure(roots, home)))
        return out

    def _listeners(self, node: Node, use: Use, depth: int = 0) -> list[str]:
        """Classes whose object a listener is."""
        if node.kind == "any" and depth < 3:
            return [owner for one in node.children for owner in self._listeners(one, use, depth + 1)]
        if node.kind == "this":
            return [self._reading.owner(use.method)]
        if node.kind == "new":
            return [node.text]
        if node.kind in ("field", "static") and depth < 3:
            held = [owner for one in self._reading.held(node.text) if one.kind in ("new", "any", "field")
                    for owner in self._listeners(one, use, depth + 1)]  # fmt: skip
            return held or [node.text.rpartition(":")[2]]
        return [node.text.rpartition(")")[2]] if node.kind == "call" else []

    def _handlers(self, owner: str) -> list[int]:
        """Methods of a listener that a press may call."""
        if self._code.code is None or owner not in self._reading.classes.own:
            return []
        methods = self._code.code.class_methods(owner)
        return [m for m in methods if _HANDLES.search(text := self._code.code.method_text(m)) and "onCreate" not in text
                and "->onResume" not in text and "->onActivityResult" not in text]  # fmt: skip

    def _chosen(self, home: str) -> list[Press]:
        """Entries of menus: branches on the id of the chosen item."""
        out = []
        for name in ("onOptionsItemSelected", "onContextItemSelected", "onNavigationItemSelected", "onMenuItemClick"):
            for method in self._methods(home, name):
                for widget in self._branches(method):
                    roots = self._for(method, widget)
                    out.append(Press(widget, name, self._closure(roots, home)))
        return out

    def _press(self, widget: str, method: int, home: str) -> Press:
        return Press(widget, self._name(method), self._closure(self._for(method, widget), home))

    def _methods(self, home: str, name: str) -> list[int]:
        code = self._code.code
        if code is None:
            return []
        return [m for owner in self._reading.classes.ancestors(home) if owner in self._reading.classes.own
                for m in code.class_methods(owner) if f"->{name}(" in code.method_text(m)]  # fmt: skip

    def _name(self, method: int) -> str:
        text = self._code.code.method_text(method) if self._code.code is not None else ""
        return text.partition("->")[2].partition("(")[0]

    def _ids(self, method: int) -> list[tuple[Use, frozenset[str], bool]]:
        """Uses of a method; for each the ids one of which must be pressed, and whether it depends on that at all."""
        uses = [use for use in self._reading.by_method.get(method, ()) if use.kind in ("call", "write")]
        out = []
        asked = self._code.conditions([(use.method, use.offset) for use in uses[:400]], across=False)
        for use, conditions in zip(uses, asked, strict=False):
            ids: set[str] = set()
            depends = False
            for leaf in (leaf for condition in conditions for leaf in condition.leaves):
                if not any(node.kind == "call" and node.name in ("getId", "getItemId") for node in leaf.about):
                    continue
                depends = True
                if leaf.sign in _EQUAL:
                    ids |= {ref[1] for key in leaf.keys if (ref := self._reading.texts.number(key)) and ref[0] == "id"}
                    ids |= {name for node in leaf.about for name in self._reading.texts.refs(node, "id")}
            out.append((use, frozenset(ids), depends))
        return out

    def _for(self, method: int, widget: str) -> list[Use]:
        """What of a method runs when this widget is pressed."""
        return [use for use, ids, depends in self._ids(method) if not depends or widget in ids]

    def _branches(self, method: int) -> list[str]:
        return sorted({name for _, ids, _ in self._ids(method) for name in ids})

    def _closure(self, roots: Sequence[Use], home: str) -> tuple[Use, ...]:
        """These uses and those of the methods they call in code of the same screen, bounded."""
        out: list[Use] = []
        todo, seen = list(roots), set[int]()
        while todo and len(out) < _MOST_USES:
            use = todo.pop(0)
            out.append(use)
            for method in self._called(use, home):
                if method not in seen and len(seen) < _MOST_METHODS:
                    seen.add(method)
                    todo += self._reading.by_method.get(method, ())
        return tuple(out)

    def _called(self, use: Use, home: str) -> list[int]:
        if use.kind != "call" or use.symbol is None:
            return []
        owner = use.text.partition("->")[0]
        classes = self._reading.classes
        if owner not in classes.own:
            return []
        if "-><init>(" in use.text:
            # A listener or task made here runs later; what it does belongs to the press.
            near = classes.home(owner) == home and classes.kind(owner) is None
            near = near and owner not in self._reading.dialog_handlers
            return self._handlers(owner) if near else []
        if classes.home(owner) not in (home, None) and home not in classes.ancestors(owner) \
                and owner not in classes.ancestors(home):  # fmt: skip
            return []
        return [use.symbol] if use.symbol in self._reading.by_method else []


def clicked(elements: Iterable[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    """(id, method) of elements that name the method their press calls."""
    return [(widget, does.removeprefix("calls ")) for widget, does in elements if widget and does]
