"""What a compared value is, by name: a field, a widget, a key of an answer, a constant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sousveil.model.facts import Facts
from sousveil.recover.code import Node, OwnCode, Use

_RESOURCES = range(0x7F000000, 0x80000000)
_DEEPEST = 8
_PEELED = frozenset((
    "intValue", "longValue", "booleanValue", "doubleValue", "toString", "trim", "valueOf", "parseInt", "parseLong",
    "parseBoolean", "toLowerCase", "toUpperCase", "strip", "unboxInt", "safeUnbox", "checkNotNull",
))  # fmt: skip
_GETTER = re.compile(r"^(get|is|has|opt)(?=[A-Z_])")
_WIDGET = re.compile(
    r"(View|Layout|Text|Edit|EditText|Box|Button|Spinner|Group|Field|Switch|Picker|Widget|Panel|Bar|Input|Seekbar)\w*;$"
)
_STATES = {
    "isChecked": "ticked", "isSelected": "ticked", "getText": "typed", "getVisibility": "shown", "isShown": "shown",
    "getSelectedItem": "chosen", "getSelectedItemPosition": "chosen", "getCheckedRadioButtonId": "chosen",
    "getValue": "chosen", "getSelectedIndex": "chosen", "getSelectedId": "chosen", "getEditText": "typed",
    "getSelection": "chosen", "getCheckedItemPosition": "chosen", "getInputText": "typed", "getContent": "typed",
}  # fmt: skip
"""Methods of widgets → what they tell of them."""
_OUTSIDE = (
    ("Lorg/json/", "answer"), ("Lcom/google/gson/Json", "answer"), ("Lcom/alibaba/fastjson", "answer"),
    ("Lcom/fasterxml/jackson/", "answer"), ("Landroid/content/Intent;", "message"), ("Landroid/os/Bundle;", "message"),
    ("Landroid/content/SharedPreferences", "setting"), ("Landroid/database/Cursor;", "database"),
)  # fmt: skip
_RESOURCE_CLASS = re.compile(r"/R\$(\w+);$")
_LISTENED = re.compile(r"->(setOn(ItemSelected|ItemClick|CheckedChange)Listener|setOn\w*(Select|Check)\w*)\(")
_TOLD_OF = {("onItemSelected", 2): "chosen", ("onItemClick", 2): "chosen", ("onCheckedChanged", 1): "ticked"}
"""Method of a listener and number of a parameter → what it tells of the widget."""
_KEY = re.compile(r"[\w.\-]{1,60}")


@dataclass(frozen=True, slots=True)
class Term:
    """A value that is compared. `kind`: field, widget, key, method, static, parameter or list."""

    key: str
    """What makes two terms the same."""
    name: str
    """Told to readers, between backticks."""
    kind: str
    words: tuple[str, ...] = ()
    """Identifiers in it."""
    owner: str = ""
    """Descriptor of the class it belongs to."""
    field: int | None = None
    state: str = ""
    """Of a widget: ticked, typed, chosen or shown."""
    outside: str = ""
    """Where it is read from, where that is outside the code: answer, message, setting, database."""


def is_resource(number: int) -> bool:
    """Whether a number is one of the app's own resources."""
    return number in _RESOURCES


@lru_cache(maxsize=1 << 13)
def simple(descriptor: str) -> str:
    """`Lcom/x/A$B;` → `A.B`; without numbers of inner classes that have no name."""
    name = descriptor.strip("[").removeprefix("L").removesuffix(";").rpartition("/")[2]
    return ".".join(part for part in name.split("$") if not part.isdigit()) or name


@lru_cache(maxsize=1 << 13)
def outer(descriptor: str) -> str:
    """Descriptor of the outermost class."""
    return descriptor.partition("$")[0].removesuffix(";") + ";"


def parts(node: Node, most: int = 60) -> Iterator[Node]:
    """The node and what is below it, from the top, at most so many."""
    todo = [(node, 0)]
    while todo and most > 0:
        one, depth = todo.pop(0)
        most -= 1
        yield one
        if depth < _DEEPEST:
            todo.extend((child, depth + 1) for child in one.children)


def alternatives(value: Node, most: int = 200) -> list[str]:
    """Texts of which a value is one, however the ways meet; nothing where it is one value."""
    found: list[str] = []
    todo, seen = [value] if value.kind == "any" else [], 0
    while todo and seen < most:
        one = todo.pop()
        seen += 1
        todo += [child for child in one.children if child.kind == "any"]
        found += [child.text for child in one.children if child.kind == "text" and child.text.strip()]
    return found


class Names:
    """Names values; keeps what it learnt of small methods."""

    def __init__(self, facts: Facts, own: OwnCode) -> None:
        self._facts = facts
        self._own = own
        self._heard: dict[str, Node | None] = {}
        self.behind = lru_cache(maxsize=1 << 12)(self._behind)

    def term(self, node: Node, depth: int = 0) -> Term | None:
        """The name of a value; None where it has none."""
        if depth > _DEEPEST:
            return None
        if node.kind == "call":
            return self._call(node, depth)
        if node.kind in ("field", "static"):
            return self._field(node, depth)
        if node.kind == "any":
            terms = {self.term(child, depth + 1) for child in node.children}
            return terms.pop() if len(terms) == 1 else None
        return None

    def note(self, uses: Iterable[Use]) -> None:
        """Remembers which class listens to which widget."""
        for use in uses:
            if use.kind == "call" and len(use.values) == 2 and _LISTENED.search(use.text):
                listener = use.values[1]
                if listener.kind == "new":
                    there = self._heard.setdefault(listener.text, use.values[0])
                    if there is not None and there.text != use.values[0].text:
                        self._heard[listener.text] = None  # one class for several widgets

    def heard(self, method: int, node: Node) -> Term | None:
        """The widget whose choice a listener is told of as a parameter."""
        code = self._own.code
        if node.kind != "parameter" or code is None or not self._heard:
            return None
        state = _TOLD_OF.get((code.method_text(method).partition("->")[2].partition("(")[0], node.number))
        widget = self._heard.get(code.method_class(method) or "") if state is not None else None
        held = self.term(widget) if widget is not None else None
        if held is None or held.kind != "field" or state is None:
            return None
        return Term(held.key, held.name.rpartition(".")[2], "widget", held.words, held.owner, held.field, state)

    def constant(self, node: Node) -> str | None:
        """A text or number that a value is, as written in a condition."""
        if node.kind == "text":
            return node.text
        if node.kind == "int":
            return self.number(node.number)
        if node.kind == "static" and (named := _RESOURCE_CLASS.search(node.owner)):
            return f"{named.group(1)}/{node.name}"
        if node.kind == "call" and node.name in ("valueOf", "toString") and len(node.arguments or node.children) == 1:
            return self.constant((node.arguments or node.children)[0])
        return None

    def number(self, number: int) -> str:
        """A number; the name of a resource, such as `id/send`, where it is one's."""
        if is_resource(number) and self._facts.resources is not None:
            name = self._facts.resources.name(number)
            if name:
                return name
        return str(number)

    def _call(self, node: Node, depth: int) -> Term | None:
        name, inner = node.name, node.receiver
        if name in _PEELED and (inner is not None or len(node.children) == 1) and not (inner and node.arguments):
            return self.term(node.children[0], depth + 1)
        accessor = self._own.accessors.get(node.symbol) if node.symbol is not None else None
        if accessor is not None and accessor[0] and self._own.code is not None:
            return self._named(self._own.code.field_text(accessor[1]), accessor[1])
        if name.startswith("access$") and (found := self.behind(node.symbol)) is not None:
            return self.term(found, depth + 1)
        return self._keyed(node) or self._question(node, inner, depth)

    def _question(self, node: Node, inner: Node | None, depth: int) -> Term | None:
        name = node.name
        if inner is not None and not node.arguments:
            return self._asked(node, inner, depth)
        if _own_name(node.owner):
            return Term(f"{node.owner}->{name}()", f"{simple(node.owner)}.{name}()", "method", (name,), node.owner)
        return None

    def _asked(self, node: Node, inner: Node, depth: int) -> Term | None:
        """A question without arguments: of a widget, of an object of the app."""
        name = node.name
        held = self.term(inner, depth + 1)
        state = _STATES.get(name)
        if state and held and (held.kind == "field") and self._is_widget(inner, node.owner):
            return Term(held.key, held.name.rpartition(".")[2], "widget", held.words, held.owner, held.field, state)
        if state and held and held.kind == "widget":
            return held
        if name in ("get", "getValue") and held and node.owner.startswith(("Landroid", "Lio/reactivex")):
            return held
        if node.owner.startswith(("Ljava/", "Landroid/view/", "Landroid/widget/", "Lkotlin/")):
            return None
        word = _GETTER.sub("", name)
        if word == name and name not in ("size", "length"):
            return Term(f"{node.owner}->{name}()", f"{simple(node.owner)}.{name}()", "method", (name,), node.owner)
        word = word[:1].lower() + word[1:]
        key = f"{node.owner}->{word.lower()}"
        return Term(key, f"{simple(node.owner)}.{word}", "field", (word,), node.owner)

    def _is_widget(self, inner: Node, owner: str) -> bool:
        kind = next((n.text.rpartition(":")[2] for n in parts(inner, 4) if n.kind == "field"), owner)
        return owner.startswith(("Landroid/widget/", "Landroid/view/")) or bool(_WIDGET.search(kind))

    def _keyed(self, node: Node) -> Term | None:
        """`getString("level")` and the like."""
        if not node.arguments or not re.match(r"get|opt|is|read|has|find", node.name):
            return None
        first = node.arguments[0]
        outside = next((word for start, word in _OUTSIDE if node.owner.startswith(start)), "")
        if first.kind == "text" and _KEY.fullmatch(first.text) and node.name not in ("equals", "getSystemService"):
            return Term(f"key:{outside}:{first.text}", first.text, "key", (first.text,), node.owner, outside=outside)
        if first.kind == "static" and not first.owner.startswith(("Landroid", "Ljava")) and self.term(first):
            word = first.name
            words = (word.lower() if word.isupper() else word, simple(first.owner))
            return Term(f"key:{outside}:{first.text}", f"{simple(first.owner)}.{word}", "key", words, node.owner,
                        outside=outside)  # fmt: skip
        return None

    def _field(self, node: Node, depth: int) -> Term | None:
        text = node.text
        if _RESOURCE_CLASS.search(node.owner):
            return None
        if node.kind == "static":
            return self._named(text, node.symbol, "static")
        if node.name.startswith("this$") and node.children:
            return None
        if node.name.startswith("val$"):
            word = node.name.removeprefix("val$")
            return Term(f"{outer(node.owner)}->{word}", word, "field", (word,), node.owner, node.symbol)
        return self._named(text, node.symbol)

    def _named(self, text: str, symbol: int | None, kind: str = "field") -> Term:
        owner, _, rest = text.partition("->")
        word = rest.partition(":")[0]
        key = f"{owner}->{_bare(word).lower()}"
        return Term(key, f"{simple(owner)}.{word}", kind, (word,), owner, symbol)

    def _behind(self, method: int | None) -> Node | None:
        """What a method that only hands something out returns."""
        if method is None:
            return None
        found = [use.values[0] for use in self._own.uses([method]) if use.kind == "return" and use.values]
        return found[0] if len(found) == 1 else None


def _bare(word: str) -> str:
    """A field's name without the `m` of a habit: `mState` and `getState` are one."""
    return word[1:] if re.match(r"m[A-Z]", word) else word


def _own_name(owner: str) -> bool:
    return not owner.startswith(("Ljava/", "Landroid", "Lkotlin/", "Lorg/json/", "Ldalvik/", "Lcom/google/"))
